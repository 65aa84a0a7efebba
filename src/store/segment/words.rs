//! Words of texts as they are searched for: any script, accents folded, English inflections cut.

use crate::domain::Event;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::cell::OnceCell;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

thread_local! {
    static ENGLISH: OnceCell<Stemmer> = const { OnceCell::new() };
}

/// The stems of a text's words, in their order (Porter's algorithm in its second, Snowball, form
/// for words of Latin letters; others as they are).
///
/// `Drones hit Zürich` has the stems `drone`, `hit`, `zurich`.
pub(in crate::store) fn stems(text: &str) -> impl Iterator<Item = String> {
    let folded = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>())
    };
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| stem(word.to_lowercase()))
        .collect();
    words.into_iter()
}

fn stem(word: String) -> String {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word;
    }
    ENGLISH.with(|cell| {
        let stemmer = cell.get_or_init(|| Stemmer::create(Algorithm::English));
        stemmer.stem(&word).into_owned()
    })
}

/// Whether one of an event's texts has these stems in this order, one right after the other.
pub(in crate::store) fn says(event: &Event, wanted: &[String]) -> bool {
    let says = |text: &str| {
        let stems: Vec<String> = stems(text).collect();
        stems.windows(wanted.len()).any(|window| window == wanted)
    };
    let place = event.place.iter();
    let parts = event.actors.iter().filter(|part| !part.is_mentioned());
    says(&event.title)
        || place.clone().any(|place| says(&place.name))
        || place.filter_map(|place| place.admin1.as_deref()).any(says)
        || event.tags.iter().any(|tag| says(tag))
        || parts.clone().any(|part| says(&part.name))
        || parts.filter_map(|part| part.surface.as_deref()).any(says)
        || event.citations.iter().filter_map(|c| c.quote.as_deref()).any(says)
        || event.citations.iter().filter_map(|c| c.title.as_deref()).any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_accents_and_scripts() {
        let all = |text: &str| stems(text).collect::<Vec<_>>().join(" ");
        assert_eq!(all("Drones hit Zürich's rail-yards"), "drone hit zurich s rail yard");
        assert_eq!(all("Переговоры в Киеве, 2025"), "переговоры в киеве 2025");
        assert_eq!(all("Зеленський і Çankaya"), "зеленськии і cankaya");
        assert_eq!(all(" ... "), "");
    }
}
