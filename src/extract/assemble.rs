//! Assembling: drafts of one event become one, and drafts become events.

use super::DATE_RULE;
use super::cast::Cast;
use super::draft::{Draft, Part};
use super::text::Span;
use crate::coding::country;
use crate::domain::{
    ActorKind, Article, Citation, Deaths, Event, INJURED, Kind, Modality, NativeCode,
    Participation, Review, Role, Section,
};
use std::collections::HashSet;

/// Titles are cut at a word before this many characters.
const TITLE: usize = 110;

/// Merges the drafts that tell of one event, in the order of the text.
pub(super) fn merged(cast: &Cast<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut events: Vec<Draft> = Vec::new();
    for draft in drafts {
        match events.iter_mut().find(|e| same_event(cast, e, &draft)) {
            Some(event) => absorb(event, draft),
            None => events.push(draft),
        }
    }
    events
}

fn sides(cast: &Cast<'_>, parts: &[Part]) -> HashSet<String> {
    parts
        .iter()
        .filter(|p| p.role != Role::Mentioned)
        .map(|p| cast.country_of(p.actor).map_or_else(|| p.actor.to_string(), str::to_owned))
        .collect()
}

/// Whether two drafts tell of one event: same kind and modality, dates and places that agree, and
/// sides that do; speech must also be about the same.
fn same_event(cast: &Cast<'_>, a: &Draft, b: &Draft) -> bool {
    if a.kind != b.kind || a.modality != b.modality {
        return false;
    }
    let dates_differ = a.dated
        && b.dated
        && a.date
            .as_ref()
            .zip(b.date.as_ref())
            .is_some_and(|(x, y)| !x.bounds().overlap(&y.bounds()));
    let places_differ =
        a.place.as_ref().zip(b.place.as_ref()).is_some_and(|(x, y)| x.name != y.name);
    if dates_differ || places_differ {
        return false;
    }
    let (x, y) = (sides(cast, &a.parts), sides(cast, &b.parts));
    let shared = x.intersection(&y).count();
    let smaller = x.len().min(y.len());
    let alike = overlap(&a.content, &b.content);
    match a.kind {
        Kind::Consult => shared > 1 || shared == 1 && smaller == 1 && a.place.is_some(),
        _ if a.speech || b.speech => shared > 0 && alike >= 0.3,
        _ => shared == smaller && (shared > 0 || a.place.is_some()) && alike >= 0.25,
    }
}

/// How many of the shorter one's words are in the other.
fn overlap(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let least = a.len().min(b.len()).max(1);
    f64::from(u32::try_from(shared).unwrap_or(u32::MAX))
        / f64::from(u32::try_from(least).unwrap_or(u32::MAX))
}

fn absorb(event: &mut Draft, other: Draft) {
    for part in other.parts {
        match event.parts.iter_mut().find(|p| p.actor == part.actor) {
            Some(known) if known.role == Role::Mentioned => *known = part,
            Some(_) => {}
            None => event.parts.push(part),
        }
    }
    if other.dated && !event.dated || event.date.is_none() {
        event.date = other.date;
        event.date_words = other.date_words;
        event.date_rule = other.date_rule;
        event.dated = other.dated;
    }
    event.place = event.place.take().or(other.place);
    event.toll.raise(other.toll);
    event.tags.extend(other.tags);
    for evidence in other.evidence {
        if !event.evidence.contains(&evidence) {
            event.evidence.push(evidence);
        }
    }
    // A second telling in one article adds half of what an independent one would.
    let both = 1.0 - (1.0 - event.confidence) * (1.0 - other.confidence * 0.5);
    event.confidence = (both.min(0.95) * 100.0).round() / 100.0;
}

/// The event of a draft, numbered within its article.
pub(super) fn event(cast: &Cast<'_>, article: &Article, draft: &Draft, number: usize) -> Event {
    let text = article.source.text.as_deref().unwrap_or_default();
    let mut event = Event::new(title(cast, text, draft), draft.kind);
    event.uid = format!("{}#{number}", article.uid);
    event.modality = draft.modality;
    event.date = draft.date.clone();
    event.date_words = draft.date_words.map(|s| s.of(text).to_owned());
    event.place = draft.place.clone();
    event.deaths = draft.toll.dead;
    event.tags = draft.tags.iter().map(|tag| (*tag).to_owned()).collect();
    if let Some(injured) = draft.toll.injured {
        event.extras.insert(INJURED, range(injured));
    }
    event.extras.insert(DATE_RULE, draft.date_rule.unwrap_or_default());
    event.actors = draft.parts.iter().filter_map(|p| participation(cast, text, p)).collect();
    event.code = (!draft.code.is_empty())
        .then(|| NativeCode { scheme: "cameo".into(), value: draft.code.clone().into() });
    event.confidence = Some(draft.confidence.clamp(0.05, 0.95));
    event.review = Review::Proposed;
    event.citations = draft
        .evidence
        .iter()
        .map(|(span, section)| citation(article, text, *span, *section))
        .collect();
    event
}

/// A number of people in words: `12`, `12 or more`, `up to 30`, `20 to 30`.
fn range(Deaths { low, best, high }: Deaths) -> String {
    match (low, best, high) {
        (_, Some(n), _) => n.to_string(),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (Some(low), ..) => format!("{low} or more"),
        (.., Some(high)) => format!("up to {high}"),
        _ => String::new(),
    }
}

fn participation(cast: &Cast<'_>, text: &str, part: &Part) -> Option<Participation> {
    let actor = cast.actor(part.actor)?;
    Some(Participation {
        name: actor.name.clone(),
        role: part.role,
        kind: Some(actor.kind),
        country: actor.country.clone(),
        surface: Some(part.surface.of(text).to_owned()),
        deaths: None,
    })
}

fn citation(article: &Article, text: &str, span: Span, section: Section) -> Citation {
    let source = &article.source;
    let offset = |at: usize| u32::try_from(at + article.offset).ok();
    Citation {
        publisher: source.publisher.clone(),
        title: source.title.clone(),
        url: source.url.clone(),
        published: source.published.clone(),
        hash: source.hash.clone(),
        quote: Some(span.of(text).to_owned()),
        start: offset(span.start),
        end: offset(span.end),
        section: Some(section),
        extras: source.extras.clone(),
    }
}

fn title(cast: &Cast<'_>, text: &str, draft: &Draft) -> String {
    let name = |p: &Part| short_name(cast, p.actor);
    // A clause cut out of a sentence may start with the comma that joined it.
    let clause = trimmed(draft.clause.of(text));
    let clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric() && !"“‘\"'".contains(c));
    let clause = clause.to_owned();
    let acting = || draft.parts.iter().filter(|p| p.role != Role::Mentioned);
    let title = if draft.kind == Kind::Consult && draft.parts.len() > 1 {
        let mut names: Vec<String> = Vec::new();
        for part in acting() {
            let country = cast.country_of(part.actor).and_then(country).map(|c| c.name.clone());
            let shown = if draft.parts.len() > 2 {
                country.unwrap_or_else(|| name(part))
            } else {
                name(part)
            };
            if !names.contains(&shown) {
                names.push(shown);
            }
        }
        let what = match draft.code.as_str() {
            "041" => "call",
            "042" | "043" => "visit",
            "046" => "talks",
            "045" => "mediation",
            _ => "meeting",
        };
        let place = draft.place.as_ref().map(|p| format!(" in {}", p.name)).unwrap_or_default();
        let planned = if draft.modality == Modality::Planned { " (planned)" } else { "" };
        format!("{}: {what}{place}{planned}", listed(&names))
    } else if draft.speech {
        let first = acting().next().map(name).unwrap_or_default();
        if clause.contains(&first) { clause } else { format!("{first}: {clause}") }
    } else {
        clause
    };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { draft.kind.to_string() } else { title }
}

/// "Ukraine" for the government of Ukraine.
fn short_name(cast: &Cast<'_>, actor: usize) -> String {
    let Some(actor) = cast.actor(actor) else { return String::new() };
    let code = actor.country.as_deref().filter(|_| actor.name.starts_with("Government of "));
    match code.and_then(country) {
        Some(c) if actor.kind == ActorKind::Government => c.name.clone(),
        _ => actor.name.clone(),
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The words without the stop, cut at a word if they are long.
fn trimmed(words: &str) -> String {
    let words = words.trim().trim_end_matches(['.', ',', ' ']);
    if words.chars().count() <= TITLE {
        return words.to_owned();
    }
    let cut: String = words.chars().take(TITLE).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ' ']))
}
