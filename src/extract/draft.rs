//! Drafts: an action of a sentence with its actors, date and place.

use super::actions::{Action, Voice};
use super::dates::{self, Anchor, Timex};
use super::lexicon::Lexicon;
use super::names::{Mention, Named};
use super::roles::Clause;
use super::text::{Span, Token};
use super::words::{List, Needs};
use crate::coding::country;
use crate::domain::{ActorKind, Edtf, Kind, Modality, Place, Role, Section};
use std::collections::HashSet;

/// An actor's part, with the words that name it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) actor: usize,
    pub(super) role: Role,
    pub(super) surface: Span,
}

/// An event as one sentence tells it, or several after merging.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) code: String,
    pub(super) modality: Modality,
    pub(super) parts: Vec<Part>,
    pub(super) place: Option<Place>,
    pub(super) date: Option<Edtf>,
    pub(super) date_words: Option<Span>,
    /// The text says the date; it is not taken from the publication.
    pub(super) dated: bool,
    pub(super) evidence: Vec<(Span, Section)>,
    pub(super) confidence: f64,
    /// What it is about, for telling one statement from another.
    pub(super) content: HashSet<String>,
    /// The words that a title is made from.
    pub(super) clause: Span,
    /// It is told by someone's words, which the clause holds.
    pub(super) speech: bool,
}

/// A sentence with all that was found in it.
pub(super) struct Sentence<'a> {
    pub(super) section: Section,
    pub(super) span: Span,
    pub(super) tokens: &'a [Token],
    pub(super) mentions: &'a [Mention],
    pub(super) timexes: &'a [Timex],
    pub(super) anchor: Anchor,
    /// The day of the post that the sentence stands in.
    pub(super) posted: Option<Timex>,
}

/// The events of a sentence. `before` are those of the sentences before it, to which "the talks"
/// may refer.
pub(super) fn drafts(
    lexicon: &Lexicon,
    sentence: &Sentence<'_>,
    actions: &[Action],
    before: &[Draft],
) -> Vec<Draft> {
    let clause = Clause::new(sentence.tokens, sentence.mentions);
    let verbs: Vec<usize> =
        actions.iter().filter(|a| a.voice != Voice::Noun).map(|a| a.at).collect();
    let mut found: Vec<Draft> = Vec::new();
    for (i, action) in actions.iter().enumerate() {
        let governor = actions[..i].last().filter(|g| {
            let between = &sentence.tokens[g.end.min(action.at)..action.at];
            action.voice == Voice::Noun
                && between.len() <= 8
                && !between.iter().any(|t| t.is(List::Boundary))
        });
        if let Some(g) = governor {
            let close = action.at - g.end.min(action.at) <= 4;
            let wanted = matches!(
                g.kind,
                Kind::Appeal | Kind::Request | Kind::Reject | Kind::Threaten | Kind::Agree
            ) && g.voice != Voice::Noun;
            let told = found.iter().any(|d| d.kind == action.kind);
            if g.kind == action.kind && g.voice != Voice::Noun && told || wanted && close {
                continue;
            }
        }
        let reader = Reader { lexicon, sentence, clause: &clause, action, others: &verbs };
        let Some(draft) = reader.draft(before) else { continue };
        // ", officials said." after a deed is where the news comes from, not news itself.
        let attribution = draft.kind == Kind::Statement
            && sentence.tokens.len() < action.end + 4
            && found.iter().any(|d| !d.speech);
        if attribution {
            continue;
        }
        // "Launched an attack" is one event, however many words tell it.
        let apart = |d: &Draft| {
            let dates = d.date.as_ref().zip(draft.date.as_ref());
            d.dated && dates.is_some_and(|(x, y)| !x.bounds().overlap(&y.bounds()))
        };
        let same = found.iter().any(|d| {
            d.kind == draft.kind
                && !apart(d)
                && d.modality == draft.modality
                && (draft.parts.is_empty()
                    || draft.parts.iter().any(|p| d.parts.iter().any(|q| q.actor == p.actor)))
        });
        if !same {
            found.push(draft);
        }
    }
    found
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    sentence: &'a Sentence<'a>,
    clause: &'a Clause<'a>,
    action: &'a Action,
    /// Where verbs of other events in the sentence stand.
    others: &'a [usize],
}

impl Reader<'_> {
    fn draft(&self, before: &[Draft]) -> Option<Draft> {
        let (a, s) = (self.action, self.sentence);
        let speech = is_speech(a);
        if a.kind == Kind::Statement && a.modality != Modality::Actual {
            return None;
        }
        let mut inherited = None;
        let mut parts = if a.voice == Voice::Noun {
            match a.entry.needs {
                Needs::Meet => {
                    let (parts, from) = self.meeting(before)?;
                    inherited = from;
                    parts
                }
                _ => self.noun()?,
            }
        } else {
            self.verb()?
        };
        let mut place = if speech { None } else { self.place() };
        let (date, date_words, dated) = self.date(speech);
        if let Some(whole) = inherited {
            place = place.or_else(|| whole.place.clone());
        }
        if a.kind == Kind::Assault {
            self.host_is_target(&mut parts, place.as_ref());
        }
        if speech {
            self.mention_others(&mut parts);
        }
        let content = s.tokens.iter().filter(|t| {
            t.word && t.lower.chars().count() > 3 && !t.is(List::Stop) && !t.is(List::Preposition)
        });
        Some(Draft {
            kind: a.kind,
            code: a.code.clone(),
            modality: a.modality,
            confidence: self.confidence(&parts, dated),
            parts,
            place,
            date,
            date_words,
            dated,
            evidence: vec![(s.span, s.section)],
            content: content.map(|t| t.lower.clone()).collect(),
            clause: self.clause_span(speech),
            speech,
        })
    }

    fn part(&self, mention: usize, role: Role) -> Option<Part> {
        let m = &self.sentence.mentions[mention];
        let start = self.sentence.tokens.get(m.first)?.span.start;
        let end = self.sentence.tokens.get(m.last.checked_sub(1)?)?.span.end;
        Some(Part { actor: m.actor?, role, surface: Span { start, end } })
    }

    fn parts(&self, mentions: &[usize], role: Role) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for part in mentions.iter().filter_map(|m| self.part(*m, role)) {
            if parts.iter().all(|p| p.actor != part.actor) {
                parts.push(part);
            }
        }
        parts
    }

    fn verb(&self) -> Option<Vec<Part>> {
        let a = self.action;
        let (subject, object) = self.clause.of_verb(a);
        let mutual = matches!(a.kind, Kind::Consult | Kind::Cooperate)
            || a.kind == Kind::Agree && (subject.len() > 1 || !object.is_empty());
        let (first, second) = match a.kind {
            _ if a.code == "043" => (Role::Host, Role::Party),
            _ if a.code == "045" => (Role::Mediator, Role::Party),
            _ if mutual => (Role::Party, Role::Party),
            _ => (Role::Initiator, Role::Recipient),
        };
        let acting = self.parts(&subject, first);
        let acted: Vec<Part> = self
            .parts(&object, second)
            .into_iter()
            .filter(|p| acting.iter().all(|q| q.actor != p.actor))
            .collect();
        // Troops that arrive somewhere do not come to talk.
        let armed = |p: &Part| {
            let kind = self.lexicon.actors[p.actor].kind;
            matches!(kind, ActorKind::Organisation | ActorKind::ArmedGroup | ActorKind::Company)
        };
        let near = &self.sentence.tokens[a.group.saturating_sub(3)..a.group];
        let troops = near.iter().any(|t| matches!(t.lower.as_str(), "troops" | "soldiers"));
        if a.code == "042" && (troops || acting.iter().any(armed)) {
            return None;
        }
        let placed = || a.kind == Kind::Assault && self.place().is_some();
        let enough = match a.entry.needs {
            // Not to support someone's aim is a refusal that names nobody.
            Needs::Both if a.kind == Kind::Reject => !acting.is_empty(),
            Needs::Both => {
                !acting.is_empty() && !acted.is_empty()
                    || a.kind == Kind::Consult
                        && (acting.len() > 1 || a.code == "042" && self.place().is_some())
            }
            Needs::Any => !acting.is_empty() || !acted.is_empty() || placed(),
            Needs::Speech => acting.iter().any(|p| {
                let kind = self.lexicon.actors[p.actor].kind;
                matches!(kind, ActorKind::Person | ActorKind::Government)
            }),
            _ => !acting.is_empty(),
        };
        enough.then(|| acting.into_iter().chain(acted).collect())
    }

    /// A meeting's parties, and the event that it goes on with if it is named by "the talks" only.
    fn meeting<'b>(&self, before: &'b [Draft]) -> Option<(Vec<Part>, Option<&'b Draft>)> {
        let (a, s) = (self.action, self.sentence);
        let mut who = self.clause.modifiers(a.group, a.at);
        let with = self.clause.led_by(a.end, &["with"]);
        who.extend(self.clause.led_by(a.end, &["between", "of", "among"]));
        if !with.is_empty() {
            who.extend(self.clause.subject(a.group, 0));
            who.extend(if who.is_empty() { self.clause.main_subject(a.group) } else { Vec::new() });
            who.extend(with);
        }
        let parts = self.parts(&who, Role::Party);
        if self.several(&parts) {
            return Some((parts, None));
        }
        let near = |i: usize| i + 6 > a.at && i < a.end + 5;
        let placed = s.mentions.iter().any(|m| m.named == Named::Place && m.last == a.at);
        let dated = s.timexes.iter().any(|t| near(t.first));
        let ongoing = self.ongoing();
        if placed || dated && a.modality == Modality::Actual && !parts.is_empty() || ongoing {
            // "The Istanbul talks": those whom the sentence names.
            let all: Vec<usize> = (0..s.mentions.len())
                .filter(|i| !s.mentions[*i].private && s.mentions[*i].named != Named::Place)
                .filter(|i| {
                    let kind = s.mentions[*i].actor.map(|a| self.lexicon.actors[a].kind);
                    matches!(
                        kind,
                        Some(ActorKind::Country | ActorKind::Government | ActorKind::Person)
                    )
                })
                .collect();
            let parts = self.parts(&all, Role::Party);
            if self.several(&parts) {
                return Some((parts, None));
            }
        }
        let after = s.tokens.iter().skip(a.end).take(6);
        let goes_on =
            a.modality == Modality::Planned || after.clone().any(|t| t.is(List::Anaphora));
        let definite = a.group < a.at && s.tokens[a.group].eq("the");
        let whole =
            before.iter().rev().find(|d| d.kind == Kind::Consult).filter(|_| {
                definite && goes_on && a.group == 0 && a.modality == Modality::Planned
            })?;
        let surface =
            Span { start: s.tokens[a.group].span.start, end: s.tokens[a.end - 1].span.end };
        let parts = whole.parts.iter().map(|p| Part { surface, ..p.clone() }).collect();
        Some((parts, Some(whole)))
    }

    fn ongoing(&self) -> bool {
        let a = self.action;
        self.sentence.tokens[a.group.saturating_sub(1)..a.at].iter().any(|t| t.is(List::Ongoing))
    }

    /// Whether at least two sides take part.
    fn several(&self, parts: &[Part]) -> bool {
        let side =
            |p: &Part| self.lexicon.country_of(p.actor).map_or(p.actor.to_string(), str::to_owned);
        parts.iter().map(side).collect::<HashSet<_>>().len() > 1
    }

    fn noun(&self) -> Option<Vec<Part>> {
        let (a, s) = (self.action, self.sentence);
        let mut who = self.clause.modifiers(a.group, a.at);
        if who.is_empty() {
            who = self.clause.led_by(a.end, &["by"]);
        }
        who.retain(|i| !s.mentions[*i].private);
        let acting = self.parts(&who, Role::Initiator);
        let others = |parts: Vec<Part>| -> Vec<Part> {
            parts.into_iter().filter(|p| acting.iter().all(|q| q.actor != p.actor)).collect()
        };
        let acted = match a.kind {
            Kind::Request => {
                let all: Vec<usize> = (0..s.mentions.len())
                    .filter(|i| {
                        s.mentions[*i].country.is_some() && s.mentions[*i].named != Named::Place
                    })
                    .collect();
                others(self.parts(&all, Role::Recipient)).into_iter().take(1).collect()
            }
            Kind::Assault => {
                let led = self.clause.led_by(a.end, &["on", "against", "of", "targeting"]);
                others(self.parts(&led, Role::Recipient))
            }
            _ => Vec::new(),
        };
        let place = self.place();
        let enough = match a.entry.needs {
            Needs::Owner => !acting.is_empty() && (!acted.is_empty() || place.is_some()),
            Needs::Place => place.is_some(),
            _ => !acted.is_empty() || place.is_some(),
        };
        enough.then(|| acting.into_iter().chain(acted).collect())
    }

    /// The place that the sentence names nearest to the action; a city before a country.
    fn place(&self) -> Option<Place> {
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
        );
        let about = |m: &&Mention| {
            let prep = m.prep.and_then(|p| self.sentence.tokens.get(p));
            prep.is_some_and(|t| {
                matches!(t.lower.as_str(), "during" | "about" | "for" | "with" | "regarding")
            }) && m.last != a.at
        };
        let places = || {
            let all = self.sentence.mentions.iter().filter(|m| m.named == Named::Place);
            all.filter(|m| !about(m) && (done || far(m) <= 6))
        };
        let city = places().filter(|m| m.place.is_some()).min_by_key(|m| far(m));
        if let Some(city) = city.and_then(|m| self.lexicon.city(m.place?)) {
            let (lat, lon) = (Some(city.lat), Some(city.lon));
            let (name, country) = (city.name.clone(), Some(city.country.clone()));
            return Some(Place { lat, lon, country, ..Place::named(name) });
        }
        let whole = places().min_by_key(|m| far(m))?;
        let found = country(whole.country.as_deref()?)?;
        // A country's middle is no place where something happened, so it gets no point.
        Some(Place { country: Some(found.iso3.clone()), ..Place::named(found.name.clone()) })
    }

    /// An attack in a country is an attack on it, unless it is the attacker's own.
    fn host_is_target(&self, parts: &mut Vec<Part>, place: Option<&Place>) {
        let Some(code) = place.and_then(|p| p.country.as_deref()) else { return };
        let Some(target) = self.lexicon.country_actor.get(code).copied() else { return };
        let involved = parts.iter().any(|p| self.lexicon.country_of(p.actor) == Some(code));
        let aimed = parts.iter().any(|p| p.role == Role::Recipient);
        if involved || aimed || parts.is_empty() {
            return;
        }
        let words = self
            .sentence
            .mentions
            .iter()
            .find(|m| m.named == Named::Place && m.country.as_deref() == Some(code));
        if let Some(m) = words {
            let (first, last) = (&self.sentence.tokens[m.first], &self.sentence.tokens[m.last - 1]);
            let surface = Span { start: first.span.start, end: last.span.end };
            parts.push(Part { actor: target, role: Role::Recipient, surface });
        }
    }

    /// What a statement is about: the other names in it.
    fn mention_others(&self, parts: &mut Vec<Part>) {
        let s = self.sentence;
        let named = (0..s.mentions.len()).filter(|i| {
            let m = &s.mentions[*i];
            m.named != Named::Place && m.named != Named::Pronoun && !m.private
        });
        for part in named.filter_map(|i| self.part(i, Role::Mentioned)) {
            if parts.len() < 8 && parts.iter().all(|p| p.actor != part.actor) {
                parts.push(part);
            }
        }
    }

    fn date(&self, speech: bool) -> (Option<Edtf>, Option<Span>, bool) {
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
        if let Some(timex) = near
            && let Some(date) = dates::resolve(timex, &s.anchor, future)
            && !(future && past(&date, &s.anchor))
        {
            return (Some(date), Some(timex.span), true);
        }
        if let Some(posted) = &s.posted {
            return (dates::resolve(posted, &s.anchor, false), Some(posted.span), true);
        }
        let long = s.tokens[a.group..a.at].iter().any(|t| t.eq("long"));
        let date = s.anchor.published.filter(|_| s.section != Section::Headlines).map(|day| {
            if long {
                dates::until(day)
            } else if a.modality == Modality::Planned || a.voice == Voice::Noun && self.ongoing() {
                dates::from(day)
            } else {
                dates::about(day)
            }
        });
        (date, None, long)
    }

    fn confidence(&self, parts: &[Part], dated: bool) -> f64 {
        let (a, s) = (self.action, self.sentence);
        let mut value: f64 = if a.voice == Voice::Noun { 0.6 } else { 0.7 };
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
    fn clause_span(&self, speech: bool) -> Span {
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

/// Whether the event is an act of speech, told by its words.
fn is_speech(action: &Action) -> bool {
    action.entry.kind == Kind::Statement
}

/// Whether a date was over before the article was published.
fn past(date: &Edtf, anchor: &Anchor) -> bool {
    date.bounds().latest.zip(anchor.published).is_some_and(|(latest, published)| latest < published)
}
