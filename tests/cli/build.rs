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

const COOKBOOK: &str = include_str!("../../docs/cookbook.md");
/// Where the cookbook goes on with another database.
const FOUR_YEARS: &str = "## Four years of news";

#[test]
fn the_cookbook_is_true_of_four_years_of_news() {
    let Some(real) = crate::real() else { return };
    let desk = Desk::new();
    let file = |name: &str| real.join(name).display().to_string();
    let years = [2022, 2023, 2024, 2025].map(|y| file(&format!("current-events/{y}.jsonl")));
    let gdelt = file("gdelt/20180101000000.export.CSV");
    let files = years.iter().chain([&gdelt]).map(String::as_str);
    desk.ok(&["import"].into_iter().chain(files).collect::<Vec<_>>());
    let (_, of_news) = COOKBOOK.split_once(FOUR_YEARS).expect("the second part");
    says_what_docs_say(&desk, of_news, "100");
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

    says_what_docs_say(&desk, include_str!("../../docs/graph.md"), "200");
    let (of_war, _) = COOKBOOK.split_once(FOUR_YEARS).expect("the second part");
    says_what_docs_say(&desk, of_war, "100");

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
fn says_what_docs_say(desk: &Desk, document: &str, columns: &str) {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut commands = 0;
    for block in document.split("```\n$ annalist ").skip(1) {
        let (block, _) = block.split_once("```").expect("an end of the block");
        let (command, shown) = block.split_once('\n').expect("what is printed");
        let arguments: Vec<&str> = command.split(' ').collect();
        let output = desk.command(&arguments).env("COLUMNS", columns).output().expect("it runs");
        let printed = crate::text(&output.stdout);
        for (shown, printed) in shown.lines().zip(printed.lines()).filter(|(s, _)| *s != "...") {
            assert_eq!(plain(shown), plain(printed), "{command}");
        }
        assert!(shown.ends_with("...\n") || shown.lines().count() == printed.lines().count());
        commands += 1;
    }
    assert!(commands > 0);
}
