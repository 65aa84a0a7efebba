//! What speaks for a link between two events, as numbers with names.

use super::facts::{CUES, Facts};
use crate::domain::{Class, Kind};
use crate::graph::common::{Common, FEATURE_NAMES, kilometres};

/// A kilometre distance that stands for an unknown one.
const UNKNOWN_KM: f64 = 2000.0;

/// What speaks for a link from a later event to an earlier one, in the order of [`names`].
pub(super) fn evidence(later: &Facts, earlier: &Facts, common: &Common) -> Vec<f64> {
    let yes = |condition: bool| f64::from(u8::from(condition));
    let days = common.days.unwrap_or(365);
    let length =
        |facts: &Facts| facts.days.map_or(0.0, |(first, last)| f64::from(last - first).ln_1p());
    let same_place = later.place.is_some() && later.place == earlier.place;
    let same_kind = later.kind == earlier.kind;
    let same_by = !later.by.is_disjoint(&earlier.by);
    let shared = later.actors.intersection(&earlier.actors).count() as f64;
    let fewest = later.actors.len().min(earlier.actors.len()).max(1) as f64;
    let inside = later.lies_in(earlier);
    let reversed = later.reverses(earlier);
    let near = days <= 14;
    let mut numbers = common.features.to_vec();
    numbers.extend([
        yes(days <= 3),
        yes(near),
        yes(days <= 60),
        yes(inside),
        yes(earlier.lies_in(later)),
        length(later),
        length(earlier),
        yes(same_kind),
        yes(reversed),
        yes(reversed && near),
        yes(same_by),
        yes(same_kind && same_by),
        shared / fewest,
        later.point.zip(earlier.point).map_or(UNKNOWN_KM, |(a, b)| kilometres(a, b)).ln_1p(),
        yes(same_place),
        yes(inside && same_place),
        yes(later.unreal),
        yes(earlier.unreal),
    ]);
    numbers.extend(Kind::ALL.iter().map(|kind| yes(later.kind == *kind)));
    numbers.extend(Kind::ALL.iter().map(|kind| yes(earlier.kind == *kind)));
    for class in Class::ALL {
        let is = Class::of(later.kind) == *class;
        numbers.extend(Class::ALL.iter().map(|other| yes(is && Class::of(earlier.kind) == *other)));
    }
    numbers.extend(later.cues.map(yes));
    numbers.extend(earlier.cues.map(yes));
    numbers.extend(later.cues.map(|cue| yes(cue && reversed)));
    numbers.extend(later.cues.map(|cue| yes(cue && same_by)));
    numbers
}

/// The names of the numbers.
pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = FEATURE_NAMES.iter().map(|name| (*name).to_owned()).collect();
    names.extend(
        [
            "within 3 days",
            "within 14 days",
            "within 60 days",
            "inside",
            "around",
            "length",
            "length of the earlier",
            "same kind",
            "reversed",
            "reversed within 14 days",
            "same initiator",
            "same kind and initiator",
            "share of actors",
            "distance",
            "same place",
            "inside at the same place",
            "not actual",
            "earlier not actual",
        ]
        .map(str::to_owned),
    );
    names.extend(Kind::ALL.iter().map(|kind| kind.to_string()));
    names.extend(Kind::ALL.iter().map(|kind| format!("earlier {kind}")));
    for class in Class::ALL {
        names.extend(Class::ALL.iter().map(|other| format!("{class} on {other}")));
    }
    let cues = |suffix: &'static str| CUES.iter().map(move |(cue, _)| format!("{cue}{suffix}"));
    names.extend(cues(""));
    names.extend(cues(" earlier"));
    names.extend(cues(" reversed"));
    names.extend(cues(" by the same"));
    names
}
