use crate::Desk;
use std::collections::BTreeMap;
use std::path::Path;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(path).expect("a file"))
        })
        .collect()
}

#[test]
fn the_main_job_done_twice_is_done_once() {
    let desk = Desk::new();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    desk.ok(&["build", data]);
    let (events, links) =
        (desk.ok(&["export", "--to", "jsonl"]), desk.ok(&["links", "--format", "jsonl"]));
    let drawn = files(&desk.path("charts"));
    let changes = desk.ok(&["history", "--format", "jsonl"]);
    assert!(events.lines().count() >= 150);
    let curated = |line: &&str| line.contains(r#""state":"accepted""#);
    assert!(links.lines().filter(curated).count() >= 120);
    assert!(drawn.len() >= 4, "{:?}", drawn.keys());

    says_what_docs_say(&desk, include_str!("../../docs/graph.md"));

    let imports = desk.ok(&["imports", "--format", "jsonl"]);
    desk.ok(&["build", data]);
    assert_eq!(desk.ok(&["imports", "--format", "jsonl"]), imports);
    assert_eq!(desk.ok(&["export", "--to", "jsonl"]), events);
    assert_eq!(desk.ok(&["links", "--format", "jsonl"]), links);
    assert_eq!(desk.ok(&["history", "--format", "jsonl"]), changes);
    assert!(files(&desk.path("charts")) == drawn);
    desk.ok(&["check"]);
}

/// The charts in the repository are those that the program draws.
#[test]
fn the_gallery_is_current() {
    let desk = Desk::new();
    desk.ok(&["build", concat!(env!("CARGO_MANIFEST_DIR"), "/data")]);
    let kept = files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/charts")));
    for (name, bytes) in files(&desk.path("charts")) {
        assert!(
            kept.get(&name) == Some(&bytes),
            "charts/{name} is not what `annalist build` draws"
        );
    }
}

/// Runs the commands of a document, which stand with what they print, up to `...`.
fn says_what_docs_say(desk: &Desk, document: &str) {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut commands = 0;
    for block in document.split("```\n$ annalist ").skip(1) {
        let (block, _) = block.split_once("```").expect("an end of the block");
        let (command, shown) = block.split_once('\n').expect("what is printed");
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = desk.command(&arguments).env("COLUMNS", "200").output().expect("it runs");
        let printed = crate::text(&output.stdout);
        for (shown, printed) in shown.lines().zip(printed.lines()).filter(|(s, _)| *s != "...") {
            assert_eq!(plain(shown), plain(printed), "{command}");
        }
        assert!(shown.ends_with("...\n") || shown.lines().count() == printed.lines().count());
        commands += 1;
    }
    assert!(commands > 0);
}
