//! Markdown: a report of events by month, with citations as footnotes (the footnotes of GitHub and
//! Pandoc; everything else is CommonMark).

use super::report::{Gathered, address, cited, date, facts};
use super::{Export, Format};
use crate::domain::{Event, Link};
use std::io::{self, Write};

/// A report.
pub const FORMAT: Format = Format {
    name: "markdown",
    about: "a report by month, with quotes, citations as footnotes, and links",
    start: |out, about| Ok(Box::new(Markdown { out, gathered: Gathered::new(about) })),
    graph: None,
    report: true,
};

struct Markdown<'w> {
    out: &'w mut dyn Write,
    gathered: Gathered<'w>,
}

impl Export for Markdown<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.gathered.events.push(event.clone());
        Ok(())
    }

    fn link(&mut self, link: &Link<String>) -> io::Result<()> {
        self.gathered.link(link);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Markdown { out, gathered } = self;
        let (about, months, places) = (gathered.about, gathered.months(), gathered.places());
        writeln!(out, "# {}\n", escaped(&about.title))?;
        let query = if about.query.is_empty() { "all events" } else { &about.query };
        writeln!(out, "- Query: {}", escaped(query))?;
        writeln!(out, "- Events: {}", gathered.events.len())?;
        let sources: Vec<String> = gathered
            .sources()
            .into_iter()
            .map(|(name, n)| format!("{} ({n})", escaped(&name)))
            .collect();
        if !sources.is_empty() {
            writeln!(out, "- Sources: {}", sources.join(", "))?;
        }
        writeln!(out, "- As of {}\n", about.as_of)?;
        for (month, events) in &months {
            writeln!(out, "- [{month}](#{}) ({})", month.to_lowercase(), events.len())?;
        }
        let mut notes: Vec<String> = Vec::new();
        for (month, events) in &months {
            writeln!(out, "\n## {month}")?;
            for (n, event) in events {
                writeln!(
                    out,
                    "\n<a id=\"e{n}\"></a>**{}** {}\\",
                    date(event),
                    escaped(&event.title)
                )?;
                let marks: Vec<String> = event
                    .citations
                    .iter()
                    .map(|citation| {
                        let url =
                            address(citation).map_or(String::new(), |url| format!(" <{url}>"));
                        notes.push(format!("{}{url}", escaped(&cited(citation))));
                        format!("[^{}]", notes.len())
                    })
                    .collect();
                writeln!(out, "{}{}", escaped(&facts(event)), marks.concat())?;
                for quote in event.citations.iter().filter_map(|citation| citation.quote.as_ref()) {
                    writeln!(out, "\n> {}", escaped(quote))?;
                }
                for (at, link) in gathered.links.get(&event.uid).into_iter().flatten().enumerate() {
                    if let Some(other) = places.get(link.to.as_str()) {
                        let title = &gathered.events[other - 1].title;
                        let (gap, relation) = (
                            if at == 0 { "\n" } else { "" },
                            link.relation.read(true).replace('_', " "),
                        );
                        writeln!(out, "{gap}- → {relation} [{}](#e{other})", escaped(title))?;
                    }
                }
            }
        }
        if !notes.is_empty() {
            writeln!(out)?;
        }
        for (n, note) in notes.iter().enumerate() {
            writeln!(out, "[^{}]: {note}", n + 1)?;
        }
        Ok(())
    }
}

/// A text in one line in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    for c in plain.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '!' | '$' => {
                out.extend(['\\', c]);
            }
            '#' | '+' | '-' | '=' if start => out.extend(['\\', c]),
            c => out.push(c),
        }
        start = false;
    }
    // A number and a point at the start of a line would be a list.
    let digits = out.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    }
    out
}
