//! Records printed as a table for people, or as CSV or JSON for programs.

use super::error::CliError;
use super::ui::Ui;
use crate::domain::{Entry, Role};
use crate::render::export;
use crate::render::table::{Column, Table};
use serde::Serialize;
use std::io::Write;

/// What to print records as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Aligned columns, for people
    Table,
    /// Comma-separated values, with a header
    Csv,
    /// One JSON array
    Json,
    /// A JSON object a line
    Jsonl,
}

/// The argument that chooses it.
#[derive(clap::Args)]
pub(super) struct FormatArg {
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    pub(super) format: Format,
}

impl Format {
    /// Prints records that have a flat shape; `table` lays them out for people.
    pub(super) fn print<T: Serialize>(
        self,
        ui: &mut Ui,
        records: &[T],
        table: impl FnOnce(&[T]) -> Table,
    ) -> Result<(), CliError> {
        match self {
            Format::Table => {
                let width = ui.width();
                table(records).write(&mut ui.out, width)?;
            }
            Format::Csv => {
                let mut out = csv::Writer::from_writer(&mut ui.out);
                for record in records {
                    out.serialize(record).map_err(std::io::Error::other)?;
                }
                out.flush()?;
            }
            Format::Json => {
                json(ui, &records, true)?;
            }
            Format::Jsonl => {
                for record in records {
                    json(ui, record, false)?;
                }
            }
        }
        Ok(())
    }

    /// Prints events; for programs in annalist's own formats.
    pub(super) fn print_events(self, ui: &mut Ui, entries: &[Entry]) -> Result<(), CliError> {
        let name = match self {
            Format::Table => {
                let width = ui.width();
                return Ok(event_table(entries).write(&mut ui.out, width)?);
            }
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
        };
        let Some(format) = export::by_name(name) else {
            return Err(CliError::new(format!("no export is named {name}")));
        };
        let mut export = (format.start)(&mut ui.out);
        for entry in entries {
            export.event(&entry.event)?;
        }
        Ok(export.finish()?)
    }
}

fn json<T: Serialize + ?Sized>(ui: &mut Ui, value: &T, pretty: bool) -> Result<(), CliError> {
    let done = if pretty {
        serde_json::to_writer_pretty(&mut ui.out, value)
    } else {
        serde_json::to_writer(&mut ui.out, value)
    };
    done.map_err(std::io::Error::from)?;
    Ok(writeln!(ui.out)?)
}

fn event_table(entries: &[Entry]) -> Table {
    let mut table = Table::new([
        Column::Right("id"),
        Column::Left("date"),
        Column::Left("kind"),
        Column::Flexible("title"),
        Column::Flexible("actors"),
        Column::Flexible("place"),
    ]);
    for Entry { id, event } in entries {
        let date = event.date.as_ref().map_or("undated".to_owned(), ToString::to_string);
        let actors: Vec<&str> = event
            .actors
            .iter()
            .filter(|actor| actor.role != Role::Mentioned)
            .map(|actor| actor.name.as_str())
            .collect();
        let place = event.place.as_ref().map_or("", |place| &place.name);
        let modality = match event.modality {
            crate::domain::Modality::Actual => String::new(),
            other => format!(" ({other})"),
        };
        table.row([
            id.to_string(),
            date,
            format!("{}{modality}", event.kind),
            event.title.clone(),
            actors.join(", "),
            place.to_owned(),
        ]);
    }
    table
}
