//! The charts by name, and the gallery that `annalist build` draws.

use super::lang::Lang;
use super::numbers::{self, Numbers};
use super::phrases::{
    ACTIVITY, CALENDAR, DYADS, LANES_TITLE, LINKED, MAP, NETWORK, Phrase, STORY, TIMELINE, TONE,
};
use super::scene::Scene;
use super::{
    Canvas, Format, RenderError, activity, calendar, dyads, lanes, map, network, story, timeline,
    tone,
};
use crate::report::view::{Split, Step};
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
    /// Its headline if none is given.
    title: Phrase,
    /// What it can split by, its choice first; nothing if it does not split.
    pub by: &'static [Split],
    /// Whether it can be many small ones, one for each unit of time.
    pub each: bool,
    /// Whether the actors that it shows can be named.
    pub actors: bool,
    /// Asks for its view and draws it.
    pub draw: fn(&mut Question, &Canvas) -> Result<Drawing, ChartError>,
}

impl Chart {
    /// Its headline if none is given.
    pub fn title(&self, by: Option<Split>, lang: Lang) -> &'static str {
        lang.say(if by == Some(Split::Event) { LINKED } else { self.title })
    }
}

/// A chart, drawn.
pub struct Drawing {
    /// The file.
    pub picture: Vec<u8>,
    /// What is behind it.
    pub numbers: Numbers,
}

/// Every chart; a new one is a file and a line here.
pub const ALL: &[Chart] = &[
    Chart {
        name: "timeline",
        about: "labelled events, with the links among them as arcs",
        title: TIMELINE,
        by: &[],
        each: false,
        actors: false,
        draw: |question, canvas| {
            drawn(&question.timeline()?, canvas, timeline::scene, numbers::timeline)
        },
    },
    Chart {
        name: "lanes",
        about: "who did what when: a lane an actor",
        title: LANES_TITLE,
        by: &[],
        each: false,
        actors: true,
        draw: |question, canvas| drawn(&question.lanes()?, canvas, lanes::scene, numbers::lanes),
    },
    Chart {
        name: "activity",
        about: "how many events when, with what leads the peaks",
        title: ACTIVITY,
        by: &[Split::Class, Split::Kind],
        each: false,
        actors: false,
        draw: |question, canvas| {
            drawn(&question.activity()?, canvas, activity::scene, numbers::activity)
        },
    },
    Chart {
        name: "tone",
        about: "cooperation and conflict over time: mean Goldstein scores",
        title: TONE,
        by: &[],
        each: false,
        actors: false,
        draw: |question, canvas| drawn(&question.tone()?, canvas, tone::scene, numbers::tone),
    },
    Chart {
        name: "dyads",
        about: "who acts on whom, how often and in what tone",
        title: DYADS,
        by: &[Split::Actor, Split::Country],
        each: false,
        actors: false,
        draw: |question, canvas| drawn(&question.dyads()?, canvas, dyads::scene, numbers::dyads),
    },
    Chart {
        name: "calendar",
        about: "years by days of the year, for anniversaries",
        title: CALENDAR,
        by: &[],
        each: false,
        actors: false,
        draw: |question, canvas| {
            drawn(&question.calendar()?, canvas, calendar::scene, numbers::calendar)
        },
    },
    Chart {
        name: "network",
        about: "who takes part with whom, or how events are linked",
        title: NETWORK,
        by: &[Split::Actor, Split::Event],
        each: false,
        actors: false,
        draw: |question, canvas| {
            drawn(&question.network()?, canvas, network::scene, numbers::network)
        },
    },
    Chart {
        name: "map",
        about: "where events happened, on one map or on one for each unit of time",
        title: MAP,
        by: &[Split::Class, Split::Tone],
        each: true,
        actors: false,
        draw: |question, canvas| drawn(&question.map()?, canvas, map::scene, numbers::map),
    },
    Chart {
        name: "story",
        about: "a story (story:s3), its events in steps and its actors as lines that meet and part",
        title: STORY,
        by: &[],
        each: false,
        actors: false,
        draw: |question, canvas| {
            drawn(&question.storyline()?, canvas, story::scene, numbers::story)
        },
    },
];

fn drawn<V>(
    view: &V,
    canvas: &Canvas,
    scene: fn(&V, &Canvas) -> Scene,
    numbers: fn(&V) -> Numbers,
) -> Result<Drawing, ChartError> {
    canvas.check()?;
    Ok(Drawing { picture: canvas.draw(&scene(view, canvas))?, numbers: numbers(view) })
}

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
    /// What it is split by, if not by the chart's own choice.
    pub by: Option<Split>,
    /// The unit of time of its small charts.
    pub each: Option<Step>,
    /// Whether the curated eras stand behind it.
    pub eras: bool,
    /// What it asks; a piece to which the data have no answer is not drawn.
    pub query: &'static str,
}

/// The gallery.
pub const GALLERY: &[Piece] = &[
    Piece {
        file: "talks-2025",
        chart: "timeline",
        title: "Talks on ending the war in Ukraine, 2025",
        by: None,
        each: None,
        eras: false,
        query: "kind:talks|agree tag:peace-talks since:2025 status:accepted",
    },
    Piece {
        file: "december-2025",
        chart: "timeline",
        title: "The war in Ukraine and the talks to end it, December 2025",
        by: None,
        each: None,
        eras: false,
        query: "since:2025-12 status:accepted -status:hypothetical",
    },
    Piece {
        file: "invasion-2022",
        chart: "timeline",
        title: "The first weeks of the full-scale invasion of Ukraine",
        by: None,
        each: None,
        eras: false,
        query: "since:2022-02-20 until:2022-04-10 tag:invasion|peace-talks status:accepted",
    },
    Piece {
        file: "who-2025",
        chart: "lanes",
        title: "Who met, agreed and refused: Ukraine diplomacy, 2025",
        by: None,
        each: None,
        eras: false,
        query: "kind:talks|agree|reject|concede since:2025 status:accepted",
    },
    Piece {
        file: "all",
        chart: "timeline",
        title: "Everything in the database",
        by: None,
        each: None,
        eras: false,
        query: "",
    },
    Piece {
        file: "activity",
        chart: "activity",
        title: "Ukraine: events recorded by month, 2013 to 2025",
        by: None,
        each: None,
        eras: true,
        query: "status:accepted",
    },
    Piece {
        file: "activity-2022",
        chart: "activity",
        title: "Ukraine in 2022, week by week",
        by: Some(Split::Kind),
        each: None,
        eras: false,
        query: "since:2022 until:2022-12-31 status:accepted",
    },
    Piece {
        file: "tone",
        chart: "tone",
        title: "From protest to war: the tone of events, 2013 to 2025",
        by: None,
        each: None,
        eras: true,
        query: "status:accepted",
    },
    Piece {
        file: "dyads",
        chart: "dyads",
        title: "Who acted on whom, 2022 to 2025",
        by: None,
        each: None,
        eras: false,
        query: "since:2022 status:accepted",
    },
    Piece {
        file: "calendar",
        chart: "calendar",
        title: "Days that recur, 2013 to 2025",
        by: None,
        each: None,
        eras: false,
        query: "status:accepted",
    },
    Piece {
        file: "network-2025",
        chart: "network",
        title: "Who took part with whom, 2025",
        by: None,
        each: None,
        eras: false,
        query: "since:2025 status:accepted",
    },
    Piece {
        file: "links-2025",
        chart: "network",
        title: "How the talks of 2025 hang together",
        by: Some(Split::Event),
        each: None,
        eras: false,
        query: "since:2025 tag:peace-talks status:accepted",
    },
    Piece {
        file: "map",
        chart: "map",
        title: "Where the war in Ukraine and the talks to end it took place, 2013 to 2025",
        by: None,
        each: None,
        eras: false,
        query: "near:48.6,31.5,750km status:accepted",
    },
    Piece {
        file: "map-talks",
        chart: "map",
        title: "Where they talked: meetings and agreements on Ukraine, 2013 to 2025",
        by: Some(Split::Tone),
        each: None,
        eras: false,
        query: "kind:talks|agree status:accepted",
    },
    Piece {
        file: "map-years",
        chart: "map",
        title: "Ukraine, year by year",
        by: None,
        each: Some(Step::Years(1)),
        eras: false,
        query: "near:48.6,31.5,750km status:accepted since:2014",
    },
    Piece {
        file: "story",
        chart: "story",
        title: "From the 28-point plan to Berlin: who met, agreed and refused, late 2025",
        by: None,
        each: None,
        eras: false,
        query: "since:2025-11-15 tag:peace-talks status:accepted",
    },
];
