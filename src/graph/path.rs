//! The most trustworthy way from one event to another.

use super::links::{Graph, Step};
use crate::domain::{EventId, Stamp};
use hashbrown::HashTable;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The nats of 1: costs are whole numbers, so that sums do not depend on their order.
const NAT: f64 = (1_u64 << 24) as f64;
/// Room below a nat's parts for the number of steps, which decides between equals.
const STEPS: u32 = 20;

/// What a step costs: -ln of the link's confidence, so that the cheapest path is the one whose
/// confidences have the greatest product, and of such the one of fewest steps. None of a link that
/// is surely wrong.
fn cost(stamp: Stamp) -> Option<u64> {
    let confidence = stamp.confidence();
    (confidence > 0.0).then(|| (((-confidence.ln() * NAT).round() as u64) << STEPS) + 1)
}

impl Graph {
    /// The most trustworthy path: of all paths over steps that `may` be walked, in either direction
    /// of their links, the one whose confidences have the greatest product; of equals one of the
    /// fewest steps. None if there is none; no step from an event to itself.
    ///
    /// Dijkstra's algorithm (1959) from both ends at once, which meet in the middle: Pohl,
    /// "Bi-directional search", Machine Intelligence 6 (1971); it ends when the two nearest events
    /// that are left cannot better the best path found: Nicholson (1966).
    pub fn path(
        &self,
        from: EventId,
        to: EventId,
        may: impl Fn(&Step) -> bool,
    ) -> Option<Vec<Step>> {
        if from == to {
            return Some(Vec::new());
        }
        let mut sides = [Side::new(self.node(from)?), Side::new(self.node(to)?)];
        let mut best: Option<(u64, u32)> = None;
        while let (Some(ahead), Some(back)) = (sides[0].nearest(), sides[1].nearest()) {
            if best.is_some_and(|(best, _)| ahead.saturating_add(back) >= best) {
                break;
            }
            let forward = sides[0].frontier.len() <= sides[1].frontier.len();
            let [first, second] = &mut sides;
            let (side, other, beyond) =
                if forward { (first, &*second, back) } else { (second, &*first, ahead) };
            let Some((reached, node)) = side.settle() else { break };
            for (next, stamp, along) in self.steps(node) {
                let Some(cost) = cost(stamp) else { continue };
                let step = self.walked(node, next, stamp, along, forward);
                if !may(&step) {
                    continue;
                }
                let total = reached.saturating_add(cost);
                let met = other.seen(next);
                // What the other search has not settled is at least as far from its start as what it
                // will settle next.
                let rest = met.filter(|met| met.settled).map_or(beyond, |met| met.cost);
                if best.is_some_and(|(best, _)| total.saturating_add(rest) >= best) {
                    continue;
                }
                if side.reach(next, total, Via { node, stamp, along })
                    && let Some(met) = met
                {
                    let whole = total.saturating_add(met.cost);
                    if best.is_none_or(|(best, _)| whole < best) {
                        best = Some((whole, next));
                    }
                }
            }
        }
        let (_, meeting) = best?;
        let mut steps = Vec::new();
        let mut node = meeting;
        while let Some(via) = sides[0].via(node) {
            steps.push(self.walked(via.node, node, via.stamp, via.along, true));
            node = via.node;
        }
        steps.reverse();
        node = meeting;
        while let Some(via) = sides[1].via(node) {
            steps.push(self.walked(via.node, node, via.stamp, via.along, false));
            node = via.node;
        }
        Some(steps)
    }

    /// A step as the whole walk takes it, which the search from its end finds backwards.
    fn walked(&self, node: u32, next: u32, stamp: Stamp, along: bool, forward: bool) -> Step {
        let (node, next) = (self.event(node), self.event(next));
        let (from, to) = if forward { (node, next) } else { (next, node) };
        Step { from, to, stamp, along: along == forward }
    }
}

/// How a search came to a node.
#[derive(Debug, Clone, Copy)]
struct Via {
    node: u32,
    stamp: Stamp,
    along: bool,
}

/// A node that a search has come to.
struct Seen {
    node: u32,
    cost: u64,
    via: Option<Via>,
    settled: bool,
}

/// The search from one end.
struct Side {
    seen: Vec<Seen>,
    /// Places in `seen` by node. Most of a large graph is never seen.
    places: HashTable<u32>,
    /// Nodes by the cost at which they were reached; of those reached again also the old ones.
    frontier: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Side {
    fn new(start: u32) -> Side {
        let mut side =
            Side { seen: Vec::new(), places: HashTable::new(), frontier: BinaryHeap::new() };
        side.insert(Seen { node: start, cost: 0, via: None, settled: false });
        side
    }

    fn place(&self, node: u32) -> Option<usize> {
        let found = self.places.find(hash(node), |at| self.seen[*at as usize].node == node);
        found.map(|at| *at as usize)
    }

    fn insert(&mut self, seen: Seen) {
        self.frontier.push(Reverse((seen.cost, seen.node)));
        let (place, nodes) = (self.seen.len() as u32, &self.seen);
        self.places.insert_unique(hash(seen.node), place, |at| hash(nodes[*at as usize].node));
        self.seen.push(seen);
    }

    /// The cost of the nearest node that is not settled.
    fn nearest(&mut self) -> Option<u64> {
        while let Some(Reverse((cost, node))) = self.frontier.peek().copied() {
            match self.place(node) {
                Some(at) if !self.seen[at].settled => return Some(cost),
                _ => self.frontier.pop(),
            };
        }
        None
    }

    /// Settles the nearest node.
    fn settle(&mut self) -> Option<(u64, u32)> {
        let Reverse((cost, node)) = self.frontier.pop()?;
        let at = self.place(node)?;
        self.seen[at].settled = true;
        Some((cost, node))
    }

    /// Reaches a node at a cost; false if it was reached as cheaply before.
    fn reach(&mut self, node: u32, cost: u64, via: Via) -> bool {
        match self.place(node) {
            None => self.insert(Seen { node, cost, via: Some(via), settled: false }),
            Some(at) if cost < self.seen[at].cost => {
                let seen = &mut self.seen[at];
                (seen.cost, seen.via) = (cost, Some(via));
                self.frontier.push(Reverse((cost, node)));
            }
            Some(_) => return false,
        }
        true
    }

    fn seen(&self, node: u32) -> Option<&Seen> {
        self.place(node).and_then(|at| self.seen.get(at))
    }

    fn via(&self, node: u32) -> Option<Via> {
        self.seen(node).and_then(|seen| seen.via)
    }
}

/// Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4.
fn hash(node: u32) -> u64 {
    u64::from(node).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::super::links::Builder;
    use super::*;
    use crate::domain::Relation;
    use proptest::prelude::*;

    /// Bellman and Ford: the least cost of any walk, by trying every step as often as there are
    /// nodes.
    fn least(edges: &[(u32, u32, Stamp)], from: u32, to: u32, onward: bool) -> Option<u64> {
        let mut costs = [None; 12];
        costs[from as usize] = Some(0);
        for _ in 0..costs.len() {
            for (a, b, stamp) in edges {
                for (a, b, along) in [(*a, *b, true), (*b, *a, false)] {
                    let before = stamp.relation().comes_before();
                    let open = !onward || before.is_none_or(|before| before == along);
                    if let (Some(reached), Some(cost), true) =
                        (costs[a as usize], cost(*stamp), open)
                    {
                        let total: u64 = reached + cost;
                        let known = &mut costs[b as usize];
                        *known = Some(known.map_or(total, |known: u64| known.min(total)));
                    }
                }
            }
        }
        costs[to as usize]
    }

    fn edges() -> impl Strategy<Value = Vec<(u32, u32, Stamp)>> {
        let stamp = (0..Relation::ALL.len(), any::<bool>(), 0..=10_u32).prop_map(
            |(relation, suggested, tenths)| {
                Stamp::new(Relation::ALL[relation], suggested, f64::from(tenths) / 10.0)
            },
        );
        proptest::collection::vec((1..12_u32, 1..12_u32, stamp), 0..30).prop_map(|mut edges| {
            edges.sort_unstable();
            edges
        })
    }

    proptest! {
        #[test]
        fn is_as_cheap_as_any_walk(edges in edges(), from in 1..12_u32, to in 1..12_u32, onward: bool) {
            let mut builder = Builder::default();
            edges.iter().for_each(|(a, b, stamp)| builder.add(*a, *b, *stamp));
            let graph = builder.finish();
            let id = |n: u32| EventId(i64::from(n));
            let found = graph.path(id(from), id(to), |step| !onward || step.is_onward());
            let total = found.as_ref().map(|steps| {
                steps.iter().map(|step| cost(step.stamp).unwrap()).sum::<u64>()
            });
            prop_assert_eq!(total, least(&edges, from, to, onward));
            // It hangs together, and is of links that there are.
            let steps = found.unwrap_or_default();
            let mut at = id(from);
            for step in &steps {
                prop_assert_eq!(step.from, at);
                at = step.to;
                let (a, b) = if step.along { (step.from, step.to) } else { (step.to, step.from) };
                let is_it = |(x, y, stamp): &(u32, u32, Stamp)| {
                    id(*x) == a && id(*y) == b && *stamp == step.stamp
                };
                prop_assert!(edges.iter().any(is_it));
                prop_assert!(!onward || step.is_onward());
            }
            prop_assert!(steps.is_empty() || at == id(to));
        }
    }
}
