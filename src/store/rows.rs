//! Rows of the tables and the domain values that they stand for.

use super::schema::{events, links, places, sources};
use super::{Result, StoreError};
use crate::domain::{Deaths, Edtf, Entry, Event, EventId, Link, NativeCode, Place, Source};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::fmt::Display;
use std::str::FromStr;

/// An event without what hangs on it.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = events, treat_none_as_null = true)]
pub(super) struct EventRow {
    pub(super) id: i64,
    pub(super) uid: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) modality: String,
    pub(super) date: Option<String>,
    pub(super) date_words: Option<String>,
    pub(super) earliest: Option<NaiveDate>,
    pub(super) latest: Option<NaiveDate>,
    pub(super) certain: bool,
    pub(super) precision: Option<String>,
    pub(super) place_id: Option<i64>,
    pub(super) code_scheme: Option<String>,
    pub(super) code: Option<String>,
    pub(super) goldstein: Option<f64>,
    pub(super) deaths_low: Option<i64>,
    pub(super) deaths_best: Option<i64>,
    pub(super) deaths_high: Option<i64>,
    pub(super) confidence: Option<f64>,
    pub(super) review: String,
    pub(super) verification: String,
    pub(super) added_by: i64,
}

/// A word or date that the database should hold only if we wrote it.
pub(super) fn word<T: FromStr<Err: Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| StoreError::Corrupt(error.to_string()))
}

pub(super) fn words<T: FromStr<Err: Display>>(text: Option<&str>) -> Result<Option<T>> {
    text.map(word).transpose()
}

/// The derived columns of a date: what both databases order and compare.
pub(super) fn derived(
    date: Option<&Edtf>,
) -> (Option<NaiveDate>, Option<NaiveDate>, bool, Option<String>) {
    let Some(date) = date else { return (None, None, false, None) };
    let bounds = date.bounds();
    // SQLite compares days as text, which holds for years of four digits.
    let first = NaiveDate::from_ymd_opt(0, 1, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default();
    let within = |day: NaiveDate| day.clamp(first, last);
    (
        bounds.earliest.map(within),
        bounds.latest.map(within),
        date.is_certain(),
        Some(date.precision().to_string()),
    )
}

impl EventRow {
    pub(super) fn new(id: i64, event: &Event, place_id: Option<i64>, added_by: i64) -> EventRow {
        let (earliest, latest, certain, precision) = derived(event.date.as_ref());
        let deaths = event.deaths.unwrap_or_default();
        EventRow {
            id,
            uid: event.uid.clone(),
            title: event.title.clone(),
            kind: event.kind.to_string(),
            modality: event.modality.to_string(),
            date: event.date.as_ref().map(Edtf::to_string),
            date_words: event.date_words.clone(),
            earliest,
            latest,
            certain,
            precision,
            place_id,
            code_scheme: event.code.as_ref().map(|code| code.scheme.clone()),
            code: event.code.as_ref().map(|code| code.value.clone()),
            goldstein: event.goldstein,
            deaths_low: deaths.low.map(i64::from),
            deaths_best: deaths.best.map(i64::from),
            deaths_high: deaths.high.map(i64::from),
            confidence: event.confidence,
            review: event.review.to_string(),
            verification: event.verification.to_string(),
            added_by,
        }
    }

    /// The event, still without place, actors, citations and tags.
    pub(super) fn entry(self) -> Result<Entry> {
        let number = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
        let deaths = Deaths {
            low: number(self.deaths_low),
            best: number(self.deaths_best),
            high: number(self.deaths_high),
        };
        let mut event = Event::new(self.title, word(&self.kind)?);
        event.uid = self.uid;
        event.modality = word(&self.modality)?;
        event.date = words(self.date.as_deref())?;
        event.date_words = self.date_words;
        event.code =
            self.code_scheme.zip(self.code).map(|(scheme, value)| NativeCode { scheme, value });
        event.goldstein = self.goldstein;
        event.deaths = Some(deaths).filter(|deaths| *deaths != Deaths::default());
        event.confidence = self.confidence;
        event.review = word(&self.review)?;
        event.verification = word(&self.verification)?;
        Ok(Entry { id: EventId(self.id), event })
    }
}

/// A place under its number.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = places)]
pub(super) struct PlaceRow {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) admin1: Option<String>,
    pub(super) admin2: Option<String>,
    pub(super) lat: Option<f64>,
    pub(super) lon: Option<f64>,
    pub(super) radius_km: Option<f64>,
    pub(super) added_by: i64,
}

impl From<PlaceRow> for Place {
    fn from(row: PlaceRow) -> Place {
        Place {
            name: row.name,
            country: row.country,
            admin1: row.admin1,
            admin2: row.admin2,
            lat: row.lat,
            lon: row.lon,
            radius_km: row.radius_km,
        }
    }
}

impl PlaceRow {
    pub(super) fn new(id: i64, place: &Place, added_by: i64) -> PlaceRow {
        PlaceRow {
            id,
            name: place.name.clone(),
            country: place.country.clone(),
            admin1: place.admin1.clone(),
            admin2: place.admin2.clone(),
            lat: place.lat,
            lon: place.lon,
            radius_km: place.radius_km,
            added_by,
        }
    }
}

/// A source under its number and key.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = sources)]
pub(super) struct SourceRow {
    pub(super) id: i64,
    pub(super) key: String,
    pub(super) publisher: Option<String>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<String>,
    pub(super) retrieved: Option<String>,
    pub(super) language: Option<String>,
    pub(super) hash: Option<String>,
    pub(super) text: Option<String>,
    pub(super) added_by: i64,
}

impl SourceRow {
    pub(super) fn new(id: i64, key: String, source: &Source, added_by: i64) -> SourceRow {
        SourceRow {
            id,
            key,
            publisher: source.publisher.clone(),
            title: source.title.clone(),
            url: source.url.clone(),
            published: source.published.as_ref().map(Edtf::to_string),
            retrieved: source.retrieved.as_ref().map(Edtf::to_string),
            language: source.language.clone(),
            hash: source.hash.clone(),
            text: source.text.clone(),
            added_by,
        }
    }

    pub(super) fn source(self) -> Result<Source> {
        Ok(Source {
            publisher: self.publisher,
            title: self.title,
            url: self.url,
            published: words(self.published.as_deref())?,
            retrieved: words(self.retrieved.as_deref())?,
            language: self.language,
            hash: self.hash,
            text: self.text,
        })
    }
}

/// A link between two events by their numbers.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = links)]
pub(super) struct LinkRow {
    pub(super) from_id: i64,
    pub(super) to_id: i64,
    pub(super) relation: String,
    pub(super) confidence: f64,
    pub(super) rationale: String,
    pub(super) method: String,
    pub(super) state: String,
    pub(super) added_by: i64,
}

impl LinkRow {
    pub(super) fn new(link: &Link, added_by: i64) -> LinkRow {
        LinkRow {
            from_id: link.from.0,
            to_id: link.to.0,
            relation: link.relation.to_string(),
            confidence: link.confidence,
            rationale: link.rationale.clone(),
            method: link.method.clone(),
            state: link.state.to_string(),
            added_by,
        }
    }

    pub(super) fn link(self) -> Result<Link> {
        Ok(Link {
            from: EventId(self.from_id),
            to: EventId(self.to_id),
            relation: word(&self.relation)?,
            confidence: self.confidence,
            rationale: self.rationale,
            method: self.method,
            state: word(&self.state)?,
        })
    }
}
