use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::ui::Ui;
use crate::query::Filter;
use crate::render::table::Table;
use serde_json::{Map, Value};

/// Ask in SQL; nothing can be changed by it
///
/// The tables are events, participations, citations, tags, extras, links, actors, aliases, memberships,
/// stories, story_events and imports; docs/sql.md describes their columns. They stand in memory while
/// the query is answered, a million events at most, so narrow what is large:
///
///   annalist sql "SELECT kind, count(*) FROM events GROUP BY kind"
///   annalist sql "SELECT * FROM events WHERE deaths > 10" --where "in:UKR since:2025"
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Sql {
    /// A SELECT, in SQLite's SQL
    #[arg(value_name = "SELECT")]
    query: String,

    /// Only the events that match this query stand in the tables
    #[arg(long = "where", value_name = "QUERY")]
    of: Option<Filter>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Sql {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let answer = ui.store()?.sql(&self.query, &self.of.unwrap_or_default())?;
        if answer.rows.is_empty() {
            ui.say("no rows");
        }
        match self.format.format {
            Format::Csv => {
                let mut out = csv::Writer::from_writer(&mut ui.out);
                let rows = answer.rows.iter().map(|row| row.iter().map(cell).collect());
                for row in std::iter::once(answer.columns.clone()).chain(rows) {
                    if !row.is_empty() {
                        out.write_record(row).map_err(std::io::Error::other)?;
                    }
                }
                Ok(out.flush()?)
            }
            format => {
                let named = |row: &Vec<Value>| -> Map<String, Value> {
                    answer.columns.iter().cloned().zip(row.iter().cloned()).collect()
                };
                let records: Vec<Map<String, Value>> = answer.rows.iter().map(named).collect();
                format.print(ui, &records, |_| {
                    let mut table = Table::named(answer.columns.clone());
                    answer.rows.iter().for_each(|row| table.row(row.iter().map(cell)));
                    table
                })
            }
        }
    }
}

/// A value as people and spreadsheets read it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
