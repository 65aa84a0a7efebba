use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::render::table::{Column, Table};
use crate::store::By;
use serde::Serialize;

/// Count events, by year, kind, actor and so on
#[derive(clap::Args)]
pub(super) struct Count {
    #[command(flatten)]
    query: QueryArg,

    /// What to count by: year, month, week, day, kind, class, actor, dyad, country, place or source
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,

    #[command(flatten)]
    format: FormatArg,
}

#[derive(Serialize)]
struct Row {
    value: String,
    events: u64,
}

/// The longest bar, in cells.
const BAR: u64 = 40;

impl Run for Count {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let Some(by) = self.by else {
            let rows = [Row { value: "all".to_owned(), events: store.count(&filter)? }];
            return self.format.format.print(ui, &rows, |rows| {
                let mut table = Table::new([Column::Right("events")]);
                rows.iter().for_each(|row| table.row([row.events.to_string()]));
                table
            });
        };
        let rows: Vec<Row> = store
            .count_by(&filter, by)?
            .into_iter()
            .map(|(value, events)| Row { value, events })
            .collect();
        self.format.format.print(ui, &rows, |rows| {
            let mut table =
                Table::new([Column::Flexible(by.as_str()), Column::Right("events"), Column::Left("")]);
            let most = rows.iter().map(|row| row.events).max().unwrap_or(1).max(1);
            for row in rows {
                let bar = (row.events * BAR).div_ceil(most) as usize;
                table.row([row.value.clone(), row.events.to_string(), "▇".repeat(bar)]);
            }
            table
        })
    }
}
