//! Actors out of the database.

use super::connection::Db;
use super::names::named;
use super::rows::{word, words};
use super::schema::{actor_aliases, actors, memberships};
use super::{By, Result, Store, StoreError};
use crate::domain::{Actor, Alias, Membership};
use crate::query::Filter;
use diesel::prelude::*;

impl Store {
    /// Who takes part in the events that match, and in how many, the busiest first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn actors(&mut self, filter: &Filter) -> Result<Vec<(Actor, u64)>> {
        let mut counted = Vec::new();
        for (name, n) in self.count_by(filter, By::Actor)? {
            if let Some(actor) = actor(&mut self.db, &name)? {
                counted.push((actor, n));
            }
        }
        Ok(counted)
    }

    /// The actor that a person names: by name, alias or surname.
    ///
    /// # Errors
    /// [`StoreError::NoActor`] with the nearest name.
    pub fn actor(&mut self, name: &str) -> Result<Actor> {
        let found = named(&mut self.db, name)?;
        let names: Vec<String> = actors::table
            .filter(actors::id.eq_any(found))
            .order_by(actors::id)
            .select(actors::name)
            .load(&mut self.db)?;
        let missing = || StoreError::NoActor { name: name.to_owned(), hint: String::new() };
        let first = names.first().ok_or_else(missing)?;
        actor(&mut self.db, first)?.ok_or_else(missing)
    }
}

/// The actor of exactly that name.
pub(super) fn actor(db: &mut Db, name: &str) -> Result<Option<Actor>> {
    let found: Option<(i64, String, String, Option<String>)> = actors::table
        .filter(actors::name.eq(name))
        .select((actors::id, actors::name, actors::kind, actors::country))
        .first(db)
        .optional()?;
    let Some((id, name, kind, country)) = found else { return Ok(None) };
    let aliases: Vec<(String, Option<String>)> = actor_aliases::table
        .filter(actor_aliases::actor_id.eq(id))
        .order_by(actor_aliases::seq)
        .select((actor_aliases::name, actor_aliases::dates))
        .load(db)?;
    let offices: Vec<(String, String, Option<String>)> = memberships::table
        .inner_join(actors::table.on(memberships::organisation_id.eq(actors::id)))
        .filter(memberships::actor_id.eq(id))
        .order_by(memberships::seq)
        .select((memberships::office, actors::name, memberships::dates))
        .load(db)?;
    Ok(Some(Actor {
        name,
        kind: word(&kind)?,
        country,
        aliases: aliases
            .into_iter()
            .map(|(name, dates)| Ok(Alias { name, dates: words(dates.as_deref())? }))
            .collect::<Result<_>>()?,
        memberships: offices
            .into_iter()
            .map(|(office, organisation, dates)| {
                Ok(Membership { office, organisation, dates: words(dates.as_deref())? })
            })
            .collect::<Result<_>>()?,
    }))
}
