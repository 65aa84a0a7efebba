use super::words::words;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// The number of a change to a database; an import is one.
pub type ChangeId = i64;

/// One run over one file, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its number, for `imports undo`.
    pub id: ChangeId,
    /// When.
    pub at: DateTime<Utc>,
    /// The file as named.
    pub file: String,
    /// The format's name.
    pub format: String,
    /// SHA-256 of the file, in hex.
    pub hash: String,
    /// What came of its records.
    pub counts: Counts,
    /// When it was taken back, if it was.
    pub undone: Option<DateTime<Utc>>,
}

/// What came of the records of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records in the file.
    pub read: u64,
    /// New ones.
    pub added: u64,
    /// Known ones that the file says something else of.
    pub updated: u64,
    /// Known ones that the file repeats.
    pub unchanged: u64,
    /// Events that a newer release of their dataset no longer tells; they stay, marked.
    pub withdrawn: u64,
    /// Records that could not be understood; they are in the rejects file.
    pub rejected: u64,
}

words! {
    /// What a revision is about.
    pub enum Subject ("subject") {
        /// An event; its key is the uid.
        Event = "event",
        /// An actor; its key is the name.
        Actor = "actor",
        /// A link; its key is `from relation to` by uid.
        Link = "link",
        /// A storyline; its key is its number, as in s3.
        Story = "story",
        /// A saved query; its key is the name.
        Query = "query",
        /// A note of an event; its key is the event's uid.
        Note = "note",
    }
}

/// Who changed what, when, from what to what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revision {
    /// The change it belongs to; one `undo` takes back all of a change.
    pub change: ChangeId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the user's name, or the program's for `build`.
    pub author: String,
    /// What was done, as in "edit e42".
    pub action: String,
    /// What sort of thing was changed.
    pub subject: Subject,
    /// Which.
    pub key: String,
    /// The record before; none where it was added.
    pub before: Option<Value>,
    /// The record after; none where it was taken out.
    pub after: Option<Value>,
    /// Whether the change has been taken back.
    pub undone: bool,
}

/// What someone noted of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub author: String,
    /// What.
    pub text: String,
}

/// A field that differs between two records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Its path, as in `deaths.best` or `actors[0].name`.
    pub field: String,
    /// What it was; null where it was not there.
    pub from: Value,
    /// What it is; null where it is no longer there.
    pub to: Value,
}

/// What is derived from a date, and changes with it.
const DERIVED: &[&str] = &["earliest", "latest", "precision"];

impl Difference {
    /// The fields that differ, down to the single value.
    ///
    /// ```
    /// use annalist::domain::Difference;
    /// use serde_json::json;
    /// let before = json!({"title": "Clash", "deaths": {"best": 3}});
    /// let after = json!({"title": "Clash", "deaths": {"best": 4}});
    /// let differences = Difference::between(&before, &after);
    /// assert_eq!(differences.len(), 1);
    /// assert_eq!(differences[0].to_string(), "deaths.best: 3 -> 4");
    /// ```
    pub fn between(before: &Value, after: &Value) -> Vec<Difference> {
        let mut found = Vec::new();
        differ("", before, after, &mut found);
        found
    }

    /// A value as people read it.
    pub fn brief(value: &Value) -> String {
        match value {
            Value::Null => "none".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, to] = [&self.from, &self.to].map(Difference::brief);
        write!(f, "{}: {from} -> {to}", self.field)
    }
}

fn differ(path: &str, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    if before == after {
        return;
    }
    // What is not there has no parts.
    let (none, nothing) = (serde_json::Map::new(), Vec::new());
    match (before, after) {
        (Value::Object(_), Value::Object(_) | Value::Null) | (Value::Null, Value::Object(_)) => {
            let [a, b] = [before, after].map(|value| value.as_object().unwrap_or(&none));
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            let derived = |name: &&String| path.is_empty() && DERIVED.contains(&name.as_str());
            for name in names.into_iter().filter(|name| !derived(name)) {
                let part = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                differ(&part, &before[name.as_str()], &after[name.as_str()], found);
            }
        }
        (Value::Array(_), Value::Array(_) | Value::Null) | (Value::Null, Value::Array(_)) => {
            let [a, b] = [before, after].map(|value| value.as_array().unwrap_or(&nothing));
            for at in 0..a.len().max(b.len()) {
                differ(&format!("{path}[{at}]"), &before[at], &after[at], found);
            }
        }
        _ => found.push(Difference {
            field: path.to_owned(),
            from: before.clone(),
            to: after.clone(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_go_down_to_the_single_value() {
        let before = json!({
            "date": "2022", "earliest": "2022-01-01", "place": null,
            "tags": ["a", "b"], "actors": [{"name": "A", "role": "party"}],
        });
        let after = json!({
            "date": "2022-04", "earliest": "2022-04-01", "place": {"name": "Berlin"},
            "tags": ["a"], "actors": [{"name": "A", "role": "host"}, {"name": "B"}],
        });
        let lines: Vec<String> =
            Difference::between(&before, &after).iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        actors[0].role: party -> host
        actors[1].name: none -> B
        date: 2022 -> 2022-04
        place.name: none -> Berlin
        tags[1]: b -> none
        ");
        assert_eq!(Difference::between(&after, &after), []);
    }
}
