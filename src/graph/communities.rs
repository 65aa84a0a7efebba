//! Communities: nodes that are tied to each other more than chance would have it.

use super::ties::Ties;
use petgraph::unionfind::UnionFind;
use std::collections::HashMap;

impl Ties {
    /// The community of each node, from 0 in the order of their first nodes; a node without ties is
    /// one of its own.
    ///
    /// The Louvain method: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities
    /// in large networks", Journal of Statistical Mechanics (2008) P10008. Nodes move, in their order,
    /// to the neighbouring community that betters the modularity of Newman and Girvan (2004) most;
    /// then communities are nodes themselves, until nothing moves. As that may leave a community in
    /// pieces (Traag, Waltman and van Eck 2019), each piece becomes its own in the end, which betters
    /// modularity further. All is in whole numbers and in one order, so that the result is always the
    /// same.
    pub fn communities(&self) -> Vec<u32> {
        let mut of_node: Vec<u32> = (0..self.nodes() as u32).collect();
        let mut level = Level::of(self);
        while let Some(moved) = level.moved() {
            of_node.iter_mut().for_each(|community| *community = moved[*community as usize]);
            level = level.joined(&moved);
        }
        let mut pieces = UnionFind::new(self.nodes());
        for node in 0..self.nodes() as u32 {
            for other in self.rows.targets(node) {
                if of_node[node as usize] == of_node[other as usize] {
                    pieces.union(node, other);
                }
            }
        }
        numbered(pieces.into_labeling())
    }

    /// The modularity of communities, -0.5 to 1: how much more of the strength of ties lies inside
    /// them than if ties were drawn at random between nodes of these strengths.
    pub fn modularity(&self, communities: &[u32]) -> f64 {
        let all: f64 = (0..self.nodes() as u32).map(|node| self.strength(node) as f64).sum();
        if all == 0.0 {
            return 0.0;
        }
        let mut inside = 0.0;
        let mut sums: HashMap<u32, f64> = HashMap::new();
        for (node, community) in (0_u32..).zip(communities) {
            *sums.entry(*community).or_default() += self.strength(node) as f64;
            let same = |other: &&(u32, u64)| communities.get(other.0 as usize) == Some(community);
            let ties = self.rows.row(node).iter().filter(same);
            inside += ties.map(|(_, strength)| *strength as f64).sum::<f64>();
        }
        let mut sums: Vec<f64> = sums.into_values().collect();
        sums.sort_by(f64::total_cmp);
        inside / all - sums.iter().map(|sum| (sum / all) * (sum / all)).sum::<f64>()
    }
}

/// The same communities by numbers from 0, in the order in which they first occur.
fn numbered(mut communities: Vec<u32>) -> Vec<u32> {
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    for community in &mut communities {
        let next = numbers.len() as u32;
        *community = *numbers.entry(*community).or_insert(next);
    }
    communities
}

/// Nodes that are communities of the level below.
struct Level {
    ties: Ties,
    /// Twice the strength of the ties inside each node, plus that of its ties to others.
    strengths: Vec<u64>,
    /// The sum of all strengths.
    all: u64,
}

impl Level {
    fn of(ties: &Ties) -> Level {
        let strengths: Vec<u64> = (0..ties.nodes() as u32).map(|n| ties.strength(n)).collect();
        Level { ties: ties.clone(), all: strengths.iter().sum(), strengths }
    }

    /// The community that each node moves to; none if none moves.
    fn moved(&self) -> Option<Vec<u32>> {
        let nodes = self.strengths.len();
        let mut of_node: Vec<u32> = (0..nodes as u32).collect();
        let mut sums = self.strengths.clone();
        // The strength of the ties from the node at hand to each community beside it.
        let mut ties_to: Vec<u64> = vec![0; nodes];
        let mut beside: Vec<u32> = Vec::new();
        let mut any = false;
        loop {
            let mut moves = false;
            for node in 0..nodes as u32 {
                let own = of_node[node as usize];
                let strength = self.strengths[node as usize];
                for (other, tie) in self.ties.rows.row(node) {
                    let community = of_node[*other as usize];
                    if ties_to[community as usize] == 0 {
                        beside.push(community);
                    }
                    ties_to[community as usize] += tie;
                }
                sums[own as usize] -= strength;
                // What modularity gains by the node in a community, times what is the same for all.
                let gain = |community: u32| {
                    let inside = i128::from(ties_to[community as usize]) * i128::from(self.all);
                    inside - i128::from(strength) * i128::from(sums[community as usize])
                };
                let mut best = (gain(own), own);
                beside.sort_unstable();
                for community in &beside {
                    if gain(*community) > best.0 {
                        best = (gain(*community), *community);
                    }
                }
                for community in beside.drain(..) {
                    ties_to[community as usize] = 0;
                }
                sums[best.1 as usize] += strength;
                if best.1 != own {
                    of_node[node as usize] = best.1;
                    moves = true;
                }
            }
            if !moves {
                break;
            }
            any = true;
        }
        any.then(|| numbered(of_node))
    }

    /// The communities as nodes.
    fn joined(&self, of_node: &[u32]) -> Level {
        let communities = of_node.iter().max().map_or(0, |last| *last as usize + 1);
        let mut strengths = vec![0; communities];
        let mut ties = Vec::with_capacity(self.ties.rows.edges());
        for (node, community) in (0_u32..).zip(of_node) {
            strengths[*community as usize] += self.strengths[node as usize];
            for (other, tie) in self.ties.rows.row(node).iter().filter(|tie| node < tie.0) {
                ties.push((*community, of_node[*other as usize], *tie));
            }
        }
        Level { ties: Ties::new(communities, &ties), strengths, all: self.all }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ties::tests::some_ties;
    use super::*;
    use proptest::prelude::*;

    /// The best modularity that any communities have, of nodes from some place on.
    fn best(ties: &Ties, communities: &mut Vec<u32>) -> f64 {
        if communities.len() == ties.nodes() {
            return ties.modularity(communities);
        }
        let next = communities.iter().max().map_or(0, |last| last + 1);
        let mut most = f64::MIN;
        for community in 0..=next {
            communities.push(community);
            most = most.max(best(ties, communities));
            communities.pop();
        }
        most
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn small_graphs_come_near_the_best(ties in some_ties()) {
            let communities = ties.communities();
            let (found, best) = (ties.modularity(&communities), best(&ties, &mut Vec::new()));
            prop_assert!(found <= best + 1e-9 && found > best - 0.1, "{} of {}", found, best);
            prop_assert_eq!(&communities, &numbered(communities.clone()));
        }
    }

    #[test]
    fn a_ring_of_cliques_falls_into_its_cliques() {
        let clique =
            |c: u32| (0..5).flat_map(move |a| (0..a).map(move |b| (5 * c + a, 5 * c + b, 1)));
        let mut ties: Vec<(u32, u32, u64)> = (0..6).flat_map(clique).collect();
        ties.extend((0..6).map(|c| (5 * c, 5 * ((c + 1) % 6) + 1, 1)));
        let ties = Ties::new(30, &ties);
        let communities = ties.communities();
        assert_eq!(communities, (0..30).map(|node| node / 5).collect::<Vec<u32>>());
        // Newman and Girvan's own way to count: each clique has 10 of 66 ties inside.
        let expected = 6.0 * (10.0 / 66.0 - (22.0_f64 / 132.0).powi(2));
        assert!((ties.modularity(&communities) - expected).abs() < 1e-12);
    }
}
