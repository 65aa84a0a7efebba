//! The first rule of suggestion: two events that share actors, stand near in time and use the same
//! rare words probably belong together.
//!
//! Each candidate pair is scored from 0 to 1 by three parts: the weight of the actors that both
//! have (inverse document frequency, so that a shared envoy says more than a shared country), the
//! cosine of their words under the same weighting (Salton and Buckley 1988,
//! doi:10.1016/0306-4573(88)90021-0), and the nearness of their dates, which halves every
//! [`HALF_LIFE`] days.

use crate::domain::{Entry, EventId, Kind, Link, LinkState, Relation, Role};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// The name under which the rule signs its links.
const METHOD: &str = "shared-actors-words-time";
/// Days in which nearness in time halves.
const HALF_LIFE: f64 = 14.0;
/// Pairs further apart are not looked at.
const HORIZON: i64 = 120;
/// Suggestions for one event, at most.
const PER_EVENT: usize = 3;
/// Pairs scored lower are not suggested.
const FLOOR: f64 = 0.30;
/// How many of the latest events of an actor or a word are looked at: what keeps the work linear.
const RECENT: usize = 64;
/// A word is rare if at most this share of the events has it, and at least two do.
const RARE: f64 = 0.05;

/// Suggests links between these events, from the later to the earlier, in the order of the later;
/// none between events that `known` already links, in whatever state and direction.
///
/// Near linear: each event is compared with the latest few that share an actor or a rare word.
pub fn suggest(events: &[Entry], known: &[Link]) -> Vec<Link> {
    let linked: HashSet<(EventId, EventId)> =
        known.iter().flat_map(|link| [(link.from, link.to), (link.to, link.from)]).collect();
    let mut suggester = Suggester::new(events);
    let mut order: Vec<usize> = (0..events.len()).filter(|&i| suggester.day(i).is_some()).collect();
    order.sort_by(|&a, &b| events[a].event.date.cmp(&events[b].event.date).then(a.cmp(&b)));
    order
        .into_iter()
        .flat_map(|later| {
            let best = suggester.best_earlier(later, &linked);
            suggester.remember(later);
            best
        })
        .collect()
}

/// The events with their features, and which of them were seen so far.
struct Suggester<'a> {
    events: &'a [Entry],
    features: Vec<Features<'a>>,
    by_actor: HashMap<&'a str, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
    actor_weight: HashMap<&'a str, f64>,
    word_weight: HashMap<String, f64>,
    /// The weight from which a word is rare.
    rare: f64,
}

struct Features<'a> {
    day: Option<NaiveDate>,
    actors: Vec<&'a str>,
    /// Sorted, none twice.
    words: Vec<String>,
    /// Length of the vector of the words' weights.
    norm: f64,
}

/// What two events have in common.
struct Evidence<'a> {
    actors: Vec<&'a str>,
    words: Vec<&'a str>,
    days: i64,
    score: f64,
}

impl<'a> Suggester<'a> {
    /// Weighs the actors and words of these events.
    fn new(events: &'a [Entry]) -> Suggester<'a> {
        let mut features: Vec<Features> = events.iter().map(Features::of).collect();
        let actor_weight = weights(features.iter().map(|f| &f.actors), |name| *name);
        let word_weight = weights(features.iter().map(|f| &f.words), String::clone);
        for feature in &mut features {
            let squares: f64 = feature.words.iter().map(|w| word_weight[w].powi(2)).sum();
            feature.norm = squares.sqrt();
        }
        let most = (RARE * events.len() as f64).max(2.0);
        Suggester {
            events,
            features,
            by_actor: HashMap::new(),
            by_word: HashMap::new(),
            actor_weight,
            word_weight,
            rare: ((events.len() as f64 + 1.0) / most).ln(),
        }
    }

    fn day(&self, event: usize) -> Option<NaiveDate> {
        self.features[event].day
    }

    fn remember(&mut self, event: usize) {
        let Suggester { features, by_actor, by_word, word_weight, rare, .. } = self;
        for actor in &features[event].actors {
            by_actor.entry(actor).or_default().push(event);
        }
        for word in features[event].words.iter().filter(|w| word_weight[*w] >= *rare) {
            by_word.entry(word.clone()).or_default().push(event);
        }
    }

    fn best_earlier(&self, later: usize, linked: &HashSet<(EventId, EventId)>) -> Vec<Link> {
        let features = &self.features[later];
        let actors = features.actors.iter().filter_map(|a| self.by_actor.get(a));
        let words = features.words.iter().filter_map(|w| self.by_word.get(w));
        let candidates: HashSet<usize> =
            actors.chain(words).flat_map(|seen| seen.iter().rev().take(RECENT).copied()).collect();
        let mut scored: Vec<(usize, Evidence)> = candidates
            .into_iter()
            .filter_map(|earlier| Some((earlier, self.evidence(later, earlier)?)))
            .filter(|(_, evidence)| evidence.score >= FLOOR)
            .collect();
        // Ties go to the more recent, then to the order of the events, so that runs agree.
        scored.sort_by(|(a, x), (b, y)| {
            y.score.total_cmp(&x.score).then(x.days.cmp(&y.days)).then(a.cmp(b))
        });
        scored.truncate(PER_EVENT);
        // Known pairs keep their places among the best, so that asking again suggests nothing more.
        scored
            .into_iter()
            .filter(|(earlier, _)| {
                !linked.contains(&(self.events[later].id, self.events[*earlier].id))
            })
            .map(|(earlier, evidence)| self.link(later, earlier, &evidence))
            .collect()
    }

    fn evidence(&self, later: usize, earlier: usize) -> Option<Evidence<'_>> {
        let (a, b) = (&self.features[later], &self.features[earlier]);
        let days = (a.day? - b.day?).num_days();
        if days > HORIZON {
            return None;
        }
        let weigh = |names: &[&str]| names.iter().map(|n| self.actor_weight[n]).sum::<f64>();
        let actors: Vec<&str> =
            a.actors.iter().copied().filter(|name| b.actors.contains(name)).collect();
        let least = weigh(&a.actors).min(weigh(&b.actors));
        let shared_actors = if least > 0.0 { weigh(&actors) / least } else { 0.0 };

        let mut words: Vec<&str> = a
            .words
            .iter()
            .filter(|w| b.words.binary_search(w).is_ok())
            .map(String::as_str)
            .collect();
        let dot: f64 = words.iter().map(|w| self.word_weight[*w].powi(2)).sum();
        let cosine = if dot > 0.0 { dot / (a.norm * b.norm) } else { 0.0 };
        words.sort_by(|x, y| self.word_weight[*y].total_cmp(&self.word_weight[*x]).then(x.cmp(y)));

        let nearness = 0.5_f64.powf(days as f64 / HALF_LIFE);
        let score = (0.45 * shared_actors + 0.55 * cosine.sqrt()) * (0.4 + 0.6 * nearness);
        Some(Evidence { actors, words, days, score })
    }

    fn link(&self, later: usize, earlier: usize, evidence: &Evidence) -> Link {
        let (a, b) = (&self.events[later], &self.events[earlier]);
        // Two of a kind between much the same actors are instalments of one series.
        let most = self.features[later].actors.len().min(self.features[earlier].actors.len());
        let series = a.event.kind == b.event.kind
            && a.event.kind != Kind::Other
            && evidence.days > 0
            && evidence.actors.len() * 2 > most;
        Link {
            from: a.id,
            to: b.id,
            relation: if series { Relation::Follows } else { Relation::RelatedTo },
            confidence: (evidence.score.min(1.0) * 100.0).round() / 100.0,
            rationale: rationale(evidence, series.then_some(a.event.kind)),
            method: METHOD.to_owned(),
            state: LinkState::Suggested,
        }
    }
}

fn rationale(evidence: &Evidence, series: Option<Kind>) -> String {
    let mut parts = Vec::new();
    if let Some(kind) = series {
        parts.push(format!("both are {kind} events"));
    }
    if !evidence.actors.is_empty() {
        parts.push(format!("both have {}", listed(&evidence.actors, 3)));
    }
    if !evidence.words.is_empty() {
        let quoted: Vec<String> = evidence.words.iter().map(|w| format!("\"{w}\"")).collect();
        let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
        parts.push(format!("both say {}", listed(&quoted, 4)));
    }
    parts.push(match evidence.days {
        0 => "on the same day".to_owned(),
        1 => "1 day apart".to_owned(),
        days => format!("{days} days apart"),
    });
    let mut text = parts.join("; ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// "A, B and C", or "A, B and 3 more".
fn listed(names: &[&str], most: usize) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        _ if names.len() > most => {
            format!("{} and {} more", names[..most].join(", "), names.len() - most)
        }
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The weight of each feature: the logarithm of how few events have it.
fn weights<'f, T: 'f, K: std::hash::Hash + Eq>(
    features: impl Iterator<Item = &'f Vec<T>> + Clone,
    key: impl Fn(&'f T) -> K,
) -> HashMap<K, f64> {
    let n = features.clone().count() as f64;
    let mut counts: HashMap<K, f64> = HashMap::new();
    for feature in features.flatten() {
        *counts.entry(key(feature)).or_default() += 1.0;
    }
    counts.into_iter().map(|(key, count)| (key, ((n + 1.0) / count).ln())).collect()
}

impl<'a> Features<'a> {
    fn of(entry: &'a Entry) -> Features<'a> {
        let event = &entry.event;
        let mut actors: Vec<&str> = event
            .actors
            .iter()
            .filter(|actor| actor.role != Role::Mentioned)
            .map(|actor| actor.name.as_str())
            .collect();
        actors.sort_unstable();
        actors.dedup();
        let place = event.place.as_ref().map(|place| place.name.as_str());
        let texts = [event.title.as_str()].into_iter().chain(place);
        let mut words: Vec<String> =
            texts.flat_map(telling_words).chain(event.tags.iter().cloned()).collect();
        words.sort_unstable();
        words.dedup();
        Features {
            day: event.date.as_ref().and_then(|date| date.start()).map(|start| start.date()),
            actors,
            words,
            norm: 0.0,
        }
    }
}

/// The words of a text that can tell events apart: four letters or more, lower case.
fn telling_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4)
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Event, Participation};

    fn entry(id: i64, date: &str, kind: Kind, title: &str, actors: &[&str]) -> Entry {
        let mut event = Event::new(title, kind);
        event.date = date.parse().ok();
        event.actors = actors.iter().map(|a| Participation::new(*a, Role::Party)).collect();
        Entry { id: EventId(id), event }
    }

    fn some() -> Vec<Entry> {
        vec![
            entry(
                1,
                "2025-12-14",
                Kind::Consult,
                "Talks in Berlin on guarantees",
                &["Witkoff", "Zelenskyy"],
            ),
            entry(
                2,
                "2025-12-15",
                Kind::Consult,
                "Talks in Berlin go on",
                &["Witkoff", "Zelenskyy"],
            ),
            entry(3, "2025-12-14", Kind::Other, "Earthquake in Japan", &["Japan"]),
            entry(
                4,
                "2015-02-12",
                Kind::Agree,
                "Minsk agreement signed in Berlin style",
                &["Merkel"],
            ),
            Entry { id: EventId(5), event: Event::new("Undated talks in Berlin", Kind::Consult) },
        ]
    }

    #[test]
    fn a_series_is_found_and_explained() {
        let links = suggest(&some(), &[]);
        let [link] = links.as_slice() else { panic!("{links:#?}") };
        assert_eq!(
            (link.from, link.to, link.relation),
            (EventId(2), EventId(1), Relation::Follows)
        );
        insta::assert_snapshot!(link.rationale, @r#"Both are consult events; both have Witkoff and Zelenskyy; both say "talks" and "berlin"; 1 day apart"#);
    }

    #[test]
    fn what_is_linked_already_is_left_alone() {
        let mut known = suggest(&some(), &[]);
        known[0].state = LinkState::Rejected;
        assert_eq!(suggest(&some(), &known), []);
    }
}
