//! Storylines and merges, written, read, asked for and taken back.

use crate::{Backend, Place, event, import};
use annalist::domain::{Event, EventId, Kind, Member, Review, Role, Ruling, StoryId, Storyline};
use annalist::query::Filter;
use annalist::store::Store;

#[test]
fn on_sqlite() {
    told(Backend::Sqlite);
}

#[test]
fn on_postgres() {
    told(Backend::Postgres);
}

fn events() -> Vec<Event> {
    let party = |name| [(name, Role::Party)];
    vec![
        event("a:1", "Talks open", Kind::Consult, "2025-12-14", &party("Ukraine")),
        event("a:2", "Talks go on", Kind::Consult, "2025-12-15", &party("Ukraine")),
        event("a:3", "Talks end", Kind::Consult, "2025-12-16", &party("Ukraine")),
        event("b:1", "Talks begin", Kind::Consult, "2025-12-14", &party("Germany")),
    ]
}

fn id(store: &mut Store, uid: &str) -> EventId {
    store.resolve(uid).unwrap().id
}

fn line(store: &mut Store, id_: Option<i64>, title: &str, uids: &[&str]) -> Storyline {
    let ids: Vec<EventId> = uids.iter().map(|uid| id(store, uid)).collect();
    let members = ids.iter().enumerate().map(|(at, event)| Member {
        event: *event,
        after: at.checked_sub(1).map(|before| ids[before]),
        probability: 0.5,
        reason: if at == 0 { String::new() } else { "both name Ukraine".to_owned() },
    });
    Storyline {
        id: id_.map(StoryId),
        title: title.to_owned(),
        members: members.collect(),
        curated: false,
    }
}

fn found(store: &mut Store, query: &str) -> Vec<String> {
    let filter: Filter = query.parse().unwrap();
    let found = store.events(&filter.standing(), None).unwrap();
    found.into_iter().map(|entry| entry.event.uid).collect()
}

fn told(backend: Backend) {
    let Some(place) = Place::new(backend, "storylines") else { return };
    let mut store = place.open();
    let first = import(&mut store, &events()[..3], &[]);
    let second = import(&mut store, &events()[3..], &[]);

    // A story is written, asked for and found by its events.
    let talks = line(&mut store, None, "Talks", &["a:1", "a:2"]);
    store.change("tester", "find stories", |writer| writer.story(&talks)).unwrap();
    let talks = Storyline { id: Some(StoryId(1)), ..talks };
    assert_eq!(store.stories().unwrap(), std::slice::from_ref(&talks));
    assert_eq!(found(&mut store, "story:1"), ["a:1", "a:2"]);
    let of = id(&mut store, "a:2");
    assert_eq!(store.stories_of(&[of]).unwrap(), [StoryId(1)]);
    assert!(store.story(StoryId(2)).is_err());
    assert!(store.events(&"story:2".parse().unwrap(), None).is_err());

    // It goes on; what has not changed leaves no change.
    let longer = line(&mut store, Some(1), "Talks", &["a:1", "a:2", "a:3"]);
    store.change("tester", "find stories", |writer| writer.story(&longer)).unwrap();
    let changes = store.revisions(None).unwrap().len();
    store.change("tester", "find stories", |writer| writer.story(&longer)).unwrap();
    assert_eq!(store.revisions(None).unwrap().len(), changes);
    store.undo().unwrap();
    assert_eq!(store.stories().unwrap(), std::slice::from_ref(&talks));
    store.change("tester", "drop", |writer| writer.drop_story(StoryId(1))).unwrap();
    assert_eq!(store.stories().unwrap(), []);
    store.undo().unwrap();
    assert_eq!(store.stories().unwrap(), [talks]);

    // Two records become one event, and two again.
    let before = store.events(&Filter::default(), None).unwrap();
    let (keep, other) = (id(&mut store, "a:1"), id(&mut store, "b:1"));
    store
        .change("tester", "merge", |writer| {
            writer.merge(keep, &[other], "One.", &Ruling::default())
        })
        .unwrap();
    assert_eq!(found(&mut store, ""), ["a:1", "a:2", "a:3"]);
    assert_eq!(found(&mut store, "status:merged"), ["b:1"]);
    let kept = store.find("a:1").unwrap().unwrap().event;
    assert_eq!(kept.actors.len(), 2);
    let again = store.change("tester", "merge", |writer| {
        writer.merge(keep, &[other], "One.", &Ruling::default())
    });
    assert!(again.is_err(), "it is merged already");
    store
        .change("tester", "split", |writer| writer.split(keep, other, &Ruling::default()))
        .unwrap();
    assert_eq!(store.find("b:1").unwrap().unwrap().event.review, Review::Accepted);
    assert_eq!(store.find("a:1").unwrap().unwrap().event.actors.len(), 1);
    store.undo().unwrap();
    store.undo().unwrap();
    assert_eq!(store.events(&Filter::default(), None).unwrap(), before);

    // Where events go, so does what the program found of them.
    store.undo_import(second.id).unwrap();
    assert_eq!(store.stories().unwrap().len(), 1);
    store.undo_import(first.id).unwrap();
    assert_eq!(store.stories().unwrap(), []);
    assert_eq!(store.check().unwrap(), []);
}
