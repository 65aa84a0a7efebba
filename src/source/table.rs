//! Tables: a header, then rows. Comma-separated values (RFC 4180) and their dialects.

use super::lines::{Line, Lines};
use super::{Input, Raw, Record, Reject, Rows, charset, csv as events};
use crate::coding::trimmed;
use crate::domain::FieldError;
use std::borrow::Cow;

/// How a table marks its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between two cells; an ASCII character.
    pub(super) separator: u8,
    /// Whether a quote at the start of a cell opens a quoted one, which may hold separators and
    /// line ends. Where not, a quote is a character like any other.
    pub(super) quotes: bool,
}

/// Commas and quotes.
pub(super) const CSV: Dialect = Dialect { separator: b',', quotes: true };

/// Tabs, and quotes that mean nothing.
pub(super) const TSV: Dialect = Dialect { separator: b'\t', quotes: false };

/// A quoted cell may run over this many lines; a quote that is not closed by then is a slip, and
/// only the line that opens it is rejected.
const MOST_LINES: usize = 1000;

/// So many bytes at most.
const MOST_BYTES: usize = 1 << 20;

/// Where in a cell a byte stands. A quote opens a quoted cell at its start only: `5" gun` is a
/// cell like any other.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    Start,
    Plain,
    Quoted,
    /// Past a quote in a quoted cell: its end, or the first of two that stand for one.
    Closed,
}

impl Cell {
    fn after(self, bytes: &[u8], separator: u8) -> Cell {
        if self == Cell::Start && memchr::memchr(b'"', bytes).is_none() {
            return Cell::Plain;
        }
        bytes.iter().fold(self, |cell, byte| match (cell, byte) {
            (Cell::Quoted, b'"') => Cell::Closed,
            (Cell::Quoted, _) | (Cell::Start | Cell::Closed, b'"') => Cell::Quoted,
            (_, byte) if *byte == separator => Cell::Start,
            _ => Cell::Plain,
        })
    }
}

/// The column of a row, from 1, that is to blame, if it is one, and why.
pub(super) type Blame = (Option<u64>, String);

/// What a format makes of the header: a function from a row's cells, trimmed and as many as the
/// header has, to a record.
pub(super) type ReadCells = Box<dyn Fn(&[&str]) -> Result<Record, Blame> + Send + Sync>;

/// The rows of a table whose header `columns` understands.
pub(super) fn rows(
    input: Input,
    dialect: Dialect,
    columns: impl FnOnce(&[&str]) -> Result<ReadCells, String>,
) -> Result<Rows, String> {
    let (table, count, read) = opened(input, dialect, columns)?;
    Ok(Rows::new(table, move |raw| with_cells(&raw.bytes, dialect, count, &read)))
}

/// A table past its header, how many columns that has, and what `columns` makes of it.
pub(super) fn opened<T>(
    input: Input,
    dialect: Dialect,
    columns: impl FnOnce(&[&str]) -> Result<T, String>,
) -> Result<(Table, usize, T), String> {
    let mut table = Table { lines: Lines::new(input.reader), dialect, most_bytes: MOST_BYTES };
    let header = match table.next() {
        Some(Ok(raw)) => raw,
        Some(Err(reject)) => return Err(reject.to_string()),
        None => return Err("has no header".to_owned()),
    };
    let at = |why: String| format!("line {}: {why}", header.line);
    let given = cells(&header.bytes, dialect).map_err(at)?;
    let given: Vec<&str> = given.iter().map(|cell| cell.trim()).collect();
    Ok((table, given.len(), columns(&given).map_err(at)?))
}

/// What the cells of a row say, if they are so many.
pub(super) fn with_cells<T>(
    row: &[u8],
    dialect: Dialect,
    count: usize,
    read: impl FnOnce(&[&str]) -> Result<T, Blame>,
) -> Result<T, Blame> {
    let text = text(row).map_err(|why| (None, why))?;
    let read = |cells: &[&str]| match cells.len() {
        n if n == count => read(cells),
        n => Err((None, format!("{n} columns where the header has {count}"))),
    };
    if dialect.quotes && memchr::memchr(b'"', row).is_some() {
        let cells = split(text, dialect);
        return read(&cells.iter().map(|cell| trimmed(cell)).collect::<Vec<&str>>());
    }
    // Most rows have no quotes and are cut at their separators in one pass.
    let mut cells = Vec::with_capacity(count);
    let mut start = 0;
    for end in memchr::memchr_iter(dialect.separator, row).chain([row.len()]) {
        cells.push(trimmed(text.get(start..end).unwrap_or_default()));
        start = end + 1;
    }
    read(&cells)
}

/// Reads cells under annalist's own names: the checks of an event name its fields as JSON does.
pub(super) fn named(
    names: Vec<&'static str>,
    read: impl Fn(&[&str]) -> Result<Record, FieldError> + Send + Sync + 'static,
) -> ReadCells {
    Box::new(move |cells| {
        read(cells).map_err(|error| {
            let field = events::column(error.field);
            let at = names.iter().position(|name| *name == field);
            (at.map(|at| at as u64 + 1), error.to_string())
        })
    })
}

/// Finds the rows of a table.
pub(super) struct Table {
    lines: Lines,
    dialect: Dialect,
    /// How far a quoted cell may run.
    most_bytes: usize,
}

impl Table {
    /// Joins the lines of a row whose quoted cells hold line ends.
    fn whole_row(&mut self, first: Line) -> Result<Raw, Reject> {
        let separator = self.dialect.separator;
        if !self.dialect.quotes {
            return Ok(first.raw());
        }
        let mut state = Cell::Start.after(&first.bytes, separator);
        if state != Cell::Quoted {
            return Ok(first.raw());
        }
        let mut row = first.bytes.clone();
        row.extend(first.end);
        let mut more = Vec::new();
        while state == Cell::Quoted && more.len() < MOST_LINES && row.len() < self.most_bytes {
            match self.lines.next_line() {
                Ok(Some(line)) if line.too_long.is_none() => {
                    state = state.after(&line.bytes, separator);
                    row.extend(&line.bytes);
                    if state == Cell::Quoted {
                        row.extend(line.end);
                    }
                    more.push(line);
                }
                Ok(Some(line)) => {
                    more.push(line);
                    break;
                }
                Ok(None) => break,
                Err(error) => return Err(broken(error)),
            }
        }
        if state == Cell::Quoted {
            self.lines.give_back(more.into_iter());
            // The lines are read again, so that a file of such slips must not look as far each time.
            self.most_bytes = (self.most_bytes / 2).max(4096);
            return Err(first.raw().rejected(None, "a quote is opened here and not closed"));
        }
        Ok(Raw::new(first.number, row))
    }
}

impl Iterator for Table {
    type Item = Result<Raw, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(next_line(&mut self.lines)?.and_then(|line| self.whole_row(line)))
    }
}

/// The cells of one row, as the csv crate reads them; that one builds its tables anew for each
/// reader, which would cost ten times the row.
pub(super) fn cells(row: &[u8], dialect: Dialect) -> Result<Vec<Cow<'_, str>>, String> {
    text(row).map(|text| split(text, dialect))
}

/// The row as text.
fn text(row: &[u8]) -> Result<&str, String> {
    if let Some(at) = memchr::memchr(0, row) {
        return Err(format!("byte {at} of the row is NUL"));
    }
    std::str::from_utf8(row).map_err(|error| charset::not_utf8(row, error.valid_up_to()))
}

fn split(text: &str, dialect: Dialect) -> Vec<Cow<'_, str>> {
    let separator = dialect.separator;
    let mut cells = Vec::with_capacity(40);
    let mut rest = text;
    loop {
        let quoted = rest.get(1..).filter(|_| rest.as_bytes().first() == Some(&b'"'));
        let (cell, after) = match quoted {
            Some(quoted) if dialect.quotes => quoted_cell(quoted, separator),
            _ => plain_cell(rest, separator),
        };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return cells,
        }
    }
}

/// The cell, and what follows the separator after it, if there is one.
fn plain_cell(text: &str, separator: u8) -> (Cow<'_, str>, Option<&str>) {
    match split_at(text, separator) {
        Some((cell, rest)) => (cell.into(), Some(rest)),
        None => (text.into(), None),
    }
}

/// What stands before and after an ASCII character.
fn split_at(text: &str, character: u8) -> Option<(&str, &str)> {
    let at = memchr::memchr(character, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The cell past its opening quote, and what follows the separator after it, if there is one.
fn quoted_cell(text: &str, separator: u8) -> (Cow<'_, str>, Option<&str>) {
    let mut cell = String::new();
    let mut rest = text;
    while let Some((inside, after)) = split_at(rest, b'"') {
        if let Some(more) = after.strip_prefix('"') {
            cell.push_str(inside);
            cell.push('"');
            rest = more;
            continue;
        }
        // What stands between the closing quote and the separator is kept, quotes too.
        let (tail, next) = plain_cell(after, separator);
        if cell.is_empty() && tail.is_empty() {
            return (inside.into(), next);
        }
        cell.push_str(inside);
        cell.push_str(&tail);
        return (cell.into(), next);
    }
    cell.push_str(rest);
    (cell.into(), None)
}

/// The next line that starts a row: neither empty nor a comment.
pub(super) fn next_line(lines: &mut Lines) -> Option<Result<Line, Reject>> {
    loop {
        let line = match lines.next_line() {
            Ok(line) => line?,
            Err(error) => return Some(Err(broken(error))),
        };
        if line.too_long.is_some() {
            return Some(Err(too_long(line)));
        }
        if !line.bytes.iter().all(u8::is_ascii_whitespace) && !line.bytes.starts_with(b"# ") {
            return Some(Ok(line));
        }
    }
}

/// A row that is too long to be read.
///
/// What is kept of it becomes a comment in a rejects file: the start of a row may look like a whole.
fn too_long(line: Line) -> Reject {
    let length = line.too_long.unwrap_or_default();
    Reject {
        line: line.number,
        file: None,
        column: None,
        why: format!(
            "the line has {length} bytes; the most that is read is {} MiB",
            super::lines::LONGEST >> 20
        ),
        raw: [b"# ", line.bytes.as_slice()].concat(),
    }
}

/// The end of a file that cannot be read on.
fn broken(error: std::io::Error) -> Reject {
    Raw::new(0, Vec::new()).rejected(None, format!("cannot read on: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_are_those_of_the_csv_crate(text in "[a\", \n]{1,20}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .terminator(csv::Terminator::Any(b'\0'))
                .from_reader(text.as_bytes());
            let mut record = csv::StringRecord::new();
            reader.read_record(&mut record).unwrap();
            let theirs: Vec<&str> = record.iter().collect();
            prop_assert_eq!(cells(text.as_bytes(), CSV).unwrap(), theirs);
        }

        #[test]
        fn rows_with_and_without_quotes_are_cut_alike(text in "[a\", é\t]{1,20}") {
            for dialect in [CSV, TSV] {
                let cut = cells(text.as_bytes(), dialect).unwrap();
                let cut: Vec<&str> = cut.iter().map(|cell| cell.trim()).collect();
                let same = with_cells(text.as_bytes(), dialect, cut.len(), |cells| Ok(cells == cut));
                prop_assert_eq!(same, Ok(true));
            }
        }
    }
}
