use super::Run;
use super::error::CliError;
use super::output::save;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{EventId, LinkState, words};
use crate::query::Filter;
use crate::render::export::{self, graph};
use crate::render::lang::Lang;
use crate::render::style::{DARK, LIGHT, Theme};
use crate::render::{Canvas, charts};
use crate::report::{Company, Question, Wording};
use crate::store::Store;
use std::collections::HashMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Write events to a file for another program
#[derive(clap::Args)]
pub(super) struct Export {
    #[command(flatten)]
    query: QueryArg,

    /// The format
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(names()))]
    to: String,

    /// What a graph is of: events with the links between them, or actors, joined by the events that
    /// they share
    #[arg(long, value_name = "WHAT", default_value_t = Of::Events)]
    of: Of,

    /// The headline of a report or a timeline
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The file; standard output if not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

words! {
    /// What is exported.
    pub(super) enum Of ("export") {
        /// Events, in formats of graphs with their links.
        Events = "events",
        /// Actors who take part together.
        Actors = "actors",
    }
}

/// What was written, and what the format had no place for.
#[derive(Default)]
struct Wrote {
    what: String,
    missing: Option<String>,
}

fn names() -> Vec<clap::builder::PossibleValue> {
    export::ALL
        .iter()
        .map(|format| clap::builder::PossibleValue::new(format.name).help(format.about))
        .collect()
}

impl Run for Export {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let asked = Asked { filter: self.query.filter()?, title: self.title };
        let filter = asked.filter.clone().standing();
        let Some(format) = export::by_name(&self.to) else {
            return Err(CliError::new(format!("no format {}", self.to)));
        };
        let mut store = ui.store()?;
        let mut write = |out: &mut dyn Write| match (self.of, format.graph) {
            (Of::Events, _) => events(&mut store, &asked, format, out),
            (Of::Actors, Some(start)) => actors(&mut store, &filter, start, out),
            (Of::Actors, None) => Err(CliError::new(format!(
                "{} is no format of graphs; `annalist actors` lists actors",
                format.name
            ))),
        };
        let Some(path) = self.output else {
            // What is piped on says nothing, unless something is missing.
            let wrote = write(&mut ui.out)?;
            if let Some(missing) = wrote.missing {
                ui.say(format!("wrote {}, {missing}", wrote.what));
            }
            return Ok(());
        };
        let mut wrote = Wrote::default();
        save(&path, |file| {
            wrote = write(file)?;
            Ok(())
        })?;
        let Wrote { what, missing } = wrote;
        let missing = missing.map_or(String::new(), |missing| format!(", {missing},"));
        ui.say(format!("wrote {what}{missing} to {}", path.display()));
        Ok(())
    }
}

/// What is asked for, under which headline.
struct Asked {
    filter: Filter,
    title: Option<String>,
}

/// The charts of a report, in its order.
const CHARTS: [&str; 4] = ["timeline", "activity", "tone", "map"];

/// What the export says of itself, with charts where the format is a page that shows them.
fn about(
    store: &mut Store,
    asked: &Asked,
    format: &export::Format,
) -> Result<export::About, CliError> {
    let as_of = chrono::Local::now().date_naive();
    let query = asked.filter.to_string();
    let title = asked.title.clone().unwrap_or_else(|| "Events".to_owned());
    let mut about = export::About { title, query, as_of, pictures: Vec::new() };
    if format.name != export::html::FORMAT.name {
        return Ok(about);
    }
    let standing = asked.filter.clone().standing();
    let events = store.count(&standing)?;
    // A chart of what is nowhere told would be an empty one.
    let scored = store.tally(&standing)?.iter().any(|dated| dated.score.scored > 0);
    let placed = store.located(&standing, |_| ())?;
    let placed = placed.iter().any(|l| l.place.as_ref().is_some_and(|place| place.lat.is_some()));
    for name in CHARTS {
        let shown = match name {
            "timeline" => (1..=LABELLED).contains(&events),
            "tone" => scored,
            "map" => placed,
            _ => events > 0,
        };
        let Some(chart) = charts::by_name(name).filter(|_| shown) else { continue };
        let title = chart.title(None, Lang::English).to_owned();
        let mut draw = |theme: &'static Theme| -> Result<Vec<u8>, CliError> {
            let wording = Wording { title: title.clone(), ..Wording::default() };
            let mut question = Question::new(store, asked.filter.clone(), wording, as_of);
            let format = crate::render::Format::Svg;
            let canvas = Canvas { theme, format, ..Canvas::default() };
            Ok((chart.draw)(&mut question, &canvas)?.picture)
        };
        let (light, dark) = (draw(&LIGHT)?, draw(&DARK)?);
        about.pictures.push(export::Picture { title, light, dark });
    }
    Ok(about)
}

/// A timeline of more events than this has labels for few of them.
const LABELLED: u64 = 400;

/// Writes events, and in a format of graphs the links between them; says how many.
fn events(
    store: &mut Store,
    question: &Asked,
    format: &export::Format,
    out: &mut dyn Write,
) -> Result<Wrote, CliError> {
    let about = about(store, question, format)?;
    let mut export = (format.start)(out, &about)?;
    let filter = &question.filter.clone().standing();
    let linked = format.graph.is_some() || format.report;
    let mut n = 0;
    let mut failed = None;
    let mut uids: HashMap<EventId, String> = HashMap::new();
    store.each_event(filter, |entry| {
        n += 1;
        failed = export.event(&entry.event).err();
        if linked {
            uids.insert(entry.id, entry.event.uid);
        }
        if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let left_out = export.left_out().filter(|(left_out, _)| *left_out > 0);
    let missing = left_out.map(|(left_out, why)| format!("all but {left_out} that {why}"));
    let mut what = format!("{} events", n - left_out.map_or(0, |(left_out, _)| left_out));
    if linked {
        let mut ids: Vec<EventId> = uids.keys().copied().collect();
        ids.sort_unstable();
        let mut links = store.links_among(&ids)?;
        links.retain(|link| link.state != LinkState::Rejected);
        for link in &links {
            if let (Some(from), Some(to)) = (uids.get(&link.from), uids.get(&link.to)) {
                export.link(&link.clone().between(from.clone(), to.clone()))?;
            }
        }
        what += &format!(" and {} links", links.len());
    }
    export.finish()?;
    Ok(Wrote { what, missing })
}

/// Writes actors, joined by the events that they share; says how many.
fn actors(
    store: &mut Store,
    filter: &Filter,
    start: graph::Start,
    out: &mut dyn Write,
) -> Result<Wrote, CliError> {
    let Company { actors, ties } = Company::of(store, filter)?;
    let mut file = start(out, &graph::ACTORS)?;
    for actor in &actors {
        file.node(&graph::Node::of_actor(&actor.name, actor.kind, actor.events))?;
    }
    for tie in &ties {
        if let (Some(a), Some(b)) = (actors.get(tie.a), actors.get(tie.b)) {
            let score = &tie.score;
            file.edge(&graph::Edge::of_actors(&a.name, &b.name, score.events, score.mean()))?;
        }
    }
    file.finish()?;
    Ok(Wrote { what: format!("{} actors and {} ties", actors.len(), ties.len()), missing: None })
}
