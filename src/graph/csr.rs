//! Compressed sparse rows: the edges of a graph in the order of the nodes that they go from.

/// The edges of a graph: each node's row holds where its edges go, beside what they weigh, so that
/// one look into memory finds both. It takes four bytes a node, and four and a weight an edge.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Csr<W> {
    /// Where each node's row starts, and after the last one where that ends.
    starts: Vec<u32>,
    edges: Vec<(u32, W)>,
}

impl<W> Default for Csr<W> {
    fn default() -> Csr<W> {
        Csr { starts: vec![0], edges: Vec::new() }
    }
}

impl<W: Copy> Csr<W> {
    /// Rows of these lengths, one after the other.
    pub(super) fn new(lengths: impl Iterator<Item = u32>, edges: Vec<(u32, W)>) -> Csr<W> {
        let mut starts = Vec::with_capacity(lengths.size_hint().0 + 1);
        let mut start = 0;
        starts.push(start);
        for length in lengths {
            start += length;
            starts.push(start);
        }
        Csr { starts, edges }
    }

    /// The rows of edges between `nodes` nodes that come in the order of their first nodes.
    pub(super) fn of_edges(nodes: usize, edges: &[(u32, u32, W)]) -> Csr<W> {
        let mut lengths = vec![0_u32; nodes];
        edges.iter().for_each(|(from, ..)| lengths[*from as usize] += 1);
        let ends = edges.iter().map(|(_, to, weight)| (*to, *weight));
        Csr::new(lengths.into_iter(), ends.collect())
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many edges there are.
    pub(super) fn edges(&self) -> usize {
        self.edges.len()
    }

    /// Where a node's edges go, and what they weigh.
    #[inline]
    pub(super) fn row(&self, node: u32) -> &[(u32, W)] {
        &self.edges[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// Where a node's edges go.
    #[inline]
    pub(super) fn targets(&self, node: u32) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.row(node).iter().map(|(target, _)| *target)
    }

    /// The edges the other way round. Linear in nodes and edges.
    pub(super) fn reversed(&self) -> Csr<W> {
        let nodes = self.nodes();
        // Each row's start is counted two places on: filled, it has come to stand where it belongs.
        let mut starts = vec![0_u32; nodes + 2];
        self.edges.iter().for_each(|(target, _)| starts[*target as usize + 2] += 1);
        for node in 2..nodes + 2 {
            starts[node] += starts[node - 1];
        }
        let mut edges = self.edges.clone();
        for node in 0..nodes as u32 {
            for (target, weight) in self.row(node) {
                let place = &mut starts[*target as usize + 1];
                edges[*place as usize] = (node, *weight);
                *place += 1;
            }
        }
        starts.pop();
        Csr { starts, edges }
    }
}
