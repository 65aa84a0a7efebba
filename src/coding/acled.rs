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
}

static TYPES: LazyLock<Vec<Acled>> = LazyLock::new(|| {
    let listed = rows(include_str!("../../data/coding/acled.csv"));
    let types = listed.iter().filter_map(|row| {
        let field = |i: usize| row.get(i).filter(|field| !field.is_empty()).map(str::to_owned);
        Some(Acled {
            event_type: field(0)?,
            sub_event_type: field(1),
            kind: row.get(2)?.parse().ok()?,
            mode: field(3),
            cameo: field(4),
            current: row.get(5)? == "yes",
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
