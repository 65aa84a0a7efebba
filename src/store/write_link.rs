//! Links into the database.

use super::rows::LinkRow;
use super::schema::links;
use super::write::{Outcome, Writer};
use super::{Result, StoreError};
use crate::domain::{Edtf, EventId, Link, LinkState, Relation, Subject, lint};
use diesel::prelude::*;

impl Writer<'_> {
    /// Writes a link. A suggestion does not touch a link that is there, in whatever state, so that
    /// what was rejected does not come back; nor does a file that repeats what an analyst has
    /// changed since.
    ///
    /// # Errors
    /// A link from an event to itself, to one that is not there, or against the order of their
    /// dates; those of the database.
    pub fn link(&mut self, link: &Link) -> Result<Outcome<()>> {
        if link.from == link.to {
            return Err(StoreError::Record(format!("{} cannot be linked to itself", link.from)));
        }
        let (from, from_date) = self.named(link.from)?;
        let (to, to_date) = self.named(link.to)?;
        let Some(old) = self.find_link(link)? else {
            if let Some(wrong) = lint(link.relation, from_date.as_ref(), to_date.as_ref()) {
                let relation = link.relation;
                return Err(StoreError::Record(format!("{from} {relation} {to}: {wrong}")));
            }
            self.note_new(&from, &to, link)?;
            self.insert_links(&[LinkRow::new(link, self.change)])?;
            return Ok(self.counted(Outcome::Added(())));
        };
        let (outcome, _) = self.relink(old, link, &from, &to)?;
        Ok(self.counted(outcome))
    }

    /// Records a new link; of what imports add and rules suggest the link itself tells.
    pub(super) fn note_new(&mut self, from: &str, to: &str, link: &Link) -> Result<()> {
        if !self.bulk && link.state != LinkState::Suggested {
            self.revise_link(from, to, None, Some(link))?;
        }
        Ok(())
    }

    /// Puts a link in the place of the one that is there, if that does not stand against it; gives
    /// what is there then. `from` and `to` are the uids of its events.
    pub(super) fn relink(
        &mut self,
        old: LinkRow,
        link: &Link,
        from: &str,
        to: &str,
    ) -> Result<(Outcome<()>, LinkRow)> {
        // A symmetric link may stand the other way round; it stays so.
        let old_link = old.clone().link()?;
        let (from, to) = if old_link.from == link.from { (from, to) } else { (to, from) };
        let link = &link.clone().between(old_link.from, old_link.to);
        let key = link_key(from, link.relation, to);
        let named = link.clone().between(from.to_owned(), to.to_owned());
        let settled = link.state == LinkState::Suggested
            || old_link == *link
            || (self.bulk && old_link.state == LinkState::Rejected)
            || self.is_outdated(Subject::Link, &key, |before: &Link<String>| *before == named)?;
        if settled {
            return Ok((Outcome::Unchanged(()), old));
        }
        let row = LinkRow::new(link, old.added_by);
        self.put_link(&row)?;
        self.revise_link(from, to, Some(&old_link), Some(link))?;
        Ok((Outcome::Updated(()), row))
    }

    /// Rejects the links from one event to another, of one relation or of all, and says how many.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`]; those of the database.
    pub fn unlink(
        &mut self,
        from: EventId,
        to: EventId,
        relation: Option<Relation>,
    ) -> Result<usize> {
        let (from_uid, _) = self.named(from)?;
        let (to_uid, _) = self.named(to)?;
        let rows: Vec<LinkRow> = links::table
            .filter(links::from_id.eq_any([from.0, to.0]))
            .filter(links::to_id.eq_any([from.0, to.0]))
            .filter(links::state.ne(LinkState::Rejected.as_str()))
            .load(self.db)?;
        let mut rejected = 0;
        for row in rows {
            let (old, added_by) = (row.clone().link()?, row.added_by);
            let other_way = old.from != from && !old.relation.is_symmetric();
            if other_way || relation.is_some_and(|relation| relation != old.relation) {
                continue;
            }
            let new = Link { state: LinkState::Rejected, ..old.clone() };
            self.put_link(&LinkRow::new(&new, added_by))?;
            let (start, end) =
                if old.from == from { (&from_uid, &to_uid) } else { (&to_uid, &from_uid) };
            self.revise_link(start, end, Some(&old), Some(&new))?;
            rejected += 1;
        }
        Ok(rejected)
    }

    /// The link between the same two events of the same relation; a symmetric one also the other
    /// way round.
    fn find_link(&mut self, link: &Link) -> Result<Option<LinkRow>> {
        let mut ways = vec![(link.from.0, link.to.0)];
        if link.relation.is_symmetric() {
            ways.push((link.to.0, link.from.0));
        }
        for (from, to) in ways {
            let found: Option<LinkRow> = links::table
                .find((from, to, link.relation.to_string()))
                .first(self.db)
                .optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// An event's uid and date.
    fn named(&mut self, id: EventId) -> Result<(String, Option<Edtf>)> {
        let event = self.standing(id)?;
        Ok((event.uid, event.date))
    }

    pub(super) fn put_link(&mut self, row: &LinkRow) -> Result<()> {
        self.loosen([row.from_id])?;
        diesel::update(links::table.find((row.from_id, row.to_id, row.relation.clone())))
            .set((
                links::confidence.eq(row.confidence),
                links::rationale.eq(&row.rationale),
                links::method.eq(&row.method),
                links::state.eq(&row.state),
            ))
            .execute(self.db)?;
        self.touched = true;
        Ok(())
    }

    fn revise_link(
        &mut self,
        from: &str,
        to: &str,
        before: Option<&Link>,
        after: Option<&Link>,
    ) -> Result<()> {
        let named = |link: &Link| link.clone().between(from.to_owned(), to.to_owned());
        let relation = before.or(after).map_or(Relation::RelatedTo, |link| link.relation);
        let key = link_key(from, relation, to);
        self.revise(Subject::Link, &key, before.map(named).as_ref(), after.map(named).as_ref())
    }
}

/// The name of a link in the history.
fn link_key(from: &str, relation: Relation, to: &str) -> String {
    format!("{from} {relation} {to}")
}
