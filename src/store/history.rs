//! What was changed.

use super::connection::Db;
use super::read::{STEP, holding, id_of};
use super::rows::word;
use super::schema::{changes, imports, revisions};
use super::segment::{Layer, Needs};
use super::versions::{Version, versions, versions_of};
use super::write::Writer;
use super::{Result, Store, StoreError, shelf};
use crate::domain::{ChangeId, Counts, Event, Import, Revision, Subject};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::de::DeserializeOwned;

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

pub(super) type ChangeRow = (i64, NaiveDateTime, String, String, Option<NaiveDateTime>);

pub(super) fn change((id, at, author, action, undone): ChangeRow) -> Change {
    Change { id, at: at.and_utc(), author, action, undone: undone.map(|at| at.and_utc()) }
}

pub(super) fn record(db: &mut Db, revised: Revised) -> Result<()> {
    diesel::insert_into(revisions::table).values(revised).execute(db)?;
    Ok(())
}

pub(super) fn parsed<T: DeserializeOwned>(json: &str) -> Result<T> {
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

impl Store {
    /// The imports, the earliest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn imports(&mut self) -> Result<Vec<Import>> {
        type Row = (i64, String, String, String, i64, i64, i64, i64, i64, i64);
        let rows: Vec<(Row, ChangeRow)> = imports::table
            .inner_join(changes::table.on(imports::change_id.eq(changes::id)))
            .order_by(imports::change_id)
            .select((imports::all_columns, changes::all_columns))
            .load(&mut self.db)?;
        let imports = rows.into_iter().map(|(row, of)| {
            let (id, file, format, hash, read, added, updated, unchanged, withdrawn, rejected) =
                row;
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
                    withdrawn: n(withdrawn),
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
        let recorded = rows.into_iter().map(|(row, of)| {
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
        });
        let mut revisions = recorded.collect::<Result<Vec<Revision>>>()?;
        if let Some(key) = key
            && let Some(id) = id_of(&mut self.db, key)?
        {
            revisions.extend(self.told_anew(key, id)?);
            revisions.sort_by_key(|revision| revision.change);
        }
        Ok(revisions)
    }

    /// What files have said of an event after the first, each against the one before.
    fn told_anew(&mut self, key: &str, id: i64) -> Result<Vec<Revision>> {
        let mut told = versions(&mut self.db, id)?;
        told.retain(|version| version.layer != Layer::Edited);
        let mut revisions = Vec::new();
        for pair in told.windows(2) {
            let [before, after] = pair else { continue };
            let of: ChangeRow = changes::table.find(after.change).first(&mut self.db)?;
            let change = change(of);
            revisions.push(Revision {
                change: change.id,
                at: change.at,
                author: change.author,
                action: change.action,
                subject: Subject::Event,
                key: key.to_owned(),
                before: Some(json(before)?),
                after: Some(json(after)?),
                undone: false,
            });
        }
        Ok(revisions)
    }

    /// Gives each event that an import changed, as it was told before and as the import tells it,
    /// until `each` has enough: it says whether it wants more.
    ///
    /// # Errors
    /// [`StoreError::NoImport`]; those of the database.
    pub fn changed_by(
        &mut self,
        import: ChangeId,
        mut each: impl FnMut(&Event, &Event) -> bool,
    ) -> Result<()> {
        let known: i64 = imports::table
            .filter(imports::change_id.eq(import))
            .count()
            .get_result(&mut self.db)?;
        if known == 0 {
            return Err(StoreError::NoImport(import));
        }
        for ids in told_again(&mut self.db, import)?.chunks(STEP) {
            for mut told in versions_of(&mut self.db, ids)?.into_values() {
                told.retain(|version| version.layer != Layer::Edited && version.change <= import);
                if let [.., before, after] = told.as_slice()
                    && after.change == import
                    && !each(&before.event, &after.event)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn json(version: &Version) -> Result<serde_json::Value> {
    serde_json::to_value(&version.event).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The events that a change tells of and that others tell of too.
fn told_again(db: &mut Db, change: ChangeId) -> Result<Vec<i64>> {
    let metas = shelf::metas(db)?;
    let of_events = || metas.iter().filter(|meta| meta.layer.is_of_events());
    let mut needs = Needs::default();
    needs.owners();
    let mut own = Vec::new();
    for meta in of_events().filter(|meta| meta.may_be_of(change)) {
        let owners = shelf::read(db, meta, &needs)?.owners()?;
        own.extend(owners.iter().filter(|owner| owner.change == change).map(|owner| owner.id));
    }
    own.sort_unstable();
    let others =
        of_events().filter(|meta| (meta.first_change, meta.last_change) != (change, change));
    let mut again: Vec<i64> = Vec::new();
    for (_, rows) in holding(db, others, &own, true)? {
        again.extend(rows.into_iter().map(|(id, _)| id));
    }
    again.sort_unstable();
    again.dedup();
    Ok(again)
}
