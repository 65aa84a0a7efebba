//! Patterns of words around a verb.
//!
//! `*` is the verb, `$` the source, `+` the target, `^` an actor that is passed over, `%` a list of
//! actors who do it to each other, `&NAME` any of a set of words. A blank lets other words come
//! between, `_` does not. Parentheses and braces, which mark phrases for coders that have a parse
//! tree, are passed over.

use super::groups::Group;
use super::read::words;
use crate::extract::text::Token;
use std::collections::HashMap;

/// Sets of phrases by name.
pub(super) type Sets = HashMap<String, Vec<Vec<String>>>;

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Word(String),
    Set(String),
    Source,
    Target,
    Skipped,
    All,
}

/// A part of a pattern, counted from the verb outwards.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    what: What,
    /// Whether it touches the part that is nearer to the verb.
    touches: bool,
}

/// A pattern with its code.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    before: Vec<Part>,
    after: Vec<Part>,
    pub(super) code: String,
}

/// Whom a pattern names, as numbers of groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) source: Option<usize>,
    pub(super) target: Option<usize>,
    /// A list of which each does it to each.
    pub(super) all: Option<usize>,
}

impl Pattern {
    /// Reads what stands between the `-` and the code; none without a verb.
    pub(super) fn read(text: &str, code: &str) -> Option<Pattern> {
        let plain: String =
            text.chars().map(|c| if "(){}".contains(c) { ' ' } else { c }).collect();
        let (before, after) = plain.split_once('*')?;
        let mut before = parts(before);
        // Read towards the verb, each part knows whether it touches the one that is farther.
        before.reverse();
        let touches: Vec<bool> = before.iter().map(|p| p.touches).collect();
        let nearest = text.contains("_*");
        for (i, part) in before.iter_mut().enumerate() {
            part.touches =
                if i == 0 { nearest } else { touches.get(i - 1).copied().unwrap_or(false) };
        }
        Some(Pattern { before, after: parts(after), code: code.to_owned() })
    }

    /// How much it asks for: of two that match, the longer one counts.
    pub(super) fn length(&self) -> usize {
        self.before.len() + self.after.len()
    }

    /// Whether the words around a verb, which stands at `verb`, are those of the pattern; those from
    /// `from` to `to` are looked at.
    pub(super) fn matches(
        &self,
        sets: &Sets,
        tokens: &[Token],
        groups: &[Group],
        verb: std::ops::Range<usize>,
        around: std::ops::Range<usize>,
    ) -> Option<Bound> {
        let mut bound = Bound::default();
        let left = Side { sets, tokens, groups, origin: verb.start, end: around.start };
        let right = Side { sets, tokens, groups, origin: verb.end, end: around.end };
        left.matches(&self.before, &mut bound)?;
        right.matches(&self.after, &mut bound)?;
        Some(bound)
    }
}

/// The parts of one side in the order of the text; each knows whether it touches what is before it.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut touches = text.starts_with('_');
    for piece in text.split_inclusive([' ', '_', '\t']) {
        let word = piece.trim_end_matches([' ', '_', '\t']);
        let mut add =
            |what| parts.push(Part { what, touches: std::mem::replace(&mut touches, true) });
        match word {
            "" => {}
            "$" => add(What::Source),
            "+" => add(What::Target),
            "^" => add(What::Skipped),
            "%" => add(What::All),
            _ if word.starts_with('&') => add(What::Set(word[1..].to_lowercase())),
            _ => words(word).into_iter().for_each(|word| add(What::Word(word))),
        }
        // A blank parts, also after the `_` that ends a word for coders that know stems.
        touches = piece.ends_with('_') && (touches || !word.is_empty());
    }
    parts
}

/// The words on one side of a verb, counted from it outwards.
struct Side<'a> {
    sets: &'a Sets,
    tokens: &'a [Token],
    groups: &'a [Group],
    origin: usize,
    end: usize,
}

impl Side<'_> {
    fn length(&self) -> usize {
        self.origin.abs_diff(self.end)
    }

    fn rightwards(&self) -> bool {
        self.end >= self.origin
    }

    fn token(&self, step: usize) -> Option<&Token> {
        if step >= self.length() {
            return None;
        }
        let at = if self.rightwards() {
            self.origin + step
        } else {
            self.origin.checked_sub(step + 1)?
        };
        self.tokens.get(at)
    }

    /// Matches all parts. Parts that touch each other are looked for together, each run as near to
    /// the verb as it stands, which leaves most to those after it; so one pass does.
    fn matches(&self, parts: &[Part], bound: &mut Bound) -> Option<()> {
        let mut from = 0;
        let mut rest = parts;
        while let Some(first) = rest.first() {
            let length = 1 + rest[1..].iter().take_while(|p| p.touches).count();
            let (run, others) = rest.split_at(length);
            let last = if first.touches { from } else { self.length() };
            from = (from..=last).find_map(|at| self.run(run, at, bound))?;
            rest = others;
        }
        Some(())
    }

    /// Where a run of parts that stands at a step ends.
    fn run(&self, run: &[Part], at: usize, bound: &mut Bound) -> Option<usize> {
        let mut bindings = *bound;
        let mut at = at;
        for part in run {
            at = self.part(&part.what, at, &mut bindings)?;
        }
        *bound = bindings;
        Some(at)
    }

    fn part(&self, what: &What, at: usize, bound: &mut Bound) -> Option<usize> {
        match what {
            What::Word(word) => (self.token(at)?.lower == *word).then_some(at + 1),
            What::Set(name) => {
                let phrases = self.sets.get(name)?;
                phrases.iter().filter_map(|phrase| self.phrase(phrase, at)).min()
            }
            _ => {
                let (group, end) = self.group(at)?;
                match what {
                    What::Source => bound.source = Some(group),
                    What::Target => bound.target = Some(group),
                    What::All if self.groups[group].codes.len() > 1 => bound.all = Some(group),
                    What::All => return None,
                    _ => {}
                }
                Some(end)
            }
        }
    }

    fn phrase(&self, phrase: &[String], at: usize) -> Option<usize> {
        let word = |step: usize| {
            let at = if self.rightwards() { step } else { phrase.len() - 1 - step };
            &phrase[at]
        };
        let here = |step: usize| self.token(at + step).is_some_and(|t| t.lower == *word(step));
        (0..phrase.len()).all(here).then_some(at + phrase.len())
    }

    /// The group of actors that stands at a step, and where it ends.
    fn group(&self, at: usize) -> Option<(usize, usize)> {
        let first = |g: &Group| {
            if self.rightwards() {
                (g.first.checked_sub(self.origin), g.last.checked_sub(self.origin))
            } else {
                (self.origin.checked_sub(g.last), self.origin.checked_sub(g.first))
            }
        };
        self.groups.iter().enumerate().find_map(|(i, group)| {
            let (from, to) = first(group);
            let to = to.filter(|to| *to <= self.length())?;
            (from? == at && !group.codes.is_empty()).then_some((i, to))
        })
    }
}
