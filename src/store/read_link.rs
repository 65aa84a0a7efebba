//! Links out of the database.

use super::filter::question;
use super::read::{BATCH, matching};
use super::rows::LinkRow;
use super::schema::links;
use super::{Result, Store};
use crate::domain::{EventId, Link};
use crate::query::Filter;
use diesel::prelude::*;
use std::collections::HashSet;

impl Store {
    /// The links from and to an event, rejected ones included.
    ///
    /// # Errors
    /// Those of the database.
    pub fn links_of(&mut self, id: EventId) -> Result<Vec<Link>> {
        let rows: Vec<LinkRow> = links::table
            .filter(links::from_id.eq(id.0).or(links::to_id.eq(id.0)))
            .order_by((links::from_id, links::to_id, links::relation))
            .load(&mut self.db)?;
        rows.into_iter().map(LinkRow::link).collect()
    }

    /// The links that start or end at an event that matches, rejected ones included.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn links(&mut self, filter: &Filter) -> Result<Vec<Link>> {
        let mut rows: Vec<LinkRow> = if *filter == Filter::default() {
            links::table.load(&mut self.db)?
        } else {
            let question = question(&mut self.db, filter)?;
            let found = matching(&mut self.db, &question, None)?;
            let among: HashSet<i64> = found.into_iter().map(|(id, _)| id).collect();
            // Links are few beside events: it takes less to look at each than to name the events.
            let all: Vec<LinkRow> = links::table.load(&mut self.db)?;
            let touches =
                |row: &LinkRow| among.contains(&row.from_id) || among.contains(&row.to_id);
            all.into_iter().filter(touches).collect()
        };
        sort_links(&mut rows);
        rows.into_iter().map(LinkRow::link).collect()
    }

    /// The links with both ends among these events, rejected ones included.
    ///
    /// # Errors
    /// Those of the database.
    pub fn links_among(&mut self, ids: &[EventId]) -> Result<Vec<Link>> {
        let among: HashSet<i64> = ids.iter().map(|id| id.0).collect();
        let mut found = Vec::new();
        for ids in ids.chunks(BATCH) {
            let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
            let rows: Vec<LinkRow> =
                links::table.filter(links::from_id.eq_any(ids)).load(&mut self.db)?;
            found.extend(rows.into_iter().filter(|row| among.contains(&row.to_id)));
        }
        sort_links(&mut found);
        found.into_iter().map(LinkRow::link).collect()
    }
}

/// One order on both backends, whatever their own.
fn sort_links(rows: &mut [LinkRow]) {
    rows.sort_by(|a, b| (a.from_id, a.to_id, &a.relation).cmp(&(b.from_id, b.to_id, &b.relation)));
}
