use super::country;
use super::table::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

static GOVERNMENTS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for row in rows(include_str!("../../data/actors/governments.csv")) {
        if let (Some(name), Some(country)) = (row.get(0), row.get(2)) {
            // A country's first is its government as such, not an office of it.
            names.entry(country.to_owned()).or_insert_with(|| name.to_owned());
        }
    }
    names
});

/// What the government of a country, by its ISO 3166 alpha-3 code, is called among the actors that
/// the program knows.
///
/// ```
/// assert_eq!(annalist::coding::government("MMR"), "Government of Myanmar");
/// ```
pub fn government(iso3: &str) -> String {
    match GOVERNMENTS.get(iso3) {
        Some(name) => name.clone(),
        None => format!("Government of {}", country(iso3).map_or(iso3, |country| &country.name)),
    }
}
