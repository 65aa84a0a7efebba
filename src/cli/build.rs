use super::error::CliError;
use super::output::save;
use super::ui::Ui;
use super::links::keep;
use super::{Run, import, stories};
use crate::domain::{Entry, Era, LinkState};
use crate::graph;
use crate::ingest::{self, Options};
use crate::query::Filter;
use crate::render::{Canvas, charts};
use crate::report::{Eras, Question, Wording};
use crate::source;
use crate::store::shown;
use chrono::NaiveDate;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Import all of a data folder, link its events and draw the gallery of charts
#[derive(clap::Args)]
pub(super) struct Build {
    /// The folder to import
    #[arg(default_value = "data", value_name = "DATA_DIR")]
    data: PathBuf,

    /// Where the charts go
    #[arg(long, default_value = "charts", value_name = "DIR")]
    charts: PathBuf,
}

/// The folders of a data folder in the order in which they build on each other. `coding` holds
/// tables that are part of the program, `map` likewise; `eras` stand behind charts.
const FOLDERS: &[&str] = &["actors", "events", "links", "articles"];

impl Run for Build {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let files = files_of(&self.data)?;
        let mut store = ui.store_or_new()?;
        let mut rejected = 0;
        // What stands from an earlier build, byte for byte, is there.
        let imports = store.imports()?;
        let standing: HashSet<String> = imports
            .into_iter()
            .filter(|import| import.undone.is_none())
            .map(|import| import.hash)
            .collect();
        for file in &files {
            if standing.contains(&ingest::hash_of(file)?) {
                ui.say(format!("{}: as imported before", file.display()));
                continue;
            }
            let options = Options {
                author: "annalist build".to_owned(),
                rejects: import::rejects_beside(&ui.db, file),
                ..Options::default()
            };
            let bar = ui.progress(&file.display().to_string());
            let outcome =
                ingest::import(&mut store, file, &options, &mut |at| bar.show(at))?;
            drop(bar);
            rejected += outcome.import.counts.rejected;
            import::tell(ui, file, &outcome);
        }

        let all = Filter::default();
        let events = store.events(&all.clone().standing(), None)?;
        let links = graph::suggest(&events, &store.links(&all)?);
        keep(&mut store, "annalist build", "suggest links", &links, &events)?;
        let found = stories::find(&mut store, "annalist build", &events)?;
        let links = store.links(&all)?;
        let accepted = links.iter().filter(|link| link.state == LinkState::Accepted).count();
        let suggested = links.iter().filter(|link| link.state == LinkState::Suggested).count();
        ui.say(format!(
            "{} holds {} events, {accepted} links and {suggested} suggested ones",
            shown(&ui.db),
            events.len()
        ));
        ui.say(found);

        let eras = eras_of(&self.data)?;
        draw_gallery(ui, &mut store, &self.charts, latest_source(&events), &eras)?;
        match rejected {
            0 => Ok(()),
            n => Err(CliError::new(format!("{n} records were rejected; see the warnings above"))),
        }
    }
}

/// The curated eras of a data folder.
fn eras_of(data: &Path) -> Result<Vec<Era>, CliError> {
    let folder = data.join("eras");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut eras = Vec::new();
    for file in files_in(&folder)? {
        eras.extend(source::eras::read(&file).map_err(CliError::new)?);
    }
    Ok(eras)
}

/// Every file to import, in order.
fn files_of(data: &Path) -> Result<Vec<PathBuf>, CliError> {
    if !data.is_dir() {
        return Err(cannot_read(data, &"no such folder"));
    }
    let mut files = Vec::new();
    for folder in FOLDERS.iter().map(|name| data.join(name)).filter(|folder| folder.is_dir()) {
        files.append(&mut files_in(&folder)?);
    }
    if files.is_empty() {
        return Err(cannot_read(data, &format!("no files in its folders {}", FOLDERS.join(", "))));
    }
    Ok(files)
}

/// The files of a folder by their names, without hidden ones.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let entries = std::fs::read_dir(folder).map_err(|e| cannot_read(folder, &e))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| cannot_read(folder, &e))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn cannot_read(path: &Path, why: &dyn std::fmt::Display) -> CliError {
    CliError::new(format!(
        "cannot read the data folder {}: {why}; run where it is, or name it: annalist build DIR",
        path.display()
    ))
}

/// The day of the latest source: what the gallery is as of, so that the same data give the same
/// charts on any day.
fn latest_source(events: &[Entry]) -> NaiveDate {
    events
        .iter()
        .flat_map(|entry| &entry.event.citations)
        .filter_map(|citation| citation.published.as_ref()?.bounds().latest)
        .max()
        .unwrap_or_else(|| chrono::Local::now().date_naive())
}

/// Draws each chart of the gallery whose query the database can answer as SVG and PNG, and leaves
/// files alone whose content would not change.
fn draw_gallery(
    ui: &mut Ui,
    store: &mut crate::store::Store,
    folder: &Path,
    as_of: NaiveDate,
    eras: &[Era],
) -> Result<(), CliError> {
    std::fs::create_dir_all(folder)
        .map_err(|e| CliError::new(format!("cannot write {}: {e}", folder.display())))?;
    let mut drawn = 0;
    for piece in charts::GALLERY {
        let filter: Filter = piece.query.parse()?;
        if store.count(&filter)? == 0 {
            continue;
        }
        let Some(chart) = charts::by_name(piece.chart) else {
            return Err(CliError::new(format!("the gallery names no chart {}", piece.chart)));
        };
        for (format, ending) in charts::FORMATS {
            let eras = if piece.eras { Eras::List(eras.to_vec()) } else { Eras::None };
            let wording = Wording {
                title: piece.title.to_owned(),
                by: piece.by,
                each: piece.each,
                eras,
                ..Wording::default()
            };
            let mut question = Question::new(store, filter.clone(), wording, as_of);
            let canvas = Canvas { format: *format, ..Canvas::default() };
            let drawing = (chart.draw)(&mut question, &canvas)?.picture;
            let path = folder.join(format!("{}.{ending}", piece.file));
            if std::fs::read(&path).ok().as_ref() != Some(&drawing) {
                save(&path, |file| Ok(file.write_all(&drawing)?))?;
            }
            drawn += 1;
        }
    }
    ui.say(format!("{drawn} charts are in {}", folder.display()));
    Ok(())
}
