use super::Question;
use super::dyads::ranked;
use super::view::{Edge, Network, Node, Score, Sort, Split};
use crate::domain::{EventId, LinkState};
use crate::store::{Pairs, StoreError};
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
        let Pairs { names, pairs, matching } = self.company()?;
        let mut events = vec![0; names.len()];
        for (who, _, score) in pairs.iter().filter(|(a, b, _)| a == b) {
            events[*who as usize] = score.events;
        }
        let (ranking, place) = ranked(&names, &events);
        let mut edges = Vec::new();
        for (a, b, score) in pairs.into_iter().filter(|(a, b, _)| a != b) {
            // From the one whose name comes first, whatever their order in the database.
            let (a, b) = (a as usize, b as usize);
            let (a, b) = if names[a].0 < names[b].0 { (a, b) } else { (b, a) };
            if let (Some(from), Some(to)) = (place[a], place[b]) {
                edges.push(Edge { from, to, score, relation: None });
            }
        }
        let key = |edge: &Edge| (ranking[edge.from].0.clone(), ranking[edge.to].0.clone());
        edges.sort_by_cached_key(key);
        events.sort_unstable_by(|a, b| b.cmp(a));
        let nodes = ranking
            .iter()
            .zip(events)
            .map(|((name, kind), count)| Node {
                name: name.clone(),
                sort: Sort::Actor(*kind),
                count,
            })
            .collect();
        let caption = self.caption_counted("Who takes part with whom", matching, 0)?;
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
        Ok(Network { caption: self.caption("Events and their links", &events)?, nodes, edges })
    }
}
