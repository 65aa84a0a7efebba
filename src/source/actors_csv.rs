//! Actors as CSV: `name,kind,country,aliases,memberships`. `aliases` holds `NAME` or
//! `NAME [DATES]`, `memberships` holds `OFFICE @ ORGANISATION [DATES]`, several between `;`.

use super::links_csv::{cell, known};
use super::{Format, Head, Holds, Record, table};
use crate::domain::{Actor, FieldError};
use std::str::FromStr;

/// Actors as CSV.
pub const FORMAT: Format = Format {
    name: "actors-csv",
    about: "actors, a row each: name,kind,country,aliases,memberships",
    recognise: |head: &Head| {
        let header = head.header();
        let has = |name: &str| header.iter().any(|cell| cell == name);
        has("name") && has("kind") && !has("title")
    },
    open: |input| {
        table::rows(input, table::CSV, |header| {
            let names = known(header, NAMES, 2)?;
            Ok(table::named(names.clone(), move |cells| actor(&names, cells).map(Record::Actor)))
        })
    },
    header: true,
    complete: false,
    holds: Holds::Records,
};

const NAMES: &[&str] = &["name", "kind", "country", "aliases", "memberships"];

fn actor(columns: &[&str], cells: &[&str]) -> Result<Actor, FieldError> {
    let get = |name| cell(columns, cells, name);
    let needed = |name: &'static str| {
        get(name).ok_or_else(|| FieldError::new(name, "", "an actor needs one"))
    };
    let kind = needed("kind")?;
    Ok(Actor {
        name: needed("name")?.to_owned(),
        kind: kind.parse().map_err(|why| FieldError::new("kind", kind, why))?,
        country: get("country").map(str::to_owned),
        aliases: list(get("aliases"))?,
        memberships: list(get("memberships"))?,
    })
}

fn list<T: FromStr<Err = FieldError>>(cell: Option<&str>) -> Result<Vec<T>, FieldError> {
    let parts = cell.unwrap_or_default().split(';').map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::one;
    use super::*;

    #[test]
    fn an_actor() {
        let text = "name,kind,country,aliases,memberships\n\
            Steve Witkoff,person,USA,Steven Witkoff; Envoy [2025/..],special envoy @ Government of the United States [2025-01/..]\n";
        let Record::Actor(actor) = one(&FORMAT, text) else { panic!() };
        assert_eq!(actor.aliases[1].to_string(), "Envoy [2025/..]");
        assert_eq!(actor.memberships[0].office, "special envoy");
    }
}
