//! How long a chart takes to draw without starting a process, and how much of that goes to asking the
//! database: medians in seconds, as JSON.
//!
//! `chart-draw DATABASE timeline|lanes|map svg|png RUNS`, at 1600 by 900 pixels.

use annalist::render::charts::{self, FORMATS};
use annalist::render::{Canvas, lang::Lang};
use annalist::report::{Question, ReportError, Wording};
use annalist::store::Store;
use std::error::Error;
use std::time::{Duration, Instant};

/// Asks for a chart's view and lets it go.
type Ask = fn(&mut Question) -> Result<(), ReportError>;

#[allow(clippy::print_stdout, reason = "its result")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, name, format, runs] = arguments.as_slice() else {
        return Err("usage: chart-draw DATABASE timeline|lanes|map svg|png RUNS".into());
    };
    let chart = charts::by_name(name).ok_or("no such chart")?;
    let ask: Ask = match name.as_str() {
        "timeline" => |question| question.timeline().map(drop),
        "lanes" => |question| question.lanes().map(drop),
        "map" => |question| question.map().map(drop),
        _ => return Err("expected timeline, lanes or map".into()),
    };
    let format = FORMATS.iter().find(|(_, ending)| ending == format).ok_or("no such format")?.0;
    let canvas = Canvas { format, scale: 1, ..Canvas::default() };
    let mut store = Store::open_existing(database)?;
    let today = chrono::Local::now().date_naive();
    let (mut asked, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..runs.parse()? {
        let title = chart.title(None, Lang::English).to_owned();
        let wording = Wording { title, ..Wording::default() };
        let mut question = Question::new(&mut store, Default::default(), wording, today);
        let start = Instant::now();
        ask(&mut question)?;
        asked.push(start.elapsed());
        let start = Instant::now();
        (chart.draw)(&mut question, &canvas)?;
        whole.push(start.elapsed());
    }
    println!("{{\"asked_s\": {:.6}, \"whole_s\": {:.6}}}", median(asked), median(whole));
    Ok(())
}

/// In seconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64()
}
