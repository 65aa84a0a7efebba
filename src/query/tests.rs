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
        "story:3",
        "known:2025-12 -known:../2025-12-20 dron* -@mine|@our-war_2|dron*",
        "kind:consult|text:dron*|text:@mine",
        "",
        "certainly",
        r#"actor:Ukraine actor:"United States" kind:consult|kind:assault since:2025-12"#,
        "place:Berlin near:52.52,13.4,50km by:Russia on:Ukraine dyad:UKR>RUS dyad:UKR-RUS",
        "source:gdelt tag:nato deaths:>=10 status:verified status:planned status:rejected",
        "date:2025-12-14 -date:2022-02/2022-04|date:../1990 in:Germany|in:NATO bbox:170,-10,-170,10",
        r#"-kind:statement "security guarantees" drone|missile certainly"#,
        r#"exactly:Ukraine "12:30""#,
        r#"actor:Ukraine|place:Kyiv|text:drone "a b"|c|tag:x text"#,
        r#"dyad:"Guinea-Bissau"-France dyad:"United States">Russia"#,
        r#"-"-5" near:-33.8,151.2,5km source:https://x.org/a|source:b"#,
        r#""certainly" certainly"#,
        r#"on:"2025" on:"17 November" by:2025"#,
        r#""a \"quoted\" \\ word""#,
    ] {
        assert_eq!(parse(text).to_string(), text);
    }
    assert_eq!(parse("between:2022-02..2022-04|..1990"), parse("date:2022-02/2022-04|../1990"));
    assert_eq!(
        parse("in:ukr|\"west africa\"|eu").to_string(),
        r#"in:Ukraine|in:"Western Africa"|in:"European Union""#
    );
    assert_eq!(parse("possibly since:2022"), parse("since:2022"));
    assert_eq!(parse("known:..2025-12-20"), parse("known:../2025-12-20"));
    assert_eq!(parse("kind:talks|attack"), parse("kind:consult|kind:assault"));
    assert_eq!(parse("12:30 text:drone"), parse(r#""12:30" drone"#));
    assert_eq!(parse("“security guarantees”"), parse(r#""security guarantees""#));
    assert_eq!(parse("dyad:UKR->RUS"), parse("dyad:UKR>RUS"));
    assert_eq!(
        parse(r#"dyad:"North Macedonia - Greece""#),
        parse(r#"dyad:"North Macedonia"-Greece"#)
    );
    assert_eq!(parse(r#""C:\dir""#), Filter::of(Test::Text(r"C:\dir".to_owned())));
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
    assert_eq!(
        args(&["actor:United States|place:New York"]),
        r#"actor:"United States"|place:"New York""#
    );
    assert_eq!(args(&["dyad:United States>Russia"]), r#"dyad:"United States">Russia"#);
    assert_eq!(args(&["kind:talks drone"]), "kind:consult drone");
    assert_eq!(args(&["actor:Ukraine certainly"]), "actor:Ukraine certainly");
    assert_eq!(args(&[r"actor:A \ B"]), r#"actor:"A \\ B""#);
    assert_eq!(args(&["\"security guarantees\""]), r#""security guarantees""#);
    assert_eq!(args(&["security guarantees"]), "security guarantees");
}

#[test]
fn errors_say_where_and_what_was_meant() {
    for (text, column, part) in [
        ("drone actr:Ukraine", 7, "did you mean actor:?"),
        ("kind:talks|tals", 12, "did you mean \"talks\""),
        ("since:2025-13", 12, "expected a month"),
        ("between:2022", 9, "between:2022-02..2022-04"),
        ("between:2022-02..2022-13", 23, "expected a month"),
        ("between:2022..2021", 9, "no stretch of time"),
        ("in:Germny", 4, "did you mean \"Germany\""),
        ("bbox:1,2,3", 6, "WEST,SOUTH,EAST,NORTH"),
        ("bbox:1,20,3,10", 6, "south before north"),
        ("region:EU", 1, "did you mean in:?"),
        ("near:1,2", 6, "LAT,LON,KM"),
        ("drone on:2025-12-14", 10, "did you mean date:2025-12-14?"),
        ("on:Ukraine|yesterday", 12, "did you mean date:yesterday?"),
        ("deaths:many", 8, "expected a number"),
        ("status:verifed", 8, "did you mean \"verified\""),
        ("a \"b", 3, "not closed"),
        ("dyad:UKR", 6, "UKR>RUS"),
        ("actor:", 7, "needs a value"),
        ("a||b", 3, "expected a word"),
        ("xyzzy:1", 1, "known: actor"),
        ("after:2025", 1, "did you mean since:?"),
        ("story:three", 7, "expected a number like s3"),
        ("colour:red", 1, "unknown key colour:"),
        ("http://x", 1, "quote it"),
        ("a|-b", 3, "negates a whole term"),
        ("--a", 2, "negates a whole term"),
        ("-certainly", 1, "cannot be negated"),
        ("-possibly", 1, "cannot be negated"),
        ("certainly drone possibly", 17, "not both"),
        ("known:2025..2024", 7, "no stretch of time"),
        ("@", 1, "name of a saved query"),
        ("d*", 1, "two letters at least"),
        (r#"actor:"United States"x"#, 22, "after the closing quote"),
        (r#"a"b""#, 2, "around a whole value"),
        ("dyad:Guinea-Bissau-France", 6, "Quote the names"),
        ("actor:\" \"", 10, "needs a value"),
        ("***", 1, "no letter"),
    ] {
        let error = error(text);
        assert!(error.starts_with(&format!("query, column {column}:")), "{error}");
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn relative_dates_are_days_before_today() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let said = |text: &str| super::values::relative(text, day("2024-03-31"));
    for (text, expected) in [
        ("today", "2024-03-31"),
        ("yesterday", "2024-03-30"),
        ("31d", "2024-02-29"),
        ("2w", "2024-03-17"),
        ("1m", "2024-02-29"),
        ("6m", "2023-09-30"),
        ("1y", "2023-03-31"),
    ] {
        assert_eq!(said(text), Some(day(expected)), "{text}");
    }
    for text in ["", "w", "2x", "-1d", "+1d", "2024", "99999999999d", "4294967295m", "2ж"] {
        assert_eq!(said(text), None, "{text}");
    }
    let since = parse("since:2w").to_string();
    assert_eq!(parse(&since).to_string(), since);
    assert!(since.len() == "since:2024-03-17".len(), "{since}");
}

fn a_test() -> impl Strategy<Value = Test> {
    let name = "[A-Za-zЀ-ӿ][A-Za-z0-9 |\"\\\\:,.'Ѐ-ӿ-]{0,12}[a-z]";
    prop_oneof![
        name.prop_map(|n| Test::Actor(Part::Any, n)),
        name.prop_map(|n| Test::Actor(Part::By, n)),
        "[a-z0-9][0-9-]{0,3}".prop_map(|n| Test::Actor(Part::On, n)),
        name.prop_map(Test::Exactly),
        ("[A-Z]{3}([ >-][a-z]{2})?", "[A-Z]{3}([ >-][a-z]{2})?", any::<bool>())
            .prop_map(|(first, second, directed)| { Test::Dyad { first, second, directed } }),
        proptest::sample::select(Kind::ALL).prop_map(Test::Kind),
        Just(Test::Since("2025-12~".parse().unwrap())),
        Just(Test::Until("../2025-12".parse().unwrap())),
        Just(Test::Date("2022-02/2022-04".parse().unwrap())),
        name.prop_map(Test::Place),
        proptest::sample::select(crate::coding::countries())
            .prop_map(|c| Test::In(Area { name: c.name, countries: vec![c.iso3] })),
        proptest::sample::select(crate::coding::regions())
            .prop_map(|r| Test::In(Area { name: r.name, countries: r.countries })),
        (-180.0..180.0, -90.0..0.0, -180.0..180.0, 0.0..90.0)
            .prop_map(|(west, south, east, north)| Test::Box(Degrees { west, south, east, north })),
        (-90.0..90.0, -180.0..180.0, 0.0..20_000.0).prop_map(|(lat, lon, km)| Test::Near {
            lat,
            lon,
            km
        }),
        (0u32..1000).prop_map(|n| Test::Deaths(Compare::AtLeast, n)),
        proptest::sample::select(Review::ALL).prop_map(Test::Review),
        (1..1000_i64).prop_map(|id| Test::Story(StoryId(id))),
        proptest::sample::select(Verification::ALL).prop_map(Test::Verification),
        name.prop_map(Test::Text),
        "[a-zа-я]{2,9}".prop_map(|start| Test::Prefix(start.to_lowercase())),
        "[A-Za-z0-9_-]{1,9}".prop_map(Test::Saved),
        Just(Test::Known("2025-12/..".parse().unwrap())),
    ]
}

proptest! {
    #[test]
    fn prints_what_parses_to_the_same(
        terms in proptest::collection::vec(
            (any::<bool>(), proptest::collection::vec(a_test(), 1..3)), 0..5),
        certainly in any::<bool>(),
    ) {
        let terms = terms.into_iter().map(|(negated, any)| Term { negated, any }).collect();
        let filter = Filter { terms, certainly };
        prop_assert_eq!(parse(&filter.to_string()), filter);
    }

    #[test]
    fn nothing_panics(text in "(\\PC|[a-z]{2,5}:|[-|\"“”> ]){0,40}") {
        let _ = text.parse::<Filter>();
        let _ = Filter::from_args(&[text]);
    }
}
