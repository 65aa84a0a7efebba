use super::view::{Arc, Timeline};
use super::{Question, mark, span};
use crate::domain::{EventId, LinkState};
use crate::store::StoreError;
use std::collections::HashMap;

impl Question<'_> {
    /// The events in the order of their dates, with the links among them.
    ///
    /// # Errors
    /// Those of the store.
    pub fn timeline(&mut self) -> Result<Timeline, StoreError> {
        let window = self.filter.window();
        let events = self.events()?;
        let links = self.links_among(&events)?;
        let mut degree: HashMap<EventId, usize> = HashMap::new();
        for link in links.iter().filter(|link| link.state == LinkState::Accepted) {
            *degree.entry(link.from).or_default() += 1;
            *degree.entry(link.to).or_default() += 1;
        }
        let marks: Vec<_> = events
            .iter()
            .filter_map(|entry| mark(entry, degree.get(&entry.id).copied().unwrap_or(0), &window))
            .collect();
        let place: HashMap<EventId, usize> =
            marks.iter().enumerate().map(|(i, mark)| (mark.id, i)).collect();
        let arcs = links
            .into_iter()
            .filter_map(|link| {
                Some(Arc {
                    from: *place.get(&link.from)?,
                    to: *place.get(&link.to)?,
                    relation: link.relation,
                    suggested: link.state == LinkState::Suggested,
                    rationale: link.rationale,
                })
            })
            .collect();
        let span = span(&marks, self.as_of);
        let eras = self.eras(span)?;
        Ok(Timeline { caption: self.caption(&events)?, span, marks, arcs, eras })
    }
}
