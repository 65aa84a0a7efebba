use super::Run;
use super::error::CliError;
use super::output::{FormatArg, save};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{Entry, Review as State};
use crate::query::{Filter, Test};
use crate::render::table::{Column, Table};
use crate::report;
use crate::store::Store;
use serde::Serialize;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What was proposed and waits for a decision; `review accept` and `review reject` decide
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Review {
    #[command(subcommand)]
    action: Option<Action>,

    #[command(flatten)]
    query: QueryArg,

    #[command(flatten)]
    format: FormatArg,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Stand by events
    Accept(Choice),
    /// Turn events down; they stay, hidden, so that they do not come back
    Reject(Choice),
    /// Write what was decided as examples that a coder can learn from, in JSON Lines
    Export {
        #[command(flatten)]
        query: QueryArg,

        /// The file; standard output if not given
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Which events are decided on.
#[derive(clap::Args)]
struct Choice {
    /// Numbers like e42, or uids
    #[arg(required_unless_present = "of", value_name = "EVENT")]
    events: Vec<String>,

    /// All that wait for a decision and match this query, as in --where "kind:talks place:Berlin"
    #[arg(long = "where", value_name = "QUERY", id = "of")]
    of: Option<Filter>,

    /// Of those, only what is at least so sure, 0 to 1
    #[arg(long, value_name = "0..1", requires = "of")]
    at_least: Option<f64>,
}

impl Choice {
    fn entries(&self, store: &mut Store) -> Result<Vec<Entry>, CliError> {
        let mut entries: Vec<Entry> =
            self.events.iter().map(|name| store.resolve(name)).collect::<Result<_, _>>()?;
        if let Some(query) = &self.of {
            let proposed = Filter::of(Test::Review(State::Proposed));
            let mut found = store.events(&query.clone().and(proposed), None)?;
            let sure = |entry: &Entry| entry.event.confidence.unwrap_or(0.0);
            found.retain(|entry| self.at_least.is_none_or(|least| sure(entry) >= least));
            entries.extend(found);
        }
        Ok(entries)
    }

    /// The choice in words, for the record of changes.
    fn words(&self) -> String {
        let mut words = self.events.clone();
        words.extend(self.of.as_ref().map(|query| format!("where {query}")));
        words.extend(self.at_least.map(|least| format!("at least {least}")));
        words.join(" ")
    }
}

impl Run for Review {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        match self.action {
            Some(Action::Accept(choice)) => decide(ui, &choice, State::Accepted),
            Some(Action::Reject(choice)) => decide(ui, &choice, State::Rejected),
            Some(Action::Export { query, output }) => export(ui, &query.filter()?, output),
            None => {
                let proposed = Filter::of(Test::Review(State::Proposed));
                list(ui, &self.query.filter()?.and(proposed), &self.format)
            }
        }
    }
}

fn export(ui: &mut Ui, filter: &Filter, output: Option<PathBuf>) -> Result<(), CliError> {
    let examples = report::examples(&mut ui.store()?, filter)?;
    let write = |out: &mut dyn Write| -> Result<(), CliError> {
        for example in &examples {
            serde_json::to_writer(&mut *out, example).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Ok(())
    };
    match output {
        Some(path) => save(&path, |file| write(file))?,
        None => write(&mut ui.out)?,
    }
    ui.say(format!("{} decisions on proposed events", examples.len()));
    Ok(())
}

fn decide(ui: &mut Ui, choice: &Choice, state: State) -> Result<(), CliError> {
    let mut store = ui.store()?;
    let entries = choice.entries(&mut store)?;
    let action = format!("review: {state} {}", choice.words());
    store.change(&ui.author(), &action, |writer| {
        for entry in &entries {
            let mut event = entry.event.clone();
            event.review = state;
            writer.replace(entry.id, &event)?;
        }
        Ok(())
    })?;
    let plural = if entries.len() == 1 { "" } else { "s" };
    ui.say(format!("{state} {} event{plural}", entries.len()));
    Ok(())
}

#[derive(Serialize)]
struct Row {
    id: String,
    uid: String,
    confidence: Option<f64>,
    date: Option<String>,
    kind: String,
    title: String,
    quote: Option<String>,
}

fn list(ui: &mut Ui, filter: &Filter, format: &FormatArg) -> Result<(), CliError> {
    let mut store = ui.store()?;
    let mut rows: Vec<Row> = Vec::new();
    store.each_event(filter, |entry| {
        rows.push(Row {
            id: entry.id.to_string(),
            uid: entry.event.uid,
            confidence: entry.event.confidence,
            date: entry.event.date.map(|date| date.to_string()),
            kind: entry.event.kind.to_string(),
            title: entry.event.title,
            quote: entry.event.citations.into_iter().find_map(|citation| citation.quote),
        });
        ControlFlow::Continue(())
    })?;
    // The surest first: they are the quickest to decide.
    rows.sort_by(|a, b| b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)));
    if rows.is_empty() {
        ui.say("nothing waits for a decision");
    }
    format.format.print(ui, &rows, |rows| {
        let mut table = Table::new([
            Column::Right("id"),
            Column::Right("conf."),
            Column::Left("date"),
            Column::Left("kind"),
            Column::Flexible("title"),
            Column::Flexible("quote"),
        ]);
        for row in rows {
            let confidence = row.confidence.map_or(String::new(), |c| format!("{c:.2}"));
            table.row([
                row.id.clone(),
                confidence,
                row.date.clone().unwrap_or_default(),
                row.kind.clone(),
                row.title.clone(),
                row.quote.clone().unwrap_or_default(),
            ]);
        }
        table
    })
}
