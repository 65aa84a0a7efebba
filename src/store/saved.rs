//! Queries that are kept under a name, for others to use as `@name`.

use super::schema::saved_queries;
use super::write::{Outcome, Writer};
use super::{Result, Store, StoreError, connection::Db};
use crate::domain::{Subject, nearest};
use crate::query::Filter;
use diesel::prelude::*;

impl Store {
    /// The names of the saved queries, in order, with what they ask.
    ///
    /// # Errors
    /// Those of the database.
    pub fn saved_queries(&mut self) -> Result<Vec<(String, String)>> {
        let all = saved_queries::table.order_by(saved_queries::name);
        Ok(all.load(&mut self.db)?)
    }

    /// What a saved query asks.
    ///
    /// # Errors
    /// [`StoreError::NoQuery`] with the nearest name; those of the database.
    pub fn saved_query(&mut self, name: &str) -> Result<Filter> {
        saved(&mut self.db, name)
    }
}

impl Writer<'_> {
    /// Keeps a query under a name, in the place of what was there.
    ///
    /// # Errors
    /// A query that uses itself; those of the database.
    pub fn save_query(&mut self, name: &str, query: &Filter) -> Result<Outcome<()>> {
        let (before, after) = (text(self.db, name)?, query.to_string());
        if before.as_ref() == Some(&after) {
            return Ok(self.counted(Outcome::Unchanged(())));
        }
        self.put_query(name, Some(&after))?;
        // Asked now, so that a circle or an unknown name is found before anybody relies on it.
        super::filter::question(self.db, &format!("@{name}").parse().unwrap_or_default())?;
        self.revise(Subject::Query, name, before.as_ref(), Some(&after))?;
        let added = before.is_none();
        Ok(self.counted(if added { Outcome::Added(()) } else { Outcome::Updated(()) }))
    }

    /// Forgets a saved query.
    ///
    /// # Errors
    /// [`StoreError::NoQuery`]; those of the database.
    pub fn drop_query(&mut self, name: &str) -> Result<()> {
        let before = saved(self.db, name)?.to_string();
        self.put_query(name, None)?;
        self.revise(Subject::Query, name, Some(&before), None)
    }

    /// Puts a query under a name, or nothing.
    pub(super) fn put_query(&mut self, name: &str, query: Option<&String>) -> Result<()> {
        diesel::delete(saved_queries::table.find(name)).execute(self.db)?;
        if let Some(query) = query {
            diesel::insert_into(saved_queries::table)
                .values((saved_queries::name.eq(name), saved_queries::query.eq(query)))
                .execute(self.db)?;
        }
        Ok(())
    }
}

fn text(db: &mut Db, name: &str) -> Result<Option<String>> {
    let query = saved_queries::table.find(name).select(saved_queries::query);
    Ok(query.first(db).optional()?)
}

pub(super) fn saved(db: &mut Db, name: &str) -> Result<Filter> {
    let Some(query) = text(db, name)? else {
        let names: Vec<String> = saved_queries::table.select(saved_queries::name).load(db)?;
        let hint = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("; did you mean @{near}?"),
            None => "; `annalist query list` lists them".to_owned(),
        };
        return Err(StoreError::NoQuery { name: name.to_owned(), hint });
    };
    query.parse().map_err(|error| StoreError::Corrupt(format!("the query @{name}: {error}")))
}
