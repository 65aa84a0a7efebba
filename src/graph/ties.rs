//! Who is tied to whom: a graph without directions, and what its shape says of each node.

use super::csr::Csr;
use petgraph::algo::bridges::bridges;
use petgraph::graph::UnGraph;
use petgraph::visit::EdgeRef;

/// Nodes, numbered from 0, tied to each other more or less strongly.
///
/// ```
/// use annalist::graph::Ties;
/// // Two triangles and a bridge between them.
/// let ties = [(0, 1, 2), (1, 2, 2), (0, 2, 2), (2, 3, 1), (3, 4, 2), (4, 5, 2), (3, 5, 2)];
/// let ties = Ties::new(6, &ties);
/// assert_eq!(ties.degree(2), 3);
/// assert_eq!(ties.communities(), [0, 0, 0, 1, 1, 1]);
/// assert_eq!(ties.bridges(), [(2, 3)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ties {
    /// Each tie from both of its ends.
    pub(super) rows: Csr<u64>,
}

impl Ties {
    /// So many nodes, and the ties between two of them with their strengths. Ties of a node with
    /// itself, to nodes that there are not, and of no strength are left out; two ties between the
    /// same nodes are one of their strengths together.
    pub fn new(nodes: usize, ties: &[(u32, u32, u64)]) -> Ties {
        let is_tie = |(a, b, strength): &&(u32, u32, u64)| {
            a != b && (*a.max(b) as usize) < nodes && *strength > 0
        };
        let mut both: Vec<(u32, u32, u64)> = ties
            .iter()
            .filter(is_tie)
            .flat_map(|(a, b, strength)| [(*a, *b, *strength), (*b, *a, *strength)])
            .collect();
        both.sort_unstable();
        both.dedup_by(|next, tie| {
            let same = (next.0, next.1) == (tie.0, tie.1);
            if same {
                tie.2 = tie.2.saturating_add(next.2);
            }
            same
        });
        Ties { rows: Csr::of_edges(nodes, &both) }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.rows.nodes()
    }

    /// How many nodes a node is tied to.
    pub fn degree(&self, node: u32) -> usize {
        self.rows.targets(node).len()
    }

    /// How strong a node's ties are together.
    pub(super) fn strength(&self, node: u32) -> u64 {
        self.rows.row(node).iter().map(|(_, strength)| strength).sum()
    }

    /// Ties that alone hold two parts of the graph together, as pairs of nodes in their order:
    /// Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2 (1974).
    /// Linear in nodes and ties.
    pub fn bridges(&self) -> Vec<(u32, u32)> {
        let nodes = self.nodes() as u32;
        let ends = (0..nodes).flat_map(|a| self.rows.targets(a).map(move |b| (a, b)));
        let graph = UnGraph::<(), ()>::from_edges(ends.filter(|(a, b)| a < b));
        let mut found: Vec<(u32, u32)> = bridges(&graph)
            .map(|tie| (tie.source().index() as u32, tie.target().index() as u32))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Some nodes and ties between them.
    pub(in super::super) fn some_ties() -> impl Strategy<Value = Ties> {
        (1..9_usize).prop_flat_map(|nodes| {
            let node = 0..nodes as u32;
            proptest::collection::vec((node.clone(), node, 1..4_u64), 0..20)
                .prop_map(move |ties| Ties::new(nodes, &ties))
        })
    }

    /// How many nodes are reached from one, without one tie.
    fn reached(ties: &Ties, start: u32, without: (u32, u32)) -> usize {
        let mut seen = vec![false; ties.nodes()];
        let mut stack = vec![start];
        while let Some(node) = stack.pop() {
            if std::mem::replace(&mut seen[node as usize], true) {
                continue;
            }
            let cut = |other: &u32| (node.min(*other), node.max(*other)) == without;
            stack.extend(ties.rows.targets(node).filter(|other| !cut(other)));
        }
        seen.into_iter().filter(|seen| *seen).count()
    }

    proptest! {
        #[test]
        fn without_a_bridge_less_is_reached(ties in some_ties()) {
            let mut expected = Vec::new();
            for a in 0..ties.nodes() as u32 {
                for b in ties.rows.targets(a).filter(|b| a < *b) {
                    if reached(&ties, a, (a, b)) < reached(&ties, a, (a, a)) {
                        expected.push((a, b));
                    }
                }
            }
            prop_assert_eq!(ties.bridges(), expected);
        }
    }
}
