use crate::Desk;
use insta::assert_snapshot;

#[test]
fn edit_history_undo() {
    let desk = Desk::with_talks();
    let before = desk.ok(&["export", "--to", "jsonl"]);
    desk.ok(&[
        "edit",
        "t-5",
        "date=2014-04-07",
        "actors=Protesters (initiator); Ukraine (mentioned)",
    ]);
    let record = desk.ok(&["list", "protest", "--format", "jsonl"]);
    assert!(record.contains(r#""date":"2014-04-07""#), "{record}");
    let history = desk.ok(&["history", "t-5", "--format", "json"]);
    assert!(history.contains("2014-04~") && history.contains("tester"), "{history}");
    assert_snapshot!(desk.said(&["undo"]), @"took back change 2: edit e5 date actors");
    assert_eq!(desk.ok(&["export", "--to", "jsonl"]), before);
}

#[test]
fn add_and_take_back() {
    let desk = Desk::with_talks();
    let before = desk.ok(&["export", "--to", "jsonl"]);
    desk.ok(&[
        "add",
        "title=A ceasefire holds",
        "kind=agree",
        "date=2025-12-24",
        "actors=Ukraine; Russia",
    ]);
    assert!(desk.ok(&["list", "ceasefire"]).contains("A ceasefire holds"));
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["export", "--to", "jsonl"]), before);
    desk.ok(&["check"]);
}

#[test]
fn a_value_that_cannot_be() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["edit", "t-5", "date=April 2014"]), @r#"error: date: "April 2014" is not a date: column 1: expected a year of four digits, as in 2025, 201X or -0044"#);
    assert_snapshot!(desk.err(&["edit", "t-5", "dat=2014"]), @"error: no field dat; did you mean date?");
    assert_snapshot!(desk.err(&["add", "title=No kind"]), @"error: kind: an event needs one");
}

#[test]
fn undo_of_an_import() {
    let desk = Desk::new();
    desk.file("talks.csv", crate::TALKS);
    desk.ok(&["import", "talks.csv"]);
    desk.ok(&["imports", "undo", "1"]);
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,0\n");
    assert_eq!(desk.ok(&["actors", "--format", "jsonl"]), "");
    desk.ok(&["check"]);
}

#[test]
fn review() {
    let desk = Desk::with_talks();
    desk.ok(&["review", "reject", "t-5"]);
    assert!(!desk.ok(&["list"]).contains("Protest in"), "rejected events are hidden");
    assert!(desk.ok(&["list", "status:rejected"]).contains("Protest in"));
    desk.ok(&["review", "accept", "t-5"]);
    assert!(desk.ok(&["list"]).contains("Protest in"));
}
