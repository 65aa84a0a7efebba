//! Places: GDELT's columns of the action's and of each actor's.

use super::codes::by_fips;
use super::row::{Bad, Number, Row};
use crate::coding::Country;
use crate::domain::Place;

/// The columns of a place.
#[derive(Clone, Copy)]
pub(super) struct Geo<'a> {
    row: &'a Row<'a>,
    /// The first of them.
    start: usize,
    /// They all with tabs between them.
    text: &'a str,
    country: Option<&'static Country>,
    lat: Option<Number>,
    lon: Option<Number>,
}

/// The country's middle stands for it; and so on. How far from there it may have been, in km.
const COUNTRY: f64 = 500.0;
const STATE: f64 = 200.0;
const CITY: f64 = 10.0;

impl<'a> Geo<'a> {
    /// Reads the columns from `start` on. Most often they are those of another place once more.
    pub(super) fn read(row: &'a Row<'a>, start: usize, other: Option<&Self>) -> Result<Self, Bad> {
        let width = row.layout.geo;
        let text = row.range(start, width);
        if let Some(other) = other.filter(|other| other.text == text) {
            return Ok(*other);
        }
        if !matches!(row.bytes(start), [] | [b'0'..=b'5']) {
            return Err(row.bad(start, "expected 1 to 5, or 0 for no place"));
        }
        let (at_lat, at_lon) = (start + width - 3, start + width - 2);
        let lat = row.within(at_lat, -90.0, 90.0, "expected degrees from -90 to 90")?;
        let lon = row.within(at_lon, -180.0, 180.0, "expected degrees from -180 to 180")?;
        Ok(Geo { row, start, text, country: by_fips(row.bytes(start + 2)), lat, lon })
    }

    /// Whether both have the same columns.
    pub(super) fn is(&self, other: &Geo) -> bool {
        self.start == other.start || self.text == other.text
    }

    /// Appends all columns with `|` between them.
    pub(super) fn push_all(&self, text: &mut String) {
        self.row.push_joined(self.start, self.row.layout.geo, text);
    }

    /// GDELT's number for what it is.
    fn sort(&self) -> Option<u8> {
        self.row.bytes(self.start).first().copied()
    }

    pub(super) fn full_name(&self) -> &'a str {
        self.row.at(self.start + 1)
    }

    /// The country that it lies in.
    pub(super) fn country(&self) -> Option<&'static Country> {
        self.country
    }

    /// Its own name, and the unit between that and the country.
    pub(super) fn name_and_unit(&self) -> (&'a str, Option<&'a str>) {
        let full = self.full_name().trim_ascii();
        if self.is_country() {
            return (full, None);
        }
        let mut commas = commas(full);
        let Some(first) = commas.next().filter(|first| *first > 0) else {
            return (full, None);
        };
        (&full[..first], commas.last().and_then(|last| full.get(first + 2..last)))
    }

    /// Whether it is a country as a whole.
    pub(super) fn is_country(&self) -> bool {
        self.sort() == Some(b'1')
    }

    /// Whether nothing is told, in the way that most rows tell nothing.
    pub(super) fn is_none(&self) -> bool {
        matches!(self.text, "0\t\t\t\t\t\t" | "0\t\t\t\t\t\t\t")
    }

    /// Whether GDELT says that it found a place. Where it does not, there may still be remnants of
    /// one: the code of a country, 0 degrees.
    fn is_found(&self) -> bool {
        !matches!(self.sort(), None | Some(b'0'))
    }

    /// The place, of which the name and the unit are known.
    pub(super) fn place(&self, (name, unit): (&str, Option<&str>)) -> Option<Place> {
        let full = self.full_name().trim_ascii();
        if !self.is_found() {
            let country = self.country()?;
            let iso3 = Some(country.iso3.clone());
            return Some(Place { country: iso3, ..Place::named(&country.name) });
        }
        if full.is_empty() {
            return None;
        }
        let (mut admin1, mut radius) = (unit.filter(|unit| !unit.ends_with("(general)")), COUNTRY);
        match self.sort() {
            // A state is its own unit.
            Some(b'2' | b'5') => (admin1, radius) = (admin1.or(Some(name)), STATE),
            Some(b'3' | b'4') => radius = CITY,
            _ => {}
        }
        // One without the other is no point.
        let point = self.lat.zip(self.lon);
        Some(Place {
            name: name.to_owned(),
            country: self.country.map(|country| country.iso3.clone()),
            admin1: admin1.map(str::to_owned),
            admin2: None,
            lat: point.map(|(lat, _)| lat.value),
            lon: point.map(|(_, lon)| lon.value),
            radius_km: point.map(|_| radius),
        })
    }

    /// Appends the columns between `|`, those left empty that the event's place tells.
    pub(super) fn push_rest(&self, place: Option<&Place>, text: &mut String) {
        let (start, end) = (self.start, self.start + self.row.layout.geo);
        let told = place.filter(|_| self.is_found());
        text.push_str(self.row.at(start));
        text.push('|');
        if !told.is_some_and(|place| self.is_full_name(place)) {
            text.push_str(self.full_name());
        }
        text.push('|');
        self.row.push_joined(start + 2, end - start - 5, text);
        let point = told.is_some_and(|place| place.lat.is_some());
        for (column, number) in [(end - 3, self.lat), (end - 2, self.lon)] {
            text.push('|');
            if !(point && number.is_some_and(|number| number.shortest)) {
                text.push_str(self.row.at(column));
            }
        }
        text.push('|');
        text.push_str(self.row.at(end - 1));
    }

    /// Whether GDELT's name of a place follows from the place: its name, for a city the unit that
    /// it lies in, and the country.
    fn is_full_name(&self, place: &Place) -> bool {
        let Some(rest) = self.full_name().strip_prefix(place.name.as_str()) else { return false };
        let is_state = matches!(self.sort(), Some(b'2' | b'5'));
        let rest = match &place.admin1 {
            Some(unit) if !is_state || *unit != place.name => {
                rest.strip_prefix(", ").and_then(|rest| rest.strip_prefix(unit.as_str()))
            }
            _ => Some(rest),
        };
        match (rest, self.country) {
            (Some(""), country) => self.is_country() || country.is_none(),
            (Some(rest), Some(country)) => {
                !self.is_country() && rest.strip_prefix(", ").is_some_and(|r| r == country.name)
            }
            _ => false,
        }
    }
}

/// Where a name is divided: the commas before a space.
pub(super) fn commas(name: &str) -> impl Iterator<Item = usize> {
    // Bytes are compared, which for texts so short is quicker than a search.
    let pairs = name.as_bytes().windows(2).enumerate();
    pairs.filter(|(_, pair)| *pair == b", ").map(|(at, _)| at)
}
