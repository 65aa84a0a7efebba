//! Events connected by links, in both directions.

use super::csr::Csr;
use crate::domain::{EventId, Stamp};
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::{
    GraphBase, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, NodeCount, NodeIndexable,
    Visitable,
};
use std::collections::HashSet;

/// The links between events, without those that were rejected. 5 million events and 10 million
/// links take 220 MB.
///
/// ```
/// use annalist::domain::{EventId, Relation, Stamp};
/// use annalist::graph::{Builder, Graph};
/// let mut builder = Builder::default();
/// for (from, to) in [(1, 2), (2, 3), (3, 2)] {
///     builder.add(from, to, Stamp::new(Relation::Causes, false, 1.0));
/// }
/// let graph: Graph = builder.finish();
/// assert_eq!(graph.neighbours(EventId(2)).count(), 3);
/// assert_eq!(graph.cause_cycles(), [[EventId(2), EventId(3)]]);
/// ```
#[derive(Debug, Default, PartialEq)]
pub struct Graph {
    /// The events with links, in the order of their numbers; nodes are places among them.
    ids: Vec<u32>,
    /// The links by the event that they go from, and by the one that they go to.
    pub(super) out: Csr<Stamp>,
    pub(super) into: Csr<Stamp>,
}

/// A link as it is walked: perhaps from its end to its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The event that the walk comes from.
    pub from: EventId,
    /// The event that it comes to.
    pub to: EventId,
    /// What the link says.
    pub stamp: Stamp,
    /// Whether the link goes that way, and not the other.
    pub along: bool,
}

impl Step {
    /// Whether the relation itself lets the walk come to an event that is no earlier.
    pub fn is_onward(&self) -> bool {
        self.stamp.relation().comes_before().is_none_or(|before| before == self.along)
    }
}

impl Graph {
    /// How many events have links.
    pub fn events(&self) -> usize {
        self.ids.len()
    }

    /// How many links there are.
    pub fn links(&self) -> usize {
        self.out.edges()
    }

    /// The event of a node.
    pub(super) fn event(&self, node: u32) -> EventId {
        EventId(i64::from(self.ids[node as usize]))
    }

    /// The node of an event, if it has links.
    pub(super) fn node(&self, id: EventId) -> Option<u32> {
        let id = u32::try_from(id.0).ok()?;
        self.ids.binary_search(&id).ok().map(|node| node as u32)
    }

    /// The links of a node as steps to its neighbours.
    #[inline]
    pub(super) fn steps(&self, node: u32) -> impl Iterator<Item = (u32, Stamp, bool)> + '_ {
        let out = self.out.row(node).iter().map(|(other, stamp)| (*other, *stamp, true));
        out.chain(self.into.row(node).iter().map(|(other, stamp)| (*other, *stamp, false)))
    }

    /// The links of an event, from it and to it, as steps to its neighbours. Takes time in the
    /// number of those links.
    pub fn neighbours(&self, id: EventId) -> impl Iterator<Item = Step> + '_ {
        self.node(id).into_iter().flat_map(move |node| {
            self.steps(node).map(move |(other, stamp, along)| Step {
                from: id,
                to: self.event(other),
                stamp,
                along,
            })
        })
    }

    /// The graph of those links only that pass a test.
    pub(super) fn only(&self, keep: impl Fn(Stamp) -> bool) -> Graph {
        let mut builder = Builder::default();
        for node in 0..self.ids.len() as u32 {
            for (other, stamp) in self.out.row(node).iter().filter(|(_, stamp)| keep(*stamp)) {
                builder.add(self.ids[node as usize], self.ids[*other as usize], *stamp);
            }
        }
        builder.finish()
    }
}

/// Makes a [`Graph`] of links. It takes least where they come in the order of the events that they
/// go from.
#[derive(Debug, Default)]
pub struct Builder {
    /// The events that links go from, and how many do.
    rows: Vec<(u32, u32)>,
    /// The numbers of the events that they go to, and what they say.
    ends: Vec<(u32, Stamp)>,
}

impl Builder {
    /// One that expects so many links.
    pub fn with_capacity(links: usize) -> Builder {
        Builder { rows: Vec::new(), ends: Vec::with_capacity(links) }
    }

    /// Adds a link between the events of these numbers.
    #[inline]
    pub fn add(&mut self, from: u32, to: u32, stamp: Stamp) {
        match self.rows.last_mut() {
            Some((last, count)) if *last == from => *count += 1,
            _ => self.rows.push((from, 1)),
        }
        self.ends.push((to, stamp));
    }

    /// The graph of what was added. Linear in the links and in the greatest number of an event.
    pub fn finish(self) -> Graph {
        let Builder { rows, mut ends } = self.in_order();
        let froms = rows.iter().map(|(from, _)| *from);
        let ranks = Ranks::of(froms.chain(ends.iter().map(|(to, _)| *to)));
        let ids = ranks.ids();
        ends.iter_mut().for_each(|(to, _)| *to = ranks.of_id(*to));
        drop(ranks);
        let mut next = rows.iter().peekable();
        let lengths =
            ids.iter().map(|id| next.next_if(|(from, _)| from == id).map_or(0, |(_, n)| *n));
        let out = Csr::new(lengths, ends);
        drop(rows);
        let into = out.reversed();
        Graph { ids, out, into }
    }

    /// The same with a row an event, in their order.
    fn in_order(self) -> Builder {
        if self.rows.is_sorted_by(|(a, _), (b, _)| a < b) {
            return self;
        }
        let froms = self.rows.iter().flat_map(|(from, n)| (0..*n).map(|_| *from));
        let mut links: Vec<(u32, u32, Stamp)> =
            froms.zip(&self.ends).map(|(from, (to, stamp))| (from, *to, *stamp)).collect();
        links.sort_by_key(|(from, ..)| *from);
        let mut builder = Builder::with_capacity(links.len());
        links.into_iter().for_each(|(from, to, stamp)| builder.add(from, to, stamp));
        builder
    }
}

/// A set of numbers, and the place of each among them: a bit each, and a count for every 64.
struct Ranks {
    bits: Vec<u64>,
    before: Vec<u32>,
}

impl Ranks {
    fn of(ids: impl Iterator<Item = u32>) -> Ranks {
        let mut bits: Vec<u64> = Vec::new();
        for id in ids {
            let word = id as usize / 64;
            if word >= bits.len() {
                bits.resize(word + 1, 0);
            }
            bits[word] |= 1 << (id % 64);
        }
        let mut count = 0;
        let before = bits.iter().map(|word| {
            let before = count;
            count += word.count_ones();
            before
        });
        Ranks { before: before.collect(), bits }
    }

    #[inline]
    fn of_id(&self, id: u32) -> u32 {
        let word = id as usize / 64;
        let lower = self.bits[word] & ((1 << (id % 64)) - 1);
        self.before[word] + lower.count_ones()
    }

    fn ids(&self) -> Vec<u32> {
        let mut ids = Vec::with_capacity(self.bits.iter().map(|w| w.count_ones() as usize).sum());
        for (at, word) in self.bits.iter().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                ids.push(at as u32 * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        ids
    }
}

impl GraphBase for Graph {
    type NodeId = NodeIndex;
    type EdgeId = u32;
}

impl NodeCount for Graph {
    fn node_count(&self) -> usize {
        self.ids.len()
    }
}

impl NodeIndexable for Graph {
    fn node_bound(&self) -> usize {
        self.ids.len()
    }
    fn to_index(&self, node: NodeIndex) -> usize {
        node.index()
    }
    fn from_index(&self, index: usize) -> NodeIndex {
        NodeIndex::new(index)
    }
}

impl Visitable for Graph {
    type Map = HashSet<NodeIndex>;
    fn visit_map(&self) -> HashSet<NodeIndex> {
        HashSet::new()
    }
    fn reset_map(&self, map: &mut HashSet<NodeIndex>) {
        map.clear();
    }
}

impl IntoNodeIdentifiers for &Graph {
    type NodeIdentifiers = std::iter::Map<std::ops::Range<usize>, fn(usize) -> NodeIndex>;
    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.ids.len()).map(NodeIndex::new)
    }
}

/// The neighbours of a node in one direction.
type Neighbours<'g> =
    std::iter::Map<std::slice::Iter<'g, (u32, Stamp)>, fn(&(u32, Stamp)) -> NodeIndex>;

impl<'g> IntoNeighbors for &'g Graph {
    type Neighbors = Neighbours<'g>;
    fn neighbors(self, node: NodeIndex) -> Neighbours<'g> {
        self.neighbors_directed(node, Direction::Outgoing)
    }
}

impl<'g> IntoNeighborsDirected for &'g Graph {
    type NeighborsDirected = Neighbours<'g>;
    fn neighbors_directed(self, node: NodeIndex, direction: Direction) -> Neighbours<'g> {
        let rows = match direction {
            Direction::Outgoing => &self.out,
            Direction::Incoming => &self.into,
        };
        rows.row(node.index() as u32).iter().map(|(target, _)| NodeIndex::new(*target as usize))
    }
}
