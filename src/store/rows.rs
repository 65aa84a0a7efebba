//! Rows of the tables and the domain values that they stand for.

use super::schema::{links, sources, stories, story_events};
use super::{Result, StoreError};
use crate::domain::{Edtf, EventId, Extras, Link, Source};
use diesel::prelude::*;
use std::fmt::Display;
use std::str::FromStr;

/// A word or date that the database should hold only if we wrote it.
pub(super) fn word<T: FromStr<Err: Display>>(text: &str) -> Result<T> {
    text.parse().map_err(|error: T::Err| StoreError::Corrupt(error.to_string()))
}

pub(super) fn words<T: FromStr<Err: Display>>(text: Option<&str>) -> Result<Option<T>> {
    text.map(word).transpose()
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
    pub(super) extras: Option<String>,
}

impl SourceRow {
    pub(super) fn new(id: i64, key: String, source: &Source) -> SourceRow {
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
            extras: Some(&source.extras)
                .filter(|extras| !extras.is_empty())
                .and_then(|extras| serde_json::to_string(extras).ok()),
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
            extras: match &self.extras {
                Some(extras) => serde_json::from_str(extras)
                    .map_err(|error| StoreError::Corrupt(error.to_string()))?,
                None => Extras::default(),
            },
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
/// The head of a storyline.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = stories)]
pub(super) struct StoryRow {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) curated: bool,
    pub(super) added_by: i64,
}

/// An event in a storyline.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = story_events)]
pub(super) struct MemberRow {
    pub(super) story_id: i64,
    pub(super) event_id: i64,
    pub(super) seq: i64,
    pub(super) after_id: Option<i64>,
    pub(super) probability: f64,
    pub(super) reason: String,
}
