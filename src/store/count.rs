//! Counts of events by this and that.

use super::dyads::{Countries, Dyads};
use super::filter::question;
use super::publishers::{Publishers, distinct};
use super::read::names_of;
use super::segment::{Bits, Field, Needs, Segment, When, day_of, unpack_place};
use super::{Result, Store, shelf, summed};
use crate::domain::{Class, Kind, Role, words};
use crate::query::Filter;
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

words! {
    /// What to count events by.
    pub enum By ("count") {
        /// The year in which they start.
        Year = "year",
        /// The month in which they start.
        Month = "month",
        /// The week in which they start, from Monday, by ISO 8601.
        Week = "week",
        /// The day on which they start.
        Day = "day",
        /// Their kind.
        Kind = "kind",
        /// The quad class of their kind.
        Class = "class",
        /// Each actor that takes part.
        Actor = "actor",
        /// Each pair of countries, the first acting on the second.
        Dyad = "dyad",
        /// The country of their place.
        Country = "country",
        /// The name of their place.
        Place = "place",
        /// Each publisher.
        Source = "source",
    }
}

/// How many there are of each value.
pub(super) type Counts = HashMap<String, u64>;

impl Store {
    /// How many of the events that match there are of each value: dates by the first day that they
    /// can mean, in their order, then those with an open start and undated ones; everything else
    /// from the most down. Events without a place are under "(none)"; those without an actor, dyad
    /// or publisher are not counted by these.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count_by(&mut self, filter: &Filter, by: By) -> Result<Vec<(String, u64)>> {
        let counts = match summed::counts(&mut self.db, filter, Some(by))? {
            Some(counts) => counts,
            None => self.counts(filter, by)?,
        };
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        if matches!(by, By::Year | By::Month | By::Week | By::Day) {
            counts.sort_by(|a, b| (a.0 == UNDATED, &a.0).cmp(&(b.0 == UNDATED, &b.0)));
        } else {
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(counts)
    }

    /// Counts event by event.
    fn counts(&mut self, filter: &Filter, by: By) -> Result<Counts> {
        let mut needs = Needs::default();
        match by {
            By::Year | By::Month | By::Week | By::Day => needs.field(Field::When),
            By::Kind | By::Class => needs.field(Field::Kind),
            By::Actor | By::Dyad => needs.parts(),
            By::Country | By::Place => needs.field(Field::Place),
            By::Source => needs = Publishers::needs(),
        }
        let question = question(&mut self.db, filter)?;
        let mut counts = Counts::new();
        let mut by_actor: HashMap<i64, u64> = HashMap::new();
        let mut countries = Countries::default();
        let mut publishers = Publishers::default();
        if by == By::Source {
            publishers.hear(&mut self.db)?;
        }
        shelf::ask(&mut self.db, &question, needs, |db, segment, rows| {
            match by {
                By::Year | By::Month | By::Week | By::Day => {
                    dates(segment, &rows, by, &mut counts)?;
                }
                By::Kind | By::Class => {
                    let name = |kind: &Kind| match by {
                        By::Class => Class::of(*kind).to_string(),
                        _ => kind.to_string(),
                    };
                    let names: Vec<String> = segment.kinds()?.iter().map(name).collect();
                    by_code(segment, Field::Kind, &rows, &names, &mut counts)?;
                }
                By::Country | By::Place => {
                    let names = segment.of_words(Field::Place.words(), |word| {
                        let place = unpack_place(word)?;
                        let name = match by {
                            By::Place => place.map(|place| place.name),
                            _ => place.and_then(|place| place.country),
                        };
                        Some(name.unwrap_or_else(|| NONE.to_owned()))
                    })?;
                    by_code(segment, Field::Place, &rows, &names, &mut counts)?;
                }
                By::Actor => actors(segment, &rows, &mut by_actor)?,
                By::Source => publishers.count(segment, &rows)?,
                By::Dyad => {
                    let dyads = Dyads::of(db, segment, &mut countries)?;
                    dyads.count(&rows, |first, seconds| {
                        for (second, n) in seconds {
                            *counts.entry(format!("{first}{second}")).or_default() += n;
                        }
                    });
                }
            }
            Ok(true)
        })?;
        let ids: Vec<i64> = by_actor.keys().copied().collect();
        for (id, actor) in names_of(&mut self.db, &ids)? {
            counts.insert(actor.name, by_actor.get(&id).copied().unwrap_or_default());
        }
        counts.extend(publishers.counts());
        Ok(counts)
    }
}

/// What events without a place are counted under.
pub(super) const NONE: &str = "(none)";
pub(super) const UNDATED: &str = "undated";
/// What events are counted under whose date has no start.
pub(super) const OPEN: &str = "open";

/// How many rows have each word of a field's dictionary, under what that word is called.
fn by_code(
    segment: &Segment,
    field: Field,
    rows: &Bits,
    names: &[String],
    counts: &mut Counts,
) -> Result<()> {
    let codes = segment.codes(field, names.len())?;
    let mut of_code: Vec<u64> = vec![0; names.len()];
    for row in rows.iter() {
        of_code[codes[row] as usize] += 1;
    }
    for (name, n) in names.iter().zip(of_code).filter(|(_, n)| *n > 0) {
        *counts.entry(name.clone()).or_default() += n;
    }
    Ok(())
}

/// What a day is counted under.
pub(super) fn date_name(by: By, day: NaiveDate) -> String {
    match by {
        By::Year => format!("{:04}", day.year()),
        By::Month => format!("{:04}-{:02}", day.year(), day.month()),
        By::Week => {
            let week = day.iso_week();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        _ => day.to_string(),
    }
}

fn dates(segment: &Segment, rows: &Bits, by: By, counts: &mut Counts) -> Result<()> {
    let name = |when: &When| match (&when.date, when.earliest.and_then(day_of)) {
        (None, _) => UNDATED.to_owned(),
        (_, None) => OPEN.to_owned(),
        (_, Some(day)) => date_name(by, day),
    };
    let names: Vec<String> = segment.whens()?.iter().map(name).collect();
    by_code(segment, Field::When, rows, &names, counts)
}

fn actors(segment: &Segment, rows: &Bits, counts: &mut HashMap<i64, u64>) -> Result<()> {
    let (meant, roles) = segment.meant()?;
    let lists = segment.parts(meant.len())?;
    let named = |code: &&u32| roles[**code as usize] as usize != Role::Mentioned as usize;
    // Actors of a segment by numbers from 0, so that most of the work is counting in a row.
    let mut places: HashMap<u64, u32> = HashMap::new();
    let place: Vec<u32> = meant
        .iter()
        .map(|id| {
            let next = places.len() as u32;
            *places.entry(*id).or_insert(next)
        })
        .collect();
    let mut of_place = vec![0_u64; places.len()];
    let mut row_places = Vec::new();
    for row in rows.iter() {
        row_places.clear();
        row_places.extend(lists.of(row).iter().filter(named).map(|code| place[*code as usize]));
        distinct(&row_places, |place| of_place[place as usize] += 1);
    }
    for (id, place) in places {
        if of_place[place as usize] > 0 {
            *counts.entry(id as i64).or_default() += of_place[place as usize];
        }
    }
    Ok(())
}
