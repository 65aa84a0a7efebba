//! What stands around every chart: title, query, legend, sources, as-of date.

use super::Format;
use super::font::{self, Weight};
use super::lang::Lang;
use super::mark;
use super::phrases::{
    ALL_EVENTS, ALL_UNDATED, AND_MORE, AS_OF, DATE_UNCERTAIN, EVENTS, HELD, LASTING,
    LINK_SUGGESTED, MORE_EVENTS, NO_DATA, NO_MATCH, NONE_FITS, NOT_DRAWN, OUTSIDE, QUERY, SOURCE,
    SOURCES, SOURCES_N, TRANSLITERATED, UNDATED, VAGUE,
};
use super::scene::{Align, Rect, Scene, Type};
use super::style::{Family, Outline, Rgb};
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
    others: Vec<(Key, String)>,
}

impl Legend {
    /// Explains a coloured area.
    pub(crate) fn swatch(&mut self, rgb: Rgb, words: impl Into<String>) {
        self.others.push((Key::Swatch(rgb), words.into()));
    }

    /// Explains a line.
    pub(crate) fn line(&mut self, rgb: Rgb, words: impl Into<String>) {
        self.others.push((Key::Line(rgb), words.into()));
    }

    /// Explains a line in dashes.
    pub(crate) fn dashes(&mut self, words: impl Into<String>) {
        self.others.push((Key::Suggested, words.into()));
    }

    /// Explains a dot.
    pub(crate) fn dot(&mut self, rgb: Rgb, words: impl Into<String>) {
        self.others.push((Key::Dot(rgb), words.into()));
    }

    /// Explains a sign.
    pub(crate) fn sign(&mut self, outline: Outline, rgb: Rgb, words: impl Into<String>) {
        self.others.push((Key::Sign(outline, rgb), words.into()));
    }

    /// Says something that has no sign.
    pub(crate) fn words(&mut self, words: impl Into<String>) {
        self.others.push((Key::Words, words.into()));
    }

    /// Notes that a kind is drawn.
    pub(crate) fn note_kind(&mut self, kind: Kind) {
        self.kinds.insert(kind);
    }

    /// Notes whether what is drawn took place.
    pub(crate) fn note_modality(&mut self, modality: Modality) {
        if modality != Modality::Actual {
            self.modalities.insert(modality);
        }
    }

    /// Notes what a drawn mark uses.
    pub(crate) fn note(&mut self, mark: &Mark) {
        self.note_kind(mark.kind);
        self.note_modality(mark.modality);
        self.vague |= !mark.certain && !mark.is_period();
        self.spans |= mark.is_period();
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

    fn items(&self, lang: Lang) -> Vec<(Key, String)> {
        let say = |phrase| lang.say(phrase).to_owned();
        let kinds = self.kinds.iter().map(|kind| (Key::Kind(*kind), lang.kind(*kind).to_owned()));
        let modalities = self
            .modalities
            .iter()
            .map(|modality| (Key::Modality(*modality), lang.modality(*modality).to_owned()));
        let spans = self.spans.then(|| (Key::Span, say(LASTING)));
        let vague = self.vague.then(|| (Key::Vague, say(DATE_UNCERTAIN)));
        let families =
            self.families.iter().map(|family| (Key::Arc(*family), lang.family(*family).to_owned()));
        let suggested = self.suggested.then(|| (Key::Suggested, say(LINK_SUGGESTED)));
        let more = self.more.then(|| (Key::More, say(MORE_EVENTS)));
        let marks = kinds.chain(modalities).chain(spans).chain(vague).chain(more);
        marks.chain(families).chain(suggested).chain(self.others.iter().cloned()).collect()
    }
}

#[derive(Debug, Clone, Copy)]
enum Key {
    Kind(Kind),
    Modality(Modality),
    Span,
    Vague,
    Arc(Family),
    Suggested,
    More,
    Swatch(Rgb),
    Line(Rgb),
    Dot(Rgb),
    Sign(Outline, Rgb),
    Words,
}

/// Draws title, query and legend; the height at which the chart may start comes back.
pub(crate) fn head(scene: &mut Scene, caption: &Caption, legend: &Legend, sizes: Sizes) -> f64 {
    let (left, right) = (sizes.margin, scene.width - sizes.margin);
    let mut y = sizes.margin * 0.6;
    let title = Type { size: sizes.title, weight: Weight::Semibold, rgb: scene.theme.ink };
    for line in font::wrap(&caption.title, right - left, 2, title.size, title.weight) {
        y += title.size * 1.18;
        scene.text((left, y), Align::Left, &line, title);
    }
    let body = Type { size: sizes.body, weight: Weight::Regular, rgb: scene.theme.grey_ink };
    if let Some(subtitle) = &caption.subtitle {
        let style = Type { size: sizes.body * 1.2, rgb: scene.theme.ink, ..body };
        y += style.size * 0.55;
        for line in font::wrap(subtitle, right - left, 2, style.size, style.weight) {
            y += style.size * 1.25;
            scene.text((left, y), Align::Left, &line, style);
        }
    }
    y += sizes.body * 1.75;
    let query = match caption.query.trim() {
        "" => scene.lang.say(ALL_EVENTS).to_owned(),
        query => scene.lang.fill(QUERY, &[query]),
    };
    let query = font::shorten(&query, right - left, body.size, body.weight);
    scene.text((left, y), Align::Left, &query, body);
    y += sizes.body * 0.6;
    y = keys(scene, legend, y, sizes);
    y + sizes.body * 0.9
}

fn keys(scene: &mut Scene, legend: &Legend, mut y: f64, sizes: Sizes) -> f64 {
    let (left, right) = (sizes.margin, scene.width - sizes.margin);
    let items = legend.items(scene.lang);
    if items.is_empty() {
        return y;
    }
    let text = Type { size: sizes.small, weight: Weight::Regular, rgb: scene.theme.ink };
    let r = sizes.small * 0.42;
    y += sizes.small * 1.5;
    let mut x = left;
    let mut marks = true;
    for (key, words) in items {
        let wide = match key {
            Key::Kind(_) | Key::Modality(_) => 2.0 * r,
            Key::More => font::width("+5", text.size, text.weight),
            Key::Swatch(_) => 2.4 * r,
            Key::Dot(_) | Key::Sign(..) => 2.0 * r,
            Key::Words => 0.0,
            _ => 5.0 * r,
        };
        let gap = if wide > 0.0 { 5.0 } else { 0.0 };
        let room = right - left - wide - gap;
        let words = font::shorten(&words, room, text.size, text.weight);
        let width = wide + gap + font::width(&words, text.size, text.weight);
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
                mark::symbol(scene, middle, r, kind, Modality::Actual, scene.theme.of(kind));
            }
            Key::Modality(modality) => {
                mark::symbol(scene, middle, r, Kind::Statement, modality, scene.theme.grey_ink);
            }
            Key::Span => {
                let (l, t) = (middle.0 - wide / 2.0, middle.1);
                scene.block(
                    Rect::new(l, t - r * 0.5, l + wide, t + r * 0.5),
                    scene.theme.grey_ink.over(scene.theme.paper, 0.38),
                    1.0,
                );
                mark::symbol(
                    scene,
                    (l + r, t),
                    r,
                    Kind::Statement,
                    Modality::Actual,
                    scene.theme.grey_ink,
                );
            }
            Key::Vague => {
                let pale = scene.theme.grey_ink.over(scene.theme.paper, 0.6);
                let (l, t) = (middle.0 - wide / 2.0, middle.1);
                scene.level((l, l + wide), t, 1.2, pale);
                for x in [l + 0.6, l + wide - 0.6] {
                    scene.upright(x, (t - r * 0.6, t + r * 0.6), 1.2, pale);
                }
                let faded = scene.theme.grey_ink.over(scene.theme.paper, 0.5);
                mark::symbol(scene, middle, r, Kind::Statement, Modality::Actual, faded);
            }
            Key::Arc(family) => {
                let points =
                    super::arcs::hanging((x, middle.1 - r), (x + wide, middle.1 - r), 2.0 * r);
                scene.path(points, 1.5, scene.theme.link(family), 1.0);
            }
            Key::Swatch(rgb) => {
                let half = wide / 2.0;
                scene.block(
                    Rect::new(middle.0 - half, middle.1 - half, middle.0 + half, middle.1 + half),
                    rgb,
                    1.0,
                );
            }
            Key::Line(rgb) => scene.level((x, x + wide), middle.1, 2.2, rgb),
            Key::Dot(rgb) => mark::shape(scene, middle, r * 0.8, Outline::Circle, rgb),
            Key::Sign(outline, rgb) => mark::shape(scene, middle, r, outline, rgb),
            Key::Words => {}
            Key::More => {
                let grey = Type { rgb: scene.theme.grey_ink, ..text };
                scene.text((middle.0, y), Align::Centre, "+5", grey);
            }
            Key::Suggested => {
                let line = [(x, middle.1), (x + wide, middle.1)];
                scene.dashes(&line, (4.0, 3.0), (1.5, scene.theme.grey_ink, 1.0));
            }
        }
        scene.text((x + wide + gap, y), Align::Left, &words, text);
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
    let text = Type { size: sizes.small, weight: Weight::Regular, rgb: scene.theme.grey_ink };
    let y = scene.height - sizes.margin * 0.55;
    scene.level((left, right), y - sizes.small * 1.6, 1.0, scene.theme.grid);
    let lang = scene.lang;
    let mut told = notes.to_vec();
    if caption.undated > 0 {
        told.push(lang.fill(NOT_DRAWN, &[&lang.count(caption.undated, UNDATED)]));
    }
    told.extend(glyphs(scene));
    let mut date = lang.fill(AS_OF, &[&lang.date(caption.as_of, "%-d %B %Y")]);
    if !told.is_empty() {
        date.insert_str(0, " · ");
    }
    // The counts matter more than the list of sources, which takes what is left, and no less than to
    // say how many there are; the date is never cut.
    let mut limit = right - left;
    let fewest = match caption.sources.len() {
        0 => 0.0,
        n => font::width(&lang.count(n as u64, SOURCES_N), text.size, text.weight),
    };
    let taken = fewest + sizes.small * 2.0 + font::width(&date, text.size, text.weight);
    let room = (limit - taken).max(0.0);
    let told = font::shorten(&told.join(" · "), room, text.size, text.weight) + &date;
    limit -= scene.text((right, y), Align::Right, &told, text) + sizes.small * 2.0;
    let sources = sources(&caption.sources, limit, text.size, lang);
    scene.text((left, y), Align::Left, &sources, text);
}

/// Says which characters the font lacks, by their numbers in Unicode, since it cannot show them.
fn glyphs(scene: &Scene) -> Option<String> {
    const NAMED: usize = 3;
    let missing = scene.missing();
    if missing.is_empty() || scene.format == Format::Svg {
        return None;
    }
    let named: Vec<String> =
        missing.iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let named = named.join(", ");
    let list = match missing.len().saturating_sub(NAMED) {
        0 => named,
        n => scene.lang.fill(AND_MORE, &[&named, &scene.lang.number(n as u64)]),
    };
    Some(scene.lang.fill(TRANSLITERATED, &[&list]))
}

/// As many sources as fit, most cited first, and how many more there are.
fn sources(sources: &[(String, u64)], limit: f64, size: f64, lang: Lang) -> String {
    let named: Vec<String> =
        sources.iter().map(|(name, count)| format!("{name} ({})", lang.number(*count))).collect();
    let phrase = if named.len() == 1 { SOURCE } else { SOURCES };
    let mut best = match named.len() {
        0 => return String::new(),
        1 => lang.fill(SOURCE, &[&named[0]]),
        n => lang.count(n as u64, SOURCES_N),
    };
    for shown in 1..=named.len() {
        let list = named[..shown].join(", ");
        let list = match named.len() - shown {
            0 => list,
            n => lang.fill(AND_MORE, &[&list, &lang.number(n as u64)]),
        };
        let line = lang.fill(phrase, &[&list]);
        if font::width(&line, size, Weight::Regular) > limit {
            break;
        }
        best = line;
    }
    font::shorten(&best, limit, size, Weight::Regular)
}

/// What the footer says of events that a chart of counts cannot place.
pub(crate) fn unplaced(vague: u64, outside: u64, lang: Lang) -> Vec<String> {
    let say = |n: u64, phrase| (n > 0).then(|| lang.fill(phrase, &[&lang.count(n, EVENTS)]));
    [say(vague, VAGUE), say(outside, OUTSIDE)].into_iter().flatten().collect()
}

/// Why nothing that matches can be drawn: nothing matches, nothing has a date, or no date is in the
/// time that was asked for and close enough.
pub(crate) fn why_empty(caption: &Caption, lang: Lang) -> Vec<String> {
    if caption.matching > caption.undated {
        vec![lang.fill(NONE_FITS, &[&lang.count(caption.matching, EVENTS)])]
    } else if caption.matching > 0 {
        vec![lang.fill(ALL_UNDATED, &[&lang.count(caption.matching, EVENTS)])]
    } else if caption.held == 0 {
        vec![lang.say(NO_DATA).to_owned()]
    } else {
        let held = lang.fill(HELD, &[&lang.count(caption.held, EVENTS)]);
        vec![lang.say(NO_MATCH).to_owned(), held]
    }
}

/// Says in the middle of an empty chart why it is empty.
pub(crate) fn empty(scene: &mut Scene, area: Rect, why: &[String], sizes: Sizes) {
    let text = Type { size: sizes.body * 1.3, weight: Weight::Regular, rgb: scene.theme.grey_ink };
    let mut y = (area.top + area.bottom - text.size * 1.6 * (why.len() as f64 - 1.0)) / 2.0;
    for words in why {
        let words = font::shorten(words, area.width(), text.size, text.weight);
        scene.text(((area.left + area.right) / 2.0, y), Align::Centre, &words, text);
        y += text.size * 1.6;
    }
}
