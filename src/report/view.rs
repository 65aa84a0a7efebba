//! What charts show, as plain values.

pub use super::step::Step;
pub use crate::domain::Score;
use crate::domain::{ActorKind, EventId, Kind, Modality, Relation, words};
use chrono::NaiveDate;

words! {
    /// What a chart splits its events by.
    pub enum Split ("--by") {
        /// The kind of event.
        Kind = "kind",
        /// The quad class of the kind.
        Class = "class" | "quad",
        /// Each actor.
        Actor = "actor",
        /// The country of each actor.
        Country = "country",
        /// Each event.
        Event = "event",
        /// The mean Goldstein score.
        Tone = "tone",
    }
}

/// What stands on every chart besides its marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Caption {
    /// The headline.
    pub title: String,
    /// Stands under the headline.
    pub subtitle: Option<String>,
    /// The query as typed, empty for all.
    pub query: String,
    /// The datasets and publishers behind the events, most cited first, with how many events each
    /// tells.
    pub sources: Vec<(String, u64)>,
    /// The day on which the database was asked.
    pub as_of: NaiveDate,
    /// How many events match but have no date, and so are not drawn.
    pub undated: u64,
    /// How many events match.
    pub matching: u64,
    /// Where none match, how many events the database holds.
    pub held: u64,
}

/// A stretch of time behind the marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Era {
    /// Its name.
    pub title: String,
    /// The first day; none is open.
    pub earliest: Option<NaiveDate>,
    /// The last day; none is open.
    pub latest: Option<NaiveDate>,
}

/// A timeline: labelled events with link arcs.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// First and last day of the axis.
    pub span: (NaiveDate, NaiveDate),
    /// In the order of their dates.
    pub marks: Vec<Mark>,
    /// Links between marks.
    pub arcs: Vec<Arc>,
    /// Behind the marks.
    pub eras: Vec<Era>,
}

/// Lanes: one an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// First and last day of the axis.
    pub span: (NaiveDate, NaiveDate),
    /// From the busiest actor down.
    pub lanes: Vec<Lane>,
    /// Behind the marks.
    pub eras: Vec<Era>,
}

/// An actor's events.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// The actor's name.
    pub name: String,
    /// Its events, in the order of their dates.
    pub marks: Vec<Mark>,
}

/// One event on a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its number.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// Its kind, which gives colour and shape.
    pub kind: Kind,
    /// Whether it took place; all but actual are drawn open.
    pub modality: Modality,
    /// The first day; none is open.
    pub earliest: Option<NaiveDate>,
    /// The last day; none is open.
    pub latest: Option<NaiveDate>,
    /// False for `?`, `~`, `%` and one-of dates, and for dates coarser than a day that are no
    /// stated interval: drawn faded.
    pub certain: bool,
    /// The EDTF date as text, for tooltips.
    pub date: String,
    /// How telling it is; labels go to the weightiest first.
    pub weight: f64,
}

impl Mark {
    /// Whether it lasted from its first day to its last, rather than fell on some day between them.
    pub fn is_period(&self) -> bool {
        self.earliest != self.latest && (self.certain || self.date.contains('/'))
    }
}

/// A link between two marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// Index into the marks.
    pub from: usize,
    /// Index into the marks.
    pub to: usize,
    /// How the first stands to the second.
    pub relation: Relation,
    /// Merely suggested: drawn dashed.
    pub suggested: bool,
    /// Why, for tooltips.
    pub rationale: String,
}

/// Counts of events over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// First and last day of the axis.
    pub span: (NaiveDate, NaiveDate),
    /// What the counts are of.
    pub step: Step,
    /// What bars are split by: kind or class.
    pub split: Split,
    /// The bars that are not empty, in order.
    pub bars: Vec<Bar>,
    /// What stands out, the highest first.
    pub peaks: Vec<Peak>,
    /// Events whose dates may lie in several units, which no bar holds.
    pub vague: u64,
    /// Events that began before the time that was asked for.
    pub outside: u64,
    /// Behind the bars.
    pub eras: Vec<Era>,
}

/// The events that began in one unit of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The first day of the unit.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u64; Kind::ALL.len()],
}

impl Bar {
    /// How many events in all.
    pub fn total(&self) -> u64 {
        self.kinds.iter().sum()
    }
}

/// A bar that stands out, with the event that leads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Peak {
    /// Index into the bars.
    pub bar: usize,
    /// The weightiest event of it.
    pub mark: Mark,
}

/// Goldstein scores over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Tone {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// First and last day of the axis.
    pub span: (NaiveDate, NaiveDate),
    /// What the scores are means of.
    pub step: Step,
    /// The units with events, in order: first day, last day, scores.
    pub points: Vec<(NaiveDate, NaiveDate, Score)>,
    /// Over how many units the line is smoothed; 1 is not at all.
    pub window: usize,
    /// For every unit from the first to the last, empty ones included: first day, last day, the
    /// scores of the window around it.
    pub smooth: Vec<(NaiveDate, NaiveDate, Score)>,
    /// Events whose dates may lie in several units.
    pub vague: u64,
    /// Events that began before the time that was asked for.
    pub outside: u64,
    /// Behind the line.
    pub eras: Vec<Era>,
}

/// Who acts on whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Dyads {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// From the most involved down.
    pub names: Vec<String>,
    /// Pairs that occur.
    pub cells: Vec<Cell>,
}

/// One acting on another, by index into the names.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Who acts.
    pub from: usize,
    /// On whom.
    pub to: usize,
    /// How many events, and their scores.
    pub score: Score,
}

/// Events by day of the year, a row a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// Days with events that began on them, in order.
    pub days: Vec<(NaiveDate, u64)>,
    /// Days of the year on which events of several years fell, the most telling first.
    pub anniversaries: Vec<Anniversary>,
    /// Events whose day is not known.
    pub vague: u64,
    /// Events that began before the time that was asked for.
    pub outside: u64,
}

/// A day of the year that recurs.
#[derive(Debug, Clone, PartialEq)]
pub struct Anniversary {
    /// The month, from 1.
    pub month: u32,
    /// The day of the month.
    pub day: u32,
    /// The years with events on that day, in order.
    pub years: Vec<i32>,
    /// How many events there are in all of them.
    pub events: u64,
    /// The weightiest of them.
    pub mark: Mark,
}

/// Who or what hangs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// From the weightiest down.
    pub nodes: Vec<Node>,
    /// Between nodes, by index.
    pub edges: Vec<Edge>,
}

/// An actor or an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its name or title.
    pub name: String,
    /// What gives it its colour and shape.
    pub sort: Sort,
    /// An actor's events, an event's links.
    pub count: u64,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// An actor of this kind.
    Actor(ActorKind),
    /// An event of this kind, with its number.
    Event(EventId, Kind),
}

/// What joins two nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Index of a node; of a link, where it starts.
    pub from: usize,
    /// Index of a node.
    pub to: usize,
    /// How many events two actors share, and their scores; of a link, nothing.
    pub score: Score,
    /// How one event stands to the other; none between actors.
    pub relation: Option<Relation>,
}

/// Events where they happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// What colours the marks: class or tone.
    pub split: Split,
    /// The maps, in the order of time.
    pub panels: Vec<Panel>,
    /// Events without coordinates.
    pub unplaced: u64,
    /// Events whose dates may lie in several units.
    pub vague: u64,
    /// Events that began before the time that was asked for.
    pub outside: u64,
}

/// One map.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The first and last day of its unit of time; none where one map shows all.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// The places with events, the busiest first.
    pub spots: Vec<Spot>,
}

/// A place with events.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// What it is called.
    pub name: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// How far from there the events may have been, in kilometres.
    pub radius_km: f64,
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u64; Kind::ALL.len()],
    /// How many events, and their scores.
    pub score: Score,
}

impl Spot {
    /// Adds events.
    pub fn add(&mut self, kinds: &[u64; Kind::ALL.len()], score: &Score) {
        self.kinds.iter_mut().zip(kinds).for_each(|(all, some)| *all += some);
        self.score.join(score);
    }
}

/// A story as its actors live it.
#[derive(Debug, Clone, PartialEq)]
pub struct Storyline {
    /// Title, query, sources, as-of date.
    pub caption: Caption,
    /// The events, in the order of their dates.
    pub marks: Vec<Mark>,
    /// How they follow each other.
    pub arcs: Vec<Arc>,
    /// The actors, the busiest first.
    pub threads: Vec<Thread>,
}

/// An actor in a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// Its name.
    pub name: String,
    /// The events in which it takes part, by index, in order.
    pub marks: Vec<usize>,
}
