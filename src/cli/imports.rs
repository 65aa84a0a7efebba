use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::ui::Ui;
use crate::domain::{Counts, Difference, Event, Import, Subject};
use crate::query::Filter;
use crate::render::table::{Column, Table};
use crate::store::{Change, Store, StoreError};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// What was imported, what an import changed, and taking one back
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
    /// What an import changed, field by field
    Show(Show),
    /// Take back an import: what it added goes, what it changed is as before
    Undo {
        /// Its number, as `annalist imports` lists it
        id: i64,
    },
}

#[derive(clap::Args)]
struct Show {
    /// Its number, as `annalist imports` lists it
    id: i64,

    /// How many records at most; 0 for all. A table shows 100 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Imports {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        match self.action {
            Some(Action::Show(show)) => show.run(ui, &mut store),
            Some(Action::Undo { id }) => undo(ui, &mut store, id),
            None => {
                let rows: Vec<Row> = store.imports()?.into_iter().map(Row::from).collect();
                self.format.format.print(ui, &rows, table)
            }
        }
    }
}

fn undo(ui: &mut Ui, store: &mut Store, id: i64) -> Result<(), CliError> {
    let all = Filter::everything();
    let before = store.count(&all)?;
    let Change { action, .. } = store.undo_import(id)?;
    let left = store.count(&all)?;
    let gone = before.saturating_sub(left);
    let file = action.strip_prefix("import ").unwrap_or(&action);
    ui.say(format!("took back import {id} of {file}; events: {gone} gone, {left} left"));
    Ok(())
}

/// A field of a record that an import changed.
#[derive(Serialize)]
struct Changed {
    record: String,
    field: String,
    from: Value,
    to: Value,
}

impl Show {
    fn run(self, ui: &mut Ui, store: &mut Store) -> Result<(), CliError> {
        let limit = self.format.format.limit(self.limit);
        let imports = store.imports()?;
        let found = imports.into_iter().find(|import| import.id == self.id);
        let Import { counts, file, format, .. } = found.ok_or(StoreError::NoImport(self.id))?;
        let (changed, records) = changed_by(store, self.id, limit)?;
        if !changed.is_empty() || self.format.format != Format::Table {
            self.format.format.print(ui, &changed, changes)?;
        }
        ui.say(format!(
            "import {} of {file} as {format}: {} added, {} updated, {} withdrawn, {} repeated, {} rejected",
            self.id, counts.added, counts.updated, counts.withdrawn, counts.unchanged,
            counts.rejected
        ));
        if limit == Some(records) && counts.updated + counts.withdrawn > records {
            ui.say(format!("the first {records} of the changed records; --limit 0 lists all"));
        }
        Ok(())
    }
}

/// What an import changed, and in how many records: actors and links first, then events.
fn changed_by(
    store: &mut Store,
    id: i64,
    limit: Option<u64>,
) -> Result<(Vec<Changed>, u64), CliError> {
    let (mut changed, mut records) = (Vec::new(), 0);
    let mut more = |record: String, before: &Value, after: &Value| {
        if limit.is_some_and(|limit| records >= limit) {
            return false;
        }
        records += 1;
        let differences = Difference::between(before, after).into_iter();
        changed.extend(differences.map(|Difference { field, from, to }| Changed {
            record: record.clone(),
            field,
            from,
            to,
        }));
        true
    };
    // What is revised of an event is what an analyst has made of it.
    let revisions = store.revisions(None)?.into_iter();
    for one in revisions.filter(|one| one.change == id && one.subject != Subject::Event) {
        if let (Some(before), Some(after)) = (one.before, one.after) {
            more(format!("{} {}", one.subject, one.key), &before, &after);
        }
    }
    let json = |event: &Event| serde_json::to_value(event).unwrap_or_default();
    store.changed_by(id, |before, after| more(after.uid.clone(), &json(before), &json(after)))?;
    Ok((changed, records))
}

fn changes(changed: &[Changed]) -> Table {
    let mut table = Table::new([
        Column::Flexible("record"),
        Column::Flexible("field"),
        Column::Flexible("from"),
        Column::Flexible("to"),
    ]);
    let mut last = "";
    for Changed { record, field, from, to } in changed {
        // A record is named once.
        let name = if record == last { "" } else { record };
        last = record;
        let [from, to] = [from, to].map(Difference::brief);
        table.row([name.to_owned(), field.clone(), from, to]);
    }
    table
}

/// An import in one row, since CSV has no tables in cells.
#[derive(Serialize)]
struct Row {
    id: i64,
    at: DateTime<Utc>,
    format: String,
    file: String,
    hash: String,
    read: u64,
    added: u64,
    updated: u64,
    unchanged: u64,
    withdrawn: u64,
    rejected: u64,
    undone: Option<DateTime<Utc>>,
}

impl From<Import> for Row {
    fn from(Import { id, at, file, format, hash, counts, undone }: Import) -> Row {
        let Counts { read, added, updated, unchanged, withdrawn, rejected } = counts;
        Row {
            id,
            at,
            format,
            file,
            hash,
            read,
            added,
            updated,
            unchanged,
            withdrawn,
            rejected,
            undone,
        }
    }
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new([
        Column::Right("id"),
        Column::Left("at (UTC)"),
        Column::Left("format"),
        Column::Flexible("file"),
        Column::Right("read"),
        Column::Right("added"),
        Column::Right("updated"),
        Column::Right("unchanged"),
        Column::Right("withdrawn"),
        Column::Right("rejected"),
        Column::Left("undone"),
    ]);
    for row in rows {
        let at = row.at.format("%Y-%m-%d %H:%M").to_string();
        let undone = row.undone.map_or(String::new(), |at| at.format("%Y-%m-%d").to_string());
        let numbers =
            [row.read, row.added, row.updated, row.unchanged, row.withdrawn, row.rejected];
        let texts = [row.id.to_string(), at, row.format.clone(), row.file.clone()];
        table.row(texts.into_iter().chain(numbers.map(|n| n.to_string())).chain([undone]));
    }
    table
}
