use super::words::words;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The number of a change to a database; an import is one.
pub type ChangeId = i64;

/// One run over one file, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Its number, for `imports undo`.
    pub id: ChangeId,
    /// When.
    pub at: DateTime<Utc>,
    /// The file as named.
    pub file: String,
    /// The format's name.
    pub format: String,
    /// SHA-256 of the file, in hex.
    pub hash: String,
    /// What came of its records.
    #[serde(flatten)]
    pub counts: Counts,
    /// When it was taken back, if it was.
    pub undone: Option<DateTime<Utc>>,
}

/// What came of the records of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Records in the file.
    pub read: u64,
    /// New ones.
    pub added: u64,
    /// Known ones that the file says something else of.
    pub updated: u64,
    /// Known ones that the file repeats.
    pub unchanged: u64,
    /// Events that a newer release of their dataset no longer tells; they stay, marked.
    pub withdrawn: u64,
    /// Records that could not be understood; they are in the rejects file.
    pub rejected: u64,
}

words! {
    /// What a revision is about.
    pub enum Subject ("subject") {
        /// An event; its key is the uid.
        Event = "event",
        /// An actor; its key is the name.
        Actor = "actor",
        /// A link; its key is `from relation to` by uid.
        Link = "link",
    }
}

/// Who changed what, when, from what to what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revision {
    /// The change it belongs to; one `undo` takes back all of a change.
    pub change: ChangeId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the user's name, or the program's for `build`.
    pub author: String,
    /// What was done, as in "edit e42".
    pub action: String,
    /// What sort of thing was changed.
    pub subject: Subject,
    /// Which.
    pub key: String,
    /// The record before; none where it was added.
    pub before: Option<serde_json::Value>,
    /// The record after; none where it was taken out.
    pub after: Option<serde_json::Value>,
    /// Whether the change has been taken back.
    pub undone: bool,
}
