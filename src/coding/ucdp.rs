use super::table::rows;
use crate::domain::Kind;
use std::sync::LazyLock;

/// A type of organised violence, as the Uppsala Conflict Data Program counts them.
#[derive(Debug, Clone, PartialEq)]
pub struct Violence {
    /// The number in the column `type_of_violence`.
    pub number: u8,
    /// What it is.
    pub label: String,
    /// The kind, and with it the PLOVER type.
    pub kind: Kind,
    /// The CAMEO code that comes nearest.
    pub cameo: String,
}

static TYPES: LazyLock<Vec<Violence>> = LazyLock::new(|| {
    let listed = rows(include_str!("../../data/coding/ucdp.csv"));
    let types = listed.iter().filter_map(|row| {
        Some(Violence {
            number: row.get(0)?.parse().ok()?,
            label: row.get(1)?.to_owned(),
            kind: row.get(2)?.parse().ok()?,
            cameo: row.get(3)?.to_owned(),
        })
    });
    types.collect()
});

/// Every type of violence.
pub fn ucdp_types() -> &'static [Violence] {
    &TYPES
}

/// The type of violence with this number.
///
/// ```
/// assert_eq!(annalist::coding::ucdp_violence(3).unwrap().label, "One-sided violence");
/// ```
pub fn ucdp_violence(number: u8) -> Option<&'static Violence> {
    TYPES.iter().find(|t| t.number == number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::cameo;

    #[test]
    fn there_are_three_and_their_cameo_codes_are_of_their_kind() {
        assert_eq!(ucdp_types().len(), 3);
        for t in ucdp_types() {
            assert_eq!(cameo(&t.cameo).map(|c| c.kind), Some(t.kind), "{}", t.label);
        }
    }
}
