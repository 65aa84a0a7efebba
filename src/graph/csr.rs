//! Compressed sparse rows: the edges of a graph in the order of the nodes that they go from.

/// The edges of a graph: each node's row holds where its edges go and what they weigh. It takes four
/// bytes a node, and four and a weight an edge.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Csr<W> {
    /// Where each node's row starts, and after the last one where that ends.
    starts: Vec<u32>,
    targets: Vec<u32>,
    weights: Vec<W>,
}

impl<W> Default for Csr<W> {
    fn default() -> Csr<W> {
        Csr { starts: vec![0], targets: Vec::new(), weights: Vec::new() }
    }
}

impl<W: Copy> Csr<W> {
    /// Rows of these lengths, one after the other.
    pub(super) fn new(
        lengths: impl Iterator<Item = u32>,
        targets: Vec<u32>,
        weights: Vec<W>,
    ) -> Csr<W> {
        let mut starts = Vec::with_capacity(lengths.size_hint().0 + 1);
        let mut start = 0;
        starts.push(start);
        for length in lengths {
            start += length;
            starts.push(start);
        }
        Csr { starts, targets, weights }
    }

    /// The rows of these edges between `nodes` nodes; a row has them in the order in which they come.
    pub(super) fn of_edges(nodes: usize, edges: &[(u32, u32, W)]) -> Csr<W> {
        let mut starts = vec![0_u32; nodes + 1];
        edges.iter().for_each(|(from, ..)| starts[*from as usize + 1] += 1);
        let mut order: Vec<u32> = (0..edges.len() as u32).collect();
        order.sort_by_key(|edge| edges[*edge as usize].0);
        let edge = |edge: &u32| edges[*edge as usize];
        Csr::new(
            starts.into_iter().skip(1),
            order.iter().map(|at| edge(at).1).collect(),
            order.iter().map(|at| edge(at).2).collect(),
        )
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many edges there are.
    pub(super) fn edges(&self) -> usize {
        self.targets.len()
    }

    /// Where a node's edges go, and what they weigh.
    #[inline]
    pub(super) fn row(&self, node: u32) -> impl ExactSizeIterator<Item = (u32, W)> + '_ {
        let row = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
        let weights = self.weights[row.clone()].iter();
        self.targets[row].iter().zip(weights).map(|(target, weight)| (*target, *weight))
    }

    /// Where a node's edges go.
    #[inline]
    pub(super) fn targets(&self, node: u32) -> &[u32] {
        &self.targets[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// The edges the other way round. Linear in nodes and edges.
    pub(super) fn reversed(&self) -> Csr<W> {
        let nodes = self.nodes();
        let mut starts = vec![0_u32; nodes + 1];
        self.targets.iter().for_each(|target| starts[*target as usize + 1] += 1);
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut targets = vec![0; self.targets.len()];
        let mut weights = self.weights.clone();
        for node in 0..nodes as u32 {
            for (target, weight) in self.row(node) {
                let place = &mut next[target as usize];
                targets[*place as usize] = node;
                weights[*place as usize] = weight;
                *place += 1;
            }
        }
        Csr { starts, targets, weights }
    }
}
