use super::Run;
use super::error::CliError;
use super::output::save;
use super::query::QueryArg;
use super::ui::Ui;
use crate::render::export;
use std::io::Write;
use std::path::PathBuf;

/// Write events to a file for another program
#[derive(clap::Args)]
pub(super) struct Export {
    #[command(flatten)]
    query: QueryArg,

    /// The format
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(names()))]
    to: String,

    /// The file; standard output if not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn names() -> Vec<clap::builder::PossibleValue> {
    export::ALL
        .iter()
        .map(|format| clap::builder::PossibleValue::new(format.name).help(format.about))
        .collect()
}

impl Run for Export {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let Some(format) = export::by_name(&self.to) else {
            return Err(CliError::new(format!("no format {}", self.to)));
        };
        let mut store = ui.store()?;
        let Some(path) = self.output else {
            write(&mut store, &filter, format, &mut ui.out)?;
            return Ok(());
        };
        let mut n = 0;
        save(&path, |file| {
            n = write(&mut store, &filter, format, file)?;
            Ok(())
        })?;
        ui.say(format!("wrote {n} events to {}", path.display()));
        Ok(())
    }
}

fn write(
    store: &mut crate::store::Store,
    filter: &crate::query::Filter,
    format: &export::Format,
    out: &mut dyn Write,
) -> Result<u64, CliError> {
    let mut export = (format.start)(out);
    let mut n = 0;
    let mut failed = None;
    store.each_event(filter, |entry| {
        n += 1;
        if failed.is_none() {
            failed = export.event(&entry.event).err();
        }
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => {
            export.finish()?;
            Ok(n)
        }
    }
}
