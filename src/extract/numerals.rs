//! Counts in words and figures: "at least 12", "between 20 and 30", "twenty-five", "dozens".
//!
//! No number is made up: what is said plainly or about is the best; "at least" and "more than" give
//! the low end alone, "up to" the high end alone, a range both ends. "Dozens" are two dozen at least;
//! "several" and "many" are no count.

use super::text::Token;
use crate::domain::Deaths;

/// What is said plainly, or about.
pub(super) fn exactly(n: u32) -> Deaths {
    Deaths { best: Some(n), ..Deaths::default() }
}

/// "At least", "more than".
pub(super) fn at_least(n: u32) -> Deaths {
    Deaths { low: Some(n), ..Deaths::default() }
}

/// "Up to".
pub(super) fn at_most(n: u32) -> Deaths {
    Deaths { high: Some(n), ..Deaths::default() }
}

/// Two counts of different people together. "12 and at least 3" is at least 15: an end that one of
/// them leaves open stays open.
pub(super) fn sum(a: Deaths, b: Deaths) -> Deaths {
    let both = |x: Option<u32>, y: Option<u32>| Some(x?.saturating_add(y?));
    if let Some(best) = both(a.best, b.best) {
        return exactly(best);
    }
    let low = both(a.low.or(a.best), b.low.or(b.best));
    let high = both(a.high.or(a.best), b.high.or(b.best));
    Deaths { low, best: None, high }
}

/// How a number is qualified.
#[derive(Clone, Copy)]
enum Bound {
    AtLeast,
    AtMost,
    About,
}

const QUALIFIERS: [(&str, Bound); 25] = [
    ("at least", Bound::AtLeast),
    ("more than", Bound::AtLeast),
    ("over", Bound::AtLeast),
    ("no fewer than", Bound::AtLeast),
    ("no less than", Bound::AtLeast),
    ("not less than", Bound::AtLeast),
    ("upwards of", Bound::AtLeast),
    ("in excess of", Bound::AtLeast),
    ("a minimum of", Bound::AtLeast),
    ("up to", Bound::AtMost),
    ("as many as", Bound::AtMost),
    ("at most", Bound::AtMost),
    ("no more than", Bound::AtMost),
    ("fewer than", Bound::AtMost),
    ("less than", Bound::AtMost),
    ("under", Bound::AtMost),
    ("about", Bound::About),
    ("around", Bound::About),
    ("approximately", Bound::About),
    ("roughly", Bound::About),
    ("some", Bound::About),
    ("nearly", Bound::About),
    ("almost", Bound::About),
    ("close to", Bound::About),
    ("an estimated", Bound::About),
];

/// Plurals, by the fewest that they can mean: two of their unit.
const VAGUE: [(&str, u32); 4] =
    [("dozens", 24), ("scores", 40), ("hundreds", 200), ("thousands", 2_000)];

/// What a number in figures counts where it is no count of people.
const UNITS: [&str; 28] = [
    "%",
    "percent",
    "per",
    "km",
    "kilometers",
    "kilometres",
    "miles",
    "meters",
    "metres",
    "feet",
    "inches",
    "hours",
    "hour",
    "days",
    "day",
    "weeks",
    "week",
    "months",
    "month",
    "years",
    "year",
    "minutes",
    "minute",
    "times",
    "mph",
    "am",
    "pm",
    "million",
];

/// Whether these words stand at a place; how many they are.
fn phrase(tokens: &[Token], at: usize, words: &str) -> Option<usize> {
    let mut count = 0;
    for word in words.split(' ') {
        if !tokens.get(at + count)?.eq(word) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The count that starts at a token, and where it ends. A number that is a part of a name, an age,
/// a sum of money or a measure is none.
pub(super) fn count(tokens: &[Token], start: usize) -> Option<(Deaths, usize)> {
    if let Some(found) = between(tokens, start) {
        return Some(found);
    }
    if let Some((n, end)) = listed(tokens, start, &VAGUE) {
        // "Hundreds of thousands" says too little.
        let thousands = phrase(tokens, end, "of thousands").is_some();
        return (!thousands).then_some((at_least(n), end));
    }
    let (bound, at) = match listed(tokens, start, &QUALIFIERS) {
        Some((bound, at)) => (Some(bound), at),
        None => (None, start),
    };
    if let Some((n, end)) = bound.and_then(|_| listed(tokens, at, &VAGUE)) {
        return Some((at_least(n), end));
    }
    let (n, end) = number(tokens, at)?;
    if bound.is_none()
        && let Some((to, end)) = joined(tokens, end, &["to", "-", "–", "or"])
        && n < to
    {
        return Some((Deaths { low: Some(n), best: None, high: Some(to) }, end));
    }
    let more = phrase(tokens, end, "or more").or(phrase(tokens, end, "+"));
    let count = match bound {
        _ if more.is_some() => at_least(n),
        Some(Bound::AtLeast) => at_least(n),
        Some(Bound::AtMost) => at_most(n),
        Some(Bound::About) | None => exactly(n),
    };
    Some((count, end + more.unwrap_or(0)))
}

fn listed<T: Copy>(tokens: &[Token], at: usize, list: &[(&str, T)]) -> Option<(T, usize)> {
    let hit = list.iter().filter_map(|(words, value)| Some((*value, phrase(tokens, at, words)?)));
    hit.max_by_key(|(_, length)| *length).map(|(value, length)| (value, at + length))
}

/// "Between 20 and 30", "from 20 to 30".
fn between(tokens: &[Token], at: usize) -> Option<(Deaths, usize)> {
    if !tokens.get(at)?.eq("between") {
        return None;
    }
    let (low, end) = number(tokens, at + 1)?;
    let (high, end) = joined(tokens, end, &["and"])?;
    (low < high).then_some((Deaths { low: Some(low), best: None, high: Some(high) }, end))
}

fn joined(tokens: &[Token], at: usize, by: &[&str]) -> Option<(u32, usize)> {
    let link = tokens.get(at)?;
    by.iter().find(|w| link.eq(w))?;
    number(tokens, at + 1)
}

/// A number in figures or words, and where it ends.
pub(super) fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let first = tokens.get(at)?;
    let (value, end) = if first.number() { figures(tokens, at)? } else { spelled(tokens, at)? };
    let next = tokens.get(end);
    let measure = next.is_some_and(|t| UNITS.contains(&t.lower.as_str()));
    // "A 27-year-old", "four-story": the number is a part of a longer word.
    let compound = next.is_some_and(|t| t.eq("-"))
        && tokens.get(end + 1).is_some_and(|t| t.word && !t.number());
    (!measure && !compound).then_some((value, end))
}

fn figures(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let before = at.checked_sub(1).and_then(|b| tokens.get(b));
    // "Flight 810", "$500", "Article 5".
    let name = before.is_some_and(|t| {
        matches!(t.lower.as_str(), "$" | "€" | "£" | "no" | "number" | "age" | "aged")
            || t.word && t.capital && at > 1
    });
    let plain = tokens.get(at)?.lower.replace(',', "");
    let (factor, end) = scale(tokens, at + 1).unwrap_or((1, at + 1));
    let value: f64 = plain.parse().ok().filter(|_| !name)?;
    let whole = value * f64::from(factor);
    // A fraction counts people only in "1.2 million".
    (whole.fract().abs() < 1e-6 && whole < f64::from(u32::MAX)).then(|| (whole.round() as u32, end))
}

fn scale(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let factor = match tokens.get(at)?.lower.as_str() {
        "dozen" => 12,
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        _ => return None,
    };
    Some((factor, at + 1))
}

const ONES: [&str; 20] = [
    "zero",
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
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn place_of(list: &[&str], token: Option<&Token>) -> Option<u32> {
    let token = token?;
    list.iter().position(|w| token.eq(w)).and_then(|at| u32::try_from(at).ok())
}

/// "Twenty-five", "one hundred and twenty", "two thousand", "two dozen", "half a dozen".
fn spelled(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    if let Some(length) = phrase(tokens, at, "half a dozen") {
        return Some((6, at + length));
    }
    if phrase(tokens, at, "no one").is_some() {
        return Some((0, at + 2));
    }
    if matches!(tokens.get(at)?.lower.as_str(), "no" | "none" | "nobody") {
        return Some((0, at + 1));
    }
    let (mut total, mut end) = match below_hundred(tokens, at) {
        Some(found) => found,
        None if matches!(tokens.get(at)?.lower.as_str(), "a" | "an") => {
            scale(tokens, at + 1)?;
            (1, at + 1)
        }
        None => return None,
    };
    while let Some((factor, after)) = scale(tokens, end) {
        total = total.checked_mul(factor)?;
        end = after;
        let and = usize::from(tokens.get(end).is_some_and(|t| t.eq("and")));
        if factor == 100
            && let Some((rest, after)) = below_hundred(tokens, end + and)
        {
            total = total.checked_add(rest)?;
            end = after;
        }
    }
    Some((total, end))
}

fn below_hundred(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    if let Some(n) = place_of(&ONES, tokens.get(at)) {
        return Some((n, at + 1));
    }
    let tens = 10 * (place_of(&TENS, tokens.get(at))? + 2);
    let dash = usize::from(tokens.get(at + 1).is_some_and(|t| t.eq("-")));
    match place_of(&ONES, tokens.get(at + 1 + dash)).filter(|n| (1..10).contains(n)) {
        Some(n) => Some((tens + n, at + 2 + dash)),
        None => Some((tens, at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::{Span, tokens};
    use super::*;

    #[test]
    fn counts_are_read_with_their_bounds() {
        let count = |low, best, high| Some(Deaths { low, best, high });
        for (text, wanted) in [
            ("12 people", count(None, Some(12), None)),
            ("1,204 people", count(None, Some(1204), None)),
            ("twenty-five", count(None, Some(25), None)),
            ("one hundred and twelve", count(None, Some(112), None)),
            ("two thousand", count(None, Some(2000), None)),
            ("a dozen", count(None, Some(12), None)),
            ("two dozen", count(None, Some(24), None)),
            ("half a dozen", count(None, Some(6), None)),
            ("about 50", count(None, Some(50), None)),
            ("at least 12", count(Some(12), None, None)),
            ("more than 200", count(Some(200), None, None)),
            ("up to 40", count(None, None, Some(40))),
            ("as many as forty", count(None, None, Some(40))),
            ("between 20 and 30", count(Some(20), None, Some(30))),
            ("20 to 30 people", count(Some(20), None, Some(30))),
            ("dozens", count(Some(24), None, None)),
            ("several", None),
            ("no one", count(None, Some(0), None)),
            ("27-year-old", None),
            ("four-story house", None),
            ("5 km", None),
            ("a man", None),
            ("2.5 people", None),
        ] {
            let tokens = tokens(text, Span { start: 0, end: text.len() });
            assert_eq!(super::count(&tokens, 0).map(|c| c.0), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_left_open_by_one_part_stays_open() {
        let both = sum(exactly(12), at_least(3));
        assert_eq!(both, at_least(15));
        assert_eq!(sum(exactly(4), exactly(2)), exactly(6));
    }
}
