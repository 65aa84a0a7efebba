//! The JSON of TimelineJS 3: dated events as slides of a timeline for the web.

use super::{Export, Format};
use crate::domain::{Class, Event};
use crate::render::svg::escape;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use std::io::{self, Write};

/// A timeline of slides.
pub const FORMAT: Format = Format {
    name: "timelinejs",
    about: "dated events as slides of TimelineJS 3, JSON",
    start: |out, about| {
        let query = if about.query.is_empty() { "All events" } else { &about.query };
        let text = format!("<p>{}</p><p>{}</p>", html(query), about.as_of);
        let title = json!({"text": {"headline": html(&about.title), "text": text}});
        write!(out, "{{\"scale\":\"human\",\"title\":{title},\"events\":[")?;
        Ok(Box::new(TimelineJs { out, first: true, undated: 0 }))
    },
    graph: None,
    report: false,
};

struct TimelineJs<'w> {
    out: &'w mut dyn Write,
    first: bool,
    undated: u64,
}

impl Export for TimelineJs<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let Some(slide) = slide(event) else {
            self.undated += 1;
            return Ok(());
        };
        self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
        self.first = false;
        Ok(serde_json::to_writer(&mut *self.out, &slide)?)
    }

    fn left_out(&self) -> Option<(u64, &'static str)> {
        Some((self.undated, "are undated"))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}

fn slide(event: &Event) -> Option<Value> {
    let date = event.date.as_ref()?;
    let bounds = date.bounds();
    let first = bounds.earliest.or(bounds.latest)?;
    let mut slide = json!({
        "unique_id": event.uid,
        "start_date": day(first),
        "group": Class::of(event.kind).as_str(),
        "text": {"headline": html(&event.title), "text": body(event)},
    });
    if let Some(last) = bounds.latest.filter(|last| *last != first) {
        slide["end_date"] = day(last);
    }
    // A date that is no plain day is shown as it is known, not as the days that bound it.
    if !super::is_plain(date) {
        slide["display_date"] = json!(date.to_string());
    }
    if let Some(url) = event.citations.iter().find_map(|citation| citation.url.as_ref()) {
        slide["media"] = json!({"url": url, "caption": event.citations.iter().find_map(|c| c.publisher.as_ref())});
    }
    Some(slide)
}

fn day(day: NaiveDate) -> Value {
    json!({"year": day.year(), "month": day.month(), "day": day.day()})
}

/// Who took part, where, and the quotes, as HTML.
fn body(event: &Event) -> String {
    let mut parts = Vec::new();
    let who = super::who(event);
    let place = event.place.as_ref().map(|place| place.name.as_str());
    let facts: Vec<&str> =
        [Some(who.as_str()), place].into_iter().flatten().filter(|text| !text.is_empty()).collect();
    if !facts.is_empty() {
        parts.push(format!("<p>{}</p>", html(&facts.join(" · "))));
    }
    for citation in &event.citations {
        let publisher = citation.publisher.as_deref().unwrap_or_default();
        match &citation.quote {
            Some(quote) if quote != &event.title => parts.push(format!(
                "<blockquote>{} <cite>{}</cite></blockquote>",
                html(quote),
                html(publisher)
            )),
            _ if !publisher.is_empty() => parts.push(format!("<p>{}</p>", html(publisher))),
            _ => {}
        }
    }
    parts.concat()
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}
