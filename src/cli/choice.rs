use super::error::CliError;
use crate::domain::Entry;
use crate::query::Filter;
use crate::store::Store;

/// Which events a change is made to.
#[derive(clap::Args)]
pub(super) struct Chosen {
    /// Numbers like e42, or uids
    #[arg(required_unless_present = "of", value_name = "EVENT")]
    events: Vec<String>,

    /// Also all that match this query, as in --where "kind:talks place:Berlin"
    #[arg(long = "where", value_name = "QUERY", id = "of")]
    of: Option<Filter>,
}

impl Chosen {
    /// The events, each once; of those that match the query only what `also` asks for, too.
    pub(super) fn entries(&self, store: &mut Store, also: &Filter) -> Result<Vec<Entry>, CliError> {
        let mut entries: Vec<Entry> =
            self.events.iter().map(|name| store.resolve(name)).collect::<Result<_, _>>()?;
        if let Some(query) = &self.of {
            entries.extend(store.events(&query.clone().and(also.clone()), None)?);
        }
        let mut seen = std::collections::HashSet::new();
        entries.retain(|entry| seen.insert(entry.id));
        Ok(entries)
    }

    /// The choice in words, for the record of changes.
    pub(super) fn words(&self) -> String {
        let mut words = self.events.clone();
        words.extend(self.of.as_ref().map(|query| format!("where {query}")));
        words.join(" ")
    }
}

/// What was done with its reason, for the record of changes.
pub(super) fn because(action: String, why: Option<&str>) -> String {
    match why {
        Some(why) => format!("{action}: {why}"),
        None => action,
    }
}
