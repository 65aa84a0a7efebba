//! Storylines in and out of the database.

use super::connection::Db;
use super::read::{BATCH, entries, ids_of};
use super::rows::{MemberRow, StoryRow};
use super::schema::{stories, story_events};
use super::write::{Outcome, Writer};
use super::{Result, Store, StoreError};
use crate::domain::{EventId, Member, StoryId, Storyline, Subject};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

impl Store {
    /// All storylines, by their numbers, each with its events in order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn stories(&mut self) -> Result<Vec<Storyline>> {
        let heads: Vec<StoryRow> = stories::table.order_by(stories::id).load(&mut self.db)?;
        let rows: Vec<MemberRow> = story_events::table
            .order_by((story_events::story_id, story_events::seq))
            .load(&mut self.db)?;
        Ok(whole(heads, rows))
    }

    /// A storyline.
    ///
    /// # Errors
    /// [`StoreError::NoStory`]; those of the database.
    pub fn story(&mut self, id: StoryId) -> Result<Storyline> {
        one(&mut self.db, id)
    }

    /// The storylines that have one of these events, by their numbers.
    ///
    /// # Errors
    /// Those of the database.
    pub fn stories_of(&mut self, events: &[EventId]) -> Result<Vec<StoryId>> {
        let mut found = Vec::new();
        for ids in events.chunks(BATCH) {
            let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
            found.extend(
                story_events::table
                    .filter(story_events::event_id.eq_any(ids))
                    .select(story_events::story_id)
                    .distinct()
                    .load::<i64>(&mut self.db)?,
            );
        }
        found.sort_unstable();
        found.dedup();
        Ok(found.into_iter().map(StoryId).collect())
    }
}

impl Writer<'_> {
    /// Writes a storyline: under its number in the place of what was there, or under the next one.
    ///
    /// # Errors
    /// [`StoreError::NoStory`]; an event that is not there; those of the database.
    pub fn story(&mut self, story: &Storyline) -> Result<Outcome<StoryId>> {
        Ok(self.stories(std::slice::from_ref(story))?.remove(0))
    }

    /// Writes storylines, as [`Writer::story`] does one, and says what came of each.
    ///
    /// # Errors
    /// As there.
    pub fn stories(&mut self, all: &[Storyline]) -> Result<Vec<Outcome<StoryId>>> {
        let mut ids: Vec<i64> = all.iter().flat_map(events).collect();
        ids.sort_unstable();
        ids.dedup();
        let uids = self.uids_of(&ids)?;
        let known: Vec<i64> = all.iter().filter_map(|story| story.id).map(|id| id.0).collect();
        let mut known: HashMap<StoryId, Storyline> = stored(self.db, &known)?
            .into_iter()
            .filter_map(|story| Some((story.id?, story)))
            .collect();
        let last: Option<i64> = stories::table.select(max(stories::id)).first(self.db)?;
        let mut next = last.unwrap_or(0) + 1;
        let mut outcomes = Vec::with_capacity(all.len());
        for story in all {
            let outcome = match story.id {
                None => {
                    let story = Storyline { id: Some(StoryId(next)), ..story.clone() };
                    next += 1;
                    let added = self.change;
                    self.put_story(&story, added)?;
                    self.revise_story(None, Some(&story), &uids)?;
                    Outcome::Added(StoryId(next - 1))
                }
                Some(id) => {
                    let old = known.insert(id, story.clone()).ok_or(StoreError::NoStory(id))?;
                    if old == *story {
                        Outcome::Unchanged(id)
                    } else {
                        self.put_story(story, self.change)?;
                        self.revise_story(Some(&old), Some(story), &uids)?;
                        Outcome::Updated(id)
                    }
                }
            };
            outcomes.push(self.counted(outcome));
        }
        Ok(outcomes)
    }

    /// Takes a storyline out; its events stay.
    ///
    /// # Errors
    /// [`StoreError::NoStory`]; those of the database.
    pub fn drop_story(&mut self, id: StoryId) -> Result<()> {
        let old = one(self.db, id)?;
        self.delete_story(id)?;
        self.revise_story(Some(&old), None, &HashMap::new())
    }

    fn delete_story(&mut self, id: StoryId) -> Result<()> {
        diesel::delete(story_events::table.filter(story_events::story_id.eq(id.0)))
            .execute(self.db)?;
        diesel::delete(stories::table.find(id.0)).execute(self.db)?;
        self.touched = true;
        Ok(())
    }

    fn put_story(&mut self, story: &Storyline, added_by: i64) -> Result<()> {
        let id = story.id.unwrap_or(StoryId(0));
        let old: Option<i64> =
            stories::table.find(id.0).select(stories::added_by).first(self.db).optional()?;
        self.delete_story(id)?;
        let added_by = old.unwrap_or(added_by);
        diesel::insert_into(stories::table)
            .values(StoryRow {
                id: id.0,
                title: story.title.clone(),
                curated: story.curated,
                added_by,
            })
            .execute(self.db)?;
        for (seq, member) in (1..).zip(&story.members) {
            diesel::insert_into(story_events::table)
                .values(MemberRow {
                    story_id: id.0,
                    event_id: member.event.0,
                    seq,
                    after_id: member.after.map(|after| after.0),
                    probability: member.probability,
                    reason: member.reason.clone(),
                })
                .execute(self.db)?;
        }
        Ok(())
    }

    fn revise_story(
        &mut self,
        before: Option<&Storyline>,
        after: Option<&Storyline>,
        uids: &HashMap<i64, String>,
    ) -> Result<()> {
        let Some(id) = before.or(after).and_then(|story| story.id) else { return Ok(()) };
        let missing: Vec<i64> = before
            .into_iter()
            .chain(after)
            .flat_map(events)
            .filter(|id| !uids.contains_key(id))
            .collect();
        let more = if missing.is_empty() { HashMap::new() } else { self.uids_of(&missing)? };
        let named = |story: &Storyline| {
            story.named(|id| {
                let uid = uids.get(&id.0).or_else(|| more.get(&id.0));
                uid.cloned().ok_or_else(|| StoreError::no_event(*id))
            })
        };
        let (before, after) = (before.map(named).transpose()?, after.map(named).transpose()?);
        self.revise(Subject::Story, &id.to_string(), before.as_ref(), after.as_ref())
    }

    /// The uids of these events.
    fn uids_of(&mut self, ids: &[i64]) -> Result<HashMap<i64, String>> {
        let found = entries(self.db, ids)?;
        Ok(found.into_iter().map(|entry| (entry.id.0, entry.event.uid)).collect())
    }

    /// Puts storylines back as they were before their revisions, given by their numbers; none where
    /// there was no story. Events that are gone are left out.
    pub(super) fn restore_stories(
        &mut self,
        before: Vec<(StoryId, Option<Storyline<String>>)>,
    ) -> Result<()> {
        let wanted: HashSet<&str> = before
            .iter()
            .filter_map(|(_, story)| story.as_ref())
            .flat_map(|story| story.members.iter().map(|member| member.event.as_str()))
            .collect();
        let ids = ids_of(self.db, &wanted)?;
        let id = |uid: &String| ids.get(uid).map(|id| EventId(*id));
        for (number, story) in before {
            self.delete_story(number)?;
            let Some(story) = story else { continue };
            let members = story.members.iter().filter_map(|member| {
                Some(Member {
                    event: id(&member.event)?,
                    after: member.after.as_ref().and_then(id),
                    probability: member.probability,
                    reason: member.reason.clone(),
                })
            });
            let members = members.collect();
            let story =
                Storyline { id: Some(number), title: story.title, members, curated: story.curated };
            self.put_story(&story, self.change)?;
        }
        Ok(())
    }

    /// Takes events that are gone out of the storylines that the program found; a curated one needs
    /// its events.
    pub(super) fn untell_stories(&mut self, gone: &HashSet<i64>) -> Result<()> {
        let rows: Vec<(i64, i64)> = story_events::table
            .select((story_events::story_id, story_events::event_id))
            .load(self.db)?;
        let mut lost: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (story, event) in rows.into_iter().filter(|(_, event)| gone.contains(event)) {
            lost.entry(story).or_default().push(event);
        }
        for (id, events) in lost {
            let head: StoryRow = stories::table.find(id).first(self.db)?;
            if head.curated {
                let why = format!("the story {} “{}” needs its events", StoryId(id), head.title);
                return Err(StoreError::BuiltUpon {
                    change: self.change,
                    later: head.added_by,
                    why,
                });
            }
            let of_story = || story_events::table.filter(story_events::story_id.eq(id));
            for events in events.chunks(BATCH) {
                let own = story_events::event_id.eq_any(events.to_vec());
                diesel::delete(of_story().filter(own)).execute(self.db)?;
                let after = story_events::after_id.eq_any(events.to_vec());
                diesel::update(of_story().filter(after))
                    .set((
                        story_events::after_id.eq(None::<i64>),
                        story_events::probability.eq(1.0),
                        story_events::reason.eq(""),
                    ))
                    .execute(self.db)?;
            }
            let left: i64 = of_story().count().get_result(self.db)?;
            if left < 2 {
                self.delete_story(StoryId(id))?;
            }
        }
        Ok(())
    }
}

/// The events of a story by their numbers.
fn events(story: &Storyline) -> impl Iterator<Item = i64> {
    story
        .members
        .iter()
        .flat_map(|member| std::iter::once(member.event).chain(member.after))
        .map(|id| id.0)
}

/// The events of a storyline, for a query that asks for them; in order, none twice.
pub(super) fn events_of(db: &mut Db, id: StoryId) -> Result<Vec<i64>> {
    let known: i64 = stories::table.filter(stories::id.eq(id.0)).count().get_result(db)?;
    if known == 0 {
        return Err(StoreError::NoStory(id));
    }
    Ok(story_events::table
        .filter(story_events::story_id.eq(id.0))
        .order_by(story_events::event_id)
        .select(story_events::event_id)
        .load(db)?)
}

fn one(db: &mut Db, id: StoryId) -> Result<Storyline> {
    stored(db, &[id.0])?.pop().ok_or(StoreError::NoStory(id))
}

/// Those of these storylines that are there.
fn stored(db: &mut Db, ids: &[i64]) -> Result<Vec<Storyline>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(BATCH) {
        let heads = stories::table.filter(stories::id.eq_any(ids.to_vec())).load(db)?;
        let rows = story_events::table
            .filter(story_events::story_id.eq_any(ids.to_vec()))
            .order_by((story_events::story_id, story_events::seq))
            .load(db)?;
        found.extend(whole(heads, rows));
    }
    Ok(found)
}

/// Storylines from their heads and the rows of their events in order.
fn whole(heads: Vec<StoryRow>, rows: Vec<MemberRow>) -> Vec<Storyline> {
    let mut members: HashMap<i64, Vec<Member>> = HashMap::new();
    for row in rows {
        members.entry(row.story_id).or_default().push(Member {
            event: EventId(row.event_id),
            after: row.after_id.map(EventId),
            probability: row.probability,
            reason: row.reason,
        });
    }
    heads
        .into_iter()
        .map(|head| Storyline {
            id: Some(StoryId(head.id)),
            title: head.title,
            members: members.remove(&head.id).unwrap_or_default(),
            curated: head.curated,
        })
        .collect()
}
