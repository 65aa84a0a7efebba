use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::ActorKind;
use crate::render::table::{Column, Table};
use serde::Serialize;

/// List who takes part in the events of a query, the busiest first
#[derive(clap::Args)]
pub(super) struct Actors {
    #[command(flatten)]
    query: QueryArg,

    #[command(flatten)]
    format: FormatArg,
}

#[derive(Serialize)]
struct Row {
    name: String,
    kind: ActorKind,
    country: Option<String>,
    events: u64,
}

impl Run for Actors {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let rows: Vec<Row> = ui
            .store()?
            .actors(&filter)?
            .into_iter()
            .map(|(actor, events)| Row {
                name: actor.name,
                kind: actor.kind,
                country: actor.country,
                events,
            })
            .collect();
        if rows.is_empty() {
            ui.say("no actor takes part");
        }
        self.format.format.print(ui, &rows, |rows| {
            let mut table = Table::new([
                Column::Right("events"),
                Column::Flexible("name"),
                Column::Left("kind"),
                Column::Left("country"),
            ]);
            for row in rows {
                table.row([
                    row.events.to_string(),
                    row.name.clone(),
                    row.kind.to_string(),
                    row.country.clone().unwrap_or_default(),
                ]);
            }
            table
        })
    }
}
