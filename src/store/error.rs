use crate::domain::{ChangeId, StoryId};

/// Why the store did not do what it was asked; the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be opened.
    #[error("cannot open the database {db}: {why}")]
    Open {
        /// As given.
        db: String,
        /// Why, and what to do.
        why: String,
    },
    /// The database does not do what it is told.
    #[error("the database says: {}", hinted(.0))]
    Database(#[from] diesel::result::Error),
    /// What stands in the database cannot be read.
    #[error("the database holds what cannot be: {0}; run `annalist check`")]
    Corrupt(String),
    /// No event has this name.
    #[error("no event {name}{hint}")]
    NoEvent {
        /// The number or uid.
        name: String,
        /// What was probably meant.
        hint: String,
    },
    /// No actor has this name.
    #[error("no actor is named \"{name}\"{hint}")]
    NoActor {
        /// The name.
        name: String,
        /// What was probably meant.
        hint: String,
    },
    /// No storyline has this number.
    #[error("no story {0}; `annalist stories` lists them")]
    NoStory(StoryId),
    /// No query is saved under this name.
    #[error("no query is saved as @{name}{hint}")]
    NoQuery {
        /// The name.
        name: String,
        /// What was probably meant.
        hint: String,
    },
    /// No import has this number.
    #[error("no import {0}; `annalist imports` lists them")]
    NoImport(ChangeId),
    /// It was undone before.
    #[error("change {0} was taken back before")]
    Undone(ChangeId),
    /// A later change builds on it.
    #[error("change {change} cannot be taken back: {why}; take back change {later} first")]
    BuiltUpon {
        /// The change to undo.
        change: ChangeId,
        /// The later one.
        later: ChangeId,
        /// What it did.
        why: String,
    },
    /// The database is shown as of an earlier moment.
    #[error("the past cannot be changed; leave out --as-of")]
    Past,
    /// More events than can be loaded at once.
    #[error(
        "{matching} events match, but only {most} can be shown one by one; narrow the query, for \
         example by since: and until:, or ask for counts"
    )]
    TooMany {
        /// How many match.
        matching: u64,
        /// How many there may be.
        most: u64,
    },
    /// A record that cannot be, seen beside those that are there.
    #[error("{0}")]
    Record(String),
}

impl StoreError {
    /// Whether it is the record's fault, so that the rest can go on without it.
    pub fn is_of_record(&self) -> bool {
        matches!(self, StoreError::Record(_) | StoreError::NoEvent { .. })
    }

    pub(super) fn no_event(name: impl ToString) -> StoreError {
        StoreError::NoEvent { name: name.to_string(), hint: String::new() }
    }
}

/// The database's message with what to do about it.
pub(super) fn hinted(error: &diesel::result::Error) -> String {
    let text = error.to_string();
    let hint = if text.contains("database is locked") {
        "another program is writing to it; try again when it is done"
    } else if text.contains("readonly database") {
        "the file or its folder is read-only; change that, or name another with --db"
    } else if text.contains("unable to open database file") {
        "its folder must be one that you may write to, since SQLite keeps files beside it; copy it \
         to such a folder"
    } else if text.contains("disk is full") || text.contains("No space left") {
        "make room, then do it again; nothing was changed"
    } else if text.contains("malformed") {
        "it is damaged; restore it from a copy"
    } else {
        return text;
    };
    format!("{text}: {hint}")
}
