//! Events written to files, one format a file. What annalist writes it also reads.

pub mod csv;
pub mod json;

use crate::domain::Event;
use std::io;

/// Takes events one by one and writes them.
pub trait Export {
    /// Writes one event.
    ///
    /// # Errors
    /// Those of the file.
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// Writes what stands after the last event.
    ///
    /// # Errors
    /// Those of the file.
    fn finish(&mut self) -> io::Result<()>;
}

/// A format to export to.
pub struct Format {
    /// Its name, as in `--to csv`.
    pub name: &'static str,
    /// What it is good for, one line.
    pub about: &'static str,
    /// Starts an export.
    pub start: for<'w> fn(&'w mut dyn io::Write) -> Box<dyn Export + 'w>,
}

/// Every format; a new one is a file and a line here.
pub const ALL: &[Format] = &[csv::FORMAT, json::JSON, json::JSONL];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}
