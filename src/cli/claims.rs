use crate::domain::{Rule, Ruling};

/// Which of several claims is shown.
#[derive(clap::Args)]
pub(super) struct RuleArg {
    /// Where sources differ, show the claim that is: latest, precise, sources (most of them say it),
    /// or trusted
    #[arg(long, value_name = "RULE", default_value_t = Rule::Latest)]
    rule: Rule,

    /// Sources for the rule `trusted`, the most trusted first, as in UCDP,Reuters
    #[arg(long, value_name = "SOURCES", value_delimiter = ',')]
    trusted: Vec<String>,
}

impl RuleArg {
    pub(super) fn ruling(&self) -> Ruling {
        Ruling { rule: self.rule, trusted: self.trusted.clone() }
    }
}
