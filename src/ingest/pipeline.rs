//! An import on all cores: one thread finds rows, some read and encode them, and the one that holds
//! the database says what is new and writes, in the order of the file.

use super::{Coder, OutsideError, name};
use crate::domain::{Event, Kind};
use crate::source::{Raw, ReadRow, Record, Reject, Rows, read};
use crate::store::{Batch, Block, Settled};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of rows that are read together, at most, and one row more.
const BYTES: usize = 8 << 20;

/// Rows that were read together.
#[derive(Default)]
pub(super) struct Chunk {
    /// The events, and of each the row that tells it.
    pub(super) events: Batch,
    pub(super) rows: Vec<u32>,
    pub(super) raws: Vec<Raw>,
    /// Further sources' words for events.
    pub(super) citations: Batch,
    /// Uids of events that their dataset has withdrawn.
    pub(super) withdrawals: Vec<String>,
    /// All other records, with their rows.
    pub(super) others: Vec<(u32, Record)>,
    pub(super) rejects: Vec<Reject>,
    /// Why the coder cannot go on, if so.
    pub(super) failed: Option<OutsideError>,
}

impl Chunk {
    /// How many rows there were.
    pub(super) fn len(&self) -> u64 {
        (self.raws.len() + self.rejects.len()) as u64
    }

    fn read(rows: Vec<Result<Raw, Reject>>, reader: &ReadRow, coder: &Coder) -> Chunk {
        let mut chunk = Chunk::default();
        for row in rows {
            match row.and_then(|raw| read(reader, raw)) {
                Ok(row) => chunk.add(row.raw, row.record, coder),
                Err(reject) => chunk.rejects.push(reject),
            }
            if chunk.failed.is_some() {
                break;
            }
        }
        chunk
    }

    fn add(&mut self, raw: Raw, record: Record, coder: &Coder) {
        let row = self.raws.len() as u32;
        self.raws.push(raw);
        match record {
            Record::Event(mut event) => {
                name(&mut event);
                self.events.push(&event);
                self.rows.push(row);
            }
            Record::Article(article) => {
                match coder.read(&article) {
                    Ok(coded) => {
                        for event in coded.events {
                            self.events.push(&event);
                            self.rows.push(row);
                        }
                        self.rejects.extend(coded.rejects);
                    }
                    Err(failed) => self.failed = Some(failed),
                }
                self.others.push((row, Record::Article(article)));
            }
            Record::Citation { uid, citation } => {
                let mut event = Event::new(String::new(), Kind::Other);
                (event.uid, event.citations) = (uid, vec![*citation]);
                self.citations.push(&event);
            }
            Record::Withdrawal(uid) => self.withdrawals.push(uid),
            other => self.others.push((row, other)),
        }
    }
}

/// What a worker is to do.
enum Job {
    Read(Vec<Result<Raw, Reject>>),
    Encode(Vec<Settled>),
}

/// What a worker has done.
pub(super) enum Done {
    Read(Box<Chunk>),
    Encoded(Vec<Block>),
}

/// The desk between the threads.
pub(super) struct Desk {
    state: Mutex<State>,
    changed: Condvar,
    /// How many chunks may be under way at once: what bounds memory.
    most: u64,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<(u64, Job)>,
    read: BTreeMap<u64, Done>,
    encoded: BTreeMap<u64, Done>,
    /// Chunks found, and whether there are no more.
    found: u64,
    all_found: bool,
    written: u64,
    stopped: bool,
}

impl Desk {
    pub(super) fn new(workers: usize) -> Desk {
        let most = 2 * workers as u64 + 1;
        Desk { state: Mutex::default(), changed: Condvar::new(), most }
    }

    /// A thread that fails takes the whole import with it; the others need not fail over the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds rows, chunk by chunk.
    pub(super) fn find(&self, rows: &mut Rows) {
        loop {
            let mut chunk = Vec::new();
            let mut bytes = 0;
            while chunk.len() < Batch::MOST && bytes < BYTES {
                let Some(row) = rows.next_raw() else { break };
                bytes += row.as_ref().map_or(0, |raw| raw.bytes.len());
                chunk.push(row);
            }
            let mut state = self.state();
            while !state.stopped && state.found >= state.written + self.most {
                state = self.wait(state);
            }
            if state.stopped || chunk.is_empty() {
                state.all_found = true;
                drop(state);
                return self.changed.notify_all();
            }
            let number = state.found;
            state.found += 1;
            state.jobs.push_back((number, Job::Read(chunk)));
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Works until there is nothing left to do.
    pub(super) fn work(&self, reader: &ReadRow, coder: &Coder) {
        let _closing = ClosingInPanic(self);
        loop {
            let mut state = self.state();
            let (number, job) = loop {
                if state.stopped {
                    return;
                }
                if let Some(job) = state.jobs.pop_front() {
                    break job;
                }
                state = self.wait(state);
            };
            drop(state);
            let done = match job {
                Job::Read(rows) => Done::Read(Box::new(Chunk::read(rows, reader, coder))),
                Job::Encode(settled) => {
                    Done::Encoded(settled.into_iter().map(Settled::encode).collect())
                }
            };
            let mut state = self.state();
            match done {
                Done::Read(_) => state.read.insert(number, done),
                Done::Encoded(_) => state.encoded.insert(number, done),
            };
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Gives what was settled of a chunk to be encoded, before anything else.
    pub(super) fn encode(&self, number: u64, settled: Vec<Settled>) {
        self.state().jobs.push_front((number, Job::Encode(settled)));
        self.changed.notify_all();
    }

    /// The next that is done, in the order of the file; none when all is written. `read` and
    /// `written` say how many chunks were taken of each.
    pub(super) fn next(&self, read: u64, written: u64) -> Option<(u64, Done)> {
        let mut state = self.state();
        state.written = written;
        self.changed.notify_all();
        loop {
            if let Some(done) = state.encoded.remove(&written) {
                return Some((written, done));
            }
            if let Some(done) = state.read.remove(&read) {
                return Some((read, done));
            }
            if state.stopped || state.all_found && state.found == written {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// Sends all threads home.
    pub(super) fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }
}

/// Stops the desk when it goes, also in a panic, so that no thread waits for ever.
pub(super) struct Closing<'d>(pub(super) &'d Desk);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// A thread that fails sends the others home; whoever waits for them all fails too.
struct ClosingInPanic<'d>(&'d Desk);

impl Drop for ClosingInPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}
