//! What each event is about, in numbers: its names, words, countries and themes, weighed by how few
//! events have them (inverse document frequency, Spärck Jones 1972, doi:10.1108/eb026526).

use super::text::{Reading, read};
use crate::coding::{country, themes};
use crate::domain::Event;
use chrono::{Datelike, NaiveDate};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// How many events weights are reckoned for: a year of news items, to which the weights of
/// [`super::common`] were fitted.
const USUAL: f64 = 5000.0;

/// A list of things that events have, each with the number of events that have it.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    codes: HashMap<String, u32>,
    /// As first written.
    spelt: Vec<String>,
    events: Vec<u32>,
}

impl Vocabulary {
    /// The codes of these things, in order, none twice; each counts one event more.
    fn codes<'a>(&mut self, things: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u32> {
        let mut codes: Vec<u32> = things.map(|(thing, spelt)| self.code(thing, spelt)).collect();
        codes.sort_unstable();
        codes.dedup();
        for &code in &codes {
            self.events[code as usize] += 1;
        }
        codes
    }

    fn code(&mut self, thing: &str, spelt: &str) -> u32 {
        if let Some(&code) = self.codes.get(thing) {
            return code;
        }
        let code = self.spelt.len() as u32;
        self.codes.insert(thing.to_owned(), code);
        self.spelt.push(spelt.to_owned());
        self.events.push(0);
        code
    }

    /// How a thing is written.
    pub(super) fn spelt(&self, code: u32) -> &str {
        self.spelt.get(code as usize).map_or("", String::as_str)
    }

    /// How many things there are.
    pub(super) fn len(&self) -> usize {
        self.spelt.len()
    }

    /// The weight of each thing where there are so many events. As if there were [`USUAL`] of them:
    /// what few of a handful have may be common elsewhere, and weights should not grow with a
    /// database.
    fn weights(&self, of: usize) -> Vec<f64> {
        let share = (USUAL / of.max(1) as f64).min(1.0);
        let weight = |&events: &u32| ((USUAL + 1.0) / (f64::from(events) * share + 0.5)).ln();
        self.events.iter().map(weight).collect()
    }
}

/// What one event is about.
#[derive(Debug)]
pub(super) struct Profile {
    /// Its first and last day, counted from the common era; none where it is undated.
    pub(super) days: Option<(i32, i32)>,
    /// Words of names, whole names, and the names of those who take part.
    pub(super) names: Vec<u32>,
    /// Stems of telling words.
    pub(super) words: Vec<u32>,
    /// The countries that it speaks of.
    pub(super) countries: Vec<u32>,
    /// The themes that its words belong to, with the share of those words.
    pub(super) themes: Vec<(u32, f64)>,
    /// The article that tells it, by number.
    pub(super) article: Option<u32>,
}

/// The profiles of events, in their order, with the weights of what they have.
#[derive(Debug)]
pub(super) struct Profiles {
    pub(super) all: Vec<Profile>,
    pub(super) names: Vocabulary,
    pub(super) words: Vocabulary,
    pub(super) countries: Vocabulary,
    pub(super) name_weights: Vec<f64>,
    pub(super) word_weights: Vec<f64>,
    pub(super) country_weights: Vec<f64>,
}

impl Profiles {
    /// The profiles of these events.
    pub(super) fn of<'e>(events: impl Iterator<Item = &'e Event>) -> Profiles {
        let (mut names, mut words) = (Vocabulary::default(), Vocabulary::default());
        let (mut countries, mut articles) = (Vocabulary::default(), Vocabulary::default());
        let all: Vec<Profile> = events
            .map(|event| {
                let reading = reading(event);
                let article = event.uid.rsplit_once('#').map(|(article, _)| article);
                Profile {
                    days: days(event),
                    names: names.codes(pairs(&reading.names)),
                    words: words.codes(pairs(&reading.words)),
                    countries: countries.codes(reading.countries.iter().map(|&c| (c, c))),
                    themes: themes_of(&reading),
                    article: article.map(|article| articles.code(article, article)),
                }
            })
            .collect();
        let (name_weights, word_weights) = (names.weights(all.len()), words.weights(all.len()));
        let country_weights = countries.weights(all.len());
        Profiles { all, names, words, countries, name_weights, word_weights, country_weights }
    }

    /// The events in the order of their dates, undated ones last.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&at| (self.all[at].days.is_none(), self.all[at].days, at));
        order
    }

    /// A country's usual name.
    pub(super) fn country_name(&self, code: u32) -> &str {
        let iso3 = self.countries.spelt(code);
        country(iso3).map_or(iso3, |country| &country.name)
    }
}

fn pairs(things: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    things.iter().map(|(thing, spelt)| (thing.as_str(), spelt.as_str()))
}

/// All that an event says: its title, the quotes, the place, and who took part.
fn reading(event: &Event) -> Reading {
    let mut reading = Reading::default();
    read(&event.title, &mut reading);
    for quote in event.citations.iter().filter_map(|citation| citation.quote.as_deref()) {
        if quote != event.title {
            read(quote, &mut reading);
        }
    }
    if let Some(place) = &event.place {
        for name in [Some(&place.name), place.admin1.as_ref()].into_iter().flatten() {
            read(name, &mut reading);
        }
        reading.countries.extend(place.country.as_deref().and_then(iso3));
    }
    for part in &event.actors {
        read(&part.name, &mut reading);
        // Without its apostrophe, as the name is read in a text.
        let key = part.name.to_lowercase().replace("'s ", " ").replace("’s ", " ");
        reading.names.push((key, part.name.clone()));
        reading.countries.extend(part.country.as_deref().and_then(iso3));
    }
    reading.names.extend(event.tags.iter().map(|tag| (format!("#{tag}"), format!("#{tag}"))));
    reading
}

fn iso3(code: &str) -> Option<&'static str> {
    Some(country(code)?.iso3.as_str())
}

/// The first and last day of an event, counted from the common era.
pub(super) fn days(event: &Event) -> Option<(i32, i32)> {
    let bounds = event.date.as_ref()?.bounds();
    let first = bounds.earliest.or(bounds.latest)?;
    let last = bounds.latest.unwrap_or(first);
    let day = |date: NaiveDate| date.num_days_from_ce();
    Some((day(first), day(last)))
}

/// The themes that each stem belongs to.
static THEMES: LazyLock<HashMap<String, Vec<u32>>> = LazyLock::new(|| {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut index: HashMap<String, Vec<u32>> = HashMap::new();
    for (code, theme) in (0..).zip(themes()) {
        for word in &theme.words {
            let of = index.entry(stemmer.stem(word).into_owned()).or_default();
            if of.last() != Some(&code) {
                of.push(code);
            }
        }
    }
    index
});

fn themes_of(reading: &Reading) -> Vec<(u32, f64)> {
    let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
    for theme in reading.words.iter().filter_map(|(stem, _)| THEMES.get(stem)).flatten() {
        *counts.entry(*theme).or_default() += 1.0;
    }
    let all: f64 = counts.values().sum();
    counts.into_iter().map(|(theme, count)| (theme, count / all)).collect()
}
