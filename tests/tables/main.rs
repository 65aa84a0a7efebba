//! Tables of events as their datasets publish them, and tables of anybody's own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may panic and say what it skips.

mod mapping;
mod ucdp;

use annalist::domain::Event;
use annalist::source::{self, Record, Reject};
use std::path::{Path, PathBuf};

/// A real input, which is not part of the project.
fn real(name: &str) -> Option<PathBuf> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let found = given
        .into_iter()
        .chain(above.map(|dir| dir.join("shared/real")))
        .map(|dir| dir.join(name))
        .find(|path| path.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is missing; set ANNALIST_REAL");
        println!("skipped: no {name}; set ANNALIST_REAL");
    }
    found
}

/// The format's name, the events and the rejected rows of a file.
fn events(path: &Path, format: Option<&str>) -> (&'static str, Vec<Event>, Vec<Reject>) {
    let mut opened = source::open(path, format, None).unwrap();
    let (mut events, mut rejects) = (Vec::new(), Vec::new());
    for row in opened.rows.by_ref() {
        match row.map(|row| row.record) {
            Ok(Record::Event(event)) => events.push(*event),
            Ok(other) => panic!("{other:?}"),
            Err(reject) => rejects.push(reject),
        }
    }
    opened.finish().unwrap();
    (opened.format.name, events, rejects)
}
