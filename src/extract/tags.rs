//! What the words around an event speak of: nato, sanctions, ceasefire, ...
//!
//! The list is `data/coding/tags.csv`; it follows the contexts that POLECAT's coders note beside an
//! event (Halterman et al. 2023, arXiv:2301.06617) where these fit news of all kinds.

use super::text::Token;
use crate::coding::rows;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What is said in several words, by the first: the rest, and the tag that it stands for.
type Phrases = HashMap<String, Vec<(Vec<String>, &'static str)>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    for row in rows(include_str!("../../data/coding/tags.csv")) {
        let (Some(tag), Some(words)) = (row.get(0), row.get(1)) else { continue };
        let tag: &'static str = Box::leak(tag.to_owned().into_boxed_str());
        for phrase in words.split(';') {
            // As tokens are cut: "cease-fire" and "coup d'état" too.
            let parted = phrase.replace('-', " - ");
            let mut words = parted.split_whitespace().map(str::to_owned);
            if let Some(first) = words.next() {
                phrases.entry(first).or_default().push((words.collect(), tag));
            }
        }
    }
    phrases
});

/// The tags of a sentence.
pub(super) fn tags(tokens: &[Token]) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        for (rest, tag) in PHRASES.get(&token.lower).into_iter().flatten() {
            let follows = tokens[at + 1..].iter().map(|token| token.lower.as_str());
            if rest.iter().map(String::as_str).eq(follows.take(rest.len())) {
                found.insert(*tag);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::extract::text::{Span, tokens};

    fn tags(text: &str) -> Vec<&'static str> {
        super::tags(&tokens(text, Span { start: 0, end: text.len() })).into_iter().collect()
    }

    #[test]
    fn what_is_spoken_of_is_tagged() {
        insta::assert_compact_debug_snapshot!(
            tags("NATO discussed security guarantees and a cease-fire; the EU extended its sanctions."),
            @r#"["ceasefire", "eu", "nato", "peace-talks", "sanctions"]"#
        );
        assert!(tags("The minister met his guest.").is_empty());
    }
}
