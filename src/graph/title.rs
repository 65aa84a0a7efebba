//! Names for stories: the names, countries and words that tell their events from others.

use super::common::capital;
use super::profile::{Profile, Profiles};
use crate::coding::{country, country_meant};
use std::collections::HashMap;

/// Names of a title, at most.
const NAMES: usize = 2;
/// Words of a title, at most.
const WORDS: usize = 2;
/// What is named in a title is in at least this share of the story's events.
const SHARE: f64 = 0.25;
/// A name is mostly part of a longer one if this share of its events have that.
const MOSTLY: f64 = 0.5;

/// Gives stories their names.
pub(super) struct Titles<'p> {
    profiles: &'p Profiles,
}

impl<'p> Titles<'p> {
    pub(super) fn new(profiles: &'p Profiles) -> Titles<'p> {
        Titles { profiles }
    }

    /// The name of the story of these events: what many of them name and few others do, then the
    /// words that they share, as in `Kashmir, India: militants, soldiers`.
    pub(super) fn of(&self, members: &[usize]) -> String {
        let p = self.profiles;
        let of = |pick: fn(&Profile) -> &Vec<u32>| {
            members.iter().filter_map(|&at| p.all.get(at)).map(pick).collect::<Vec<_>>()
        };
        let mut names: Vec<String> = Vec::new();
        for name in self.whole_names(&of(|p| &p.names)) {
            let name = self.plain(name);
            if !names.iter().any(|other| holds(other, &name) || holds(&name, other)) {
                names.push(name);
            }
            if names.len() == NAMES {
                break;
            }
        }
        let countries = best(&of(|p| &p.countries), &p.country_weights);
        if names.len() < NAMES
            && let Some((country, _)) = countries.first()
            && let country = p.country_name(*country)
            && !names.iter().any(|name| holds(name, country))
        {
            names.push(country.to_owned());
        }
        let words: Vec<String> = best(&of(|p| &p.words), &p.word_weights)
            .into_iter()
            .map(|(code, _)| p.words.spelt(code).to_lowercase())
            .filter(|word| country_meant(word).is_none())
            .filter(|word| !names.iter().any(|name| echoes(name, word)))
            .take(WORDS)
            .collect();
        match (names.is_empty(), words.is_empty()) {
            (false, false) => format!("{}: {}", names.join(", "), words.join(", ")),
            (false, true) => names.join(", "),
            (true, false) => capital(&words.join(", ")),
            (true, true) => "A story".to_owned(),
        }
    }

    /// The country's name in the place of an adjective or a word for its people.
    fn plain(&self, name: String) -> String {
        let country = country_meant(&name.to_lowercase()).and_then(country);
        match country {
            Some(country) if country.adjectives.contains(&name) => country.name.clone(),
            _ => name,
        }
    }

    /// The names that enough events have, the most telling first, without those that are mostly
    /// parts of longer ones: `Bank` where it is the West Bank.
    fn whole_names(&self, lists: &[&Vec<u32>]) -> Vec<String> {
        let spelt = |code: u32| self.profiles.names.spelt(code);
        let named = best(lists, &self.profiles.name_weights);
        let part = |name: &str, count: f64| {
            named.iter().any(|&(other, times)| {
                let other = spelt(other);
                other.len() > name.len() && holds(other, name) && times >= MOSTLY * count
            })
        };
        // A tag is no name.
        let whole = named
            .iter()
            .filter(|(code, _)| !spelt(*code).starts_with('#'))
            .filter(|(code, count)| !part(spelt(*code), *count));
        whole.map(|(code, _)| spelt(*code).to_owned()).collect()
    }
}

/// Whether a name has another as one of its words or runs of words.
fn holds(name: &str, part: &str) -> bool {
    format!(" {name} ").contains(&format!(" {part} "))
}

/// Whether a word only repeats one of a name, perhaps inflected.
fn echoes(name: &str, word: &str) -> bool {
    const ROOT: usize = 4;
    let root = |text: &str| text.chars().take(ROOT).collect::<String>();
    name.to_lowercase().split([' ', '-']).any(|part| root(part) == root(word))
}

/// What enough of the events have, and how many, the most telling first: by how many have it and
/// how few others.
fn best(lists: &[&Vec<u32>], weights: &[f64]) -> Vec<(u32, f64)> {
    let mut counts: HashMap<u32, f64> = HashMap::new();
    for code in lists.iter().copied().flatten() {
        *counts.entry(*code).or_default() += 1.0;
    }
    let most = (SHARE * lists.len() as f64).max(1.0);
    let weigh = |(code, count): &(u32, f64)| {
        count * weights.get(*code as usize).copied().unwrap_or_default()
    };
    let mut found: Vec<(u32, f64)> = counts.into_iter().filter(|(_, n)| *n >= most).collect();
    found.sort_by(|a, b| weigh(b).total_cmp(&weigh(a)).then(a.0.cmp(&b.0)));
    found
}
