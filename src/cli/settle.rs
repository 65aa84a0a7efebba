use super::Run;
use super::choice::Chosen;
use super::claims::RuleArg;
use super::error::CliError;
use super::ui::Ui;
use crate::query::Filter;

/// Show of events on which sources differ what a rule gives
///
/// What was set by hand stays. `show` prints what each source says, and which rule is followed:
///
///   annalist settle e42 --rule precise
///   annalist settle --where "kind:assault" --rule trusted --trusted UCDP,Reuters
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Settle {
    #[command(flatten)]
    chosen: Chosen,

    #[command(flatten)]
    rule: RuleArg,
}

impl Run for Settle {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let entries = self.chosen.entries(&mut store, &Filter::default())?;
        let ruling = self.rule.ruling();
        let action = format!("settle {} by {}", self.chosen.words(), ruling.rule);
        let changed = store.change(&ui.author(), &action, |writer| {
            let mut changed = 0;
            for entry in &entries {
                changed += usize::from(!writer.settle_claims(entry.id, &ruling)?.is_unchanged());
            }
            Ok(changed)
        })?;
        ui.say(format!("{changed} of {} events changed, by rule '{}'", entries.len(), ruling.rule));
        Ok(())
    }
}
