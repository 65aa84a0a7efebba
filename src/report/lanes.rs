use super::view::{Lane, Lanes};
use super::{Question, mark, span};
use crate::domain::{Entry, Role};
use crate::store::StoreError;
use std::collections::HashMap;

impl Question<'_> {
    /// One lane for each actor that takes part, from the busiest down. An event stands in the lane
    /// of every actor of it that is not merely mentioned.
    ///
    /// # Errors
    /// Those of the store.
    pub fn lanes(&mut self) -> Result<Lanes, StoreError> {
        let window = self.filter.window();
        let events = self.events()?;
        let mut by_actor: HashMap<&str, Vec<&Entry>> = HashMap::new();
        for entry in events.iter().filter(|entry| entry.event.date.is_some()) {
            let mut names: Vec<&str> = entry
                .event
                .actors
                .iter()
                .filter(|actor| actor.role != Role::Mentioned)
                .map(|actor| actor.name.as_str())
                .collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                by_actor.entry(name).or_default().push(entry);
            }
        }
        let mut lanes: Vec<Lane> = by_actor
            .into_iter()
            .map(|(name, entries)| Lane {
                name: name.to_owned(),
                marks: entries.into_iter().filter_map(|entry| mark(entry, 0, &window)).collect(),
            })
            .collect();
        lanes.sort_by(|a, b| b.marks.len().cmp(&a.marks.len()).then_with(|| a.name.cmp(&b.name)));
        let marks: Vec<_> = lanes.iter().flat_map(|lane| lane.marks.iter().cloned()).collect();
        let span = span(&marks, self.as_of);
        let eras = self.eras(span)?;
        Ok(Lanes { caption: self.caption("Who did what when", &events)?, span, lanes, eras })
    }
}
