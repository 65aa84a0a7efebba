use super::view::{Edge, Network, Node, Score, Sort, Split};
use super::{BUSIEST, Question};
use crate::domain::{EventId, LinkState};
use crate::store::{Busy, StoreError};
use std::collections::HashMap;

impl Question<'_> {
    /// Actors joined by the events that they share, or events joined by their links.
    ///
    /// # Errors
    /// Those of the store.
    pub fn network(&mut self) -> Result<Network, StoreError> {
        match self.wording.by.unwrap_or(Split::Actor) {
            Split::Event => self.network_of_events(),
            _ => self.network_of_actors(),
        }
    }

    fn network_of_actors(&mut self) -> Result<Network, StoreError> {
        let found = self.store.company(&self.filter.clone().standing(), BUSIEST)?;
        let edge = |(from, to, score)| Edge { from, to, score, relation: None };
        let mut edges: Vec<Edge> = found.pairs.into_iter().map(edge).collect();
        // From the one whose name comes first.
        let name = |at: usize| found.all[at].name.as_str();
        for edge in &mut edges {
            if name(edge.from) > name(edge.to) {
                (edge.from, edge.to) = (edge.to, edge.from);
            }
        }
        edges.sort_by_key(|edge| (name(edge.from), name(edge.to)));
        let node =
            |busy: Busy| Node { name: busy.name, sort: Sort::Actor(busy.kind), count: busy.events };
        let nodes = found.all.into_iter().map(node).collect();
        let caption = self.caption_counted(found.matching, 0)?;
        Ok(Network { caption, nodes, edges })
    }

    fn network_of_events(&mut self) -> Result<Network, StoreError> {
        let events = self.events()?;
        let mut links = self.links_among(&events)?;
        links.retain(|link| link.state == LinkState::Accepted);
        let mut degree: HashMap<EventId, u64> = HashMap::new();
        for id in links.iter().flat_map(|link| [link.from, link.to]) {
            *degree.entry(id).or_default() += 1;
        }
        let mut linked: Vec<_> =
            events.iter().filter_map(|e| Some((e, *degree.get(&e.id)?))).collect();
        linked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.id.cmp(&b.0.id)));
        let place: HashMap<EventId, usize> =
            linked.iter().enumerate().map(|(at, (entry, _))| (entry.id, at)).collect();
        let edges = links
            .iter()
            .filter_map(|link| {
                Some(Edge {
                    from: *place.get(&link.from)?,
                    to: *place.get(&link.to)?,
                    score: Score::default(),
                    relation: Some(link.relation),
                })
            })
            .collect();
        let nodes = linked
            .iter()
            .map(|(entry, count)| Node {
                name: entry.event.title.clone(),
                sort: Sort::Event(entry.id, entry.event.kind),
                count: *count,
            })
            .collect();
        Ok(Network { caption: self.caption(&events)?, nodes, edges })
    }
}
