//! What charts with a scale of numbers, or with eras behind them, share.

use super::axis::Axis;
use super::font::{self, Weight};
use super::frame::{self, Sizes};
use super::lang::Lang;
use super::pack;
use super::scale::TimeScale;
use super::scene::{Align, Point, Rect, Scene, Type};
use crate::report::view::Era;
use chrono::NaiveDate;

/// A scale from 0 in steps of 1, 2 or 5 times a power of ten: at most `most` steps, the last at or
/// above `highest`.
pub(crate) fn ticks(highest: u64, most: u64) -> Vec<u64> {
    let (mut power, mut factor) = (1, 1);
    while highest.div_ceil(power * factor) > most.max(1) {
        (power, factor) = match factor {
            1 => (power, 2),
            2 => (power, 5),
            _ => (power * 10, 1),
        };
    }
    let step = power * factor;
    (0..=highest.div_ceil(step).max(1)).map(|n| n * step).collect()
}

/// The widest bar, in pixels: a lone day is no wall.
const WIDEST: f64 = 140.0;

/// Both ends of the bar of a unit of time, with a gap to its neighbours; a day in a century is no
/// hair.
pub(crate) fn bar(scale: &TimeScale, first: NaiveDate, last: NaiveDate) -> (f64, f64) {
    let (from, to) = (scale.clamp(scale.start(first)), scale.clamp(scale.end(last)));
    let gap = ((to - from) * 0.07).clamp(0.0, 3.0).max((to - from - WIDEST) / 2.0);
    (from + gap, (to - gap).max(from + gap + 2.0))
}

/// Eras, laid out: bands behind the marks, and names in a strip above these.
pub(crate) struct Eras<'a> {
    /// Both ends and the name, where it starts, and its row.
    bands: Vec<(f64, f64, &'a str, f64, Option<usize>)>,
    size: f64,
    height: f64,
}

/// Most rows of names.
const ROWS: usize = 3;

impl<'a> Eras<'a> {
    /// For names in type of `size` pixels.
    pub(crate) fn new(eras: &'a [Era], scale: &TimeScale, size: f64) -> Eras<'a> {
        let (left, right) = scale.ends();
        let placed: Vec<_> = eras
            .iter()
            .filter(|era| scale.shows(era.earliest, era.latest))
            .map(|era| {
                let from = era.earliest.map_or(left, |day| scale.clamp(scale.start(day)));
                let to = era.latest.map_or(right, |day| scale.clamp(scale.end(day)));
                let wide = font::width(&era.title, size, Weight::Regular);
                // A name that would leave the chart moves to the left.
                let start = (from + 5.0).min(right - wide - 2.0).max(left + 2.0);
                (from, to, era.title.as_str(), start, wide)
            })
            .collect();
        let extents: Vec<_> =
            placed.iter().map(|(.., start, wide)| (*start, start + wide + 12.0)).collect();
        let rows = pack::rows(&extents, ROWS);
        let count = rows.iter().flatten().max().map_or(0, |row| row + 1);
        let bands = placed
            .into_iter()
            .zip(rows)
            .map(|((from, to, title, start, _), row)| (from, to, title, start, row))
            .collect();
        let height = if count > 0 { count as f64 * size * 1.45 + size * 0.4 } else { 0.0 };
        Eras { bands, size, height }
    }

    /// The height of the strip with the names.
    pub(crate) fn height(&self) -> f64 {
        self.height
    }

    /// Draws bands and names over the upper end of `area`.
    pub(crate) fn draw(&self, scene: &mut Scene, area: Rect) {
        let theme = scene.theme;
        let text = Type { size: self.size, weight: Weight::Regular, rgb: theme.grey_ink };
        for (from, to, title, start, row) in &self.bands {
            let data = vec![("era", (*title).to_owned())];
            scene.group((*title).to_owned(), data, |scene| {
                scene.block(Rect::new(*from, area.top, *to, area.bottom), theme.ink, 0.06);
                for x in [from, to] {
                    scene.upright(*x, (area.top, area.bottom), 0.8, theme.line);
                }
                if let Some(row) = row {
                    let y = area.top + self.size * 1.45 * (*row as f64 + 0.8);
                    let room = area.right - start;
                    let words = font::shorten(title, room, text.size, text.weight);
                    scene.text((*start, y), Align::Left, &words, text);
                }
            });
        }
    }
}

/// Draws what stands behind and below a plot over time: bands, eras, the axis. Gives the plot, from
/// its left upper corner to the axis, and the height that the names of eras take of it.
pub(crate) fn over_time(
    scene: &mut Scene,
    scale: &TimeScale,
    eras: &[Era],
    (left, top): Point,
    sizes: Sizes,
) -> (Rect, f64) {
    let axis = Axis::new(scale, sizes.small, scene.lang);
    let bottom = scene.height - frame::foot_height(sizes) - sizes.small * 0.9 - axis.height();
    let plot = Rect::new(left, top, scene.width - sizes.margin, bottom);
    axis.draw_bands(scene, plot.top, plot.bottom);
    let eras = Eras::new(eras, scale, sizes.small);
    eras.draw(scene, plot);
    axis.draw_labels(scene, plot.bottom);
    (plot, eras.height())
}

/// How far from the margin a plot starts that has a scale of numbers up to `highest` on its left and,
/// left of these, words written upwards.
pub(crate) fn scale_room(ticks: &[u64], size: f64, lang: Lang) -> f64 {
    let wide = |tick: &u64| font::width(&lang.number(*tick), size, Weight::Regular);
    size * 1.7 + ticks.iter().map(wide).fold(0.0, f64::max) + 7.0
}

/// Writes upwards beside a scale, in the middle of `room` pixels above a point.
pub(crate) fn draw_side(scene: &mut Scene, (x, y): Point, room: f64, words: &str, text: Type) {
    let words = font::shorten(words, room, text.size, text.weight);
    let long = font::width(&words, text.size, text.weight);
    scene.text_upwards((x, y - (room - long) / 2.0), &words, text);
}

/// A label under the head of a pole: a line of its own and the title of an event.
pub(crate) struct Note {
    pub(crate) head: String,
    pub(crate) lines: Vec<String>,
    pub(crate) size: f64,
}

impl Note {
    /// Broken to at most `lines` lines of title about `wide` pixels wide.
    pub(crate) fn new(head: String, title: &str, wide: f64, lines: usize, size: f64) -> Note {
        let lines = font::balanced(title, wide, lines, size);
        Note { head, lines, size }
    }

    /// Width and height in pixels.
    pub(crate) fn extent(&self) -> (f64, f64) {
        let head = font::width(&self.head, self.size, Weight::Semibold);
        let lines = self.lines.iter().map(|line| font::width(line, self.size, Weight::Regular));
        let wide = lines.fold(head, f64::max) + 9.0;
        (wide, self.size * (1.22 * (self.lines.len() as f64 + 1.0) + 0.1))
    }

    /// Draws it on its flag.
    pub(crate) fn draw(&self, scene: &mut Scene, flag: &pack::Flag) {
        let theme = scene.theme;
        let (side, align, ahead) = if flag.rightward {
            (flag.rect.left, Align::Left, 1.0)
        } else {
            (flag.rect.right, Align::Right, -1.0)
        };
        scene.upright(side + ahead * 0.5, (flag.rect.top, flag.rect.bottom), 1.6, theme.grey_ink);
        let bold = Type { size: self.size, weight: Weight::Semibold, rgb: theme.ink };
        let plain = Type { weight: Weight::Regular, ..bold };
        let (x, mut y) = (side + ahead * 7.0, flag.rect.top + self.size * 0.92);
        scene.text((x, y), align, &self.head, bold);
        for line in &self.lines {
            y += self.size * 1.22;
            scene.text((x, y), align, line, plain);
        }
    }
}

/// Packs notes at their x over the lower edge of `area`, the first ones first, with as generous
/// widths as leave room for all, and draws them on poles down to where each belongs.
pub(crate) fn draw_notes(
    scene: &mut Scene,
    notes: &[(Point, String, &str)],
    area: Rect,
    size: f64,
) -> usize {
    let mut best: (Vec<Note>, Vec<pack::Flag>) = (Vec::new(), Vec::new());
    for (wide, lines) in [(20.0, 2), (16.0, 3), (13.0, 3), (11.0, 2)] {
        let made: Vec<Note> = notes
            .iter()
            .map(|(_, head, title)| Note::new(head.clone(), title, size * wide, lines, size))
            .collect();
        let wishes: Vec<pack::Wish> = made
            .iter()
            .zip(notes)
            .map(|(note, (at, ..))| {
                let (width, height) = note.extent();
                pack::Wish { xs: vec![at.0], slack: 0.0, width, height }
            })
            .collect();
        let flags = pack::pack(&wishes, area);
        if flags.len() > best.1.len() || best.0.is_empty() {
            best = (made, flags);
        }
        if best.1.len() == notes.len() {
            break;
        }
    }
    let (made, flags) = best;
    for flag in &flags {
        let rgb = scene.theme.line;
        scene.upright(flag.x, (flag.rect.bottom, notes[flag.wish].0.1), 1.0, rgb);
    }
    for flag in &flags {
        made[flag.wish].draw(scene, flag);
    }
    flags.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0, 5), [0, 1]);
        assert_eq!(ticks(7, 5), [0, 2, 4, 6, 8]);
        assert_eq!(ticks(23, 5), [0, 5, 10, 15, 20, 25]);
        assert_eq!(ticks(4_712_000, 5), [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]);
    }
}
