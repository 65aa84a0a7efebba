//! Events written to files, one format a file: annalist's own, which it also reads, and those of
//! programs for graphs.

pub mod csv;
pub mod dot;
pub mod geojson;
pub mod gexf;
pub mod graph;
pub mod graphml;
pub mod html;
pub mod ics;
pub mod json;
pub mod markdown;
pub mod node_link;
mod report;
#[cfg(test)]
mod tests;
pub mod timelinejs;

use crate::domain::{Edtf, Event, Link};
use chrono::NaiveDate;
use std::io;

/// Takes events one by one and writes them.
pub trait Export {
    /// Writes one event.
    ///
    /// # Errors
    /// Those of the file.
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// Writes a link between two events that were written, after all events. Formats of one event
    /// a row have no place for it.
    ///
    /// # Errors
    /// Those of the file.
    fn link(&mut self, _link: &Link<String>) -> io::Result<()> {
        Ok(())
    }

    /// How many events the format has no place for, and why; none where it has one for all.
    fn left_out(&self) -> Option<(u64, &'static str)> {
        None
    }

    /// Writes what stands after the last event or link.
    ///
    /// # Errors
    /// Those of the file.
    fn finish(&mut self) -> io::Result<()>;
}

/// What an export says of itself, where the format has a place for it.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The headline.
    pub title: String,
    /// The query that was asked; empty for all events.
    pub query: String,
    /// The day on which it was asked.
    pub as_of: NaiveDate,
    /// Charts of the same events, for reports.
    pub pictures: Vec<Picture>,
}

/// A chart in a report, as SVG.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What it shows.
    pub title: String,
    /// Drawn on light ground.
    pub light: Vec<u8>,
    /// Drawn on dark ground.
    pub dark: Vec<u8>,
}

/// A format to export to.
pub struct Format {
    /// Its name, as in `--to csv`.
    pub name: &'static str,
    /// What it is good for, one line.
    pub about: &'static str,
    /// Starts an export of events.
    pub start: for<'w> fn(&'w mut dyn io::Write, &'w About) -> io::Result<Box<dyn Export + 'w>>,
    /// Starts an export of any graph, where the format is one of graphs, which have links.
    pub graph: Option<graph::Start>,
    /// Whether it is a report to read, which tells of links and may have charts.
    pub report: bool,
}

/// Every format; a new one is a file and a line here.
pub const ALL: &[Format] = &[
    csv::FORMAT,
    json::JSON,
    json::JSONL,
    geojson::FORMAT,
    ics::FORMAT,
    timelinejs::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    graphml::FORMAT,
    gexf::FORMAT,
    dot::FORMAT,
    node_link::FORMAT,
];

/// Who took part, in one line, as in `Russia (initiator); Ukraine (victim)`.
fn who(event: &Event) -> String {
    let parts = event.actors.iter().filter(|part| !part.is_mentioned());
    parts.map(|part| format!("{} ({})", part.name, part.role)).collect::<Vec<_>>().join("; ")
}

/// Whether a date is certain and says just which days it means, first and last.
fn is_plain(date: &Edtf) -> bool {
    let bounds = date.bounds();
    date.is_certain() && date.is_exact() && bounds.earliest.is_some() && bounds.latest.is_some()
}

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}
