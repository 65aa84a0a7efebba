use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::domain::{Edtf, Event};
use crate::ingest::{self, Coder, IngestError, Options, Outcome, Outside, Progress};
use crate::render::export;
use crate::source::Folder;
use crate::store::{Store, file_of};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Import events, links, actors and articles from files
#[derive(clap::Args)]
pub(super) struct Import {
    /// The files, or folders of files; their formats are recognised by content
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

    /// A program that reads articles for events in the place of the built-in coder: it gets an
    /// article a JSON line on standard input and writes drafts as JSON lines, then an empty line
    #[arg(long, value_name = "COMMAND")]
    coder: Option<String>,

    /// How many seconds that program has for an article
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, requires = "coder",
        value_parser = seconds)]
    coder_timeout: f64,

    /// Print the events that were found and write nothing
    #[arg(long)]
    dry_run: bool,

    /// What a dry run prints: jsonl, json or csv
    #[arg(long = "format", value_name = "FORMAT", requires = "dry_run", default_value = "jsonl",
        value_parser = ["jsonl", "json", "csv"])]
    print: String,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds.ok_or_else(|| "expected seconds, up to a day".to_owned())
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
            coder: self.coder(ui)?,
            ..Options::default()
        };
        if self.dry_run {
            return self.print_drafts(ui, &options);
        }
        let mut store = ui.store_or_new()?;
        for path in &self.files {
            let (articles, files) = looked_through(ui, path, &options)?;
            if let Some(folder) = articles {
                import(ui, &mut store, path, &options, |store, options, progress| {
                    ingest::import_articles(store, path, folder, options, progress)
                })?;
            }
            for file in &files {
                import(ui, &mut store, file, &options, |store, options, progress| {
                    ingest::import(store, file, options, progress)
                })?;
            }
        }
        Ok(())
    }
}

/// A folder's articles, which are one import, and the files that are one each: those of the folder
/// that hold no articles, or the path itself. Says what of a folder is passed over.
fn looked_through(
    ui: &mut Ui,
    path: &Path,
    options: &Options,
) -> Result<(Option<Folder>, Vec<PathBuf>), CliError> {
    if !path.is_dir() {
        return Ok((None, vec![path.to_owned()]));
    }
    let mut folder = Folder::read(path, options.format.as_deref()).map_err(IngestError::from)?;
    let passed_over = folder.passed_over.len();
    for (file, why) in folder.passed_over.iter().take(NAMED) {
        let why = why.split("; name its format").next().unwrap_or_default();
        ui.warn(format!("passed over {}: {why}", file.display()));
    }
    if passed_over > NAMED {
        ui.warn(format!("{}: {passed_over} files passed over in all", path.display()));
    }
    let files = std::mem::take(&mut folder.datasets);
    match (folder.articles(), files.len()) {
        (0, 0) => Err(CliError::new(format!("{}: holds no file that can be read", path.display()))),
        (0, _) => Ok((None, files)),
        _ => Ok((Some(folder), files)),
    }
}

/// How many files that are passed over are named.
const NAMED: usize = 5;

/// Imports a file, or the articles of a folder, and says what came of it.
fn import(
    ui: &mut Ui,
    store: &mut Store,
    path: &Path,
    options: &Options,
    run: impl FnOnce(
        &mut Store,
        &Options,
        &mut dyn FnMut(Progress),
    ) -> Result<Outcome, IngestError>,
) -> Result<(), CliError> {
    let options = Options { rejects: rejects_beside(&ui.db, path), ..options.clone() };
    let bar = ui.progress(&path.display().to_string());
    let outcome = run(store, &options, &mut |at| bar.show(at))?;
    drop(bar);
    tell(ui, path, &outcome);
    let counts = outcome.import.counts;
    if counts.rejected > 0 && counts.rejected == counts.read {
        return Err(CliError::new(format!("{}: every record was rejected", path.display())));
    }
    Ok(())
}

impl Import {
    fn coder(&self, ui: &mut Ui) -> Result<Coder, CliError> {
        let Some(command) = &self.coder else { return Ok(Coder::BuiltIn) };
        let timeout = Duration::from_secs_f64(self.coder_timeout);
        let outside = Outside::new(command, timeout, Some(ui.stop())).map_err(IngestError::from)?;
        Ok(Coder::Outside(Arc::new(outside)))
    }

    fn print_drafts(&self, ui: &mut Ui, options: &Options) -> Result<(), CliError> {
        let Some(format) = export::by_name(&self.print) else {
            return Err(CliError::new(format!("no format {}", self.print)));
        };
        let looked = self.files.iter().map(|path| looked_through(ui, path, options));
        let looked = looked.collect::<Result<Vec<_>, _>>()?;
        let mut failed = None;
        let mut rejects = Vec::new();
        let about = export::About::default();
        let mut export = (format.start)(&mut ui.out, &about)?;
        let mut keep = |event: &Event| {
            if failed.is_none() {
                failed = export.event(event).err();
            }
        };
        for (articles, files) in looked {
            if let Some(folder) = articles {
                let opened = folder.open(options.published.clone());
                rejects.extend(ingest::drafts_of(opened, options, &mut keep)?);
            }
            for file in &files {
                rejects.extend(ingest::drafts(file, options, &mut keep)?);
            }
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
    let name = file.file_name().map_or("folder".into(), |name| name.to_string_lossy());
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
