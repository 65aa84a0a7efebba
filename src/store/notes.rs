//! What analysts note of events.

use super::schema::{changes, notes};
use super::write::Writer;
use super::{Result, Store, StoreError};
use crate::domain::{EventId, Note, Subject};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashSet;

impl Store {
    /// What was noted of an event, the earliest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn notes(&mut self, event: EventId) -> Result<Vec<Note>> {
        let rows: Vec<(NaiveDateTime, String, String)> = notes::table
            .inner_join(changes::table.on(notes::change_id.eq(changes::id)))
            .filter(notes::event_id.eq(event.0))
            .order_by(notes::change_id)
            .select((changes::at, changes::author, notes::text))
            .load(&mut self.db)?;
        let note =
            |(at, author, text): (NaiveDateTime, _, _)| Note { at: at.and_utc(), author, text };
        Ok(rows.into_iter().map(note).collect())
    }
}

impl Writer<'_> {
    /// Notes something of an event.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`]; those of the database.
    pub fn note(&mut self, event: EventId, text: &str) -> Result<()> {
        let uid = self.standing(event)?.uid;
        let row =
            (notes::event_id.eq(event.0), notes::change_id.eq(self.change), notes::text.eq(text));
        diesel::insert_into(notes::table).values(row).execute(self.db)?;
        self.revise(Subject::Note, &uid, None, Some(&text.to_owned()))
    }

    /// Takes out what this change noted, and refuses where other notes stand on events that are gone.
    pub(super) fn drop_notes(&mut self, gone: &HashSet<i64>) -> Result<()> {
        let own = notes::table.filter(notes::change_id.eq(self.change));
        diesel::delete(own).execute(self.db)?;
        if gone.is_empty() {
            return Ok(());
        }
        let left: Vec<(i64, i64)> =
            notes::table.select((notes::event_id, notes::change_id)).load(self.db)?;
        match left.into_iter().find(|(event, _)| gone.contains(event)) {
            Some((event, later)) => {
                let why = format!("there is a note on {}", EventId(event));
                Err(StoreError::BuiltUpon { change: self.change, later, why })
            }
            None => Ok(()),
        }
    }
}
