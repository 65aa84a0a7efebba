use crate::{Desk, TALKS, real};
use insta::assert_snapshot;

#[test]
fn twice_is_once() {
    let desk = Desk::new();
    desk.file("talks.csv", TALKS);
    assert_snapshot!(desk.said(&["import", "talks.csv"]), @"");
    let once = desk.ok(&["export", "--to", "jsonl"]);
    assert_snapshot!(desk.said(&["import", "talks.csv"]), @"");
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
    assert_snapshot!(desk.said(&["import", "mixed.csv"]), @"");
    let rejects = desk.path("annalist.db.rejects.mixed.csv");
    let text = std::fs::read_to_string(&rejects).expect("a rejects file");
    assert_snapshot!(text, @"");
    std::fs::write(&rejects, text.replace("2025-13", "2025-12").replace("tals", "talks"))
        .expect("mended");
    assert_snapshot!(desk.said(&["import", "annalist.db.rejects.mixed.csv"]), @"");
    assert_eq!(desk.ok(&["count", "--format", "csv"]), "value,events\nall,3\n");
}

#[test]
fn strict_about_what_it_does_not_understand() {
    let desk = Desk::new();
    desk.file("odd.csv", "title,kind,plaace\nA,talks,Berlin\n");
    assert_snapshot!(desk.err(&["import", "odd.csv"]), @"");
    desk.file("odd.jsonl", "{\"title\":\"A\",\"kind\":\"talks\",\"plaace\":\"Berlin\"}\n{\"title\":\"B\",\"kind\":\"talks\"}\n");
    assert_snapshot!(desk.said(&["import", "odd.jsonl"]), @"");
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
