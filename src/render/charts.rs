//! The charts by name, and the gallery that `annalist build` draws.

use super::{Canvas, Format, RenderError, lanes, timeline};
use crate::report::{Question, ReportError};

/// Why a chart did not come about.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The question has no answer.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The answer cannot be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// A kind of chart.
pub struct Chart {
    /// Its name, as in `annalist chart timeline`.
    pub name: &'static str,
    /// What it shows, one line.
    pub about: &'static str,
    /// Asks for its view and draws it.
    pub draw: fn(&mut Question, &Canvas) -> Result<Vec<u8>, ChartError>,
}

/// Every chart; a new one is a file and a line here.
pub const ALL: &[Chart] = &[
    Chart {
        name: "timeline",
        about: "labelled events, with the links among them as arcs",
        draw: |question, canvas| Ok(timeline(&question.timeline()?, canvas)?),
    },
    Chart {
        name: "lanes",
        about: "who did what when: a lane an actor",
        draw: |question, canvas| Ok(lanes(&question.lanes()?, canvas)?),
    },
];

/// The chart of that name.
pub fn by_name(name: &str) -> Option<&'static Chart> {
    ALL.iter().find(|chart| chart.name == name)
}

/// File formats with the endings that choose them.
pub const FORMATS: &[(Format, &str)] = &[(Format::Svg, "svg"), (Format::Png, "png")];

/// A chart of the gallery.
pub struct Piece {
    /// The file's name without ending.
    pub file: &'static str,
    /// Which chart.
    pub chart: &'static str,
    /// Its headline.
    pub title: &'static str,
    /// What it asks; a piece to which the data have no answer is not drawn.
    pub query: &'static str,
}

/// The gallery.
pub const GALLERY: &[Piece] = &[
    Piece {
        file: "talks-2025",
        chart: "timeline",
        title: "Talks on ending the war in Ukraine, 2025",
        query: "kind:talks|agree tag:peace-talks since:2025 status:accepted",
    },
    Piece {
        file: "december-2025",
        chart: "timeline",
        title: "The war in Ukraine and the talks to end it, December 2025",
        query: "since:2025-12 status:accepted -status:hypothetical",
    },
    Piece {
        file: "invasion-2022",
        chart: "timeline",
        title: "The first weeks of the full-scale invasion of Ukraine",
        query: "since:2022-02-20 until:2022-04-10 tag:invasion|peace-talks status:accepted",
    },
    Piece {
        file: "who-2025",
        chart: "lanes",
        title: "Who met, agreed and refused: Ukraine diplomacy, 2025",
        query: "kind:talks|agree|reject|concede since:2025 status:accepted",
    },
    Piece { file: "all", chart: "timeline", title: "Everything in the database", query: "" },
];
