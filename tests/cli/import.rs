use crate::{Desk, TALKS, real};
use insta::assert_snapshot;

#[test]
fn twice_is_once() {
    let desk = Desk::new();
    desk.file("talks.csv", TALKS);
    assert_snapshot!(desk.said(&["import", "talks.csv"]), @"talks.csv: 6 read as csv, 6 added, 0 updated, 0 unchanged, 0 rejected");
    let once = desk.ok(&["export", "--to", "jsonl"]);
    assert_snapshot!(desk.said(&["import", "talks.csv"]), @"talks.csv: nothing new, 6 records as before");
    assert_eq!(desk.ok(&["export", "--to", "jsonl"]), once);
    desk.ok(&["check"]);
}

#[test]
fn bad_rows_stand_in_a_file_that_can_be_mended_and_imported() {
    let desk = Desk::new();
    desk.file(
        "mixed.csv",
        "uid,title,kind,date\na,Good,talks,2025\nb,Bad,talks,2025-13\nc,Worse,tals,\n",
    );
    assert_snapshot!(desk.said(&["import", "mixed.csv"]), @r#"
    mixed.csv: 3 read as csv, 1 added, 0 updated, 0 unchanged, 2 rejected
    warning: mixed.csv: line 3, column 4: date: "2025-13" is not a date: column 6: expected a month 01 to 12, a season 21 to 24, or XX
    warning: mixed.csv: line 4, column 3: kind: unknown kind "tals"; did you mean "talks"?
    warning: 2 rejected records are in annalist.db.rejects.mixed.csv, each under its reason; mend and import it
    "#);
    let rejects = desk.path("annalist.db.rejects.mixed.csv");
    let text = std::fs::read_to_string(&rejects).expect("a rejects file");
    assert_snapshot!(text, @r#"
    uid,title,kind,date
    # line 3, column 4: date: "2025-13" is not a date: column 6: expected a month 01 to 12, a season 21 to 24, or XX
    b,Bad,talks,2025-13
    # line 4, column 3: kind: unknown kind "tals"; did you mean "talks"?
    c,Worse,tals,
    "#);
    std::fs::write(&rejects, text.replace("2025-13", "2025-12").replace("tals", "talks"))
        .expect("mended");
    assert_snapshot!(desk.said(&["import", "annalist.db.rejects.mixed.csv"]), @"annalist.db.rejects.mixed.csv: 2 read as csv, 2 added, 0 updated, 0 unchanged, 0 rejected");
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,3\n");
}

#[test]
fn strict_about_what_it_does_not_understand() {
    let desk = Desk::new();
    desk.file("odd.csv", "title,kind,plaace\nA,talks,Berlin\n");
    assert_snapshot!(desk.err(&["import", "odd.csv"]), @r#"error: odd.csv: line 1: column "plaace": no such column; did you mean place?"#);
    desk.file("odd.jsonl", "{\"title\":\"A\",\"kind\":\"talks\",\"plaace\":\"Berlin\"}\n{\"title\":\"B\",\"kind\":\"talks\"}\n");
    assert_snapshot!(desk.said(&["import", "odd.jsonl"]), @r#"
    odd.jsonl: 2 read as jsonl, 1 added, 0 updated, 0 unchanged, 1 rejected
    warning: odd.jsonl: line 1, column 36: unknown field "plaace"; did you mean "place"?
    warning: 1 rejected records are in annalist.db.rejects.odd.jsonl, each under its reason; mend and import it
    "#);
}

#[test]
fn an_article_becomes_events_with_quotes_at_their_bytes() {
    let Some(real) = real() else { return };
    let desk = Desk::new();
    let article = real.join("articles/orda-berlin-talks.txt");
    let article = article.to_str().expect("a path");
    let bytes = std::fs::read(article).expect("the article");
    let lines = desk.ok(&[
        "import",
        article,
        "--published",
        "2025-12-15",
        "--dry-run",
        "--format",
        "jsonl",
    ]);
    assert!(!desk.path("annalist.db").exists(), "a dry run writes nothing");
    let mut found = Vec::new();
    for line in lines.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for citation in event["citations"].as_array().expect("citations") {
            let at = |name: &str| citation[name].as_u64().expect("an offset") as usize;
            let quote = citation["quote"].as_str().expect("a quote");
            assert_eq!(&bytes[at("start")..at("end")], quote.as_bytes());
        }
        assert_eq!(event["review"], "proposed");
        let actors: Vec<&str> = event["actors"]
            .as_array()
            .expect("actors")
            .iter()
            .filter_map(|a| a["name"].as_str())
            .collect();
        found.push(format!(
            "{} {} {} {} [{}]",
            event["date"].as_str().unwrap_or("undated"),
            event["kind"].as_str().unwrap_or(""),
            event["modality"].as_str().unwrap_or(""),
            event["place"]["name"].as_str().unwrap_or("-"),
            actors.join(", ")
        ));
    }
    let has =
        |parts: &[&str]| found.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    assert!(has(&["2025-12-14 consult actual Berlin", "Zelenskyy", "Witkoff"]), "{found:#?}");
    assert!(has(&["2025-12-15 consult planned"]), "{found:#?}");
    assert!(has(&["2022-04 consult actual Istanbul", "Russia", "Ukraine"]), "{found:#?}");
    assert!(has(&["2025-12-14", "Zelenskyy"]), "{found:#?}");
    assert!(has(&["statement", "Witkoff"]), "{found:#?}");
    desk.ok(&["import", article, "--published", "2025-12-15"]);
    let said = desk.said(&["import", article, "--published", "2025-12-15"]);
    assert!(said.contains("nothing new"), "{said}");
}

#[test]
fn a_uid_told_twice_and_differently_is_rejected() {
    let desk = Desk::new();
    desk.file("twice.csv", "uid,title,kind\na,One,talks\na,One,talks\na,Another,talks\n");
    assert_snapshot!(desk.said(&["import", "twice.csv"]), @r#"
    twice.csv: 3 read as csv, 1 added, 0 updated, 1 unchanged, 1 rejected
    warning: twice.csv: line 4: uid "a" stands twice in the file and says something else the second time
    warning: 1 rejected records are in annalist.db.rejects.twice.csv, each under its reason; mend and import it
    "#);
    assert!(desk.said(&["import", "twice.csv"]).contains("0 added, 0 updated"));
}

#[test]
fn a_file_of_nothing_but_bad_rows_is_an_error() {
    let desk = Desk::with_talks();
    desk.file("links.csv", "from,to,relation\nt-1,nowhere,causes\nt-3,t-1,causes\n");
    assert_snapshot!(desk.err(&["import", "links.csv"]), @"
    links.csv: 2 read as links-csv, 0 added, 0 updated, 0 unchanged, 2 rejected
    warning: links.csv: line 2: no event has the uid nowhere
    warning: links.csv: line 3: t-3 causes t-1: the cause (2025-12-14) starts after its effect (2022-03-29)
    warning: 2 rejected records are in annalist.db.rejects.links.csv, each under its reason; mend and import it
    error: links.csv: every record was rejected
    ");
}
