//! Taking a change back: what it told goes, and what stood before is shown again.

use super::connection::Db;
use super::history::{Change, ChangeRow, Revised, change, parsed};
use super::read::{Held, holding, id_of};
use super::read_link::rows_at;
use super::rows::{LinkRow, word};
use super::schema::{actors, changes, imports, links, repeats, revisions, source_imports, sources};
use super::segment::{Layer, Meta, Needs, Owner, column, pack_numbers, unpack_numbers};
use super::write::Writer;
use super::{Result, Store, StoreError, shelf};
use crate::domain::{Actor, ChangeId, EventId, Link, LinkState, StoryId, Storyline, Subject};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

impl Store {
    /// Takes back the latest change that stands; none if there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub fn undo(&mut self) -> Result<Option<Change>> {
        if self.past.is_some() {
            return Err(StoreError::Past);
        }
        let latest: Option<ChangeRow> = changes::table
            .filter(changes::undone_at.is_null())
            .order_by(changes::id.desc())
            .first(&mut self.db)
            .optional()?;
        latest.map(|row| self.undo_change(change(row))).transpose()
    }

    /// Takes back an import, also when others followed: what those tell too stays, as theirs.
    ///
    /// # Errors
    /// [`StoreError::NoImport`], [`StoreError::Undone`]; [`StoreError::BuiltUpon`] where an analyst
    /// has changed or linked what would go.
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
        if self.past.is_some() {
            return Err(StoreError::Past);
        }
        let at = Utc::now();
        take_back_change(&mut self.db, change.id, at)?;
        Ok(Change { undone: Some(at), ..change })
    }
}

/// Takes back a change that stands.
pub(super) fn take_back_change(db: &mut Db, change: ChangeId, at: DateTime<Utc>) -> Result<()> {
    db.transaction(|db| {
        diesel::update(changes::table.find(change))
            .set(changes::undone_at.eq(Some(at.naive_utc())))
            .execute(db)?;
        nothing_revised(db, change)?;
        let rows: Vec<Revised> = revisions::table
            .filter(revisions::change_id.eq(change))
            .order_by(revisions::seq.desc())
            .load(db)?;
        let mut writer = Writer::new(db, change, at, false)?;
        let (of_stories, others): (Vec<Revised>, Vec<Revised>) =
            rows.into_iter().partition(|row| row.subject == Subject::Story.as_str());
        for row in others {
            writer.take_back(&row)?;
        }
        writer.take_back_stories(of_stories)?;
        let gone = writer.untell()?;
        writer.unlink_gone(&gone)?;
        writer.drop_notes(&gone)?;
        writer.drop_documents()?;
        writer.drop_actors()?;
        writer.sum_up()?;
        writer.pack_links()
    })
}

/// Refuses where a later change, still standing, revised what the change revised, or an actor or
/// a link that it added.
fn nothing_revised(db: &mut Db, id: ChangeId) -> Result<()> {
    let mut keys: HashSet<String> = revisions::table
        .filter(revisions::change_id.eq(id))
        .select(revisions::key)
        .load::<String>(db)?
        .into_iter()
        .collect();
    keys.extend(
        actors::table.filter(actors::added_by.eq(id)).select(actors::name).load::<String>(db)?,
    );
    let later: Vec<(Revised, String)> = revisions::table
        .inner_join(changes::table.on(revisions::change_id.eq(changes::id)))
        .filter(changes::id.gt(id))
        .filter(changes::undone_at.is_null())
        .order_by((changes::id.desc(), revisions::seq))
        .select((revisions::all_columns, changes::action))
        .load(db)?;
    for (row, action) in later {
        if keys.contains(&row.key) || is_of_link_by(db, &row, id)? {
            let why = format!("“{action}” has changed {} since", row.key);
            return Err(StoreError::BuiltUpon { change: id, later: row.change_id, why });
        }
    }
    Ok(())
}

/// Whether what was revised is a link that a change added: of millions that it may have added, few
/// are revised.
fn is_of_link_by(db: &mut Db, row: &Revised, change: ChangeId) -> Result<bool> {
    let Some(json) = row.before.as_ref().filter(|_| row.subject == Subject::Link.as_str()) else {
        return Ok(false);
    };
    let link: Link<String> = parsed(json)?;
    let (Some(from), Some(to)) = (id_of(db, &link.from)?, id_of(db, &link.to)?) else {
        return Ok(false);
    };
    let found: Option<i64> = links::table
        .find((from, to, link.relation.as_str()))
        .select(links::added_by)
        .first(db)
        .optional()?;
    Ok(found == Some(change))
}

/// Which change now tells what the one that goes told: by the event's number and, of further
/// sources' words, what is said.
#[derive(Default)]
struct Heirs {
    of_events: HashMap<i64, i64>,
    of_words: HashMap<(i64, u64), i64>,
}

impl Writer<'_> {
    /// Puts back the record of an actor or a link as it was before a revision. What was said of
    /// events goes with its rows.
    fn take_back(&mut self, row: &Revised) -> Result<()> {
        let subject = word::<Subject>(&row.subject)?;
        if subject == Subject::Query {
            let before: Option<String> = row.before.as_deref().map(parsed).transpose()?;
            return self.put_query(&row.key, before.as_ref());
        }
        let Some(before) = &row.before else { return Ok(()) };
        match subject {
            Subject::Event | Subject::Story | Subject::Query | Subject::Note => Ok(()),
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

    /// Puts storylines back as they were before their revisions, of which the latest comes first.
    fn take_back_stories(&mut self, rows: Vec<Revised>) -> Result<()> {
        let mut before = BTreeMap::new();
        for row in rows {
            let story: Option<Storyline<String>> = row.before.as_deref().map(parsed).transpose()?;
            before.insert(word::<StoryId>(&row.key)?, story);
        }
        if before.is_empty() {
            return Ok(());
        }
        self.restore_stories(before.into_iter().collect())
    }

    /// Takes out what the change told and gives the events that nothing tells of any more. What
    /// later changes repeat stays, as theirs.
    fn untell(&mut self) -> Result<HashSet<i64>> {
        let own = self.change;
        let heirs = self.heirs()?;
        let mut lost = Vec::new();
        let mut inherited = Vec::new();
        for meta in shelf::metas(self.db)?.iter().filter(|meta| meta.may_be_of(own)) {
            let mut needs = Needs::default();
            needs.owners();
            needs.columns.insert(column::DIGESTS);
            let segment = shelf::read(self.db, meta, &needs)?;
            let digests: Vec<u64> = segment.numbers(column::DIGESTS)?;
            let mut kept = Vec::new();
            for (row, owner) in segment.owners()?.into_iter().enumerate() {
                let heir = match meta.layer {
                    _ if owner.change != own => Some(owner.change),
                    Layer::Cited => heirs.of_words.get(&(owner.id, digests[row])).copied(),
                    Layer::Told => heirs.of_events.get(&owner.id).copied(),
                    Layer::Withdrawn | Layer::Edited => None,
                };
                match heir {
                    Some(change) => kept.push((row, Owner { change, ..owner })),
                    None => lost.push(owner.id),
                }
                if owner.change == own && heir.is_some() {
                    inherited.push(owner.id);
                }
            }
            if kept.len() == meta.rows && inherited.is_empty() {
                continue;
            }
            self.keep(meta, &kept)?;
        }
        self.bequeath(&heirs)?;
        lost.sort_unstable();
        lost.dedup();
        let gone = self.gone(&lost)?;
        inherited.extend(lost);
        self.reveal(&inherited)?;
        Ok(gone)
    }

    /// The earliest of the changes that repeat what this one told.
    fn heirs(&mut self) -> Result<Heirs> {
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = repeats::table
            .filter(repeats::of_change.eq(self.change))
            .order_by(repeats::change_id)
            .select((repeats::change_id, repeats::ids, repeats::digests))
            .load(self.db)?;
        let mut heirs = Heirs::default();
        for (change, ids, digests) in rows {
            let (ids, digests) = (numbers(&ids)?, numbers(&digests)?);
            if digests.is_empty() {
                for id in ids {
                    heirs.of_events.entry(id as i64).or_insert(change);
                }
            } else {
                for (id, digest) in ids.into_iter().zip(digests) {
                    heirs.of_words.entry((id as i64, digest)).or_insert(change);
                }
            }
        }
        Ok(heirs)
    }

    /// What others repeated of this change they now repeat of its heirs; what this change itself
    /// repeated is forgotten.
    fn bequeath(&mut self, heirs: &Heirs) -> Result<()> {
        let rows: Vec<(i64, i64, Vec<u8>, Vec<u8>)> = repeats::table
            .filter(repeats::of_change.eq(self.change))
            .select((repeats::change_id, repeats::seq, repeats::ids, repeats::digests))
            .load(self.db)?;
        let own = repeats::change_id.eq(self.change).or(repeats::of_change.eq(self.change));
        diesel::delete(repeats::table.filter(own)).execute(self.db)?;
        for (change, seq, ids, digests) in rows {
            let (ids, digests) = (numbers(&ids)?, numbers(&digests)?);
            let mut of_heir: BTreeMap<i64, (Vec<u64>, Vec<u64>)> = BTreeMap::new();
            for (at, id) in ids.into_iter().enumerate() {
                let digest = digests.get(at).copied();
                let heir = match digest {
                    Some(digest) => heirs.of_words.get(&(id as i64, digest)),
                    None => heirs.of_events.get(&(id as i64)),
                };
                if let Some(heir) = heir.filter(|heir| **heir != change) {
                    let (ids, digests) = of_heir.entry(*heir).or_default();
                    ids.push(id);
                    digests.extend(digest);
                }
            }
            // Numbers of rows past those that an import makes are free.
            for (n, (heir, (ids, digests))) in (1..).zip(of_heir) {
                diesel::insert_into(repeats::table)
                    .values((
                        repeats::change_id.eq(change),
                        repeats::seq.eq(seq + (n << 32) + (self.change << 40)),
                        repeats::of_change.eq(heir),
                        repeats::ids.eq(pack_numbers(&ids)),
                        repeats::digests.eq(pack_numbers(&digests)),
                    ))
                    .execute(self.db)?;
            }
        }
        Ok(())
    }

    /// Of events of which something was taken out, those that no file and no analyst tells of any
    /// more. That they were withdrawn goes with them.
    fn gone(&mut self, lost: &[i64]) -> Result<HashSet<i64>> {
        let metas = shelf::metas(self.db)?;
        let mut gone: HashSet<i64> = lost.iter().copied().collect();
        let mut withdrawn: Vec<(Meta, Held)> = Vec::new();
        let mut edited = Vec::new();
        for (meta, rows) in holding(self.db, metas.iter(), lost, true)? {
            match meta.layer {
                Layer::Told => rows.iter().for_each(|(id, _)| {
                    gone.remove(id);
                }),
                Layer::Edited => edited.push((meta, rows)),
                Layer::Withdrawn => withdrawn.push((meta, rows)),
                // Words for an event that is not here wait for it.
                Layer::Cited => {}
            }
        }
        for (meta, rows) in edited {
            let owners = self.owners(&meta)?;
            for (id, row) in rows {
                let (change, later) = (self.change, owners[row].change);
                // What was made of the event by hand before stands again; what was made of it since
                // would have nothing to stand on.
                if gone.remove(&id) && later > change {
                    let why = format!("{} was changed by hand since", EventId(id));
                    return Err(StoreError::BuiltUpon { change, later, why });
                }
            }
        }
        for (meta, rows) in withdrawn {
            let without: HashSet<usize> =
                rows.iter().filter(|(id, _)| gone.contains(id)).map(|(_, row)| *row).collect();
            if !without.is_empty() {
                let owners = self.owners(&meta)?.into_iter().enumerate();
                let kept: Vec<(usize, Owner)> =
                    owners.filter(|(row, _)| !without.contains(row)).collect();
                self.keep(&meta, &kept)?;
            }
        }
        Ok(gone)
    }

    /// Takes out the links that the change added and those of events that are gone.
    fn unlink_gone(&mut self, gone: &HashSet<i64>) -> Result<()> {
        let own = self.change;
        let added: Vec<i64> = links::table
            .filter(links::added_by.eq(own))
            .select(links::from_id)
            .distinct()
            .load(self.db)?;
        self.loosen(added)?;
        diesel::delete(links::table.filter(links::added_by.eq(own))).execute(self.db)?;
        if gone.is_empty() {
            return Ok(());
        }
        self.untell_stories(gone)?;
        let by_import: HashSet<i64> =
            imports::table.select(imports::change_id).load(self.db)?.into_iter().collect();
        for row in rows_at(self.db, gone.iter().copied())? {
            let by_hand = !by_import.contains(&row.added_by);
            if by_hand && row.state == LinkState::Accepted.as_str() {
                let (from, to) = (EventId(row.from_id), EventId(row.to_id));
                let why = format!("the link from {from} to {to} needs its events");
                return Err(StoreError::BuiltUpon { change: own, later: row.added_by, why });
            }
            self.loosen([row.from_id])?;
            diesel::delete(links::table.find((row.from_id, row.to_id, row.relation)))
                .execute(self.db)?;
        }
        Ok(())
    }

    /// Takes out the documents that only this change brought.
    fn drop_documents(&mut self) -> Result<()> {
        let own = source_imports::change_id.eq(self.change);
        let brought: Vec<i64> =
            source_imports::table.filter(own).select(source_imports::source_id).load(self.db)?;
        diesel::delete(source_imports::table.filter(own)).execute(self.db)?;
        for id in brought {
            let others: i64 = source_imports::table
                .filter(source_imports::source_id.eq(id))
                .count()
                .get_result(self.db)?;
            if others == 0 {
                diesel::delete(sources::table.find(id)).execute(self.db)?;
            }
        }
        Ok(())
    }
}

fn numbers(bytes: &[u8]) -> Result<Vec<u64>> {
    unpack_numbers(bytes).ok_or_else(|| StoreError::Corrupt("what an import repeats".to_owned()))
}
