//! What analysts decided on proposed events, as examples that a coder can learn from.

use crate::domain::{Event, Review, Revision, Subject};
use crate::query::Filter;
use crate::store::{Store, StoreError};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// A proposed event and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    /// The event.
    pub uid: String,
    /// What was decided: accepted, rejected or merged.
    pub decision: Review,
    /// Who decided last.
    pub author: String,
    /// Whether the record was corrected before.
    pub edited: bool,
    /// The sentence that it was read from.
    pub quote: Option<String>,
    /// The quote with the text around it, up to 500 bytes on either side, cut at words.
    pub context: Option<String>,
    /// The record as it was proposed.
    pub proposed: Value,
    /// The record as it stands.
    pub decided: Event,
}

/// How much of the article stands before and after the quote, in bytes.
const AROUND: usize = 500;

/// The examples among the events that match, in the order of their dates. What waits for a decision
/// is none, nor is what nobody proposed.
///
/// # Errors
/// Those of the database.
pub fn examples(store: &mut Store, filter: &Filter) -> Result<Vec<Example>, StoreError> {
    let mut first: HashMap<String, (Value, String)> = HashMap::new();
    for Revision { key, before, author, .. } in
        store.revisions(None)?.into_iter().filter(|r| r.subject == Subject::Event && !r.undone)
    {
        let Some(before) = before else { continue };
        let known = first.entry(key).or_insert_with(|| (before, String::new()));
        known.1 = author;
    }
    let mut examples = Vec::new();
    for entry in store.events(filter, None)? {
        let Some((proposed, author)) = first.remove(&entry.event.uid) else { continue };
        let was = proposed.get("review").and_then(Value::as_str);
        let decision = entry.event.review;
        if was != Some(Review::Proposed.as_str()) || decision == Review::Proposed {
            continue;
        }
        let cited = entry.event.citations.iter().find(|citation| citation.quote.is_some());
        let quote = cited.and_then(|citation| citation.quote.clone());
        let text = match cited.and_then(|citation| citation.hash.as_deref()) {
            Some(hash) => store.source_text(hash)?,
            None => None,
        };
        let context = text.zip(quote.as_ref()).and_then(|(text, quote)| around(&text, quote));
        let edited = is_edited(&proposed, &entry.event);
        let uid = entry.event.uid.clone();
        let decided = entry.event;
        examples.push(Example { uid, decision, author, edited, quote, context, proposed, decided });
    }
    Ok(examples)
}

/// Whether more was changed than the decision.
fn is_edited(proposed: &Value, decided: &Event) -> bool {
    let mut was: Option<Event> = serde_json::from_value(proposed.clone()).ok();
    if let Some(was) = &mut was {
        was.review = decided.review;
    }
    was.is_some_and(|was| was != *decided)
}

fn around(text: &str, quote: &str) -> Option<String> {
    let start = text.find(quote)?;
    let end = start + quote.len();
    let blank = |c: char| c.is_whitespace();
    let from = match start.checked_sub(AROUND) {
        Some(at) => {
            let at = (at..=start).find(|at| text.is_char_boundary(*at))?;
            at + text.get(at..start)?.find(blank).unwrap_or_default()
        }
        None => 0,
    };
    let to = match text.get(end..)?.len() > AROUND {
        true => {
            let at = (end..=end + AROUND).rev().find(|at| text.is_char_boundary(*at))?;
            end + text.get(end..at)?.rfind(blank).unwrap_or_default()
        }
        false => text.len(),
    };
    Some(text.get(from..to)?.trim().to_owned())
}
