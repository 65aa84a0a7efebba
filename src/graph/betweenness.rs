//! Betweenness: how many of the shortest ways between others lead over a node.

use super::ties::Ties;
use std::collections::VecDeque;

/// Graphs of no more nodes times ties than this are computed exactly.
const EXACT: u64 = 500_000_000;
/// From so many nodes ways are followed in larger graphs.
const SAMPLE: usize = 512;

/// The betweenness of each node, and how it was computed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Betweenness {
    /// Of each node, the share of the pairs of other nodes whose shortest ways lead over it, 0 to 1;
    /// where there are several shortest ways, their share of these.
    pub values: Vec<f64>,
    /// From how many nodes ways were followed, where not from all; the values are estimates then.
    pub sampled: Option<usize>,
}

impl Ties {
    /// The betweenness of each node by the number of steps, whatever the strength of the ties:
    /// Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25
    /// (2001). In large graphs ways are followed from some nodes only, drawn evenly at random with a
    /// fixed seed, and the sums scaled up: Brandes and Pich, "Centrality estimation in large
    /// networks", International Journal of Bifurcation and Chaos 17 (2007).
    pub fn betweenness(&self) -> Betweenness {
        let nodes = self.nodes();
        if nodes as u64 * (nodes + self.rows.edges()) as u64 <= EXACT {
            return self.betweenness_from(nodes);
        }
        self.betweenness_from(SAMPLE)
    }

    fn betweenness_from(&self, most: usize) -> Betweenness {
        let nodes = self.nodes();
        let starts = sample(nodes, most);
        let mut search = Search::new(nodes);
        let mut values = vec![0.0; nodes];
        starts.iter().for_each(|start| search.run(self, *start, &mut values));
        // Each pair is met from both of its ends.
        let others = nodes.saturating_sub(1) as f64;
        let pairs = others * (others - 1.0);
        let scale = nodes as f64 / starts.len() as f64 / pairs;
        values.iter_mut().for_each(|value| *value = if pairs > 0.0 { *value * scale } else { 0.0 });
        Betweenness { values, sampled: (starts.len() < nodes).then_some(starts.len()) }
    }
}

/// What is kept of a search from one node; only what was seen is cleared for the next.
struct Search {
    /// Steps from the start, from 1; 0 is not seen.
    steps: Vec<u32>,
    /// How many shortest ways there are.
    ways: Vec<f64>,
    /// The share of the ways to others that lead over the node.
    share: Vec<f64>,
    order: Vec<u32>,
    queue: VecDeque<u32>,
}

impl Search {
    fn new(nodes: usize) -> Search {
        Search {
            steps: vec![0; nodes],
            ways: vec![0.0; nodes],
            share: vec![0.0; nodes],
            order: Vec::new(),
            queue: VecDeque::new(),
        }
    }

    fn run(&mut self, ties: &Ties, start: u32, values: &mut [f64]) {
        let Search { steps, ways, share, order, queue } = self;
        (steps[start as usize], ways[start as usize]) = (1, 1.0);
        queue.push_back(start);
        while let Some(node) = queue.pop_front() {
            order.push(node);
            for next in ties.rows.targets(node) {
                if steps[next as usize] == 0 {
                    steps[next as usize] = steps[node as usize] + 1;
                    queue.push_back(next);
                }
                if steps[next as usize] == steps[node as usize] + 1 {
                    ways[next as usize] += ways[node as usize];
                }
            }
        }
        for node in order.iter().rev() {
            let at = *node as usize;
            for before in ties.rows.targets(*node) {
                if steps[before as usize] + 1 == steps[at] {
                    let part = ways[before as usize] / ways[at];
                    share[before as usize] += part * (1.0 + share[at]);
                }
            }
            if *node != start {
                values[at] += share[at];
            }
        }
        for node in order.drain(..) {
            (steps[node as usize], ways[node as usize], share[node as usize]) = (0, 0.0, 0.0);
        }
    }
}

/// So many of the numbers below `all`, each set as likely as another, always the same: selection
/// sampling, Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
fn sample(all: usize, most: usize) -> Vec<u32> {
    let mut state = 1_u64;
    let mut chosen = Vec::new();
    for number in 0..all {
        // SplitMix64, Steele, Lea and Flood (2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let (left, wanted) = ((all - number) as u64, most.saturating_sub(chosen.len()) as u64);
        if mixed % left < wanted {
            chosen.push(number as u32);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::super::ties::tests::some_ties;
    use super::*;
    use proptest::prelude::*;

    /// Steps and numbers of shortest ways from each node to each.
    fn ways(ties: &Ties) -> Vec<Vec<Option<(u32, f64)>>> {
        let n = ties.nodes();
        let from = |start: usize| {
            let mut found: Vec<Option<(u32, f64)>> = vec![None; n];
            found[start] = Some((0, 1.0));
            for step in 0..n as u32 {
                for node in 0..n {
                    let Some((at, ways)) = found[node].filter(|(at, _)| *at == step) else {
                        continue;
                    };
                    for next in ties.rows.targets(node as u32) {
                        match &mut found[next as usize] {
                            None => found[next as usize] = Some((at + 1, ways)),
                            Some((there, sum)) if *there == at + 1 => *sum += ways,
                            Some(_) => {}
                        }
                    }
                }
            }
            found
        };
        (0..n).map(from).collect()
    }

    proptest! {
        #[test]
        fn is_the_share_of_all_shortest_ways(ties in some_ties()) {
            let (n, ways) = (ties.nodes(), ways(&ties));
            let mut expected = vec![0.0; n];
            for (a, b) in (0..n).flat_map(|a| (0..a).map(move |b| (a, b))) {
                let Some((steps, all)) = ways[a][b] else { continue };
                for node in (0..n).filter(|node| ![a, b].contains(node)) {
                    if let (Some((first, x)), Some((second, y))) = (ways[a][node], ways[node][b])
                        && first + second == steps
                    {
                        expected[node] += x * y / all;
                    }
                }
            }
            let pairs = (n as f64 - 1.0) * (n as f64 - 2.0) / 2.0;
            let found = ties.betweenness();
            prop_assert_eq!(found.sampled, None);
            for (found, sum) in found.values.iter().zip(expected) {
                let expected = if pairs > 0.0 { sum / pairs } else { 0.0 };
                prop_assert!((found - expected).abs() < 1e-9, "{} {}", found, expected);
            }
        }

        #[test]
        fn a_sample_is_of_different_numbers(all in 0..50_usize, most in 0..60_usize) {
            let chosen = sample(all, most);
            prop_assert_eq!(chosen.len(), all.min(most));
            prop_assert!(chosen.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn an_estimate_is_near() {
        // A ring with a hub in it: the ways over the hub are many, all others alike.
        let nodes = 400;
        let ring = (0..nodes).map(|n| (n, (n + 1) % nodes, 1));
        let ties: Vec<(u32, u32, u64)> =
            ring.chain((0..nodes).step_by(7).map(|n| (n, nodes, 1))).collect();
        let ties = Ties::new(nodes as usize + 1, &ties);
        let (exact, near) = (ties.betweenness(), ties.betweenness_from(100));
        assert_eq!((exact.sampled, near.sampled), (None, Some(100)));
        let hub = nodes as usize;
        assert!((exact.values[hub] - near.values[hub]).abs() < 0.02, "{:?}", near.values[hub]);
    }
}
