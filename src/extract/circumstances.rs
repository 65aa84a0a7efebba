//! Circumstances of an event: place, date, confidence, and the words for its title.

use super::actions::Voice;
use super::dates::{self, Anchor};
use super::draft::{Part, Reader};
use super::names::{Mention, Named};
use super::text::Span;
use super::words::{List, words};
use crate::coding::country;
use crate::domain::{Edtf, Kind, Modality, Place, Role, Section};

/// When something was.
pub(super) struct Dated {
    pub(super) date: Option<Edtf>,
    /// The words that say so.
    pub(super) words: Option<Span>,
    /// The name of the rule that found the date.
    pub(super) rule: Option<&'static str>,
    /// The text says it; it is not taken from the publication.
    pub(super) said: bool,
}

impl Reader<'_> {
    /// The place that the sentence names nearest to the action; a city before a country.
    pub(super) fn place(&self) -> Option<Place> {
        let a = self.action;
        let far = |m: &Mention| m.first.abs_diff(a.at);
        // Words are about places; deeds are done in them, and need not name them close by.
        let done = matches!(
            a.kind,
            Kind::Consult
                | Kind::Protest
                | Kind::Coerce
                | Kind::Assault
                | Kind::Mobilize
                | Kind::Retreat
                | Kind::Other
        );
        let about = |m: &&Mention| {
            let prep = m.prep.and_then(|p| self.sentence.tokens.get(p));
            let subject = prep.is_some_and(|t| {
                matches!(t.lower.as_str(), "during" | "about" | "for" | "with" | "regarding")
            });
            // "During the Istanbul talks" does say where.
            let next = self.sentence.tokens.get(m.last);
            subject && next.is_none_or(|t| words().noun(&t.lower).is_empty())
        };
        let places = || {
            let all = self.sentence.mentions.iter().filter(|m| m.named == Named::Place);
            all.filter(|m| !about(m) && (done || far(m) <= 6))
        };
        let city = places().filter(|m| m.place.is_some()).min_by_key(|m| far(m));
        if let Some(city) = city.and_then(|m| self.cast.lexicon.city(m.place?)) {
            let (lat, lon) = (Some(city.lat), Some(city.lon));
            let (name, country) = (city.name.clone(), Some(city.country.clone()));
            return Some(Place { lat, lon, country, ..Place::named(name) });
        }
        let whole = places().filter(|m| m.country.is_some()).min_by_key(|m| far(m))?;
        let found = country(whole.country.as_deref()?)?;
        // A country's middle is no place where something happened, so it gets no point.
        Some(Place { country: Some(found.iso3.clone()), ..Place::named(found.name.clone()) })
    }

    pub(super) fn date(&self, speech: bool) -> Dated {
        let (a, s) = (self.action, self.sentence);
        let future = matches!(a.modality, Modality::Planned | Modality::Hypothetical);
        // The dates in what someone says belong to what they say, not to their saying it.
        let near = s
            .timexes
            .iter()
            .filter(|t| !speech || t.first < a.at || t.first <= a.end + 2)
            .filter(|t| {
                let (from, to) = (t.first.min(a.at), t.first.max(a.at));
                // Another action in between has the better claim to the date.
                let other = self.others.iter().any(|o| from < *o && *o < to && *o != a.at);
                !other || t.first < 3
            })
            .min_by_key(|t| (t.first.abs_diff(a.at), t.first < a.at));
        if !(a.voice == Voice::Noun && self.ongoing())
            && let Some(timex) = near
            && let Some(date) = dates::resolve(timex, &s.anchor, future)
            && !(future && past(&date, &s.anchor))
        {
            let rule = Some(timex.when.rule());
            return Dated { date: Some(date), words: Some(timex.span), rule, said: true };
        }
        if let Some(posted) = &s.posted {
            let date = dates::resolve(posted, &s.anchor, false);
            return Dated {
                date,
                words: Some(posted.span),
                rule: Some("day of the post"),
                said: true,
            };
        }
        let long = s.tokens[a.group..a.at].iter().any(|t| t.eq("long"));
        let ongoing = a.voice == Voice::Noun && self.ongoing();
        let published = s.anchor.published.filter(|_| s.section != Section::Headlines);
        let (rule, date) = if long {
            ("long before the publication", published.map(dates::until))
        } else if a.modality == Modality::Planned {
            ("planned, from the publication on", published.map(dates::from))
        } else if ongoing {
            ("ongoing at the publication", published.map(dates::from))
        } else {
            ("about the publication", published.map(dates::about))
        };
        Dated { rule: date.is_some().then_some(rule), date, words: None, said: long || ongoing }
    }

    pub(super) fn confidence(&self, parts: &[Part], dated: bool) -> f64 {
        let (a, s) = (self.action, self.sentence);
        // That something was said is the least that a sentence tells.
        let mut value: f64 = match a.voice {
            _ if a.kind == Kind::Statement => 0.5,
            Voice::Noun => 0.6,
            _ => 0.7,
        };
        let two = parts.iter().filter(|p| p.role != Role::Mentioned).count() > 1;
        value += if two { 0.1 } else { 0.0 };
        value += if dated { 0.05 } else { 0.0 };
        let loose = |m: &&Mention| matches!(m.named, Named::Pronoun | Named::Adjective);
        value -= if s.mentions.iter().any(|m| loose(&m)) { 0.1 } else { 0.0 };
        value *= match s.section {
            Section::Headlines => 0.5,
            Section::Title => 0.9,
            _ => 1.0,
        };
        (value * 100.0).round() / 100.0
    }

    /// The words for a title: what is said, or the clause.
    pub(super) fn clause_span(&self, speech: bool) -> Span {
        let (a, s) = (self.action, self.sentence);
        let end = s.tokens.last().map_or(s.span.end, |t| t.span.end);
        if speech && a.voice != Voice::Noun {
            let that = s.tokens.iter().skip(a.end).take(4).position(|t| t.eq("that"));
            let from = a.end + that.map_or(0, |t| t + 1);
            match s.tokens.get(from) {
                // "Confirmed the continuation": the words after the verb make no sentence.
                Some(t) if t.is(List::Determiner) && that.is_none() && a.entry.lemma != "say" => {
                    return s.span;
                }
                Some(t) if s.tokens.len() - from > 3 => return Span { start: t.span.start, end },
                // The words stand before "he said".
                _ => {
                    let cut = s.tokens[..a.group].iter().rposition(|t| t.eq(","));
                    let end = cut.map_or(end, |c| s.tokens[c].span.start);
                    return Span { start: s.span.start, end };
                }
            }
        }
        s.span
    }
}

/// Whether a date was over before the article was published.
fn past(date: &Edtf, anchor: &Anchor) -> bool {
    date.bounds().latest.zip(anchor.published).is_some_and(|(latest, published)| latest < published)
}
