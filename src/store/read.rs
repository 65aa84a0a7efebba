//! Events, links and actors out of the database.

use super::connection::Db;
use super::filter::{among, predicate};
use super::names::Names;
use super::rows::{EventRow, LinkRow, PlaceRow, SourceRow, word, words};
use super::schema::{
    actor_aliases, actors, citations, event_tags, event_uids, events, links, memberships,
    participations, places, sources,
};
use super::{Result, Store, StoreError};
use crate::domain::{
    Actor, Alias, Citation, Entry, EventId, Link, Membership, Participation, nearest,
};
use crate::query::Filter;
use diesel::prelude::*;
use std::collections::HashMap;

/// How many events are loaded at a time; below every backend's limit of variables.
const BATCH: usize = 500;

impl Store {
    /// The events that match, in the order of their dates, undated ones last; at most `limit`.
    ///
    /// # Errors
    /// A name in the filter that is no actor's; those of the database.
    pub fn events(&mut self, filter: &Filter, limit: Option<u64>) -> Result<Vec<Entry>> {
        let ids = self.matching(filter, limit)?;
        self.entries(&ids)
    }

    /// Gives the events that match one by one, in the order of their dates, undated ones last.
    /// Only a few are in memory at a time, and the numbers of all.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn each_event(&mut self, filter: &Filter, mut each: impl FnMut(Entry)) -> Result<()> {
        for ids in self.matching(filter, None)?.chunks(BATCH) {
            self.entries(ids)?.into_iter().for_each(&mut each);
        }
        Ok(())
    }

    fn matching(&mut self, filter: &Filter, limit: Option<u64>) -> Result<Vec<EventId>> {
        let matching = predicate(&mut self.db, filter)?;
        let ids: Vec<i64> = events::table
            .filter(matching)
            .order_by((
                events::date.is_null(),
                events::earliest.is_not_null(),
                events::earliest,
                events::latest.is_null(),
                events::latest,
                events::date,
                events::id,
            ))
            .limit(limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(i64::MAX))
            .select(events::id)
            .load(&mut self.db)?;
        Ok(ids.into_iter().map(EventId).collect())
    }

    /// How many events match.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count(&mut self, filter: &Filter) -> Result<u64> {
        let matching = predicate(&mut self.db, filter)?;
        let n: i64 = events::table.filter(matching).count().get_result(&mut self.db)?;
        Ok(n.unsigned_abs())
    }

    /// These events, in this order; numbers that there are no events of are passed over.
    ///
    /// # Errors
    /// Those of the database.
    pub fn entries(&mut self, ids: &[EventId]) -> Result<Vec<Entry>> {
        let mut all = Vec::with_capacity(ids.len());
        for ids in ids.chunks(BATCH) {
            let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
            all.extend(entries(&mut self.db, &ids)?);
        }
        Ok(all)
    }

    /// The event of that uid.
    ///
    /// # Errors
    /// Those of the database.
    pub fn find(&mut self, uid: &str) -> Result<Option<Entry>> {
        let Some(id) = id_of(&mut self.db, uid)? else { return Ok(None) };
        Ok(entries(&mut self.db, &[id])?.pop())
    }

    /// The event that a person names: `e42`, or a uid.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`] with the nearest uid.
    pub fn resolve(&mut self, name: &str) -> Result<Entry> {
        if let Some(entry) = self.find(name)? {
            return Ok(entry);
        }
        if let Ok(id) = name.parse::<EventId>() {
            return entries(&mut self.db, &[id.0])?.pop().ok_or_else(|| StoreError::no_event(id));
        }
        let start: String = name.chars().take(2).collect();
        let like = format!("{}%", start.replace(['%', '_', '\\'], ""));
        let near: Vec<String> = event_uids::table
            .filter(event_uids::uid.like(like))
            .select(event_uids::uid)
            .limit(10_000)
            .load(&mut self.db)?;
        let hint = match nearest(name, near.iter().map(String::as_str)) {
            Some(near) => format!("; did you mean {near}?"),
            None => "; expected a number like e42 or a uid".to_owned(),
        };
        Err(StoreError::NoEvent { name: name.to_owned(), hint })
    }

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
            let from = among(&mut self.db, links::from_id, filter)?;
            let to = among(&mut self.db, links::to_id, filter)?;
            links::table.filter(from.or(to)).load(&mut self.db)?
        };
        sort_links(&mut rows);
        rows.into_iter().map(LinkRow::link).collect()
    }

    /// The links with both ends among these events, rejected ones included.
    ///
    /// # Errors
    /// Those of the database.
    pub fn links_among(&mut self, ids: &[EventId]) -> Result<Vec<Link>> {
        let among: std::collections::HashSet<i64> = ids.iter().map(|id| id.0).collect();
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

    /// Who takes part in the events that match, and in how many, the busiest first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn actors(&mut self, filter: &Filter) -> Result<Vec<(Actor, u64)>> {
        let matching = among(&mut self.db, participations::event_id, filter)?;
        let counts: Vec<(String, i64)> = participations::table
            .inner_join(actors::table.on(participations::actor_id.eq(actors::id)))
            .filter(participations::role.ne("mentioned"))
            .filter(matching)
            .group_by(actors::name)
            .select((
                actors::name,
                diesel::dsl::count(participations::event_id).aggregate_distinct(),
            ))
            .load(&mut self.db)?;
        let mut counted = Vec::with_capacity(counts.len());
        for (name, n) in counts {
            if let Some(actor) = actor(&mut self.db, &name)? {
                counted.push((actor, n.unsigned_abs()));
            }
        }
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
        Ok(counted)
    }

    /// The actor that a person names: by name, alias or surname.
    ///
    /// # Errors
    /// [`StoreError::NoActor`] with the nearest name.
    pub fn actor(&mut self, name: &str) -> Result<Actor> {
        let found = Names::load(&mut self.db)?.named(name)?;
        let names: Vec<String> = actors::table
            .filter(actors::id.eq_any(found))
            .order_by(actors::id)
            .select(actors::name)
            .load(&mut self.db)?;
        let missing = || StoreError::NoActor { name: name.to_owned(), hint: String::new() };
        let first = names.first().ok_or_else(missing)?;
        actor(&mut self.db, first)?.ok_or_else(missing)
    }
}

/// One order on both backends, whatever their own.
fn sort_links(rows: &mut [LinkRow]) {
    rows.sort_by(|a, b| (a.from_id, a.to_id, &a.relation).cmp(&(b.from_id, b.to_id, &b.relation)));
}

/// The number of the event of that uid.
pub(super) fn id_of(db: &mut Db, uid: &str) -> Result<Option<i64>> {
    Ok(event_uids::table
        .filter(event_uids::uid.eq(uid))
        .select(event_uids::event_id)
        .first(db)
        .optional()?)
}

/// The actor of exactly that name.
pub(super) fn actor(db: &mut Db, name: &str) -> Result<Option<Actor>> {
    let found: Option<(i64, String, String, Option<String>)> = actors::table
        .filter(actors::name.eq(name))
        .select((actors::id, actors::name, actors::kind, actors::country))
        .first(db)
        .optional()?;
    let Some((id, name, kind, country)) = found else { return Ok(None) };
    let aliases: Vec<(String, Option<String>)> = actor_aliases::table
        .filter(actor_aliases::actor_id.eq(id))
        .order_by(actor_aliases::seq)
        .select((actor_aliases::name, actor_aliases::dates))
        .load(db)?;
    let offices: Vec<(String, String, Option<String>)> = memberships::table
        .inner_join(actors::table.on(memberships::organisation_id.eq(actors::id)))
        .filter(memberships::actor_id.eq(id))
        .order_by(memberships::seq)
        .select((memberships::office, actors::name, memberships::dates))
        .load(db)?;
    Ok(Some(Actor {
        name,
        kind: word(&kind)?,
        country,
        aliases: aliases
            .into_iter()
            .map(|(name, dates)| Ok(Alias { name, dates: words(dates.as_deref())? }))
            .collect::<Result<_>>()?,
        memberships: offices
            .into_iter()
            .map(|(office, organisation, dates)| {
                Ok(Membership { office, organisation, dates: words(dates.as_deref())? })
            })
            .collect::<Result<_>>()?,
    }))
}

/// These events, in this order, in a few queries.
pub(super) fn entries(db: &mut Db, ids: &[i64]) -> Result<Vec<Entry>> {
    let rows: Vec<EventRow> = events::table.filter(events::id.eq_any(ids)).load(db)?;
    let place_ids: Vec<i64> = rows.iter().filter_map(|row| row.place_id).collect();
    let places: Vec<PlaceRow> = places::table.filter(places::id.eq_any(place_ids)).load(db)?;
    let places: HashMap<i64, PlaceRow> = places.into_iter().map(|row| (row.id, row)).collect();

    let mut found: HashMap<i64, Entry> = HashMap::with_capacity(rows.len());
    for row in rows {
        let place = row.place_id.and_then(|id| places.get(&id)).cloned();
        let mut entry = row.entry()?;
        entry.event.place = place.map(Into::into);
        found.insert(entry.id.0, entry);
    }
    type Part = (i64, String, String, Option<String>, String, Option<String>);
    let parts: Vec<Part> = participations::table
        .inner_join(actors::table.on(participations::actor_id.eq(actors::id)))
        .filter(participations::event_id.eq_any(ids))
        .order_by((participations::event_id, participations::seq))
        .select((
            participations::event_id,
            actors::name,
            actors::kind,
            actors::country,
            participations::role,
            participations::surface,
        ))
        .load(db)?;
    for (id, name, kind, country, role, surface) in parts {
        if let Some(entry) = found.get_mut(&id) {
            entry.event.actors.push(Participation {
                name,
                role: word(&role)?,
                kind: Some(word(&kind)?),
                country,
                surface,
                deaths: None,
            });
        }
    }
    for (id, citation) in cited(db, ids)? {
        if let Some(entry) = found.get_mut(&id) {
            entry.event.citations.push(citation);
        }
    }
    let tags: Vec<(i64, String)> = event_tags::table
        .filter(event_tags::event_id.eq_any(ids))
        .order_by((event_tags::event_id, event_tags::tag))
        .load(db)?;
    for (id, tag) in tags {
        if let Some(entry) = found.get_mut(&id) {
            entry.event.tags.push(tag);
        }
    }
    // Backends may order text by their own rules; tags have one order.
    found.values_mut().for_each(|entry| entry.event.tags.sort());
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

fn cited(db: &mut Db, ids: &[i64]) -> Result<Vec<(i64, Citation)>> {
    type Row = (i64, Option<i64>, Option<String>, Option<i64>, Option<i64>, Option<String>);
    let rows: Vec<Row> = citations::table
        .filter(citations::event_id.eq_any(ids))
        .order_by((citations::event_id, citations::seq))
        .select((
            citations::event_id,
            citations::source_id,
            citations::quote,
            citations::start_byte,
            citations::end_byte,
            citations::section,
        ))
        .load(db)?;
    let source_ids: Vec<i64> = rows.iter().filter_map(|row| row.1).collect();
    // Without the text, which may be long and is not asked for.
    type Told =
        (i64, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);
    let told: Vec<Told> = sources::table
        .filter(sources::id.eq_any(source_ids))
        .select((
            sources::id,
            sources::publisher,
            sources::title,
            sources::url,
            sources::published,
            sources::hash,
        ))
        .load(db)?;
    let told: HashMap<i64, Told> = told.into_iter().map(|row| (row.0, row)).collect();
    rows.into_iter()
        .map(|(id, source, quote, start, end, section)| {
            let mut citation = Citation {
                quote,
                start: start.and_then(|n| u32::try_from(n).ok()),
                end: end.and_then(|n| u32::try_from(n).ok()),
                section: words(section.as_deref())?,
                ..Citation::default()
            };
            if let Some((_, publisher, title, url, published, hash)) =
                source.and_then(|id| told.get(&id)).cloned()
            {
                citation.publisher = publisher;
                citation.title = title;
                citation.url = url;
                citation.published = words(published.as_deref())?;
                citation.hash = hash;
            }
            Ok((id, citation))
        })
        .collect()
}

/// The source of that key, whole.
pub(super) fn source_row(db: &mut Db, key: &str) -> Result<Option<SourceRow>> {
    Ok(sources::table.filter(sources::key.eq(key)).first(db).optional()?)
}
