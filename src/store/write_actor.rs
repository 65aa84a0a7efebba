//! Actors into the database, and which actor a participation means.

use super::names::folded;
use super::read::Named;
use super::read_actor::actor;
use super::rows::{word, words};
use super::schema::{actor_aliases, actors, memberships};
use super::segment::{Batch, Meant, unpack_part};
use super::write::{Outcome, Writer};
use super::{Result, StoreError};
use crate::domain::{Actor, ActorKind, Edtf, Participation, Subject, words};
use crate::store::connection::Db;
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// The actors of the database by their names, for the length of a change.
pub(super) struct Actors {
    known: HashMap<String, Known>,
    /// Alias to names, each with the dates in which it holds.
    aliases: HashMap<String, Vec<(String, Option<Edtf>)>>,
    next: i64,
    /// The first number that was free.
    first_new: i64,
    /// What words of participations mean, by their hashes, as far as that does not depend on dates.
    meant: HashMap<u64, Meant>,
}

words! {
    /// How an actor came into the database.
    pub(super) enum Origin ("origin") {
        /// By an event that names it.
        Told = "told",
        /// By the directory, for an event or another actor.
        Directory = "directory",
        /// By a record of its own.
        Record = "record",
    }
}

#[derive(Clone)]
struct Known {
    id: i64,
    named: Named,
    origin: Origin,
    /// This change has said of what kind it is, or of which country: of several that it says the
    /// least is kept, so that the order of a file makes no difference.
    kind_here: bool,
    country_here: bool,
}

impl Actors {
    fn load(db: &mut Db) -> Result<Actors> {
        let rows: Vec<(i64, String, String, Option<String>, String)> = actors::table
            .select((actors::id, actors::name, actors::kind, actors::country, actors::origin))
            .load(db)?;
        let mut known = HashMap::with_capacity(rows.len());
        let mut names = HashMap::with_capacity(rows.len());
        for (id, name, kind, country, origin) in rows {
            names.insert(id, name.clone());
            let named = Named { name: name.clone(), kind: word(&kind)?, country };
            known.insert(name, Known::new(id, named, word(&origin)?));
        }
        let rows: Vec<(i64, String, Option<String>)> = actor_aliases::table
            .select((actor_aliases::actor_id, actor_aliases::name, actor_aliases::dates))
            .load(db)?;
        let mut aliases: HashMap<String, Vec<(String, Option<Edtf>)>> = HashMap::new();
        for (id, alias, dates) in rows {
            if let Some(name) = names.get(&id) {
                let dates = words(dates.as_deref())?;
                aliases.entry(alias).or_default().push((name.clone(), dates));
            }
        }
        let last: Option<i64> = actors::table.select(max(actors::id)).first(db)?;
        let next = last.unwrap_or(0) + 1;
        Ok(Actors { known, aliases, next, first_new: next, meant: HashMap::new() })
    }

    fn is_new(&self, id: i64) -> bool {
        id >= self.first_new
    }

    /// Whether a name means one actor at one time and another at another.
    fn is_dated(&self, name: &str) -> bool {
        !self.known.contains_key(name)
            && self.aliases.get(name).is_some_and(|named| named.iter().any(|(_, d)| d.is_some()))
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

impl Known {
    fn new(id: i64, named: Named, origin: Origin) -> Known {
        Known { id, named, origin, kind_here: false, country_here: false }
    }

    /// Takes over what an event says of it, if nothing was known before this change; says whether
    /// that changed anything.
    fn learn(&mut self, part: &Participation) -> bool {
        let before = self.named.clone();
        let known = self.named.kind;
        let more = |kind: &ActorKind| known == ActorKind::Other || self.kind_here && *kind < known;
        if let Some(kind) = part.kind.filter(|kind| *kind != ActorKind::Other).filter(more) {
            (self.named.kind, self.kind_here) = (kind, true);
        }
        if let Some(country) = &part.country {
            let known = self.named.country.as_ref();
            if known.is_none_or(|known| self.country_here && country < known) {
                (self.named.country, self.country_here) = (Some(country.clone()), true);
            }
        }
        self.named != before
    }
}

impl Writer<'_> {
    pub(super) fn actors(&mut self) -> Result<&mut Actors> {
        if self.actors.is_none() {
            self.actors = Some(Actors::load(self.db)?);
        }
        self.actors.as_mut().ok_or_else(|| StoreError::Corrupt("the actors' names".to_owned()))
    }

    /// The actors that the words of a batch's participations mean. A name that means one actor now
    /// and another then becomes two words.
    pub(super) fn meant(&mut self, batch: &mut Batch) -> Result<Vec<Meant>> {
        let mut meant = Vec::new();
        // Forks get the numbers after the words that are there.
        let mut forks = Vec::new();
        for code in 0..batch.part_words().len() as u32 {
            let hash = batch.part_hash(code);
            if let Some(known) = self.actors()?.meant.get(&hash) {
                meant.push(known.clone());
                continue;
            }
            let part = batch.part_words().get(code).and_then(unpack_part);
            let part = part.ok_or_else(|| StoreError::Corrupt("a participation".to_owned()))?;
            if !self.actors()?.is_dated(&part.name) {
                let (id, Named { name, .. }) = self.actor_for(&part, None)?;
                self.actors()?.meant.insert(hash, Meant { id, name: name.clone() });
                meant.push(Meant { id, name });
                continue;
            }
            let mut places: BTreeMap<i64, (String, Vec<usize>)> = BTreeMap::new();
            for (row, place) in batch.places_of_part(code) {
                let (id, named) = self.actor_for(&part, batch.date(row).as_ref())?;
                places.entry(id).or_insert((named.name, Vec::new())).1.push(place);
            }
            for (at, (id, (name, places))) in places.into_iter().enumerate() {
                match at {
                    0 => meant.push(Meant { id, name }),
                    _ => {
                        batch.fork_part(code, &places);
                        forks.push(Meant { id, name });
                    }
                }
            }
        }
        meant.append(&mut forks);
        Ok(meant)
    }

    /// The actor that a participation means: by name, by alias on that date, by the directory; or
    /// a new one.
    pub(super) fn actor_for(
        &mut self,
        part: &Participation,
        date: Option<&Edtf>,
    ) -> Result<(i64, Named)> {
        let mut known = match self.actors()?.find(&part.name, date).cloned() {
            Some(known) => known,
            None => self.introduce(part)?,
        };
        let country = known.named.country.clone();
        if known.origin == Origin::Told && known.learn(part) {
            // Of one that is new, there are no events yet but of this change.
            if known.named.country != country && !self.actors()?.is_new(known.id) {
                self.outdate_all();
            }
            diesel::update(actors::table.find(known.id))
                .set((
                    actors::kind.eq(known.named.kind.as_str()),
                    actors::country.eq(&known.named.country),
                ))
                .execute(self.db)?;
            self.touched = true;
            self.actors()?.known.insert(known.named.name.clone(), known.clone());
            self.introduce_country(known.named.kind, known.named.country.as_deref())?;
        }
        Ok((known.id, known.named))
    }

    fn introduce(&mut self, part: &Participation) -> Result<Known> {
        let told = self.directory.and_then(|directory| directory.actor(&part.name));
        let origin = if told.is_some() { Origin::Directory } else { Origin::Told };
        let told = told.unwrap_or_else(|| Actor {
            name: part.name.clone(),
            kind: ActorKind::Other,
            country: None,
            aliases: Vec::new(),
            memberships: Vec::new(),
        });
        // The directory may know it under another name, which the database has.
        if let Some(known) = self.actors()?.known.get(&told.name) {
            return Ok(known.clone());
        }
        self.insert_actor(&told, origin)
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
            self.insert_actor(new, Origin::Record)?;
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
        let before = actors::table.find(id).select(actors::country);
        if before.first::<Option<String>>(self.db)? != new.country {
            self.outdate_all();
        }
        diesel::update(actors::table.find(id))
            .set((
                actors::kind.eq(new.kind.as_str()),
                actors::country.eq(&new.country),
                actors::origin.eq(Origin::Record.as_str()),
            ))
            .execute(self.db)?;
        diesel::delete(actor_aliases::table.filter(actor_aliases::actor_id.eq(id)))
            .execute(self.db)?;
        diesel::delete(memberships::table.filter(memberships::actor_id.eq(id))).execute(self.db)?;
        self.insert_details(id, new)?;
        // Names may mean others now.
        self.actors = None;
        Ok(())
    }

    fn insert_actor(&mut self, new: &Actor, origin: Origin) -> Result<Known> {
        let change = self.change;
        let actors = self.actors()?;
        let id = actors.next;
        actors.next += 1;
        let named = Named { name: new.name.clone(), kind: new.kind, country: new.country.clone() };
        let known = Known::new(id, named, origin);
        actors.known.insert(new.name.clone(), known.clone());
        diesel::insert_into(actors::table)
            .values((
                actors::id.eq(id),
                actors::name.eq(&new.name),
                actors::kind.eq(new.kind.as_str()),
                actors::country.eq(&new.country),
                actors::origin.eq(origin.as_str()),
                actors::added_by.eq(change),
                actors::folded.eq(folded(&new.name)),
            ))
            .execute(self.db)?;
        self.touched = true;
        self.insert_details(id, new)?;
        self.introduce_country(new.kind, new.country.as_deref())?;
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
                    actor_aliases::folded.eq(folded(&alias.name)),
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
    fn introduce_country(&mut self, kind: ActorKind, code: Option<&str>) -> Result<()> {
        let Some(code) = code.filter(|_| kind != ActorKind::Country) else { return Ok(()) };
        let country = self.directory.and_then(|directory| directory.actor(code));
        if let Some(country) = country
            && country.kind == ActorKind::Country
            && !self.actors()?.known.contains_key(&country.name)
        {
            self.insert_actor(&country, Origin::Directory)?;
        }
        Ok(())
    }
}
