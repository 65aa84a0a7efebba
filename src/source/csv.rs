//! annalist's own CSV of events: a row an event, lists inside a cell.
//!
//! Columns may come in any order; only `title` and `kind` are needed. `actors` holds
//! `name (role); name (role)`, `code` a `scheme:code`, `tags` words between `;`. The columns of a
//! citation (`publisher`, `source_title`, `url`, `published`, `quote`, `start`, `end`) may hold
//! several values between ` | `: so many citations.

use super::{Format, Head, Holds, Record, links_csv, table};
use crate::domain::{
    Citation, Deaths, Edtf, Event, FieldError, Kind, NativeCode, Participation, Place, Precision,
    Role, nearest,
};
use std::fmt::Display;
use std::str::FromStr;

/// Events as CSV.
pub const FORMAT: Format = Format {
    name: "csv",
    about: "events, a row each, with title, kind, date, actors, ...",
    recognise: |head: &Head| {
        let header = head.header();
        NEEDED.iter().all(|name| header.iter().any(|cell| cell == name))
    },
    open: |input| {
        table::rows(input, table::CSV, |header| {
            let columns = Columns::new(header).map_err(|error| error.to_string())?;
            links_csv::all_there(&columns.names, NEEDED)?;
            Ok(table::named(columns.names.clone(), move |cells| {
                let cells: Vec<&str> = cells.iter().map(|cell| unguarded(cell)).collect();
                Ok(Record::Event(Box::new(columns.event(&cells)?)))
            }))
        })
    },
    header: true,
    complete: false,
    holds: Holds::Records,
};

/// The columns' names.
const NAMES: &[&str] = &[
    "uid",
    "title",
    "kind",
    "modality",
    "date",
    "date_words",
    "earliest",
    "latest",
    "precision",
    "place",
    "country",
    "admin1",
    "admin2",
    "lat",
    "lon",
    "radius_km",
    "actors",
    "code",
    "code_scheme",
    "code_value",
    "goldstein",
    "deaths_low",
    "deaths_best",
    "deaths_high",
    "confidence",
    "review",
    "verification",
    "publisher",
    "source_title",
    "url",
    "published",
    "quote",
    "start",
    "end",
    "tags",
];

/// Other names of columns: the paths of the same fields in JSON.
const ALIASES: &[(&str, &str)] = &[
    ("place.name", "place"),
    ("place.country", "country"),
    ("place.admin1", "admin1"),
    ("place.admin2", "admin2"),
    ("place.lat", "lat"),
    ("place.lon", "lon"),
    ("place.radius_km", "radius_km"),
    ("code.scheme", "code_scheme"),
    ("code.value", "code_value"),
    ("deaths", "deaths_best"),
    ("deaths.low", "deaths_low"),
    ("deaths.best", "deaths_best"),
    ("deaths.high", "deaths_high"),
    ("citations.publisher", "publisher"),
    ("citations.title", "source_title"),
    ("citations.url", "url"),
    ("citations.published", "published"),
    ("citations.quote", "quote"),
    ("citations.start", "start"),
    ("citations.end", "end"),
];

/// The column that holds a field of an event's JSON.
pub(super) fn column(field: &str) -> &str {
    // Of several columns that are at odds, one.
    let field = if field == "citations" { "citations.start" } else { field };
    ALIASES.iter().find(|(alias, _)| *alias == field).map_or(field, |(_, name)| name)
}

/// What a header must have.
const NEEDED: &[&str] = &["title", "kind"];

/// A cell without the apostrophe that annalist's export puts before what a spreadsheet would take
/// for a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest)
            if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) =>
        {
            rest
        }
        _ => cell,
    }
}

/// Between the values of several citations in one cell.
const BETWEEN: &str = " | ";

/// Which column holds which field.
#[derive(Debug, Clone)]
pub struct Columns {
    names: Vec<&'static str>,
}

impl Columns {
    /// Understands a header.
    ///
    /// # Errors
    /// A name that is no column, with the nearest that is; a column that stands twice.
    pub fn new(header: &[&str]) -> Result<Columns, FieldError> {
        let mut names: Vec<&'static str> = Vec::new();
        for given in header {
            let lower = given.to_lowercase();
            let alias = ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, name)| *name);
            let name = alias.or_else(|| NAMES.iter().copied().find(|name| *name == lower));
            let Some(name) = name else {
                let hint = match nearest(&lower, NAMES.iter().copied()) {
                    Some(near) => format!("no such column; did you mean {near}?"),
                    None => format!("no such column; known: {}", NAMES.join(", ")),
                };
                return Err(FieldError::new("column", *given, hint));
            };
            if names.contains(&name) {
                return Err(FieldError::new("column", *given, "stands twice in the header"));
            }
            names.push(name);
        }
        Ok(Columns { names })
    }

    /// The event that a row's cells describe; an empty cell says nothing.
    ///
    /// # Errors
    /// A [`FieldError`] that names the column, the value and what was expected.
    pub fn event(&self, cells: &[&str]) -> Result<Event, FieldError> {
        let row = Row { names: &self.names, cells };
        let kind: Kind = row.needed("kind")?;
        let mut event = Event::new(row.needed::<String>("title")?, kind);
        event.uid = row.get("uid").unwrap_or_default().to_owned();
        event.modality = row.parsed("modality")?.unwrap_or(event.modality);
        event.date = row.date()?;
        event.date_words = row.owned("date_words");
        event.place = row.place()?;
        event.actors = row.actors()?;
        event.code = row.code()?;
        event.goldstein = row.parsed("goldstein")?;
        event.deaths = row.deaths()?;
        event.confidence = row.parsed("confidence")?;
        event.review = row.parsed("review")?.unwrap_or(event.review);
        event.verification = row.parsed("verification")?.unwrap_or(event.verification);
        event.citations = row.citations()?;
        event.tags = row.get("tags").unwrap_or_default().split(';').map(str::to_owned).collect();
        event.checked()
    }
}

struct Row<'a> {
    names: &'a [&'static str],
    cells: &'a [&'a str],
}

impl<'a> Row<'a> {
    /// The cell of a column, if it says anything.
    fn get(&self, name: &str) -> Option<&'a str> {
        let at = self.names.iter().position(|column| *column == name)?;
        self.cells.get(at).copied().map(str::trim).filter(|cell| !cell.is_empty())
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    fn parsed<T: FromStr<Err: Display>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, FieldError> {
        let parse =
            |cell: &str| cell.parse().map_err(|why| FieldError::new(name, cell, expected(&why)));
        self.get(name).map(parse).transpose()
    }

    fn needed<T: FromStr<Err: Display>>(&self, name: &'static str) -> Result<T, FieldError> {
        self.parsed(name)?.ok_or_else(|| FieldError::new(name, "", "an event needs one"))
    }

    fn date(&self) -> Result<Option<Edtf>, FieldError> {
        let (earliest, latest) = (self.parsed("earliest")?, self.parsed("latest")?);
        let precision: Option<Precision> = self.parsed("precision")?;
        Edtf::with_bounds(self.parsed("date")?, earliest, latest, precision)
    }

    fn place(&self) -> Result<Option<Place>, FieldError> {
        let place = Place {
            country: self.owned("country"),
            admin1: self.owned("admin1"),
            admin2: self.owned("admin2"),
            lat: self.parsed("lat")?,
            lon: self.parsed("lon")?,
            radius_km: self.parsed("radius_km")?,
            ..Place::named("")
        };
        match self.get("place") {
            Some(name) => Ok(Some(Place { name: name.to_owned(), ..place })),
            None if place == Place::named("") => Ok(None),
            // A country alone is a place of that name; anything else needs one.
            None => match (place.country.clone(), &place.admin1, place.lat) {
                (Some(country), None, None) => Ok(Some(Place { name: country, ..place })),
                _ => Err(FieldError::new("place", "", "what is known of a place needs its name")),
            },
        }
    }

    fn actors(&self) -> Result<Vec<Participation>, FieldError> {
        let cell = self.get("actors").unwrap_or_default();
        cell.split(';').map(str::trim).filter(|part| !part.is_empty()).map(participation).collect()
    }

    fn code(&self) -> Result<Option<NativeCode>, FieldError> {
        match (self.get("code_scheme"), self.get("code_value")) {
            (Some(scheme), Some(value)) => Ok(Some(NativeCode {
                scheme: scheme.to_lowercase().into(),
                value: value.to_owned().into(),
            })),
            (None, None) => self.get("code").map(str::parse).transpose(),
            (scheme, value) => Err(FieldError::new(
                "code",
                scheme.or(value).unwrap_or_default(),
                "code.scheme and code.value come together",
            )),
        }
    }

    fn deaths(&self) -> Result<Option<Deaths>, FieldError> {
        let deaths = Deaths {
            low: self.parsed("deaths_low")?,
            best: self.parsed("deaths_best")?,
            high: self.parsed("deaths_high")?,
        };
        Ok(Some(deaths).filter(|deaths| *deaths != Deaths::default()))
    }

    /// The values of a citation column: one a citation. A bar at an end of the cell, whose space
    /// was trimmed away, stands beside an empty value.
    fn values(&self, name: &str) -> Vec<&'a str> {
        let Some(mut cell) = self.get(name) else { return Vec::new() };
        let (mut first, mut last) = (false, false);
        if let Some(rest) = cell.strip_prefix("| ") {
            (first, cell) = (true, rest);
        }
        if let Some(rest) = cell.strip_suffix(" |") {
            (last, cell) = (true, rest);
        }
        let ends = |there: bool| there.then_some("").into_iter();
        ends(first).chain(cell.split(BETWEEN).map(str::trim)).chain(ends(last)).collect()
    }

    fn citations(&self) -> Result<Vec<Citation>, FieldError> {
        const COLUMNS: [&str; 7] =
            ["publisher", "source_title", "url", "published", "quote", "start", "end"];
        let count = COLUMNS.iter().map(|name| self.values(name).len()).max().unwrap_or(0);
        (0..count)
            .map(|i| {
                Ok(Citation {
                    publisher: self.cited("publisher", i, count)?,
                    title: self.cited("source_title", i, count)?,
                    url: self.cited("url", i, count)?,
                    published: self.cited("published", i, count)?,
                    quote: self.cited("quote", i, count)?,
                    start: self.cited("start", i, count)?,
                    end: self.cited("end", i, count)?,
                    ..Citation::default()
                })
            })
            .collect()
    }

    /// One value of a citation column; a single value holds for all citations.
    fn cited<T: FromStr<Err: Display>>(
        &self,
        name: &'static str,
        i: usize,
        count: usize,
    ) -> Result<Option<T>, FieldError> {
        let values = self.values(name);
        let value = match values.len() {
            0 => return Ok(None),
            1 => values[0],
            n if n == count => values[i],
            n => {
                let why = format!("{n} values where another column has {count} citations");
                return Err(FieldError::new(name, self.get(name).unwrap_or_default(), why));
            }
        };
        if value.is_empty() {
            return Ok(None);
        }
        value.parse().map(Some).map_err(|why| FieldError::new(name, value, why))
    }
}

/// What was expected, where the standard library says only what it met.
fn expected(why: &impl Display) -> String {
    match why.to_string().as_str() {
        "invalid digit found in string" => "expected a whole number, 0 or more".to_owned(),
        "invalid float literal" => "expected a number".to_owned(),
        why => why.to_owned(),
    }
}

/// Reads `name (role)`; a name alone is a party.
fn participation(text: &str) -> Result<Participation, FieldError> {
    let Some((name, role)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return Ok(Participation::new(text, Role::Party));
    };
    let role = role.trim().parse().map_err(|why| FieldError::new("actors", text, why))?;
    Ok(Participation::new(name.trim_end(), role))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{one, read};
    use super::*;

    #[test]
    fn a_row_with_everything() {
        let text = "\u{feff}uid,title,kind,date,place.name,country,lat,lon,actors,code,deaths,tags,publisher,published,quote\r\n\
            x-1,\"Talks, round two\",talks,2025-12-14~,Berlin,DEU,52.5,13.4,Ukraine (party); OSCE (Special Monitoring Mission) (mediator),cameo:046,3,b;A,Reuters | BBC,2025-12-14 | 2025-12-15,\"he said \"\"yes\"\" |\"\r\n";
        let Record::Event(event) = one(&FORMAT, text) else { panic!() };
        assert_eq!(event.title, "Talks, round two");
        assert_eq!(event.actors[1].name, "OSCE (Special Monitoring Mission)");
        assert_eq!(event.tags, ["a", "b"]);
        assert_eq!(event.citations.len(), 2);
        assert_eq!(event.citations[1].publisher.as_deref(), Some("BBC"));
        assert_eq!(event.deaths.unwrap().best, Some(3));
    }

    #[test]
    fn bad_rows_say_what_and_where() {
        let text = "title,kind,date\nGood,talks,2025\nBad,talks,2025-13\nShort,talks\n\"Open,talks,2025\nNul\0,talks,\nLast,talks,2024\n";
        let rows = read(&FORMAT, text.as_bytes());
        let errors: Vec<String> =
            rows.iter().filter_map(|row| row.as_ref().err()).map(ToString::to_string).collect();
        insta::assert_snapshot!(errors.join("\n"), @r#"
        line 3, column 3: date: "2025-13" is not a date: column 6: expected a month 01 to 12, a season 21 to 24, or XX
        line 4: 2 columns where the header has 3
        line 5: a quote is opened here and not closed
        line 6: byte 3 of the row is NUL
        "#);
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
    }

    #[test]
    fn only_a_quote_at_the_start_of_a_cell_opens_one() {
        let text = "title,kind,date_words\nA 5\" gun,aid,b\nB,aid,\"two\nlines, \"\"so\"\"\"\nC \"x,aid,\n";
        let rows = read(&FORMAT, text.as_bytes());
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 3, "{rows:?}");
    }

    #[test]
    fn checks_of_the_whole_event_know_their_column() {
        for (text, start) in [
            ("title,latest,kind,lat,lon,place\nA,,aid,95,1,B\n", "line 2, column 4: place.lat"),
            ("title,kind,deaths.low,deaths\nA,aid,5,3\n", "line 2, column 4: deaths"),
        ] {
            let rows = read(&FORMAT, text.as_bytes());
            let error = rows[0].as_ref().unwrap_err().to_string();
            assert!(error.starts_with(start), "{error}");
        }
    }

    #[test]
    fn a_header_must_be_understood() {
        let error = |header: &[&str]| Columns::new(header).unwrap_err().to_string();
        assert_eq!(
            error(&["title", "kindd"]),
            "column \"kindd\": no such column; did you mean kind?"
        );
        assert_eq!(
            error(&["lat", "place.lat"]),
            "column \"place.lat\": stands twice in the header"
        );
    }
}
