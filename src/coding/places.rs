use super::countries;
use super::table::{rows, several};
use std::sync::LazyLock;

/// A city or region that the news often names.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// Its usual name.
    pub name: String,
    /// ISO 3166 alpha-3 of the country that it belongs to under international law.
    pub country: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Whether it is its country's capital, so that its name may stand for the government.
    pub capital: bool,
}

static CITIES: LazyLock<Vec<City>> = LazyLock::new(|| {
    let listed = rows(include_str!("../../data/coding/places.csv"));
    let listed = listed.iter().filter_map(|row| {
        Some(City {
            name: row.get(0)?.to_owned(),
            country: row.get(1)?.to_owned(),
            lat: row.get(2)?.parse().ok()?,
            lon: row.get(3)?.parse().ok()?,
            aliases: several(row.get(4)),
            capital: false,
        })
    });
    let capitals = countries().iter().filter_map(|c| {
        let (lat, lon) = c.capital_point?;
        let (name, aliases) = c.capitals.split_first()?;
        let (name, aliases) = (name.clone(), aliases.to_vec());
        Some(City { name, country: c.iso3.clone(), lat, lon, aliases, capital: true })
    });
    capitals.chain(listed).collect()
});

/// The capitals of all countries, then other places of the gazetteer.
pub fn cities() -> &'static [City] {
    &CITIES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::country;

    #[test]
    fn every_row_is_read_and_lies_in_a_known_country() {
        let text = include_str!("../../data/coding/places.csv");
        let listed = cities().iter().filter(|c| !c.capital).count();
        assert_eq!(listed, text.lines().filter(|l| !l.is_empty()).count() - 1);
        for city in cities() {
            assert!(country(&city.country).is_some(), "{}", city.name);
            assert!(city.lat.abs() <= 90.0 && city.lon.abs() <= 180.0, "{}", city.name);
        }
    }
}
