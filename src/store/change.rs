//! A change to the database: one transaction, one row in `changes`.

use super::connection::Db;
use super::schema::{changes, imports};
use super::write::Writer;
use super::{Result, Store, StoreError};
use crate::domain::{ChangeId, Import};
use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// An import that begins.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Who imports.
    pub author: String,
    /// The file as named.
    pub file: String,
    /// The format's name.
    pub format: String,
}

/// What only the end of a file tells.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// SHA-256 of the file, in hex.
    pub hash: String,
    /// How many records were rejected.
    pub rejected: u64,
}

impl Store {
    /// Makes a change: all that `write` does, or nothing if it fails. A change that changes
    /// nothing leaves no trace.
    ///
    /// # Errors
    /// Those of `write` and of the database.
    pub fn change<T>(
        &mut self,
        author: &str,
        action: &str,
        write: impl FnOnce(&mut Writer) -> Result<T>,
    ) -> Result<T> {
        self.transact(author, action, false, write)
    }

    /// Makes an import of what `write` writes. An import that changes nothing leaves no trace but
    /// its counts in the answer; its number is 0 then.
    ///
    /// # Errors
    /// Those of `write` and of the database; then nothing was changed.
    pub fn import<E: From<StoreError>>(
        &mut self,
        new: NewImport,
        write: impl FnOnce(&mut Writer) -> std::result::Result<Tally, E>,
    ) -> std::result::Result<Import, E> {
        let action = format!("import {}", new.file);
        self.transact(&new.author, &action, true, |writer| {
            let tally = write(writer)?;
            let mut counts = writer.counts;
            counts.rejected = tally.rejected;
            counts.read = counts.added + counts.updated + counts.unchanged + counts.rejected;
            let import = Import {
                id: if writer.touched { writer.change } else { 0 },
                at: writer.at,
                file: new.file,
                format: new.format,
                hash: tally.hash,
                counts,
                undone: None,
            };
            if writer.touched {
                insert_import(writer.db, &import)?;
            }
            Ok(import)
        })
    }

    fn transact<T, E: From<StoreError>>(
        &mut self,
        author: &str,
        action: &str,
        bulk: bool,
        write: impl FnOnce(&mut Writer) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        if self.past.is_some() {
            return Err(StoreError::Past.into());
        }
        let at = Utc::now();
        let directory = self.directory;
        let mut done = None;
        let result = self.db.transaction(|db| {
            let change = begin(db, at, author, action)?;
            let mut writer = Writer::new(db, change, at, bulk)?;
            writer.directory = directory;
            let mut outcome = write(&mut writer);
            let touched = writer.touched;
            if touched
                && outcome.is_ok()
                && let Err(error) = writer.finish()
            {
                outcome = Err(error.into());
            }
            match outcome {
                Ok(value) => {
                    done = Some(Ok(value));
                    // Nothing was changed: roll back, so that not even the change stays.
                    if touched { Ok(()) } else { Err(diesel::result::Error::RollbackTransaction) }
                }
                Err(error) => {
                    done = Some(Err(error));
                    Err(diesel::result::Error::RollbackTransaction)
                }
            }
        });
        match (result, done) {
            (Ok(()) | Err(diesel::result::Error::RollbackTransaction), Some(done)) => done,
            (Err(error), _) => Err(StoreError::Database(error).into()),
            (Ok(()), None) => Err(StoreError::Corrupt("a change without an end".into()).into()),
        }
    }
}

/// Records the change first, which takes the right to write, so that two programs never number
/// events at once.
fn begin(
    db: &mut Db,
    at: DateTime<Utc>,
    author: &str,
    action: &str,
) -> std::result::Result<ChangeId, diesel::result::Error> {
    if !db.is_sqlite() {
        diesel::sql_query("LOCK TABLE changes IN EXCLUSIVE MODE").execute(db)?;
    }
    diesel::sql_query(
        "INSERT INTO changes (id, at, author, action)
         SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3 FROM changes",
    )
    .bind::<diesel::sql_types::Timestamp, _>(at.naive_utc())
    .bind::<Text, _>(author)
    .bind::<Text, _>(action)
    .execute(db)?;
    let id: Option<i64> = changes::table.select(max(changes::id)).first(db)?;
    Ok(id.unwrap_or_default())
}

fn insert_import(db: &mut Db, import: &Import) -> Result<()> {
    let n = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    diesel::insert_into(imports::table)
        .values((
            imports::change_id.eq(import.id),
            imports::file.eq(&import.file),
            imports::format.eq(&import.format),
            imports::hash.eq(&import.hash),
            imports::read.eq(n(import.counts.read)),
            imports::added.eq(n(import.counts.added)),
            imports::updated.eq(n(import.counts.updated)),
            imports::unchanged.eq(n(import.counts.unchanged)),
            imports::withdrawn.eq(n(import.counts.withdrawn)),
            imports::rejected.eq(n(import.counts.rejected)),
        ))
        .execute(db)?;
    Ok(())
}
