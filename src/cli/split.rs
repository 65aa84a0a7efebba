use super::Run;
use super::claims::RuleArg;
use super::error::CliError;
use super::ui::Ui;

/// Take records out of the event that they were merged into
#[derive(clap::Args)]
pub(super) struct Split {
    /// The event that they were merged into
    event: String,

    /// Those that stand for themselves again
    #[arg(required = true, value_name = "MERGED")]
    merged: Vec<String>,

    #[command(flatten)]
    rule: RuleArg,
}

impl Run for Split {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let keep = store.resolve(&self.event)?.id;
        let ruling = self.rule.ruling();
        let mut ids = Vec::new();
        for name in &self.merged {
            ids.push(store.resolve(name)?.id);
        }
        store.change(&ui.author(), &format!("split {keep}"), |writer| {
            ids.iter().try_for_each(|id| writer.split(keep, *id, &ruling))
        })?;
        ui.say(format!("{} records stand for themselves again", ids.len()));
        Ok(())
    }
}
