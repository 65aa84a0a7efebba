//! Roles: who acts and who is acted upon, by voice, clause and preposition.

use super::actions::{Action, Voice};
use super::names::{Mention, Named};
use super::text::Token;
use super::words::{Form, List, words};
use crate::domain::Kind;

/// A sentence as roles are read from it.
pub(super) struct Clause<'a> {
    tokens: &'a [Token],
    mentions: &'a [Mention],
    /// Tokens that are finite verbs, so that another clause is behind them.
    finite: Vec<bool>,
}

/// Whether the verb after a noun says that it is to come: "the talks are set to continue".
pub(super) fn next_verb_is_planned(tokens: &[Token], from: usize) -> bool {
    let near: Vec<&Token> = tokens.iter().skip(from).take(4).collect();
    let planned = near.iter().any(|t| t.is(List::Planned));
    planned && near.first().is_some_and(|t| t.is(List::Auxiliary))
        || near.windows(3).any(|w| w[0].is(List::Be) && w[1].is(List::BeforeTo) && w[2].eq("to"))
        || near.windows(4).any(|w| w[0].is(List::Be) && w[2].is(List::BeforeTo) && w[3].eq("to"))
}

impl<'a> Clause<'a> {
    pub(super) fn new(tokens: &'a [Token], mentions: &'a [Mention]) -> Clause<'a> {
        let finite = (0..tokens.len()).map(|i| finite(tokens, mentions, i)).collect();
        Clause { tokens, mentions, finite }
    }

    fn is(&self, at: usize, list: List) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is(list))
    }

    fn prep(&self, mention: &Mention) -> &str {
        mention.prep.and_then(|p| self.tokens.get(p)).map_or("", |t| t.lower.as_str())
    }

    /// The members of a mention's list.
    fn whole_list(&self, index: usize) -> Vec<usize> {
        let list = self.mentions[index].list;
        (0..self.mentions.len()).filter(|i| self.mentions[*i].list == list).collect()
    }

    /// Who stands as the subject of the verb whose group starts at `group`.
    pub(super) fn subject(&self, group: usize, depth: u8) -> Vec<usize> {
        let mut start = group;
        let mut stopped = None;
        while start > 0 {
            let t = &self.tokens[start - 1];
            let hard = t.is(List::Boundary) && !t.eq("following") && !t.eq("amid")
                || matches!(t.lower.as_str(), ";" | ":" | "—" | "“" | "\"");
            if hard || self.finite[start - 1] {
                stopped = Some(start - 1);
                break;
            }
            start -= 1;
        }
        let inside: Vec<usize> = (0..self.mentions.len())
            .filter(|i| self.mentions[*i].first >= start && self.mentions[*i].last <= group)
            .filter(|i| self.mentions[*i].actor.is_some())
            .filter(|i| !self.mentions[*i].private && self.mentions[*i].named != Named::Place)
            .collect();
        let head = |i: &&usize| self.mentions[**i].prep.is_none();
        let apposed = |i: &&usize| {
            let m = &self.mentions[**i];
            let comma =
                |k: Option<usize>| k.and_then(|k| self.tokens.get(k)).is_some_and(|t| t.eq(","));
            comma(m.first.checked_sub(1))
                && !inside.is_empty()
                && **i != inside[0]
                && m.last < group
        };
        let best = inside
            .iter()
            .rev()
            .filter(head)
            .find(|i| !apposed(i))
            .or_else(|| inside.iter().find(head))
            .or_else(|| inside.iter().find(|i| self.prep(&self.mentions[**i]) == "of"))
            .or_else(|| {
                // "Officials in Kyiv", "the delegation from Iran".
                inside.iter().find(|i| self.prep(&self.mentions[**i]) == "from")
            });
        if let Some(best) = best {
            return self.whole_list(*best);
        }
        let Some(stop) = stopped.filter(|_| depth < 3) else { return Vec::new() };
        let word = &self.tokens[stop];
        if matches!(word.lower.as_str(), "who" | "which" | "that") && stop + 1 >= start {
            let before = (0..self.mentions.len()).rev().find(|i| {
                let m = &self.mentions[*i];
                m.last <= stop
                    && m.last + usize::from(!word.eq("that")) >= stop
                    && m.actor.is_some()
                    && !m.private
            });
            return before.map_or_else(Vec::new, |i| self.whole_list(i));
        }
        if word.eq(":") && self.tokens[start..group].iter().any(|t| t.is(List::State)) {
            // "Kyrgyzstan: Culture Ministry denies ...", as headlines have it.
            let before = self.mentions.iter().position(|m| m.last == stop && m.actor.is_some());
            return before.map_or_else(Vec::new, |i| vec![i]);
        }
        let shared = self.tokens[start..group]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "and" | "but" | ","));
        if self.finite[stop] && shared {
            // "X met Y and agreed": the second verb has the first one's subject.
            return self.subject(self.group_start(stop), depth + 1);
        }
        Vec::new()
    }

    /// Where the auxiliaries of a finite verb start.
    fn group_start(&self, mut at: usize) -> usize {
        while at > 0
            && (self.is(at - 1, List::Auxiliary)
                || self.is(at - 1, List::Adverb)
                || self.is(at - 1, List::Negation))
        {
            at -= 1;
        }
        at
    }

    /// The subject of the sentence's first finite verb before `at`, for participles.
    pub(super) fn main_subject(&self, at: usize) -> Vec<usize> {
        let verb = (0..at).find(|i| self.finite[*i]);
        let found = verb.map_or_else(Vec::new, |v| self.subject(self.group_start(v), 0));
        if found.is_empty() && verb.is_none() {
            let after = (at..self.tokens.len()).find(|i| self.finite[*i]);
            let of = after.map_or_else(Vec::new, |v| self.subject(self.group_start(v), 0));
            if !of.is_empty() {
                return of;
            }
            // The verb is none that the tables know: the first name that could be its subject.
            let head = (0..self.mentions.len()).find(|i| {
                let m = &self.mentions[*i];
                let free = m.prep.is_none() && !m.private && m.named != Named::Place;
                free && m.last <= at && m.actor.is_some()
            });
            return head.map_or_else(Vec::new, |i| self.whole_list(i));
        }
        found
    }

    /// Who follows the verb: its object, or what one of the prepositions leads to. `that` may be
    /// passed where the clause after it names the one addressed.
    pub(super) fn object(&self, from: usize, preps: &[String], pass_that: bool) -> Vec<usize> {
        let mut to = from;
        while to < self.tokens.len().min(from + 12) {
            let t = &self.tokens[to];
            let hard = t.is(List::Boundary) && !(pass_that && t.eq("that"))
                || matches!(t.lower.as_str(), ";" | ":" | "—" | "“" | "\"")
                || self.finite[to] && to > from;
            if hard {
                break;
            }
            to += 1;
        }
        let fits = |i: &usize| {
            let m = &self.mentions[*i];
            let prep = self.prep(m);
            // Of "agreed to a truce, Qatar said" Qatar is no party.
            let speaks = self.finite.get(m.last).is_some_and(|f| *f);
            let inside = m.first >= from && m.last <= to && m.named != Named::Place && !speaks;
            let direct = m.prep.is_none_or(|p| p < from) || prep == "of";
            inside && m.actor.is_some() && (direct || preps.iter().any(|p| p == prep))
        };
        let found = (0..self.mentions.len()).find(fits);
        found.map_or_else(Vec::new, |i| self.whole_list(i))
    }

    /// Those whom a preposition near the action leads to: "with Ukraine", "by Russian forces".
    pub(super) fn led_by(&self, from: usize, preps: &[&str]) -> Vec<usize> {
        let stop = |i: &usize| !self.is(*i, List::Boundary);
        let end = (from..self.tokens.len()).take_while(stop).last().map_or(from, |l| l + 1);
        let found = (0..self.mentions.len()).find(|i| {
            let m = &self.mentions[*i];
            m.prep.is_some_and(|p| p >= from)
                && m.last <= end
                && m.actor.is_some()
                && preps.contains(&self.prep(m))
        });
        found.map_or_else(Vec::new, |i| self.whole_list(i))
    }

    /// The names among the words that belong to a noun: "U.S.-Ukraine talks", "Israel's raid".
    pub(super) fn modifiers(&self, group: usize, at: usize) -> Vec<usize> {
        let fits = |i: &usize| {
            let m = &self.mentions[*i];
            let inside = m.last > group && m.last <= at;
            inside && m.actor.is_some() && m.named != Named::Place && self.binds(m, at)
        };
        (0..self.mentions.len()).filter(fits).collect()
    }

    /// An adjective or possessive belongs to a noun further on; another name does so if words for
    /// the means stand between ("a Hamas rocket attack").
    fn binds(&self, m: &Mention, at: usize) -> bool {
        m.named == Named::Adjective
            || self.tokens.get(m.last).is_some_and(|t| t.eq("'s") || t.eq("-") || t.eq("'"))
            || at.saturating_sub(m.last) <= 2
    }

    /// Initiators and recipients of a verb's event.
    pub(super) fn of_verb(&self, action: &Action) -> (Vec<usize>, Vec<usize>) {
        let entry = action.entry;
        let subject = match action.voice {
            Voice::Participle => self.main_subject(action.group),
            _ => self.subject(action.group, 0),
        };
        let referring = action.group > 0
            && matches!(self.tokens[action.group - 1].lower.as_str(), "it" | "they");
        let subject = if subject.is_empty() && referring {
            // "The army says that it has destroyed ..."
            self.main_subject(action.group)
        } else {
            subject
        };
        if action.voice == Voice::Passive {
            return (self.led_by(action.end, &["by"]), subject);
        }
        let speech = entry.kind == Kind::Statement;
        if speech && subject.is_empty() && action.voice == Voice::Active {
            // "...," said the president.
            let after = (0..self.mentions.len()).find(|i| {
                let m = &self.mentions[*i];
                m.first >= action.end
                    && m.first <= action.end + 1
                    && m.actor.is_some()
                    && !m.private
            });
            let quoted = action.group > 0
                && matches!(self.tokens[action.group - 1].lower.as_str(), "," | "”" | "\"");
            let after = after.filter(|_| quoted);
            return (after.map_or_else(Vec::new, |i| self.whole_list(i)), Vec::new());
        }
        if speech && entry.lemma != "tell" && action.kind != Kind::Request {
            return (subject, Vec::new());
        }
        let pass =
            matches!(entry.kind, Kind::Request | Kind::Appeal | Kind::Accuse | Kind::Threaten);
        let object = self.object(action.end, &entry.preps, pass);
        let object = object.into_iter().filter(|i| !subject.contains(i)).collect();
        (subject, object)
    }
}

fn finite(tokens: &[Token], mentions: &[Mention], i: usize) -> bool {
    let t = &tokens[i];
    if !t.word || mentions.iter().any(|m| m.first <= i && i < m.last) {
        return false;
    }
    if t.is(List::Auxiliary) {
        return true;
    }
    let modal = |t: &Token| t.is(List::Planned) || t.is(List::Hypothetical);
    if tokens[i.saturating_sub(2)..i].iter().any(modal) && !words().verb(&t.lower).is_empty() {
        return true;
    }
    let before = i.checked_sub(1).and_then(|p| tokens.get(p));
    let modifies = before.is_none_or(|b| {
        b.is(List::Determiner) || b.is(List::Preposition) || b.eq("'s") || b.eq("-")
    });
    if modifies {
        return false;
    }
    let noun = !words().noun(&t.lower).is_empty();
    let known = words().verb(&t.lower).iter().any(|(_, f)| matches!(f, Form::S | Form::Past));
    let after = tokens.get(i + 1);
    let ed = t.lower.len() > 4
        && t.lower.ends_with("ed")
        && !t.capital
        && after.is_some_and(|a| a.is(List::Determiner) || a.is(List::Preposition) || a.eq("that"));
    known && !noun || ed
}
