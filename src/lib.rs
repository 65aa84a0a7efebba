//! A database of geopolitical events: who did what to whom, where, when and according to whom.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod domain;
pub mod graph;
pub mod query;
pub mod source;
pub mod store;
