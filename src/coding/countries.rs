use super::states::spelt;
use super::table::{rows, several};
use crate::domain::{Actor, ActorKind, Alias};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A country or territory with a code of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166 alpha-3.
    pub iso3: String,
    /// ISO 3166 alpha-2.
    pub iso2: String,
    /// The name it goes by in the news.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The adjectives and the words for its people.
    pub adjectives: Vec<String>,
    /// The seat of its government under its names, the usual one first; may be empty.
    pub capitals: Vec<String>,
    /// Its middle, in degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Its capital, in degrees north and east.
    pub capital_point: Option<(f64, f64)>,
}

impl From<&Country> for Actor {
    fn from(country: &Country) -> Actor {
        Actor {
            name: country.name.clone(),
            kind: ActorKind::Country,
            country: Some(country.iso3.clone()),
            aliases: country
                .aliases
                .iter()
                .map(|name| Alias { name: name.clone(), dates: None })
                .collect(),
            memberships: Vec::new(),
        }
    }
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    rows(include_str!("../../data/coding/countries.csv"))
        .iter()
        .filter_map(|row| {
            let number = |i: usize| row.get(i).and_then(|v| v.trim().parse::<f64>().ok());
            Some(Country {
                iso3: row.get(0)?.to_owned(),
                iso2: row.get(1)?.to_owned(),
                name: row.get(2)?.to_owned(),
                aliases: several(row.get(3)),
                adjectives: several(row.get(4)),
                capitals: several(row.get(5)),
                point: number(6).zip(number(7)),
                capital_point: number(8).zip(number(9)),
            })
        })
        .collect()
});

static BY_NAME: LazyLock<HashMap<String, &'static Country>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    // Aliases first, so that where one country's alias is another's name, the name stands.
    for country in countries() {
        for alias in &country.aliases {
            index.insert(alias.to_lowercase(), country);
        }
    }
    for country in countries() {
        index.insert(country.name.to_lowercase(), country);
    }
    index
});

static BY_CODE: LazyLock<HashMap<&'static str, &'static Country>> = LazyLock::new(|| {
    countries()
        .iter()
        .flat_map(|c| [(c.iso3.as_str(), c), (c.iso2.as_str(), c)])
        .filter(|(code, _)| !code.is_empty())
        .collect()
});

/// Every country of the table.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// The country with this ISO 3166 code, alpha-3 or alpha-2, in any case.
///
/// ```
/// assert_eq!(annalist::coding::country("ukr").unwrap().name, "Ukraine");
/// ```
pub fn country(code: &str) -> Option<&'static Country> {
    BY_CODE.get(code.to_uppercase().as_str()).copied()
}

/// The country with this name or alias, in any case, or that UCDP, ACLED, ICEWS or ISO 3166 spell
/// this way.
///
/// ```
/// use annalist::coding::country_named;
/// assert_eq!(country_named("U.S.").unwrap().iso3, "USA");
/// assert_eq!(country_named("Myanmar (Burma)").unwrap().iso3, "MMR");
/// ```
pub fn country_named(name: &str) -> Option<&'static Country> {
    let name = name.to_lowercase();
    BY_NAME.get(&name).copied().or_else(|| country(spelt(&name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let text = include_str!("../../data/coding/countries.csv");
        assert_eq!(countries().len(), text.lines().filter(|l| !l.is_empty()).count() - 1);
        for c in countries() {
            assert_eq!(c.iso3.len(), 3, "{}", c.name);
            assert!(c.point.is_some(), "{} has no point", c.name);
        }
    }

    #[test]
    fn codes_names_and_aliases_lead_to_one_country() {
        assert_eq!(country("UKR"), country_named("ukraine"));
        assert_eq!(country("us"), country_named("USA"));
        assert!(country("ZZZ").is_none() && country_named("Atlantis").is_none());
        let actor = Actor::from(country("GBR").unwrap());
        assert_eq!(actor.country.as_deref(), Some("GBR"));
        assert!(actor.aliases.iter().any(|a| a.name == "Britain"));
    }
}
