//! What two events have in common, and how probable that makes it that they belong to one story.

use super::profile::{Profile, Profiles};

/// What two events have in common.
#[derive(Debug)]
pub(super) struct Common {
    /// Names that both have, the most telling first.
    pub(super) names: Vec<u32>,
    /// Words that both have, the most telling first; names are among them.
    pub(super) words: Vec<u32>,
    /// Countries that both speak of.
    pub(super) countries: Vec<u32>,
    /// Days between them; 0 where they overlap, none where one is undated.
    pub(super) days: Option<i32>,
    /// Whether one article tells both.
    pub(super) article: bool,
    /// The same in numbers, as [`FEATURE_NAMES`] names them.
    pub(super) features: [f64; FEATURES],
    /// How probably they belong to one story, 0 to 1.
    pub(super) probability: f64,
}

/// How much two lists share.
#[derive(Debug, Default, Clone, Copy)]
struct Overlap {
    cosine: f64,
    /// The weights of what both have, squared and added.
    squares: f64,
    /// The weight of the most telling thing that both have.
    most: f64,
    count: f64,
}

impl Common {
    /// What the two share and how far they lie apart, in words, as in `both name "Kashmir" and
    /// "Rajouri"; both speak of India; 3 days apart`.
    pub(super) fn words(&self, profiles: &Profiles) -> String {
        self.words_besides(profiles, &[])
    }

    /// The same without names that were said already.
    pub(super) fn words_besides(&self, profiles: &Profiles, said: &[&str]) -> String {
        let mut parts = Vec::new();
        if self.article {
            parts.push("one article tells both".to_owned());
        }
        let names = self.names.iter().map(|&code| profiles.names.spelt(code));
        let (tags, names): (Vec<&str>, Vec<&str>) = names.partition(|name| name.starts_with('#'));
        let tags: Vec<&str> = tags.iter().map(|tag| tag.trim_start_matches('#')).collect();
        let new = |name: &&str| !said.iter().any(|said| said.contains(name) || name.contains(said));
        let names = whole(names.into_iter().filter(new));
        if !names.is_empty() {
            parts.push(format!("both name {}", listed(&names, 3)));
        }
        if !tags.is_empty() {
            parts.push(format!("both are tagged {}", listed(&tags, 3)));
        }
        let countries: Vec<&str> = self
            .countries
            .iter()
            .map(|&code| profiles.country_name(code))
            .filter(|country| !names.contains(country) && !said.contains(country))
            .collect();
        if !countries.is_empty() {
            parts.push(format!("both speak of {}", listed(&countries, 3)));
        }
        let words: Vec<String> = self
            .words
            .iter()
            .map(|&code| profiles.words.spelt(code))
            .filter(|word| !names.iter().chain(said).any(|name| name.contains(word)))
            .map(|word| format!("“{}”", word.to_lowercase()))
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if !words.is_empty() {
            parts.push(format!("both say {}", listed(&words, 3)));
        }
        parts.push(match self.days {
            None => "at dates unknown".to_owned(),
            Some(0) => "at the same time".to_owned(),
            Some(1) => "1 day apart".to_owned(),
            Some(days) => format!("{days} days apart"),
        });
        parts.join("; ")
    }
}

/// Names without those that are parts of others among them.
fn whole<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let names: Vec<&str> = names.collect();
    let part = |name: &&str| {
        names.iter().any(|other| other != name && other.split(' ').any(|word| word == *name))
    };
    names.iter().filter(|name| !part(name)).copied().collect()
}

/// "A, B and C", or "A, B and 3 more".
pub(super) fn listed(names: &[&str], most: usize) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        _ if names.len() > most => {
            format!("{} and {} more", names[..most].join(", "), names.len() - most)
        }
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

impl Profiles {
    /// Compares two events; none if they share neither a name nor a country nor an article.
    pub(super) fn common(&self, a: usize, b: usize) -> Option<Common> {
        let (a, b) = (self.all.get(a)?, self.all.get(b)?);
        let article = a.article.is_some() && a.article == b.article;
        let (names, of_names) = overlap(&a.names, &b.names, &self.name_weights);
        let (countries, of_countries) = overlap(&a.countries, &b.countries, &self.country_weights);
        if names.is_empty() && countries.is_empty() && !article {
            return None;
        }
        let (words, of_words) = overlap(&a.words, &b.words, &self.word_weights);
        let days = a.days.zip(b.days).map(|(a, b)| apart(a, b));
        let features = features(a, b, [of_names, of_words, of_countries], days);
        let mut probability = logistic(&features);
        if article {
            probability = probability.max(ONE_ARTICLE);
        }
        Some(Common { names, words, countries, days, article, features, probability })
    }

    /// How alike the words of two events are, names included: a cosine, 0 to 1.
    pub(super) fn wording(&self, a: usize, b: usize) -> f64 {
        let (Some(a), Some(b)) = (self.all.get(a), self.all.get(b)) else { return 0.0 };
        overlap(&a.words, &b.words, &self.word_weights).1.cosine
    }
}

/// Days between two stretches of days; 0 where they overlap.
pub(super) fn apart(a: (i32, i32), b: (i32, i32)) -> i32 {
    (a.0 - b.1).max(b.0 - a.1).max(0)
}

/// Kilometres between two points that are not far from each other, in degrees north and east.
pub(super) fn kilometres((lat, lon): (f64, f64), (lat2, lon2): (f64, f64)) -> f64 {
    const KM_A_DEGREE: f64 = 111.2;
    let east = (lon - lon2) * ((lat + lat2) / 2.0).to_radians().cos();
    KM_A_DEGREE * (lat - lat2).hypot(east)
}

/// A text with a capital at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What two sorted lists share, the most telling first, and how much it is.
fn overlap(a: &[u32], b: &[u32], weights: &[f64]) -> (Vec<u32>, Overlap) {
    let weight = |code: u32| weights.get(code as usize).copied().unwrap_or_default();
    let square = |codes: &[u32]| codes.iter().map(|&code| weight(code).powi(2)).sum::<f64>();
    let mut both: Vec<u32> = a.iter().copied().filter(|x| b.binary_search(x).is_ok()).collect();
    both.sort_by(|x, y| weight(*y).total_cmp(&weight(*x)).then(x.cmp(y)));
    let squares = square(&both);
    let norm = (square(a) * square(b)).sqrt();
    let overlap = Overlap {
        cosine: if norm > 0.0 { squares / norm } else { 0.0 },
        squares,
        most: both.first().map_or(0.0, |&code| weight(code)),
        count: both.len() as f64,
    };
    (both, overlap)
}

/// How alike two lists of themes are, as a cosine.
fn alike(a: &[(u32, f64)], b: &[(u32, f64)]) -> f64 {
    let square = |list: &[(u32, f64)]| list.iter().map(|(_, share)| share * share).sum::<f64>();
    let dot: f64 = a
        .iter()
        .filter_map(|(theme, x)| Some(x * b.iter().find(|(other, _)| other == theme)?.1))
        .sum();
    let norm = (square(a) * square(b)).sqrt();
    if norm > 0.0 { dot / norm } else { 0.0 }
}

/// Days that stand for an unknown distance.
const UNKNOWN_DAYS: f64 = 365.0;

fn features(
    a: &Profile,
    b: &Profile,
    [names, words, countries]: [Overlap; 3],
    days: Option<i32>,
) -> [f64; FEATURES] {
    let gap = days.map_or(UNKNOWN_DAYS, f64::from).ln_1p();
    let theme = alike(&a.themes, &b.themes);
    let yes = |condition: bool| f64::from(u8::from(condition));
    [
        names.cosine,
        words.cosine,
        countries.cosine,
        theme,
        names.squares.sqrt(),
        names.most,
        words.most,
        countries.most,
        names.count,
        words.count,
        gap,
        yes(days == Some(0)),
        countries.cosine * theme,
        countries.most * theme,
        names.cosine * theme,
        names.most * theme,
        yes(a.countries.is_empty()) + yes(b.countries.is_empty()),
        countries.cosine * gap,
        names.cosine * gap,
    ]
}

/// How many numbers describe a pair of events.
pub(super) const FEATURES: usize = FEATURE_NAMES.len();

/// The names of those numbers.
pub(super) const FEATURE_NAMES: [&str; 19] = [
    "names",
    "words",
    "countries",
    "themes",
    "names shared",
    "most telling name",
    "most telling word",
    "rarest country",
    "number of names",
    "number of words",
    "gap",
    "at the same time",
    "countries and themes",
    "rarest country and themes",
    "names and themes",
    "most telling name and themes",
    "without country",
    "countries over the gap",
    "names over the gap",
];

/// How probably two events that one article tells belong to one story: higher than what is shared
/// by the way, lower than near-certainty, since digests tell of many things.
const ONE_ARTICLE: f64 = 0.5;

/// The weights of a logistic regression; `benches/stories` fits them.
const WEIGHTS: [f64; FEATURES] = [
    1.964, 0.358, 1.883, -0.304, 0.233, -0.337, 0.23, 0.043, -0.402, 0.217, -0.419, 1.071, -0.162,
    0.42, 0.392, 0.138, 0.9, 0.099, -0.162,
];
const BIAS: f64 = -4.847;

fn logistic(features: &[f64; FEATURES]) -> f64 {
    let sum: f64 = features.iter().zip(WEIGHTS).map(|(x, weight)| x * weight).sum();
    1.0 / (1.0 + (-(BIAS + sum)).exp())
}
