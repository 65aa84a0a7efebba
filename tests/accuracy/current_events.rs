//! Items of Wikipedia's portal of current events: the kind and main actors of what they tell.
//!
//! `current_events.csv` holds what a reader of 300 items judged, before seeing what the coder makes
//! of them: of each of the years 2022 to 2025 the 75 items at the places (2 k + 1) n / 150 of its n.
//! A judgement is a list of readings, any of which is right, divided by `/`. A reading names kinds,
//! then perhaps `:`, who acts, and `>`, who is acted upon; `;` divides those who all must be there,
//! `|` those of whom one must. An actor is given by country code or by a part of the name. `other`
//! is an item that tells of nothing of the political kinds: an accident, a match, an election.

use crate::{ACTED_UPON, ACTING, EXTRACTOR, Halves, leading, real, tuned, who};
use annalist::domain::{Article, Event, Kind, Role, Source};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

const FLOOR_LEADING: f64 = 0.74;

/// Whether all whom the words ask for are among the participants.
fn named(words: &str, event: &Event, roles: &[Role]) -> bool {
    let there = who(event, roles);
    words.split(';').map(str::trim).filter(|w| !w.is_empty()).all(|wanted| {
        wanted.split('|').any(|w| {
            let is = |(name, country): &(String, Option<String>)| {
                country.as_deref() == Some(w) || w.len() > 3 && name.contains(w) || name == w
            };
            there.iter().any(is)
        })
    })
}

fn fits(reading: &str, event: Option<&Event>) -> bool {
    let (kinds, actors) = reading.split_once(':').unwrap_or((reading, ""));
    let (acting, acted) = actors.split_once('>').unwrap_or((actors, ""));
    let kind = event.map_or(Kind::Other, |e| e.kind);
    kinds.split_whitespace().any(|k| k == kind.as_str())
        && event.is_none_or(|e| {
            kind == Kind::Other || named(acting, e, ACTING) && named(acted, e, ACTED_UPON)
        })
}

fn texts(folder: &Path) -> HashMap<String, Value> {
    let mut texts = HashMap::new();
    for year in 2022..=2025 {
        let lines = fs::read_to_string(folder.join(format!("{year}.jsonl"))).unwrap();
        for line in lines.lines() {
            let item: Value = serde_json::from_str(line).unwrap();
            texts.insert(item["id"].as_str().unwrap().to_owned(), item);
        }
    }
    texts
}

#[test]
fn items_of_current_events() {
    let Some(real) = real() else { return };
    let texts = texts(&real.join("current-events"));
    let mut right = Halves::default();
    let mut any = Halves::default();
    let mut judged = csv::Reader::from_reader(include_str!("current_events.csv").as_bytes());
    for (index, row) in judged.records().enumerate() {
        let row = row.unwrap();
        let item = &texts[&row[0]];
        let text = item["text"].as_str().unwrap();
        let source = Source {
            text: Some(text.to_owned()),
            published: Some(item["published"].as_str().unwrap().parse().unwrap()),
            ..Source::default()
        };
        let events =
            EXTRACTOR.events(&Article { uid: row[0].to_owned(), source, offset: 0, parts: vec![] });
        let readings = || row[1].split(" / ");
        let leads = leading(&events);
        let good = readings().any(|r| fits(r, leads));
        right.count(index, good);
        any.count(index, good || events.iter().any(|e| readings().any(|r| fits(r, Some(e)))));
        if !good && tuned(index) {
            let show =
                |e: &Event| format!("{} {:?} > {:?}", e.kind, who(e, ACTING), who(e, ACTED_UPON));
            let ours = leads.map_or("nothing".to_owned(), show);
            println!("{index} {}: {}, read as {ours}: {text}", &row[0], &row[1]);
        }
    }
    right.print("leading event right");
    any.print("some event right");
    assert!(right.shares()[1] >= FLOOR_LEADING);
}
