//! Which rows of a segment a question asks for. Each test is put to the words of a dictionary, and
//! the answer carried over to the rows.

use super::bits::Bits;
use super::form::{self, When};
use super::lexicon::{Hits, Text};
use super::read::{Lists, Segment};
use super::{ColumnId, Field, column};
use crate::domain::{Kind, Modality, Review, Role, Verification};
use crate::query::{Compare, Degrees};
use crate::store::Result;
use std::collections::{BTreeSet, HashMap};

/// The first and last day of some days; with neither, all days.
pub(in crate::store) type Days = (Option<i32>, Option<i32>);

/// Actors that count, each on some days.
pub(in crate::store) type Counted = HashMap<i64, Vec<Days>>;

/// What is asked of an event.
#[derive(Debug, Clone)]
pub(in crate::store) enum Check {
    /// One of these actors has one of these roles.
    TakesPart(Counted, &'static [Role]),
    /// All of these hold.
    Both(Vec<Check>),
    /// One of these holds.
    Either(Vec<Check>),
    Kind(Kind),
    /// It may have been on that day or later; with none, it has a date.
    Since(Option<i32>),
    Until(Option<i32>),
    CertainlySince(Option<i32>),
    CertainlyUntil(Option<i32>),
    /// Its first day lies in one of these stretches of days.
    Began(Vec<(i32, i32)>),
    /// A part of the name, in lower case.
    Place(String),
    /// Its place is in one of these countries, by code.
    Countries(Vec<String>),
    Box(Degrees),
    Near {
        lat: f64,
        lon: f64,
        km: f64,
    },
    /// It is told by the dataset of that name, in lower case.
    Dataset(String),
    /// A part of the publisher's name, in lower case.
    Publisher(String),
    /// It has one of these numbers, which ascend.
    Among(Vec<i64>),
    Tag(String),
    Deaths(Compare, u32),
    Verification(Verification),
    Review(Review),
    Modality(Modality),
    /// Its first source was published on one of these days, or, without a dated source, the change
    /// that told it was made then; `recorded` has the days of changes.
    Known {
        first: Option<i32>,
        last: Option<i32>,
        recorded: HashMap<i64, i32>,
    },
    /// All that another question asks.
    Question(Question),
    /// The stems of words that stand in this order.
    Words(Vec<String>),
}

/// One term: any of its checks holds, or, negated, none does.
#[derive(Debug, Clone)]
pub(in crate::store) struct Term {
    pub(in crate::store) negated: bool,
    pub(in crate::store) any: Vec<Check>,
}

/// What is asked, ready to be put to segments.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Question {
    pub(in crate::store) terms: Vec<Term>,
}

/// What of a segment must be read to answer.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Needs {
    pub(in crate::store) columns: BTreeSet<ColumnId>,
    pub(in crate::store) stems: BTreeSet<String>,
    /// Some of the stems must stand in order, which only the texts themselves tell.
    pub(in crate::store) phrases: bool,
}

impl Needs {
    /// All that a row tells.
    pub(in crate::store) fn tellings() -> Needs {
        let columns = super::read::telling_columns().into_iter().collect();
        Needs { columns, ..Needs::default() }
    }

    /// Whose the rows are.
    pub(in crate::store) fn owners(&mut self) {
        self.columns.extend([column::IDS, column::CHANGES]);
    }

    pub(in crate::store) fn field(&mut self, field: Field) {
        self.columns.extend([field.codes(), field.words()]);
    }

    /// What is needed besides where stems stand there.
    pub(in crate::store) fn hits<'h>(&mut self, hits: impl Iterator<Item = &'h Hits>) {
        let before = self.columns.len();
        for (text, _) in hits.flatten() {
            match text {
                Text::Title => self.columns.extend([Field::Title.codes()]),
                Text::Place => self.columns.extend([Field::Place.codes()]),
                Text::Tags => self.columns.extend([Field::Tags.codes()]),
                Text::Parts => self.columns.extend([column::PART_COUNTS, column::PART_CODES]),
                Text::Citations => {
                    self.columns.extend([column::CITATION_COUNTS, column::CITATION_CODES]);
                }
            }
        }
        if self.phrases && self.columns.len() > before {
            self.columns.extend(super::read::telling_columns());
        }
    }

    pub(in crate::store) fn parts(&mut self) {
        self.columns.extend([
            column::PART_COUNTS,
            column::PART_CODES,
            column::PART_ACTORS,
            column::PART_ROLES,
        ]);
    }

    pub(in crate::store) fn citations(&mut self) {
        self.columns.extend([
            column::CITATION_COUNTS,
            column::CITATION_CODES,
            column::CITATION_WORDS,
        ]);
    }
}

impl Check {
    fn needs(&self, needs: &mut Needs) {
        match self {
            Check::TakesPart(counted, _) => {
                needs.parts();
                if counted.values().flatten().any(|days| *days != (None, None)) {
                    needs.field(Field::When);
                }
            }
            Check::Both(checks) | Check::Either(checks) => {
                checks.iter().for_each(|check| check.needs(needs));
            }
            Check::Kind(_) => needs.field(Field::Kind),
            Check::Since(_)
            | Check::Until(_)
            | Check::CertainlySince(_)
            | Check::CertainlyUntil(_)
            | Check::Began(_) => needs.field(Field::When),
            Check::Place(_) | Check::Countries(_) | Check::Box(_) | Check::Near { .. } => {
                needs.field(Field::Place)
            }
            Check::Dataset(_) => needs.field(Field::Prefix),
            Check::Publisher(_) => needs.citations(),
            Check::Among(_) => {
                needs.columns.insert(column::IDS);
            }
            Check::Known { .. } => {
                needs.citations();
                needs.columns.insert(column::CHANGES);
            }
            Check::Question(question) => {
                for check in question.terms.iter().flat_map(|term| &term.any) {
                    check.needs(needs);
                }
            }
            Check::Tag(_) => needs.field(Field::Tags),
            Check::Deaths(..) => needs.field(Field::Deaths),
            Check::Verification(_) | Check::Review(_) | Check::Modality(_) => {
                needs.field(Field::Status);
            }
            Check::Words(stems) => {
                needs.stems.extend(stems.iter().cloned());
                needs.phrases |= stems.len() > 1;
            }
        }
    }

    /// Whether no row of a segment with these days can pass.
    fn passes_over(&self, first: Option<i32>, last: Option<i32>) -> bool {
        match self {
            Check::Since(Some(day)) | Check::CertainlySince(Some(day)) => {
                last.is_some_and(|last| last < *day)
            }
            Check::Until(Some(day)) | Check::CertainlyUntil(Some(day)) => {
                first.is_some_and(|first| first > *day)
            }
            Check::Began(stretches) => {
                let meets = |(from, to): &(i32, i32)| {
                    last.is_none_or(|last| last >= *from) && first.is_none_or(|first| first <= *to)
                };
                !stretches.iter().any(meets)
            }
            Check::Both(checks) => checks.iter().any(|check| check.passes_over(first, last)),
            Check::Question(question) => question.passes_over(first, last),
            _ => false,
        }
    }

    fn rows(&self, segment: &Segment) -> Result<Bits> {
        let rows = segment.meta.rows;
        let when =
            |holds: &dyn Fn(&When) -> bool| by_word(segment, Field::When, When::unpack, holds);
        Ok(match self {
            Check::TakesPart(counted, roles) => takes_part(segment, counted, roles)?,
            Check::Both(checks) => {
                let mut all = Bits::all(rows);
                for check in checks {
                    all = all.and(&check.rows(segment)?);
                }
                all
            }
            Check::Either(checks) => any(segment, checks)?,
            Check::Kind(kind) => {
                let index = form::index(Kind::ALL, kind);
                let first = |word: &[u8]| word.first().copied();
                by_word(segment, Field::Kind, first, &|word| *word == index)?
            }
            Check::Since(day) => when(&|w| {
                w.date.is_some() && (day.is_none() || w.latest.is_none() || w.latest >= *day)
            })?,
            Check::Until(day) => {
                let begun =
                    |w: &When| day.is_none_or(|day| w.earliest.is_none_or(|first| first <= day));
                when(&|w| w.date.is_some() && begun(w))?
            }
            Check::CertainlySince(day) => {
                let begun =
                    |w: &When| day.is_none_or(|day| w.earliest.is_some_and(|first| first >= day));
                when(&|w| w.date.is_some() && (day.is_none() || w.certain) && begun(w))?
            }
            Check::CertainlyUntil(day) => {
                let over =
                    |w: &When| day.is_none_or(|day| w.latest.is_some_and(|last| last <= day));
                when(&|w| w.date.is_some() && (day.is_none() || w.certain) && over(w))?
            }
            Check::Began(stretches) => {
                let within =
                    |day: i32| stretches.iter().any(|(from, to)| (*from..=*to).contains(&day));
                when(&|w| w.earliest.is_some_and(within))?
            }
            Check::Place(name) => {
                let code = name.to_uppercase();
                let has = |text: &str| text.to_lowercase().contains(name.as_str());
                at_place(segment, &|spot| {
                    has(spot.name)
                        || spot.admin1.is_some_and(has)
                        || spot.country == Some(code.as_str())
                })?
            }
            Check::Countries(codes) => at_place(segment, &|spot| {
                spot.country.is_some_and(|country| codes.iter().any(|code| code == country))
            })?,
            Check::Box(degrees) => {
                at_place(segment, &|spot| spot.at.is_some_and(|(lat, lon)| degrees.has(lat, lon)))?
            }
            Check::Near { lat, lon, km } => at_place(segment, &|spot| {
                spot.at.is_some_and(|at| great_circle_km((*lat, *lon), at) <= *km)
            })?,
            Check::Dataset(name) => {
                let dataset = format!("{name}:");
                let prefix = |word: &[u8]| std::str::from_utf8(word).ok().map(str::to_lowercase);
                by_word(segment, Field::Prefix, prefix, &|p| p.starts_with(&dataset))?
            }
            Check::Publisher(name) => {
                let says = |text: Option<&str>| {
                    text.is_some_and(|text| text.to_lowercase().contains(name.as_str()))
                };
                let telling = segment.of_words(column::CITATION_WORDS, |word| {
                    Some(says(form::publisher_of(word)))
                })?;
                listed(rows, &segment.citations(telling.len())?, |code| telling[code as usize])
            }
            Check::Among(ids) => {
                let own = segment.ids()?;
                Bits::where_(rows, |row| ids.binary_search(&own[row]).is_ok())
            }
            Check::Known { first, last, recorded } => {
                let published = segment.of_words(column::CITATION_WORDS, |word| {
                    let date = form::published_of(word)?;
                    Some(date.and_then(|date| date.bounds().earliest).map(form::day_number))
                })?;
                let lists = segment.citations(published.len())?;
                let changes: Vec<u64> = segment.numbers(column::CHANGES)?;
                Bits::where_(rows, |row| {
                    let days = lists.of(row).iter().filter_map(|code| published[*code as usize]);
                    let day = days.min().or_else(|| recorded.get(&(changes[row] as i64)).copied());
                    day.is_some_and(|day| {
                        first.is_none_or(|first| day >= first)
                            && last.is_none_or(|last| day <= last)
                    })
                })
            }
            Check::Question(question) => question.matching(segment)?,
            Check::Tag(tag) => {
                by_word(segment, Field::Tags, form::unpack_tags, &|tags| tags.contains(tag))?
            }
            Check::Deaths(compare, number) => {
                by_word(segment, Field::Deaths, form::unpack_deaths, &|deaths| {
                    let dead = deaths.and_then(|d| d.shown());
                    dead.is_some_and(|dead| match compare {
                        Compare::Less => dead < *number,
                        Compare::AtMost => dead <= *number,
                        Compare::Equal => dead == *number,
                        Compare::AtLeast => dead >= *number,
                        Compare::More => dead > *number,
                    })
                })?
            }
            Check::Modality(word) => status(segment, &|(modality, ..)| modality == word)?,
            Check::Review(word) => status(segment, &|(_, review, _)| review == word)?,
            Check::Verification(word) => status(segment, &|(.., verified)| verified == word)?,
            Check::Words(stems) => phrase(segment, stems)?,
        })
    }
}

impl From<Check> for Question {
    fn from(check: Check) -> Question {
        Question { terms: vec![Term { negated: false, any: vec![check] }] }
    }
}

impl Question {
    /// The columns and stems that it asks for.
    pub(in crate::store) fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        needs.columns.insert(column::HIDDEN);
        for check in self.terms.iter().flat_map(|term| &term.any) {
            check.needs(&mut needs);
        }
        needs
    }

    /// Whether no row of a segment can match, to judge by its days.
    pub(in crate::store) fn passes_over(&self, first: Option<i32>, last: Option<i32>) -> bool {
        let mut asked = self.terms.iter().filter(|term| !term.negated);
        asked.any(|term| matches!(term.any.as_slice(), [check] if check.passes_over(first, last)))
    }

    /// The rows of a segment that match and that nothing hides.
    pub(in crate::store) fn rows(&self, segment: &Segment) -> Result<Bits> {
        self.among(segment, segment.shown()?)
    }

    /// The rows that match, hidden ones too.
    fn matching(&self, segment: &Segment) -> Result<Bits> {
        self.among(segment, Bits::all(segment.meta.rows))
    }

    fn among(&self, segment: &Segment, mut all: Bits) -> Result<Bits> {
        for term in &self.terms {
            if all.is_empty() {
                break;
            }
            let found = any(segment, &term.any)?;
            all = all.and(&if term.negated { found.not() } else { found });
        }
        Ok(all)
    }
}

fn any(segment: &Segment, checks: &[Check]) -> Result<Bits> {
    let mut any = Bits::none(segment.meta.rows);
    for check in checks {
        any = any.or(&check.rows(segment)?);
    }
    Ok(any)
}

/// The rows whose word in a field's dictionary holds.
fn by_word<T>(
    segment: &Segment,
    field: Field,
    read: impl Fn(&[u8]) -> Option<T>,
    holds: &dyn Fn(&T) -> bool,
) -> Result<Bits> {
    let holds = segment.of_words(field.words(), |word| read(word).map(|value| holds(&value)))?;
    if holds.iter().all(|holds| !holds) {
        return Ok(Bits::none(segment.meta.rows));
    }
    if holds.iter().all(|holds| *holds) {
        return Ok(Bits::all(segment.meta.rows));
    }
    let codes = segment.codes(field, holds.len())?;
    Ok(Bits::where_(segment.meta.rows, |row| holds[codes[row] as usize]))
}

/// The rows whose place holds.
fn at_place(segment: &Segment, holds: &dyn Fn(&form::Spot) -> bool) -> Result<Bits> {
    let read = |word: &[u8]| Some(form::spot(word)?.is_some_and(|spot| holds(&spot)));
    by_word(segment, Field::Place, read, &|holds| *holds)
}

fn status(segment: &Segment, holds: &dyn Fn(&form::Status) -> bool) -> Result<Bits> {
    by_word(segment, Field::Status, form::unpack_status, holds)
}

/// The rows in whose list a code holds. Most codes do not: these are passed over without a look at
/// whose they are.
fn listed(rows: usize, lists: &Lists, holds: impl Fn(u32) -> bool) -> Bits {
    let mut found = Bits::none(rows);
    let mut row = 0;
    for (place, _) in lists.codes().iter().enumerate().filter(|(_, code)| holds(**code)) {
        while lists.end(row) <= place {
            row += 1;
        }
        found.set(row);
    }
    found
}

fn takes_part(segment: &Segment, counted: &Counted, roles: &[Role]) -> Result<Bits> {
    let rows = segment.meta.rows;
    let (actors, roles_of) = segment.meant()?;
    let asked: Vec<bool> = Role::ALL.iter().map(|role| roles.contains(role)).collect();
    let always = |days: &Vec<_>| days.contains(&(None, None));
    // For each word: whether it counts never, on some days, or always.
    let words: Vec<Option<&Vec<Days>>> = actors
        .iter()
        .zip(roles_of)
        .map(|(actor, role)| {
            counted.get(&(*actor as i64)).filter(|_| asked.get(usize::from(role)) == Some(&true))
        })
        .collect();
    if words.iter().all(Option::is_none) {
        return Ok(Bits::none(rows));
    }
    let lists = segment.parts(words.len())?;
    let plain: Vec<bool> = words.iter().map(|days| days.is_some_and(always)).collect();
    let found = listed(rows, lists, |code| plain[code as usize]);
    if words.iter().zip(&plain).all(|(days, plain)| days.is_none() || *plain) {
        return Ok(found);
    }
    let whens = segment.whens()?;
    let codes = segment.codes(Field::When, whens.len())?;
    let dated = |row: usize| {
        let when = &whens[codes[row] as usize];
        lists.of(row).iter().filter_map(|code| words[*code as usize]).flatten().any(|(from, to)| {
            from.is_none_or(|from| when.latest.is_none_or(|latest| latest >= from))
                && to.is_none_or(|to| when.earliest.is_none_or(|earliest| earliest <= to))
        })
    };
    Ok(found.or(&Bits::where_(rows, dated)))
}

/// The rows with all of these stems; of several, those that have them in order in one text.
fn phrase(segment: &Segment, stems: &[String]) -> Result<Bits> {
    let rows = segment.meta.rows;
    let mut all = Bits::all(rows);
    for stem in stems {
        let hits = segment.hits.get(stem).map(Vec::as_slice).unwrap_or_default();
        if hits.is_empty() {
            return Ok(Bits::none(rows));
        }
        let mut found = Bits::none(rows);
        for (text, field) in
            [(Text::Title, Field::Title), (Text::Place, Field::Place), (Text::Tags, Field::Tags)]
        {
            let Some(has) = having(hits, text) else { continue };
            let codes: Vec<u32> = segment.numbers(field.codes())?;
            found = found.or(&Bits::where_(rows, |row| has(codes[row])));
        }
        if let Some(has) = having(hits, Text::Parts) {
            found = found.or(&listed(rows, segment.parts(usize::MAX)?, has));
        }
        if let Some(has) = having(hits, Text::Citations) {
            found = found.or(&listed(rows, &segment.citations(usize::MAX)?, has));
        }
        all = all.and(&found);
    }
    if stems.len() < 2 || all.is_empty() {
        return Ok(all);
    }
    let candidates: Vec<usize> = all.iter().collect();
    for (row, telling) in candidates.iter().zip(segment.tellings(&candidates)?) {
        if !super::words::says(&telling.event, stems) {
            all.clear(*row);
        }
    }
    Ok(all)
}

/// Whether a word of a dictionary is among the hits; none if none of it is.
fn having(hits: &[(Text, u32)], text: Text) -> Option<impl Fn(u32) -> bool> {
    let codes: Vec<u32> = hits.iter().filter(|hit| hit.0 == text).map(|hit| hit.1).collect();
    let mut has = vec![false; codes.iter().max().map_or(0, |most| *most as usize + 1)];
    codes.iter().for_each(|code| has[*code as usize] = true);
    (!codes.is_empty()).then_some(move |code: u32| has.get(code as usize) == Some(&true))
}

/// Distance between two points in degrees, in kilometres (haversine, on a sphere of the earth's
/// mean radius, 6371.0 km).
fn great_circle_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + lat_a.cos() * lat_b.cos() * half(b.1 - a.1);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
