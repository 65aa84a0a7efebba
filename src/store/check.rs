//! Whether the database is whole and says nothing that cannot be.

use super::connection::Db;
use super::read::entries;
use super::rows::{EventRow, LinkRow, derived, words};
use super::schema::{event_texts, event_uids, events, links};
use super::write::text_of;
use super::{Result, Store};
use crate::domain::{Edtf, EventId, LinkState, lint};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::collections::HashMap;
use std::fmt;

/// Something that should not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, as in "links" or "events".
    pub area: &'static str,
    /// What.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.area, self.what)
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

impl Store {
    /// All that is wrong: the file's own integrity, references to what is not there, links against
    /// the order of dates, derived columns and the full-text index out of step.
    ///
    /// # Errors
    /// Those of the database.
    pub fn check(&mut self) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        let mut found = |area, what: Vec<String>| {
            problems.extend(what.into_iter().map(|what| Problem { area, what }));
        };
        let db = &mut self.db;
        if db.is_sqlite() {
            found(
                "file",
                lines(
                    db,
                    "SELECT integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                )?,
            );
            found(
                "references",
                lines(
                    db,
                    "SELECT \"table\" || ' refers to a missing row of ' || parent AS line FROM pragma_foreign_key_check",
                )?,
            );
        }
        found("references", dangling(db)?);
        let (events, texts) = events(db)?;
        found("events", events);
        found("words", texts);
        found("links", wrong_links(db)?);
        Ok(problems)
    }
}

fn lines(db: &mut Db, query: &str) -> Result<Vec<String>> {
    let lines: Vec<Line> = diesel::sql_query(query).load(db)?;
    Ok(lines.into_iter().map(|line| line.line).collect())
}

/// References that no foreign key holds, because their tables shard by different keys.
fn dangling(db: &mut Db) -> Result<Vec<String>> {
    let mut wrong = lines(
        db,
        "SELECT 'the uid ' || uid || ' names no event' AS line FROM event_uids
         WHERE event_id NOT IN (SELECT id FROM events)",
    )?;
    wrong.extend(lines(
        db,
        "SELECT 'e' || from_id || ' is linked to e' || to_id || ', which is not there' AS line
         FROM links WHERE to_id NOT IN (SELECT id FROM events)",
    )?);
    let uids: HashMap<i64, String> = event_uids::table
        .select((event_uids::event_id, event_uids::uid))
        .load(db)?
        .into_iter()
        .collect();
    let named: Vec<(i64, String)> = events::table.select((events::id, events::uid)).load(db)?;
    wrong.extend(
        named
            .into_iter()
            .filter(|(id, uid)| uids.get(id) != Some(uid))
            .map(|(id, uid)| format!("{} is not found by its uid {uid}", EventId(id))),
    );
    Ok(wrong)
}

/// Derived columns and texts that differ from what the events say.
fn events(db: &mut Db) -> Result<(Vec<String>, Vec<String>)> {
    let (mut wrong, mut unfound) = (Vec::new(), Vec::new());
    let ids: Vec<i64> = events::table.select(events::id).order_by(events::id).load(db)?;
    for ids in ids.chunks(500) {
        let rows: Vec<EventRow> = events::table.filter(events::id.eq_any(ids)).load(db)?;
        for row in rows {
            let id = EventId(row.id);
            match words::<Edtf>(row.date.as_deref()) {
                Err(error) => wrong.push(format!("{id}: {error}")),
                Ok(date) => {
                    let stored = (row.earliest, row.latest, row.certain, row.precision);
                    if derived(date.as_ref()) != stored {
                        wrong.push(format!("{id}: its bounds are not those of its date"));
                    }
                }
            }
        }
        let texts: HashMap<i64, String> = event_texts::table
            .filter(event_texts::event_id.eq_any(ids))
            .load(db)?
            .into_iter()
            .collect();
        for entry in entries(db, ids)? {
            if texts.get(&entry.id.0) != Some(&text_of(&entry.event)) {
                unfound.push(format!("the words of {} are not those that are searched", entry.id));
            }
        }
    }
    if db.is_sqlite() {
        // The index checks itself against the texts that it is over.
        let checked = db.batch_execute(
            "INSERT INTO event_words (event_words, rank) VALUES ('integrity-check', 1)",
        );
        match checked {
            Ok(()) => {}
            Err(error) if error.to_string().contains("malformed") => {
                unfound.push(format!("the full-text index is out of step: {error}"));
            }
            // It is asked by a write, which a database may be closed to.
            Err(error) => return Err(error.into()),
        }
    }
    Ok((wrong, unfound))
}

fn wrong_links(db: &mut Db) -> Result<Vec<String>> {
    let dates: Vec<(i64, Option<String>)> =
        events::table.select((events::id, events::date)).load(db)?;
    let mut known: HashMap<i64, Option<Edtf>> = HashMap::with_capacity(dates.len());
    for (id, date) in dates {
        known.insert(id, words(date.as_deref()).unwrap_or_default());
    }
    let rows: Vec<LinkRow> =
        links::table.filter(links::state.ne(LinkState::Rejected.as_str())).load(db)?;
    let mut wrong = Vec::new();
    for row in rows {
        let link = row.link()?;
        let date = |id: EventId| known.get(&id.0).and_then(Option::as_ref);
        if let Some(why) = lint(link.relation, date(link.from), date(link.to)) {
            wrong.push(format!("{} {} {}: {why}", link.from, link.relation, link.to));
        }
    }
    Ok(wrong)
}
