//! Events connected by links, as a graph, and by the stories that they belong to; and actors, who
//! share events, as another graph.

mod betweenness;
mod candidates;
mod common;
mod communities;
mod csr;
mod links;
mod lint;
mod occurrences;
mod path;
mod profile;
mod rank;
mod stories;
mod suggest;
mod text;
mod ties;
mod title;

pub use betweenness::Betweenness;
pub use links::{Builder, Graph, Step};
pub use stories::{stories, story_pairs};
pub use suggest::{evidence_names, link_pairs, suggest};
pub use ties::Ties;
