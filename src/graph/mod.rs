//! Events connected by links, as a graph.

mod candidates;
mod common;
mod profile;
mod stories;
mod suggest;
mod text;
mod title;

pub use stories::{stories, story_pairs};
pub use suggest::{evidence_names, link_pairs, suggest};

use crate::domain::{EventId, Link, LinkState, Relation};
use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::HashMap;

/// The links between some events, without those that were rejected.
///
/// ```
/// use annalist::domain::{EventId, Link, LinkState, Relation};
/// use annalist::graph::Graph;
/// let link = |from, to| Link {
///     from: EventId(from),
///     to: EventId(to),
///     relation: Relation::Causes,
///     confidence: 1.0,
///     rationale: String::new(),
///     method: "analyst".into(),
///     state: LinkState::Accepted,
/// };
/// let graph = Graph::new([link(1, 2), link(2, 3), link(3, 2)]);
/// assert_eq!(graph.neighbours(EventId(2)).count(), 3);
/// assert_eq!(graph.cause_cycles(), [[EventId(2), EventId(3)]]);
/// ```
#[derive(Debug, Default)]
pub struct Graph {
    graph: DiGraph<EventId, Link>,
    nodes: HashMap<EventId, NodeIndex>,
}

impl Graph {
    /// The graph of these links.
    pub fn new(links: impl IntoIterator<Item = Link>) -> Graph {
        let mut this = Graph::default();
        for link in links.into_iter().filter(|link| link.state != LinkState::Rejected) {
            let (from, to) = (this.node(link.from), this.node(link.to));
            this.graph.add_edge(from, to, link);
        }
        this
    }

    fn node(&mut self, id: EventId) -> NodeIndex {
        *self.nodes.entry(id).or_insert_with(|| self.graph.add_node(id))
    }

    /// The links of an event, from it and to it, each with the event at the other end.
    /// Takes time in the number of those links.
    pub fn neighbours(&self, id: EventId) -> impl Iterator<Item = (EventId, &Link)> {
        self.nodes.get(&id).into_iter().flat_map(move |&node| {
            let from = self.graph.edges_directed(node, Direction::Outgoing);
            let to = self.graph.edges_directed(node, Direction::Incoming);
            from.map(|edge| (self.graph[edge.target()], edge.weight()))
                .chain(to.map(|edge| (self.graph[edge.source()], edge.weight())))
        })
    }

    /// Sets of events that cause or enable each other in a circle, which cannot be.
    /// Tarjan's strongly connected components over those links: linear in events and links.
    pub fn cause_cycles(&self) -> Vec<Vec<EventId>> {
        let causes = self.graph.filter_map(
            |_, id| Some(*id),
            |_, link| matches!(link.relation, Relation::Causes | Relation::Enables).then_some(()),
        );
        let mut cycles: Vec<Vec<EventId>> = tarjan_scc(&causes)
            .into_iter()
            .filter(|nodes| nodes.len() > 1)
            .map(|nodes| {
                let mut ids: Vec<EventId> = nodes.into_iter().map(|n| causes[n]).collect();
                ids.sort();
                ids
            })
            .collect();
        cycles.sort();
        cycles
    }
}
