//! Events day by day, to read in the terminal.

use super::table::{clean, shortened};
use crate::domain::{Class, Edtf, Entry, EventId, Link, LinkState, Modality, Precision};
use anstyle::{AnsiColor, Style};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Days without an event between two headings that are worth a word.
const GAP: i64 = 7;

/// Writes the events, which stand in the order of their dates, under headings of their days, with
/// the links among them. What is not dated to the day stands under its date as it is known, `~`
/// where that is approximate and `?` where it is uncertain; undated events stand last. Lines have at
/// most `width` cells, where it is given.
///
/// # Errors
/// Those of the writer.
pub fn write(
    out: &mut dyn Write,
    entries: &[Entry],
    links: &[Link],
    width: Option<usize>,
) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let titles: HashMap<EventId, &str> =
        entries.iter().map(|entry| (entry.id, entry.event.title.as_str())).collect();
    let mut of_event: HashMap<EventId, Vec<&Link>> = HashMap::new();
    for link in links.iter().filter(|link| link.state != LinkState::Rejected) {
        if titles.contains_key(&link.from) && titles.contains_key(&link.to) {
            of_event.entry(link.from).or_default().push(link);
        }
    }
    let wide = entries.iter().map(|entry| entry.id.to_string().width()).max().unwrap_or(0);
    let (mut current, mut until): (Option<String>, Option<NaiveDate>) = (None, None);
    for entry in entries.iter().filter(dated).chain(entries.iter().filter(|e| !dated(e))) {
        let heading = heading(entry.event.date.as_ref());
        if current.as_ref() != Some(&heading) {
            let bounds = entry.event.date.as_ref().map(Edtf::bounds).unwrap_or_default();
            let gap = bounds.earliest.zip(until).map(|(day, until)| (day - until).num_days() - 1);
            if current.is_some() {
                writeln!(out)?;
            }
            if let Some(days) = gap.filter(|days| *days >= GAP) {
                writeln!(out, "{dim}… {} …{dim:#}\n", span(days))?;
            }
            writeln!(out, "{bold}{}{bold:#}", fitted(&heading, width))?;
            until = until.max(bounds.latest.or(bounds.earliest));
            current = Some(heading);
        }
        event(out, entry, wide, width)?;
        for link in of_event.get(&entry.id).into_iter().flatten() {
            let title = titles.get(&link.to).copied().unwrap_or_default();
            let suggested = if link.state == LinkState::Suggested { " (suggested)" } else { "" };
            let words = format!(
                "→ {} {}{suggested}  {}",
                link.to,
                link.relation.read(true).replace('_', " "),
                clean(title)
            );
            let indent = INDENT + wide + 2;
            let room = width.map(|width| width.saturating_sub(indent));
            writeln!(out, "{:indent$}{dim}{}{dim:#}", "", fitted(&words, room))?;
        }
    }
    Ok(())
}

/// Cells before the number of an event: two, and the time of day.
const INDENT: usize = 9;

fn dated(entry: &&Entry) -> bool {
    entry.event.date.is_some()
}

/// A line for an event: time, number, the mark of its kind, title and who takes part.
fn event(
    out: &mut dyn Write,
    Entry { id, event }: &Entry,
    wide: usize,
    width: Option<usize>,
) -> io::Result<()> {
    let dim = Style::new().dimmed();
    let colour = Style::new().fg_color(Some(colour(Class::of(event.kind)).into()));
    let timed = event.date.as_ref().filter(|date| date.precision() == Precision::Minute);
    let time =
        timed.and_then(Edtf::start).map_or(String::new(), |at| at.format("%H:%M").to_string());
    let kind = event.kind.as_str();
    let title = match event.modality {
        Modality::Actual => clean(&event.title),
        other => format!("{} ({other})", clean(&event.title)),
    };
    let parts = event.actors.iter().filter(|part| !part.is_mentioned());
    let who = clean(&parts.map(|part| part.name.as_str()).collect::<Vec<_>>().join(", "));
    let id = id.to_string();
    let space = " ".repeat(wide - id.width().min(wide));
    let used = INDENT + wide + 2 + 2 + KIND + 1;
    let (title, who) = match width.map(|width| width.saturating_sub(used).max(LEAST)) {
        Some(room) => {
            let title = shortened(&title, room);
            let left = room.saturating_sub(title.width() + 2);
            // A name of which little is left says nothing.
            let who =
                if left >= who.width().min(LEAST) { shortened(&who, left) } else { String::new() };
            (title, who)
        }
        None => (title, who),
    };
    let who = if who.is_empty() { who } else { format!("  {who}") };
    writeln!(
        out,
        "  {dim}{time:<5}{dim:#}  {dim}{id}{dim:#}{space}  {colour}● {kind:<KIND$}{colour:#} {title}{dim}{who}{dim:#}"
    )
}

/// Cells for the name of a kind.
const KIND: usize = 11;
/// Cells for a title, at least.
const LEAST: usize = 12;

/// What an event stands under: its day, or its date as far as it is known.
fn heading(date: Option<&Edtf>) -> String {
    let Some(date) = date else { return "undated".to_owned() };
    let bounds = date.bounds();
    match (bounds.earliest, bounds.latest) {
        (Some(day), Some(last)) if day == last => {
            let mark = match date.to_string() {
                text if text.contains('%') => " ~?",
                text if text.contains('~') => " ~",
                text if text.contains('?') => " ?",
                _ => "",
            };
            format!("{}{mark}", day.format("%Y-%m-%d %A"))
        }
        _ => date.to_string(),
    }
}

/// So many days, in the unit that people would say.
fn span(days: i64) -> String {
    let (n, unit) = match days {
        ..14 => (days, "day"),
        14..60 => (days / 7, "week"),
        60..730 => (days / 30, "month"),
        _ => (days / 365, "year"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

fn fitted(text: &str, width: Option<usize>) -> String {
    width.map_or_else(|| text.to_owned(), |width| shortened(text, width))
}

/// The colour of a class in a terminal, after those of charts.
fn colour(class: Class) -> AnsiColor {
    match class {
        Class::Neutral => AnsiColor::BrightBlack,
        Class::VerbalCooperation => AnsiColor::Cyan,
        Class::MaterialCooperation => AnsiColor::Green,
        Class::VerbalConflict => AnsiColor::Yellow,
        Class::MaterialConflict => AnsiColor::Red,
    }
}
