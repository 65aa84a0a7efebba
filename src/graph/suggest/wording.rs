//! The reason for a suggested link, in words that a person can check.

use super::facts::{CAUSES, CUES, Facts};
use crate::domain::Relation;
use crate::graph::common::{Common, capital, listed};
use crate::graph::profile::Profiles;

/// What speaks for a relation, then what the two events share.
pub(super) fn rationale(
    relation: Relation,
    [later, earlier]: [&Facts; 2],
    common: &Common,
    profiles: &Profiles,
) -> String {
    let mut parts = Vec::new();
    match relation {
        Relation::Follows if later.kind == earlier.kind => {
            parts.push(format!("both are {} events", later.kind));
        }
        Relation::RespondsTo if later.reverses(earlier) => {
            parts.push("between the same parties with their parts reversed".to_owned());
        }
        Relation::PartOf if earlier.lies_in(later) => {
            parts.push("the earlier lies inside the later".to_owned());
        }
        Relation::PartOf => parts.push("the one lies inside the other".to_owned()),
        Relation::Causes | Relation::Enables => parts.push(cue(CAUSES, "the text gives a cause")),
        Relation::Implements if earlier.unreal => {
            parts.push("it was announced before".to_owned());
        }
        Relation::Implements | Relation::Reverses | Relation::RefersTo => {
            parts.push(format!("{} after {}", later.kind, earlier.kind));
        }
        _ => {}
    }
    let both: Vec<&str> = later.actors.intersection(&earlier.actors).copied().collect();
    if !both.is_empty() {
        parts.push(format!("both have {}", listed(&both, 3)));
    }
    if later.place.is_some() && later.place == earlier.place {
        parts.push(format!("both at {}", later.place.unwrap_or_default()));
    }
    parts.push(common.words_besides(profiles, &both));
    capital(&parts.join("; "))
}

fn cue(cue: usize, what: &str) -> String {
    let words = CUES.get(cue).map_or(&[][..], |(_, words)| words);
    format!("{what} (such as “{}”)", words.first().copied().unwrap_or_default())
}
