use super::*;
use proptest::prelude::*;

fn parse(text: &str) -> Edtf {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

/// `earliest latest precision`, with `..` for open.
fn facts(text: &str) -> String {
    let date = parse(text);
    let Bounds { earliest, latest } = date.bounds();
    let day = |d: Option<NaiveDate>| d.map_or("..".to_owned(), |d| d.to_string());
    format!("{} {} {}", day(earliest), day(latest), date.precision())
}

#[test]
fn bounds_and_precision() {
    for (text, expected) in [
        ("2025-12-14", "2025-12-14 2025-12-14 day"),
        ("2025-12-14T23:30:00-02:00", "2025-12-15 2025-12-15 minute"),
        ("2025-12-14T10:30Z", "2025-12-14 2025-12-14 minute"),
        ("2024-02", "2024-02-01 2024-02-29 month"),
        ("2025", "2025-01-01 2025-12-31 year"),
        ("2014~", "2014-01-01 2014-12-31 year"),
        ("201X", "2010-01-01 2019-12-31 decade"),
        ("19XX", "1900-01-01 1999-12-31 decade"),
        ("2022-XX", "2022-01-01 2022-12-31 year"),
        ("2022-04-XX", "2022-04-01 2022-04-30 month"),
        ("2022-XX-XX", "2022-01-01 2022-12-31 year"),
        ("2014-21", "2014-03-01 2014-05-31 month"),
        ("2014-24", "2014-12-01 2015-02-28 month"),
        ("2022-02-24/2022-04", "2022-02-24 2022-04-30 month"),
        ("../2022-04-01", ".. 2022-04-01 open"),
        ("2022/..", "2022-01-01 .. open"),
        ("/2022", ".. 2022-12-31 open"),
        ("2022/", "2022-01-01 .. open"),
        ("[2022-03-29,2022-04-05]", "2022-03-29 2022-04-05 day"),
        ("[..2022-04]", ".. 2022-04-30 open"),
        ("[2021,2023-01-02..]", "2021-01-01 .. open"),
        ("[1667,1760-12,1762..1764]", "1667-01-01 1764-12-31 year"),
        ("-0044-03", "-0044-03-01 -0044-03-31 month"),
        ("Y17000", "+17000-01-01 +17000-12-31 year"),
    ] {
        assert_eq!(facts(text), expected, "{text}");
    }
}

#[test]
fn errors_name_the_column_and_what_was_expected() {
    for (text, column, expected) in [
        ("", 1, "a year of four digits"),
        ("14 December 2025", 1, "a year of four digits"),
        ("2025-13", 6, "a month 01 to 12"),
        ("2025-02-30", 9, "a day that the month has"),
        ("2025-12-14T25:00", 12, "a time 00:00:00 to 23:59:59"),
        ("2025-12-14 ", 11, "the end of the date"),
        ("2025/2024", 1, "an end that is not before the start"),
        ("../..", 1, "a date at one end"),
        ("[2025", 6, "a comma or ]"),
        ("[2025]x", 7, "the end of the date after ]"),
        ("2025-1", 6, "a month 01 to 12"),
        ("Y99999999999", 2, "a year from"),
        ("25-12-2014", 1, "a year of four digits"),
        ("２025", 1, "a year of four digits"),
    ] {
        let error = text.parse::<Edtf>().unwrap_err();
        assert_eq!(error.column, column, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn possibly_and_certainly() {
    let april = parse("2022-04").bounds();
    for (text, possibly, certainly) in [
        ("2022-04-30", true, true),
        ("2022-05-01", false, false),
        ("2022", true, false),
        ("2022-04-10~", true, false),
        ("2022-03-31/2022-04-02", true, false),
        ("../2022-04-02", true, false),
        ("[2022-03-29,2022-05-05]", false, false),
        ("[2022-04-02,2022-04-05]", true, true),
        ("[2022-03-29,2022-04-05]", true, false),
    ] {
        let date = parse(text);
        assert_eq!(
            (date.possibly(&april), date.certainly(&april)),
            (possibly, certainly),
            "{text}"
        );
    }
}

#[test]
fn order_is_by_start_then_end() {
    let sorted =
        ["../2021", "2022", "2022-01-01", "2022-01-01T09:00:00Z", "2022-01-01T08:00:00-02:00"];
    let mut dates: Vec<Edtf> = sorted.iter().map(|t| parse(t)).collect();
    dates.reverse();
    dates.sort();
    let texts: Vec<String> = dates.iter().map(Edtf::to_string).collect();
    assert_eq!(
        texts,
        ["../2021", "2022-01-01", "2022", "2022-01-01T09:00:00Z", "2022-01-01T08:00:00-02:00"]
    );
}

fn date_text() -> impl Strategy<Value = String> {
    let calendar = prop_oneof![
        "[0-9]{4}",
        "[12][0-9]{2}X",
        "[12][0-9]XX",
        "[12][0-9]{3}-(0[1-9]|1[0-2]|2[1-4]|XX)",
        "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]|XX)",
        "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+]0[1-9]:[0-5]0|-1[0-2]:30|)",
        "-[1-9][0-9]{3}(-0[1-9])?",
    ];
    (calendar, "[?~%]?").prop_map(|(date, qualifier)| date + &qualifier)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        date_text(),
        (date_text(), date_text()).prop_map(|(a, b)| format!("{a}/{b}")),
        date_text().prop_map(|d| format!("{d}/..")),
        date_text().prop_map(|d| format!("/{d}")),
        proptest::collection::vec(date_text(), 1..4).prop_map(|d| format!("[{}]", d.join(","))),
        date_text().prop_map(|d| format!("[..{d}]")),
        date_text().prop_map(|d| format!("[{d}..]")),
    ]
}

proptest! {
    #[test]
    fn prints_what_it_parsed(text in text()) {
        if let Ok(date) = text.parse::<Edtf>() {
            prop_assert_eq!(date.to_string(), text);
        } else {
            // Only an interval whose ends are the wrong way round may fail.
            prop_assert!(text.contains('/'), "{}", text);
        }
    }

    #[test]
    fn bounds_are_in_order_and_certainly_implies_possibly(a in text(), b in text()) {
        if let (Ok(a), Ok(b)) = (a.parse::<Edtf>(), b.parse::<Edtf>()) {
            let bounds = a.bounds();
            prop_assert!(bounds.earliest.zip(bounds.latest).is_none_or(|(e, l)| e <= l));
            prop_assert!(!a.certainly(&b.bounds()) || a.possibly(&b.bounds()));
            prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,30}") {
        let _ = text.parse::<Edtf>();
    }
}
