//! Places: GDELT's columns of the action's and of each actor's.

use super::codes::by_fips;
use super::row::{Bad, Number, Row};
use crate::coding::Country;
use crate::domain::Place;

/// The columns of a place.
pub(super) struct Geo<'a> {
    row: &'a Row<'a>,
    /// The first of them.
    start: usize,
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
        if let Some(other) = other.filter(|other| other.text() == row.range(start, width)) {
            return Ok(Geo { row, start, lat: other.lat, lon: other.lon });
        }
        if !matches!(row.at(start).as_bytes(), [] | [b'0'..=b'5']) {
            return Err(row.bad(start, "expected 1 to 5, or 0 for no place"));
        }
        let (at_lat, at_lon) = (start + width - 3, start + width - 2);
        let lat = row.within(at_lat, -90.0, 90.0, "expected degrees from -90 to 90")?;
        let lon = row.within(at_lon, -180.0, 180.0, "expected degrees from -180 to 180")?;
        Ok(Geo { row, start, lat, lon })
    }

    /// The columns with tabs between them.
    pub(super) fn text(&self) -> &'a str {
        self.row.range(self.start, self.row.layout.geo)
    }

    /// Appends all columns with `|` between them.
    pub(super) fn push_all(&self, text: &mut String) {
        self.row.push_joined(self.start, self.row.layout.geo, text);
    }

    fn sort(&self) -> &'a str {
        self.row.at(self.start)
    }

    pub(super) fn full_name(&self) -> &'a str {
        self.row.at(self.start + 1)
    }

    /// The country that it lies in.
    pub(super) fn country(&self) -> Option<&'static Country> {
        by_fips(self.row.at(self.start + 2))
    }

    /// Its own name, and the unit between that and the country.
    pub(super) fn name_and_unit(&self) -> (&'a str, Option<&'a str>) {
        let full = self.full_name().trim_ascii();
        if self.is_country() {
            return (full, None);
        }
        // Bytes are compared, which for texts so short is quicker than a search.
        let mut commas = full.as_bytes().windows(2);
        let is_comma = |pair: &[u8]| pair == b", ";
        let Some(first) = commas.position(is_comma).filter(|first| *first > 0) else {
            return (full, None);
        };
        let last = commas.rposition(is_comma).map(|after| first + 1 + after);
        (&full[..first], last.and_then(|last| full.get(first + 2..last)))
    }

    /// Whether it is a country as a whole.
    pub(super) fn is_country(&self) -> bool {
        self.sort() == "1"
    }

    /// Whether nothing is told, in the way that most rows tell nothing.
    pub(super) fn is_none(&self) -> bool {
        matches!(self.text(), "0\t\t\t\t\t\t" | "0\t\t\t\t\t\t\t")
    }

    /// Whether GDELT says that it found a place. Where it does not, there may still be remnants of
    /// one: the code of a country, 0 degrees.
    fn is_found(&self) -> bool {
        !matches!(self.sort(), "" | "0")
    }

    /// The place.
    pub(super) fn place(&self) -> Option<Place> {
        let full = self.full_name().trim_ascii();
        if !self.is_found() {
            let country = self.country()?;
            let iso3 = Some(country.iso3.clone());
            return Some(Place { country: iso3, ..Place::named(&country.name) });
        }
        if full.is_empty() {
            return None;
        }
        let (name, unit) = self.name_and_unit();
        let (mut admin1, mut radius) = (unit.filter(|unit| !unit.ends_with("(general)")), COUNTRY);
        match self.sort() {
            // A state is its own unit.
            "2" | "5" => (admin1, radius) = (admin1.or(Some(name)), STATE),
            "3" | "4" => radius = CITY,
            _ => {}
        }
        // One without the other is no point.
        let point = self.lat.zip(self.lon);
        Some(Place {
            name: name.to_owned(),
            country: self.country().map(|country| country.iso3.clone()),
            admin1: admin1.map(str::to_owned),
            admin2: None,
            lat: point.map(|(lat, _)| lat.value),
            lon: point.map(|(_, lon)| lon.value),
            radius_km: point.map(|_| radius),
        })
    }

    /// Appends the columns between `|`, those left empty that the event's place tells.
    pub(super) fn push_rest(&self, place: Option<&Place>, text: &mut String) {
        let width = self.row.layout.geo;
        for i in 0..width {
            let cell = self.row.at(self.start + i);
            if i > 0 {
                text.push('|');
            }
            let told = place.filter(|_| self.is_found()).is_some_and(|place| match i {
                1 => is_full_name(cell, self.sort(), place, self.country()),
                _ if place.lat.is_none() => false,
                _ if i + 3 == width => self.lat.is_some_and(|number| number.shortest),
                _ if i + 2 == width => self.lon.is_some_and(|number| number.shortest),
                _ => false,
            });
            if !told {
                text.push_str(cell);
            }
        }
    }
}

/// Whether GDELT's name of a place follows from the place: its name, for a city the unit that it
/// lies in, and the country.
fn is_full_name(full: &str, sort: &str, place: &Place, country: Option<&Country>) -> bool {
    let Some(rest) = full.strip_prefix(place.name.as_str()) else { return false };
    let rest = match &place.admin1 {
        Some(unit) if !matches!(sort, "2" | "5") || *unit != place.name => {
            rest.strip_prefix(", ").and_then(|rest| rest.strip_prefix(unit.as_str()))
        }
        _ => Some(rest),
    };
    match (rest, country) {
        (Some(""), _) => sort == "1" || country.is_none(),
        (Some(rest), Some(country)) => {
            sort != "1" && rest.strip_prefix(", ").is_some_and(|rest| rest == country.name)
        }
        _ => false,
    }
}
