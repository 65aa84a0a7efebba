//! The code tables against files that others have coded.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may panic.

use annalist::coding::{
    cameo, cameo_actor, cameo_codes, country_named, fips_country, gw_country, plover, ucdp_violence,
};
use annalist::domain::Kind;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The text of a real input, which is not part of the project.
fn real(name: &str) -> Option<String> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let folders = given.into_iter().chain(above.map(|dir| dir.join("shared/real")));
    let path = folders.map(|dir| dir.join(name)).find(|path| path.is_file());
    if path.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is missing; set ANNALIST_REAL");
        println!("skipped: {name} is missing; set ANNALIST_REAL");
    }
    path.map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
}

/// The rows of the real GDELT files.
fn gdelt() -> Vec<Vec<String>> {
    let files = ["20180101000000", "gdelt2-sample", "gdelt1-sample-57-and-58-columns"];
    let texts = files.iter().filter_map(|name| real(&format!("gdelt/{name}.export.CSV")));
    let row = |line: &str| line.split('\t').map(str::to_owned).collect();
    texts.flat_map(|text| text.lines().map(row).collect::<Vec<_>>()).collect()
}

/// CAMEO code to PLOVER type and mode, as the Open Event Data Alliance has it.
fn cameo_to_plover() -> BTreeMap<String, (String, String)> {
    let text = real("plover/CAMEO2PLOVER-2021.txt").unwrap_or_default();
    let mut map = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((code, rest)) = line.split_once(':') else { continue };
        let mut parts = rest.split(',').map(|part| part.trim().to_owned());
        let pair = (parts.next().unwrap(), parts.next().unwrap_or_default());
        // Root 08 stands there twice: its codes go to two types.
        map.entry(code.trim().to_owned()).or_insert(pair);
    }
    map
}

#[test]
fn every_code_that_others_list_has_a_kind_and_a_plover_type() {
    let listed = real("coding/pygdelt_cameo_codes.json").unwrap_or("{}".to_owned());
    let listed: BTreeMap<String, Value> = serde_json::from_str(&listed).unwrap();
    let mut codes: BTreeSet<String> =
        listed.into_keys().chain(cameo_to_plover().into_keys()).collect();
    // A slip of that list for 183.
    codes.remove("1883");
    codes.extend(cameo_codes().iter().map(|c| c.code.clone()));
    for code in &codes {
        let cameo = cameo(code).unwrap_or_else(|| panic!("{code} is unknown"));
        let dropped = matches!(cameo.kind, Kind::Statement | Kind::Appeal);
        assert_eq!(dropped, code.starts_with("01") || code.starts_with("02"), "{code}");
        assert_eq!(cameo.plover().is_none(), dropped, "{code}");
    }
}

#[test]
fn plover_types_and_modes_are_those_of_the_alliance_but_for_these() {
    let theirs = cameo_to_plover();
    if theirs.is_empty() {
        return;
    }
    let mut differ = String::new();
    for (code, (their_type, their_mode)) in &theirs {
        let ours = cameo(code).unwrap();
        let mode = ours.mode.as_deref().unwrap_or_default();
        if ours.plover() != Some(their_type.as_str()) || mode != their_mode {
            let our_type = ours.plover().unwrap_or_default();
            differ += &format!("{code} {our_type} {mode:?}, not {their_type} {their_mode:?}\n");
        }
    }
    // A signed agreement is an agreement, and sanctions are sanctions. The rest are not modes of
    // the type: one is a context, one belongs to COERCE, and "ease" was given up.
    insta::assert_snapshot!(differ, @r#"
    057 AGREE "", not SUPPORT ""
    085 RETREAT "", not RETREAT "ease"
    1321 THREATEN "restrict", not THREATEN "political"
    163 SANCTION "discontinue", not COERCE "restrict"
    1712 ASSAULT "", not ASSAULT "seize"
    175 ASSAULT "", not ASSAULT "pro_autocracy"
    "#);
}

#[test]
fn goldstein_scores_and_quad_classes_are_those_of_gdelt() {
    for row in gdelt() {
        let code = cameo(&row[26]).unwrap_or_else(|| panic!("{} is unknown", row[26]));
        assert_eq!(row[30].parse(), Ok(code.goldstein), "{}", code.code);
        assert_eq!(row[29].parse(), Ok(code.quad), "{}", code.code);
        assert_eq!(cameo(&row[28]).map(|root| root.code.len()), Some(2), "{}", row[28]);
    }
}

#[test]
fn places_of_gdelt_lie_in_known_countries() {
    let mut unknown = BTreeSet::new();
    for row in gdelt() {
        let columns = if row.len() == 61 { [37, 45, 53] } else { [37, 44, 51] };
        let codes = columns.iter().filter_map(|&i| row.get(i)).filter(|code| !code.is_empty());
        unknown.extend(codes.filter(|code| fips_country(code).is_none()).cloned());
    }
    unknown.remove("OS"); // The oceans.
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn actors_of_gdelt_have_the_country_and_the_role_that_it_says() {
    let rows = gdelt();
    if rows.is_empty() {
        return;
    }
    let (mut differ, mut other_role) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        for actor in [&row[5..15], &row[15..25]] {
            let (code, country, first_type) = (&actor[0], &actor[2], &actor[7]);
            let read = cameo_actor(code);
            let expected = cameo_actor(country).country;
            if read.country != expected {
                differ.insert(format!("{code} {country:?} {:?}", read.country));
            }
            if !first_type.is_empty() && read.role != cameo_actor(first_type).role {
                other_role.insert(format!("{code} {first_type} {:?}", read.role));
            }
        }
    }
    // Two that GDELT leaves without a country.
    insta::assert_snapshot!(differ.into_iter().collect::<Vec<_>>().join("\n"), @r#"
    ROU "" Some("ROU")
    TWNLEG "" Some("TWN")
    "#);
    insta::assert_snapshot!(other_role.into_iter().collect::<Vec<_>>().join("\n"), @"");
}

#[test]
fn countries_of_phoenix_are_known() {
    let Some(text) = real("petrarch/Phoenix.Countries.actors.txt") else { return };
    // A country's own code stands in brackets of its own.
    let codes: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split('[').skip(1))
        .filter_map(|rest| rest.split([']', ' ']).next())
        .filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
        .collect();
    assert!(codes.len() > 180);
    let unknown = codes.into_iter().filter(|code| {
        let actor = cameo_actor(code);
        actor.country.is_none() && actor.role.is_none()
    });
    // A country out of a novel.
    insta::assert_snapshot!(unknown.collect::<Vec<_>>().join(" "), @"KNT");
}

#[test]
fn countries_and_types_of_ucdp_are_known() {
    let Some(text) = real("ucdp/ged-myanmar.csv") else { return };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (name, number, violence) = (at("country"), at("country_id"), at("type_of_violence"));
    for row in reader.records().map(Result::unwrap) {
        let whole = |i: usize| row[i].trim_end_matches(".0").to_owned();
        let iso3 = country_named(&row[name]).map(|c| c.iso3.as_str());
        assert!(iso3.is_some(), "{}", &row[name]);
        assert_eq!(gw_country(&whole(number)), iso3);
        assert!(ucdp_violence(whole(violence).parse().unwrap()).is_some());
    }
}

#[test]
fn gold_sentences_of_plover_have_known_types() {
    let Some(text) = real("plover/PLOVER_GSR_CAMEO.txt") else { return };
    let types: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"event\":")?.split('"').nth(1))
        .filter(|name| *name != "DOCUMENT")
        .collect();
    assert!(types.len() > 10);
    for name in types {
        assert!(plover(name, "").is_some(), "{name}");
    }
}
