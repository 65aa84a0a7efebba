//! The rows of a file: found one after the other, then read for themselves, so that many can be read
//! at once.

use super::{Record, Reject, Row};
use std::fmt::{self, Display};
use std::path::PathBuf;
use std::sync::Arc;

/// A row as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Its line, from 1; the first, if it has several.
    pub line: u64,
    /// Its bytes, without its line end.
    pub bytes: Vec<u8>,
    /// The file, where it is one of a folder.
    pub file: Option<Arc<Member>>,
}

/// One of the files of a folder that are read together.
pub struct Member {
    /// Its path within the folder.
    pub path: PathBuf,
    /// What reads its rows.
    pub read: Arc<ReadRow>,
    /// Whether the one row is all of it.
    pub whole: bool,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Member) -> bool {
        self.path == other.path
    }
}

impl Eq for Member {}

impl Raw {
    /// A row of a file.
    pub fn new(line: u64, bytes: Vec<u8>) -> Raw {
        Raw { line, bytes, file: None }
    }

    /// The row with its bytes, which are no longer here.
    pub fn take(&mut self) -> Raw {
        Raw { line: self.line, bytes: std::mem::take(&mut self.bytes), file: self.file.clone() }
    }

    /// The row rejected, for what is wrong in a column (from 1) or in all of it.
    pub fn rejected(self, column: Option<u64>, why: impl Display) -> Reject {
        let whole = self.file.as_ref().is_some_and(|file| file.whole);
        // A page is not kept twice; its name tells where it is.
        let raw = if whole { Vec::new() } else { self.bytes };
        let line = if whole { 0 } else { self.line };
        let file = self.file.map(|file| file.path.clone());
        Reject { line, file, column, why: why.to_string(), raw }
    }
}

/// Reads a row: the record, or the column, from 1, that is to blame, if it is one, and why.
pub type ReadRow = dyn Fn(&Raw) -> Result<Record, (Option<u64>, String)> + Send + Sync;

/// Finds rows: lines, or several that belong together.
type FindRows = dyn Iterator<Item = Result<Raw, Reject>> + Send;

/// The rows of a file, good and bad.
pub struct Rows {
    found: Box<FindRows>,
    read: Arc<ReadRow>,
}

impl Rows {
    /// Rows that `found` finds and `read` reads. Finding should be quick and reading do the work:
    /// it is done on all cores.
    pub fn new(
        found: impl Iterator<Item = Result<Raw, Reject>> + Send + 'static,
        read: impl Fn(&Raw) -> Result<Record, (Option<u64>, String)> + Send + Sync + 'static,
    ) -> Rows {
        Rows { found: Box::new(found), read: Arc::new(read) }
    }

    /// The next row as it stands.
    pub fn next_raw(&mut self) -> Option<Result<Raw, Reject>> {
        self.found.next()
    }

    /// What reads them.
    pub fn reader(&self) -> Arc<ReadRow> {
        Arc::clone(&self.read)
    }
}

/// Reads a row with a reader.
pub fn read(reader: &ReadRow, raw: Raw) -> Result<Row, Reject> {
    match reader(&raw) {
        Ok(record) => Ok(Row { raw, record }),
        Err((column, why)) => Err(raw.rejected(column, why)),
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        let raw = self.found.next()?;
        Some(raw.and_then(|raw| read(&*self.read, raw)))
    }
}
