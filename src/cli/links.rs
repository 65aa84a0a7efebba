use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{Entry, EventId, Link};
use crate::render::table::{Column, Table};
use std::collections::HashMap;

/// List links that touch the events of a query
#[derive(clap::Args)]
pub(super) struct Links {
    #[command(flatten)]
    query: QueryArg,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Links {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let links = store.links(&filter)?;
        if links.is_empty() {
            ui.say("no link");
        }
        let mut ids: Vec<EventId> = links.iter().flat_map(|link| [link.from, link.to]).collect();
        ids.sort();
        ids.dedup();
        let ends = store.entries(&ids)?;
        print_links(ui, self.format.format, &links, &ends)
    }
}

/// Prints links: by number and title for people, by uid for programs.
pub(super) fn print_links(
    ui: &mut Ui,
    format: Format,
    links: &[Link],
    ends: &[Entry],
) -> Result<(), CliError> {
    let ends: HashMap<EventId, &Entry> = ends.iter().map(|entry| (entry.id, entry)).collect();
    let uid = |id: EventId| ends.get(&id).map_or_else(|| id.to_string(), |e| e.event.uid.clone());
    let records: Vec<Link<String>> =
        links.iter().map(|link| link.clone().between(uid(link.from), uid(link.to))).collect();
    format.print(ui, &records, |_| {
        let title = |id: EventId| {
            let name = ends.get(&id).map_or("", |entry| entry.event.title.as_str());
            format!("{id} {name}")
        };
        let mut table = Table::new([
            Column::Flexible("from"),
            Column::Left("relation"),
            Column::Flexible("to"),
            Column::Right("conf."),
            Column::Left("state"),
            Column::Flexible("why"),
        ]);
        for link in links {
            table.row([
                title(link.from),
                link.relation.to_string(),
                title(link.to),
                format!("{:.2}", link.confidence),
                link.state.to_string(),
                link.rationale.clone(),
            ]);
        }
        table
    })
}
