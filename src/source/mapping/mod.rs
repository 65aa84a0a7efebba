//! Any table, by a mapping file: `annalist import incidents.tsv --as incidents.toml`.
//!
//! The mapping is TOML. What it sets are texts with holes, `{column}`, that each row fills; a text
//! without a hole is a constant. A field all of whose holes are empty is not set. A column that no
//! field takes as it stands is kept among the event's extras. See `docs/mapping.md` for all fields;
//! a whole mapping:
//!
//! ```toml
//! delimiter = "\t"
//! missing = ["NA"]
//! date_format = "%d/%m/%Y"
//!
//! uid = "incidents:{id}"
//! title = "{perpetrator} attacks {target}"
//! kind = "{type}"
//! date = "{day}"
//!
//! [words.kind]
//! "shelling" = "assault"
//! "*" = "other"
//!
//! [place]
//! name = "{town}"
//! country = "{country}"
//!
//! [[actors]]
//! name = "{perpetrator}"
//! role = "initiator"
//! split = ";"
//!
//! [[citations]]
//! publisher = "Incident monitor"
//! url = "{link}"
//! ```

mod read;
mod template;

use super::columns::Header;
use super::table::{self, Dialect, ReadCells};
use super::{Format, Holds, Input, Record, Rows, SourceError, jsonl};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use template::Template;

/// Any table.
pub const FORMAT: Format = Format {
    name: "mapping",
    about: "any table of events, by a mapping file: --as FILE.toml",
    recognise: |_| false,
    open: |_| Err("needs a mapping file: name that, as in --as incidents.toml".to_owned()),
    header: true,
    complete: false,
    holds: Holds::Records,
};

/// How the columns of a table become fields of events.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Whether a file is a whole release of what it covers.
    #[serde(default)]
    pub complete: bool,
    #[serde(default = "comma")]
    delimiter: char,
    #[serde(default = "yes")]
    quotes: bool,
    #[serde(default)]
    missing: Vec<String>,
    date_format: Option<String>,
    #[serde(default)]
    words: Words,
    title: Template,
    #[serde(default)]
    uid: Template,
    #[serde(default)]
    kind: Template,
    #[serde(default)]
    modality: Template,
    #[serde(default)]
    date: Template,
    #[serde(default)]
    until: Template,
    #[serde(default)]
    date_words: Template,
    #[serde(default)]
    goldstein: Template,
    #[serde(default)]
    confidence: Template,
    #[serde(default)]
    review: Template,
    #[serde(default)]
    verification: Template,
    #[serde(default)]
    tags: Vec<Template>,
    code: Option<Code>,
    place: Option<Place>,
    deaths: Option<Deaths>,
    #[serde(default)]
    actors: Vec<Actor>,
    #[serde(default)]
    citations: Vec<Citation>,
}

fn comma() -> char {
    ','
}

fn yes() -> bool {
    true
}

/// The table's words for annalist's own; `*` stands for all others.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    kind: HashMap<String, String>,
    modality: HashMap<String, String>,
    review: HashMap<String, String>,
    verification: HashMap<String, String>,
    role: HashMap<String, String>,
    actor_kind: HashMap<String, String>,
    country: HashMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    scheme: String,
    value: Template,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    name: Template,
    #[serde(default)]
    country: Template,
    #[serde(default)]
    admin1: Template,
    #[serde(default)]
    admin2: Template,
    #[serde(default)]
    lat: Template,
    #[serde(default)]
    lon: Template,
    #[serde(default)]
    radius_km: Template,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Deaths {
    low: Template,
    best: Template,
    high: Template,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Actor {
    name: Template,
    role: Template,
    #[serde(default)]
    kind: Template,
    #[serde(default)]
    country: Template,
    #[serde(default)]
    deaths: Template,
    split: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Citation {
    publisher: Template,
    title: Template,
    url: Template,
    published: Template,
    quote: Template,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// A file that is not there, or that is no mapping: what, where, and what was probably meant.
    pub fn load(path: &Path) -> Result<Mapping, SourceError> {
        let io = |why| SourceError::Io { path: path.to_owned(), why };
        let text = std::fs::read_to_string(path).map_err(io)?;
        let content = |why| SourceError::Content { path: path.to_owned(), why };
        Mapping::new(&text).map_err(content)
    }

    /// Understands a mapping.
    ///
    /// # Errors
    /// The line, the column, and why not.
    pub fn new(text: &str) -> Result<Mapping, String> {
        let mapping: Mapping = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = text.get(..at).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
            let why = jsonl::unknown_field(error.message());
            let why = why.unwrap_or_else(|| error.message().replace('\n', " "));
            format!("line {line}, column {column}: {why}")
        })?;
        mapping.checked()
    }

    fn checked(self) -> Result<Mapping, String> {
        if !self.delimiter.is_ascii() || matches!(self.delimiter, '"' | '\n' | '\r' | '\0') {
            let given = self.delimiter.escape_default();
            return Err(format!("delimiter \"{given}\": expected one as in \",\" or \"\\t\""));
        }
        let format = self.date_format.as_deref().unwrap_or_default();
        let wrong = |item| matches!(item, chrono::format::Item::Error);
        if chrono::format::StrftimeItems::new(format).any(wrong) {
            return Err(format!("date_format \"{format}\": expected one as in %d/%m/%Y"));
        }
        let scheme = self.code.as_ref().map_or("", |code| &code.scheme);
        if self.kind.is_empty() && !read::SCHEMES.contains(&scheme) {
            return Err(format!(
                "kind: an event needs one; only with a code of a scheme among {} it follows from that",
                read::SCHEMES.join(", ")
            ));
        }
        Ok(self)
    }

    /// The rows of a table, read by this mapping.
    ///
    /// # Errors
    /// A table without a column that the mapping names.
    pub(super) fn open(mut self, input: Input) -> Result<Rows, String> {
        let separator = u8::try_from(self.delimiter).unwrap_or(b',');
        let dialect = Dialect { separator, quotes: self.quotes };
        table::rows(input, dialect, |names| {
            let mut header = Header::new(names);
            for (field, template) in self.templates() {
                template.find(&header).map_err(|why| format!("{field} of the mapping: {why}"))?;
            }
            self.held().into_iter().for_each(|at| header.take_place(at));
            let rest = header.rest(&[]);
            let read: ReadCells = Box::new(move |cells| {
                let event = self.event(cells, &rest)?;
                Ok(Record::Event(Box::new(event)))
            });
            Ok(read)
        })
    }

    /// Every text of the mapping under the name of its field.
    fn templates(&mut self) -> Vec<(&'static str, &mut Template)> {
        let mut all = vec![
            ("uid", &mut self.uid),
            ("title", &mut self.title),
            ("kind", &mut self.kind),
            ("modality", &mut self.modality),
            ("date", &mut self.date),
            ("until", &mut self.until),
            ("date_words", &mut self.date_words),
            ("goldstein", &mut self.goldstein),
            ("confidence", &mut self.confidence),
            ("review", &mut self.review),
            ("verification", &mut self.verification),
        ];
        all.extend(self.tags.iter_mut().map(|tag| ("tags", tag)));
        all.extend(self.code.as_mut().map(|code| ("code.value", &mut code.value)));
        if let Some(place) = &mut self.place {
            all.extend([
                ("place.name", &mut place.name),
                ("place.country", &mut place.country),
                ("place.admin1", &mut place.admin1),
                ("place.admin2", &mut place.admin2),
                ("place.lat", &mut place.lat),
                ("place.lon", &mut place.lon),
                ("place.radius_km", &mut place.radius_km),
            ]);
        }
        if let Some(deaths) = &mut self.deaths {
            all.extend([
                ("deaths.low", &mut deaths.low),
                ("deaths.best", &mut deaths.best),
                ("deaths.high", &mut deaths.high),
            ]);
        }
        for actor in &mut self.actors {
            all.extend([
                ("actors.name", &mut actor.name),
                ("actors.role", &mut actor.role),
                ("actors.kind", &mut actor.kind),
                ("actors.country", &mut actor.country),
                ("actors.deaths", &mut actor.deaths),
            ]);
        }
        for citation in &mut self.citations {
            all.extend([
                ("citations.publisher", &mut citation.publisher),
                ("citations.title", &mut citation.title),
                ("citations.url", &mut citation.url),
                ("citations.published", &mut citation.published),
                ("citations.quote", &mut citation.quote),
            ]);
        }
        all
    }

    /// The columns that a field takes as they stand. Tags change their case, and what `words`
    /// translates cannot be told from its translation.
    fn held(&mut self) -> Vec<usize> {
        let words = self.words.clone();
        let translated = |field: &str| match field {
            "tags" => true,
            "kind" => !words.kind.is_empty(),
            "modality" => !words.modality.is_empty(),
            "review" => !words.review.is_empty(),
            "verification" => !words.verification.is_empty(),
            "actors.role" => !words.role.is_empty(),
            "actors.kind" => !words.actor_kind.is_empty(),
            "place.country" | "actors.country" => true,
            _ => false,
        };
        let held = self.templates().into_iter().filter(|(field, _)| !translated(field));
        held.filter_map(|(_, template)| template.only()).collect()
    }
}

#[cfg(test)]
mod tests;
