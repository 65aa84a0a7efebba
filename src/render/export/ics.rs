//! iCalendar (RFC 5545): dated events as all-day entries of a calendar.

use super::{Export, Format};
use crate::domain::{Edtf, Event, Modality};
use chrono::{Days, NaiveDate};
use std::io::{self, Write};

/// A calendar.
pub const FORMAT: Format = Format {
    name: "ics",
    about: "dated events as all-day entries, for calendars (RFC 5545)",
    start: |out, _| {
        let mut calendar = Calendar { out, undated: 0 };
        for (name, value) in [
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//annalist//annalist//EN"),
            ("CALSCALE", "GREGORIAN"),
        ] {
            calendar.line(name, value)?;
        }
        Ok(Box::new(calendar))
    },
    graph: None,
    report: false,
};

/// Octets of a line, at most, without its end.
const WIDTH: usize = 75;

struct Calendar<'w> {
    out: &'w mut dyn Write,
    undated: u64,
}

impl Calendar<'_> {
    /// Writes a property whose value is as it should be, folded where it is too long.
    fn line(&mut self, name: &str, value: &str) -> io::Result<()> {
        let line = format!("{name}:{value}");
        let mut rest = line.as_str();
        let mut room = WIDTH;
        while rest.len() > room {
            let cut = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            let (here, there) = rest.split_at(cut);
            write!(self.out, "{here}\r\n ")?;
            rest = there;
            // The space that continues a line counts.
            room = WIDTH - 1;
        }
        write!(self.out, "{rest}\r\n")
    }

    /// Writes a property whose value is text, if there is any.
    fn text(&mut self, name: &str, value: &str) -> io::Result<()> {
        if value.is_empty() { Ok(()) } else { self.line(name, &escaped(value)) }
    }
}

impl Export for Calendar<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let date = event.date.as_ref().filter(|date| fits(date));
        let Some((date, first)) = date.and_then(|date| {
            let bounds = date.bounds();
            Some((date, bounds.earliest.or(bounds.latest)?))
        }) else {
            self.undated += 1;
            return Ok(());
        };
        let last = date.bounds().latest;
        self.line("BEGIN", "VEVENT")?;
        self.line("UID", &escaped(&uid(&event.uid)))?;
        self.line("DTSTAMP", &format!("{}T000000Z", basic(stamp(event).unwrap_or(first))))?;
        self.line("DTSTART;VALUE=DATE", &basic(first))?;
        // The end is the day after the last; what has no end yet has only a beginning.
        if let Some(end) = last.and_then(|last| last.checked_add_days(Days::new(1))) {
            self.line("DTEND;VALUE=DATE", &basic(end))?;
        }
        self.text("SUMMARY", &format!("{}{}", event.title, lasting(date)))?;
        self.text("DESCRIPTION", &description(event, date))?;
        let status = match event.modality {
            Modality::Actual => "CONFIRMED",
            Modality::Planned | Modality::Hypothetical => "TENTATIVE",
            Modality::Denied => "CANCELLED",
        };
        self.line("STATUS", status)?;
        if let Some(place) = &event.place {
            self.text("LOCATION", &place.name)?;
            if let Some((lat, lon)) = place.lat.zip(place.lon) {
                self.line("GEO", &format!("{lat};{lon}"))?;
            }
        }
        let labels =
            std::iter::once(event.kind.as_str()).chain(event.tags.iter().map(String::as_str));
        self.line("CATEGORIES", &labels.map(escaped).collect::<Vec<_>>().join(","))?;
        if let Some(url) = event.citations.iter().find_map(|citation| citation.url.as_deref()) {
            let plain: String = url.chars().filter(|c| !c.is_control() && *c != ' ').collect();
            self.line("URL", &plain)?;
        }
        // It takes no time of whoever has the calendar.
        self.line("TRANSP", "TRANSPARENT")?;
        self.line("END", "VEVENT")
    }

    fn left_out(&self) -> Option<(u64, &'static str)> {
        Some((self.undated, "are undated or outside of the years 1 to 9999"))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.line("END", "VCALENDAR")
    }
}

/// Whether a calendar has such days.
fn fits(date: &Edtf) -> bool {
    use chrono::Datelike;
    let bounds = date.bounds();
    [bounds.earliest, bounds.latest]
        .into_iter()
        .flatten()
        .all(|day| (1..=9999).contains(&day.year()))
}

/// When its latest source was published, so that the same event always has the same stamp.
fn stamp(event: &Event) -> Option<NaiveDate> {
    let published = event.citations.iter().filter_map(|citation| citation.published.as_ref());
    published.filter(|date| fits(date)).filter_map(|date| date.bounds().latest).max()
}

fn basic(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// What a calendar has no property for: how sure the date is, who took part, and who says so.
fn description(event: &Event, date: &Edtf) -> String {
    let mut lines = Vec::new();
    if !super::is_plain(date) {
        lines.push(format!("Date: {date}, as far as it is known"));
    }
    let who = super::who(event);
    if !who.is_empty() {
        lines.push(who);
    }
    for citation in &event.citations {
        let parts = [&citation.publisher, &citation.title, &citation.url];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        if !parts.is_empty() {
            lines.push(format!("Source: {}", parts.join(", ")));
        }
    }
    lines.join("\n")
}

/// What no end or no beginning is known of, or none is there yet, says so: a calendar would show a
/// single day.
fn lasting(date: &Edtf) -> String {
    let bounds = date.bounds();
    match (bounds.earliest, bounds.latest) {
        (Some(first), None) => format!(" (from {first} on)"),
        (None, Some(last)) => format!(" (until {last})"),
        _ => String::new(),
    }
}

/// A uid in characters that a calendar may hold, still another one for each event.
fn uid(uid: &str) -> String {
    let mut out = String::with_capacity(uid.len());
    for c in uid.chars() {
        if c.is_control() || c == '%' {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// A text as a value: separators behind a backslash, line breaks as `\n`, no control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
