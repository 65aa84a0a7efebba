use super::view::{Arc, Storyline, Thread};
use super::{Question, mark};
use crate::domain::{Bounds, Entry, EventId, LinkState, Relation, Role, StoryId};
use crate::query::Test;
use crate::store::StoreError;
use std::collections::{BTreeMap, HashMap};

impl Question<'_> {
    /// A story as its actors live it: the events in the order of their dates, who takes part in
    /// which, and how they follow each other: as the story that the query names has it, or by the
    /// accepted links among the events if it names none.
    ///
    /// # Errors
    /// Those of the store.
    pub fn storyline(&mut self) -> Result<Storyline, StoreError> {
        let events = self.events()?;
        let marks: Vec<_> =
            events.iter().filter_map(|entry| mark(entry, 0, &Bounds::default())).collect();
        let place: HashMap<EventId, usize> =
            marks.iter().enumerate().map(|(at, mark)| (mark.id, at)).collect();
        let arcs = match self.named_story() {
            Some(id) => self.as_told(id, &place)?,
            None => self.as_linked(&events, &place)?,
        };
        let mut caption = self.caption(&events)?;
        if let Some(id) = self.named_story().filter(|_| caption.subtitle.is_none()) {
            caption.subtitle = Some(self.store.story(id)?.title);
        }
        Ok(Storyline { caption, threads: threads(&events, &place), marks, arcs })
    }

    /// The story that the query asks for, if it asks for one.
    fn named_story(&self) -> Option<StoryId> {
        let mut named = self.filter.terms.iter().filter(|term| !term.negated).filter_map(|term| {
            match term.any.as_slice() {
                [Test::Story(id)] => Some(*id),
                _ => None,
            }
        });
        named.next().filter(|_| named.next().is_none())
    }

    /// Each event after the one that the story has before it.
    fn as_told(
        &mut self,
        id: StoryId,
        place: &HashMap<EventId, usize>,
    ) -> Result<Vec<Arc>, StoreError> {
        let story = self.store.story(id)?;
        let arcs = story.members.into_iter().filter_map(|member| {
            Some(Arc {
                from: *place.get(&member.event)?,
                to: *place.get(&member.after?)?,
                relation: Relation::Follows,
                suggested: !story.curated,
                rationale: member.reason,
            })
        });
        Ok(arcs.collect())
    }

    fn as_linked(
        &mut self,
        events: &[Entry],
        place: &HashMap<EventId, usize>,
    ) -> Result<Vec<Arc>, StoreError> {
        let links = self.links_among(events)?;
        let accepted = links.into_iter().filter(|link| link.state == LinkState::Accepted);
        let arcs = accepted.filter_map(|link| {
            Some(Arc {
                from: *place.get(&link.from)?,
                to: *place.get(&link.to)?,
                relation: link.relation,
                suggested: false,
                rationale: link.rationale,
            })
        });
        Ok(arcs.collect())
    }
}

/// Who takes part in which events, the busiest first.
fn threads(events: &[Entry], place: &HashMap<EventId, usize>) -> Vec<Thread> {
    let mut by_actor: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for entry in events {
        let Some(at) = place.get(&entry.id) else { continue };
        for actor in entry.event.actors.iter().filter(|actor| actor.role != Role::Mentioned) {
            let own = by_actor.entry(&actor.name).or_default();
            if own.last() != Some(at) {
                own.push(*at);
            }
        }
    }
    let mut threads: Vec<Thread> =
        by_actor.into_iter().map(|(name, marks)| Thread { name: name.to_owned(), marks }).collect();
    // Of equals by name, as they are.
    threads.sort_by_key(|thread| std::cmp::Reverse(thread.marks.len()));
    threads
}
