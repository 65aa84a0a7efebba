//! The schema keeps to what shards, and is the same on both backends.

use crate::{Backend, Place};
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::{BTreeMap, BTreeSet};

/// Tables split over nodes, with the column that they are split by.
const SHARDED: &[(&str, &str)] = &[
    ("segments", "id"),
    ("segment_columns", "segment_id"),
    ("segment_pages", "segment_id"),
    ("links", "from_id"),
    ("stories", "id"),
    ("story_events", "story_id"),
    ("link_blocks", "block"),
    ("notes", "event_id"),
];

#[derive(QueryableByName, Debug)]
struct Row {
    #[diesel(sql_type = Text)]
    line: String,
}

/// The lines of a query, on either backend.
macro_rules! lines {
    ($connection:expr, $query:expr $(,)?) => {{
        let rows: Vec<Row> = diesel::sql_query($query).load($connection).unwrap();
        rows.into_iter().map(|row| row.line).collect::<Vec<String>>()
    }};
}

fn sqlite() -> (Place, SqliteConnection) {
    let place = Place::new(Backend::Sqlite, "schema").unwrap();
    drop(place.open());
    let connection = SqliteConnection::establish(&place.url).unwrap();
    (place, connection)
}

fn distribution(table: &str) -> Option<&'static str> {
    SHARDED.iter().find(|(name, _)| *name == table).map(|(_, column)| *column)
}

#[test]
fn keys_of_sharded_tables_hold_the_column_that_shards_them() {
    let (_place, mut connection) = sqlite();
    assert_eq!(
        lines!(&mut connection, "SELECT name AS line FROM sqlite_master WHERE type = 'trigger'"),
        Vec::<String>::new()
    );
    for (table, column) in SHARDED {
        let unique = lines!(&mut connection, &format!(
            "SELECT group_concat(c.name) AS line FROM pragma_index_list('{table}') i, pragma_index_info(i.name) c
             WHERE i.\"unique\" GROUP BY i.name"));
        let key = lines!(
            &mut connection,
            &format!("SELECT name AS line FROM pragma_table_info('{table}') WHERE pk > 0"),
        );
        assert!(key.iter().any(|name| name == column), "{table}: key {key:?}");
        for index in unique {
            assert!(index.split(',').any(|name| name == *column), "{table}: unique {index}");
        }
    }
    let tables =
        lines!(&mut connection, "SELECT name AS line FROM sqlite_master WHERE type = 'table'",);
    for table in tables {
        let keys = lines!(
            &mut connection,
            &format!(
                "SELECT \"from\" || '>' || \"table\" || '.' || \"to\" AS line FROM pragma_foreign_key_list('{table}')"
            ),
        );
        for key in keys {
            let (from, target) = key.split_once('>').unwrap();
            let (to_table, to) = target.split_once('.').unwrap();
            let Some(shard) = distribution(to_table) else { continue };
            // Into a sharded table only from one that is split by the same value.
            assert_eq!(distribution(&table), Some(from), "{table}: {key}");
            assert_eq!(to, shard, "{table}: {key}");
        }
    }
}

#[test]
fn the_citus_script_names_every_table() {
    let script = include_str!("../../migrations/postgres/citus.sql");
    let (_place, mut connection) = sqlite();
    for table in columns_of_sqlite(&mut connection).keys() {
        let call = match distribution(table) {
            Some(column) => format!("create_distributed_table('{table}', '{column}'"),
            None => format!("create_reference_table('{table}')"),
        };
        assert!(script.contains(&call), "{call}");
    }
}

type Columns = BTreeMap<String, BTreeSet<String>>;

fn grouped(lines: Vec<String>) -> Columns {
    let mut tables = Columns::new();
    for line in lines {
        let (table, column) = line.split_once('.').unwrap();
        tables.entry(table.to_owned()).or_default().insert(column.to_owned());
    }
    tables
}

fn columns_of_sqlite(connection: &mut SqliteConnection) -> Columns {
    grouped(lines!(connection,
        "SELECT t.name || '.' || c.name AS line FROM pragma_table_list t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'"))
}

#[test]
#[cfg(feature = "postgres")]
fn both_backends_have_the_same_tables() {
    let Some(place) = Place::new(Backend::Postgres, "schema") else { return };
    drop(place.open());
    let mut postgres = PgConnection::establish(&place.url).unwrap();
    let theirs = grouped(lines!(
        &mut postgres,
        "SELECT table_name || '.' || column_name AS line FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'",
    ));
    let (_place, mut connection) = sqlite();
    assert_eq!(columns_of_sqlite(&mut connection), theirs);
    let triggers =
        lines!(&mut postgres, "SELECT tgname::text AS line FROM pg_trigger WHERE NOT tgisinternal");
    assert_eq!(triggers, Vec::<String>::new());
}

#[test]
fn a_database_of_a_newer_annalist_is_refused_untouched() {
    let (place, mut connection) = sqlite();
    diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')")
        .execute(&mut connection)
        .unwrap();
    drop(connection);
    let before = std::fs::read(&place.url).unwrap();
    let error = annalist::store::Store::open(&place.url).err().unwrap().to_string();
    assert!(error.contains("a newer annalist"), "{error}");
    assert_eq!(std::fs::read(&place.url).unwrap(), before);
}

#[test]
fn another_programs_database_is_refused() {
    let place = Place::new(Backend::Sqlite, "other").unwrap();
    let mut connection = SqliteConnection::establish(&place.url).unwrap();
    diesel::sql_query("CREATE TABLE recipes (id INTEGER)").execute(&mut connection).unwrap();
    let error = annalist::store::Store::open(&place.url).err().unwrap().to_string();
    assert!(error.contains("another program's"), "{error}");
}
