use crate::Desk;
use insta::assert_snapshot;

#[test]
fn two_keys_make_a_table() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["count", "--by", "year", "--by", "kind"]), @"");
    assert_snapshot!(desk.ok(&["count", "--by", "actor,kind", "since:2022"]), @"");
    assert_snapshot!(desk.ok(&["count", "--by", "year,kind", "--format", "csv", "since:2022"]), @"");
    assert_snapshot!(desk.ok(&["count", "--by", "country,class", "--format", "jsonl", "in:Germany"]), @"");
    assert_snapshot!(desk.ok(&["count", "--by", "tag,status"]), @"");
    assert_snapshot!(desk.err(&["count", "--by", "year,year"]), @"");
    assert_snapshot!(desk.err(&["count", "--by", "year,kind,day"]), @"");
}

#[test]
fn a_narrow_terminal_has_fewer_columns() {
    let desk = Desk::with_talks();
    let output =
        desk.command(&["count", "--by", "year,kind"]).env("COLUMNS", "34").output().unwrap();
    let table = crate::text(&output.stdout);
    assert!(table.lines().all(|line| line.chars().count() <= 34), "{table}");
    assert!(table.lines().next().unwrap().contains("others"), "{table}");
    assert!(table.lines().last().unwrap().ends_with(" 6"), "{table}");
}

#[test]
fn stories_are_counted() {
    let desk = Desk::with_talks();
    desk.ok(&["story", "--new", "Peace talks", "--add", "t-1", "t-3"]);
    assert_snapshot!(desk.ok(&["count", "--by", "story,year"]), @"");
}

#[test]
fn facets_are_terms_that_find_what_they_count() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["count", "--facets"]), @"");
    let rows = desk.ok(&["count", "--facets", "--format", "jsonl", "since:2022"]);
    assert!(rows.lines().count() > 12, "{rows}");
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let term = row["term"].as_str().unwrap();
        let count = desk.ok(&["count", "--format", "csv", "since:2022", term]);
        assert_eq!(count.lines().last().unwrap(), format!("all,{}", row["events"]), "{term}");
    }
}
