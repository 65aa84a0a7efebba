//! Time expressions as they are worded: weekdays, parts, ranges, and what is told from another day.

use super::super::text::Token;
use super::calendar::{calendar, counted, month, weekday, year_number};
use super::{Turn, Unit, When};

/// The expression that starts at a token, and its length.
pub(super) fn at(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let token = &tokens[i];
    if let Some(day) = token.capital.then(|| weekday(&token.lower)).flatten() {
        let word = |k: usize| tokens.get(i + k).map_or("", |t| t.lower.as_str());
        let skip = 1 + usize::from(word(1) == ",");
        let from = i > 0 && matches!(tokens[i - 1].lower.as_str(), "from" | "between");
        let second = weekday(word(2)).filter(|_| from && matches!(word(1), "to" | "and" | "until"));
        if let Some(second) = second {
            return Some((When::Weekdays(day, second), 3));
        }
        return match tokens.get(i + skip).and_then(|_| calendar(tokens, i + skip)) {
            Some((When::MonthDay(m, d, _), n)) => Some((When::MonthDay(m, d, Some(day)), skip + n)),
            Some((full @ When::Day(_), n)) => Some((full, skip + n)),
            _ => Some((When::Weekday(day), 1)),
        };
    }
    calendar(tokens, i).or_else(|| worded(tokens, i))
}

fn worded(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let word = |k: usize| tokens.get(i + k).map_or("", |t| t.lower.as_str());
    let year = |k: usize| tokens.get(i + k).and_then(year_number);
    let named = |k: usize| tokens.get(i + k).filter(|t| t.capital).and_then(|t| month(&t.lower));
    let day = |n: i32| When::Units(n, Unit::Day);
    Some(match (word(0), word(1), word(2)) {
        ("today" | "tonight" | "overnight", ..) => (day(0), 1),
        ("this", "morning" | "afternoon" | "evening", _) => (day(0), 2),
        ("yesterday", "morning" | "afternoon" | "evening" | "night", _) => (day(-1), 2),
        ("last", "night", _) => (day(-1), 2),
        ("yesterday", ..) => (day(-1), 1),
        ("tomorrow", ..) => (day(1), 1),
        ("currently", ..) => (When::Now, 1),
        ("the", "day", "before") if word(3) == "yesterday" => (day(-2), 4),
        ("the", "day", "after") if word(3) == "tomorrow" => (day(2), 4),
        ("that", "day", _) => (When::NamedDay(0), 2),
        ("the", "same", "day") => (When::NamedDay(0), 3),
        ("the", "following" | "next", "day") => (When::NamedDay(1), 3),
        ("the", "previous", "day") => (When::NamedDay(-1), 3),
        ("the" | "this" | "last" | "next", "weekend", _) => (When::Weekend(turn(word(0))?), 2),
        ("last", name, _) if month(name).is_some() && name.len() > 2 => {
            (When::LastMonth(month(name)?), 2)
        }
        ("last" | "next", name, _) if weekday(name).is_some() => {
            (When::OtherWeekday(weekday(name)?, turn(word(0))?), 2)
        }
        ("last" | "this" | "next", name, _) if unit(name).is_some_and(|u| u != Unit::Day) => {
            (When::Units(steps(word(0))?, unit(name)?), 2)
        }
        ("earlier" | "later", "this", name) => {
            let turn = if word(0) == "later" { Turn::Next } else { Turn::Last };
            (When::PartOfThis(unit(name)?, turn), 3)
        }
        ("early" | "mid" | "late", ..) => return part(tokens, i),
        ("end", "of", _) => return end_of(tokens, i),
        ("q1" | "q2" | "q3" | "q4", ..) => (When::Quarter(year(1)?, quarter(word(0))?), 2),
        (_, "quarter", "of") => (When::Quarter(year(3)?, quarter(word(0))?), 4),
        ("first" | "second", "half", "of") => (When::Half(year(3)?, quarter(word(0))?), 4),
        ("spring" | "summer" | "autumn" | "fall" | "winter", ..) => {
            let of = usize::from(word(1) == "of");
            (When::Season(year(1 + of)?, season(word(0))?), 2 + of)
        }
        ("from" | "between", ..) => {
            let joined = matches!(word(2), "to" | "and" | "until" | "through" | "-" | "–");
            match (year(1).zip(year(3)), named(1).zip(named(3)).zip(year(4))) {
                (Some((a, b)), _) if joined && a < b => (When::Years(a, b), 4),
                (_, Some(((a, b), y))) if joined && a < b => (When::Months(y, a, b), 5),
                _ => return None,
            }
        }
        ("past" | "last" | "previous", ..) => {
            let (count, length) = match counted(word(1)) {
                Some(count) => (count, 2),
                None => (1, 1),
            };
            let back = i32::try_from(count).ok()?;
            // "The past 24 hours", "the last three weeks"; "last week" is another matter.
            let when = match word(length) {
                "hours" => When::Past(back.checked_add(23)? / 24, Unit::Day),
                name => When::Past(back, unit(name)?),
            };
            (when, length + 1)
        }
        (count, name, "ago") => {
            let back = i32::try_from(counted(count)?).ok()?.checked_neg()?;
            let when = match name.trim_end_matches('s') {
                "minute" | "hour" => day(0),
                "decade" => When::Units(back.checked_mul(10)?, Unit::Year),
                _ => When::Units(back, unit(name)?),
            };
            (when, 3)
        }
        (count, name, "later" | "earlier") => {
            let days = match unit(name)? {
                Unit::Day => 1,
                Unit::Week => 7,
                _ => return None,
            };
            let count = i32::try_from(counted(count)?).ok()?.checked_mul(days)?;
            (When::NamedDay(if word(2) == "later" { count } else { -count }), 3)
        }
        _ => return None,
    })
}

/// "Early 2014", "mid-2014", "late last year", "early March 2022", "mid-December".
fn part(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let word = |k: usize| tokens.get(i + k).map_or("", |t| t.lower.as_str());
    let third = match word(0) {
        "early" => 0,
        "mid" => 1,
        _ => 2,
    };
    // "Mid-2014", "early in 2014".
    let skip = 1 + usize::from(matches!(word(1), "-" | "in"));
    let year = |k: usize| tokens.get(i + k).and_then(year_number);
    if let Some(y) = year(skip) {
        return Some((When::Part(y, third), skip + 1));
    }
    if let Some(m) = tokens.get(i + skip).filter(|t| t.capital).and_then(|t| month(&t.lower)) {
        let y = year(skip + 1);
        return Some((When::PartOfMonth(y, m, third), skip + 1 + usize::from(y.is_some())));
    }
    let steps = steps(word(skip)).filter(|_| word(skip + 1) == "year")?;
    Some((When::PartOfYear(steps, third), skip + 2))
}

/// "End of 2014", "end of the year", "end of next month", "end of March".
fn end_of(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let next = tokens.get(i + 2)?;
    if let Some(y) = year_number(next) {
        return Some((When::Part(y, 2), 3));
    }
    let year = tokens.get(i + 3).and_then(year_number);
    if let Some(m) = Some(next).filter(|t| t.capital).and_then(|t| month(&t.lower)) {
        return Some((When::PartOfMonth(year, m, 2), 3 + usize::from(year.is_some())));
    }
    let steps = if next.eq("the") { 0 } else { steps(&next.lower)? };
    let unit = unit(&tokens.get(i + 3)?.lower).filter(|u| *u != Unit::Day)?;
    Some((When::EndOf(steps, unit), 4))
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}

fn steps(word: &str) -> Option<i32> {
    Some(match word {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    })
}

fn turn(word: &str) -> Option<Turn> {
    Some(match word {
        "last" => Turn::Last,
        "the" | "this" => Turn::This,
        "next" => Turn::Next,
        _ => return None,
    })
}

fn quarter(word: &str) -> Option<u32> {
    Some(match word {
        "first" | "q1" => 1,
        "second" | "q2" => 2,
        "third" | "q3" => 3,
        "fourth" | "q4" => 4,
        _ => return None,
    })
}

fn season(word: &str) -> Option<u8> {
    Some(match word {
        "spring" => 21,
        "summer" => 22,
        "autumn" | "fall" => 23,
        _ => 24,
    })
}
