//! A program in the place of the built-in coder.

use crate::Desk;
use insta::assert_snapshot;
use std::process::Command;

/// A desk with two articles, where there is a Python; where all is tested, there must be.
fn desk() -> Option<Desk> {
    let found = Command::new("python3").arg("--version").output();
    if !found.is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "python3 fails; .ci/run installs it");
        println!("skipped: no python3");
        return None;
    }
    let desk = Desk::new();
    let articles = concat!(
        r#"{"id":"n-1","published":"2025-12-14","text":"Zürich: Olaf Berg met Ana Maria Silva. Later Ana Maria Silva held talks with John Doe."}"#,
        "\n",
        r#"{"id":"n-2","published":"2025-12-15","publisher":"The Wire","text":"Nothing happened."}"#,
        "\n"
    );
    desk.file("news.jsonl", articles);
    Some(desk)
}

/// A coder of these lines of Python, for each article as `a`, its text as `t`.
fn script(desk: &Desk, lines: &str) -> String {
    let body: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!(
        "import json, sys, time\nfor line in sys.stdin:\n    a = json.loads(line); t = a['text']\n{body}"
    );
    desk.file("coder.py", text);
    format!("python3 '{}'", desk.path("coder.py").display())
}

#[test]
fn the_example_takes_the_place_of_the_built_in_coder() {
    let Some(desk) = desk() else { return };
    let example = concat!("python3 '", env!("CARGO_MANIFEST_DIR"), "/docs/examples/coder.py'");
    let dry = desk.ok(&["import", "news.jsonl", "--coder", example, "--dry-run"]);
    assert_eq!(dry.lines().count(), 2, "{dry}");
    desk.ok(&["import", "news.jsonl", "--coder", example]);
    assert_snapshot!(desk.ok(&["list"]), @r"
id  date        kind                title                               actors                           place
e1  2025-12-14  consult (proposed)  Olaf Berg meets Ana Maria Silva     Olaf Berg, Ana Maria Silva
e2  2025-12-14  consult (proposed)  Later Ana Maria Silva meets John…   Later Ana Maria Silva, John Doe
");
    let shown = desk.ok(&["show", "n-1#1"]);
    assert!(
        shown.contains("proposed") && shown.contains("Olaf Berg met Ana Maria Silva"),
        "{shown}"
    );
    let found = desk.ok(&["show", "n-1#1", "--format", "jsonl"]);
    assert!(found.contains(r#""coder":"python3 coder.py""#), "{found}");
    // Read again it adds nothing.
    assert!(desk.said(&["import", "news.jsonl", "--coder", example]).contains("nothing new"));
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["list", "--format", "jsonl"]), "");
}

#[test]
fn bad_drafts_are_rejected_and_good_ones_kept() {
    let Some(desk) = desk() else { return };
    let coder = script(
        &desk,
        r#"print(json.dumps({"title": "Good", "kind": "talks", "citations": [{"quote": "Olaf Berg"}]} if a["uid"] == "n-1" else {"title": "Good", "kind": "talks"}))
print('{"title": "Bad", "kind": "tals"}')
print('{"title": "Bad", "kind": "talks", "confidence": 7}')
print('{"title": "Bad", "kind": "talks", "citations": [{"quote": "Nobody said so"}]}')
print('{"title": "Bad", "kind": "talks", "citations": [{"quote": "x", "start": 1, "end": 2}]}')
print('{"title": "Bad", "kind": "talks", "citations": [{"start": 0, "end": 2000}]}')
print('nonsense')
print(flush=True)"#,
    );
    let said = desk.said(&["import", "news.jsonl", "--coder", &coder]);
    assert_snapshot!(said, @r#"
news.jsonl: 14 read as feed, 2 added, 0 updated, 0 unchanged, 12 rejected
warning: news.jsonl: python3 coder.py, draft 2 of n-1, column 32: unknown kind "tals"; did you mean "talks"?
warning: news.jsonl: python3 coder.py, draft 3 of n-1, column 35: confidence "7": expected 0 to 1
warning: news.jsonl: python3 coder.py, draft 4 of n-1: citations[0]: the quote "Nobody said so" is not in the text, letter for letter
warning: news.jsonl: python3 coder.py, draft 5 of n-1: citations[0]: bytes 1 to 2 are not in the text, which has 87, or part a character
warning: news.jsonl: python3 coder.py, draft 6 of n-1: citations[0]: bytes 0 to 2000 are not in the text, which has 87, or part a character
warning: 12 rejected records are in annalist.db.rejects.news.jsonl, each under its reason; mend and import it
"#);
    assert_eq!(desk.ok(&["list", "--format", "jsonl"]).lines().count(), 2);
    let rejects = std::fs::read_to_string(desk.path("annalist.db.rejects.news.jsonl")).unwrap();
    assert!(rejects.contains(r#""kind": "tals""#), "{rejects}");
}

#[test]
fn a_coder_that_fails_changes_nothing() {
    let Some(desk) = desk() else { return };
    for (lines, options, why) in [
        ("sys.exit(3)", &[][..], "ended before it had told all of n-1"),
        ("time.sleep(600)", &["--coder-timeout", "0.5"], "has not told all of n-1 within 0.5 s"),
        ("print('{}')", &["--coder-timeout", "0.5"], "with an empty line"),
        ("print('x' * 3000000, flush=True)", &[], "a line of more than 1048576 bytes"),
        ("while True: print('{}')", &[], "told more than 10000 drafts"),
    ] {
        let coder = script(&desk, lines);
        let arguments = [&["import", "news.jsonl", "--coder", &coder], options].concat();
        let error = desk.err(&arguments);
        assert!(error.contains(why) && error.contains("the coder python3 coder.py: "), "{error}");
    }
    assert!(
        desk.err(&["import", "news.jsonl", "--coder", "no-such-program"])
            .contains("cannot be started")
    );
    assert!(desk.err(&["import", "news.jsonl", "--coder", "'a"]).contains("not closed"));
    assert!(desk.err(&["import", "news.jsonl", "--coder", " "]).contains("expected a command"));
    assert_eq!(desk.ok(&["list", "--format", "jsonl"]), "");
}
