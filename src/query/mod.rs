//! The query language: one for every command, chart and export.
//!
//! Terms are joined by AND; `|` is OR within a term; `-` negates a term.
//!
//! | term | an event matches if |
//! |---|---|
//! | `actor:Ukraine` | it takes part: a country stands for its government, people and organisations |
//! | `exactly:Ukraine` | that very actor takes part |
//! | `by:Russia`, `on:Ukraine` | it acts; it is acted upon |
//! | `dyad:UKR>RUS` | the first acts on the second; `dyad:UKR-RUS`: in either direction, or both are parties |
//! | `kind:talks` | it is of that kind, or an alias of it |
//! | `since:2025-12`, `until:2025-12-31` | it may have been then or later; then or earlier |
//! | `date:2025-12-14` | it may have been then; also `date:2022-02/2022-04` or `between:2022-02..2022-04` |
//! | `certainly` | `since:`, `until:` and `date:` hold for certain; `possibly`, as is the rule, if not said |
//! | `known:2025-12`, `known:..2025-12-20` | its first source was published then; without a dated source, it was recorded then |
//! | `place:Berlin`, `place:DEU` | it was there: place, province or country, by name or code |
//! | `in:Germany`, `in:"Western Africa"`, `in:EU` | its place is in that country or region |
//! | `bbox:22,44,40,52` | west, south, east, north: its place is in that box; west may exceed east, across 180° |
//! | `near:52.52,13.40,50km` | it was within that distance |
//! | `source:Reuters`, `source:gdelt` | a source or dataset of that name tells it |
//! | `tag:nato` | it has that tag |
//! | `story:3` | it is in that storyline |
//! | `deaths:>=10` | that many deaths are reported (best estimate) |
//! | `status:verified` | its verification, review state or modality is that |
//! | `drone`, `"security guarantees"` | its texts have that word, or those words in that order; `drone` also finds drones |
//! | `dron*` | its texts have a word that starts so |
//! | `@mine` | it passes the query saved as mine (`annalist query save mine ...`) |
//!
//! A one-of date, `[2014,2022]`, is searched by the span of its choices. Dates may be said from
//! today on: `today`, `yesterday`, and `3d`, `2w`, `6m`, `1y` ago; they become days when the query
//! is read (UTC). The regions are the subregions of the United Nations' M49, the EU and NATO.
//!
//! A word after a key's value and `|` is one more value of that key: `kind:talks|attack`. With a
//! key of its own it asks something else: `actor:Ukraine|place:Kyiv|text:Kyiv`, where `text:` is
//! the key of plain words. Quotes go around a whole value, or around one end of a dyad
//! (`dyad:"Guinea-Bissau"-France`); `\"` and `\\` inside them stand for `"` and `\`. A colon after
//! letters only makes a key: `12:30` is text, `"http://x"` must be quoted to be.
//!
//! ```
//! use annalist::query::Filter;
//! let filter: Filter = r#"actor:"United States" kind:talks|attack -tag:draft"#.parse()?;
//! assert_eq!(filter.to_string(), r#"actor:"United States" kind:consult|kind:assault -tag:draft"#);
//! let error = "drone aktor:Ukraine".parse::<Filter>().unwrap_err();
//! assert!(error.to_string().starts_with("query, column 7: unknown key aktor:; did you mean actor:?"));
//! # Ok::<(), annalist::query::QueryError>(())
//! ```

mod parse;
mod print;
#[cfg(test)]
mod tests;
mod values;

pub use parse::{QueryError, is_saved_name};

use crate::domain::{Bounds, Edtf, Kind, Modality, Review, StoryId, Verification};
use chrono::NaiveDate;

/// A question to the events of a database. The default has no terms and matches all events.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// All of these hold.
    pub terms: Vec<Term>,
    /// Dates hold for certain, not just possibly.
    pub certainly: bool,
}

/// One term: any of its tests holds, or, negated, none does.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Written with a leading `-`.
    pub negated: bool,
    /// The alternatives, at least one.
    pub any: Vec<Test>,
}

/// What a term asks of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// An actor, or one that counts for it, has this part.
    Actor(Part, String),
    /// This very actor takes part.
    Exactly(String),
    /// The first acts on the second; undirected also the other way, or both as parties.
    Dyad {
        /// Name or country code.
        first: String,
        /// Name or country code.
        second: String,
        /// Only the first on the second.
        directed: bool,
    },
    /// It is of this kind.
    Kind(Kind),
    /// Not over before the first day of this.
    Since(Edtf),
    /// Not begun after the last day of this.
    Until(Edtf),
    /// Then, at least in part; for certain, wholly.
    Date(Edtf),
    /// At this place, in this province or country.
    Place(String),
    /// In a country or region.
    In(Area),
    /// In a box.
    Box(Degrees),
    /// Within `km` of a point in degrees.
    Near {
        /// Degrees north.
        lat: f64,
        /// Degrees east.
        lon: f64,
        /// Kilometres.
        km: f64,
    },
    /// Told by a publisher or dataset whose name holds this.
    Source(String),
    /// Tagged with this.
    Tag(String),
    /// Deaths (best estimate) compare so.
    Deaths(Compare, u32),
    /// Verified so.
    Verification(Verification),
    /// Reviewed so.
    Review(Review),
    /// Of this modality.
    Modality(Modality),
    /// In this storyline.
    Story(StoryId),
    /// Known on these days: first published, or else recorded, then.
    Known(Edtf),
    /// What a saved query asks, by its name.
    Saved(String),
    /// Its texts hold these words in this order.
    Text(String),
    /// Its texts hold a word that starts so.
    Prefix(String),
}

/// A country or region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// What it is called.
    pub name: String,
    /// The ISO 3166 alpha-3 codes of its countries.
    pub countries: Vec<String>,
}

/// A box in degrees, its edges included. If `west` exceeds `east`, it lies across the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Degrees {
    /// -180 to 180.
    pub west: f64,
    /// -90 to 90, at most `north`.
    pub south: f64,
    /// -180 to 180.
    pub east: f64,
    /// -90 to 90.
    pub north: f64,
}

impl Degrees {
    /// Whether a point is in it.
    pub fn has(&self, lat: f64, lon: f64) -> bool {
        let across = self.west > self.east;
        let (east_of, west_of) = (lon >= self.west, lon <= self.east);
        let beside = if across { east_of || west_of } else { east_of && west_of };
        beside && (self.south..=self.north).contains(&lat)
    }
}

/// The part that `actor:`, `by:` and `on:` ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Any but merely mentioned.
    Any,
    /// Initiator or party.
    By,
    /// Recipient, victim or party.
    On,
}

/// How a number compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`, or nothing
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Filter {
    /// All events.
    pub fn everything() -> Filter {
        Filter::default()
    }

    /// The events that pass one test.
    pub fn of(test: Test) -> Filter {
        Filter { terms: vec![Term { negated: false, any: vec![test] }], certainly: false }
    }

    /// The events that pass both; if one asks for certain dates, so do both.
    pub fn and(mut self, other: Filter) -> Filter {
        self.terms.extend(other.terms);
        self.certainly |= other.certainly;
        self
    }

    /// The days that it asks for with `since:`, `until:` and `date:`.
    pub fn window(&self) -> Bounds {
        let mut window = Bounds::default();
        let end = |day: Option<NaiveDate>, window: &mut Bounds| {
            window.latest = window.latest.min(day).or(window.latest).or(day);
        };
        for term in self.terms.iter().filter(|term| !term.negated) {
            match term.any.as_slice() {
                [Test::Since(date)] => {
                    window.earliest = window.earliest.max(date.bounds().earliest)
                }
                [Test::Until(date)] => end(date.bounds().latest, &mut window),
                [Test::Date(date)] => {
                    window.earliest = window.earliest.max(date.bounds().earliest);
                    end(date.bounds().latest, &mut window);
                }
                _ => {}
            }
        }
        window
    }

    /// Whether it lets through all that stand, which then need not be asked for.
    pub fn is_all_standing(&self) -> bool {
        *self == Filter::everything().standing()
    }

    /// The events that were turned down or merged into others.
    pub fn fallen() -> Filter {
        let fallen = Review::ALL.iter().copied().filter(|review| !review.stands());
        let any = fallen.map(Test::Review).collect();
        Filter { terms: vec![Term { negated: false, any }], certainly: false }
    }

    /// The same without events that were turned down or merged into others, unless it asks for a
    /// review state itself.
    pub fn standing(mut self) -> Filter {
        let asks = |term: &Term| term.any.iter().any(|test| matches!(test, Test::Review(_)));
        if !self.terms.iter().any(asks) {
            let fallen = Filter::fallen().terms;
            self.terms.extend(fallen.into_iter().map(|term| Term { negated: true, ..term }));
        }
        self
    }
}
