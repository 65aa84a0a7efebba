//! Segments: events as they were told, column by column, in blocks of a few thousand.
//!
//! A row of a segment is a telling: what one change says of one event. Rows are in the order of
//! their dates. Each field is a column of numbers that stand for words of a dictionary; a question
//! is put to the words first, of which there are few, and then to the numbers. What is written is
//! not altered but for its marks: which rows a later telling hides.

mod batch;
mod bits;
mod blob;
mod codes;
mod encode;
mod entries;
mod form;
mod intern;
mod lazy;
mod lexicon;
mod pack;
mod read;
mod select;
mod words;

pub use batch::Batch;
pub(super) use batch::{Coverage, Owner, uid_hash};
pub(super) use bits::Bits;
pub(super) use encode::{Encoded, Meant, Owners};
pub(super) use entries::{each_entry, pack_entries};
pub(super) use form::{
    When, WhenKey, day_number, day_of, key_of, publisher_of, split_uid, unpack_place,
};
pub(super) use form::{unpack_deaths, unpack_float, unpack_part, unpack_status, unpack_tags};
pub(super) use lexicon::{Hits, look_up, look_up_start};
pub(super) use read::{Lists, Segment, Telling};
pub(super) use select::{Check, Counted, Needs, Question, Term};
pub(super) use words::{prefix, stems};

use crate::domain::words;

/// Numbers as compressed bytes.
pub(super) fn pack_numbers<N: codes::Number>(numbers: &[N]) -> Vec<u8> {
    blob::compress(&codes::encode(numbers))
}

/// The numbers that the bytes hold; none if they hold none.
pub(super) fn unpack_numbers<N: codes::Number>(bytes: &[u8]) -> Option<Vec<N>> {
    codes::decode(&blob::decompress(bytes)?)
}

/// The fields of an event that have one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(super) enum Field {
    Prefix,
    Title,
    Kind,
    Status,
    When,
    Place,
    Code,
    Goldstein,
    Deaths,
    Confidence,
    Tags,
}

const FIELDS: usize = 11;
const ALL_FIELDS: [Field; FIELDS] = [
    Field::Prefix,
    Field::Title,
    Field::Kind,
    Field::Status,
    Field::When,
    Field::Place,
    Field::Code,
    Field::Goldstein,
    Field::Deaths,
    Field::Confidence,
    Field::Tags,
];

/// The number of a column in the database.
pub(super) type ColumnId = i16;

impl Field {
    pub(super) fn codes(self) -> ColumnId {
        2 * self as ColumnId
    }
    pub(super) fn words(self) -> ColumnId {
        2 * self as ColumnId + 1
    }
}

/// The columns that belong to no single-valued field.
pub(super) mod column {
    use super::ColumnId;

    pub(in crate::store) const PART_COUNTS: ColumnId = 40;
    pub(in crate::store) const PART_CODES: ColumnId = 41;
    pub(in crate::store) const PART_WORDS: ColumnId = 42;
    /// The actor that each word of the participations means.
    pub(in crate::store) const PART_ACTORS: ColumnId = 43;
    pub(in crate::store) const PART_ROLES: ColumnId = 44;
    pub(in crate::store) const CITATION_COUNTS: ColumnId = 50;
    pub(in crate::store) const CITATION_CODES: ColumnId = 51;
    pub(in crate::store) const CITATION_WORDS: ColumnId = 52;
    pub(in crate::store) const NUMBERS: ColumnId = 60;
    pub(in crate::store) const DIGESTS: ColumnId = 61;
    pub(in crate::store) const IDS: ColumnId = 62;
    pub(in crate::store) const CHANGES: ColumnId = 63;
    /// Which rows a later telling hides; rewritten as they do.
    pub(in crate::store) const HIDDEN: ColumnId = 64;
    pub(in crate::store) const EXTRAS: ColumnId = 65;

    /// Whether a column has a number for each row.
    pub(super) fn is_of_rows(id: ColumnId) -> bool {
        const OTHERS: [ColumnId; 6] =
            [PART_COUNTS, CITATION_COUNTS, NUMBERS, DIGESTS, IDS, CHANGES];
        id < PART_COUNTS && id % 2 == 0 || OTHERS.contains(&id)
    }
}

words! {
    /// What the rows of a segment are.
    pub(super) enum Layer ("layer") {
        /// What imports tell of events.
        Told = "told",
        /// Further sources' words for events that others tell of.
        Cited = "cited",
        /// Events that their dataset has withdrawn.
        Withdrawn = "withdrawn",
        /// What analysts have made of events; it stands before what was told.
        Edited = "edited",
    }
}

/// A range of uids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UidRange {
    /// What all start with; it may be nothing.
    pub(super) prefix: String,
    /// The least and the greatest number that they end in right after that; none where they go on
    /// otherwise.
    pub(super) numbers: Option<(i64, i64)>,
}

impl UidRange {
    /// Whether a uid may be in both.
    pub(super) fn meets(&self, other: &UidRange) -> bool {
        match (self.numbers, other.numbers) {
            (Some((first, last)), Some((from, to))) => {
                self.prefix == other.prefix && first <= to && from <= last
            }
            _ => self.prefix.starts_with(&other.prefix) || other.prefix.starts_with(&self.prefix),
        }
    }

    /// The range of one uid.
    pub(super) fn of(uid: &str) -> UidRange {
        let (prefix, number) = split_uid(uid);
        let numbers = number.map(|number| (number as i64, number as i64));
        UidRange { prefix: prefix.to_owned(), numbers }
    }
}

impl Layer {
    /// Whether its rows are events, and not further words for them.
    pub(super) fn is_of_events(self) -> bool {
        self != Layer::Cited
    }
}

/// A segment as the database lists it.
#[derive(Debug, Clone)]
pub(super) struct Meta {
    pub(super) id: i64,
    pub(super) layer: Layer,
    pub(super) rows: usize,
    pub(super) first_id: i64,
    pub(super) last_id: i64,
    /// The first day of any dated row; none where one has an open start, or none is dated.
    pub(super) first_day: Option<i32>,
    /// The last day of any dated row; none where one has an open end, or none is dated.
    pub(super) last_day: Option<i32>,
    /// Which uids it may hold.
    pub(super) uids: UidRange,
    pub(super) first_change: i64,
    pub(super) last_change: i64,
    /// Rows that are hidden.
    pub(super) hidden: usize,
}

impl Meta {
    /// Whether a change may have told some of its rows.
    pub(super) fn may_be_of(&self, change: i64) -> bool {
        (self.first_change..=self.last_change).contains(&change)
    }
}
