//! Events counted, for charts of more events than could be loaded: by when, of what kind and with
//! what score. The store counts; what is made of the counts is in the files of the charts.

use super::Question;
use super::view::Score;
use crate::domain::{Bounds, Edtf, Kind};
use crate::store::{Dated, StoreError};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is counted of the events of one date: how many of each kind, in the order of
/// [`Kind::ALL`], and their scores.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Counted {
    pub(super) kinds: [u64; Kind::ALL.len()],
    pub(super) score: Score,
}

/// Events counted by their dates.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// By the first and last day on which they can have begun.
    pub(super) dates: BTreeMap<(NaiveDate, NaiveDate), Counted>,
    /// Without any date.
    pub(super) undated: u64,
    /// Begun before the window that is asked for, or nobody knows when.
    pub(super) outside: u64,
    /// All that match.
    pub(super) matching: u64,
}

impl Question<'_> {
    /// Counts the events that match by date and kind.
    pub(super) fn tally(&mut self) -> Result<Tally, StoreError> {
        let window = self.filter.window();
        let mut tally = Tally::default();
        for Dated { date, kinds, score } in self.store.tally(&self.filter.clone().standing())? {
            tally.matching += score.events;
            let Some(date) = date else {
                tally.undated += score.events;
                continue;
            };
            let Some(begun) = begun(&date, &window) else {
                tally.outside += score.events;
                continue;
            };
            let counted = tally.dates.entry(begun).or_default();
            counted.score.join(&score);
            counted.kinds.iter_mut().zip(kinds).for_each(|(all, some)| *all += some);
        }
        Ok(tally)
    }
}

/// The days between which an event began: one day for a stated period, all that may be meant for a
/// vague date. None if it began before the window.
pub(super) fn begun(date: &Edtf, window: &Bounds) -> Option<(NaiveDate, NaiveDate)> {
    let Bounds { earliest, latest } = date.bounds();
    let first = earliest.filter(|day| window.earliest.is_none_or(|from| *day >= from));
    let last = latest.filter(|day| window.latest.is_none_or(|to| *day <= to));
    let stated = matches!(date, Edtf::Interval(..)) || date.is_certain() && date.is_exact();
    let lasted = first != last && stated;
    Some((first?, if lasted { first? } else { last? }))
}
