//! The dictionary of verbs.
//!
//! ```text
//! &CURRENCY                       a set of phrases; one whose name ends in `_` has no plurals
//! +DOLLAR
//! --- CONTRIBUTE [070] ---        a block: verbs that share a code and patterns
//! CONTRIBUTE                      a verb, with the forms that grammar gives it
//! DONATE [073]                    one with a code of its own
//! GIVE {GIVES GAVE GIVEN GIVING}  one with forms that grammar does not give
//! +CHIP_IN                        several words, of which the verb is marked by `+`
//! - * &CURRENCY [071]             a pattern; `[071:072]` is for both sides
//! ```

use super::patterns::{Pattern, Sets};
use super::read::{bracketed, lines, plural, words};
use crate::extract::words::{Form, forms};
use std::collections::HashMap;

/// A form of a verb.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The other words of the verb, before and after this one.
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
    pub(super) form: Form,
    /// The code where no pattern matches.
    pub(super) code: String,
    /// The block with its patterns.
    block: usize,
}

/// Verbs by their forms.
#[derive(Debug, Clone, Default)]
pub(super) struct Verbs {
    forms: HashMap<String, Vec<Use>>,
    blocks: Vec<Vec<Pattern>>,
    pub(super) sets: Sets,
}

impl Verbs {
    pub(super) fn read(text: &str) -> Verbs {
        let mut verbs = Verbs::default();
        let mut sets: Vec<(String, Vec<String>)> = Vec::new();
        let mut in_set = false;
        let mut code = String::new();
        for line in lines(text) {
            let line = line.trim();
            if line.starts_with("---") {
                in_set = false;
                code = bracketed(line, '[', ']').map_or("", |(_, code)| code).to_owned();
                verbs.blocks.push(Vec::new());
            } else if let Some(name) = line.strip_prefix('&') {
                in_set = true;
                sets.push((name.to_owned(), Vec::new()));
            } else if in_set && line.starts_with('+') {
                if let Some((_, members)) = sets.last_mut() {
                    members.push(line[1..].trim().to_owned());
                }
            } else if let Some(pattern) = line.strip_prefix('-') {
                let pattern = bracketed(pattern, '[', ']')
                    .and_then(|(pattern, code)| Pattern::read(pattern.trim(), code));
                if let Some(block) = verbs.blocks.last_mut() {
                    block.extend(pattern);
                }
            } else {
                verbs.add(line, &code);
            }
        }
        for block in &mut verbs.blocks {
            block.sort_by_key(|pattern| std::cmp::Reverse(pattern.length()));
        }
        for (name, _) in &sets {
            let key = name.trim_end_matches('_').to_lowercase();
            verbs.sets.insert(name.to_lowercase(), members(name, &sets, 0));
            verbs.sets.insert(key, members(name, &sets, 0));
        }
        verbs
    }

    /// Adds the verb of a line to the block that is being read.
    fn add(&mut self, line: &str, code: &str) {
        let Some(block) = self.blocks.len().checked_sub(1) else { return };
        let (line, code) = bracketed(line, '[', ']').unwrap_or((line, code));
        let (verb, given) = bracketed(line, '{', '}').unwrap_or((line, ""));
        let mut add = |phrase: &str, form: Option<Form>| {
            let (before, rest) = phrase.split_once('+').unwrap_or(("", phrase));
            let (word, after) = rest.split_once(['_', ' ']).unwrap_or((rest, ""));
            let word = words(word);
            let Some(word) = word.first() else { return };
            let all = match form {
                Some(form) => vec![(word.clone(), form)],
                None => forms(word, &[]),
            };
            for (word, form) in all {
                let verb = Use {
                    before: words(before),
                    after: words(after),
                    form,
                    code: code.to_owned(),
                    block,
                };
                self.forms.entry(word).or_default().push(verb);
            }
        };
        let given: Vec<&str> = given.split_whitespace().collect();
        add(verb.trim(), (!given.is_empty()).then_some(Form::Base));
        for phrase in given {
            add(phrase, Some(form(phrase)));
        }
    }

    /// The verbs of which a word may be a form.
    pub(super) fn find(&self, word: &str) -> &[Use] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn patterns(&self, verb: &Use) -> &[Pattern] {
        self.blocks.get(verb.block).map_or(&[], Vec::as_slice)
    }
}

/// What form a word is that the dictionary gives, by its ending.
fn form(phrase: &str) -> Form {
    let word = phrase.split_once('+').map_or(phrase, |(_, rest)| rest);
    let word = word.split('_').next().unwrap_or(word);
    if word.ends_with("ING") {
        Form::Ing
    } else if word.ends_with('S') {
        Form::S
    } else {
        Form::Past
    }
}

/// The phrases of a set, with those of the sets in it. Sets that hold each other end somewhere.
fn members(name: &str, sets: &[(String, Vec<String>)], depth: u8) -> Vec<Vec<String>> {
    let bare = |name: &str| name.trim_end_matches('_').to_lowercase();
    let Some((full, given)) = sets.iter().find(|(other, _)| bare(other) == bare(name)) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for member in given {
        if let Some(inner) = member.strip_prefix('&') {
            if depth < 4 {
                all.extend(members(inner, sets, depth + 1));
            }
            continue;
        }
        let one = words(member);
        if !full.ends_with('_') && !member.ends_with('_') {
            let mut many = one.clone();
            if let Some(last) = many.last_mut() {
                *last = plural(last);
            }
            all.push(many);
        }
        all.push(one);
    }
    all.retain(|phrase| !phrase.is_empty());
    all
}
