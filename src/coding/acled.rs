use super::table::rows;
use crate::domain::Kind;
use std::sync::LazyLock;

/// An event type of ACLED, the Armed Conflict Location and Event Data project, or a sub-event type.
#[derive(Debug, Clone, PartialEq)]
pub struct Acled {
    /// The event type.
    pub event_type: String,
    /// The sub-event type; none for the event type as a whole.
    pub sub_event_type: Option<String>,
    /// What it covers.
    pub label: String,
    /// The kind, and with it the PLOVER type.
    pub kind: Kind,
    /// The PLOVER mode that it comes to.
    pub mode: Option<String>,
    /// The CAMEO code that comes nearest.
    pub cameo: Option<String>,
    /// Whether the codebook of 2023 and after has it; files from before have other names.
    pub current: bool,
}

impl Acled {
    /// The finer of its names.
    pub fn name(&self) -> &str {
        self.sub_event_type.as_deref().unwrap_or(&self.event_type)
    }

    /// Both of its names, as in `Battles: Armed clash`.
    pub fn full_name(&self) -> String {
        match &self.sub_event_type {
            Some(sub) => format!("{}: {sub}", self.event_type),
            None => self.event_type.clone(),
        }
    }
}

static TYPES: LazyLock<Vec<Acled>> = LazyLock::new(|| {
    let listed = rows(include_str!("../../data/coding/acled.csv"));
    let types = listed.iter().filter_map(|row| {
        let field = |i: usize| row.get(i).filter(|field| !field.is_empty()).map(str::to_owned);
        Some(Acled {
            event_type: field(0)?,
            sub_event_type: field(1),
            label: field(2)?,
            kind: row.get(3)?.parse().ok()?,
            mode: field(4),
            cameo: field(5),
            current: row.get(6)? == "yes",
        })
    });
    types.collect()
});

/// Every event type and sub-event type, those of today first.
pub fn acled_types() -> &'static [Acled] {
    &TYPES
}

/// What ACLED's pair of columns means, in any case. A sub-event type that is not known counts as
/// its event type.
///
/// ```
/// use annalist::coding::acled;
/// use annalist::domain::Kind;
/// assert_eq!(acled("Strategic developments", "Arrests").unwrap().kind, Kind::Coerce);
/// assert_eq!(acled("Battle-No change of territory", "").unwrap().kind, Kind::Assault);
/// ```
pub fn acled(event_type: &str, sub_event_type: &str) -> Option<&'static Acled> {
    let types = || TYPES.iter().filter(|t| t.event_type.eq_ignore_ascii_case(event_type));
    let exact = types().find(|t| {
        t.sub_event_type.as_deref().is_some_and(|s| s.eq_ignore_ascii_case(sub_event_type))
    });
    exact.or_else(|| types().find(|t| t.sub_event_type.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::{cameo, plover};

    #[test]
    fn the_codebook_has_six_event_types_and_25_sub_event_types() {
        let current = || acled_types().iter().filter(|t| t.current);
        assert_eq!(current().filter(|t| t.sub_event_type.is_none()).count(), 6);
        assert_eq!(current().filter(|t| t.sub_event_type.is_some()).count(), 25);
        let text = include_str!("../../data/coding/acled.csv");
        assert_eq!(acled_types().len(), text.lines().count() - 1);
    }

    #[test]
    fn the_nearest_cameo_code_is_of_the_same_kind() {
        for t in acled_types() {
            let code = t.cameo.as_deref().map(|code| cameo(code).unwrap());
            assert!(code.is_none_or(|code| code.kind == t.kind), "{}", t.name());
            if let Some(mode) = &t.mode {
                let (_, known) = plover(t.kind.as_str(), mode).unwrap();
                assert_eq!(known, Some(mode.as_str()), "{}", t.name());
            }
        }
    }

    #[test]
    fn an_unknown_sub_event_type_counts_as_its_event_type() {
        assert_eq!(acled("battles", "Naval battle").unwrap().name(), "Battles");
        assert_eq!(acled("BATTLES", "armed clash").unwrap().name(), "Armed clash");
        assert_eq!(acled("Elections", "Armed clash"), None);
    }
}
