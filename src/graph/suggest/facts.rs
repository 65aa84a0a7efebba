//! What the rules of suggestion look at in an event, besides its profile.

use crate::domain::{Event, Kind, Modality, Role};
use std::collections::BTreeSet;

/// What one event says of who does what to whom, where, and in which words.
#[derive(Debug)]
pub(super) struct Facts<'e> {
    pub(super) kind: Kind,
    /// Announced or spoken of, not done.
    pub(super) unreal: bool,
    /// Its first and last day, counted from the common era.
    pub(super) days: Option<(i32, i32)>,
    pub(super) place: Option<&'e str>,
    pub(super) point: Option<(f64, f64)>,
    /// Those who act, by name.
    pub(super) by: BTreeSet<&'e str>,
    /// Those who are acted on, by name.
    pub(super) on: BTreeSet<&'e str>,
    /// The countries of those who act, parties among them.
    pub(super) by_countries: BTreeSet<&'e str>,
    /// The countries of those who are acted on, parties among them.
    pub(super) on_countries: BTreeSet<&'e str>,
    /// All who take part, by name.
    pub(super) actors: BTreeSet<&'e str>,
    /// Whether the texts hold a word of each of [`CUES`].
    pub(super) cues: [bool; CUES.len()],
}

/// Words that hint at how an event stands to others, by the beginning of the word; a phrase is
/// looked for as it stands.
pub(super) const CUES: &[(&str, &[&str])] = &[
    (
        "answers",
        &[
            "in response",
            "respon",
            "retaliat",
            "repl",
            "answer",
            "counter",
            "in return",
            "after",
            "over",
            "following",
        ],
    ),
    (
        "causes",
        &[
            "because",
            "caus",
            "due to",
            "led to",
            "in response to",
            "prompt",
            "trigger",
            "thanks to",
            "as a result",
            "owing to",
            "after",
            "following",
            "over ",
            "amid",
            "open",
            "allow",
        ],
    ),
    (
        "undoes",
        &[
            "lift",
            "suspend",
            "cancel",
            "halt",
            "withdr",
            "revok",
            "repeal",
            "end",
            "quit",
            "renounc",
            "scrap",
            "resum",
            "restor",
            "return",
            "free",
            "releas",
            "again",
            "retak",
            "recaptur",
            "handed back",
            "reopen",
        ],
    ),
    (
        "carries out",
        &[
            "sign",
            "ratif",
            "beg",
            "start",
            "take effect",
            "takes effect",
            "deliver",
            "arriv",
            "carr",
            "exchang",
            "swap",
            "deploy",
            "implement",
            "vot",
            "adopt",
            "approv",
        ],
    ),
    (
        "speaks",
        &[
            "sa", "call", "claim", "den", "recall", "welcom", "blam", "accus", "condemn", "insist",
            "admit", "tell", "told", "want", "rul", "demand",
        ],
    ),
    (
        "goes on",
        &[
            "second", "third", "fourth", "fifth", "next", "again", "new", "another", "further",
            "more", "round", "continu", "extend", "go on",
        ],
    ),
    ("contrasts", &["despite", "deni", "deny", "claim", "contrar", "still", "but", "in spite"]),
    (
        "lasts",
        &["battle", "siege", "offensive", "campaign", "protests", "war", "invasion", "talks"],
    ),
];

/// The place of the cue for causes in [`CUES`].
pub(super) const CAUSES: usize = 1;

impl<'e> Facts<'e> {
    pub(super) fn of(event: &'e Event, days: Option<(i32, i32)>) -> Facts<'e> {
        let named = |roles: &'static [Role]| {
            let parts = event.actors.iter().filter(|part| roles.contains(&part.role));
            parts.map(|part| part.name.as_str()).collect()
        };
        let from = |roles: &'static [Role]| {
            let parts = event.actors.iter().filter(|part| roles.contains(&part.role));
            parts.filter_map(|part| part.country.as_deref()).collect()
        };
        Facts {
            kind: event.kind,
            unreal: event.modality != Modality::Actual,
            days,
            place: event.place.as_ref().map(|place| place.name.as_str()),
            point: event.place.as_ref().and_then(|place| place.lat.zip(place.lon)),
            by: named(&[Role::Initiator]),
            on: named(&[Role::Recipient, Role::Victim]),
            by_countries: from(&[Role::Initiator, Role::Party]),
            on_countries: from(&[Role::Recipient, Role::Victim, Role::Party]),
            actors: event
                .actors
                .iter()
                .filter(|p| !p.is_mentioned())
                .map(|p| p.name.as_str())
                .collect(),
            cues: cues(event),
        }
    }

    /// Whether each acts on whom the other one came from.
    pub(super) fn reverses(&self, other: &Facts) -> bool {
        let meet = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| !a.is_disjoint(b);
        meet(&self.by, &other.on)
            || (meet(&self.by_countries, &other.on_countries)
                && meet(&other.by_countries, &self.on_countries))
    }

    /// Whether it lies inside the other, which lasts longer.
    pub(super) fn lies_in(&self, other: &Facts) -> bool {
        self.days
            .zip(other.days)
            .is_some_and(|(a, b)| b.0 <= a.0 && a.1 <= b.1 && b.1 - b.0 > a.1 - a.0)
    }
}

fn cues(event: &Event) -> [bool; CUES.len()] {
    let quotes = event.citations.iter().filter_map(|citation| citation.quote.as_deref());
    let text: String =
        std::iter::once(event.title.as_str()).chain(quotes).collect::<Vec<_>>().join(" ");
    let text = format!(" {}", text.to_lowercase());
    let mut found = [false; CUES.len()];
    for (found, (_, words)) in found.iter_mut().zip(CUES) {
        *found = words.iter().any(|word| text.contains(&format!(" {word}")));
    }
    found
}
