//! Use cases: a question put to a database becomes plain views for tables and charts.

mod lanes;
mod timeline;
pub mod view;

use crate::domain::{Bounds, Entry, Link};
use crate::query::Filter;
pub use crate::store::StoreError as ReportError;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use std::collections::HashMap;
use view::{Caption, Mark};

/// A query put to a database, from which charts ask the view that they draw.
pub struct Question<'s> {
    store: &'s mut Store,
    filter: Filter,
    title: Option<String>,
    as_of: NaiveDate,
}

impl<'s> Question<'s> {
    /// Asks `filter` of the events that stand in the database on `as_of`. Without a title, charts make one of
    /// the query.
    pub fn new(
        store: &'s mut Store,
        filter: Filter,
        title: Option<String>,
        as_of: NaiveDate,
    ) -> Question<'s> {
        Question { store, filter, title, as_of }
    }

    fn events(&mut self) -> Result<Vec<Entry>, StoreError> {
        self.store.events(&self.filter.clone().standing(), None)
    }

    fn links_among(&mut self, events: &[Entry]) -> Result<Vec<Link>, StoreError> {
        let ids: Vec<_> = events.iter().map(|entry| entry.id).collect();
        self.store.links_among(&ids)
    }

    fn caption(&self, what: &str, events: &[Entry]) -> Caption {
        let query = self.filter.to_string();
        let title = self.title.clone().unwrap_or_else(|| what.to_owned());
        Caption {
            title,
            query,
            sources: publishers(events),
            as_of: self.as_of,
            undated: events.iter().filter(|entry| entry.event.date.is_none()).count(),
        }
    }
}

/// The publishers behind the events and how many events each tells, most first.
fn publishers(events: &[Entry]) -> Vec<(String, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for entry in events {
        let mut names: Vec<&str> =
            entry.event.citations.iter().filter_map(|c| c.publisher.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> =
        counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// The first and last day of an axis that shows all marks; the day itself when there are none.
fn span(marks: &[Mark], as_of: NaiveDate) -> (NaiveDate, NaiveDate) {
    let days = || marks.iter().flat_map(|mark| [mark.earliest, mark.latest]).flatten();
    (days().min().unwrap_or(as_of), days().max().unwrap_or(as_of))
}

/// The mark as far as it lies in the window: what began before or ended after is open there, so
/// that one long event does not stretch the axis of a short question.
fn windowed(mut mark: Mark, window: &Bounds) -> Mark {
    mark.earliest = mark.earliest.filter(|day| window.earliest.is_none_or(|first| *day >= first));
    mark.latest = mark.latest.filter(|day| window.latest.is_none_or(|last| *day <= last));
    mark
}

/// The mark of an event; none if it has no date. Labels go first to what is well connected, deadly
/// and sure.
fn mark(entry: &Entry, links: usize, window: &Bounds) -> Option<Mark> {
    let event = &entry.event;
    let date = event.date.as_ref()?;
    let bounds = date.bounds();
    let deaths = event.deaths.and_then(|d| d.best.or(d.high).or(d.low)).unwrap_or(0);
    let weight = links as f64
        + f64::from(deaths).ln_1p() / 2.0
        + event.citations.len() as f64 / 2.0
        + event.confidence.unwrap_or(0.5);
    let mark = Mark {
        id: entry.id,
        title: event.title.clone(),
        kind: event.kind,
        modality: event.modality,
        earliest: bounds.earliest,
        latest: bounds.latest,
        certain: date.is_certain() && date.is_exact(),
        date: date.to_string(),
        weight,
    };
    Some(windowed(mark, window))
}
