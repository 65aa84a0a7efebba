//! Actors into the database, and which actor a participation means.

use super::read::actor;
use super::schema::{actor_aliases, actors, memberships};
use super::write::{Outcome, Writer};
use super::{Result, StoreError};
use crate::domain::{Actor, ActorKind, Edtf, Participation, Subject};
use crate::store::connection::Db;
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

/// The actors of the database by their names, for the length of a change.
pub(super) struct Actors {
    known: HashMap<String, Known>,
    /// Alias to names, each with the dates in which it holds.
    aliases: HashMap<String, Vec<(String, Option<Edtf>)>>,
    next: i64,
}

/// What a participation shows of its actor.
#[derive(Clone)]
pub(super) struct Known {
    id: i64,
    pub(super) name: String,
    pub(super) kind: ActorKind,
    pub(super) country: Option<String>,
}

impl Actors {
    fn load(db: &mut Db) -> Result<Actors> {
        let rows: Vec<(i64, String, String, Option<String>)> = actors::table
            .select((actors::id, actors::name, actors::kind, actors::country))
            .load(db)?;
        let mut known = HashMap::with_capacity(rows.len());
        let mut names = HashMap::with_capacity(rows.len());
        for (id, name, kind, country) in rows {
            names.insert(id, name.clone());
            let kind = super::rows::word(&kind)?;
            known.insert(name.clone(), Known { id, name, kind, country });
        }
        let rows: Vec<(i64, String, Option<String>)> = actor_aliases::table
            .select((actor_aliases::actor_id, actor_aliases::name, actor_aliases::dates))
            .load(db)?;
        let mut aliases: HashMap<String, Vec<(String, Option<Edtf>)>> = HashMap::new();
        for (id, alias, dates) in rows {
            if let Some(name) = names.get(&id) {
                let dates = super::rows::words(dates.as_deref())?;
                aliases.entry(alias).or_default().push((name.clone(), dates));
            }
        }
        let last: Option<i64> = actors::table.select(max(actors::id)).first(db)?;
        Ok(Actors { known, aliases, next: last.unwrap_or(0) + 1 })
    }

    /// The one actor that has this name or, on that date, this alias.
    fn find(&self, name: &str, date: Option<&Edtf>) -> Option<&Known> {
        if let Some(known) = self.known.get(name) {
            return Some(known);
        }
        let holds = |dates: &Option<Edtf>| match (dates, date) {
            (Some(dates), Some(date)) => date.possibly(&dates.bounds()),
            _ => true,
        };
        let mut named = self.aliases.get(name)?.iter().filter(|(_, dates)| holds(dates));
        let (first, _) = named.next()?;
        if named.any(|(other, _)| other != first) { None } else { self.known.get(first) }
    }
}

impl Writer<'_> {
    pub(super) fn actors(&mut self) -> Result<&mut Actors> {
        if self.actors.is_none() {
            self.actors = Some(Actors::load(self.db)?);
        }
        self.actors.as_mut().ok_or_else(|| StoreError::Corrupt("the actors' names".to_owned()))
    }

    /// The actor that a participation means: by name, by alias on that date, by the directory; or
    /// a new one.
    pub(super) fn actor_for(&mut self, part: &Participation, date: Option<&Edtf>) -> Result<Known> {
        let known = match self.actors()?.find(&part.name, date).cloned() {
            Some(known) => known,
            None => self.introduce(part)?,
        };
        let kind = part.kind.filter(|_| known.kind == ActorKind::Other).unwrap_or(known.kind);
        let country = known.country.clone().or_else(|| part.country.clone());
        if kind == known.kind && country == known.country {
            return Ok(known);
        }
        // The record knows more of the actor than the database did.
        let before = actor(self.db, &known.name)?;
        diesel::update(actors::table.find(known.id))
            .set((actors::kind.eq(kind.as_str()), actors::country.eq(&country)))
            .execute(self.db)?;
        let after = actor(self.db, &known.name)?;
        self.revise(Subject::Actor, &known.name, before.as_ref(), after.as_ref())?;
        let known = Known { kind, country, ..known };
        self.actors()?.known.insert(known.name.clone(), known.clone());
        Ok(known)
    }

    fn introduce(&mut self, part: &Participation) -> Result<Known> {
        let told = self.directory.and_then(|directory| directory.actor(&part.name));
        let told = told.unwrap_or_else(|| Actor {
            name: part.name.clone(),
            kind: part.kind.unwrap_or(ActorKind::Other),
            country: part.country.clone(),
            aliases: Vec::new(),
            memberships: Vec::new(),
        });
        // The directory may know it under another name, which the database has.
        if let Some(known) = self.actors()?.known.get(&told.name) {
            return Ok(known.clone());
        }
        self.insert_actor(&told)
    }

    /// The number of the actor of exactly that name, which is known by now.
    pub(super) fn actor_id(&mut self, name: &str) -> Result<i64> {
        let known = self.actors()?.known.get(name).map(|known| known.id);
        known.ok_or_else(|| StoreError::Corrupt(format!("no actor {name}")))
    }

    /// Writes an actor under its name, with its aliases and memberships.
    ///
    /// # Errors
    /// Those of the database.
    pub fn actor(&mut self, new: &Actor) -> Result<Outcome<()>> {
        let Some(old) = actor(self.db, &new.name)? else {
            self.insert_actor(new)?;
            if !self.bulk {
                self.revise(Subject::Actor, &new.name, None, Some(new))?;
            }
            return Ok(self.counted(Outcome::Added(())));
        };
        if old == *new
            || self.is_outdated(Subject::Actor, &new.name, |before: &Actor| before == new)?
        {
            return Ok(self.counted(Outcome::Unchanged(())));
        }
        self.put_actor(new)?;
        self.revise(Subject::Actor, &new.name, Some(&old), Some(new))?;
        Ok(self.counted(Outcome::Updated(())))
    }

    /// Puts what is said of an actor in the place of what was.
    pub(super) fn put_actor(&mut self, new: &Actor) -> Result<()> {
        let id = self.actor_id(&new.name)?;
        diesel::update(actors::table.find(id))
            .set((actors::kind.eq(new.kind.as_str()), actors::country.eq(&new.country)))
            .execute(self.db)?;
        diesel::delete(actor_aliases::table.filter(actor_aliases::actor_id.eq(id)))
            .execute(self.db)?;
        diesel::delete(memberships::table.filter(memberships::actor_id.eq(id))).execute(self.db)?;
        self.insert_details(id, new)?;
        // Names may mean others now.
        self.actors = None;
        Ok(())
    }

    fn insert_actor(&mut self, new: &Actor) -> Result<Known> {
        let change = self.change;
        let actors = self.actors()?;
        let id = actors.next;
        actors.next += 1;
        let known =
            Known { id, name: new.name.clone(), kind: new.kind, country: new.country.clone() };
        actors.known.insert(new.name.clone(), known.clone());
        diesel::insert_into(actors::table)
            .values((
                actors::id.eq(id),
                actors::name.eq(&new.name),
                actors::kind.eq(new.kind.as_str()),
                actors::country.eq(&new.country),
                actors::added_by.eq(change),
            ))
            .execute(self.db)?;
        self.touched = true;
        self.insert_details(id, new)?;
        self.introduce_country(new)?;
        Ok(known)
    }

    fn insert_details(&mut self, id: i64, new: &Actor) -> Result<()> {
        for (seq, alias) in (1..).zip(&new.aliases) {
            diesel::insert_into(actor_aliases::table)
                .values((
                    actor_aliases::actor_id.eq(id),
                    actor_aliases::seq.eq(seq),
                    actor_aliases::name.eq(&alias.name),
                    actor_aliases::dates.eq(alias.dates.as_ref().map(Edtf::to_string)),
                ))
                .execute(self.db)?;
            let name = (new.name.clone(), alias.dates.clone());
            self.actors()?.aliases.entry(alias.name.clone()).or_default().push(name);
        }
        for (seq, membership) in (1..).zip(&new.memberships) {
            let organisation =
                Participation::new(&membership.organisation, crate::domain::Role::Mentioned);
            let organisation_id = match self.actors()?.known.get(&membership.organisation) {
                Some(known) => known.id,
                None => self.introduce(&organisation)?.id,
            };
            diesel::insert_into(memberships::table)
                .values((
                    memberships::actor_id.eq(id),
                    memberships::seq.eq(seq),
                    memberships::office.eq(&membership.office),
                    memberships::organisation_id.eq(organisation_id),
                    memberships::dates.eq(membership.dates.as_ref().map(Edtf::to_string)),
                ))
                .execute(self.db)?;
        }
        Ok(())
    }

    /// With an actor of a country comes the country, so that a query can name it.
    fn introduce_country(&mut self, actor: &Actor) -> Result<()> {
        let Some(code) = actor.country.as_ref().filter(|_| actor.kind != ActorKind::Country) else {
            return Ok(());
        };
        let country = self.directory.and_then(|directory| directory.actor(code));
        if let Some(country) = country
            && country.kind == ActorKind::Country
            && !self.actors()?.known.contains_key(&country.name)
        {
            self.insert_actor(&country)?;
        }
        Ok(())
    }
}
