//! Columns of a segment back into events.

use super::blob::decompress;
use super::codes::{self, Number};
use super::form::{self, When};
use super::intern::Words;
use super::lexicon::Hits;
use super::pack::Unpack;
use super::select::Bits;
use super::{ColumnId, Field, Meta, Owner, column};
use crate::domain::{Event, Kind};
use crate::store::{Result, StoreError};
use std::collections::HashMap;

/// A segment with the columns that were read of it.
pub(in crate::store) struct Segment {
    pub(in crate::store) meta: Meta,
    pub(in crate::store) columns: HashMap<ColumnId, Vec<u8>>,
    /// Where the stems that were asked for stand.
    pub(in crate::store) hits: HashMap<String, Hits>,
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
    fn bytes(&self, id: ColumnId) -> Result<Vec<u8>> {
        let stored = self.columns.get(&id);
        stored.and_then(|bytes| decompress(bytes)).ok_or_else(|| self.torn(id))
    }

    fn torn(&self, id: ColumnId) -> StoreError {
        torn(self.meta.id, format!("column {id}"))
    }

    /// The numbers of a column.
    pub(in crate::store) fn numbers<N: Number>(&self, id: ColumnId) -> Result<Vec<N>> {
        codes::decode(&self.bytes(id)?).ok_or_else(|| self.torn(id))
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
    pub(in crate::store) fn lists(&self, counts: ColumnId, codes: ColumnId) -> Result<Lists> {
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

    /// The participations of each row.
    pub(in crate::store) fn parts(&self) -> Result<Lists> {
        self.lists(column::PART_COUNTS, column::PART_CODES)
    }

    /// The citations of each row.
    pub(in crate::store) fn citations(&self) -> Result<Lists> {
        self.lists(column::CITATION_COUNTS, column::CITATION_CODES)
    }

    /// The role of each word of the participations, by its place among all roles.
    pub(in crate::store) fn roles(&self) -> Result<Vec<u8>> {
        self.bytes(column::PART_ROLES)
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
        let codes: Vec<u32> = self.numbers(Field::Prefix.codes())?;
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

    /// What some rows tell, in the order asked for.
    pub(in crate::store) fn tellings(&self, rows: &[usize]) -> Result<Vec<Telling>> {
        let field = |field: Field| {
            Ok::<_, StoreError>((self.numbers::<u32>(field.codes())?, self.words(field.words())?))
        };
        let (prefix, title, kind) =
            (field(Field::Prefix)?, field(Field::Title)?, field(Field::Kind)?);
        let (status, when, place) =
            (field(Field::Status)?, field(Field::When)?, field(Field::Place)?);
        let (code, goldstein) = (field(Field::Code)?, field(Field::Goldstein)?);
        let (deaths, confidence) = (field(Field::Deaths)?, field(Field::Confidence)?);
        let tags = field(Field::Tags)?;
        let numbers: Vec<u64> = self.numbers(column::NUMBERS)?;
        let (parts, part_words) = (self.parts()?, self.words(column::PART_WORDS)?);
        let (citations, citation_words) = (self.citations()?, self.words(column::CITATION_WORDS)?);
        let extras = self.extras()?;
        let meant: Vec<u64> = self.numbers(column::PART_ACTORS)?;
        let telling = |row: usize| -> Option<Telling> {
            let word = |(codes, words): &'_ (Vec<u32>, Words)| {
                words.get(*codes.get(row)?).map(<[u8]>::to_vec)
            };
            let unpack = |words: &Words, codes: &[u32]| -> Option<Vec<Vec<u8>>> {
                codes.iter().map(|code| words.get(*code).map(<[u8]>::to_vec)).collect()
            };
            let actors = unpack(&part_words, parts.of(row))?;
            let actors = actors.iter().map(|w| form::unpack_part(w)).collect::<Option<Vec<_>>>()?;
            let place = form::unpack_place(&word(&place)?)?;
            let title = form::unpack_title(&word(&title)?, &actors, place.as_ref())?;
            let mut event = Event::new(title, *Kind::ALL.get(usize::from(*word(&kind)?.first()?))?);
            event.uid = uid(&owned(&word(&prefix)?)?, *numbers.get(row)?)?;
            (event.modality, event.review, event.verification) =
                form::unpack_status(&word(&status)?)?;
            let when = When::unpack(&word(&when)?)?;
            event.date = when.date.map(|date| date.parse()).transpose().ok()?;
            event.date_words = when.words;
            event.place = place;
            event.actors = actors;
            event.code = form::unpack_code(&word(&code)?)?;
            event.goldstein = form::unpack_float(&word(&goldstein)?)?;
            event.deaths = form::unpack_deaths(&word(&deaths)?)?;
            event.confidence = form::unpack_float(&word(&confidence)?)?;
            event.tags = form::unpack_tags(&word(&tags)?)?;
            event.citations = unpack(&citation_words, citations.of(row))?
                .iter()
                .map(|word| form::unpack_citation(word))
                .collect::<Option<_>>()?;
            for (name, column) in &extras {
                event.extras.insert(name.clone(), owned(&word(column)?)?);
            }
            let meant = |code: &u32| meant.get(*code as usize).map(|id| *id as i64);
            let actors = parts.of(row).iter().map(meant).collect::<Option<_>>()?;
            Some(Telling { event, actors })
        };
        rows.iter()
            .map(|row| telling(*row).ok_or_else(|| torn(self.meta.id, format!("row {row}"))))
            .collect()
    }

    /// The extras by their names.
    fn extras(&self) -> Result<Vec<(String, (Vec<u32>, Words))>> {
        let bytes = self.bytes(column::EXTRAS)?;
        let mut rest = bytes.as_slice();
        let mut extras = Vec::new();
        while !rest.is_empty() {
            let one = || -> Option<_> {
                let mut unpack = Unpack(rest);
                let name = unpack.text()?.to_owned();
                let length = unpack.number()? as usize;
                let (numbers, after) = unpack.0.split_at_checked(length)?;
                let mut unpack = Unpack(after);
                let length = unpack.number()? as usize;
                let (words, after) = unpack.0.split_at_checked(length)?;
                Some(((name, (codes::decode(numbers)?, Words::decode(words)?)), after))
            };
            let (column, after) = one().ok_or_else(|| self.torn(column::EXTRAS))?;
            extras.push(column);
            rest = after;
        }
        Ok(extras)
    }
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
pub(in crate::store) fn telling_columns() -> Vec<ColumnId> {
    let fields = super::ALL_FIELDS.iter().flat_map(|field| [field.codes(), field.words()]);
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
