use super::{Calendar, Choice, Date, Edtf, End, Qualifier};
use crate::domain::words::words;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use std::cmp::Ordering;

/// The first and the last day on which it can have been, both included; none is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// The first day.
    pub earliest: Option<NaiveDate>,
    /// The last day.
    pub latest: Option<NaiveDate>,
}

impl Bounds {
    /// Whether a day lies in both.
    pub fn overlap(&self, other: &Bounds) -> bool {
        let apart = |latest: Option<NaiveDate>, earliest: Option<NaiveDate>| {
            latest.zip(earliest).is_some_and(|(latest, earliest)| latest < earliest)
        };
        !apart(self.latest, other.earliest) && !apart(other.latest, self.earliest)
    }

    /// Whether every day of these lies in the other.
    pub fn inside(&self, other: &Bounds) -> bool {
        let starts = other.earliest.is_none_or(|o| self.earliest.is_some_and(|s| s >= o));
        let ends = other.latest.is_none_or(|o| self.latest.is_some_and(|s| s <= o));
        starts && ends
    }
}

words! {
    /// How closely a date is known: the coarser of an interval's two ends.
    pub enum Precision ("precision") {
        /// A time of day.
        Minute = "minute",
        /// A day.
        Day = "day",
        /// A month or a season.
        Month = "month",
        /// A year.
        Year = "year",
        /// A decade, a century or more.
        Decade = "decade",
        /// An end is open or not known.
        Open = "open",
    }
}

impl Date {
    /// The first day that it can mean.
    pub fn first_day(&self) -> NaiveDate {
        match self.value {
            Calendar::Year { year, masked } => {
                let width = 10_i32.pow(masked.into()) - 1;
                // Masked digits of a year before 0 count away from it: -004X is -49 to -40.
                january(if year < 0 { year - width } else { year })
            }
            Calendar::Season { year, season } => month_start(year, u32::from(season - 20) * 3),
            Calendar::Month { year, month } | Calendar::SomeDay { year, month } => {
                month_start(year, month.map_or(1, u32::from))
            }
            Calendar::Day(day) => day,
            Calendar::Time { .. } => self.utc().date(),
        }
    }

    /// The last day that it can mean.
    pub fn last_day(&self) -> NaiveDate {
        let next = match self.value {
            Calendar::Year { year, masked } => {
                let width = 10_i32.pow(masked.into()) - 1;
                january(if year < 0 { year + 1 } else { year + width + 1 })
            }
            Calendar::Season { year, season } => month_start(year, u32::from(season - 20) * 3 + 3),
            Calendar::Month { year, month } | Calendar::SomeDay { year, month } => {
                month_start(year, month.map_or(12, u32::from) + 1)
            }
            Calendar::Day(day) => return day,
            Calendar::Time { .. } => return self.utc().date(),
        };
        next.checked_sub_days(Days::new(1)).unwrap_or(next)
    }

    /// The moment at which it starts, in UTC.
    fn utc(&self) -> NaiveDateTime {
        match self.value {
            Calendar::Time { day, time, offset } => {
                let local = day.and_time(time);
                offset.and_then(|o| local.checked_sub_offset(o)).unwrap_or(local)
            }
            _ => self.first_day().and_time(NaiveTime::MIN),
        }
    }

    fn precision(&self) -> Precision {
        match self.value {
            Calendar::Time { .. } => Precision::Minute,
            Calendar::Day(_) => Precision::Day,
            Calendar::Season { .. } | Calendar::Month { month: Some(_), .. } => Precision::Month,
            Calendar::SomeDay { month: Some(_), .. } => Precision::Month,
            Calendar::Year { masked: 0, .. }
            | Calendar::Month { .. }
            | Calendar::SomeDay { .. } => Precision::Year,
            Calendar::Year { .. } => Precision::Decade,
        }
    }

    fn is_plain(&self) -> bool {
        self.qualifier == Qualifier::Plain
    }
}

/// The first day of a month; month 13 and on is in the next year.
fn month_start(year: i32, month: u32) -> NaiveDate {
    let (year, month) = if month > 12 { (year + 1, month - 12) } else { (year, month) };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
}

fn january(year: i32) -> NaiveDate {
    // Years come from the parser, which keeps them inside the calendar; masked ones may reach past
    // its edge, where the edge is as good.
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(if year < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

impl End {
    fn date(&self) -> Option<&Date> {
        match self {
            End::Date(date) => Some(date),
            End::Open | End::Unknown => None,
        }
    }
}

impl Choice {
    fn ends(&self) -> (Option<&Date>, Option<&Date>) {
        match self {
            Choice::One(date) => (Some(date), Some(date)),
            Choice::Range(from, to) => (from.as_ref(), to.as_ref()),
        }
    }

    fn bounds(&self) -> Bounds {
        let (from, to) = self.ends();
        Bounds { earliest: from.map(Date::first_day), latest: to.map(Date::last_day) }
    }
}

impl Edtf {
    /// The first and the last day on which it can have been.
    pub fn bounds(&self) -> Bounds {
        match self {
            Edtf::Date(date) => {
                Bounds { earliest: Some(date.first_day()), latest: Some(date.last_day()) }
            }
            Edtf::Interval(start, end) => Bounds {
                earliest: start.date().map(Date::first_day),
                latest: end.date().map(Date::last_day),
            },
            // `min` of options takes none for the least, which is what an open start is; an open
            // end is the greatest, so that one none makes the whole open.
            Edtf::OneOf(choices) => Bounds {
                earliest: choices.iter().map(|c| c.bounds().earliest).min().flatten(),
                latest: choices
                    .iter()
                    .map(|c| c.bounds().latest)
                    .collect::<Option<Vec<_>>>()
                    .and_then(|days| days.into_iter().max()),
            },
        }
    }

    /// How closely it is known.
    pub fn precision(&self) -> Precision {
        let coarser = |a: Option<&Date>, b: Option<&Date>| match (a, b) {
            (Some(a), Some(b)) => a.precision().max(b.precision()),
            _ => Precision::Open,
        };
        match self {
            Edtf::Date(date) => date.precision(),
            Edtf::Interval(start, end) => coarser(start.date(), end.date()),
            Edtf::OneOf(choices) => choices
                .iter()
                .map(|c| coarser(c.ends().0, c.ends().1))
                .max()
                .unwrap_or(Precision::Open),
        }
    }

    /// Whether it is said without `?`, `~` or `%`.
    pub fn is_certain(&self) -> bool {
        let plain = |date: Option<&Date>| date.is_none_or(Date::is_plain);
        match self {
            Edtf::Date(date) => date.is_plain(),
            Edtf::Interval(start, end) => plain(start.date()) && plain(end.date()),
            Edtf::OneOf(choices) => {
                choices.iter().map(Choice::ends).all(|(from, to)| plain(from) && plain(to))
            }
        }
    }

    /// Whether each date in it names a day: a stated extent, not a lack of knowledge.
    pub fn is_exact(&self) -> bool {
        let exact = |date: &Date| date.precision() <= Precision::Day;
        match self {
            Edtf::Date(date) => exact(date),
            Edtf::Interval(start, end) => [start, end].iter().all(|e| e.date().is_none_or(exact)),
            Edtf::OneOf(_) => false,
        }
    }

    /// Whether it may have been, at least in part, inside the range.
    pub fn possibly(&self, range: &Bounds) -> bool {
        match self {
            Edtf::OneOf(choices) => choices.iter().any(|c| c.bounds().overlap(range)),
            _ => self.bounds().overlap(range),
        }
    }

    /// Whether it cannot have been anywhere but inside the range.
    pub fn certainly(&self, range: &Bounds) -> bool {
        self.is_certain() && self.bounds().inside(range)
    }

    /// The moment it starts, in UTC; none for an open start. Two events of one day are in the
    /// order of their times.
    pub fn start(&self) -> Option<NaiveDateTime> {
        match self {
            Edtf::Date(date) => Some(date.utc()),
            Edtf::Interval(start, _) => start.date().map(Date::utc),
            Edtf::OneOf(_) => self.bounds().earliest.map(|day| day.and_time(NaiveTime::MIN)),
        }
    }
}

/// By start, open starts first; then by end, open ends last; then by text.
impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let end = |date: &Edtf| date.bounds().latest.map_or((1, None), |day| (0, Some(day)));
        self.start()
            .cmp(&other.start())
            .then_with(|| end(self).cmp(&end(other)))
            .then_with(|| self.to_string().cmp(&other.to_string()))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
