//! The dead and injured that a sentence counts.
//!
//! A count is a number and, before or after it, a word for dying or being hurt: "12 people were
//! killed", "killing at least three soldiers", "the death toll rises to 41". Round words are the
//! least that they mean: "dozens" are 24 at least.

use super::text::Token;
use super::words::List;
use crate::domain::Deaths;

/// The dead and injured of one action.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Toll {
    pub(super) dead: Option<Deaths>,
    pub(super) injured: Option<Deaths>,
}

impl Toll {
    /// What either tells; of two that tell the same, the first.
    pub(super) fn or(self, other: Toll) -> Toll {
        Toll { dead: self.dead.or(other.dead), injured: self.injured.or(other.injured) }
    }
}

/// What a count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Dead,
    Injured,
}

/// A count of a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    /// The token of the word for the fate.
    pub(super) at: usize,
    fate: Fate,
    number: Deaths,
}

/// How far a number stands from its word, in tokens.
const BEFORE: usize = 14;
const AFTER: usize = 5;

/// The counts of a sentence. Tokens that are `dates` are no numbers.
pub(super) fn counts(tokens: &[Token], dates: impl Fn(usize) -> bool) -> Vec<Count> {
    let mut found: Vec<Count> = Vec::new();
    let mut from = 0;
    for at in 0..tokens.len() {
        let Some((fate, manner)) = fate(tokens, at) else { continue };
        // "Could kill 300" counts nobody.
        let before = &tokens[at.saturating_sub(3)..at];
        if before.iter().any(|t| t.is(List::Hypothetical) || t.is(List::Planned)) {
            continue;
        }
        let reader = Numbers { tokens, dates: &dates };
        let number = match manner {
            Manner::Toll => reader.toll(at),
            // "Were killed" looks back, "killed" may look either way, "killing" and "kills" ahead.
            Manner::Suffers => reader.before(from, at),
            Manner::Either => reader.after(at).or_else(|| reader.before(from, at)),
            Manner::Does => reader.after(at),
        };
        if let Some((number, end)) = number {
            found.push(Count { at, fate, number });
            from = end.max(at + 1);
        }
    }
    found
}

impl Count {
    pub(super) fn toll(&self) -> Toll {
        match self.fate {
            Fate::Dead => Toll { dead: Some(self.number), injured: None },
            Fate::Injured => Toll { dead: None, injured: Some(self.number) },
        }
    }
}

/// Where a word's number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Toll,
    Suffers,
    Either,
    Does,
}

fn fate(tokens: &[Token], at: usize) -> Option<(Fate, Manner)> {
    let word = |k: usize| tokens.get(k).map_or("", |t| t.lower.as_str());
    let passive = || {
        let led = tokens[at.saturating_sub(3)..at].iter().rev();
        led.take_while(|t| t.is(List::Auxiliary) || t.is(List::Adverb) || t.is(List::Be))
            .any(|t| t.is(List::Be))
    };
    Some(match word(at) {
        "toll" if word(at.wrapping_sub(1)) == "death" => (Fate::Dead, Manner::Toll),
        "killed" | "slain" | "murdered" | "massacred" if passive() => (Fate::Dead, Manner::Suffers),
        "killed" => (Fate::Dead, Manner::Either),
        "kill" | "kills" | "killing" | "claims" | "claimed" | "claiming" | "massacres"
            if word(at).starts_with("kill") || lives(tokens, at) =>
        {
            (Fate::Dead, Manner::Does)
        }
        "dead" if word(at.wrapping_sub(1)).starts_with("shoot") => (Fate::Dead, Manner::Does),
        "dead" | "died" | "die" | "dies" | "deaths" | "fatalities" => (Fate::Dead, Manner::Suffers),
        "injured" | "wounded" | "hurt" | "hospitalized" | "hospitalised" if passive() => {
            (Fate::Injured, Manner::Suffers)
        }
        "injured" | "wounded" => (Fate::Injured, Manner::Either),
        "injures" | "wounds" | "injuring" | "wounding" | "injure" | "wound" => {
            (Fate::Injured, Manner::Does)
        }
        "injuries" => (Fate::Injured, Manner::Suffers),
        _ => return None,
    })
}

/// Whether what is claimed are lives.
fn lives(tokens: &[Token], at: usize) -> bool {
    tokens.iter().skip(at + 1).take(AFTER + 1).any(|t| t.eq("lives"))
}

/// Reads numbers of a sentence.
struct Numbers<'t, D> {
    tokens: &'t [Token],
    dates: &'t D,
}

impl<D: Fn(usize) -> bool> Numbers<'_, D> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.lower.as_str())
    }

    /// The first number between two tokens, not over a boundary; and the token after it.
    fn before(&self, from: usize, at: usize) -> Option<(Deaths, usize)> {
        let start = from.max(at.saturating_sub(BEFORE));
        let first = |from: usize| (from..at).find_map(|k| self.number(k));
        // What leads in is another clause, if this one has a number.
        let lead =
            |k: &usize| matches!(self.word(*k), "after" | "when" | "as" | "while" | "where" | ";");
        let own = (start..at).rev().filter(lead).find_map(|k| first(k + 1));
        own.or_else(|| first(start)).map(|(number, _)| (number, at + 1))
    }

    /// A number right after a token, over words like "at least"; and the token after its list:
    /// "three soldiers and two civilians" are five.
    fn after(&self, at: usize) -> Option<(Deaths, usize)> {
        let start = (at + 1..at + 1 + AFTER)
            .find(|k| self.number(*k).is_some() || !(self.tokens.get(*k)).is_some_and(is_passed))?;
        let (mut sum, mut end) = self.number(start)?;
        while let Some((more, after)) = self.joined(end) {
            sum = added(sum, more);
            end = after;
        }
        Some((sum, end))
    }

    /// A number joined by "and" or a comma to the noun phrase that starts at a token, if no other
    /// fate claims it.
    fn joined(&self, from: usize) -> Option<(Deaths, usize)> {
        let joint = (from..from + 5).find(|k| matches!(self.word(*k), "and" | ","))?;
        let between = from..joint;
        if between.clone().any(|k| self.tokens.get(k).is_none_or(|t| t.is(List::Preposition))) {
            return None;
        }
        let at = if self.word(joint) == "," && self.word(joint + 1) == "and" { 2 } else { 1 };
        let (number, end) = self.number(joint + at)?;
        let claimed = (end..end + 5)
            .map_while(|k| self.tokens.get(k).map(|_| k))
            .take_while(|k| !matches!(self.word(*k), "," | "and" | "in" | "at" | ";"))
            .any(|k| fate(self.tokens, k).is_some());
        (!claimed && !matches!(self.word(end), "other" | "others" | "more"))
            .then_some((number, end))
    }

    /// The number to which a death toll has come.
    fn toll(&self, at: usize) -> Option<(Deaths, usize)> {
        let lead = |k: &usize| {
            matches!(
                self.word(*k),
                "to" | "at"
                    | "of"
                    | "is"
                    | "reaches"
                    | "reached"
                    | "passes"
                    | "exceeds"
                    | "surpasses"
                    | "hits"
                    | ":"
            )
        };
        (at + 1..at + BEFORE)
            .filter(lead)
            .find_map(|k| self.number(k + 1).or_else(|| self.number(k + 2)))
    }

    /// The number that starts at a token, with what limits it; and the token after it.
    fn number(&self, at: usize) -> Option<(Deaths, usize)> {
        if (self.dates)(at)
            || self.is_part(at)
            || at > 0 && matches!(self.word(at - 1), "-" | "$" | "€" | "£" | "of")
        {
            return None;
        }
        let (n, least, mut end) = self.plain(at)?;
        let exact = Deaths { best: Some(n), ..Deaths::default() };
        if self.is_measure(end) {
            return None;
        }
        // "Between 20 and 30", "20 to 30".
        let between = at > 0 && self.word(at - 1) == "between" && self.word(end) == "and";
        let range = between || matches!(self.word(end), "to" | "-" | "–");
        if range && let Some((high, _, after)) = self.plain(end + 1).filter(|high| high.0 > n) {
            end = after;
            return (!self.is_measure(end))
                .then_some((Deaths { low: Some(n), best: None, high: Some(high) }, end));
        }
        let back = |k: usize| at.checked_sub(k).map_or("", |at| self.word(at));
        let low = least
            || matches!((back(2), back(1)), ("at", "least") | ("more" | "fewer" | "less", "than"))
                && back(2) != "fewer"
                && back(2) != "less"
            || matches!((back(3), back(2), back(1)), ("no", "fewer" | "less", "than"))
            || matches!(back(1), "over");
        let high = matches!((back(2), back(1)), ("up", "to") | ("at", "most"))
            || matches!((back(3), back(2), back(1)), ("as", "many", "as"));
        Some(if low {
            (Deaths { low: Some(n), ..Deaths::default() }, end)
        } else if high {
            (Deaths { high: Some(n), ..Deaths::default() }, end)
        } else {
            (exact, end)
        })
    }

    /// Whether the number is of some who are counted already: "including five children".
    fn is_part(&self, at: usize) -> bool {
        let before = (at.saturating_sub(4)..at).rev();
        before
            .take_while(|k| self.word(*k) != ",")
            .any(|k| matches!(self.word(k), "including" | "among"))
    }

    /// The value at a token, whether it is only the least that is meant, and the token after it.
    fn plain(&self, at: usize) -> Option<(u32, bool, usize)> {
        let token = self.tokens.get(at)?;
        if token.number() {
            let digits: String = token.lower.chars().filter(|c| *c != ',').collect();
            let n: u32 = digits.parse().ok()?;
            return match self.word(at + 1) {
                "+" => Some((n, true, at + 2)),
                "million" => Some((n.checked_mul(1_000_000)?, false, at + 2)),
                _ => Some((n, false, at + 1)),
            };
        }
        let (n, least) = match token.lower.as_str() {
            "dozens" => (24, true),
            "scores" => (40, true),
            "hundreds" => (200, true),
            "thousands" => (2000, true),
            "a" if self.word(at + 1) == "dozen" => return Some((12, false, at + 2)),
            "a" if self.word(at + 1) == "hundred" => return Some((100, false, at + 2)),
            "both" => (2, false),
            "a" | "an" if self.is_one(at + 1) => (1, false),
            "no" if matches!(
                self.word(at + 1),
                "one" | "casualties" | "deaths" | "fatalities" | "injuries" | "people"
            ) =>
            {
                (0, false)
            }
            word => (small(word)?, false),
        };
        // "Twenty-five" is three tokens, "two dozen" two.
        if (20..100).contains(&n)
            && self.word(at + 1) == "-"
            && let Some(unit) = small(self.word(at + 2)).filter(|unit| *unit < 10)
        {
            return Some((n + unit, least, at + 3));
        }
        match self.word(at + 1) {
            "dozen" => Some((n * 12, least, at + 2)),
            "hundred" => Some((n * 100, least, at + 2)),
            _ => Some((n, least, at + 1)),
        }
    }

    /// Whether "a" counts one human being: so says the noun that ends its phrase.
    fn is_one(&self, from: usize) -> bool {
        (from..from + 7)
            .take_while(|k| {
                let inside = |t: &Token| (t.word || t.eq("-")) && !t.is(List::Preposition);
                self.tokens.get(*k).is_some_and(inside)
            })
            .any(|k| {
                super::words::words().agent(self.word(k)).is_some()
                    || PERSONS.contains(&self.word(k))
            })
    }

    /// Whether the number counts no people but things, time or money.
    fn is_measure(&self, end: usize) -> bool {
        (end..end + 2).any(|k| {
            // "15 Islamic State militants" are no states.
            let word =
                if self.tokens.get(k).is_some_and(|t| t.capital) { "" } else { self.word(k) };
            THINGS.contains(&word)
                || word.strip_suffix('s').is_some_and(|one| THINGS.contains(&one))
        })
    }
}

/// Words over which a verb's number is looked for.
fn is_passed(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "at" | "least"
            | "more"
            | "than"
            | "over"
            | "up"
            | "to"
            | "as"
            | "many"
            | "about"
            | "around"
            | "nearly"
            | "almost"
            | "approximately"
            | "roughly"
            | "some"
            | "all"
            | "another"
            | "the"
            | "between"
            | "no"
            | "fewer"
            | "less"
            | "an"
            | "estimated"
            | "additional"
            | "further"
    ) || token.is(List::Adverb)
}

fn added(a: Deaths, b: Deaths) -> Deaths {
    let least = |d: Deaths| d.low.or(d.best);
    let most = |d: Deaths| d.high.or(d.best);
    match (a.best.zip(b.best), least(a).zip(least(b)), most(a).zip(most(b))) {
        (Some((x, y)), ..) => Deaths { best: Some(x.saturating_add(y)), ..Deaths::default() },
        (_, Some((x, y)), _) => Deaths { low: Some(x.saturating_add(y)), ..Deaths::default() },
        (.., Some((x, y))) => Deaths { high: Some(x.saturating_add(y)), ..Deaths::default() },
        _ => a,
    }
}

/// Numbers in words.
fn small(word: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let one = ONES.iter().position(|one| *one == word).map(|n| n as u32 + 1);
    one.or_else(|| TENS.iter().position(|ten| *ten == word).map(|n| n as u32 * 10 + 30))
}

/// What may be counted as one without being an agent of the tables.
const PERSONS: &[&str] = &[
    "person",
    "man",
    "woman",
    "boy",
    "girl",
    "child",
    "teenager",
    "baby",
    "infant",
    "civilian",
    "soldier",
    "officer",
    "policeman",
    "policewoman",
    "journalist",
    "worker",
    "student",
    "teacher",
    "doctor",
    "medic",
    "pilot",
    "driver",
    "passenger",
    "guard",
    "suspect",
    "gunman",
    "bystander",
    "resident",
    "protester",
    "demonstrator",
    "peacekeeper",
    "marine",
    "paramedic",
    "firefighter",
    "commander",
    "militant",
    "fighter",
    "hostage",
    "migrant",
    "refugee",
    "sailor",
    "farmer",
    "priest",
    "palestinian",
    "israeli",
    "ukrainian",
    "russian",
    "american",
    "iraqi",
    "syrian",
    "turk",
];

/// What numbers count that is no people, in the singular.
const THINGS: &[&str] = &[
    "year",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "second",
    "km",
    "kilometre",
    "kilometer",
    "metre",
    "meter",
    "mile",
    "foot",
    "acre",
    "hectare",
    "percent",
    "%",
    "per",
    "rocket",
    "missile",
    "drone",
    "tank",
    "ship",
    "vessel",
    "aircraft",
    "helicopter",
    "plane",
    "jet",
    "vehicle",
    "car",
    "truck",
    "bus",
    "train",
    "house",
    "home",
    "building",
    "school",
    "hospital",
    "village",
    "town",
    "city",
    "country",
    "state",
    "province",
    "attack",
    "airstrike",
    "strike",
    "explosion",
    "blast",
    "bomb",
    "shooting",
    "million",
    "billion",
    "dollar",
    "euro",
    "ton",
    "tonne",
    "kilogram",
    "kg",
    "election",
    "war",
    "round",
    "time",
    "point",
    "seat",
    "vote",
    "article",
    "case",
    "magnitude",
    "warship",
    "boat",
    "ambulance",
    "church",
    "mosque",
    "district",
    "region",
    "occasion",
    "gun",
    "others'",
    "flight",
    "people's",
    "st",
    "th",
    "nd",
    "rd",
    "animal",
    "dog",
    "cattle",
];
