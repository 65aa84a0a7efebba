//! What a text is about, as far as it can be told without reading it: its names, its words and
//! the countries that it speaks of.

use crate::coding::country_meant;
use rust_stemmers::{Algorithm, Stemmer};

/// Words that tell nothing of what a text is about.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "according",
    "after",
    "against",
    "all",
    "also",
    "amid",
    "an",
    "and",
    "announce",
    "announced",
    "announces",
    "are",
    "as",
    "at",
    "be",
    "been",
    "before",
    "being",
    "between",
    "but",
    "by",
    "day",
    "days",
    "due",
    "during",
    "eight",
    "first",
    "five",
    "following",
    "for",
    "four",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "his",
    "in",
    "including",
    "injured",
    "injuring",
    "into",
    "is",
    "it",
    "its",
    "killed",
    "killing",
    "kills",
    "last",
    "least",
    "less",
    "many",
    "month",
    "more",
    "most",
    "near",
    "new",
    "nine",
    "not",
    "of",
    "off",
    "on",
    "one",
    "or",
    "other",
    "others",
    "out",
    "over",
    "people",
    "person",
    "report",
    "reported",
    "reports",
    "said",
    "say",
    "says",
    "second",
    "seven",
    "she",
    "should",
    "since",
    "six",
    "some",
    "than",
    "that",
    "the",
    "their",
    "them",
    "they",
    "this",
    "those",
    "three",
    "through",
    "to",
    "two",
    "under",
    "until",
    "up",
    "was",
    "week",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
    "year",
    "years",
];

/// The longest name of a country or city, in words.
const LONGEST: usize = 4;

/// What [`read`] finds in a text, each in the order of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Words of names and whole names, folded, each with its letters as written.
    pub(super) names: Vec<(String, String)>,
    /// Stems of telling words, names included, each with the word as written.
    pub(super) words: Vec<(String, String)>,
    /// The countries meant, ISO 3166 alpha-3.
    pub(super) countries: Vec<&'static str>,
}

/// A word of a text.
struct Word<'t> {
    /// As written, without a possessive 's.
    text: &'t str,
    /// With it.
    whole: &'t str,
    lower: String,
    /// Whether it opens a sentence, where a capital says nothing.
    opens: bool,
    /// Whether a comma or the like stands before it, over which no name runs.
    apart: bool,
}

impl Word<'_> {
    fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    fn is_empty(&self) -> bool {
        EMPTY.binary_search(&self.lower.as_str()).is_ok()
    }

    fn is_short(&self) -> bool {
        self.text.chars().nth(2).is_none()
    }

    fn starts_name(&self) -> bool {
        self.is_capitalised() && !(self.opens && self.is_empty())
    }
}

/// Reads a text. Names are told by their capitals, so this is for scripts that have them; of others
/// the words remain.
pub(super) fn read(text: &str, into: &mut Reading) {
    let stemmer = Stemmer::create(Algorithm::English);
    let words = words(text);
    for word in &words {
        let digit = word.text.starts_with(|c: char| c.is_ascii_digit());
        if !word.is_empty() && !word.is_short() && !digit {
            into.words.push((stemmer.stem(&word.lower).into_owned(), word.text.to_owned()));
        }
    }
    let mut at = 0;
    while at < words.len() {
        let run = words[at..]
            .iter()
            .enumerate()
            .take_while(|(i, word)| word.starts_name() && (*i == 0 || !(word.opens || word.apart)))
            .count();
        names(&words[at..at + run], into);
        countries(&words[at..at + run], into);
        at += run.max(1);
    }
}

/// The names in a run of capitalised words: each word, each two in a row, and the whole.
fn names(run: &[Word], into: &mut Reading) {
    let telling = |word: &Word| !word.is_empty() && !word.is_short();
    let mut add = |words: &[Word]| {
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        // Inside a name 's is part of it, as in Donetsk People's Republic.
        let last = words.len().saturating_sub(1);
        let written: Vec<&str> = words
            .iter()
            .enumerate()
            .map(|(at, word)| if at < last { word.whole } else { word.text })
            .collect();
        into.names.push((lower.join(" "), written.join(" ")));
    };
    for word in run.iter().filter(|word| telling(word)) {
        add(std::slice::from_ref(word));
    }
    for pair in run.windows(2).filter(|pair| pair.iter().all(&telling)) {
        add(pair);
    }
    if run.len() > 2 && run.iter().any(&telling) {
        add(run);
    }
}

/// The countries that a run of capitalised words speaks of, the longest names first.
fn countries(run: &[Word], into: &mut Reading) {
    let mut at = 0;
    while at < run.len() {
        let found = (1..=LONGEST.min(run.len() - at)).rev().find_map(|n| {
            let name: Vec<&str> = run[at..at + n].iter().map(|w| w.lower.as_str()).collect();
            Some((n, country_meant(&name.join(" "))?))
        });
        if let Some((_, country)) = found {
            into.countries.push(country);
        }
        at += found.map_or(1, |(n, _)| n);
    }
}

/// The words of a text.
fn words(text: &str) -> Vec<Word<'_>> {
    let inner = |c: char| matches!(c, '-' | '\'' | '’' | '.');
    let mut words = Vec::new();
    let (mut opens, mut apart) = (true, false);
    for chunk in text.split(|c: char| !(c.is_alphanumeric() || inner(c) || ends(c) || parts(c))) {
        apart |= chunk.starts_with(parts);
        // A point inside, as in U.S., belongs to the word; at its end it closes the sentence.
        let trimmed = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        let short = trimmed.contains('.');
        let closes = chunk.ends_with(ends) || (chunk.ends_with('.') && !short);
        if !trimmed.is_empty() {
            let end = trimmed.len() + usize::from(short && chunk.ends_with('.'));
            let start = chunk.find(trimmed).unwrap_or_default();
            let word = chunk.get(start..start + end).unwrap_or(trimmed);
            let bare = ["'s", "’s"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
            words.push(Word { text: bare, whole: word, lower: bare.to_lowercase(), opens, apart });
            (opens, apart) = (false, false);
        }
        opens |= closes;
        apart |= chunk.ends_with(parts);
    }
    words
}

fn ends(c: char) -> bool {
    matches!(c, ':' | ';' | '!' | '?')
}

fn parts(c: char) -> bool {
    matches!(c, ',' | '(' | ')' | '"' | '“' | '”' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_empty_words_can_be_searched() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn names_words_and_countries_are_told_apart() {
        let mut reading = Reading::default();
        read(
            "The Taliban's envoy met U.S. Vice President Vance in Kabul, Afghanistan. Talks go on.",
            &mut reading,
        );
        let of = |pairs: &[(String, String)], pick: fn(&(String, String)) -> &str| {
            pairs.iter().map(pick).collect::<Vec<_>>().join("; ")
        };
        insta::assert_snapshot!(of(&reading.names, |(_, name)| name), @"Taliban; U.S.; Vice; President; Vance; U.S. Vice; Vice President; President Vance; U.S. Vice President Vance; Kabul; Afghanistan; Talks");
        insta::assert_snapshot!(of(&reading.words, |(stem, _)| stem), @"taliban; envoy; met; u.s.; vice; presid; vanc; kabul; afghanistan; talk");
        assert_eq!(reading.countries, ["USA", "AFG", "AFG"]);
    }
}
