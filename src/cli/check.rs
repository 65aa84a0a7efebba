use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::domain::EventId;
use crate::query::Filter;
use crate::report;
use crate::store::Store;
use std::io::Write;

/// Verify that the database is whole and consistent
#[derive(clap::Args)]
pub(super) struct Check {}

impl Run for Check {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let mut problems: Vec<String> =
            store.check()?.into_iter().map(|problem| problem.to_string()).collect();
        let graph = report::graph(&mut store)?;
        for ids in graph.cause_cycles() {
            let events = named(&mut store, &ids)?.join(", ");
            problems.push(format!("links: these cause each other in a circle: {events}"));
        }
        for (from, relation, to) in graph.repeats() {
            let ends = named(&mut store, &[from, to])?.join(&format!(" {relation} "));
            problems.push(format!("links: {ends} only repeats what a chain of links says"));
        }
        for problem in &problems {
            writeln!(ui.out, "{problem}")?;
        }
        if problems.is_empty() {
            let (events, links) = (store.count(&Filter::default())?, graph.links());
            ui.say(format!("{events} events, {links} links: no problem found"));
            return Ok(());
        }
        Err(CliError::new(format!("{} problems found", problems.len())))
    }
}

/// Events by number and title.
fn named(store: &mut Store, ids: &[EventId]) -> Result<Vec<String>, CliError> {
    let entries = store.entries(ids)?;
    Ok(entries.iter().map(|entry| format!("{} “{}”", entry.id, entry.event.title)).collect())
}
