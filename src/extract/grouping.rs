//! How the names of a sentence hang together: prepositions and lists.

use super::names::{Mention, Named};
use super::text::Token;
use super::words::{List, words};

/// The preposition that a mention depends on, over what may stand between.
pub(super) fn preposition(tokens: &[Token], found: &[Mention], i: usize) -> Option<usize> {
    let mut at = found[i].first;
    let mut plain = 0;
    while at > 0 {
        at -= 1;
        let token = &tokens[at];
        // "Up to 1,000 Turks" are led by nothing.
        if token.eq("to") && at > 0 && tokens[at - 1].eq("up") {
            at -= 1;
            continue;
        }
        if token.is(List::Preposition) {
            return Some(at);
        }
        let passed = token.is(List::Determiner)
            || token.is(List::Adverb)
            || token.is(List::Filler)
            || token.is(List::Title)
            || token.eq("'s")
            || token.number()
            || found.iter().any(|m| m.first <= at && at < m.last);
        if passed {
            continue;
        }
        plain += 1;
        if !token.word
            || plain > 1
            || token.is(List::Auxiliary)
            || !words().verb(&token.lower).is_empty()
        {
            return None;
        }
    }
    None
}

/// Puts names that are joined by "and" into one list, under the first one's preposition.
pub(super) fn lists(tokens: &[Token], found: &mut [Mention]) {
    let mut start = 0;
    while start < found.len() {
        let mut end = start; // the last member of the run
        let mut joined = start; // the last member that an "and" leads to
        while end + 1 < found.len() {
            let gap = &tokens[found[end].last.min(found[end + 1].first)..found[end + 1].first];
            let fits = !gap.is_empty()
                && gap.iter().enumerate().all(|(k, t)| {
                    t.eq(",")
                        || t.eq("and")
                        || t.eq("&")
                        || t.eq("'s")
                        || t.eq("-") && gap.len() == 1
                        || (t.is(List::Determiner) || t.is(List::Filler))
                            && (k > 0 || gap.len() == 1 && !t.is(List::Preposition))
                });
            let and = gap.iter().any(|t| t.eq("and") || t.eq("&") || t.eq("-"));
            let filled = gap.iter().any(|t| t.eq(",")) || and;
            if !fits
                || !filled
                || found[end + 1].named == Named::Place && found[start].named != Named::Place
            {
                break;
            }
            end += 1;
            if and {
                joined = end;
            }
        }
        let (list, prep) = (found[start].list, found[start].prep);
        for m in &mut found[start..=joined] {
            m.list = list;
            m.prep = prep;
        }
        start = joined + 1;
    }
}
