//! Words of texts as they are searched for: any script, accents folded, English inflections cut.

use super::intern::{Interner, Words};
use crate::domain::Event;
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::cell::RefCell;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words whose stems are remembered, at most: those of a language in daily use, and some names.
const REMEMBERED: usize = 1 << 16;

thread_local! {
    static ENGLISH: RefCell<English> = RefCell::new(English {
        stemmer: Stemmer::create(Algorithm::English),
        known: Interner::default(),
        stems: Words::default(),
    });
}

/// Stems words, and remembers them.
struct English {
    stemmer: Stemmer,
    known: Interner,
    /// The stems of the known words, by their numbers.
    stems: Words,
}

impl English {
    fn stem(&mut self, word: &str, each: &mut dyn FnMut(&str)) {
        let known = self.known.code(word.as_bytes()).and_then(|code| self.stems.get(code));
        if let Some(stem) = known.and_then(|stem| std::str::from_utf8(stem).ok()) {
            return each(stem);
        }
        let lower = word.to_lowercase();
        let english = lower.len() > 2 && lower.bytes().all(|b| b.is_ascii_lowercase());
        let stem = if english { self.stemmer.stem(&lower).into_owned() } else { lower };
        each(&stem);
        if self.known.words().len() < REMEMBERED {
            self.known.intern(word.as_bytes());
            self.stems.push(stem.as_bytes());
        }
    }
}

/// Gives the stems of a text's words, in their order (Porter's algorithm in its second, Snowball,
/// form for words of Latin letters; others as they are).
///
/// `Drones hit Zürich` has the stems `drone`, `hit`, `zurich`.
pub(in crate::store) fn each_stem(text: &str, each: &mut dyn FnMut(&str)) {
    let folded = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>())
    };
    ENGLISH.with_borrow_mut(|english| {
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            english.stem(word, each);
        }
    });
}

/// What stands for all stems that start so, where stems are asked for: no stem has a `*`.
pub(in crate::store) fn prefix(start: &str) -> String {
    let folded: String = start.nfd().filter(|c| !is_combining_mark(*c)).collect();
    format!("{}*", folded.to_lowercase())
}

/// The stems of a text's words, in their order.
pub(in crate::store) fn stems(text: &str) -> Vec<String> {
    let mut stems = Vec::new();
    each_stem(text, &mut |stem| stems.push(stem.to_owned()));
    stems
}

/// Whether one of an event's texts has these stems in this order, one right after the other.
pub(in crate::store) fn says(event: &Event, wanted: &[String]) -> bool {
    let says = |text: &str| stems(text).windows(wanted.len()).any(|window| window == wanted);
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
        let all = |text: &str| stems(text).join(" ");
        assert_eq!(all("Drones hit Zürich's rail-yards"), "drone hit zurich s rail yard");
        assert_eq!(all("Переговоры в Киеве, 2025"), "переговоры в киеве 2025");
        assert_eq!(all("Зеленський і Çankaya"), "зеленськии і cankaya");
        assert_eq!(all(" ... "), "");
    }
}
