//! What is answered from summaries is what the events say, whatever was imported, told anew, edited,
//! rejected, merged or taken back, and whatever became of actors' countries.

use crate::story::each_once;
use crate::{Backend, Place, event, import};
use annalist::domain::Ruling;
use annalist::domain::{
    Actor, ActorKind, Event, Kind, Participation, Place as Where, Review, Role,
};
use annalist::query::Filter;
use annalist::store::{By, Store};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const COUNTRIES: [&str; 3] = ["RUS", "UKR", "POL"];

/// What is done to a database.
#[allow(clippy::large_enum_variant)] // Few, and short-lived.
#[derive(Debug, Clone)]
enum Deed {
    Import(Vec<Event>),
    Edit(prop::sample::Index, Event),
    Review(prop::sample::Index, Review),
    Merge(prop::sample::Index, prop::sample::Index),
    Move(usize, Option<&'static str>),
    Undo,
}

fn an_event() -> impl Strategy<Value = Event> {
    let role = proptest::sample::select(Role::ALL);
    let actors = proptest::collection::vec((0..6_usize, role, any::<bool>()), 0..4);
    let date = proptest::sample::select(vec![
        "",
        "",
        "2020-01-05",
        "2020-01-31",
        "2020-02-01",
        "2020-02",
        "2020",
        "2021-03-04~",
        "2020-01-30/2020-02-02",
        "../2021-03-01",
        "2021-03-01/..",
        "-0001-12-31",
    ]);
    let place = proptest::option::of(proptest::option::of(proptest::sample::select(&COUNTRIES)));
    let kind = proptest::sample::select(vec![Kind::Consult, Kind::Assault]);
    ("x:[1-9]", kind, date, actors, place).prop_map(|(uid, kind, date, actors, place)| {
        let mut event = event(&uid, "words", kind, date, &[]);
        event.actors = (actors.into_iter())
            .map(|(at, role, says)| Participation {
                country: says.then(|| COUNTRIES[at % 3].to_owned()),
                ..Participation::new(format!("A{at}"), role)
            })
            .collect();
        event.place = place.map(|country| Where {
            country: country.map(str::to_owned),
            ..Where::named("somewhere")
        });
        event.checked().unwrap()
    })
}

fn a_deed() -> impl Strategy<Value = Deed> {
    let index = any::<prop::sample::Index>;
    let review = proptest::sample::select(Review::ALL);
    let country = proptest::option::of(proptest::sample::select(&COUNTRIES));
    prop_oneof![
        3 => proptest::collection::vec(an_event(), 0..8).prop_map(|all| Deed::Import(each_once(all))),
        2 => (index(), an_event()).prop_map(|(which, event)| Deed::Edit(which, event)),
        1 => (index(), review).prop_map(|(which, review)| Deed::Review(which, review)),
        1 => (index(), index()).prop_map(|(a, b)| Deed::Merge(a, b)),
        2 => (0..6_usize, country).prop_map(|(at, country)| Deed::Move(at, country)),
        2 => Just(Deed::Undo),
    ]
}

impl Deed {
    fn done(self, store: &mut Store) {
        let all = store.events(&Filter::everything(), None).unwrap();
        let replace = |store: &mut Store,
                       which: prop::sample::Index,
                       with: &dyn Fn(&Event) -> Event| {
            if !all.is_empty() {
                let entry = which.get(&all);
                let event = Event { uid: entry.event.uid.clone(), ..with(&entry.event) };
                store.change("tester", "edit", |writer| writer.replace(entry.id, &event)).unwrap();
            }
        };
        match self {
            Deed::Import(events) => {
                import(store, &events, &[]);
            }
            Deed::Edit(which, event) => replace(store, which, &|_| event.clone()),
            Deed::Review(which, review) => {
                replace(store, which, &|event| Event { review, ..event.clone() });
            }
            Deed::Merge(a, b) if !all.is_empty() => {
                let (a, b) = (a.get(&all).id, b.get(&all).id);
                // What cannot be merged is refused, which is right too.
                let _ = store.change("tester", "merge", |writer| {
                    writer.merge(a, &[b], "", &Ruling::default())
                });
            }
            Deed::Merge(..) => {}
            Deed::Move(at, country) => {
                let actor = an_actor(format!("A{at}"), ActorKind::Other, country);
                store.change("tester", "actor", |writer| writer.actor(&actor)).unwrap();
            }
            Deed::Undo => {
                // What stands in the way is refused, too.
                let _ = store.undo();
            }
        }
    }
}

fn an_actor(name: String, kind: ActorKind, country: Option<&str>) -> Actor {
    let country = country.map(str::to_owned);
    Actor { name, kind, country, aliases: Vec::new(), memberships: Vec::new() }
}

/// A history begins with the countries themselves, so that they can be named.
fn tell(store: &mut Store, deeds: Vec<Deed>) {
    store
        .change("tester", "countries", |writer| {
            for code in COUNTRIES {
                let name = format!("Country {code}");
                writer.actor(&an_actor(name, ActorKind::Country, Some(code)))?;
            }
            Ok(())
        })
        .unwrap();
    for deed in deeds {
        deed.done(store);
        assert_eq!(store.check().unwrap(), []);
    }
    let about = [
        "",
        "in:RUS",
        "in:UKR|in:POL",
        "in:\"Eastern Europe\"",
        "dyad:RUS>UKR",
        "dyad:UKR>RUS",
        "dyad:RUS-UKR",
        "dyad:RUS>RUS",
        "dyad:A1>UKR",
        "kind:consult",
    ];
    let when = [
        "",
        "since:2020-01",
        "until:2020-01-31",
        "date:2020",
        "since:2020-02 until:2021",
        "since:2020-01-05",
        "certainly since:2020",
        "until:2019",
    ];
    for (about, when) in about.iter().flat_map(|about| when.map(|when| (about, when))) {
        // A tag that no event has changes nothing but that the events are looked at.
        let query = format!("{about} {when}");
        let Ok(summed) = query.parse::<Filter>().map(Filter::standing) else { panic!("{query}") };
        let looked_at: Filter = format!("{query} -tag:none").parse().unwrap();
        let looked_at = looked_at.standing();
        let counts = |store: &mut Store, filter: &Filter, by: By| match store.count_by(filter, by) {
            Ok(counts) => Ok(counts),
            Err(error) => Err(error.to_string()),
        };
        for by in By::ALL {
            let expected = counts(store, &looked_at, *by);
            assert_eq!(counts(store, &summed, *by), expected, "{query} by {by}");
        }
        let count = |store: &mut Store, filter| store.count(filter).map_err(|e| e.to_string());
        assert_eq!(count(store, &summed), count(store, &looked_at), "{query}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn summaries_are_what_events_say(deeds in proptest::collection::vec(a_deed(), 1..9)) {
        tell(&mut Store::open(":memory:").unwrap(), deeds);
    }
}

#[test]
fn summaries_in_postgres() {
    let mut runner = TestRunner::deterministic();
    for case in 0..3 {
        let Some(place) = Place::new(Backend::Postgres, &format!("summaries{case}")) else {
            return;
        };
        let deeds = proptest::collection::vec(a_deed(), 8).new_tree(&mut runner).unwrap();
        tell(&mut place.open(), deeds.current());
    }
}

/// They are what is read, and not the events: what is wrong in them is told, and a change counts
/// anew only what it touches.
#[test]
fn summaries_are_read_and_checked() {
    use diesel::prelude::*;
    let place = Place::new(Backend::Sqlite, "summaries").unwrap();
    let told = |uid: &str, date: &str| {
        let place = Where { country: Some("RUS".to_owned()), ..Where::named("Omsk") };
        Event { place: Some(place), ..event(uid, "x", Kind::Consult, date, &[]) }
    };
    import(&mut place.open(), &[told("x:1", "2020-01-05"), told("x:2", "2021-01-05")], &[]);
    let mut connection = SqliteConnection::establish(&place.url).unwrap();
    diesel::sql_query("DELETE FROM summaries WHERE what = 'places' AND month = 2020 * 12")
        .execute(&mut connection)
        .unwrap();
    let mut store = place.open();
    let filter = "in:RUS".parse::<Filter>().unwrap().standing();
    assert_eq!(store.count(&filter).unwrap(), 1);
    let problems: Vec<String> = store.check().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(problems, [r#"summaries: places of "RUS", 2020-01, are not what the events say"#]);
    import(&mut store, &[told("x:3", "2021-01-06")], &[]);
    assert_eq!(store.count(&filter).unwrap(), 2);
    import(&mut store, &[told("x:4", "2020-01-06")], &[]);
    assert_eq!(store.count(&filter).unwrap(), 4);
    // Without the sign that they are all there, as in a database of before, events are counted.
    diesel::sql_query("DELETE FROM summaries").execute(&mut connection).unwrap();
    assert_eq!(store.count(&filter).unwrap(), 4);
    assert_eq!(store.check().unwrap(), []);
    import(&mut store, &[told("x:5", "2022-01-06")], &[]);
    assert_eq!(store.count_by(&filter, By::Year).unwrap().len(), 3);
    assert_eq!(store.check().unwrap(), []);
}
