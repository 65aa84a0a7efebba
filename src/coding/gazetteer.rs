use super::{cities, countries};
use std::collections::HashMap;
use std::sync::LazyLock;

static GAZETTEER: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    // What comes first stands: the name of a country before that of a town elsewhere.
    for country in countries() {
        let names = std::iter::once(&country.name).chain(&country.aliases);
        for name in names.chain(&country.adjectives).chain(&country.capitals) {
            index.entry(name.to_lowercase()).or_insert(country.iso3.as_str());
        }
    }
    for city in cities() {
        for name in std::iter::once(&city.name).chain(&city.aliases) {
            index.entry(name.to_lowercase()).or_insert(city.country.as_str());
        }
    }
    index
});

/// The country (ISO 3166 alpha-3) that a name in a text speaks of: its own name, an adjective, a
/// word for its people, its capital, or a city of the gazetteer. In lower case.
///
/// ```
/// use annalist::coding::country_meant;
/// assert_eq!(country_meant("ukrainian"), Some("UKR"));
/// assert_eq!(country_meant("odesa"), Some("UKR"));
/// assert_eq!(country_meant("atlantis"), None);
/// ```
pub fn country_meant(name: &str) -> Option<&'static str> {
    GAZETTEER.get(name).copied()
}
