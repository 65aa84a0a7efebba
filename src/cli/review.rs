use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::Review as State;
use crate::query::{Filter, Test};
use crate::render::table::{Column, Table};
use serde::Serialize;

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
    Accept {
        /// Numbers like e42, or uids
        #[arg(required = true, value_name = "EVENT")]
        events: Vec<String>,
    },
    /// Turn events down; they stay, hidden, so that they do not come back
    Reject {
        /// Numbers like e42, or uids
        #[arg(required = true, value_name = "EVENT")]
        events: Vec<String>,
    },
}

impl Run for Review {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        match self.action {
            Some(Action::Accept { events }) => decide(ui, &events, State::Accepted),
            Some(Action::Reject { events }) => decide(ui, &events, State::Rejected),
            None => {
                let proposed = Filter::of(Test::Review(State::Proposed));
                list(ui, &self.query.filter()?.and(proposed), &self.format)
            }
        }
    }
}

fn decide(ui: &mut Ui, events: &[String], state: State) -> Result<(), CliError> {
    let mut store = ui.store()?;
    let entries: Vec<_> =
        events.iter().map(|name| store.resolve(name)).collect::<Result<_, _>>()?;
    let action = format!("review: {state} {}", events.join(" "));
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
