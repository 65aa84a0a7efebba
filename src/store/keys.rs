//! What events are counted by: each key gives the rows of a segment the numbers of their values.

use super::Result;
use super::connection::Db;
use super::count::{By, NONE, OPEN, UNDATED, date_name};
use super::publishers::{Publishers, distinct};
use super::read::names_of;
use super::schema::{stories, story_events};
use super::segment::{
    Bits, Field, Needs, Segment, When, column, day_of, unpack_place, unpack_status, unpack_tags,
};
use crate::domain::{Class, Kind, Role, StoryId};
use diesel::prelude::*;
use std::collections::HashMap;

/// A key, and the values that it has met, under numbers from 0.
pub(super) struct Key {
    pub(super) by: By,
    numbers: HashMap<String, u32>,
    /// Actors that were asked for: name and country.
    actors: HashMap<i64, (String, Option<String>)>,
    publishers: Publishers,
    /// The stories of each event.
    stories: HashMap<i64, Vec<u32>>,
}

impl Key {
    /// A key with all that it has to know before segments are read.
    pub(super) fn new(db: &mut Db, by: By) -> Result<Key> {
        let mut key = Key {
            by,
            numbers: HashMap::new(),
            actors: HashMap::new(),
            publishers: Publishers::default(),
            stories: HashMap::new(),
        };
        match by {
            By::Source => key.publishers.hear(db)?,
            By::Story => {
                let titles: Vec<(i64, String)> =
                    stories::table.select((stories::id, stories::title)).load(db)?;
                let mut known = HashMap::new();
                for (id, title) in titles {
                    known.insert(id, key.number(&format!("{} {title}", StoryId(id))));
                }
                let events: Vec<(i64, i64)> = story_events::table
                    .select((story_events::event_id, story_events::story_id))
                    .load(db)?;
                for (event, story) in events {
                    if let Some(number) = known.get(&story) {
                        key.stories.entry(event).or_default().push(*number);
                    }
                }
            }
            _ => {}
        }
        Ok(key)
    }

    /// What of a segment must be read.
    pub(super) fn needs(&self, needs: &mut Needs) {
        match self.by {
            By::Year | By::Month | By::Week | By::Day => needs.field(Field::When),
            By::Kind | By::Class => needs.field(Field::Kind),
            By::Actor | By::Dyad => needs.parts(),
            By::Country | By::Place => needs.field(Field::Place),
            By::Source => needs.columns.extend(Publishers::needs().columns),
            By::Story => needs.columns.extend([column::IDS]),
            By::Tag => needs.field(Field::Tags),
            By::Review | By::Status => needs.field(Field::Status),
        }
    }

    /// The values that were met, with their numbers.
    pub(super) fn names(self) -> HashMap<String, u32> {
        if self.by == By::Source { self.publishers.names() } else { self.numbers }
    }

    /// The values of the rows that are asked for.
    pub(super) fn column(&mut self, db: &mut Db, segment: &Segment, rows: &Bits) -> Result<Column> {
        let by = self.by;
        match by {
            By::Year | By::Month | By::Week | By::Day => {
                let names = segment.whens()?.iter().map(|when| date(when, by)).collect();
                self.of_field(segment, Field::When, names)
            }
            By::Kind | By::Class => {
                let name = |kind: &Kind| match by {
                    By::Class => Class::of(*kind).to_string(),
                    _ => kind.to_string(),
                };
                let names = segment.kinds()?.iter().map(name).collect();
                self.of_field(segment, Field::Kind, names)
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
                self.of_field(segment, Field::Place, names)
            }
            By::Review | By::Status => {
                let names = segment.of_words(Field::Status.words(), |word| {
                    let (_, review, verification) = unpack_status(word)?;
                    Some(match by {
                        By::Review => review.to_string(),
                        _ => verification.to_string(),
                    })
                })?;
                self.of_field(segment, Field::Status, names)
            }
            By::Tag => {
                let tags = segment.of_words(Field::Tags.words(), unpack_tags)?;
                let codes = segment.codes(Field::Tags, tags.len())?;
                let numbers: Vec<Vec<u32>> = (tags.iter())
                    .map(|tags| tags.iter().map(|tag| self.number(tag)).collect())
                    .collect();
                let mut lists = Lists::default();
                rows.iter().for_each(|row| lists.push(&numbers[codes[row] as usize]));
                Ok(lists.column())
            }
            By::Story => {
                let ids = segment.ids()?;
                let mut lists = Lists::default();
                for row in rows.iter() {
                    lists.push(self.stories.get(&ids[row]).map_or(&[], Vec::as_slice));
                }
                Ok(lists.column())
            }
            By::Source => {
                let mut lists = Lists::default();
                self.publishers.of_rows(segment, rows, |of_row| lists.push(of_row))?;
                Ok(lists.column())
            }
            By::Actor => self.actors(db, segment, rows),
            By::Dyad => self.dyads(db, segment, rows),
        }
    }

    fn number(&mut self, name: &str) -> u32 {
        match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = self.numbers.len() as u32;
                self.numbers.insert(name.to_owned(), number);
                number
            }
        }
    }

    /// The values of a field of one value, under what the words of its dictionary are called.
    fn of_field(&mut self, segment: &Segment, field: Field, names: Vec<String>) -> Result<Column> {
        let codes = segment.codes(field, names.len())?;
        let (mut places, mut values) = (HashMap::new(), Vec::new());
        let mut place = |name: &String| {
            let number = self.number(name);
            *places.entry(number).or_insert_with(|| {
                values.push(number);
                values.len() as u32 - 1
            })
        };
        let place: Vec<u32> = names.iter().map(&mut place).collect();
        let rows = codes.into_iter().map(|code| place[code as usize]).collect();
        Ok(Column { values, rows: Rows::One(rows) })
    }

    fn learn(&mut self, db: &mut Db, ids: &[u64]) -> Result<()> {
        let missing: Vec<i64> =
            ids.iter().map(|id| *id as i64).filter(|id| !self.actors.contains_key(id)).collect();
        for (id, actor) in names_of(db, &missing)? {
            self.actors.insert(id, (actor.name, actor.country));
        }
        Ok(())
    }

    fn actors(&mut self, db: &mut Db, segment: &Segment, rows: &Bits) -> Result<Column> {
        let (meant, roles) = segment.meant()?;
        self.learn(db, &meant)?;
        let mut numbers: Vec<Option<u32>> = Vec::with_capacity(meant.len());
        for (id, role) in meant.iter().zip(&roles) {
            let name = self.actors.get(&(*id as i64)).map(|(name, _)| name.clone());
            let name = name.filter(|_| *role != Role::Mentioned as u8);
            numbers.push(name.map(|name| self.number(&name)));
        }
        let parts = segment.parts(meant.len())?;
        let (mut lists, mut of_row) = (Lists::default(), Vec::new());
        for row in rows.iter() {
            of_row.clear();
            of_row.extend(parts.of(row).iter().filter_map(|code| numbers[*code as usize]));
            lists.push(&of_row);
        }
        Ok(lists.column())
    }

    /// Who acts on whom, by country: `RUS>UKR`; parties of one event, which have no direction, as
    /// `RUS-UKR` in the order of the alphabet.
    fn dyads(&mut self, db: &mut Db, segment: &Segment, rows: &Bits) -> Result<Column> {
        let (meant, roles) = segment.meant()?;
        self.learn(db, &meant)?;
        let parts = segment.parts(meant.len())?;
        let country = |id: &u64| self.actors.get(&(*id as i64))?.1.clone();
        let of_code: Vec<Option<String>> = meant.iter().map(country).collect();
        let of = |row: usize, wanted: &[Role]| -> Vec<&str> {
            let mut found: Vec<&str> = (parts.of(row).iter())
                .filter(|code| wanted.iter().any(|r| *r as u8 == roles[**code as usize]))
                .filter_map(|code| of_code[*code as usize].as_deref())
                .collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let mut pairs: HashMap<(&str, &str, char), u32> = HashMap::new();
        let (mut lists, mut of_row) = (Lists::default(), Vec::new());
        for row in rows.iter() {
            of_row.clear();
            let mut met = |a, b, between| {
                let number = *pairs
                    .entry((a, b, between))
                    .or_insert_with(|| self.number(&format!("{a}{between}{b}")));
                of_row.push(number);
            };
            let (acting, acted_on) =
                (of(row, &[Role::Initiator]), of(row, &[Role::Recipient, Role::Victim]));
            for a in &acting {
                acted_on.iter().filter(|b| *b != a).for_each(|b| met(*a, *b, '>'));
            }
            let parties = of(row, &[Role::Party]);
            for (i, a) in parties.iter().enumerate() {
                parties[i + 1..].iter().for_each(|b| met(*a, *b, '-'));
            }
            lists.push(&of_row);
        }
        Ok(lists.column())
    }
}

fn date(when: &When, by: By) -> String {
    match (&when.date, when.earliest.and_then(day_of)) {
        (None, _) => UNDATED.to_owned(),
        (_, None) => OPEN.to_owned(),
        (_, Some(day)) => date_name(by, day),
    }
}

/// The values of rows of a segment, by their places among those that it has: few, so that most of
/// the work is counting in a table.
pub(super) struct Column {
    /// The number of each.
    values: Vec<u32>,
    rows: Rows,
}

enum Rows {
    /// One value for each row of the segment.
    One(Vec<u32>),
    /// Different values for each row that is asked for: where they end, and all of them.
    Many { ends: Vec<u32>, places: Vec<u32> },
}

/// Values by their numbers, as they come row by row.
#[derive(Default)]
struct Lists {
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Lists {
    /// Adds a row; what repeats counts once.
    fn push(&mut self, of_row: &[u32]) {
        distinct(of_row, |number| self.numbers.push(number));
        self.ends.push(self.numbers.len() as u32);
    }

    fn column(self) -> Column {
        let most = self.numbers.iter().max().map_or(0, |most| *most as usize + 1);
        let mut place_of = vec![u32::MAX; most];
        let mut values = Vec::new();
        let mut places = self.numbers;
        for number in &mut places {
            let place = &mut place_of[*number as usize];
            if *place == u32::MAX {
                *place = values.len() as u32;
                values.push(*number);
            }
            *number = *place;
        }
        Column { values, rows: Rows::Many { ends: self.ends, places } }
    }
}

/// Tables with more fields than this are mostly empty.
const TABLE: usize = 1 << 18;

impl Column {
    /// The places of the values of the `n`th row that is asked for, which is row `row`.
    fn of(&self, n: usize, row: usize) -> &[u32] {
        match &self.rows {
            Rows::One(places) => &places[row..=row],
            Rows::Many { ends, places } => {
                let start = if n == 0 { 0 } else { ends[n - 1] as usize };
                &places[start..ends[n] as usize]
            }
        }
    }

    /// Adds how many rows have each value, by its number.
    pub(super) fn add_up(&self, rows: &Bits, total: &mut Vec<u64>) {
        let mut counts = vec![0_u64; self.values.len()];
        match &self.rows {
            Rows::One(places) => rows.iter().for_each(|row| counts[places[row] as usize] += 1),
            Rows::Many { places, .. } => {
                places.iter().for_each(|place| counts[*place as usize] += 1);
            }
        }
        for (number, n) in self.values.iter().zip(counts) {
            let number = *number as usize;
            if total.len() <= number {
                total.resize(number + 1, 0);
            }
            total[number] += n;
        }
    }

    /// Adds how many rows have each pair of values, by their numbers.
    pub(super) fn cross(&self, other: &Column, rows: &Bits, pairs: &mut HashMap<(u32, u32), u64>) {
        let width = other.values.len();
        let fields = self.values.len().saturating_mul(width);
        let mut table = vec![0_u64; if fields > TABLE { 0 } else { fields }];
        let pair = |a: u32, b: u32| (self.values[a as usize], other.values[b as usize]);
        for (n, row) in rows.iter().enumerate() {
            for a in self.of(n, row) {
                for b in other.of(n, row) {
                    match table.get_mut(*a as usize * width + *b as usize) {
                        Some(count) => *count += 1,
                        None => *pairs.entry(pair(*a, *b)).or_default() += 1,
                    }
                }
            }
        }
        for (at, n) in table.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            *pairs.entry(pair((at / width) as u32, (at % width) as u32)).or_default() += n;
        }
    }
}
