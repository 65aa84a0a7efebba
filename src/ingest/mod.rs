//! From a file to the database: read by its format, articles coded into events, all in one
//! transaction.

mod coder;
mod directory;
mod outside;
mod pipeline;

pub use coder::Coder;
pub use directory::{BuiltIn, Directory};
pub use outside::{Outside, OutsideError};

use crate::domain::{Article, Edtf, Event, Import, Link};
use crate::source::{
    self, Folder, Opened, Raw, Record, Reject, Rejects, SourceError, UNREADABLE, hex,
};
use crate::store::{NewImport, Settled, Store, StoreError, Tally, Writer};
use pipeline::{Chunk, Closing, Desk, Done};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Why an import did not come about; the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The file cannot be read as what it is.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The database cannot take it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too much of the file was rejected: it is probably not what it was taken for.
    #[error(
        "{rejected} of {records} records were rejected, so nothing was imported\n  {reasons}\nit was \
         read as {format} and {looks}; if it is something else, name its format with --as; if not, \
         mend what is in {}, or take what is good in it with --most-rejects 100", rejects.display()
    )]
    TooManyRejects {
        /// How many.
        rejected: u64,
        /// Of how many.
        records: u64,
        /// The first reasons.
        reasons: String,
        /// The format's name.
        format: &'static str,
        /// What the file looks like.
        looks: String,
        /// Where the rejected rows are.
        rejects: PathBuf,
    },
    /// The coder that reads articles cannot.
    #[error("{0}")]
    Coder(#[from] OutsideError),
    /// The user asked to stop.
    #[error("stopped; the database is as it was")]
    Stopped,
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
    /// The share of a long file that may be rejected, 0 to 1; a fifth where none.
    pub most_rejects: Option<f64>,
    /// What reads articles for events.
    pub coder: Coder,
    /// Set by whoever wants the import to stop.
    pub stop: Option<&'static AtomicBool>,
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
    /// The first articles of which some characters could not be read, and how many.
    pub unreadable: Vec<String>,
    /// How many such articles there are.
    pub damaged: u64,
}

/// Reasons shown at once; the rest are in the rejects file.
const REASONS: usize = 5;
/// Imports a file in one transaction: all of its good records, or nothing.
///
/// # Errors
/// A file that cannot be read as what it is, or of which too much cannot; a database that cannot
/// take it; being asked to stop.
pub fn import(
    store: &mut Store,
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, IngestError> {
    let opened = source::open(path, options.format.as_deref(), options.published.clone())?;
    import_opened(store, path, opened, options, progress)
}

/// Imports the articles of a folder as one: each that can be read, or nothing.
///
/// # Errors
/// A database that cannot take them; being asked to stop.
pub fn import_articles(
    store: &mut Store,
    path: &Path,
    folder: Folder,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, IngestError> {
    // Each file stands for itself: a bad one is no sign that another was not what it seemed.
    let options = Options { most_rejects: Some(1.0), ..options.clone() };
    import_opened(store, path, folder.open(options.published.clone()), &options, progress)
}

fn import_opened(
    store: &mut Store,
    path: &Path,
    mut opened: Opened,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, IngestError> {
    let new = NewImport {
        author: options.author.clone(),
        file: path.display().to_string(),
        format: opened.format.name.to_owned(),
    };
    let rejects = Rejects::new(&options.rejects, opened.header.clone());
    let mut clerk = Clerk {
        options,
        rejects,
        reasons: Vec::new(),
        unreadable: Vec::new(),
        damaged: 0,
        format: opened.format.name,
        looks: opened.looks_like.clone(),
        progress,
        at: Progress { total: opened.size, ..Progress::default() },
    };
    let reader = opened.rows.reader();
    let workers = thread::available_parallelism().map_or(1, |n| n.get());
    let desk = Desk::new(workers);
    let import = store.import(new, |writer| {
        let meter = opened.meter();
        let rows = &mut opened.rows;
        thread::scope(|scope| {
            let _closing = Closing(&desk);
            scope.spawn(|| desk.find(rows));
            for _ in 0..workers {
                scope.spawn(|| desk.work(&*reader, &options.coder));
            }
            clerk.write(writer, &desk, &meter)
        })?;
        opened.finish()?;
        clerk.judge()?;
        if opened.complete {
            writer.withdraw_missing(opened.format.name)?;
        }
        Ok::<Tally, IngestError>(Tally { hash: opened.hash(), rejected: clerk.at.rejected })
    });
    let Clerk { rejects, reasons, unreadable, damaged, .. } = clerk;
    let finished =
        rejects.finish().map_err(|why| IngestError::Rejects { path: options.rejects.clone(), why });
    let (import, rejects) = (import?, finished?);
    Ok(Outcome { import, rejects, reasons, unreadable, damaged })
}

/// What waits for its chunk's events to be written.
#[derive(Default)]
struct Later {
    links: Vec<(Raw, Link<String>)>,
    withdrawals: Vec<String>,
}

/// Who holds the database during an import, and the list of what was rejected.
struct Clerk<'o> {
    options: &'o Options,
    rejects: Rejects,
    reasons: Vec<String>,
    unreadable: Vec<String>,
    damaged: u64,
    format: &'static str,
    looks: String,
    progress: &'o mut dyn FnMut(Progress),
    at: Progress,
}

/// Rows from which on the share of rejected ones is telling.
const TELLING: u64 = 1000;
/// So many may be rejected of any file.
const FORGIVEN: u64 = 20;
/// The share that may be rejected of a long one.
const MOST_REJECTS: f64 = 0.2;

impl Clerk<'_> {
    /// Takes what the threads have done, in the order of the file, until all is written.
    fn write(
        &mut self,
        writer: &mut Writer,
        desk: &Desk,
        bytes: &dyn Fn() -> u64,
    ) -> Result<(), IngestError> {
        let (mut read, mut written) = (0, 0);
        let mut waiting: VecDeque<Later> = VecDeque::new();
        while let Some((number, done)) = desk.next(read, written) {
            if self.options.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(IngestError::Stopped);
            }
            match done {
                Done::Read(chunk) => {
                    read += 1;
                    self.at.records += chunk.len();
                    let (settled, later) = self.settle(writer, *chunk)?;
                    waiting.push_back(later);
                    self.at.bytes = bytes();
                    (self.progress)(self.at);
                    self.judge_so_far()?;
                    desk.encode(number, settled);
                }
                Done::Encoded(blocks) => {
                    written += 1;
                    for block in blocks {
                        writer.write(block)?;
                    }
                    let later = waiting.pop_front().unwrap_or_default();
                    self.links(writer, later.links)?;
                    writer.withdraw(&later.withdrawals)?;
                }
            }
        }
        Ok(())
    }

    /// Says what is new in a chunk; gives the records that need its events.
    fn settle(
        &mut self,
        writer: &mut Writer,
        chunk: Chunk,
    ) -> Result<(Vec<Settled>, Later), IngestError> {
        let Chunk { events, rows, mut raws, citations, withdrawals, others, rejects, failed } =
            chunk;
        if let Some(failed) = failed {
            return Err(failed.into());
        }
        for reject in rejects {
            self.reject(&reject)?;
        }
        let mut take = |row: u32| {
            let raw = raws.get_mut(row as usize);
            raw.map_or(Raw::new(0, Vec::new()), Raw::take)
        };
        let mut links = Vec::new();
        for (row, record) in others {
            match record {
                Record::Link(link) => links.push((take(row), link)),
                other => self.record(writer, take(row), other)?,
            }
        }
        let mut settled = Vec::new();
        if !events.is_empty() {
            let (events, rejected) = writer.settle(events)?;
            settled.push(events);
            for (event, why) in rejected {
                let raw = take(rows.get(event as usize).copied().unwrap_or_default());
                self.reject(&raw.rejected(None, why))?;
            }
        }
        if !citations.is_empty() {
            settled.push(writer.settle_citations(citations)?);
        }
        Ok((settled, Later { links, withdrawals }))
    }

    /// Writes links, whose events are there by now; rejects those that the database shows to be
    /// impossible.
    fn links(
        &mut self,
        writer: &mut Writer,
        links: Vec<(Raw, Link<String>)>,
    ) -> Result<(), IngestError> {
        let (mut raws, links): (Vec<Raw>, Vec<Link<String>>) = links.into_iter().unzip();
        for (at, why) in writer.links(&links)? {
            if let Some(raw) = raws.get_mut(at) {
                self.reject(&raw.take().rejected(None, why))?;
            }
        }
        Ok(())
    }

    /// Writes a record that is no event or link; rejects it if the database shows it to be impossible.
    fn record(&mut self, writer: &mut Writer, raw: Raw, record: Record) -> Result<(), IngestError> {
        let written = match record {
            Record::Actor(actor) => writer.actor(&actor).map(drop),
            Record::Article(article) => {
                self.look_at(&raw, &article);
                writer.source(&article.source)
            }
            Record::Event(_)
            | Record::Link(_)
            | Record::Citation { .. }
            | Record::Withdrawal(_) => Ok(()),
        };
        match written {
            Ok(()) => Ok(()),
            Err(error) if error.is_of_record() => self.reject(&raw.rejected(None, error)),
            Err(error) => Err(error.into()),
        }
    }

    /// Notes an article of which some characters could not be read.
    fn look_at(&mut self, raw: &Raw, article: &Article) {
        let Some(count) = article.source.extras.get(UNREADABLE) else { return };
        self.damaged += 1;
        if self.unreadable.len() < REASONS {
            let file = raw.file.as_ref().map(|file| format!("{}: ", file.path.display()));
            let file = file.unwrap_or_default();
            self.unreadable.push(format!(
                "{file}{count} characters could not be read; each is U+FFFD in the text"
            ));
        }
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), IngestError> {
        self.at.rejected += 1;
        if self.reasons.len() < REASONS {
            self.reasons.push(reject.to_string());
        }
        let path = || self.options.rejects.clone();
        self.rejects.write(reject).map_err(|why| IngestError::Rejects { path: path(), why })
    }

    /// Gives up early on a file that is not what it was taken for.
    fn judge_so_far(&self) -> Result<(), IngestError> {
        if self.at.records >= TELLING { self.judge() } else { Ok(()) }
    }

    /// Refuses a file of which too much was rejected.
    fn judge(&self) -> Result<(), IngestError> {
        let Progress { records, rejected, .. } = self.at;
        let most = self.options.most_rejects.unwrap_or(MOST_REJECTS);
        if rejected <= FORGIVEN || rejected as f64 <= most * records as f64 {
            return Ok(());
        }
        Err(IngestError::TooManyRejects {
            rejected,
            records,
            reasons: self.reasons.join("\n  "),
            format: self.format,
            looks: self.looks.clone(),
            rejects: self.options.rejects.clone(),
        })
    }
}

/// SHA-256 of a file, in hex, as its import remembers it.
///
/// # Errors
/// A file that cannot be read.
pub fn hash_of(path: &Path) -> Result<String, IngestError> {
    let bytes =
        std::fs::read(path).map_err(|why| SourceError::Io { path: path.to_owned(), why })?;
    Ok(hex(&Sha256::digest(bytes)))
}

/// Names an event that its file does not name after all that it says, so that the same file read
/// again finds it there.
fn name(event: &mut Event) {
    if event.uid.is_empty() {
        let record = serde_json::to_vec(event).unwrap_or_default();
        event.uid = format!("record:{}", &hex(&Sha256::digest(record))[..16]);
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
    let opened = source::open(path, options.format.as_deref(), options.published.clone())?;
    drafts_of(opened, options, keep)
}

/// The same of a file that is open.
///
/// # Errors
/// A file that cannot be read to its end; a coder that fails.
pub fn drafts_of(
    mut opened: Opened,
    options: &Options,
    keep: &mut dyn FnMut(&Event),
) -> Result<Vec<Reject>, IngestError> {
    let mut rejects = Vec::new();
    for row in opened.rows.by_ref() {
        match row.map(|row| row.record) {
            Ok(Record::Event(mut event)) => {
                name(&mut event);
                keep(&event);
            }
            Ok(Record::Article(article)) => {
                let coded = options.coder.read(&article)?;
                coded.events.iter().for_each(&mut *keep);
                rejects.extend(coded.rejects);
            }
            Ok(_) => {}
            Err(reject) => rejects.push(reject),
        }
    }
    opened.finish()?;
    Ok(rejects)
}
