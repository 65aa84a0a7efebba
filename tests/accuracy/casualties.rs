//! The dead and injured that items of Wikipedia's portal of current events count.
//!
//! `casualties.csv` holds what a reader of 200 items judged, of those with a word of dying or injury:
//! eight of each year, drawn at random, then those at the places (2 k + 1) n / 200 of all n. By year
//! and line of the file, it has the dead and the injured as the item counts them. `20+` are at least
//! 20, `-40` at most 40, `160-200` a range; any of several, divided by `/`, is right, `-` among them
//! is none; nothing is right where nothing is counted, or by a word such as "many", or of other times
//! than the event's.

use crate::{EXTRACTOR, real};
use annalist::domain::{Article, Deaths, Event, Source};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;

const FLOOR_PRECISION: f64 = 0.97;
const FLOOR_RECALL: f64 = 0.90;

fn dead(event: &Event) -> Option<String> {
    let Deaths { low, best, high } = event.deaths?;
    Some(match (low, best, high) {
        (_, Some(best), _) => best.to_string(),
        (Some(low), _, Some(high)) => format!("{low}-{high}"),
        (Some(low), ..) => format!("{low}+"),
        (.., high) => format!("-{}", high?),
    })
}

fn injured(event: &Event) -> Option<String> {
    Some(
        event
            .extras
            .get("injured")?
            .replace(" or more", "+")
            .replace(" to ", "-")
            .replace("up to ", "-"),
    )
}

/// How many counts were given, how many of them were right, and how many there are.
#[derive(Default, Clone, Copy)]
struct Score {
    given: u32,
    right: u32,
    wanted: u32,
}

impl Score {
    fn count(&mut self, wanted: &str, given: &[String]) {
        let right = wanted.split(" / ").any(|one| given.iter().any(|given| given == one));
        let none =
            wanted.is_empty() || given.is_empty() && wanted.split(" / ").any(|one| one == "-");
        self.wanted += u32::from(!none);
        self.given += u32::from(!given.is_empty());
        self.right += u32::from(right);
    }

    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.given.max(1))
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.wanted.max(1))
    }
}

#[test]
fn the_dead_and_injured_of_current_events() {
    let Some(real) = real() else { return };
    let mut files: HashMap<String, Vec<String>> = HashMap::new();
    let mut halves = [Score::default(); 2];
    let mut judged = csv::Reader::from_reader(include_str!("casualties.csv").as_bytes());
    for (index, row) in judged.records().enumerate() {
        let row = row.unwrap();
        let (year, line) = row[0].split_once(':').unwrap();
        let path = real.join(format!("current-events/{year}.jsonl"));
        let lines = files.entry(year.to_owned()).or_insert_with(|| {
            fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
        });
        let item: Value = serde_json::from_str(&lines[line.parse::<usize>().unwrap() - 1]).unwrap();
        let source = Source {
            text: Some(item["text"].as_str().unwrap().to_owned()),
            published: Some(item["published"].as_str().unwrap().parse().unwrap()),
            ..Source::default()
        };
        let article = Article { uid: row[0].to_owned(), source, offset: 0, parts: vec![] };
        let events = EXTRACTOR.events(&article);
        for (wanted, of) in [(&row[1], dead as fn(&Event) -> _), (&row[2], injured)] {
            let given: Vec<String> = events.iter().filter_map(of).collect();
            halves[index % 2].count(wanted, &given);
            let right = given.is_empty()
                && wanted.split(" / ").any(|one| one.is_empty() || one == "-")
                || wanted.split(" / ").any(|one| given.iter().any(|given| given == one));
            if !right && index % 2 == 0 {
                println!("{}: {wanted:?}, read as {given:?}: {}", &row[0], item["text"]);
            }
        }
    }
    let [tuned, other] = halves;
    println!(
        "counts of dead and injured: precision {:.3}, recall {:.3} of the half tuned on, {:.3} and {:.3} of the other",
        tuned.precision(),
        tuned.recall(),
        other.precision(),
        other.recall()
    );
    assert!(other.precision() >= FLOOR_PRECISION, "{}", other.precision());
    assert!(other.recall() >= FLOOR_RECALL, "{}", other.recall());
}
