//! A filter as a question to segments: names become actors, dates days, words stems.

use super::Result;
use super::connection::Db;
use super::names::{self, named};
use super::schema::changes;
use super::segment::{Check, Counted, Layer, Question, Term, column, day_number, prefix, stems};
use super::{StoreError, saved, shelf, stories};
use crate::domain::{Edtf, Role};
use crate::query::{Filter, Part, Test};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::HashMap;

const ACTS: &[Role] = &[Role::Initiator, Role::Party];
const SUFFERS: &[Role] = &[Role::Recipient, Role::Victim, Role::Party];
const TAKES_PART: &[Role] =
    &[Role::Initiator, Role::Recipient, Role::Party, Role::Mediator, Role::Host, Role::Victim];

/// The question that a filter asks.
pub(super) fn question(db: &mut Db, filter: &Filter) -> Result<Question> {
    let mut builder = Builder { db, certainly: filter.certainly, inside: Vec::new() };
    Ok(Question { terms: builder.terms(filter)? })
}

struct Builder<'d> {
    db: &'d mut Db,
    certainly: bool,
    /// The saved queries that are being read.
    inside: Vec<String>,
}

impl Builder<'_> {
    fn terms(&mut self, filter: &Filter) -> Result<Vec<Term>> {
        let mut terms = Vec::new();
        for term in &filter.terms {
            let any = term.any.iter().map(|test| self.check(test)).collect::<Result<_>>()?;
            terms.push(Term { negated: term.negated, any });
        }
        Ok(terms)
    }

    /// What a saved query asks; whether its dates hold for certain is its own affair.
    fn saved(&mut self, name: &str) -> Result<Check> {
        if self.inside.iter().any(|outer| outer == name) {
            let circle = format!(
                "@{}",
                [self.inside.as_slice(), &[name.to_owned()]].concat().join(" uses @")
            );
            return Err(StoreError::Record(format!("a saved query uses itself: {circle}")));
        }
        let filter = saved::saved(self.db, name)?;
        self.inside.push(name.to_owned());
        let certainly = std::mem::replace(&mut self.certainly, filter.certainly);
        let terms = self.terms(&filter)?;
        self.certainly = certainly;
        self.inside.pop();
        Ok(Check::Question(Question { terms }))
    }

    /// The days on which changes were made, by their numbers.
    fn recorded(&mut self) -> Result<HashMap<i64, i32>> {
        let rows: Vec<(i64, NaiveDateTime)> =
            changes::table.select((changes::id, changes::at)).load(self.db)?;
        Ok(rows.into_iter().map(|(id, at)| (id, day_number(at.date()))).collect())
    }

    fn check(&mut self, test: &Test) -> Result<Check> {
        Ok(match test {
            Test::Actor(part, name) => {
                let roles = match part {
                    Part::Any => TAKES_PART,
                    Part::By => ACTS,
                    Part::On => SUFFERS,
                };
                Check::TakesPart(self.counted(name)?, roles)
            }
            Test::Exactly(name) => {
                let ids = named(self.db, name)?;
                let always = ids.into_iter().map(|id| (id, vec![(None, None)])).collect();
                Check::TakesPart(always, Role::ALL)
            }
            Test::Dyad { first, second, directed } => {
                dyad(self.counted(first)?, self.counted(second)?, *directed)
            }
            Test::Kind(kind) => Check::Kind(*kind),
            Test::Since(date) => self.since(date),
            Test::Until(date) => self.until(date),
            Test::Date(date) => Check::Both(vec![self.since(date), self.until(date)]),
            Test::In(area) => Check::Countries(area.countries.clone()),
            Test::Box(degrees) => Check::Box(*degrees),
            Test::Place(name) => Check::Place(name.to_lowercase()),
            Test::Near { lat, lon, km } => Check::Near { lat: *lat, lon: *lon, km: *km },
            Test::Source(name) => {
                let name = name.to_lowercase();
                let publisher = self.said(Check::Publisher(name.clone()))?;
                Check::Either(vec![Check::Dataset(name), publisher])
            }
            Test::Tag(tag) => Check::Tag(tag.clone()),
            Test::Deaths(compare, number) => Check::Deaths(*compare, *number),
            Test::Verification(word) => Check::Verification(*word),
            Test::Review(word) => Check::Review(*word),
            Test::Modality(word) => Check::Modality(*word),
            Test::Story(id) => Check::Among(stories::events_of(self.db, *id)?),
            Test::Known(date) => {
                let bounds = date.bounds();
                let day = |day: Option<NaiveDate>| day.map(day_number);
                let recorded = self.recorded()?;
                Check::Known { first: day(bounds.earliest), last: day(bounds.latest), recorded }
            }
            Test::Saved(name) => self.saved(name)?,
            Test::Prefix(start) => self.said(Check::Words(vec![prefix(start)]))?,
            Test::Text(text) => match stems(text) {
                // No word at all is in no text.
                none if none.is_empty() => Check::Either(Vec::new()),
                stems => self.said(Check::Words(stems))?,
            },
        })
    }

    /// The check, which may also hold for what a further source says of an event.
    fn said(&mut self, check: Check) -> Result<Check> {
        let question = Question::from(check.clone());
        let mut needs = question.needs();
        needs.columns.insert(column::IDS);
        let mut ids = Vec::new();
        for meta in shelf::metas(self.db)?.iter().filter(|meta| meta.layer == Layer::Cited) {
            let segment = shelf::read(self.db, meta, &needs)?;
            let rows = question.rows(&segment)?;
            if !rows.is_empty() {
                let own = segment.ids()?;
                ids.extend(rows.iter().map(|row| own[row]));
            }
        }
        if ids.is_empty() {
            return Ok(check);
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Check::Either(vec![check, Check::Among(ids)]))
    }

    fn since(&self, date: &Edtf) -> Check {
        let day = date.bounds().earliest.map(day_number);
        if self.certainly { Check::CertainlySince(day) } else { Check::Since(day) }
    }

    fn until(&self, date: &Edtf) -> Check {
        let day = date.bounds().latest.map(day_number);
        if self.certainly { Check::CertainlyUntil(day) } else { Check::Until(day) }
    }

    fn counted(&mut self, name: &str) -> Result<Counted> {
        let mut counted = Counted::new();
        for (id, dates) in names::counted(self.db, name)?.actors {
            let days = dates.map_or((None, None), |dates| {
                (dates.earliest.map(day_number), dates.latest.map(day_number))
            });
            counted.entry(id).or_default().push(days);
        }
        Ok(counted)
    }
}

fn dyad(a: Counted, b: Counted, directed: bool) -> Check {
    let on = |a: &Counted, b: &Counted| {
        Check::Both(vec![
            Check::TakesPart(a.clone(), &[Role::Initiator]),
            Check::TakesPart(b.clone(), &[Role::Recipient, Role::Victim]),
        ])
    };
    if directed {
        return on(&a, &b);
    }
    let party = |a: &Counted| Check::TakesPart(a.clone(), &[Role::Party]);
    let parties = Check::Both(vec![party(&a), party(&b)]);
    Check::Either(vec![on(&a, &b), on(&b, &a), parties])
}
