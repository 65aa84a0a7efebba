use super::{events, real};
use annalist::domain::{Event, Role};

/// A column of the file, told from the event alone.
fn column(event: &Event, name: &str) -> String {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let number = |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
    let count = |count: Option<u32>| count.map_or(String::new(), |count| count.to_string());
    if let Some(extra) = event.extras.get(name) {
        return extra.to_owned();
    }
    let one_sided = event.code.as_ref().unwrap().value == "3";
    let sides: Vec<_> =
        event.actors.iter().filter(|a| one_sided || a.role == Role::Party).collect();
    let civilians = event.actors.iter().find(|actor| actor.surface.as_deref() == Some("Civilians"));
    let words = |at: usize| text(sides[at].surface.as_deref().or(Some(&sides[at].name)));
    let place = event.place.as_ref().unwrap();
    let bounds = event.date.as_ref().unwrap().bounds();
    let deaths = event.deaths.unwrap();
    let parted = event.citations.iter().any(|citation| citation.publisher.is_some());
    let cited = |part: fn(&annalist::domain::Citation) -> String| {
        event.citations.iter().map(part).collect::<Vec<_>>().join(";")
    };
    match name {
        "id" => event.uid.strip_prefix("ucdp:").unwrap().to_owned(),
        "type_of_violence" => event.code.as_ref().unwrap().value.to_string(),
        "side_a" => words(0),
        "side_b" => words(1),
        "deaths_a" => count(sides[0].deaths),
        "deaths_b" if one_sided => "0".to_owned(),
        "deaths_b" => count(sides[1].deaths),
        "deaths_civilians" => count(civilians.map_or(Some(0), |actor| actor.deaths)),
        "low" => count(deaths.low),
        "best" => count(deaths.best),
        "high" => count(deaths.high),
        "date_start" => bounds.earliest.unwrap().to_string(),
        "date_end" => bounds.latest.unwrap().to_string(),
        "where_coordinates" => place.name.clone(),
        "adm_1" => text(place.admin1.as_deref()),
        "adm_2" => text(place.admin2.as_deref()),
        "latitude" => number(place.lat),
        "longitude" => number(place.lon),
        "source_article" if !parted => cited(|c| c.title.clone().unwrap_or_default()),
        "source_article" => {
            let told = event.citations.iter().map(|c| {
                let date = c.published.as_ref().map(ToString::to_string);
                let date = date.or(c.extras.get("source_date").map(str::to_owned));
                let part = |part: &Option<String>| part.clone().unwrap_or_default();
                format!(
                    "\"{},{},{}\"",
                    part(&c.publisher),
                    date.unwrap_or_default(),
                    part(&c.title)
                )
            });
            told.collect::<Vec<_>>().join(";")
        }
        "source_office" if parted => cited(|c| c.publisher.clone().unwrap_or_default()),
        "source_date" if parted => cited(|c| {
            let date = c.published.as_ref().map(ToString::to_string);
            date.or(c.extras.get("source_date").map(str::to_owned)).unwrap_or_default()
        }),
        "source_headline" if parted => cited(|c| c.title.clone().unwrap_or_default()),
        _ => String::new(),
    }
}

/// Whether two cells say the same: spaces beside separators aside, 48528.0 is 48528.
fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Without its parts a report is quoted as the file has it or not: that says nothing.
        let text = text.replace('"', "");
        text.replace("; ", ";").replace(" ;", ";").replace(", ", ",").trim().to_owned()
    };
    let numbers = a.parse::<f64>().ok().zip(b.parse::<f64>().ok());
    a == b || plain(a) == plain(b) || numbers.is_some_and(|(a, b)| a == b)
}

#[test]
fn every_column_of_every_row_can_be_told_from_the_event() {
    let Some(path) = real("ucdp/ged-myanmar.csv") else { return };
    let (format, events, rejects) = events(&path, None);
    assert_eq!((format, events.len(), rejects.len()), ("ucdp", 7374, 0), "{rejects:#?}");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut total = 0;
    let mut differ = Vec::new();
    for (row, event) in reader.records().zip(&events) {
        let row = row.unwrap();
        for (name, cell) in header.iter().zip(&row) {
            let told = column(event, name);
            if !same(cell, &told) {
                differ.push(format!("{} {name}: {cell:?} {told:?}", event.uid));
            }
            if name == "best" {
                total += cell.parse::<f64>().unwrap() as u64;
            }
        }
    }
    assert!(differ.is_empty(), "{} {:#?}", differ.len(), &differ[..differ.len().min(20)]);
    let ours = events.iter().filter_map(|event| event.deaths?.best).map(u64::from);
    assert_eq!(ours.sum::<u64>(), total);
    let apart = |event: &&Event| event.extras.get("source_office").is_some();
    println!("{} whose columns of sources disagree", events.iter().filter(apart).count());
    let intervals = events.iter().filter(|e| e.date.as_ref().unwrap().to_string().contains('/'));
    println!("{} events, {} deaths, {} intervals", events.len(), total, intervals.count());
}
