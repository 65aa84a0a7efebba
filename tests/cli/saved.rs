use crate::Desk;
use insta::assert_snapshot;

#[test]
fn kept_queries_serve_others() {
    let desk = Desk::with_talks();
    let count = |query: &[&str]| {
        let arguments = [&["list", "--format", "jsonl"], query].concat();
        desk.ok(&arguments).lines().count()
    };
    desk.ok(&["query", "save", "talks", "kind:talks"]);
    desk.ok(&["query", "save", "mine", "@talks actor:Ukraine"]);
    assert_snapshot!(desk.ok(&["query", "list"]), @r"
name    query
@mine   @talks actor:Ukraine
@talks  kind:consult
");
    assert!(count(&["@talks"]) > 0);
    assert_eq!(count(&["@talks"]), count(&["kind:talks"]));
    assert_eq!(count(&["@mine"]), count(&["kind:talks", "actor:Ukraine"]));
    assert_eq!(count(&["-@mine"]), count(&[]) - count(&["@mine"]));
}

#[test]
fn what_cannot_be_kept_says_why() {
    let desk = Desk::with_talks();
    desk.ok(&["query", "save", "a", "kind:talks"]);
    desk.ok(&["query", "save", "b", "@a"]);
    assert_snapshot!(desk.err(&["query", "save", "a", "@b"]), @"error: a saved query uses itself: @a uses @b uses @a");
    assert_snapshot!(desk.err(&["query", "save", "a b", "kind:talks"]), @"error: a b: expected a name of letters, digits, - and _");
    assert_snapshot!(desk.err(&["query", "save", "c", "@d"]), @"error: no query is saved as @d; `annalist query list` lists them");
    assert_snapshot!(desk.err(&["list", "@bb"]), @"error: no query is saved as @bb; did you mean @b?");
    assert_snapshot!(desk.err(&["list", "since:2025 certainly possibly"]), @"error: query, column 22: dates hold possibly or certainly, not both; leave one out");
    assert_eq!(desk.ok(&["query", "show", "a"]), "kind:consult\n");
    desk.ok(&["query", "delete", "@b"]);
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["query", "show", "@b"]), "@a\n");
    desk.ok(&["undo"]);
    assert!(desk.err(&["query", "show", "b"]).contains("no query is saved as @b"));
    desk.ok(&["check"]);
}

#[test]
fn tags_and_notes() {
    let desk = Desk::with_talks();
    desk.ok(&["tag", "t-1", "t-2", "--add", "Geneva,draft"]);
    desk.ok(&["tag", "--where", "tag:geneva", "--remove", "draft"]);
    assert_eq!(desk.ok(&["list", "tag:geneva", "--format", "jsonl"]).lines().count(), 2);
    assert_eq!(desk.ok(&["list", "tag:draft", "--format", "jsonl"]), "");
    assert_snapshot!(desk.err(&["tag", "t-1", "--add", "a", "--remove", "a"]), @"error: a is to be given and taken away; choose one");
    desk.ok(&["note", "t-1", "Asked", "the", "press office."]);
    let shown = desk.ok(&["show", "t-1"]);
    assert!(shown.contains("Asked the press office."), "{shown}");
    let history = desk.ok(&["history", "t-1"]);
    assert!(history.contains("note t-1"), "{history}");
    desk.ok(&["undo"]);
    assert!(!desk.ok(&["show", "t-1"]).contains("Asked"));
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["list", "tag:draft", "--format", "jsonl"]).lines().count(), 2);
    desk.ok(&["check"]);
}
