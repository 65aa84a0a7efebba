//! What stands around every chart: title, query, legend, sources, as-of date.

use super::font::{self, Weight};
use super::mark;
use super::scene::{Align, Rect, Scene, Type};
use super::style::{Family, GREY_INK, GRID, INK, PAPER, look};
use crate::domain::{Kind, Modality};
use crate::report::view::{Caption, Mark};
use std::collections::BTreeSet;

/// Sizes that grow with the canvas, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) margin: f64,
    pub(crate) title: f64,
    pub(crate) body: f64,
    pub(crate) small: f64,
}

impl Sizes {
    /// For a canvas: 13 pixels of body text at 1600 by 900, 11.5 at the least.
    pub(crate) fn of(width: f64, height: f64) -> Sizes {
        let grow = ((width * height) / (1600.0 * 900.0)).sqrt().clamp(0.89, 1.5);
        Sizes {
            margin: (40.0 * grow * grow).clamp(20.0, 60.0),
            title: 25.0 * grow,
            body: 13.0 * grow,
            small: 12.0 * grow.max(0.92),
        }
    }
}

/// What the legend has to explain.
#[derive(Debug, Clone, Default)]
pub(crate) struct Legend {
    kinds: BTreeSet<Kind>,
    modalities: BTreeSet<Modality>,
    vague: bool,
    spans: bool,
    families: BTreeSet<Family>,
    suggested: bool,
    more: bool,
}

impl Legend {
    /// Notes what a drawn mark uses.
    pub(crate) fn note(&mut self, mark: &Mark) {
        self.kinds.insert(mark.kind);
        if mark.modality != Modality::Actual {
            self.modalities.insert(mark.modality);
        }
        self.vague |= !mark.certain && !mark::is_period(mark);
        self.spans |= mark::is_period(mark);
    }

    /// Notes a drawn arc.
    pub(crate) fn note_arc(&mut self, family: Family, suggested: bool) {
        self.families.insert(family);
        self.suggested |= suggested;
    }

    /// Notes that some events are only counted.
    pub(crate) fn note_more(&mut self) {
        self.more = true;
    }

    fn items(&self) -> Vec<(Key, String)> {
        let kinds = self.kinds.iter().map(|kind| (Key::Kind(*kind), kind.to_string()));
        let modalities =
            self.modalities.iter().map(|modality| (Key::Modality(*modality), modality.to_string()));
        let spans = self.spans.then(|| (Key::Span, "lasting".to_owned()));
        let vague = self.vague.then(|| (Key::Vague, "date uncertain".to_owned()));
        let families =
            self.families.iter().map(|family| (Key::Arc(*family), family.words().to_owned()));
        let suggested = self.suggested.then(|| (Key::Suggested, "link suggested".to_owned()));
        let more = self.more.then(|| (Key::More, "more events here".to_owned()));
        let marks = kinds.chain(modalities).chain(spans).chain(vague).chain(more);
        marks.chain(families).chain(suggested).collect()
    }
}

enum Key {
    Kind(Kind),
    Modality(Modality),
    Span,
    Vague,
    Arc(Family),
    Suggested,
    More,
}

/// Draws title, query and legend; the height at which the chart may start comes back.
pub(crate) fn head(scene: &mut Scene, caption: &Caption, legend: &Legend, sizes: Sizes) -> f64 {
    let (left, right) = (sizes.margin, scene.width - sizes.margin);
    let mut y = sizes.margin * 0.6;
    let title = Type { size: sizes.title, weight: Weight::Semibold, rgb: INK };
    for line in font::wrap(&caption.title, right - left, 2, title.size, title.weight) {
        y += title.size * 1.18;
        scene.text((left, y), Align::Left, &line, title);
    }
    y += sizes.body * 1.75;
    let query = match caption.query.trim() {
        "" => "All events".to_owned(),
        query => format!("Query: {query}"),
    };
    let body = Type { size: sizes.body, weight: Weight::Regular, rgb: GREY_INK };
    let query = font::shorten(&query, right - left, body.size, body.weight);
    scene.text((left, y), Align::Left, &query, body);
    y += sizes.body * 0.6;
    y = keys(scene, legend, y, sizes);
    y + sizes.body * 0.9
}

fn keys(scene: &mut Scene, legend: &Legend, mut y: f64, sizes: Sizes) -> f64 {
    let (left, right) = (sizes.margin, scene.width - sizes.margin);
    let items = legend.items();
    if items.is_empty() {
        return y;
    }
    let text = Type { size: sizes.small, weight: Weight::Regular, rgb: INK };
    let r = sizes.small * 0.42;
    y += sizes.small * 1.5;
    let mut x = left;
    let mut marks = true;
    for (key, words) in items {
        let wide = match key {
            Key::Kind(_) | Key::Modality(_) => 2.0 * r,
            Key::More => font::width("+5", text.size, text.weight),
            _ => 5.0 * r,
        };
        let width = wide + 5.0 + font::width(&words, text.size, text.weight);
        let mark = matches!(key, Key::Kind(_));
        if marks && !mark && x > left {
            x += sizes.small;
        }
        marks = mark;
        if x + width > right {
            x = left;
            y += sizes.small * 1.65;
        }
        let middle = (x + wide / 2.0, y - sizes.small * 0.34);
        match key {
            Key::Kind(kind) => {
                mark::symbol(scene, middle, r, kind, Modality::Actual, look(kind).0);
            }
            Key::Modality(modality) => {
                mark::symbol(scene, middle, r, Kind::Statement, modality, GREY_INK);
            }
            Key::Span => {
                let (l, t) = (middle.0 - wide / 2.0, middle.1);
                scene.block(
                    Rect::new(l, t - r * 0.5, l + wide, t + r * 0.5),
                    GREY_INK.over(PAPER, 0.38),
                    1.0,
                );
                mark::symbol(scene, (l + r, t), r, Kind::Statement, Modality::Actual, GREY_INK);
            }
            Key::Vague => {
                let pale = GREY_INK.over(PAPER, 0.6);
                let (l, t) = (middle.0 - wide / 2.0, middle.1);
                scene.level((l, l + wide), t, 1.2, pale);
                for x in [l + 0.6, l + wide - 0.6] {
                    scene.upright(x, (t - r * 0.6, t + r * 0.6), 1.2, pale);
                }
                let faded = GREY_INK.over(PAPER, 0.5);
                mark::symbol(scene, middle, r, Kind::Statement, Modality::Actual, faded);
            }
            Key::Arc(family) => {
                let points =
                    super::arcs::hanging((x, middle.1 - r), (x + wide, middle.1 - r), 2.0 * r);
                scene.path(points, 1.5, family.rgb(), 1.0);
            }
            Key::More => {
                let grey = Type { rgb: GREY_INK, ..text };
                scene.text((middle.0, y), Align::Centre, "+5", grey);
            }
            Key::Suggested => {
                let line = [(x, middle.1), (x + wide, middle.1)];
                scene.dashes(&line, (4.0, 3.0), (1.5, GREY_INK, 1.0));
            }
        }
        scene.text((x + wide + 5.0, y), Align::Left, &words, text);
        x += width + sizes.small * 1.35;
    }
    y
}

/// The height of the footer, its rule included.
pub(crate) fn foot_height(sizes: Sizes) -> f64 {
    sizes.small * 2.0 + sizes.margin * 0.55
}

/// Draws sources on the left, counts and the as-of date on the right.
pub(crate) fn foot(scene: &mut Scene, caption: &Caption, notes: &[String], sizes: Sizes) {
    let (left, right) = (sizes.margin, scene.width - sizes.margin);
    let text = Type { size: sizes.small, weight: Weight::Regular, rgb: GREY_INK };
    let y = scene.height - sizes.margin * 0.55;
    scene.level((left, right), y - sizes.small * 1.6, 1.0, GRID);
    let mut told = notes.to_vec();
    match caption.undated {
        0 => {}
        1 => told.push("1 undated event not drawn".to_owned()),
        n => told.push(format!("{} undated events not drawn", thousands(n))),
    }
    told.push(format!("as of {}", caption.as_of.format("%-d %B %Y")));
    // The counts matter more than the list of sources, which takes what is left.
    let mut limit = right - left;
    let told = font::shorten(&told.join(" · "), limit * 0.75, text.size, text.weight);
    limit -= scene.text((right, y), Align::Right, &told, text) + sizes.small * 2.0;
    let sources = sources(&caption.sources, limit, text.size);
    scene.text((left, y), Align::Left, &sources, text);
}

/// As many sources as fit, most cited first, and how many more there are.
fn sources(sources: &[(String, usize)], limit: f64, size: f64) -> String {
    let named: Vec<String> =
        sources.iter().map(|(name, count)| format!("{name} ({})", thousands(*count))).collect();
    let mut best = match named.len() {
        0 => return String::new(),
        1 => "Source: ".to_owned() + &named[0],
        n => format!("{n} sources"),
    };
    for shown in 1..=named.len() {
        let more = match named.len() - shown {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let word = if named.len() == 1 { "Source" } else { "Sources" };
        let line = format!("{word}: {}{more}", named[..shown].join(", "));
        if font::width(&line, size, Weight::Regular) > limit {
            break;
        }
        best = line;
    }
    font::shorten(&best, limit, size, Weight::Regular)
}

/// A count with commas between groups of three digits.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 event", "2 events".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// Says in the middle of an empty chart that it is empty.
pub(crate) fn empty(scene: &mut Scene, area: Rect, words: &str, sizes: Sizes) {
    let text = Type { size: sizes.body * 1.3, weight: Weight::Regular, rgb: GREY_INK };
    let words = font::shorten(words, area.width(), text.size, text.weight);
    let at = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    scene.text(at, Align::Centre, &words, text);
}
