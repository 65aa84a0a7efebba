//! Prints what `benches/stories/fit.py` fits the weights of storylines to: for each pair of news
//! items that is compared, whether editors put both under one heading, and the numbers that
//! describe the pair.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use annalist::domain::{Entry, Event, EventId, Kind};
use annalist::graph::story_pairs;
use std::collections::HashMap;
use std::fs;

fn main() {
    let (folder, year) = (std::env::args().nth(1).unwrap(), std::env::args().nth(2).unwrap());
    let lines = |name: String| -> Vec<serde_json::Value> {
        let text = fs::read_to_string(format!("{folder}/{name}")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap().to_owned();
    let heading: HashMap<String, String> = lines(format!("{year}.topics.jsonl"))
        .iter()
        .map(|line| {
            let topics = line["topics"].as_array().unwrap();
            (text(line, "id"), topics.last().unwrap().as_str().unwrap().to_owned())
        })
        .collect();
    let items = lines(format!("{year}.jsonl"));
    let events: Vec<Entry> = (1..)
        .zip(&items)
        .map(|(id, item)| {
            let mut event = Event::new(text(item, "text"), Kind::Other);
            event.uid = text(item, "id");
            event.date = text(item, "published").parse().ok();
            Entry { id: EventId(id), event }
        })
        .collect();
    for (a, b, features) in story_pairs(&events) {
        let (x, y) = (&events[a].event.uid, &events[b].event.uid);
        let (Some(x), Some(y)) = (heading.get(x), heading.get(y)) else { continue };
        let numbers: Vec<String> = features.iter().map(|f| format!("{f:.4}")).collect();
        println!("{a},{b},{},{}", u8::from(x == y), numbers.join(","));
    }
}
