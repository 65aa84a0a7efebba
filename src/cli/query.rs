use super::error::CliError;
use crate::query::Filter;
use std::ffi::OsString;

/// The query that a command asks.
#[derive(clap::Args)]
pub(super) struct QueryArg {
    /// Which events; all of them if empty
    ///
    /// Terms are joined by AND; `|` is OR within a term; `-` negates a term.
    ///
    ///   actor:Ukraine exactly:Ukraine by:Russia on:Ukraine dyad:UKR>RUS
    ///   kind:talks since:2025-12 until:2025-12-31 certainly
    ///   date:2025-12-14 between:2022-02..2022-04 since:2w
    ///   in:Germany in:"Western Africa" in:EU bbox:22,44,40,52
    ///   place:Berlin near:52.52,13.40,50km source:Reuters tag:nato deaths:>=10
    ///   status:verified drone|missile "security guarantees" -kind:statement
    #[arg(value_name = "QUERY", verbatim_doc_comment)]
    query: Vec<String>,
}

impl QueryArg {
    /// The query of these words.
    pub(super) fn of(query: Vec<String>) -> QueryArg {
        QueryArg { query }
    }

    /// The query as written.
    pub(super) fn filter(&self) -> Result<Filter, CliError> {
        let words: Vec<String> =
            self.query.iter().map(|word| word.replacen(SHIELD, "-", 1)).collect();
        Ok(Filter::from_args(&words)?)
    }
}

/// Stands for the minus of a negated term while the command line is taken apart.
const SHIELD: char = '\u{1}';

/// Keeps a negated term, as in `-kind:talks`, from being read as options: a minus before a key, a
/// quote or a kept query is none.
pub(super) fn shielded(argument: OsString) -> OsString {
    let Some(term) = argument.to_str().and_then(|text| text.strip_prefix('-')) else {
        return argument;
    };
    let key = term.split(':').next().unwrap_or_default();
    let keyed = key.len() > 1 && key.len() < term.len() && key.chars().all(char::is_alphabetic);
    let spaced = term.starts_with(['"', '@']) || (!term.starts_with('-') && term.contains(' '));
    if keyed || spaced { format!("{SHIELD}{term}").into() } else { argument }
}

#[cfg(test)]
mod tests {
    use crate::query::Filter;

    #[test]
    fn every_example_of_the_help_is_a_query() {
        let grammar = super::super::grammar();
        let list = grammar.find_subcommand("list").unwrap();
        let query = list.get_arguments().find(|argument| argument.get_id() == "query").unwrap();
        let help = query.get_long_help().unwrap().to_string();
        let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  ")).collect();
        assert!(examples.len() >= 6, "{help}");
        for example in examples {
            assert!(
                example.parse::<Filter>().is_ok_and(|filter| filter.terms.len() > 2),
                "{example}"
            );
        }
    }
}
