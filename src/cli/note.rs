use super::Run;
use super::error::CliError;
use super::ui::Ui;

/// Note something of an event, under your name and the time
#[derive(clap::Args)]
pub(super) struct Note {
    /// The event: e42, or a uid
    event: String,

    /// What to note
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
}

impl Run for Note {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let text = self.text.join(" ");
        let text = text.trim();
        if text.is_empty() {
            return Err(CliError::new("a note needs words"));
        }
        let mut store = ui.store()?;
        let entry = store.resolve(&self.event)?;
        store.change(&ui.author(), &format!("note {}", entry.id), |writer| {
            writer.note(entry.id, text)
        })?;
        ui.say(format!("noted of {} “{}”", entry.id, entry.event.title));
        Ok(())
    }
}
