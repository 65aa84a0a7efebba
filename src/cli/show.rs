use super::Run;
use super::claims::RuleArg;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::ui::Ui;
use crate::domain::{Citation, Disagreement, Entry, Event, INJURED, Link, LinkState, Ruling, Section};
use crate::extract::{DATE_RULE, PUBLISHED_INFERRED};
use crate::source::{AUTHOR, DATED_BY};
use crate::store::Store;
use anstyle::Style;
use std::io::{self, Write};

/// Show events whole, with their sources, notes and links
///
/// Where sources differ in date, deaths or roles, each claim is printed with who makes it, and why the
/// one that is shown is; in JSON as `claims`.
#[derive(clap::Args)]
pub(super) struct Show {
    /// Numbers like e42, or uids
    #[arg(required = true, value_name = "EVENT")]
    events: Vec<String>,

    #[command(flatten)]
    rule: RuleArg,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Show {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let entries: Vec<Entry> = self
            .events
            .iter()
            .map(|name| store.resolve(name))
            .collect::<Result<_, _>>()?;
        let ruling = self.rule.ruling();
        match self.format.format {
            Format::Table => {}
            Format::Json => return json(ui, &mut store, &entries, &ruling),
            format => return format.print_events(ui, &entries),
        }
        for (i, entry) in entries.iter().enumerate() {
            if i > 0 {
                writeln!(ui.out)?;
            }
            let links = linked(&mut store, entry)?;
            let claims = store.claims(entry.id)?;
            let disagreements = ruling.disagreements(&entry.event, &claims);
            page(&mut ui.out, entry, &Told { disagreements, links })?;
            for note in store.notes(entry.id)? {
                let (dim, at) = (Style::new().dimmed(), note.at.format("%Y-%m-%d %H:%M"));
                let whose = format!("{} {at}", note.author);
                writeln!(ui.out, "  {dim}{:<12}{dim:#}{}  {dim}{whose}{dim:#}", "note", note.text)?;
            }
        }
        Ok(())
    }
}

/// What is told of an event beside its record.
struct Told {
    disagreements: Vec<Disagreement>,
    links: Vec<(Link, Entry)>,
}

/// The records as one JSON array, with claims where they differ, and notes.
fn json(
    ui: &mut Ui,
    store: &mut Store,
    entries: &[Entry],
    ruling: &Ruling,
) -> Result<(), CliError> {
    let cannot = |error: serde_json::Error| CliError::new(error);
    let mut records = Vec::new();
    for entry in entries {
        let mut record = serde_json::to_value(&entry.event).map_err(cannot)?;
        let claims = store.claims(entry.id)?;
        let disagreements = ruling.disagreements(&entry.event, &claims);
        let notes = store.notes(entry.id)?;
        if !disagreements.is_empty() {
            record["claims"] = serde_json::to_value(&claims).map_err(cannot)?;
            record["disagreements"] = serde_json::to_value(&disagreements).map_err(cannot)?;
        }
        if !notes.is_empty() {
            record["notes"] = serde_json::to_value(&notes).map_err(cannot)?;
        }
        records.push(record);
    }
    serde_json::to_writer_pretty(&mut ui.out, &records).map_err(io::Error::from)?;
    Ok(writeln!(ui.out)?)
}

/// The links of an event, each with the event at its other end.
fn linked(store: &mut Store, entry: &Entry) -> Result<Vec<(Link, Entry)>, CliError> {
    let mut links = store.links_of(entry.id)?;
    // What stands, then what is suggested, the surest first.
    links.sort_by(|a, b| {
        let suggested = |link: &Link| link.state == LinkState::Suggested;
        suggested(a).cmp(&suggested(b)).then(b.confidence.total_cmp(&a.confidence))
    });
    let other = |link: &Link| if link.from == entry.id { link.to } else { link.from };
    let ids: Vec<_> = links.iter().map(other).collect();
    let ends = store.entries(&ids)?;
    Ok(links
        .into_iter()
        .filter(|link| link.state != LinkState::Rejected)
        .filter_map(|link| {
            let end = ends.iter().find(|end| end.id == other(&link))?.clone();
            Some((link, end))
        })
        .collect())
}

fn page(out: &mut dyn Write, Entry { id, event }: &Entry, told: &Told) -> io::Result<()> {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    writeln!(out, "{bold}{id}  {}{bold:#}", event.title)?;
    for (name, value) in facts(event) {
        if !value.is_empty() {
            writeln!(out, "  {dim}{name:<12}{dim:#}{value}")?;
        }
    }
    for (i, actor) in event.actors.iter().enumerate() {
        let name = if i == 0 { "actors" } else { "" };
        let surface = match &actor.surface {
            Some(surface) if *surface != actor.name => format!(", “{surface}”"),
            _ => String::new(),
        };
        let dead = actor.deaths.map_or(String::new(), |n| format!(", {n} dead"));
        writeln!(out, "  {dim}{name:<12}{dim:#}{} ({}){surface}{dead}", actor.name, actor.role)?;
    }
    for citation in &event.citations {
        writeln!(out, "  {dim}{:<12}{dim:#}{}", "source", cited(citation))?;
        if let Some(quote) = &citation.quote {
            let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
            let bytes = match (citation.start, citation.end) {
                (Some(start), Some(end)) => format!("  {dim}bytes {start}-{end}{dim:#}"),
                _ => String::new(),
            };
            let section = citation.section.filter(|section| *section != Section::Body);
            let section = section.map_or(String::new(), |of| format!("  {dim}in the {of}{dim:#}"));
            writeln!(out, "  {:<12}“{quote}”{bytes}{section}", "")?;
        }
    }
    for disagreement in &told.disagreements {
        let about = format!("{}: ", disagreement.about);
        writeln!(out, "  {dim}{:<12}{dim:#}{about}{disagreement}", "differ")?;
    }
    for (link, other) in &told.links {
        let along = link.from == *id;
        let (arrow, relation) = (if along { "→" } else { "←" }, link.relation.read(along));
        let state = match link.state {
            LinkState::Suggested => format!(", suggested, {:.2}", link.confidence),
            _ => String::new(),
        };
        let date = other.event.date.as_ref().map_or("undated".to_owned(), ToString::to_string);
        writeln!(
            out,
            "  {dim}{:<12}{dim:#}{arrow} {relation} {}  {date}  {}{state}",
            "link", other.id, other.event.title,
        )?;
        if !link.rationale.is_empty() {
            writeln!(out, "  {:<12}  {dim}{}{dim:#}", "", link.rationale)?;
        }
    }
    Ok(())
}

fn facts(event: &Event) -> Vec<(&'static str, String)> {
    let date = event.date.as_ref().map_or("undated".to_owned(), |date| {
        let words = event.date_words.as_ref().map_or(String::new(), |w| format!(", from “{w}”"));
        let rule = event.extras.get(DATE_RULE).map_or(String::new(), |rule| format!(", {rule}"));
        let inferred = event.extras.get(PUBLISHED_INFERRED);
        let inferred = inferred.map_or(String::new(), |day| format!("; published {day}, inferred"));
        format!("{date} ({}{words}{rule}{inferred})", date.precision())
    });
    let place = event.place.as_ref().map_or(String::new(), |place| {
        let units = [&place.admin2, &place.admin1, &place.country].into_iter().flatten();
        let names: Vec<&str> =
            std::iter::once(&place.name).chain(units).map(String::as_str).collect();
        let at = match (place.lat, place.lon) {
            (Some(lat), Some(lon)) => format!("  {lat}, {lon}"),
            _ => String::new(),
        };
        let radius = place.radius_km.map_or(String::new(), |km| format!(" ± {km} km"));
        format!("{}{at}{radius}", names.join(", "))
    });
    let code = event.code.as_ref().map_or(String::new(), |code| format!(", {code}"));
    let deaths = event.deaths.map_or(String::new(), |deaths| {
        let named = [("low", deaths.low), ("best", deaths.best), ("high", deaths.high)];
        let given: Vec<String> =
            named.iter().filter_map(|(name, n)| n.map(|n| format!("{n} {name}"))).collect();
        given.join(", ")
    });
    let confidence = event.confidence.map_or(String::new(), |c| format!(", confidence {c:.2}"));
    vec![
        ("date", date),
        ("place", place),
        ("kind", format!("{}{code}", event.kind)),
        ("state", format!("{}, {}, {}{confidence}", event.modality, event.review, event.verification)),
        ("deaths", deaths),
        ("injured", event.extras.get(INJURED).unwrap_or_default().to_owned()),
        ("goldstein", event.goldstein.map_or(String::new(), |g| g.to_string())),
        ("tags", event.tags.join(", ")),
        ("uid", event.uid.clone()),
    ]
}

fn cited(citation: &Citation) -> String {
    let dated = citation.extras.get(DATED_BY).map_or(String::new(), |from| format!(" ({from})"));
    let published = citation.published.as_ref().map(|day| format!("{day}{dated}"));
    let author = citation.extras.get(AUTHOR).map(|author| format!("by {author}"));
    let parts = [&citation.publisher, &citation.title, &author, &published, &citation.url];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}
