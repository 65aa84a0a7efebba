use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::domain::{Alias, FieldError};
use anstyle::Style;
use std::io::Write;

/// Show an actor, or give it another name
#[derive(clap::Args)]
pub(super) struct Actor {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Show an actor with its other names and offices
    Show {
        /// Its name, or another name of it
        name: String,
    },
    /// Give an actor another name, under which it is found and read from files
    Alias {
        /// Its name
        name: String,
        /// The other name, perhaps with dates: "Leningrad [1924/1991]"
        alias: String,
    },
}

impl Run for Actor {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        match self.action {
            Action::Show { name } => show(ui, &name),
            Action::Alias { name, alias } => {
                let alias: Alias = alias.parse().map_err(|e: FieldError| CliError::new(e))?;
                let mut store = ui.store()?;
                let mut actor = store.actor(&name)?;
                if let Ok(other) = store.actor(&alias.name)
                    && other.name != actor.name
                {
                    return Err(CliError::new(format!(
                        "“{}” already means {}; a name that means two actors finds neither",
                        alias.name, other.name
                    )));
                }
                let action = format!("actor alias “{}” “{alias}”", actor.name);
                actor.aliases.retain(|old| old.name != alias.name);
                actor.aliases.push(alias.clone());
                store.change(&ui.author(), &action, |writer| writer.actor(&actor))?;
                ui.say(format!("“{}” is also “{alias}”", actor.name));
                Ok(())
            }
        }
    }
}

fn show(ui: &mut Ui, name: &str) -> Result<(), CliError> {
    let actor = ui.store()?.actor(name)?;
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let country = actor.country.map_or(String::new(), |country| format!(", {country}"));
    writeln!(ui.out, "{bold}{}{bold:#}  {}{country}", actor.name, actor.kind)?;
    for alias in &actor.aliases {
        writeln!(ui.out, "  {dim}{:<8}{dim:#}{alias}", "also")?;
    }
    for membership in &actor.memberships {
        writeln!(ui.out, "  {dim}{:<8}{dim:#}{membership}", "office")?;
    }
    Ok(())
}
