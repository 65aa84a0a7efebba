//! Links as files tell them, many at once.

use super::connection::Db;
use super::read::BATCH;
use super::rows::{LinkRow, word, words};
use super::schema::links;
use super::segment::{Field, Meta, Needs, UidRange, column, split_uid, uid_hash};
use super::write::{Outcome, Writer};
use super::{Result, shelf};
use crate::domain::{Edtf, EventId, Link, Relation, lint};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many rows are written at once; below every backend's limit of variables.
const ROWS: usize = 2000;

/// What a link is known by.
type Key = (i64, i64, Relation);

/// The events that links may go from and to, as far as they were looked for.
#[derive(Default)]
pub(super) struct Ends {
    /// Segments looked into.
    seen: HashSet<i64>,
    /// The number of an event, and the place of its date, by its uid's hash.
    of_uid: HashMap<u64, (i64, u32)>,
    dates: Vec<Option<Edtf>>,
    places: HashMap<Option<String>, u32>,
}

impl Writer<'_> {
    /// Writes links between events by uid, as they come from a file, each as [`Writer::link`] does;
    /// says which of them cannot be, and why.
    ///
    /// # Errors
    /// Those of the database.
    pub fn links(&mut self, links: &[Link<String>]) -> Result<Vec<(usize, String)>> {
        let mut ends = self.ends.take().unwrap_or_default();
        ends.learn(self.db, links)?;
        let mut rejected = Vec::new();
        let mut found: Vec<(usize, Link, [u32; 2])> = Vec::with_capacity(links.len());
        for (at, link) in links.iter().enumerate() {
            match (ends.of(&link.from), ends.of(&link.to)) {
                (Some((from, a)), Some((to, b))) => {
                    let link = link.clone().between(EventId(from), EventId(to));
                    found.push((at, link, [a, b]));
                }
                (None, _) => rejected.push((at, format!("no event has the uid {}", link.from))),
                (_, None) => rejected.push((at, format!("no event has the uid {}", link.to))),
            }
        }
        let mut known = known(self.db, &found)?;
        let mut new: Vec<LinkRow> = Vec::new();
        for (at, link, places) in found {
            let (from, to) = (&links[at].from, &links[at].to);
            if link.from == link.to {
                rejected.push((at, format!("{from} cannot be linked to itself")));
                continue;
            }
            let Some(old) = known_as(&known, &link).cloned() else {
                let [a, b] = places.map(|place| ends.date(place));
                if let Some(wrong) = lint(link.relation, a, b) {
                    rejected.push((at, format!("{from} {} {to}: {wrong}", link.relation)));
                    continue;
                }
                self.note_new(from, to, &link)?;
                let row = LinkRow::new(&link, self.change);
                known.insert(key(&link), row.clone());
                new.push(row);
                self.counted(Outcome::Added(()));
                continue;
            };
            // What is to be changed must be there.
            self.insert_links(&std::mem::take(&mut new))?;
            let (outcome, row) = self.relink(old, &link, from, to)?;
            self.counted(outcome);
            known.insert((row.from_id, row.to_id, link.relation), row);
        }
        self.insert_links(&new)?;
        self.ends = Some(ends);
        rejected.sort_by_key(|(at, _)| *at);
        Ok(rejected)
    }

    pub(super) fn insert_links(&mut self, rows: &[LinkRow]) -> Result<()> {
        self.loosen(rows.iter().map(|row| row.from_id))?;
        for rows in rows.chunks(ROWS) {
            let insert = diesel::insert_into(links::table).values(rows);
            match self.db {
                Db::Sqlite(connection) => insert.execute(connection)?,
                #[cfg(feature = "postgres")]
                Db::Postgres(connection) => insert.execute(connection)?,
            };
        }
        Ok(())
    }
}

fn key(link: &Link) -> Key {
    (link.from.0, link.to.0, link.relation)
}

/// The link of the same relation between the same events; a symmetric one also the other way round.
fn known_as<'k>(known: &'k HashMap<Key, LinkRow>, link: &Link) -> Option<&'k LinkRow> {
    let (from, to, relation) = key(link);
    let turned = || known.get(&(to, from, relation)).filter(|_| relation.is_symmetric());
    known.get(&(from, to, relation)).or_else(turned)
}

/// The links that are there between the ends of these.
fn known(db: &mut Db, found: &[(usize, Link, [u32; 2])]) -> Result<HashMap<Key, LinkRow>> {
    let mut from_ids: Vec<i64> = Vec::with_capacity(found.len());
    let mut wanted: HashSet<Key> = HashSet::with_capacity(found.len());
    for (_, link, _) in found {
        let (from, to, relation) = key(link);
        from_ids.push(from);
        wanted.insert((from, to, relation));
        if relation.is_symmetric() {
            from_ids.push(to);
            wanted.insert((to, from, relation));
        }
    }
    // Links often come in the order of their events: from later ones than any that is there.
    let last: Option<i64> = links::table.select(max(links::from_id)).first(db)?;
    from_ids.retain(|id| last.is_some_and(|last| *id <= last));
    from_ids.sort_unstable();
    from_ids.dedup();
    let mut known = HashMap::new();
    for ids in from_ids.chunks(BATCH) {
        let rows: Vec<LinkRow> =
            links::table.filter(links::from_id.eq_any(ids.to_vec())).load(db)?;
        for row in rows {
            let key = (row.from_id, row.to_id, word(&row.relation)?);
            if wanted.contains(&key) {
                known.insert(key, row);
            }
        }
    }
    Ok(known)
}

impl Ends {
    fn of(&self, uid: &str) -> Option<(i64, u32)> {
        self.of_uid.get(&uid_hash(uid)).copied()
    }

    fn date(&self, place: u32) -> Option<&Edtf> {
        self.dates.get(place as usize).and_then(Option::as_ref)
    }

    /// Looks into the segments that may hold these ends and were not looked into. What is written
    /// later stands in later segments, so that the last word on a date is the one that counts.
    fn learn(&mut self, db: &mut Db, links: &[Link<String>]) -> Result<()> {
        let mut metas = shelf::metas(db)?;
        metas.retain(|meta| meta.layer.is_of_events() && !self.seen.contains(&meta.id));
        metas.sort_by_key(|meta| meta.id);
        if metas.is_empty() {
            return Ok(());
        }
        let ranges = ranges(links);
        for meta in metas.iter().filter(|meta| ranges.iter().any(|range| meta.uids.meets(range))) {
            self.look_into(db, meta)?;
        }
        Ok(())
    }

    fn look_into(&mut self, db: &mut Db, meta: &Meta) -> Result<()> {
        let mut needs = Needs::default();
        [Field::Prefix, Field::When].iter().for_each(|field| needs.field(*field));
        needs.columns.extend([column::NUMBERS, column::IDS, column::HIDDEN]);
        let segment = shelf::read(db, meta, &needs)?;
        let mut places = Vec::new();
        for when in segment.whens()? {
            places.push(match self.places.get(&when.date) {
                Some(place) => *place,
                None => {
                    let place = self.dates.len() as u32;
                    self.dates.push(words(when.date.as_deref())?);
                    self.places.insert(when.date, place);
                    place
                }
            });
        }
        let codes = segment.codes(Field::When, places.len())?;
        let (uids, ids) = (segment.uids()?, segment.ids()?);
        for row in segment.shown()?.iter() {
            self.of_uid.insert(uid_hash(&uids[row]), (ids[row], places[codes[row] as usize]));
        }
        self.seen.insert(meta.id);
        Ok(())
    }
}

/// The ranges of uids that links name, one for each prefix.
fn ranges(links: &[Link<String>]) -> Vec<UidRange> {
    let mut of_prefix: BTreeMap<&str, Option<(i64, i64)>> = BTreeMap::new();
    for uid in links.iter().flat_map(|link| [&link.from, &link.to]) {
        let (prefix, number) = split_uid(uid);
        let number = number.map(|number| number as i64);
        of_prefix
            .entry(prefix)
            .and_modify(|range| {
                *range = range.zip(number).map(|((a, b), n)| (a.min(n), b.max(n)));
            })
            .or_insert(number.map(|number| (number, number)));
    }
    let range = |(prefix, numbers): (&str, _)| UidRange { prefix: prefix.to_owned(), numbers };
    of_prefix.into_iter().map(range).collect()
}
