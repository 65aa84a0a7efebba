//! Actors as the datasets name them, under the names that this program knows them by.

use crate::coding::{self, Country};
use crate::domain::{ActorKind, Participation, Role};

/// The country that words name, also as in `Myanmar (Burma)` and `Kingdom of eSwatini (Swaziland)`.
pub(super) fn country(words: &str) -> Option<&'static Country> {
    coding::country_named(words).or_else(|| {
        let (head, tail) = words.split_once(" (")?;
        coding::country_named(head).or_else(|| coding::country_named(tail.strip_suffix(')')?))
    })
}

/// The ISO 3166 alpha-3 code of the country that words name.
pub(super) fn iso3(words: &str) -> Option<String> {
    country(words).map(|country| country.iso3.clone())
}

/// `Government of X` under its name among the known actors; the words stay beside it.
pub(super) fn government(words: &str, role: Role) -> Option<Participation> {
    let of = words.strip_prefix("Government of ")?;
    let country = country(of.strip_prefix("the ").unwrap_or(of));
    let name = country.map_or_else(|| words.to_owned(), |c| coding::government(&c.iso3));
    Some(Participation {
        kind: Some(ActorKind::Government),
        country: country.map(|country| country.iso3.clone()),
        surface: (name != words).then(|| words.to_owned()),
        ..Participation::new(name, role)
    })
}

/// A country's civilians, who are one actor in all datasets: `Civilians (Myanmar)`.
pub(super) fn civilians(country_words: &str, role: Role) -> Participation {
    let country = country(country_words);
    let of = country.map_or(country_words, |country| &country.name);
    let name = if of.is_empty() { "Civilians".to_owned() } else { format!("Civilians ({of})") };
    Participation {
        kind: Some(ActorKind::Other),
        country: country.map(|country| country.iso3.clone()),
        surface: Some("Civilians".to_owned()),
        ..Participation::new(name, role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn governments_and_civilians_go_by_known_names() {
        let name = |words| government(words, Role::Party).map(|party| (party.name, party.country));
        for (words, known, code) in [
            ("Government of Myanmar (Burma)", "Government of Myanmar", Some("MMR")),
            ("Government of DR Congo (Zaire)", "Government of DR Congo", Some("COD")),
            (
                "Government of United States of America",
                "Government of the United States",
                Some("USA"),
            ),
            ("Government of Atlantis", "Government of Atlantis", None),
        ] {
            assert_eq!(name(words), Some((known.to_owned(), code.map(str::to_owned))));
        }
        assert_eq!(name("KNU"), None);
        assert_eq!(civilians("Myanmar (Burma)", Role::Victim).name, "Civilians (Myanmar)");
    }
}
