use crate::Desk;

#[test]
fn the_database_is_shown_as_it_was_known() {
    let desk = Desk::with_talks();
    let now = || {
        std::thread::sleep(std::time::Duration::from_millis(5));
        let now = chrono::Utc::now().to_rfc3339();
        std::thread::sleep(std::time::Duration::from_millis(5));
        now
    };
    let listed = || desk.ok(&["list", "--format", "jsonl"]);
    let (first, then) = (now(), listed());
    desk.ok(&["tag", "e1", "--add", "istanbul"]);
    let (second, tagged) = (now(), listed());
    desk.file("more.csv", "uid,title,kind,date\nt-9,A new strike,attack,2025-12-20\n");
    desk.ok(&["import", "more.csv"]);
    assert_ne!(then, tagged);
    assert_eq!(desk.ok(&["list", "--format", "jsonl", "--as-of", &first]), then);
    assert_eq!(desk.ok(&["list", "--format", "jsonl", "--as-of", &second]), tagged);
    assert_eq!(desk.ok(&["--as-of", &first, "count", "--format", "csv"]), "value,events\nall,6\n");
    assert!(!desk.ok(&["show", "e1", "--as-of", &first]).contains("istanbul"));
    assert_eq!(desk.ok(&["count", "--as-of", "2001", "--format", "csv"]), "value,events\nall,0\n");
    assert!(
        desk.err(&["tag", "e1", "--add", "x", "--as-of", &first])
            .contains("the past cannot be changed")
    );
    assert_eq!(desk.ok(&["imports", "--as-of", &second, "--format", "jsonl"]).lines().count(), 1);
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,7\n");
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    let warned = desk.said(&["list", "--as-of", &second]);
    assert!(
        warned.contains("change 2 (tag +istanbul) stood then and was taken back since"),
        "{warned}"
    );
}
