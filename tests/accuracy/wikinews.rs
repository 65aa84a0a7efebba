//! Articles of Wikinews, annotated by TimeSET: what their time expressions stand for.
//!
//! The annotators mark only times that an event hangs on, so of ours those count that overlap a
//! marked one. Their `2023-03-xx` is the month, `2018-xx-xx` the year.

use crate::{EXTRACTOR, Overlap, article, real};
use annalist::domain::Edtf;
use std::fs;

const FLOOR_DATES: f64 = 0.80;

struct Gold {
    start: usize,
    end: usize,
    date: Edtf,
}

/// The marked times that have one value. Offsets in the file count characters.
fn gold(text: &str, annotations: &str) -> Vec<Gold> {
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let notes: Vec<(&str, &str)> = annotations
        .lines()
        .filter(|line| line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t').skip(1);
            let of = fields.next()?.strip_prefix("AnnotatorNotes ")?;
            Some((of, fields.next()?))
        })
        .collect();
    annotations
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let name = fields.next()?;
            let mut span = fields.next()?.strip_prefix("timex ")?.split(' ');
            let (start, end) = (span.next()?.parse().ok()?, span.next()?.parse().ok()?);
            let note = notes.iter().find(|(of, _)| *of == name)?.1.trim();
            let value = note.replace('_', "-").replace("-xx", "");
            let date = value.parse().ok()?;
            Some(Gold { start: byte(start), end: byte(end), date })
        })
        .collect()
}

#[test]
fn times_of_wikinews() {
    let Some(real) = real() else { return };
    let mut files: Vec<_> = fs::read_dir(real.join("timeset/dev"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ann"))
        .collect();
    files.sort();
    let mut dates = Overlap::default();
    for (index, file) in files.iter().enumerate() {
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
            } else {
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
