//! Datasets as they are published, from the file through the database and out again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may panic and say what it skips.

mod filter;
mod lossless;
mod rejects;
mod release;

use annalist::domain::{Event, Import};
use annalist::ingest::{self, BuiltIn, IngestError, Options, Outcome};
use annalist::query::Filter;
use annalist::source::{self, Record};
use annalist::store::Store;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A file of the real inputs, which are not part of the project.
fn real(name: &str) -> Option<PathBuf> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let folders = given.into_iter().chain(above.map(|dir| dir.join("shared/real")));
    let found = folders.map(|dir| dir.join(name)).find(|path| path.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is missing; set ANNALIST_REAL");
        println!("skipped: no {name}; set ANNALIST_REAL");
    }
    found
}

const GDELT: &str = "gdelt/20180101000000.export.CSV";
const GDELT_SAMPLE: &str = "gdelt/gdelt2-sample.export.CSV";
const GDELT_MENTIONS: &str = "gdelt/gdelt2-sample.mentions.CSV";
const GDELT_1: &str = "gdelt/gdelt1-sample-57-and-58-columns.export.CSV";
const UCDP: &str = "ucdp/ged-myanmar.csv";

/// A folder with a new database.
struct Desk {
    folder: TempDir,
    store: Store,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path().join("a.db").to_str().unwrap()).unwrap();
        store.set_directory(&BuiltIn);
        Desk { folder, store }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file of its own.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn try_import(&mut self, path: &Path, most_rejects: f64) -> Result<Outcome, IngestError> {
        let options = Options {
            rejects: self.path("rejects"),
            author: "tester".to_owned(),
            most_rejects: Some(most_rejects),
            ..Options::default()
        };
        ingest::import(&mut self.store, path, &options, &mut |_| {})
    }

    /// Imports a file of which every row is good.
    fn import(&mut self, path: &Path) -> Import {
        let outcome = self.try_import(path, 0.2).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(outcome.reasons, Vec::<String>::new());
        outcome.import
    }

    /// All events as `export --to jsonl` gives them, read again, in the order of their uids.
    fn events(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let all = Filter::everything();
        self.store
            .each_event(&all, |entry| {
                let line = serde_json::to_string(&entry.event).unwrap();
                events.push(serde_json::from_str(&line).unwrap());
                ControlFlow::Continue(())
            })
            .unwrap();
        events.sort_by(|a: &Event, b: &Event| a.uid.cmp(&b.uid));
        events
    }

    fn check(&mut self) {
        assert_eq!(self.store.check().unwrap(), []);
    }
}

/// Added, updated, unchanged, withdrawn.
fn counts(import: &Import) -> [u64; 4] {
    let counts = import.counts;
    [counts.added, counts.updated, counts.unchanged, counts.withdrawn]
}

/// What the reader alone says of a file of which every row is good.
fn records(path: &Path) -> Vec<Record> {
    let mut opened = source::open(path, None, None).unwrap();
    let records = opened.rows.by_ref().map(|row| row.unwrap().record).collect();
    opened.finish().unwrap();
    records
}
