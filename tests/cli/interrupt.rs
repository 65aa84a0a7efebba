use crate::{Desk, text};
use annalist::store::Batch;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::{Command, Stdio};
use std::thread;

#[test]
fn an_import_that_is_told_to_stop_leaves_the_database_as_it_was() {
    let desk = Desk::with_talks();
    let before = desk.ok(&["export", "--to", "jsonl"]);
    // A file that goes on for as long as it is read.
    let endless = desk.path("endless.csv");
    let made = Command::new("mkfifo").arg(&endless).status().expect("mkfifo");
    assert!(made.success());
    let import = desk
        .command(&["import", "endless.csv"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut file = BufWriter::new(File::create(&endless).expect("a reader"));
    writeln!(file, "uid,title,kind,date,actors").expect("a header");
    // When so much has been read, the first of it has been written to the database: no more than
    // two chunks for each core are under way at once.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let enough = Batch::MOST * (2 * cores + 3);
    for n in 0.. {
        if n == enough {
            let pid = import.id().to_string();
            let told = Command::new("kill").args(["-INT", &pid]).status().expect("kill");
            assert!(told.success());
        }
        assert!(n < 4 * enough, "it does not stop");
        let row = writeln!(file, "x-{n},Talks,talks,2025-01-01,Ruritania {} (party)", n % 100);
        if row.is_err() {
            break;
        }
    }
    let output = import.wait_with_output().expect("an end");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    insta::assert_snapshot!(said, @"error: stopped; the database is as it was");
    assert_eq!(desk.ok(&["export", "--to", "jsonl"]), before);
    assert_eq!(desk.ok(&["imports", "--format", "jsonl"]).lines().count(), 1);
    assert_eq!(desk.ok(&["actors", "--format", "jsonl"]).matches("Ruritania").count(), 0);
    desk.ok(&["check"]);
}
