//! What a sample of GDELT tells: the shapes of its articles, and what fills them.

use crate::draw::{Pool, Rng, count, tail};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How many hosts articles come from.
const HOSTS: usize = 10_000;
pub(crate) const COLUMNS: usize = 61;
/// Columns by their place in the file; the three places and the two actors are blocks.
pub(crate) const SQLDATE: usize = 1;
const ACTORS: [usize; 2] = [5, 15];
const ACTOR_COLUMNS: usize = 10;
const EVENT: std::ops::Range<usize> = 25..34;
const TONE: usize = 34;
const PLACES: [usize; 3] = [35, 43, 51];
const PLACE_COLUMNS: usize = 8;
pub(crate) const DATEADDED: usize = 59;
pub(crate) const URL: usize = 60;

type Row<'a> = Vec<&'a str>;

fn read(text: &str) -> Result<Vec<Row<'_>>, String> {
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let row: Row = line.split('\t').collect();
        if row.len() != COLUMNS {
            return Err(format!(
                "{number}: {} columns, but an events file of GDELT 2.0 has {COLUMNS}; give one as \
                 published",
                row.len()
            ));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(" no rows; give a GDELT 2.0 events file as published".to_owned());
    }
    Ok(rows)
}

fn date(row: &Row, column: usize) -> Result<NaiveDate, String> {
    let text = row[column].get(..8).unwrap_or_default();
    NaiveDate::parse_from_str(text, "%Y%m%d")
        .map_err(|e| format!(" event {}: column {}, {:?}: {e}", row[0], column + 1, row[column]))
}

/// What articles are made of.
pub(crate) struct World<'a> {
    pub(crate) articles: Vec<Article>,
    pub(crate) actors: Pool<String>,
    pub(crate) places: Pool<String>,
    /// From IsRootEvent to NumArticles.
    pub(crate) events: Vec<String>,
    hosts: Pool<String>,
    words: Vec<&'a str>,
    pub(crate) sample_names: usize,
}

/// The shape of an article. Events point into `days_back` and `tones`, and name actors and places
/// by numbers that stay the same within the article.
#[derive(Default)]
pub(crate) struct Article {
    pub(crate) events: Vec<Event>,
    pub(crate) actors: usize,
    pub(crate) places: usize,
    pub(crate) days_back: Vec<u64>,
    pub(crate) tones: Vec<f64>,
    pub(crate) url: Url,
}

pub(crate) struct Event {
    pub(crate) day: usize,
    pub(crate) tone: usize,
    pub(crate) actors: [Option<usize>; 2],
    pub(crate) places: [Option<usize>; 3],
}

#[derive(Default)]
pub(crate) struct Url {
    length: usize,
    sections: String,
    has_date: bool,
    ending: &'static str,
}

impl<'a> World<'a> {
    /// Learns from the text of a file, with so many names for actors.
    pub(crate) fn of(text: &'a str, names: usize, rng: &mut Rng) -> Result<Self, String> {
        let rows = &read(text)?;
        let mut by_url: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        rows.iter().for_each(|row| by_url.entry(row[URL]).or_default().push(row));
        let articles: Vec<Article> =
            by_url.iter().map(|(url, rows)| Article::of(url, rows)).collect::<Result<_, _>>()?;
        let words: Vec<&str> = by_url.keys().flat_map(|url| words(url)).collect();
        let hosts =
            by_url.keys().map(|url| url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/"));
        let (actors, sample_names) = actors(rows, names, rng)?;
        let places = rows.iter().flat_map(|row| PLACES.map(|at| place(row, at))).flatten();
        Ok(World {
            articles,
            actors,
            sample_names,
            places: Pool::of(count(places)),
            events: rows.iter().map(|row| row[EVENT].join("\t")).collect(),
            hosts: self::hosts(count(hosts), &words, rng)?,
            words,
        })
    }
}

fn actor(row: &Row, at: usize) -> Option<String> {
    let block = &row[at..at + ACTOR_COLUMNS];
    (!block[1].is_empty()).then(|| block.join("\t"))
}

fn place(row: &Row, at: usize) -> Option<String> {
    let block = &row[at..at + PLACE_COLUMNS];
    (block[0] != "0" && !block[0].is_empty()).then(|| block.join("\t"))
}

/// The sample's actors, and after them actors made of one that has only a country and one that has
/// only a role: Kenya and police (COP) make Kenya police (KENCOP).
fn actors(rows: &[Row], names: usize, rng: &mut Rng) -> Result<(Pool<String>, usize), String> {
    let blocks = || rows.iter().flat_map(|row| ACTORS.map(|at| &row[at..at + ACTOR_COLUMNS]));
    let named = || blocks().filter(|block| !block[1].is_empty());
    let of_sample = count(named().map(|block| block[1]));
    let countries: Vec<&[&str]> =
        named().filter(|b| !b[2].is_empty() && b[3..].iter().all(|c| c.is_empty())).collect();
    let roles: Vec<&[&str]> =
        named().filter(|b| b[2..7].iter().all(|c| c.is_empty()) && !b[7].is_empty()).collect();

    let mut seen: BTreeSet<String> = of_sample.keys().map(|&name| name.to_owned()).collect();
    let mut pool: Vec<(String, f64)> = count(named().map(|b| b.join("\t"))).into_iter().collect();
    for weight in tail(of_sample.values().copied(), names) {
        let made = distinct(&mut seen, "actor names", || {
            if countries.is_empty() || roles.is_empty() {
                return None;
            }
            let (country, role) = (rng.pick(&countries), rng.pick(&roles));
            let name = format!("{} {}", country[1], role[1]);
            let code = [country[2], role[0]].concat();
            let block = [&[&code, &name, country[2]], &role[3..]].concat().join("\t");
            Some((name, block))
        })?;
        pool.push((made, weight));
    }
    Ok((Pool::of(pool), of_sample.len()))
}

/// The sample's hosts, and after them others like them under new names.
fn hosts(
    of_sample: BTreeMap<String, f64>,
    words: &[&str],
    rng: &mut Rng,
) -> Result<Pool<String>, String> {
    let like: Vec<String> = of_sample.keys().cloned().collect();
    let mut seen: BTreeSet<String> = like.iter().cloned().collect();
    let weights: Vec<f64> = tail(of_sample.values().copied(), HOSTS).collect();
    let mut pool: Vec<(String, f64)> = of_sample.into_iter().collect();
    for weight in weights {
        let made = distinct(&mut seen, "hosts", || {
            let (scheme, host) = rng.pick(&like).split_once("//")?;
            // The longest label that is no top-level domain names the site.
            let name = host.rsplit('.').skip(1).max_by_key(|label| label.len())?;
            if words.is_empty() {
                return None;
            }
            let new = [*rng.pick(words), *rng.pick(words)].concat();
            let host = format!("{scheme}//{}", host.replacen(name, &new, 1));
            Some((host.clone(), host))
        })?;
        pool.push((made, weight));
    }
    Ok(Pool::of(pool))
}

/// Tries until `make` gives something under a new name.
fn distinct(
    seen: &mut BTreeSet<String>,
    what: &str,
    mut make: impl FnMut() -> Option<(String, String)>,
) -> Result<String, String> {
    const TRIES: usize = 10_000;
    (0..TRIES)
        .filter_map(|_| make())
        .find(|(name, _)| seen.insert(name.clone()))
        .map(|(_, made)| made)
        .ok_or_else(|| {
            format!(" too small to make more than {} {what}; give a larger sample", seen.len())
        })
}

/// Where `item` stands in `seen`, which it joins if new.
fn slot<T: PartialEq>(seen: &mut Vec<T>, item: T) -> usize {
    seen.iter().position(|other| *other == item).unwrap_or_else(|| {
        seen.push(item);
        seen.len() - 1
    })
}

impl Article {
    fn of(url: &str, rows: &[&Row]) -> Result<Article, String> {
        let mut article = Article { url: Url::of(url), ..Article::default() };
        let (mut actors, mut places) = (Vec::new(), Vec::new());
        for row in rows {
            let back = date(row, DATEADDED)?.signed_duration_since(date(row, SQLDATE)?).num_days();
            let tone: f64 =
                row[TONE].parse().map_err(|e| format!(" event {}: AvgTone: {e}", row[0]))?;
            article.events.push(Event {
                day: slot(&mut article.days_back, u64::try_from(back).unwrap_or(0)),
                tone: slot(&mut article.tones, tone),
                actors: ACTORS.map(|at| actor(row, at).map(|actor| slot(&mut actors, actor))),
                places: PLACES.map(|at| place(row, at).map(|place| slot(&mut places, place))),
            });
        }
        (article.actors, article.places) = (actors.len(), places.len());
        Ok(article)
    }
}

/// The words of a slug, as in /talks-in-geneva/.
fn words(url: &str) -> impl Iterator<Item = &str> {
    url.split('/')
        .skip(3)
        .filter(|segment| segment.contains('-'))
        .flat_map(|segment| segment.split('-'))
        .filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
}

impl Url {
    fn of(url: &str) -> Url {
        let segments: Vec<&str> = url.split('/').skip(3).collect();
        let all = |segment: &&str, holds: fn(&u8) -> bool| {
            !segment.is_empty() && segment.as_bytes().iter().all(holds)
        };
        let sections = segments.iter().take(segments.len().saturating_sub(1));
        Url {
            length: url.len(),
            sections: sections
                .filter(|segment| all(segment, u8::is_ascii_lowercase))
                .fold("/".to_owned(), |path, section| path + section + "/"),
            has_date: segments.iter().any(|s| s.len() == 4 && all(s, u8::is_ascii_digit)),
            ending: [".html", ".htm", "/"].into_iter().find(|e| url.ends_with(e)).unwrap_or(""),
        }
    }

    /// A URL of about this length that no other article has: it ends in a number of its own.
    pub(crate) fn write(
        &self,
        out: &mut String,
        world: &World,
        day: NaiveDate,
        serial: u64,
        rng: &mut Rng,
    ) {
        out.clear();
        out.push_str(world.hosts.get(rng));
        out.push_str(&self.sections);
        if self.has_date {
            out.push_str(&day.format("%Y/%m/%d/").to_string());
        }
        // Odd and no multiple of 5, so that the numbers only repeat after 10^8.
        let number = (serial * 27_368_787) % 100_000_000;
        while !world.words.is_empty() && out.len() + 12 + self.ending.len() < self.length {
            out.extend([*rng.pick(&world.words), "-"]);
        }
        out.push_str(&format!("{number:08}{}", self.ending));
    }
}
