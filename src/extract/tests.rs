use super::{DATE_RULE, Extractor, PUBLISHED_INFERRED};
use crate::domain::{Article, Deaths, Event, Kind, Modality, Role, Source};
use proptest::prelude::*;
use std::sync::LazyLock;

static PLAIN: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(&[]));

fn events(text: &str) -> Vec<Event> {
    let source = Source {
        text: Some(text.to_owned()),
        published: Some("2025-12-14".parse().unwrap()),
        ..Source::default()
    };
    PLAIN.events(&Article { uid: "a".to_owned(), source, offset: 100, parts: vec![] })
}

fn one(text: &str) -> Event {
    let found = events(text);
    assert_eq!(found.len(), 1, "{text}: {found:#?}");
    found.into_iter().next().unwrap()
}

fn who(event: &Event, role: Role) -> Vec<&str> {
    event.actors.iter().filter(|a| a.role == role).map(|a| a.name.as_str()).collect()
}

#[test]
fn voice_decides_who_acts() {
    for text in ["Russia attacked Ukraine on Friday.", "Ukraine was attacked by Russia on Friday."]
    {
        let event = one(text);
        assert_eq!(event.kind, Kind::Assault);
        assert_eq!(who(&event, Role::Initiator), ["Russia"]);
        assert_eq!(who(&event, Role::Recipient), ["Ukraine"]);
        assert_eq!(event.date.unwrap().to_string(), "2025-12-12");
    }
}

#[test]
fn what_is_planned_denied_or_conditional_is_marked_or_left_out() {
    assert_eq!(one("France will send weapons to Ukraine.").modality, Modality::Planned);
    assert_eq!(one("Russia has not attacked Poland.").modality, Modality::Denied);
    assert_eq!(one("Russia could attack Poland.").modality, Modality::Hypothetical);
    assert!(events("Peace is near if Russia attacks Ukraine.").is_empty());
    assert!(events("Guarantees would prevent another Russian invasion of Ukraine.").is_empty());
    assert!(events("Russia failed to attack Poland.").is_empty());
}

#[test]
fn talks_have_parties_and_a_place() {
    for text in [
        "The talks between Russia and Ukraine in Istanbul ended.",
        "Russia-Ukraine talks in Istanbul ended.",
        "Russia held talks with Ukraine in Istanbul.",
    ] {
        let event = one(text);
        assert_eq!(event.kind, Kind::Consult, "{text}");
        assert_eq!(who(&event, Role::Party), ["Russia", "Ukraine"], "{text}");
        let place = event.place.unwrap();
        assert_eq!((place.name.as_str(), place.country.as_deref()), ("Istanbul", Some("TUR")));
        assert!(place.lat.is_some());
    }
}

#[test]
fn a_quote_stands_at_its_offset_in_the_file() {
    let text = "Été. “Oui.” Russia attacked Ukraine.";
    let event = one(text);
    let citation = &event.citations[0];
    let (start, end) =
        (citation.start.unwrap() as usize - 100, citation.end.unwrap() as usize - 100);
    assert_eq!(&text[start..end], "Russia attacked Ukraine.");
    assert_eq!(citation.quote.as_deref(), Some("Russia attacked Ukraine."));
}

#[test]
fn a_capital_is_a_government_or_a_place() {
    let event = one("Paris accused Moscow of spying.");
    assert_eq!(event.kind, Kind::Accuse);
    assert_eq!(who(&event, Role::Initiator), ["France"]);
    assert!(event.place.is_none());
    assert_eq!(one("China met with India in Moscow.").place.unwrap().name, "Moscow");
}

proptest! {
    #[test]
    fn nothing_panics(text in "(?s).{0,200}") {
        for event in events(&text) {
            event.checked().unwrap();
        }
    }

    #[test]
    fn nothing_panics_on_scrambled_news(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "Russia", "Ukrainian", "president", "said", "attacked", "the", "talks", "with", "in",
                "Kyiv", "’s", ",", ".", "“", "”", "and", "to", "will", "was", "by", "- ", "\n", "U.S.",
                "if", "that", "who", "December", "14", "2025", "Monday", "met", "Łódź", "—", "…", "he",
                "former", "Photo:", "— X (@x)", "is", "expected", "not", "strike", "on", "-", "'",
            ]),
            0..60,
        ),
        glue in prop::sample::select(vec![" ", ""]),
    ) {
        let text = words.join(glue);
        for event in events(&text) {
            for c in &event.citations {
                let (s, e) = (c.start.unwrap() as usize - 100, c.end.unwrap() as usize - 100);
                prop_assert_eq!(text.get(s..e), c.quote.as_deref());
            }
            event.checked().unwrap();
        }
    }
}

#[test]
fn the_dead_and_injured_are_counted() {
    let toll = |text: &str| {
        let event = events(text)
            .into_iter()
            .find(|e| e.deaths.is_some() || e.extras.get("injured").is_some());
        let event = event.unwrap_or_else(|| panic!("{text}: no toll"));
        let Deaths { low, best, high } = event.deaths.unwrap_or_default();
        (low, best, high, event.extras.get("injured").map(str::to_owned))
    };
    let injured = |n: &str| Some(n.to_owned());
    for (text, wanted) in [
        (
            "At least 12 people were killed and 30 others injured in a Russian attack on Kyiv.",
            (Some(12), None, None, injured("30")),
        ),
        (
            "Russia attacked Kyiv, killing three soldiers and two civilians.",
            (None, Some(5), None, None),
        ),
        (
            "Between 20 and 30 people died in an Israeli strike on Gaza.",
            (Some(20), None, Some(30), None),
        ),
        (
            "A Russian missile strike on Kyiv killed twenty-five people.",
            (None, Some(25), None, None),
        ),
        ("Russia shelled Kyiv. Dozens were killed.", (Some(24), None, None, None)),
        ("A 15-year-old boy was killed in a Russian attack on Kyiv.", (None, Some(1), None, None)),
        (
            "The death toll from the Russian strike on Kyiv has risen to 1,204.",
            (None, Some(1204), None, None),
        ),
        (
            "Up to 40 people were injured in a Russian strike on Kyiv.",
            (None, None, None, injured("up to 40")),
        ),
        ("No one was killed in the Russian attack on Kyiv.", (None, Some(0), None, None)),
        (
            "Four soldiers and two other militants are killed in clashes in Syria.",
            (None, Some(6), None, None),
        ),
        (
            "At least 104 people, including 46 children, are killed and 50 others are injured in an \
             Israeli strike on Gaza.",
            (Some(104), None, None, injured("50")),
        ),
        (
            "A gunman kills two people before killing himself in Berlin.",
            (None, Some(3), None, None),
        ),
        (
            "The death toll from floods in Nepal surpasses 200, with no injuries in India.",
            (Some(200), None, None, injured("0")),
        ),
        (
            "Russia attacked Kyiv, killing three people. A Russian strike there killed 300 in 2014.",
            (None, Some(3), None, None),
        ),
        (
            "Nine people are killed when a bus falls into a ravine in Kenya.",
            (None, Some(9), None, None),
        ),
    ] {
        assert_eq!(toll(text), wanted, "{text}");
    }
    let plain = |text: &str| events(text).iter().all(|e| e.deaths.is_none());
    assert!(plain("Russia attacked Kyiv with 30 drones on 5 May."));
    assert!(plain("Russia could kill 300 people in Kyiv."));
    assert!(plain(
        "At least 27 soldiers and 70 militants are killed or wounded in clashes in Syria."
    ));
    assert!(plain("A man is charged with killing two people in an attack in Berlin."));
    assert!(plain("Russia attacked Kyiv, where a strike killed 300 people in 2014."));
}

#[test]
fn a_day_of_publication_that_is_inferred_says_so() {
    for dateline in [
        "Kyiv, 14 December 2025\n\n",
        "KYIV, Dec 14, 2025 (Reuters) - ",
        "KYIV, 14 December 2025 — ",
    ] {
        let text = format!("Strike on Kyiv\n\n{dateline}Russia attacked Kyiv on Friday.");
        let source = Source { text: Some(text), ..Source::default() };
        let found =
            PLAIN.events(&Article { uid: "a".to_owned(), source, offset: 0, parts: vec![] });
        let attack = found.iter().find(|e| e.kind == Kind::Assault).unwrap();
        assert_eq!(attack.date.as_ref().unwrap().to_string(), "2025-12-12");
        assert_eq!(attack.extras.get(PUBLISHED_INFERRED), Some("2025-12-14"));
        assert_eq!(attack.extras.get(DATE_RULE), Some("weekday, by tense from the publication"));
        assert_eq!(attack.title, "Russia attacked Kyiv on Friday");
    }
}

#[test]
fn elections_and_oaths_are_other_events() {
    for (text, role) in [
        ("Gabriel Boric wins the presidential election in Chile.", Role::Initiator),
        ("President Gabriel Boric of Chile is sworn in.", Role::Initiator),
    ] {
        let event = one(text);
        assert_eq!(event.kind, Kind::Other, "{text}");
        assert_eq!(event.code, None, "{text}");
        assert_eq!(who(&event, role).len(), 1, "{text}: {:?}", event.actors);
    }
    for text in ["France could hold an election.", "Chile will go to the polls."] {
        assert!(events(text).iter().all(|e| e.modality != Modality::Actual), "{text}");
    }
}
