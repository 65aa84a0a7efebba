//! The database as it was known at each moment of a story.

use crate::{Backend, Place, actor, event, import};
use annalist::domain::{
    Actor, Entry, EventId, Kind, Link, LinkState, Note, Relation, Role, Ruling,
};
use annalist::domain::{Member, Storyline};
use annalist::query::Filter;
use annalist::store::Store;
use chrono::{DateTime, Utc};

#[test]
fn on_sqlite() {
    told(Backend::Sqlite);
}

#[test]
fn on_postgres() {
    told(Backend::Postgres);
}

/// All that is known.
#[derive(Debug, PartialEq)]
struct Known {
    events: Vec<Entry>,
    links: Vec<Link>,
    stories: Vec<Storyline>,
    actors: Vec<(Actor, u64)>,
    notes: Vec<Vec<Note>>,
    imports: usize,
    revisions: usize,
}

fn known(store: &mut Store) -> Known {
    let events = store.events(&Filter::default(), None).unwrap();
    let notes = events.iter().map(|entry| store.notes(entry.id).unwrap()).collect();
    Known {
        links: store.links(&Filter::default()).unwrap(),
        stories: store.stories().unwrap(),
        actors: store.actors(&Filter::default()).unwrap(),
        imports: store.imports().unwrap().len(),
        revisions: store.revisions(None).unwrap().len(),
        notes,
        events,
    }
}

fn told(backend: Backend) {
    let Some(place) = Place::new(backend, "asof") else { return };
    let mut store = place.open();
    let mut moments: Vec<(DateTime<Utc>, Known)> = Vec::new();
    let mut at = |store: &mut Store| {
        let pause = || std::thread::sleep(std::time::Duration::from_millis(3));
        pause();
        moments.push((Utc::now(), known(store)));
        pause();
    };
    at(&mut store);
    let strike = |uid: &str, title: &str, date: &str| {
        event(
            uid,
            title,
            Kind::Assault,
            date,
            &[("Russia", Role::Initiator), ("Ukraine", Role::Victim)],
        )
    };
    let first = [
        strike("a:1", "Strike", "2022-04"),
        strike("a:2", "Hit", "2022-04-08"),
        strike("a:3", "Raid", "2022-05"),
    ];
    import(&mut store, &first, &[]);
    at(&mut store);
    let [a, b, c] = [1, 2, 3].map(EventId);
    store
        .change("tester", "edit", |w| {
            let mut edited = first[0].clone();
            edited.title = "Strike on a station".to_owned();
            w.replace(a, &edited)
        })
        .unwrap();
    at(&mut store);
    store.change("tester", "merge", |w| w.merge(a, &[b], "One.", &Ruling::default())).unwrap();
    at(&mut store);
    store.change("tester", "note", |w| w.note(c, "Ask.")).unwrap();
    store
        .change("tester", "link", |w| {
            w.link(&Link {
                from: c,
                to: a,
                relation: Relation::Follows,
                confidence: 1.0,
                rationale: "Next.".to_owned(),
                method: "analyst".to_owned(),
                state: LinkState::Accepted,
            })
        })
        .unwrap();
    at(&mut store);
    // A newer release: one event changed, one new, with an actor that was not known.
    let mut second = vec![
        first[0].clone(),
        strike("a:3", "Raid on a port", "2022-05"),
        strike("a:4", "Shelling", "2022-06"),
    ];
    second[2].actors.push(annalist::domain::Participation::new("Wagner Group", Role::Initiator));
    import(&mut store, &second, &[]);
    at(&mut store);
    store
        .change("tester", "actor", |w| {
            w.actor(&actor(r#"{"name":"Russia","kind":"country","country":"RUS"}"#))
        })
        .unwrap();
    at(&mut store);
    store
        .change("tester", "story", |w| {
            let member = |event, after| Member {
                event,
                after,
                probability: 1.0,
                reason: "Told.".to_owned(),
            };
            let line = Storyline {
                id: None,
                title: "Raids".to_owned(),
                curated: true,
                members: vec![member(a, None), member(c, Some(a))],
            };
            w.story(&line)
        })
        .unwrap();
    at(&mut store);
    let whole = known(&mut store);
    drop(store);
    for (moment, known_then) in &moments {
        let mut store = place.open();
        assert_eq!(store.rewind(*moment).unwrap(), []);
        assert_eq!(known(&mut store), *known_then, "{moment}");
        let refused = store.change("tester", "note", |w| w.note(a, "Too late."));
        assert!(refused.unwrap_err().to_string().contains("leave out --as-of"));
        assert!(store.undo().is_err());
    }
    // Looking back has changed nothing.
    let mut store = place.open();
    assert_eq!(known(&mut store), whole);
    assert_eq!(store.check().unwrap(), []);

    // What was taken back since cannot be shown, and that is said.
    let before_undo = Utc::now();
    std::thread::sleep(std::time::Duration::from_millis(3));
    let undone = store.undo().unwrap().unwrap();
    let missing: Vec<i64> = store.rewind(before_undo).unwrap().iter().map(|c| c.id).collect();
    assert_eq!(missing, [undone.id]);
}
