//! Summaries: how many events there are of each kind, in each country and of each dyad, month by
//! month, so that counts of millions need no look at the events.
//!
//! A month's summary says just what the segments say of it. Whoever writes, hides or takes out rows
//! outdates the months that they may be of, and whoever gives an actor another country all of them;
//! the change counts those anew at its end.

use super::connection::Db;
use super::count::NONE;
use super::dyads::{Countries, Dyads};
use super::filter::question;
use super::schema::summaries;
use super::segment::{
    Bits, Check, Encoded, Field, Meta, Needs, Question, Segment, Term, When, day_number, day_of,
    each_entry, pack_entries, unpack_place,
};
use super::write::Writer;
use super::{Result, StoreError, shelf};
use crate::domain::words;
use crate::query::Filter;
use chrono::{Datelike, Months, NaiveDate};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What is summed up.
    pub(super) enum What ("summary") {
        /// Events by kind and first day.
        Kinds = "kinds",
        /// Events of each country by first day.
        Places = "places",
        /// Of each first country the dyads by month.
        Dyads = "dyads",
    }
}

/// What is there once all months are counted.
const WHOLE: &str = "whole";

/// The month of events that may have been in several.
pub(super) const LOOSE: i64 = i64::MIN;
/// The month of events that have no date.
pub(super) const UNDATED: i64 = i64::MAX;
/// The day of events whose date has no start, or none at all.
pub(super) const NO_DAY: i64 = i64::MIN;

/// Counts by a name and a day.
pub(super) type Entries = BTreeMap<(String, i64), u64>;
/// By what is summed up, its key and the month.
type Summaries = BTreeMap<(What, String, i64), Entries>;

/// The number of a month: they are counted from January of year 0.
pub(super) fn month_of(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

/// The months that a change has outdated.
#[derive(Default)]
pub(super) struct Outdated {
    all: bool,
    months: BTreeSet<i64>,
}

impl Outdated {
    fn has(&self, month: i64) -> bool {
        self.all || self.months.contains(&month)
    }

    /// The first and the last day of the months; none if some events are of no one month.
    fn days(&self) -> Option<(i32, i32)> {
        let day = |month: i64| {
            let year = i32::try_from(month.div_euclid(12)).ok()?;
            NaiveDate::from_ymd_opt(year, month.rem_euclid(12) as u32 + 1, 1)
        };
        let first = day(*self.months.first()?)?;
        let last = day(*self.months.last()?)?.checked_add_months(Months::new(1))?.pred_opt()?;
        (!self.all).then(|| (day_number(first), day_number(last)))
    }
}

/// The month in which an event is counted, and the day.
fn place_of(when: &When) -> (i64, i64) {
    if when.date.is_none() {
        return (UNDATED, NO_DAY);
    }
    let first = when.earliest.and_then(day_of);
    let last = when.latest.and_then(day_of);
    let month = first.map(month_of).filter(|month| last.map(month_of) == Some(*month));
    let day = first.map(|day| i64::from(day_number(day)));
    (month.unwrap_or(LOOSE), day.unwrap_or(NO_DAY))
}

/// The first day of a day's month.
fn month_start(day: i64) -> i64 {
    let start = i32::try_from(day).ok().and_then(day_of).and_then(|day| day.with_day(1));
    start.map_or(NO_DAY, |day| i64::from(day_number(day)))
}

impl Writer<'_> {
    /// Writes a segment and gives its number.
    pub(super) fn put(&mut self, encoded: &Encoded) -> Result<i64> {
        match encoded.whens() {
            Some(whens) => self.outdate(&encoded.meta, &whens),
            None => self.outdated.all = true,
        }
        shelf::write(self.db, encoded)
    }

    /// Says which rows of a segment a later telling hides.
    pub(super) fn hide(&mut self, meta: &Meta, hidden: &Bits) -> Result<()> {
        self.outdate_segment(meta)?;
        shelf::hide(self.db, meta.id, hidden)
    }

    /// Takes a segment out.
    pub(super) fn take_out(&mut self, meta: &Meta) -> Result<()> {
        self.outdate_segment(meta)?;
        shelf::delete(self.db, meta.id)
    }

    /// Counts all months anew.
    pub(super) fn outdate_all(&mut self) {
        self.outdated.all = true;
    }

    fn outdate_segment(&mut self, meta: &Meta) -> Result<()> {
        let mut needs = Needs::default();
        needs.columns.insert(Field::When.words());
        let whens = shelf::read(self.db, meta, &needs)?.whens()?;
        self.outdate(meta, &whens);
        Ok(())
    }

    fn outdate(&mut self, meta: &Meta, whens: &[When]) {
        if meta.layer.is_of_events() {
            self.outdated.months.extend(whens.iter().map(|when| place_of(when).0));
        }
    }

    /// Counts the months anew that this change has outdated.
    pub(super) fn sum_up(&mut self) -> Result<()> {
        let mut outdated = std::mem::take(&mut self.outdated);
        outdated.all |= !is_whole(self.db)?;
        if outdated.all {
            diesel::delete(summaries::table).execute(self.db)?;
            insert(self.db, WHOLE, "", 0, &[])?;
        }
        for month in &outdated.months {
            for what in What::ALL {
                let of_month = (summaries::table.filter(summaries::what.eq(what.as_str())))
                    .filter(summaries::month.eq(month));
                diesel::delete(of_month).execute(self.db)?;
            }
        }
        if outdated.all || !outdated.months.is_empty() {
            for ((what, key, month), entries) in derive(self.db, &outdated)? {
                insert(self.db, what.as_str(), &key, month, &pack_entries(&entries))?;
            }
        }
        Ok(())
    }
}

fn insert(db: &mut Db, what: &str, key: &str, month: i64, data: &[u8]) -> Result<()> {
    diesel::insert_into(summaries::table)
        .values((
            summaries::what.eq(what),
            summaries::key.eq(key),
            summaries::month.eq(month),
            summaries::data.eq(data),
        ))
        .execute(db)?;
    Ok(())
}

/// Whether there are summaries of all months.
pub(super) fn is_whole(db: &mut Db) -> Result<bool> {
    let key = (WHOLE, "", 0_i64);
    let found: Option<i64> =
        summaries::table.find(key).select(summaries::month).first(db).optional()?;
    Ok(found.is_some())
}

/// An entry of a summary: its key, its month, its name, its day, and how many events it counts.
pub(super) type Entry<'a> = (&'a str, i64, &'a str, i64, u64);

/// Gives what the summaries of some months say, by their keys; of all keys if none is named.
pub(super) fn read(
    db: &mut Db,
    what: What,
    keys: Option<&[String]>,
    (first, last): (i64, i64),
    mut each: impl FnMut(Entry),
) -> Result<()> {
    let of_months = (summaries::table.filter(summaries::what.eq(what.as_str())))
        .filter(summaries::month.between(first, last))
        .select((summaries::key, summaries::month, summaries::data));
    let rows: Vec<(String, i64, Vec<u8>)> = match keys {
        Some(keys) => of_months.filter(summaries::key.eq_any(keys.to_vec())).load(db)?,
        None => of_months.load(db)?,
    };
    for (key, month, data) in rows {
        let read = each_entry(&data, |name, day, n| each((&key, month, name, day, n)));
        read.ok_or_else(|| StoreError::Corrupt(format!("the summary of {what} \"{key}\"")))?;
    }
    Ok(())
}

/// Summaries that are not what the events say.
pub(super) fn wrong(db: &mut Db) -> Result<Vec<String>> {
    if !is_whole(db)? {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String, i64, Vec<u8>)> =
        summaries::table.filter(summaries::what.ne(WHOLE)).load(db)?;
    let mut stored: BTreeMap<(String, String, i64), Vec<u8>> = BTreeMap::new();
    for (what, key, month, data) in rows {
        stored.insert((what, key, month), data);
    }
    let all = Outdated { all: true, ..Outdated::default() };
    let mut wrong = BTreeSet::new();
    for ((what, key, month), entries) in derive(db, &all)? {
        let at = (what.to_string(), key, month);
        if stored.remove(&at) != Some(pack_entries(&entries)) {
            wrong.insert(at);
        }
    }
    wrong.extend(stored.into_keys());
    let told = |(what, key, month): (String, String, i64)| {
        let month = match month {
            LOOSE => "vague dates".to_owned(),
            UNDATED => "no date".to_owned(),
            month => format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
        };
        format!("{what} of \"{key}\", {month}, are not what the events say")
    };
    Ok(wrong.into_iter().map(told).collect())
}

/// Counts the events of these months.
fn derive(db: &mut Db, outdated: &Outdated) -> Result<Summaries> {
    let mut terms = question(db, &Filter::everything().standing())?.terms;
    if let Some((first, last)) = outdated.days() {
        let term = |check| Term { negated: false, any: vec![check] };
        terms.extend([term(Check::Since(Some(first))), term(Check::Until(Some(last)))]);
    }
    let mut needs = Needs::default();
    [Field::When, Field::Kind, Field::Place].iter().for_each(|field| needs.field(*field));
    needs.parts();
    let mut summaries = Summaries::new();
    let mut countries = Countries::default();
    shelf::ask(db, &Question { terms }, needs, |db, segment, rows| {
        let places: Vec<(i64, i64)> = segment.whens()?.iter().map(place_of).collect();
        let when = segment.codes(Field::When, places.len())?;
        let mut wanted = rows.clone();
        for row in rows.iter().filter(|row| !outdated.has(places[when[*row] as usize].0)) {
            wanted.clear(row);
        }
        if wanted.is_empty() {
            return Ok(true);
        }
        let kinds = segment.kinds()?.iter().map(ToString::to_string).collect::<Vec<_>>();
        let kind = segment.codes(Field::Kind, kinds.len())?;
        for (code, month, days) in counted(&wanted, &when, &places, &kind, kinds.len()) {
            let summary = summaries.entry((What::Kinds, String::new(), month)).or_default();
            for (day, n) in days {
                *summary.entry((kinds[code as usize].clone(), day)).or_default() += n;
            }
        }
        let (codes, names) = countries_of(segment)?;
        for (code, month, days) in counted(&wanted, &when, &places, &codes, names.len()) {
            let key = (What::Places, names[code as usize].clone(), month);
            let summary = summaries.entry(key).or_default();
            for (day, n) in days {
                *summary.entry((String::new(), day)).or_default() += n;
            }
        }
        let mut months: BTreeMap<(i64, i64), Bits> = BTreeMap::new();
        for row in wanted.iter() {
            let (month, day) = places[when[row] as usize];
            let of_month = || Bits::none(segment.meta.rows);
            months.entry((month, month_start(day))).or_insert_with(of_month).set(row);
        }
        let dyads = Dyads::of(db, segment, &mut countries)?;
        for ((month, start), rows) in months {
            dyads.count(&rows, |first, seconds| {
                let key = (What::Dyads, first.to_owned(), month);
                let summary = summaries.entry(key).or_default();
                for (second, n) in seconds {
                    *summary.entry((second.clone(), start)).or_default() += n;
                }
            });
        }
        Ok(true)
    })?;
    Ok(summaries)
}

/// The country of each row, as numbers that stand for names.
fn countries_of(segment: &Segment) -> Result<(Vec<u32>, Vec<String>)> {
    let of_words = segment.of_words(Field::Place.words(), |word| {
        let country = unpack_place(word)?.and_then(|place| place.country);
        Some(country.unwrap_or_else(|| NONE.to_owned()))
    })?;
    let mut names = of_words.clone();
    names.sort_unstable();
    names.dedup();
    let number = |name: &String| names.binary_search(name).unwrap_or_default() as u32;
    let numbers: Vec<u32> = of_words.iter().map(number).collect();
    let codes = segment.codes(Field::Place, numbers.len())?;
    Ok((codes.into_iter().map(|code| numbers[code as usize]).collect(), names))
}

/// Counts by day.
type Days = Vec<(i64, u64)>;

/// How many rows there are of each code, of which there are so many, by month and day. `places` are
/// the months and days of the dates; rows of one date stand together.
fn counted(
    rows: &Bits,
    when: &[u32],
    places: &[(i64, i64)],
    codes: &[u32],
    many: usize,
) -> Vec<(u32, i64, Days)> {
    let mut all: Vec<(u32, (i64, i64), u64)> = Vec::new();
    let mut counts: Vec<u64> = vec![0; many];
    let mut found: Vec<u32> = Vec::new();
    let mut current = None;
    let mut add_up = |at: Option<u32>, counts: &mut [u64], found: &mut Vec<u32>| {
        for code in found.drain(..) {
            let n = std::mem::take(&mut counts[code as usize]);
            all.extend(at.map(|at| (code, places[at as usize], n)));
        }
    };
    for row in rows.iter() {
        if current != Some(when[row]) {
            add_up(current.replace(when[row]), &mut counts, &mut found);
        }
        let count = &mut counts[codes[row] as usize];
        if *count == 0 {
            found.push(codes[row]);
        }
        *count += 1;
    }
    add_up(current, &mut counts, &mut found);
    all.sort_unstable();
    (all.chunk_by(|(a, (in_month, _), _), (b, (month, _), _)| (a, in_month) == (b, month)))
        .map(|same| {
            let (code, (month, _), _) = same[0];
            (code, month, same.iter().map(|(_, (_, day), n)| (*day, *n)).collect())
        })
        .collect()
}
