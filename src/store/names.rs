//! Who is meant by a name in a query.

use super::connection::Db;
use super::read::BATCH;
use super::rows::words;
use super::schema::{actor_aliases, actors, memberships};
use super::{Result, StoreError};
use crate::domain::{ActorKind, Bounds, Edtf, nearest};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The actors whose acts count for a name.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Each inside some dates if it counts only for a time.
    pub(super) actors: Vec<(i64, Option<Bounds>)>,
    /// The code of the country whose actors they are, all of them and no others.
    pub(super) country: Option<String>,
}

/// A name as it is looked up.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Folds the names of a database of before they were kept so.
pub(super) fn fold_all(db: &mut Db) -> Result<()> {
    let of_actors: Vec<(i64, String)> = actors::table
        .filter(actors::folded.is_null())
        .select((actors::id, actors::name))
        .load(db)?;
    let of_aliases: Vec<(i64, i64, String)> = actor_aliases::table
        .filter(actor_aliases::folded.is_null())
        .select((actor_aliases::actor_id, actor_aliases::seq, actor_aliases::name))
        .load(db)?;
    if of_actors.is_empty() && of_aliases.is_empty() {
        return Ok(());
    }
    db.transaction(|db| {
        for (id, name) in of_actors {
            diesel::update(actors::table.find(id))
                .set(actors::folded.eq(folded(&name)))
                .execute(db)?;
        }
        for (id, seq, alias) in of_aliases {
            diesel::update(actor_aliases::table.find((id, seq)))
                .set(actor_aliases::folded.eq(folded(&alias)))
                .execute(db)?;
        }
        Ok(())
    })
}

/// Names that a query does not find.
pub(super) fn wrong(db: &mut Db) -> Result<Vec<String>> {
    let mut names: Vec<(String, Option<String>)> =
        actors::table.select((actors::name, actors::folded)).load(db)?;
    let aliases = actor_aliases::table.select((actor_aliases::name, actor_aliases::folded));
    names.extend(aliases.load::<(String, Option<String>)>(db)?);
    names.retain(|(name, found)| found.as_ref() != Some(&folded(name)));
    Ok(names.into_iter().map(|(name, _)| format!("\"{name}\" is not found in queries")).collect())
}

/// The actors of that name or alias; failing that, persons of that surname; failing that, the
/// actors of that country code.
pub(super) fn named(db: &mut Db, name: &str) -> Result<Vec<i64>> {
    let wanted = folded(name.trim());
    let mut found: Vec<i64> =
        actors::table.filter(actors::folded.eq(&wanted)).select(actors::id).load(db)?;
    let by_alias: Vec<i64> = actor_aliases::table
        .filter(actor_aliases::folded.eq(&wanted))
        .select(actor_aliases::actor_id)
        .load(db)?;
    found.extend(by_alias);
    if found.is_empty() {
        found = of_surname(db, &wanted)?;
    }
    if found.is_empty() && wanted.len() == 3 {
        found = of_country(db, &wanted.to_uppercase())?;
    }
    if found.is_empty() {
        let mut all: Vec<String> = actors::table.select(actors::name).load(db)?;
        all.extend(actor_aliases::table.select(actor_aliases::name).load::<String>(db)?);
        let hint = nearest(name, all.iter().map(String::as_str))
            .map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
        return Err(StoreError::NoActor { name: name.to_owned(), hint });
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Persons whose last name that is, in lower case.
fn of_surname(db: &mut Db, wanted: &str) -> Result<Vec<i64>> {
    let persons: Vec<(i64, Option<String>)> = actors::table
        .filter(actors::kind.eq(ActorKind::Person.as_str()))
        .select((actors::id, actors::folded))
        .load(db)?;
    let surname = |name: &str| name.rsplit(' ').next() == Some(wanted);
    let bears = |(_, name): &(i64, Option<String>)| name.as_deref().is_some_and(surname);
    Ok(persons.into_iter().filter(bears).map(|(id, _)| id).collect())
}

/// The actors of a country, by its code.
fn of_country(db: &mut Db, code: &str) -> Result<Vec<i64>> {
    Ok(actors::table.filter(actors::country.eq(code)).select(actors::id).load(db)?)
}

/// The actors whose acts count for that name: a country stands for all of that country, and
/// whatever has members for them while they are.
pub(super) fn counted(db: &mut Db, name: &str) -> Result<Counted> {
    let named = named(db, name)?;
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for ids in named.chunks(BATCH) {
        let of_countries: Vec<Option<String>> = actors::table
            .filter(actors::id.eq_any(ids.to_vec()))
            .filter(actors::kind.eq(ActorKind::Country.as_str()))
            .select(actors::country)
            .load(db)?;
        codes.extend(of_countries.into_iter().flatten());
    }
    let mut whole: Vec<i64> = Vec::new();
    for code in &codes {
        whole.extend(of_country(db, code)?);
    }
    whole.sort_unstable();
    let further = named.iter().any(|id| whole.binary_search(id).is_err());
    whole.extend(named);
    whole.sort_unstable();
    whole.dedup();
    let mut actors = members(db, &whole)?;
    let country = match codes.len() {
        1 if actors.is_empty() && !further => codes.pop_first(),
        _ => None,
    };
    actors.extend(whole.into_iter().map(|id| (id, None)));
    Ok(Counted { actors, country })
}

/// The members of these that are not among them, each with the dates in which it is one.
fn members(db: &mut Db, whole: &[i64]) -> Result<Vec<(i64, Option<Bounds>)>> {
    let mut found = Vec::new();
    for ids in whole.chunks(BATCH) {
        let members: Vec<(i64, Option<String>)> = memberships::table
            .filter(memberships::organisation_id.eq_any(ids.to_vec()))
            .select((memberships::actor_id, memberships::dates))
            .load(db)?;
        for (member, dates) in members {
            if whole.binary_search(&member).is_err() {
                let dates: Option<Edtf> = words(dates.as_deref())?;
                found.push((member, dates.as_ref().map(Edtf::bounds)));
            }
        }
    }
    Ok(found)
}
