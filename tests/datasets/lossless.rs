use crate::{Desk, GDELT, GDELT_1, GDELT_MENTIONS, GDELT_SAMPLE, UCDP, counts, real, records};
use annalist::domain::{Actor, ActorKind, Citation, Event, Participation};
use annalist::ingest::BuiltIn;
use annalist::source::Record;
use annalist::store::Directory;
use diesel::prelude::*;
use std::collections::HashMap;
use std::path::Path;

/// The files, what their events are called, and how many records they hold.
const FILES: &[(&str, u64)] =
    &[(GDELT, 2414), (GDELT_SAMPLE, 100), (GDELT_MENTIONS, 100), (GDELT_1, 100), (UCDP, 7374)];

/// What a database makes of the actors of events: a name that the directory knows is that actor's,
/// with its proper name, kind and country; of any other actor the kind is the first, in the order of
/// the kinds, that any event says and that is not just other, and the country the first in the
/// alphabet. Nothing else of an event changes on its way through a database.
#[derive(Default)]
struct Cast {
    actors: HashMap<String, (String, ActorKind, Option<String>)>,
}

impl Cast {
    fn learn(&mut self, part: &Participation) {
        let Some(Actor { name, kind, country, .. }) = BuiltIn.actor(&part.name) else {
            let new = || (part.name.clone(), ActorKind::Other, None);
            let (_, kind, country) = self.actors.entry(part.name.clone()).or_insert_with(new);
            match part.kind.unwrap_or(ActorKind::Other) {
                ActorKind::Other => {}
                told if *kind == ActorKind::Other => *kind = told,
                told => *kind = told.min(*kind),
            }
            *country = country.take().into_iter().chain(part.country.clone()).min();
            return;
        };
        self.actors.insert(part.name.clone(), (name, kind, country));
    }

    fn show(&self, part: &mut Participation) {
        let (name, kind, country) = self.actors[&part.name].clone();
        part.name = name;
        part.kind = Some(kind);
        part.country = country.or(part.country.take());
    }
}

/// The events of files as a database shows them, in the order of their uids.
fn shown(files: &[&Path]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut cited: HashMap<String, Vec<Citation>> = HashMap::new();
    for record in files.iter().flat_map(|file| records(file)) {
        match record {
            Record::Event(event) => events.push(*event),
            Record::Citation { uid, citation } => cited.entry(uid).or_default().push(*citation),
            other => panic!("{other:?}"),
        }
    }
    let mut cast = Cast::default();
    events.iter().flat_map(|event| &event.actors).for_each(|part| cast.learn(part));
    for event in &mut events {
        event.actors.iter_mut().for_each(|part| cast.show(part));
        for citation in cited.remove(&event.uid).unwrap_or_default() {
            if !event.citations.contains(&citation) {
                event.citations.push(citation);
            }
        }
    }
    events.sort_by(|a, b| a.uid.cmp(&b.uid));
    events
}

/// Says which events differ, and how the first of them does.
fn assert_same(found: &[Event], expected: &[Event]) {
    let json = |event: &Event| serde_json::to_string_pretty(event).unwrap();
    let differ: Vec<_> = found.iter().zip(expected).filter(|(a, b)| a != b).collect();
    if let Some((a, b)) = differ.first() {
        panic!("{} events differ, as in\n{}\nfor\n{}", differ.len(), json(a), json(b));
    }
    assert_eq!(found.len(), expected.len());
}

/// How many rows the database has of all that events bring.
fn rows_left(desk: &Desk) -> Vec<(&'static str, i64)> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let db = desk.path("a.db");
    let mut connection = SqliteConnection::establish(db.to_str().unwrap()).unwrap();
    let mut left = |table: &'static str| {
        let query = diesel::sql_query(format!("SELECT count(*) AS n FROM {table}"));
        (table, query.get_result::<Count>(&mut connection).unwrap().n)
    };
    let tables = [
        "actors",
        "actor_aliases",
        "memberships",
        "sources",
        "source_imports",
        "segments",
        "segment_columns",
        "segment_pages",
        "repeats",
        "links",
    ];
    tables.map(&mut left).into_iter().filter(|(_, n)| *n > 0).collect()
}

#[test]
fn every_file_comes_out_as_it_went_in() {
    for (name, n) in FILES {
        let Some(path) = real(name) else { return };
        let mut desk = Desk::new();
        let first = desk.import(&path);
        assert_eq!((counts(&first), first.counts.read), ([*n, 0, 0, 0], *n), "{name}");
        assert_same(&desk.events(), &shown(&[&path]));
        let again = desk.import(&path);
        assert_eq!(counts(&again), [0, 0, *n, 0], "{name}");
        assert_same(&desk.events(), &shown(&[&path]));
        desk.check();
        for id in [again.id, first.id].into_iter().filter(|id| *id != 0) {
            desk.store.undo_import(id).unwrap();
        }
        assert_eq!(rows_left(&desk), [], "{name}");
        desk.check();
    }
}

#[test]
fn imports_are_taken_back_in_any_order() {
    let Some(paths) =
        [GDELT, GDELT_SAMPLE, GDELT_MENTIONS, GDELT_1].map(real).into_iter().collect()
    else {
        return;
    };
    let paths: Vec<_> = paths;
    let all: Vec<&Path> = paths.iter().map(|path| path.as_path()).collect();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let mut desk = Desk::new();
        let ids: Vec<i64> = all.iter().map(|path| desk.import(path).id).collect();
        let mut left = all.clone();
        assert_same(&desk.events(), &shown(&left));
        for which in order {
            desk.store.undo_import(ids[which]).unwrap();
            left.retain(|path| *path != all[which]);
            assert_same(&desk.events(), &shown(&left));
            desk.check();
        }
        assert_eq!(rows_left(&desk), [], "{order:?}");
    }
}

#[test]
fn an_import_that_is_repeated_outlives_the_first() {
    let Some(path) = real(GDELT_SAMPLE) else { return };
    let mut desk = Desk::new();
    let (first, again) = (desk.import(&path), desk.import(&path));
    desk.store.undo_import(first.id).unwrap();
    assert_same(&desk.events(), &shown(&[&path]));
    desk.check();
    desk.store.undo_import(again.id).unwrap();
    assert_eq!(rows_left(&desk), []);
}

#[test]
fn mentions_may_come_before_or_after_their_events() {
    let (Some(events), Some(mentions)) = (real(GDELT_SAMPLE), real(GDELT_MENTIONS)) else { return };
    let expected = shown(&[&events, &mentions]);
    let (mut before, mut after) = (Desk::new(), Desk::new());
    for (desk, files) in [(&mut before, [&mentions, &events]), (&mut after, [&events, &mentions])] {
        for file in files {
            assert_eq!(counts(&desk.import(file)), [100, 0, 0, 0]);
        }
        assert_same(&desk.events(), &expected);
        desk.check();
    }
}
