//! Columns of a segment back into events.

use super::bits::Bits;
use super::blob::{Blob, decompress};
use super::codes::{self, Number};
use super::form::{self, When};
use super::intern::Words;
use super::lazy::{Column, Listed, Numbers, Texts, View};
use super::lexicon::Hits;
use super::{ALL_FIELDS, ColumnId, Field, Meta, Owner, column};
use crate::domain::{Event, Kind, Participation};
use crate::store::{Result, StoreError};
use std::cell::OnceCell;
use std::collections::HashMap;

/// A segment with the columns that were read of it.
pub(in crate::store) struct Segment {
    pub(in crate::store) meta: Meta,
    pub(in crate::store) columns: HashMap<ColumnId, Vec<u8>>,
    /// Where the stems that were asked for stand.
    pub(in crate::store) hits: HashMap<String, Hits>,
    /// The participations, once they were asked for.
    parts: OnceCell<Lists>,
}

/// What a row tells.
pub(in crate::store) struct Telling {
    /// The event, as it was told.
    pub(in crate::store) event: Event,
    /// The actors that its participations mean, in their order.
    pub(in crate::store) actors: Vec<i64>,
}

/// A list for each row.
pub(in crate::store) struct Lists {
    starts: Vec<u32>,
    codes: Vec<u32>,
}

impl Lists {
    /// The codes of all rows, one after the other.
    pub(super) fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The place after the last of a row's codes.
    pub(super) fn end(&self, row: usize) -> usize {
        self.starts[row + 1] as usize
    }

    /// The codes of a row.
    pub(in crate::store) fn of(&self, row: usize) -> &[u32] {
        &self.codes[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// What cannot be in a segment.
pub(in crate::store) fn torn(segment: i64, what: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("segment {segment}, {what}"))
}

impl Segment {
    pub(in crate::store) fn new(
        meta: Meta,
        columns: HashMap<ColumnId, Vec<u8>>,
        hits: HashMap<String, Hits>,
    ) -> Segment {
        Segment { meta, columns, hits, parts: OnceCell::new() }
    }

    fn bytes(&self, id: ColumnId) -> Result<Vec<u8>> {
        let stored = self.columns.get(&id);
        stored.and_then(|bytes| decompress(bytes)).ok_or_else(|| self.torn(id))
    }

    fn torn(&self, id: ColumnId) -> StoreError {
        torn(self.meta.id, format!("column {id}"))
    }

    /// The numbers of a column: of one that has a value for each row, as many as there are rows.
    pub(in crate::store) fn numbers<N: Number>(&self, id: ColumnId) -> Result<Vec<N>> {
        let numbers = codes::decode(&self.bytes(id)?);
        let fits = |numbers: &Vec<N>| !column::is_of_rows(id) || numbers.len() == self.meta.rows;
        numbers.filter(fits).ok_or_else(|| self.torn(id))
    }

    /// The numbers of a field, which stand for so many words.
    pub(in crate::store) fn codes(&self, field: Field, words: usize) -> Result<Vec<u32>> {
        let codes: Vec<u32> = self.numbers(field.codes())?;
        self.within(field.codes(), &codes, words)?;
        Ok(codes)
    }

    /// Refuses numbers that stand for no word.
    fn within(&self, id: ColumnId, codes: &[u32], words: usize) -> Result<()> {
        // Without a way out in between: so the processor looks at several at a time.
        let beyond = codes.iter().fold(false, |any, code| any | (*code as usize >= words));
        if beyond { Err(self.torn(id)) } else { Ok(()) }
    }

    /// The words of a field's dictionary.
    pub(in crate::store) fn words(&self, id: ColumnId) -> Result<Words> {
        Words::decode(&self.bytes(id)?).ok_or_else(|| self.torn(id))
    }

    /// A value for each word of a dictionary.
    pub(in crate::store) fn of_words<T>(
        &self,
        id: ColumnId,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Vec<T>> {
        let words = self.words(id)?;
        words.iter().map(|word| read(word).ok_or_else(|| self.torn(id))).collect()
    }

    /// The dates of a segment's dictionary.
    pub(in crate::store) fn whens(&self) -> Result<Vec<When>> {
        self.of_words(Field::When.words(), When::unpack)
    }

    /// The kinds, by the words of their dictionary.
    pub(in crate::store) fn kinds(&self) -> Result<Vec<Kind>> {
        let kind = |word: &[u8]| Kind::ALL.get(usize::from(*word.first()?)).copied();
        self.of_words(Field::Kind.words(), kind)
    }

    /// The lists of codes under a column of counts and one of codes.
    fn lists(&self, counts: ColumnId, codes: ColumnId) -> Result<Lists> {
        let counts_of: Vec<u32> = self.numbers(counts)?;
        let codes_of: Vec<u32> = self.numbers(codes)?;
        let mut starts = Vec::with_capacity(counts_of.len() + 1);
        let mut start = 0_u32;
        starts.push(0);
        for count in counts_of {
            start = start.saturating_add(count);
            starts.push(start);
        }
        if start as usize != codes_of.len() {
            return Err(self.torn(codes));
        }
        Ok(Lists { starts, codes: codes_of })
    }

    /// The participations of each row, which stand for so many words.
    pub(in crate::store) fn parts(&self, words: usize) -> Result<&Lists> {
        let parts = match self.parts.get() {
            Some(parts) => parts,
            None => {
                let parts = self.lists(column::PART_COUNTS, column::PART_CODES)?;
                self.parts.get_or_init(|| parts)
            }
        };
        self.within(column::PART_CODES, &parts.codes, words)?;
        Ok(parts)
    }

    /// The citations of each row, which stand for so many words.
    pub(in crate::store) fn citations(&self, words: usize) -> Result<Lists> {
        let citations = self.lists(column::CITATION_COUNTS, column::CITATION_CODES)?;
        self.within(column::CITATION_CODES, &citations.codes, words)?;
        Ok(citations)
    }

    /// Of each word of the participations the actor that it means, and its role by its place among
    /// all roles.
    pub(in crate::store) fn meant(&self) -> Result<(Vec<u64>, Vec<u8>)> {
        let meant: Vec<u64> = self.numbers(column::PART_ACTORS)?;
        let roles = self.bytes(column::PART_ROLES)?;
        if roles.len() != meant.len() {
            return Err(self.torn(column::PART_ROLES));
        }
        Ok((meant, roles))
    }

    /// The numbers of the events.
    pub(in crate::store) fn ids(&self) -> Result<Vec<i64>> {
        Ok(self.numbers::<u64>(column::IDS)?.into_iter().map(|id| id as i64).collect())
    }

    /// Whose tellings the rows are.
    pub(in crate::store) fn owners(&self) -> Result<Vec<Owner>> {
        let changes: Vec<u64> = self.numbers(column::CHANGES)?;
        let owner = |(id, change): (i64, u64)| Owner { id, change: change as i64 };
        Ok(self.ids()?.into_iter().zip(changes).map(owner).collect())
    }

    /// The uids of the rows.
    pub(in crate::store) fn uids(&self) -> Result<Vec<String>> {
        let prefixes = self.of_words(Field::Prefix.words(), owned)?;
        let codes = self.codes(Field::Prefix, prefixes.len())?;
        let numbers: Vec<u64> = self.numbers(column::NUMBERS)?;
        let uid = |(code, number): (u32, u64)| uid(prefixes.get(code as usize)?, number);
        codes.into_iter().zip(numbers).map(uid).collect::<Option<_>>().ok_or_else(|| self.torn(0))
    }

    /// The rows that no later telling hides.
    pub(in crate::store) fn shown(&self) -> Result<Bits> {
        match self.columns.get(&column::HIDDEN) {
            Some(bytes) => Ok(Bits::from_bytes(self.meta.rows, bytes).not()),
            None => Ok(Bits::all(self.meta.rows)),
        }
    }

    /// What some rows tell, in the order asked for. Of each column only the blocks are decompressed
    /// that hold these rows.
    pub(in crate::store) fn tellings(&self, rows: &[usize]) -> Result<Vec<Telling>> {
        let mut blobs: HashMap<ColumnId, Blob> = HashMap::new();
        for id in telling_columns() {
            let stored = self.columns.get(&id);
            blobs.insert(id, stored.and_then(|s| Blob::of(s)).ok_or_else(|| self.torn(id))?);
        }
        let view = |id: ColumnId| blobs.get(&id).map(View::all).ok_or_else(|| self.torn(id));
        let numbers = |id| Numbers::of(view(id)?).ok_or_else(|| self.torn(id));
        let listed = |counts, codes, words| {
            let listed = Listed::of(view(counts)?, view(codes)?, view(words)?);
            listed.ok_or_else(|| self.torn(codes))
        };
        let mut fields = Vec::with_capacity(ALL_FIELDS.len());
        for field in ALL_FIELDS {
            let words = Texts::of(view(field.words())?);
            let words = words.ok_or_else(|| self.torn(field.words()))?;
            fields.push(Column { codes: numbers(field.codes())?, words });
        }
        let uid_numbers = numbers(column::NUMBERS)?;
        let parts = listed(column::PART_COUNTS, column::PART_CODES, column::PART_WORDS)?;
        let citations =
            listed(column::CITATION_COUNTS, column::CITATION_CODES, column::CITATION_WORDS)?;
        let meant = numbers(column::PART_ACTORS)?;
        let extras = extras(view(column::EXTRAS)?).ok_or_else(|| self.torn(column::EXTRAS))?;
        let telling = |row: usize| -> Option<Telling> {
            let word = |field: Field| fields[field as usize].at(row);
            let codes = parts.of_row(row)?;
            let actors: Vec<Participation> = (codes.iter())
                .map(|code| form::unpack_part(&parts.words.get(*code)?))
                .collect::<Option<_>>()?;
            let place = form::unpack_place(&word(Field::Place)?)?;
            let title = form::unpack_title(&word(Field::Title)?, &actors, place.as_ref())?;
            let kind = *Kind::ALL.get(usize::from(*word(Field::Kind)?.first()?))?;
            let mut event = Event::new(title, kind);
            event.uid = uid(&owned(&word(Field::Prefix)?)?, uid_numbers.at(row)?)?;
            (event.modality, event.review, event.verification) =
                form::unpack_status(&word(Field::Status)?)?;
            let when = When::unpack(&word(Field::When)?)?;
            event.date = when.date.map(|date| date.parse()).transpose().ok()?;
            event.date_words = when.words;
            event.place = place;
            event.actors = actors;
            event.code = form::unpack_code(&word(Field::Code)?)?;
            event.goldstein = form::unpack_float(&word(Field::Goldstein)?)?;
            event.deaths = form::unpack_deaths(&word(Field::Deaths)?)?;
            event.confidence = form::unpack_float(&word(Field::Confidence)?)?;
            event.tags = form::unpack_tags(&word(Field::Tags)?)?;
            event.citations = (citations.of_row(row)?.into_iter())
                .map(|code| form::unpack_citation(&citations.words.get(code)?))
                .collect::<Option<_>>()?;
            for (name, column) in &extras {
                event.extras.insert(name.clone(), owned(&column.at(row)?)?);
            }
            let meant = |code: usize| meant.at(code).map(|id| id as i64);
            let actors = codes.into_iter().map(meant).collect::<Option<_>>()?;
            Some(Telling { event, actors })
        };
        rows.iter()
            .map(|row| telling(*row).ok_or_else(|| torn(self.meta.id, format!("row {row}"))))
            .collect()
    }
}

/// The extras by their names.
fn extras(mut rest: View<'_>) -> Option<Vec<(String, Column<'_>)>> {
    let mut extras = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest.part()?;
        let (codes, after) = after.part()?;
        let (words, after) = after.part()?;
        let column = Column { codes: Numbers::of(codes)?, words: Texts::of(words)? };
        extras.push((name.text()?, column));
        rest = after;
    }
    Some(extras)
}

fn owned(word: &[u8]) -> Option<String> {
    std::str::from_utf8(word).ok().map(str::to_owned)
}

fn uid(prefix: &str, number: u64) -> Option<String> {
    Some(match number.checked_sub(1) {
        Some(number) => format!("{prefix}{number}"),
        None => prefix.to_owned(),
    })
}

/// The columns that [`Segment::tellings`] needs.
pub(super) fn telling_columns() -> Vec<ColumnId> {
    let fields = ALL_FIELDS.iter().flat_map(|field| [field.codes(), field.words()]);
    let others = [
        column::PART_COUNTS,
        column::PART_CODES,
        column::PART_WORDS,
        column::PART_ACTORS,
        column::CITATION_COUNTS,
        column::CITATION_CODES,
        column::CITATION_WORDS,
        column::NUMBERS,
        column::EXTRAS,
    ];
    fields.chain(others).collect()
}
