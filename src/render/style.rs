//! How things look: one colour and one shape for each kind of event, on every chart.
//!
//! Nineteen hues cannot be told apart, so a colour names the family and a shape the member. The
//! five colours keep apart under the common colour-vision deficiencies and in grey print, where
//! blue, green and red differ from amber by lightness and from each other by shape.
//!
//! | family | colour | kinds and their shapes |
//! |---|---|---|
//! | words | slate | statement circle, appeal triangle up, request triangle down, other square |
//! | accord | blue | agree diamond, consult circle, support triangle up |
//! | deeds of cooperation | green | cooperate square, aid plus, concede triangle down, retreat triangle left |
//! | words of conflict | amber | accuse triangle up, reject saltire, threaten diamond, protest pentagon |
//! | deeds of conflict | red | sanction square, mobilize triangle right, coerce hexagon, assault star |
//!
//! A mark is filled when the event is actual, hollow when planned, hollow with a dot when
//! hypothetical, hollow and struck through when denied; it is paler when its date is uncertain.
//! A bar is what lasted, in dashes if it is not actual; a whisker is the span of an unsure date.

use crate::domain::{Class, Kind, Relation};

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// This colour seen through: `part` of it (0 to 1) over `under`.
    pub fn over(self, under: Rgb, part: f64) -> Rgb {
        let mix = |a: u8, b: u8| (f64::from(a) * part + f64::from(b) * (1.0 - part)).round() as u8;
        Rgb(mix(self.0, under.0), mix(self.1, under.1), mix(self.2, under.2))
    }

    /// The contrast with another colour, 1 to 21, as WCAG 2 defines it.
    pub fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// A part of a colour as an amount of light, 0 to 1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// The colours of a chart. Every theme keeps the five families apart, from its paper and from each
/// other, also under the common colour-vision deficiencies; tests hold that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Its name, as in `--theme dark`.
    pub name: &'static str,
    /// The sheet.
    pub paper: Rgb,
    /// Every second stretch of time behind the marks.
    pub band: Rgb,
    /// Text and the axis.
    pub ink: Rgb,
    /// Text of the second rank: query, footer, tick labels.
    pub grey_ink: Rgb,
    /// Leaders and ticks.
    pub line: Rgb,
    /// The grid.
    pub grid: Rgb,
    /// By family of kinds: words, accord, deeds of cooperation, words and deeds of conflict.
    hues: [Rgb; 5],
    /// By family of links, in the order of [`Family`].
    links: [Rgb; 4],
    /// The ends of the scale from conflict to cooperation, apart from each other for all eyes.
    tones: [Rgb; 2],
}

/// For screens and reports.
pub const LIGHT: Theme = Theme {
    name: "light",
    paper: Rgb(0xFC, 0xFB, 0xF8),
    band: Rgb(0xF4, 0xF2, 0xEC),
    ink: Rgb(0x1D, 0x23, 0x2A),
    grey_ink: Rgb(0x5A, 0x60, 0x68),
    line: Rgb(0xA9, 0xA8, 0xA2),
    grid: Rgb(0xE4, 0xE1, 0xD9),
    hues: [
        Rgb(0x5F, 0x6A, 0x76),
        Rgb(0x1A, 0x66, 0xB3),
        Rgb(0x2A, 0x9D, 0x78),
        Rgb(0xC8, 0x7A, 0x00),
        Rgb(0xA8, 0x20, 0x1A),
    ],
    links: [
        Rgb(0x1D, 0x23, 0x2A),
        Rgb(0x4A, 0x86, 0xC5),
        Rgb(0xB0, 0x4F, 0x8F),
        Rgb(0x8E, 0x8E, 0x88),
    ],
    tones: [Rgb(0xA8, 0x20, 0x1A), Rgb(0x1A, 0x66, 0xB3)],
};

/// For slides and dark pages.
pub const DARK: Theme = Theme {
    name: "dark",
    paper: Rgb(0x15, 0x19, 0x1E),
    band: Rgb(0x1B, 0x20, 0x26),
    ink: Rgb(0xEE, 0xEC, 0xE6),
    grey_ink: Rgb(0xA6, 0xAC, 0xB3),
    line: Rgb(0x6B, 0x72, 0x7A),
    grid: Rgb(0x2C, 0x32, 0x3A),
    hues: [
        Rgb(0x8C, 0x97, 0xA3),
        Rgb(0x4F, 0x9F, 0xE0),
        Rgb(0x4F, 0xD0, 0xA5),
        Rgb(0xF2, 0xB8, 0x4B),
        Rgb(0xE0, 0x58, 0x4B),
    ],
    links: [
        Rgb(0xEE, 0xEC, 0xE6),
        Rgb(0x6F, 0xA8, 0xE0),
        Rgb(0xD5, 0x7F, 0xB8),
        Rgb(0x80, 0x86, 0x8C),
    ],
    tones: [Rgb(0xE0, 0x58, 0x4B), Rgb(0x4F, 0x9F, 0xE0)],
};

/// For white paper: no tint behind the marks, black text.
pub const PRINT: Theme = Theme {
    name: "print",
    paper: Rgb(0xFF, 0xFF, 0xFF),
    band: Rgb(0xF7, 0xF7, 0xF7),
    ink: Rgb(0x00, 0x00, 0x00),
    grey_ink: Rgb(0x45, 0x45, 0x45),
    line: Rgb(0x90, 0x90, 0x90),
    grid: Rgb(0xDD, 0xDD, 0xDD),
    ..LIGHT
};

/// Every theme.
pub const THEMES: &[&Theme] = &[&LIGHT, &DARK, &PRINT];

impl Theme {
    /// The colour of a kind: that of its family.
    pub fn of(&self, kind: Kind) -> Rgb {
        self.hues[Class::of(kind) as usize]
    }

    /// The colour of a class of kinds.
    pub fn class(&self, class: Class) -> Rgb {
        self.hues[class as usize]
    }

    /// The colour of the links of a family.
    pub fn link(&self, family: Family) -> Rgb {
        self.links[family as usize]
    }

    /// The colour of a mean Goldstein score, -10 to 10: grey in the middle, full at the ends of
    /// what means reach.
    pub fn tone(&self, mean: f64) -> Rgb {
        let end = self.tones[usize::from(mean > 0.0)];
        end.over(self.grey_ink.over(self.paper, 0.55), (mean.abs() / 7.0).min(1.0))
    }
}

/// The outline of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outline {
    /// A disc.
    Circle,
    /// Sides level and upright.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle that points up.
    Up,
    /// A triangle that points down.
    Down,
    /// A triangle that points left.
    Left,
    /// A triangle that points right.
    Right,
    /// An upright cross.
    Plus,
    /// A cross on its side.
    Saltire,
    /// Five corners.
    Pentagon,
    /// Six corners.
    Hexagon,
    /// Eight short rays.
    Star,
}

/// The shape of a kind.
pub fn outline(kind: Kind) -> Outline {
    match kind {
        Kind::Statement => Outline::Circle,
        Kind::Appeal => Outline::Up,
        Kind::Request => Outline::Down,
        Kind::Other => Outline::Square,
        Kind::Agree => Outline::Diamond,
        Kind::Consult => Outline::Circle,
        Kind::Support => Outline::Up,
        Kind::Cooperate => Outline::Square,
        Kind::Aid => Outline::Plus,
        Kind::Concede => Outline::Down,
        Kind::Retreat => Outline::Left,
        Kind::Accuse => Outline::Up,
        Kind::Reject => Outline::Saltire,
        Kind::Threaten => Outline::Diamond,
        Kind::Protest => Outline::Pentagon,
        Kind::Sanction => Outline::Square,
        Kind::Mobilize => Outline::Right,
        Kind::Coerce => Outline::Hexagon,
        Kind::Assault => Outline::Star,
    }
}

/// What relations share a line: eleven cannot be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Causes, enables.
    Causal,
    /// Part of, follows, implements.
    Sequence,
    /// Responds to, reverses, contradicts.
    Answer,
    /// Refers to, same as, related to.
    Other,
}

impl Family {
    /// Every family, in the order of the legend.
    pub const ALL: [Family; 4] = [Family::Causal, Family::Sequence, Family::Answer, Family::Other];

    /// The family of a relation.
    pub const fn of(relation: Relation) -> Family {
        match relation {
            Relation::Causes | Relation::Enables => Family::Causal,
            Relation::PartOf | Relation::Follows | Relation::Implements => Family::Sequence,
            Relation::RespondsTo | Relation::Reverses | Relation::Contradicts => Family::Answer,
            Relation::RefersTo | Relation::SameAs | Relation::RelatedTo => Family::Other,
        }
    }

    /// Its words in the legend.
    pub const fn words(self) -> &'static str {
        match self {
            Family::Causal => "causes, enables",
            Family::Sequence => "part of, follows, implements",
            Family::Answer => "responds to, reverses, contradicts",
            Family::Other => "refers to, related to",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_kind_is_unique() {
        let looks: HashSet<_> =
            Kind::ALL.iter().map(|kind| (LIGHT.of(*kind), outline(*kind))).collect();
        assert_eq!(looks.len(), Kind::ALL.len());
    }

    #[test]
    fn text_stands_out_from_paper_and_band() {
        for theme in THEMES {
            for ink in [theme.ink, theme.grey_ink] {
                let least = ink.contrast(theme.paper).min(ink.contrast(theme.band));
                assert!(least >= 4.5, "{}: {ink:?} {least}", theme.name);
            }
        }
    }

    #[test]
    fn marks_and_links_stand_out_from_the_paper() {
        // WCAG 2 asks 3 to 1 of graphics.
        for theme in THEMES {
            for rgb in theme.hues.iter().chain(&theme.links).chain(&theme.tones) {
                let contrast = rgb.contrast(theme.paper);
                assert!(contrast >= 3.0, "{}: {rgb:?} {contrast:.2}", theme.name);
            }
        }
    }

    /// What an eye without one sort of cones sees, in linear light: Machado, Oliveira and
    /// Fernandes 2009, severity 1.
    const EYES: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    /// CIE L*a*b* under D65 of a colour as an eye sees it.
    fn lab(rgb: Rgb, eye: &[[f64; 3]; 3]) -> [f64; 3] {
        let plain = [rgb.0, rgb.1, rgb.2].map(linear);
        let [r, g, b] =
            eye.map(|row| row.iter().zip(plain).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0));
        let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47);
        let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn families_and_tones_keep_apart_for_all_eyes() {
        for theme in THEMES {
            for eye in &EYES {
                for colours in [theme.hues.as_slice(), &theme.tones] {
                    for (at, a) in colours.iter().enumerate() {
                        for b in &colours[at + 1..] {
                            let (p, q) = (lab(*a, eye), lab(*b, eye));
                            let apart: f64 =
                                p.iter().zip(q).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt();
                            // 2.3 is just noticeable; neighbours on a chart need several times that.
                            assert!(apart >= 17.0, "{}: {a:?} {b:?} {apart:.1}", theme.name);
                        }
                    }
                }
            }
        }
    }
}
