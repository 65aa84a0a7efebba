//! Sentences with their byte spans.

use super::sections::Block;
use super::text::{Span, Token};
use super::words::List;
use crate::domain::Section;

/// Words that end in a full stop without ending a sentence.
const ABBREVIATIONS: [&str; 32] = [
    "mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "sgt", "capt", "cmdr", "adm", "rep", "sen",
    "gov", "st", "no", "vs", "inc", "corp", "ltd", "prof", "rev", "hon", "jan", "feb", "aug",
    "sept", "oct", "nov", "dec", "rs",
];
/// Words that a sentence starts with, so that "the U.S. The" is an end and "the U.S. Army" is not.
const STARTERS: [&str; 14] = [
    "The", "He", "She", "It", "They", "In", "On", "A", "But", "This", "At", "After", "We",
    "However",
];
/// A quotation longer than this, in bytes, is cut into its sentences.
const LONG_QUOTE: usize = 300;

/// The sentences of a block. A headline or caption is one.
pub(super) fn sentences(text: &str, block: &Block) -> Vec<Span> {
    if !matches!(block.section, Section::Body | Section::Post) {
        return vec![block.span];
    }
    let part = block.span.of(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut closed_at = 0;
    for (i, c) in part.char_indices() {
        if matches!(c, '“' | '"') && i >= closed_at {
            closed_at = quote_end(part, i + c.len_utf8(), c).unwrap_or(0);
        }
        if i < closed_at || !matches!(c, '.' | '!' | '?' | '…') || i < start {
            continue;
        }
        let mut end = i + c.len_utf8();
        while let Some(next) = part[end..].chars().next() {
            if !matches!(next, '"' | '”' | '’' | ')' | '.' | '!' | '?') {
                break;
            }
            end += next.len_utf8();
        }
        if ends_here(part, i, end, c) {
            push(&mut found, part, start, end, block.span.start);
            start = end;
        }
    }
    push(&mut found, part, start, part.len(), block.span.start);
    found
}

fn push(found: &mut Vec<Span>, part: &str, start: usize, end: usize, base: usize) {
    let piece = &part[start..end];
    let trimmed = piece.trim();
    if trimmed.chars().any(char::is_alphanumeric) {
        let start = base + start + (piece.len() - piece.trim_start().len());
        found.push(Span { start, end: start + trimmed.len() });
    }
}

/// Where the quotation that opens before `from` closes, if it is short enough to keep whole. It is
/// kept up to its last mark: a full stop right before that mark may end the sentence.
fn quote_end(part: &str, from: usize, open: char) -> Option<usize> {
    let close = if open == '“' { '”' } else { '"' };
    let length = part[from..].find(close)?;
    let inner = &part[from..from + length];
    let last = inner.char_indices().next_back().map_or(0, |(i, _)| i);
    // A straight mark opens as it closes; what follows needs the position past it.
    let ends = inner.ends_with(['.', '!', '?']);
    (length < LONG_QUOTE).then_some(if ends {
        from + last
    } else {
        from + length + close.len_utf8()
    })
}

fn ends_here(part: &str, mark: usize, end: usize, c: char) -> bool {
    let mut after = part[end..].chars();
    let Some(space) = after.next() else { return true };
    if !space.is_whitespace() {
        return false;
    }
    let rest = part[end..].trim_start();
    let Some(next) = rest.chars().next() else { return true };
    if c == '…' {
        return next.is_uppercase() || rest.starts_with("pic.") || rest.starts_with("http");
    }
    if next.is_lowercase() {
        return false;
    }
    if c != '.' {
        return true;
    }
    let before = &part[..mark];
    let word =
        before.rsplit(|c: char| c.is_whitespace() || "(“\"".contains(c)).next().unwrap_or("");
    let initials = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let dotted = word.contains('.') && word.chars().all(|c| c == '.' || c.is_alphabetic());
    if initials || dotted {
        let next_word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        return dotted && STARTERS.contains(&next_word);
    }
    let lower = word.to_lowercase();
    !(ABBREVIATIONS.contains(&lower.as_str()) && !(lower == "no" && word == "no"))
}

/// The longest dateline, in tokens.
pub(super) const DATELINE: usize = 14;

/// Where the dash stands that ends a dateline, as in "KYIV, Dec 14 (Reuters) - Russia": a place in
/// capitals or with a date, or an agency in brackets, before a dash.
pub(super) fn dateline(tokens: &[Token]) -> Option<usize> {
    let dash =
        tokens.iter().take(DATELINE).position(|t| matches!(t.lower.as_str(), "-" | "–" | "—"))?;
    let (before, after) = (&tokens[..dash], tokens.get(dash + 1)?);
    let apart = before.last()?.span.end < tokens[dash].span.start
        || after.span.start > tokens[dash].span.end;
    let opens = before.first()?.capital && after.word;
    let plain =
        before.iter().all(|t| t.capital || !t.word || t.number() || t.is(List::Preposition));
    let agency = before.last()?.eq(")");
    let dated = !super::dates::timexes(before).is_empty();
    (apart && opens && plain && (agency || dated)).then_some(dash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let span = Span { start: 0, end: text.len() };
        let block = Block { section: Section::Body, span, post: None };
        sentences(text, &block).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            cut("Gen. Smith left the U.S. Army. J. D. Vance met him. In the U.S. The end."),
            ["Gen. Smith left the U.S. Army.", "J. D. Vance met him.", "In the U.S.", "The end."]
        );
    }

    #[test]
    fn a_quotation_stays_with_its_speaker() {
        assert_eq!(
            cut("“We came. We saw,” he said. They left…  Then “so it is.” He went."),
            ["“We came. We saw,” he said.", "They left…", "Then “so it is.”", "He went."]
        );
    }
}
