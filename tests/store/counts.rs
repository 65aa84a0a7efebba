//! Counts for charts are those of plain code over the events that are shown, whatever was imported
//! twice, told anew, edited, rejected or taken back.

use crate::story::{each_once, some_event};
use crate::{event, import};
use annalist::domain::{Edtf, Entry, Event, Kind, Place, Review, Role, Score, dataset_of};
use annalist::query::Filter;
use annalist::store::{By, Pairs, Store, Who};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Kinds = [u64; Kind::ALL.len()];

/// What two counts of one thing add up to: by kind, and the events and sum of scores.
#[derive(Debug, Clone, Default, PartialEq)]
struct Sum {
    kinds: Kinds,
    events: u64,
    scored: u64,
    score: f64,
}

impl Sum {
    fn add(&mut self, event: &Event) {
        self.kinds[event.kind as usize] += 1;
        self.events += 1;
        self.scored += u64::from(event.goldstein.is_some());
        self.score += event.goldstein.unwrap_or(0.0);
    }

    fn of(kinds: Kinds, score: &Score) -> Sum {
        Sum { kinds, events: score.events, scored: score.scored, score: score.sum }
    }
}

fn by_date(store: &mut Store, filter: &Filter) -> BTreeMap<Option<String>, Sum> {
    let dated = store.tally(filter).unwrap().into_iter();
    let key = |date: &Option<Edtf>| date.as_ref().map(ToString::to_string);
    dated.map(|d| (key(&d.date), Sum::of(d.kinds, &d.score))).collect()
}

fn by_place(store: &mut Store, filter: &Filter) -> BTreeMap<(Option<String>, bool), Sum> {
    let located = store.located(filter, |date| date.is_some()).unwrap().into_iter();
    let key = |place: &Option<Place>| place.as_ref().map(|place| format!("{place:?}"));
    located.map(|l| ((key(&l.place), l.unit), Sum::of(l.kinds, &l.score))).collect()
}

fn named(pairs: &Pairs) -> BTreeMap<(String, String), u64> {
    let name = |at: usize| pairs.all[at].name.clone();
    let mut named = BTreeMap::new();
    for (a, b, score) in &pairs.pairs {
        let (a, b) = (name(*a), name(*b));
        *named.entry(if a < b { (a, b) } else { (b, a) }).or_default() += score.events;
    }
    named
}

/// The pairs of the two busiest are those that they have among all.
fn cut_down(whole: &Pairs, cut: &Pairs) {
    assert_eq!(whole.all, cut.all);
    let of_two = whole.pairs.iter().filter(|(a, b, _)| a.max(b) < &2);
    assert_eq!(of_two.collect::<Vec<_>>(), cut.pairs.iter().collect::<Vec<_>>());
}

fn holds(store: &mut Store, query: &str) {
    let filter: Filter = query.parse().unwrap();
    let shown: Vec<Entry> = store.events(&filter, None).unwrap();
    let (mut dates, mut places) = (BTreeMap::new(), BTreeMap::new());
    let (mut acts, mut company) = (BTreeMap::new(), BTreeMap::new());
    let mut publishers: BTreeMap<String, u64> = BTreeMap::new();
    let mut sources: BTreeMap<String, u64> = BTreeMap::new();
    let mut taking_part: BTreeMap<String, u64> = BTreeMap::new();
    for Entry { event, .. } in &shown {
        let date = event.date.as_ref().map(ToString::to_string);
        let place = event.place.as_ref().map(|place| format!("{place:?}"));
        let unit = date.is_some();
        dates.entry(date).or_insert_with(Sum::default).add(event);
        places.entry((place, unit)).or_insert_with(Sum::default).add(event);
        let (mut act, mut together) = (BTreeSet::new(), BTreeSet::new());
        for a in event.actors.iter() {
            for b in event.actors.iter() {
                let directed =
                    a.role == Role::Initiator && matches!(b.role, Role::Recipient | Role::Victim);
                if (directed || a.role == Role::Party && b.role == Role::Party) && a.name != b.name
                {
                    act.insert((a.name.clone(), b.name.clone()));
                }
                if a.role != Role::Mentioned && b.role != Role::Mentioned && a.name < b.name {
                    together.insert((a.name.clone(), b.name.clone()));
                }
            }
        }
        for (a, b) in act {
            *acts.entry(if a < b { (a, b) } else { (b, a) }).or_default() += 1;
        }
        together.into_iter().for_each(|pair| *company.entry(pair).or_default() += 1);
        let present = event.actors.iter().filter(|part| part.role != Role::Mentioned);
        let present: BTreeSet<&String> = present.map(|part| &part.name).collect();
        present.into_iter().for_each(|name| *taking_part.entry(name.clone()).or_default() += 1);
        let told: BTreeSet<&String> =
            event.citations.iter().filter_map(|c| c.publisher.as_ref()).collect();
        for name in &told {
            *publishers.entry((*name).clone()).or_default() += 1;
        }
        let cited: Vec<&str> = match dataset_of(&event.uid) {
            Some(dataset) => vec![dataset],
            None => told.iter().map(|name| name.as_str()).collect(),
        };
        for name in cited {
            *sources.entry(name.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(by_date(store, &filter), dates, "{query}");
    assert_eq!(by_place(store, &filter), places, "{query}");
    let pairs = store.acts(&filter, Who::Actor, 100).unwrap();
    assert_eq!(pairs.matching as usize, shown.len(), "{query}");
    assert_eq!(named(&pairs), acts, "{query}");
    cut_down(&pairs, &store.acts(&filter, Who::Actor, 2).unwrap());
    let pairs = store.company(&filter, 100).unwrap();
    assert_eq!(named(&pairs), company, "{query}");
    let of_all: BTreeMap<String, u64> =
        pairs.all.iter().map(|busy| (busy.name.clone(), busy.events)).collect();
    assert_eq!(of_all, taking_part, "{query}");
    cut_down(&pairs, &store.company(&filter, 2).unwrap());
    let counted: BTreeMap<String, u64> =
        store.count_by(&filter, By::Source).unwrap().into_iter().collect();
    assert_eq!(counted, publishers, "{query}");
    let cited: BTreeMap<String, u64> = store.sources(&filter).unwrap().into_iter().collect();
    assert_eq!(cited, sources, "{query}");
    let days = [("2021-01-01", "2021-12-31"), ("2022-01-01", "2022-04-01")]
        .map(|(first, last)| (first.parse().unwrap(), last.parse().unwrap()));
    let best = store.weightiest(&filter, &days, 3, |traits| traits.citations as f64).unwrap();
    for ((first, last), best) in days.iter().zip(best) {
        let first_day = |entry: &&Entry| {
            let day = entry.event.date.as_ref().and_then(|date| date.bounds().earliest);
            day.is_some_and(|day| day >= *first && day <= *last)
        };
        let mut plain: Vec<_> = shown
            .iter()
            .filter(first_day)
            .map(|entry| (std::cmp::Reverse(entry.event.citations.len()), entry.id))
            .collect();
        plain.sort();
        plain.truncate(3);
        let plain: Vec<_> = plain.into_iter().map(|(n, id)| (id, n.0 as f64)).collect();
        assert_eq!(best, plain, "{query}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn counts_are_those_of_plain_code(
        files in proptest::collection::vec(proptest::collection::vec(some_event(), 0..12), 1..4),
        edited in proptest::collection::vec((any::<prop::sample::Index>(), some_event()), 0..4),
        undone in 0..5_usize,
    ) {
        let mut store = Store::open(":memory:").unwrap();
        for file in files {
            import(&mut store, &each_once(file), &[]);
        }
        for (which, other) in edited {
            let all = store.events(&Filter::everything(), None).unwrap();
            if all.is_empty() {
                continue;
            }
            let entry = which.get(&all);
            let uid = entry.event.uid.clone();
            let review = if other.tags.is_empty() { Review::Rejected } else { other.review };
            let event = Event { uid, review, ..other };
            store.change("tester", "edit", |writer| writer.replace(entry.id, &event)).unwrap();
        }
        for _ in 0..undone {
            // What stands in the way is refused, which is right too.
            let _ = store.undo();
        }
        for query in ["", "-status:rejected", "kind:consult|kind:assault", "since:2022", "-tag:a"] {
            holds(&mut store, query);
        }
    }
}

#[test]
fn a_place_by_another_name_is_another() {
    let mut store = Store::open(":memory:").unwrap();
    let mut events = [("a", "Kyiv"), ("b", "Kyiv"), ("c", "Lviv")].map(|(uid, place)| {
        let mut event = event(uid, "x", Kind::Consult, "2025-01-01", &[]);
        event.place = Some(Place { lat: Some(50.0), lon: Some(30.0), ..Place::named(place) });
        event
    });
    events[2].date = None;
    import(&mut store, &events, &[]);
    let located = store.located(&Filter::everything(), |date| date.is_some()).unwrap();
    let mut told: Vec<_> =
        (located.into_iter()).map(|l| (l.place.unwrap().name, l.unit, l.score.events)).collect();
    told.sort();
    assert_eq!(told, [("Kyiv".to_owned(), true, 2), ("Lviv".to_owned(), false, 1)]);
}
