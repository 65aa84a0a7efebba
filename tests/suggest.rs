//! How many of the curated links of data/ are among the first three suggestions of their events.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use annalist::domain::{Entry, EventId, Link, LinkState};
use annalist::graph::suggest;
use annalist::ingest::{self, Options};
use annalist::query::Filter;
use annalist::store::Store;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The events and links of the demonstration set.
fn curated() -> (Vec<Entry>, Vec<Link>) {
    let mut store = Store::open(":memory:").unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for folder in ["actors", "events", "links"] {
        let mut files: Vec<_> = std::fs::read_dir(data.join(folder))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            ingest::import(&mut store, &file, &Options::default(), &mut |_| ()).unwrap();
        }
    }
    let events = store.events(&Filter::default(), None).unwrap();
    let mut links = store.links(&Filter::default()).unwrap();
    links.retain(|link| link.state == LinkState::Accepted);
    (events, links)
}

#[test]
fn curated_links_are_suggested() {
    let (events, curated) = curated();
    let suggested = suggest(&events, &[]);
    // Each event has the suggestions that were made for it; only the later of two is given one.
    let by_pair: HashMap<(EventId, EventId), &Link> = suggested
        .iter()
        .flat_map(|link| [((link.from, link.to), link), ((link.to, link.from), link)])
        .collect();
    let mut found: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for link in &curated {
        let counts = found.entry(link.relation.as_str()).or_default();
        counts[0] += 1;
        if let Some(suggested) = by_pair.get(&(link.from, link.to)) {
            counts[1] += 1;
            let way = suggested.from == link.from || link.relation.is_symmetric();
            counts[2] += usize::from(suggested.relation == link.relation && way);
        }
    }
    println!(
        "{} events, {} curated links, {} suggestions",
        events.len(),
        curated.len(),
        suggested.len()
    );
    for (relation, [all, pair, right]) in &found {
        println!(
            "  {relation:12} {all:3} links, {pair:3} pairs found, {right:3} with the relation"
        );
    }
    let all = curated.len() as f64;
    let pairs = found.values().map(|counts| counts[1]).sum::<usize>() as f64 / all;
    let right = found.values().map(|counts| counts[2]).sum::<usize>() as f64 / all;
    println!("  of all: {pairs:.3} of the pairs, {right:.3} with the right relation");
    assert!(pairs >= 0.78, "{pairs}");
    assert!(right >= 0.59, "{right}");
}
