use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::domain::Relation;

/// Take a link away; what a rule suggested is not suggested again
#[derive(clap::Args)]
pub(super) struct Unlink {
    /// The event that the link goes from: e42, or a uid
    from: String,

    /// The event that it goes to
    to: String,

    /// Only the link of this relation; all links from the first to the second if not given
    #[arg(long = "as", value_name = "RELATION")]
    relation: Option<Relation>,
}

impl Run for Unlink {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let (from, to) = (store.resolve(&self.from)?.id, store.resolve(&self.to)?.id);
        let taken = store.change(&ui.author(), &format!("unlink {from} {to}"), |writer| {
            writer.unlink(from, to, self.relation)
        })?;
        match taken {
            0 => Err(CliError::new(format!(
                "no such link goes from {from} to {to}; `annalist show {from}` lists its links"
            ))),
            1 => {
                ui.say(format!("took 1 link from {from} to {to} away"));
                Ok(())
            }
            n => {
                ui.say(format!("took {n} links from {from} to {to} away"));
                Ok(())
            }
        }
    }
}
