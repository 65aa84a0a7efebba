use crate::Desk;

const ARTICLE: &str = "Strike on Kyiv\n\nRussia attacked Kyiv on Friday, killing two people. Ukraine accused Russia of war crimes. \
    Germany will send weapons to Ukraine.\n";

/// A desk with an article read, of whose events one was accepted, one rejected and one edited and
/// accepted.
fn decided() -> Desk {
    let desk = Desk::new();
    desk.file("a.txt", ARTICLE);
    desk.ok(&["import", "a.txt", "--published", "2025-12-14"]);
    let events = desk.ok(&["list", "--format", "jsonl"]);
    assert!(events.lines().count() >= 3, "{events}");
    desk.ok(&["review", "accept", "e1"]);
    desk.ok(&["review", "reject", "e2"]);
    desk.ok(&["edit", "e3", "kind=support"]);
    desk.ok(&["review", "accept", "e3"]);
    desk
}

#[test]
fn decisions_survive_the_article_read_again() {
    let desk = decided();
    let all =
        |desk: &Desk| desk.ok(&["list", "status:accepted|rejected|proposed", "--format", "jsonl"]);
    let before = all(&desk);
    desk.ok(&["import", "a.txt", "--published", "2025-12-14"]);
    assert_eq!(all(&desk), before);
    assert!(before.contains(r#""review":"rejected""#) && before.contains(r#""kind":"support""#));
}

#[test]
fn decisions_are_examples_to_learn_from() {
    let desk = decided();
    desk.ok(&["review", "export", "-o", "examples.jsonl"]);
    let examples = std::fs::read_to_string(desk.path("examples.jsonl")).unwrap();
    let examples: Vec<serde_json::Value> =
        examples.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<String> = examples
        .iter()
        .map(|e| {
            format!(
                "{} {} {} -> {}",
                e["decision"], e["edited"], e["proposed"]["kind"], e["decided"]["kind"]
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
"accepted" false "assault" -> "assault"
"rejected" false "accuse" -> "accuse"
"accepted" true "agree" -> "support"
"#);
    for example in &examples {
        let quote = example["quote"].as_str().unwrap();
        assert!(example["context"].as_str().unwrap().contains(quote), "{example}");
        assert_eq!(example["proposed"]["review"], "proposed");
    }
    assert_eq!(desk.ok(&["review", "export", "kind:talks"]), "");
}

#[test]
fn an_edit_keeps_what_it_does_not_touch() {
    let desk = decided();
    let shown = desk.ok(&["show", "e1", "--format", "jsonl"]);
    desk.ok(&["edit", "e1", "deaths_best=5"]);
    let edited = desk.ok(&["show", "e1", "--format", "jsonl"]);
    assert_eq!(edited, shown.replace(r#""deaths":{"best":2}"#, r#""deaths":{"best":5}"#));
    assert_ne!(edited, shown);
    assert!(shown.contains(r#""date_rule""#), "{shown}");
}
