//! Counts of events by this and that.

use super::connection::Db;
use super::filter::question;
use super::publishers::{Publishers, distinct};
use super::read::names_of;
use super::segment::{Bits, Field, Needs, Segment, When, day_of, unpack_place};
use super::{Result, Store, shelf};
use crate::domain::{Class, Kind, Role, words};
use crate::query::Filter;
use chrono::Datelike;
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
type Counts = HashMap<String, u64>;

impl Store {
    /// How many of the events that match there are of each value: dates by the first day that they
    /// can mean, in their order, then those with an open start and undated ones; everything else
    /// from the most down. Events without a place are under "(none)"; those without an actor, dyad
    /// or publisher are not counted by these.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count_by(&mut self, filter: &Filter, by: By) -> Result<Vec<(String, u64)>> {
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
                By::Dyad => dyads(db, segment, &rows, &mut countries, &mut counts)?,
            }
            Ok(true)
        })?;
        let ids: Vec<i64> = by_actor.keys().copied().collect();
        for (id, actor) in names_of(&mut self.db, &ids)? {
            counts.insert(actor.name, by_actor.get(&id).copied().unwrap_or_default());
        }
        counts.extend(publishers.counts());
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        if matches!(by, By::Year | By::Month | By::Week | By::Day) {
            counts.sort_by(|a, b| (a.0 == UNDATED, &a.0).cmp(&(b.0 == UNDATED, &b.0)));
        } else {
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(counts)
    }
}

const NONE: &str = "(none)";
const UNDATED: &str = "undated";

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

fn dates(segment: &Segment, rows: &Bits, by: By, counts: &mut Counts) -> Result<()> {
    let name = |when: &When| match (&when.date, when.earliest.and_then(day_of)) {
        (None, _) => UNDATED.to_owned(),
        (_, None) => "open".to_owned(),
        (_, Some(day)) if by == By::Year => format!("{:04}", day.year()),
        (_, Some(day)) if by == By::Month => format!("{:04}-{:02}", day.year(), day.month()),
        (_, Some(day)) if by == By::Week => {
            let week = day.iso_week();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        (_, Some(day)) => day.to_string(),
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

/// The countries of actors, as far as they were asked for.
#[derive(Default)]
struct Countries(HashMap<i64, Option<String>>);

impl Countries {
    fn learn(&mut self, db: &mut Db, ids: &[u64]) -> Result<()> {
        let missing: Vec<i64> =
            ids.iter().map(|id| *id as i64).filter(|id| !self.0.contains_key(id)).collect();
        for (id, actor) in names_of(db, &missing)? {
            self.0.insert(id, actor.country);
        }
        Ok(())
    }
}

/// Counts events by who acts on whom, by country: `RUS>UKR`; parties of one event, which have no
/// direction, as `RUS-UKR` in the order of the alphabet.
fn dyads(
    db: &mut Db,
    segment: &Segment,
    rows: &Bits,
    countries: &mut Countries,
    counts: &mut Counts,
) -> Result<()> {
    let (meant, roles) = segment.meant()?;
    countries.learn(db, &meant)?;
    let lists = segment.parts(meant.len())?;
    let country = |id: &u64| countries.0.get(&(*id as i64)).and_then(Option::as_deref);
    let of_code: Vec<Option<&str>> = meant.iter().map(country).collect();
    let of = |row: usize, wanted: &[Role]| -> Vec<&str> {
        let mut found: Vec<&str> = lists
            .of(row)
            .iter()
            .filter(|code| wanted.iter().any(|r| *r as u8 == roles[**code as usize]))
            .filter_map(|code| of_code[*code as usize])
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let mut pairs: HashMap<(&str, &str, char), u64> = HashMap::new();
    for row in rows.iter() {
        let (acting, acted_on) =
            (of(row, &[Role::Initiator]), of(row, &[Role::Recipient, Role::Victim]));
        for a in &acting {
            for b in acted_on.iter().filter(|b| *b != a) {
                *pairs.entry((a, b, '>')).or_default() += 1;
            }
        }
        let parties = of(row, &[Role::Party]);
        for (i, a) in parties.iter().enumerate() {
            for b in &parties[i + 1..] {
                *pairs.entry((a, b, '-')).or_default() += 1;
            }
        }
    }
    for ((a, b, between), n) in pairs {
        *counts.entry(format!("{a}{between}{b}")).or_default() += n;
    }
    Ok(())
}
