//! Which events match and when they were, without the events themselves.

use super::filter::question;
use super::segment::{Check, Field, Needs, Term, When, column, day_of};
use super::{Result, Store, shelf};
use crate::domain::{Bounds, EventId};
use crate::query::Filter;
use std::collections::HashSet;

impl Store {
    /// When the events that match were, in the order of their numbers; of undated ones nothing is
    /// known.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn when(&mut self, filter: &Filter) -> Result<Vec<(EventId, Bounds)>> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        needs.field(Field::When);
        needs.columns.insert(column::IDS);
        let mut found = Vec::new();
        shelf::ask(&mut self.db, &question, needs, |_, segment, rows| {
            let bounds = |when: &When| Bounds {
                earliest: when.earliest.and_then(day_of),
                latest: when.latest.and_then(day_of),
            };
            let whens: Vec<Bounds> = segment.whens()?.iter().map(bounds).collect();
            let codes = segment.codes(Field::When, whens.len())?;
            let ids = segment.ids()?;
            found.extend(rows.iter().map(|row| (EventId(ids[row]), whens[codes[row] as usize])));
            Ok(true)
        })?;
        found.sort_unstable_by_key(|(id, _)| *id);
        Ok(found)
    }

    /// Those of these events that match.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn among(&mut self, filter: &Filter, ids: &[EventId]) -> Result<HashSet<EventId>> {
        let mut question = question(&mut self.db, filter)?;
        let mut numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        numbers.sort_unstable();
        question.terms.push(Term { negated: false, any: vec![Check::Among(numbers)] });
        let mut needs = Needs::default();
        needs.columns.insert(column::IDS);
        let mut found = HashSet::new();
        shelf::ask(&mut self.db, &question, needs, |_, segment, rows| {
            let ids = segment.ids()?;
            found.extend(rows.iter().map(|row| EventId(ids[row])));
            Ok(true)
        })?;
        Ok(found)
    }
}
