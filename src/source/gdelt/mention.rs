//! Mentions: each is one more source's word for an event that another file tells.

use super::row::{Bad, MENTIONS, Row, is_digits};
use crate::domain::{Citation, Extras};
use crate::source::{Raw, Record};

const ID: usize = 0;
const EVENT_TIME: usize = 1;
const TIME: usize = 2;
const TYPE: usize = 3;
const SOURCE: usize = 4;
const IDENTIFIER: usize = 5;

/// The other columns in the order of their names, and whether they hold whole numbers.
const REST: [(usize, bool); 10] = [
    (9, true),   // ActionCharOffset
    (7, true),   // Actor1CharOffset
    (8, true),   // Actor2CharOffset
    (11, true),  // Confidence
    (15, false), // Extras
    (10, true),  // InRawText
    (12, true),  // MentionDocLen
    (14, false), // MentionDocTranslationInfo
    (TYPE, true),
    (6, true), // SentenceID
];

/// Reads a row.
pub(super) fn read(raw: &Raw) -> Result<Record, Bad> {
    let row = Row::new(&MENTIONS, &raw.bytes)?;
    if !is_digits(row.at(ID)) {
        return Err(row.bad(ID, "expected a number"));
    }
    let published = row.time(TIME)?;
    row.time(EVENT_TIME)?;
    todo!()
}
