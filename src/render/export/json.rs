//! JSON: an array of records, or a record a line.

use super::{Export, Format};
use crate::domain::Event;
use std::io::{self, Write};

/// One array.
pub const JSON: Format = Format {
    name: "json",
    about: "one array of records",
    start: |out, _| Ok(Box::new(Json { out, lines: false, first: true })),
    graph: None,
    report: false,
};

/// One record a line.
pub const JSONL: Format = Format {
    name: "jsonl",
    about: "a record a line, which `annalist import` reads back whole",
    start: |out, _| Ok(Box::new(Json { out, lines: true, first: true })),
    graph: None,
    report: false,
};

struct Json<'w> {
    out: &'w mut dyn Write,
    lines: bool,
    first: bool,
}

impl Export for Json<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if !self.lines {
            self.out.write_all(if self.first { b"[\n" } else { b",\n" })?;
        }
        self.first = false;
        serde_json::to_writer(&mut *self.out, event)?;
        if self.lines { self.out.write_all(b"\n") } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        match (self.lines, self.first) {
            (true, _) => Ok(()),
            (false, true) => self.out.write_all(b"[]\n"),
            (false, false) => self.out.write_all(b"\n]\n"),
        }
    }
}
