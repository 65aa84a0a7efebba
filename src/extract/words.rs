//! The word tables of event coding: verbs with their forms, event nouns, and lists of small words.

use crate::coding::rows;
use crate::domain::{ActorKind, Kind};
use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! lists {
    ($($Name:ident = $word:literal),+ $(,)?) => {
        /// A list of `words.csv`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum List { $($Name),+ }

        impl List {
            const ALL: &'static [(List, &'static str)] = &[$((List::$Name, $word)),+];
        }
    };
}

lists! {
    Planned = "planned", BeforeTo = "planned_before_to", Hypothetical = "hypothetical",
    Negation = "negation", ActualInfinitive = "actual_infinitive", Condition = "condition",
    Boundary = "boundary", Preposition = "prepositions", Locative = "locative", Be = "be",
    Have = "have", Adverb = "adverbs", Determiner = "determiners", Irrealis = "irrealis",
    Private = "private", OfficeFiller = "office_filler", Title = "titles", Former = "former",
    Yielding = "yielding", Obligation = "obligation", Continuing = "continuing",
    Ongoing = "ongoing", Month = "months", Weekday = "weekdays", Filler = "list_filler",
    Auxiliary = "auxiliary", Stop = "content_stop", State = "state", CalledOff = "called_off", Anaphora = "future_anaphora", Organisation = "organisation", Disaster = "disaster", Violent = "violent", Person = "person",
    Thing = "thing", Ballot = "ballot", Voting = "voting",
}

/// What an event needs to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Someone who acts.
    Subject,
    /// Someone who acts, and a person or government at that: for words that things do too.
    Speech,
    /// Both sides.
    Both,
    /// Either side.
    Any,
    /// A noun: participants of a meeting.
    Meet,
    /// A noun: an attack, with an actor or a place.
    Attack,
    /// A noun: who acts is named right before it.
    Owner,
    /// A noun: a place or a country.
    Place,
}

impl Needs {
    fn parse(word: &str) -> Needs {
        match word {
            "speech" => Needs::Speech,
            "both" => Needs::Both,
            "any" => Needs::Any,
            "meet" => Needs::Meet,
            "attack" => Needs::Attack,
            "owner" | "actor" => Needs::Owner,
            "place" => Needs::Place,
            _ => Needs::Subject,
        }
    }
}

/// A form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    S,
    Past,
    Participle,
    Ing,
}

/// A verb or noun that stands for an event.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its words after the first.
    pub(super) rest: Vec<String>,
    pub(super) kind: Kind,
    pub(super) code: String,
    /// Prepositions that lead to the one acted upon.
    pub(super) preps: Vec<String>,
    /// Words one of which has to be its object.
    pub(super) objects: Vec<String>,
    pub(super) needs: Needs,
    /// The first word as it stands in the table.
    pub(super) lemma: String,
}

/// All tables.
pub(super) struct Words {
    lists: HashMap<String, u64>,
    pub(super) verbs: Vec<Entry>,
    pub(super) nouns: Vec<Entry>,
    /// An accident or a disaster, whatever it is called.
    pub(super) disaster: Entry,
    verb_forms: HashMap<String, Vec<(usize, Form)>>,
    noun_forms: HashMap<String, Vec<usize>>,
    agents: HashMap<String, ActorKind>,
}

impl Words {
    /// The lists that a word stands in, as bits.
    pub(super) fn lists(&self, word: &str) -> u64 {
        self.lists.get(word).copied().unwrap_or(0)
    }

    /// The verbs of which this word may be a form.
    pub(super) fn verb(&self, word: &str) -> &[(usize, Form)] {
        self.verb_forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// What sort of actor a common noun names: "police", "gunmen".
    pub(super) fn agent(&self, word: &str) -> Option<ActorKind> {
        self.agents.get(word).copied()
    }

    /// The nouns that may start with this word.
    pub(super) fn noun(&self, word: &str) -> &[usize] {
        self.noun_forms.get(word).map_or(&[], Vec::as_slice)
    }
}

/// The tables, read once.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(load);
    &WORDS
}

fn split(field: Option<&str>) -> Vec<String> {
    field.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn load() -> Words {
    let mut lists: HashMap<String, u64> = HashMap::new();
    for row in rows(include_str!("../../data/coding/words.csv")) {
        let Some((list, _)) = List::ALL.iter().find(|(_, name)| row.get(0) == Some(*name)) else {
            continue;
        };
        for word in split(row.get(1)) {
            *lists.entry(word).or_default() |= 1 << *list as u64;
        }
    }
    let mut verbs = Vec::new();
    let mut verb_forms: HashMap<String, Vec<(usize, Form)>> = HashMap::new();
    for row in rows(include_str!("../../data/coding/verbs.csv")) {
        let Some(entry) = entry(&row, [2, 3, 4, 5, 6]) else { continue };
        for (form, kind) in forms(&entry.lemma, &split(row.get(1))) {
            verb_forms.entry(form).or_default().push((verbs.len(), kind));
        }
        verbs.push(entry);
    }
    let mut nouns = Vec::new();
    let mut noun_forms: HashMap<String, Vec<usize>> = HashMap::new();
    for row in rows(include_str!("../../data/coding/nouns.csv")) {
        let Some(mut entry) = entry(&row, [1, 2, 9, 9, 3]) else { continue };
        let plural = |word: &str| if word.ends_with('s') { word.to_owned() } else { s_form(word) };
        noun_forms.entry(entry.lemma.clone()).or_default().push(nouns.len());
        if let Some(last) = entry.rest.pop() {
            // "air strike" and "air strikes" are two entries with one first word.
            let mut both = entry.rest.clone();
            both.push(plural(&last));
            entry.rest.push(last);
            noun_forms.entry(entry.lemma.clone()).or_default().push(nouns.len() + 1);
            let (lemma, code) = (entry.lemma.clone(), entry.code.clone());
            let (preps, objects) = (Vec::new(), Vec::new());
            let many = Entry {
                rest: both,
                kind: entry.kind,
                code,
                preps,
                objects,
                needs: entry.needs,
                lemma,
            };
            nouns.push(entry);
            nouns.push(many);
        } else {
            if plural(&entry.lemma) != entry.lemma {
                noun_forms.entry(plural(&entry.lemma)).or_default().push(nouns.len());
            }
            nouns.push(entry);
        }
    }
    let agents = rows(include_str!("../../data/coding/agents.csv"))
        .iter()
        .filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.parse().ok()?)))
        .collect();
    let disaster = Entry {
        rest: Vec::new(),
        kind: Kind::Other,
        code: String::new(),
        preps: Vec::new(),
        objects: Vec::new(),
        needs: Needs::Place,
        lemma: "disaster".to_owned(),
    };
    Words { lists, verbs, nouns, disaster, verb_forms, noun_forms, agents }
}

/// An entry from a row whose kind, code, prepositions, objects and needs stand in these columns.
fn entry(row: &csv::StringRecord, at: [usize; 5]) -> Option<Entry> {
    let mut rest = split(row.get(0));
    if rest.is_empty() {
        return None;
    }
    let lemma = rest.remove(0);
    Some(Entry {
        rest,
        kind: row.get(at[0])?.parse().ok()?,
        code: row.get(at[1])?.to_owned(),
        preps: split(row.get(at[2])),
        objects: split(row.get(at[3])),
        needs: Needs::parse(row.get(at[4])?),
        lemma,
    })
}

fn s_form(verb: &str) -> String {
    if let Some(stem) = verb.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    let es = ["s", "x", "z", "ch", "sh"].iter().any(|end| verb.ends_with(end));
    format!("{verb}{}", if es { "es" } else { "s" })
}

/// A verb's forms. The irregular ones are given as past, participle, -ing; a fourth word is a
/// second spelling of -ing, the first two of which then are spellings of the past.
pub(super) fn forms(verb: &str, given: &[String]) -> Vec<(String, Form)> {
    let third = if verb == "have" { "has".to_owned() } else { s_form(verb) };
    let mut all = vec![(verb.to_owned(), Form::Base), (third, Form::S)];
    if given.is_empty() {
        let stem = verb.strip_suffix('e');
        let past = match (stem, verb.strip_suffix('y')) {
            (Some(stem), _) => format!("{stem}ed"),
            (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ied"),
            _ => format!("{verb}ed"),
        };
        all.push((past, Form::Past));
        all.push((format!("{}ing", stem.unwrap_or(verb)), Form::Ing));
    } else {
        for form in given {
            let kind = match form {
                f if f.ends_with("ing") => Form::Ing,
                f if f.ends_with('n') && given.iter().any(|g| !g.ends_with(['n', 'g'])) => {
                    Form::Participle
                }
                _ => Form::Past,
            };
            all.push((form.clone(), kind));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let text = include_str!("../../data/coding/verbs.csv");
        assert_eq!(words().verbs.len(), text.lines().filter(|l| !l.is_empty()).count() - 1);
        for entry in words().verbs.iter().chain(&words().nouns) {
            assert!(entry.code.len() >= 3, "{}", entry.lemma);
        }
        for (list, name) in List::ALL {
            assert!(words().lists.values().any(|b| b & (1 << *list as u64) != 0), "{name}");
        }
    }

    #[test]
    fn forms_are_made_by_rule() {
        let forms = |v| forms(v, &[]).into_iter().map(|f| f.0).collect::<Vec<_>>();
        assert_eq!(forms("deny"), ["deny", "denies", "denied", "denying"]);
        assert_eq!(forms("accuse"), ["accuse", "accuses", "accused", "accusing"]);
        assert!(words().verb("struck").iter().any(|v| v.1 == Form::Past));
    }
}
