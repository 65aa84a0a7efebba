use super::Run;
use super::error::CliError;
use super::ui::Ui;
use crate::domain::{LinkState, Relation, lint};

/// Link one event to another, with the reason
#[derive(clap::Args)]
pub(super) struct Link {
    /// The event that the link goes from: e42, or a uid
    from: String,

    /// The event that it goes to
    to: String,

    /// How the first stands to the second: causes, enables, part_of, follows, responds_to,
    /// implements, reverses, refers_to, same_as, contradicts or related_to
    #[arg(long = "as", value_name = "RELATION")]
    relation: Relation,

    /// Why, in words that another person can check
    #[arg(long, value_name = "TEXT")]
    why: String,

    /// How sure, 0 to 1
    #[arg(long, default_value_t = 1.0, value_name = "0..1")]
    confidence: f64,
}

impl Run for Link {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        if !(0.0..=1.0).contains(&self.confidence) {
            return Err(CliError::new(format!("--confidence {}: expected 0 to 1", self.confidence)));
        }
        if self.why.trim().is_empty() {
            return Err(CliError::new("--why is empty: say why the two are linked"));
        }
        let mut store = ui.store()?;
        let (from, to) = (store.resolve(&self.from)?, store.resolve(&self.to)?);
        if let Some(wrong) =
            lint(self.relation, from.event.date.as_ref(), to.event.date.as_ref())
        {
            return Err(CliError::new(format!(
                "{} {} {}: {wrong}; is the link the wrong way round?",
                from.id, self.relation, to.id
            )));
        }
        let link = crate::domain::Link {
            from: from.id,
            to: to.id,
            relation: self.relation,
            confidence: self.confidence,
            rationale: self.why,
            method: "analyst".to_owned(),
            state: LinkState::Accepted,
        };
        let action = format!("link {} {} {}", from.id, self.relation, to.id);
        store.change(&ui.author(), &action, |writer| writer.link(&link))?;
        ui.say(format!("{} “{}” {} {} “{}”", from.id, from.event.title, self.relation, to.id, to.event.title));
        Ok(())
    }
}
