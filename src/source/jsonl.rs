//! annalist's own records as JSON Lines: an event, a link or an actor a line.

use super::lines::{Line, Lines};
use super::table::next_line;
use super::{Format, Head, Holds, Record, Rows, links_csv};
use crate::domain::{Actor, Event, nearest};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Records as JSON Lines.
pub const FORMAT: Format = Format {
    name: "jsonl",
    about: "events, links or actors as JSON, one a line",
    recognise: |head: &Head| {
        // Also a record that is broken or misspelt in places, but not any JSON.
        let line = head.first_line();
        let has = |name: &str| line.contains(&format!("\"{name}\""));
        line.starts_with('{')
            && (has("title") && has("kind")
                || has("uid") && (has("title") || has("kind"))
                || has("from") && has("to")
                || has("name") && has("kind"))
    },
    open: |input| {
        let mut lines = Lines::new(input.reader);
        let found =
            std::iter::from_fn(move || next_line(&mut lines).map(|line| line.map(Line::raw)));
        Ok(Rows::new(found, |raw| record(&raw.bytes).map_err(|why| explained(&why, &raw.bytes))))
    },
    header: false,
    complete: false,
    holds: Holds::Records,
};

/// By which fields a record is told.
#[derive(Deserialize)]
struct Shape {
    title: Option<IgnoredAny>,
    from: Option<IgnoredAny>,
    relation: Option<IgnoredAny>,
    name: Option<IgnoredAny>,
}

/// The event of a line.
///
/// # Errors
/// What is wrong with it, and in which column.
pub(crate) fn event(line: &[u8]) -> Result<Event, (Option<u64>, String)> {
    match record(line) {
        Ok(Record::Event(event)) => Ok(*event),
        Ok(_) => Err((None, "expected an event, with a title and a kind".to_owned())),
        Err(why) => Err(explained(&why, line)),
    }
}

fn record(line: &[u8]) -> serde_json::Result<Record> {
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err(serde::de::Error::custom("expected an object, { ... }"));
    }
    if let Some(at) = nul(line) {
        let why = format!("\\u0000 at byte {at}: texts hold no NUL characters");
        return Err(serde::de::Error::custom(why));
    }
    let shape: Shape = serde_json::from_slice(line)?;
    if shape.relation.or(shape.from).is_some() && shape.title.is_none() {
        let link = serde_json::from_slice(line)?;
        links_csv::checked(link).map(Record::Link).map_err(serde::de::Error::custom)
    } else if shape.name.is_some() && shape.title.is_none() {
        let actor: Actor = serde_json::from_slice(line)?;
        if actor.name.trim().is_empty() {
            return Err(serde::de::Error::custom("name: an actor needs one"));
        }
        Ok(Record::Actor(actor))
    } else {
        serde_json::from_slice(line).map(|event| Record::Event(Box::new(event)))
    }
}

/// Where a NUL stands, written as JSON has it.
fn nul(line: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(line, b"\\u0000").find(|at| {
        // Of two backslashes the first takes away the second's meaning.
        line[..*at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
    })
}

/// The column of the field that a reason starts with, as in `place.lat "95": expected ...`.
fn column_of(why: &str, line: &[u8]) -> Option<u64> {
    let field = why.split([' ', ':']).next()?.rsplit('.').next()?;
    let at = memchr::memmem::find(line, format!("\"{field}\"").as_bytes())?;
    Some(at as u64 + 1)
}

/// The column and the reason, with the field that was probably meant where one is not known.
fn explained(error: &serde_json::Error, line: &[u8]) -> (Option<u64>, String) {
    let text = error.to_string();
    let why = text.rsplit_once(" at line ").map_or(text.as_str(), |(why, _)| why);
    let column = match error.column() {
        0 => column_of(why, line),
        column => Some(column as u64),
    };
    (column, unknown_field(why).unwrap_or_else(|| why.to_owned()))
}

/// What serde says of a field that is not known, with the one that was probably meant.
pub(super) fn unknown_field(why: &str) -> Option<String> {
    let names: Vec<&str> = why.strip_prefix("unknown field `")?.split('`').step_by(2).collect();
    let (given, known) = names.split_first()?;
    let hint = match nearest(given, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("known: {}", known.join(", ")),
    };
    Some(format!("unknown field \"{given}\"; {hint}"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{one, read};
    use super::*;

    #[test]
    fn each_shape() {
        let event = r#"{"title":"A","kind":"talks"}"#;
        let link = r#"{"from":"a","to":"b","relation":"causes"}"#;
        let actor = r#"{"name":"A","kind":"person"}"#;
        assert!(matches!(one(&FORMAT, event), Record::Event(_)));
        assert!(matches!(one(&FORMAT, link), Record::Link(_)));
        assert!(matches!(one(&FORMAT, actor), Record::Actor(_)));
    }

    #[test]
    fn an_event_comes_back_as_it_went() {
        let line = r#"{"uid":"x-1","title":"Talks","kind":"talks","modality":"planned","date":"2025-12-14~","place":{"name":"Berlin","lat":52.5,"lon":13.4},"actors":[{"name":"Ukraine","role":"party","surface":"Kyiv"}],"code":{"scheme":"cameo","value":"046"},"goldstein":1.0,"deaths":{"low":1,"best":2},"confidence":0.5,"citations":[{"publisher":"Reuters","quote":"a \"b\"\n\\u0000","start":3,"end":9}],"tags":["a"]}"#;
        let Record::Event(event) = one(&FORMAT, line) else { panic!() };
        let again = serde_json::to_string(&event).unwrap();
        assert_eq!(one(&FORMAT, &again), Record::Event(event));
    }

    #[test]
    fn errors_say_where() {
        let text = "{\"title\":\"A\",\"kind\":\"talks\",\"plaace\":1}\n\n# a comment\n\
            {\"title\":\"A\",\"kind\":\"tals\"}\n{\"title\":\"A\",\"kind\":\"talks\",\"date\":\"2025-13\"}\n\
            {\"title\":\"A\",\"kind\":\"talks\",\"confidence\":2}\n[1]\n{\n{\"title\":\"A\\u0000\",\"kind\":\"talks\"}\n\
            {\"from\":\"a\",\"to\":\"a\",\"relation\":\"causes\"}\n\
            {\"title\":\"A\",\"kind\":\"talks\",\"date\":\"2025\",\"latest\":\"2025-06-01\"}\n";
        let errors: Vec<String> = read(&FORMAT, text.as_bytes())
            .into_iter()
            .filter_map(Result::err)
            .map(|reject| reject.to_string())
            .collect();
        insta::assert_snapshot!(errors.join("\n"), @r#"
        line 1, column 36: unknown field "plaace"; did you mean "place"?
        line 4, column 27: unknown kind "tals"; did you mean "talks"?
        line 5, column 45: "2025-13" is not a date: column 6: expected a month 01 to 12, a season 21 to 24, or XX
        line 6, column 29: confidence "2": expected 0 to 1
        line 7: expected an object, { ... }
        line 8, column 1: EOF while parsing an object
        line 9: \u0000 at byte 11: texts hold no NUL characters
        line 10, column 13: to "a": expected the uid of another event
        line 11, column 43: latest "2025-06-01": the date 2025 says 2025-12-31; leave it out, it is derived
        "#);
    }
}
