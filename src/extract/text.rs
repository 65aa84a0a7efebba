//! Tokens: words, numbers and marks with their byte spans.

use super::words::{List, words};

/// A stretch of the text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    /// The words of the stretch; empty where the span is not one of this text.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A word, a number or a mark.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) span: Span,
    /// In lower case, with straight apostrophes.
    pub(super) lower: String,
    /// Whether it is a word or number, not a mark.
    pub(super) word: bool,
    /// Whether its first letter is a capital.
    pub(super) capital: bool,
    lists: u64,
}

impl Token {
    fn new(text: &str, start: usize, end: usize) -> Token {
        let span = Span { start, end };
        let raw = span.of(text);
        let first = raw.chars().next().unwrap_or(' ');
        let lower = raw.to_lowercase().replace('’', "'");
        let lists = words().lists(&lower);
        Token { span, lower, word: first.is_alphanumeric(), capital: first.is_uppercase(), lists }
    }

    /// Whether the word stands in a list of the tables.
    pub(super) fn is(&self, list: List) -> bool {
        self.lists & (1 << list as u64) != 0
    }

    /// Whether it is this word or mark.
    pub(super) fn eq(&self, word: &str) -> bool {
        self.lower == word
    }

    /// Whether it starts with a digit.
    pub(super) fn number(&self) -> bool {
        self.lower.starts_with(|c: char| c.is_ascii_digit())
    }
}

fn apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// The tokens of a stretch of text. "U.S." is one, "Ukraine's" two, "didn't" two, "5,000" one.
pub(super) fn tokens(text: &str, span: Span) -> Vec<Token> {
    let part = span.of(text);
    let chars: Vec<(usize, char)> = part.char_indices().map(|(i, c)| (i + span.start, c)).collect();
    let at = |i: usize| chars.get(i).map_or(' ', |c| c.1);
    let byte = |i: usize| chars.get(i).map_or(span.start + part.len(), |c| c.0);
    let mut found = Vec::with_capacity(part.len() / 5);
    let mut i = 0;
    while i < chars.len() {
        let c = at(i);
        if c.is_whitespace() {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        if c.is_alphabetic() && at(i + 1) == '.' && at(i + 2).is_alphabetic() && at(i + 3) == '.' {
            while at(end) == '.' && at(end + 1).is_alphabetic() && at(end + 2) == '.' {
                end += 2;
            }
            end += 1;
        } else if c.is_alphanumeric() {
            let numeric = c.is_ascii_digit();
            loop {
                let d = at(end);
                let inside = d.is_alphanumeric()
                    || (numeric && (d == ',' || d == '.') && at(end + 1).is_ascii_digit())
                    || (apostrophe(d) && at(end + 1).is_alphabetic() && !suffix(&at, end));
                if !inside {
                    break;
                }
                end += 1;
            }
            // The n of n't goes with the apostrophe.
            if apostrophe(at(end)) && at(end + 1) == 't' && end > i + 1 && at(end - 1) == 'n' {
                found.push(Token::new(text, byte(i), byte(end - 1)));
                i = end - 1;
                end += 2;
            }
        } else if apostrophe(c) && suffix(&at, i) {
            end += 1;
        }
        found.push(Token::new(text, byte(i), byte(end.min(chars.len()))));
        i = end;
    }
    found
}

/// Whether the apostrophe at `i` starts 's or 't, which are tokens of their own.
fn suffix(at: &impl Fn(usize) -> char, i: usize) -> bool {
    matches!(at(i + 1), 's' | 'S' | 't') && !at(i + 2).is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_rules_need_them() {
        let text = "Ukraine’s U.S.-led force didn't pay $5,000. O'Brien’s";
        let got: Vec<String> =
            tokens(text, Span { start: 0, end: text.len() }).into_iter().map(|t| t.lower).collect();
        assert_eq!(
            got,
            [
                "ukraine", "'s", "u.s.", "-", "led", "force", "did", "n't", "pay", "$", "5,000",
                ".", "o'brien", "'s"
            ]
        );
    }
}
