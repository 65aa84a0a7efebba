use super::{EventId, FieldError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The short number of a story in one database; people type it as `3` or `s3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoryId(pub i64);

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("s{}", self.0))
    }
}

impl FromStr for StoryId {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let digits = text.strip_prefix(['s', 'S']).unwrap_or(text);
        match digits.parse::<i64>() {
            Ok(id) if id > 0 => Ok(StoryId(id)),
            _ => Err(FieldError::new("story", text, "expected a number like s3")),
        }
    }
}

/// An event in a story, and why it is there. `E` names the events: their short numbers inside a
/// database, their uids in files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member<E = EventId> {
    /// The event.
    pub event: E,
    /// The earlier event of the story that it most probably belongs to; none for the first.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub after: Option<E>,
    /// How probably it belongs to that one, 0 to 1.
    pub probability: f64,
    /// Why, in words; empty for the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

fn none<E>() -> Option<E> {
    None
}

/// A named set of events that tell one story, found by the program or curated.
///
/// As each event but the first comes after another, a story is a tree: where two follow one, it
/// branches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storyline<E = EventId> {
    /// Its number here; none until it is given one.
    pub id: Option<StoryId>,
    /// Its name.
    pub title: String,
    /// Its events, in the order of their dates.
    pub members: Vec<Member<E>>,
    /// Whether an analyst made or changed it; the program then leaves it alone.
    #[serde(default)]
    pub curated: bool,
}

impl<E> Storyline<E> {
    /// The same story with its events under other names, as `name` gives them.
    ///
    /// # Errors
    /// The first of `name`.
    pub fn named<F, X>(&self, mut name: impl FnMut(&E) -> Result<F, X>) -> Result<Storyline<F>, X> {
        let members = self.members.iter().map(|member| {
            Ok(Member {
                event: name(&member.event)?,
                after: member.after.as_ref().map(&mut name).transpose()?,
                probability: member.probability,
                reason: member.reason.clone(),
            })
        });
        Ok(Storyline {
            id: self.id,
            title: self.title.clone(),
            members: members.collect::<Result<_, X>>()?,
            curated: self.curated,
        })
    }
}
