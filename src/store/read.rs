//! Events out of the database.

use super::connection::Db;
use super::filter::question;
use super::rows::word;
use super::schema::actors;
use super::segment::{
    Field, Layer, Meta, Needs, Question, Telling, UidRange, WhenKey, column, key_of, split_uid,
};
use super::{Result, Store, StoreError, shelf, summed};
use crate::domain::{ActorKind, Citation, Entry, Event, EventId, nearest};
use crate::query::Filter;
use diesel::prelude::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

/// How many numbers are asked for at a time; below every backend's limit of variables.
pub(super) const BATCH: usize = 500;
/// How many events are in memory at a time when all are gone through.
pub(super) const STEP: usize = 1 << 14;

/// Where a telling stands: a segment and its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) segment: i64,
    pub(super) row: u32,
}

/// An event's place in the order in which events are listed.
pub(super) type Cursor = (WhenKey, i64);

/// An event's place in the order of dates, its number and where it stands.
type Ranked = (u32, i64, Spot);

impl Store {
    /// The events that match, in the order of their dates, undated ones last; at most `limit`.
    ///
    /// # Errors
    /// A name in the filter that is no actor's; those of the database.
    pub fn events(&mut self, filter: &Filter, limit: Option<u64>) -> Result<Vec<Entry>> {
        self.events_after(filter, None, limit)
    }

    /// As [`Store::events`], but those that come after an event in that order, whether or not it
    /// matches itself. Events that are added meanwhile move nothing from one page to another.
    ///
    /// # Errors
    /// As [`Store::events`]; [`StoreError::NoEvent`] if there is no such event.
    pub fn events_after(
        &mut self,
        filter: &Filter,
        after: Option<EventId>,
        limit: Option<u64>,
    ) -> Result<Vec<Entry>> {
        let question = question(&mut self.db, filter)?;
        let after = after.map(|id| cursor(&mut self.db, id)).transpose()?;
        let found = matching(&mut self.db, &question, after.as_ref(), limit)?;
        at(&mut self.db, &found)
    }

    /// Gives the events that match one by one, in the order of their dates, undated ones last.
    /// Only some thousands are in memory at a time, and where all stand. Stops where `each` says so.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn each_event(
        &mut self,
        filter: &Filter,
        mut each: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<()> {
        let question = question(&mut self.db, filter)?;
        for found in matching(&mut self.db, &question, None, None)?.chunks(STEP) {
            if at(&mut self.db, found)?.into_iter().try_for_each(&mut each).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many events match.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count(&mut self, filter: &Filter) -> Result<u64> {
        if let Some(counts) = summed::counts(&mut self.db, filter, None)? {
            return Ok(counts.into_values().sum());
        }
        let question = question(&mut self.db, filter)?;
        let mut count = 0;
        shelf::ask(&mut self.db, &question, Needs::default(), |_, _, rows| {
            count += rows.count() as u64;
            Ok(true)
        })?;
        Ok(count)
    }

    /// These events, in this order; numbers that there are no events of are passed over.
    ///
    /// # Errors
    /// Those of the database.
    pub fn entries(&mut self, ids: &[EventId]) -> Result<Vec<Entry>> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        entries(&mut self.db, &ids)
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
        let near = uids_like(&mut self.db, name)?;
        let hint = match nearest(name, near.iter().map(String::as_str)) {
            Some(near) => format!("; did you mean {near}?"),
            None => "; expected a number like e42 or a uid".to_owned(),
        };
        Err(StoreError::NoEvent { name: name.to_owned(), hint })
    }
}

/// Where an event stands in the order of dates.
fn cursor(db: &mut Db, id: EventId) -> Result<Cursor> {
    let entry = entries(db, &[id.0])?.pop().ok_or_else(|| StoreError::no_event(id))?;
    Ok((key_of(entry.event.date.as_ref()), id.0))
}

/// Where the events stand that a question asks for, under their numbers, in the order of their
/// dates; those after a place in that order, if one is given.
pub(super) fn matching(
    db: &mut Db,
    question: &Question,
    after: Option<&Cursor>,
    limit: Option<u64>,
) -> Result<Vec<(i64, Spot)>> {
    let most = limit.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let mut needs = Needs::default();
    needs.field(Field::When);
    needs.columns.insert(column::IDS);
    let mut keys: BTreeMap<WhenKey, Vec<(i64, Spot)>> = BTreeMap::new();
    let mut count = 0;
    shelf::ask(db, question, needs, |_, segment, rows| {
        // Segments come by their first days: once there are enough, later ones add nothing.
        let latest = if count >= most { last_day(&keys, most) } else { None };
        if latest.zip(segment.meta.first_day).is_some_and(|(latest, first)| first > latest) {
            return Ok(false);
        }
        let whens = segment.whens()?;
        let codes = segment.codes(Field::When, whens.len())?;
        let ids = segment.ids()?;
        let passed: Vec<Ordering> = match after {
            Some((key, _)) => whens.iter().map(|when| when.key().cmp(key)).collect(),
            None => vec![Ordering::Greater; whens.len()],
        };
        let last = after.map_or(0, |(_, id)| *id);
        let later = |row: &usize| match passed[codes[*row] as usize] {
            Ordering::Less => false,
            Ordering::Equal => ids[*row] > last,
            Ordering::Greater => true,
        };
        let mut of_code: HashMap<u32, Vec<(i64, Spot)>> = HashMap::new();
        // Rows are in the order of their dates and numbers.
        for row in rows.iter().filter(later).take(most) {
            let spot = Spot { segment: segment.meta.id, row: row as u32 };
            of_code.entry(codes[row]).or_default().push((ids[row], spot));
            count += 1;
        }
        for (code, found) in of_code {
            keys.entry(whens[code as usize].key()).or_default().extend(found);
        }
        Ok(true)
    })?;
    let mut ranked: Vec<Ranked> = Vec::with_capacity(count);
    for (rank, found) in (0..).zip(keys.into_values()) {
        ranked.extend(found.into_iter().map(|(id, spot)| (rank, id, spot)));
    }
    ranked.sort_unstable();
    ranked.truncate(most);
    Ok(ranked.into_iter().map(|(_, id, spot)| (id, spot)).collect())
}

/// The first day of the last of so many events, if it has one.
fn last_day(keys: &BTreeMap<WhenKey, Vec<(i64, Spot)>>, most: usize) -> Option<i32> {
    let mut count = 0;
    for ((undated, earliest, ..), found) in keys {
        count += found.len();
        if count >= most {
            return earliest.filter(|_| !undated);
        }
    }
    None
}

/// The events at these spots, in this order.
pub(super) fn at(db: &mut Db, spots: &[(i64, Spot)]) -> Result<Vec<Entry>> {
    let metas: HashMap<i64, Meta> = shelf::metas(db)?.into_iter().map(|m| (m.id, m)).collect();
    let mut of_segment: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (place, (_, spot)) in spots.iter().enumerate() {
        of_segment.entry(spot.segment).or_default().push(place);
    }
    let needs = Needs::tellings();
    let mut tellings: Vec<Option<Telling>> = spots.iter().map(|_| None).collect();
    for (segment, places) in of_segment {
        let Some(meta) = metas.get(&segment) else { continue };
        let segment = shelf::read(db, meta, &needs)?;
        let rows: Vec<usize> = places.iter().map(|place| spots[*place].1.row as usize).collect();
        for (place, telling) in places.into_iter().zip(segment.tellings(&rows)?) {
            tellings[place] = Some(telling);
        }
    }
    let mut events = Vec::with_capacity(spots.len());
    for ((id, _), telling) in spots.iter().zip(tellings) {
        if let Some(telling) = telling {
            events.push((*id, telling));
        }
    }
    let ids: Vec<i64> = events.iter().map(|(id, _)| *id).collect();
    let mut cited = cited(db, metas.values(), &ids)?;
    let shown = shown(db, events)?;
    let entry = |(id, mut event): (i64, Event)| {
        for citation in cited.remove(&id).unwrap_or_default() {
            if !event.citations.contains(&citation) {
                event.citations.push(citation);
            }
        }
        Entry { id: EventId(id), event }
    };
    Ok(shown.into_iter().map(entry).collect())
}

/// The events as they are shown: actors by their proper names, with what is known of them.
pub(super) fn shown(db: &mut Db, tellings: Vec<(i64, Telling)>) -> Result<Vec<(i64, Event)>> {
    let ids: BTreeSet<i64> = tellings.iter().flat_map(|(_, t)| &t.actors).copied().collect();
    let named = names_of(db, &ids.into_iter().collect::<Vec<_>>())?;
    let event = |(id, Telling { mut event, actors }): (i64, Telling)| {
        for (part, actor) in event.actors.iter_mut().zip(actors) {
            if let Some(named) = named.get(&actor) {
                part.name.clone_from(&named.name);
                part.kind = Some(named.kind);
                part.country = named.country.clone().or(part.country.take());
            }
        }
        (id, event)
    };
    Ok(tellings.into_iter().map(event).collect())
}

/// Further sources' words for events, by their numbers, in the order in which they came.
fn cited<'m>(
    db: &mut Db,
    metas: impl Iterator<Item = &'m Meta>,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<Citation>>> {
    let mut found: HashMap<i64, Vec<Citation>> = HashMap::new();
    let mut citing: Vec<&Meta> = metas.filter(|meta| meta.layer == Layer::Cited).collect();
    citing.sort_by_key(|meta| meta.id);
    for (meta, rows) in holding(db, citing.into_iter(), ids, true)? {
        let needs = Needs::tellings();
        let segment = shelf::read(db, &meta, &needs)?;
        let places: Vec<usize> = rows.iter().map(|(_, row)| *row).collect();
        for ((id, _), telling) in rows.iter().zip(segment.tellings(&places)?) {
            found.entry(*id).or_default().extend(telling.event.citations);
        }
    }
    Ok(found)
}

/// Events that a segment holds, by their numbers, and the rows that tell of them.
pub(super) type Held = Vec<(i64, usize)>;

/// The rows that tell of these events, segment by segment; hidden ones too if `all`.
pub(super) fn holding<'m>(
    db: &mut Db,
    metas: impl Iterator<Item = &'m Meta>,
    ids: &[i64],
    all: bool,
) -> Result<Vec<(Meta, Held)>> {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    let mut needs = Needs::default();
    needs.columns.extend([column::IDS, column::HIDDEN]);
    let mut found = Vec::new();
    for meta in metas {
        let start = sorted.partition_point(|id| *id < meta.first_id);
        if sorted.get(start).is_none_or(|id| *id > meta.last_id) {
            continue;
        }
        let segment = shelf::read(db, meta, &needs)?;
        let shown = segment.shown()?;
        let rows: Vec<(i64, usize)> = (segment.ids()?.into_iter().enumerate())
            .filter(|(row, id)| (all || shown.has(*row)) && sorted.binary_search(id).is_ok())
            .map(|(row, id)| (id, row))
            .collect();
        if !rows.is_empty() {
            found.push((meta.clone(), rows));
        }
    }
    Ok(found)
}

/// These events, in this order, as far as they are there.
pub(super) fn entries(db: &mut Db, ids: &[i64]) -> Result<Vec<Entry>> {
    let metas = shelf::metas(db)?;
    let of_events = metas.iter().filter(|meta| meta.layer.is_of_events());
    let mut spots: HashMap<i64, Spot> = HashMap::new();
    for (meta, rows) in holding(db, of_events, ids, false)? {
        let spot = |row: usize| Spot { segment: meta.id, row: row as u32 };
        spots.extend(rows.into_iter().map(|(id, row)| (id, spot(row))));
    }
    let found: Vec<(i64, Spot)> =
        ids.iter().filter_map(|id| spots.get(id).map(|spot| (*id, *spot))).collect();
    at(db, &found)
}

/// The number of the event of that uid.
pub(super) fn id_of(db: &mut Db, uid: &str) -> Result<Option<i64>> {
    let (prefix, number) = split_uid(uid);
    let range = UidRange::of(uid);
    let may_hold = |meta: &&Meta| meta.layer.is_of_events() && meta.uids.meets(&range);
    let wanted = number.map_or(0, |number| number + 1);
    let mut needs = Needs::default();
    needs.field(Field::Prefix);
    needs.columns.extend([column::NUMBERS, column::IDS, column::HIDDEN]);
    for meta in shelf::metas(db)?.iter().filter(|meta| may_hold(meta)) {
        let segment = shelf::read(db, meta, &needs)?;
        let prefixes = segment.words(Field::Prefix.words())?;
        let Some(code) = (0..).zip(prefixes.iter()).find(|(_, word)| *word == prefix.as_bytes())
        else {
            continue;
        };
        let numbers: Vec<u64> = segment.numbers(column::NUMBERS)?;
        let codes = segment.codes(Field::Prefix, prefixes.len())?;
        let shown = segment.shown()?;
        let is_it =
            |row: &usize| numbers[*row] == wanted && codes[*row] == code.0 && shown.has(*row);
        if let Some(row) = (0..meta.rows).find(is_it) {
            return Ok(Some(segment.ids()?[row]));
        }
    }
    Ok(None)
}

/// The numbers of the events of these uids, in one pass over all.
pub(super) fn ids_of(db: &mut Db, uids: &HashSet<&str>) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    if uids.is_empty() {
        return Ok(found);
    }
    let mut needs = Needs::default();
    needs.field(Field::Prefix);
    needs.columns.extend([column::NUMBERS, column::IDS, column::HIDDEN]);
    for meta in shelf::metas(db)?.iter().filter(|meta| meta.layer.is_of_events()) {
        let segment = shelf::read(db, meta, &needs)?;
        let (ids, shown) = (segment.ids()?, segment.shown()?);
        for (row, uid) in segment.uids()?.into_iter().enumerate() {
            if shown.has(row) && uids.contains(uid.as_str()) {
                found.insert(uid, ids[row]);
            }
        }
    }
    Ok(found)
}

/// Some uids that start like a name.
fn uids_like(db: &mut Db, name: &str) -> Result<Vec<String>> {
    const ENOUGH: usize = 10_000;
    let start: String = name.chars().take(2).collect();
    let mut needs = Needs::default();
    needs.field(Field::Prefix);
    needs.columns.insert(column::NUMBERS);
    let mut found = Vec::new();
    for meta in shelf::metas(db)? {
        if found.len() >= ENOUGH {
            break;
        }
        if meta.uids.meets(&UidRange { prefix: start.clone(), numbers: None }) {
            let uids = shelf::read(db, &meta, &needs)?.uids()?;
            found.extend(uids.into_iter().filter(|uid| uid.starts_with(&start)));
        }
    }
    Ok(found)
}

/// What an event shows of an actor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: ActorKind,
    pub(super) country: Option<String>,
}

/// These actors by their numbers.
pub(super) fn names_of(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, Named>> {
    let mut named = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(BATCH) {
        let rows: Vec<(i64, String, String, Option<String>)> = actors::table
            .filter(actors::id.eq_any(ids.to_vec()))
            .select((actors::id, actors::name, actors::kind, actors::country))
            .load(db)?;
        for (id, name, kind, country) in rows {
            named.insert(id, Named { name, kind: word(&kind)?, country });
        }
    }
    Ok(named)
}
