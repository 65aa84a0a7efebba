//! The Integrated Crisis Early Warning System (ICEWS): tab-separated without quotes, with a header;
//! `NA` or nothing stands for what is missing.
//!
//! | columns | go to |
//! |---|---|
//! | Event ID | uid, `icews:ID` |
//! | Event Date | date |
//! | CAMEO Code | code, scheme `cameo`, with the leading zeros that the files have lost; kind by the crosswalk; title |
//! | Intensity | the Goldstein score: ICEWS derived its intensities, -10 to 10, from Goldstein's |
//! | Source Name, Country, Target Name, Country | actors: initiator and recipient |
//! | City, District, Province, Country, Latitude, Longitude | place; as uncertain as the finest unit is large |
//! | Publisher, Story ID, Sentence Number | citation, the last two as its extras |
//!
//! All others are extras. Sectors too, but where an actor is a sector of a country, as in `Police
//! (Brazil)`, they give its kind.
//!
//! What two actors do to each other ICEWS tells twice: two rows that differ in nothing but their
//! ids and in who is source and who is target. They become one event of two parties, under the first
//! id; the second is the extra `Event ID (mirrored)`. The other row is looked for among the
//! `AHEAD` rows that follow. Rows of a story that stand farther apart stay two events, one in each
//! direction.

use super::columns::{Cells, Header, Shape, blame, columns};
use super::table::{self, Blame, Table};
use super::{Format, Holds, Input, Raw, Record, Reject, Rows, parties, radius};
use crate::coding::{self, Cameo};
use crate::domain::{
    ActorKind, Citation, Edtf, Event, Extras, NativeCode, Participation, Place, Role,
};
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// ICEWS.
pub const FORMAT: Format = Format {
    name: "icews",
    about: "ICEWS coded events, separated by tabs",
    recognise: |head| SHAPE.fits(head),
    open,
    header: true,
    complete: false,
    holds: Holds::Records,
};

/// How many rows ahead the mirror of a row is looked for.
const AHEAD: usize = 1000;

static SHAPE: Shape = Shape {
    dialect: table::TSV,
    needed: &["Event ID", "Event Date", "Source Name", "CAMEO Code", "Target Name"],
    missing: &["NA", "NULL"],
    extras: &["Country", "Event Text", "Source Sectors", "Target Sectors"],
};

fn open(input: Input) -> Result<Rows, String> {
    let (table, count, (columns, rest, told)) = table::opened(input, SHAPE.dialect, |names| {
        let mut header = Header::new(names);
        header.require(SHAPE.needed)?;
        let told = Told::find(&header);
        let columns = Icews::find(&mut header);
        Ok((columns, header.rest(SHAPE.extras), told))
    })?;
    let ids = told.clone();
    let read = move |raw: &Raw| {
        let mut rows = raw.bytes.split(|byte| *byte == b'\n');
        let row = rows.next().unwrap_or_default();
        let mirror = rows.next().and_then(|row| std::str::from_utf8(ids.id(row)).ok());
        table::with_cells(row, SHAPE.dialect, count, |cells| {
            let row = Cells::new(cells, SHAPE.missing);
            let event = columns.event(row, mirror, rest.extras(&row))?;
            Ok(Record::Event(Box::new(event)))
        })
    };
    Ok(Rows::new(Mirrors::new(table, told), read))
}

columns! {
    struct Icews {
        id: take ["Event ID"],
        date: take ["Event Date"],
        source: take ["Source Name"],
        source_country: take ["Source Country"],
        target: take ["Target Name"],
        target_country: take ["Target Country"],
        code: take ["CAMEO Code"],
        intensity: take ["Intensity"],
        story: take ["Story ID"],
        sentence: take ["Sentence Number"],
        publisher: take ["Publisher"],
        city: take ["City"],
        district: take ["District"],
        province: take ["Province"],
        country: see ["Country"],
        latitude: take ["Latitude"],
        longitude: take ["Longitude"],
    }
}

impl Icews {
    fn event(&self, row: Cells, mirror: Option<&str>, mut extras: Extras) -> Result<Event, Blame> {
        let id = row.text(self.id);
        if id.is_empty() {
            return Err(self.id.rejected(id, "every event has one"));
        }
        let code = row.text(self.code);
        let cameo = coding::cameo_unpadded(code)
            .ok_or_else(|| self.code.rejected(code, "is no code of CAMEO"))?;
        let mut event = Event::new(title(row, self, cameo), cameo.kind);
        event.uid = format!("icews:{id}");
        event.code = Some(NativeCode { scheme: "cameo".into(), value: cameo.code.as_str().into() });
        event.date = row.day(self.date)?.map(Edtf::day);
        event.place = self.place(row)?;
        event.actors = self.actors(row, mirror.is_some(), &mut extras);
        event.goldstein = row.decimal(self.intensity)?;
        event.citations = self.citation(row).into_iter().collect();
        if let Some(mirror) = mirror {
            extras.insert("Event ID (mirrored)", mirror);
        }
        event.extras = extras;
        let columns = [
            ("place.lat", self.latitude),
            ("place.lon", self.longitude),
            ("place", self.latitude),
            ("goldstein", self.intensity),
        ];
        event.checked().map_err(|error| blame(&error, &columns))
    }

    fn actors(&self, row: Cells, mutual: bool, extras: &mut Extras) -> Vec<Participation> {
        let (first, second) =
            if mutual { (Role::Party, Role::Party) } else { (Role::Initiator, Role::Recipient) };
        let sides =
            [(self.source, self.source_country, first), (self.target, self.target_country, second)];
        let mut actors = Vec::new();
        for (name, country, role) in sides {
            let words = row.text(country);
            if row.text(name).is_empty() {
                extras.insert(country.name(), words);
                continue;
            }
            let iso3 = parties::iso3(words);
            if iso3.is_none() {
                extras.insert(country.name(), words);
            }
            actors.push(party(row.text(name), iso3, role));
        }
        actors
    }

    fn place(&self, row: Cells) -> Result<Option<Place>, Blame> {
        // What is known of the finest unit says how far off the coordinates may be.
        let units = [
            (self.city, None),
            (self.district, Some(radius::DISTRICT)),
            (self.province, Some(radius::PROVINCE)),
            (self.country, Some(radius::COUNTRY)),
        ];
        let finest = units.into_iter().find(|(column, _)| !row.text(*column).is_empty());
        let Some((name, radius_km)) = finest else { return Ok(None) };
        let (lat, lon) = (row.decimal(self.latitude)?, row.decimal(self.longitude)?);
        Ok(Some(Place {
            country: parties::iso3(row.text(self.country)),
            admin1: row.some(self.province),
            admin2: row.some(self.district),
            lat,
            lon,
            radius_km: radius_km.filter(|_| lat.is_some()),
            ..Place::named(row.text(name))
        }))
    }

    fn citation(&self, row: Cells) -> Option<Citation> {
        let mut citation = Citation { publisher: row.some(self.publisher), ..Citation::default() };
        for column in [self.sentence, self.story] {
            citation.extras.insert(column.name(), row.text(column));
        }
        Some(citation).filter(|citation| *citation != Citation::default())
    }
}

fn title(row: Cells, columns: &Icews, cameo: &Cameo) -> String {
    let name = |column| Some(row.text(column)).filter(|name| !name.is_empty());
    cameo.title(name(columns.source), name(columns.target))
}

fn party(name: &str, country: Option<String>, role: Role) -> Participation {
    let sector = name.split_once(" (").map_or("", |(sector, _)| sector);
    let kind = match sector {
        _ if coding::country_named(name).is_some() => Some(ActorKind::Country),
        "Government" => Some(ActorKind::Government),
        "Military" | "Police" | "Ministry" | "Army" | "Air Force" | "Navy" => {
            Some(ActorKind::Organisation)
        }
        "Armed Gang" | "Armed Rebel" | "Insurgent" | "Militant" | "Terrorist" => {
            Some(ActorKind::ArmedGroup)
        }
        "Citizen" | "Protester" | "Men" | "Women" | "Children" | "Student" => {
            Some(ActorKind::Other)
        }
        _ => None,
    };
    Participation { kind, country, ..Participation::new(name, role) }
}

/// Which cells tell two rows of one mutual event apart.
#[derive(Clone)]
struct Told {
    id: Option<usize>,
    source: [Option<usize>; 3],
    target: [Option<usize>; 3],
}

impl Told {
    fn find(header: &Header) -> Told {
        let of = |side: &str| {
            ["Name", "Sectors", "Country"].map(|what| header.place(&format!("{side} {what}")))
        };
        Told { id: header.place("Event ID"), source: of("Source"), target: of("Target") }
    }

    fn id<'a>(&self, row: &'a [u8]) -> &'a [u8] {
        self.id.and_then(|at| row.split(|byte| *byte == b'\t').nth(at)).unwrap_or_default()
    }

    /// What a row says, apart from its id.
    fn key(&self, row: &[u8]) -> Key {
        let mut hashers = [(); 3].map(|()| DefaultHasher::new());
        let [all, source, target] = &mut hashers;
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\t', row).chain([row.len()]);
        for (at, end) in ends.enumerate() {
            let cell = &row[start..end];
            start = end + 1;
            if self.source.contains(&Some(at)) {
                cell.hash(source);
            } else if self.target.contains(&Some(at)) {
                cell.hash(target);
            } else if self.id != Some(at) {
                cell.hash(all);
            }
        }
        let [all, source, target] = hashers.map(|hasher| hasher.finish());
        Key { all, source, target }
    }
}

/// The hashes of what a row says of its event, its source and its target. Of 64 bits each: that two
/// different rows of a thousand have the same is less likely than a fault of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    all: u64,
    source: u64,
    target: u64,
}

impl Key {
    fn mirrored(self) -> Key {
        Key { source: self.target, target: self.source, ..self }
    }
}

/// Finds rows, and joins those that mirror each other.
struct Mirrors {
    table: Table,
    told: Told,
    /// Rows that wait for their mirror, in their order, and the number of the first.
    waiting: VecDeque<(Result<Raw, Reject>, Key)>,
    first: usize,
    /// The numbers of the waiting rows that have none yet, the latest last.
    alone: HashMap<Key, Vec<usize>>,
}

impl Mirrors {
    fn new(table: Table, told: Told) -> Mirrors {
        let (waiting, alone) = (VecDeque::with_capacity(AHEAD + 1), HashMap::new());
        Mirrors { table, told, waiting, first: 0, alone }
    }

    fn wait(&mut self, row: Result<Raw, Reject>) {
        let key = row
            .as_ref()
            .map_or(Key { all: 0, source: 0, target: 0 }, |raw| self.told.key(&raw.bytes));
        if let Ok(raw) = &row
            && key.source != key.target
            && let Some(at) = self.forget(key.mirrored(), None)
            && let Some((Ok(mirror), _)) = self.waiting.get_mut(at - self.first)
        {
            mirror.bytes.push(b'\n');
            mirror.bytes.extend_from_slice(&raw.bytes);
            return;
        }
        self.alone.entry(key).or_default().push(self.first + self.waiting.len());
        self.waiting.push_back((row, key));
    }

    /// Takes a row off those that are alone: that number, or else the latest of that key.
    fn forget(&mut self, key: Key, number: Option<usize>) -> Option<usize> {
        let numbers = self.alone.get_mut(&key)?;
        let at = match number {
            Some(number) => numbers.iter().position(|known| *known == number),
            None => numbers.len().checked_sub(1),
        };
        let number = at.map(|at| numbers.remove(at));
        if numbers.is_empty() {
            self.alone.remove(&key);
        }
        number
    }
}

impl Iterator for Mirrors {
    type Item = Result<Raw, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.len() <= AHEAD {
            match self.table.next() {
                Some(row) => self.wait(row),
                None => break,
            }
        }
        let (row, key) = self.waiting.pop_front()?;
        self.forget(key, Some(self.first));
        self.first += 1;
        Some(row)
    }
}

#[cfg(test)]
mod tests;
