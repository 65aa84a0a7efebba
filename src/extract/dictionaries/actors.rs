//! The dictionaries of actors and agents.
//!
//! ```text
//! FRODO [HOB]                          an actor with its code
//! +MR_UNDERHILL                        another name of it
//!     [HOBGOV 20121109-20130119]       its code in a time; < is before, > after a day
//! SOLDIER [~MIL]                       an agent: what a country's code is joined with
//! POLICE {} [~COP]                     without a plural; or with the one in braces
//! !MINIST! = MINISTER, MINISTRY        words that stand for one another in agents
//! ```

use super::read::{Phrases, bracketed, lines, plural, words};
use crate::extract::text::Token;
use chrono::NaiveDate;

/// Days from the first to the last; open where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Term {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

/// Actors, each with the codes that it has had.
#[derive(Debug, Clone, Default)]
pub(super) struct Actors {
    names: Phrases<usize>,
    codes: Vec<Vec<(String, Option<Term>)>>,
}

impl Actors {
    pub(super) fn read(text: &str) -> Actors {
        let mut actors = Actors::default();
        for line in lines(text) {
            let (name, mut codes) = line.split_once('[').unwrap_or((line, ""));
            let name = name.trim();
            if !name.is_empty() && !name.starts_with('+') {
                actors.codes.push(Vec::new());
            }
            let Some(actor) = actors.codes.len().checked_sub(1) else { continue };
            actors.names.add(words(name.trim_start_matches('+')), actor);
            while !codes.is_empty() {
                let (code, rest) = codes.split_once(']').unwrap_or((codes, ""));
                actors.codes[actor].extend(dated(code));
                codes = rest.split_once('[').map_or("", |(_, next)| next);
            }
        }
        actors
    }

    /// The longest name that starts at a token: where it ends, and its code on a day. The code is
    /// none for those whom the dictionary gives no code then.
    pub(super) fn find(
        &self,
        tokens: &[Token],
        at: usize,
        on: Option<NaiveDate>,
    ) -> Option<(usize, Option<&str>)> {
        let (end, actor) = self.names.longest(tokens, at)?;
        let codes = self.codes.get(actor)?;
        let holds = |term: &Term| {
            on.is_some_and(|day| {
                term.first.is_none_or(|first| first <= day)
                    && term.last.is_none_or(|last| day <= last)
            })
        };
        // The first that holds on the day counts, and what always holds only where none does.
        let code = codes
            .iter()
            .find(|(_, term)| term.as_ref().is_some_and(holds))
            .or_else(|| codes.iter().find(|(_, term)| term.is_none()));
        Some((end, code.map(|(code, _)| code.as_str()).filter(|code| coded(code))))
    }
}

/// Whether a code is one: `---` is written for those who are not to be coded.
fn coded(code: &str) -> bool {
    code.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// A code with its term: `HOBGOV 20121109-20130119`, `RHO <790606`, `HOBREB > 990816`.
fn dated(text: &str) -> Option<(String, Option<Term>)> {
    let text = text.trim();
    let code = text.split([' ', '\t', '<', '>']).next()?;
    if code.is_empty() {
        return None;
    }
    let dates = text[code.len()..].replace([' ', '\t'], "");
    let term = if let Some(day) = dates.strip_prefix('<').and_then(day) {
        Some(Term { last: day.pred_opt(), ..Term::default() })
    } else if let Some(day) = dates.strip_prefix('>').and_then(day) {
        Some(Term { first: day.succ_opt(), ..Term::default() })
    } else if let Some((first, last)) = dates.split_once('-') {
        Some(Term { first: day(first), last: day(last) })
    } else {
        None
    };
    Some((code.to_owned(), term))
}

/// `20121109` or `121109`; of the short ones, those up to 28 are of this century.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim_end_matches('>');
    let century = match text.len() {
        8 => "",
        6 if text < "29" => "20",
        6 => "19",
        _ => return None,
    };
    NaiveDate::parse_from_str(&format!("{century}{text}"), "%Y%m%d").ok()
}

/// How an agent's code is joined to that of an actor.
#[derive(Debug, Clone)]
pub(super) struct Agent {
    code: String,
    /// It goes before the actor's: `NGO~`.
    first: bool,
}

impl Agent {
    /// The code of an actor with this agent. What the actor's code has in it is not said twice.
    pub(super) fn joined(&self, actor: &str) -> String {
        let part = |at: usize| actor.get(at..at + self.code.len()) == Some(&self.code);
        if (0..actor.len()).step_by(3).any(part) {
            actor.to_owned()
        } else if self.first {
            format!("{}{actor}", self.code)
        } else {
            format!("{actor}{}", self.code)
        }
    }
}

/// Common nouns for what an actor's people do.
#[derive(Debug, Clone, Default)]
pub(super) struct Agents {
    names: Phrases<usize>,
    agents: Vec<Agent>,
}

impl Agents {
    pub(super) fn read(text: &str) -> Agents {
        let mut sets: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut agents = Agents::default();
        for line in lines(text) {
            if let Some((name, members)) = line.split_once('=') {
                sets.push((name.trim(), members.split(',').map(str::trim).collect()));
                continue;
            }
            let Some((name, code)) = bracketed(line, '[', ']') else { continue };
            let code = code.trim();
            let first = code.ends_with('~');
            let code = code.trim_matches('~').trim().to_owned();
            if code.is_empty() {
                continue;
            }
            let plurals = bracketed(name, '{', '}');
            let name = plurals.map_or(name, |(name, _)| name).trim();
            let index = agents.agents.len();
            agents.agents.push(Agent { code, first });
            for name in expanded(name, &sets) {
                let one = words(&name);
                match plurals {
                    Some((_, given)) => agents.names.add(words(given), index),
                    None => {
                        let mut many = one.clone();
                        if let Some(last) = many.last_mut() {
                            *last = plural(last);
                        }
                        agents.names.add(many, index);
                    }
                }
                agents.names.add(one, index);
            }
        }
        agents
    }

    /// The longest agent that starts at a token, and where it ends.
    pub(super) fn find(&self, tokens: &[Token], at: usize) -> Option<(usize, &Agent)> {
        let (end, agent) = self.names.longest(tokens, at)?;
        Some((end, self.agents.get(agent)?))
    }
}

/// A name with each member of the set that it has a marker of.
fn expanded(name: &str, sets: &[(&str, Vec<&str>)]) -> Vec<String> {
    match sets.iter().find(|(marker, _)| name.contains(marker)) {
        Some((marker, members)) => {
            members.iter().map(|member| name.replace(marker, member)).collect()
        }
        None => vec![name.to_owned()],
    }
}
