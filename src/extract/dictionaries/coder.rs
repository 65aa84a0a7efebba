//! Who did what to whom: verbs with the groups around them.

use super::groups::{Group, NOBODY};
use super::patterns::Bound;
use super::verbs::Use;
use super::{Dictionaries, Record};
use crate::domain::Kind;
use crate::extract::text::Token;
use crate::extract::words::{Form, List, words};
use std::ops::Range;

/// A verb that was coded.
struct Done {
    verb: Range<usize>,
    sources: Vec<usize>,
    /// Up to where its clause has been used.
    until: usize,
}

/// The events of a sentence.
pub(super) fn records(
    dictionaries: &Dictionaries,
    tokens: &[Token],
    groups: &[Group],
) -> Vec<Record> {
    let sentence = Sentence { dictionaries, tokens, groups };
    let mut found: Vec<Record> = Vec::new();
    let mut done: Vec<Done> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((verb, range)) = sentence.verb(at) else {
            at += 1;
            continue;
        };
        at = range.end;
        sentence.code(verb, range, &mut done, &mut found);
    }
    found
}

struct Sentence<'a> {
    dictionaries: &'a Dictionaries,
    tokens: &'a [Token],
    groups: &'a [Group],
}

impl Sentence<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn back(&self, at: usize, steps: usize) -> Option<&Token> {
        self.token(at.checked_sub(steps)?)
    }

    fn is(&self, at: usize, list: List) -> bool {
        self.token(at).is_some_and(|t| t.is(list))
    }

    /// The verb at a token, of several the one with most words, and the tokens that it takes.
    fn verb(&self, at: usize) -> Option<(&Use, Range<usize>)> {
        let token = self.token(at)?;
        // A capital inside a sentence makes a name of it.
        let named = self.groups.iter().any(|g| g.first <= at && at < g.last);
        if named || at > 0 && token.capital {
            return None;
        }
        let uses = self.dictionaries.verbs.find(&token.lower).iter();
        let fits = |verb: &&Use| {
            let after = self.tokens.get(at + 1..at + 1 + verb.after.len());
            let before = at.checked_sub(verb.before.len()).and_then(|b| self.tokens.get(b..at));
            let same = |tokens: Option<&[Token]>, words: &[String]| {
                tokens.is_some_and(|t| t.iter().zip(words).all(|(t, w)| t.lower == *w))
            };
            same(after, &verb.after)
                && same(before, &verb.before)
                && self.verbal(at - verb.before.len(), at, verb.form)
        };
        let verb = uses.filter(fits).rev().max_by_key(|v| v.before.len() + v.after.len())?;
        Some((verb, at - verb.before.len()..at + 1 + verb.after.len()))
    }

    /// Where the auxiliaries and adverbs before a verb start.
    fn group_start(&self, mut at: usize) -> usize {
        let part = |t: &Token| {
            t.is(List::Auxiliary)
                || t.is(List::Be)
                || t.is(List::Have)
                || t.is(List::Negation)
                || t.is(List::Adverb)
                || t.eq("to")
                || t.lower.len() > 4 && t.lower.ends_with("ly")
        };
        while at > 0 && self.tokens.get(at - 1).is_some_and(part) {
            at -= 1;
        }
        at
    }

    /// Whether a word that may be a verb is one here, not a noun or an adjective.
    fn verbal(&self, first: usize, at: usize, form: Form) -> bool {
        let start = self.group_start(first);
        let led = self.tokens[start..first]
            .iter()
            .any(|t| t.is(List::Auxiliary) || t.is(List::Be) || t.is(List::Have) || t.eq("to"));
        if led {
            return true;
        }
        let Some(before) = self.back(start, 1) else { return false };
        let modifies = before.is(List::Determiner)
            || before.is(List::Preposition)
            || before.eq("'s")
            || before.eq("-")
            || before.number();
        let named = self.groups.iter().any(|g| g.last == start);
        let of = self.token(at + 1).is_some_and(|t| t.eq("of") || t.eq("on") || t.eq("by"));
        match form {
            _ if modifies => false,
            Form::Base => (before.lower.ends_with('s') || named) && !of,
            Form::S => !of || named,
            Form::Ing => before.eq(",") || before.eq("and") || before.eq("after"),
            Form::Past | Form::Participle => true,
        }
    }

    /// The clause that a verb stands in: from after what opens it to before what closes it.
    fn clause(&self, verb: &Range<usize>) -> Range<usize> {
        let hard = |t: &Token| matches!(t.lower.as_str(), ";" | "“" | "”" | "\"");
        let opens = |t: &Token| hard(t) || t.is(List::Boundary);
        let closes = |t: &Token| hard(t) || t.is(List::Boundary) && !t.eq("that");
        let first = self.tokens[..verb.start].iter().rposition(opens).map_or(0, |at| at + 1);
        let last = self.tokens[verb.end..].iter().position(closes);
        first..last.map_or(self.tokens.len(), |at| at + verb.end)
    }

    /// Who stands as a verb's subject.
    fn subject(&self, verb: &Range<usize>, clause: &Range<usize>, done: &[Done]) -> Vec<usize> {
        let there: Vec<usize> = (0..self.groups.len())
            .filter(|g| {
                let group = &self.groups[*g];
                clause.start <= group.first && group.last <= verb.start
            })
            .collect();
        // "Condemned X and promised Y": the second has the subject of the first.
        let shared = done.iter().rev().find(|d| {
            let between = self.tokens.get(d.verb.end..verb.start).unwrap_or_default();
            let start = self.group_start(verb.start);
            self.back(start, 1).is_some_and(|t| t.eq("and") || t.eq("but") || t.eq(","))
                && !between.iter().any(|t| t.is(List::Boundary))
        });
        if let Some(shared) = shared {
            return shared.sources.clone();
        }
        let first = there.iter().find(|g| !self.groups[**g].led).or_else(|| there.first());
        if let Some(first) = first {
            return vec![*first];
        }
        let before = clause.start.checked_sub(2);
        let relative = self.back(clause.start, 1).is_some_and(|t| t.eq("who") || t.eq("which"));
        let of = |at: usize| self.groups.iter().position(|g| g.last == at || g.last == at + 1);
        before.filter(|_| relative).and_then(of).into_iter().collect()
    }

    fn code(&self, verb: &Use, range: Range<usize>, done: &mut Vec<Done>, found: &mut Vec<Record>) {
        let start = self.group_start(range.start);
        let within = done.last().is_some_and(|d| range.start < d.until);
        let joined = self.back(start, 1).is_some_and(|t| t.eq("and") || t.eq("but"));
        if within && !joined {
            return;
        }
        let clause = self.clause(&range);
        // "Called for Gondor to be allowed to leave" is one event.
        let infinitive = self.tokens[start..range.start].iter().any(|t| t.eq("to"));
        if infinitive && done.last().is_some_and(|d| d.verb.start >= clause.start) && !joined {
            return;
        }
        let around = 0..clause.end;
        let matched = self.dictionaries.verbs.patterns(verb).iter().find_map(|pattern| {
            let sets = &self.dictionaries.verbs.sets;
            let bound =
                pattern.matches(sets, self.tokens, self.groups, range.clone(), around.clone())?;
            Some((pattern, bound))
        });
        let (code, bound) = match matched {
            Some((pattern, bound)) => (pattern.code.as_str(), bound),
            None => (verb.code.as_str(), Bound::default()),
        };
        if !code.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return;
        }
        let mut sources = match bound.source {
            Some(source) => vec![source],
            None => self.subject(&range, &clause, done),
        };
        sources.retain(|s| Some(*s) != bound.target);
        let mut targets: Vec<usize> = match bound.target {
            Some(target) => vec![target],
            None => {
                let after = |g: &usize| {
                    let group = &self.groups[*g];
                    group.first >= range.end
                        && group.last <= clause.end
                        && !sources.contains(g)
                        && !self.attributed(group)
                };
                (0..self.groups.len()).find(after).into_iter().collect()
            }
        };
        if matched.is_none() && self.passive(verb, &range) {
            let by = (0..self.groups.len()).find(|g| self.led_by(*g, range.end, clause.end));
            if let Some(by) = by {
                targets = std::mem::replace(&mut sources, vec![by]);
            }
        }
        let span = || {
            let first = self.token(range.start).map_or(0, |t| t.span.start);
            first..self.token(range.end - 1).map_or(first, |t| t.span.end)
        };
        let mut add = |source: &String, target: &String, code: &str| {
            let record = Record {
                source: source.clone(),
                target: target.clone(),
                code: code.to_owned(),
                verb: span(),
            };
            let known = found.iter().any(|r| {
                (&r.source, &r.target, &r.code) == (&record.source, &record.target, &record.code)
            });
            let known = known || source.starts_with(NOBODY) && target.starts_with(NOBODY);
            if source != target && !known {
                found.push(record);
            }
        };
        let codes = |groups: &[usize]| -> Vec<String> {
            groups.iter().flat_map(|g| self.groups[*g].codes.clone()).collect()
        };
        let (one, other) = code.split_once(':').unwrap_or((code, ""));
        if let Some(all) = bound.all.filter(|all| sources.is_empty() || sources.contains(all)) {
            let members = &self.groups[all].codes;
            for source in members {
                for target in members {
                    add(source, target, one);
                }
            }
        } else {
            if let Some(all) = bound.all {
                targets = vec![all];
            }
            for source in &codes(&sources) {
                for target in &codes(&targets) {
                    add(source, target, one);
                    if !other.is_empty() {
                        add(target, source, other);
                    }
                }
            }
        }
        let until = targets.iter().map(|t| self.groups[*t].first).max().unwrap_or(range.end);
        if !sources.is_empty() && !targets.is_empty() {
            done.push(Done { verb: range, sources, until });
        }
    }

    /// Whether a form of "to be" makes the verb a passive one.
    fn passive(&self, verb: &Use, range: &Range<usize>) -> bool {
        let start = self.group_start(range.start);
        let be = (start..range.start).any(|at| self.is(at, List::Be));
        be && matches!(verb.form, Form::Past | Form::Participle)
    }

    /// Whether a group is named as the one who tells it: ", an Arnorian official said."
    fn attributed(&self, group: &Group) -> bool {
        let opens = self.tokens[..group.first]
            .iter()
            .rev()
            .take_while(|t| t.eq(",") || t.word && !t.is(List::Preposition))
            .take(4)
            .any(|t| t.eq(","));
        let past = |t: &Token| {
            words().verb(&t.lower).iter().any(|(verb, form)| {
                words().verbs[*verb].kind == Kind::Statement && *form != Form::Base
            })
        };
        opens && self.tokens[group.last..].iter().take(3).any(past)
    }

    /// Whether "by" leads to a group in a clause.
    fn led_by(&self, group: usize, from: usize, to: usize) -> bool {
        let group = &self.groups[group];
        group.first >= from
            && group.last <= to
            && (1..4).any(|n| self.back(group.first, n).is_some_and(|t| t.eq("by")))
    }
}
