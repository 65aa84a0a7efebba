//! Events counted, for charts of more events than could be loaded: by when, of what kind and with
//! what score; and by who acts on whom. Everything that has to look at each event is here; what
//! is made of the counts is in the files of the charts.

use super::view::{Score, Split};
use super::{Question, windowed};
use crate::coding;
use crate::domain::{Bounds, Entry, Event, Kind, Participation, Role};
use crate::store::StoreError;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

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

/// Who acts on whom, how often and in what tone. A pair without direction stands both ways.
pub(super) type Pairs = BTreeMap<(String, String), Score>;

impl Question<'_> {
    /// Counts the events that match by date and kind.
    pub(super) fn tally(&mut self) -> Result<Tally, StoreError> {
        let window = self.filter.window();
        let mut tally = Tally::default();
        self.store.each_event(&self.filter.clone().standing(), |entry| {
            tally.matching += 1;
            if entry.event.date.is_none() {
                tally.undated += 1;
                return;
            }
            let Some(begun) = begun(&entry, &window) else {
                tally.outside += 1;
                return;
            };
            let counted = tally.dates.entry(begun).or_default();
            counted.kinds[entry.event.kind as usize] += 1;
            counted.score.add(entry.event.goldstein);
        })?;
        Ok(tally)
    }

    /// Counts the events that match by who acts on whom; how many match comes back too.
    pub(super) fn pairs(&mut self, split: Split) -> Result<(Pairs, u64), StoreError> {
        let (mut pairs, mut matching) = (Pairs::new(), 0);
        self.store.each_event(&self.filter.clone().standing(), |entry| {
            matching += 1;
            for pair in directed(&entry.event, split) {
                pairs.entry(pair).or_default().add(entry.event.goldstein);
            }
        })?;
        Ok((pairs, matching))
    }
}

/// The days between which an event began: one day for a stated period, all that may be meant for a
/// vague date. None if it began before the window.
fn begun(entry: &Entry, window: &Bounds) -> Option<(NaiveDate, NaiveDate)> {
    let mark = windowed(super::mark(entry, 0, &Bounds::default())?, window);
    let first = mark.earliest?;
    let last = if mark.is_period() { first } else { mark.latest? };
    Some((first, last))
}

/// The name under which a participant is counted.
fn name(actor: &Participation, split: Split) -> Option<String> {
    match (split, &actor.country) {
        (Split::Country, Some(code)) => {
            Some(coding::country(code).map_or_else(|| code.clone(), |c| c.name.clone()))
        }
        (Split::Country, None) => None,
        _ => Some(actor.name.clone()),
    }
}

/// Who acts on whom in an event, each pair once.
fn directed(event: &Event, split: Split) -> Vec<(String, String)> {
    let of = |roles: &[Role]| -> Vec<String> {
        let with = event.actors.iter().filter(|actor| roles.contains(&actor.role));
        with.filter_map(|actor| name(actor, split)).collect()
    };
    let (acting, on, parties) =
        (of(&[Role::Initiator]), of(&[Role::Recipient, Role::Victim]), of(&[Role::Party]));
    let across = |from: &[String], to: &[String]| -> Vec<(String, String)> {
        from.iter().flat_map(|a| to.iter().map(move |b| (a.clone(), b.clone()))).collect()
    };
    let mut pairs = across(&acting, &on);
    pairs.extend(across(&parties, &parties));
    pairs.retain(|(a, b)| a != b);
    pairs.sort();
    pairs.dedup();
    pairs
}

/// Actors that take part together, and how often each does.
#[derive(Debug, Clone, Default)]
pub(super) struct Company {
    /// By name: its events, and its kind where a record says.
    pub(super) actors: HashMap<String, (Score, Option<crate::domain::ActorKind>)>,
    /// By names in the order of the alphabet.
    pub(super) together: Pairs,
    pub(super) matching: u64,
}

impl Question<'_> {
    /// Counts who takes part together with whom.
    pub(super) fn company(&mut self) -> Result<Company, StoreError> {
        let mut company = Company::default();
        self.store.each_event(&self.filter.clone().standing(), |entry| {
            company.matching += 1;
            let score = entry.event.goldstein;
            let taking_part = |actor: &&Participation| actor.role != Role::Mentioned;
            let mut actors: Vec<_> = entry.event.actors.iter().filter(taking_part).collect();
            actors.sort_by(|a, b| a.name.cmp(&b.name));
            actors.dedup_by(|a, b| a.name == b.name);
            for (at, actor) in actors.iter().enumerate() {
                let known = company.actors.entry(actor.name.clone()).or_default();
                known.0.add(score);
                known.1 = known.1.or(actor.kind);
                for other in &actors[at + 1..] {
                    let pair = (actor.name.clone(), other.name.clone());
                    company.together.entry(pair).or_default().add(score);
                }
            }
        })?;
        Ok(company)
    }
}
