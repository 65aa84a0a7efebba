//! Links between events as CSV: `from,to,relation,confidence,rationale,method,state`, events by
//! their uids.

use super::{Format, Head, Holds, Record, table};
use crate::domain::{FieldError, Link, LinkState, nearest};
use std::fmt::Display;
use std::str::FromStr;

/// Links as CSV.
pub const FORMAT: Format = Format {
    name: "links-csv",
    about: "links, a row each: from,to,relation,confidence,rationale,method,state",
    recognise: |head: &Head| {
        let header = head.header();
        ["from", "to", "relation"].iter().all(|name| header.iter().any(|cell| cell == name))
    },
    open: |input| {
        table::rows(input, table::CSV, |header| {
            let names = known(header, NAMES, 3)?;
            Ok(table::named(names.clone(), move |cells| link(&names, cells).map(Record::Link)))
        })
    },
    header: true,
    complete: false,
    holds: Holds::Records,
};

const NAMES: &[&str] = &["from", "to", "relation", "confidence", "rationale", "method", "state"];

/// The canonical names of a header's columns, of which the first `needed` must be there.
pub(super) fn known(
    header: &[&str],
    names: &'static [&'static str],
    needed: usize,
) -> Result<Vec<&'static str>, String> {
    let mut columns = Vec::new();
    for given in header {
        let lower = given.to_lowercase();
        let Some(name) = names.iter().copied().find(|name| *name == lower) else {
            let hint = match nearest(&lower, names.iter().copied()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known: {}", names.join(", ")),
            };
            return Err(format!("column \"{given}\": no such column; {hint}"));
        };
        if columns.contains(&name) {
            return Err(format!("column \"{given}\": stands twice in the header"));
        }
        columns.push(name);
    }
    all_there(&columns, names.get(..needed).unwrap_or(names))?;
    Ok(columns)
}

/// Says which columns a header lacks.
pub(super) fn all_there(columns: &[&str], needed: &[&str]) -> Result<(), String> {
    match needed.iter().find(|name| !columns.contains(name)) {
        Some(name) => Err(format!("the header has no column {name}, which every row needs")),
        None => Ok(()),
    }
}

/// The cell of a column, if it says anything.
pub(super) fn cell<'a>(columns: &[&str], cells: &[&'a str], name: &str) -> Option<&'a str> {
    let at = columns.iter().position(|column| *column == name)?;
    cells.get(at).copied().filter(|cell| !cell.is_empty())
}

fn link(columns: &[&str], cells: &[&str]) -> Result<Link<String>, FieldError> {
    fn needed<T: FromStr<Err: Display>>(
        name: &'static str,
        cell: Option<&str>,
    ) -> Result<T, FieldError> {
        let cell = cell.ok_or_else(|| FieldError::new(name, "", "a link needs one"))?;
        cell.parse().map_err(|why| FieldError::new(name, cell, why))
    }
    let get = |name| cell(columns, cells, name);
    let confidence = get("confidence").map_or(Ok(1.0), |cell| needed("confidence", Some(cell)))?;
    checked(Link {
        from: needed("from", get("from"))?,
        to: needed("to", get("to"))?,
        relation: needed("relation", get("relation"))?,
        confidence,
        rationale: get("rationale").unwrap_or_default().to_owned(),
        method: get("method").unwrap_or("analyst").to_owned(),
        state: get("state").map_or(Ok(LinkState::Accepted), |cell| needed("state", Some(cell)))?,
    })
}

/// The link if it can be.
pub(super) fn checked(link: Link<String>) -> Result<Link<String>, FieldError> {
    if !(0.0..=1.0).contains(&link.confidence) {
        return Err(FieldError::new("confidence", link.confidence.to_string(), "expected 0 to 1"));
    }
    if link.from.trim().is_empty() {
        return Err(FieldError::new("from", "", "a link needs one"));
    }
    if link.from == link.to || link.to.trim().is_empty() {
        return Err(FieldError::new("to", link.to, "expected the uid of another event"));
    }
    Ok(link)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{one, read};
    use super::*;
    use crate::domain::Relation;

    #[test]
    fn a_link() {
        let Record::Link(link) = one(&FORMAT, "from,to,relation,rationale\na,b,part-of,Why not\n")
        else {
            panic!()
        };
        assert_eq!((link.relation, link.confidence), (Relation::PartOf, 1.0));
        let rows = read(&FORMAT, b"from,to,relation\na,,causes\na,b,cause\n");
        let errors: Vec<String> =
            rows.into_iter().filter_map(Result::err).map(|e| e.to_string()).collect();
        insta::assert_snapshot!(errors.join("\n"), @r#"
        line 2, column 2: to: a link needs one
        line 3, column 3: relation: unknown relation "cause"; did you mean "causes"?
        "#);
    }
}
