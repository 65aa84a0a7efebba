//! What the three dictionaries have in common: lines, phrases, and a table of phrases.

use crate::extract::text::{Span, Token, tokens};
use std::collections::HashMap;

/// The lines of a dictionary without comments, which `#` starts or `<!--` and `-->` enclose, and
/// without those that are empty then.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter_map(move |line| {
        let trimmed = line.trim_start();
        let opens = trimmed.starts_with("<!");
        let was = inside;
        inside = (was || opens) && !line.contains("-->");
        let line = line.split('#').next().unwrap_or_default().trim_end();
        (!was && !opens && !line.trim().is_empty()).then_some(line)
    })
}

/// The words of a phrase as tokens of a sentence have them. `_` joins words as a blank does.
pub(super) fn words(phrase: &str) -> Vec<String> {
    let phrase = phrase.replace('_', " ");
    let mut words: Vec<String> = Vec::new();
    for token in tokens(&phrase, Span { start: 0, end: phrase.len() }) {
        match words.last_mut() {
            // Dictionaries write "DID N'T", and the sentence's own "n't" is one token.
            Some(last) if last == "n" && token.eq("'t") => last.push_str("'t"),
            _ => words.push(token.lower),
        }
    }
    words
}

/// What follows a phrase in brackets of either kind: `[CODE]` or `{PLURAL}`.
pub(super) fn bracketed(line: &str, open: char, close: char) -> Option<(&str, &str)> {
    let (before, rest) = line.split_once(open)?;
    let (inside, _) = rest.split_once(close).unwrap_or((rest, ""));
    Some((before, inside))
}

/// The plural that English makes by rule.
pub(super) fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

/// Phrases by their first word, the longest first.
#[derive(Debug, Clone)]
pub(super) struct Phrases<T>(HashMap<String, Vec<(Vec<String>, T)>>);

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases(HashMap::new())
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; one that is there already keeps its meaning.
    pub(super) fn add(&mut self, mut words: Vec<String>, meaning: T) {
        if words.is_empty() {
            return;
        }
        let first = words.remove(0);
        let same = self.0.entry(first).or_default();
        let at = same.partition_point(|(rest, _)| rest.len() >= words.len());
        if !same[..at].iter().any(|(rest, _)| *rest == words) {
            same.insert(at, (words, meaning));
        }
    }

    /// The longest phrase that starts at a token: where it ends and what it means.
    pub(super) fn longest(&self, tokens: &[Token], at: usize) -> Option<(usize, T)> {
        let rest = tokens.get(at + 1..)?;
        let (words, meaning) = self
            .0
            .get(&tokens.get(at)?.lower)?
            .iter()
            .find(|(words, _)| starts_with(rest.iter(), words.iter()))?;
        Some((at + 1 + words.len(), *meaning))
    }
}

/// Whether the tokens start with the words.
pub(super) fn starts_with<'a>(
    mut tokens: impl Iterator<Item = &'a Token>,
    mut words: impl Iterator<Item = &'a String>,
) -> bool {
    words.all(|word| tokens.next().is_some_and(|token| token.lower == *word))
}
