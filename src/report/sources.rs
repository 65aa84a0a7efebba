//! What a chart has to cite.

use crate::domain::{Entry, dataset_of};
use std::collections::HashMap;

/// Datasets under their names as people cite them.
const TITLES: [(&str, &str); 5] = [
    ("acled", "ACLED"),
    ("gdelt", "GDELT"),
    ("icews", "ICEWS"),
    ("polecat", "POLECAT"),
    ("ucdp", "UCDP GED"),
];

/// Sources with datasets under the names by which people cite them.
pub(super) fn titled(sources: Vec<(String, u64)>) -> Vec<(String, u64)> {
    let title = |name: String| match TITLES.iter().find(|(known, _)| *known == name) {
        Some((_, title)) => (*title).to_owned(),
        None => name,
    };
    sources.into_iter().map(|(name, n)| (title(name), n)).collect()
}

/// What must be cited for the events and for how many of them each: a dataset for its own, each
/// publisher for all others. Most first.
pub(super) fn of(events: &[Entry]) -> Vec<(String, u64)> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for Entry { event, .. } in events {
        let mut names: Vec<&str> = match dataset_of(&event.uid) {
            Some(dataset) => vec![dataset],
            None => event.citations.iter().filter_map(|c| c.publisher.as_deref()).collect(),
        };
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, u64)> =
        counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
