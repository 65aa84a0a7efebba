use super::Run;
use super::error::CliError;
use super::output::save;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{EventId, LinkState, words};
use crate::query::Filter;
use crate::render::export::{self, graph};
use crate::report::Company;
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
        let filter = self.query.filter()?.standing();
        let Some(format) = export::by_name(&self.to) else {
            return Err(CliError::new(format!("no format {}", self.to)));
        };
        let mut store = ui.store()?;
        let mut write = |out: &mut dyn Write| match (self.of, format.graph) {
            (Of::Events, _) => events(&mut store, &filter, format, out),
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

/// Writes events, and in a format of graphs the links between them; says how many.
fn events(
    store: &mut Store,
    filter: &Filter,
    format: &export::Format,
    out: &mut dyn Write,
) -> Result<Wrote, CliError> {
    let mut export = (format.start)(out)?;
    let mut n = 0;
    let mut failed = None;
    let mut uids: HashMap<EventId, String> = HashMap::new();
    store.each_event(filter, |entry| {
        n += 1;
        failed = export.event(&entry.event).err();
        if format.graph.is_some() {
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
    if format.graph.is_some() {
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
