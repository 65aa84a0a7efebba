use super::error::CliError;
use super::ui::Ui;
use super::{Run, grammar};

/// Print completions for a shell
#[derive(clap::Args)]
pub(super) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Run for Completions {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        clap_complete::generate(self.shell, &mut grammar(), "annalist", &mut ui.out);
        Ok(())
    }
}
