//! Newcomers: actors that the lexicon does not know. Proper names, and groups that are named by
//! what they are: "Turkish police", "gunmen", "Swiss doctors".

use super::cast::Cast;
use super::names::{Mention, Named};
use super::text::{Span, Token};
use super::words::{List, words};
use crate::coding::country;
use crate::domain::ActorKind;

/// A run of capitalised words with small ones in between, from its first token to before its last.
fn run(tokens: &[Token], found: &[Mention], from: usize) -> usize {
    let free = |i: usize| !found.iter().any(|m| m.first <= i && i < m.last);
    let name = |i: usize| {
        tokens.get(i).is_some_and(|t| {
            t.word
                && t.capital
                && !t.is(List::Month)
                && !t.is(List::Weekday)
                && (i == from || !t.is(List::Determiner) || t.eq("its"))
        }) && free(i)
    };
    let small = |i: usize| {
        tokens.get(i).is_some_and(|t| {
            matches!(
                t.lower.as_str(),
                "of" | "for"
                    | "de"
                    | "al"
                    | "el"
                    | "bin"
                    | "ibn"
                    | "the"
                    | "-"
                    | "–"
                    | "da"
                    | "van"
            )
        }) && free(i)
    };
    let mut end = from;
    while name(end) {
        end += 1;
        let mut next = end;
        while next < end + 2 && small(next) {
            next += 1;
        }
        // "The Army of the North", but not "Smith of Boston and".
        if next > end && name(next) {
            end = next;
        }
    }
    end
}

fn span(tokens: &[Token], first: usize, last: usize) -> Option<Span> {
    let (first, last) = (tokens.get(first)?, tokens.get(last.checked_sub(1)?)?);
    Some(Span { start: first.span.start, end: last.span.end })
}

fn mention(first: usize, last: usize, actor: usize) -> Mention {
    Mention { actor: Some(actor), ..Mention::named(first, last) }
}

/// Adds the proper names that the lexicon does not know.
pub(super) fn names(cast: &mut Cast<'_>, text: &str, tokens: &[Token], found: &mut Vec<Mention>) {
    let mut i = 0;
    while i < tokens.len() {
        let mut first = i;
        let end = run(tokens, found, i);
        i = end.max(i + 1);
        let organised = tokens[first..end].iter().any(|t| t.is(List::Organisation));
        // "General" is a title before a person, not before "Assembly".
        while first < end
            && (tokens[first].is(List::Title) && !organised || tokens[first].is(List::Determiner))
        {
            first += 1;
        }
        if first >= end {
            continue;
        }
        let titled = first.checked_sub(1).is_some_and(|b| tokens[b].is(List::Title));
        let before = found.iter().position(|m| m.last == first && m.named != Named::Place);
        let owned = before.filter(|b| {
            let m = &found[*b];
            m.named == Named::Name && m.actor.is_some() && organised || m.named == Named::Adjective
        });
        let Some(whole) = span(tokens, first, end) else { continue };
        if let Some(owner) = owned {
            // "Montenegro Municipality Association", "Colombian Yostin Mosquera".
            let country = found[owner].actor.and_then(|a| cast.country_of(a)).map(str::to_owned);
            let from = found[owner].first;
            let named = if organised { span(tokens, from, end).unwrap_or(whole) } else { whole };
            let kind = if organised { ActorKind::Organisation } else { ActorKind::Person };
            let actor = cast.add(named.of(text), kind, country.as_deref());
            found[owner] = mention(from, end, actor);
            continue;
        }
        let name = whole.of(text);
        if let Some(actor) = cast.known(name) {
            found.push(mention(first, end, actor));
            continue;
        }
        // A sentence starts with a capital; a single word there is mostly no name.
        if end - first == 1 && (first == 0 || !titled && known_word(&tokens[first])) {
            continue;
        }
        let before = first.checked_sub(1).and_then(|b| tokens.get(b));
        let comma_place = before.is_some_and(|t| t.eq(","))
            && found.iter().any(|m| m.last + 1 == first && m.named == Named::Place);
        let place = comma_place || before.is_some_and(|t| t.is(List::Locative));
        let kind = match (titled, organised) {
            (_, true) => ActorKind::Organisation,
            (true, _) => ActorKind::Person,
            _ => ActorKind::Other,
        };
        let mut new = mention(first, end, 0);
        if place && !organised && !titled {
            (new.actor, new.named) = (None, Named::Place);
        } else {
            new.actor = Some(cast.add(name, kind, None));
        }
        found.push(new);
    }
    found.sort_by_key(|m| m.first);
}

/// Whether the tables know the word for something else than a name.
fn known_word(token: &Token) -> bool {
    !words().verb(&token.lower).is_empty()
        || !words().noun(&token.lower).is_empty()
        || token.is(List::Preposition)
        || token.is(List::Adverb)
        || token.is(List::Boundary)
}

/// Adds the groups that are named by what they are.
pub(super) fn groups(cast: &mut Cast<'_>, text: &str, tokens: &[Token], found: &mut Vec<Mention>) {
    for index in 0..found.len() {
        if found[index].named != Named::Adjective {
            continue;
        }
        let (first, after) = (found[index].first, found[index].last);
        let taken = |i: usize| found.iter().any(|m| m.first <= i && i < m.last);
        let near = (after..tokens.len().min(after + 4)).take_while(|i| {
            let t = &tokens[*i];
            t.word && !taken(*i) && !t.is(List::Preposition) && !t.is(List::Auxiliary)
        });
        // The last word that names people: "military police", "opposition lawmakers".
        let noun = near
            .filter(|i| words().agent(&tokens[*i].lower).is_some() || tokens[*i].is(List::Private))
            .last();
        let Some(noun) = noun else { continue };
        let Some(whole) = span(tokens, first, noun + 1) else { continue };
        let kind = words().agent(&tokens[noun].lower).unwrap_or(ActorKind::Other);
        let country = found[index].actor.and_then(|a| cast.country_of(a)).map(str::to_owned);
        let actor = cast.add(whole.of(text), kind, country.as_deref());
        found[index] = mention(first, noun + 1, actor);
    }
    for i in 0..tokens.len() {
        let Some(kind) = words().agent(&tokens[i].lower) else { continue };
        if found.iter().any(|m| m.first <= i && i < m.last) || tokens[i].capital && i > 0 {
            continue;
        }
        // "Hamas fighters" are Hamas.
        let group = found.iter_mut().find(|m| {
            m.last == i && m.actor.is_some() && matches!(m.named, Named::Name | Named::Office)
        });
        if let Some(group) = group {
            group.last = i + 1;
            continue;
        }
        // "Police in Cameroon", "soldiers from Chad".
        let led =
            tokens.get(i + 1).is_some_and(|t| matches!(t.lower.as_str(), "in" | "of" | "from"));
        let land = found.iter().find(|m| led && (m.first == i + 2 || m.first == i + 3));
        let owner = found
            .iter()
            .find(|m| m.last + 1 == i && tokens.get(m.last).is_some_and(|t| t.eq("'s")));
        let code = land.or(owner).and_then(|m| {
            m.country.clone().or_else(|| cast.country_of(m.actor?).map(str::to_owned))
        });
        let word = &tokens[i].lower;
        let country = code.as_deref().and_then(country);
        let governs = country.filter(|_| kind == ActorKind::Government);
        let known = governs.and_then(|land| cast.lexicon.government_of(&land.iso3));
        let name = country.map_or(word.clone(), |land| format!("{word} of {}", land.name));
        // "The delegation from Iran" acts for its government.
        let actor = known.unwrap_or_else(|| cast.add(&name, kind, code.as_deref()));
        found.push(mention(i, i + 1, actor));
    }
    found.sort_by_key(|m| m.first);
}

/// Gives those who are named by what they are the country of which alone the sentence speaks: "Police
/// dispersed demonstrators in Cairo" tells of Egypt's police and of demonstrators there.
pub(super) fn homes(cast: &mut Cast<'_>, tokens: &[Token], found: &mut [Mention]) {
    let of = |cast: &Cast<'_>, m: &Mention| {
        m.country.clone().or_else(|| cast.country_of(m.actor?).map(str::to_owned))
    };
    let mut codes = found.iter().filter_map(|m| of(cast, m));
    let Some(code) = codes.next() else { return };
    if codes.any(|other| other != code) {
        return;
    }
    let Some(land) = country(&code) else { return };
    for m in found {
        let Some((actor, name, kind)) = m.actor.and_then(|a| {
            let actor = cast.actor(a).filter(|actor| actor.country.is_none())?;
            Some((a, format!("{} of {}", actor.name, land.name), actor.kind))
        }) else {
            continue;
        };
        if !tokens[m.first].capital || m.first == 0 && cast.nameless(actor) {
            m.actor = Some(cast.add(&name, kind, Some(&code)));
        }
    }
}
