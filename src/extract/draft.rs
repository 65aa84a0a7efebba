//! Drafts: an action of a sentence with its actors, date and place.

use super::actions::{Action, Voice};
use super::cast::Cast;
use super::circumstances::Dated;
use super::dates::{Anchor, Timex};
use super::happenings;
use super::names::Mention;
use super::roles::Clause;
use super::tags::tags;
use super::text::{Span, Token};
use super::toll::{Toll, tolls};
use super::words::{List, Needs};
use crate::domain::{Edtf, Kind, Modality, Place, Role, Section};
use std::collections::{BTreeSet, HashSet};

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
    /// The name of the rule that found the date.
    pub(super) date_rule: Option<&'static str>,
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
    pub(super) toll: Toll,
    /// What its sentences speak of.
    pub(super) tags: BTreeSet<&'static str>,
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
/// may refer, and the last of which may be the deed whose dead this one counts.
pub(super) fn drafts(
    cast: &Cast<'_>,
    sentence: &Sentence<'_>,
    actions: &[Action],
    before: &mut [Draft],
) -> Vec<Draft> {
    let clause = Clause::new(sentence.tokens, sentence.mentions);
    let verbs: Vec<usize> =
        actions.iter().filter(|a| a.voice != Voice::Noun).map(|a| a.at).collect();
    let mut found: Vec<(Draft, usize)> = Vec::new();
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
            let told = found.iter().any(|(d, _)| d.kind == action.kind);
            if g.kind == action.kind && g.voice != Voice::Noun && told || wanted && close {
                continue;
            }
        }
        let reader = Reader { cast, sentence, clause: &clause, action, others: &verbs };
        let Some(draft) = reader.draft(before) else { continue };
        // ", officials said." after a deed is where the news comes from, not news itself.
        let attribution = draft.kind == Kind::Statement
            && sentence.tokens.len() < action.end + 4
            && found.iter().any(|(d, _)| !d.speech);
        if attribution {
            continue;
        }
        // "Launched an attack" is one event, however many words tell it.
        let apart = |d: &Draft| {
            let dates = d.date.as_ref().zip(draft.date.as_ref());
            d.dated && dates.is_some_and(|(x, y)| !x.bounds().overlap(&y.bounds()))
        };
        let same = found.iter().any(|(d, _)| {
            d.kind == draft.kind
                && !apart(d)
                && d.modality == draft.modality
                && (draft.parts.is_empty()
                    || draft.parts.iter().any(|p| d.parts.iter().any(|q| q.actor == p.actor)))
        });
        if !same {
            found.push((draft, action.at));
        }
    }
    let counts = tolls(sentence.tokens, sentence.timexes, &sentence.anchor);
    let told = found.iter().map(|(d, _)| d).chain(before.last()).any(Draft::is_deed);
    if !told && let Some(action) = happenings::disaster(sentence, &counts) {
        let reader = Reader { cast, sentence, clause: &clause, action: &action, others: &verbs };
        // Who died nowhere and of nothing is counted with what was told before.
        let by = |token: &Token| token.is(List::Disaster) || token.is(List::Violent);
        if sentence.tokens.iter().any(by) || reader.place().is_some() {
            found.push((reader.disaster(), action.at));
        }
    }
    if found.is_empty()
        && let Some(action) = happenings::of_office(sentence)
    {
        let reader = Reader { cast, sentence, clause: &clause, action: &action, others: &verbs };
        found.push((reader.of_office(), action.at));
    }
    sentence.give(&counts, &mut found, before);
    found.into_iter().map(|(draft, _)| draft).collect()
}

pub(super) struct Reader<'a> {
    pub(super) cast: &'a Cast<'a>,
    pub(super) sentence: &'a Sentence<'a>,
    pub(super) clause: &'a Clause<'a>,
    pub(super) action: &'a Action,
    /// Where verbs of other events in the sentence stand.
    pub(super) others: &'a [usize],
}

impl Reader<'_> {
    pub(super) fn draft(&self, before: &[Draft]) -> Option<Draft> {
        let a = self.action;
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
        let ongoing = a.voice == Voice::Noun && self.ongoing();
        let mut place = if speech || ongoing { None } else { self.place() };
        let when = self.date(speech);
        if let Some(whole) = inherited {
            place = place.or_else(|| whole.place.clone());
        }
        if a.kind == Kind::Assault {
            self.host_is_target(&mut parts, place.as_ref());
        }
        if a.kind == Kind::Protest {
            self.government_is_addressed(&mut parts, place.as_ref());
        }
        if speech {
            self.mention_others(&mut parts);
        }
        Some(self.told(parts, place, when, speech))
    }

    pub(super) fn told(
        &self,
        parts: Vec<Part>,
        place: Option<Place>,
        when: Dated,
        speech: bool,
    ) -> Draft {
        let (a, s) = (self.action, self.sentence);
        let content = s.tokens.iter().filter(|t| {
            t.word && t.lower.chars().count() > 3 && !t.is(List::Stop) && !t.is(List::Preposition)
        });
        Draft {
            kind: a.kind,
            code: a.code.clone(),
            modality: a.modality,
            confidence: self.confidence(&parts, when.said),
            parts,
            place,
            date: when.date,
            date_words: when.words,
            date_rule: when.rule,
            dated: when.said,
            evidence: vec![(s.span, s.section)],
            content: content.map(|t| t.lower.clone()).collect(),
            clause: self.clause_span(speech),
            speech,
            toll: Toll::default(),
            tags: tags(s.tokens),
        }
    }

    pub(super) fn part(&self, mention: usize, role: Role) -> Option<Part> {
        let actor = self.sentence.mentions.get(mention)?.actor?;
        Some(Part { actor, role, surface: self.surface(mention)? })
    }

    /// The words of a mention.
    pub(super) fn surface(&self, mention: usize) -> Option<Span> {
        let m = self.sentence.mentions.get(mention)?;
        let start = self.sentence.tokens.get(m.first)?.span.start;
        let end = self.sentence.tokens.get(m.last.checked_sub(1)?)?.span.end;
        Some(Span { start, end })
    }

    pub(super) fn parts(&self, mentions: &[usize], role: Role) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for part in mentions.iter().filter_map(|m| self.part(*m, role)) {
            if parts.iter().all(|p| p.actor != part.actor) {
                parts.push(part);
            }
        }
        parts
    }
}

/// Whether the event is an act of speech, told by its words.
fn is_speech(action: &Action) -> bool {
    action.entry.kind == Kind::Statement
}
