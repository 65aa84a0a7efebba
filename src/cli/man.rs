use super::error::CliError;
use super::ui::Ui;
use super::{Run, grammar};

/// Print the manual page, all commands included
#[derive(clap::Args)]
pub(super) struct Man {}

impl Run for Man {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut all = grammar();
        all.build();
        clap_mangen::Man::new(all.clone()).render(&mut ui.out)?;
        for command in all.get_subcommands().filter(|command| command.get_name() != "help") {
            clap_mangen::Man::new(command.clone()).render(&mut ui.out)?;
        }
        Ok(())
    }
}
