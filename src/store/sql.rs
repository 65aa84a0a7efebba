//! SQL over a database: what it holds as plain tables of a SQLite database in memory, filled with what
//! a statement names. They stay as they are, whatever becomes of the ways in which the store keeps it.

use super::{Result, Store, StoreError};
use crate::domain::{Entry, EventId};
use crate::query::Filter;
use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::prelude::*;
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::{BigInt, Double, Text};
use diesel::sqlite::{Sqlite, SqliteType};
use serde_json::{Value, json};
use std::ops::ControlFlow;

/// A table and its columns, as SQLite is told of them.
const TABLES: &[(&str, &str)] = &[
    (
        "events",
        "id INTEGER PRIMARY KEY, uid TEXT, title TEXT, kind TEXT, modality TEXT, date TEXT,
         earliest TEXT, latest TEXT, precision TEXT, place TEXT, country TEXT, admin1 TEXT,
         admin2 TEXT, lat REAL, lon REAL, radius_km REAL, scheme TEXT, code TEXT, goldstein REAL,
         deaths INTEGER, deaths_low INTEGER, deaths_best INTEGER, deaths_high INTEGER,
         confidence REAL, review TEXT, verification TEXT",
    ),
    (
        "participations",
        "event_id INTEGER, actor TEXT, role TEXT, kind TEXT, country TEXT, surface TEXT,
         deaths INTEGER",
    ),
    (
        "citations",
        "event_id INTEGER, publisher TEXT, title TEXT, url TEXT, published TEXT, quote TEXT",
    ),
    ("tags", "event_id INTEGER, tag TEXT"),
    ("extras", "event_id INTEGER, name TEXT, value TEXT"),
    (
        "links",
        "from_id INTEGER, to_id INTEGER, relation TEXT, confidence REAL, rationale TEXT,
         method TEXT, state TEXT",
    ),
    ("actors", "name TEXT PRIMARY KEY, kind TEXT, country TEXT, events INTEGER"),
    ("aliases", "actor TEXT, name TEXT, dates TEXT"),
    ("memberships", "actor TEXT, office TEXT, organisation TEXT, dates TEXT"),
    ("stories", "id INTEGER PRIMARY KEY, title TEXT, curated INTEGER"),
    ("story_events", "story_id INTEGER, event_id INTEGER, after_id INTEGER, reason TEXT"),
    (
        "imports",
        "id INTEGER PRIMARY KEY, at TEXT, file TEXT, format TEXT, read INTEGER, added INTEGER,
         updated INTEGER, unchanged INTEGER, withdrawn INTEGER, rejected INTEGER, undone TEXT",
    ),
];

/// So many events are loaded at most.
const MOST: u64 = 1_000_000;
/// So many rows are written at a time.
const STEP: usize = 4_096;

/// What a statement answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The names of the columns; none where there are no rows.
    pub columns: Vec<String>,
    /// The rows: numbers, texts or nothing.
    pub rows: Vec<Vec<Value>>,
}

/// The tables that SQL is put to, as their `CREATE TABLE` statements.
pub fn sql_schema() -> String {
    TABLES.iter().map(|(name, columns)| format!("CREATE TABLE {name} ({columns});\n")).collect()
}

impl Store {
    /// Puts a SQL query to the events that match a filter and to what belongs to them: links, stories
    /// and actors stand there whole. Nothing can be changed by it.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] for more than a million events; a statement that is no query;
    /// what SQLite says of it; those of the database.
    pub fn sql(&mut self, query: &str, filter: &Filter) -> Result<Answer> {
        let wrong = |why: String| StoreError::Record(format!("SQL: {why}"));
        let text = query.trim().trim_end_matches(';');
        let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if !["select", "with", "values"].contains(&first.to_lowercase().as_str()) {
            return Err(wrong("only queries are answered: SELECT, WITH or VALUES".to_owned()));
        }
        let mut tables = Tables::new(text).map_err(|error| wrong(error.to_string()))?;
        self.fill(&mut tables, filter)?;
        let mut connection = tables.written()?;
        connection.batch_execute("PRAGMA query_only = ON")?;
        // As part of another query it can be but one query itself.
        let rows: Vec<Answered> = diesel::sql_query(format!("SELECT * FROM (\n{text}\n)"))
            .load(&mut connection)
            .map_err(|error| wrong(error.to_string()))?;
        let columns = rows.first().map(|row| row.names.clone()).unwrap_or_default();
        Ok(Answer { columns, rows: rows.into_iter().map(|row| row.values).collect() })
    }

    fn fill(&mut self, tables: &mut Tables, filter: &Filter) -> Result<()> {
        let of_events = ["events", "participations", "citations", "tags", "extras"];
        if of_events.iter().any(|name| tables.asked(name)) {
            let matching = self.count(filter)?;
            if matching > MOST {
                return Err(StoreError::TooMany { matching, most: MOST });
            }
            let mut failed = None;
            self.each_event(filter, |entry| match tables.event(&entry) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            })?;
            failed.map_or(Ok(()), Err)?;
        }
        if tables.asked("links") {
            for link in self.links(&Filter::default())? {
                let (EventId(from), EventId(to)) = (link.from, link.to);
                let row = json!([
                    from,
                    to,
                    link.relation,
                    link.confidence,
                    link.rationale,
                    link.method,
                    link.state
                ]);
                tables.put("links", row)?;
            }
        }
        if ["actors", "aliases", "memberships"].iter().any(|name| tables.asked(name)) {
            for (actor, events) in self.actors(&Filter::default())? {
                let dates =
                    |dates: &Option<crate::domain::Edtf>| dates.as_ref().map(ToString::to_string);
                tables.put("actors", json!([actor.name, actor.kind, actor.country, events]))?;
                for alias in &actor.aliases {
                    tables.put("aliases", json!([actor.name, alias.name, dates(&alias.dates)]))?;
                }
                for member in &actor.memberships {
                    let row = json!([
                        actor.name,
                        member.office,
                        member.organisation,
                        dates(&member.dates)
                    ]);
                    tables.put("memberships", row)?;
                }
            }
        }
        if ["stories", "story_events"].iter().any(|name| tables.asked(name)) {
            for story in self.stories()? {
                let id = story.id.map(|id| id.0);
                tables.put("stories", json!([id, story.title, i64::from(story.curated)]))?;
                for member in &story.members {
                    let after = member.after.map(|after| after.0);
                    tables
                        .put("story_events", json!([id, member.event.0, after, member.reason]))?;
                }
            }
        }
        if tables.asked("imports") {
            for import in self.imports()? {
                let counts = import.counts;
                let undone = import.undone.map(|at| at.to_rfc3339());
                let row = json!([
                    import.id,
                    import.at.to_rfc3339(),
                    import.file,
                    import.format,
                    counts.read,
                    counts.added,
                    counts.updated,
                    counts.unchanged,
                    counts.withdrawn,
                    counts.rejected,
                    undone
                ]);
                tables.put("imports", row)?;
            }
        }
        Ok(())
    }
}

/// The tables while they are filled.
struct Tables {
    connection: SqliteConnection,
    /// Of each table whether the statement names it, and rows that are not written yet.
    waiting: Vec<(bool, Vec<Value>)>,
}

impl Tables {
    fn new(query: &str) -> std::result::Result<Tables, diesel::ConnectionError> {
        let mut connection = SqliteConnection::establish(":memory:")?;
        connection
            .batch_execute(&sql_schema())
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
        let query = query.to_lowercase();
        let named: Vec<&str> = query.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let waiting = TABLES.iter().map(|(name, _)| (named.contains(name), Vec::new())).collect();
        Ok(Tables { connection, waiting })
    }

    fn asked(&self, table: &str) -> bool {
        let own = TABLES.iter().zip(&self.waiting).find(|((name, _), _)| *name == table);
        own.is_some_and(|(_, (asked, _))| *asked)
    }

    fn put(&mut self, table: &str, row: Value) -> Result<()> {
        let own = TABLES.iter().zip(&mut self.waiting).find(|((name, _), _)| *name == table);
        if let Some((_, (true, rows))) = own {
            rows.push(row);
            if rows.len() >= STEP {
                let rows = std::mem::take(rows);
                write(&mut self.connection, table, rows)?;
            }
        }
        Ok(())
    }

    fn event(&mut self, Entry { id: EventId(id), event }: &Entry) -> Result<()> {
        let bounds = event.date.as_ref().map(crate::domain::Edtf::bounds);
        let place = event.place.as_ref();
        let deaths = event.deaths.unwrap_or_default();
        let code = event.code.as_ref();
        let row = json!([
            id,
            event.uid,
            event.title,
            event.kind,
            event.modality,
            event.date.as_ref().map(ToString::to_string),
            bounds.and_then(|b| b.earliest),
            bounds.and_then(|b| b.latest),
            event.date.as_ref().map(|date| date.precision().as_str()),
            place.map(|p| &p.name),
            place.map(|p| &p.country),
            place.map(|p| &p.admin1),
            place.map(|p| &p.admin2),
            place.map(|p| p.lat),
            place.map(|p| p.lon),
            place.map(|p| p.radius_km),
            code.map(|c| &c.scheme),
            code.map(|c| &c.value),
            event.goldstein,
            deaths.shown(),
            deaths.low,
            deaths.best,
            deaths.high,
            event.confidence,
            event.review,
            event.verification
        ]);
        self.put("events", row)?;
        if self.asked("participations") {
            for part in &event.actors {
                let row = json!([
                    id,
                    part.name,
                    part.role,
                    part.kind,
                    part.country,
                    part.surface,
                    part.deaths
                ]);
                self.put("participations", row)?;
            }
        }
        if self.asked("citations") {
            for cited in &event.citations {
                let published = cited.published.as_ref().map(ToString::to_string);
                let row =
                    json!([id, cited.publisher, cited.title, cited.url, published, cited.quote]);
                self.put("citations", row)?;
            }
        }
        for tag in &event.tags {
            self.put("tags", json!([id, tag]))?;
        }
        if self.asked("extras") {
            for (name, value) in event.extras.iter() {
                self.put("extras", json!([id, name, value]))?;
            }
        }
        Ok(())
    }

    /// The database with all rows.
    fn written(mut self) -> Result<SqliteConnection> {
        for ((table, _), (_, rows)) in TABLES.iter().zip(self.waiting) {
            write(&mut self.connection, table, rows)?;
        }
        Ok(self.connection)
    }
}

/// Writes rows that are arrays of values.
fn write(connection: &mut SqliteConnection, table: &str, rows: Vec<Value>) -> Result<()> {
    let width = rows.first().and_then(Value::as_array).map_or(0, Vec::len);
    if width == 0 {
        return Ok(());
    }
    let values: Vec<String> = (0..width).map(|at| format!("value ->> {at}")).collect();
    let insert = format!("INSERT INTO {table} SELECT {} FROM json_each($1)", values.join(", "));
    diesel::sql_query(insert).bind::<Text, _>(Value::from(rows).to_string()).execute(connection)?;
    Ok(())
}

/// A row of any shape.
struct Answered {
    names: Vec<String>,
    values: Vec<Value>,
}

impl QueryableByName<Sqlite> for Answered {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let mut answered = Answered { names: Vec::new(), values: Vec::new() };
        for at in 0..row.field_count() {
            let Some(field) = Row::get(row, at) else { continue };
            answered.names.push(field.field_name().unwrap_or_default().to_owned());
            let value = match field.value() {
                None => Value::Null,
                Some(value) => match value.value_type() {
                    None => Value::Null,
                    Some(SqliteType::Text | SqliteType::Binary) => {
                        <String as FromSql<Text, Sqlite>>::from_sql(value)?.into()
                    }
                    Some(SqliteType::Float | SqliteType::Double) => {
                        <f64 as FromSql<Double, Sqlite>>::from_sql(value)?.into()
                    }
                    Some(_) => <i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?.into(),
                },
            };
            answered.values.push(value);
        }
        Ok(answered)
    }
}
