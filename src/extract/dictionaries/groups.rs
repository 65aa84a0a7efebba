//! Groups: those who are named in one place of a sentence, with their codes.

use super::Dictionaries;
use super::actors::Agent;
use crate::extract::text::Token;
use crate::extract::words::{List, words};
use chrono::NaiveDate;

/// Actors that "and" and commas join, or one alone.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Its tokens, from the first to before the last.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The codes of all; none for those whom the dictionary gives none.
    pub(super) codes: Vec<String>,
    /// A preposition leads to it.
    pub(super) led: bool,
}

/// A name, or a word for somebody's people.
struct Named<'a> {
    first: usize,
    last: usize,
    actor: Option<Vec<String>>,
    agents: Vec<&'a Agent>,
}

/// A country that is not known, of which an agent is told.
pub(super) const NOBODY: &str = "---";

/// The groups of a sentence, from left to right.
pub(super) fn groups(
    dictionaries: &Dictionaries,
    tokens: &[Token],
    on: Option<NaiveDate>,
) -> Vec<Group> {
    let mut names = names(dictionaries, tokens, on);
    join(dictionaries, tokens, &mut names);
    let mut groups: Vec<Group> = Vec::new();
    let mut open = None;
    for name in names {
        let base = name.actor.unwrap_or_else(|| vec![NOBODY.to_owned()]);
        let code = |base: &String| name.agents.iter().fold(base.clone(), |code, a| a.joined(&code));
        let codes: Vec<String> = base.iter().map(code).collect();
        let joined = open.is_some_and(|last| listed(tokens, last, name.first));
        let last = name.last + parenthesis(&tokens[name.last..]);
        open = Some(last);
        match groups.last_mut() {
            Some(group) if joined => {
                group.codes.extend(codes);
                group.last = last;
            }
            _ => {
                let led = led(tokens, name.first);
                groups.push(Group { first: name.first, last, codes, led });
            }
        }
    }
    groups
}

/// How many tokens a short name in parentheses takes: "the European Union (EU)".
fn parenthesis(tokens: &[Token]) -> usize {
    match tokens {
        [open, _, close, ..] if open.eq("(") && close.eq(")") => 3,
        _ => 0,
    }
}

/// All names and agents. Those who have no code on the day are passed over.
fn names<'a>(
    dictionaries: &'a Dictionaries,
    tokens: &[Token],
    on: Option<NaiveDate>,
) -> Vec<Named<'a>> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let actor = dictionaries.actors.find(tokens, at, on);
        let agent = dictionaries.agents.find(tokens, at);
        match (actor, agent) {
            (Some((last, code)), _) => {
                if let Some(code) = code {
                    let actor = Some(code.split('/').map(str::to_owned).collect());
                    names.push(Named { first: at, last, actor, agents: Vec::new() });
                }
                at = last;
            }
            (None, Some((last, agent))) => {
                names.push(Named { first: at, last, actor: None, agents: vec![agent] });
                at = last;
            }
            (None, None) => at += 1,
        }
    }
    names
}

/// Joins what names one party: "Gondor's foreign minister", "soldiers from Gondor".
fn join(dictionaries: &Dictionaries, tokens: &[Token], names: &mut Vec<Named<'_>>) {
    let mut i = 0;
    while i + 1 < names.len() {
        let gap = &tokens[names[i].last..names[i + 1].first];
        let plain = gap.len() < 5
            && gap.iter().all(|t| {
                (t.word || t.eq("'s") || t.eq("'") || t.eq("-"))
                    && !t.is(List::Preposition)
                    && !t.is(List::Boundary)
                    && !t.is(List::Auxiliary)
                    && !t.is(List::Determiner)
                    && !t.eq("and")
                    && !t.eq("or")
                    && !verbal(dictionaries, t)
            });
        let of = gap.first().is_some_and(|t| matches!(t.lower.as_str(), "of" | "from" | "in"))
            && gap[1..].iter().all(|t| t.is(List::Determiner));
        let (owner, agent) = (names[i].actor.is_some(), names[i + 1].actor.is_none());
        if plain && (owner || agent || gap.is_empty()) {
            // The first name is the party; what follows is its people or a name for them.
            let next = names.remove(i + 1);
            let name = &mut names[i];
            name.last = next.last;
            name.actor = name.actor.take().or(next.actor);
            name.agents.extend(next.agents);
        } else if of && !owner && !agent {
            let mut agents = std::mem::take(&mut names[i].agents);
            names[i].last = names[i + 1].last;
            let next = names.remove(i + 1);
            names[i].actor = next.actor;
            // "Ambassadors of Arnor and Gondor" are of both.
            let mut last = i;
            while last + 1 < names.len()
                && names[last + 1].actor.is_some()
                && listed(tokens, names[last].last, names[last + 1].first)
            {
                last += 1;
            }
            for name in &mut names[i + 1..=last] {
                name.agents.splice(0..0, agents.iter().copied());
            }
            agents.extend(next.agents);
            names[i].agents = agents;
        } else {
            i += 1;
        }
    }
}

/// Whether a word can only be a verb here.
fn verbal(dictionaries: &Dictionaries, token: &Token) -> bool {
    !token.capital
        && (!dictionaries.verbs.find(&token.lower).is_empty()
            || !words().verb(&token.lower).is_empty())
}

/// Whether two names are members of one list: "Mordor, the awful Fornost, and good Gondor".
fn listed(tokens: &[Token], from: usize, to: usize) -> bool {
    let Some(gap) = tokens.get(from..to) else { return false };
    let mark = |t: &Token| t.eq(",") || t.eq("and") || t.eq("&") || t.eq("or");
    let marks = gap.iter().take_while(|t| mark(t)).count();
    let rest = &gap[marks..];
    marks > 0
        && rest.len() < 3
        && rest.iter().all(|t| {
            t.word
                && !t.is(List::Preposition)
                && !t.is(List::Boundary)
                && !t.is(List::Auxiliary)
                && words().verb(&t.lower).is_empty()
        })
}

/// Whether a preposition leads to the token, over words that belong to a name.
fn led(tokens: &[Token], first: usize) -> bool {
    for token in tokens[..first].iter().rev().take(4) {
        if token.is(List::Preposition) {
            return true;
        }
        if !token.word && !token.eq("'s") || token.is(List::Auxiliary) || token.is(List::Boundary) {
            return false;
        }
    }
    false
}
