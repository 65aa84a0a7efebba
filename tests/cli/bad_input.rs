//! Input that cannot be: a clear error, exit code 1, nothing changed.

use crate::{Desk, TALKS};
use insta::assert_snapshot;

#[test]
fn files_that_are_none() {
    let desk = Desk::new();
    desk.file("empty.csv", "");
    desk.file("binary.csv", [0u8, 159, 146, 150, 0, 1, 2, 3]);
    std::fs::create_dir(desk.path("folder")).expect("a folder");
    assert_snapshot!(desk.err(&["import", "empty.csv"]), @"");
    assert_snapshot!(desk.err(&["import", "binary.csv"]), @"");
    assert_snapshot!(desk.err(&["import", "folder"]), @"");
    assert_snapshot!(desk.err(&["import", "missing.csv"]), @"");
}

#[test]
fn text_that_is_not_utf8() {
    let desk = Desk::new();
    let mut bytes = b"title,kind\nGood,talks\nBad ".to_vec();
    bytes.extend([0xff, 0xfe]);
    bytes.extend(b",talks\n");
    desk.file("latin.csv", bytes);
    assert_snapshot!(desk.said(&["import", "latin.csv"]), @"");
    desk.file("latin.txt", b"A title\n\nCaf\xe9 talks were held.\n");
    assert_snapshot!(desk.err(&["import", "latin.txt"]), @"");
}

#[test]
fn a_line_without_end() {
    let desk = Desk::new();
    let mut bytes = b"{\"title\":\"".to_vec();
    bytes.resize(40 << 20, b'x');
    bytes.extend(b"\n{\"title\":\"Good\",\"kind\":\"talks\"}\n");
    desk.file("long.jsonl", bytes);
    assert_snapshot!(desk.said(&["import", "--as", "jsonl", "long.jsonl"]), @"");
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,1\n");
}

#[test]
fn databases_that_are_none() {
    let desk = Desk::new();
    desk.file("talks.csv", TALKS);
    desk.file("text.db", "This is no database, it is a text that goes on for more than a hundred bytes, so that nobody takes it for an empty file.");
    assert_snapshot!(desk.err(&["--db", "text.db", "import", "talks.csv"]), @"");
    assert_snapshot!(desk.err(&["--db", "no/such/folder.db", "import", "talks.csv"]), @"");
    assert_snapshot!(desk.err(&["list"]), @"");
    std::fs::create_dir(desk.path("folder.db")).expect("a folder");
    assert_snapshot!(desk.err(&["--db", "folder.db", "import", "talks.csv"]), @"");
}

#[test]
fn wrong_usage_is_code_2() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["lst"]).status.code(), Some(2));
    assert_eq!(desk.run(&["link", "e1", "e2"]).status.code(), Some(2));
    assert_eq!(desk.run(&["--version"]).status.code(), Some(0));
}
