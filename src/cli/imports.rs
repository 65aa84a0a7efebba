use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::ui::Ui;
use crate::domain::Import;
use crate::render::table::{Column, Table};

/// What was imported; `imports undo N` takes one back
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Imports {
    #[command(subcommand)]
    action: Option<Action>,

    #[command(flatten)]
    format: FormatArg,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Take back an import: what it added goes, what it changed is as before
    Undo {
        /// Its number, as `annalist imports` lists it
        id: i64,
    },
}

impl Run for Imports {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        if let Some(Action::Undo { id }) = self.action {
            let change = store.undo_import(id)?;
            ui.say(format!("took back import {id}: {}", change.action));
            return Ok(());
        }
        let imports = store.imports()?;
        self.format.format.print(ui, &imports, table)
    }
}

fn table(imports: &[Import]) -> Table {
    let mut table = Table::new([
        Column::Right("id"),
        Column::Left("at (UTC)"),
        Column::Left("format"),
        Column::Flexible("file"),
        Column::Right("read"),
        Column::Right("added"),
        Column::Right("updated"),
        Column::Right("unchanged"),
        Column::Right("rejected"),
        Column::Left("undone"),
    ]);
    for import in imports {
        let counts = import.counts;
        let at = import.at.format("%Y-%m-%d %H:%M").to_string();
        let undone = import.undone.map_or(String::new(), |at| at.format("%Y-%m-%d").to_string());
        let numbers =
            [counts.read, counts.added, counts.updated, counts.unchanged, counts.rejected];
        let texts = [import.id.to_string(), at, import.format.clone(), import.file.clone()];
        table.row(texts.into_iter().chain(numbers.map(|n| n.to_string())).chain([undone]));
    }
    table
}
