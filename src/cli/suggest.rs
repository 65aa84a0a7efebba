use super::Run;
use super::error::CliError;
use super::links::{keep, print_links};
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::Relation;
use crate::graph;

/// Propose links between the events of a query, and keep the proposals
#[derive(clap::Args)]
pub(super) struct Suggest {
    #[command(flatten)]
    query: QueryArg,

    /// Only print them
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Suggest {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let events = store.events(&filter, None)?;
        let known = store.links(&filter)?;
        let links = graph::suggest(&events, &known);
        let offered = links.iter().filter(|link| link.relation == Relation::SameAs).count();
        if !self.dry_run {
            keep(&mut store, &ui.author(), "suggest", &links, &events)?;
        }
        print_links(ui, self.format.format, &links, &events)?;
        ui.say(format!("{} links suggested among {} events", links.len(), events.len()));
        if offered > 0 && !self.dry_run {
            ui.say(format!(
                "{offered} pairs may be records of one occurrence: `annalist merge --suggested` makes one of each"
            ));
        }
        Ok(())
    }
}
