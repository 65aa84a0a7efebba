//! Events counted by where they were, and by a unit of time that the asker makes of their dates.

use super::filter::question;
use super::segment::{Field, Needs, When, unpack_float, unpack_place};
use super::{Result, Store, StoreError, rows, shelf};
use crate::domain::{Edtf, Kind, Place, Score};
use crate::query::Filter;
use std::collections::{BTreeMap, HashMap};

/// What is counted of the events of one place and unit of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<U> {
    /// Where they were; none for events without a place.
    pub place: Option<Place>,
    /// When they were.
    pub unit: U,
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u64; Kind::ALL.len()],
    /// Their scores.
    pub score: Score,
}

impl Store {
    /// Counts the events that match by their places and by what `unit` makes of their dates, in no
    /// certain order.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn located<U: Ord + Copy>(
        &mut self,
        filter: &Filter,
        unit: impl Fn(Option<&Edtf>) -> U,
    ) -> Result<Vec<Located<U>>> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        let fields = [Field::When, Field::Place, Field::Kind, Field::Goldstein];
        fields.iter().for_each(|field| needs.field(*field));
        // Places by their words, which are the same in all segments.
        let mut places: HashMap<Vec<u8>, u32> = HashMap::new();
        let mut counts: BTreeMap<(u32, U), ([u64; Kind::ALL.len()], Score)> = BTreeMap::new();
        shelf::ask(&mut self.db, &question, needs, |_, segment, rows| {
            let unit_of = |when: &When| -> Result<U> {
                let date: Option<Edtf> = rows::words(when.date.as_deref())?;
                Ok(unit(date.as_ref()))
            };
            let units: Vec<U> = segment.whens()?.iter().map(unit_of).collect::<Result<_>>()?;
            let words = segment.words(Field::Place.words())?;
            let numbers: Vec<u32> = words
                .iter()
                .map(|word| match places.get(word) {
                    Some(number) => *number,
                    None => {
                        let number = places.len() as u32;
                        places.insert(word.to_vec(), number);
                        number
                    }
                })
                .collect();
            let kinds: Vec<usize> = segment.kinds()?.iter().map(|kind| *kind as usize).collect();
            let scores = segment.of_words(Field::Goldstein.words(), unpack_float)?;
            let when = segment.codes(Field::When, units.len())?;
            let place = segment.codes(Field::Place, numbers.len())?;
            let kind = segment.codes(Field::Kind, kinds.len())?;
            let score = segment.codes(Field::Goldstein, scores.len())?;
            // Rows are in the order of their dates, so that a unit's stand together: its places are
            // counted in a table before the next one's.
            let mut table = vec![([0; Kind::ALL.len()], Score::default()); numbers.len()];
            let mut touched: Vec<u32> = Vec::new();
            let mut flush = |unit: U, table: &mut [_], touched: &mut Vec<u32>| {
                for code in touched.drain(..) {
                    let (kinds, score): ([u64; Kind::ALL.len()], Score) =
                        std::mem::take(&mut table[code as usize]);
                    let known = counts.entry((numbers[code as usize], unit)).or_default();
                    known.0.iter_mut().zip(kinds).for_each(|(all, some)| *all += some);
                    known.1.join(&score);
                }
            };
            let mut current: Option<U> = None;
            for row in rows.iter() {
                let unit = units[when[row] as usize];
                if let Some(before) = current.replace(unit).filter(|before| *before != unit) {
                    flush(before, &mut table, &mut touched);
                }
                let (of_kinds, sum) = &mut table[place[row] as usize];
                if sum.events == 0 {
                    touched.push(place[row]);
                }
                of_kinds[kinds[kind[row] as usize]] += 1;
                sum.add(scores[score[row] as usize]);
            }
            if let Some(last) = current {
                flush(last, &mut table, &mut touched);
            }
            Ok(true)
        })?;
        let mut words = vec![Vec::new(); places.len()];
        places.into_iter().for_each(|(word, number)| words[number as usize] = word);
        let torn = || StoreError::Corrupt("the place of an event".to_owned());
        let places: Vec<Option<Place>> =
            words.iter().map(|word| unpack_place(word).ok_or_else(torn)).collect::<Result<_>>()?;
        let located = |((number, unit), (kinds, score))| {
            let place: Option<Place> = places[number as usize].clone();
            Located { place, unit, kinds, score }
        };
        Ok(counts.into_iter().map(located).collect())
    }
}
