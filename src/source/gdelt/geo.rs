//! Places: GDELT's columns of the action's and of each actor's.

use super::codes::by_fips;
use super::row::{Bad, Number, Row};
use crate::coding::Country;
use crate::domain::Place;

/// The columns of a place.
pub(super) struct Geo<'a> {
    /// As they stand.
    pub cells: &'a [&'a str],
    lat: Option<Number>,
    lon: Option<Number>,
}

/// The country's middle stands for it; and so on. How far from there it may have been, in km.
const COUNTRY: f64 = 500.0;
const STATE: f64 = 200.0;
const CITY: f64 = 10.0;

impl<'a> Geo<'a> {
    /// Reads the columns from `start` on.
    pub(super) fn read(row: &'a Row<'a>, start: usize) -> Result<Geo<'a>, Bad> {
        let width = row.layout.geo;
        let cells = row.range(start, width);
        if !matches!(cells[0], "" | "0" | "1" | "2" | "3" | "4" | "5") {
            return Err(row.bad(start, "expected 1 to 5, or 0 for no place"));
        }
        let (at_lat, at_lon) = (start + width - 3, start + width - 2);
        let lat = row.within(at_lat, -90.0, 90.0, "expected degrees from -90 to 90")?;
        let lon = row.within(at_lon, -180.0, 180.0, "expected degrees from -180 to 180")?;
        Ok(Geo { cells, lat, lon })
    }

    pub(super) fn full_name(&self) -> &'a str {
        self.cells[1]
    }

    /// The country that it lies in.
    pub(super) fn country(&self) -> Option<&'static Country> {
        by_fips(self.cells[2])
    }

    /// Whether nothing is told, in the way that most rows tell nothing.
    pub(super) fn is_none(&self) -> bool {
        self.cells[0] == "0" && self.cells[1..].iter().all(|cell| cell.is_empty())
    }

    /// Appends where it is, short, unless it is a country that the title names anyway.
    pub(super) fn push_short(&self, is_named: impl Fn(&str) -> bool, title: &mut String) {
        let full = self.full_name().trim();
        let whole = self.cells[0] == "1";
        let first = full.split(", ").next().filter(|_| !whole).unwrap_or(full);
        let country = self.country().map_or("", |country| country.name.as_str());
        let name = if whole && !country.is_empty() { country } else { first };
        if name.is_empty() || whole && is_named(name) {
            return;
        }
        title.push_str(" in ");
        title.push_str(name);
        if !whole && !country.is_empty() && name != country {
            title.push_str(", ");
            title.push_str(country);
        }
    }

    /// Whether GDELT says that it found a place. Where it does not, there may still be remnants of
    /// one: the code of a country, 0 degrees.
    fn is_found(&self) -> bool {
        !matches!(self.cells[0], "" | "0")
    }

    /// The place.
    pub(super) fn place(&self) -> Option<Place> {
        let full = self.full_name().trim();
        if !self.is_found() {
            let country = self.country()?;
            let iso3 = Some(country.iso3.clone());
            return Some(Place { country: iso3, ..Place::named(&country.name) });
        }
        if full.is_empty() {
            return None;
        }
        let (mut name, mut admin1, mut radius) = (full, None, COUNTRY);
        if self.cells[0] != "1"
            && let Some(first) = full.find(", ")
        {
            name = &full[..first];
            let last = full.rfind(", ").unwrap_or(first);
            admin1 = full.get(first + 2..last).filter(|unit| !unit.ends_with("(general)"));
        }
        match self.cells[0] {
            "2" | "5" => (admin1, radius) = (Some(name), STATE),
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
        let width = self.cells.len();
        for (i, cell) in self.cells.iter().enumerate() {
            if i > 0 {
                text.push('|');
            }
            let told = place.filter(|_| self.is_found()).is_some_and(|place| match i {
                1 => is_full_name(cell, self.cells[0], place, self.country()),
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
        Some(unit) if !matches!(sort, "2" | "5") => {
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
