//! Use cases: a question put to a database becomes plain views for tables and charts.

mod activity;
mod calendar;
mod dyads;
mod lanes;
mod map;
mod network;
mod step;
mod tally;
mod timeline;
mod tone;
pub mod view;

use crate::domain::{Bounds, Edtf, Entry, Link, LinkState};
use crate::query::{Filter, Test};
pub use crate::store::StoreError as ReportError;
use crate::store::{By, Store, StoreError};
use chrono::NaiveDate;
use std::collections::HashMap;
use view::{Caption, Era, Mark, Split, Step};

/// How a question is put, besides its query.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// The headline; charts make one if there is none.
    pub title: Option<String>,
    /// Stands under the headline.
    pub subtitle: Option<String>,
    /// What to split by; charts choose if it is not said.
    pub by: Option<Split>,
    /// A small chart for each of this unit of time, for charts that can be many.
    pub each: Option<Step>,
    /// The events that become bands behind the marks.
    pub eras: Option<Filter>,
}

/// A query put to a database, from which charts ask the view that they draw.
pub struct Question<'s> {
    store: &'s mut Store,
    filter: Filter,
    wording: Wording,
    as_of: NaiveDate,
}

impl<'s> Question<'s> {
    /// Asks `filter` of the events that stand in the database on `as_of`.
    pub fn new(
        store: &'s mut Store,
        filter: Filter,
        wording: Wording,
        as_of: NaiveDate,
    ) -> Question<'s> {
        Question { store, filter, wording, as_of }
    }

    fn events(&mut self) -> Result<Vec<Entry>, StoreError> {
        self.store.events(&self.filter.clone().standing(), None)
    }

    fn links_among(&mut self, events: &[Entry]) -> Result<Vec<Link>, StoreError> {
        let ids: Vec<_> = events.iter().map(|entry| entry.id).collect();
        self.store.links_among(&ids)
    }

    /// The caption of a chart that shows these events.
    fn caption(&mut self, what: &str, events: &[Entry]) -> Result<Caption, StoreError> {
        let undated = events.iter().filter(|entry| entry.event.date.is_none()).count();
        self.captioned(what, publishers(events), events.len() as u64, undated as u64)
    }

    /// The caption of a chart of counts.
    fn caption_counted(
        &mut self,
        what: &str,
        matching: u64,
        undated: u64,
    ) -> Result<Caption, StoreError> {
        let counts = self.store.count_by(&self.filter.clone().standing(), By::Source)?;
        let sources = counts.into_iter().map(|(name, n)| (name, n as usize)).collect();
        self.captioned(what, sources, matching, undated)
    }

    fn captioned(
        &mut self,
        what: &str,
        sources: Vec<(String, usize)>,
        matching: u64,
        undated: u64,
    ) -> Result<Caption, StoreError> {
        let held = if matching == 0 { self.store.count(&Filter::everything())? } else { 0 };
        Ok(Caption {
            title: self.wording.title.clone().unwrap_or_else(|| what.to_owned()),
            subtitle: self.wording.subtitle.clone(),
            query: self.filter.to_string(),
            sources,
            as_of: self.as_of,
            undated,
            matching,
            held,
        })
    }

    /// The axis of a chart of units of time: from the first to the last, cut to the days that were
    /// asked for; the as-of date if there are none.
    fn span_of(&self, units: Option<(NaiveDate, NaiveDate)>) -> (NaiveDate, NaiveDate) {
        let window = self.filter.window();
        let (first, last) = units.unwrap_or((self.as_of, self.as_of));
        let first = window.earliest.map_or(first, |day| day.max(first));
        (first, window.latest.map_or(last, |day| day.min(last)).max(first))
    }

    /// The eras that were asked for, as far as they touch the span.
    fn eras(&mut self, span: (NaiveDate, NaiveDate)) -> Result<Vec<Era>, StoreError> {
        let Some(filter) = self.wording.eras.clone() else { return Ok(Vec::new()) };
        let range = Bounds { earliest: Some(span.0), latest: Some(span.1) };
        let entries = self.store.events(&filter.standing(), None)?;
        let eras = entries.into_iter().filter_map(|entry| {
            let bounds = entry.event.date.as_ref()?.bounds();
            let Bounds { earliest, latest } = bounds;
            let lasts = earliest != latest && bounds.overlap(&range);
            lasts.then_some(Era { title: entry.event.title, earliest, latest })
        });
        Ok(eras.collect())
    }

    /// The weightiest of the events that match and began between two days. Of very many only some
    /// are looked at.
    fn leading(&mut self, first: NaiveDate, last: NaiveDate) -> Result<Option<Mark>, StoreError> {
        const LOOKED_AT: u64 = 200;
        const LINKS_OF: usize = 20;
        let range =
            Filter::of(Test::Since(Edtf::day(first))).and(Filter::of(Test::Until(Edtf::day(last))));
        let filter = self.filter.clone().standing().and(range);
        let entries = self.store.events(&filter, Some(LOOKED_AT))?;
        let marks = entries.iter().filter_map(|entry| mark(entry, 0, &Bounds::default()));
        let begun = |mark: &Mark| mark.earliest.is_some_and(|day| day >= first && day <= last);
        let heavier = |a: &Mark, b: &Mark| a.weight.total_cmp(&b.weight).then(b.id.cmp(&a.id));
        let mut marks: Vec<Mark> = marks.filter(begun).collect();
        marks.sort_by(|a, b| heavier(b, a));
        marks.truncate(LINKS_OF);
        for mark in &mut marks {
            let links = self.store.links_of(mark.id)?;
            mark.weight +=
                links.iter().filter(|link| link.state == LinkState::Accepted).count() as f64;
        }
        Ok(marks.into_iter().max_by(heavier))
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
