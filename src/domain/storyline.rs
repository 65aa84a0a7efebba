use super::EventId;

/// A named set of events connected by links, found by the program or curated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storyline {
    /// Its name.
    pub title: String,
    /// Its events, in the order of their dates.
    pub events: Vec<EventId>,
    /// Whether an analyst made or changed it; the program then leaves it alone.
    pub curated: bool,
}
