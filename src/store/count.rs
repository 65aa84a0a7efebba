//! Values of events by this and that.

use super::filter::question;
use super::keys::{Column, Key};
use super::segment::{Bits, Needs};
use super::{Result, Store, shelf, summed};
use crate::domain::words;
use crate::query::Filter;
use chrono::{Datelike, NaiveDate};
use std::cmp::Ordering;
use std::collections::HashMap;

words! {
    /// What to count events by.
    pub enum By ("count") {
        /// The year in which they start.
        Year = "year",
        /// The month in which they start.
        Month = "month",
        /// The week in which they start, from Monday, by ISO 8601.
        Week = "week",
        /// The day on which they start.
        Day = "day",
        /// Their kind.
        Kind = "kind",
        /// The quad class of their kind.
        Class = "class",
        /// Each actor that takes part.
        Actor = "actor",
        /// Each pair of countries, the first acting on the second.
        Dyad = "dyad",
        /// The country of their place.
        Country = "country",
        /// The name of their place.
        Place = "place",
        /// Each publisher.
        Source = "source",
        /// Each story that has them.
        Story = "story",
        /// Each tag.
        Tag = "tag",
        /// What review made of them.
        Review = "review",
        /// How far they are verified.
        Status = "status",
    }
}

impl By {
    /// Whether values are dates, whose order is that of time.
    pub fn is_date(self) -> bool {
        matches!(self, By::Year | By::Month | By::Week | By::Day)
    }

    /// Which of two values with their counts stands first.
    fn order(self, a: &(String, u64), b: &(String, u64)) -> Ordering {
        if self.is_date() {
            (a.0 == UNDATED, &a.0).cmp(&(b.0 == UNDATED, &b.0))
        } else {
            b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0))
        }
    }
}

/// How many there are of each value, in no order.
pub(super) type Counts = HashMap<String, u64>;

/// Values, and how many events there are of each.
pub type Values = Vec<(String, u64)>;

/// How many events there are of each pair of values, and by each of the two keys.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crossed {
    /// By the values of the first key, in their order.
    pub first: Values,
    /// By the values of the second key, in their order.
    pub second: Values,
    /// By the places of both values in these; pairs without events are left out.
    pub pairs: Vec<(usize, usize, u64)>,
}

impl Store {
    /// How many of the events that match there are of each value: dates by the first day that they
    /// can mean, in their order, then those with an open start and undated ones; everything else
    /// from the most down. Events without a place are under "(none)"; those without an actor, dyad,
    /// publisher, story or tag are not counted by these. An event of several values counts for each.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count_by(&mut self, filter: &Filter, by: By) -> Result<Values> {
        let Some(counts) = summed::counts(&mut self.db, filter, Some(by))? else {
            return Ok(self.count_by_each(filter, [by])?.pop().unwrap_or_default());
        };
        let mut counts: Values = counts.into_iter().collect();
        counts.sort_by(|a, b| by.order(a, b));
        Ok(counts)
    }

    /// The same for several keys, each by itself, of which the events are read once.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count_by_each(
        &mut self,
        filter: &Filter,
        by: impl IntoIterator<Item = By>,
    ) -> Result<Vec<Values>> {
        let by: Vec<By> = by.into_iter().collect();
        let mut totals = vec![Vec::new(); by.len()];
        let keys = self.scan(filter, &by, |columns, rows| {
            for (column, total) in columns.iter().zip(&mut totals) {
                column.add_up(rows, total);
            }
        })?;
        Ok(keys.into_iter().zip(totals).map(|(key, total)| ordered(key, &total).0).collect())
    }

    /// How many of the events that match there are of each pair of values of two keys, which are
    /// those of [`Store::count_by`] and stand in the same order. An event of several values counts
    /// for each pair of them.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count_by_two(&mut self, filter: &Filter, first: By, second: By) -> Result<Crossed> {
        let mut totals = [Vec::new(), Vec::new()];
        let mut pairs: HashMap<(u32, u32), u64> = HashMap::new();
        let keys = self.scan(filter, &[first, second], |columns, rows| {
            if let [a, b] = columns {
                a.add_up(rows, &mut totals[0]);
                b.add_up(rows, &mut totals[1]);
                a.cross(b, rows, &mut pairs);
            }
        })?;
        let mut keys = keys.into_iter().zip(&totals).map(|(key, total)| ordered(key, total));
        let (first, first_at) = keys.next().unwrap_or_default();
        let (second, second_at) = keys.next().unwrap_or_default();
        let place = |((a, b), n)| (first_at[a as usize], second_at[b as usize], n);
        let mut pairs: Vec<(usize, usize, u64)> = pairs.into_iter().map(place).collect();
        pairs.sort_unstable();
        Ok(Crossed { first, second, pairs })
    }

    /// Gives `each` the values of the events that match, a segment at a time.
    fn scan(
        &mut self,
        filter: &Filter,
        by: &[By],
        mut each: impl FnMut(&[Column], &Bits),
    ) -> Result<Vec<Key>> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        let mut keys = Vec::new();
        for by in by {
            let key = Key::new(&mut self.db, *by)?;
            key.needs(&mut needs);
            keys.push(key);
        }
        shelf::ask(&mut self.db, &question, needs, |db, segment, rows| {
            let columns: Vec<Column> =
                keys.iter_mut().map(|key| key.column(db, segment, &rows)).collect::<Result<_>>()?;
            each(&columns, &rows);
            Ok(true)
        })?;
        Ok(keys)
    }
}

/// The values of a key in their order, and the place there of each of its numbers.
fn ordered(key: Key, total: &[u64]) -> (Values, Vec<usize>) {
    let by = key.by;
    let mut counts: Vec<(String, u32, u64)> = (key.names().into_iter())
        .map(|(name, number)| (name, number, total.get(number as usize).copied().unwrap_or(0)))
        .filter(|(_, _, n)| *n > 0)
        .collect();
    if by.is_date() {
        counts.sort_by(|a, b| (a.0 == UNDATED, &a.0).cmp(&(b.0 == UNDATED, &b.0)));
    } else {
        counts.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    }
    let mut places = vec![0; total.len()];
    for (place, (_, number, _)) in counts.iter().enumerate() {
        places[*number as usize] = place;
    }
    (counts.into_iter().map(|(name, _, n)| (name, n)).collect(), places)
}

/// Where an event without a place stands.
pub(super) const NONE: &str = "(none)";
/// Where an event without a date stands.
pub(super) const UNDATED: &str = "undated";
/// What events are counted under whose date has no start.
pub(super) const OPEN: &str = "open";

/// What a day is counted under.
pub(super) fn date_name(by: By, day: NaiveDate) -> String {
    match by {
        By::Year => format!("{:04}", day.year()),
        By::Month => format!("{:04}-{:02}", day.year(), day.month()),
        By::Week => {
            let week = day.iso_week();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        _ => day.to_string(),
    }
}
