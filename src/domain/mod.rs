//! The words of the field as plain types: no input or output, no SQL.

mod actor;
mod change;
mod claim;
pub mod edtf;
mod era;
mod event;
mod extras;
mod kind;
mod link;
mod place;
mod record;
mod score;
mod source;
mod stamp;
mod storyline;
mod words;

pub use actor::{Actor, ActorKind, Alias, Membership, Participation, Role};
pub use change::{ChangeId, Counts, Difference, Import, Note, Revision, Subject};
pub use claim::{Claim, Disagreement, Rule, Ruling, Said};
pub use edtf::{Bounds, Edtf, Precision};
pub use era::Era;
pub use event::{
    Deaths, Entry, Event, EventId, Modality, NativeCode, Review, Verification, dataset_of,
};
pub use extras::{Extras, INJURED};
pub use kind::{Class, Kind};
pub use link::{Link, LinkState, Relation, lint};
pub use place::Place;
pub use score::Score;
pub use source::{Article, Citation, Part, Section, Source};
pub use stamp::Stamp;
pub use storyline::{Member, StoryId, Storyline};
pub use words::{UnknownWord, nearest};

pub(crate) use words::words;

use std::fmt;

/// A value that its field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, by its name in files.
    pub field: &'static str,
    /// The value as given.
    pub value: String,
    /// What is wrong with it and what was expected.
    pub why: String,
}

impl FieldError {
    /// Says that `field` cannot be `value`, and why.
    pub fn new(field: &'static str, value: impl Into<String>, why: impl fmt::Display) -> Self {
        FieldError { field, value: value.into(), why: why.to_string() }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A reason that quotes the value itself needs no second mention of it.
        if self.value.is_empty() || self.why.contains(&format!("\"{}\"", self.value)) {
            write!(f, "{}: {}", self.field, self.why)
        } else {
            write!(f, "{} \"{}\": {}", self.field, self.value, self.why)
        }
    }
}

impl std::error::Error for FieldError {}
