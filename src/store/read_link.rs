//! Links out of the database.

use super::connection::Db;
use super::filter::question;
use super::read::{BATCH, matching};
use super::rows::LinkRow;
use super::schema::links;
use super::{Result, Store};
use crate::domain::{EventId, Link, Relation};
use crate::query::Filter;
use diesel::prelude::*;
use std::collections::HashSet;

/// So many events are asked for by their numbers; for more, all links are looked at.
const FEW: usize = 5_000;

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

    /// The links from and to these events, rejected ones included, each once.
    ///
    /// # Errors
    /// Those of the database.
    pub fn links_at(&mut self, ids: &[EventId]) -> Result<Vec<Link>> {
        let rows = rows_at(&mut self.db, ids.iter().map(|id| id.0))?;
        rows.into_iter().map(LinkRow::link).collect()
    }

    /// The link from one event to another of that relation.
    ///
    /// # Errors
    /// Those of the database.
    pub fn link(&mut self, from: EventId, to: EventId, relation: Relation) -> Result<Option<Link>> {
        let row: Option<LinkRow> =
            links::table.find((from.0, to.0, relation.as_str())).first(&mut self.db).optional()?;
        row.map(LinkRow::link).transpose()
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
            let found = matching(&mut self.db, &question, None, None)?;
            if found.len() <= FEW {
                let ids: Vec<EventId> = found.into_iter().map(|(id, _)| EventId(id)).collect();
                return self.links_at(&ids);
            }
            let among: HashSet<i64> = found.into_iter().map(|(id, _)| id).collect();
            // It takes less to look at each link than to name so many events.
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

/// The links from and to these events, each once.
pub(super) fn rows_at(db: &mut Db, ids: impl Iterator<Item = i64>) -> Result<Vec<LinkRow>> {
    let ids: Vec<i64> = ids.collect();
    let mut rows = Vec::new();
    for ids in ids.chunks(BATCH) {
        let at_start = links::table.filter(links::from_id.eq_any(ids.to_vec()));
        rows.extend(at_start.load::<LinkRow>(db)?);
        let at_end = links::table.filter(links::to_id.eq_any(ids.to_vec()));
        rows.extend(at_end.load::<LinkRow>(db)?);
    }
    sort_links(&mut rows);
    rows.dedup_by(|a, b| (a.from_id, a.to_id, &a.relation) == (b.from_id, b.to_id, &b.relation));
    Ok(rows)
}

/// One order on both backends, whatever their own.
fn sort_links(rows: &mut [LinkRow]) {
    rows.sort_by(|a, b| (a.from_id, a.to_id, &a.relation).cmp(&(b.from_id, b.to_id, &b.relation)));
}
