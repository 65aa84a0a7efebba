use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::domain::{Edtf, Event};
use crate::ingest::{self, Options, Outcome};
use crate::render::export;
use crate::store::file_of;
use std::path::{Path, PathBuf};

/// Import events, links, actors and articles from files
#[derive(clap::Args)]
pub(super) struct Import {
    /// The files; their formats are recognised by content
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Read them as this format, as in csv or ucdp, or by a mapping file, as in incidents.toml
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<String>,

    /// The date of publication of an article that does not tell it (EDTF, as in 2025-12-15)
    #[arg(long, value_name = "DATE", value_parser = date)]
    published: Option<Edtf>,

    /// The share of a long file that may be rejected before it is refused, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 20.0)]
    most_rejects: f64,

    /// Print the events that were found and write nothing
    #[arg(long)]
    dry_run: bool,

    /// What a dry run prints: jsonl, json or csv
    #[arg(long = "format", value_name = "FORMAT", requires = "dry_run", default_value = "jsonl",
        value_parser = ["jsonl", "json", "csv"])]
    print: String,
}

fn date(text: &str) -> Result<Edtf, String> {
    text.parse().map_err(|e: crate::domain::edtf::EdtfError| e.to_string())
}

impl Run for Import {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let options = Options {
            format: self.format.clone(),
            published: self.published.clone(),
            author: ui.author(),
            most_rejects: Some(self.most_rejects / 100.0),
            stop: Some(ui.stop()),
            ..Options::default()
        };
        if self.dry_run {
            return self.print_drafts(ui, &options);
        }
        let mut store = ui.store_or_new()?;
        for file in &self.files {
            let options = Options { rejects: rejects_beside(&ui.db, file), ..options.clone() };
            let bar = ui.progress(&file.display().to_string());
            let outcome =
                ingest::import(&mut store, file, &options, &mut |at| bar.show(at))?;
            drop(bar);
            tell(ui, file, &outcome);
            let counts = outcome.import.counts;
            if counts.rejected > 0 && counts.rejected == counts.read {
                return Err(CliError::new(format!("{}: every record was rejected", file.display())));
            }
        }
        Ok(())
    }
}

impl Import {
    fn print_drafts(&self, ui: &mut Ui, options: &Options) -> Result<(), CliError> {
        let Some(format) = export::by_name(&self.print) else {
            return Err(CliError::new(format!("no format {}", self.print)));
        };
        let mut failed = None;
        let mut rejects = Vec::new();
        let mut export = (format.start)(&mut ui.out)?;
        for file in &self.files {
            let mut keep = |event: &Event| {
                if failed.is_none() {
                    failed = export.event(event).err();
                }
            };
            rejects.extend(ingest::drafts(file, options, &mut keep)?);
        }
        if let Some(error) = failed {
            return Err(error.into());
        }
        export.finish()?;
        drop(export);
        rejects.iter().for_each(|reject| ui.warn(reject));
        Ok(())
    }
}

/// Where the rejected rows of a file go: beside the database, under both their names. A database
/// on a server has no place of its own here; then it is the working folder.
pub(super) fn rejects_beside(db: &str, file: &Path) -> PathBuf {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let db = Path::new(file_of(db).unwrap_or("annalist.db"));
    let stem = db.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    db.with_file_name(format!("{stem}.rejects.{name}"))
}

/// Says what came of an import.
pub(super) fn tell(ui: &mut Ui, file: &Path, outcome: &Outcome) {
    let counts = outcome.import.counts;
    let file = file.display();
    let withdrawn = match counts.withdrawn {
        0 => String::new(),
        n => format!(", {n} withdrawn"),
    };
    if counts.read == 0 {
        ui.say(format!("{file}: read as {}, nothing found in it", outcome.import.format));
    } else if counts.added + counts.updated + counts.withdrawn + counts.rejected == 0 {
        ui.say(format!("{file}: nothing new, {} records as before", counts.unchanged));
    } else {
        ui.say(format!(
            "{file}: {} read as {}, {} added, {} updated, {} unchanged{}, {} rejected",
            counts.read, outcome.import.format, counts.added, counts.updated, counts.unchanged,
            withdrawn,
            counts.rejected
        ));
    }
    if counts.updated + counts.withdrawn > 0 {
        ui.say(format!("annalist imports show {} lists the changes", outcome.import.id));
    }
    for reason in &outcome.reasons {
        ui.warn(format!("{file}: {reason}"));
    }
    for note in &outcome.unreadable {
        ui.warn(format!("{file}: {note}"));
    }
    if outcome.damaged > outcome.unreadable.len() as u64 {
        ui.warn(format!("{file}: {} articles have characters that could not be read", outcome.damaged));
    }
    if let Some(rejects) = &outcome.rejects {
        ui.warn(format!(
            "{} rejected records are in {}, each under its reason; mend and import it",
            counts.rejected,
            rejects.display()
        ));
    }
}
