use crate::Desk;
use insta::assert_snapshot;

#[test]
fn every_table_is_asked_in_sql() {
    let desk = Desk::with_talks();
    desk.ok(&["link", "t-4", "t-3", "--as", "follows", "--why", "The next day."]);
    let sql = |query: &str| desk.ok(&["sql", query]);
    assert_snapshot!(sql("SELECT kind, count(*) AS n, min(earliest) AS first FROM events GROUP BY kind ORDER BY n DESC, kind;"), @r"
kind     n  first
consult  3  2022-03-29
appeal   1
assault  1  2022-04-08
protest  1  2014-04-01
");
    assert_snapshot!(sql("SELECT p.actor, e.title FROM participations p JOIN events e ON e.id = p.event_id WHERE p.role = 'party' AND e.place = 'Istanbul' ORDER BY 1"), @r"
actor    title
Russia   Istanbul talks on a peace treaty
Ukraine  Istanbul talks on a peace treaty
");
    assert_snapshot!(sql("SELECT publisher, quote FROM citations WHERE quote IS NOT NULL"), @r"
publisher  quote
Orda.kz    lasted over five hours
");
    assert_snapshot!(sql("WITH l AS (SELECT * FROM links) SELECT a.uid AS later, relation, b.uid FROM l JOIN events a ON a.id = from_id JOIN events b ON b.id = to_id"), @r"
later  relation  uid
t-4    follows   t-3
");
    assert_snapshot!(sql("SELECT tag, count(*) FROM tags GROUP BY tag"), @r"
tag                  count(*)
peace-talks          3
security-guarantees  1
");
    assert_snapshot!(sql("SELECT name, events FROM actors WHERE kind = 'country' ORDER BY events DESC, name LIMIT 2"), @r"
name     events
Ukraine  3
Russia   2
");
    assert_snapshot!(sql("SELECT file, added FROM imports"), @r"
file       added
talks.csv  6
");
    assert_snapshot!(desk.ok(&["sql", "SELECT uid, lat FROM events ORDER BY uid", "--where", "place:Berlin", "--format", "csv"]), @r"
uid,lat
t-3,52.52
t-4,52.52
");
    assert_snapshot!(desk.ok(&["sql", "SELECT id, deaths, confidence FROM events WHERE uid = 't-1'", "--format", "jsonl"]), @r#"{"confidence":0.9,"deaths":null,"id":2}"#);
    assert_snapshot!(desk.said(&["sql", "SELECT * FROM stories"]), @"no rows");
}

#[test]
fn sql_changes_nothing() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["sql", "DELETE FROM events"]), @"error: SQL: only queries are answered: SELECT, WITH or VALUES");
    assert_snapshot!(desk.err(&["sql", "ATTACH 'annalist.db' AS d"]), @"error: SQL: only queries are answered: SELECT, WITH or VALUES");
    assert_snapshot!(desk.err(&["sql", "WITH x AS (SELECT 1) DELETE FROM events"]), @r#"error: SQL: near "DELETE": syntax error"#);
    assert_snapshot!(desk.err(&["sql", "SELECT 1; DROP TABLE events"]), @r#"error: SQL: near ";": syntax error"#);
    assert_snapshot!(desk.err(&["sql", "SELECT kin FROM events"]), @"error: SQL: no such column: kin");
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,6\n");
}

/// The schema in the documentation is the one that is there, and its examples are answered.
#[test]
fn the_documentation_is_true() {
    let docs = include_str!("../../docs/sql.md");
    assert!(docs.contains(&annalist::store::sql_schema()), "{}", annalist::store::sql_schema());
    let desk = Desk::with_talks();
    let mut examples = 0;
    for block in docs.split("```sh\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let query = block.split_once("annalist sql \"").unwrap().1.split('"').next().unwrap();
        desk.ok(&["sql", query]);
        examples += 1;
    }
    assert!(examples >= 3);
}
