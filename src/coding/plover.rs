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
            modes: several(row.get(1)),
            quad: row.get(2)?.parse().ok()?,
        })
    });
    types.collect()
});

/// Every PLOVER type, from cooperation to conflict.
pub fn plover_types() -> &'static [PloverType] {
    &TYPES
}

/// The PLOVER type that bears the name of a kind; none for statements, appeals and others.
pub(super) fn plover_type(kind: Kind) -> Option<&'static str> {
    TYPES.iter().find(|t| t.kind == kind).map(|t| t.name.as_str())
}

/// The type and the mode that a file gives, in any case, under today's names or those of before
/// 2021 (DEMAND, DISAPPROVE, FIGHT). A mode that the type does not have is none.
///
/// ```
/// use annalist::coding::plover;
/// use annalist::domain::Kind;
/// let (fight, mode) = plover("FIGHT", "heavy-weapons").unwrap();
/// assert_eq!((fight.kind, mode), (Kind::Assault, Some("heavy-weapons")));
/// assert!(plover("SKIRMISH", "").is_none());
/// ```
pub fn plover(event_type: &str, mode: &str) -> Option<(&'static PloverType, Option<&'static str>)> {
    let old = [("DEMAND", "REQUEST"), ("DISAPPROVE", "ACCUSE"), ("FIGHT", "ASSAULT")];
    let today = old.iter().find(|(old, _)| old.eq_ignore_ascii_case(event_type));
    let name = today.map_or(event_type, |(_, name)| name);
    let found = TYPES.iter().find(|t| t.name.eq_ignore_ascii_case(name))?;
    let mode = found.modes.iter().find(|m| m.eq_ignore_ascii_case(mode));
    Some((found, mode.map(String::as_str)))
}
