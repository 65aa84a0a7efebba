use crate::Desk;
use insta::assert_snapshot;

const CHARTS: [&str; 9] =
    ["timeline", "lanes", "activity", "tone", "dyads", "calendar", "network", "map", "story"];

#[test]
fn svg_and_png() {
    let desk = Desk::with_talks();
    for chart in CHARTS {
        let svg = format!("{chart}.svg");
        desk.ok(&["chart", chart, "since:2022", "-o", &svg]);
        let text = std::fs::read_to_string(desk.path(&svg)).expect("an SVG");
        assert!(text.starts_with("<svg"), "{chart}");
        assert!(text.contains("since:2022"), "{chart} names its query");
        let png = format!("{chart}.png");
        let size = ["--width", "640", "--height", "420", "--scale", "1"];
        desk.ok(&[&["chart", chart, "-o", &png], &size[..]].concat());
        let bytes = std::fs::read(desk.path(&png)).expect("a PNG");
        assert!(bytes.starts_with(b"\x89PNG"), "{chart}");
    }
    let text = std::fs::read_to_string(desk.path("timeline.svg")).expect("an SVG");
    assert!(text.contains("Berlin talks continue"));
}

#[test]
fn words_colours_and_language() {
    let desk = Desk::with_talks();
    let options =
        ["--title", "Headline", "--subtitle", "Below it", "--theme", "dark", "--lang", "uk"];
    for chart in CHARTS {
        desk.ok(&[&["chart", chart, "kind:talks", "-o", "c.svg"], &options[..]].concat());
        let text = std::fs::read_to_string(desk.path("c.svg")).expect("an SVG");
        for part in ["Headline", "Below it", "Запит: kind:consult", "станом на"] {
            assert!(text.contains(part), "{chart}: {part}");
        }
        assert!(text.contains("#15191E"), "{chart} is dark");
    }
}

#[test]
fn the_numbers_behind_a_chart() {
    let desk = Desk::with_talks();
    let numbers = |arguments: &[&str], file: &str| {
        desk.ok(&[&["chart"], arguments, &["-o", "c.svg", "--data", file]].concat());
        std::fs::read_to_string(desk.path(file)).expect("numbers")
    };
    assert_snapshot!(numbers(&["dyads", "since:2022-04", "until:2022-04"], "d.csv"), @r"
    from,to,events,scored,mean
    Russia,Ukraine,1,0,
    ");
    assert_snapshot!(numbers(&["calendar", "since:2025"], "c.csv"), @r"
    day,events
    2025-12-14,1
    2025-12-15,1
    ");
    let activity = numbers(&["activity", "kind:talks", "since:2025"], "a.json");
    let activity: serde_json::Value = serde_json::from_str(&activity).expect("JSON");
    assert_eq!(activity[0]["first"], "2025-12-14");
    assert_eq!((&activity[1]["total"], &activity[1]["consult"]), (&1.into(), &1.into()));
    for chart in CHARTS {
        assert!(numbers(&[chart], "n.csv").lines().count() > 1, "{chart}");
    }
}

#[test]
fn lanes_of_those_who_are_named() {
    let desk = Desk::with_talks();
    let draw = |actors: &str| {
        desk.ok(&["chart", "lanes", "--actors", actors, "-o", "l.svg", "--data", "l.csv"]);
        std::fs::read_to_string(desk.path("l.csv")).expect("numbers")
    };
    let lanes = |numbers: &str| {
        let mut lanes: Vec<String> =
            numbers.lines().skip(1).filter_map(|l| Some(l.split_once(',')?.0.to_owned())).collect();
        lanes.dedup();
        lanes
    };
    assert_eq!(lanes(&draw("Ukraine, Russia")), ["Ukraine", "Russia"]);
    assert_eq!(lanes(&draw("Russia")), ["Russia"]);
    let text = std::fs::read_to_string(desk.path("l.svg")).expect("an SVG");
    assert!(text.contains("Query: actor:Russia"));
    let error = desk.err(&["chart", "lanes", "--actors", "Ukrane", "-o", "l.svg"]);
    assert!(error.contains("Ukraine"), "{error}");
}

#[test]
fn a_story_by_its_number_or_by_a_query() {
    let desk = Desk::with_talks();
    let draw = |query: &str| {
        desk.ok(&["chart", "story", query, "-o", "s.svg", "--data", "s.csv"]);
        std::fs::read_to_string(desk.path("s.csv")).expect("numbers")
    };
    assert!(draw("kind:talks").starts_with("id,date,kind,modality,title,links,actors\n"));
    let error = desk.err(&["chart", "story", "story:s99", "-o", "s.svg"]);
    assert!(error.contains("no story s99"), "{error}");
}

#[test]
fn eras_by_a_query_or_a_list() {
    let desk = Desk::with_talks();
    std::fs::write(
        desk.path("eras.csv"),
        "title,date\nThe whole war,2022-02-24/..\nA day,2022-03-01\n",
    )
    .expect("a list");
    for chart in ["timeline", "lanes", "activity", "tone"] {
        desk.ok(&["chart", chart, "-o", "c.svg", "--eras", "eras.csv"]);
        let text = std::fs::read_to_string(desk.path("c.svg")).expect("an SVG");
        assert!(text.contains("data-era=\"The whole war\"") && !text.contains("A day"), "{chart}");
    }
    std::fs::write(desk.path("wrong.csv"), "title,date\nThe whole war,since February\n")
        .expect("a list");
    let error = desk.err(&["chart", "tone", "-o", "c.svg", "--eras", "wrong.csv"]);
    assert!(error.starts_with("error: wrong.csv:2:2: date \"since February\""), "{error}");
}

#[test]
fn nothing_to_draw() {
    let desk = Desk::with_talks();
    for chart in CHARTS {
        desk.ok(&["chart", chart, "since:2030-01 until:2030-02 -kind:appeal", "-o", "c.svg"]);
        let text = std::fs::read_to_string(desk.path("c.svg")).expect("an SVG");
        assert!(text.contains("No event matches this query"), "{chart}");
        assert!(text.contains("The database holds 6 events"), "{chart}");
    }
}

#[test]
fn what_cannot_be_drawn() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["chart", "timeline", "-o", "t.gif"]), @"error: t.gif: a chart is drawn as .svg or .png; end the file's name so");
    assert_snapshot!(desk.err(&["chart", "timeline", "-o", "no/such/t.svg"]), @"error: cannot write no/such/t.svg: No such file or directory (os error 2)");
    assert_snapshot!(desk.err(&["chart", "timeline", "--width", "20", "-o", "t.svg"]), @"error: a chart of 20 by 900 pixels has no room; the smallest is 640 by 420");
    assert_snapshot!(desk.err(&["chart", "timeline", "--by", "kind", "-o", "t.svg"]), @"error: the chart timeline cannot be split by kind; it takes no --by");
    assert_snapshot!(desk.err(&["chart", "activity", "--by", "actor", "-o", "t.svg"]), @"error: the chart activity cannot be split by actor; it takes --by class or --by kind");
    assert_snapshot!(desk.err(&["chart", "tone", "--each", "year", "-o", "t.svg"]), @"error: the chart tone takes no --each; it is for map");
    assert_snapshot!(desk.err(&["chart", "tone", "--actors", "Ukraine", "-o", "t.svg"]), @"error: the chart tone takes no --actors; it is for lanes");
    assert_snapshot!(desk.err(&["chart", "tone", "-o", "t.svg", "--data", "n.xlsx"]), @"error: n.xlsx: numbers are written as .csv or .json; end the file's name so");
}
