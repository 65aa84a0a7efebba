//! Tolls: how many people a sentence says were killed and injured.
//!
//! A toll is a word of dying or injury with the count that is its subject ("12 people were killed"),
//! its object ("killing three soldiers") or its number ("the death toll rises to 41").

use super::dates::{self, Anchor, Timex};
use super::numerals::{at_least, at_most, count, exactly, sum};
use super::text::Token;
use super::words::{List, words};
use crate::domain::{Deaths, Edtf};

/// The people killed and injured in an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Toll {
    pub(super) dead: Option<Deaths>,
    pub(super) injured: Option<Deaths>,
}

impl Toll {
    /// Takes in what another sentence says: tolls rise, so the greater count stands.
    pub(super) fn raise(&mut self, other: Toll) {
        let size = |n: Deaths| n.best.or(n.low).or(n.high).unwrap_or(0);
        self.join(other, |x, y| if size(y) > size(x) { y } else { x });
    }

    /// Takes in who came to harm besides.
    pub(super) fn add(&mut self, other: Toll) {
        self.join(other, sum);
    }

    fn join(&mut self, other: Toll, both: impl Fn(Deaths, Deaths) -> Deaths) {
        let joined = |x: Option<Deaths>, y: Option<Deaths>| match (x, y) {
            (Some(x), Some(y)) => Some(both(x, y)),
            (x, y) => x.or(y),
        };
        self.dead = joined(self.dead, other.dead);
        self.injured = joined(self.injured, other.injured);
    }
}

/// A count that a sentence gives.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// The token of its word of dying or injury.
    pub(super) at: usize,
    pub(super) toll: Toll,
    /// These come on top of others that the sentence counts: "also", "before killing himself".
    pub(super) further: bool,
    /// When, if the words beside it tell.
    pub(super) date: Option<Edtf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Harm {
    Dead,
    Injured,
    /// "Casualties" are both.
    Either,
}

/// How a word of harm is joined with its count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A verb whose object is harmed: "kills".
    Verb,
    /// Its past or participle, whose object or subject is: "killed".
    Past,
    /// Its -ing form: ", killing five".
    Ing,
    /// A word whose subject is harmed: "die", "dead".
    State,
    /// A noun that is counted: "deaths".
    Noun,
    /// "The death toll", which comes to a number.
    Sum,
}

fn harm(tokens: &[Token], i: usize) -> Option<(Harm, Word)> {
    let before = |n: usize| {
        i.checked_sub(n).and_then(|b| tokens.get(b)).map_or("", |token| token.lower.as_str())
    };
    Some(match tokens.get(i)?.lower.as_str() {
        "kill" | "kills" => (Harm::Dead, Word::Verb),
        "killed" | "slain" | "murdered" | "massacred" | "beheaded" => (Harm::Dead, Word::Past),
        "killing" => (Harm::Dead, Word::Ing),
        "die" | "dies" | "died" | "dead" | "perish" | "perished" | "drown" | "drowned" => {
            (Harm::Dead, Word::State)
        }
        // "Hacked to death", but not "sentenced to death".
        "death" if before(1) == "to" && !before(2).starts_with("sentenc") => {
            (Harm::Dead, Word::State)
        }
        "shot" if before(1) == "fatally" => (Harm::Dead, Word::State),
        "lives" if before(1) == "their" => (Harm::Dead, Word::State),
        "lives" if tokens[..i].iter().any(|t| t.lower.starts_with("claim")) => {
            (Harm::Dead, Word::Noun)
        }
        "toll" if before(1) == "death" => (Harm::Dead, Word::Sum),
        "deaths" | "death" | "fatalities" | "fatality" => (Harm::Dead, Word::Noun),
        "injuries" => (Harm::Injured, Word::Noun),
        "casualties" => (Harm::Either, Word::Noun),
        "injure" | "injures" | "wound" | "wounds" => (Harm::Injured, Word::Verb),
        "injured" | "wounded" | "hurt" | "hospitalized" | "hospitalised" => {
            (Harm::Injured, Word::Past)
        }
        "injuring" | "wounding" => (Harm::Injured, Word::Ing),
        _ => return None,
    })
}

/// Words after which a death is another one than that of the news: a court's, a memory's.
const ELSEWHERE: &[&str] = &[
    "anniversary",
    "commemorate",
    "commemorates",
    "commemorating",
    "memorial",
    "sentenced",
    "sentences",
    "convicted",
    "convicts",
    "charged",
    "charges",
    "indicted",
    "guilty",
    "pardon",
    "pardons",
    "pardoned",
    "acquitted",
    "trial",
    "manslaughter",
    "defendant",
    "defendants",
    "threatens",
    "threatened",
    "plotting",
];
const NOT_YET: &[&str] = &["could", "may", "might", "would", "will", "never", "not", "n't"];
const FEARED: &[&str] = &["feared", "presumed", "believed"];
/// Words before -ing that make it a name for a deed.
const NAMING: &[&str] = &["of", "for", "with", "in", "from", "to", "against", "about", "at"];
/// What leads to the number of a toll.
const COMES_TO: &[&str] = &[
    "to", "at", "of", "reach", "reaches", "reached", "reaching", "hits", "hit", "is", "was", "now",
    ":",
];
/// What leads to a number that a toll is beyond.
const PASSES: &[&str] = &[
    "passes",
    "passed",
    "passing",
    "exceeds",
    "exceeded",
    "exceeding",
    "surpasses",
    "surpassed",
    "surpassing",
    "tops",
    "topped",
];

/// The counts of a sentence, from left to right.
pub(super) fn tolls(tokens: &[Token], timexes: &[Timex], anchor: &Anchor) -> Vec<Told> {
    let mut reader = Reader { tokens, timexes, anchor, from: 0 };
    (0..tokens.len()).filter_map(|i| reader.told(i)).collect()
}

struct Reader<'a> {
    tokens: &'a [Token],
    timexes: &'a [Timex],
    anchor: &'a Anchor,
    /// Where the last count that a word has claimed ends.
    from: usize,
}

impl Reader<'_> {
    fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.lower.as_str())
    }

    /// The word so many tokens before.
    fn back(&self, at: usize, by: usize) -> &str {
        at.checked_sub(by).map_or("", |at| self.lower(at))
    }

    fn told(&mut self, i: usize) -> Option<Told> {
        let (harm, word) = harm(self.tokens, i)?;
        if self.elsewhere(i) || self.alternative(i) {
            return None;
        }
        let (count, end) = match word {
            Word::Sum => self.comes_to(i)?,
            Word::Noun => (self.counted(i)?, i + 1),
            // "For killing", "the killing of": of whom it is told, but not as what happens.
            Word::Ing if self.named(i) => return None,
            Word::Ing | Word::Verb => self.object(i)?,
            Word::Past if self.passive(i) => (self.subject(i)?, i + 1),
            Word::Past => self.object(i).or_else(|| Some((self.subject(i)?, i + 1)))?,
            // "Shoot dead ten" has an object.
            Word::State if self.back(i, 1).starts_with("shoot") => self.object(i)?,
            Word::State => (self.subject(i)?, i + 1),
        };
        self.from = self.from.max(end);
        self.with(i, harm, count)
    }

    fn with(&self, at: usize, harm: Harm, count: Deaths) -> Option<Told> {
        let toll = match harm {
            Harm::Dead => Toll { dead: Some(count), injured: None },
            Harm::Injured => Toll { dead: None, injured: Some(count) },
            // Of "12 casualties" nobody knows how many died; of none, all do.
            Harm::Either => {
                let none = Some(count).filter(|n| *n == exactly(0))?;
                Toll { dead: Some(none), injured: Some(none) }
            }
        };
        let near = self.tokens[at.saturating_sub(6)..].iter().take(12);
        let further = near.into_iter().any(|t| {
            matches!(t.lower.as_str(), "also" | "another" | "himself" | "herself" | "themselves")
        });
        Some(Told { at, toll, further, date: self.date(at) })
    }

    /// The date that stands in the same clause.
    fn date(&self, at: usize) -> Option<Edtf> {
        let near = |t: &&Timex| {
            let (from, to) = (t.first.min(at), t.first.max(at));
            let apart = |i| harm(self.tokens, i).is_some() || matches!(self.lower(i), ";" | ":");
            to - from <= 14 && !(from + 1..to).any(apart)
        };
        let nearest = self.timexes.iter().filter(near).min_by_key(|t| t.first.abs_diff(at))?;
        dates::resolve(nearest, self.anchor, false)
    }

    /// It may come, or is told of another time: "charged with killing two".
    fn elsewhere(&self, i: usize) -> bool {
        (1..5).any(|n| NOT_YET.contains(&self.back(i, n)))
            || self.tokens[..i].iter().any(|t| ELSEWHERE.contains(&t.lower.as_str()))
    }

    /// "27 are killed or wounded" counts neither the dead nor the wounded.
    fn alternative(&self, i: usize) -> bool {
        let harmed = |at: usize| harm(self.tokens, at).is_some();
        let after = self.back(i, 1) == "or" && i > 1 && harmed(i - 2);
        let none = self.back(i, 3) == "no" || self.people(i + 1).is_some();
        self.lower(i + 1) == "or" && harmed(i + 2) && self.back(i, 1) != "no" || after && !none
    }

    fn named(&self, i: usize) -> bool {
        let before = self.tokens[..i].last();
        before.is_some_and(|t| {
            t.is(List::Determiner) || t.eq("'s") || NAMING.contains(&t.lower.as_str())
        })
    }

    fn passive(&self, i: usize) -> bool {
        let aux = |t: &&Token| t.is(List::Auxiliary) || t.is(List::Adverb) || t.is(List::Be);
        self.tokens[..i].iter().rev().take_while(aux).any(|t| t.is(List::Be))
            || self.lower(i + 1) == "by"
    }

    /// The count right after a word, and where it ends: "killing at least five", "kills a policeman
    /// and two soldiers".
    fn object(&self, i: usize) -> Option<(Deaths, usize)> {
        let passed = |t: &&Token| {
            matches!(t.lower.as_str(), "all" | "the" | "another" | "further" | "also" | "off")
        };
        let skipped = self.tokens[i + 1..].iter().take_while(passed).count();
        let (mut all, mut end) = self.people(i + 1 + skipped)?;
        while let Some(next) = self.joined(end)
            && let Some((more, after)) = self.people(next)
            && !self.claimed(after)
        {
            (all, end) = (sum(all, more), after);
        }
        Some((all, end))
    }

    /// Where the next count of a list may start: after the next "and".
    fn joined(&self, from: usize) -> Option<usize> {
        let apart = |at: &usize| {
            self.tokens[*at].is(List::Boundary)
                || self.tokens[*at].is(List::Auxiliary)
                || self.tokens[*at].is(List::Locative)
                || matches!(self.lower(*at), "," | ";" | ":")
                || harm(self.tokens, *at).is_some()
        };
        let near = from..self.tokens.len().min(from + 8);
        near.take_while(|at| !apart(at)).find(|at| self.lower(*at) == "and").map(|at| at + 1)
    }

    /// Whether a word of harm has the words before it for its subject: "five and 40 others are
    /// injured".
    fn claimed(&self, from: usize) -> bool {
        let near = from..self.tokens.len().min(from + 7);
        near.take_while(|at| self.lower(*at) != ",")
            .any(|at| matches!(harm(self.tokens, at), Some((_, Word::Past | Word::State))))
    }

    /// The subject: the nearest count before a word, with those that "and" joins to it.
    fn subject(&self, i: usize) -> Option<Deaths> {
        let (mut start, mut all) = self.before(i, 16)?;
        if let Some(most) = all.best.filter(|_| FEARED.contains(&self.back(i, 1))) {
            all = at_most(most);
        }
        while self.back(start, 1) == "and" {
            let Some((earlier, more)) = self.before(start - 1, 10) else { break };
            (start, all) = (earlier, sum(all, more));
        }
        Some(all)
    }

    /// The nearest count of people that ends before a token in the same clause, and where it starts.
    fn before(&self, i: usize, reach: usize) -> Option<(usize, Deaths)> {
        for at in (i.saturating_sub(reach).max(self.from)..i).rev() {
            let harmed = harm(self.tokens, at).is_some();
            let lead = matches!(self.lower(at), "when" | "after" | "while" | "which" | ";" | ":");
            if harmed || lead {
                return None;
            }
            let Some((_, end)) = self.people(at) else { continue };
            // The whole expression: "at least five" rather than "five" alone.
            let whole = |from: &usize| self.people(*from).is_some_and(|(_, e)| e == end);
            let start = (at.saturating_sub(4)..at).find(whole).unwrap_or(at);
            if end <= i && !self.led(start) && !self.in_date(at) {
                return Some((start, self.people(start)?.0));
            }
        }
        None
    }

    /// Whether a preposition makes a count something else than a subject: "in four villages".
    fn led(&self, start: usize) -> bool {
        let lead = self.tokens[..start].last();
        lead.is_some_and(|t| t.is(List::Preposition))
            && match self.back(start, 1) {
                "with" => false,
                "of" => !matches!(self.back(start, 2), "total" | "toll"),
                "in" => !self.back(start, 2).starts_with("result"),
                _ => true,
            }
    }

    fn in_date(&self, at: usize) -> bool {
        let span = self.tokens[at].span;
        self.timexes.iter().any(|t| t.span.start <= span.start && span.end <= t.span.end)
    }

    /// A count of people, and where it ends: a number that no other thing follows, or "a soldier".
    fn people(&self, at: usize) -> Option<(Deaths, usize)> {
        if let Some((number, end)) = count(self.tokens, at) {
            let thing =
                |k: usize| self.tokens.get(k).is_some_and(|t| !t.capital && t.is(List::Thing));
            return (!(end..end + 3).any(thing)).then_some((number, end));
        }
        let one = match self.lower(at) {
            "himself" | "herself" => true,
            "another" => harm(self.tokens, at + 1).is_some(),
            _ => false,
        };
        if one {
            return Some((exactly(1), at + 1));
        }
        matches!(self.lower(at), "a" | "an").then_some(())?;
        let inside = |t: &Token| {
            (t.word || t.eq("-") || t.eq("'s")) && !t.is(List::Preposition) && !t.eq("and")
        };
        let phrase = self.tokens.iter().skip(at + 1).take(8).take_while(|t: &&Token| inside(t));
        let last = phrase.enumerate().filter(|(_, t)| person(t)).last()?;
        Some((exactly(1), at + 2 + last.0))
    }

    /// The number of "the death toll rises to 41", and where it ends.
    fn comes_to(&self, i: usize) -> Option<(Deaths, usize)> {
        let near = i + 1..self.tokens.len().min(i + 40);
        for at in near.take_while(|at| harm(self.tokens, *at).is_none()) {
            let lead = self.back(at, 1);
            let passed = PASSES.contains(&lead);
            if (passed || COMES_TO.contains(&lead))
                && !self.in_date(at)
                && let Some((number, end)) = count(self.tokens, at)
            {
                let least = number.best.filter(|_| passed).map(at_least);
                return Some((least.unwrap_or(number), end));
            }
        }
        None
    }

    /// The number of "four confirmed deaths".
    fn counted(&self, i: usize) -> Option<Deaths> {
        if self.back(i, 1) == "or" && self.back(i, 3) == "no" {
            return Some(exactly(0));
        }
        let plain = |k: usize| {
            self.tokens.get(k).is_some_and(|t| t.word && !t.is(List::Preposition) && !t.eq("and"))
        };
        let starts = i.saturating_sub(8).max(self.from)..i;
        let fits =
            |(number, end): (Deaths, usize)| (end <= i && (end..i).all(plain)).then_some(number);
        starts.into_iter().find_map(|at| count(self.tokens, at).and_then(fits))
    }
}

/// Whether the word is one person: "soldier", "journalist".
fn person(token: &Token) -> bool {
    let many = match token.lower.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{}s", token.lower),
    };
    token.is(List::Person) || !token.lower.ends_with('s') && words().agent(&many).is_some()
}
