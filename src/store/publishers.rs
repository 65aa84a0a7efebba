//! Who tells of the events that match.

use super::connection::Db;
use super::filter::question;
use super::segment::{Bits, Field, Layer, Needs, Segment, column, publisher_of};
use super::{Result, Store, shelf};
use crate::domain::dataset_of;
use crate::query::Filter;
use std::collections::HashMap;

impl Store {
    /// What must be cited for the events that match, and for how many of them each: for events of
    /// a dataset the name of that, see [`dataset_of`]; for all others each publisher. Most first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn sources(&mut self, filter: &Filter) -> Result<Vec<(String, u64)>> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        needs.field(Field::Prefix);
        let mut datasets: HashMap<String, u64> = HashMap::new();
        let mut publishers: Option<Publishers> = None;
        shelf::ask(&mut self.db, &question, needs, |db, segment, rows| {
            let of_uid = |prefix: &[u8]| {
                let prefix = std::str::from_utf8(prefix).ok()?;
                Some(dataset_of(prefix).map(str::to_owned))
            };
            let names = segment.of_words(Field::Prefix.words(), of_uid)?;
            let mut others = Bits::none(segment.meta.rows);
            let mut of_code = vec![0; names.len()];
            if let [Some(_)] = names.as_slice() {
                of_code[0] = rows.count() as u64;
            } else {
                let codes = segment.codes(Field::Prefix, names.len())?;
                for row in rows.iter() {
                    of_code[codes[row] as usize] += 1;
                    if names[codes[row] as usize].is_none() {
                        others.set(row);
                    }
                }
            }
            for (name, n) in names.into_iter().zip(of_code) {
                if let Some(name) = name.filter(|_| n > 0) {
                    *datasets.entry(name).or_default() += n;
                }
            }
            if others.is_empty() {
                return Ok(true);
            }
            let publishers = match &mut publishers {
                Some(known) => known,
                none => {
                    let mut new = Publishers::default();
                    new.hear(db)?;
                    none.insert(new)
                }
            };
            let citing = shelf::read(db, &segment.meta, &Publishers::needs())?;
            publishers.count(&citing, &others)?;
            Ok(true)
        })?;
        let published = publishers.into_iter().flat_map(Publishers::counts);
        let mut counts: Vec<(String, u64)> = datasets.into_iter().chain(published).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(counts)
    }
}

/// Calls `each` with every different code in a row's list.
pub(super) fn distinct(codes: &[u32], mut each: impl FnMut(u32)) {
    for (at, code) in codes.iter().enumerate() {
        if !codes[..at].contains(code) {
            each(*code);
        }
    }
}

/// Publishers under numbers from 0, and of how many events they speak.
#[derive(Default)]
pub(super) struct Publishers {
    numbers: HashMap<String, u32>,
    of_number: Vec<u64>,
    /// Further sources: the event's number and the publisher's, in their order.
    further: Vec<(i64, u32)>,
}

impl Publishers {
    /// What of a segment must be read.
    pub(super) fn needs() -> Needs {
        let mut needs = Needs::default();
        needs.citations();
        needs.columns.insert(column::IDS);
        needs
    }

    /// Learns who else speaks of events than those who told of them first.
    pub(super) fn hear(&mut self, db: &mut Db) -> Result<()> {
        let needs = Publishers::needs();
        for meta in shelf::metas(db)?.iter().filter(|meta| meta.layer == Layer::Cited) {
            let segment = shelf::read(db, meta, &needs)?;
            let numbers = self.numbers_of(&segment)?;
            let lists = segment.citations(numbers.len())?;
            for (row, id) in segment.ids()?.into_iter().enumerate() {
                let of_row = lists.of(row).iter().filter_map(|code| numbers[*code as usize]);
                self.further.extend(of_row.map(|number| (id, number)));
            }
        }
        self.further.sort_unstable();
        Ok(())
    }

    /// The number of the publisher of each citation in a segment's dictionary.
    fn numbers_of(&mut self, segment: &Segment) -> Result<Vec<Option<u32>>> {
        let words = segment.words(column::CITATION_WORDS)?;
        let mut number = |name: &str| match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = self.numbers.len() as u32;
                self.numbers.insert(name.to_owned(), number);
                number
            }
        };
        Ok(words.iter().map(|word| publisher_of(word).map(&mut number)).collect())
    }

    /// Calls `each` with the numbers of the publishers that speak of each row; some may repeat.
    pub(super) fn of_rows(
        &mut self,
        segment: &Segment,
        rows: &Bits,
        mut each: impl FnMut(&[u32]),
    ) -> Result<()> {
        let (numbers, ids) = (self.numbers_of(segment)?, segment.ids()?);
        let lists = segment.citations(numbers.len())?;
        let mut of_row = Vec::new();
        for row in rows.iter() {
            of_row.clear();
            of_row.extend(lists.of(row).iter().filter_map(|code| numbers[*code as usize]));
            let start = self.further.partition_point(|(id, _)| *id < ids[row]);
            let further = self.further[start..].iter().take_while(|(id, _)| *id == ids[row]);
            of_row.extend(further.map(|(_, number)| *number));
            each(&of_row);
        }
        Ok(())
    }

    fn count(&mut self, segment: &Segment, rows: &Bits) -> Result<()> {
        // Numbers are dealt out as a segment is read.
        let mut counts = std::mem::take(&mut self.of_number);
        let counted = self.of_rows(segment, rows, |of_row| {
            distinct(of_row, |number| {
                let number = number as usize;
                if counts.len() <= number {
                    counts.resize(number + 1, 0);
                }
                counts[number] += 1;
            });
        });
        self.of_number = counts;
        counted
    }

    /// The publishers by their numbers.
    pub(super) fn names(self) -> HashMap<String, u32> {
        self.numbers
    }

    fn counts(self) -> impl Iterator<Item = (String, u64)> {
        let Publishers { numbers, of_number, .. } = self;
        let of = move |number: u32| of_number.get(number as usize).copied().unwrap_or_default();
        let count = move |(name, number): (String, u32)| (name, of(number));
        numbers.into_iter().map(count).filter(|(_, n)| *n > 0)
    }
}
