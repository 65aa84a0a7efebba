//! PageRank: how likely a walk is at each node that follows edges at random and now and then starts
//! anew anywhere. Page, Brin, Motwani and Winograd, "The PageRank citation ranking", Stanford
//! InfoLab 1999.

use super::csr::Csr;
use super::links::Graph;
use super::ties::Ties;
use crate::domain::EventId;
use std::thread;

/// How likely the walk goes on instead of starting anew.
const DAMPING: f64 = 0.85;

/// Graphs of fewer nodes are not worth a thread.
const WORTH: usize = 100_000;

impl Graph {
    /// The rank of each event with links after so many iterations, in the order of their numbers; all
    /// together are 1. Each link out of an event is as likely as any other.
    pub fn page_rank(&self, iterations: usize) -> Vec<(EventId, f64)> {
        let strengths: Vec<u32> =
            (0..self.events() as u32).map(|node| self.out.row(node).len() as u32).collect();
        let ranks = page_rank(&self.into, |_| 1.0, &strengths, iterations, 0.0);
        (0..).zip(ranks).map(|(node, rank)| (self.event(node), rank)).collect()
    }
}

impl Ties {
    /// The rank of each node; all together are 1. Stronger ties are followed more often, and a node
    /// without ties keeps the share of those that start anew. Iterates until no more than 1e-10 of
    /// all changes, at most a thousand times.
    pub fn page_rank(&self) -> Vec<f64> {
        let strengths: Vec<f64> =
            (0..self.nodes() as u32).map(|node| self.strength(node) as f64).collect();
        page_rank(&self.rows, |strength| strength as f64, &strengths, 1000, 1e-10)
    }
}

/// PageRank by power iteration over the edges into each node. A node without edges out of it leads
/// anywhere. Each node's rank is summed up in one order, so that the number of threads makes no
/// difference to it.
fn page_rank<W: Copy + Sync, S: Copy + Into<f64>>(
    into: &Csr<W>,
    weight: impl Fn(W) -> f64 + Sync,
    strengths: &[S],
    iterations: usize,
    tolerance: f64,
) -> Vec<f64> {
    let nodes = into.nodes();
    let even = 1.0 / nodes as f64;
    let mut ranks = vec![even; nodes];
    // What each node gives for every unit of an edge's weight.
    let mut gives = vec![0.0; nodes];
    let threads = match nodes {
        ..WORTH => 1,
        _ => thread::available_parallelism().map_or(1, |n| n.get()),
    };
    let part = nodes.div_ceil(threads).max(1);
    for _ in 0..iterations {
        let mut idle = 0.0;
        for ((rank, give), strength) in ranks.iter().zip(&mut gives).zip(strengths) {
            let strength: f64 = (*strength).into();
            *give = if strength > 0.0 { DAMPING * rank / strength } else { 0.0 };
            if strength <= 0.0 {
                idle += rank;
            }
        }
        let floor = (1.0 - DAMPING + DAMPING * idle) * even;
        let gives = &gives;
        let gather = |first: usize, ranks: &mut [f64]| {
            for (node, rank) in (first as u32..).zip(ranks) {
                let edges = into.row(node).iter();
                *rank =
                    floor + edges.map(|(from, w)| weight(*w) * gives[*from as usize]).sum::<f64>();
            }
        };
        let before = (tolerance > 0.0).then(|| ranks.clone());
        thread::scope(|scope| {
            let mut parts = (0..).step_by(part).zip(ranks.chunks_mut(part));
            let own = parts.next();
            for (first, ranks) in parts {
                scope.spawn(move || gather(first, ranks));
            }
            own.into_iter().for_each(|(first, ranks)| gather(first, ranks));
        });
        let change = |before: Vec<f64>| -> f64 {
            before.iter().zip(&ranks).map(|(before, rank)| (before - rank).abs()).sum()
        };
        if before.map(change).is_some_and(|change| change <= tolerance) {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::links::Builder;
    use super::super::ties::tests::some_ties;
    use super::*;
    use crate::domain::{Relation, Stamp};
    use proptest::prelude::*;

    /// The same by a dense matrix of the ways between nodes.
    fn dense(ways: &[Vec<f64>], iterations: usize) -> Vec<f64> {
        let n = ways.len();
        let mut ranks = vec![1.0 / n as f64; n];
        for _ in 0..iterations {
            let mut next = vec![(1.0 - DAMPING) / n as f64; n];
            for (from, row) in ways.iter().enumerate() {
                let all: f64 = row.iter().sum();
                for to in 0..n {
                    let share = if all > 0.0 { row[to] / all } else { 1.0 / n as f64 };
                    next[to] += DAMPING * ranks[from] * share;
                }
            }
            ranks = next;
        }
        ranks
    }

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    proptest! {
        #[test]
        fn of_events_is_as_by_a_matrix(
            edges in proptest::collection::vec((1..9_u32, 1..9_u32), 1..20),
            iterations in 0..12_usize,
        ) {
            let mut builder = Builder::default();
            for (from, to) in &edges {
                builder.add(*from, *to, Stamp::new(Relation::Causes, false, 0.5));
            }
            let ranks = builder.finish().page_rank(iterations);
            let place = |id: u32| ranks.iter().position(|(event, _)| event.0 == i64::from(id)).unwrap();
            let mut ways = vec![vec![0.0; ranks.len()]; ranks.len()];
            edges.iter().for_each(|(from, to)| ways[place(*from)][place(*to)] += 1.0);
            let ranks: Vec<f64> = ranks.iter().map(|(_, rank)| *rank).collect();
            prop_assert!(close(&ranks, &dense(&ways, iterations)), "{:?}", ranks);
            prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }

        #[test]
        fn of_ties_is_as_by_a_matrix(ties in some_ties()) {
            let mut ways = vec![vec![0.0; ties.nodes()]; ties.nodes()];
            for node in 0..ties.nodes() as u32 {
                for (to, w) in ties.rows.row(node) {
                    ways[node as usize][*to as usize] = *w as f64;
                }
            }
            let ranks = ties.page_rank();
            prop_assert!(close(&ranks, &dense(&ways, 400)), "{:?}", ranks);
            prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
