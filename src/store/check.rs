//! Whether the database is whole and says nothing that cannot be.

use super::connection::Db;
use super::read::names_of;
use super::rows::words;
use super::schema::segment_pages;
use super::segment::{Batch, Field, Meant, Meta, Needs, Owner, Owners, Question, column};
use super::{Result, Store, link_blocks, names, shelf, summaries};
use crate::domain::{Edtf, EventId, lint};
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// Something that should not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, as in "links" or "events".
    pub area: &'static str,
    /// What.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.area, self.what)
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

impl Store {
    /// All that is wrong: the file's own integrity, references to what is not there, links against
    /// the order of dates, events that are not what was told or not shown just once, words and
    /// names that are not found.
    ///
    /// # Errors
    /// Those of the database.
    pub fn check(&mut self) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        let mut found = |area, what: Vec<String>| {
            problems.extend(what.into_iter().map(|what| Problem { area, what }));
        };
        let db = &mut self.db;
        if db.is_sqlite() {
            found(
                "file",
                lines(
                    db,
                    "SELECT integrity_check AS line FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
                )?,
            );
            found(
                "references",
                lines(
                    db,
                    "SELECT \"table\" || ' refers to a missing row of ' || parent AS line FROM pragma_foreign_key_check",
                )?,
            );
        }
        let mut checked = Checked::default();
        for meta in shelf::metas(db)? {
            checked.segment(db, &meta)?;
        }
        checked.each_once();
        found("events", checked.events);
        found("words", checked.words);
        found("links", wrong_links(db)?);
        found("actors", names::wrong(db)?);
        found("summaries", summaries::wrong(db)?);
        Ok(problems)
    }
}

fn lines(db: &mut Db, query: &str) -> Result<Vec<String>> {
    let lines: Vec<Line> = diesel::sql_query(query).load(db)?;
    Ok(lines.into_iter().map(|line| line.line).collect())
}

/// What is found in the segments.
#[derive(Default)]
struct Checked {
    events: Vec<String>,
    words: Vec<String>,
    /// The number of each event under its uid's hash, and the event of each row that is shown.
    uids: HashMap<u64, i64>,
    shown: Vec<i64>,
}

impl Checked {
    /// Reads all of a segment and writes it once more, to see that it is what it should be.
    fn segment(&mut self, db: &mut Db, meta: &Meta) -> Result<()> {
        let mut needs = Needs::tellings();
        needs.owners();
        needs.columns.extend([column::DIGESTS, column::HIDDEN]);
        let segment = shelf::read(db, meta, &needs)?;
        let rows: Vec<usize> = (0..meta.rows).collect();
        let owners: Vec<Owner> = segment.owners()?;
        let digests: Vec<u64> = segment.numbers(column::DIGESTS)?;
        let tellings = segment.tellings(&rows)?;
        let shown = segment.shown()?;
        let ids: HashSet<i64> = tellings.iter().flat_map(|t| &t.actors).copied().collect();
        let named = names_of(db, &ids.into_iter().collect::<Vec<_>>())?;
        let mut batch = Batch::default();
        let mut meant: Vec<Meant> = Vec::new();
        for (row, telling) in tellings.iter().enumerate() {
            batch.push(&telling.event);
            let (id, uid) = (EventId(owners[row].id), batch.uids[row]);
            if batch.digests[row] != digests[row] {
                self.events.push(format!("{id} is not what was told"));
            }
            if *self.uids.entry(uid).or_insert(id.0) != id.0 {
                self.events.push(format!("{id} has the uid of another"));
            }
            if shown.has(row) && meta.layer.is_of_events() {
                self.shown.push(id.0);
            }
            for (code, actor) in batch.last_parts().0.iter().zip(&telling.actors) {
                let Some(named) = named.get(actor) else {
                    self.events.push(format!("{id} has an actor that is not there"));
                    continue;
                };
                if meant.len() <= *code as usize {
                    meant.push(Meant { id: *actor, name: named.name.clone() });
                }
            }
        }
        // A word that means several actors stands several times, which writing anew does not show.
        let forked = meant.len() < segment.words(column::PART_WORDS)?.len();
        let again = batch.encode(meta.layer, &batch.all(), &Owners::Known(&owners), &meant);
        let pages: Vec<(Vec<u8>, Vec<u8>)> = segment_pages::table
            .filter(segment_pages::segment_id.eq(meta.id))
            .order_by(segment_pages::first_stem)
            .select((segment_pages::first_stem, segment_pages::data))
            .load(db)?;
        if !forked && again.is_none_or(|again| again.pages != pages) {
            self.words.push(format!("not all words of segment {} are found", meta.id));
        }
        Ok(())
    }

    /// Every event is shown, and once.
    fn each_once(&mut self) {
        self.shown.sort_unstable();
        for pair in self.shown.windows(2).filter(|pair| pair[0] == pair[1]) {
            self.events.push(format!("{} is shown twice", EventId(pair[0])));
        }
    }
}

/// Links from or to what is not there, and against the order of dates; blocks that say something else
/// than their rows.
fn wrong_links(db: &mut Db) -> Result<Vec<String>> {
    let dates = Dates::all(db)?;
    let mut wrong = Vec::new();
    link_blocks::each_block(db, |db, block| {
        let links = link_blocks::read(db, block)?;
        let mut packed = Vec::with_capacity(links.len());
        let push = &mut |from, to, stamp| packed.push((from, to, stamp));
        if link_blocks::unpack(db, block, push)? && packed != links {
            wrong.push(format!("block {block} is not what its links say"));
        }
        for (from, to, stamp) in links {
            let (from, to) = (i64::from(from), i64::from(to));
            let (start, end) = (EventId(from), EventId(to));
            match (dates.of(from), dates.of(to)) {
                (Some(a), Some(b)) => {
                    let relation = stamp.relation();
                    let why = lint(relation, a, b);
                    wrong.extend(why.map(|why| format!("{start} {relation} {end}: {why}")));
                }
                _ => {
                    wrong.push(format!("{start} is linked to {end}, and one of them is not there"))
                }
            }
        }
        Ok(())
    })?;
    Ok(wrong)
}

/// The dates of all events, each different one once.
#[derive(Default)]
struct Dates {
    places: HashMap<i64, u32>,
    dates: Vec<Option<Edtf>>,
}

impl Dates {
    fn all(db: &mut Db) -> Result<Dates> {
        let mut known: HashMap<Option<String>, u32> = HashMap::new();
        let mut all = Dates::default();
        let mut needs = Needs::default();
        needs.field(Field::When);
        needs.columns.insert(column::IDS);
        shelf::ask(db, &Question::default(), needs, |_, segment, rows| {
            let mut places = Vec::new();
            for when in segment.whens()? {
                let place = match known.get(&when.date) {
                    Some(place) => *place,
                    None => {
                        all.dates.push(words(when.date.as_deref())?);
                        let place = all.dates.len() as u32 - 1;
                        known.insert(when.date, place);
                        place
                    }
                };
                places.push(place);
            }
            let codes = segment.codes(Field::When, places.len())?;
            let ids = segment.ids()?;
            all.places.extend(rows.iter().map(|row| (ids[row], places[codes[row] as usize])));
            Ok(true)
        })?;
        Ok(all)
    }

    /// The date of an event, if it has one; none if there is no such event.
    fn of(&self, id: i64) -> Option<Option<&Edtf>> {
        let place = self.places.get(&id)?;
        self.dates.get(*place as usize).map(Option::as_ref)
    }
}
