//! Counts for charts are those of plain code over the events that are shown, whatever was imported
//! twice, told anew, edited, rejected or taken back.

use crate::story::{each_once, some_event};
use crate::{event, import};
use annalist::domain::{Edtf, Entry, Event, Kind, Place, Review, Role, Score};
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

fn named(pairs: Pairs) -> BTreeMap<(String, String), u64> {
    let name = |at: u32| pairs.names[at as usize].0.clone();
    let mut named = BTreeMap::new();
    for (a, b, score) in &pairs.pairs {
        let (a, b) = (name(*a), name(*b));
        *named.entry(if a < b { (a, b) } else { (b, a) }).or_default() += score.events;
    }
    named
}

fn holds(store: &mut Store, query: &str) {
    let filter: Filter = query.parse().unwrap();
    let shown: Vec<Entry> = store.events(&filter, None).unwrap();
    let (mut dates, mut places) = (BTreeMap::new(), BTreeMap::new());
    let (mut acts, mut company) = (BTreeMap::new(), BTreeMap::new());
    let mut publishers: BTreeMap<String, u64> = BTreeMap::new();
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
                if a.role != Role::Mentioned && b.role != Role::Mentioned && a.name <= b.name {
                    together.insert((a.name.clone(), b.name.clone()));
                }
            }
        }
        for (a, b) in act {
            *acts.entry(if a < b { (a, b) } else { (b, a) }).or_default() += 1;
        }
        together.into_iter().for_each(|pair| *company.entry(pair).or_default() += 1);
        let told: BTreeSet<&String> =
            event.citations.iter().filter_map(|c| c.publisher.as_ref()).collect();
        told.into_iter().for_each(|name| *publishers.entry(name.clone()).or_default() += 1);
    }
    assert_eq!(by_date(store, &filter), dates, "{query}");
    assert_eq!(by_place(store, &filter), places, "{query}");
    let pairs = store.acts(&filter, Who::Actor).unwrap();
    assert_eq!(pairs.matching as usize, shown.len(), "{query}");
    assert_eq!(named(pairs), acts, "{query}");
    assert_eq!(named(store.company(&filter).unwrap()), company, "{query}");
    let counted: BTreeMap<String, u64> =
        store.count_by(&filter, By::Source).unwrap().into_iter().collect();
    assert_eq!(counted, publishers, "{query}");
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
