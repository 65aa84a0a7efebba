//! What led to an event, and what followed from it, step by step: only the links of the events that
//! are reached are read.

use super::links::Course;
use crate::domain::{Entry, EventId, Link, LinkState};
use crate::query::Filter;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An event that is reached from another, and what is reached from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// How many steps it is away.
    pub depth: usize,
    /// The link over which it is reached.
    pub link: Link,
    /// Whether that is walked from its start to its end.
    pub along: bool,
    /// The event.
    pub entry: Entry,
    /// It is reached over another link too, and what comes after it stands there.
    pub again: bool,
    /// What is reached from it, in the order of dates.
    pub branches: Vec<Branch>,
}

/// What led to an event, or, `forward`, what followed from it, at most so many steps away, over links whose
/// relation says which of the two comes first; of the events that match. An event is followed up
/// where it is first reached, over the fewest steps.
///
/// # Errors
/// As [`Store::events`].
pub fn trace(
    store: &mut Store,
    start: EventId,
    course: Course,
    depth: usize,
    filter: &Filter,
) -> Result<Vec<Branch>, StoreError> {
    let mut reached: HashSet<EventId> = HashSet::from([start]);
    let mut below: BTreeMap<EventId, Vec<Branch>> = BTreeMap::new();
    let mut level = vec![start];
    for depth in 1..=depth {
        let mut next: Vec<EventId> = Vec::new();
        for mut branch in step(store, &level, course, filter)? {
            let from = if branch.along { branch.link.from } else { branch.link.to };
            branch.depth = depth;
            branch.again = !reached.insert(branch.entry.id);
            if !branch.again {
                next.push(branch.entry.id);
            }
            below.entry(from).or_default().push(branch);
        }
        if next.is_empty() {
            break;
        }
        level = next;
    }
    Ok(gather(&mut below, start))
}

/// What is one step away from some events: in their order, and from each in the order of dates.
fn step(
    store: &mut Store,
    level: &[EventId],
    course: Course,
    filter: &Filter,
) -> Result<Vec<Branch>, StoreError> {
    let place: HashMap<EventId, usize> = level.iter().copied().zip(0..).collect();
    let mut steps: Vec<(usize, EventId, bool, Link)> = Vec::new();
    for link in store.links_at(level)? {
        let Some(before) = link.relation.comes_before() else { continue };
        let suggested = link.state == LinkState::Suggested;
        if link.state == LinkState::Rejected || suggested && course.accepted {
            continue;
        }
        let (along, from, other) = if before == course.forward {
            (true, link.from, link.to)
        } else {
            (false, link.to, link.from)
        };
        if let Some(place) = place.get(&from) {
            steps.push((*place, other, along, link));
        }
    }
    let mut ids: Vec<EventId> = steps.iter().map(|(_, other, ..)| *other).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut entries: HashMap<EventId, Entry> =
        store.entries(&ids)?.into_iter().map(|entry| (entry.id, entry)).collect();
    if filter.is_all_standing() {
        entries.retain(|_, entry| entry.event.review.stands());
    } else {
        let among = store.among(filter, &ids)?;
        entries.retain(|id, _| among.contains(id));
    }
    let mut branches: Vec<(usize, Branch)> = Vec::new();
    for (place, other, along, link) in steps {
        if let Some(entry) = entries.get(&other) {
            let entry = entry.clone();
            let branch =
                Branch { depth: 0, link, along, entry, again: false, branches: Vec::new() };
            branches.push((place, branch));
        }
    }
    let day = |branch: &Branch| {
        let day = branch.entry.event.date.as_ref().and_then(|date| date.bounds().earliest);
        (day.is_none(), day, branch.entry.id, branch.link.relation)
    };
    branches.sort_by_key(|(place, branch)| (*place, day(branch)));
    Ok(branches.into_iter().map(|(_, branch)| branch).collect())
}

/// The branches below an event, each with its own.
fn gather(below: &mut BTreeMap<EventId, Vec<Branch>>, from: EventId) -> Vec<Branch> {
    let mut branches = below.remove(&from).unwrap_or_default();
    for branch in branches.iter_mut().filter(|branch| !branch.again) {
        branch.branches = gather(below, branch.entry.id);
    }
    branches
}
