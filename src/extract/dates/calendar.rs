//! Dates of the calendar as they are written: "14 December 2025", "May 3-5", "the 1990s".

use super::super::text::Token;
use super::super::words::List;
use super::When;
use chrono::{NaiveDate, Weekday};

/// The date that starts at a token, and its length.
pub(super) fn calendar(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let token = tokens.get(i)?;
    let number = |k: usize| tokens.get(i + k).and_then(small_number);
    let year = |k: usize| tokens.get(i + k).and_then(year_number);
    let month_at = |k: usize| tokens.get(i + k).filter(|t| t.capital).and_then(|t| month(&t.lower));
    let mark = |k: usize, m: &str| tokens.get(i + k).is_some_and(|t| t.eq(m));
    let full = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(When::Day);
    if let Some(days) = days_of_month(tokens, i) {
        return Some(days);
    }
    // 2025-12-14
    if let (Some(y), true, true) = (year(0), mark(1, "-"), mark(3, "-")) {
        return full(y, number(2)?, number(4)?).map(|w| (w, 5));
    }
    // December 14, 2025; December 14; December 2025; December
    if let Some(m) = month_at(0) {
        let dot = usize::from(mark(1, "."));
        if let Some(d) = number(1 + dot).filter(|d| (1..=31).contains(d)) {
            let comma = usize::from(mark(2 + dot, ","));
            if let Some(y) = year(2 + dot + comma) {
                return full(y, m, d).map(|w| (w, 3 + dot + comma));
            }
            return Some((When::MonthDay(m, d, None), 2 + dot));
        }
        let comma = usize::from(mark(1, ","));
        if let Some(y) = year(1 + comma) {
            return Some((When::Month(y, m), 2 + comma));
        }
        // "May" and "March" are words too; alone they need a preposition.
        let led = i > 0 && tokens[i - 1].is(List::Preposition);
        return led.then_some((When::MonthOnly(m), 1));
    }
    // 14 December 2025; 14 December; 14th of December
    let of = usize::from(mark(1, "of"));
    if let (Some(d), Some(m)) = (number(0).filter(|d| (1..=31).contains(d)), month_at(1 + of)) {
        let comma = usize::from(mark(2 + of, ","));
        return match year(2 + of + comma) {
            Some(y) => full(y, m, d).map(|w| (w, 3 + of + comma)),
            None => Some((When::MonthDay(m, d, None), 2 + of)),
        };
    }
    // "the 1990s"
    if let Some(decade) = token.lower.strip_suffix('s').filter(|d| d.len() == 4)
        && let Some(year) = decade.parse().ok().filter(|y| (1800..2100).contains(y) && y % 10 == 0)
    {
        return Some((When::Decade(year), 1));
    }
    // A number is a year after a preposition, not in "2,014 people" or "Awards 2025".
    let y = year_number(token)?;
    let led = i > 0
        && (tokens[i - 1].is(List::Preposition)
            || matches!(tokens[i - 1].lower.as_str(), "since" | "until" | "till"));
    let counted =
        tokens.get(i + 1).is_some_and(|t| t.word && t.lower.ends_with('s') && !t.is(List::Be));
    // "A 2004 tsunami", "the 2009 crash".
    let described = i > 0
        && matches!(tokens[i - 1].lower.as_str(), "a" | "the")
        && tokens.get(i + 1).is_some_and(|t| t.word && !t.capital && !t.number());
    (led && !counted || described).then_some((When::Year(y), 1))
}

/// "3 to 5 May 2024", "May 3-5".
fn days_of_month(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let day = |k: usize| tokens.get(i + k).and_then(small_number).filter(|d| (1..=31).contains(d));
    let month = |k: usize| tokens.get(i + k).filter(|t| t.capital).and_then(|t| month(&t.lower));
    let joins = |k: usize| {
        let between = i > 0 && matches!(tokens[i - 1].lower.as_str(), "between" | "from");
        tokens.get(i + k).is_some_and(|t| match t.lower.as_str() {
            "-" | "–" | "to" | "through" => true,
            "and" => between,
            _ => false,
        })
    };
    let (m, from, to, length) = match (month(0), month(3)) {
        (Some(m), _) if joins(2) => (m, day(1)?, day(3)?, 4),
        (None, Some(m)) if joins(1) => (m, day(0)?, day(2)?, 4),
        _ => return None,
    };
    let comma = usize::from(tokens.get(i + length).is_some_and(|t| t.eq(",")));
    match tokens.get(i + length + comma).and_then(year_number) {
        Some(y) => {
            let (from, to) =
                (NaiveDate::from_ymd_opt(y, m, from)?, NaiveDate::from_ymd_opt(y, m, to)?);
            (from < to).then_some((When::Range(from, to), length + comma + 1))
        }
        None => (from < to).then_some((When::MonthDays(m, from, to), length)),
    }
}

/// A small count in digits or words.
pub(super) fn counted(word: &str) -> Option<u32> {
    const WORDS: [&str; 13] = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let at = WORDS.iter().skip(1).position(|w| *w == word).map(|at| at + 1);
    at.and_then(|at| u32::try_from(at).ok()).or_else(|| word.parse().ok().filter(|n| *n < 200))
}

pub(super) fn small_number(token: &Token) -> Option<u32> {
    let digits = token.lower.trim_end_matches(|c: char| c.is_alphabetic());
    let suffix = &token.lower[digits.len()..];
    (digits.len() <= 2 && matches!(suffix, "" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())
        .flatten()
}

pub(super) fn year_number(token: &Token) -> Option<i32> {
    let year = (token.lower.len() == 4).then(|| token.lower.parse::<i32>().ok()).flatten()?;
    (1900..2100).contains(&year).then_some(year)
}

pub(super) fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|m| *m == word || word == "sept" && *m == "sep");
    let at = at.or_else(|| FULL.iter().position(|m| *m == word))?;
    u32::try_from(at + 1).ok()
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    DAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day)
}
