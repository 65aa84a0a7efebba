//! From a file to the database: read by its format, articles coded into events, all in one
//! transaction.

use crate::domain::{Actor, Article, Edtf, Event, Import};
use crate::extract::Extractor;
use crate::source::{self, Record, Rejects, SourceError};
use crate::store::{NewImport, Store, StoreError, Writer};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why an import did not come about; the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The file cannot be read as what it is.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The database cannot take it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rejects file cannot be written.
    #[error("cannot write the rejects file {path}: {why}")]
    Rejects {
        /// Where.
        path: PathBuf,
        /// Why.
        why: std::io::Error,
    },
}

/// How to read a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format's name; recognised by content where none.
    pub format: Option<String>,
    /// The date of an article that does not tell it.
    pub published: Option<Edtf>,
    /// Where rejected rows go.
    pub rejects: PathBuf,
    /// Who imports.
    pub author: String,
}

/// How far a reading is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in the file.
    pub total: u64,
    /// Records read.
    pub records: u64,
    /// Of these, rejected.
    pub rejected: u64,
}

/// What came of an import.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The import as the database records it.
    pub import: Import,
    /// Where rejected rows are, if there are any.
    pub rejects: Option<PathBuf>,
    /// The first reasons for rejection, as `line 12, column 5: why`.
    pub reasons: Vec<String>,
}

/// Reasons shown at once; the rest are in the rejects file.
const REASONS: usize = 5;
