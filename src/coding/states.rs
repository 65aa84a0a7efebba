use super::country;
use super::table::{rows, several};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The codes and spellings of one scheme, each with its country's ISO 3166 alpha-3 code.
type Index = HashMap<String, &'static str>;

/// What other schemes call countries. Some know several for one: Yemen had two numbers before
/// 1990, and FIPS 10-4 counted islands apart.
struct States {
    fips: Index,
    cow: Index,
    gw: Index,
    names: Index,
}

static STATES: LazyLock<States> = LazyLock::new(|| {
    let mut states =
        States { fips: Index::new(), cow: Index::new(), gw: Index::new(), names: Index::new() };
    for row in &rows(include_str!("../../data/coding/states.csv")) {
        let Some(iso3) = row.get(0).and_then(country).map(|c| c.iso3.as_str()) else { continue };
        let codes = |i: usize| several(row.get(i)).into_iter().map(move |code| (code, iso3));
        states.fips.extend(codes(1));
        states.cow.extend(codes(2));
        states.cow.extend(codes(3));
        states.gw.extend(codes(4));
        states.names.extend(codes(5).map(|(name, iso3)| (name.to_lowercase(), iso3)));
    }
    states
});

/// The country, ISO 3166 alpha-3, with this FIPS 10-4 code, as in the places of GDELT. Not the
/// same as ISO: AU is Austria. Seas and disputed islands belong to none.
///
/// ```
/// use annalist::coding::fips_country;
/// assert_eq!(fips_country("AU"), Some("AUT"));
/// assert_eq!(fips_country("GZ"), Some("PSE"));
/// assert_eq!(fips_country("OS"), None); // The oceans.
/// ```
pub fn fips_country(code: &str) -> Option<&'static str> {
    STATES.fips.get(code).copied()
}

/// The country, ISO 3166 alpha-3, with this Gleditsch-Ward number, as in UCDP's `country_id`.
///
/// ```
/// assert_eq!(annalist::coding::gw_country("775"), Some("MMR"));
/// ```
pub fn gw_country(number: &str) -> Option<&'static str> {
    STATES.gw.get(number).copied()
}

/// The country, ISO 3166 alpha-3, with this number or abbreviation of the Correlates of War.
///
/// ```
/// use annalist::coding::cow_country;
/// assert_eq!(cow_country("255"), Some("DEU"));
/// assert_eq!(cow_country("GMY"), Some("DEU"));
/// ```
pub fn cow_country(code: &str) -> Option<&'static str> {
    STATES.cow.get(code).copied()
}

/// The country that a data set spells this way, in lower case.
pub(super) fn spelt(name: &str) -> Option<&'static str> {
    STATES.names.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::{countries, country_named};
    use std::collections::HashSet;

    #[test]
    fn every_country_is_known_and_no_code_or_name_is_two_countries() {
        let mut seen = HashSet::new();
        for row in &rows(include_str!("../../data/coding/states.csv")) {
            assert!(country(&row[0]).is_some(), "{}", &row[0]);
            assert_eq!(row.len(), 6, "{}", &row[0]);
            // Of the Correlates of War, numbers and abbreviations are one name space.
            for (scheme, column) in [("fips", 1), ("cow", 2), ("cow", 3), ("gw", 4), ("name", 5)] {
                for code in several(row.get(column)) {
                    assert!(seen.insert((scheme, code.to_lowercase())), "{scheme} {code}");
                    if scheme == "name" {
                        assert_eq!(country_named(&code).unwrap().iso3, row[0], "{code}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_country_but_those_without_one_has_a_fips_code() {
        let coded: HashSet<&str> = STATES.fips.values().copied().collect();
        let without: Vec<&str> =
            countries().iter().map(|c| c.iso3.as_str()).filter(|c| !coded.contains(c)).collect();
        insta::assert_snapshot!(without.join(" "), @"ALA BES");
    }

    #[test]
    fn spellings_of_ucdp_acled_and_icews_lead_to_their_countries() {
        for (name, iso3) in [
            ("Myanmar (Burma)", "MMR"),
            ("DR Congo (Zaire)", "COD"),
            ("Democratic Republic of Congo", "COD"),
            ("Russia (Soviet Union)", "RUS"),
            ("Russian Federation", "RUS"),
            ("Yemen (North Yemen)", "YEM"),
            ("Bosnia-Herzegovina", "BIH"),
            ("Kingdom of eSwatini (Swaziland)", "SWZ"),
            ("eSwatini", "SWZ"),
            ("Cambodia (Kampuchea)", "KHM"),
            ("Serbia (Yugoslavia)", "SRB"),
            ("Republic of Congo", "COG"),
            ("Ivory Coast", "CIV"),
            ("Macedonia, FYR", "MKD"),
            ("Occupied Palestinian Territory", "PSE"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Bailiwick of Jersey", "JEY"),
            ("United States of America", "USA"),
        ] {
            assert_eq!(country_named(name).map(|c| c.iso3.as_str()), Some(iso3), "{name}");
        }
    }
}
