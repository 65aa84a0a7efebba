//! The sentences that PETRARCH was tested with, coded by the dictionaries that belong to them.
//!
//! Their countries are invented, so nothing but the dictionaries can know them. A record is right
//! where source, target and the root of the code are. Sentences that test how that program reads
//! parse trees and lists of words to pass over, neither of which there is here, are left out.

use crate::{Halves, Overlap, real, tuned};
use annalist::extract::Dictionaries;
use chrono::NaiveDate;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};
use std::collections::BTreeSet;
use std::fs;

const FLOOR: f64 = 0.86;
const FLOOR_SILENT: f64 = 0.90;

#[derive(Debug, Default)]
struct Gold {
    date: Option<NaiveDate>,
    text: String,
    records: BTreeSet<(String, String, String)>,
    silent: bool,
    skipped: bool,
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let value = element.try_get_attribute(name).unwrap()?;
    Some(value.value.into_owned())
}

/// The first two digits of a code, which say what sort of event it is.
fn root(code: &str) -> String {
    code.chars().take(2).collect()
}

fn gold(text: &str) -> Vec<Gold> {
    let mut reader = Reader::from_str(text);
    let mut all: Vec<Gold> = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(e) | Xml::Empty(e) => match e.name().as_ref() {
                "Sentence" => {
                    let date = attribute(&e, "date").unwrap();
                    let date = NaiveDate::parse_from_str(&date, "%Y%m%d").ok();
                    all.push(Gold { date, ..Gold::default() });
                }
                "EventCoding" => {
                    let last = all.last_mut().unwrap();
                    match attribute(&e, "eventcode") {
                        Some(code) => {
                            let of = |name| attribute(&e, name).unwrap_or_default();
                            last.records.insert((of("sourcecode"), of("targetcode"), root(&code)));
                        }
                        None => {
                            last.silent |= attribute(&e, "noevents").is_some();
                            last.skipped |= attribute(&e, "error").is_some();
                        }
                    }
                }
                "Text" => inside = true,
                _ => {}
            },
            Xml::End(e) if e.name().as_ref() == "Text" => inside = false,
            Xml::Text(t) if inside => all.last_mut().unwrap().text += &*t,
            Xml::GeneralRef(r) if inside => {
                assert_eq!(&*r, "amp");
                all.last_mut().unwrap().text.push('&');
            }
            Xml::Eof => return all,
            _ => {}
        }
    }
}

#[test]
fn records_of_petrarch() {
    let Some(real) = real() else { return };
    let read = |name: &str| fs::read_to_string(real.join("petrarch").join(name)).unwrap();
    let dictionaries = Dictionaries::read(
        &read("PETR.Validate.actors.txt"),
        &read("PETR.Validate.agents.txt"),
        &read("PETR.Validate.verbs.txt"),
    );
    let (mut records, mut silent) = (Overlap::default(), Halves::default());
    for (index, gold) in gold(&read("PETR1.UnitTest.records.xml")).iter().enumerate() {
        let text = gold.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let found: BTreeSet<_> = dictionaries
            .code(&text, gold.date)
            .into_iter()
            .map(|r| (r.source, r.target, root(&r.code)))
            .collect();
        if gold.skipped {
            continue;
        }
        if gold.silent {
            silent.count(index, found.is_empty());
        }
        let both = found.intersection(&gold.records).count();
        records.count(index, both, found.len(), gold.records.len());
        if found != gold.records && tuned(index) {
            println!("{index} {:?}, read as {found:?}: {text}", gold.records);
        }
    }
    records.print("record");
    silent.print("silent where nothing happens");
    assert!(records.f1()[1] >= FLOOR);
    assert!(silent.shares()[1] >= FLOOR_SILENT);
}
