//! Parties: who takes part in an event, and whether that is enough to record it.

use super::actions::Voice;
use super::draft::{Draft, Part, Reader};
use super::names::Named;
use super::text::{Span, Token};
use super::words::{List, Needs, words};
use crate::domain::{ActorKind, Kind, Modality, Place, Role};
use std::collections::HashSet;

impl Reader<'_> {
    pub(super) fn verb(&self) -> Option<Vec<Part>> {
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
        let acted = if acted.is_empty() { self.towards(&acting) } else { acted };
        // Troops that arrive somewhere do not come to talk.
        let armed = |p: &Part| {
            let kind = self.cast.kind(p.actor);
            matches!(
                kind,
                Some(ActorKind::Organisation | ActorKind::ArmedGroup | ActorKind::Company)
            )
        };
        let near = &self.sentence.tokens[a.group.saturating_sub(3)..a.group];
        let troops = near.iter().any(|t| matches!(t.lower.as_str(), "troops" | "soldiers"));
        if a.code == "042" && (troops || acting.iter().any(armed)) {
            return None;
        }
        // A storm or a crash kills, too, and whoever is named with it has not attacked.
        let hearsay =
            a.kind == Kind::Statement && acting.iter().all(|p| self.cast.nameless(p.actor));
        let accident = a.kind == Kind::Assault
            && self.sentence.tokens.iter().any(|t| t.is(List::Disaster))
            && acting.iter().all(|p| self.cast.kind(p.actor) == Some(ActorKind::Other));
        if accident || hearsay {
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
                let kind = self.cast.kind(p.actor);
                matches!(kind, Some(ActorKind::Person | ActorKind::Government))
            }),
            _ => !acting.is_empty(),
        };
        enough.then(|| acting.into_iter().chain(acted).collect())
    }

    /// Whom a deed is done to, where no preposition of the verb leads there: the first other name
    /// with a country in the rest of the clause.
    fn towards(&self, acting: &[Part]) -> Vec<Part> {
        let (a, s) = (self.action, self.sentence);
        let visit = a.code == "042";
        let role = if visit { Role::Host } else { Role::Recipient };
        let directed = visit
            || !matches!(
                a.kind,
                Kind::Statement | Kind::Consult | Kind::Other | Kind::Protest | Kind::Appeal
            );
        if !directed || a.voice == Voice::Passive {
            return Vec::new();
        }
        let stop = |t: &Token| {
            t.is(List::Boundary) && !matches!(t.lower.as_str(), "that" | "against" | "whom")
                || matches!(t.lower.as_str(), ";" | ":" | "—" | "“")
        };
        let end = s.tokens.iter().skip(a.end).position(stop).map_or(s.tokens.len(), |n| n + a.end);
        let speaks = |last: usize| {
            s.tokens.iter().skip(last).take(2).any(|t| {
                words()
                    .verb(&t.lower)
                    .iter()
                    .any(|(v, _)| words().verbs[*v].kind == Kind::Statement)
            })
        };
        let there =
            s.mentions.iter().enumerate().filter(|(_, m)| {
                m.first >= a.end && m.last <= end && !m.private && !speaks(m.last)
            });
        for (i, m) in there {
            if m.named == Named::Place {
                let Some(code) = m.country.as_deref() else { continue };
                let home = acting.iter().any(|p| self.cast.country_of(p.actor) == Some(code));
                let land = self.cast.lexicon.country_actor.get(code).copied();
                if let Some(actor) = land.filter(|_| !home)
                    && let Some(surface) = self.surface(i)
                {
                    return vec![Part { actor, role, surface }];
                }
            } else if m.actor.is_some_and(|x| {
                self.cast.country_of(x).is_some() && acting.iter().all(|p| p.actor != x)
            }) && !visit
            {
                return self.part(i, role).into_iter().collect();
            }
        }
        Vec::new()
    }

    /// A meeting's parties, and the event that it goes on with if it is named by "the talks" only.
    pub(super) fn meeting<'b>(
        &self,
        before: &'b [Draft],
    ) -> Option<(Vec<Part>, Option<&'b Draft>)> {
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
                    let kind = s.mentions[*i].actor.and_then(|a| self.cast.kind(a));
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

    pub(super) fn ongoing(&self) -> bool {
        let a = self.action;
        self.sentence.tokens[a.group.saturating_sub(1)..a.at].iter().any(|t| t.is(List::Ongoing))
    }

    /// Whether at least two sides take part.
    pub(super) fn several(&self, parts: &[Part]) -> bool {
        let side =
            |p: &Part| self.cast.country_of(p.actor).map_or(p.actor.to_string(), str::to_owned);
        let named = parts.iter().filter(|p| !self.cast.nameless(p.actor));
        named.map(side).collect::<HashSet<_>>().len() > 1
    }

    pub(super) fn noun(&self) -> Option<Vec<Part>> {
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
                let mut led = self.clause.led_by(a.end, &["on", "against", "of", "targeting"]);
                if led.is_empty() {
                    led = self.struck();
                }
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

    /// Those who "are killed in" the attack.
    fn struck(&self) -> Vec<usize> {
        let tokens = &self.sentence.tokens[..self.action.group];
        let hit = |t: &Token| matches!(t.lower.as_str(), "killed" | "injured" | "wounded");
        let verb = tokens.iter().position(hit).filter(|v| *v > 0 && tokens[*v - 1].is(List::Be));
        verb.map_or_else(Vec::new, |v| self.clause.subject(v.saturating_sub(1), 0))
    }

    /// An attack in a country is an attack on it, unless it is the attacker's own.
    pub(super) fn host_is_target(&self, parts: &mut Vec<Part>, place: Option<&Place>) {
        let Some(code) = place.and_then(|p| p.country.as_deref()) else { return };
        let Some(target) = self.cast.lexicon.country_actor.get(code).copied() else { return };
        // Rebels attack their own country.
        let own = |p: &Part| {
            self.cast.kind(p.actor) != Some(ActorKind::ArmedGroup)
                && self.cast.country_of(p.actor) == Some(code)
        };
        let involved = parts.iter().any(own);
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

    /// A protest against nobody in particular is one to the government of those who protest.
    pub(super) fn government_is_addressed(&self, parts: &mut Vec<Part>, place: Option<&Place>) {
        let addressed =
            |p: &Part| p.role == Role::Recipient && self.cast.country_of(p.actor).is_some();
        if parts.iter().any(addressed) {
            return;
        }
        let first = parts.first().and_then(|p| Some((self.cast.country_of(p.actor)?, p.surface)));
        let there = place.and_then(|p| Some((p.country.as_deref()?, self.sentence.span)));
        let Some((code, surface)) = first.or(there) else { return };
        if let Some(actor) = self.cast.lexicon.government_of(code)
            && parts.iter().all(|p| p.actor != actor)
        {
            parts.push(Part { actor, role: Role::Recipient, surface });
        }
    }

    /// What a statement is about: the other names in it.
    pub(super) fn mention_others(&self, parts: &mut Vec<Part>) {
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
}
