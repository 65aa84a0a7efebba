use crate::{Backend, Place, actor, event, import};
use annalist::domain::{
    ActorKind, Citation, Event, EventId, Kind, Link, LinkState, Modality, Place as Where, Relation,
    Review, Role, Subject,
};
use annalist::query::Filter;
use annalist::store::{By, Store, StoreError};
use proptest::prelude::*;

#[test]
fn on_sqlite() {
    story(Backend::Sqlite);
}

#[test]
fn on_postgres() {
    story(Backend::Postgres);
}

fn events() -> Vec<Event> {
    use Role::{Initiator, Mentioned, Party, Victim};
    let mut all = vec![
        event(
            "a:1",
            "Talks in Istanbul",
            Kind::Consult,
            "2022-03-29",
            &[("Russia", Party), ("Ukraine", Party)],
        ),
        event(
            "a:2",
            "Missile strike on a station",
            Kind::Assault,
            "2022-04-08",
            &[("Russia", Initiator), ("Ukraine", Victim)],
        ),
        event(
            "a:3",
            "Zelenskyy speaks of “security guarantees”",
            Kind::Statement,
            "2025-12-14~",
            &[("Volodymyr Zelensky", Initiator), ("NATO", Mentioned)],
        ),
        event(
            "b:4",
            "Talks planned",
            Kind::Consult,
            "2025-12-15/2025-12-16",
            &[("Ukraine", Party)],
        ),
        event("b:5", "An undated appeal", Kind::Appeal, "", &[("NATO", Initiator)]),
    ];
    let mut istanbul = Where::named("Istanbul");
    (istanbul.country, istanbul.lat, istanbul.lon) = (Some("TUR".into()), Some(41.01), Some(28.98));
    all[0].place = Some(istanbul);
    all[0].tags = vec!["peace-talks".into()];
    all[1].deaths = Some(annalist::domain::Deaths { best: Some(52), ..Default::default() });
    all[2].citations = vec![Citation {
        publisher: Some("Orda.kz".into()),
        published: "2025-12-15".parse().ok(),
        quote: Some("an opportunity to prevent another invasion".into()),
        ..Default::default()
    }];
    all[3].modality = Modality::Planned;
    all
}

fn link(from: &str, to: &str, relation: Relation) -> Link<String> {
    Link {
        from: from.into(),
        to: to.into(),
        relation,
        confidence: 0.9,
        rationale: "a reason".into(),
        method: "analyst".into(),
        state: LinkState::Accepted,
    }
}

fn uids(store: &mut Store, query: &str) -> String {
    let found =
        store.events(&query.parse().unwrap(), None).unwrap_or_else(|e| panic!("{query}: {e}"));
    found.into_iter().map(|entry| entry.event.uid).collect::<Vec<_>>().join(" ")
}

fn everything(store: &mut Store) -> Vec<Event> {
    let found = store.events(&Filter::everything(), None).unwrap();
    found.into_iter().map(|entry| entry.event).collect()
}

fn story(backend: Backend) {
    let Some(place) = Place::new(backend, "story") else { return };
    let mut store = place.open();

    // Actors first, so that the acts of a person count for his country.
    store
        .change("tester", "actors", |writer| {
            for text in [
                r#"{"name":"Ukraine","kind":"country","country":"UKR"}"#,
                r#"{"name":"Government of Ukraine","kind":"government","country":"UKR"}"#,
                r#"{"name":"Volodymyr Zelenskyy","kind":"person","aliases":[{"name":"Volodymyr Zelensky"}],
                    "memberships":[{"office":"president","organisation":"Government of Ukraine","dates":"2019-05-20/.."}]}"#,
            ] {
                writer.actor(&actor(text))?;
            }
            Ok(())
        })
        .unwrap();

    // The same import twice adds nothing, but is remembered.
    let links = [link("a:2", "a:1", Relation::RelatedTo)];
    let first = import(&mut store, &events(), &links);
    assert_eq!((first.counts.added, first.counts.unchanged), (6, 0));
    let once = everything(&mut store);
    let second = import(&mut store, &events(), &links);
    assert_eq!((second.counts.added, second.counts.unchanged), (0, 6));
    assert_eq!(everything(&mut store), once);
    assert_eq!(store.imports().unwrap().len(), 2);
    // Of two that tell the same, either may go.
    store.undo_import(first.id).unwrap();
    assert_eq!(everything(&mut store), once[..5].to_vec());
    assert_eq!(store.links(&Filter::everything()).unwrap(), []);
    assert_eq!(store.check().unwrap(), []);
    store.undo_import(second.id).unwrap();
    assert_eq!(everything(&mut store), []);
    let first = import(&mut store, &events(), &links);
    drop(store);
    let mut store = place.open();

    for (query, expected) in [
        ("", "a:1 a:2 a:3 b:4 b:5"),
        ("actor:Ukraine", "a:1 a:2 a:3 b:4"),
        (r#"actor:"Government of Ukraine""#, "a:3"),
        ("exactly:Ukraine", "a:1 a:2 b:4"),
        ("actor:NATO", "b:5"),
        ("exactly:NATO", "a:3 b:5"),
        ("by:Russia on:Ukraine -kind:talks", "a:2"),
        ("dyad:Russia>Ukraine", "a:2"),
        ("dyad:Ukraine-Russia", "a:1 a:2"),
        ("kind:talks|appeal", "a:1 b:4 b:5"),
        ("since:2022-04 until:2025-12-14", "a:2 a:3"),
        ("since:2025 certainly", "b:4"),
        ("until:2025-12-15", "a:1 a:2 a:3 b:4"),
        ("until:2025-12-15 certainly", "a:1 a:2"),
        ("place:istan", "a:1"),
        ("place:TUR", "a:1"),
        ("near:41,29,10km", "a:1"),
        ("near:0,0,10km", ""),
        ("source:orda", "a:3"),
        ("source:b", "b:4 b:5"),
        ("tag:peace-talks", "a:1"),
        ("deaths:>=50", "a:2"),
        ("deaths:<50", ""),
        ("status:planned", "b:4"),
        ("status:accepted -status:planned", "a:1 a:2 a:3 b:5"),
        ("status:unverified kind:assault", "a:2"),
        (r#""security guarantees""#, "a:3"),
        (r#""guarantees security""#, ""),
        ("station|opportunity", "a:2 a:3"),
        (r#"-"security guarantees" kind:statement"#, ""),
        (r#""AND OR ( *""#, ""),
    ] {
        assert_eq!(uids(&mut store, query), expected, "{query}");
        let n = store.count(&query.parse().unwrap()).unwrap();
        assert_eq!(n as usize, expected.split_whitespace().count(), "{query}");
    }
    let error = store.events(&"actor:Ukrane".parse().unwrap(), None).unwrap_err();
    assert!(error.to_string().contains("did you mean \"Ukraine\""), "{error}");

    let all = Filter::everything();
    let counts = |store: &mut Store, by| {
        let counts = store.count_by(&all, by).unwrap();
        counts.iter().map(|(value, n)| format!("{value} {n}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(counts(&mut store, By::Year), "2022 2, 2025 2, undated 1");
    assert_eq!(counts(&mut store, By::Month), "2022-03 1, 2022-04 1, 2025-12 2, undated 1");
    assert_eq!(
        counts(&mut store, By::Day),
        "2022-03-29 1, 2022-04-08 1, 2025-12-14 1, 2025-12-15 1, undated 1"
    );
    assert_eq!(counts(&mut store, By::Kind), "consult 2, appeal 1, assault 1, statement 1");
    assert_eq!(counts(&mut store, By::Actor), "Ukraine 3, Russia 2, NATO 1, Volodymyr Zelenskyy 1");
    assert_eq!(counts(&mut store, By::Country), "(none) 4, TUR 1");
    assert_eq!(counts(&mut store, By::Source), "Orda.kz 1");
    assert_eq!(counts(&mut store, By::Dyad), "");

    // Link, and take the link back.
    let (e1, e2, e4) = (EventId(1), EventId(2), EventId(4));
    let follows = |from, to| Link {
        from,
        to,
        relation: Relation::Follows,
        confidence: 1.0,
        rationale: "the next round".into(),
        method: "analyst".into(),
        state: LinkState::Accepted,
    };
    store.change("tester", "link", |writer| writer.link(&follows(e4, e1))).unwrap();
    assert_eq!(store.links_of(e1).unwrap().len(), 2);
    assert_eq!(store.links(&"status:planned".parse().unwrap()).unwrap().len(), 1);
    assert_eq!(store.links_among(&[e1, e2]).unwrap().len(), 1);
    let wrong = store.change("tester", "link", |writer| writer.link(&follows(e1, e4)));
    assert!(matches!(wrong, Err(StoreError::Record(_))), "{wrong:?}");

    // An import that a link was made on cannot be taken back before the link.
    assert!(matches!(store.undo_import(first.id), Err(StoreError::BuiltUpon { .. })));
    assert_eq!(store.undo().unwrap().unwrap().action, "link");
    assert_eq!(store.links_of(e1).unwrap().len(), 1);

    // A rejected link stays rejected when a rule suggests it again.
    store.change("tester", "unlink", |writer| writer.unlink(e2, e1, None)).unwrap();
    let mut suggestion = follows(e1, e2);
    suggestion.relation = Relation::RelatedTo;
    suggestion.state = LinkState::Suggested;
    store.change("tester", "suggest", |writer| writer.link(&suggestion)).unwrap();
    assert!(store.links_of(e1).unwrap().iter().all(|link| link.state == LinkState::Rejected));
    store.undo().unwrap();

    // An edit, its history, and the file again, which must not take it back.
    let mut edited = store.entry_of("a:2");
    edited.title = "Missile strike on Kramatorsk station".into();
    edited.review = Review::Rejected;
    store.change("tester", "edit", |writer| writer.replace(e2, &edited)).unwrap();
    let again = import(&mut store, &events(), &links);
    assert_eq!((again.counts.added, again.counts.updated), (0, 0));
    assert_eq!(uids(&mut store, "kramatorsk"), "a:2");
    // Its history holds that of its links, the rejection that was taken back included.
    let mut history = store.revisions(Some("a:2")).unwrap();
    assert!(history.iter().any(|revision| revision.subject == Subject::Link && revision.undone));
    history.retain(|revision| revision.subject == Subject::Event);
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].before.as_ref().unwrap()["title"], "Missile strike on a station");
    assert_eq!(store.check().unwrap(), []);
    store.undo_import(again.id).unwrap();
    assert!(matches!(store.undo_import(first.id), Err(StoreError::BuiltUpon { .. })));
    assert_eq!(store.undo().unwrap().unwrap().action, "edit");
    assert_eq!(uids(&mut store, "kramatorsk"), "");
    assert_eq!(everything(&mut store), once);

    // A newer release of the file updates, and its undo restores.
    let mut newer = events();
    newer[1].deaths = Some(annalist::domain::Deaths { best: Some(57), ..Default::default() });
    let update = import(&mut store, &newer, &links);
    assert_eq!((update.counts.updated, update.counts.unchanged), (1, 5));
    assert_eq!(uids(&mut store, "deaths:57"), "a:2");
    store.undo_import(update.id).unwrap();
    assert_eq!(everything(&mut store), once);
    assert!(matches!(store.undo_import(update.id), Err(StoreError::Undone(_))));

    // All of it taken back leaves nothing but the history.
    store.undo_import(first.id).unwrap();
    assert_eq!(everything(&mut store), []);
    assert_eq!(store.actors(&all).unwrap(), []);
    assert_eq!(store.links(&all).unwrap(), []);
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(store.undo().unwrap().unwrap().action, "actors");
    assert!(store.undo().unwrap().is_none());
}

/// What a test wants of an event by uid.
trait Find {
    fn entry_of(&mut self, uid: &str) -> Event;
}

impl Find for Store {
    fn entry_of(&mut self, uid: &str) -> Event {
        self.find(uid).unwrap().unwrap().event
    }
}

/// One telling an event: a file that tells one uid twice over says two things of it.
pub(crate) fn each_once(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|a, b| a.uid.cmp(&b.uid));
    events.dedup_by(|a, b| a.uid == b.uid);
    events
}

/// Numbers of events differ with the order of imports, and with them the order of those of a day.
fn by_uid(store: &mut Store) -> Vec<Event> {
    let mut all = everything(store);
    all.sort_by(|a, b| a.uid.cmp(&b.uid));
    all
}

pub(crate) fn some_event() -> impl Strategy<Value = Event> {
    let actors = proptest::collection::vec(
        (proptest::sample::select(vec!["A", "B", "C"]), proptest::sample::select(Role::ALL)),
        0..4,
    );
    let date = proptest::option::of(proptest::sample::select(vec![
        "2022",
        "2022-04-01",
        "../2021~",
        "[2020,2021]",
    ]));
    let tags = proptest::collection::vec("[a-c]", 0..3);
    ("[a-f]|set:[1-3]", "[a-z ]{1,8}[a-z]", proptest::sample::select(Kind::ALL), date, actors, tags)
        .prop_map(|(uid, title, kind, date, actors, tags)| {
            let mut event = event(&uid, &title, kind, date.unwrap_or(""), &actors);
            event.tags = tags;
            event.goldstein = (title.len() % 4 > 0).then_some(title.len() as f64 - 5.0);
            event.place = (title.len() % 5 > 0).then(|| Where::named(&title[..1]));
            for (part, kind) in
                event.actors.iter_mut().zip(ActorKind::ALL.iter().cycle().skip(title.len()))
            {
                part.kind = Some(*kind);
                part.country = (title.len() % 3 == 0).then(|| "UKR".to_owned());
            }
            event.citations = vec![Citation { publisher: Some(title), ..Default::default() }];
            event.checked().unwrap()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_import_taken_back_might_never_have_been(
        a in proptest::collection::vec(some_event(), 0..12),
        b in proptest::collection::vec(some_event(), 0..12),
        c in proptest::collection::vec(some_event(), 0..6),
        which in 0..3_usize,
    ) {
        let files: Vec<Vec<Event>> = [a, b, c].into_iter().map(each_once).collect();
        let mut store = Store::open(":memory:").unwrap();
        let imports: Vec<_> = files.iter().map(|file| import(&mut store, file, &[])).collect();
        prop_assert_eq!(store.check().unwrap(), vec![]);
        if imports[which].id != 0 {
            store.undo_import(imports[which].id).unwrap();
        }
        prop_assert_eq!(store.check().unwrap(), vec![]);

        let mut other = Store::open(":memory:").unwrap();
        for file in files.iter().enumerate().filter(|(i, _)| *i != which).map(|(_, file)| file) {
            import(&mut other, file, &[]);
        }
        prop_assert_eq!(by_uid(&mut store), by_uid(&mut other));
        let all = Filter::everything();
        prop_assert_eq!(store.actors(&all).unwrap(), other.actors(&all).unwrap());
        prop_assert_eq!(store.count(&all).unwrap(), other.count(&all).unwrap());
        for (query, n) in [("actor:A", 0), ("kind:consult", 0), ("since:2021", 0), ("abc", 0)] {
            let count = |store: &mut Store| store.count(&query.parse().unwrap()).unwrap_or(n);
            prop_assert_eq!(count(&mut store), count(&mut other), "{}", query);
        }
    }

    #[test]
    fn import_twice_is_import_once(events in proptest::collection::vec(some_event(), 0..12)) {
        let events = each_once(events);
        let mut store = Store::open(":memory:").unwrap();
        import(&mut store, &events, &[]);
        let once = everything(&mut store);
        let again = import(&mut store, &events, &[]);
        prop_assert_eq!(again.counts.unchanged as usize, events.len());
        prop_assert_eq!(everything(&mut store), once);
        prop_assert_eq!(store.check().unwrap(), vec![]);
    }
}
