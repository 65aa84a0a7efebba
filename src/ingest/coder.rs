//! What reads articles for events: the coder that is built in, or a program that takes its place.

use super::Directory;
use super::outside::{Outside, OutsideError};
use crate::domain::{Article, Event};
use crate::extract::Extractor;
use crate::source::Reject;
use std::sync::{Arc, LazyLock};

/// What reads articles for events.
#[derive(Debug, Clone, Default)]
pub enum Coder {
    /// [`Extractor`], with the actors that are built in.
    #[default]
    BuiltIn,
    /// A program.
    Outside(Arc<Outside>),
}

/// What an article was read for: its events, and what the coder said that cannot be.
#[derive(Debug, Default)]
pub(super) struct Coded {
    pub(super) events: Vec<Event>,
    /// Each with the line that it is about.
    pub(super) rejects: Vec<Reject>,
}

impl Coder {
    /// The events that an article tells of. The word lists are made with the first article of all.
    pub(super) fn read(&self, article: &Article) -> Result<Coded, OutsideError> {
        static BUILT_IN: LazyLock<Extractor> =
            LazyLock::new(|| Extractor::new(Directory::built_in().actors()));
        match self {
            Coder::BuiltIn => Ok(Coded { events: BUILT_IN.events(article), rejects: Vec::new() }),
            Coder::Outside(outside) => outside.read(article),
        }
    }
}
