//! What the sources of an event claim: those that tell its own record, and those of the records that
//! were merged into it. Each telling is a claim; a source's newer one takes the place of its older.

use super::connection::Db;
use super::read_link::rows_at;
use super::schema::changes;
use super::segment::Layer;
use super::versions::{Version, versions};
use super::write::{Outcome, Writer};
use super::{Result, Store};
use crate::domain::{Claim, EventId, LinkState, Relation, Review, Ruling};
use diesel::prelude::*;

impl Store {
    /// What is claimed of an event, its own record's claims first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn claims(&mut self, id: EventId) -> Result<Vec<Claim>> {
        claims(&mut self.db, id.0)
    }
}

impl Writer<'_> {
    /// Shows of an event what the rule gives of its claims; what was set by hand stays.
    ///
    /// # Errors
    /// [`super::StoreError::NoEvent`]; those of the database.
    pub fn settle_claims(&mut self, id: EventId, ruling: &Ruling) -> Result<Outcome> {
        let event = self.standing(id)?;
        let claims = claims(self.db, id.0)?;
        self.replace(id, &ruling.settled(&event, &claims, &claims))
    }
}

/// What is claimed of an event by its record and those merged into it, and into those.
pub(super) fn claims(db: &mut Db, id: i64) -> Result<Vec<Claim>> {
    let mut records = vec![id];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&record) = records.get(at) {
        at += 1;
        let mut told = versions(db, record)?;
        let mut parted = merged_first(&told);
        for (other, stands) in same_as(db, record)? {
            if records.contains(&other) {
                continue;
            }
            let others = versions(db, other)?;
            parted = parted.into_iter().chain(merged_first(&others)).min();
            if stands && others.last().is_some_and(|last| last.event.review == Review::Merged) {
                records.push(other);
            }
        }
        // What it has been since it took others in, or was taken in, is not its own word.
        told.retain(|version| {
            version.layer == Layer::Told || parted.is_none_or(|parted| version.change < parted)
        });
        found.extend(own(db, &told)?);
    }
    Ok(found)
}

/// The change that first made a record part of another, if one has.
fn merged_first(versions: &[Version]) -> Option<i64> {
    let merged = versions.iter().filter(|version| version.event.review == Review::Merged);
    merged.map(|version| version.change).min()
}

/// The records that are, or were once held to be, the same as this one, and whether they still are.
fn same_as(db: &mut Db, id: i64) -> Result<Vec<(i64, bool)>> {
    let mut others = Vec::new();
    for row in rows_at(db, std::iter::once(id))? {
        if row.relation == Relation::SameAs.as_str() && row.state != LinkState::Suggested.as_str() {
            let other = if row.from_id == id { row.to_id } else { row.from_id };
            others.push((other, row.state == LinkState::Accepted.as_str()));
        }
    }
    Ok(others)
}

/// What a record claims by itself: each source's last word, and what an analyst has made of it before
/// it took others in.
fn own(db: &mut Db, versions: &[Version]) -> Result<Vec<Claim>> {
    let mut claims: Vec<Claim> = Vec::new();
    for version in versions.iter().filter(|version| version.layer == Layer::Told) {
        let claim = Claim::of(&version.event, version.change, "no source");
        claims.retain(|earlier| earlier.sources != claim.sources);
        claims.push(claim);
    }
    if let Some(version) = versions.iter().rfind(|version| version.layer == Layer::Edited) {
        let author: Option<String> =
            changes::table.find(version.change).select(changes::author).first(db).optional()?;
        let author = author.unwrap_or_default();
        let claim = Claim::of(&version.event, version.change, &author);
        if claims.is_empty() {
            claims.push(claim);
        } else {
            claims.extend(claim.set_by_hand(&claims, &author));
        }
    }
    Ok(claims)
}
