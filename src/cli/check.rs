use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::graph::Graph;
use crate::query::Filter;
use std::io::Write;

/// Verify that the database is whole and consistent
#[derive(clap::Args)]
pub(super) struct Check {}

impl Run for Check {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let mut problems: Vec<String> =
            store.check()?.into_iter().map(|problem| problem.to_string()).collect();
        let links = store.links(&Filter::default())?;
        let n = links.len();
        problems.extend(Graph::new(links).cause_cycles().into_iter().map(|ids| {
            let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
            format!("links: {} cause each other in a circle", names.join(", "))
        }));
        for problem in &problems {
            writeln!(ui.out, "{problem}")?;
        }
        if problems.is_empty() {
            let events = store.count(&Filter::default())?;
            ui.say(format!("{events} events, {n} links: no problem found"));
            return Ok(());
        }
        Err(CliError::new(format!("{} problems found", problems.len())))
    }
}
