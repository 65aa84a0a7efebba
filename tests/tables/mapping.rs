use super::events;
use annalist::source;
use std::path::Path;

/// A file beside this one.
fn beside(name: &str) -> String {
    format!("{}/tests/tables/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_table_of_anybodys_own() {
    let (format, events, rejects) =
        events(Path::new(&beside("incidents.tsv")), Some(&beside("incidents.toml")));
    assert_eq!(format, "mapping");
    let lines: Vec<String> =
        events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    {"uid":"incidents:17","title":"shelling in Malakal: Northern Army & Air Wing / River Front","kind":"assault","modality":"actual","date":"2024-02-03/2024-02-05","earliest":"2024-02-03","latest":"2024-02-05","precision":"day","place":{"name":"Malakal","country":"SSD","lat":9.53,"lon":31.66,"radius_km":5.0},"actors":[{"name":"Northern Army","role":"initiator"},{"name":"Air Wing","role":"initiator"},{"name":"River Front","role":"recipient","kind":"armed group"}],"code":{"scheme":"incidents","value":"shelling"},"goldstein":-9.0,"deaths":{"low":2,"best":4},"confidence":null,"review":"accepted","verification":"unverified","citations":[{"publisher":"Incident monitor","url":"https://example.org/17","quote":"They said \"no\",\nthen fired."}],"tags":["artillery","drone","incident monitor"],"extras":{"country":"the South","shift":"night","weapons":"Artillery;Drone"}}
    {"uid":"incidents:18","title":"prisoner swap in Juba: River Front /","kind":"concede","modality":"actual","date":"2024-03","earliest":"2024-03-01","latest":"2024-03-31","precision":"month","place":{"name":"Juba","country":"SSD","radius_km":5.0},"actors":[{"name":"River Front","role":"initiator"}],"code":{"scheme":"incidents","value":"prisoner swap"},"goldstein":-9.0,"deaths":null,"confidence":null,"review":"accepted","verification":"unverified","citations":[{"publisher":"Incident monitor","url":"https://example.org/18"}],"tags":["incident monitor"],"extras":{"country":"South Sudan"}}
    "#);
    let reasons: Vec<String> = rejects.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(reasons.join("\n"), @r#"
    line 5, column 2: date "31/02/2024": expected %d/%m/%Y
    line 6, column 8: place.country "Atlantis": expected a country's name or ISO 3166 code; words.country may translate it
    line 7, column 3: until: "2024-03-01/2024-02-29" is not a date: column 1: expected an end that is not before the start
    line 8, column 10: place.lon "east": expected a number
    line 9: 4 columns where the header has 15
    "#);
}

#[test]
fn a_mapping_that_does_not_fit_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let error = |mapping: &str| {
        let path = folder.path().join("m.toml");
        std::fs::write(&path, mapping).unwrap();
        let table = beside("incidents.tsv");
        let opened = source::open(Path::new(&table), path.to_str(), None);
        let error = opened.err().unwrap().to_string();
        error.replace(folder.path().to_str().unwrap(), "").replace(&beside(""), "/")
    };
    let whole = std::fs::read_to_string(beside("incidents.toml")).unwrap();
    let errors = [
        error(&whole.replace("uid =", "uids =")),
        error(&whole.replace("role = \"recipient\"", "")),
        error(&whole.replace("{town}", "{twon}")),
        error(&whole.replace("\"{note}\"", "\"{note\"")),
        error(&whole.replace("\"{note}\"", "\"{}\"")),
        error(&whole.replace("%d", "%Q")),
        error(&whole.replace("kind = \"{what}\"\n", "")),
        error(&whole.replace("delimiter = \"\\t\"", "delimiter = \";\"")),
        error(&whole.replace("goldstein = -9", "goldstein = []")),
        error("title = \"a\"\nkind = \"talks\"\n[place]\ncountry = \"Mali\"\n"),
    ];
    insta::assert_snapshot!(errors.join("\n"), @r#"
    /m.toml: line 6, column 1: unknown field "uids"; did you mean "uid"?
    /m.toml: line 42, column 1: missing field `role`
    /incidents.tsv: line 1: title of the mapping: the file has no column "twon"; did you mean {town}?
    /m.toml: line 50, column 9: "{note": a brace is opened and not closed
    /m.toml: line 50, column 9: "{}": a column's name is missing in braces
    /m.toml: date_format "%Q/%m/%Y": expected one as in %d/%m/%Y
    /m.toml: kind: an event needs one; only with a code of a scheme among acled, cameo, plover, ucdp it follows from that
    /incidents.tsv: line 1: uid of the mapping: the file has no column "ref"; it has only one: is the delimiter right?
    /m.toml: line 11, column 13: invalid type: sequence, expected a text or a number
    /m.toml: line 3, column 1: missing field `name`
    "#);
    let missing = source::open(Path::new(&beside("incidents.tsv")), Some("none.toml"), None);
    assert!(missing.err().unwrap().to_string().starts_with("cannot read none.toml: "));
    let bare = source::open(Path::new(&beside("incidents.tsv")), Some("mapping"), None);
    assert!(bare.err().unwrap().to_string().contains("--as incidents.toml"));
}

#[test]
fn the_mapping_says_whether_a_file_is_a_whole_release() {
    let folder = tempfile::tempdir().unwrap();
    for (says, complete) in [("", false), ("complete = true\n", true)] {
        let (mapping, table) = (folder.path().join("m.toml"), folder.path().join("t.csv"));
        std::fs::write(&mapping, format!("{says}title = \"{{t}}\"\nkind = \"talks\"\n")).unwrap();
        std::fs::write(&table, "t\nTalks\n").unwrap();
        let opened = source::open(&table, mapping.to_str(), None).unwrap();
        assert_eq!(opened.complete, complete);
    }
}
