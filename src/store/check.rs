//! Whether the database is whole and says nothing that cannot be.

use super::connection::Db;
use super::read::{entries, names_of};
use super::rows::LinkRow;
use super::schema::{links, segment_pages};
use super::segment::{Batch, Meant, Meta, Needs, Owner, Owners, column};
use super::{Result, Store, shelf};
use crate::domain::{Edtf, EventId, LinkState, lint};
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
    /// the order of dates, events that are not what was told or not shown just once, words that are
    /// not found.
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

/// Links from or to what is not there, and against the order of dates.
fn wrong_links(db: &mut Db) -> Result<Vec<String>> {
    let rows: Vec<LinkRow> =
        links::table.filter(links::state.ne(LinkState::Rejected.as_str())).load(db)?;
    let ids: HashSet<i64> = rows.iter().flat_map(|row| [row.from_id, row.to_id]).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let known: HashMap<EventId, Option<Edtf>> =
        entries(db, &ids)?.into_iter().map(|entry| (entry.id, entry.event.date)).collect();
    let mut wrong = Vec::new();
    for row in rows {
        let link = row.link()?;
        let (from, to) = (link.from, link.to);
        if !known.contains_key(&from) || !known.contains_key(&to) {
            wrong.push(format!("{from} is linked to {to}, and one of them is not there"));
            continue;
        }
        let date = |id: EventId| known.get(&id).and_then(Option::as_ref);
        if let Some(why) = lint(link.relation, date(from), date(to)) {
            wrong.push(format!("{from} {} {to}: {why}", link.relation));
        }
    }
    Ok(wrong)
}
