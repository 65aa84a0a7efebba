//! Which earlier events are worth comparing with a new one.

use super::common::Common;
use super::profile::{Profile, Profiles};
use std::collections::HashMap;

/// How many of the latest events that have a name, or speak of a country, are looked at. It keeps
/// the work linear in the number of events.
const LATEST: usize = 400;
/// How many of those that share the most are compared in full.
const MOST: usize = 100;

/// Compares each of these events, in their order, with those before it that share most with it; gives
/// what it has in common with each of them, in the order of the events.
pub(super) fn compared(
    profiles: &Profiles,
    order: impl IntoIterator<Item = usize>,
    mut each: impl FnMut(usize, Vec<(usize, Common)>),
) {
    let mut candidates = Candidates::new(profiles);
    for at in order {
        let earlier = candidates.of(profiles, at).into_iter();
        each(at, earlier.filter_map(|other| Some((other, profiles.common(at, other)?))).collect());
        candidates.see(at, &profiles.all[at]);
    }
}

/// The events seen so far, by what they have.
#[derive(Debug, Default)]
struct Candidates {
    by_name: Vec<Vec<u32>>,
    by_country: Vec<Vec<u32>>,
    by_article: HashMap<u32, Vec<u32>>,
}

impl Candidates {
    /// Nothing seen, of these events.
    fn new(profiles: &Profiles) -> Candidates {
        Candidates {
            by_name: vec![Vec::new(); profiles.names.len()],
            by_country: vec![Vec::new(); profiles.countries.len()],
            by_article: HashMap::new(),
        }
    }

    /// The events seen that share most with this one, in the order in which they were seen.
    fn of(&self, profiles: &Profiles, event: usize) -> Vec<usize> {
        let Some(profile) = profiles.all.get(event) else { return Vec::new() };
        let mut shared: HashMap<u32, f64> = HashMap::new();
        let mut add = |seen: &[u32], weight: f64| {
            for &other in seen.iter().rev().take(LATEST) {
                *shared.entry(other).or_default() += weight;
            }
        };
        for &name in &profile.names {
            let weight = profiles.name_weights[name as usize];
            add(&self.by_name[name as usize], weight * weight);
        }
        for &country in &profile.countries {
            add(&self.by_country[country as usize], profiles.country_weights[country as usize]);
        }
        if let Some(seen) = profile.article.and_then(|article| self.by_article.get(&article)) {
            add(seen, f64::INFINITY);
        }
        let mut best: Vec<(u32, f64)> = shared.into_iter().collect();
        // Of those that share as much, the later.
        best.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then(b.cmp(a)));
        best.truncate(MOST);
        let mut found: Vec<usize> = best.into_iter().map(|(other, _)| other as usize).collect();
        found.sort_unstable();
        found
    }

    /// Remembers an event.
    fn see(&mut self, event: usize, profile: &Profile) {
        let event = event as u32;
        for &name in &profile.names {
            self.by_name[name as usize].push(event);
        }
        for &country in &profile.countries {
            self.by_country[country as usize].push(event);
        }
        if let Some(article) = profile.article {
            self.by_article.entry(article).or_default().push(event);
        }
    }
}
