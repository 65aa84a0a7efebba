//! GDELT, the Global Database of Events, Language, and Tone (Leetaru and Schrodt 2013): events coded
//! in CAMEO by machine, a row each, and mentions of them. Tables between tabs, without header and
//! without quotes.
//!
//! What the words of this model tell is told there, and nothing twice: of the rest each column
//! stands in the extras under GDELT's own name, where it does not follow from another (as `Year`
//! follows from `SQLDATE`). So a row can be written again letter for letter. Several columns share
//! an extra:
//!
//! - `ActionGeo`, `Actor1Geo`, `Actor2Geo`: the columns of a place with `|` between them. Those of
//!   `ActionGeo` that the event's place tells are left empty; the word `ActionGeo` under an actor
//!   is that place.
//! - `Actor1Codes`, `Actor2Codes`: the columns of an actor past its name, where they do not follow
//!   from its code.

mod actor;
mod codes;
mod event;
mod geo;
mod mention;
mod row;
#[cfg(test)]
#[allow(clippy::print_stdout)] // Tests say what they skip and measure.
mod tests;
mod title;

use super::lines::{Line, Lines};
use super::table::next_line;
use super::{Format, Head, Holds, Input, Raw, Record, Rows};
use row::Bad;

/// GDELT 1.0: events of 57 columns, and of 58 since the address of the source is told.
pub const EVENTS_1: Format = Format {
    name: "gdelt1",
    about: "GDELT 1.0 events, 57 or 58 columns, also in .zip or .gz",
    recognise: |head: &Head| recognised(head, &[57, 58], 8),
    open: |input| rows(input, |raw| event::read(&row::EVENTS_1, raw)),
    header: false,
    complete: false,
    holds: Holds::Records,
};

/// GDELT 2.0: events of 61 columns.
pub const EVENTS_2: Format = Format {
    name: "gdelt2",
    about: "GDELT 2.0 events, 61 columns, also in .zip or .gz",
    recognise: |head: &Head| recognised(head, &[61], 8),
    open: |input| rows(input, |raw| event::read(&row::EVENTS_2, raw)),
    header: false,
    complete: false,
    holds: Holds::Records,
};

/// GDELT 2.0: mentions of events, which become citations of theirs.
pub const MENTIONS: Format = Format {
    name: "gdelt2-mentions",
    about: "GDELT 2.0 mentions, 16 columns: citations of its events",
    recognise: |head: &Head| recognised(head, &[16], 14),
    open: |input| rows(input, mention::read),
    header: false,
    complete: false,
    holds: Holds::Records,
};

fn rows(
    input: Input,
    read: impl Fn(&Raw) -> Result<Record, Bad> + Send + Sync + 'static,
) -> Result<Rows, String> {
    let mut lines = Lines::new(input.reader);
    let found = std::iter::from_fn(move || next_line(&mut lines).map(|line| line.map(Line::raw)));
    Ok(Rows::new(found, read))
}

/// Whether any of the first lines has so many columns, a number in the first and a date of so many
/// digits in the second: a bad row may stand at the start.
fn recognised(head: &Head, columns: &[usize], date: usize) -> bool {
    head.text.lines().take(20).any(|line| {
        let mut cells = line.split('\t');
        let mut digits = || cells.next().filter(|cell| row::is_digits(cell)).map_or(0, str::len);
        digits() > 0 && digits() == date && columns.contains(&(cells.count() + 2))
    })
}

/// What a file that is GDELT's but none of these is, and what to do.
pub(super) fn almost(head: &Head) -> Option<String> {
    let line = head.first_line();
    let cells = || line.split('\t');
    let first = line.trim_start_matches('"').to_ascii_uppercase();
    if first.starts_with("GLOBALEVENTID") {
        let separator = if line.contains(';') { "semicolons" } else { "commas" };
        return Some(if line.contains('\t') {
            "is a GDELT table under a header line, which GDELT's own files do not have; take that \
             line away"
                .to_owned()
        } else {
            let rounded =
                match head.text.split([';', ',', '\n', '\r']).find(|cell| is_rounded(cell)) {
                    Some(cell) => format!(", and long numbers are rounded, as in {cell}"),
                    None => String::new(),
                };
            format!(
                "is a GDELT table that a spreadsheet has saved again: it has a header line, columns \
                 between {separator}{rounded}; what is lost cannot be read, so get the original file"
            )
        });
    }
    let graph = cells().count() == 27
        && cells()
            .next()?
            .split_once('-')
            .is_some_and(|(at, _)| at.len() == 14 && row::is_digits(at));
    (graph || first.starts_with("DATE\tNUMARTS\tCOUNTS") || first.starts_with("DATE\tNUMARTS\tCOUNTTYPE")).then(|| {
        "is a file of GDELT's Global Knowledge Graph, which tells no events; annalist reads GDELT's \
         events (export) and mentions"
            .to_owned()
    })
}

/// Whether it is a date and time as a spreadsheet shows it: 2.02E+13.
fn is_rounded(cell: &str) -> bool {
    cell.split_once("E+").is_some_and(|(number, power)| {
        !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && row::is_digits(power)
    })
}
