//! What links say together that cannot be, or need not be said.

use super::links::Graph;
use crate::domain::{EventId, Relation};
use petgraph::algo::kosaraju_scc;
use std::collections::HashSet;

impl Graph {
    /// Sets of events that cause or enable each other in a circle, which cannot be, by accepted links:
    /// strongly connected components over those, as by Kosaraju and Sharir (1981). Linear in events
    /// and links.
    pub fn cause_cycles(&self) -> Vec<Vec<EventId>> {
        let causes = self.only(|stamp| {
            !stamp.is_suggested()
                && matches!(stamp.relation(), Relation::Causes | Relation::Enables)
        });
        let mut cycles: Vec<Vec<EventId>> = kosaraju_scc(&causes)
            .into_iter()
            .filter(|nodes| nodes.len() > 1)
            .map(|nodes| {
                let mut ids: Vec<EventId> =
                    nodes.into_iter().map(|node| causes.event(node.index() as u32)).collect();
                ids.sort();
                ids
            })
            .collect();
        cycles.sort();
        cycles
    }

    /// Accepted links that only repeat what a chain of others says: of a transitive relation, where its end
    /// is reached from its start over other links of that relation. Chains are stored, not their
    /// closure (transitive reduction: Aho, Garey and Ullman 1972).
    ///
    /// Looks only at events with several links of one relation, from each as far as its chains go.
    pub fn repeats(&self) -> Vec<(EventId, Relation, EventId)> {
        let mut repeats = Vec::new();
        for relation in Relation::ALL.iter().filter(|relation| relation.is_transitive()) {
            let graph = self.only(|stamp| !stamp.is_suggested() && stamp.relation() == *relation);
            for node in 0..graph.events() as u32 {
                let ends: Vec<u32> = graph.out.targets(node).collect();
                if ends.len() < 2 {
                    continue;
                }
                // What is reached in two steps or more.
                let mut seen: HashSet<u32> = HashSet::new();
                let mut stack: Vec<u32> = Vec::new();
                for end in &ends {
                    stack.extend(graph.out.targets(*end));
                    while let Some(next) = stack.pop() {
                        if next != node && seen.insert(next) {
                            stack.extend(graph.out.targets(next));
                        }
                    }
                }
                let said = ends.iter().filter(|end| seen.contains(end));
                repeats.extend(said.map(|end| (graph.event(node), *relation, graph.event(*end))));
            }
        }
        repeats.sort();
        repeats
    }
}

#[cfg(test)]
mod tests {
    use super::super::links::Builder;
    use super::*;
    use crate::domain::Stamp;

    fn graph(links: &[(u32, u32, Relation)]) -> Graph {
        let mut builder = Builder::default();
        for (from, to, relation) in links {
            builder.add(*from, *to, Stamp::new(*relation, false, 1.0));
        }
        builder.finish()
    }

    #[test]
    fn what_a_chain_says_is_a_repeat() {
        use Relation::{Causes, Follows, PartOf};
        let links = [
            (1, 2, PartOf),
            (1, 3, PartOf),
            (1, 4, PartOf),
            (1, 5, Follows),
            (1, 6, Causes),
            (2, 3, PartOf),
            (3, 6, PartOf),
            (5, 6, Causes),
        ];
        assert_eq!(graph(&links).repeats(), [(EventId(1), PartOf, EventId(3))]);
    }

    #[test]
    fn a_long_chain_is_no_trouble() {
        let chain: Vec<_> = (1..100_000).map(|n| (n, n + 1, Relation::Causes)).collect();
        assert_eq!(graph(&chain).cause_cycles(), Vec::<Vec<EventId>>::new());
    }
}
