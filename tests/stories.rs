//! How well storylines agree with the headings under which editors put news items.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use annalist::domain::{Entry, Event, EventId, Kind};
use annalist::graph::stories;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A year of news items as events, and the narrowest heading of each.
struct Year {
    events: Vec<Entry>,
    heading: HashMap<EventId, String>,
}

fn json(name: &str) -> Option<Vec<serde_json::Value>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let real = std::env::var_os("ANNALIST_REAL").map_or(beside, PathBuf::from);
    let path = real.join("current-events").join(name);
    if !path.exists() {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", path.display());
        println!("skipped: {} is not here", path.display());
        return None;
    }
    let text = fs::read_to_string(path).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn text(value: &serde_json::Value, key: &str) -> String {
    value[key].as_str().unwrap().to_owned()
}

fn items(year: &str) -> Option<Vec<Event>> {
    Some(
        json(&format!("{year}.jsonl"))?
            .iter()
            .map(|item| {
                let mut event = Event::new(text(item, "text"), Kind::Other);
                event.uid = text(item, "id");
                event.date = text(item, "published").parse().ok();
                event
            })
            .collect(),
    )
}

fn entries(events: Vec<Event>) -> Vec<Entry> {
    (1..).map(EventId).zip(events).map(|(id, event)| Entry { id, event }).collect()
}

fn year(year: &str) -> Option<Year> {
    let events = entries(items(year)?);
    let topics = json(&format!("{year}.topics.jsonl"))?;
    let heading: HashMap<String, String> = topics
        .iter()
        .map(|line| {
            let topics = line["topics"].as_array().unwrap();
            (text(line, "id"), topics.last().unwrap().as_str().unwrap().to_owned())
        })
        .collect();
    let heading = events
        .iter()
        .filter_map(|entry| Some((entry.id, heading.get(&entry.event.uid)?.clone())))
        .collect();
    Some(Year { events, heading })
}

impl Year {
    /// The headings of items that have one of their own for certain: of those that stand under one
    /// heading on one day, the first. An item without a heading of its own inherits the one above.
    fn firsts(&self) -> HashMap<EventId, String> {
        let mut before: Option<(&Entry, Option<&String>)> = None;
        let mut firsts = HashMap::new();
        for entry in &self.events {
            let heading = self.heading.get(&entry.id);
            let inherits = before.is_some_and(|(other, above)| {
                other.event.date == entry.event.date && above == heading
            });
            if let (false, Some(heading)) = (inherits, heading) {
                firsts.insert(entry.id, heading.clone());
            }
            before = Some((entry, heading));
        }
        firsts
    }
}

/// Precision, recall and F1 of B-cubed (Bagga and Baldwin 1998, doi:10.3115/980451.980859), over
/// the items whose heading has at least three.
fn b_cubed(found: &HashMap<EventId, usize>, gold: &HashMap<EventId, String>) -> [f64; 3] {
    let mut of_heading: HashMap<&str, HashSet<EventId>> = HashMap::new();
    for (id, heading) in gold {
        of_heading.entry(heading).or_default().insert(*id);
    }
    of_heading.retain(|_, ids| ids.len() >= 3);
    let mut of_story: HashMap<usize, HashSet<EventId>> = HashMap::new();
    for id in of_heading.values().flatten() {
        // An item in no story is one by itself.
        of_story.entry(story(found, *id)).or_default().insert(*id);
    }
    let (mut precision, mut recall, mut n) = (0.0, 0.0, 0.0);
    for ids in of_heading.values() {
        for id in ids {
            let together = &of_story[&story(found, *id)];
            let right = together.intersection(ids).count() as f64;
            precision += right / together.len() as f64;
            recall += right / ids.len() as f64;
            n += 1.0;
        }
    }
    let (precision, recall) = (precision / n, recall / n);
    [precision, recall, 2.0 * precision * recall / (precision + recall)]
}

fn story(found: &HashMap<EventId, usize>, id: EventId) -> usize {
    found.get(&id).copied().unwrap_or(usize::MAX - id.0 as usize)
}

/// Prints the scores of a year and gives the F1 over all items and over those with a heading of
/// their own.
fn score(name: &str) -> Option<[f64; 2]> {
    let year = year(name)?;
    let start = Instant::now();
    let stories = stories(&year.events, &[]);
    let took = start.elapsed();
    let found: HashMap<EventId, usize> = stories
        .iter()
        .enumerate()
        .flat_map(|(n, story)| story.members.iter().map(move |member| (member.event, n)))
        .collect();
    println!("{name}: {} items, {} stories, {took:.1?}", year.events.len(), stories.len());
    let print = |what: &str, gold: &HashMap<EventId, String>| {
        let [p, r, f] = b_cubed(&found, gold);
        println!("  {what:28} P {p:.3}  R {r:.3}  F1 {f:.3}");
        f
    };
    let all = print("all items", &year.heading);
    let firsts = print("items with a heading of own", &year.firsts());
    Some([all, firsts])
}

#[test]
fn storylines_agree_with_editors() {
    // The weights were fitted to 2022; 2023 is held out.
    for (year, floor) in [("2022", [0.415, 0.57]), ("2023", [0.40, 0.58])] {
        if let Some(scores) = score(year) {
            assert!(
                scores[0] >= floor[0] && scores[1] >= floor[1],
                "{year}: {scores:?} < {floor:?}"
            );
        }
    }
}
