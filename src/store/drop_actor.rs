//! Actors that nothing needs any more, and what is known of those that stay.

use super::connection::Db;
use super::schema::{actor_aliases, actors, memberships};
use super::segment::{Needs, column, unpack_part};
use super::write::Writer;
use super::write_actor::Origin;
use super::{Result, shelf};
use crate::domain::ActorKind;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What events say of an actor that they brought: its kind and its country.
type Said = (Option<ActorKind>, Option<String>);

impl Writer<'_> {
    /// Takes out the actors that came with events, or with this change, and that nothing needs any
    /// more; of those that stay, what only this change said is forgotten.
    pub(super) fn drop_actors(&mut self) -> Result<()> {
        let said = said(self.db)?;
        let going = unneeded(self.db, self.change, &said)?;
        // Memberships first, since actors that go may be members of each other.
        for id in &going {
            diesel::delete(actor_aliases::table.filter(actor_aliases::actor_id.eq(id)))
                .execute(self.db)?;
            diesel::delete(memberships::table.filter(memberships::actor_id.eq(id)))
                .execute(self.db)?;
        }
        for id in going {
            diesel::delete(actors::table.find(id)).execute(self.db)?;
        }
        let told: Vec<(i64, String, Option<String>)> = actors::table
            .filter(actors::origin.eq(Origin::Told.as_str()))
            .select((actors::id, actors::kind, actors::country))
            .load(self.db)?;
        for (id, kind, country) in told {
            let (now, of) = said.get(&id).cloned().unwrap_or_default();
            let now = now.unwrap_or(ActorKind::Other);
            if of != country {
                self.outdate_all();
            }
            if now.as_str() != kind || of != country {
                diesel::update(actors::table.find(id))
                    .set((actors::kind.eq(now.as_str()), actors::country.eq(of)))
                    .execute(self.db)?;
            }
        }
        Ok(())
    }
}

/// What the events of the database say of their actors: of each the earliest change that says
/// something, and of what one change says the least, as [`Writer`] takes it when it comes in.
fn said(db: &mut Db) -> Result<HashMap<i64, Said>> {
    let mut needs = Needs::default();
    needs.columns.extend([
        column::PART_ACTORS,
        column::PART_ROLES,
        column::PART_WORDS,
        column::PART_COUNTS,
        column::PART_CODES,
        column::CHANGES,
    ]);
    let mut by_change: BTreeMap<i64, HashMap<i64, Said>> = BTreeMap::new();
    for meta in shelf::metas(db)? {
        let segment = shelf::read(db, &meta, &needs)?;
        let (meant, _) = segment.meant()?;
        let words = segment.of_words(column::PART_WORDS, unpack_part)?;
        let mut note = |change: i64, code: usize| {
            let (kind, country) =
                by_change.entry(change).or_default().entry(meant[code] as i64).or_default();
            let part = &words[code];
            let specific = part.kind.filter(|kind| *kind != ActorKind::Other);
            *kind = kind.iter().copied().chain(specific).min();
            *country = country.take().into_iter().chain(part.country.clone()).min();
        };
        if meta.first_change == meta.last_change {
            (0..words.len().min(meant.len())).for_each(|code| note(meta.first_change, code));
            continue;
        }
        let changes: Vec<u64> = segment.numbers(column::CHANGES)?;
        let parts = segment.parts(words.len().min(meant.len()))?;
        for (row, change) in changes.into_iter().enumerate() {
            parts.of(row).iter().for_each(|code| note(change as i64, *code as usize));
        }
    }
    let mut said: HashMap<i64, Said> = HashMap::new();
    for actors in by_change.into_values() {
        for (id, (kind, country)) in actors {
            let known = said.entry(id).or_default();
            known.0 = known.0.or(kind);
            known.1 = known.1.take().or(country);
        }
    }
    Ok(said)
}

/// The actors that came with events or with this change and that nothing needs: no event, no member
/// that stays, and for a country no actor of it that stays.
fn unneeded(db: &mut Db, change: i64, used: &HashMap<i64, Said>) -> Result<Vec<i64>> {
    let all: Vec<(i64, String, Option<String>, String, i64)> = actors::table
        .select((actors::id, actors::kind, actors::country, actors::origin, actors::added_by))
        .load(db)?;
    let mut going: HashSet<i64> = all
        .iter()
        .filter(|(id, .., origin, added_by)| {
            let for_itself = origin == Origin::Record.as_str() && *added_by != change;
            !for_itself && !used.contains_key(id)
        })
        .map(|(id, ..)| *id)
        .collect();
    let members: Vec<(i64, i64)> = memberships::table
        .select((memberships::actor_id, memberships::organisation_id))
        .load(db)?;
    loop {
        let staying = members.iter().filter(|(member, _)| !going.contains(member));
        let mut needed: Vec<i64> = staying.map(|(_, of)| *of).collect();
        let is_country = |kind: &str| kind == ActorKind::Country.as_str();
        let countries: HashSet<&str> = all
            .iter()
            .filter(|(id, kind, ..)| !going.contains(id) && !is_country(kind))
            .filter_map(|(_, _, country, ..)| country.as_deref())
            .collect();
        needed.extend(
            all.iter()
                .filter(|(_, kind, ..)| is_country(kind))
                .filter(|(_, _, code, ..)| code.as_deref().is_some_and(|c| countries.contains(c)))
                .map(|(id, ..)| *id),
        );
        let before = going.len();
        needed.iter().for_each(|id| {
            going.remove(id);
        });
        if going.len() == before {
            let mut ids: Vec<i64> = going.into_iter().collect();
            ids.sort_unstable();
            return Ok(ids);
        }
    }
}
