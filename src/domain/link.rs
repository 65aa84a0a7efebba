use super::words::words;
use super::{Edtf, EventId};
use serde::{Deserialize, Serialize};

words! {
    /// How one event stands to another; read `from RELATION to`.
    pub enum Relation ("relation") {
        /// From brought about to.
        Causes = "causes",
        /// From made to possible.
        Enables = "enables",
        /// From is part of to.
        PartOf = "part_of" | "part-of",
        /// From is the next instalment after to.
        Follows = "follows",
        /// From answers to.
        RespondsTo = "responds_to" | "responds-to",
        /// From carries out to.
        Implements = "implements",
        /// From undoes to.
        Reverses = "reverses",
        /// From speaks about to.
        RefersTo = "refers_to" | "refers-to",
        /// Both are one occurrence.
        SameAs = "same_as" | "same-as",
        /// Both cannot be true.
        Contradicts = "contradicts",
        /// They belong together.
        RelatedTo = "related_to" | "related-to",
    }
}

words! {
    /// What has been decided of a link.
    pub enum LinkState ("link state") {
        /// A rule proposes it.
        Suggested = "suggested",
        /// It stands.
        Accepted = "accepted",
        /// It was turned down, and is not proposed again.
        Rejected = "rejected",
    }
}

impl Relation {
    /// How the relation reads from its other end, as in "followed by".
    pub const fn inverse(self) -> &'static str {
        match self {
            Relation::Causes => "caused by",
            Relation::Enables => "enabled by",
            Relation::PartOf => "has part",
            Relation::Follows => "followed by",
            Relation::RespondsTo => "answered by",
            Relation::Implements => "implemented by",
            Relation::Reverses => "reversed by",
            Relation::RefersTo => "referred to by",
            Relation::SameAs | Relation::Contradicts | Relation::RelatedTo => self.as_str(),
        }
    }

    /// How the relation reads when a link is walked: from its start, or from its other end.
    pub const fn read(self, along: bool) -> &'static str {
        if along { self.as_str() } else { self.inverse() }
    }

    /// Whether the event that the link goes from comes before the one that it goes to (a cause) or
    /// after it (an answer); none where the relation says nothing of that.
    pub const fn comes_before(self) -> Option<bool> {
        match self {
            Relation::Causes | Relation::Enables => Some(true),
            Relation::Follows
            | Relation::RespondsTo
            | Relation::Implements
            | Relation::Reverses
            | Relation::RefersTo => Some(false),
            Relation::PartOf | Relation::SameAs | Relation::Contradicts | Relation::RelatedTo => {
                None
            }
        }
    }

    /// Whether a chain of links already says what a link from its start to its end would say: a
    /// part of a part, the instalment after the next.
    pub const fn is_transitive(self) -> bool {
        matches!(self, Relation::PartOf | Relation::Follows)
    }

    /// Whether the relation reads the same from both ends.
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Relation::SameAs | Relation::Contradicts | Relation::RelatedTo)
    }
}

/// A typed, explained connection from one event to another. `E` names the events: their short
/// numbers inside a database, their uids in files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link<E = EventId> {
    /// The event that it goes from.
    pub from: E,
    /// The event that it goes to.
    pub to: E,
    /// How the first stands to the second.
    pub relation: Relation,
    /// How sure, 0 to 1.
    #[serde(default = "certain")]
    pub confidence: f64,
    /// Why, in words that a person can check.
    #[serde(default)]
    pub rationale: String,
    /// Who or what found it: `analyst`, or a rule's name.
    #[serde(default = "analyst")]
    pub method: String,
    /// What has been decided of it.
    #[serde(default = "accepted")]
    pub state: LinkState,
}

fn certain() -> f64 {
    1.0
}
fn analyst() -> String {
    "analyst".to_owned()
}
fn accepted() -> LinkState {
    LinkState::Accepted
}

impl<E> Link<E> {
    /// The same link between events under other names.
    pub fn between<F>(self, from: F, to: F) -> Link<F> {
        Link {
            from,
            to,
            relation: self.relation,
            confidence: self.confidence,
            rationale: self.rationale,
            method: self.method,
            state: self.state,
        }
    }
}

/// What is wrong with a relation between events of these dates, if anything: a cause starts no
/// later than its effect, a follow-up, answer, implementation or reversal no earlier than what it
/// comes after, and a part lies inside its whole. Only what cannot be true is said: open and
/// missing dates contradict nothing.
pub fn lint(relation: Relation, from: Option<&Edtf>, to: Option<&Edtf>) -> Option<String> {
    let (from, to) = (from?, to?);
    let (a, b) = (from.bounds(), to.bounds());
    let after = |x: Option<_>, y: Option<_>| x.zip(y).is_some_and(|(x, y)| x > y);
    match relation {
        Relation::Causes | Relation::Enables if after(a.earliest, b.latest) => {
            Some(format!("the cause ({from}) starts after its effect ({to})"))
        }
        Relation::Follows | Relation::RespondsTo | Relation::Implements | Relation::Reverses
            if after(b.earliest, a.latest) =>
        {
            Some(format!("{from} is before {to}, which it should come after"))
        }
        Relation::PartOf if after(b.earliest, a.earliest) || after(a.latest, b.latest) => {
            Some(format!("the part ({from}) does not lie inside the whole ({to})"))
        }
        _ => None,
    }
}
