use super::*;
use proptest::prelude::*;

fn parse(text: &str) -> Filter {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn error(text: &str) -> String {
    text.parse::<Filter>().unwrap_err().to_string()
}

#[test]
fn the_whole_language_prints_as_it_reads() {
    for text in [
        "",
        "certainly",
        r#"actor:Ukraine actor:"United States" kind:consult|kind:assault since:2025-12"#,
        "place:Berlin near:52.52,13.4,50km by:Russia on:Ukraine dyad:UKR>RUS dyad:UKR-RUS",
        "source:gdelt tag:nato deaths:>=10 status:verified status:planned status:rejected",
        r#"-kind:statement "security guarantees" drone|missile certainly"#,
        r#"exactly:Ukraine "12:30""#,
        r#""a \"quoted\" \\ word""#,
    ] {
        assert_eq!(parse(text).to_string(), text);
    }
    assert_eq!(parse("kind:talks|attack"), parse("kind:consult|kind:assault"));
    assert_eq!(parse("ACTOR:Ukraine"), parse("actor:Ukraine"));
}

#[test]
fn arguments_keep_the_spaces_that_the_shell_quoted() {
    let args = |args: &[&str]| {
        let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
        Filter::from_args(&args).unwrap().to_string()
    };
    assert_eq!(args(&["actor:United States", "drone"]), r#"actor:"United States" drone"#);
    assert_eq!(args(&["-actor:United States|Ukraine"]), r#"-actor:"United States"|actor:Ukraine"#);
    assert_eq!(args(&["actor:Ukraine since:2025"]), "actor:Ukraine since:2025");
    assert_eq!(args(&["\"security guarantees\""]), r#""security guarantees""#);
    assert_eq!(args(&["security guarantees"]), "security guarantees");
}

#[test]
fn errors_say_where_and_what_was_meant() {
    for (text, column, part) in [
        ("drone actr:Ukraine", 7, "did you mean actor:Ukraine"),
        ("kind:tals", 1, "did you mean \"talks\""),
        ("since:2025-13", 1, "column 6: expected a month"),
        ("near:1,2", 1, "LAT,LON,KM"),
        ("deaths:many", 1, "expected a number"),
        ("status:verifed", 1, "did you mean \"verified\""),
        ("a \"b", 3, "not closed"),
        ("dyad:UKR", 1, "UKR>RUS"),
        ("actor:", 7, "needs a value"),
        ("a||b", 3, "expected a word"),
        ("xyzzy:1", 1, "known: actor"),
        ("***", 1, "no letter"),
    ] {
        let error = error(text);
        assert!(error.starts_with(&format!("query, column {column}:")), "{error}");
        assert!(error.contains(part), "{error}");
    }
}

fn a_test() -> impl Strategy<Value = Test> {
    let name = "[A-Za-zЀ-ӿ][A-Za-z0-9 |\"\\\\:,.'Ѐ-ӿ-]{0,12}[a-z]";
    prop_oneof![
        name.prop_map(|n| Test::Actor(Part::Any, n)),
        name.prop_map(|n| Test::Actor(Part::By, n)),
        name.prop_map(Test::Exactly),
        ("[A-Z]{3}", "[A-Z]{3}", any::<bool>())
            .prop_map(|(first, second, directed)| { Test::Dyad { first, second, directed } }),
        proptest::sample::select(Kind::ALL).prop_map(Test::Kind),
        Just(Test::Since("2025-12~".parse().unwrap())),
        Just(Test::Until("../2025-12".parse().unwrap())),
        name.prop_map(Test::Place),
        (-90.0..90.0, -180.0..180.0, 0.0..20_000.0).prop_map(|(lat, lon, km)| Test::Near {
            lat,
            lon,
            km
        }),
        (0u32..1000).prop_map(|n| Test::Deaths(Compare::AtLeast, n)),
        proptest::sample::select(Review::ALL).prop_map(Test::Review),
        proptest::sample::select(Verification::ALL).prop_map(Test::Verification),
        name.prop_map(Test::Text),
    ]
}

proptest! {
    #[test]
    fn prints_what_parses_to_the_same(
        terms in proptest::collection::vec(
            (any::<bool>(), proptest::collection::vec(a_test(), 1..3)), 0..5),
        certainly in any::<bool>(),
    ) {
        let terms = terms.into_iter().map(|(negated, mut any)| {
            any.sort_by_key(|test| !matches!(test, Test::Text(_)));
            Term { negated, any }
        }).collect();
        let filter = Filter { terms, certainly };
        prop_assert_eq!(parse(&filter.to_string()), filter);
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,40}") {
        let _ = text.parse::<Filter>();
    }
}
