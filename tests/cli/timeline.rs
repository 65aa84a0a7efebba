use crate::{Desk, text};
use insta::assert_snapshot;

fn linked() -> Desk {
    let desk = Desk::with_talks();
    desk.file(
        "more.jsonl",
        concat!(
            r#"{"uid":"m-1","title":"Statement after the talks","kind":"statement","date":"2025-12-15T18:30Z"}"#,
            "\n",
            r#"{"uid":"m-2","title":"Raid on a depot \u001b[31m","kind":"attack","date":"2026-01-20?"}"#,
        ),
    );
    desk.ok(&["import", "more.jsonl"]);
    desk.ok(&["link", "t-4", "t-3", "--as", "follows", "--why", "The second day."]);
    desk.ok(&["link", "m-1", "t-4", "--as", "responds_to", "--why", "It says so."]);
    desk
}

#[test]
fn days_gaps_links_and_the_undated() {
    let desk = linked();
    assert_snapshot!(desk.ok(&["timeline"]), @r"
2014-04~
         e1  ● protest     Protest in an unnamed town  Protesters

… 7 years …

2022-03-29 Tuesday
         e2  ● consult     Istanbul talks on a peace treaty  Russia, Ukraine, Turkey

… 9 days …

2022-04-08 Friday
         e3  ● assault     Missile strike on Kramatorsk station  Russia, Ukraine

… 3 years …

2025-12-14 Sunday
         e4  ● consult     Envoys meet in Berlin  Steve Witkoff, Volodymyr Zelenskyy

2025-12-15 Monday
         e5  ● consult     Berlin talks continue (planned)  United States, Ukraine
             → e4 follows  Envoys meet in Berlin
  18:30  e7  ● statement   Statement after the talks
             → e5 responds to  Berlin talks continue

… 5 weeks …

2026-01-20 Tuesday ?
         e8  ● assault     Raid on a depot  [31m

undated
         e6  ● appeal      Undated appeal for aid  United Nations
");
    assert_snapshot!(desk.ok(&["timeline", "place:Istanbul", "--format", "csv"]).lines().count(), @"2");
    assert_snapshot!(desk.said(&["timeline", "-n", "2"]), @"the first 2 of 8; --limit 0 reads all");
}

#[test]
fn lines_fit_the_terminal() {
    let desk = linked();
    let output = desk.command(&["timeline"]).env("COLUMNS", "60").output().unwrap();
    let page = text(&output.stdout);
    assert!(page.lines().all(|line| line.chars().count() <= 60), "{page}");
    let coloured = desk.ok(&["timeline", "--color", "always"]);
    assert!(coloured.contains("\x1b[31m● assault"), "{coloured}");
    assert!(!coloured.contains("depot \x1b[31m"), "no text of a file moves the cursor: {coloured}");
}
