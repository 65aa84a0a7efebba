//! Changes to the database, each one transaction.

use super::connection::Db;
use super::history::{Revised, record};
use super::read::{Named, entries, id_of};
use super::schema::{segments, sources};
use super::segment::{Batch, Layer, Meant, Owner, Owners};
use super::summaries::Outdated;
use super::tell::Uids;
use super::tell_links::Ends;
use super::write_actor::Actors;
use super::{Result, StoreError};
use crate::domain::{Actor, ChangeId, Counts, Event, EventId, Review, Subject};
use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::BTreeSet;

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
    pub(super) counts: Counts,
    pub(super) directory: Option<&'static dyn Directory>,
    pub(super) actors: Option<Actors>,
    /// What is known of uids, for the length of an import.
    pub(super) uids: Option<Uids>,
    /// What is known of the ends of links.
    pub(super) ends: Option<Ends>,
    /// Blocks of links that this change has taken out, to be packed anew.
    pub(super) loose: BTreeSet<i64>,
    /// Months whose summaries this change has outdated.
    pub(super) outdated: Outdated,
    pub(super) next_event: i64,
    pub(super) next_source: i64,
    pub(super) next_revision: i64,
    pub(super) next_repeat: i64,
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
            next_event: after(segments::table.select(max(segments::last_id)).first(db)?),
            next_source: after(sources::table.select(max(sources::id)).first(db)?),
            next_revision: 1,
            next_repeat: 1,
            db,
            change,
            at,
            bulk,
            touched: false,
            counts: Counts::default(),
            directory: None,
            actors: None,
            uids: None,
            ends: None,
            loose: BTreeSet::new(),
            outdated: Outdated::default(),
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

    /// Writes an event by hand under its uid; without one it gets a UUIDv7. A record that is still
    /// proposed does not reopen a decision.
    ///
    /// # Errors
    /// Those of the database.
    pub fn event(&mut self, event: &Event) -> Result<Outcome> {
        let mut event = event.clone();
        if event.uid.is_empty() {
            event.uid = uuid::Uuid::now_v7().to_string();
        }
        if let Some(id) = id_of(self.db, &event.uid)? {
            let id = EventId(id);
            if event.review == Review::Proposed {
                event.review = self.standing(id)?.review;
            }
            return self.replace(id, &event);
        }
        let id = self.next_event;
        self.next_event += 1;
        self.edit(id, &event)?;
        let event = self.standing(EventId(id))?;
        self.revise(Subject::Event, &event.uid, None, Some(&event))?;
        Ok(self.counted(Outcome::Added(EventId(id))))
    }

    /// Puts another record in the place of an event, whatever it was: an analyst's edit.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`]; those of the database.
    pub fn replace(&mut self, id: EventId, event: &Event) -> Result<Outcome> {
        let old = self.standing(id)?;
        let mut event = event.clone();
        event.uid.clone_from(&old.uid);
        if self.as_shown(&event)? == old {
            return Ok(self.counted(Outcome::Unchanged(id)));
        }
        self.edit(id.0, &event)?;
        let event = self.standing(id)?;
        self.revise(Subject::Event, &event.uid, Some(&old), Some(&event))?;
        Ok(self.counted(Outcome::Updated(id)))
    }

    /// The event as it stands.
    pub(super) fn standing(&mut self, id: EventId) -> Result<Event> {
        let entry = entries(self.db, &[id.0])?.pop();
        Ok(entry.ok_or_else(|| StoreError::no_event(id))?.event)
    }

    /// The event as it would be shown.
    pub(super) fn as_shown(&mut self, event: &Event) -> Result<Event> {
        let mut event = event.clone();
        let date = event.date.clone();
        for part in &mut event.actors {
            let (_, Named { name, kind, country }) = self.actor_for(part, date.as_ref())?;
            part.name = name;
            part.kind = Some(kind);
            part.country = country.or(part.country.take());
        }
        Ok(event)
    }

    /// Writes what is said of an event by hand, and hides what was said before.
    pub(super) fn edit(&mut self, id: i64, event: &Event) -> Result<()> {
        self.tell_one(Layer::Edited, id, event)?;
        self.reveal(&[id])
    }

    /// Writes what this change says of one event.
    pub(super) fn tell_one(&mut self, layer: Layer, id: i64, event: &Event) -> Result<()> {
        let mut batch = Batch::default();
        batch.push(event);
        let meant = self.meant(&mut batch)?;
        self.write_rows(&batch, layer, &[(0, Owner { id, change: self.change })], &meant)
    }

    /// Writes rows of a batch as a segment.
    pub(super) fn write_rows(
        &mut self,
        batch: &Batch,
        layer: Layer,
        rows: &[(u32, Owner)],
        meant: &[Meant],
    ) -> Result<()> {
        let (rows, owners): (Vec<u32>, Vec<Owner>) = rows.iter().copied().unzip();
        if let Some(encoded) = batch.encode(layer, &rows, &Owners::Known(&owners), meant) {
            self.put(&encoded)?;
        }
        self.touched = true;
        Ok(())
    }

    /// Brings what is derived of the changed into line with it.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.tidy()?;
        self.sum_up()?;
        self.pack_links()
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
