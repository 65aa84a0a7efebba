//! Use cases: a question put to a database becomes plain views for tables and charts.

mod activity;
mod balance;
mod calendar;
mod company;
mod dyads;
mod lanes;
mod leading;
mod links;
mod map;
mod network;
mod sources;
mod step;
mod story;
mod storyline;
mod tally;
mod timeline;
mod tone;
mod trace;
mod training;
pub mod view;

pub use balance::{Dyad, balances};
pub use company::{Company, Standing, Standings, Tie};
pub use links::{Course, Path, Stage, graph, path};
pub use trace::{Branch, trace};
pub use training::{Example, examples};

use crate::domain::{self, Bounds, Deaths, Entry, Link, LinkState};
use crate::query::Filter;
pub use crate::store::StoreError as ReportError;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
pub use story::{Story, stories, story};
use view::{Caption, Era, Mark, Split, Step};

/// So many of the busiest actors have their pairs counted: more than any chart has room for.
const BUSIEST: usize = 200;

/// So many events are loaded at most, about 200 MB: charts that count take any number.
const ONE_BY_ONE: u64 = 50_000;

/// Suggested links that are less sure are left out of charts.
const LIKELY: f64 = 0.5;

/// How a question is put, besides its query.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// The headline.
    pub title: String,
    /// Stands under the headline.
    pub subtitle: Option<String>,
    /// What to split by; charts choose if it is not said.
    pub by: Option<Split>,
    /// A small chart for each of this unit of time, for charts that can be many.
    pub each: Option<Step>,
    /// The bands behind the marks.
    pub eras: Eras,
    /// Whose lanes these are; the busiest actors' if none is named.
    pub actors: Vec<String>,
}

/// What becomes bands behind the marks.
#[derive(Debug, Clone, Default)]
pub enum Eras {
    /// Nothing.
    #[default]
    None,
    /// The events that last of those that match.
    Query(Filter),
    /// A list that somebody has made.
    List(Vec<domain::Era>),
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

    /// The events that match, for charts that show each.
    fn events(&mut self) -> Result<Vec<Entry>, StoreError> {
        let filter = self.filter.clone().standing();
        let matching = self.store.count(&filter)?;
        if matching > ONE_BY_ONE {
            return Err(StoreError::TooMany { matching, most: ONE_BY_ONE });
        }
        self.store.events(&filter, None)
    }

    /// The links among these events that a chart shows: what stands, and what is suggested with
    /// some confidence.
    fn links_among(&mut self, events: &[Entry]) -> Result<Vec<Link>, StoreError> {
        let ids: Vec<_> = events.iter().map(|entry| entry.id).collect();
        let mut links = self.store.links_among(&ids)?;
        links.retain(|link| match link.state {
            LinkState::Accepted => true,
            LinkState::Suggested => link.confidence >= LIKELY,
            LinkState::Rejected => false,
        });
        Ok(links)
    }

    /// The caption of a chart that shows these events.
    fn caption(&mut self, events: &[Entry]) -> Result<Caption, StoreError> {
        let undated = events.iter().filter(|entry| entry.event.date.is_none()).count();
        self.captioned(sources::of(events), events.len() as u64, undated as u64)
    }

    /// The caption of a chart of counts.
    fn caption_counted(&mut self, matching: u64, undated: u64) -> Result<Caption, StoreError> {
        let sources = self.store.sources(&self.filter.clone().standing())?;
        self.captioned(sources, matching, undated)
    }

    fn captioned(
        &mut self,
        sources: Vec<(String, u64)>,
        matching: u64,
        undated: u64,
    ) -> Result<Caption, StoreError> {
        let held = if matching == 0 { self.store.count(&Filter::everything())? } else { 0 };
        Ok(Caption {
            title: self.wording.title.clone(),
            subtitle: self.wording.subtitle.clone(),
            query: self.filter.to_string(),
            sources: sources::titled(sources),
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
        let range = Bounds { earliest: Some(span.0), latest: Some(span.1) };
        let named: Vec<domain::Era> = match &self.wording.eras {
            Eras::None => Vec::new(),
            Eras::List(eras) => eras.clone(),
            Eras::Query(filter) => {
                let entries = self.store.events(&filter.clone().standing(), None)?;
                let named = |Entry { event, .. }| event.date.map(|date| (event.title, date));
                let era = |(title, date)| domain::Era { title, date };
                entries.into_iter().filter_map(named).map(era).collect()
            }
        };
        let era = |domain::Era { title, date }: domain::Era| {
            let bounds = date.bounds();
            let Bounds { earliest, latest } = bounds;
            let lasts = earliest != latest && bounds.overlap(&range);
            lasts.then_some(Era { title, earliest, latest })
        };
        Ok(named.into_iter().filter_map(era).collect())
    }
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
    let weight = links as f64 + weight(event.deaths, event.citations.len(), event.confidence);
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

/// How telling an event is by itself.
fn weight(deaths: Option<Deaths>, citations: usize, confidence: Option<f64>) -> f64 {
    let deaths = deaths.and_then(|d| d.shown()).unwrap_or(0);
    f64::from(deaths).ln_1p() / 2.0 + citations as f64 / 2.0 + confidence.unwrap_or(0.5)
}
