use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::EventId;
use std::io::Write;

/// List events in the order of their dates
#[derive(clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    query: QueryArg,

    /// How many at most; 0 for all. A table shows 100 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,

    /// Only those that come after this event: the next page, as the page before names it
    ///
    /// Events that are added meanwhile move nothing from one page to another.
    #[arg(long, value_name = "EVENT")]
    after: Option<EventId>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for List {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let limit = self.format.format.limit(self.limit);
        // One more than asked for tells whether there is a next page.
        let asked = limit.map(|n| n.saturating_add(1));
        let mut events = store.events_after(&filter, self.after, asked)?;
        let more = limit.is_some_and(|n| events.len() as u64 > n);
        if more {
            events.pop();
        }
        self.format.format.print_events(ui, &events)?;
        if let Some(last) = events.last().filter(|_| more) {
            let next = format!("--after {} lists what follows", last.id);
            // A program that reads the rows need not wait until all are counted.
            let told = if self.after.is_none() && self.format.format == Format::Table {
                ui.out.flush()?;
                let all = store.count(&filter)?;
                format!("the first {} of {all}; {next}, --limit 0 all", events.len())
            } else {
                next
            };
            ui.say(told);
        } else if events.is_empty() {
            let none = self.after.map_or("no event matches", |_| "no event follows");
            ui.say(none);
        }
        Ok(())
    }
}
