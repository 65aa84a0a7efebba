//! Articles of Wikinews, annotated by TimeSET: what their time expressions stand for, and which of
//! the events that are marked in them are found.
//!
//! The annotators mark only times that an event hangs on, so of ours those count that overlap a
//! marked one. Their `2023-03-xx` is the month, `2018-xx-xx` the year.
//!
//! Of the words that are marked as events, `wikinews_triggers.csv` holds those that are of a kind of
//! annalist's other than `other`, judged by the word alone; deaths and injuries count as assaults in
//! articles on crime and conflicts only, not on accidents. One is found where an event of a kind that
//! fits quotes its sentence.

use crate::{EXTRACTOR, Halves, Overlap, article, real, tuned};
use annalist::domain::Edtf;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

const FLOOR_DATES: f64 = 0.80;
const FLOOR_TRIGGERS: f64 = 0.0;

struct Gold {
    start: usize,
    end: usize,
    date: Edtf,
}

/// The annotated articles, in the order of their names.
fn files(real: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(real.join("timeset/dev"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ann"))
        .collect();
    files.sort();
    files
}

/// The stretches marked as of one type, with their names. Offsets in the file count characters.
fn marked(text: &str, annotations: &str, sort: &str) -> Vec<(String, Range<usize>)> {
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let lines = annotations.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let name = fields.next()?;
        let mut span = fields.next()?.strip_prefix(sort)?.trim_start().split(' ');
        let (start, end) = (span.next()?.parse().ok()?, span.next()?.parse().ok()?);
        Some((name.to_owned(), byte(start)..byte(end)))
    });
    lines.collect()
}

/// The marked times that have one value.
fn gold(text: &str, annotations: &str) -> Vec<Gold> {
    let notes: Vec<(&str, &str)> = annotations
        .lines()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t').skip(1);
            let of = fields.next()?.strip_prefix("AnnotatorNotes ")?;
            Some((of, fields.next()?))
        })
        .collect();
    marked(text, annotations, "timex ")
        .into_iter()
        .filter_map(|(name, Range { start, end })| {
            let note = notes.iter().find(|(of, _)| *of == name)?.1.trim();
            let value = note.replace('_', "-").replace("-xx", "");
            let date = value.parse().ok()?;
            Some(Gold { start, end, date })
        })
        .collect()
}

#[test]
fn times_of_wikinews() {
    let Some(real) = real() else { return };
    let mut dates = Overlap::default();
    for (index, file) in files(&real).iter().enumerate() {
        let text = fs::read_to_string(file.with_extension("txt")).unwrap();
        let gold = gold(&text, &fs::read_to_string(file).unwrap());
        let found = EXTRACTOR.times(&article(&text, None));
        let (mut right, mut ours) = (0, 0);
        for g in &gold {
            let hit = found.iter().find(|t| t.start < g.end && g.start < t.end);
            let date = hit.and_then(|t| t.date.as_ref());
            ours += usize::from(date.is_some());
            if date.is_some_and(|d| d.bounds() == g.date.bounds()) {
                right += 1;
            } else if tuned(index) {
                let words = text.get(g.start..g.end).unwrap_or_default();
                let read = date.map(Edtf::to_string);
                println!("{index} {words:?} is {}, read as {read:?}", g.date);
            }
        }
        dates.count(index, right, ours, gold.len());
    }
    dates.print("date value");
    assert!(dates.f1()[1] >= FLOOR_DATES);
}

#[test]
fn events_of_wikinews() {
    let Some(real) = real() else { return };
    let mut table = csv::Reader::from_reader(include_str!("wikinews_triggers.csv").as_bytes());
    let words: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let mut found = Halves::default();
    for (index, file) in files(&real).iter().enumerate() {
        let text = fs::read_to_string(file.with_extension("txt")).unwrap();
        let annotations = fs::read_to_string(file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let conflict = name.starts_with("crime") || name.starts_with("politics");
        let events = EXTRACTOR.events(&article(&text, None));
        for (_, at) in marked(&text, &annotations, "event ") {
            let word = text[at.clone()].to_lowercase();
            let Some(row) = words.iter().find(|row| row[0] == *word) else { continue };
            if !row[2].is_empty() && !conflict {
                continue;
            }
            let (start, end) = (at.start as u32, at.end as u32);
            let fits = events.iter().any(|e| {
                row[1].split(' ').any(|kind| kind == e.kind.as_str())
                    && e.citations.iter().any(|c| c.start < Some(end) && Some(start) < c.end)
            });
            found.count(index, fits);
            if !fits && tuned(index) {
                let near = text[..at.start].rfind('\n').map_or(0, |at| at + 1);
                println!("{name} {word}: {}", text[near..].lines().next().unwrap());
            }
        }
    }
    found.print("trigger found");
    assert!(found.shares()[1] >= FLOOR_TRIGGERS);
}
