//! A database of geopolitical events: who did what to whom, where, when and according to whom.
#![cfg_attr(not(test), deny(unused_crate_dependencies))]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cli;
pub mod coding;
pub mod domain;
pub mod extract;
pub mod graph;
pub mod ingest;
pub mod query;
pub mod render;
pub mod report;
pub mod source;
pub mod store;

/// Reading files makes and drops millions of small texts on all cores: with this allocator an import
/// takes a tenth less.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
