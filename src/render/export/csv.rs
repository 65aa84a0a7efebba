//! annalist's own CSV: a row an event, lists inside a cell.

use super::{Export, Format};
use crate::domain::{Citation, Event};
use std::io::{self, Write};

/// A row an event.
pub const FORMAT: Format = Format {
    name: "csv",
    about: "a row an event, which `annalist import` reads back",
    start: |out, _| Ok(Box::new(Csv { out: csv::Writer::from_writer(out), started: false })),
    graph: None,
    report: false,
};

/// The columns, in the order in which [`cells`] gives them.
pub const COLUMNS: &[&str] = &[
    "uid",
    "title",
    "kind",
    "modality",
    "date",
    "date_words",
    "place",
    "country",
    "admin1",
    "admin2",
    "lat",
    "lon",
    "radius_km",
    "actors",
    "code",
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

struct Csv<'w> {
    out: csv::Writer<&'w mut dyn Write>,
    started: bool,
}

impl Csv<'_> {
    fn header(&mut self) -> io::Result<()> {
        if !self.started {
            self.started = true;
            self.out.write_record(COLUMNS)?;
        }
        Ok(())
    }
}

impl Export for Csv<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.header()?;
        Ok(self.out.write_record(cells(event).into_iter().map(guarded))?)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.header()?;
        self.out.flush()
    }
}

/// A cell that no spreadsheet takes for a formula, whose text may come from anyone: an apostrophe
/// stands before what could be one, and before what import would take for such an apostrophe.
/// Numbers stay as they are.
fn guarded(cell: String) -> String {
    let text = cell.trim_start_matches('\'');
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if formula && !number { format!("'{cell}") } else { cell }
}

/// The event's cells, one for each of [`COLUMNS`]; empty where nothing is known.
pub fn cells(event: &Event) -> Vec<String> {
    let place = event.place.as_ref();
    let words = |word: Option<&String>| word.cloned().unwrap_or_default();
    let actors: Vec<String> =
        event.actors.iter().map(|actor| format!("{} ({})", actor.name, actor.role)).collect();
    vec![
        event.uid.clone(),
        event.title.clone(),
        event.kind.to_string(),
        event.modality.to_string(),
        text(event.date.as_ref()),
        words(event.date_words.as_ref()),
        words(place.map(|p| &p.name)),
        words(place.and_then(|p| p.country.as_ref())),
        words(place.and_then(|p| p.admin1.as_ref())),
        words(place.and_then(|p| p.admin2.as_ref())),
        text(place.and_then(|p| p.lat)),
        text(place.and_then(|p| p.lon)),
        text(place.and_then(|p| p.radius_km)),
        actors.join("; "),
        text(event.code.as_ref()),
        text(event.goldstein),
        text(event.deaths.and_then(|d| d.low)),
        text(event.deaths.and_then(|d| d.best)),
        text(event.deaths.and_then(|d| d.high)),
        text(event.confidence),
        event.review.to_string(),
        event.verification.to_string(),
        cited(event, |c| words(c.publisher.as_ref())),
        cited(event, |c| words(c.title.as_ref())),
        cited(event, |c| words(c.url.as_ref())),
        cited(event, |c| text(c.published.as_ref())),
        cited(event, |c| words(c.quote.as_ref())),
        cited(event, |c| text(c.start)),
        cited(event, |c| text(c.end)),
        event.tags.join(";"),
    ]
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// One field of all citations, ` | ` between them; empty if none has it.
fn cited(event: &Event, field: impl Fn(&Citation) -> String) -> String {
    let fields: Vec<String> = event.citations.iter().map(field).collect();
    if fields.iter().all(String::is_empty) { String::new() } else { fields.join(" | ") }
}
