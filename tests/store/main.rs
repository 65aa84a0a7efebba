//! The store, told as one story on each backend.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod asof;
mod claims;
mod counts;
mod damage;
mod links;
mod names;
mod schema;
mod stories;
mod story;
mod summaries;

use annalist::domain::{Actor, Event, Kind, Link, Participation, Role};
use annalist::store::{NewImport, Store, Tally};

/// A database of its own for a test: a file, or a new PostgreSQL database on the server that
/// `ANNALIST_TEST_POSTGRES` names. None where PostgreSQL is asked for and cannot be had.
struct Place {
    url: String,
    _folder: tempfile::TempDir,
}

#[derive(Clone, Copy, PartialEq)]
enum Backend {
    Sqlite,
    Postgres,
}

impl Place {
    fn new(backend: Backend, name: &str) -> Option<Place> {
        let folder = tempfile::TempDir::new().unwrap();
        let url = match backend {
            Backend::Sqlite => folder.path().join("test.db").display().to_string(),
            Backend::Postgres => postgres(name)?,
        };
        Some(Place { url, _folder: folder })
    }

    fn open(&self) -> Store {
        Store::open(&self.url).unwrap_or_else(|error| panic!("{error}"))
    }
}

#[cfg(not(feature = "postgres"))]
fn postgres(_: &str) -> Option<String> {
    println!("skipped: built without the feature postgres");
    None
}

#[cfg(feature = "postgres")]
fn postgres(name: &str) -> Option<String> {
    use diesel::prelude::*;
    let Ok(server) = std::env::var("ANNALIST_TEST_POSTGRES") else {
        println!("skipped: ANNALIST_TEST_POSTGRES names no server");
        return None;
    };
    let mut connection = diesel::PgConnection::establish(&server).unwrap();
    let database = format!("annalist_{name}_{}", std::process::id());
    diesel::sql_query(format!("CREATE DATABASE {database}")).execute(&mut connection).unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    Some(format!("{base}/{database}"))
}

fn event(uid: &str, title: &str, kind: Kind, date: &str, actors: &[(&str, Role)]) -> Event {
    let mut event = Event::new(title, kind);
    event.uid = uid.to_owned();
    event.date = (!date.is_empty()).then(|| date.parse().unwrap());
    event.actors = actors.iter().map(|(name, role)| Participation::new(*name, *role)).collect();
    event
}

fn import(store: &mut Store, events: &[Event], links: &[Link<String>]) -> annalist::domain::Import {
    let new =
        NewImport { author: "tester".into(), file: "test.jsonl".into(), format: "jsonl".into() };
    let done = store.import(new, |writer| {
        let rejected = writer.tell(events)?;
        assert_eq!(rejected, []);
        writer.links(links)?;
        Ok::<Tally, annalist::store::StoreError>(Tally::default())
    });
    done.unwrap()
}

fn actor(text: &str) -> Actor {
    serde_json::from_str(text).unwrap()
}
