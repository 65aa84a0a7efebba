use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;

/// List events in the order of their dates
#[derive(clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    query: QueryArg,

    /// How many at most; 0 for all. A table shows 100 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for List {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let limit = self.format.format.limit(self.limit);
        let events = store.events(&filter, limit)?;
        self.format.format.print_events(ui, &events)?;
        if limit == Some(events.len() as u64) {
            let all = store.count(&filter)?;
            if all > events.len() as u64 {
                ui.say(format!("the first {} of {all}; --limit 0 lists all", events.len()));
            }
        } else if events.is_empty() {
            ui.say("no event matches");
        }
        Ok(())
    }
}
