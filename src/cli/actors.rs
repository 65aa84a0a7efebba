use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{ActorKind, words};
use crate::render::table::{Column, Table};
use crate::report::{Company, Standing, Standings};
use crate::store::Busy;
use serde::Serialize;
use std::cmp::Reverse;

/// List who takes part in the events of a query, the busiest first
#[derive(clap::Args)]
pub(super) struct Actors {
    #[command(flatten)]
    query: QueryArg,

    /// By what to order them: events; or, of the graph in which those are tied who share events,
    /// degree, pagerank, betweenness or community
    #[arg(long, default_value_t = By::Events, value_name = "WHAT", conflicts_with = "bridges")]
    rank: By,

    /// List the ties instead that alone hold two parts of that graph together
    #[arg(long)]
    bridges: bool,

    #[command(flatten)]
    format: FormatArg,
}

words! {
    /// By what actors are ordered.
    pub(super) enum By ("rank") {
        /// How many events they take part in.
        Events = "events",
        /// With how many others they share events.
        Degree = "degree",
        /// PageRank, stronger ties counting more.
        PageRank = "pagerank",
        /// The share of the shortest ways between others that lead over them.
        Betweenness = "betweenness",
        /// Their communities, the largest first, and in them PageRank.
        Community = "community",
    }
}

#[derive(Serialize)]
struct Row {
    name: String,
    kind: ActorKind,
    country: Option<String>,
    events: u64,
}

/// An actor and its place in the graph of all.
#[derive(Serialize)]
struct Placed<'c> {
    name: &'c str,
    kind: ActorKind,
    events: u64,
    degree: usize,
    pagerank: f64,
    betweenness: Option<f64>,
    community: usize,
}

/// Two actors and what they share.
#[derive(Serialize)]
struct Shared<'c> {
    first: &'c str,
    second: &'c str,
    events: u64,
}

impl Run for Actors {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        if self.bridges {
            return self.list_bridges(ui);
        }
        if self.rank != By::Events {
            return self.list_ranked(ui);
        }
        let filter = self.query.filter()?.standing();
        let rows: Vec<Row> = ui
            .store()?
            .actors(&filter)?
            .into_iter()
            .map(|(actor, events)| Row {
                name: actor.name,
                kind: actor.kind,
                country: actor.country,
                events,
            })
            .collect();
        if rows.is_empty() {
            ui.say("no actor takes part");
        }
        self.format.format.print(ui, &rows, |rows| {
            let mut table = Table::new([
                Column::Right("events"),
                Column::Flexible("name"),
                Column::Left("kind"),
                Column::Left("country"),
            ]);
            for row in rows {
                table.row([
                    row.events.to_string(),
                    row.name.clone(),
                    row.kind.to_string(),
                    row.country.clone().unwrap_or_default(),
                ]);
            }
            table
        })
    }
}

impl Actors {
    fn company(&self, ui: &mut Ui) -> Result<Company, CliError> {
        let filter = self.query.filter()?.standing();
        let company = Company::of(&mut ui.store()?, &filter)?;
        if company.actors.is_empty() {
            ui.say("no actor takes part");
        }
        Ok(company)
    }

    fn list_ranked(&self, ui: &mut Ui) -> Result<(), CliError> {
        let company = self.company(ui)?;
        let Standings { of_actors, modularity, sampled } =
            company.standings(self.rank == By::Betweenness);
        let placed = |(actor, standing): (_, Standing)| {
            let actor: &Busy = actor;
            Placed {
                name: &actor.name,
                kind: actor.kind,
                events: actor.events,
                degree: standing.degree,
                pagerank: standing.page_rank,
                betweenness: standing.betweenness,
                community: standing.community,
            }
        };
        let mut rows: Vec<Placed> = company.actors.iter().zip(of_actors).map(placed).collect();
        self.order(&mut rows);
        self.format.format.print(ui, &rows, table)?;
        if let Some(sampled) = sampled {
            let all = rows.len();
            ui.say(format!("betweenness is estimated: ways from {sampled} of {all} actors"));
        }
        if self.rank == By::Community {
            let communities = rows.iter().map(|row| row.community).max().unwrap_or(0);
            ui.say(format!("{communities} communities, modularity {modularity:.2}"));
        }
        Ok(())
    }

    /// Orders by what was asked for; equals stay in the order of their events.
    fn order(&self, rows: &mut [Placed]) {
        let page_rank = |a: &Placed, b: &Placed| b.pagerank.total_cmp(&a.pagerank);
        match self.rank {
            By::Events => {}
            By::Degree => rows.sort_by_key(|row| Reverse(row.degree)),
            By::PageRank => rows.sort_by(page_rank),
            By::Betweenness => rows.sort_by(|a, b| {
                let value = |row: &Placed| row.betweenness.unwrap_or(0.0);
                value(b).total_cmp(&value(a))
            }),
            By::Community => {
                let mut sizes = vec![0_usize; rows.len() + 1];
                rows.iter().for_each(|row| sizes[row.community] += 1);
                let key = |row: &Placed| (Reverse(sizes[row.community]), row.community);
                rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| page_rank(a, b)));
            }
        }
    }

    fn list_bridges(&self, ui: &mut Ui) -> Result<(), CliError> {
        let company = self.company(ui)?;
        let name = |at: usize| company.actors.get(at).map_or("", |actor| actor.name.as_str());
        let mut rows: Vec<Shared> = company
            .bridges()
            .into_iter()
            .map(|tie| Shared { first: name(tie.a), second: name(tie.b), events: tie.score.events })
            .collect();
        rows.sort_by_key(|row| Reverse(row.events));
        self.format.format.print(ui, &rows, |rows| {
            let mut table = Table::new([
                Column::Right("events"),
                Column::Flexible("first"),
                Column::Flexible("second"),
            ]);
            for row in rows {
                table.row([row.events.to_string(), row.first.to_owned(), row.second.to_owned()]);
            }
            table
        })
    }
}

fn table(rows: &[Placed]) -> Table {
    let mut table = Table::new([
        Column::Right("events"),
        Column::Right("degree"),
        Column::Right("pagerank"),
        Column::Right("betweenness"),
        Column::Right("community"),
        Column::Flexible("name"),
        Column::Left("kind"),
    ]);
    for row in rows {
        table.row([
            row.events.to_string(),
            row.degree.to_string(),
            format!("{:.4}", row.pagerank),
            row.betweenness.map_or(String::new(), |value| format!("{value:.4}")),
            row.community.to_string(),
            row.name.to_owned(),
            row.kind.to_string(),
        ]);
    }
    table
}
