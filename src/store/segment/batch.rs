//! Events gathered column by column, on their way into a segment.

use super::form::{self, When};
use super::intern::{Interner, Words};
use super::{FIELDS, Field, UidRange};
use crate::domain::{Citation, Edtf, Event, Kind};
use std::collections::BTreeSet;
use xxhash_rust::xxh3::xxh3_64;

/// Values of one field, each a word of a dictionary.
#[derive(Default)]
pub(super) struct Column {
    pub(super) words: Interner,
    pub(super) codes: Vec<u32>,
}

/// Values of a field that has several for each event.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) words: Interner,
    /// How many each event has.
    pub(super) counts: Vec<u32>,
    /// Those of all events, one after the other.
    pub(super) codes: Vec<u32>,
}

/// Whose telling a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Owner {
    /// The event's number.
    pub(in crate::store) id: i64,
    /// The change that told it.
    pub(in crate::store) change: i64,
}

/// Events gathered column by column, at most [`Batch::MOST`]. Making one needs no database, so
/// that files can be read on all cores.
#[derive(Default)]
pub struct Batch {
    pub(super) fields: [Column; FIELDS],
    pub(super) parts: Lists,
    pub(super) citations: Lists,
    /// By their names.
    pub(super) extras: Vec<(String, Column)>,
    /// The numbers that uids end in.
    pub(super) numbers: Vec<u64>,
    /// Hashes of the uids.
    pub(in crate::store) uids: Vec<u64>,
    /// Hashes of all that is said.
    pub(in crate::store) digests: Vec<u64>,
    scratch: Vec<u8>,
    /// The latest date of publication and its text, since neighbours share it.
    published: Option<(Edtf, String)>,
    /// The latest date, its number and its hash, likewise.
    when: Option<(Edtf, u32, u64)>,
}

/// The days and countries that a dataset tells of.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Coverage {
    pub(in crate::store) first: Option<i32>,
    pub(in crate::store) last: Option<i32>,
    pub(in crate::store) countries: BTreeSet<String>,
}

impl Coverage {
    pub(in crate::store) fn include(&mut self, other: &Coverage) {
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.max(other.last);
        self.countries.extend(other.countries.iter().cloned());
    }
}

/// The hash of a uid, the same in every database.
pub(in crate::store) fn uid_hash(uid: &str) -> u64 {
    xxh3_64(uid.as_bytes())
}

impl Batch {
    /// How many events go into one.
    pub const MOST: usize = 1 << 14;

    /// How many events it has.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an event, as it is told.
    pub fn push(&mut self, event: &Event) {
        let (prefix, number) = form::split_uid(&event.uid);
        let number = number.map_or(0, |number| number + 1);
        self.uids.push(uid_hash(&event.uid));
        self.numbers.push(number);
        let status = (event.modality, event.review, event.verification);
        let place = event.place.as_ref();
        let mut hashes = [
            number,
            self.put(Field::Prefix, |b| b.extend_from_slice(prefix.as_bytes())),
            self.put(Field::Kind, |b| b.push(form::index(Kind::ALL, &event.kind))),
            self.put(Field::Status, |b| b.extend_from_slice(&form::pack_status(status))),
            self.put(Field::Title, |b| form::pack_title(&event.title, &event.actors, place, b)),
            self.put_when(event.date.as_ref(), event.date_words.as_deref()),
            self.put(Field::Place, |b| form::pack_place(place, b)),
            self.put(Field::Code, |b| form::pack_code(event.code.as_ref(), b)),
            self.put(Field::Goldstein, |b| form::pack_float(event.goldstein, b)),
            self.put(Field::Deaths, |b| form::pack_deaths(event.deaths, b)),
            self.put(Field::Confidence, |b| form::pack_float(event.confidence, b)),
            self.put(Field::Tags, |b| form::pack_tags(&event.tags, b)),
        ]
        .into_iter()
        .fold(0, mixed);
        for part in &event.actors {
            self.scratch.clear();
            form::pack_part(part, &mut self.scratch);
            hashes = mixed(hashes, self.parts.put(&self.scratch));
        }
        self.parts.counts.push(event.actors.len() as u32);
        for citation in &event.citations {
            self.pack_citation(citation);
            hashes = mixed(hashes, self.citations.put(&self.scratch));
        }
        self.citations.counts.push(event.citations.len() as u32);
        let extras = self.put_extras(event);
        self.digests.push(mixed(hashes, extras));
    }

    /// Adds a value to a column and gives its hash.
    fn put(&mut self, field: Field, pack: impl FnOnce(&mut Vec<u8>)) -> u64 {
        self.scratch.clear();
        pack(&mut self.scratch);
        let column = &mut self.fields[field as usize];
        let (code, hash) = column.words.intern(&self.scratch);
        column.codes.push(code);
        hash
    }

    /// Adds a date; most events have that of the one before.
    fn put_when(&mut self, date: Option<&Edtf>, words: Option<&str>) -> u64 {
        if let Some((known, code, hash)) = &self.when
            && words.is_none()
            && date == Some(known)
        {
            self.fields[Field::When as usize].codes.push(*code);
            return *hash;
        }
        let hash = self.put(Field::When, |b| When::pack(date, words, b));
        let code = self.fields[Field::When as usize].codes.last().copied().unwrap_or_default();
        self.when = date.filter(|_| words.is_none()).map(|date| (date.clone(), code, hash));
        hash
    }

    fn pack_citation(&mut self, citation: &Citation) {
        if let Some(date) = &citation.published
            && self.published.as_ref().is_none_or(|(known, _)| known != date)
        {
            self.published = Some((date.clone(), date.to_string()));
        }
        let text = self.published.as_ref().map(|(_, text)| text.as_str());
        let published = citation.published.as_ref().and(text);
        self.scratch.clear();
        form::pack_citation(citation, published, &mut self.scratch);
    }

    /// Both are in the order of their names: one pass over the known columns finds each.
    fn put_extras(&mut self, event: &Event) -> u64 {
        let row = self.len() - 1;
        let mut digest = 0;
        let mut at = 0;
        for (name, value) in event.extras.iter() {
            while self.extras.get(at).is_some_and(|(known, _)| known.as_str() < name) {
                at += 1;
            }
            if self.extras.get(at).is_none_or(|(known, _)| known != name) {
                self.extras.insert(at, (name.to_owned(), Column::default()));
            }
            let (_, column) = &mut self.extras[at];
            // Word 0 stands for nothing: what came before this column did not have it.
            let (none, _) = column.words.intern(&[]);
            column.codes.resize(row, none);
            let (code, hash) = column.words.intern(value.as_bytes());
            column.codes.push(code);
            digest = mixed(mixed(digest, xxh3_64(name.as_bytes())), hash);
            at += 1;
        }
        digest
    }

    /// The hash of a word of the participations, the same in every batch.
    pub(in crate::store) fn part_hash(&self, code: u32) -> u64 {
        self.parts.words.hash(code)
    }

    /// The words of the participations.
    pub(in crate::store) fn part_words(&self) -> &Words {
        self.parts.words.words()
    }

    /// Where a word of the participations stands: the row, and the place among all participations.
    pub(in crate::store) fn places_of_part(&self, code: u32) -> Vec<(usize, usize)> {
        let rows = (0..).zip(&self.parts.counts);
        let row_of_place = rows.flat_map(|(row, n)| std::iter::repeat_n(row, *n as usize));
        (row_of_place.enumerate())
            .filter(|(place, _)| self.parts.codes[*place] == code)
            .map(|(place, row)| (row, place))
            .collect()
    }

    /// Gives the participations at these places a word of their own that says the same, so that it
    /// can mean another actor, and its number.
    pub(in crate::store) fn fork_part(&mut self, code: u32, places: &[usize]) -> u32 {
        let fork = self.parts.words.fork(code);
        places.iter().for_each(|place| self.parts.codes[*place] = fork);
        fork
    }

    /// Gives a participation another word.
    pub(in crate::store) fn set_part(&mut self, place: usize, code: u32) {
        self.parts.codes[place] = code;
    }

    /// The words of the last event's participations, and the place of the first.
    pub(in crate::store) fn last_parts(&self) -> (&[u32], usize) {
        let count = self.parts.counts.last().map_or(0, |n| *n as usize);
        let start = self.parts.codes.len() - count;
        (&self.parts.codes[start..], start)
    }

    /// The date of an event.
    pub(in crate::store) fn date(&self, row: usize) -> Option<Edtf> {
        let column = &self.fields[Field::When as usize];
        let word = column.words.words().get(*column.codes.get(row)?)?;
        When::unpack(word)?.date?.parse().ok()
    }

    /// Which uids these rows have.
    pub(in crate::store) fn uid_range(&self, rows: &[u32]) -> UidRange {
        let column = &self.fields[Field::Prefix as usize];
        let numbers = || rows.iter().map(|row| self.numbers[*row as usize]);
        let mut codes: Vec<u32> = rows.iter().map(|row| column.codes[*row as usize]).collect();
        codes.dedup();
        let text = |code: &u32| {
            let word = column.words.words().get(*code).unwrap_or_default();
            std::str::from_utf8(word).unwrap_or_default()
        };
        match codes.as_slice() {
            [code] if numbers().all(|number| number > 0) => UidRange {
                prefix: text(code).to_owned(),
                numbers: numbers()
                    .min()
                    .zip(numbers().max())
                    .map(|(a, b)| (a as i64 - 1, b as i64 - 1)),
            },
            codes => {
                // What stands before the colon is the dataset's name.
                let dataset = |code| text(code).split_inclusive(':').next().unwrap_or_default();
                let first = codes.first().map_or("", dataset);
                let shared =
                    first.ends_with(':') && codes.iter().all(|code| dataset(code) == first);
                let prefix = if shared { first.to_owned() } else { String::new() };
                UidRange { prefix, numbers: None }
            }
        }
    }

    /// The uid of an event.
    pub(in crate::store) fn uid(&self, row: usize) -> String {
        let column = &self.fields[Field::Prefix as usize];
        let prefix = column.words.words().get(column.codes[row]).unwrap_or_default();
        let prefix = String::from_utf8_lossy(prefix);
        match self.numbers[row].checked_sub(1) {
            Some(number) => format!("{prefix}{number}"),
            None => prefix.into_owned(),
        }
    }

    /// What the uids start with.
    pub(in crate::store) fn prefixes(&self) -> impl Iterator<Item = String> {
        let words = self.fields[Field::Prefix as usize].words.words();
        words.iter().filter_map(|word| std::str::from_utf8(word).ok()).map(str::to_owned)
    }

    /// Whether each uid is of one kind with the one before and greater, so that none stands twice.
    pub(in crate::store) fn uids_ascend(&self) -> bool {
        self.fields[Field::Prefix as usize].words.words().len() == 1
            && self.numbers.first().is_some_and(|number| *number > 0)
            && self.numbers.windows(2).all(|pair| pair[0] < pair[1])
    }

    /// All rows.
    pub(in crate::store) fn all(&self) -> Vec<u32> {
        (0..self.len() as u32).collect()
    }

    /// Rows in the order of their dates.
    pub(in crate::store) fn in_order(&self, rows: &[u32]) -> Vec<u32> {
        let (order, _) = self.by_date(rows, |_| 0);
        order.into_iter().map(|place| rows[place]).collect()
    }

    /// What the batch covers: its first and last day, and its countries.
    pub(in crate::store) fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for word in self.fields[Field::When as usize].words.words().iter() {
            if let Some(When { date: Some(_), earliest, latest, .. }) = When::unpack(word) {
                let days = Coverage { first: earliest, last: latest, ..Coverage::default() };
                coverage.include(&days);
            }
        }
        for word in self.fields[Field::Place as usize].words.words().iter() {
            coverage.countries.extend(form::unpack_place(word).flatten().and_then(|p| p.country));
        }
        coverage
    }
}

impl Lists {
    fn put(&mut self, word: &[u8]) -> u64 {
        let (code, hash) = self.words.intern(word);
        self.codes.push(code);
        hash
    }
}

fn mixed(digest: u64, hash: u64) -> u64 {
    (digest.rotate_left(23) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
