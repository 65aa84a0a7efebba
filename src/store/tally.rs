//! Events counted by their dates and kinds. Each row is looked at as numbers; what they stand for is
//! read once a segment.

use super::filter::question;
use super::segment::{Field, Needs, unpack_float};
use super::{Result, Store, shelf};
use crate::domain::{Edtf, Kind, Score};
use crate::query::Filter;
use std::collections::BTreeMap;

/// What is counted of the events of one date.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dated {
    /// The date; none for undated events.
    pub date: Option<Edtf>,
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u64; Kind::ALL.len()],
    /// Their scores.
    pub score: Score,
}

impl Store {
    /// Counts the events that match by their dates and kinds, in no certain order.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn tally(&mut self, filter: &Filter) -> Result<Vec<Dated>> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        [Field::When, Field::Kind, Field::Goldstein].iter().for_each(|field| needs.field(*field));
        let mut dates: BTreeMap<Option<String>, Dated> = BTreeMap::new();
        shelf::ask(&mut self.db, &question, needs, |_, segment, rows| {
            let whens = segment.whens()?;
            let kinds: Vec<usize> = segment.kinds()?.iter().map(|kind| *kind as usize).collect();
            let scores = segment.of_words(Field::Goldstein.words(), unpack_float)?;
            let when = segment.codes(Field::When, whens.len())?;
            let kind = segment.codes(Field::Kind, kinds.len())?;
            let score = segment.codes(Field::Goldstein, scores.len())?;
            let mut of_code: Vec<Dated> = vec![Dated::default(); whens.len()];
            // Rows are in the order of their dates: those of one date are counted by kind and score
            // together, of which there are few, before these are added up.
            let mut counts: Vec<u32> = vec![0; kinds.len() * scores.len()];
            let mut counted: Vec<usize> = Vec::new();
            let mut add_up = |when: u32, counts: &mut [u32], counted: &mut Vec<usize>| {
                let dated = &mut of_code[when as usize];
                for both in counted.drain(..) {
                    let n = u64::from(std::mem::take(&mut counts[both]));
                    dated.kinds[kinds[both / scores.len()]] += n;
                    dated.score.add_times(scores[both % scores.len()], n);
                }
            };
            let mut current = None;
            for row in rows.iter() {
                if current != Some(when[row])
                    && let Some(before) = current.replace(when[row])
                {
                    add_up(before, &mut counts, &mut counted);
                }
                let both = kind[row] as usize * scores.len() + score[row] as usize;
                if counts[both] == 0 {
                    counted.push(both);
                }
                counts[both] += 1;
            }
            if let Some(last) = current {
                add_up(last, &mut counts, &mut counted);
            }
            for (when, dated) in whens.into_iter().zip(of_code) {
                if dated.score.events > 0 {
                    let known = dates.entry(when.date).or_default();
                    known.score.join(&dated.score);
                    known.kinds.iter_mut().zip(dated.kinds).for_each(|(a, b)| *a += b);
                }
            }
            Ok(true)
        })?;
        let dated = |(date, dated): (Option<String>, Dated)| {
            let date = super::rows::words(date.as_deref())?;
            Ok(Dated { date, ..dated })
        };
        dates.into_iter().map(dated).collect()
    }
}
