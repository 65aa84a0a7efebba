//! How events hang together by their links, over all of them.

use crate::domain::{Bounds, Entry, EventId, Link};
use crate::graph::{Builder, Graph, Step};
use crate::query::Filter;
use crate::store::{Store, StoreError};

/// All links that were not rejected, as a graph.
///
/// # Errors
/// Those of the store.
pub fn graph(store: &mut Store) -> Result<Graph, StoreError> {
    let mut builder = Builder::with_capacity(store.packed_links()?);
    store.each_stamp(|from, to, stamp| builder.add(from, to, stamp))?;
    Ok(builder.finish())
}

/// Over which links a walk may go; the default is over all that were not rejected, in both directions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Course {
    /// Only to events that come no earlier: from causes to effects, from what is answered to the
    /// answer; and never to one that is surely over before the last one began.
    pub forward: bool,
    /// Only over links that were accepted.
    pub accepted: bool,
}

/// A way over links from one event to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it starts.
    pub start: Entry,
    /// Its steps, in order.
    pub stages: Vec<Stage>,
    /// The product of the confidences of its links.
    pub confidence: f64,
}

/// A step of a path, explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The link that is walked.
    pub link: Link,
    /// Whether it is walked from its start to its end.
    pub along: bool,
    /// The event that it comes to.
    pub to: Entry,
}

/// The most trustworthy path between two events by [`Graph::path`], through events that match; the
/// two themselves need not. Without terms the filter lets it through all events that stand.
///
/// # Errors
/// As [`Store::events`].
pub fn path(
    store: &mut Store,
    from: &Entry,
    to: &Entry,
    filter: &Filter,
    course: Course,
) -> Result<Option<Path>, StoreError> {
    let graph = graph(store)?;
    let open = Open::of(store, filter, course)?;
    let ends = [from.id, to.id];
    let may = |step: &Step| {
        [step.from, step.to].iter().all(|id| ends.contains(id) || open.is_open(*id))
            && (!course.forward || step.is_onward() && open.is_onward(step))
            && (!course.accepted || !step.stamp.is_suggested())
    };
    let Some(steps) = graph.path(from.id, to.id, may) else { return Ok(None) };
    let ids: Vec<EventId> = steps.iter().map(|step| step.to).collect();
    let mut stages = Vec::with_capacity(steps.len());
    for (step, to) in steps.into_iter().zip(store.entries(&ids)?) {
        let Step { from, to: end, stamp, along } = step;
        let (start, end) = if along { (from, end) } else { (end, from) };
        let gone = || StoreError::Corrupt(format!("the link from {start} to {end} is not there"));
        let link = store.link(start, end, stamp.relation())?.ok_or_else(gone)?;
        stages.push(Stage { link, along, to });
    }
    let confidence = stages.iter().map(|stage| stage.link.confidence).product();
    Ok(Some(Path { start: from.clone(), stages, confidence }))
}

/// Which events a walk may go through, and when they were.
struct Open {
    /// In the order of their numbers.
    listed: Vec<(EventId, Bounds)>,
    /// Whether those that are listed are open, or all others.
    open: bool,
}

impl Open {
    /// Lists what takes less: events that do not stand are few.
    fn of(store: &mut Store, filter: &Filter, course: Course) -> Result<Open, StoreError> {
        if filter.is_all_standing() && !course.forward {
            return Ok(Open { listed: store.when(&Filter::fallen())?, open: false });
        }
        Ok(Open { listed: store.when(filter)?, open: true })
    }

    fn bounds(&self, id: EventId) -> Option<Bounds> {
        let at = self.listed.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.listed.get(at).map(|(_, bounds)| *bounds)
    }

    fn is_open(&self, id: EventId) -> bool {
        self.bounds(id).is_some() == self.open
    }

    /// Whether a step comes to an event that may be no earlier.
    fn is_onward(&self, step: &Step) -> bool {
        let bounds = |id| self.bounds(id).unwrap_or_default();
        let (from, to) = (bounds(step.from).earliest, bounds(step.to).latest);
        from.zip(to).is_none_or(|(from, to)| from <= to)
    }
}
