//! Links as graphs read them say what their rows say, whatever was done to them.

use crate::{event, import};
use annalist::domain::{Event, EventId, Kind, Link, LinkState, Relation, Stamp};
use annalist::query::Filter;
use annalist::store::{Store, StoreError};
use proptest::prelude::*;

/// What may be done to links.
#[derive(Debug, Clone)]
enum Deed {
    Import(Vec<Link<String>>),
    Link(Link<String>),
    Unlink(i64, i64),
    Undo,
    UndoImport(usize),
}

fn link() -> impl Strategy<Value = Link<String>> {
    let relation = proptest::sample::select(Relation::ALL);
    let state = proptest::sample::select(LinkState::ALL);
    (1..6_u8, 1..6_u8, relation, 0..=4_u8, state).prop_map(|(from, to, relation, sure, state)| {
        Link {
            from: format!("a:{from}"),
            to: format!("a:{to}"),
            relation,
            confidence: f64::from(sure) / 4.0,
            rationale: "why".into(),
            method: "analyst".into(),
            state,
        }
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => proptest::collection::vec(link(), 1..6).prop_map(Deed::Import),
        4 => link().prop_map(Deed::Link),
        2 => (1..6_i64, 1..6_i64).prop_map(|(from, to)| Deed::Unlink(from, to)),
        2 => Just(Deed::Undo),
        1 => (0..5_usize).prop_map(Deed::UndoImport),
    ]
}

fn done(store: &mut Store, deed: &Deed) {
    let numbered = |link: &Link<String>| {
        let id = |uid: &str| EventId(uid[2..].parse().unwrap());
        link.clone().between(id(&link.from), id(&link.to))
    };
    let possible = |result: Result<(), StoreError>| match result {
        Err(error)
            if !error.is_of_record()
                && !matches!(error, StoreError::BuiltUpon { .. } | StoreError::Undone(_)) =>
        {
            panic!("{error}")
        }
        _ => {}
    };
    match deed {
        Deed::Import(links) => {
            let good = links.iter().filter(|link| link.from != link.to).cloned();
            import(store, &[], &good.collect::<Vec<_>>());
        }
        Deed::Link(link) => {
            possible(store.change("tester", "link", |w| w.link(&numbered(link)).map(drop)));
        }
        Deed::Unlink(from, to) => {
            let (from, to) = (EventId(*from), EventId(*to));
            possible(store.change("tester", "unlink", |w| w.unlink(from, to, None).map(drop)));
        }
        Deed::Undo => {
            possible(store.undo().map(drop));
            if store.count(&Filter::everything()).unwrap() == 0 {
                import(store, &events(), &[]);
            }
        }
        Deed::UndoImport(n) => {
            if let Some(import) = store.imports().unwrap().get(n + 1) {
                possible(store.undo_import(import.id).map(drop));
            }
        }
    }
}

fn events() -> Vec<Event> {
    (1..6).map(|n| event(&format!("a:{n}"), "An event", Kind::Consult, "", &[])).collect()
}

fn stamps(store: &mut Store) -> Vec<(u32, u32, Stamp)> {
    let mut found = Vec::new();
    store.each_stamp(|from, to, stamp| found.push((from, to, stamp))).unwrap();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn packed_links_are_their_rows(deeds in proptest::collection::vec(deed(), 1..14)) {
        let mut store = Store::open(":memory:").unwrap();
        import(&mut store, &events(), &[]);
        for deed in &deeds {
            done(&mut store, deed);
            let rows = store.links(&Filter::everything()).unwrap();
            let mut expected: Vec<(u32, u32, Stamp)> = rows
                .iter()
                .filter(|l| l.state != LinkState::Rejected)
                .map(|l| {
                    let suggested = l.state == LinkState::Suggested;
                    let stamp = Stamp::new(l.relation, suggested, l.confidence);
                    (l.from.0 as u32, l.to.0 as u32, stamp)
                })
                .collect();
            expected.sort();
            prop_assert_eq!(stamps(&mut store), expected);
            prop_assert_eq!(store.packed_links().unwrap(), stamps(&mut store).len());
            prop_assert_eq!(store.check().unwrap(), vec![]);
        }
    }
}
