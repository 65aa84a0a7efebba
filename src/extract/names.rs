//! Mentions: the names of a sentence, with whom or what they stand for.

use super::cast::Cast;
use super::grouping::{lists, preposition};
use super::lexicon::{Lexicon, Sense, country_code_of};
use super::newcomers;
use super::text::{Span, Token};
use super::words::{List, words};
use crate::domain::ActorKind;
use chrono::NaiveDate;
use std::collections::HashSet;

/// How an actor is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Name,
    /// By a country's adjective: "the Ukrainian side".
    Adjective,
    /// By an office: "the Ukrainian president".
    Office,
    Pronoun,
    /// Only a place here.
    Place,
}

/// A name in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Its tokens, from the first to before the last.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) actor: Option<usize>,
    /// The gazetteer's entry, if the name is one.
    pub(super) place: Option<usize>,
    /// The country that a place lies in, or is.
    pub(super) country: Option<String>,
    pub(super) named: Named,
    /// The preposition it depends on, as a token.
    pub(super) prep: Option<usize>,
    /// Mentions joined by "and" share a list.
    pub(super) list: usize,
    /// It stands for private people: "a Russian journalist".
    pub(super) private: bool,
}

impl Mention {
    /// A name at these tokens of which nothing else is known.
    pub(super) fn named(first: usize, last: usize) -> Mention {
        Mention {
            first,
            last,
            actor: None,
            place: None,
            country: None,
            named: Named::Name,
            prep: None,
            list: 0,
            private: false,
        }
    }
}

/// What an article has said so far of persons.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Persons named in full anywhere in the article.
    pub(super) named: HashSet<usize>,
    /// The person that "he" or "she" means.
    pub(super) last: Option<usize>,
}

/// The mentions of a sentence.
pub(super) fn mentions(
    cast: &mut Cast<'_>,
    text: &str,
    span: Span,
    tokens: &[Token],
    memory: &Memory,
    on: Option<NaiveDate>,
) -> Vec<Mention> {
    let lexicon = cast.lexicon;
    let mut found: Vec<Mention> = Vec::new();
    for hit in lexicon.find(text, span, on) {
        let first = tokens.partition_point(|t| t.span.end <= hit.span.start);
        let last = tokens.partition_point(|t| t.span.start < hit.span.end);
        if first < last
            && let Some(mention) = read(lexicon, tokens, first, last, &hit.senses, memory, on)
        {
            found.push(mention);
        }
    }
    join_offices(cast, text, tokens, &mut found, on);
    if all_lower_somewhere(tokens) {
        newcomers::names(cast, text, tokens, &mut found);
    }
    newcomers::groups(cast, text, tokens, &mut found);
    newcomers::homes(cast, tokens, &mut found);
    mark_places(tokens, &mut found);
    pronouns(tokens, &mut found, memory);
    for i in 0..found.len() {
        found[i].prep = preposition(tokens, &found, i);
        found[i].list = i;
    }
    lists(tokens, &mut found);
    found
}

fn read(
    lexicon: &Lexicon,
    tokens: &[Token],
    first: usize,
    last: usize,
    senses: &[Sense],
    memory: &Memory,
    on: Option<NaiveDate>,
) -> Option<Mention> {
    let mut mention = Mention::named(first, last);
    let after = tokens.get(last);
    if after.is_some_and(|t| t.eq("$")) {
        return None; // "US$5" is money.
    }
    let before = first.checked_sub(1).and_then(|i| tokens.get(i));
    // "Pro-Russian" and "Russian-backed" are said of others.
    let side = |i: usize| tokens.get(i).is_some_and(|t| matches!(t.lower.as_str(), "pro" | "anti"));
    let led = after.is_some_and(|t| t.eq("-"))
        && tokens.get(last + 1).is_some_and(|t| t.word && !t.capital);
    if led || first > 1 && tokens[first - 1].eq("-") && side(first - 2) {
        return None;
    }
    for sense in senses {
        match *sense {
            Sense::Actor(actor) => {
                // Of two that share a name, the one that the article or the date speaks for.
                let better = mention.actor.is_none() || memory.named.contains(&actor);
                if better {
                    mention.actor = Some(actor);
                    mention.country = country_code_of(lexicon, actor).map(str::to_owned);
                }
            }
            Sense::Adjective(actor) if mention.actor.is_none() => {
                mention.actor = Some(actor);
                mention.named = Named::Adjective;
            }
            Sense::Place(place) => {
                let city = lexicon.city(place)?;
                mention.place = mention.place.or(Some(place));
                if mention.actor.is_none() || mention.country.is_none() {
                    mention.country = Some(city.country.clone());
                }
                if mention.actor.is_none() && city.capital {
                    mention.actor = lexicon.government_of(&city.country);
                } else if mention.actor.is_none() {
                    mention.named = Named::Place;
                }
            }
            _ => {}
        }
    }
    if mention.actor.is_none() && mention.place.is_none() {
        mention.actor = Some(surname(lexicon, senses, before, after, memory, on)?);
    }
    if mention.named == Named::Adjective {
        mention.private =
            tokens[last..].iter().take(4).take_while(|t| t.word).any(|t| t.is(List::Private));
    }
    // A capitalised word on either side makes another name of it: "Hunter Biden", "London Bridge".
    let capital = |t: Option<&Token>| t.is_some_and(|t| t.capital && t.word);
    if mention.named == Named::Place && capital(after) && all_lower_somewhere(tokens) {
        let joined = after.is_some_and(|t| words().noun(&t.lower).is_empty());
        return (!joined).then_some(mention);
    }
    Some(mention)
}

/// Whether the sentence is in ordinary case, so that a capital means a name.
fn all_lower_somewhere(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|t| t.word && t.lower.len() > 3);
    let (mut lower, mut all) = (0, 0);
    for token in words {
        all += 1;
        lower += usize::from(!token.capital);
    }
    lower * 3 >= all
}

/// The person meant by a surname: the one named in full in the article, else the only one in
/// office, unless another first name stands before it.
fn surname(
    lexicon: &Lexicon,
    senses: &[Sense],
    before: Option<&Token>,
    after: Option<&Token>,
    memory: &Memory,
    on: Option<NaiveDate>,
) -> Option<usize> {
    let people: Vec<usize> = senses
        .iter()
        .filter_map(|s| if let Sense::Surname(p) = s { Some(*p) } else { None })
        .collect();
    let named: Vec<usize> = people.iter().copied().filter(|p| memory.named.contains(p)).collect();
    if let [one] = named[..] {
        return Some(one);
    }
    let titled = before.is_some_and(|t| t.is(List::Title));
    let first_name = before.is_some_and(|t| t.capital && t.word && !titled && t.lower.len() > 1);
    let longer = after.is_some_and(|t| t.capital && t.word && words().verb(&t.lower).is_empty());
    if (first_name && !longer) || longer && !titled {
        return None;
    }
    let serving: Vec<usize> =
        people.iter().copied().filter(|p| lexicon.in_office(*p, on)).collect();
    match serving[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// Joins "Ukrainian President" with the name after it, and finds who holds the office where none
/// stands there.
fn join_offices(
    cast: &mut Cast<'_>,
    text: &str,
    tokens: &[Token],
    found: &mut Vec<Mention>,
    on: Option<NaiveDate>,
) {
    let lexicon = cast.lexicon;
    let mut i = 0;
    while i < found.len() {
        let (start, mut at) = (found[i].first, found[i].last);
        let person = |m: &Mention| m.actor.is_some_and(|a| cast.kind(a) == Some(ActorKind::Person));
        if person(&found[i]) {
            // Titles right before a person's name belong to it.
            while found[i].first > 0
                && tokens[found[i].first - 1].is(List::Title)
                && (i == 0 || found[i - 1].last < found[i].first)
            {
                found[i].first -= 1;
            }
            i += 1;
            continue;
        }
        let Some(code) =
            found[i].actor.and_then(|a| country_code_of(lexicon, a)).map(str::to_owned)
        else {
            i += 1;
            continue;
        };
        if tokens.get(at).is_some_and(|t| t.eq("'s")) {
            at += 1;
        }
        let former = tokens.get(at).is_some_and(|t| t.is(List::Former))
            || start > 0 && tokens[start - 1].is(List::Former);
        if former && tokens.get(at).is_some_and(|t| t.is(List::Former)) {
            at += 1;
        }
        let office_from = at;
        while tokens.get(at).is_some_and(|t| t.is(List::Title) || t.is(List::OfficeFiller)) {
            at += 1;
        }
        if at == office_from {
            i += 1;
            continue;
        }
        let next_person = found.get(i + 1).is_some_and(|m| m.first <= at + 1 && person(m));
        if next_person {
            let (first, removed) = (found[i].first, i);
            if let Some(next) = found.get_mut(i + 1) {
                next.first = first;
            }
            found.remove(removed);
            i += 1;
            continue;
        }
        let unknown = tokens.get(at).is_some_and(|t| t.capital && t.word)
            && found.get(i + 1).is_none_or(|m| m.first != at)
            && words().verb(&tokens[at].lower).is_empty();
        let office: Vec<&str> = tokens[office_from..at].iter().map(|t| t.lower.as_str()).collect();
        let holder = on
            .filter(|_| !unknown && !former)
            .and_then(|on| lexicon.holder(&office.join(" "), &code, on));
        found[i].actor = holder.or_else(|| lexicon.government_of(&code));
        found[i].named = Named::Office;
        found[i].private |= former;
        found[i].last = at;
        // An unknown person's name.
        while unknown
            && tokens.get(found[i].last).is_some_and(|t| t.capital && t.word)
            && found.get(i + 1).is_none_or(|m| m.first > found[i].last)
        {
            found[i].last += 1;
        }
        if unknown && let Some((from, to)) = tokens.get(at).zip(tokens.get(found[i].last - 1)) {
            let name = Span { start: from.span.start, end: to.span.end };
            found[i].actor = Some(cast.add(name.of(text), ActorKind::Person, Some(&code)));
        }
        i += 1;
    }
}

/// Marks the names that say where: after "in" and the like, and the country in "Basta, Lebanon".
fn mark_places(tokens: &[Token], found: &mut [Mention]) {
    for i in 0..found.len() {
        let m = &found[i];
        if m.named != Named::Name || m.country.is_none() {
            continue;
        }
        let back = |n: usize| m.first.checked_sub(n).and_then(|k| tokens.get(k));
        let comma = back(1).is_some_and(|t| t.eq(","));
        let after_place = comma
            && i > 0
            && found[i - 1].last + 1 == m.first
            && (found[i - 1].named == Named::Place || found[i - 1].place.is_some());
        let after_region = comma
            && m.first > 2
            && back(2)
                .is_some_and(|t| t.word && t.capital && !t.is(List::Month) && !t.is(List::Weekday))
            && (i == 0 || found[i - 1].last + 1 < m.first)
            && tokens.get(m.last).is_none_or(|t| !t.eq("and"));
        let determined = back(1).is_some_and(|t| t.is(List::Determiner));
        let prep = if determined { back(2) } else { back(1) };
        let located = prep.is_some_and(|t| t.is(List::Locative))
            || m.place.is_some()
                && prep.is_some_and(|t| matches!(t.lower.as_str(), "to" | "from" | "on"));
        let possessive = tokens.get(m.last).is_some_and(|t| t.eq("'s"));
        // The name of a capital right before a word for a meeting is where it was.
        let event = m.place.is_some()
            && tokens.get(m.last).is_some_and(|t| !words().noun(&t.lower).is_empty());
        if after_place || after_region || event || located && !possessive {
            found[i].named = Named::Place;
        }
    }
}

fn pronouns(tokens: &[Token], found: &mut Vec<Mention>, memory: &Memory) {
    let mut last = memory.last;
    let mut added = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        if let Some(m) = found.iter().find(|m| m.first == i)
            && m.named != Named::Place
            && m.actor.is_some_and(|a| memory.named.contains(&a))
        {
            last = m.actor;
        }
        if matches!(token.lower.as_str(), "he" | "she")
            && let Some(actor) = last
        {
            let named = Named::Pronoun;
            added.push(Mention { actor: Some(actor), named, ..Mention::named(i, i + 1) });
        }
    }
    found.extend(added);
    found.sort_by_key(|m| m.first);
}
