use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::query::is_saved_name;
use crate::render::table::{Column, Table};
use serde::Serialize;
use std::io::Write;

/// The query language, and queries kept under a name
///
/// Every command that reads events takes a query. Its terms are joined by AND; `|` is OR within a
/// term; `-` before a term negates it. No query means all events.
///
/// Who:
///   actor:Ukraine               takes part: a country stands for its government, people and organisations
///   exactly:Ukraine             that very actor takes part
///   by:Russia on:Ukraine        acts; is acted upon
///   dyad:UKR>RUS                the first acts on the second; dyad:UKR-RUS in either direction
///
/// What:
///   kind:talks|attack           of one of these kinds; `annalist codes` lists them
///   deaths:>=10                 so many deaths
///   tag:nato story:3            with that tag; in that storyline
///   status:verified             verified, review state (proposed, accepted, ...) or modality (planned, ...)
///
/// When:
///   since:2025-12 until:2025    it may have been then or later; then or earlier
///   date:2025-12-14             then; also between:2022-02..2022-04 and since:2w, since:yesterday
///   since:2025 certainly        dates hold for certain; possibly, the rule, if not
///   known:..2025-12-20          its first source was published then
///
/// Where:
///   place:Berlin in:EU          place, province or country by name; country or region
///   near:52.52,13.40,50km       within so far of a point
///   bbox:22,44,40,52            in a box: west, south, east, north
///
/// According to whom:
///   source:Reuters              a publisher or dataset of that name tells it
///
/// In what words:
///   drone "security guarantees" that word, in any of its English forms; those words in a row
///   dron* ирпін*                a word that starts so
///
/// Kept queries:
///   @mine -@noise               what was kept with `annalist query save mine actor:Ukraine kind:attack`
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Query {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Keep a query under a name, for @NAME in others
    Save {
        /// The name: letters, digits, - and _
        name: String,

        #[command(flatten)]
        query: QueryArg,
    },
    /// List the queries that are kept
    List {
        #[command(flatten)]
        format: FormatArg,
    },
    /// Print what a kept query asks
    Show {
        /// Its name
        name: String,
    },
    /// Forget a kept query
    Delete {
        /// Its name
        name: String,
    },
}

#[derive(Serialize)]
struct Row {
    name: String,
    query: String,
}

impl Run for Query {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let bare = |name: String| name.strip_prefix('@').map(str::to_owned).unwrap_or(name);
        match self.action {
            Action::Save { name, query } => {
                let name = bare(name);
                if !is_saved_name(&name) {
                    let why = format!("{name}: expected a name of letters, digits, - and _");
                    return Err(CliError::new(why));
                }
                let filter = query.filter()?;
                let mut store = ui.store_or_new()?;
                let outcome = store.change(&ui.author(), &format!("save query @{name}"), |writer| {
                    writer.save_query(&name, &filter)
                })?;
                let done = if outcome.is_unchanged() { "asks that already" } else { "is kept" };
                ui.say(format!("@{name} {done}: {filter}"));
            }
            Action::List { format } => {
                let rows: Vec<Row> = ui
                    .store()?
                    .saved_queries()?
                    .into_iter()
                    .map(|(name, query)| Row { name: format!("@{name}"), query })
                    .collect();
                if rows.is_empty() {
                    ui.say("no query is kept; `annalist query save NAME QUERY` keeps one");
                }
                format.format.print(ui, &rows, |rows| {
                    let mut table = Table::new([Column::Left("name"), Column::Flexible("query")]);
                    rows.iter().for_each(|row| table.row([row.name.clone(), row.query.clone()]));
                    table
                })?;
            }
            Action::Show { name } => {
                let filter = ui.store()?.saved_query(&bare(name))?;
                writeln!(ui.out, "{filter}")?;
            }
            Action::Delete { name } => {
                let name = bare(name);
                let mut store = ui.store()?;
                store.change(&ui.author(), &format!("delete query @{name}"), |writer| {
                    writer.drop_query(&name)
                })?;
                ui.say(format!("@{name} is forgotten"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::query::Filter;

    #[test]
    fn every_example_of_the_page_is_a_query() {
        let help = super::super::grammar()
            .find_subcommand_mut("query")
            .unwrap()
            .render_long_help()
            .to_string();
        let examples: Vec<&str> = help
            .lines()
            .filter_map(|line| line.strip_prefix("  ")?.get(..28))
            .filter(|line| line.ends_with(' ') && line.contains([':', '*', '@', '"']))
            .collect();
        assert!(examples.len() >= 18, "{help}");
        for example in examples {
            let filter = example.parse::<Filter>();
            assert!(filter.as_ref().is_ok_and(|filter| !filter.terms.is_empty()), "{example}");
        }
    }
}
