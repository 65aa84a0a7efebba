//! Dyads: who acts on whom, as a heat map. Colour says the mean tone, its strength and the number
//! in it how many events.

use super::Canvas;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::phrases::{
    ACTORS, ACTS, BOTH_WAYS, CONFLICT, COOPERATION, EVENTS, MEAN_TONE, MORE, MORE_ACTORS, NO_PAIR,
    NO_SCORE, NUMBER_SHOWN, ON_WHOM, PAIRS,
};
use super::scene::{Align, Rect, Scene, Type};
use super::seriate;
use super::style::{Rgb, Theme};
use crate::report::view::{Cell, Dyads};

/// The lowest cell in pixels, in which a number can be read.
const LOW: f64 = 17.0;
/// Most actors on a side.
const MOST: usize = 30;
/// The narrowest cell with room for names over it.
const WIDE: f64 = 76.0;

/// Lays dyads out.
pub(crate) fn scene(view: &Dyads, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang, theme) = (scene.width, scene.height, scene.lang, scene.theme);
    let sizes = Sizes::of(width, height);
    let mut legend = Legend::default();
    if !view.cells.is_empty() {
        legend.words(format!("{}:", lang.say(MEAN_TONE)));
        let (conflict, cooperation) = (lang.say(CONFLICT), lang.say(COOPERATION));
        let ends =
            [format!("\u{2212}7 {conflict}"), String::from("0"), format!("+7 {cooperation}")];
        for (tone, words) in [-7.0, 0.0, 7.0].into_iter().zip(ends) {
            legend.swatch(theme.tone(tone), words);
        }
        if view.cells.iter().any(|cell| cell.score.scored == 0) {
            legend.swatch(theme.line, lang.say(NO_SCORE));
        }
        legend.words(lang.say(NUMBER_SHOWN));
        legend.words(lang.say(BOTH_WAYS));
    }
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.6;
    let plot = Rect::new(sizes.margin, top, width - sizes.margin, bottom);
    let mut notes = Vec::new();
    if view.cells.is_empty() {
        let why = if view.caption.matching == 0 {
            frame::why_empty(&view.caption, lang)
        } else {
            vec![lang.fill(NO_PAIR, &[&lang.count(view.caption.matching, EVENTS)])]
        };
        frame::empty(&mut scene, plot, &why, sizes);
    } else {
        let grid = Grid::new(view, plot, sizes);
        grid.draw(&mut scene, view);
        notes.push(lang.count(grid.cells.len() as u64, PAIRS));
        let hidden = view.names.len() - grid.order.len();
        if hidden > 0 {
            notes.push(lang.fill(MORE, &[&lang.count(hidden as u64, MORE_ACTORS)]));
        }
    }
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view);
    scene
}

/// Where everything goes.
struct Grid<'a> {
    /// Indices of names, from the top and the left.
    order: Vec<usize>,
    /// The cells that are shown.
    cells: Vec<&'a Cell>,
    area: Rect,
    cell: (f64, f64),
    sizes: Sizes,
    left: f64,
    /// The height of the names over the columns.
    over: f64,
}

impl<'a> Grid<'a> {
    fn new(view: &'a Dyads, plot: Rect, sizes: Sizes) -> Grid<'a> {
        let size = sizes.small;
        let name = |at: &usize| font::width(&view.names[*at], size, Weight::Regular);
        let side = (plot.width() * 0.27).min(230.0);
        let title = size * 2.0;
        // As many as have room; names stand over the columns where these are wide, else upright.
        let fit = |count: usize| {
            let longest = (0..count).map(|at| name(&at)).fold(0.0, f64::max);
            let rows = longest.min(side) + 12.0 + title;
            let sized = |over: f64| {
                let head = over + 8.0 + title;
                let low = ((plot.height() - head) / count as f64).min(64.0);
                let wide = ((plot.width() - rows) / count as f64).min(low * 3.2);
                (rows, head, wide, low, over)
            };
            let flat = sized(size * 3.9);
            if flat.2 >= WIDE { flat } else { sized(longest.min(side)) }
        };
        let most = view.names.len().min(MOST);
        let count = (1..=most).rev().find(|n| fit(*n).3 >= LOW && fit(*n).2 >= LOW).unwrap_or(1);
        let (rows, head, wide, low, over) = fit(count);
        let cells: Vec<&Cell> =
            view.cells.iter().filter(|cell| cell.from < count && cell.to < count).collect();
        let mut weights = vec![vec![0.0; count]; count];
        for cell in &cells {
            let weight = (cell.score.events as f64).ln_1p();
            weights[cell.from][cell.to] += weight;
            weights[cell.to][cell.from] += weight;
        }
        let order = seriate::order(&weights);
        let used = rows + wide * count as f64;
        let left = plot.left + ((plot.width() - used) / 2.0).max(0.0);
        // A small one stands near the middle.
        let spare = (plot.height() - head - low * count as f64).max(0.0);
        let top = plot.top + head + spare * 0.35;
        let area = Rect::new(left + rows, top, left + used, top + low * count as f64);
        Grid { order, cells, area, cell: (wide, low), sizes, left, over }
    }

    fn draw(&self, scene: &mut Scene, view: &Dyads) {
        let (theme, lang, size) = (scene.theme, scene.lang, self.sizes.small);
        let (wide, low) = self.cell;
        let Rect { left, top, right, bottom } = self.area;
        let grey = Type { size, weight: Weight::Regular, rgb: theme.grey_ink };
        let ink = Type { rgb: theme.ink, ..grey };
        scene.block(self.area, theme.band, 1.0);
        for (nth, at) in self.order.iter().enumerate() {
            let (x, y) = (left + wide * nth as f64, top + low * nth as f64);
            // Nobody acts on himself.
            scene.block(Rect::new(x, y, x + wide, y + low), theme.grid, 1.0);
            scene.level((left, right), y, 0.8, theme.paper);
            scene.upright(x, (top, bottom), 0.8, theme.paper);
            let room = left - self.left - size * 2.0 - 10.0;
            let most = ((low / (size * 1.2)) as usize).clamp(1, 3);
            let lines = font::wrap(&view.names[*at], room, most, size, Weight::Regular);
            let mut base = y + low / 2.0 + size * (0.35 - 0.6 * (lines.len() as f64 - 1.0));
            for line in &lines {
                scene.text((left - 8.0, base), Align::Right, line, ink);
                base += size * 1.2;
            }
            if wide >= WIDE {
                let lines = font::wrap(&view.names[*at], wide - 6.0, 3, size, Weight::Regular);
                let mut y = top - 7.0 - size * 1.2 * (lines.len() as f64 - 1.0);
                for line in &lines {
                    scene.text((x + wide / 2.0, y), Align::Centre, line, ink);
                    y += size * 1.2;
                }
            } else {
                let words = font::shorten(&view.names[*at], self.over, size, Weight::Regular);
                scene.text_upwards((x + wide / 2.0 + size * 0.35, top - 7.0), &words, ink);
            }
        }
        let across = lang.say(ON_WHOM);
        let y = top - self.over - 8.0 - size * 0.6;
        scene.text(
            ((left + right) / 2.0, y),
            Align::Centre,
            across,
            Type { weight: Weight::Semibold, ..grey },
        );
        let room = bottom - top;
        let at = (self.left + size * 0.9, bottom);
        super::plot::draw_side(
            scene,
            at,
            room,
            lang.say(ACTS),
            Type { weight: Weight::Semibold, ..grey },
        );
        let mut place = vec![0; view.names.len()];
        for (nth, at) in self.order.iter().enumerate() {
            place[*at] = nth;
        }
        let most = self.cells.iter().map(|cell| cell.score.events).max().unwrap_or(1);
        for cell in &self.cells {
            let (x, y) = (left + wide * place[cell.to] as f64, top + low * place[cell.from] as f64);
            let rect = Rect::new(x + 0.7, y + 0.7, x + wide - 0.7, y + low - 0.7);
            let n = cell.score.events;
            let fill = fill(theme, cell, most);
            let pair = format!("{} → {}", view.names[cell.from], view.names[cell.to]);
            let mean = cell.score.mean().map(|mean| lang.decimal(mean));
            let mean = mean.unwrap_or_else(|| lang.say(NO_SCORE).to_owned());
            let tooltip = format!("{pair}: {}, {mean}", lang.count(n, EVENTS));
            let data = vec![
                ("from", view.names[cell.from].clone()),
                ("to", view.names[cell.to].clone()),
                ("events", n.to_string()),
                ("mean", cell.score.mean().map_or(String::new(), |mean| format!("{mean:.4}"))),
            ];
            scene.group(tooltip, data, |scene| {
                scene.block(rect, fill, 1.0);
                let rgb = readable(theme, fill);
                let words = lang.number(n);
                let size = size.min(low * 0.72);
                if font::width(&words, size, Weight::Regular) < wide - 4.0 {
                    let at = (x + wide / 2.0, y + low / 2.0 + size * 0.35);
                    scene.text(at, Align::Centre, &words, Type { size, rgb, ..grey });
                }
            });
        }
    }
}

/// The colour of a cell: its tone, the stronger the more events there are.
fn fill(theme: &Theme, cell: &Cell, most: u64) -> Rgb {
    let part = (cell.score.events as f64).ln_1p() / (most as f64).ln_1p();
    let full = cell.score.mean().map_or(theme.line, |mean| theme.tone(mean));
    full.over(theme.paper, 0.25 + 0.75 * part)
}

/// Ink or paper, whichever stands out more.
fn readable(theme: &Theme, fill: Rgb) -> Rgb {
    if theme.ink.contrast(fill) >= theme.paper.contrast(fill) { theme.ink } else { theme.paper }
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Dyads) {
    let lang = scene.lang;
    let mut cells: Vec<&Cell> = view.cells.iter().collect();
    cells.sort_by_key(|cell| (std::cmp::Reverse(cell.score.events), cell.from, cell.to));
    let told: Vec<String> = cells
        .iter()
        .take(20)
        .map(|cell| {
            let mean =
                cell.score.mean().map_or(String::new(), |m| format!(", {}", lang.decimal(m)));
            let n = lang.count(cell.score.events, EVENTS);
            format!("{} → {}: {n}{mean}", view.names[cell.from], view.names[cell.to])
        })
        .collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!(
        "{}, {}. {}",
        lang.count(view.names.len() as u64, ACTORS),
        lang.count(view.cells.len() as u64, PAIRS),
        told.join("; ")
    );
}
