use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::query::{Filter, Test};
use crate::render::cross;
use crate::render::table::{Column, Table, clean, shortened};
use crate::store::{By, Values};
use anstyle::Style;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Count events, by year, kind, actor and so on
///
///   annalist count --by kind actor:Ukraine since:2025
///   annalist count --by month --by kind
///   annalist count --facets "security guarantees"
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Count {
    #[command(flatten)]
    query: QueryArg,

    /// What to count by: year, month, week, day, kind, class, actor, dyad, country, place, source,
    /// story, tag, review or status; given twice, or as in month,kind, by both at once
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    by: Vec<By>,

    /// The most frequent kinds, actors, countries, sources, tags and years, each as a term to narrow
    /// the query with
    #[arg(long, conflicts_with = "by")]
    facets: bool,

    #[command(flatten)]
    format: FormatArg,
}

#[derive(Serialize)]
struct Row {
    value: String,
    events: u64,
}

/// How many events have both values; the columns are called as the keys.
struct Cell {
    keys: [By; 2],
    values: [String; 2],
    events: u64,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let [first, second] = &self.values;
        let mut row = to.serialize_struct("Cell", 3)?;
        row.serialize_field(self.keys[0].as_str(), first)?;
        row.serialize_field(self.keys[1].as_str(), second)?;
        row.serialize_field("events", &self.events)?;
        row.end()
    }
}

/// A value of a facet.
#[derive(Serialize)]
struct Facet {
    facet: By,
    term: String,
    events: u64,
}

/// The longest bar, in cells.
const BAR: u64 = 40;

impl Run for Count {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let format = self.format.format;
        if self.facets {
            return facets(ui, format, &filter);
        }
        match self.by[..] {
            [] => {
                let rows = [Row { value: "all".to_owned(), events: ui.store()?.count(&filter)? }];
                format.print(ui, &rows, |rows| {
                    let mut table = Table::new([Column::Right("events")]);
                    rows.iter().for_each(|row| table.row([row.events.to_string()]));
                    table
                })
            }
            [by] => by_one(ui, format, &filter, by),
            [first, second] if first != second => by_two(ui, format, &filter, first, second),
            [first, _] => Err(CliError::new(format!("--by {first} is given twice; name two keys"))),
            _ => Err(CliError::new(format!("--by takes one key or two, not {}", self.by.len()))),
        }
    }
}

fn by_one(ui: &mut Ui, format: Format, filter: &Filter, by: By) -> Result<(), CliError> {
    let counts = ui.store()?.count_by(filter, by)?;
    let rows: Vec<Row> =
        counts.into_iter().map(|(value, events)| Row { value, events }).collect();
    format.print(ui, &rows, |rows| {
        let mut table =
            Table::new([Column::Flexible(by.as_str()), Column::Right("events"), Column::Left("")]);
        let most = rows.iter().map(|row| row.events).max().unwrap_or(1).max(1);
        for row in rows {
            let bar = (row.events * BAR).div_ceil(most) as usize;
            table.row([row.value.clone(), row.events.to_string(), "▇".repeat(bar)]);
        }
        table
    })
}

fn by_two(
    ui: &mut Ui,
    format: Format,
    filter: &Filter,
    first: By,
    second: By,
) -> Result<(), CliError> {
    let crossed = ui.store()?.count_by_two(filter, first, second)?;
    if format == Format::Table {
        let (width, key) = (ui.width(), first.as_str());
        let table = cross::table(key, &crossed.first, &crossed.second, &crossed.pairs, width);
        return Ok(table.write(&mut ui.out, width)?);
    }
    let cell = |(a, b, events): (usize, usize, u64)| Cell {
        keys: [first, second],
        values: [crossed.first[a].0.clone(), crossed.second[b].0.clone()],
        events,
    };
    let cells: Vec<Cell> = crossed.pairs.iter().copied().map(cell).collect();
    format.print(ui, &cells, |_| Table::new([]))
}

/// What a query is narrowed by, in the order of the page.
const FACETS: [By; 6] = [By::Kind, By::Actor, By::Country, By::Source, By::Tag, By::Year];

/// So many values of each.
const TOP: usize = 8;

/// The term that asks for a value; none where no term does, as for what has no place.
fn term(by: By, value: &str) -> Option<String> {
    let name = value.to_owned();
    Some(match by {
        By::Kind => Test::Kind(value.parse().ok()?).to_string(),
        By::Actor => Test::Exactly(name).to_string(),
        By::Source => Test::Source(name).to_string(),
        By::Tag => Test::Tag(name).to_string(),
        By::Year => Test::Date(value.parse().ok()?).to_string(),
        By::Country if !value.starts_with('(') => format!("in:{value}"),
        _ => return None,
    })
}

fn facets(ui: &mut Ui, format: Format, filter: &Filter) -> Result<(), CliError> {
    let mut store = ui.store()?;
    let all = store.count(filter)?;
    let counts = store.count_by_each(filter, FACETS)?;
    let top = |(by, counts): (By, Values)| -> Vec<Facet> {
        let facet = |(value, events): (String, u64)| Some(Facet { facet: by, term: term(by, &value)?, events });
        let mut facets: Vec<Facet> = counts.into_iter().filter_map(facet).collect();
        if by.is_date() {
            // The last years tell more than the first.
            facets.reverse();
        }
        facets.truncate(TOP);
        facets
    };
    let groups: Vec<Vec<Facet>> = FACETS.into_iter().zip(counts).map(top).collect();
    if format != Format::Table {
        let rows: Vec<Facet> = groups.into_iter().flatten().collect();
        return format.print(ui, &rows, |_| Table::new([]));
    }
    let width = ui.width().unwrap_or(80);
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let digits = all.to_string().len();
    let longest = groups.iter().flatten().map(|facet| facet.term.width()).max().unwrap_or(0);
    let room = longest.min(width.saturating_sub(digits + 4 + 10).max(12));
    let bar = width.saturating_sub(room + digits + 6).min(BAR as usize) as u64;
    writeln!(ui.out, "{bold}{all} events{bold:#}")?;
    for (by, facets) in FACETS.iter().zip(&groups).filter(|(_, facets)| !facets.is_empty()) {
        writeln!(ui.out, "\n{bold}{by}{bold:#}")?;
        let most = facets.iter().map(|facet| facet.events).max().unwrap_or(1).max(1);
        for Facet { term, events, .. } in facets {
            let term = shortened(&clean(term), room);
            let space = " ".repeat(room - term.width());
            let bar = "▇".repeat((events * bar).div_ceil(most) as usize);
            writeln!(ui.out, "  {term}{space}  {events:>digits$}  {dim}{bar}{dim:#}")?;
        }
    }
    Ok(())
}
