//! Actors: GDELT gives a code and the words that led to it.

use super::codes::{Part, by_iso3, parts};
use super::geo::commas;
use crate::coding::{Country, cameo_actor};
use crate::domain::{ActorKind, Participation, Role};

/// An actor of an event.
pub(super) struct Actor {
    pub participation: Participation,
    /// How much of its name a title needs, in bytes: `Police` of `Police (Australia)`.
    short: usize,
    /// Whether the name is a common noun.
    common: bool,
}

impl Actor {
    /// The actor of that code and name. What its code does not tell, the country where the report
    /// places it does: else all the world's police were one actor.
    pub(super) fn new(
        role: Role,
        code: &str,
        words: &str,
        near: Option<&Country>,
        places: [&str; 3],
    ) -> Option<Actor> {
        // GDELT 1.0 has codes with a space before them, and some that are nothing else.
        if code.trim_ascii().is_empty() && words.trim_ascii().is_empty() {
            return None;
        }
        let coded = cameo_actor(code);
        let country = coded.country.and_then(by_iso3);
        let (given, mut common) = (words.trim_ascii(), false);
        let mut own = country;
        let mut name = match (country, coded.role) {
            (Some(country), None) if coded.kind == ActorKind::Country => country.name.clone(),
            (Some(country), Some(part)) if given.is_empty() || names(country, &places, given) => {
                if coded.kind == ActorKind::Government {
                    government(country)
                } else {
                    common = true;
                    sentence_case(part)
                }
            }
            (None, Some(_)) if !given.is_empty() && is_common(code, given) => {
                (common, own) = (true, near);
                sentence_case(given)
            }
            _ if !given.is_empty() => title_case(given),
            _ => coded.group.or(coded.role).unwrap_or(code.trim_ascii()).to_owned(),
        };
        let short = name.len();
        if common {
            name.push_str(" (");
            name.push_str(own.map_or("country unknown", |country| &country.name));
            name.push(')');
        }
        let mut participation = Participation::new(name, role);
        participation.kind = Some(coded.kind);
        participation.country = own.map(|country| country.iso3.clone());
        participation.surface = (!words.is_empty()).then(|| words.to_owned());
        Some(Actor { participation, short, common })
    }

    /// Its name at the start of a title.
    pub(super) fn subject(&self) -> &str {
        &self.participation.name[..self.short]
    }

    /// Whether it is several.
    pub(super) fn is_plural(&self) -> bool {
        let name = self.subject();
        let several = name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us");
        self.common && (several || name.ends_with("men") || name.eq_ignore_ascii_case("police"))
    }

    /// Appends its name as it stands inside a title.
    pub(super) fn push_object(&self, title: &mut String) {
        let start = title.len();
        title.push_str(self.subject());
        if self.common
            && let Some(first) = title.get_mut(start..start + 1)
        {
            first.make_ascii_lowercase();
        }
    }
}

/// Whether an actor of no country is named by a common noun, such as POLICE, and not by a name of
/// its own, such as THE POPE or RED CROSS.
fn is_common(code: &str, given: &str) -> bool {
    let common = |part| matches!(part, Part::Type | Part::Faith | Part::None);
    !given.starts_with("THE ") && parts(code).all(|(_, part)| common(part))
}

/// Whether the words name the country itself, its people, or one of the places of the event: police
/// that are called DENVER are the police there.
fn names(country: &Country, places: &[&str; 3], given: &str) -> bool {
    let bare = given.strip_prefix("THE ").unwrap_or(given);
    let is = |name: &str| name.eq_ignore_ascii_case(bare);
    let starts = |name: &str| {
        name.get(..bare.len()).is_some_and(is)
            && name.as_bytes().get(bare.len()).is_none_or(|byte| *byte == b',')
    };
    is(&country.name)
        || country.adjectives.iter().any(|name| is(name))
        || country.aliases.iter().any(|name| is(name) || name.eq_ignore_ascii_case(given))
        || country.capitals.iter().any(|name| is(name))
        || places.iter().any(|place| {
            starts(place) || commas(place).any(|at| place.get(at + 2..).is_some_and(starts))
        })
}

/// A country's government under the name that the directory of actors has.
fn government(country: &Country) -> String {
    ["Government of ", article(&country.name), &country.name].concat()
}

/// What stands before a country's name in a sentence.
pub(super) fn article(country: &str) -> &'static str {
    let starts =
        ["United ", "Republic ", "Bahamas", "Comoros", "Maldives", "Netherlands", "Philippines"];
    if starts.iter().any(|start| country.starts_with(start)) || country.ends_with(" Republic") {
        "the "
    } else {
        ""
    }
}

/// Whether it is spoken letter by letter, or written so.
fn is_capitals(word: &str) -> bool {
    #[rustfmt::skip]
    let is = matches!(
        word,
        "AP" | "BBC" | "BHP" | "BP" | "CBS" | "CIA" | "CNN" | "DR" | "ECOWAS" | "EU" | "FBI" | "HIV"
            | "IAEA" | "IBM" | "IMF" | "IRA" | "ISIS" | "MP" | "NATO" | "NBC" | "NGO" | "OECD"
            | "OPEC" | "PKK" | "PLO" | "TV" | "UAE" | "UK" | "UN" | "UNESCO" | "UNHCR" | "UNICEF"
            | "US" | "USA" | "WHO" | "WTO"
    );
    is
}

/// Whether it is small inside a name.
fn is_small(word: &str) -> bool {
    matches!(word, "AND" | "DE" | "FOR" | "IN" | "OF" | "ON" | "THE")
}

/// Capitals as a name is written: MICHELLE OBAMA becomes Michelle Obama. The directory of actors
/// has no article before a name.
fn title_case(capitals: &str) -> String {
    let bare = capitals.strip_prefix("THE ").unwrap_or(capitals);
    let mut name = String::with_capacity(capitals.len());
    for word in bare.split_ascii_whitespace() {
        let small = !name.is_empty() && is_small(word);
        push_word(&mut name, word, !small);
    }
    name
}

/// Capitals as a common noun is written: POLICE OFFICER becomes Police officer.
fn sentence_case(capitals: &str) -> String {
    let mut name = String::with_capacity(capitals.len() + 24);
    for word in capitals.split_ascii_whitespace() {
        let first = name.is_empty();
        push_word(&mut name, word, first);
    }
    name
}

fn push_word(name: &mut String, word: &str, capital: bool) {
    if !name.is_empty() {
        name.push(' ');
    }
    // GDELT's stem of minister and ministry.
    let word = if word == "MINIST" { "MINISTRY" } else { word };
    let start = name.len();
    name.push_str(word);
    if is_capitals(word) {
        return;
    }
    // A name in capitals has none to keep; each part of AL-SHABAAB starts with one.
    let tail = &mut name[start..];
    tail.make_ascii_lowercase();
    let hyphens = word.bytes().enumerate().filter(|(_, byte)| capital && *byte == b'-');
    let starts = hyphens.map(|(at, _)| at + 1);
    for at in capital.then_some(0).into_iter().chain(starts) {
        if let Some(letter) = tail.get_mut(at..at + 1) {
            letter.make_ascii_uppercase();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn governments_are_those_of_the_directory() {
        let mut known = csv::Reader::from_path("data/actors/governments.csv").unwrap();
        let mut count = 0;
        for row in known.records().map(Result::unwrap) {
            if let Some(country) = by_iso3(&row[2]).filter(|_| row[0].starts_with("Government of "))
            {
                assert_eq!(government(country), row[0]);
                count += 1;
            }
        }
        assert!(count > 100, "{count}");
    }
}
