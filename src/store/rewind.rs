//! The database as it was known at a moment: in a transaction that is never committed, the changes
//! made since are taken back, the latest first, and all readings read that.

use super::connection::Db;
use super::history::{Change, ChangeRow, change};
use super::schema::{changes, imports, revisions};
use super::undo::take_back_change;
use super::{Result, Store};
use chrono::{DateTime, Utc};
use diesel::connection::{Connection, TransactionManager};
use diesel::prelude::*;

impl Store {
    /// From now on this value shows the database as it was known at a moment, and refuses changes;
    /// the database itself stays as it is. Nobody else can write to a SQLite file meanwhile.
    ///
    /// Gives the changes that stood at the moment and have been taken back since: what they told is
    /// no longer kept, so that it is missing here.
    ///
    /// # Errors
    /// Those of the database.
    pub fn rewind(&mut self, moment: DateTime<Utc>) -> Result<Vec<Change>> {
        <Db as Connection>::TransactionManager::begin_transaction(&mut self.db)?;
        self.past = Some(moment);
        let rows: Vec<ChangeRow> =
            changes::table.order_by(changes::id.desc()).load(&mut self.db)?;
        let (later, earlier): (Vec<Change>, Vec<Change>) =
            rows.into_iter().map(change).partition(|change| change.at > moment);
        for change in &later {
            if change.undone.is_none() {
                take_back_change(&mut self.db, change.id, moment)?;
            }
        }
        let ids: Vec<i64> = later.iter().map(|change| change.id).collect();
        // What is told of changes ends at the moment, too.
        if let Some(first) = ids.iter().min() {
            let later = revisions::change_id.ge(*first);
            diesel::delete(revisions::table.filter(later)).execute(&mut self.db)?;
            let later = imports::change_id.ge(*first);
            diesel::delete(imports::table.filter(later)).execute(&mut self.db)?;
        }
        let missing = |change: &Change| change.undone.is_some_and(|undone| undone > moment);
        Ok(earlier.into_iter().filter(missing).collect())
    }
}
