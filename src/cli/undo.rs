use super::Run;
use super::error::CliError;
use super::ui::Ui;

/// Take back the latest change
#[derive(clap::Args)]
pub(super) struct Undo {}

impl Run for Undo {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let undone = ui.store()?.undo()?;
        ui.say(match undone {
            Some(change) => format!("took back change {}: {}", change.id, change.action),
            None => "nothing to take back".to_owned(),
        });
        Ok(())
    }
}
