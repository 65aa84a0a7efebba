use super::super::tests::read;
use super::*;
use crate::domain::{ActorKind, Event, Place, Role};
use crate::source::{Reject, Row};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of real files, which are not part of the project.
fn real(name: &str) -> Option<Vec<u8>> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let mut folders = given.into_iter().chain(above.map(|dir| dir.join("shared/real")));
    let file = folders.find(|dir| dir.is_dir()).map(|dir| dir.join("gdelt").join(name));
    assert!(file.is_some() || std::env::var_os("CI").is_none(), "the real files are missing");
    if file.is_none() {
        println!("skipped: set ANNALIST_REAL to the folder of real files");
    }
    file.map(|file| fs::read(file).unwrap())
}

fn event(row: Result<Row, Reject>) -> Event {
    match row.unwrap().record {
        Record::Event(event) => *event,
        other => panic!("{other:?}"),
    }
}

/// The columns of a place in a row: its own text, or what stands for it.
fn place_columns(event: &Event, name: &str, width: usize) -> Vec<String> {
    let text = event.extras.get(name).unwrap_or_default();
    if text.is_empty() {
        let none = "0".to_owned();
        return std::iter::once(none).chain(vec![String::new(); width - 1]).collect();
    }
    if text == "ActionGeo" {
        return place_columns(event, text, width);
    }
    // The name may hold `|` itself.
    let (sort, rest) = text.split_once('|').unwrap();
    let mut cells: Vec<String> = rest.rsplitn(width - 1, '|').map(str::to_owned).collect();
    cells.push(sort.to_owned());
    cells.reverse();
    if let Some(place) =
        event.place.as_ref().filter(|_| name == "ActionGeo" && !matches!(sort, "" | "0"))
    {
        let mut told = |i: usize, text: String| {
            if cells[i].is_empty() {
                cells[i] = text;
            }
        };
        told(1, full_name(place, sort));
        told(width - 3, place.lat.map(|lat| lat.to_string()).unwrap_or_default());
        told(width - 2, place.lon.map(|lon| lon.to_string()).unwrap_or_default());
    }
    cells
}

fn full_name(place: &Place, sort: &str) -> String {
    let unit = place.admin1.as_deref().filter(|_| !matches!(sort, "2" | "5"));
    let country = place.country.as_deref().and_then(crate::coding::country);
    let country = country.map(|country| country.name.as_str()).filter(|_| sort != "1");
    [Some(place.name.as_str()), unit, country].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The row that an event was read from, from nothing but the event.
fn columns(event: &Event, layout: &row::Layout) -> Vec<String> {
    let extra = |name: &str| event.extras.get(name).unwrap_or_default().to_owned();
    let or = |name: &str, derived: String| match event.extras.get(name) {
        Some(value) => value.to_owned(),
        None => derived,
    };
    let date = event.date.as_ref().unwrap().to_string().replace('-', "");
    let [month, day] = [4, 6].map(|at| date[at..at + 2].parse::<u32>().unwrap());
    let fraction = f64::from((month - 1) * 30 + day) / 365.0;
    let fraction = format!("{}{}", &date[..4], &format!("{fraction:.4}")[1..]);
    let mut row = vec![
        event.uid.strip_prefix("gdelt:").unwrap().to_owned(),
        date.clone(),
        or("MonthYear", date[..6].to_owned()),
        or("Year", date[..4].to_owned()),
        or("FractionDate", fraction.trim_end_matches('0').to_owned()),
    ];
    for (role, i) in [(Role::Initiator, 1), (Role::Recipient, 2)] {
        let actor = event.actors.iter().find(|actor| actor.role == role);
        let country = actor
            .filter(|actor| actor.kind == Some(ActorKind::Country))
            .and_then(|actor| actor.country.clone());
        let code = or(&format!("Actor{i}Code"), country.unwrap_or_default());
        let derived = codes::columns(&code).join("|");
        row.push(code);
        row.push(actor.and_then(|actor| actor.surface.clone()).unwrap_or_default());
        let rest = or(&format!("Actor{i}Codes"), derived);
        row.extend(rest.split('|').map(str::to_owned));
    }
    let code = event.code.as_ref().unwrap().value.clone();
    let goldstein = |number: f64| match layout.geo {
        7 => number.to_string(),
        _ => format!("{number:.1}"),
    };
    row.extend([
        extra("IsRootEvent"),
        code.clone(),
        or("EventBaseCode", code[..code.len().min(3)].to_owned()),
        or("EventRootCode", code[..2].to_owned()),
        or("QuadClass", crate::coding::cameo(&code).unwrap().quad.to_string()),
        or("GoldsteinScale", event.goldstein.map(goldstein).unwrap_or_default()),
        extra("NumMentions"),
        extra("NumSources"),
        extra("NumArticles"),
        extra("AvgTone"),
    ]);
    for name in ["Actor1Geo", "Actor2Geo", "ActionGeo"] {
        row.extend(place_columns(event, name, layout.geo));
    }
    match event.citations.first() {
        Some(citation) => {
            let added = citation.published.as_ref().unwrap().to_string();
            row.push(added.chars().filter(char::is_ascii_digit).collect());
            row.push(citation.url.clone().or(citation.publisher.clone()).unwrap());
        }
        None => row.push(extra("DATEADDED")),
    }
    row
}

/// Reads a file of events whole and writes it again.
fn comes_back(format: &Format, layout: &row::Layout, file: &str, rows: usize) -> Vec<Event> {
    let Some(bytes) = real(file) else { return Vec::new() };
    let events: Vec<Event> = read(format, &bytes).into_iter().map(event).collect();
    assert_eq!(events.len(), rows);
    let text = String::from_utf8(bytes).unwrap();
    for (line, event) in text.lines().zip(&events) {
        let row = columns(event, layout);
        let given: Vec<&str> = line.split('\t').collect();
        for (i, (ours, theirs)) in row.iter().zip(&given).enumerate() {
            assert_eq!(ours, theirs, "{} {}\n{event:#?}", given[0], layout.names[i]);
        }
        assert_eq!(row.len(), given.len());
    }
    events
}

#[test]
fn every_column_of_every_real_row_comes_back() {
    comes_back(&EVENTS_2, &row::EVENTS_2, "20180101000000.export.CSV", 2414);
    comes_back(&EVENTS_2, &row::EVENTS_2, "gdelt2-sample.export.CSV", 100);
    comes_back(&EVENTS_1, &row::EVENTS_1, "gdelt1-sample-57-and-58-columns.export.CSV", 100);
}

#[test]
#[ignore]
fn dump() {
    let mut all = comes_back(&EVENTS_2, &row::EVENTS_2, "20180101000000.export.CSV", 2414);
    all.extend(comes_back(&EVENTS_2, &row::EVENTS_2, "gdelt2-sample.export.CSV", 100));
    all.extend(comes_back(
        &EVENTS_1,
        &row::EVENTS_1,
        "gdelt1-sample-57-and-58-columns.export.CSV",
        100,
    ));
    for e in all {
        println!("{}", serde_json::to_string(&e).unwrap());
    }
}
