//! The weightiest events among very many: found by the few columns that weights are made of.

use super::filter::question;
use super::segment::{Check, Field, Needs, Term, column, day_number, unpack_deaths, unpack_float};
use super::{Result, Store, shelf};
use crate::domain::{Deaths, EventId};
use crate::query::Filter;
use chrono::NaiveDate;

/// What weights are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// The dead that are reported.
    pub deaths: Option<Deaths>,
    /// How many citations it was told with.
    pub citations: usize,
    /// How sure it is, 0 to 1.
    pub confidence: Option<f64>,
}

/// Events and their weights, the weightiest first, of equal ones that with the lower number.
type Weighed = Vec<(EventId, f64)>;

impl Store {
    /// The events with the greatest weights of those that match and whose first day lies in each of
    /// some stretches of days, at most `most` for each. Stretches do not meet.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn weightiest(
        &mut self,
        filter: &Filter,
        stretches: &[(NaiveDate, NaiveDate)],
        most: usize,
        weight: impl Fn(&Traits) -> f64,
    ) -> Result<Vec<Weighed>> {
        let mut question = question(&mut self.db, filter)?;
        let days: Vec<(i32, i32)> =
            stretches.iter().map(|(first, last)| (day_number(*first), day_number(*last))).collect();
        let began = Check::Began(days.clone());
        question.terms.push(Term { negated: false, any: vec![began] });
        let mut needs = Needs::default();
        [Field::When, Field::Deaths, Field::Confidence].iter().for_each(|f| needs.field(*f));
        needs.columns.extend([column::CITATION_COUNTS, column::IDS]);
        let mut best: Vec<Weighed> = vec![Weighed::new(); stretches.len()];
        shelf::ask(&mut self.db, &question, needs, |_, segment, rows| {
            let stretch =
                |day: i32| days.iter().position(|(from, to)| (*from..=*to).contains(&day));
            let stretches: Vec<Option<usize>> =
                segment.whens()?.iter().map(|when| stretch(when.earliest?)).collect();
            let deaths = segment.of_words(Field::Deaths.words(), unpack_deaths)?;
            let sure = segment.of_words(Field::Confidence.words(), unpack_float)?;
            let when = segment.codes(Field::When, stretches.len())?;
            let dead = segment.codes(Field::Deaths, deaths.len())?;
            let confidence = segment.codes(Field::Confidence, sure.len())?;
            let citations: Vec<u32> = segment.numbers(column::CITATION_COUNTS)?;
            let ids = segment.ids()?;
            for row in rows.iter() {
                let Some(stretch) = stretches[when[row] as usize] else { continue };
                let traits = Traits {
                    deaths: deaths[dead[row] as usize],
                    citations: citations[row] as usize,
                    confidence: sure[confidence[row] as usize],
                };
                best[stretch].push((EventId(ids[row]), weight(&traits)));
            }
            best.iter_mut().for_each(|best| keep(best, most));
            Ok(true)
        })?;
        Ok(best)
    }
}

/// Keeps only the weightiest.
fn keep(weighed: &mut Weighed, most: usize) {
    weighed.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    weighed.truncate(most);
}
