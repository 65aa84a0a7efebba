//! Counts of events by this and that.

use super::connection::Db;
use super::filter::question;
use super::read::names_of;
use super::segment::{
    Bits, Field, Layer, Needs, Segment, When, column, day_of, publisher_of, unpack_place,
};
use super::{Result, Store, shelf};
use crate::domain::{Role, words};
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
        /// The day on which they start.
        Day = "day",
        /// Their kind.
        Kind = "kind",
        /// Each actor that takes part.
        Actor = "actor",
        /// Each pair of countries, the first acting on the second.
        Dyad = "dyad",
        /// The country of their place.
        Country = "country",
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
            By::Year | By::Month | By::Day => needs.field(Field::When),
            By::Kind => needs.field(Field::Kind),
            By::Actor | By::Dyad => needs.parts(),
            By::Country => needs.field(Field::Place),
            By::Source => {
                needs.citations();
                needs.columns.insert(column::IDS);
            }
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
                By::Year | By::Month | By::Day => dates(segment, &rows, by, &mut counts)?,
                By::Kind => {
                    let names: Vec<String> =
                        segment.kinds()?.iter().map(ToString::to_string).collect();
                    by_code(segment, Field::Kind, &rows, &names, &mut counts)?;
                }
                By::Country => {
                    let names = segment.of_words(Field::Place.words(), |word| {
                        let country = unpack_place(word)?.and_then(|place| place.country);
                        Some(country.unwrap_or_else(|| NONE.to_owned()))
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
        if matches!(by, By::Year | By::Month | By::Day) {
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
        (_, Some(day)) => day.to_string(),
    };
    let names: Vec<String> = segment.whens()?.iter().map(name).collect();
    by_code(segment, Field::When, rows, &names, counts)
}

/// Calls `each` with every different code in a row's list.
fn distinct(codes: &[u32], mut each: impl FnMut(u32)) {
    for (at, code) in codes.iter().enumerate() {
        if !codes[..at].contains(code) {
            each(*code);
        }
    }
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

/// Publishers under numbers from 0, and of how many events they speak.
#[derive(Default)]
struct Publishers {
    numbers: HashMap<String, u32>,
    of_number: Vec<u64>,
    /// Further sources: the event's number and the publisher's, in their order.
    further: Vec<(i64, u32)>,
}

impl Publishers {
    /// Learns who else speaks of events than those who told of them first.
    fn hear(&mut self, db: &mut Db) -> Result<()> {
        let mut needs = Needs::default();
        needs.citations();
        needs.columns.insert(column::IDS);
        for meta in shelf::metas(db)?.iter().filter(|meta| meta.layer == Layer::Cited) {
            let segment = shelf::read(db, meta, &needs)?;
            let numbers = self.numbers_of(&segment)?;
            let lists = segment.citations(numbers.len())?;
            for (row, id) in segment.ids()?.into_iter().enumerate() {
                let of_row = lists.of(row).iter().filter_map(|code| numbers[*code as usize]);
                self.further.extend(of_row.map(|number| (id, number)));
            }
        }
        self.further.sort_unstable();
        Ok(())
    }

    /// The number of the publisher of each citation in a segment's dictionary.
    fn numbers_of(&mut self, segment: &Segment) -> Result<Vec<Option<u32>>> {
        let words = segment.words(column::CITATION_WORDS)?;
        let mut number = |name: &str| match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = self.of_number.len() as u32;
                self.numbers.insert(name.to_owned(), number);
                self.of_number.push(0);
                number
            }
        };
        Ok(words.iter().map(|word| publisher_of(word).map(&mut number)).collect())
    }

    fn count(&mut self, segment: &Segment, rows: &Bits) -> Result<()> {
        let (numbers, ids) = (self.numbers_of(segment)?, segment.ids()?);
        let lists = segment.citations(numbers.len())?;
        let mut of_row = Vec::new();
        for row in rows.iter() {
            of_row.clear();
            of_row.extend(lists.of(row).iter().filter_map(|code| numbers[*code as usize]));
            let start = self.further.partition_point(|(id, _)| *id < ids[row]);
            let further = self.further[start..].iter().take_while(|(id, _)| *id == ids[row]);
            of_row.extend(further.map(|(_, number)| *number));
            distinct(&of_row, |number| self.of_number[number as usize] += 1);
        }
        Ok(())
    }

    fn counts(self) -> impl Iterator<Item = (String, u64)> {
        let Publishers { numbers, of_number, .. } = self;
        let count = move |(name, number): (String, u32)| (name, of_number[number as usize]);
        numbers.into_iter().map(count).filter(|(_, n)| *n > 0)
    }
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
