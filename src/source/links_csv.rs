//! Links between events as CSV: `from,to,relation,confidence,rationale,method,state`, events by
//! their uids.

use super::{Format, Head, Record, table};
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
        table::rows(input, |header| {
            let names = known(header, NAMES)?;
            let columns = names.clone();
            let read = move |cells: &[&str]| link(&columns, cells).map(Record::Link);
            Ok((names.into_iter().map(str::to_owned).collect(), Box::new(read)))
        })
    },
    header: true,
};

const NAMES: &[&str] = &["from", "to", "relation", "confidence", "rationale", "method", "state"];

/// The canonical names of a header's columns.
pub(super) fn known(
    header: &[&str],
    names: &'static [&'static str],
) -> Result<Vec<&'static str>, String> {
    header
        .iter()
        .map(|given| {
            let lower = given.to_lowercase();
            names.iter().copied().find(|name| *name == lower).ok_or_else(|| {
                let hint = match nearest(&lower, names.iter().copied()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("known: {}", names.join(", ")),
                };
                format!("column \"{given}\": no such column; {hint}")
            })
        })
        .collect()
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
    if !(0.0..=1.0).contains(&confidence) {
        return Err(FieldError::new("confidence", confidence.to_string(), "expected 0 to 1"));
    }
    Ok(Link {
        from: needed("from", get("from"))?,
        to: needed("to", get("to"))?,
        relation: needed("relation", get("relation"))?,
        confidence,
        rationale: get("rationale").unwrap_or_default().to_owned(),
        method: get("method").unwrap_or("analyst").to_owned(),
        state: get("state").map_or(Ok(LinkState::Accepted), |cell| needed("state", Some(cell)))?,
    })
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
        insta::assert_snapshot!(errors.join("\n"), @r#""#);
    }
}
