//! How things look: one colour and one shape for each kind of event, on every chart.
//!
//! Nineteen hues cannot be told apart, so a colour names the family and a shape the member. The
//! five colours keep apart under the common colour-vision deficiencies and in grey print, where
//! blue, green and red differ from amber by lightness and from each other by shape.
//!
//! | family | colour | kinds and their shapes |
//! |---|---|---|
//! | words | slate `#56606B` | statement circle, appeal triangle up, request triangle down, other square |
//! | accord | blue `#0B6BAA` | agree diamond, consult circle, support triangle up |
//! | deeds of cooperation | green `#0A8F6C` | cooperate square, aid plus, concede triangle down, retreat triangle left |
//! | words of conflict | amber `#D98200` | accuse triangle up, reject saltire, threaten diamond, protest pentagon |
//! | deeds of conflict | red `#B5271D` | sanction square, mobilize triangle right, coerce hexagon, assault star |
//!
//! A mark is filled when the event is actual, hollow when planned, hollow with a dot when
//! hypothetical, hollow and struck through when denied; it is paler when its date is uncertain.
//! A bar is what lasted, in dashes if it is not actual; a whisker is the span of an unsure date.

use crate::domain::{Kind, Relation};

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
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// The sheet.
pub const PAPER: Rgb = Rgb(0xFC, 0xFB, 0xF8);
/// Every second stretch of time behind the marks.
pub const BAND: Rgb = Rgb(0xF4, 0xF2, 0xEC);
/// Text and the axis.
pub const INK: Rgb = Rgb(0x1D, 0x23, 0x2A);
/// Text of the second rank: query, footer, tick labels.
pub const GREY_INK: Rgb = Rgb(0x5A, 0x60, 0x68);
/// Leaders and ticks.
pub const LINE: Rgb = Rgb(0xA9, 0xA8, 0xA2);
/// The grid.
pub const GRID: Rgb = Rgb(0xE4, 0xE1, 0xD9);

const SLATE: Rgb = Rgb(0x56, 0x60, 0x6B);
const BLUE: Rgb = Rgb(0x0B, 0x6B, 0xAA);
const GREEN: Rgb = Rgb(0x0A, 0x8F, 0x6C);
const AMBER: Rgb = Rgb(0xD9, 0x82, 0x00);
const RED: Rgb = Rgb(0xB5, 0x27, 0x1D);

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

/// The colour and the shape of a kind.
pub fn look(kind: Kind) -> (Rgb, Outline) {
    match kind {
        Kind::Statement => (SLATE, Outline::Circle),
        Kind::Appeal => (SLATE, Outline::Up),
        Kind::Request => (SLATE, Outline::Down),
        Kind::Other => (SLATE, Outline::Square),
        Kind::Agree => (BLUE, Outline::Diamond),
        Kind::Consult => (BLUE, Outline::Circle),
        Kind::Support => (BLUE, Outline::Up),
        Kind::Cooperate => (GREEN, Outline::Square),
        Kind::Aid => (GREEN, Outline::Plus),
        Kind::Concede => (GREEN, Outline::Down),
        Kind::Retreat => (GREEN, Outline::Left),
        Kind::Accuse => (AMBER, Outline::Up),
        Kind::Reject => (AMBER, Outline::Saltire),
        Kind::Threaten => (AMBER, Outline::Diamond),
        Kind::Protest => (AMBER, Outline::Pentagon),
        Kind::Sanction => (RED, Outline::Square),
        Kind::Mobilize => (RED, Outline::Right),
        Kind::Coerce => (RED, Outline::Hexagon),
        Kind::Assault => (RED, Outline::Star),
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

    /// The colour of its arcs.
    pub const fn rgb(self) -> Rgb {
        match self {
            Family::Causal => INK,
            Family::Sequence => Rgb(0x4A, 0x86, 0xC5),
            Family::Answer => Rgb(0xB0, 0x4F, 0x8F),
            Family::Other => Rgb(0x9A, 0x9A, 0x94),
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
        let looks: HashSet<_> = Kind::ALL.iter().map(|kind| look(*kind)).collect();
        assert_eq!(looks.len(), Kind::ALL.len());
    }

    #[test]
    fn text_stands_out_from_paper_and_band() {
        for ink in [INK, GREY_INK] {
            assert!(ink.contrast(PAPER) >= 4.5 && ink.contrast(BAND) >= 4.5, "{ink:?}");
        }
    }

    #[test]
    fn marks_stand_out_from_the_paper() {
        // Graphics need less than text: 2.5 is what amber, the lightest, reaches.
        for kind in Kind::ALL {
            assert!(look(*kind).0.contrast(PAPER) >= 2.5, "{kind}");
        }
    }
}
