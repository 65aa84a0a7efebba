//! Records printed as a table for people, or as CSV or JSON for programs.

use super::error::CliError;
use super::ui::Ui;
use crate::domain::{Entry, Modality, Review, Role};
use crate::render::export;
use crate::render::table::{Column, Table};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

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

/// Puts a file in its place only when it is whole.
pub(super) fn save(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let cannot = |e: std::io::Error| CliError::new(format!("cannot write {}: {e}", path.display()));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut file = BufWriter::new(File::create(&part).map_err(cannot)?);
    let written = write(&mut file).and_then(|()| file.flush().map_err(cannot));
    drop(file);
    if let Err(error) = written {
        let _ = std::fs::remove_file(&part);
        return Err(error);
    }
    std::fs::rename(&part, path).map_err(cannot)
}

/// The argument that chooses it.
#[derive(clap::Args)]
pub(super) struct FormatArg {
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    pub(super) format: Format,
}

impl Format {
    /// How many records to print where `asked` are asked for: 0 means all, and a table that is not
    /// told otherwise shows 100.
    pub(super) fn limit(self, asked: Option<u64>) -> Option<u64> {
        match (asked, self) {
            (Some(0), _) => None,
            (Some(n), _) => Some(n),
            (None, Format::Table) => Some(100),
            (None, _) => None,
        }
    }

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
        let about = export::About::default();
        let mut export = (format.start)(&mut ui.out, &about)?;
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
        // What is not plain fact says so.
        let planned = (event.modality != Modality::Actual).then(|| event.modality.as_str());
        let proposed = (event.review != Review::Accepted).then(|| event.review.as_str());
        let marks: Vec<&str> = [planned, proposed].into_iter().flatten().collect();
        let marks =
            if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        table.row([
            id.to_string(),
            date,
            format!("{}{marks}", event.kind),
            event.title.clone(),
            actors.join(", "),
            place.to_owned(),
        ]);
    }
    table
}
