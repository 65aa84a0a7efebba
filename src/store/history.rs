//! What was changed, and taking it back.

use super::connection::Db;
use super::read::{entries, id_of};
use super::rows::{LinkRow, word};
use super::schema::{
    actor_aliases, actors, changes, citations, events, imports, links, memberships, participations,
    places, revisions, sources,
};
use super::write::Writer;
use super::write_link::link_key;
use super::{Result, Store, StoreError};
use crate::domain::{
    Actor, ActorKind, ChangeId, Citation, Counts, Event, EventId, Import, Link, LinkState, Review,
    Revision, Subject,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// A change to the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub id: ChangeId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub author: String,
    /// What was done.
    pub action: String,
    /// When it was taken back, if it was.
    pub undone: Option<DateTime<Utc>>,
}

/// A revision as it is written.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = revisions)]
pub(super) struct Revised {
    pub(super) change_id: i64,
    pub(super) seq: i64,
    pub(super) subject: String,
    pub(super) key: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

type ChangeRow = (i64, NaiveDateTime, String, String, Option<NaiveDateTime>);

fn change((id, at, author, action, undone): ChangeRow) -> Change {
    Change { id, at: at.and_utc(), author, action, undone: undone.map(|at| at.and_utc()) }
}

pub(super) fn record(db: &mut Db, revised: Revised) -> Result<()> {
    diesel::insert_into(revisions::table).values(revised).execute(db)?;
    Ok(())
}

fn parsed<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| StoreError::Corrupt(error.to_string()))
}

impl Writer<'_> {
    /// Whether a file only repeats what an analyst has changed since: the record is, by `same`, one
    /// that a change by hand, still standing, has replaced.
    pub(super) fn is_outdated<T: DeserializeOwned>(
        &mut self,
        subject: Subject,
        key: &str,
        same: impl Fn(&T) -> bool,
    ) -> Result<bool> {
        if !self.bulk {
            return Ok(false);
        }
        let by_import = imports::table.select(imports::change_id);
        let replaced: Vec<Option<String>> = revisions::table
            .inner_join(changes::table.on(revisions::change_id.eq(changes::id)))
            .filter(revisions::key.eq(key))
            .filter(revisions::subject.eq(subject.as_str()))
            .filter(changes::undone_at.is_null())
            .filter(changes::id.ne(self.change))
            .filter(changes::id.ne_all(by_import))
            .select(revisions::before)
            .load(self.db)?;
        for before in replaced.into_iter().flatten() {
            if same(&parsed(&before)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What a record itself says of an event: without the decision on it, and without what the
/// database knows of its actors and sources from elsewhere.
pub(super) fn told(event: &Event) -> Event {
    let mut told = event.clone();
    told.review = Review::Proposed;
    for actor in &mut told.actors {
        (actor.kind, actor.country) = (None, None);
    }
    for citation in &mut told.citations {
        *citation = Citation {
            quote: citation.quote.take(),
            start: citation.start,
            end: citation.end,
            section: citation.section,
            ..Citation::default()
        };
    }
    told
}

impl Store {
    /// The imports, the earliest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn imports(&mut self) -> Result<Vec<Import>> {
        type Row = (i64, String, String, String, i64, i64, i64, i64, i64);
        let rows: Vec<(Row, ChangeRow)> = imports::table
            .inner_join(changes::table.on(imports::change_id.eq(changes::id)))
            .order_by(imports::change_id)
            .select((imports::all_columns, changes::all_columns))
            .load(&mut self.db)?;
        let imports = rows.into_iter().map(|(row, of)| {
            let (id, file, format, hash, read, added, updated, unchanged, rejected) = row;
            let n = i64::unsigned_abs;
            let change = change(of);
            Import {
                id,
                at: change.at,
                file,
                format,
                hash,
                counts: Counts {
                    read: n(read),
                    added: n(added),
                    updated: n(updated),
                    unchanged: n(unchanged),
                    withdrawn: 0,
                    rejected: n(rejected),
                },
                undone: change.undone,
            }
        });
        Ok(imports.collect())
    }

    /// The revisions of one record, or of all, the earliest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn revisions(&mut self, key: Option<&str>) -> Result<Vec<Revision>> {
        let rows = revisions::table
            .inner_join(changes::table.on(revisions::change_id.eq(changes::id)))
            .order_by((revisions::change_id, revisions::seq))
            .select((revisions::all_columns, changes::all_columns));
        let rows: Vec<(Revised, ChangeRow)> = match key {
            // A link is part of the history of both its ends.
            Some(key) => {
                let of_link = revisions::subject.eq(Subject::Link.as_str());
                let ends = revisions::key
                    .like(format!("{key} %"))
                    .or(revisions::key.like(format!("% {key}")));
                rows.filter(revisions::key.eq(key).or(of_link.and(ends))).load(&mut self.db)?
            }
            None => rows.load(&mut self.db)?,
        };
        rows.into_iter()
            .map(|(row, of)| {
                let change = change(of);
                Ok(Revision {
                    change: change.id,
                    at: change.at,
                    author: change.author,
                    action: change.action,
                    subject: word(&row.subject)?,
                    key: row.key,
                    before: row.before.as_deref().map(parsed).transpose()?,
                    after: row.after.as_deref().map(parsed).transpose()?,
                    undone: change.undone.is_some(),
                })
            })
            .collect()
    }

    /// Takes back the latest change that stands; none if there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub fn undo(&mut self) -> Result<Option<Change>> {
        let latest: Option<ChangeRow> = changes::table
            .filter(changes::undone_at.is_null())
            .order_by(changes::id.desc())
            .first(&mut self.db)
            .optional()?;
        latest.map(|row| self.undo_change(change(row))).transpose()
    }

    /// Takes back an import.
    ///
    /// # Errors
    /// [`StoreError::NoImport`], [`StoreError::Undone`]; [`StoreError::BuiltUpon`] where a later
    /// change touched the same records or an analyst linked to them.
    pub fn undo_import(&mut self, id: ChangeId) -> Result<Change> {
        let row: Option<ChangeRow> = changes::table
            .inner_join(imports::table.on(imports::change_id.eq(changes::id)))
            .filter(changes::id.eq(id))
            .select(changes::all_columns)
            .first(&mut self.db)
            .optional()?;
        self.undo_change(row.map(change).ok_or(StoreError::NoImport(id))?)
    }

    fn undo_change(&mut self, change: Change) -> Result<Change> {
        if change.undone.is_some() {
            return Err(StoreError::Undone(change.id));
        }
        let at = Utc::now();
        let undone = self.db.transaction(|db| {
            diesel::update(changes::table.find(change.id))
                .set(changes::undone_at.eq(Some(at.naive_utc())))
                .execute(db)?;
            nothing_built_upon(db, change.id)?;
            let rows: Vec<Revised> = revisions::table
                .filter(revisions::change_id.eq(change.id))
                .order_by(revisions::seq.desc())
                .load(db)?;
            let mut writer = Writer::new(db, change.id, at, false)?;
            for row in rows {
                writer.take_back(&row)?;
            }
            writer.take_out_added()
        });
        undone.map(|()| Change { undone: Some(at), ..change })
    }
}

/// Refuses where a later change, still standing, touched what the change touched or added.
fn nothing_built_upon(db: &mut Db, id: ChangeId) -> Result<()> {
    let refuse = |later: ChangeId, why: String| StoreError::BuiltUpon { change: id, later, why };
    let mut keys: HashSet<String> = revisions::table
        .filter(revisions::change_id.eq(id))
        .select(revisions::key)
        .load::<String>(db)?
        .into_iter()
        .collect();
    let added: Vec<(i64, String)> =
        events::table.filter(events::added_by.eq(id)).select((events::id, events::uid)).load(db)?;
    let added_ids: HashSet<i64> = added.iter().map(|(event, _)| *event).collect();
    keys.extend(added.into_iter().map(|(_, uid)| uid));
    keys.extend(
        actors::table.filter(actors::added_by.eq(id)).select(actors::name).load::<String>(db)?,
    );
    for row in links::table.filter(links::added_by.eq(id)).load::<LinkRow>(db)? {
        keys.insert(key_of_link(db, &row)?);
    }
    let later: Vec<(i64, String, String)> = revisions::table
        .inner_join(changes::table.on(revisions::change_id.eq(changes::id)))
        .filter(changes::id.gt(id))
        .filter(changes::undone_at.is_null())
        .order_by(changes::id.desc())
        .select((changes::id, revisions::key, changes::action))
        .load(db)?;
    if let Some((later, key, action)) = later.into_iter().find(|(_, key, _)| keys.contains(key)) {
        return Err(refuse(later, format!("“{action}” has changed {key} since")));
    }
    let linked: Vec<(i64, i64, i64)> = links::table
        .filter(links::added_by.ne(id))
        .filter(links::state.eq(LinkState::Accepted.as_str()))
        .select((links::from_id, links::to_id, links::added_by))
        .load(db)?;
    let on_added =
        |(from, to, _): &&(i64, i64, i64)| added_ids.contains(from) || added_ids.contains(to);
    match linked.iter().find(on_added) {
        Some((from, to, later)) => Err(refuse(
            *later,
            format!("the link from {} to {} needs its events", EventId(*from), EventId(*to)),
        )),
        None => Ok(()),
    }
}

/// The name of a link in the history.
fn key_of_link(db: &mut Db, row: &LinkRow) -> Result<String> {
    let mut uid = |id: i64| events::table.find(id).select(events::uid).first::<String>(db);
    Ok(link_key(&uid(row.from_id)?, word(&row.relation)?, &uid(row.to_id)?))
}

impl Writer<'_> {
    /// Puts the record before a revision back.
    fn take_back(&mut self, row: &Revised) -> Result<()> {
        let Some(before) = &row.before else { return self.take_out(row) };
        match word::<Subject>(&row.subject)? {
            Subject::Event => {
                let event: Event = parsed(before)?;
                self.restore_event(&event)
            }
            Subject::Actor => {
                let actor: Actor = parsed(before)?;
                self.put_actor(&actor)
            }
            Subject::Link => {
                let link: Link<String> = parsed(before)?;
                let (Some(from), Some(to)) =
                    (id_of(self.db, &link.from)?, id_of(self.db, &link.to)?)
                else {
                    return Err(StoreError::Corrupt(format!("no ends for the link {}", row.key)));
                };
                let link = link.between(EventId(from), EventId(to));
                self.put_link(&LinkRow::new(&link, self.change))
            }
        }
    }

    /// Takes out what a revision says was added by hand. Actors go with [`Self::take_out_added`],
    /// if nothing needs them.
    fn take_out(&mut self, row: &Revised) -> Result<()> {
        match word::<Subject>(&row.subject)? {
            Subject::Event => match id_of(self.db, &row.key)? {
                Some(id) => self.delete_event(id),
                None => Ok(()),
            },
            Subject::Actor | Subject::Link => Ok(()),
        }
    }

    fn restore_event(&mut self, event: &Event) -> Result<()> {
        let id = id_of(self.db, &event.uid)?;
        let id = id.ok_or_else(|| StoreError::Corrupt(format!("no event {}", event.uid)))?;
        let old = entries(self.db, &[id])?.pop().ok_or_else(|| StoreError::no_event(id))?;
        let event = self.normalised(event)?;
        self.write_over(old.id.0, &event)
    }

    /// Takes out what the change added: events, links, and actors, places and sources that nothing
    /// else needs.
    fn take_out_added(&mut self) -> Result<()> {
        let change = self.change;
        let ids: Vec<i64> =
            events::table.filter(events::added_by.eq(change)).select(events::id).load(self.db)?;
        for id in ids {
            self.delete_event(id)?;
        }
        let db = &mut *self.db;
        diesel::delete(links::table.filter(links::added_by.eq(change))).execute(db)?;
        let used_places = events::table
            .filter(events::place_id.is_not_null())
            .select(events::place_id.assume_not_null());
        diesel::delete(
            places::table
                .filter(places::added_by.eq(change))
                .filter(places::id.ne_all(used_places)),
        )
        .execute(db)?;
        let used_sources = citations::table
            .filter(citations::source_id.is_not_null())
            .select(citations::source_id.assume_not_null());
        diesel::delete(
            sources::table
                .filter(sources::added_by.eq(change))
                .filter(sources::id.ne_all(used_sources)),
        )
        .execute(db)?;
        // Memberships first, since actors that go may be members of each other.
        let going = unneeded_actors(db, change)?;
        for id in &going {
            diesel::delete(actor_aliases::table.filter(actor_aliases::actor_id.eq(id)))
                .execute(db)?;
            diesel::delete(memberships::table.filter(memberships::actor_id.eq(id))).execute(db)?;
        }
        for id in going {
            diesel::delete(actors::table.find(id)).execute(db)?;
        }
        Ok(())
    }
}

/// The actors that a change added and that nothing needs: no event, no member that stays, and for a
/// country no actor of it that stays.
fn unneeded_actors(db: &mut Db, change: ChangeId) -> Result<Vec<i64>> {
    let used = participations::table.select(participations::actor_id);
    let mut going: HashSet<i64> = actors::table
        .filter(actors::added_by.eq(change))
        .filter(actors::id.ne_all(used))
        .select(actors::id)
        .load::<i64>(db)?
        .into_iter()
        .collect();
    let members: Vec<(i64, i64)> = memberships::table
        .select((memberships::actor_id, memberships::organisation_id))
        .load(db)?;
    let all: Vec<(i64, String, Option<String>)> =
        actors::table.select((actors::id, actors::kind, actors::country)).load(db)?;
    loop {
        let staying = members.iter().filter(|(member, _)| !going.contains(member));
        let mut needed: Vec<i64> = staying.map(|(_, of)| *of).collect();
        let countries: HashSet<&str> = all
            .iter()
            .filter(|(id, kind, _)| !going.contains(id) && kind != ActorKind::Country.as_str())
            .filter_map(|(_, _, country)| country.as_deref())
            .collect();
        needed.extend(
            all.iter()
                .filter(|(_, kind, _)| kind == ActorKind::Country.as_str())
                .filter(|(_, _, code)| code.as_deref().is_some_and(|c| countries.contains(c)))
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
