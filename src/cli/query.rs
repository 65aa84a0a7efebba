use super::error::CliError;
use crate::query::Filter;

/// The query that a command asks.
#[derive(clap::Args)]
pub(super) struct QueryArg {
    /// Which events; all of them if empty
    ///
    /// Terms are joined by AND; `|` is OR within a term; `-` negates a term (put `--` before a
    /// query that starts with it).
    ///
    ///   actor:Ukraine exactly:Ukraine by:Russia on:Ukraine dyad:UKR>RUS
    ///   kind:talks since:2025-12 until:2025-12-31 certainly
    ///   place:Berlin near:52.52,13.40,50km source:Reuters tag:nato deaths:>=10
    ///   status:verified drone|missile "security guarantees" -kind:statement
    #[arg(value_name = "QUERY", verbatim_doc_comment, allow_hyphen_values = false)]
    query: Vec<String>,
}

impl QueryArg {
    /// The query as written.
    pub(super) fn filter(&self) -> Result<Filter, CliError> {
        Ok(Filter::from_args(&self.query)?)
    }
}
