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
    assert_snapshot!(desk.said(&["undo"]), @"took back change 2: edit e1 date actors");
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

#[test]
fn review_of_many_at_once() {
    let desk = Desk::new();
    desk.file(
        "drafts.csv",
        "uid,title,kind,confidence,review\nd-1,Envoys meet,talks,0.9,proposed\n\
         d-2,Envoys may meet,talks,0.3,proposed\nd-3,Shells fall,attack,0.8,proposed\n\
         d-4,Envoys part,talks,0.9,accepted\n",
    );
    desk.ok(&["import", "drafts.csv"]);
    let accepted = ["review", "accept", "--where", "kind:talks", "--at-least", "0.5"];
    assert_snapshot!(desk.said(&accepted), @"accepted 1 event");
    assert_snapshot!(desk.said(&["review", "reject", "--where", "envoys"]), @"rejected 1 event");
    let waits = desk.ok(&["review", "--format", "jsonl"]);
    assert!(waits.contains("d-3") && waits.lines().count() == 1, "{waits}");
    // A file that proposes them again does not reopen what was decided.
    desk.ok(&["import", "drafts.csv"]);
    assert_eq!(desk.ok(&["review", "--format", "jsonl"]), waits);
    desk.ok(&["undo"]);
    assert_eq!(desk.run(&["review", "accept"]).status.code(), Some(2));
}

#[test]
fn an_edit_leaves_the_quotes_of_several_sources_alone() {
    let desk = Desk::new();
    desk.file(
        "two.csv",
        "uid,title,kind,publisher,quote,start,end\nx-1,Two sources,talks,Reuters | BBC,they met | ,3 | ,11 | \n",
    );
    desk.ok(&["import", "two.csv"]);
    desk.ok(&["edit", "x-1", "title=Two sources tell"]);
    let record = desk.ok(&["list", "--format", "jsonl"]);
    assert_eq!(record.matches("they met").count(), 1, "{record}");
    assert!(record.contains(r#"{"publisher":"BBC"}"#), "{record}");
}

#[test]
fn what_a_later_change_needs_cannot_be_taken_back_first() {
    let desk = Desk::with_talks();
    desk.file("links.csv", "from,to,relation,rationale\nt-4,t-3,follows,The next day.\n");
    desk.ok(&["import", "links.csv"]);
    desk.ok(&["unlink", "t-4", "t-3"]);
    assert_snapshot!(desk.err(&["imports", "undo", "2"]), @"error: change 2 cannot be taken back: “unlink e5 e4” has changed t-4 follows t-3 since; take back change 3 first");
    desk.ok(&["undo"]);
    desk.ok(&["imports", "undo", "2"]);
    desk.ok(&["imports", "undo", "1"]);
    desk.ok(&["check"]);
    assert_eq!(desk.said(&["undo"]), "nothing to take back\n");
}

#[test]
fn a_decision_outlives_newer_releases_of_the_file() {
    let desk = Desk::with_talks();
    desk.ok(&["review", "reject", "t-5"]);
    desk.file("newer.csv", crate::TALKS.replace("an unnamed town", "a small town"));
    desk.ok(&["import", "newer.csv"]);
    assert!(desk.ok(&["list", "status:rejected"]).contains("a small town"));
    assert!(!desk.ok(&["list"]).contains("small town"));
}
