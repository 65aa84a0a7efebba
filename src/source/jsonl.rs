//! annalist's own records as JSON Lines: an event, a link or an actor a line.

use super::lines::Lines;
use super::table::{broken, too_long};
use super::{Format, Head, Record, Reject};
use crate::domain::nearest;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Records as JSON Lines.
pub const FORMAT: Format = Format {
    name: "jsonl",
    about: "events, links or actors as JSON, one a line",
    recognise: |head: &Head| head.first_line().trim_start().starts_with('{'),
    open: |input| Ok(Box::new(Records { lines: Lines::new(input.reader) })),
    header: false,
};

struct Records {
    lines: Lines,
}

/// By which fields a record is told.
#[derive(Deserialize)]
struct Shape {
    title: Option<IgnoredAny>,
    relation: Option<IgnoredAny>,
    name: Option<IgnoredAny>,
}

impl Iterator for Records {
    type Item = Result<Record, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.lines.next_line() {
                Ok(line) => line?,
                Err(error) => return Some(Err(broken(error))),
            };
            if line.too_long.is_some() {
                return Some(Err(too_long(line)));
            }
            if line.bytes.iter().all(u8::is_ascii_whitespace) || line.bytes.starts_with(b"# ") {
                continue;
            }
            return Some(record(&line.bytes).map_err(|error| {
                let (column, why) = explained(&error);
                Reject { line: line.number, column, why, raw: line.bytes }
            }));
        }
    }
}

fn record(line: &[u8]) -> serde_json::Result<Record> {
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err(serde::de::Error::custom("expected an object, { ... }"));
    }
    let shape: Shape = serde_json::from_slice(line)?;
    if shape.relation.is_some() && shape.title.is_none() {
        serde_json::from_slice(line).map(Record::Link)
    } else if shape.name.is_some() && shape.title.is_none() {
        serde_json::from_slice(line).map(Record::Actor)
    } else {
        serde_json::from_slice(line).map(|event| Record::Event(Box::new(event)))
    }
}

/// The column and the reason, with the field that was probably meant where one is not known.
fn explained(error: &serde_json::Error) -> (Option<u64>, String) {
    let text = error.to_string();
    let why = text.rsplit_once(" at line ").map_or(text.as_str(), |(why, _)| why);
    let column = (error.column() > 0).then_some(error.column() as u64);
    let Some(rest) = why.strip_prefix("unknown field `") else {
        return (column, why.to_owned());
    };
    let names: Vec<&str> = rest.split('`').step_by(2).collect();
    match names.split_first() {
        Some((given, known)) => {
            let hint = match nearest(given, known.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("known: {}", known.join(", ")),
            };
            (column, format!("unknown field \"{given}\"; {hint}"))
        }
        None => (column, why.to_owned()),
    }
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
    fn errors_say_where() {
        let text = "{\"title\":\"A\",\"kind\":\"talks\",\"plaace\":1}\n\n# a comment\n\
            {\"title\":\"A\",\"kind\":\"tals\"}\n{\"title\":\"A\",\"kind\":\"talks\",\"date\":\"2025-13\"}\n\
            {\"title\":\"A\",\"kind\":\"talks\",\"confidence\":2}\n[1]\n{\n\
            {\"title\":\"A\",\"kind\":\"talks\",\"date\":\"2025\",\"latest\":\"2025-06-01\"}\n";
        let errors: Vec<String> = read(&FORMAT, text.as_bytes())
            .into_iter()
            .filter_map(Result::err)
            .map(|reject| reject.to_string())
            .collect();
        insta::assert_snapshot!(errors.join("\n"), @r#""#);
    }
}
