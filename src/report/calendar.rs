use super::Question;
use super::view::{Anniversary, Calendar};
use crate::store::StoreError;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Most days of the year that are named.
const NAMED: usize = 14;

impl Question<'_> {
    /// The events that began on known days, by day, and the days of the year that recur.
    ///
    /// # Errors
    /// Those of the store.
    pub fn calendar(&mut self) -> Result<Calendar, StoreError> {
        let tally = self.tally()?;
        let (mut days, mut vague) = (Vec::new(), 0);
        for ((first, last), counted) in &tally.dates {
            let n = counted.kinds.iter().sum::<u64>();
            if first == last {
                days.push((*first, n));
            } else {
                vague += n;
            }
        }
        let mut anniversaries = Vec::new();
        let recurring = recurring(&days);
        let days_of: Vec<Vec<_>> =
            recurring.iter().map(|(.., on)| on.iter().map(|(d, _)| (*d, *d)).collect()).collect();
        let leaders = self.leading(&days_of)?;
        for ((month, day, on), mark) in recurring.into_iter().zip(leaders) {
            let Some(mark) = mark else { continue };
            anniversaries.push(Anniversary {
                month,
                day,
                years: on.iter().map(|(date, _)| date.year()).collect(),
                events: on.iter().map(|(_, n)| n).sum(),
                mark,
            });
        }
        Ok(Calendar {
            caption: self.caption_counted(tally.matching, tally.undated)?,
            days,
            anniversaries,
            vague,
            outside: tally.outside,
        })
    }
}

/// A month, a day of it, and the dates on it with how many events each has.
type Recurring = (u32, u32, Vec<(NaiveDate, u64)>);

/// The days of the year with events in several years, those of most years first.
fn recurring(days: &[(NaiveDate, u64)]) -> Vec<Recurring> {
    let mut by_day: BTreeMap<(u32, u32), Vec<(NaiveDate, u64)>> = BTreeMap::new();
    for (date, n) in days {
        by_day.entry((date.month(), date.day())).or_default().push((*date, *n));
    }
    let mut all: Vec<_> = by_day
        .into_iter()
        .filter(|(_, on)| on.len() > 1)
        .map(|((month, day), on)| (month, day, on))
        .collect();
    let events = |on: &[(NaiveDate, u64)]| on.iter().map(|(_, n)| n).sum::<u64>();
    all.sort_by(|a, b| {
        b.2.len()
            .cmp(&a.2.len())
            .then_with(|| events(&b.2).cmp(&events(&a.2)))
            .then_with(|| (a.0, a.1).cmp(&(b.0, b.1)))
    });
    all.truncate(NAMED);
    all
}
