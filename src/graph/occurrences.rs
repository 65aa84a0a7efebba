//! Records of one occurrence that come from several sources.
//!
//! Record linkage by blocking and weighed agreement, after Fellegi and Sunter 1969
//! (doi:10.1080/01621459.1969.10501049): events of the same days that speak of the same country are
//! compared in when, where, what, who, how many died and, if both quote a text, in words. What the one does not say speaks neither
//! for nor against. Of two sources, two records are proposed as one only if each is the best match
//! of the other, and no other is as good.

use super::common::{apart, capital, kilometres, listed};
use super::profile::{Profiles, days};
use crate::coding::country;
use crate::domain::{
    Class, Deaths, Entry, Event, Kind, Link, LinkState, Modality, Participation, Place, Relation,
    Role, dataset_of,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The name under which the rule signs its links.
const METHOD: &str = "one-occurrence";
/// Longer events are not single occurrences.
const LONGEST: i32 = 31;
/// Of the events of one day and country, so many of the latest are compared.
const LATEST: usize = 400;
/// Before anything is compared, two records of a day and a country are rather two occurrences.
const PRIOR: f64 = -1.6;
/// Records this sure are proposed as one occurrence.
const SURE: f64 = 0.75;
/// The best match must be better than the next by this much.
const MARGIN: f64 = 0.02;
/// How alike the words of reports on two occurrences of a day and place are, about.
const CHANCE: f64 = 0.42;
/// What it weighs if they are more alike, or less, and the most that it may.
const TELLING: f64 = 15.0;
const MOST_OF_WORDS: f64 = 4.0;
/// Kilometres within which reports of one place lie.
const NEAR: f64 = 30.0;

/// Proposes which of these events are one occurrence, told by different sources, as links
/// `same_as` from the later record to the earlier; and, where they contradict each other on who did
/// it, how many died or whether it happened, `contradicts`. None between events that `known` already links so.
pub(super) fn occurrences(events: &[Entry], profiles: &Profiles, known: &[Link]) -> Vec<Link> {
    let records: Vec<Record> = events.iter().map(|entry| Record::of(&entry.event)).collect();
    let matches = best_matches(&records, compared(&records, profiles));
    let decided: BTreeSet<_> = known
        .iter()
        .filter(|link| matches!(link.relation, Relation::SameAs | Relation::Contradicts))
        .flat_map(|link| [(link.from, link.to), (link.to, link.from)])
        .collect();
    let mut links = Vec::new();
    for (&(a, b), agreement) in &matches {
        let (a, b) = (a.min(b), a.max(b));
        if decided.contains(&(events[b].id, events[a].id)) {
            continue;
        }
        let relations = [
            Some((Relation::SameAs, agreement.words())),
            agreement.conflict.clone().map(|conflict| (Relation::Contradicts, conflict)),
        ];
        links.extend(relations.into_iter().flatten().map(|(relation, rationale)| Link {
            from: events[b].id,
            to: events[a].id,
            relation,
            confidence: (agreement.sure * 100.0).round() / 100.0,
            rationale,
            method: METHOD.to_owned(),
            state: LinkState::Suggested,
        }));
    }
    links.sort_by_key(|link| (link.from, link.to));
    links
}

/// What is compared of an event.
struct Record<'e> {
    event: &'e Event,
    days: Option<(i32, i32)>,
    source: String,
    countries: BTreeSet<&'e str>,
    names: BTreeSet<&'e str>,
}

impl<'e> Record<'e> {
    fn of(event: &'e Event) -> Record<'e> {
        let parts = || event.actors.iter().filter(|part| !part.is_mentioned());
        Record {
            event,
            days: days(event),
            source: source(event),
            countries: parts().filter_map(|part| part.country.as_deref()).collect(),
            names: parts().map(|part| part.name.as_str()).collect(),
        }
    }

    /// The countries under which it is looked for.
    fn blocks(&self) -> BTreeSet<&'e str> {
        let place = self.event.place.as_ref().and_then(|place| place.country.as_deref());
        place.map_or_else(|| self.countries.clone(), |country| BTreeSet::from([country]))
    }
}

/// Who tells of the event: its dataset or article.
fn source(event: &Event) -> String {
    if let Some((article, _)) = event.uid.rsplit_once('#') {
        return article.to_owned();
    }
    // Who writes events down by hand knows which are one.
    dataset_of(&event.uid).unwrap_or_default().to_owned()
}

/// The pairs of records that agree well enough.
fn compared(records: &[Record], profiles: &Profiles) -> Vec<(usize, usize, Agreement)> {
    let mut order: Vec<usize> =
        (0..records.len()).filter(|&at| records[at].days.is_some()).collect();
    order.sort_by_key(|&at| (records[at].days, at));
    let mut blocks: HashMap<(i32, &str), Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for at in order {
        let record = &records[at];
        let Some((first, last)) = record.days.filter(|(first, last)| last - first <= LONGEST)
        else {
            continue;
        };
        let mut others: BTreeSet<usize> = BTreeSet::new();
        for country in record.blocks() {
            // Reports may be a day off.
            for day in first - 1..=last + 1 {
                let here = blocks.get(&(day, country)).into_iter().flatten();
                others.extend(here.rev().take(LATEST));
            }
            for day in first..=last {
                blocks.entry((day, country)).or_default().push(at);
            }
        }
        for other in others {
            let wording = || profiles.wording(other, at);
            if let Some(agreement) = agree(&records[other], record, wording) {
                found.push((other, at, agreement));
            }
        }
    }
    found
}

/// The two best matches: how sure, and which record.
type TopTwo = [Option<(f64, usize)>; 2];

/// Of the pairs, those in which each is clearly the best match of the other in its source.
fn best_matches<'r>(
    records: &'r [Record],
    pairs: Vec<(usize, usize, Agreement)>,
) -> BTreeMap<(usize, usize), Agreement> {
    // For each record and each other source, the best and the second best match.
    let mut best: HashMap<(usize, &'r str), TopTwo> = HashMap::new();
    for (a, b, agreement) in &pairs {
        for (one, other) in [(*a, *b), (*b, *a)] {
            let top = best.entry((one, records[other].source.as_str())).or_default();
            let new = Some((agreement.sure, other));
            if top[0].is_none_or(|(sure, _)| agreement.sure > sure) {
                *top = [new, top[0]];
            } else if top[1].is_none_or(|(sure, _)| agreement.sure > sure) {
                top[1] = new;
            }
        }
    }
    let clear = |one: usize, other: usize| {
        let Some([Some(first), second]) = best.get(&(one, records[other].source.as_str())) else {
            return false;
        };
        first.1 == other && second.is_none_or(|second| first.0 - second.0 >= MARGIN)
    };
    pairs
        .into_iter()
        .filter(|(a, b, agreement)| agreement.sure >= SURE && clear(*a, *b) && clear(*b, *a))
        .map(|(a, b, agreement)| ((a, b), agreement))
        .collect()
}

/// How two records agree.
#[derive(Debug, Clone)]
struct Agreement {
    sure: f64,
    reasons: Vec<String>,
    conflict: Option<String>,
}

impl Agreement {
    fn words(&self) -> String {
        capital(&self.reasons.join("; "))
    }
}

/// Compares two records of different sources; none if they cannot be one occurrence.
fn agree(a: &Record, b: &Record, wording: impl Fn() -> f64) -> Option<Agreement> {
    if a.source == b.source {
        return None;
    }
    let mut weights = Weights::default();
    when(a, b, &mut weights)?;
    place(a.event, b.event, &mut weights)?;
    kind(a.event.kind, b.event.kind, &mut weights)?;
    who(a, b, &mut weights);
    deaths(a.event.deaths, b.event.deaths, &mut weights);
    if quotes(a.event) && quotes(b.event) {
        words(wording(), &mut weights);
    }
    let denied = |event: &Event| event.modality == Modality::Denied;
    if denied(a.event) != denied(b.event) {
        let words = "the one says that it happened, the other that it did not";
        weights.conflict.get_or_insert_with(|| words.to_owned());
    }
    let sure = 1.0 / (1.0 + (-(PRIOR + weights.sum)).exp());
    Some(Agreement { sure, reasons: weights.reasons, conflict: weights.conflict })
}

/// Logarithms of how much likelier each observation is of one occurrence than of two, added up.
#[derive(Default)]
struct Weights {
    sum: f64,
    reasons: Vec<String>,
    conflict: Option<String>,
}

impl Weights {
    fn add(&mut self, weight: f64, reason: impl Into<String>) {
        self.sum += weight;
        let reason = reason.into();
        if weight > 0.0 && !reason.is_empty() {
            self.reasons.push(reason);
        }
    }
}

fn when(a: &Record, b: &Record, weights: &mut Weights) -> Option<()> {
    let (a, b) = (a.days?, b.days?);
    let lengths = (a.1 - a.0).max(b.1 - b.0);
    match (apart(a, b), lengths) {
        (0, 0) => weights.add(1.0, "on the same day"),
        (0, _) => weights.add(0.4, "at overlapping dates"),
        (1, _) => weights.add(-1.6, ""),
        _ => return None,
    }
    Some(())
}

fn place(a: &Event, b: &Event, weights: &mut Weights) -> Option<()> {
    let (Some(a), Some(b)) = (&a.place, &b.place) else {
        let placed = a.place.as_ref().map(|place| (place, b)).or(b.place.as_ref().map(|p| (p, a)));
        if let Some((place, other)) = placed
            && names(other, &place.name)
        {
            weights.add(1.4, format!("both name {}", place.name));
        }
        return Some(());
    };
    let alike = a.name.eq_ignore_ascii_case(&b.name);
    let countrywide = |place: &Place| {
        place.radius_km.is_some_and(|km| km > 150.0)
            || place
                .country
                .as_deref()
                .and_then(country)
                .is_some_and(|country| country.name.eq_ignore_ascii_case(&place.name))
    };
    if countrywide(a) || countrywide(b) {
        return Some(());
    }
    let points = a.lat.zip(a.lon).zip(b.lat.zip(b.lon));
    let radius = a.radius_km.unwrap_or(0.0).max(b.radius_km.unwrap_or(0.0));
    match points.map(|(a, b)| kilometres(a, b)) {
        Some(km) if km <= NEAR.max(radius) || alike => {
            let weight = if km <= NEAR / 3.0 || alike { 2.0 } else { 1.4 };
            weights.add(weight, format!("both at {}", a.name));
        }
        Some(km) if km <= 75.0 => weights.add(-0.5, ""),
        Some(_) => return None,
        None if alike => weights.add(2.0, format!("both at {}", a.name)),
        None => weights.add(-0.5, ""),
    }
    Some(())
}

/// Whether an event that has no place names one in its title, or in the words that stand for those
/// who took part: a capital may stand for its government.
fn names(event: &Event, place: &str) -> bool {
    let stands = |surface: &str| surface.len() >= 4 && place.starts_with(surface);
    event.title.contains(place)
        || event.actors.iter().filter_map(|part| part.surface.as_deref()).any(stands)
}

fn kind(a: Kind, b: Kind, weights: &mut Weights) -> Option<()> {
    let (class_a, class_b) = (Class::of(a), Class::of(b));
    if a == b {
        weights.add(1.0, format!("both are {a} events"));
    } else if class_a == class_b {
        weights.add(0.2, "");
    } else if a == Kind::Other || b == Kind::Other {
        weights.add(-0.3, "");
    } else {
        return None;
    }
    Some(())
}

fn who(a: &Record, b: &Record, weights: &mut Weights) {
    let (by_a, by_b) = (initiators(a.event), initiators(b.event));
    let unlike = |x: &&Participation| {
        by_b.iter().all(|y| x.name != y.name && (x.country.is_none() || x.country != y.country))
    };
    if let (Some(x), Some(y)) = (by_a.first(), by_b.first())
        && by_a.iter().all(unlike)
    {
        weights.conflict = Some(format!("{} did it by the one, {} by the other", x.name, y.name));
    }
    let names: Vec<&str> = a.names.intersection(&b.names).copied().collect();
    let countries = a.countries.intersection(&b.countries).count();
    let fewest = a.countries.len().min(b.countries.len());
    if !names.is_empty() {
        weights.add(0.9, format!("both have {}", listed(&names, 3)));
    } else if fewest > 0 && countries == fewest {
        let shared: Vec<&str> = a.countries.intersection(&b.countries).copied().collect();
        weights.add(0.6, format!("both have actors of {}", listed(&shared, 3)));
    } else if fewest > 0 && countries == 0 {
        weights.add(-1.5, "");
    }
}

fn initiators(event: &Event) -> Vec<&Participation> {
    event.actors.iter().filter(|part| part.role == Role::Initiator).collect()
}

fn deaths(a: Option<Deaths>, b: Option<Deaths>, weights: &mut Weights) {
    let range = |deaths: Deaths| {
        let all = [deaths.low, deaths.best, deaths.high];
        let known = || all.into_iter().flatten().map(f64::from);
        known().reduce(f64::min).zip(known().reduce(f64::max))
    };
    let (Some((low_a, high_a)), Some((low_b, high_b))) = (a.and_then(range), b.and_then(range))
    else {
        return;
    };
    if low_a <= high_b && low_b <= high_a {
        let weight = if high_a.min(high_b) > 0.0 { 1.5 } else { 0.2 };
        weights.add(weight, "the same number of dead");
        return;
    }
    let (less, more) = if high_a < low_b { (high_a, low_b) } else { (high_b, low_a) };
    let ratio = (less + 1.0) / (more + 1.0);
    weights.add(if ratio >= 0.6 { 0.3 } else { -1.2 }, "");
    weights.conflict.get_or_insert_with(|| format!("{less} dead by the one, {more} by the other"));
}

fn quotes(event: &Event) -> bool {
    event.citations.iter().any(|citation| citation.quote.is_some())
}

/// News of one day, place and kind are many where there is war: reports of one occurrence share its
/// particulars.
fn words(alike: f64, weights: &mut Weights) {
    let weight = (TELLING * (alike - CHANCE)).clamp(-MOST_OF_WORDS, MOST_OF_WORDS);
    weights.add(weight, "in much the same words");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EventId;

    fn entry(id: i64, uid: &str, date: &str, place: &str, lat: f64, dead: Option<u32>) -> Entry {
        let mut event = Event::new("An attack", Kind::Assault);
        event.uid = uid.to_owned();
        event.date = date.parse().ok();
        event.place = Some(Place {
            country: Some("UKR".to_owned()),
            lat: Some(lat),
            lon: Some(36.0),
            ..Place::named(place)
        });
        event.actors = vec![Participation::new("Russia", Role::Initiator)];
        event.deaths = dead.map(|best| Deaths { best: Some(best), ..Deaths::default() });
        Entry { id: EventId(id), event }
    }

    fn proposed(events: &[Entry], known: &[Link]) -> Vec<Link> {
        occurrences(events, &Profiles::of(events.iter().map(|entry| &entry.event)), known)
    }

    #[test]
    fn one_attack_of_two_sources_is_found_and_their_difference_told() {
        let events = [
            entry(1, "ucdp:1", "2022-04-08", "Kramatorsk", 48.73, Some(60)),
            entry(2, "gdelt:1", "2022-04-08", "Kramatorsk", 48.74, None),
            entry(3, "gdelt:2", "2022-04-08", "Lviv", 49.84, None),
            entry(4, "acled:1", "2022-04-08", "Kramatorsk", 48.73, Some(50)),
        ];
        let links = proposed(&events, &[]);
        let told: Vec<String> = links
            .iter()
            .map(|l| format!("{} {} {}: {}", l.from, l.relation, l.to, l.rationale))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r"
e2 same_as e1: On the same day; both at Kramatorsk; both are assault events; both have Russia
e4 same_as e1: On the same day; both at Kramatorsk; both are assault events; both have Russia
e4 contradicts e1: 50 dead by the one, 60 by the other
e4 same_as e2: On the same day; both at Kramatorsk; both are assault events; both have Russia
");
        // What was decided is not proposed again.
        assert_eq!(proposed(&events, &links), []);
    }

    #[test]
    fn who_did_it_may_be_in_dispute() {
        let mut events = [
            entry(1, "ucdp:1", "2022-07-29", "Olenivka", 47.83, Some(53)),
            entry(2, "acled:1", "2022-07-29", "Olenivka", 47.83, Some(53)),
        ];
        for (entry, by) in events.iter_mut().zip(["Russia", "Ukraine"]) {
            entry.event.actors = vec![
                Participation::new(by, Role::Initiator),
                Participation::new("Prisoners of war", Role::Victim),
            ];
        }
        let links = proposed(&events, &[]);
        let told: Vec<&str> = links.iter().map(|link| link.rationale.as_str()).collect();
        assert!(told.contains(&"Russia did it by the one, Ukraine by the other"), "{told:?}");
    }

    #[test]
    fn where_two_match_as_well_neither_is_proposed() {
        let events = [
            entry(1, "ucdp:1", "2022-04-08", "Kramatorsk", 48.73, None),
            entry(2, "gdelt:1", "2022-04-08", "Kramatorsk", 48.73, None),
            entry(3, "gdelt:2", "2022-04-08", "Kramatorsk", 48.73, None),
        ];
        assert_eq!(proposed(&events, &[]), []);
    }
}
