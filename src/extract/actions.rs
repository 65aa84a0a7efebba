//! Actions: the verbs and nouns of a sentence that stand for events.

use super::names::{Mention, Named};
use super::text::Token;
use super::words::{Entry, Form, List, Needs, words};
use crate::domain::{Kind, Modality};

/// How an action is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Active,
    Passive,
    /// A participle or gerund, whose subject is that of the sentence: ", killing five".
    Participle,
    Noun,
}

/// A verb or noun that stands for an event.
#[derive(Debug, Clone)]
pub(super) struct Action {
    pub(super) entry: &'static Entry,
    pub(super) kind: Kind,
    pub(super) code: String,
    /// Where it starts, with its auxiliaries; where the word itself is; where it ends.
    pub(super) group: usize,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) voice: Voice,
    pub(super) modality: Modality,
}

/// The actions of a sentence, from left to right.
pub(super) fn actions(tokens: &[Token], mentions: &[Mention]) -> Vec<Action> {
    let dead = conditions(tokens);
    let ordinary = ordinary_case(tokens);
    let mut found: Vec<Action> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let named = mentions.iter().any(|m| m.first <= i && i < m.last);
        let name = ordinary && i > 0 && tokens[i].capital;
        // In "imposed sanctions" the second word is no verb.
        let object = found.last().is_some_and(|a: &Action| {
            a.end + 8 > i && a.entry.objects.iter().any(|o| tokens[i].eq(o))
        });
        let action = if object {
            noun(tokens, i)
        } else if dead[i] || named || name {
            None
        } else {
            verb(tokens, mentions, i).or_else(|| noun(tokens, i))
        };
        i = action.as_ref().map_or(i + 1, |a| a.end.max(i + 1));
        found.extend(action);
        deny(tokens, &mut found);
    }
    for i in 0..found.len() {
        color_speech(tokens, mentions, &mut found, i);
    }
    found
}

/// Which tokens stand in a condition: what "if" leads, up to the next comma.
fn conditions(tokens: &[Token]) -> Vec<bool> {
    let mut dead = false;
    let mark = |t: &Token| {
        if t.is(List::Condition) {
            dead = true;
        } else if t.eq(",") || t.eq(";") {
            dead = false;
        }
        dead
    };
    tokens.iter().map(mark).collect()
}

/// Whether capitals mean names here, not a headline's style.
fn ordinary_case(tokens: &[Token]) -> bool {
    let long = || tokens.iter().filter(|t| t.word && t.lower.len() > 3 && !t.number());
    long().filter(|t| !t.capital).count() * 2 > long().count()
}

/// Whether the word is one that makes a clause: after it, "to" does not stand for "will".
fn verbal(token: &Token) -> bool {
    let finite = |f: &(usize, Form)| matches!(f.1, Form::S | Form::Past);
    token.is(List::Auxiliary) || words().verb(&token.lower).iter().any(finite)
}

/// What is denied is said not to have happened: "denied that it had attacked".
fn deny(tokens: &[Token], found: &mut [Action]) {
    let [.., denial, last] = found else { return };
    let that = tokens.get(denial.end).is_some_and(|t| t.eq("that"));
    if denial.entry.lemma == "deny" && that && last.at < denial.end + 10 {
        last.modality = Modality::Denied;
    }
}

fn adverb(token: &Token) -> bool {
    token.is(List::Adverb) || token.lower.len() > 4 && token.lower.ends_with("ly")
}

/// What stands before a verb.
#[derive(Default)]
struct Group {
    start: usize,
    be: bool,
    have: bool,
    do_: bool,
    to: bool,
    planned: bool,
    possible: bool,
    negated: bool,
}

fn verb(tokens: &[Token], mentions: &[Mention], i: usize) -> Option<Action> {
    let forms = words().verb(&tokens[i].lower);
    if forms.is_empty() {
        return None;
    }
    let group = group(tokens, mentions, i)?;
    let mut best: Option<(usize, Action)> = None;
    for (index, form) in forms {
        let entry = &words().verbs[*index];
        let rest = tokens.iter().skip(i + 1).map(|t| t.lower.as_str());
        if !rest.take(entry.rest.len()).eq(entry.rest.iter().map(String::as_str)) {
            continue;
        }
        let Some(voice) = voice(tokens, mentions, i, *form, &group) else { continue };
        let end = i + 1 + entry.rest.len();
        if !entry.objects.is_empty() && !has_object(tokens, entry, &group, voice, end) {
            continue;
        }
        let Some((kind, code, mut modality)) = polarity(entry, &group) else { continue };
        let joined = group.start > 0 && tokens[group.start - 1].eq("and");
        let led = group.planned || group.possible;
        if *form == Form::Base
            && joined
            && !led
            && tokens[..group.start].iter().any(|t| t.is(List::Planned))
        {
            modality = Modality::Planned;
        }
        let score = entry.rest.len() * 2 + usize::from(!entry.objects.is_empty());
        if best.as_ref().is_none_or(|(s, _)| score > *s) {
            let group = group.start;
            best = Some((score, Action { entry, kind, code, group, at: i, end, voice, modality }));
        }
    }
    best.map(|(_, action)| action)
}

/// Reads the auxiliaries before a verb. None for an infinitive that another verb governs, which
/// says what is wanted or tried, not what happens; and for what only should be.
fn group(tokens: &[Token], mentions: &[Mention], i: usize) -> Option<Group> {
    let mut g = Group { start: i, ..Group::default() };
    while let Some(t) = g.start.checked_sub(1).and_then(|p| tokens.get(p)) {
        let before = g.start.checked_sub(2).and_then(|p| tokens.get(p));
        if t.is(List::Negation) {
            g.negated = true;
        } else if t.is(List::Be) {
            g.be = true;
        } else if t.is(List::Have) {
            g.have = true;
        } else if t.is(List::Planned) {
            g.planned = true;
        } else if t.is(List::Obligation) && t.is(List::Hypothetical) {
            return None;
        } else if t.eq("would") {
            let said = tokens[..g.start].iter().any(|t| {
                words()
                    .verb(&t.lower)
                    .iter()
                    .any(|(v, _)| words().verbs[*v].kind == Kind::Statement)
            });
            g.planned |= said;
            g.possible |= !said;
        } else if t.is(List::Hypothetical) {
            g.possible = true;
        } else if matches!(t.lower.as_str(), "do" | "does" | "did") {
            g.do_ = true;
        } else if t.eq("to") && !g.to && !g.be {
            let named = mentions.iter().any(|m| m.last + 1 == g.start && m.prep.is_none());
            let governed = before?;
            g.to = true;
            if governed.is(List::BeforeTo) {
                g.planned = true;
                g.start -= 1;
            } else if governed.is(List::ActualInfinitive) {
                g.start -= 1;
            } else if named && !tokens[..g.start - 1].iter().any(verbal) {
                // "Putin to meet Xi", as headlines have it.
                g.planned = true;
            } else {
                return None;
            }
        } else if t.eq("to") && g.be {
            let governed = before?;
            if !governed.is(List::BeforeTo) {
                return None;
            }
            g.planned = true;
            g.to = true;
            g.start -= 1;
        } else if !adverb(t) {
            break;
        }
        g.start -= 1;
    }
    Some(g)
}

/// How the form reads here; none where the word is not a verb, or not a finite one.
fn voice(tokens: &[Token], mentions: &[Mention], i: usize, form: Form, g: &Group) -> Option<Voice> {
    let before = g.start.checked_sub(1).and_then(|p| tokens.get(p));
    let next = tokens.get(i + 1);
    let ends_mention = |adjective: bool| {
        mentions.iter().any(|m| m.last == g.start && (m.named == Named::Adjective) == adjective)
    };
    let modifies = before.is_some_and(|t| {
        t.is(List::Determiner) || t.is(List::Preposition) || t.eq("'s") || t.eq("-") || t.number()
    }) || ends_mention(true) && !g.be && !g.have;
    let noun = !words().noun(&tokens[i].lower).is_empty();
    let noun_next = next.is_some_and(|t| t.is(List::Preposition) && !t.eq("to"));
    let by = next.is_some_and(|t| t.eq("by"));
    let comma = before.is_some_and(|t| t.eq(","));
    let speech = words()
        .verb(&tokens[i].lower)
        .iter()
        .any(|(v, _)| words().verbs[*v].kind == Kind::Statement);
    // "With thousands evacuated.": nothing follows, and no name stands before.
    let bare = next.is_none_or(|t| t.eq(".")) && !speech && !ends_mention(false)
        || next.is_some_and(|t| {
            // "Two soldiers killed, five injured in a raid", with the auxiliary left out.
            let hurt = matches!(tokens[i].lower.as_str(), "killed" | "injured" | "wounded");
            hurt && (matches!(t.lower.as_str(), "," | "and") || t.is(List::Preposition))
        });
    match form {
        Form::Base => {
            let plural = before.is_some_and(|t| {
                t.word
                    && t.lower.ends_with('s')
                    && !t.is(List::Preposition)
                    && !t.is(List::Auxiliary)
            });
            // "Will recognize and support": the modal verb before holds for both.
            let and = before.is_some_and(|t| t.eq("and"))
                && !noun
                && tokens[..g.start].iter().any(|t| t.is(List::Planned));
            let led = g.to || g.do_ || g.planned || g.possible;
            // One country "attacks"; after "insists that" it "attack", which is a wish.
            let one =
                |m: &Mention| mentions.iter().filter(|n| n.list == m.list).count() == 1 && !plural;
            let of = |m: &Mention| m.prep.is_some_and(|p| tokens[p].eq("of"));
            let many = mentions.iter().any(|m| m.last == g.start && (!one(m) || of(m)))
                || before.is_some_and(|t| t.is(List::State));
            // "Unidentified gunmen attack a village", "The Taliban kill several".
            let object = next.is_some_and(|t| t.is(List::Determiner) || t.number());
            let agents = before.is_some_and(|t| words().agent(&t.lower).is_some());
            let opens = mentions.iter().any(|m| m.last == g.start && m.first < 2);
            let several = (agents || opens) && object;
            let subject = (plural || many || and || several) && !modifies && !(noun && noun_next);
            (led || subject && !g.be).then_some(Voice::Active)
        }
        Form::S => {
            let as_noun = noun && noun_next && !ends_mention(false);
            let plain = !noun || ends_mention(false) || g.start < i;
            (!modifies && !as_noun && plain && !g.be && !g.have).then_some(Voice::Active)
        }
        Form::Past | Form::Participle if g.be => Some(Voice::Passive),
        Form::Past | Form::Participle if g.have => (!modifies).then_some(Voice::Active),
        Form::Past | Form::Participle if by => Some(Voice::Passive),
        // ", detained in Tehran," tells more of the name before it.
        Form::Past => {
            // But "a member, Ali Ahmed, started a strike" goes on after the name in between.
            let apposed = mentions
                .iter()
                .any(|m| m.last + 1 == g.start && m.first > 0 && tokens[m.first - 1].eq(","));
            let goes_on = !comma || speech || apposed;
            (!modifies && !g.to && i > 0 && goes_on && !bare).then_some(Voice::Active)
        }
        Form::Participle => None,
        Form::Ing if g.be => Some(Voice::Active),
        Form::Ing => before
            .is_some_and(|t| {
                t.eq(",")
                    || t.is(List::ActualInfinitive)
                    || matches!(t.lower.as_str(), "after" | "before" | "while" | "by" | "when")
            })
            .then_some(Voice::Participle),
    }
}

/// Whether one of the words that the verb needs stands where its object does.
fn has_object(tokens: &[Token], entry: &Entry, g: &Group, voice: Voice, end: usize) -> bool {
    let is = |t: &Token| entry.objects.iter().any(|o| t.eq(o));
    if voice == Voice::Passive {
        tokens[g.start.saturating_sub(7)..g.start].iter().any(is)
    } else {
        let stop = |t: &&Token| !t.is(List::Boundary) && !t.eq(";");
        tokens.iter().skip(end).take(8).take_while(stop).any(is)
    }
}

/// The kind, code and modality with the negations and modal verbs taken in.
fn polarity(entry: &Entry, g: &Group) -> Option<(Kind, String, Modality)> {
    if g.negated {
        return match entry.kind {
            // Not to be willing to is to refuse.
            Kind::Consult
            | Kind::Concede
            | Kind::Aid
            | Kind::Cooperate
            | Kind::Retreat
            | Kind::Support
            | Kind::Agree
                if g.planned =>
            {
                Some((Kind::Reject, "120".to_owned(), Modality::Actual))
            }
            // Not to support is to turn down; not to attack is a denial.
            Kind::Support | Kind::Agree => Some((Kind::Reject, "120".to_owned(), Modality::Actual)),
            Kind::Assault
            | Kind::Coerce
            | Kind::Mobilize
            | Kind::Sanction
            | Kind::Aid
            | Kind::Retreat
            | Kind::Consult => Some((entry.kind, entry.code.clone(), Modality::Denied)),
            _ => None,
        };
    }
    let modality = match (g.planned, g.possible) {
        (_, true) => Modality::Hypothetical,
        (true, _) => Modality::Planned,
        _ => Modality::Actual,
    };
    let menaced = modality == Modality::Hypothetical
        && matches!(entry.kind, Kind::Sanction | Kind::Coerce | Kind::Protest);
    let (kind, code) = if modality == Modality::Planned || menaced {
        intent(entry.kind, &entry.code)
    } else {
        (entry.kind, entry.code.clone())
    };
    Some((kind, code, modality))
}

/// What it is to say that one will do so. CAMEO has codes of their own for the intent to cooperate
/// (03) and for threats (13); what is planned without such a code stays what it is.
fn intent(kind: Kind, code: &str) -> (Kind, String) {
    let coded = match kind {
        Kind::Cooperate => (Kind::Agree, "031"),
        Kind::Support => (Kind::Agree, "032"),
        Kind::Aid => (Kind::Agree, "033"),
        Kind::Concede => (Kind::Agree, "034"),
        Kind::Retreat => (Kind::Agree, "035"),
        Kind::Sanction => (Kind::Threaten, "131"),
        Kind::Coerce => (Kind::Threaten, "137"),
        Kind::Protest => (Kind::Threaten, "133"),
        Kind::Assault => (Kind::Threaten, "138"),
        _ => return (kind, code.to_owned()),
    };
    (coded.0, coded.1.to_owned())
}

fn noun(tokens: &[Token], i: usize) -> Option<Action> {
    let entry = words()
        .noun(&tokens[i].lower)
        .iter()
        .map(|n| &words().nouns[*n])
        .filter(|e| {
            let rest = tokens.iter().skip(i + 1).map(|t| t.lower.as_str());
            rest.take(e.rest.len()).eq(e.rest.iter().map(String::as_str))
        })
        .max_by_key(|e| e.rest.len())?;
    let end = i + 1 + entry.rest.len();
    // Back over the words that belong to the noun.
    let mut group = i;
    while group > 0 {
        let t = &tokens[group - 1];
        let part = (t.word || t.eq("-")) && !t.is(List::Preposition) && !t.is(List::Auxiliary);
        if !part && !t.eq("'s") || t.eq("and") || t.is(List::Boundary) || i - group > 6 {
            break;
        }
        group -= 1;
    }
    // What is prevented or feared has not happened; nor has an attack helicopter attacked.
    let lead = tokens[group.saturating_sub(2)..i].iter();
    let compound = tokens.get(end).is_some_and(|t| {
        t.word
            && entry.needs == Needs::Attack
            && !t.is(List::Preposition)
            && !t.is(List::Auxiliary)
            && !t.is(List::Boundary)
            && !t.is(List::Adverb)
            && !t.eq("and")
            && !t.number()
            && words().verb(&t.lower).is_empty()
            && !t.capital
    });
    if lead.clone().any(|t| t.is(List::Irrealis)) || compound {
        return None;
    }
    let verb_after = super::roles::next_verb_is_planned(tokens, end);
    let off = tokens.iter().skip(end).take(12).any(|t| t.is(List::CalledOff));
    let modality = match (verb_after, off) {
        (_, true) => Modality::Denied,
        (true, _) => Modality::Planned,
        _ => Modality::Actual,
    };
    let (kind, code) = (entry.kind, entry.code.clone());
    Some(Action { entry, kind, code, group, at: i, end, voice: Voice::Noun, modality })
}

/// A statement takes the color of what is said: that one may yield is an offer to yield, that
/// something must be is a demand. What was only said to be possible is not told apart from that.
fn color_speech(tokens: &[Token], mentions: &[Mention], found: &mut [Action], i: usize) {
    let speech = &found[i];
    if speech.kind != Kind::Statement
        || speech.voice == Voice::Noun
        || speech.modality != Modality::Actual
    {
        return;
    }
    let stop = |t: &&Token| !t.eq(";") && !t.is(List::Condition);
    let said: Vec<&Token> = tokens[speech.end..].iter().take_while(stop).collect();
    let may =
        said.iter().position(|t| matches!(t.lower.as_str(), "could" | "may" | "might" | "would"));
    let yields = said.iter().position(|t| t.is(List::Yielding));
    let must = said.iter().take(12).any(|t| matches!(t.lower.as_str(), "must"));
    if may.zip(yields).is_some_and(|(m, y)| m < y && y < m + 5) {
        found[i].kind = Kind::Concede;
        found[i].code = "035".to_owned();
        found[i].modality = Modality::Hypothetical;
    } else if must || wishes(tokens, mentions, speech) {
        found[i].kind = Kind::Request;
        found[i].code = "100".to_owned();
    }
}

/// Whether it is insisted that someone do something: "that", a name, a bare verb.
fn wishes(tokens: &[Token], mentions: &[Mention], speech: &Action) -> bool {
    let that = tokens.get(speech.end).is_some_and(|t| t.eq("that"));
    let named = mentions.iter().find(|m| m.first == speech.end + 1);
    let bare = named.and_then(|m| tokens.get(m.last)).is_some_and(|t| {
        t.word
            && !t.is(List::Auxiliary)
            && !t.is(List::Preposition)
            && !t.is(List::Adverb)
            && !t.lower.ends_with(['s', 'd'])
            && !t.eq("and")
    });
    that && bare && speech.entry.lemma == "insist"
}
