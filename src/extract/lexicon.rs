//! The lexicon: every name of every actor and place, found in one pass over a sentence.

use super::text::Span;
use crate::coding::{City, cities, countries, country, rows};
use crate::domain::{Actor, ActorKind, Alias, Bounds};
use aho_corasick::{AhoCorasick, MatchKind};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// An actor, by its name or an alias.
    Actor(usize),
    /// A person, by the last part of the name only.
    Surname(usize),
    /// A country, by its adjective or the word for its people.
    Adjective(usize),
    /// A place.
    Place(usize),
}

#[derive(Debug)]
struct Reading {
    sense: Sense,
    surface: String,
    dates: Option<Bounds>,
}

/// Names found at one stretch of text.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) senses: Vec<Sense>,
}

/// A holder of an office.
#[derive(Debug)]
struct Holder {
    person: usize,
    dates: Option<Bounds>,
}

/// Actors, places and their names.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// The given actors, then countries and groups that were not among them.
    pub(super) actors: Vec<Actor>,
    /// By country code, the actor that is the country.
    pub(super) country_actor: HashMap<String, usize>,
    /// By country code, the actor that is its government.
    pub(super) government: HashMap<String, usize>,
    automaton: Option<AhoCorasick>,
    readings: Vec<Vec<Reading>>,
    /// By office and country.
    holders: HashMap<(String, String), Vec<Holder>>,
}

/// Publishers of news, which tell of events and take no part in them.
const MEDIA: [&str; 8] = [
    "Reuters",
    "Associated Press",
    "BBC",
    "CNN",
    "Agence France-Presse",
    "Xinhua",
    "Al Jazeera",
    "TASS",
];

impl Lexicon {
    pub(super) fn new(given: &[Actor]) -> Lexicon {
        let mut actors: Vec<Actor> =
            given.iter().filter(|a| !MEDIA.contains(&a.name.as_str())).cloned().collect();
        let mut country_actor = HashMap::new();
        for c in countries() {
            let known =
                actors.iter().position(|a| a.kind == ActorKind::Country && a.name == c.name);
            let index = known.unwrap_or_else(|| {
                actors.push(c.into());
                actors.len() - 1
            });
            country_actor.insert(c.iso3.clone(), index);
        }
        for row in rows(include_str!("../../data/coding/generic.csv")) {
            let surfaces = row.get(2).unwrap_or_default().split(';');
            actors.push(Actor {
                name: row.get(0).unwrap_or_default().to_owned(),
                kind: ActorKind::Other,
                country: None,
                aliases: surfaces
                    .map(|s| Alias { name: s.trim().to_owned(), dates: None })
                    .collect(),
                memberships: Vec::new(),
            });
        }
        let government = (0..actors.len())
            .filter(|i| actors[*i].name.starts_with("Government of "))
            .filter_map(|i| Some((actors[i].country.clone()?, i)))
            .collect();
        let mut lexicon = Lexicon {
            actors,
            country_actor,
            government,
            automaton: None,
            readings: Vec::new(),
            holders: HashMap::new(),
        };
        lexicon.index_offices();
        lexicon.index_names();
        lexicon
    }

    fn index_offices(&mut self) {
        let home: HashMap<&str, &str> = self
            .actors
            .iter()
            .filter_map(|a| Some((a.name.as_str(), a.country.as_deref()?)))
            .collect();
        for (person, actor) in self.actors.iter().enumerate() {
            for membership in actor.memberships.iter().filter(|_| actor.kind == ActorKind::Person) {
                let Some(country) = home.get(membership.organisation.as_str()) else { continue };
                let office = office_key(&membership.office.to_lowercase());
                let dates = membership.dates.as_ref().map(|d| d.bounds());
                let key = (office, (*country).to_owned());
                self.holders.entry(key).or_default().push(Holder { person, dates });
            }
        }
    }

    fn index_names(&mut self) {
        let mut patterns: Vec<String> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        let mut readings: Vec<Vec<Reading>> = Vec::new();
        let mut add = |surface: &str, sense: Sense, dates: Option<Bounds>| {
            // Shorter names match too much by chance.
            if surface.chars().count() < 2 {
                return;
            }
            for surface in [surface.to_owned(), surface.replace('\'', "’")] {
                let at = *index.entry(surface.to_lowercase()).or_insert_with(|| {
                    patterns.push(surface.clone());
                    readings.push(Vec::new());
                    patterns.len() - 1
                });
                let known =
                    |r: &Reading| r.sense == sense && r.dates == dates && r.surface == surface;
                if !readings[at].iter().any(known) {
                    readings[at].push(Reading { sense, surface, dates });
                }
            }
        };
        // A word without a capital is no name: "authorities" are anybody's. Only the groups of our
        // own table, which have neither country nor office, go by such words.
        let name = |actor: &Actor, words: &str| {
            words.contains(char::is_uppercase) || actor.kind == ActorKind::Other
        };
        for (i, actor) in self.actors.iter().enumerate() {
            add(&actor.name, Sense::Actor(i), None);
            for alias in actor.aliases.iter().filter(|a| name(actor, &a.name)) {
                add(&alias.name, Sense::Actor(i), alias.dates.as_ref().map(|d| d.bounds()));
            }
            if actor.kind == ActorKind::Person
                && let Some((_, surname)) = actor.name.rsplit_once(' ')
            {
                add(surname, Sense::Surname(i), None);
                for alias in actor.aliases.iter().filter_map(|a| a.name.rsplit_once(' ')) {
                    add(alias.1, Sense::Surname(i), None);
                }
            }
        }
        for c in countries() {
            for word in &c.adjectives {
                if let Some(actor) = self.country_actor.get(&c.iso3) {
                    add(word, Sense::Adjective(*actor), None);
                }
            }
        }
        for (i, city) in cities().iter().enumerate() {
            for name in std::iter::once(&city.name).chain(&city.aliases) {
                add(name, Sense::Place(i), None);
            }
        }
        self.readings = readings;
        self.automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .ok();
    }

    /// The names in a stretch of text on a date, the longest ones, from left to right.
    pub(super) fn find(&self, text: &str, span: Span, on: Option<NaiveDate>) -> Vec<Found> {
        let part = span.of(text);
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found: Vec<Found> = Vec::new();
        for hit in automaton.find_overlapping_iter(part) {
            if !whole_words(part, hit.start(), hit.end()) {
                continue;
            }
            let words = &part[hit.start()..hit.end()];
            let senses: Vec<Sense> = self.readings[hit.pattern().as_usize()]
                .iter()
                .filter(|r| capitals_kept(&r.surface, words))
                .filter(|r| r.dates.zip(on).is_none_or(|(d, on)| holds(&d, on)))
                .map(|r| r.sense)
                .collect();
            if !senses.is_empty() {
                let span = Span { start: span.start + hit.start(), end: span.start + hit.end() };
                found.push(Found { span, senses });
            }
        }
        found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
        let mut end = 0;
        found.retain(|f| {
            let keep = f.span.start >= end;
            if keep {
                end = f.span.end;
            }
            keep
        });
        found
    }

    /// Who held an office of a country on a date, if that is one person.
    pub(super) fn holder(&self, office: &str, country: &str, on: NaiveDate) -> Option<usize> {
        let holders = self.holders.get(&(office_key(office), country.to_owned()))?;
        let mut there = holders.iter().filter(|h| h.dates.is_none_or(|d| holds(&d, on)));
        let first = there.next()?;
        there.all(|h| h.person == first.person).then_some(first.person)
    }

    /// Whether a person held some office on a date.
    pub(super) fn in_office(&self, person: usize, on: Option<NaiveDate>) -> bool {
        self.actors[person].memberships.iter().any(|m| {
            let dates = m.dates.as_ref().map(|d| d.bounds());
            dates.zip(on).is_none_or(|(d, on)| holds(&d, on))
        })
    }

    /// The government of a country, or the country itself where no government is listed.
    pub(super) fn government_of(&self, country: &str) -> Option<usize> {
        self.government.get(country).or_else(|| self.country_actor.get(country)).copied()
    }

    /// A place of the gazetteer.
    pub(super) fn city(&self, index: usize) -> Option<&'static City> {
        cities().get(index)
    }
}

fn holds(dates: &Bounds, on: NaiveDate) -> bool {
    dates.overlap(&Bounds { earliest: Some(on), latest: Some(on) })
}

/// One spelling for offices that are spelt in several ways.
fn office_key(office: &str) -> String {
    office
        .replace("defense", "defence")
        .replace("spokesman", "spokesperson")
        .replace("spokeswoman", "spokesperson")
        .replace("premier", "prime minister")
        .replace("minister of foreign affairs", "foreign minister")
        .replace("secretary of defence", "defence secretary")
}

fn whole_words(part: &str, start: usize, end: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside = &part[start..end];
    let open = word(part[..start].chars().next_back()) && word(inside.chars().next());
    let shut = word(part[end..].chars().next()) && word(inside.chars().next_back());
    // The hyphen of "Al-Shabaab" is inside a name; one dot more would make "U.S" of "U.S.A.".
    !open && !shut
}

/// Whether the words have a capital wherever the name has one: "US" is not "us", and "THE KREMLIN"
/// is "the Kremlin".
fn capitals_kept(name: &str, words: &str) -> bool {
    name.chars().zip(words.chars()).all(|(n, w)| !n.is_uppercase() || w.is_uppercase())
}

/// The code of the country that a name means; for places written "City, Country".
pub(super) fn country_code_of(lexicon: &Lexicon, actor: usize) -> Option<&str> {
    let actor = lexicon.actors.get(actor)?;
    let code = actor.country.as_deref()?;
    (actor.kind == ActorKind::Country && country(code).is_some()).then_some(code)
}
