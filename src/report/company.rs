//! Who takes part with whom: actors as a graph, in which two are tied by the events that they share.

use crate::domain::Score;
use crate::graph::{Betweenness, Ties};
use crate::query::Filter;
use crate::store::{Busy, Pairs, Store, StoreError};

/// Actors who take part in the events of a query, and who of them shares events with whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Company {
    /// From the busiest down, equals by name.
    pub actors: Vec<Busy>,
    /// Each two who share events, once.
    pub ties: Vec<Tie>,
}

/// Two actors who share events.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// The busier one, by its place among the actors.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// How many events they share, and their scores.
    pub score: Score,
}

impl Company {
    /// Asks who takes part in the events that match; who is merely mentioned does not.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn of(store: &mut Store, filter: &Filter) -> Result<Company, StoreError> {
        let Pairs { all, pairs, .. } = store.ties(filter)?;
        let ties = pairs.into_iter().map(|(a, b, score)| Tie { a, b, score }).collect();
        Ok(Company { actors: all, ties })
    }

    /// The actors as nodes, tied as strongly as they share events.
    fn graph(&self) -> Ties {
        let tie = |tie: &Tie| (tie.a as u32, tie.b as u32, tie.score.events);
        Ties::new(self.actors.len(), &self.ties.iter().map(tie).collect::<Vec<_>>())
    }

    /// The place of each actor in the graph of all; `betweenness` says whether that is wanted, which
    /// takes longest.
    pub fn standings(&self, betweenness: bool) -> Standings {
        let graph = self.graph();
        let between = if betweenness { graph.betweenness() } else { Betweenness::default() };
        let communities = graph.communities();
        let of = (0..).zip(graph.page_rank()).zip(&communities);
        let standing = |((node, page_rank), community): ((u32, f64), &u32)| Standing {
            degree: graph.degree(node),
            page_rank,
            betweenness: between.values.get(node as usize).copied(),
            community: *community as usize + 1,
        };
        Standings {
            of_actors: of.map(standing).collect(),
            modularity: graph.modularity(&communities),
            sampled: between.sampled,
        }
    }

    /// The ties that alone hold two parts of the graph together.
    pub fn bridges(&self) -> Vec<&Tie> {
        let bridges = self.graph().bridges();
        let is_bridge = |tie: &&Tie| bridges.binary_search(&(tie.a as u32, tie.b as u32)).is_ok();
        self.ties.iter().filter(is_bridge).collect()
    }
}

/// Where actors stand in the graph of all who take part.
#[derive(Debug, Clone, PartialEq)]
pub struct Standings {
    /// In the order of the actors.
    pub of_actors: Vec<Standing>,
    /// How much more actors are tied inside the communities than chance would have it, -0.5 to 1.
    pub modularity: f64,
    /// From how many actors ways were followed for betweenness, where not from all.
    pub sampled: Option<usize>,
}

/// Where an actor stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// With how many others it shares events.
    pub degree: usize,
    /// Its PageRank; all together are 1.
    pub page_rank: f64,
    /// The share of the shortest ways between others that lead over it, if asked for.
    pub betweenness: Option<f64>,
    /// The number of its community, from 1 in the order of their busiest actors.
    pub community: usize,
}
