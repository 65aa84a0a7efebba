use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::EventId;
use crate::render::daybook;

/// Read events day by day, with the links among them
///
///   annalist timeline place:Berlin since:2025-12
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Timeline {
    #[command(flatten)]
    query: QueryArg,

    /// How many at most, from the first; 0 for all. A table shows 100 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Timeline {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let limit = self.format.format.limit(self.limit);
        let entries = store.events(&filter, limit)?;
        if self.format.format != Format::Table {
            return self.format.format.print_events(ui, &entries);
        }
        let ids: Vec<EventId> = entries.iter().map(|entry| entry.id).collect();
        let links = store.links_among(&ids)?;
        let width = ui.width();
        daybook::write(&mut ui.out, &entries, &links, width)?;
        if entries.is_empty() {
            ui.say("no event matches");
        } else if limit == Some(entries.len() as u64) {
            let all = store.count(&filter)?;
            if all > entries.len() as u64 {
                ui.say(format!("the first {} of {all}; --limit 0 reads all", entries.len()));
            }
        }
        Ok(())
    }
}
