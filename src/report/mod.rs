//! Use cases: a question put to a database becomes plain views for tables and charts.

pub mod view;
