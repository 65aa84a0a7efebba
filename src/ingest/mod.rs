//! From a file to the database: read by its format, articles coded into events, all in one
//! transaction.

mod directory;

pub use directory::{BuiltIn, Directory};

use crate::domain::{Article, Edtf, Event, Import};
use crate::extract::Extractor;
use crate::source::{self, Record, Reject, Rejects, Row, SourceError, hex};
use crate::store::{NewImport, Store, StoreError, Tally, Writer};
use sha2::{Digest, Sha256};
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
/// Records between two reports of progress.
const STEP: u64 = 1024;

/// Imports a file in one transaction: all of its good records, or nothing.
///
/// # Errors
/// A file that cannot be read as what it is; a database that cannot take it.
pub fn import(
    store: &mut Store,
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, IngestError> {
    let mut opened = source::open(path, options.format.as_deref(), options.published.clone())?;
    let mut rejects = Rejects::new(&options.rejects, opened.header.clone());
    let cannot = |why| IngestError::Rejects { path: options.rejects.clone(), why };
    let mut reasons = Vec::new();
    let mut coder = Coder::default();
    let new = NewImport {
        author: options.author.clone(),
        file: path.display().to_string(),
        format: opened.format.name.to_owned(),
    };
    let import = store.import(new, |writer| {
        let mut at = Progress { total: opened.size, ..Progress::default() };
        while let Some(row) = opened.rows.next() {
            at.records += 1;
            let reject = match row {
                Ok(row) => write(writer, row, &mut coder)?,
                Err(reject) => Some(reject),
            };
            if let Some(reject) = reject {
                at.rejected += 1;
                if reasons.len() < REASONS {
                    reasons.push(reject.to_string());
                }
                rejects.write(&reject).map_err(cannot)?;
            }
            if at.records.is_multiple_of(STEP) {
                at.bytes = opened.bytes();
                progress(at);
            }
        }
        opened.finish()?;
        Ok::<Tally, IngestError>(Tally { hash: opened.hash(), rejected: at.rejected })
    })?;
    let rejects = rejects.finish().map_err(cannot)?;
    Ok(Outcome { import, rejects, reasons })
}

/// Writes what a row says; gives the row back rejected if the database shows it to be impossible.
fn write(writer: &mut Writer, row: Row, coder: &mut Coder) -> Result<Option<Reject>, IngestError> {
    let Row { raw, record } = row;
    let written = match record {
        Record::Event(event) => writer.event(&named(*event)).map(drop),
        Record::Link(link) => writer.link_by_uid(&link).map(drop),
        Record::Actor(actor) => writer.actor(&actor).map(drop),
        Record::Citation { .. } | Record::Withdrawal(_) => Ok(()),
        Record::Article(article) => {
            writer.source(&article.source)?;
            coder.events(&article).iter().try_for_each(|event| writer.event(event).map(drop))
        }
    };
    match written {
        Ok(()) => Ok(None),
        Err(error) if error.is_of_record() => Ok(Some(raw.rejected(None, error))),
        Err(error) => Err(error.into()),
    }
}

/// The event under a uid. One that its file does not name is named after all that it says, so that
/// the same file read again finds it there.
fn named(mut event: Event) -> Event {
    if event.uid.is_empty() {
        let record = serde_json::to_vec(&event).unwrap_or_default();
        event.uid = format!("record:{}", &hex(&Sha256::digest(record))[..16]);
    }
    event
}

/// Reads articles for events; its word lists are made with the first article.
#[derive(Default)]
struct Coder(Option<Extractor>);

impl Coder {
    fn events(&mut self, article: &Article) -> Vec<Event> {
        let make = || Extractor::new(Directory::built_in().actors());
        self.0.get_or_insert_with(make).events(article)
    }
}

/// Gives the events that a file holds or tells of, without a database, and what was rejected.
///
/// # Errors
/// A file that cannot be read as what it is.
pub fn drafts(
    path: &Path,
    options: &Options,
    keep: &mut dyn FnMut(&Event),
) -> Result<Vec<Reject>, IngestError> {
    let mut opened = source::open(path, options.format.as_deref(), options.published.clone())?;
    let mut coder = Coder::default();
    let mut rejects = Vec::new();
    for row in opened.rows.by_ref() {
        match row.map(|row| row.record) {
            Ok(Record::Event(event)) => keep(&named(*event)),
            Ok(Record::Article(article)) => coder.events(&article).iter().for_each(&mut *keep),
            Ok(_) => {}
            Err(reject) => rejects.push(reject),
        }
    }
    opened.finish()?;
    Ok(rejects)
}
