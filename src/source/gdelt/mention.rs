//! Mentions: each is one more source's word for an event that another file tells.

use super::row::{Bad, MENTIONS, Row};
use crate::domain::{Citation, Extras};
use crate::source::{Raw, Record};

const EVENT_TIME: usize = 1;
const TIME: usize = 2;
const SOURCE: usize = 4;
const IDENTIFIER: usize = 5;

/// What a column holds.
enum Holds {
    Text,
    Number,
    /// The time of the event's first mention, told where it is another than this one's.
    Time,
}

/// The other columns, in the order of their names.
const REST: [(usize, Holds); 12] = [
    (9, Holds::Number),
    (7, Holds::Number),
    (8, Holds::Number),
    (11, Holds::Number),
    (EVENT_TIME, Holds::Time),
    (15, Holds::Text),
    (10, Holds::Number),
    (12, Holds::Number),
    (13, Holds::Number),
    (14, Holds::Text),
    (3, Holds::Number),
    (6, Holds::Number),
];

/// Reads a row.
pub(super) fn read(raw: &Raw) -> Result<Record, Bad> {
    let row = Row::new(&MENTIONS, &raw.bytes)?;
    let uid = row.uid()?;
    let published = row.time(TIME)?;
    row.time(EVENT_TIME)?;
    let mut extras = Extras::with_capacity(REST.len(), 64);
    for (column, holds) in &REST {
        let value = match holds {
            Holds::Text => row.at(*column),
            Holds::Number => row.number(*column)?,
            Holds::Time if row.at(EVENT_TIME) == row.at(TIME) => continue,
            Holds::Time => row.at(EVENT_TIME),
        };
        extras.insert(MENTIONS.names[*column], value);
    }
    // What is not on the web is named in words.
    let identifier = row.at(IDENTIFIER);
    let (url, title) = if identifier.contains("://") { (identifier, "") } else { ("", identifier) };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let citation = Citation {
        publisher: some(row.at(SOURCE)),
        title: some(title),
        url: some(url),
        published: Some(published),
        extras,
        ..Citation::default()
    };
    Ok(Record::Citation { uid, citation: Box::new(citation) })
}
