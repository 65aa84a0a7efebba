//! Units of the calendar that charts count by and axes are ticked in.

use crate::domain::{UnknownWord, nearest};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::str::FromStr;

/// A unit of the calendar. Weeks start on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// Three months, from January.
    Quarter,
    /// So many years, from a year that is a multiple of it.
    Years(i32),
}

/// The units that have names, from the shortest up.
const NAMED: [(&str, Step); 7] = [
    ("day", Step::Day),
    ("week", Step::Week),
    ("month", Step::Month),
    ("quarter", Step::Quarter),
    ("year", Step::Years(1)),
    ("decade", Step::Years(10)),
    ("century", Step::Years(100)),
];

impl FromStr for Step {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Step, UnknownWord> {
        let known = || NAMED.iter().map(|(name, _)| *name);
        let found = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        found.map(|(_, step)| *step).ok_or_else(|| UnknownWord {
            what: "unit of time",
            given: text.to_owned(),
            nearest: nearest(text, known()),
            known: known().collect(),
        })
    }
}

impl Step {
    /// The next longer unit; none is longer than all of time.
    pub fn coarser(self) -> Option<Step> {
        match self {
            Step::Day => Some(Step::Week),
            Step::Week => Some(Step::Month),
            Step::Month => Some(Step::Quarter),
            Step::Quarter => Some(Step::Years(1)),
            Step::Years(years) => {
                let longer = [2, 5, 10, 25, 50, 100, 500, 1000, 10_000, 100_000];
                longer.into_iter().find(|more| *more > years).map(Step::Years)
            }
        }
    }

    /// The unit to count by over a span: about 30 to 250 of them.
    pub fn for_days(days: i64) -> Step {
        const YEAR: i64 = 366;
        match days {
            ..=100 => Step::Day,
            101..=1100 => Step::Week,
            _ if days <= 20 * YEAR => Step::Month,
            _ if days <= 250 * YEAR => Step::Years(1),
            _ if days <= 2500 * YEAR => Step::Years(10),
            _ => Step::Years(100),
        }
    }

    /// The first day of the unit in which a day lies.
    pub fn floor(self, day: NaiveDate) -> NaiveDate {
        let (year, month) = (day.year(), day.month());
        let floor = match self {
            Step::Day => Some(day),
            Step::Week => {
                day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
            }
            Step::Month => NaiveDate::from_ymd_opt(year, month, 1),
            Step::Quarter => NaiveDate::from_ymd_opt(year, (month - 1) / 3 * 3 + 1, 1),
            Step::Years(step) => NaiveDate::from_ymd_opt(first_year(year, step), 1, 1),
        };
        // Only at the ends of the calendar.
        floor.unwrap_or(day)
    }

    /// The first day of the unit after the one that starts on `day`.
    pub fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Step::Day => day.checked_add_days(Days::new(1)),
            Step::Week => day.checked_add_days(Days::new(7)),
            Step::Month => day.checked_add_months(Months::new(1)),
            Step::Quarter => day.checked_add_months(Months::new(3)),
            // From year 1 to the first multiple is a year less than the others.
            Step::Years(step) if day.year() == 1 && step > 1 => NaiveDate::from_ymd_opt(step, 1, 1),
            Step::Years(step) => NaiveDate::from_ymd_opt(day.year().checked_add(step)?, 1, 1),
        }
    }

    /// The last day of the unit in which a day lies.
    pub fn last(self, day: NaiveDate) -> NaiveDate {
        let next = self.next(self.floor(day)).and_then(|next| next.pred_opt());
        next.unwrap_or(NaiveDate::MAX)
    }

    /// Whether both days lie in one unit.
    pub fn holds(self, first: NaiveDate, last: NaiveDate) -> bool {
        self.floor(first) == self.floor(last)
    }
}

/// The first year of the stretch of `step` years in which a year lies, as people count: there is
/// no year 0, which dates call 1 BC, so stretches run from 100 BC to 1 BC, from 1 to 99, from 100.
fn first_year(year: i32, step: i32) -> i32 {
    match year {
        _ if year >= step => year / step * step,
        1.. => 1,
        _ => 1 - (1 - year + step - 1) / step * step,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_follow_each_other_without_a_gap() {
        let steps = [Step::Day, Step::Week, Step::Month, Step::Quarter];
        for step in steps.into_iter().chain([1, 2, 10, 100].map(Step::Years)) {
            let mut first = step.floor("-0120-05-05".parse().unwrap());
            for _ in 0..400 {
                assert_eq!(step.floor(first), first, "{step:?}");
                assert_eq!(step.floor(step.last(first)), first, "{step:?}");
                first = step.next(first).unwrap();
            }
        }
    }

    #[test]
    fn years_are_stretched_as_people_count_them() {
        let first = [-119, -100, -99, 0, 1, 99, 100, 2025].map(|year| first_year(year, 100));
        assert_eq!(first, [-199, -199, -99, -99, 1, 1, 100, 2000]);
        assert_eq!([-1, 0, 1, 2].map(|year| first_year(year, 1)), [-1, 0, 1, 2]);
    }
}
