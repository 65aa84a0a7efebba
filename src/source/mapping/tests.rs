use super::*;
use proptest::prelude::*;
use std::io::Cursor;

/// The records of a table under a mapping.
fn records(mapping: &str, table: &[u8]) -> Result<Vec<Result<Record, String>>, String> {
    let input = Input { reader: Box::new(Cursor::new(table.to_vec())), published: None };
    let rows = Mapping::new(mapping)?.open(input)?;
    Ok(rows.map(|row| row.map(|row| row.record).map_err(|reject| reject.to_string())).collect())
}

#[test]
fn without_a_kind_of_its_own_an_event_has_that_of_its_code() {
    for (scheme, value, kind) in [
        ("cameo", "190", "assault"),
        ("plover", "CONSULT/visit", "consult"),
        ("acled", "Protests/Peaceful protest", "protest"),
        ("ucdp", "3", "assault"),
    ] {
        let mapping =
            format!("title = \"{{t}}\"\ncode = {{ scheme = \"{scheme}\", value = \"{{c}}\" }}\n");
        let table = format!("t,c,d\nA,{value},\nB,nonsense,\n");
        let rows = records(&mapping, table.as_bytes()).unwrap();
        let Ok(Record::Event(event)) = &rows[0] else { panic!("{rows:?}") };
        assert_eq!(
            (event.kind.as_str(), event.code.as_ref().unwrap().value.as_ref()),
            (kind, value)
        );
        assert!(rows[1].as_ref().unwrap_err().starts_with("line 3, column 2: code \"nonsense\""));
    }
}

#[test]
fn the_mapping_of_the_documentation_is_one() {
    let text = include_str!("mod.rs");
    let toml = text.split("//! ```toml\n").nth(1).unwrap().split("//! ```").next().unwrap();
    let toml: Vec<&str> = toml.lines().map(|line| line.trim_start_matches("//!").trim()).collect();
    Mapping::new(&toml.join("\n")).unwrap();
    for toml in include_str!("../../../docs/mapping.md").split("```toml\n").skip(1) {
        Mapping::new(toml.split("```").next().unwrap()).unwrap();
    }
}

proptest! {
    #[test]
    fn nothing_panics(
        table in proptest::collection::vec(any::<u8>(), 0..200),
        field in "[{}a-z%]{0,8}",
        key in "title|uid|kind|date|until|goldstein|tags|date_format",
    ) {
        let mapping = format!("kind = \"talks\"\ntitle = \"x\"\n{key} = \"{field}\"\n");
        let table = [b"a,b,c\n".as_slice(), &table].concat();
        let _ = records(&mapping, &table).map(|rows| rows.len());
        let mapping = "title = \"{a}\"\nkind = \"talks\"\ndate = \"{b}\"\nuntil = \"{c}\"\ntags = [\"{c}\"]\n";
        prop_assert!(records(mapping, &table).is_ok());
    }
}
