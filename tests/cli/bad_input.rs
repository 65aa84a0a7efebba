//! Input that cannot be: a clear error, exit code 1, nothing changed.

use crate::{Desk, TALKS};
use insta::assert_snapshot;

#[test]
fn files_that_are_none() {
    let desk = Desk::new();
    desk.file("empty.csv", "");
    desk.file("binary.csv", [0u8, 159, 146, 150, 0, 1, 2, 3]);
    std::fs::create_dir(desk.path("folder")).expect("a folder");
    assert_snapshot!(desk.err(&["import", "empty.csv"]), @"error: empty.csv: is empty");
    assert_snapshot!(desk.err(&["import", "binary.csv"]), @"error: binary.csv: is no text: byte 0 is 0x00, and there are more like it; convert it first");
    assert_snapshot!(desk.err(&["import", "folder"]), @"error: folder: holds no file that can be read");
    assert_snapshot!(desk.err(&["import", "missing.csv"]), @"error: cannot read missing.csv: No such file or directory (os error 2)");
}

#[test]
fn text_that_is_not_utf8() {
    let desk = Desk::new();
    let mut bytes = b"title,kind\nGood,talks\nBad ".to_vec();
    bytes.extend([0xff, 0xfe]);
    bytes.extend(b",talks\n");
    desk.file("latin.csv", bytes);
    assert_snapshot!(desk.said(&["import", "latin.csv"]), @"
    latin.csv: 2 read as csv, 1 added, 0 updated, 0 unchanged, 1 rejected
    warning: latin.csv: line 3: byte 4 of the row is not UTF-8
    warning: 1 rejected records are in annalist.db.rejects.latin.csv, each under its reason; mend and import it
    ");
}

#[test]
fn a_line_without_end() {
    let desk = Desk::new();
    let mut bytes = b"{\"title\":\"".to_vec();
    bytes.resize(40 << 20, b'x');
    bytes.extend(b"\n{\"title\":\"Good\",\"kind\":\"talks\"}\n");
    desk.file("long.jsonl", bytes);
    assert_snapshot!(desk.said(&["import", "--as", "jsonl", "long.jsonl"]), @"
    long.jsonl: 2 read as jsonl, 1 added, 0 updated, 0 unchanged, 1 rejected
    warning: long.jsonl: line 1: the line has 41943041 bytes; the most that is read is 16 MiB
    warning: 1 rejected records are in annalist.db.rejects.long.jsonl, each under its reason; mend and import it
    ");
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,1\n");
}

#[test]
fn databases_that_are_none() {
    let desk = Desk::new();
    desk.file("talks.csv", TALKS);
    desk.file("text.db", "This is no database, it is a text that goes on for more than a hundred bytes, so that nobody takes it for an empty file.");
    assert_snapshot!(desk.err(&["--db", "text.db", "import", "talks.csv"]), @"error: cannot open the database text.db: the file is no SQLite database; name another with --db");
    assert_snapshot!(desk.err(&["--db", "no/such/folder.db", "import", "talks.csv"]), @"error: cannot open the database no/such/folder.db: there is no folder no/such; make it first");
    assert_snapshot!(desk.err(&["list"]), @"error: cannot open the database annalist.db: there is no such file; `annalist build` or `annalist import` makes it, or name another with --db");
    std::fs::create_dir(desk.path("folder.db")).expect("a folder");
    assert_snapshot!(desk.err(&["--db", "folder.db", "import", "talks.csv"]), @"error: cannot open the database folder.db: it is a folder; name a file");
}

#[test]
fn wrong_usage_is_code_2() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["lst"]).status.code(), Some(2));
    assert_eq!(desk.run(&["link", "e1", "e2"]).status.code(), Some(2));
    assert_eq!(desk.run(&["--version"]).status.code(), Some(0));
}
