//! Counts of events by this and that.

use super::connection::Db;
use super::filter::{among, predicate};
use super::schema::{actors, citations, events, participations, places, sources};
use super::{Result, Store};
use crate::domain::words;
use crate::query::Filter;
use diesel::dsl::{count, count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use std::collections::HashMap;

words! {
    /// What to count events by.
    pub enum By ("count") {
        /// The year in which they start.
        Year = "year",
        /// The month in which they start.
        Month = "month",
        /// The day on which they start.
        Day = "day",
        /// Their kind.
        Kind = "kind",
        /// Each actor that takes part.
        Actor = "actor",
        /// Each pair of countries, the first acting on the second.
        Dyad = "dyad",
        /// The country of their place.
        Country = "country",
        /// Each publisher.
        Source = "source",
    }
}

impl Store {
    /// How many of the events that match there are of each value: dates by the first day that they
    /// can mean, in their order, then those with an open start and undated ones; everything else
    /// from the most down. Events without a place are under "(none)"; those without an actor, dyad
    /// or publisher are not counted by these.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn count_by(&mut self, filter: &Filter, by: By) -> Result<Vec<(String, u64)>> {
        let db = &mut self.db;
        let rows: Vec<(Option<String>, i64)> = match by {
            By::Year | By::Month | By::Day => {
                let part = match by {
                    By::Year => db.dialect(
                        "substr(events.earliest, 1, 4)",
                        "to_char(events.earliest, 'YYYY')",
                    ),
                    By::Month => db.dialect(
                        "substr(events.earliest, 1, 7)",
                        "to_char(events.earliest, 'YYYY-MM')",
                    ),
                    _ => db.dialect("events.earliest", "to_char(events.earliest, 'YYYY-MM-DD')"),
                };
                let part =
                    format!("CASE WHEN events.date IS NOT NULL THEN COALESCE({part}, 'open') END");
                events::table
                    .group_by(sql::<Nullable<Text>>(&part))
                    .filter(predicate(db, filter)?)
                    .select((sql::<Nullable<Text>>(&part), count_star()))
                    .load(db)?
            }
            By::Kind => {
                let counts: Vec<(String, i64)> = events::table
                    .group_by(events::kind)
                    .filter(predicate(db, filter)?)
                    .select((events::kind, count_star()))
                    .load(db)?;
                counts.into_iter().map(|(kind, n)| (Some(kind), n)).collect()
            }
            By::Country => by_country(db, filter)?,
            By::Actor => {
                let counts: Vec<(String, i64)> = participations::table
                    .inner_join(actors::table.on(participations::actor_id.eq(actors::id)))
                    .group_by(actors::name)
                    .filter(participations::role.ne("mentioned"))
                    .filter(among(db, participations::event_id, filter)?)
                    .select((actors::name, count(participations::event_id).aggregate_distinct()))
                    .load(db)?;
                counts.into_iter().map(|(name, n)| (Some(name), n)).collect()
            }
            By::Source => citations::table
                .inner_join(sources::table.on(citations::source_id.eq(sources::id.nullable())))
                .group_by(sources::publisher)
                .filter(among(db, citations::event_id, filter)?)
                .select((sources::publisher, count(citations::event_id).aggregate_distinct()))
                .load(db)?,
            By::Dyad => {
                let parts: Vec<(i64, String, Option<String>)> = participations::table
                    .inner_join(actors::table.on(participations::actor_id.eq(actors::id)))
                    .filter(among(db, participations::event_id, filter)?)
                    .order_by((participations::event_id, participations::seq))
                    .select((participations::event_id, participations::role, actors::country))
                    .load(db)?;
                dyads(&parts)
            }
        };
        let dated = matches!(by, By::Year | By::Month | By::Day);
        let none = if dated { "undated" } else { "(none)" };
        let mut counts: Vec<(String, u64)> = rows
            .into_iter()
            .map(|(value, n)| (value.unwrap_or_else(|| none.to_owned()), n.unsigned_abs()))
            .collect();
        if dated {
            counts.sort_by(|a, b| (a.0 == none, &a.0).cmp(&(b.0 == none, &b.0)));
        } else {
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(counts)
    }
}

fn by_country(db: &mut Db, filter: &Filter) -> Result<Vec<(Option<String>, i64)>> {
    let by_place: Vec<(Option<i64>, i64)> = events::table
        .group_by(events::place_id)
        .filter(predicate(db, filter)?)
        .select((events::place_id, count_star()))
        .load(db)?;
    let countries: HashMap<i64, Option<String>> =
        places::table.select((places::id, places::country)).load(db)?.into_iter().collect();
    let mut counts: HashMap<Option<String>, i64> = HashMap::new();
    for (place, n) in by_place {
        let country = place.and_then(|id| countries.get(&id).cloned().flatten());
        *counts.entry(country).or_default() += n;
    }
    Ok(counts.into_iter().collect())
}

/// Counts events by who acts on whom, by country: `RUS>UKR`; parties of one event, which have no
/// direction, as `RUS-UKR` in the order of the alphabet.
fn dyads(parts: &[(i64, String, Option<String>)]) -> Vec<(Option<String>, i64)> {
    let mut counts: HashMap<String, i64> = HashMap::new();
    for event in parts.chunk_by(|a, b| a.0 == b.0) {
        let of = |roles: &[&str]| -> Vec<&str> {
            let mut countries: Vec<&str> = event
                .iter()
                .filter(|(_, role, _)| roles.contains(&role.as_str()))
                .filter_map(|(_, _, country)| country.as_deref())
                .collect();
            countries.sort_unstable();
            countries.dedup();
            countries
        };
        let (acting, acted_on) = (of(&["initiator"]), of(&["recipient", "victim"]));
        for a in &acting {
            for b in acted_on.iter().filter(|b| *b != a) {
                *counts.entry(format!("{a}>{b}")).or_default() += 1;
            }
        }
        let parties = of(&["party"]);
        for (i, a) in parties.iter().enumerate() {
            for b in &parties[i + 1..] {
                *counts.entry(format!("{a}-{b}")).or_default() += 1;
            }
        }
    }
    counts.into_iter().map(|(dyad, n)| (Some(dyad), n)).collect()
}
