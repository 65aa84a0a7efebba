//! Honest dates: the Extended Date/Time Format (ISO 8601-2:2019, Library of Congress EDTF).
//!
//! All of levels 0 and 1, and of level 2 what news needs: one-of sets and ranges with open ends.
//!
//! | text | meaning |
//! |---|---|
//! | `2025-12-14`, `2025-12`, `2025` | a day, a month, a year |
//! | `2025-12-14T10:30:00Z` | a time; bounds are days in UTC |
//! | `2014-04?`, `2014~`, `2014%` | uncertain, about, both |
//! | `201X`, `2022-XX`, `2022-04-XX` | digits not known |
//! | `2014-21` ... `2014-24` | spring, summer, autumn, winter |
//! | `2022-02-24/2022-04-07` | from, to |
//! | `../2022`, `2022/..`, `/2022` | open end, unknown end |
//! | `[2022-03-29,2022-04-05]`, `[..2022-04]` | one of these, some day up to then |
//!
//! A date has strict bounds, `earliest` and `latest`: it cannot have been outside them. EDTF gives
//! no width to "about" and neither do we: the bounds of `2014~` are those of 2014, but nothing is
//! [`certainly`](Edtf::certainly) so that is marked `?`, `~` or `%`.
//!
//! ```
//! use annalist::domain::Edtf;
//! let april: Edtf = "2022-04".parse().unwrap();
//! let spring: Edtf = "2022-03/2022-05".parse().unwrap();
//! assert!(april.certainly(&spring.bounds()));
//! let about: Edtf = "2022-04~".parse().unwrap();
//! assert!(about.possibly(&spring.bounds()) && !about.certainly(&spring.bounds()));
//! ```

mod bounds;
mod parse;
mod print;
#[cfg(test)]
mod tests;

pub use bounds::{Bounds, Precision};
pub use parse::EdtfError;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, Utc};
use serde::{Deserialize, Serialize};

/// A date as EDTF has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Edtf {
    /// One date, as precise as its parts.
    Date(Date),
    /// From one end to the other.
    Interval(End, End),
    /// One of these, which one is not known.
    OneOf(Vec<Choice>),
}

/// An end of an interval.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum End {
    /// It starts or stops then.
    Date(Date),
    /// `..`: it has no end here.
    Open,
    /// Nothing: it has an end, which is not known.
    Unknown,
}

/// A member of a one-of set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Choice {
    /// That date.
    One(Date),
    /// Some date between the two; an end may be open.
    Range(Option<Date>, Option<Date>),
}

/// A calendar date with its qualifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    /// The date.
    pub value: Calendar,
    /// How sure.
    pub qualifier: Qualifier,
}

/// What a source can say of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// A year of which the last `masked` digits are not known: `201X` is 2010 with 1.
    Year {
        /// The year, with zeros where digits are masked; 0 is 1 BC.
        year: i32,
        /// How many digits are masked, 0 to 4.
        masked: u8,
    },
    /// A season: 21 spring, 22 summer, 23 autumn, 24 winter of the northern hemisphere.
    Season {
        /// The year in which it starts.
        year: i32,
        /// 21 to 24.
        season: u8,
    },
    /// A month; none for `2022-XX`, a month of that year.
    Month {
        /// The year.
        year: i32,
        /// 1 to 12.
        month: Option<u8>,
    },
    /// A day whose number is not known: `2022-04-XX`, `2022-XX-XX`.
    SomeDay {
        /// The year.
        year: i32,
        /// 1 to 12.
        month: Option<u8>,
    },
    /// A day.
    Day(NaiveDate),
    /// A time of day; without an offset it is read as UTC.
    Time {
        /// The day, as written.
        day: NaiveDate,
        /// The time, as written.
        time: NaiveTime,
        /// The offset from UTC, as written.
        offset: Option<FixedOffset>,
    },
}

/// How sure a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Qualifier {
    /// Nothing is said.
    #[default]
    Plain,
    /// `?`
    Uncertain,
    /// `~`
    Approximate,
    /// `%`
    UncertainApproximate,
}

impl Edtf {
    /// A day.
    pub fn day(day: NaiveDate) -> Edtf {
        Edtf::Date(Date { value: Calendar::Day(day), qualifier: Qualifier::Plain })
    }

    /// A time in UTC.
    pub fn utc(time: NaiveDateTime) -> Edtf {
        let value = Calendar::Time { day: time.date(), time: time.time(), offset: Some(Utc.fix()) };
        Edtf::Date(Date { value, qualifier: Qualifier::Plain })
    }

    /// From the first to the last day, either of which may be open; none if both are.
    ///
    /// # Errors
    /// If the last day is before the first.
    pub fn between(
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
    ) -> Result<Option<Edtf>, EdtfError> {
        let end = |day: Option<NaiveDate>| {
            day.map_or(End::Open, |day| {
                End::Date(Date { value: Calendar::Day(day), qualifier: Qualifier::Plain })
            })
        };
        match (first, last) {
            (None, None) => Ok(None),
            (Some(a), Some(b)) if a == b => Ok(Some(Edtf::day(a))),
            (a, b) => {
                let date = Edtf::Interval(end(a), end(b));
                if a.zip(b).is_some_and(|(a, b)| a > b) {
                    return Err(EdtfError::reversed(&date.to_string()));
                }
                Ok(Some(date))
            }
        }
    }
}

impl Serialize for Edtf {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
