//! What sources claim, kept apart while one value is shown; notes; both taken back.

use crate::{Backend, Place, event, import};
use annalist::domain::{Citation, Deaths, Event, EventId, Kind, Role, Rule, Ruling};
use annalist::store::Store;

#[test]
fn on_sqlite() {
    told(Backend::Sqlite);
}

#[test]
fn on_postgres() {
    told(Backend::Postgres);
}

fn strike(uid: &str, publisher: &str, published: &str, date: &str, dead: u32) -> Event {
    let mut event =
        event(uid, "Strike on a station", Kind::Assault, date, &[("Russia", Role::Initiator)]);
    event.deaths = Some(Deaths { best: Some(dead), ..Deaths::default() });
    event.citations = vec![Citation {
        publisher: Some(publisher.to_owned()),
        published: published.parse().ok(),
        ..Citation::default()
    }];
    event
}

fn id(store: &mut Store, uid: &str) -> EventId {
    store.find(uid).unwrap().unwrap().id
}

/// What is shown of an event, and where its sources differ.
fn shown(store: &mut Store, id: EventId, ruling: &Ruling) -> (String, Option<u32>, Vec<String>) {
    let event = store.entries(&[id]).unwrap().remove(0).event;
    let claims = store.claims(id).unwrap();
    let differ = ruling.disagreements(&event, &claims);
    let dead = event.deaths.and_then(|deaths| deaths.shown());
    let date = event.date.map_or(String::new(), |date| date.to_string());
    (date, dead, differ.iter().map(|d| format!("{}: {d}", d.about)).collect())
}

fn told(backend: Backend) {
    let Some(place) = Place::new(backend, "claims") else { return };
    let mut store = place.open();
    import(
        &mut store,
        &[
            strike("a:1", "Reuters", "2022-04-08", "2022-04-08", 12),
            strike("b:1", "UCDP", "2023", "2022-04", 15),
            strike("c:1", "BBC", "2022-04-09", "2022-04-08", 12),
        ],
        &[],
    );
    let [a, b, c] = ["a:1", "b:1", "c:1"].map(|uid| id(&mut store, uid));
    let latest = Ruling::default();
    let precise = Ruling { rule: Rule::Precise, trusted: Vec::new() };
    assert_eq!(shown(&mut store, a, &latest).2, Vec::<String>::new());
    let before: Vec<Event> =
        [a, b, c].map(|id| store.entries(&[id]).unwrap().remove(0).event).into();

    let merge = |store: &mut Store, other, ruling: &Ruling| {
        store.change("tester", "merge", |w| w.merge(a, &[other], "One.", ruling)).unwrap();
    };
    merge(&mut store, b, &latest);
    merge(&mut store, c, &latest);
    let deaths = "deaths: 12 (Reuters, BBC), 15 (UCDP); shown: 15, by rule 'latest'".to_owned();
    let date = "date: 2022-04-08 (Reuters, BBC), 2022-04 (UCDP); shown: 2022-04, by rule 'latest'";
    assert_eq!(
        shown(&mut store, a, &latest),
        ("2022-04".into(), Some(15), vec![date.into(), deaths.clone()])
    );

    // Another rule says what it would show, and can be followed.
    let differ = shown(&mut store, a, &precise).2;
    assert!(
        differ[0].ends_with("though rule 'precise' gives 2022-04-08: `annalist settle` follows it"),
        "{differ:?}"
    );
    let settle = |store: &mut Store, ruling: &Ruling| {
        store.change("tester", "settle", |w| w.settle_claims(a, ruling)).unwrap()
    };
    assert!(!settle(&mut store, &precise).is_unchanged());
    assert_eq!(shown(&mut store, a, &precise).0, "2022-04-08");
    assert!(settle(&mut store, &precise).is_unchanged());
    store.undo().unwrap();
    assert_eq!(shown(&mut store, a, &latest).1, Some(15));

    // A source's newer word takes the place of its older one, in the claims of the event too.
    import(&mut store, &[strike("b:1", "UCDP", "2023", "2022-04", 17)], &[]);
    let differ = shown(&mut store, a, &latest).2;
    assert!(differ[1].contains("17 (UCDP)") && !differ[1].contains("15 (UCDP)"), "{differ:?}");
    store.undo().unwrap();

    // What was set by hand stands before every rule.
    store
        .change("tester", "edit", |w| {
            let mut edited = before[0].clone();
            edited.deaths = Some(Deaths { best: Some(13), ..Deaths::default() });
            w.replace(a, &edited)
        })
        .unwrap();
    assert!(shown(&mut store, a, &latest).2[1].ends_with("shown: 13, set by hand"));
    settle(&mut store, &precise);
    assert_eq!(shown(&mut store, a, &precise).1, Some(13));
    store.undo().unwrap();

    // A record that leaves takes its claims along.
    store.change("tester", "split", |w| w.split(a, b, &latest)).unwrap();
    assert_eq!(shown(&mut store, a, &latest), ("2022-04-08".into(), Some(12), Vec::new()));
    for _ in 0..3 {
        store.undo().unwrap();
    }
    let after: Vec<Event> =
        [a, b, c].map(|id| store.entries(&[id]).unwrap().remove(0).event).into();
    assert_eq!(before, after);

    store.change("tester", "note", |w| w.note(a, "Ask the mayor.")).unwrap();
    let notes = store.notes(a).unwrap();
    assert_eq!(
        (notes.len(), notes[0].text.as_str(), notes[0].author.as_str()),
        (1, "Ask the mayor.", "tester")
    );
    let refused = store.undo_import(1).unwrap_err().to_string();
    assert!(refused.contains("there is a note on e"), "{refused}");
    store.undo().unwrap();
    assert_eq!(store.notes(a).unwrap(), []);
    assert_eq!(store.check().unwrap(), []);
}
