use super::table::{rows, several};
use crate::domain::Kind;
use std::sync::LazyLock;

/// An event type of PLOVER (Open Event Data Alliance 2021), in which POLECAT codes.
#[derive(Debug, Clone, PartialEq)]
pub struct PloverType {
    /// The kind, which has the same name.
    pub kind: Kind,
    /// Its name as PLOVER writes it, in capitals.
    pub name: String,
    /// What it covers.
    pub label: String,
    /// Its modes.
    pub modes: Vec<String>,
    /// From cooperation in words, 1, to conflict in deeds, 4. PLOVER counts concessions as words
    /// and protests as deeds, where GDELT's count by CAMEO root does the opposite.
    pub quad: u8,
}

static TYPES: LazyLock<Vec<PloverType>> = LazyLock::new(|| {
    let listed = rows(include_str!("../../data/coding/plover.csv"));
    let types = listed.iter().filter_map(|row| {
        let name = row.get(0)?;
        Some(PloverType {
            kind: name.parse().ok()?,
            name: name.to_uppercase(),
            label: row.get(1)?.to_owned(),
            modes: several(row.get(2)),
            quad: row.get(3)?.parse().ok()?,
        })
    });
    types.collect()
});

/// Names of before 2021, and today's.
const OLD_NAMES: &[(&str, &str)] = &[
    ("DEMAND", "REQUEST"),
    ("DISAPPROVE", "ACCUSE"),
    ("INVESTIGATE", "ACCUSE"),
    ("FIGHT", "ASSAULT"),
];

/// Every PLOVER type, from cooperation to conflict.
pub fn plover_types() -> &'static [PloverType] {
    &TYPES
}

/// The PLOVER type that bears the name of a kind; none for statements, appeals and others.
pub(super) fn plover_type(kind: Kind) -> Option<&'static str> {
    TYPES.iter().find(|t| t.kind == kind).map(|t| t.name.as_str())
}

/// The type and the mode that a file gives, in any case, under today's names or those of before
/// 2021 (DEMAND, DISAPPROVE, INVESTIGATE, FIGHT). A mode that the type does not have is none.
///
/// ```
/// use annalist::coding::plover;
/// use annalist::domain::Kind;
/// let (fight, mode) = plover("FIGHT", "heavy-weapons").unwrap();
/// assert_eq!((fight.kind, mode), (Kind::Assault, Some("heavy-weapons")));
/// assert!(plover("SKIRMISH", "").is_none());
/// ```
pub fn plover(event_type: &str, mode: &str) -> Option<(&'static PloverType, Option<&'static str>)> {
    let today = OLD_NAMES.iter().find(|(old, _)| old.eq_ignore_ascii_case(event_type));
    let name = today.map_or(event_type, |(_, name)| name);
    let found = TYPES.iter().find(|t| t.name.eq_ignore_ascii_case(name))?;
    let mode = found.modes.iter().find(|m| m.eq_ignore_ascii_case(mode));
    Some((found, mode.map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::cameo_codes;

    #[test]
    fn every_kind_but_three_is_a_type_in_the_same_order() {
        let left_out = [Kind::Statement, Kind::Appeal, Kind::Other];
        let all = Kind::ALL.iter().copied();
        let expected: Vec<Kind> = all.filter(|kind| !left_out.contains(kind)).collect();
        assert_eq!(plover_types().iter().map(|t| t.kind).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn every_mode_of_a_cameo_code_is_a_mode_of_its_type() {
        for cameo in cameo_codes() {
            let Some(mode) = &cameo.mode else { continue };
            let (_, known) = plover(cameo.plover().unwrap(), mode).unwrap();
            assert_eq!(known, Some(mode.as_str()), "{}", cameo.code);
        }
    }

    #[test]
    fn old_names_lead_to_types() {
        for (old, today) in OLD_NAMES {
            assert_eq!(plover(old, "").unwrap().0.name, *today);
        }
    }
}
