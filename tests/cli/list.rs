use crate::Desk;
use insta::assert_snapshot;

#[test]
fn a_table_in_the_order_of_dates() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["list"]), @"
    id  date        kind               title                            actors                          place
    e1  2014-04~    protest            Protest in an unnamed town       Protesters
    e2  2022-03-29  consult            Istanbul talks on a peace trea…  Russia, Ukraine, Turkey         Istanbul
    e3  2022-04-08  assault            Missile strike on Kramatorsk s…  Russia, Ukraine                 Kramatorsk
    e4  2025-12-14  consult            Envoys meet in Berlin            Steve Witkoff, Volodymyr Zele…  Berlin
    e5  2025-12-15  consult (planned)  Berlin talks continue            United States, Ukraine          Berlin
    e6  undated     appeal             Undated appeal for aid           United Nations
    ");
}

#[test]
fn queries() {
    let desk = Desk::with_talks();
    let uids = |query: &[&str]| {
        let arguments: Vec<&str> =
            ["list", "--format", "jsonl"].iter().chain(query).copied().collect();
        let lines = desk.ok(&arguments);
        let uids: Vec<String> = lines
            .lines()
            .map(|line| {
                let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
                record["uid"].as_str().expect("a uid").to_owned()
            })
            .collect();
        uids.join(" ")
    };
    assert_eq!(uids(&["kind:talks"]), "t-1 t-3 t-4");
    assert_eq!(uids(&["actor:Ukraine"]), "t-1 t-2 t-3 t-4", "a president counts for his country");
    assert_eq!(uids(&["exactly:Ukraine"]), "t-1 t-2 t-4");
    assert_eq!(uids(&["by:Russia", "on:Ukraine", "-kind:talks"]), "t-2");
    assert_eq!(uids(&["actor:United States"]), "t-3 t-4");
    assert_eq!(uids(&["since:2022-04", "until:2025-12-14"]), "t-2 t-3");
    assert_eq!(uids(&["until:2014-04-10"]), "t-5", "possibly");
    assert_eq!(uids(&["until:2014", "certainly"]), "", "about April 2014 is not certain");
    assert_eq!(uids(&["date:2025-12-14"]), "t-3");
    assert_eq!(uids(&["between:2022-04..2025-12-14"]), "t-2 t-3");
    assert_eq!(uids(&["until:today", "-since:2025"]), "t-5 t-1 t-2");
    assert_eq!(uids(&["in:Germany|eastern europe"]), "t-2 t-3 t-4", "a region of two words");
    assert_eq!(uids(&["bbox:30,45,40,50"]), "t-2");
    assert_eq!(uids(&["place:Berlin|Istanbul"]), "t-1 t-3 t-4");
    assert_eq!(uids(&["place:DEU"]), "t-3 t-4");
    assert_eq!(uids(&["near:52.5,13.4,50km"]), "t-3 t-4");
    assert_eq!(uids(&["\"five hours\""]), "t-3");
    assert_eq!(uids(&["kramatorsk|protests"]), "t-5 t-2", "inflected");
    assert_eq!(uids(&["-kind:talks", "-\"aid\""]), "t-5 t-2");
    assert_eq!(uids(&["tag:security-guarantees"]), "t-3");
    assert_eq!(uids(&["source:Orda", "status:planned"]), "t-4");
}

#[test]
fn an_unknown_key_names_the_nearest() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["list", "actr:Ukraine"]), @r#"error: query, column 1: unknown key actr:; did you mean actor:? (quote it, as in "actr:...", to search for the text)"#);
    assert_snapshot!(desk.err(&["list", "kind:tals"]), @r#"error: query, column 6: unknown kind "tals"; did you mean "talks"?"#);
    assert_snapshot!(desk.err(&["list", "actor:Ukrane"]), @r#"error: no actor is named "Ukrane"; did you mean "Ukraine"?"#);
    assert_snapshot!(desk.err(&["list", "since:14.12.2025"]), @r#"error: query, column 7: since: "14.12.2025" is not a date: expected a year of four digits, as in 2025, 201X or -0044"#);
}

#[test]
fn counts() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["count", "--by", "year"]), @"
    year     events
    2014          1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
    2022          2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
    2025          2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
    undated       1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
    ");
    assert_snapshot!(desk.ok(&["count", "--by", "kind", "--format", "csv"]), @"
    value,events
    consult,3
    appeal,1
    assault,1
    protest,1
    ");
    assert_snapshot!(desk.ok(&["count", "--by", "week", "--format", "csv"]), @"
    value,events
    2014-W14,1
    2022-W13,1
    2022-W14,1
    2025-W50,1
    2025-W51,1
    undated,1
    ");
    assert_snapshot!(desk.ok(&["count", "--by", "place", "--format", "csv"]), @"
    value,events
    (none),2
    Berlin,2
    Istanbul,1
    Kramatorsk,1
    ");
    assert_snapshot!(desk.ok(&["count", "actor:Ukraine"]), @"
    events
         4
    ");
}

#[test]
fn actors() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["actors", "kind:talks"]), @"
    events  name                 kind     country
         2  Ukraine              country  UKR
         1  Russia               country  RUS
         1  Steve Witkoff        person   USA
         1  Turkey               country  TUR
         1  United States        country  USA
         1  Volodymyr Zelenskyy  person   UKR
    ");
    assert_snapshot!(desk.ok(&["actor", "show", "Witkoff"]), @"
    Steve Witkoff  person, USA
      also    Steven Witkoff
      office  special envoy @ Government of the United States [2025-01-20/..]
    ");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let desk = Desk::with_talks();
    let mut program = Command::new(env!("CARGO_BIN_EXE_annalist"))
        .current_dir(desk.folder.path())
        .args(["man"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(program.stdout.take());
    let output = program.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn pages_make_the_whole_list_even_if_events_arrive_meanwhile() {
    let desk = Desk::with_talks();
    let page = |limit: &str, after: Option<&str>| {
        let mut arguments = vec!["list", "--format", "jsonl", "-n", limit];
        arguments.extend(after.into_iter().flat_map(|id| ["--after", id]));
        let (lines, said) = (desk.ok(&arguments), desk.said(&arguments));
        let words: Vec<&str> = said.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "--after");
        (lines, at.map(|at| words[at + 1].to_owned()))
    };
    let pages = |limit: &str| {
        let (mut all, mut next) = page(limit, None);
        let mut count = 1;
        while let Some(id) = next {
            let (lines, then) = page(limit, Some(&id));
            assert!(!lines.is_empty(), "a page that is named holds something");
            all.push_str(&lines);
            next = then;
            count += 1;
        }
        (all, count)
    };
    let all = desk.ok(&["list", "--format", "jsonl"]);
    for (limit, count) in [("1", 6), ("2", 3), ("4", 2), ("6", 1), ("7", 1)] {
        assert_eq!(pages(limit), (all.clone(), count), "{limit}");
    }
    assert_snapshot!(desk.said(&["list", "-n", "2"]), @"the first 2 of 6; --after e2 lists what follows, --limit 0 all");
    assert_snapshot!(desk.said(&["list", "-n", "2", "--after", "e2"]), @"--after e4 lists what follows");
    assert_snapshot!(desk.said(&["list", "--after", "e6"]), @"no event follows");
    assert_snapshot!(desk.err(&["list", "--after", "e99"]), @"error: no event e99");

    // One that is new goes into its page and moves no other to another page.
    let (rest, _) = page("4", Some("e2"));
    desk.file("new.csv", "uid,title,kind,date\nn-1,Early,talks,2010\nn-2,Same day,talks,2022-03-29\nn-3,Late,talks,2030\n");
    desk.ok(&["import", "new.csv"]);
    let (now, _) = page("0", Some("e2"));
    let old: Vec<&str> = now.lines().filter(|line| !line.contains("\"n-")).collect();
    assert_eq!(old, rest.lines().collect::<Vec<_>>());
    assert_eq!(now.lines().count(), old.len() + 2, "of the same day, the later number follows");
    let all = desk.ok(&["list", "--format", "jsonl"]);
    assert_eq!(pages("2"), (all, 5));
    assert_eq!(
        desk.ok(&["list", "kind:talks", "--after", "e1", "--format", "csv"]).lines().count(),
        6
    );
}

#[test]
fn members_count_while_they_are() {
    let desk = Desk::new();
    desk.file(
        "actors.csv",
        "name,kind,country,aliases,memberships\nRuritania,country,RUR,,\n\
         Government of Ruritania,government,RUR,,\n\
         Rudolf,person,,,minister @ Government of Ruritania [2014/2019]\n",
    );
    desk.file(
        "events.csv",
        "uid,title,kind,date,actors\nm-1,Before,talks,2013,Rudolf (party)\n\
         m-2,While,talks,2016-05,Rudolf (party)\nm-3,After,talks,2021,Rudolf (party)\n\
         m-4,Perhaps,talks,2019/2020,Rudolf (party)\nm-5,Undated,talks,,Rudolf (party)\n",
    );
    desk.ok(&["import", "actors.csv", "events.csv"]);
    let titles = |query: &str| {
        let table = desk.ok(&["list", query, "--format", "csv"]);
        ["Before", "While", "After", "Perhaps", "Undated"]
            .into_iter()
            .filter(|title| table.contains(title))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(titles("exactly:Rudolf"), "Before While After Perhaps Undated");
    let then = "While Perhaps Undated";
    assert_eq!(titles("actor:Ruritania"), then, "possibly, as of all dates");
    assert_eq!(titles("actor:\"Government of Ruritania\""), then);
    assert_eq!(titles("exactly:Ruritania"), "");
}
