//! Opening a database: which backend, whether it is one of ours, its migrations.

use super::StoreError;
use super::error::hinted;
use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use libsqlite3_sys as _;
use std::collections::HashSet;
use std::path::Path;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A connection to either backend.
#[cfg(not(feature = "postgres"))]
#[derive(diesel::MultiConnection)]
pub(super) enum Db {
    Sqlite(SqliteConnection),
}

/// A connection to either backend.
#[cfg(feature = "postgres")]
#[derive(diesel::MultiConnection)]
pub(super) enum Db {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Db {
    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self, Db::Sqlite(_))
    }
}

/// Opens the database at a URL or path; makes it where `make` says so.
pub(super) fn open(db: &str, make: bool) -> Result<Db, StoreError> {
    let cannot = |why: String| StoreError::Open { db: shown(db), why };
    match file_of(db) {
        Some(path) => sqlite(path, make).map_err(cannot),
        None => postgres(db).map_err(cannot),
    }
}

/// The file of a SQLite database; none for one on a server.
pub fn file_of(db: &str) -> Option<&str> {
    if db.starts_with("postgres://") || db.starts_with("postgresql://") {
        return None;
    }
    Some(db.strip_prefix("sqlite://").or(db.strip_prefix("sqlite:")).unwrap_or(db))
}

/// The URL without its password.
pub fn shown(db: &str) -> String {
    let Some((scheme, rest)) = db.split_once("://") else { return db.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let name = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{host}")
        }
        None => db.to_owned(),
    }
}

fn sqlite(path: &str, make: bool) -> Result<Db, String> {
    if path.is_empty() {
        return Err("its name is empty; name a file".to_owned());
    }
    if path != ":memory:" {
        let file = Path::new(path);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if file.is_dir() {
            return Err("it is a folder; name a file".to_owned());
        }
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(format!("there is no folder {}; make it first", folder.display()));
        }
        if !make && !file.exists() {
            return Err(
                "there is no such file; `annalist build` or `annalist import` makes it, or name \
                 another with --db"
                    .to_owned(),
            );
        }
    }
    let mut connection = SqliteConnection::establish(path).map_err(|error| error.to_string())?;
    let told = |error: diesel::result::Error| {
        if error.to_string().contains("not a database") {
            return "the file is no SQLite database; name another with --db".to_owned();
        }
        hinted(&error)
    };
    connection.batch_execute("PRAGMA busy_timeout = 5000").map_err(told)?;
    let tables = diesel::sql_query(
        "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table'
         AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'changes')",
    );
    if tables.get_result::<Number>(&mut connection).map_err(told)?.n > 0 {
        return Err("it is another program's database; name another with --db".to_owned());
    }
    migrate(&mut connection, SQLITE)?;
    connection
        .batch_execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;",
        )
        .map_err(told)?;
    Ok(Db::Sqlite(connection))
}

#[cfg(not(feature = "postgres"))]
fn postgres(_: &str) -> Result<Db, String> {
    Err("this program was built without PostgreSQL; build it with --features postgres".to_owned())
}

#[cfg(feature = "postgres")]
fn postgres(url: &str) -> Result<Db, String> {
    let mut connection = PgConnection::establish(url).map_err(|error| error.to_string())?;
    migrate(&mut connection, POSTGRES)?;
    Ok(Db::Postgres(connection))
}

/// Runs the migrations that are missing; refuses a database that has some we do not know.
fn migrate<C, DB>(connection: &mut C, ours: EmbeddedMigrations) -> Result<(), String>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
{
    let known: HashSet<MigrationVersion<'static>> = MigrationSource::<DB>::migrations(&ours)
        .map_err(|error| error.to_string())?
        .iter()
        .map(|migration| migration.name().version().as_owned())
        .collect();
    let applied = connection.applied_migrations().map_err(|error| error.to_string())?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(*version)) {
        return Err(format!(
            "a newer annalist has written it (it has the migration {newer}); use that one"
        ));
    }
    if applied.len() < known.len() {
        connection.run_pending_migrations(ours).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// One number, as `n`.
#[derive(QueryableByName)]
pub(super) struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub(super) n: i64,
}
