use crate::{Desk, text};
use insta::assert_snapshot;
use std::process::{Command, Stdio};

#[test]
fn what_is_exported_is_imported_whole() {
    let desk = Desk::with_talks();
    for format in ["jsonl", "csv"] {
        let file = format!("out.{format}");
        desk.ok(&["export", "--to", format, "-o", &file]);
        desk.ok(&["--db", &format!("{format}.db"), "import", &file]);
        assert_eq!(
            desk.ok(&["--db", &format!("{format}.db"), "export", "--to", "jsonl"]),
            desk.ok(&["export", "--to", "jsonl"]),
            "{format}"
        );
    }
}

#[test]
fn a_reader_that_goes_is_no_error() {
    let desk = Desk::with_talks();
    for arguments in [
        &["export", "--to", "csv"][..],
        &["export", "--to", "jsonl"],
        &["list"],
        &["list", "--format", "csv"],
        &["count", "--by", "kind", "--format", "csv"],
    ] {
        let mut child =
            desk.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((text(&output.stderr), output.status.code()), (String::new(), Some(0)));
    }
}

#[test]
fn a_spreadsheet_finds_no_formula() {
    let desk = Desk::new();
    let titles =
        ["=HYPERLINK(\"http://x\")", "+cmd", "@sum", "-1+1", "'=a", "''-b", "it's", "-8.0"];
    let line = |(n, title): (usize, &&str)| {
        format!(
            "{}\n",
            serde_json::json!({"uid": format!("x-{n}"), "title": title, "kind": "talks", "goldstein": -8.0})
        )
    };
    desk.file("in.jsonl", titles.iter().enumerate().map(line).collect::<String>());
    desk.ok(&["import", "in.jsonl"]);
    desk.ok(&["export", "--to", "csv", "-o", "out.csv"]);
    let csv = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    for row in csv.lines().skip(1) {
        let formula = |cell: &str| cell.trim_matches('"').starts_with(['=', '+', '@', '-']);
        let number = |cell: &str| cell.parse::<f64>().is_ok();
        assert!(row.split(',').all(|cell| !formula(cell) || number(cell)), "{row}");
    }
    assert!(csv.contains(",-8.0,"), "numbers stay numbers: {csv}");
    desk.ok(&["--db", "other.db", "import", "out.csv"]);
    let all = ["export", "--to", "jsonl"];
    assert_eq!(desk.ok(&["--db", "other.db", "export", "--to", "jsonl"]), desk.ok(&all));
}

/// A desk with links between its events, one of them of two relations between the same two.
fn linked() -> Desk {
    let desk = Desk::with_talks();
    let awkward = r#"{"uid":"t&7 \"x\\","title":"Talks <in> \"Geneva\" & \u0001Київ\nagain\\","kind":"talks","date":"../2025-12"}"#;
    desk.file("awkward.jsonl", awkward);
    desk.ok(&["import", "awkward.jsonl"]);
    for (from, to, relation) in [
        ("t-4", "t-3", "follows"),
        ("t-4", "t-3", "responds_to"),
        ("t-2", "t-1", "reverses"),
        ("t&7 \"x\\", "t-3", "refers_to"),
    ] {
        desk.ok(&["link", from, to, "--as", relation, "--why", "A <b> & \"c\"."]);
    }
    desk
}

/// Whether a program is there: if not, the test says so; where all is tested, it must be.
fn has(program: &str, arguments: &[&str]) -> bool {
    let found = Command::new(program).args(arguments).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "{program} {arguments:?} fails; .ci/run installs it");
    println!("skipped: {program} {arguments:?} fails");
    false
}

#[test]
fn graphviz_draws_the_dot() {
    if !has("dot", &["-V"]) {
        return;
    }
    let desk = linked();
    for (of, nodes, edges) in [("events", 7, 4), ("actors", 8, 5)] {
        desk.ok(&["export", "--of", of, "--to", "dot", "-o", "out.dot"]);
        let drawn = desk.path("out.svg");
        let output = Command::new("dot")
            .args(["-Tsvg", "-o"])
            .args([&drawn, &desk.path("out.dot")])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stderr), "");
        let svg = std::fs::read_to_string(drawn).unwrap();
        let count = |class: &str| svg.matches(&format!("class=\"{class}\"")).count();
        assert_eq!((count("node"), count("edge")), (nodes, edges), "{of}");
    }
}

/// Reads each file and says how many nodes and edges it has and what one of them is.
const NETWORKX: &str = r#"
import json, sys
import networkx as nx
for path, read in [
    ("out.graphml", nx.read_graphml),
    ("out.gexf", nx.read_gexf),
    ("out.node-link", lambda path: nx.node_link_graph(json.load(open(path)), edges="edges")),
]:
    graph = read(path)
    node = graph.nodes[sys.argv[1]]
    edge = graph.get_edge_data(sys.argv[2], sys.argv[1])
    edges = list(edge.values()) if graph.is_multigraph() else [edge]
    print(graph.number_of_nodes(), graph.number_of_edges(), graph.is_directed(),
          node["label"], node.get("start"), node["kind"], sorted(e["weight"] for e in edges))
"#;

#[test]
fn networkx_reads_the_others() {
    let python = std::env::var("ANNALIST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !has(&python, &["-c", "import networkx"]) {
        return;
    }
    let desk = linked();
    for (of, node, other, expected) in [
        ("events", "t-3", "t-4", "7 4 True Envoys meet in Berlin 2025-12-14 consult [1.0, 1.0]"),
        ("actors", "Ukraine", "Russia", "8 5 False Ukraine None country [2.0]"),
    ] {
        for format in ["graphml", "gexf", "node-link"] {
            desk.ok(&["export", "--of", of, "--to", format, "-o", &format!("out.{format}")]);
        }
        let output = Command::new(&python)
            .current_dir(desk.folder.path())
            .args(["-c", NETWORKX, node, other])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert_eq!(said.lines().collect::<Vec<_>>(), [expected; 3], "{of}");
    }
}

#[test]
fn rows_have_no_actors() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["export", "--of", "actors", "--to", "csv"]), @"error: csv is no format of graphs; `annalist actors` lists actors");
}

#[test]
fn maps_calendars_and_slides() {
    let desk = linked();
    assert_snapshot!(desk.said(&["export", "--to", "geojson", "-o", "out.geojson"]), @"wrote 4 events, all but 3 that have no coordinates, to out.geojson");
    assert_snapshot!(desk.said(&["export", "--to", "ics", "-o", "out.ics"]), @"wrote 6 events, all but 1 that are undated or outside of the years 1 to 9999, to out.ics");
    assert_snapshot!(desk.said(&["export", "--to", "timelinejs", "-o", "out.json"]), @"wrote 6 events, all but 1 that are undated, to out.json");
    let one = ["export", "--to", "ics", "place:Istanbul"];
    assert_snapshot!(desk.ok(&one).replace('\r', ""), @r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//annalist//annalist//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:t-1
DTSTAMP:20220330T000000Z
DTSTART;VALUE=DATE:20220329
DTEND;VALUE=DATE:20220330
SUMMARY:Istanbul talks on a peace treaty
DESCRIPTION:Russia (party)\; Ukraine (party)\; Turkey (host)\nSource: Reute
 rs
STATUS:CONFIRMED
LOCATION:Istanbul
GEO:41.01;28.98
CATEGORIES:consult,peace-talks
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"#);
    assert_snapshot!(desk.ok(&["export", "--to", "geojson", "place:Istanbul"]), @r#"
{"type":"FeatureCollection","features":[
{"geometry":{"coordinates":[28.98,41.01],"type":"Point"},"id":"t-1","properties":{"actors":"Russia (party); Ukraine (party); Turkey (host)","class":"verbal cooperation","confidence":0.9,"country":"TUR","date":"2022-03-29","earliest":"2022-03-29","kind":"consult","latest":"2022-03-29","modality":"actual","place":"Istanbul","review":"accepted","sources":"Reuters","tags":"peace-talks","title":"Istanbul talks on a peace treaty","verification":"unverified"},"type":"Feature"}
],"bbox":[28.98,41.01,28.98,41.01]}
"#);
    assert_snapshot!(desk.ok(&["export", "--to", "timelinejs", "status:planned"]), @r#"
{"scale":"human","title":{"text":{"headline":"Events","text":"<p>status:planned</p><p>2026-11-27</p>"}},"events":[
{"group":"verbal cooperation","start_date":{"day":15,"month":12,"year":2025},"text":{"headline":"Berlin talks continue","text":"<p>United States (party); Ukraine (party) · Berlin</p><p>Orda.kz</p>"},"unique_id":"t-4"}
]}
"#);
    // Lines of a calendar end as they must and are no longer than they may be.
    let calendar = std::fs::read_to_string(desk.path("out.ics")).unwrap();
    assert!(calendar.split_inclusive('\n').all(|line| line.ends_with("\r\n") && line.len() <= 77));
    let none = desk.ok(&["export", "--to", "geojson", "place:Nowhere"]);
    assert_snapshot!(none, @r#"{"type":"FeatureCollection","features":[]}"#);
}

/// Events that would be markup, and an open and an uncertain date.
fn awkward() -> Desk {
    let desk = linked();
    desk.file(
        "awkward.jsonl",
        concat!(
            r#"{"uid":"a\u000a1","title":"1. <b>*Bold*</b> & [x](y) \u001b","kind":"talks","date":"2025-12-14~","citations":[{"publisher":"A_B","url":"javascript:alert(1)","quote":"</p><script>alert(1)</script>"}]}"#,
            "\n",
            r#"{"uid":"a-2","title":"A blockade","kind":"coerce","date":"2025-12-01/..","goldstein":-5.0,"citations":[{"publisher":"Reuters","url":"https://example.org/?a=1&b=2"}]}"#,
        ),
    );
    desk.ok(&["import", "awkward.jsonl"]);
    desk
}

#[test]
fn open_and_uncertain_dates_say_so() {
    let desk = awkward();
    let calendar = desk.ok(&["export", "--to", "ics", "since:2025-12"]);
    assert!(calendar.contains("UID:a%0A1\r\n"), "{calendar}");
    assert!(calendar.contains("Date: 2025-12-14~\\, as far as it is known"), "{calendar}");
    assert!(calendar.contains("SUMMARY:A blockade (from 2025-12-01 on)\r\n"), "{calendar}");
    let slides =
        desk.ok(&["export", "--to", "timelinejs", "--title", "A <winter>", "since:2025-12"]);
    let slides: serde_json::Value = serde_json::from_str(&slides).unwrap();
    assert_eq!(slides["title"]["text"]["headline"], "A &lt;winter&gt;");
    let shown = |uid: &str| {
        let events = slides["events"].as_array().unwrap();
        events.iter().find(|event| event["unique_id"] == uid).unwrap()["display_date"].clone()
    };
    assert_eq!(shown("a\n1"), "2025-12-14~");
    assert_eq!(shown("a-2"), "2025-12-01/..");
    assert_eq!(shown("t-3"), serde_json::Value::Null);
}

#[test]
fn a_report_in_markdown() {
    let desk = awkward();
    let report =
        desk.ok(&["export", "--to", "markdown", "--title", "Winter_talks", "since:2025-12"]);
    let today = chrono::Local::now().date_naive().to_string();
    assert_snapshot!(report.replace(&today, "TODAY"), @r#"
# Winter\_talks

- Query: since:2025-12
- Events: 5
- Sources: Orda.kz (2), A\_B (1), Reuters (1)
- As of TODAY

- [2025-12](#2025-12) (5)

## 2025-12

<a id="e1"></a>**../2025-12** Talks \<in\> "Geneva" \& Київ again\\\
consult

- → refers to [Envoys meet in Berlin](#e3)

<a id="e2"></a>**2025-12-01/..** A blockade\
coerce[^1]

<a id="e3"></a>**2025-12-14** Envoys meet in Berlin\
consult · Steve Witkoff (party); Volodymyr Zelenskyy (party) · Berlin[^2]

> lasted over five hours

<a id="e4"></a>**2025-12-14~** 1\. \<b\>\*Bold\*\</b\> \& \[x\](y)\
consult[^3]

> \</p\>\<script\>alert(1)\</script\>

<a id="e5"></a>**2025-12-15** Berlin talks continue\
consult · planned · United States (party); Ukraine (party) · Berlin[^4]

- → follows [Envoys meet in Berlin](#e3)
- → responds to [Envoys meet in Berlin](#e3)

[^1]: Reuters <https://example.org/?a=1&b=2>
[^2]: Orda.kz, 2025-12-15
[^3]: A\_B
[^4]: Orda.kz, 2025-12-15
"#);
}

/// Reads a report as strictly as the standard asks, and says what is in it.
const PAGE: &str = r#"
import html5lib
page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(open("out.html", encoding="utf-8"))
ids = [e.get("id") for e in page.iter() if e.get("id")]
assert len(ids) == len(set(ids)), ids
hrefs = [a.get("href") for a in page.iter("a")]
assert all(h[1:] in ids for h in hrefs if h.startswith('#')), hrefs
assert not list(page.iter("script")) and not list(page.iter("link"))
print(page.find(".//h1").text, len(list(page.iter("article"))), len(list(page.iter("h2"))))
print([h for h in hrefs if not h.startswith('#')])
print([i.get("alt") for i in page.iter("img")], all(i.get("src").startswith("data:image/svg+xml;base64,") for i in page.iter("img")))
print([e.text for e in page.iter("blockquote") for e in e.iter("p")])
"#;

#[test]
fn a_report_for_browsers() {
    let python = std::env::var("ANNALIST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let desk = awkward();
    desk.ok(&["export", "--to", "html", "--title", "Talks & raids", "-o", "out.html"]);
    let page = std::fs::read_to_string(desk.path("out.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("javascript:"), "{page}");
    if !has(&python, &["-c", "import html5lib"]) {
        return;
    }
    let output =
        Command::new(python).args(["-c", PAGE]).current_dir(desk.folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_snapshot!(text(&output.stdout), @r"
Talks & raids 9 5
['https://example.org/?a=1&b=2']
['Timeline', 'Events over time', 'Cooperation and conflict over time', 'Where events happened'] True
['“lasted over five hours”', '“</p><script>alert(1)</script>”']
");
}

/// Reads the calendar and the map with the libraries that programs use.
const READERS: &str = r#"
import geojson, icalendar
calendar = icalendar.Calendar.from_ical(open("out.ics", "rb").read())
for event in calendar.walk("VEVENT"):
    end = event.get("DTEND")
    print(event["UID"], event["DTSTART"].dt, end and end.dt, event["SUMMARY"].replace("\n", "|"))
places = geojson.load(open("out.geojson"))
print(places.is_valid, len(places.features), places["bbox"])
"#;

#[test]
fn outside_readers_read_maps_and_calendars() {
    let python = std::env::var("ANNALIST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !has(&python, &["-c", "import geojson, icalendar"]) {
        return;
    }
    let desk = linked();
    desk.ok(&["export", "--to", "geojson", "-o", "out.geojson"]);
    desk.ok(&["export", "--to", "ics", "-o", "out.ics"]);
    let output = Command::new(python)
        .args(["-c", READERS])
        .current_dir(desk.folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_snapshot!(text(&output.stdout), @r#"
t&7 "x\ 2025-12-31 2026-01-01 Talks <in> "Geneva" & Київ again\ (until 2025-12-31)
t-5 2014-04-01 2014-05-01 Protest in an unnamed town
t-1 2022-03-29 2022-03-30 Istanbul talks on a peace treaty
t-2 2022-04-08 2022-04-09 Missile strike on Kramatorsk station
t-3 2025-12-14 2025-12-15 Envoys meet in Berlin
t-4 2025-12-15 2025-12-16 Berlin talks continue
True 4 [13.4, 41.01, 37.57, 52.52]
"#);
}
