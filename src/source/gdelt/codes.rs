//! GDELT's codes of actors and countries as tables, since they are asked for several times a row.

use crate::coding::{Country, countries, fips_country};
use std::sync::LazyLock;

/// What three letters of an actor's code are: that is the column in which GDELT repeats them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    Country,
    Group,
    /// A people, in lower case.
    People,
    Faith,
    Type,
    /// A part in society of bodies that have a name of their own and belong to no country.
    International,
    /// Nothing that has a column.
    #[default]
    None,
}

/// Regions that GDELT has among the countries.
const REGIONS: &str = "AFR ASA BLK CAU CFR CRB EAF EEU EIN EUR LAM MDT MEA NAF NMR PGS PRS SAF \
                       SAM SAS SCN SEA WAF WST";
const FAITHS: &str = "ADR ALE ATH BAH BUD CHR CON CPT CTH DOX DRZ HIN HSD ITR JAN JEW JHW LDS MOS \
                      MRN NRM PAG PRO SFI SHI SHN SIK SUN TAO UDX ZRO";
const TYPES: &str = "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI INS JUD LAB LEG MED MIL MOD OPP \
                     RAD REB REF SEP SET SPY UAF";
const INTERNATIONAL: &str = "IGO IMG INT MNC NGM NGO UIS";
/// Parts in society that have no column.
const WITHOUT: &str = "PTY REL";

struct Tables {
    parts: Vec<Part>,
    by_iso3: Vec<Option<&'static Country>>,
    by_fips: Vec<Option<&'static Country>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut parts = vec![Part::Group; 26 * 26 * 26];
    let mut by_iso3 = vec![None; parts.len()];
    for country in countries() {
        if let Some(slot) = slot(country.iso3.as_bytes(), 3) {
            (parts[slot], by_iso3[slot]) = (Part::Country, Some(country));
        }
    }
    for (list, part) in [
        (REGIONS, Part::Country),
        (FAITHS, Part::Faith),
        (TYPES, Part::Type),
        (INTERNATIONAL, Part::International),
        (WITHOUT, Part::None),
    ] {
        for slot in list.split(' ').filter_map(|code| slot(code.as_bytes(), 3)) {
            parts[slot] = part;
        }
    }
    let letters = || b'A'..=b'Z';
    let fips = letters().flat_map(|a| letters().map(move |b| [a, b]));
    let by_fips = fips.map(|code| {
        let iso3 = fips_country(std::str::from_utf8(&code).ok()?)?;
        by_iso3[slot(iso3.as_bytes(), 3)?]
    });
    let by_fips = by_fips.collect();
    Tables { parts, by_iso3, by_fips }
});

/// A number for so many capitals.
fn slot(letters: &[u8], length: usize) -> Option<usize> {
    if letters.len() != length {
        return None;
    }
    letters.iter().try_fold(0, |slot, letter| {
        letter.is_ascii_uppercase().then(|| slot * 26 + usize::from(letter - b'A'))
    })
}

/// The country with this ISO 3166 alpha-3 code.
pub(super) fn by_iso3(code: &str) -> Option<&'static Country> {
    TABLES.by_iso3[slot(code.as_bytes(), 3)?]
}

/// The country with this FIPS 10-4 code.
pub(super) fn by_fips(code: &[u8]) -> Option<&'static Country> {
    TABLES.by_fips[slot(code, 2)?]
}

/// The parts of an actor's code, three letters each.
pub(super) fn parts(code: &str) -> impl Iterator<Item = (&str, Part)> {
    let code = code.trim_ascii();
    (0..code.len()).step_by(3).filter_map(|at| code.get(at..at + 3)).map(|letters| {
        let part = match slot(letters.as_bytes(), 3) {
            Some(slot) => TABLES.parts[slot],
            None if letters.bytes().all(|b| b.is_ascii_lowercase()) => Part::People,
            None => Part::None,
        };
        (letters, part)
    })
}

/// How many columns there are past an actor's name.
pub(super) const COLUMNS: usize = 8;

/// What they hold as it follows from the actor's code: which of country, known group, people, two
/// faiths and three types, and its letters.
pub(super) fn columns(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut used = [false; COLUMNS];
    parts(code).filter_map(move |(letters, part)| {
        let mut range = match part {
            Part::Country => 0..1,
            Part::Group => 1..2,
            Part::People => 2..3,
            Part::Faith => 3..5,
            Part::Type | Part::International => 5..8,
            Part::None => return None,
        };
        let free = range.find(|i| !used[*i])?;
        used[free] = true;
        Some((free, letters))
    })
}
