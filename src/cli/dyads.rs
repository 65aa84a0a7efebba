use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::query::QueryArg;
use super::ui::Ui;
use crate::coding;
use crate::domain::{Class, Score, words};
use crate::render::table::{Column, Table};
use crate::report::{self, Dyad};
use crate::store::Who;
use serde::Serialize;

/// Weigh cooperation and conflict between each two who have dealt with each other
#[derive(clap::Args)]
pub(super) struct Dyads {
    #[command(flatten)]
    query: QueryArg,

    /// Only with whom this one has dealt: an actor, or with --by country a country
    #[arg(long, value_name = "NAME")]
    of: Option<String>,

    /// Who deals with whom: actor or country
    #[arg(long, default_value_t = By::Actor, value_name = "WHAT")]
    by: By,

    /// How many at most; 0 for all. A table shows 100 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,

    #[command(flatten)]
    format: FormatArg,
}

words! {
    /// Between whom.
    pub(super) enum By ("dyad") {
        /// Actors by their names.
        Actor = "actor",
        /// The countries of actors.
        Country = "country",
    }
}

#[derive(Serialize)]
struct Row {
    first: String,
    second: String,
    events: u64,
    /// In which the first acts on the second, and the other way round.
    first_acts: u64,
    second_acts: u64,
    together: u64,
    verbal_cooperation: u64,
    material_cooperation: u64,
    verbal_conflict: u64,
    material_conflict: u64,
    neutral: u64,
    /// The mean Goldstein scores, of all and of those in which one acts on the other.
    goldstein: Option<f64>,
    first_goldstein: Option<f64>,
    second_goldstein: Option<f64>,
}

impl Row {
    fn of(dyad: Dyad) -> Row {
        let balance = &dyad.balance;
        // More digits than the scores have would pretend to know more.
        let mean = |score: &Score| score.mean().map(|mean| (mean * 100.0).round() / 100.0);
        Row {
            events: balance.all.events,
            first_acts: balance.first.events,
            second_acts: balance.second.events,
            together: balance.together.events,
            verbal_cooperation: dyad.of_class(Class::VerbalCooperation),
            material_cooperation: dyad.of_class(Class::MaterialCooperation),
            verbal_conflict: dyad.of_class(Class::VerbalConflict),
            material_conflict: dyad.of_class(Class::MaterialConflict),
            neutral: dyad.of_class(Class::Neutral),
            goldstein: mean(&balance.all),
            first_goldstein: mean(&balance.first),
            second_goldstein: mean(&balance.second),
            first: dyad.first,
            second: dyad.second,
        }
    }
}

impl Run for Dyads {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let (who, of) = match (self.by, &self.of) {
            (By::Actor, of) => {
                (Who::Actor, of.as_deref().map(|name| store.actor(name)).transpose()?.map(|a| a.name))
            }
            (By::Country, of) => (Who::Country, of.as_deref().map(country).transpose()?),
        };
        let dyads = report::balances(&mut store, &filter, who, of.as_deref())?;
        let all = dyads.len();
        let limit = self.format.format.limit(self.limit).and_then(|n| usize::try_from(n).ok());
        let rows: Vec<Row> =
            dyads.into_iter().take(limit.unwrap_or(usize::MAX)).map(Row::of).collect();
        self.format.format.print(ui, &rows, table)?;
        if rows.is_empty() {
            ui.say("nobody deals with anybody");
        } else if rows.len() < all {
            ui.say(format!("the first {} of {all}; --limit 0 lists all", rows.len()));
        }
        Ok(())
    }
}

fn country(name: &str) -> Result<String, CliError> {
    let missing = || CliError::new(format!("--of {name}: no such country; name it or its ISO code"));
    Ok(coding::country(name).ok_or_else(missing)?.name.clone())
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new([
        Column::Right("events"),
        Column::Flexible("first"),
        Column::Flexible("second"),
        Column::Right("→"),
        Column::Right("←"),
        Column::Right("both"),
        Column::Right("cooperation"),
        Column::Right("conflict"),
        Column::Right("tone →"),
        Column::Right("tone ←"),
        Column::Right("tone"),
    ]);
    let tone = |tone: Option<f64>| tone.map_or(String::new(), |tone| format!("{tone:+.1}"));
    for row in rows {
        table.row([
            row.events.to_string(),
            row.first.clone(),
            row.second.clone(),
            row.first_acts.to_string(),
            row.second_acts.to_string(),
            row.together.to_string(),
            format!("{} + {}", row.verbal_cooperation, row.material_cooperation),
            format!("{} + {}", row.verbal_conflict, row.material_conflict),
            tone(row.first_goldstein),
            tone(row.second_goldstein),
            tone(row.goldstein),
        ]);
    }
    table
}
