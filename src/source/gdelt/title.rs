//! Titles: one line that says what happened.

use super::actor::{Actor, article};
use super::geo::Geo;
use crate::coding::Cameo;

/// The title of an event, such as "Police arrest or detain student in Delhi, India".
pub(super) fn title(cameo: &Cameo, actors: &[Option<Actor>; 2], place: &Geo, name: &str) -> String {
    let mut title = String::with_capacity(96);
    match actors {
        [Some(first), second] => {
            title.push_str(first.subject());
            title.push(' ');
            let phrase = second.as_ref().map_or(&cameo.alone, |_| &cameo.phrase);
            if first.is_plural() {
                push_plural(phrase, &mut title);
            } else {
                title.push_str(phrase);
            }
            if let Some(second) = second {
                title.push(' ');
                second.push_object(&mut title);
            }
        }
        [None, second] => {
            title.push_str(&cameo.label);
            if let Some(second) = second {
                title.push_str(": ");
                second.push_object(&mut title);
            }
        }
    }
    push_place(place, name, actors, &mut title);
    title
}

/// Appends what several do: "accuses or denounces" becomes "accuse or denounce".
fn push_plural(phrase: &str, title: &mut String) {
    let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    if first.ends_with("ly") {
        title.push_str(first);
        title.push(' ');
        return push_plural(rest, title);
    }
    push_plural_verb(first, title);
    if let Some(second) = rest.strip_prefix("or ") {
        title.push_str(" or ");
        push_plural(second, title);
    } else if !rest.is_empty() {
        title.push(' ');
        title.push_str(rest);
    }
}

fn push_plural_verb(verb: &str, title: &mut String) {
    let several = match verb {
        "is" => "are",
        "has" => "have",
        "does" => "do",
        _ => {
            let hissing = ["sses", "shes", "ches", "xes", "oes"];
            match verb.strip_suffix("ies") {
                Some(stem) => {
                    title.push_str(stem);
                    "y"
                }
                None if hissing.iter().any(|end| verb.ends_with(end)) => &verb[..verb.len() - 2],
                None => verb.strip_suffix('s').unwrap_or(verb),
            }
        }
    };
    title.push_str(several);
}

/// Appends where it was, unless in a country that takes part.
fn push_place(place: &Geo, name: &str, actors: &[Option<Actor>; 2], title: &mut String) {
    let country = place.country().map_or("", |country| country.name.as_str());
    let city = if place.is_country() { "" } else { name };
    let is_actor = |name: &str| actors.iter().flatten().any(|actor| actor.subject() == name);
    let whole = if country.is_empty() { name } else { country };
    if !city.is_empty() && city != country {
        title.push_str(" in ");
        title.push_str(city);
        if !country.is_empty() {
            title.push_str(", ");
            title.push_str(country);
        }
    } else if !whole.is_empty() && !is_actor(whole) {
        title.push_str(" in ");
        title.push_str(article(whole));
        title.push_str(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::cameo_codes;

    #[test]
    fn what_several_do() {
        let several = |phrase: &str| {
            let mut title = String::new();
            push_plural(phrase, &mut title);
            title
        };
        assert_eq!(several("accuses or denounces"), "accuse or denounce");
        assert_eq!(several("is pessimistic about"), "are pessimistic about");
        assert_eq!(several("denies responsibility"), "deny responsibility");
        assert_eq!(several("physically assaults"), "physically assault");
        assert_eq!(several("gives praise or endorsement"), "give praise or endorsement");
        let verbs: std::collections::BTreeSet<String> = cameo_codes()
            .iter()
            .flat_map(|code| [&code.phrase, &code.alone])
            .map(|phrase| several(phrase.split(' ').next().unwrap()))
            .collect();
        insta::assert_snapshot!(verbs.into_iter().collect::<Vec<_>>().join(" "), @"abduct accuse acknowledge agree allege allow apologise appeal are arrest assassinate assault attempt ban blockade bomb bring carry cast coerce comment commit complain concede confiscate consider consult cooperate criticise de-escalate declare decline defy demand demobilise demonstrate deny deport destroy detonate disapprove ease end expel express fight forgive give grant halt hand hold host impose intend investigate kill limit make mediate meet mobilise negotiate obstruct occupy offer open physically  praise promise protest raise rally receive recognise reduce refuse reject release retreat return riot seek seize sexually  share shield show sign speak strike sue threaten torture urge use violate violently  visit voice yield");
    }
}
