//! The example sentences of PLOVER's manual: type, source country and target country.

use crate::{ACTED_UPON, ACTING, Halves, Overlap, events, leading, real, tuned, who};
use annalist::domain::{Event, Kind, Role};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

const FLOOR_KIND: f64 = 0.58;
const FLOOR_SOURCE: f64 = 0.72;
const FLOOR_TARGET: f64 = 0.64;

/// The type of today that a gold sentence has; its file is older than the last change of names.
fn kind(gold: &Value) -> Kind {
    match gold["event"].as_str().unwrap() {
        "DEMAND" => Kind::Request,
        "DISAPPROVE" | "INVESTIGATE" => Kind::Accuse,
        "FIGHT" => Kind::Assault,
        name => name.to_lowercase().parse().unwrap(),
    }
}

/// The countries of a gold list; codes of organisations and religions are none.
fn countries(gold: &Value) -> BTreeSet<String> {
    let list = gold.as_array().map_or(&[][..], Vec::as_slice);
    let code = |a: &Value| a["code"].as_str().unwrap_or_default().trim().to_owned();
    let real = |code: &String| !matches!(code.as_str(), "IGO" | "NGO" | "ISM" | "MNC" | "IMG");
    let iso = |code: String| if code == "JAP" { "JPN".to_owned() } else { code };
    list.iter().map(code).filter(|c| c.len() == 3 && real(c)).map(iso).collect()
}

fn of(event: &Event, roles: &[Role]) -> BTreeSet<String> {
    who(event, roles).into_iter().filter_map(|a| a.1).collect()
}

#[test]
fn sentences_of_the_plover_manual() {
    let Some(real) = real() else { return };
    let text = fs::read_to_string(real.join("plover/PLOVER_GSR_CAMEO.txt")).unwrap();
    let gold: Vec<Value> = serde_json::from_str(&text).unwrap();
    let (mut kinds, mut sources, mut targets) =
        (Halves::default(), Overlap::default(), Overlap::default());
    for (index, gold) in gold.iter().enumerate().filter(|(_, g)| g["text"].is_string()) {
        let text = gold["text"].as_str().unwrap().trim_matches(['{', '}', ' ']);
        let found = events(text, gold["date"].as_str());
        let event = leading(&found);
        let wanted = kind(gold);
        kinds.count(index, event.is_some_and(|e| e.kind == wanted));
        let (source, target) = (countries(&gold["source"]), countries(&gold["target"]));
        // Those who meet are no sources and targets; the gold puts them into either list.
        let (mut acting, mut acted) =
            event.map_or_else(Default::default, |e| (of(e, ACTING), of(e, ACTED_UPON)));
        for party in event.map_or_else(BTreeSet::new, |e| of(e, &[Role::Party, Role::Host])) {
            if !source.contains(&party) {
                acting.remove(&party);
            }
            if !target.contains(&party) && source.contains(&party) {
                acted.remove(&party);
            }
        }
        sources.count(index, acting.intersection(&source).count(), acting.len(), source.len());
        targets.count(index, acted.intersection(&target).count(), acted.len(), target.len());
        let good = event.is_some_and(|e| e.kind == wanted) && acting == source && acted == target;
        if !good && tuned(index) {
            let ours = event.map_or("nothing".to_owned(), |e| e.kind.to_string());
            println!(
                "{index} {wanted} {source:?} > {target:?}, read as {ours} {acting:?} > {acted:?}: {text}"
            );
        }
    }
    kinds.print("kind");
    sources.print("source country");
    targets.print("target country");
    assert!(kinds.shares()[1] >= FLOOR_KIND);
    assert!(sources.f1()[1] >= FLOOR_SOURCE);
    assert!(targets.f1()[1] >= FLOOR_TARGET);
}
