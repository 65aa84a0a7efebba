//! HTML: a report in one file, with its charts inside, that needs neither scripts nor a network.

use super::report::{Gathered, address, cited, date, facts};
use super::{Export, Format};
use crate::domain::{Class, Event, Link};
use crate::render::style::{DARK, LIGHT, Rgb, Theme};
use crate::render::svg::{base64, escape};
use std::collections::HashMap;
use std::io::{self, Write};

/// A report.
pub const FORMAT: Format = Format {
    name: "html",
    about: "a report in one file, with charts inside, for any browser",
    start: |out, about| Ok(Box::new(Html { out, gathered: Gathered::new(about) })),
    graph: None,
    report: true,
};

struct Html<'w> {
    out: &'w mut dyn Write,
    gathered: Gathered<'w>,
}

/// What does not depend on the theme.
const SHAPE: &str = "\
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem;font:1rem/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink)}
h1{font-size:1.8rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.2rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}
dt,.facts,cite{color:var(--grey)}
dd{margin:0;overflow-wrap:anywhere}
a{color:inherit;text-underline-offset:.15em}
img{width:100%;height:auto;display:block;margin:1.5rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0}
article{margin:1.25rem 0;padding-left:.9rem;border-left:4px solid var(--line);break-inside:avoid;overflow-wrap:anywhere}
article:target{background:var(--band)}
h3{font-size:1rem;margin:0}
p,blockquote{margin:.25rem 0}
blockquote{padding-left:1rem}
cite{font-style:normal}
article ul{margin:.25rem 0;padding-left:1.2rem}
@media print{body{max-width:none;padding:0;font-size:10pt}h2{break-after:avoid}nav{display:none}}
";

/// The colours of a theme, by their names in the style.
fn colours(out: &mut dyn Write, theme: &Theme) -> io::Result<()> {
    let hex = |Rgb(r, g, b): Rgb| format!("#{r:02x}{g:02x}{b:02x}");
    let named = [
        ("paper", theme.paper),
        ("ink", theme.ink),
        ("grey", theme.grey_ink),
        ("line", theme.line),
        ("band", theme.band),
    ];
    for (name, colour) in named {
        write!(out, "--{name}:{};", hex(colour))?;
    }
    for (at, class) in Class::ALL.iter().enumerate() {
        write!(out, "--c{at}:{};", hex(theme.class(*class)))?;
    }
    Ok(())
}

impl Export for Html<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.gathered.events.push(event.clone());
        Ok(())
    }

    fn link(&mut self, link: &Link<String>) -> io::Result<()> {
        self.gathered.link(link);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Html { out, gathered } = self;
        let (about, months, places) = (gathered.about, gathered.months(), gathered.places());
        let title = text(&about.title);
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n:root{{"
        )?;
        colours(out, &LIGHT)?;
        write!(out, "}}\n@media (prefers-color-scheme:dark){{:root{{")?;
        colours(out, &DARK)?;
        write!(out, "}}}}\n@media print{{:root{{")?;
        colours(out, &LIGHT)?;
        writeln!(out, "}}}}")?;
        for at in 0..Class::ALL.len() {
            writeln!(out, ".c{at}{{border-left-color:var(--c{at})}}")?;
        }
        write!(out, "{SHAPE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<dl>\n")?;
        let query = if about.query.is_empty() { "all events" } else { &about.query };
        writeln!(out, "<dt>Query</dt><dd>{}</dd>", text(query))?;
        writeln!(out, "<dt>Events</dt><dd>{}</dd>", gathered.events.len())?;
        let sources: Vec<String> =
            gathered.sources().into_iter().map(|(name, n)| format!("{name} ({n})")).collect();
        if !sources.is_empty() {
            writeln!(out, "<dt>Sources</dt><dd>{}</dd>", text(&sources.join(", ")))?;
        }
        writeln!(out, "<dt>As of</dt><dd>{}</dd>\n</dl>\n</header>\n<main>", about.as_of)?;
        for picture in &about.pictures {
            let [light, dark] = [&picture.light, &picture.dark].map(|svg| {
                let mut data = String::from("data:image/svg+xml;base64,");
                base64(&mut data, svg);
                data
            });
            writeln!(
                out,
                "<picture><source media=\"(prefers-color-scheme:dark) and (not print)\" srcset=\"{dark}\">\
                 <img src=\"{light}\" alt=\"{}\"></picture>",
                text(&picture.title)
            )?;
        }
        writeln!(out, "<nav aria-label=\"Months\"><ul>")?;
        for (month, events) in &months {
            let of = events.len();
            writeln!(out, "<li><a href=\"#m-{month}\">{month}</a> ({of})</li>")?;
        }
        writeln!(out, "</ul></nav>")?;
        for (month, events) in &months {
            writeln!(out, "<section>\n<h2 id=\"m-{month}\">{month}</h2>")?;
            for (n, event) in events {
                article(out, gathered, &places, (*n, event))?;
            }
            writeln!(out, "</section>")?;
        }
        writeln!(out, "</main>\n</body>\n</html>")
    }
}

fn article(
    out: &mut dyn Write,
    gathered: &Gathered,
    places: &HashMap<&str, usize>,
    (n, event): (usize, &Event),
) -> io::Result<()> {
    let class = Class::ALL.iter().position(|class| *class == Class::of(event.kind)).unwrap_or(0);
    writeln!(out, "<article id=\"e{n}\" class=\"c{class}\">")?;
    writeln!(out, "<h3>{} {}</h3>", text(&date(event)), text(&event.title))?;
    writeln!(out, "<p class=\"facts\">{}</p>", text(&facts(event)))?;
    for citation in &event.citations {
        let from = text(&cited(citation));
        let from = match address(citation) {
            Some(url) => format!("<a href=\"{}\">{from}</a>", text(&url)),
            None => from,
        };
        match &citation.quote {
            Some(quote) => writeln!(
                out,
                "<blockquote><p>“{}”</p><cite>{from}</cite></blockquote>",
                text(quote)
            )?,
            None => writeln!(out, "<p><cite>{from}</cite></p>")?,
        }
    }
    let links = gathered.links.get(&event.uid).into_iter().flatten();
    let links: Vec<(&Link<String>, usize)> =
        links.filter_map(|link| Some((link, *places.get(link.to.as_str())?))).collect();
    if !links.is_empty() {
        writeln!(out, "<ul>")?;
        for (link, other) in links {
            let title = text(&gathered.events[other - 1].title);
            let relation = link.relation.read(true).replace('_', " ");
            writeln!(out, "<li>{relation} <a href=\"#e{other}\">{title}</a></li>")?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</article>")
}

fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}
