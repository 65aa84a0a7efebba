use super::choice::because;
use super::{Run, form};
use super::error::CliError;
use super::ui::Ui;
use crate::domain::Event;
use crate::render::export::csv;
use crate::source::csv::Columns;

/// Add an event by hand
///
/// Fields are those of annalist's CSV, as FIELD=VALUE; title and kind are needed:
///
///   annalist add title="Talks in Geneva" kind=talks date=2025-11-23 place=Geneva country=CHE
///     actors="United States (party); Ukraine (party)" publisher=Reuters quote="..."
///
/// Without fields, a form opens in $VISUAL or $EDITOR.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Add {
    /// Fields and their values
    #[arg(value_name = "FIELD=VALUE", value_parser = assignment)]
    fields: Vec<(String, String)>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Splits FIELD=VALUE.
pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => {
            Ok((field.trim().to_owned(), value.to_owned()))
        }
        _ => Err("expected FIELD=VALUE".to_owned()),
    }
}

impl Run for Add {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let (event, why) = if self.fields.is_empty() {
            let blank = vec![String::new(); csv::COLUMNS.len()];
            let Some(filled) = form::fill("Add an event.", &blank, event)? else {
                ui.say("nothing was added");
                return Ok(());
            };
            (filled.event, filled.why)
        } else {
            (event(&self.fields)?, None)
        };
        let mut store = ui.store_or_new()?;
        let action = because(format!("add “{}”", event.title), why.or(self.why).as_deref());
        let outcome = store.change(&ui.author(), &action, |writer| {
            writer.event(&event)
        })?;
        ui.say(format!("added {} “{}”", outcome.id(), event.title));
        Ok(())
    }
}

/// The event that the fields describe.
pub(super) fn event(fields: &[(String, String)]) -> Result<Event, CliError> {
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<&str> = fields.iter().map(|(_, value)| value.as_str()).collect();
    let columns = Columns::new(&names)?;
    Ok(columns.event(&values)?)
}
