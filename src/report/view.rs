//! What charts show, as plain values.

use crate::domain::{EventId, Kind, Modality, Relation};
use chrono::NaiveDate;

/// What stands on every chart besides its marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Caption {
    /// The headline.
    pub title: String,
    /// The query as typed, empty for all.
    pub query: String,
    /// The publishers behind the events, most cited first, with how many events each tells.
    pub sources: Vec<(String, usize)>,
    /// The day on which the database was asked.
    pub as_of: NaiveDate,
    /// How many events match but have no date, and so are not drawn.
    pub undated: usize,
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
