use super::error::CliError;
use super::ui::Ui;
use super::choice::because;
use super::{Run, add, form};
use crate::domain::{Event, nearest};
use crate::render::export::csv;

/// Change fields of an event
///
/// Fields are those of annalist's CSV, as FIELD=VALUE; an empty value takes the field away:
///
///   annalist edit e42 date=2025-12-14 verification=verified --why "the ministry's list"
///
/// Without fields, a form opens in $VISUAL or $EDITOR.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Edit {
    /// The event: e42, or a uid
    event: String,

    /// Fields and their new values
    #[arg(value_name = "FIELD=VALUE", value_parser = add::assignment)]
    fields: Vec<(String, String)>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

impl Run for Edit {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let entry = store.resolve(&self.event)?;
        let (event, names, why) = if self.fields.is_empty() {
            let heading = format!("Change {} “{}”.", entry.id, entry.event.title);
            let told = |fields: &[(String, String)]| edited(&entry.event, fields);
            let Some(filled) = form::fill(&heading, &csv::cells(&entry.event), told)? else {
                ui.say("nothing was changed");
                return Ok(());
            };
            (filled.event, filled.fields, filled.why)
        } else {
            let names = self.fields.iter().map(|(name, _)| name.clone()).collect();
            (edited(&entry.event, &self.fields)?, names, None)
        };
        let action = format!("edit {} {}", entry.id, names.join(" "));
        let action = because(action, why.or(self.why).as_deref());
        let outcome = store.change(&ui.author(), &action, |writer| {
            writer.replace(entry.id, &event)
        })?;
        let done = if outcome.is_unchanged() { "is so already" } else { "changed" };
        ui.say(format!("{} “{}” {done}", entry.id, event.title));
        Ok(())
    }
}

/// The event with those fields changed. It is written as CSV cells and read back, so that fields
/// mean what they mean in a file; what CSV has no column for stays as it was.
fn edited(before: &Event, fields: &[(String, String)]) -> Result<Event, CliError> {
    let mut cells: Vec<(String, String)> = csv::COLUMNS
        .iter()
        .map(|name| (*name).to_owned())
        .zip(csv::cells(before))
        .collect();
    for (name, value) in fields {
        if name == "uid" {
            return Err(CliError::new("uid: an event's uid is its name for good"));
        }
        match cells.iter_mut().find(|(column, _)| column == name) {
            Some((_, cell)) => cell.clone_from(value),
            None => {
                let near = nearest(name, csv::COLUMNS.iter().copied())
                    .map_or(format!("known: {}", csv::COLUMNS.join(", ")), |near| {
                        format!("did you mean {near}?")
                    });
                return Err(CliError::new(format!("no field {name}; {near}")));
            }
        }
    }
    let mut event = add::event(&cells)?;
    event.extras.clone_from(&before.extras);
    for actor in &mut event.actors {
        if let Some(old) = before.actors.iter().find(|old| old.name == actor.name) {
            actor.kind = old.kind;
            actor.country.clone_from(&old.country);
            actor.surface.clone_from(&old.surface);
        }
    }
    for (citation, old) in event.citations.iter_mut().zip(&before.citations) {
        citation.hash.clone_from(&old.hash);
        citation.section = old.section;
        citation.extras.clone_from(&old.extras);
    }
    Ok(event)
}
