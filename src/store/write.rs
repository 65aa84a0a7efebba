//! Changes to the database, each one transaction.

use super::connection::Db;
use super::history::{Revised, record, told};
use super::read::{entries, id_of};
use super::rows::EventRow;
use super::schema::{
    citations, event_tags, event_texts, event_uids, events, participations, places, sources,
};
use super::write_actor::Actors;
use super::{Result, StoreError};
use crate::domain::{
    Actor, ChangeId, Counts, Entry, Event, EventId, Review, Role, Source, Subject,
};
use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::{HashMap, HashSet};

/// Tells of actors that a database does not have yet, by any of their names or a country code.
pub trait Directory {
    /// The actor of that name, perhaps under another, its proper one.
    fn actor(&self, name: &str) -> Option<Actor>;
}

/// What came of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<T = EventId> {
    /// It is new.
    Added(T),
    /// It was there and says something else now.
    Updated(T),
    /// It was there and says the same, or an analyst's decision stands against it.
    Unchanged(T),
}

impl<T: Copy> Outcome<T> {
    /// Its number.
    pub fn id(self) -> T {
        match self {
            Outcome::Added(id) | Outcome::Updated(id) | Outcome::Unchanged(id) => id,
        }
    }

    /// Whether nothing was done.
    pub fn is_unchanged(self) -> bool {
        matches!(self, Outcome::Unchanged(_))
    }
}

/// Writes inside a change.
pub struct Writer<'d> {
    pub(super) db: &'d mut Db,
    pub(super) change: ChangeId,
    pub(super) at: DateTime<Utc>,
    /// An import: what it adds is told by `added_by` alone.
    pub(super) bulk: bool,
    pub(super) touched: bool,
    /// The events that an import has told of.
    written: HashSet<i64>,
    pub(super) counts: Counts,
    pub(super) directory: Option<&'static dyn Directory>,
    pub(super) actors: Option<Actors>,
    pub(super) places: HashMap<String, i64>,
    pub(super) sources: HashMap<String, (i64, Source)>,
    next_event: i64,
    pub(super) next_place: i64,
    pub(super) next_source: i64,
    pub(super) next_revision: i64,
}

impl<'d> Writer<'d> {
    pub(super) fn new(
        db: &'d mut Db,
        change: ChangeId,
        at: DateTime<Utc>,
        bulk: bool,
    ) -> std::result::Result<Writer<'d>, diesel::result::Error> {
        let after = |id: Option<i64>| id.unwrap_or(0) + 1;
        Ok(Writer {
            next_event: after(events::table.select(max(events::id)).first(db)?),
            next_place: after(places::table.select(max(places::id)).first(db)?),
            next_source: after(sources::table.select(max(sources::id)).first(db)?),
            next_revision: 1,
            db,
            change,
            at,
            bulk,
            touched: false,
            written: HashSet::new(),
            counts: Counts::default(),
            directory: None,
            actors: None,
            places: HashMap::new(),
            sources: HashMap::new(),
        })
    }

    /// Counts a record and passes its outcome on.
    pub(super) fn counted<T>(&mut self, outcome: Outcome<T>) -> Outcome<T> {
        match outcome {
            Outcome::Added(_) => self.counts.added += 1,
            Outcome::Updated(_) => self.counts.updated += 1,
            Outcome::Unchanged(_) => self.counts.unchanged += 1,
        }
        self.touched |= !matches!(outcome, Outcome::Unchanged(_));
        outcome
    }

    /// Writes an event under its uid; without one it gets a UUIDv7. What an analyst has decided or
    /// edited stands: a record that is still proposed does not reopen a decision, and a record that
    /// repeats what an analyst has changed since does not change it back.
    ///
    /// # Errors
    /// A uid that an import tells twice and differently; those of the database.
    pub fn event(&mut self, event: &Event) -> Result<Outcome> {
        let mut event = self.normalised(event)?;
        if event.uid.is_empty() {
            event.uid = uuid::Uuid::now_v7().to_string();
        }
        let Some(id) = id_of(self.db, &event.uid)? else {
            let id = self.insert_event(&event, self.change)?;
            if self.bulk {
                self.written.insert(id);
            } else {
                self.revise(Subject::Event, &event.uid, None, Some(&event))?;
            }
            return Ok(self.counted(Outcome::Added(EventId(id))));
        };
        let Some(Entry { event: old, .. }) = entries(self.db, &[id])?.pop() else {
            return Err(StoreError::Corrupt(format!("{} names no event", event.uid)));
        };
        if event.review == Review::Proposed || (self.bulk && old.review == Review::Rejected) {
            event.review = old.review;
        }
        let seen = self.bulk && !self.written.insert(id);
        let says = told(&event);
        let settled = event == old
            || self.is_outdated(Subject::Event, &event.uid, |before| told(before) == says)?;
        if settled {
            return Ok(self.counted(Outcome::Unchanged(EventId(id))));
        }
        if seen {
            let why = "stands twice in the file and says something else the second time";
            return Err(StoreError::Record(format!("uid \"{}\" {why}", event.uid)));
        }
        self.rewrite(id, &old, &event)?;
        Ok(self.counted(Outcome::Updated(EventId(id))))
    }

    /// Puts another record in the place of an event, whatever it was: an analyst's edit.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`]; those of the database.
    pub fn replace(&mut self, id: EventId, event: &Event) -> Result<Outcome> {
        let old = entries(self.db, &[id.0])?.pop().ok_or_else(|| StoreError::no_event(id))?.event;
        let mut event = self.normalised(event)?;
        event.uid.clone_from(&old.uid);
        if event == old {
            return Ok(self.counted(Outcome::Unchanged(id)));
        }
        self.rewrite(id.0, &old, &event)?;
        Ok(self.counted(Outcome::Updated(id)))
    }

    fn rewrite(&mut self, id: i64, old: &Event, event: &Event) -> Result<()> {
        self.write_over(id, event)?;
        self.revise(Subject::Event, &event.uid, Some(old), Some(event))
    }

    /// Puts a record in an event's place without a revision.
    pub(super) fn write_over(&mut self, id: i64, event: &Event) -> Result<()> {
        let place = self.place(event.place.as_ref())?;
        let added_by: i64 = events::table.find(id).select(events::added_by).first(self.db)?;
        let row = EventRow::new(id, event, place, added_by);
        diesel::update(events::table.find(id)).set(&row).execute(self.db)?;
        self.delete_parts(id)?;
        self.insert_parts(id, event)
    }

    /// The event as it will stand in the database: actors by their proper names, what is known of
    /// actors and sources filled in.
    pub(super) fn normalised(&mut self, event: &Event) -> Result<Event> {
        let mut event = event.clone();
        let date = event.date.clone();
        for part in &mut event.actors {
            let known = self.actor_for(part, date.as_ref())?;
            part.name = known.name;
            part.kind = Some(known.kind);
            part.country = known.country;
        }
        for citation in &mut event.citations {
            let source = self.source_for(&citation.source())?;
            citation.publisher = source.publisher;
            citation.title = source.title;
            citation.url = source.url;
            citation.published = source.published;
            citation.hash = source.hash;
        }
        Ok(event)
    }

    /// Writes a new event with all its parts.
    pub(super) fn insert_event(&mut self, event: &Event, added_by: ChangeId) -> Result<i64> {
        let id = self.next_event;
        self.next_event += 1;
        let place = self.place(event.place.as_ref())?;
        diesel::insert_into(events::table)
            .values(EventRow::new(id, event, place, added_by))
            .execute(self.db)?;
        diesel::insert_into(event_uids::table)
            .values((event_uids::uid.eq(&event.uid), event_uids::event_id.eq(id)))
            .execute(self.db)?;
        self.insert_parts(id, event)?;
        Ok(id)
    }

    fn insert_parts(&mut self, id: i64, event: &Event) -> Result<()> {
        for (seq, part) in (1..).zip(&event.actors) {
            let actor_id = self.actor_id(&part.name)?;
            diesel::insert_into(participations::table)
                .values((
                    participations::event_id.eq(id),
                    participations::seq.eq(seq),
                    participations::actor_id.eq(actor_id),
                    participations::role.eq(part.role.as_str()),
                    participations::surface.eq(&part.surface),
                ))
                .execute(self.db)?;
        }
        for (seq, citation) in (1..).zip(&event.citations) {
            let key = citation.source().key();
            let source_id = key.and_then(|key| self.sources.get(&key)).map(|(id, _)| *id);
            diesel::insert_into(citations::table)
                .values((
                    citations::event_id.eq(id),
                    citations::seq.eq(seq),
                    citations::source_id.eq(source_id),
                    citations::quote.eq(&citation.quote),
                    citations::start_byte.eq(citation.start.map(i64::from)),
                    citations::end_byte.eq(citation.end.map(i64::from)),
                    citations::section.eq(citation.section.map(|section| section.as_str())),
                ))
                .execute(self.db)?;
        }
        for tag in &event.tags {
            diesel::insert_into(event_tags::table)
                .values((event_tags::event_id.eq(id), event_tags::tag.eq(tag)))
                .execute(self.db)?;
        }
        let text = text_of(event);
        diesel::insert_into(event_texts::table)
            .values((event_texts::event_id.eq(id), event_texts::text.eq(&text)))
            .execute(self.db)?;
        if self.db.is_sqlite() {
            diesel::sql_query("INSERT INTO event_words (rowid, text) VALUES ($1, $2)")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(&text)
                .execute(self.db)?;
        }
        Ok(())
    }

    fn delete_parts(&mut self, id: i64) -> Result<()> {
        let db = &mut *self.db;
        if db.is_sqlite() {
            // An index over another table's text has to be told what it held.
            diesel::sql_query(
                "INSERT INTO event_words (event_words, rowid, text)
                 SELECT 'delete', event_id, text FROM event_texts WHERE event_id = $1",
            )
            .bind::<BigInt, _>(id)
            .execute(db)?;
        }
        diesel::delete(event_texts::table.filter(event_texts::event_id.eq(id))).execute(db)?;
        diesel::delete(event_tags::table.filter(event_tags::event_id.eq(id))).execute(db)?;
        diesel::delete(citations::table.filter(citations::event_id.eq(id))).execute(db)?;
        diesel::delete(participations::table.filter(participations::event_id.eq(id)))
            .execute(db)?;
        Ok(())
    }

    /// Takes an event out with its parts and its links.
    pub(super) fn delete_event(&mut self, id: i64) -> Result<()> {
        use super::schema::links;
        self.delete_parts(id)?;
        diesel::delete(links::table.filter(links::from_id.eq(id).or(links::to_id.eq(id))))
            .execute(self.db)?;
        diesel::delete(event_uids::table.filter(event_uids::event_id.eq(id))).execute(self.db)?;
        diesel::delete(events::table.find(id)).execute(self.db)?;
        self.touched = true;
        Ok(())
    }

    /// Records what was changed, from what to what.
    pub(super) fn revise<T: serde::Serialize>(
        &mut self,
        subject: Subject,
        key: &str,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<()> {
        let json = |value: Option<&T>| {
            value
                .map(serde_json::to_string)
                .transpose()
                .map_err(|error| StoreError::Corrupt(error.to_string()))
        };
        let revised = Revised {
            change_id: self.change,
            seq: self.next_revision,
            subject: subject.to_string(),
            key: key.to_owned(),
            before: json(before)?,
            after: json(after)?,
        };
        self.next_revision += 1;
        self.touched = true;
        record(self.db, revised)
    }
}

/// The words by which an event is found.
pub(super) fn text_of(event: &Event) -> String {
    let mut parts: Vec<&str> = vec![&event.title];
    for actor in event.actors.iter().filter(|actor| actor.role != Role::Mentioned) {
        parts.push(&actor.name);
        parts.extend(actor.surface.as_deref());
    }
    if let Some(place) = &event.place {
        parts.push(&place.name);
        parts.extend(place.admin1.as_deref());
    }
    parts.extend(event.citations.iter().filter_map(|citation| citation.quote.as_deref()));
    parts.extend(event.tags.iter().map(String::as_str));
    parts.join("\n")
}
