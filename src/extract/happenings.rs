//! What happens without being a deed of one actor upon another: accidents and disasters, and how
//! offices change hands. These are events of the kind other.

use super::actions::{Action, Voice};
use super::draft::{Draft, Reader, Sentence};
use super::text::Token;
use super::toll::Told;
use super::words::{List, words};
use crate::domain::{Kind, Modality, Role};

fn happened(at: usize, end: usize) -> Action {
    let entry = &words().disaster;
    let (kind, code) = (entry.kind, entry.code.clone());
    let (voice, modality) = (Voice::Noun, Modality::Actual);
    Action { entry, kind, code, group: at, at, end, voice, modality }
}

/// An accident or disaster that the sentence tells: it has cost lives or health, or it strikes. Where
/// people have died of nothing that is named, it may be violence.
pub(super) fn disaster(sentence: &Sentence<'_>, counts: &[Told]) -> Option<Action> {
    let tokens = sentence.tokens;
    let strikes = |token: &Token| {
        let hits = ["hits", "hit", "strikes", "struck", "makes", "made", "kills", "erupts", "into"];
        hits.contains(&token.lower.as_str())
    };
    let named = |at: usize| sentence.mentions.iter().any(|m| m.first <= at && at < m.last);
    let is = |at: &usize| {
        let near = tokens.iter().skip(at + 1).take(3);
        tokens[*at].is(List::Disaster)
            && (!named(*at) || !counts.is_empty())
            && (!counts.is_empty() || near.take_while(|t| t.word).any(strikes))
    };
    let found = (0..tokens.len()).find(is);
    let burst = |at: usize| tokens[at].lower.starts_with("explo") || tokens[at].eq("blast");
    let violent = found.is_none_or(burst) && tokens.iter().any(|token| token.is(List::Violent));
    let at = found.or_else(|| counts.first().map(|count| count.at))?;
    let other = happened(at, at + 1);
    let (kind, code) = match violent {
        true => (Kind::Assault, "190".to_owned()),
        false => (other.kind, other.code.clone()),
    };
    Some(Action { kind, code, ..other })
}

/// An election or an oath of office that the sentence tells of: "won the election", "is sworn in".
pub(super) fn of_office(sentence: &Sentence<'_>) -> Option<Action> {
    let tokens = sentence.tokens;
    let word = |at: usize| tokens.get(at).map_or("", |t| t.lower.as_str());
    let supposed = |t: &Token| {
        t.is(List::Planned)
            || t.is(List::Hypothetical)
            || t.is(List::Negation)
            || t.is(List::Condition)
            || t.eq("to")
    };
    let ballot = |at: usize| {
        let clause = tokens[at + 1..].iter().take(8).take_while(|t| !t.is(List::Boundary));
        clause.into_iter().any(|t| t.is(List::Ballot))
    };
    let be = |at: usize| tokens[at.saturating_sub(3)..at].iter().any(|t| t.is(List::Be));
    let length = |at: usize| {
        Some(match (word(at), word(at + 1)) {
            ("sworn", "in") => 2,
            ("takes" | "took" | "assumes" | "assumed", "office") => 2,
            ("inaugurated" | "elected" | "reelected", _) if be(at) => 1,
            _ if tokens[at].is(List::Voting) && ballot(at) => 1,
            _ => return None,
        })
    };
    (0..tokens.len())
        .filter(|at| !tokens[at.saturating_sub(4)..*at].iter().any(supposed))
        .find_map(|at| Some(happened(at, at + length(at)?)))
}

impl Reader<'_> {
    /// The draft of an accident or disaster, in which nobody acts.
    pub(super) fn disaster(&self) -> Draft {
        self.told(Vec::new(), self.place(), self.date(false), false)
    }

    /// The draft of an election or an oath, with the one whose it is.
    pub(super) fn of_office(&self) -> Draft {
        let verbs = self.sentence.tokens[..self.action.at].iter().rev();
        let group = verbs.take_while(|t| t.is(List::Auxiliary) || t.is(List::Adverb)).count();
        let subject = self.clause.subject(self.action.at - group, 0);
        self.told(self.parts(&subject, Role::Initiator), self.place(), self.date(false), false)
    }
}
