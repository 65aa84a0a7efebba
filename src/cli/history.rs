use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::ui::Ui;
use crate::domain::{Difference, Revision};
use crate::render::table::{Column, Table};
use serde_json::Value;

/// Who changed what, when, from what to what
#[derive(clap::Args)]
pub(super) struct History {
    /// One event (e42 or a uid), actor name or link; everything if not given
    id: Option<String>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for History {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        // A key that names no event may name an actor, or an event that is gone.
        let uid = |id: &String| store.resolve(id).map_or_else(|_| id.clone(), |e| e.event.uid);
        let key = self.id.as_ref().map(uid);
        let revisions = store.revisions(key.as_deref())?;
        if revisions.is_empty() {
            ui.say("no change is recorded; what an import added is listed by `annalist imports`");
        }
        match self.format.format {
            super::output::Format::Csv => {
                Err(CliError::new("a history has nested values; use --format json or jsonl"))
            }
            format => format.print(ui, &revisions, table),
        }
    }
}

fn table(revisions: &[Revision]) -> Table {
    let mut table = Table::new([
        Column::Right("change"),
        Column::Left("at (UTC)"),
        Column::Left("who"),
        Column::Flexible("what"),
        Column::Flexible("record"),
        Column::Flexible("from -> to"),
    ]);
    for revision in revisions {
        let undone = if revision.undone { " (undone)" } else { "" };
        table.row([
            revision.change.to_string(),
            revision.at.format("%Y-%m-%d %H:%M").to_string(),
            revision.author.clone(),
            format!("{}{undone}", revision.action),
            format!("{} {}", revision.subject, revision.key),
            differences(revision.before.as_ref(), revision.after.as_ref()),
        ]);
    }
    table
}

/// The fields that differ, as `date: 2022 -> 2022-04`.
fn differences(before: Option<&Value>, after: Option<&Value>) -> String {
    match (before, after) {
        (None, _) => "added".to_owned(),
        (_, None) => "taken out".to_owned(),
        (Some(before), Some(after)) => {
            let changed = Difference::between(before, after);
            changed.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        }
    }
}
