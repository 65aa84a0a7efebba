//! A name in a query means the same however it is written, and in a database of before names were
//! looked up by an index.

use crate::{Backend, Place, actor, event, import};
use annalist::domain::{Kind, Role};
use annalist::query::Filter;
use diesel::prelude::*;

fn tell_of(backend: Backend) {
    let Some(place) = Place::new(backend, "names") else { return };
    let mut store = place.open();
    let record = r#"{"name": "Élysée Palace", "kind": "government", "country": "FRA",
                     "aliases": [{"name": "ПАЛАЦ"}]}"#;
    let minister = r#"{"name": "Ann Ödman", "kind": "person"}"#;
    store
        .change("tester", "actors", |writer| {
            writer.actor(&actor(record))?;
            writer.actor(&actor(minister))
        })
        .unwrap();
    let meet =
        |uid: &str, name| event(uid, "x", Kind::Consult, "2025-01-01", &[(name, Role::Party)]);
    import(&mut store, &[meet("a:1", "Élysée Palace"), meet("a:2", "Ann Ödman")], &[]);
    holds(&mut store);
    drop(store);
    unfold(&place.url);
    holds(&mut place.open());
}

fn holds(store: &mut annalist::store::Store) {
    for (query, count) in [
        ("actor:\"élysée PALACE\"", 1),
        ("actor:палац", 1),
        ("exactly:Палац", 1),
        ("actor:ödman", 1),
        ("actor:ÖDMAN", 1),
        ("actor:fra", 1),
    ] {
        let filter: Filter = query.parse().unwrap();
        assert_eq!(store.count(&filter).unwrap(), count, "{query}");
    }
    let error = store.actor("палаць").unwrap_err().to_string();
    assert!(error.contains("did you mean \"ПАЛАЦ\"?"), "{error}");
    assert_eq!(store.check().unwrap(), []);
}

/// Makes of a database one that an earlier version has left.
fn unfold(url: &str) {
    const ACTORS: &str = "UPDATE actors SET folded = NULL";
    const ALIASES: &str = "UPDATE actor_aliases SET folded = NULL";
    #[cfg(feature = "postgres")]
    if let Ok(mut connection) = PgConnection::establish(url) {
        for query in [ACTORS, ALIASES] {
            diesel::sql_query(query).execute(&mut connection).unwrap();
        }
        return;
    }
    let mut connection = SqliteConnection::establish(url).unwrap();
    for query in [ACTORS, ALIASES] {
        diesel::sql_query(query).execute(&mut connection).unwrap();
    }
}

#[test]
fn names_in_sqlite() {
    tell_of(Backend::Sqlite);
}

#[test]
fn names_in_postgres() {
    tell_of(Backend::Postgres);
}
