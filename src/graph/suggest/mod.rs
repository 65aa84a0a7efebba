//! Links that an analyst might want, proposed with their reasons.
//!
//! Each event is compared with the earlier ones that share most with it; what they have in common
//! and how they differ is the evidence, from which comes how probably they are linked, and how. A
//! cause is proposed only where the text says so in words.

mod evidence;
mod facts;
mod relations;
mod wording;

use super::candidates::compared;
use super::common::Common;
use super::occurrences::occurrences;
use super::profile::Profiles;
use crate::domain::{Entry, EventId, Kind, Link, LinkState, Relation, lint};
use facts::{CAUSES, Facts};
use std::collections::HashSet;

/// The name under which the rule signs its links.
const METHOD: &str = "evidence";
/// Suggestions for one event, at most.
const PER_EVENT: usize = 3;
/// Pairs less probable are not suggested.
const FLOOR: f64 = 0.02;

/// Suggests links between these events, from the later to the earlier, in the order of the later;
/// none between events that `known` already links, in whatever state and direction. Records of one
/// occurrence that several sources tell of come last.
///
/// Near linear: each event is compared with the latest few hundred that share a name or a country.
pub fn suggest(events: &[Entry], known: &[Link]) -> Vec<Link> {
    let linked: HashSet<(EventId, EventId)> =
        known.iter().flat_map(|link| [(link.from, link.to), (link.to, link.from)]).collect();
    let profiles = profiles(events);
    let mut links = Vec::new();
    each_event(events, &profiles, |pairs| {
        let mut found: Vec<(&Pair, Relation, f64)> = pairs
            .iter()
            .filter_map(|pair| pair.relation().map(|(relation, sure)| (pair, relation, sure)))
            .collect();
        // Ties go to the later in the order of the events, so that runs agree.
        found.sort_by(|(a, _, x), (b, _, y)| y.total_cmp(x).then(b.earlier.cmp(&a.earlier)));
        found.truncate(PER_EVENT);
        // Known pairs keep their places among the best, so that asking again suggests nothing more.
        let new = |pair: &Pair| !linked.contains(&(events[pair.later].id, events[pair.earlier].id));
        found.retain(|(pair, ..)| new(pair));
        links.extend(
            found.into_iter().map(|(pair, relation, sure)| pair.link(events, relation, sure)),
        );
    });
    let same = occurrences(events, &profiles, known);
    // Two records of one occurrence need no other link.
    let one: HashSet<(EventId, EventId)> =
        same.iter().flat_map(|link| [(link.from, link.to), (link.to, link.from)]).collect();
    links.retain(|link| !one.contains(&(link.from, link.to)));
    links.extend(same);
    links
}

/// The evidence for each pair of events that is compared, by their places in `events`, the later
/// first: what the weights are fitted to.
pub fn link_pairs(events: &[Entry]) -> Vec<(usize, usize, Vec<f64>)> {
    let mut pairs = Vec::new();
    each_event(events, &profiles(events), |of_event| {
        pairs.extend(of_event.iter().map(|pair| (pair.later, pair.earlier, pair.evidence())));
    });
    pairs
}

/// The names of the numbers in [`link_pairs`].
pub fn evidence_names() -> Vec<String> {
    evidence::names()
}

fn profiles(events: &[Entry]) -> Profiles {
    Profiles::of(events.iter().map(|entry| &entry.event))
}

/// Two events that are compared.
struct Pair<'a> {
    later: usize,
    earlier: usize,
    profiles: &'a Profiles,
    facts: [&'a Facts<'a>; 2],
    common: Common,
}

/// Compares each dated event, in the order of their dates, with the earlier ones that share most with
/// it.
fn each_event(events: &[Entry], profiles: &Profiles, mut each: impl FnMut(&[Pair])) {
    let facts: Vec<Facts> = events
        .iter()
        .zip(&profiles.all)
        .map(|(entry, profile)| Facts::of(&entry.event, profile.days))
        .collect();
    let dated = profiles.in_order().into_iter().filter(|&at| profiles.all[at].days.is_some());
    compared(profiles, dated, |later, earlier| {
        let pair = |(earlier, common)| {
            let facts = [&facts[later], &facts[earlier]];
            Pair { later, earlier, profiles, facts, common }
        };
        each(&earlier.into_iter().map(pair).collect::<Vec<_>>());
    });
}

impl Pair<'_> {
    fn evidence(&self) -> Vec<f64> {
        evidence::evidence(self.facts[0], self.facts[1], &self.common)
    }

    /// How the two are linked most probably, and how sure it is that they are; none if it is not.
    fn relation(&self) -> Option<(Relation, f64)> {
        let mut none = 1.0;
        let mut best: Option<(Relation, f64)> = None;
        for (relation, p) in relations::probabilities(&self.evidence()) {
            match relation {
                None => none = p,
                Some(relation) if !self.may_be(relation) => {}
                Some(relation) if best.is_none_or(|(_, most)| p > most) => {
                    best = Some((relation, p));
                }
                Some(_) => {}
            }
        }
        let sure = 1.0 - none;
        best.filter(|_| sure >= FLOOR).map(|(relation, _)| (relation, sure))
    }

    fn link(&self, events: &[Entry], relation: Relation, sure: f64) -> Link {
        let (a, b) = (&events[self.later], &events[self.earlier]);
        let turned = match relation {
            Relation::Causes | Relation::Enables => true,
            Relation::PartOf => self.facts[1].lies_in(self.facts[0]),
            _ => false,
        };
        let (from, to) = if turned { (b, a) } else { (a, b) };
        let against = |relation| lint(relation, from.event.date.as_ref(), to.event.date.as_ref());
        let relation = if against(relation).is_some() { Relation::RelatedTo } else { relation };
        Link {
            from: from.id,
            to: to.id,
            relation,
            confidence: (sure * 100.0).round() / 100.0,
            rationale: wording::rationale(relation, self.facts, &self.common, self.profiles),
            method: METHOD.to_owned(),
            state: LinkState::Suggested,
        }
    }

    /// Whether the words and dates allow the relation.
    fn may_be(&self, relation: Relation) -> bool {
        let [later, earlier] = self.facts;
        match relation {
            Relation::Causes | Relation::Enables => self.facts[0].cues[CAUSES],
            Relation::PartOf => later.lies_in(earlier) || earlier.lies_in(later),
            // Talks are carried on by more talks, not carried out, and no attack carries out talks.
            Relation::Implements => {
                earlier.unreal
                    || earlier.kind != Kind::Consult
                    || !matches!(later.kind, Kind::Consult | Kind::Assault)
            }
            _ => true,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::{Event, Participation, Role};

    fn entry(id: i64, date: &str, kind: Kind, title: &str, actors: &[(&str, Role)]) -> Entry {
        let mut event = Event::new(title, kind);
        event.date = date.parse().ok();
        event.actors = actors.iter().map(|(name, role)| Participation::new(*name, *role)).collect();
        Entry { id: EventId(id), event }
    }

    fn some() -> Vec<Entry> {
        let talks = [("Steve Witkoff", Role::Party), ("Volodymyr Zelenskyy", Role::Party)];
        vec![
            entry(1, "2025-12-14", Kind::Consult, "Talks in Berlin on guarantees", &talks),
            entry(2, "2025-12-15", Kind::Consult, "Talks in Berlin go on", &talks),
            entry(3, "2025-12-14", Kind::Other, "Earthquake in Japan", &[("Japan", Role::Victim)]),
            entry(
                4,
                "2015-02-12",
                Kind::Agree,
                "Minsk agreement signed in Berlin style",
                &[("Angela Merkel", Role::Party)],
            ),
            Entry { id: EventId(5), event: Event::new("Undated talks in Berlin", Kind::Consult) },
        ]
    }

    #[test]
    fn a_series_is_found_and_explained() {
        let links = suggest(&some(), &[]);
        let link = links.iter().max_by(|a, b| a.confidence.total_cmp(&b.confidence)).unwrap();
        assert_eq!(
            (link.from, link.to, link.relation),
            (EventId(2), EventId(1), Relation::Follows)
        );
        insta::assert_snapshot!(link.rationale, @"Both are consult events; both have Steve Witkoff and Volodymyr Zelenskyy; both name Talks and Berlin; both speak of Germany; 1 day apart");
    }

    #[test]
    fn what_is_linked_already_is_left_alone() {
        let mut known = suggest(&some(), &[]);
        known[0].state = LinkState::Rejected;
        assert_eq!(suggest(&some(), &known), []);
    }

    #[test]
    fn a_cause_is_proposed_only_where_the_text_gives_one() {
        let pair = |title: &str| {
            let russia = [("Russia", Role::Initiator), ("Ukraine", Role::Recipient)];
            let events = vec![
                entry(1, "2022-10-29", Kind::Assault, "Drones attack the Russian fleet", &russia),
                entry(2, "2022-10-29", Kind::Sanction, title, &russia),
            ];
            suggest(&events, &[])
        };
        let causal = |links: &[Link]| {
            links.iter().any(|link| matches!(link.relation, Relation::Causes | Relation::Enables))
        };
        assert!(!causal(&pair("Russia leaves the grain deal")));
    }
}
