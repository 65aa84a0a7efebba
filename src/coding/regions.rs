use super::table::{rows, several};
use std::sync::LazyLock;

/// A part of the world, or an alliance, as the countries in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its name: that of a geographical subregion of the United Nations' M49 standard, "European
    /// Union" or "NATO".
    pub name: String,
    /// What else it is called.
    pub aliases: Vec<String>,
    /// The ISO 3166 alpha-3 codes of its countries; of alliances, the members of 2025. Taiwan and
    /// Kosovo, which M49 does not list, are in the region where they lie.
    pub countries: Vec<String>,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let region = |row: &csv::StringRecord| {
        let name = row.get(0)?.to_owned();
        Some(Region { name, aliases: several(row.get(1)), countries: several(row.get(2)) })
    };
    rows(include_str!("../../data/coding/regions.csv")).iter().filter_map(region).collect()
});

/// All regions. Those of M49 do not overlap; alliances lie across them.
pub fn regions() -> &'static [Region] {
    &REGIONS
}

/// The region of this name or alias, in any case.
///
/// ```
/// let region = annalist::coding::region("west africa").unwrap();
/// assert_eq!(region.name, "Western Africa");
/// assert!(region.countries.contains(&"MLI".to_owned()));
/// ```
pub fn region(name: &str) -> Option<&'static Region> {
    let name = name.to_lowercase();
    let same = |text: &String| text.to_lowercase() == name;
    REGIONS.iter().find(|region| same(&region.name) || region.aliases.iter().any(same))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::{countries, country};

    #[test]
    fn every_country_but_antarctica_is_in_one_geographical_region() {
        let alliance = |region: &&Region| ["European Union", "NATO"].contains(&&*region.name);
        for known in countries() {
            let holds = |region: &&Region| region.countries.contains(&known.iso3);
            let n = regions().iter().filter(|r| !alliance(r)).filter(holds).count();
            assert_eq!(n, usize::from(known.iso3 != "ATA"), "{}", known.name);
        }
        for code in regions().iter().flat_map(|region| &region.countries) {
            assert_eq!(&country(code).unwrap().iso3, code);
        }
        let members = |name: &str| region(name).unwrap().countries.len();
        assert_eq!((members("EU"), members("nato")), (27, 32));
    }
}
