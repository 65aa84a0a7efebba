//! The article that the project starts from, scored against what a careful analyst records.

use crate::{EXTRACTOR, article, real};
use annalist::domain::{Edtf, Event, Modality, Section};
use serde_json::Value;
use std::fs;

/// What is reached; a change may raise it, never lower it.
const FLOOR_CORE: usize = 9;
const FLOOR_BACKGROUND: usize = 5;

/// Whether a gold event is found: kind and modality are such as the gold accepts, the dates can
/// be one, and a quote overlaps one of its quotes (for news, outside the list of headlines).
fn fits(gold: &Value, event: &Event) -> bool {
    let kinds = gold["plover"]["accept"].as_array().unwrap();
    let kind = event.kind.as_str();
    let kind_fits = kinds.iter().any(|k| match k.as_str() {
        Some(name) => name.eq_ignore_ascii_case(kind),
        None => matches!(kind, "statement" | "appeal"),
    });
    let modality = match gold["status"].as_str().unwrap() {
        "planned" => event.modality == Modality::Planned,
        "conditional_offer" => event.modality == Modality::Hypothetical,
        _ => event.modality == Modality::Actual,
    };
    let other_day = date(gold)
        .zip(event.date.as_ref())
        .is_some_and(|(gold, ours)| !gold.bounds().overlap(&ours.bounds()));
    kind_fits && modality && !other_day && quoted(gold, event) > 0
}

fn date(gold: &Value) -> Option<Edtf> {
    gold["date"]["value"].as_str().and_then(|v| v.parse().ok())
}

fn spans(gold: &Value) -> Vec<(u64, u64)> {
    let list = gold["evidence"].as_array().unwrap();
    list.iter()
        .map(|e| (e["byte_start"].as_u64().unwrap(), e["byte_end"].as_u64().unwrap()))
        .collect()
}

/// How many quotes of the event overlap the gold's.
fn quoted(gold: &Value, event: &Event) -> usize {
    let gold_spans = spans(gold);
    let headline = gold["tier"] == "headline" || gold["tier"] == "optional";
    event
        .citations
        .iter()
        .filter(|c| headline || c.section != Some(Section::Headlines))
        .filter(|c| {
            let (start, end) = (u64::from(c.start.unwrap()), u64::from(c.end.unwrap()));
            gold_spans.iter().any(|(s, e)| *s < end && start < *e)
        })
        .count()
}

fn exact(gold: &Value, event: &Event) -> bool {
    let at = |c: &annalist::domain::Citation| {
        c.start.zip(c.end).map(|(s, e)| (u64::from(s), u64::from(e)))
    };
    spans(gold).iter().any(|span| event.citations.iter().any(|c| at(c) == Some(*span)))
}

#[test]
fn the_seed_article_is_read() {
    let Some(real) = real() else { return };
    let text = fs::read_to_string(real.join("articles/orda-berlin-talks.txt")).unwrap();
    let gold = fs::read_to_string(real.join("gold/orda-berlin-talks.gold.json")).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let events = EXTRACTOR.events(&article(&text, None));
    for e in &events {
        let date = e.date.as_ref().map(Edtf::to_string).unwrap_or_default();
        let place = e.place.as_ref().map_or("", |p| p.name.as_str());
        println!(
            "{} {} {} {date} {place} {:?}: {}",
            e.uid, e.kind, e.modality, e.confidence, e.title
        );
        for a in &e.actors {
            println!("      {} {} [{}]", a.role, a.name, a.surface.as_deref().unwrap_or_default());
        }
        for c in &e.citations {
            let (start, end) = (c.start.unwrap() as usize, c.end.unwrap() as usize);
            assert_eq!(text.get(start..end), c.quote.as_deref());
            println!("      {start}-{end} {}", c.section.unwrap());
        }
    }
    let mut found = std::collections::BTreeMap::<&str, (usize, usize)>::new();
    let (mut dated, mut placed, mut whole) = (0, 0, 0);
    for g in gold["events"].as_array().unwrap() {
        let tier = g["tier"].as_str().unwrap();
        let hit = events.iter().filter(|e| fits(g, e)).max_by_key(|e| (exact(g, e), quoted(g, e)));
        let count = found.entry(tier).or_default();
        count.1 += 1;
        let Some(event) = hit else {
            println!("missed {tier} {} {}", g["id"], g["title"]);
            continue;
        };
        count.0 += 1;
        let same = date(g).zip(event.date.as_ref()).is_some_and(|(v, d)| v.bounds() == d.bounds());
        dated += usize::from(same);
        let place = event.place.as_ref().map(|p| p.name.as_str());
        placed += usize::from(g["place"]["name"].as_str() == place);
        whole += usize::from(exact(g, event));
        println!("found {tier} {} by {}, date {same}", g["id"], event.uid);
    }
    let mut wrong = 0;
    for g in gold["must_not_extract"].as_array().unwrap() {
        let quote = g["quote"].as_str().unwrap();
        // A longer quote around it is right where another event is told by it, so the conditions
        // are looked for by what they would have become.
        let hit = events.iter().any(|e| {
            let body = e.citations.iter().any(|c| c.section == Some(Section::Body));
            let made = match e.kind.as_str() {
                "aid" => quote.starts_with("if ") && e.modality == Modality::Actual,
                "assault" => quote.contains("invasion") && body,
                _ => false,
            };
            let quoted = e.citations.iter().any(|c| c.quote.as_deref() == Some(quote));
            made || quoted || e.date_words.as_deref() == Some(quote)
        });
        if hit {
            wrong += 1;
            println!("must not be extracted: {quote}");
        }
    }
    println!("{found:?}; of those found: date {dated}, place {placed}, exact quote {whole}");
    assert_eq!(wrong, 0);
    assert!(found["core"].0 >= FLOOR_CORE, "core: {:?}", found["core"]);
    assert!(found["background"].0 >= FLOOR_BACKGROUND, "background: {:?}", found["background"]);
}
