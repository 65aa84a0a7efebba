use super::view::{Lane, Lanes};
use super::{Question, mark, span};
use crate::domain::{Bounds, Entry, Role};
use crate::query::{Filter, Part, Term, Test};
use crate::store::StoreError;
use std::collections::HashMap;

impl Question<'_> {
    /// One lane for each actor that takes part, from the busiest down; or for each that was named,
    /// in that order. An event stands in the lane of every actor of it that is not merely
    /// mentioned; a country that was named stands for its government, people and organisations,
    /// as in a query.
    ///
    /// # Errors
    /// Those of the store; a name that is no actor's.
    pub fn lanes(&mut self) -> Result<Lanes, StoreError> {
        let window = self.filter.window();
        let named = std::mem::take(&mut self.wording.actors);
        let takes_part = |name: &String| Test::Actor(Part::Any, name.clone());
        let lane_filters: Vec<Filter> = named
            .iter()
            .map(|name| self.filter.clone().and(Filter::of(takes_part(name))).standing())
            .collect();
        if !named.is_empty() {
            // Only these have a lane; so that is what is asked.
            let any = named.iter().map(takes_part).collect();
            self.filter.terms.push(Term { negated: false, any });
        }
        let events = self.events()?;
        let mut lanes = Vec::with_capacity(named.len());
        for (name, filter) in named.into_iter().zip(lane_filters) {
            let own = self.store.events(&filter, None)?;
            lanes.push(lane(name, own.iter(), &window));
        }
        if lanes.is_empty() {
            lanes = busiest(&events, &window);
        }
        let marks: Vec<_> = lanes.iter().flat_map(|lane| lane.marks.iter().cloned()).collect();
        let span = span(&marks, self.as_of);
        let eras = self.eras(span)?;
        Ok(Lanes { caption: self.caption(&events)?, span, lanes, eras })
    }
}

fn lane<'e>(name: String, events: impl Iterator<Item = &'e Entry>, window: &Bounds) -> Lane {
    Lane { name, marks: events.filter_map(|entry| mark(entry, 0, window)).collect() }
}

fn busiest(events: &[Entry], window: &Bounds) -> Vec<Lane> {
    let mut by_actor: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in events.iter().filter(|entry| entry.event.date.is_some()) {
        let taking_part = entry.event.actors.iter().filter(|actor| actor.role != Role::Mentioned);
        let mut names: Vec<&str> = taking_part.map(|actor| actor.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            by_actor.entry(name).or_default().push(entry);
        }
    }
    let mut lanes: Vec<Lane> = by_actor
        .into_iter()
        .map(|(name, entries)| lane(name.to_owned(), entries.into_iter(), window))
        .collect();
    lanes.sort_by(|a, b| b.marks.len().cmp(&a.marks.len()).then_with(|| a.name.cmp(&b.name)));
    lanes
}
