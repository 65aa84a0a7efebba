//! What sources claim of an event where they differ, and the rule by which one claim is shown.

use super::words::words;
use super::{ChangeId, Deaths, Edtf, Event, Participation, dataset_of};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;

words! {
    /// Which of several claims is shown.
    pub enum Rule ("rule") {
        /// That of the source published last.
        Latest = "latest",
        /// The narrowest: of dates the shortest span, of deaths the smallest range.
        Precise = "precise" | "most-precise",
        /// The one that most sources make.
        Sources = "sources" | "most-sources",
        /// That of the source that is trusted most.
        Trusted = "trusted",
    }
}

/// A rule, with the sources that are trusted, the most trusted first.
///
/// Whatever the rule, what an analyst has set by hand stands before what sources say. Where the rule
/// does not decide, the claim of the source published last is shown, then the one recorded last, then
/// that of the record that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The rule.
    pub rule: Rule,
    /// Names of sources: publishers or datasets, whatever their case.
    pub trusted: Vec<String>,
}

impl Default for Ruling {
    fn default() -> Ruling {
        Ruling { rule: Rule::Latest, trusted: Vec::new() }
    }
}

/// What one source, or several that tell it together, says of an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// The uid of the record that tells it.
    pub record: String,
    /// Who says so: publishers, else the dataset, else who added it.
    pub sources: Vec<String>,
    /// An analyst has set it against what the record's sources say.
    pub by_hand: bool,
    /// When the source was published; of several the last.
    pub published: Option<Edtf>,
    /// The change that recorded it.
    pub change: ChangeId,
    /// When it happened.
    pub date: Option<Edtf>,
    /// The words that the date was read from.
    pub date_words: Option<String>,
    /// How many died.
    pub deaths: Option<Deaths>,
    /// Who took part.
    pub actors: Vec<Participation>,
}

/// A thing of which sources may say different things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Aspect {
    Date,
    Deaths,
    /// The part that an actor took. That a source does not name an actor is no denial.
    Part(String),
}

/// A thing of which the sources of an event say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// `date`, `deaths`, or the actor whose role it is.
    pub about: String,
    /// What is said, and by whom.
    pub claims: Vec<Said>,
    /// The value that the event has.
    pub shown: String,
    /// Why that one.
    pub why: String,
}

/// A value with those who say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// In words.
    pub value: String,
    /// The sources.
    pub sources: Vec<String>,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Said { value, sources }) in self.claims.iter().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            write!(f, "{comma}{value} ({})", sources.join(", "))?;
        }
        write!(f, "; shown: {}, {}", self.shown, self.why)
    }
}

impl Deaths {
    /// The count that is shown, drawn and asked for: the best estimate, else the highest, else the
    /// lowest.
    ///
    /// ```
    /// use annalist::domain::Deaths;
    /// assert_eq!(Deaths { low: Some(3), best: None, high: Some(9) }.shown(), Some(9));
    /// ```
    pub fn shown(&self) -> Option<u32> {
        self.best.or(self.high).or(self.low)
    }
}

/// The count with its range, as in `12 [10-15]`.
fn counted(deaths: &Deaths) -> Option<String> {
    let count = deaths.shown()?;
    let range = match (deaths.low, deaths.high) {
        (Some(low), Some(high)) if low < high => format!(" [{low}-{high}]"),
        (Some(low), None) if low < count => format!(" [{low} or more]"),
        (None, Some(high)) if high > count => format!(" [up to {high}]"),
        _ => String::new(),
    };
    Some(format!("{count}{range}"))
}

impl Claim {
    /// What a record says, as a change tells it; `author` says it where it cites nobody.
    pub fn of(event: &Event, change: ChangeId, author: &str) -> Claim {
        let latest = |date: &&Edtf| date.bounds().latest;
        let named = |source: &super::Citation| {
            let parts = [&source.publisher, &source.title, &source.url];
            parts.into_iter().flatten().next().cloned()
        };
        let mut sources: Vec<String> = Vec::new();
        for name in event.citations.iter().filter_map(named) {
            if !sources.contains(&name) {
                sources.push(name);
            }
        }
        if sources.is_empty() {
            sources.push(dataset_of(&event.uid).unwrap_or(author).to_owned());
        }
        Claim {
            record: event.uid.clone(),
            sources,
            by_hand: false,
            published: event
                .citations
                .iter()
                .filter_map(|c| c.published.as_ref())
                .max_by_key(latest)
                .cloned(),
            change,
            date: event.date.clone(),
            date_words: event.date_words.clone(),
            deaths: event.deaths,
            actors: event.actors.clone(),
        }
    }

    /// Leaves only what differs from all that others say, as what `author` has set by hand; none if
    /// nothing does.
    pub fn set_by_hand(mut self, others: &[Claim], author: &str) -> Option<Claim> {
        let repeated = |aspect: &Aspect, own: &Claim| {
            let value = own.value(aspect);
            others.iter().any(|other| other.value(aspect) == value)
        };
        if repeated(&Aspect::Date, &self) {
            (self.date, self.date_words) = (None, None);
        }
        if repeated(&Aspect::Deaths, &self) {
            self.deaths = None;
        }
        let whole = self.clone();
        self.actors.retain(|part| !repeated(&Aspect::Part(part.name.clone()), &whole));
        self.by_hand = true;
        self.sources = vec![format!("{author}, by hand")];
        let says = self.date.is_some() || self.deaths.is_some() || !self.actors.is_empty();
        says.then_some(self)
    }

    /// What it says of something, in words.
    fn value(&self, aspect: &Aspect) -> Option<String> {
        value(aspect, self.date.as_ref(), self.deaths.as_ref(), &self.actors)
    }

    /// How little it leaves open; the greater the more precise.
    fn precision(&self, aspect: &Aspect) -> i64 {
        let open = i64::MIN / 2;
        match aspect {
            Aspect::Date => self.date.as_ref().map_or(open, |date| {
                let bounds = date.bounds();
                let span = bounds.earliest.zip(bounds.latest).map(|(a, b)| (b - a).num_days());
                span.map_or(open, |days| -2 * days - i64::from(!date.is_certain()))
            }),
            Aspect::Deaths => self.deaths.map_or(open, |deaths| match (deaths.low, deaths.high) {
                (Some(low), Some(high)) => i64::from(low) - i64::from(high),
                (None, None) => 0,
                _ => open,
            }),
            Aspect::Part(_) => 0,
        }
    }
}

fn value(
    aspect: &Aspect,
    date: Option<&Edtf>,
    deaths: Option<&Deaths>,
    actors: &[Participation],
) -> Option<String> {
    match aspect {
        Aspect::Date => date.map(Edtf::to_string),
        Aspect::Deaths => deaths.and_then(counted),
        Aspect::Part(name) => {
            let own = actors.iter().filter(|part| part.name == *name);
            let roles: BTreeSet<&str> = own.map(|part| part.role.as_str()).collect();
            (!roles.is_empty()).then(|| roles.into_iter().collect::<Vec<_>>().join(" and "))
        }
    }
}

fn shown(aspect: &Aspect, event: &Event) -> Option<String> {
    value(aspect, event.date.as_ref(), event.deaths.as_ref(), &event.actors)
}

/// All of which something is claimed.
fn aspects(claims: &[Claim]) -> BTreeSet<Aspect> {
    let parts = claims.iter().flat_map(|claim| &claim.actors);
    let parts = parts.map(|part| Aspect::Part(part.name.clone()));
    [Aspect::Date, Aspect::Deaths].into_iter().chain(parts).collect()
}

impl Ruling {
    /// The claim that the rule shows of those that say something.
    fn choose<'c>(&self, aspect: &Aspect, claims: &'c [Claim]) -> Option<&'c Claim> {
        let saying = || claims.iter().filter(|claim| claim.value(aspect).is_some());
        let sources = |claim: &Claim| {
            let alike = saying().filter(|other| other.value(aspect) == claim.value(aspect));
            alike.flat_map(|other| &other.sources).collect::<BTreeSet<_>>().len() as i64
        };
        let distrust = |claim: &Claim| {
            let is = |name: &String| {
                claim.sources.iter().any(|s| s.to_lowercase() == name.to_lowercase())
            };
            self.trusted.iter().position(is).unwrap_or(self.trusted.len()) as i64
        };
        let weight = |claim: &&Claim| {
            let by_rule = match self.rule {
                Rule::Latest => 0,
                Rule::Precise => claim.precision(aspect),
                Rule::Sources => sources(claim),
                Rule::Trusted => -distrust(claim),
            };
            let published = claim.published.as_ref().and_then(|date| date.bounds().latest);
            (claim.by_hand, by_rule, published, claim.change)
        };
        // Of equals the last is taken, and the record that stays comes first.
        let from_last: Vec<&Claim> = saying().collect();
        from_last.into_iter().rev().max_by_key(weight)
    }

    /// The event with what the rule shows of its claims. What no claim of `known` says was set by hand
    /// since, and stays.
    pub fn settled(&self, event: &Event, known: &[Claim], claims: &[Claim]) -> Event {
        let mut event = event.clone();
        for aspect in aspects(known).into_iter().chain(aspects(claims)) {
            let now = shown(&aspect, &event);
            if now.is_some() && !known.iter().any(|claim| claim.value(&aspect) == now) {
                continue;
            }
            let chosen = self.choose(&aspect, claims);
            if chosen.and_then(|claim| claim.value(&aspect)) == now {
                continue;
            }
            match &aspect {
                Aspect::Date => {
                    event.date = chosen.and_then(|claim| claim.date.clone());
                    event.date_words = chosen.and_then(|claim| claim.date_words.clone());
                }
                Aspect::Deaths => event.deaths = chosen.and_then(|claim| claim.deaths),
                Aspect::Part(name) => {
                    let of = |part: &&Participation| part.name == *name;
                    let at = event.actors.iter().position(|part| part.name == *name);
                    event.actors.retain(|part| part.name != *name);
                    let parts =
                        chosen.into_iter().flat_map(|c| c.actors.iter().filter(of)).cloned();
                    let at = at.unwrap_or(event.actors.len());
                    event.actors.splice(at..at, parts);
                }
            }
        }
        event
    }

    /// Where the claims of an event differ, and which is shown.
    pub fn disagreements(&self, event: &Event, claims: &[Claim]) -> Vec<Disagreement> {
        let disagreement = |aspect: Aspect| {
            let mut said: Vec<Said> = Vec::new();
            for claim in claims {
                let Some(value) = claim.value(&aspect) else { continue };
                match said.iter_mut().find(|known| known.value == value) {
                    Some(Said { sources, .. }) => {
                        sources.extend(claim.sources.iter().cloned());
                        let mut seen = BTreeSet::new();
                        sources.retain(|source| seen.insert(source.clone()));
                    }
                    None => said.push(Said { value, sources: claim.sources.clone() }),
                }
            }
            let shown = shown(&aspect, event);
            let known = |said: &Said| Some(&said.value) == shown.as_ref();
            if said.len() + usize::from(!said.iter().any(known) && shown.is_some()) < 2 {
                return None;
            }
            let rule = self.rule;
            let chosen = self.choose(&aspect, claims)?;
            let by_rule = chosen.value(&aspect);
            let why = if !said.iter().any(known) {
                "set by hand".to_owned()
            } else if by_rule != shown {
                let other = by_rule.unwrap_or_default();
                format!("though rule '{rule}' gives {other}: `annalist settle` follows it")
            } else if chosen.by_hand {
                "set by hand".to_owned()
            } else {
                format!("by rule '{rule}'")
            };
            let about = match aspect {
                Aspect::Date => "date".to_owned(),
                Aspect::Deaths => "deaths".to_owned(),
                Aspect::Part(name) => name,
            };
            let shown = shown.unwrap_or_else(|| "none".to_owned());
            Some(Disagreement { about, claims: said, shown, why })
        };
        aspects(claims).into_iter().filter_map(disagreement).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Citation, Kind, Role};

    fn claim(source: &str, published: &str, date: &str, deaths: [Option<u32>; 3]) -> Claim {
        let mut event = Event::new("Strike", Kind::Assault);
        event.uid = source.to_lowercase();
        event.date = date.parse().ok();
        let [low, best, high] = deaths;
        event.deaths = Some(Deaths { low, best, high });
        event.citations = vec![Citation {
            publisher: Some(source.to_owned()),
            published: published.parse().ok(),
            ..Citation::default()
        }];
        let role = if source == "UCDP" { Role::Party } else { Role::Initiator };
        event.actors = vec![Participation::new("Russia", role)];
        Claim::of(&event, 1, "tester")
    }

    fn claims() -> Vec<Claim> {
        vec![
            claim("Reuters", "2022-04-08", "2022-04-08", [None, Some(12), None]),
            claim("UCDP", "2023-01", "2022-04", [Some(10), Some(15), Some(20)]),
            claim("BBC", "2022-04-09", "2022-04-08", [Some(12), Some(14), Some(16)]),
        ]
    }

    fn ruling(rule: Rule) -> Ruling {
        Ruling { rule, trusted: vec!["bbc".to_owned(), "Reuters".to_owned()] }
    }

    #[test]
    fn each_rule_shows_what_it_is_named_for() {
        let shown = |rule| {
            let settled =
                ruling(rule).settled(&Event::new("Strike", Kind::Assault), &[], &claims());
            let deaths = settled.deaths.and_then(|deaths| deaths.shown());
            (settled.date.unwrap().to_string(), deaths, settled.actors[0].role)
        };
        assert_eq!(shown(Rule::Latest), ("2022-04".to_owned(), Some(15), Role::Party));
        assert_eq!(shown(Rule::Precise), ("2022-04-08".to_owned(), Some(12), Role::Party));
        assert_eq!(shown(Rule::Sources), ("2022-04-08".to_owned(), Some(15), Role::Initiator));
        assert_eq!(shown(Rule::Trusted), ("2022-04-08".to_owned(), Some(14), Role::Initiator));
    }

    #[test]
    fn a_disagreement_says_what_is_shown_and_why() {
        let latest = ruling(Rule::Latest);
        let event = latest.settled(&Event::new("Strike", Kind::Assault), &[], &claims());
        let lines = |event: &Event, ruling: &Ruling| {
            let found = ruling.disagreements(event, &claims());
            found.iter().map(|d| format!("{}: {d}", d.about)).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(lines(&event, &latest), @r"
date: 2022-04-08 (Reuters, BBC), 2022-04 (UCDP); shown: 2022-04, by rule 'latest'
deaths: 12 (Reuters), 15 [10-20] (UCDP), 14 [12-16] (BBC); shown: 15 [10-20], by rule 'latest'
Russia: initiator (Reuters, BBC), party (UCDP); shown: party, by rule 'latest'
");
        insta::assert_snapshot!(lines(&event, &ruling(Rule::Precise)), @r"
date: 2022-04-08 (Reuters, BBC), 2022-04 (UCDP); shown: 2022-04, though rule 'precise' gives 2022-04-08: `annalist settle` follows it
deaths: 12 (Reuters), 15 [10-20] (UCDP), 14 [12-16] (BBC); shown: 15 [10-20], though rule 'precise' gives 12: `annalist settle` follows it
Russia: initiator (Reuters, BBC), party (UCDP); shown: party, by rule 'precise'
");
        let mut edited = event.clone();
        edited.deaths = Some(Deaths { best: Some(13), ..Deaths::default() });
        assert!(lines(&edited, &latest).contains("shown: 13, set by hand"));
        assert_eq!(latest.settled(&edited, &claims(), &claims()).deaths, edited.deaths);
        // One voice is no disagreement.
        assert_eq!(latest.disagreements(&event, &claims()[1..2]), []);
    }

    #[test]
    fn what_a_source_that_leaves_brought_leaves_with_it() {
        let latest = ruling(Rule::Latest);
        let all = claims();
        let event = latest.settled(&Event::new("Strike", Kind::Assault), &[], &all);
        let without = latest.settled(&event, &all, &all[..1]);
        assert_eq!(without.date, all[0].date);
        assert_eq!(without.deaths, all[0].deaths);
        assert_eq!(without.actors[0].role, Role::Initiator);
    }
}
