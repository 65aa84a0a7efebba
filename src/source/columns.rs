//! The columns of a dataset: found by name once, in the header, then read by place.

use super::table::{self, Blame, Dialect, ReadCells};
use super::{Head, Input, Record, Rows};
use crate::domain::{Event, Extras, FieldError, nearest};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::fmt::Display;

/// What a format's tables look like.
pub(super) struct Shape {
    pub(super) dialect: Dialect,
    /// The columns by which they are recognised and which every row needs.
    pub(super) needed: &'static [&'static str],
    /// Words that stand for what is missing.
    pub(super) missing: &'static [&'static str],
    /// The names of columns without a place in the model, as far as they are known.
    pub(super) extras: &'static [&'static str],
}

impl Shape {
    /// Whether a file is such a table.
    pub(super) fn fits(&self, head: &Head) -> bool {
        let header = head.header_in(self.dialect);
        self.needed.iter().all(|name| header.iter().any(|cell| cell.eq_ignore_ascii_case(name)))
    }

    /// The rows of a file, of which `event` makes an event each, with the columns that `find` finds.
    pub(super) fn events<C: Send + Sync + 'static>(
        &'static self,
        input: Input,
        find: fn(&mut Header) -> C,
        event: fn(&C, Cells, Extras) -> Result<Event, Blame>,
    ) -> Result<Rows, String> {
        table::rows(input, self.dialect, |names| {
            let mut header = Header::new(names);
            header.require(self.needed)?;
            let columns = find(&mut header);
            let rest = header.rest(self.extras);
            let read: ReadCells = Box::new(move |cells| {
                let row = Cells::new(cells, self.missing);
                let event = event(&columns, row, rest.extras(&row))?;
                Ok(Record::Event(Box::new(event)))
            });
            Ok(read)
        })
    }
}

/// A column of a format, with its place if this file has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    name: &'static str,
    at: Option<usize>,
}

impl Column {
    /// The place, from 1.
    pub(super) fn number(self) -> Option<u64> {
        self.at.map(|at| at as u64 + 1)
    }

    /// The column rejected for its value.
    pub(super) fn rejected(self, value: &str, why: impl Display) -> Blame {
        (self.number(), FieldError::new(self.name, value, why).to_string())
    }

    /// The name, as the dataset's documentation has it.
    pub(super) fn name(self) -> &'static str {
        self.name
    }
}

/// Declares the columns of a format and how they are found: `take` those that an event holds in
/// full, `see` those that it holds in part and that stay among its extras.
macro_rules! columns {
    ($(#[$meta:meta])* struct $Name:ident { $($field:ident: $how:ident $names:tt,)+ }) => {
        $(#[$meta])*
        struct $Name { $($field: $crate::source::columns::Column,)+ }

        impl $Name {
            fn find(header: &mut $crate::source::columns::Header) -> $Name {
                $Name { $($field: header.$how(&$names),)+ }
            }
        }
    };
}
pub(super) use columns;

/// A header whose columns are being found. What nobody takes is kept as extras.
pub(super) struct Header<'a> {
    names: &'a [&'a str],
    taken: Vec<bool>,
}

impl<'a> Header<'a> {
    /// None of its columns is found yet.
    pub(super) fn new(names: &'a [&'a str]) -> Header<'a> {
        Header { names, taken: vec![false; names.len()] }
    }

    /// The columns' names.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.names.iter().copied()
    }

    /// Where a column stands, the first of that name in any case.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|given| given.eq_ignore_ascii_case(name))
    }

    /// The column of the first of these names that is there, to be held by the event in full.
    pub(super) fn take(&mut self, names: &[&'static str]) -> Column {
        let column = self.see(names);
        if let Some(at) = column.at {
            self.take_place(at);
        }
        column
    }

    /// Takes the column at a place.
    pub(super) fn take_place(&mut self, at: usize) {
        if let Some(taken) = self.taken.get_mut(at) {
            *taken = true;
        }
    }

    /// The same, of a column that the event holds in part: the extras keep it too.
    pub(super) fn see(&self, names: &[&'static str]) -> Column {
        let found = names.iter().find_map(|name| self.place(name).map(|at| (*name, Some(at))));
        let (name, at) = found.unwrap_or((names.first().copied().unwrap_or_default(), None));
        Column { name, at }
    }

    /// Says which of the columns that every row needs is missing.
    pub(super) fn require(&self, names: &[&str]) -> Result<(), String> {
        let Some(name) = names.iter().find(|name| self.place(name).is_none()) else {
            return Ok(());
        };
        let near = nearest(name, self.names.iter().copied());
        let hint = near.map_or(String::new(), |near| format!("; is \"{near}\" it?"));
        Err(format!("the header has no column {name}, which every row needs{hint}"))
    }

    /// The columns that nobody has taken; `known` are names that need not be copied for each row.
    pub(super) fn rest(self, known: &'static [&'static str]) -> Rest {
        let mut columns: Vec<(Cow<'static, str>, usize)> = Vec::new();
        for (at, given) in self.names.iter().enumerate().filter(|(at, _)| !self.taken[*at]) {
            let known = known.iter().copied().find(|name| name == given);
            let mut name = known.map_or_else(|| Cow::Owned((*given).to_owned()), Cow::Borrowed);
            // Two columns of one name must not hide each other.
            let twice = self.names[..at].iter().filter(|before| before == &given).count();
            if twice > 0 {
                name = format!("{given} ({})", twice + 1).into();
            }
            columns.push((name, at));
        }
        columns.sort();
        Rest(columns)
    }
}

/// Columns that the model has no place for.
pub(super) struct Rest(Vec<(Cow<'static, str>, usize)>);

impl Rest {
    /// Their values in a row.
    pub(super) fn extras(&self, row: &Cells) -> Extras {
        let value = |at: usize| row.known(row.cells.get(at).copied().unwrap_or_default());
        self.0.iter().map(|(name, at)| (name.clone(), value(*at))).collect()
    }
}

/// The cells of a row.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    cells: &'a [&'a str],
    missing: &'a [&'a str],
}

impl<'a> Cells<'a> {
    /// Cells that say nothing where they hold one of the words `missing`.
    pub(super) fn new(cells: &'a [&'a str], missing: &'a [&'a str]) -> Cells<'a> {
        Cells { cells, missing }
    }

    fn known(&self, cell: &'a str) -> &'a str {
        if self.missing.contains(&cell) { "" } else { cell }
    }

    /// The text of a cell, empty where it says nothing or the file has no such column.
    pub(super) fn text(&self, column: Column) -> &'a str {
        column.at.and_then(|at| self.cells.get(at)).map_or("", |cell| self.known(cell))
    }

    /// The text of a cell, if it says anything.
    pub(super) fn some(&self, column: Column) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A count; `12.0` is one.
    pub(super) fn count(&self, column: Column) -> Result<Option<u32>, Blame> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match integer(text).and_then(|number| u32::try_from(number).ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(column.rejected(text, "expected a whole number, 0 or more")),
        }
    }

    /// A number.
    pub(super) fn decimal(&self, column: Column) -> Result<Option<f64>, Blame> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(column.rejected(text, "expected a number")),
        }
    }

    /// A day, `2024-01-31` or so with a time of midnight after it.
    pub(super) fn day(&self, column: Column) -> Result<Option<NaiveDate>, Blame> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match day(text) {
            Some(day) => Ok(Some(day)),
            None => Err(column.rejected(text, "expected a day of the calendar, as in 2024-01-31")),
        }
    }
}

/// A whole number; `48528.0` is one.
pub(super) fn integer(text: &str) -> Option<i64> {
    let whole = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    whole.parse().ok()
}

/// A day as ISO 8601 writes it, perhaps at midnight.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_at_checked(10)?;
    if !time.bytes().all(|byte| matches!(byte, b' ' | b'T' | b'0' | b':' | b'.' | b'Z')) {
        return None;
    }
    let digits = |range: std::ops::Range<usize>| {
        let part = day.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
    };
    let dashes = day.as_bytes().get(4) == Some(&b'-') && day.as_bytes().get(7) == Some(&b'-');
    let year = i32::try_from(digits(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(5..7)?, digits(8..10)?).filter(|_| dashes)
}

/// The parts of a list in a cell, without empty ones.
pub(super) fn list(cell: &str, between: char) -> impl Iterator<Item = &str> {
    cell.split(between).map(str::trim).filter(|part| !part.is_empty())
}

/// The column behind a check of the whole event, by the name of the event's field.
pub(super) fn blame(error: &FieldError, columns: &[(&str, Column)]) -> Blame {
    let column = columns.iter().find(|(field, _)| *field == error.field);
    (column.and_then(|(_, column)| column.number()), error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days() {
        assert_eq!(
            (integer("48528.0"), integer("-1"), integer("1.5")),
            (Some(48528), Some(-1), None)
        );
        assert_eq!(day("2024-02-29 00:00:00.000"), day("2024-02-29"));
        for text in ["2023-02-29", "2024-1-31", "2024-02-29 12:00", "2024/02/28", "", "20240229é"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_hides_nothing() {
        let mut header = Header::new(&["a", "b", "a"]);
        header.take(&["b"]);
        let extras = header.rest(&["a"]).extras(&Cells::new(&["1", "2", "3"], &[]));
        assert_eq!(
            (extras.get("a"), extras.get("a (2)"), extras.get("b")),
            (Some("1"), Some("3"), None)
        );
    }
}
