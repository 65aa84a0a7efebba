//! Views to test with.

use crate::domain::{Edtf, EventId, Kind, Modality, Relation};
use crate::report::view::{Arc, Caption, Lane, Lanes, Mark, Timeline};
use chrono::NaiveDate;

/// An event of some kind with a date in EDTF.
pub(crate) fn mark(id: i64, title: &str, edtf: &str) -> Mark {
    let date: Edtf = edtf.parse().unwrap();
    let bounds = date.bounds();
    let exact = bounds.earliest == bounds.latest;
    let stated = matches!(date, Edtf::Interval(..));
    Mark {
        id: EventId(id),
        title: title.to_owned(),
        kind: Kind::ALL[(id as usize * 7) % Kind::ALL.len()],
        modality: Modality::Actual,
        earliest: bounds.earliest,
        latest: bounds.latest,
        certain: (exact || stated) && !edtf.contains(['?', '~', '%']),
        date: edtf.to_owned(),
        weight: f64::from(id as i32 % 17),
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn caption(title: &str) -> Caption {
    Caption {
        title: title.to_owned(),
        query: "actor:Ukraine since:2025-12 -kind:statement".to_owned(),
        sources: [("Reuters", 31), ("Ukrinform", 24), ("TASS", 11), ("Associated Press", 9)]
            .map(|(name, count)| (name.to_owned(), count))
            .to_vec(),
        as_of: day("2025-12-31"),
        undated: 12,
    }
}

pub(crate) fn timeline(from: &str, to: &str, marks: Vec<Mark>) -> Timeline {
    Timeline { caption: caption("A timeline"), span: (day(from), day(to)), marks, arcs: Vec::new() }
}

/// `count` events with titles of many lengths, strewn over the span without any chance.
pub(crate) fn strewn(from: &str, to: &str, count: usize) -> Timeline {
    const WORDS: [&str; 12] = [
        "talks",
        "Київ",
        "ceasefire",
        "delegation",
        "Zaporizhzhia",
        "on",
        "energy",
        "infrastructure",
        "after",
        "Geneva",
        "counteroffensive",
        "prisoners",
    ];
    let (first, last) = (day(from), day(to));
    let days = (last - first).num_days() as u64 + 1;
    let mut state = 42_u64;
    let mut next = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut marks: Vec<Mark> = (0..count)
        .map(|n| {
            let words = 2 + next(12);
            let title: Vec<&str> = (0..words).map(|_| WORDS[next(12) as usize]).collect();
            let start = first + chrono::Days::new(next(days));
            let mut edtf = start.to_string();
            if n % 9 == 4 {
                edtf = format!("{start}/{}", start + chrono::Days::new(1 + next(days / 4 + 2)));
            } else if n % 23 == 7 {
                edtf = start.format("%Y-%m").to_string();
            }
            let mut mark = mark(n as i64 + 1, &title.join(" "), &edtf);
            mark.modality = Modality::ALL[usize::from(n % 11 == 3) * (n % 4)];
            mark
        })
        .collect();
    marks.sort_by_key(|mark| (mark.earliest, mark.id));
    let mut view = timeline(from, to, marks);
    view.arcs = (0..count / 4)
        .map(|n| Arc {
            from: next(count as u64) as usize,
            to: next(count as u64) as usize,
            relation: Relation::ALL[n % Relation::ALL.len()],
            suggested: n % 5 == 0,
            rationale: "because".to_owned(),
        })
        .filter(|arc| arc.from != arc.to)
        .collect();
    view
}

/// The same events in lanes.
pub(crate) fn lanes(view: &Timeline, actors: usize) -> Lanes {
    let lanes = (0..actors)
        .map(|n| Lane {
            name: format!("Ministry of Foreign Affairs no. {n}"),
            marks: view.marks.iter().skip(n).step_by(n + 1).cloned().collect(),
        })
        .collect();
    Lanes { caption: view.caption.clone(), span: view.span, lanes }
}
