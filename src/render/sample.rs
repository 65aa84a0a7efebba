//! Views to test with.

use crate::domain::{ActorKind, Edtf, EventId, Kind, Modality, Relation};
use crate::report::view::{
    Activity, Anniversary, Arc, Bar, Calendar, Caption, Cell, Dyads, Edge, Lane, Lanes, Map, Mark,
    Network, Node, Panel, Peak, Score, Sort, Split, Spot, Step, Storyline, Thread, Timeline, Tone,
};
use chrono::Datelike;
use chrono::NaiveDate;
use std::collections::BTreeMap;

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
        subtitle: None,
        query: "actor:Ukraine since:2025-12 -kind:statement".to_owned(),
        sources: [("Reuters", 31), ("Ukrinform", 24), ("TASS", 11), ("Associated Press", 9)]
            .map(|(name, count)| (name.to_owned(), count))
            .to_vec(),
        as_of: day("2025-12-31"),
        undated: 12,
        matching: 132,
        held: 0,
    }
}

pub(crate) fn timeline(from: &str, to: &str, marks: Vec<Mark>) -> Timeline {
    Timeline {
        caption: caption("A timeline"),
        span: (day(from), day(to)),
        marks,
        arcs: Vec::new(),
        eras: Vec::new(),
    }
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
    Lanes { caption: view.caption.clone(), span: view.span, lanes, eras: view.eras.clone() }
}

/// The days on which the events of a view begin, with how many do.
fn days(view: &Timeline) -> BTreeMap<NaiveDate, Vec<&Mark>> {
    let mut days: BTreeMap<NaiveDate, Vec<&Mark>> = BTreeMap::new();
    for mark in &view.marks {
        if let Some(first) = mark.earliest {
            days.entry(first).or_default().push(mark);
        }
    }
    days
}

/// A score of so many events around a mean.
fn score(events: u64, mean: f64) -> Score {
    let mut score = Score::default();
    for nth in 0..events {
        score.add(Some((mean + [-1.5, 0.0, 1.5][nth as usize % 3]).clamp(-10.0, 10.0)));
    }
    score
}

/// The same events counted.
pub(crate) fn activity(view: &Timeline, split: Split) -> Activity {
    let step = Step::for_days((view.span.1 - view.span.0).num_days());
    let mut bars: BTreeMap<NaiveDate, [u64; Kind::ALL.len()]> = BTreeMap::new();
    for mark in &view.marks {
        if let Some(first) = mark.earliest {
            bars.entry(step.floor(first)).or_default()[mark.kind as usize] += 1;
        }
    }
    let bars: Vec<Bar> = bars
        .into_iter()
        .map(|(first, kinds)| Bar { first, last: step.last(first), kinds })
        .collect();
    let lead = |bar: usize| {
        let holds = |mark: &&Mark| mark.earliest.is_some_and(|d| step.floor(d) == bars[bar].first);
        view.marks.iter().find(holds).cloned()
    };
    let peaks = (0..bars.len())
        .step_by(bars.len() / 8 + 1)
        .filter_map(|bar| Some(Peak { bar, mark: lead(bar)? }))
        .collect();
    let (caption, eras, span) = (view.caption.clone(), view.eras.clone(), view.span);
    Activity { caption, span, step, split, bars, peaks, vague: 3, outside: 1, eras }
}

/// The same events with scores.
pub(crate) fn tone(view: &Timeline) -> Tone {
    let points: Vec<_> = days(view)
        .into_iter()
        .enumerate()
        .map(|(nth, (day, marks))| {
            (day, day, score(marks.len() as u64, (nth as f64 * 0.7).sin() * 9.0))
        })
        .collect();
    Tone {
        caption: view.caption.clone(),
        span: view.span,
        step: Step::Day,
        smooth: points.clone(),
        points,
        window: 3,
        vague: 0,
        outside: 0,
        eras: view.eras.clone(),
    }
}

/// Pairs among so many actors.
pub(crate) fn dyads(view: &Timeline, actors: usize) -> Dyads {
    let names = (0..actors).map(|n| format!("Ministry of Foreign Affairs no. {n}")).collect();
    let pairs = (0..actors).flat_map(|a| (0..actors).map(move |b| (a, b)));
    let cells = pairs
        .filter(|(a, b)| a != b && (a * 7 + b * 3) % 5 < 2)
        .map(|(from, to)| Cell {
            from,
            to,
            score: score(1 + (from * to) as u64 * 37 % 1400, (from as f64 - to as f64) / 2.0),
        })
        .collect();
    Dyads { caption: view.caption.clone(), names, cells }
}

/// The same events by day of the year.
pub(crate) fn calendar(view: &Timeline) -> Calendar {
    let days = days(view);
    let anniversaries = days
        .iter()
        .step_by(days.len() / 10 + 1)
        .map(|(day, marks)| Anniversary {
            month: day.month(),
            day: day.day(),
            years: vec![day.year()],
            events: marks.len() as u64,
            mark: marks[0].clone(),
        })
        .collect();
    Calendar {
        caption: view.caption.clone(),
        days: days.into_iter().map(|(day, marks)| (day, marks.len() as u64)).collect(),
        anniversaries,
        vague: 0,
        outside: 2,
    }
}

/// So many actors, each with some of the others.
pub(crate) fn network(view: &Timeline, actors: usize) -> Network {
    let kind = |n: usize| ActorKind::ALL[n % ActorKind::ALL.len()];
    let nodes = (0..actors)
        .map(|n| Node {
            name: format!("Ministry of Foreign Affairs no. {n}"),
            sort: Sort::Actor(kind(n)),
            count: 1 + (actors - n) as u64,
        })
        .collect();
    let edges = (1..actors)
        .map(|n| Edge {
            from: n * 5 % n,
            to: n,
            score: score(1 + n as u64 % 9, n as f64 % 7.0 - 3.0),
            relation: None,
        })
        .collect();
    Network { caption: view.caption.clone(), nodes, edges }
}

/// The same events strewn over so many places of a region, on as many maps as they have years, or
/// on one.
pub(crate) fn map(view: &Timeline, places: usize, split: Split, small: bool) -> Map {
    let mut panels: BTreeMap<Option<(NaiveDate, NaiveDate)>, Vec<&Mark>> = BTreeMap::new();
    let step = Step::for_days((view.span.1 - view.span.0).num_days() * 4);
    for mark in view.marks.iter().filter(|mark| mark.earliest.is_some()) {
        let first = mark.earliest.map(|day| step.floor(day)).filter(|_| small);
        let unit = first.map(|first| (first, step.last(first)));
        panels.entry(unit).or_default().push(mark);
    }
    let spot = |nth: usize, marks: &[&Mark]| {
        let mut spot = Spot {
            name: format!("{} no. {nth}", ["Zaporizhzhia", "Київ", "Lviv"][nth % 3]),
            lon: 22.0 + (nth * 37 % 101) as f64 * 0.18,
            lat: 45.0 + (nth * 53 % 97) as f64 * 0.07,
            radius_km: if nth % 5 == 4 { 500.0 } else { 10.0 },
            kinds: [0; Kind::ALL.len()],
            score: score(marks.len() as u64, (nth % 19) as f64 - 9.0),
        };
        marks.iter().for_each(|mark| spot.kinds[mark.kind as usize] += 1);
        spot
    };
    let panel = |(span, marks): (Option<(NaiveDate, NaiveDate)>, Vec<&Mark>)| {
        let at = |nth: usize| -> Vec<&Mark> {
            marks
                .iter()
                .filter(|mark| (mark.id.0 as usize * 7).isqrt() % places == nth)
                .copied()
                .collect()
        };
        let spots = (0..places).map(|nth| (nth, at(nth))).filter(|(_, marks)| !marks.is_empty());
        let mut spots: Vec<Spot> = spots.map(|(nth, marks)| spot(nth, &marks)).collect();
        spots.sort_by_key(|spot| std::cmp::Reverse(spot.score.events));
        Panel { span, spots }
    };
    let panels = panels.into_iter().take(24).map(panel).collect();
    Map { caption: view.caption.clone(), split, panels, unplaced: 3, vague: 2, outside: 1 }
}

/// The same events as a story of so many actors.
pub(crate) fn story(view: &Timeline, actors: usize) -> Storyline {
    let takes_part = |at: usize, actor: usize| (at * 7 + actor * 5) % (actor + 3) < 2;
    let threads = (0..actors)
        .map(|actor| Thread {
            name: format!("Ministry of Foreign Affairs no. {actor}"),
            marks: (0..view.marks.len()).filter(|at| takes_part(*at, actor)).collect(),
        })
        .filter(|thread| !thread.marks.is_empty())
        .collect();
    Storyline {
        caption: view.caption.clone(),
        marks: view.marks.clone(),
        arcs: view.arcs.clone(),
        threads,
    }
}
