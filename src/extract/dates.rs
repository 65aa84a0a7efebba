//! Time expressions of a sentence, and the EDTF dates they stand for.

use super::text::{Span, Token};
use super::words::List;
use crate::domain::Edtf;
use crate::domain::edtf::{Calendar, Date, End, Qualifier};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// What a time expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Day(NaiveDate),
    Month(i32, u32),
    Year(i32),
    /// A day of a month without its year, perhaps with the weekday.
    MonthDay(u32, u32, Option<Weekday>),
    /// A month without its year.
    MonthOnly(u32),
    Weekday(Weekday),
    /// Days from the publication.
    Days(i64),
    /// Weeks, months or years from the publication.
    Weeks(i32),
    Months(i32),
    Years(i32),
    /// Days from the last day that the text has named: "that day", "the following day".
    NamedDay(i64),
    /// The last such month that is over: "last February".
    LastMonth(u32),
    /// Three months of a year, 1 to 4: "the third quarter of 2024".
    Quarter(i32, u32),
    /// A part of a year, in thirds: "early 2014", "mid-2014", "late 2014".
    Part(i32, u32),
    /// A decade by its first year: "the 1990s".
    Decade(i32),
    /// From one year or month to another: "from 2014 to 2022".
    Years2(i32, i32),
    /// Goes on at the time of publication.
    Now,
}

impl When {
    /// The name of the rule that reads it.
    pub(super) fn rule(self) -> &'static str {
        match self {
            When::Day(_) => "date",
            When::Month(..) => "month of a year",
            When::Year(_) => "year",
            When::MonthDay(..) => "day of a month, nearest to the publication",
            When::MonthOnly(_) => "month, nearest to the publication",
            When::Weekday(_) => "weekday, by tense from the publication",
            When::Days(_) => "days from the publication",
            When::Weeks(_) => "weeks from the publication",
            When::Months(_) => "months from the publication",
            When::Years(_) => "years from the publication",
            When::NamedDay(_) => "days from the day named before",
            When::LastMonth(_) => "last such month before the publication",
            When::Quarter(..) => "quarter of a year",
            When::Part(..) => "part of a year",
            When::Decade(_) => "decade",
            When::Years2(..) => "range of years",
            When::Now => "ongoing at the publication",
        }
    }
}

/// A time expression in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timex {
    pub(super) first: usize,
    pub(super) span: Span,
    pub(super) when: When,
    /// It has gone on since then: "since 2014".
    pub(super) since: bool,
}

/// What relative expressions are read against.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Anchor {
    /// The day of publication.
    pub(super) published: Option<NaiveDate>,
    /// The last full day that the text has named.
    pub(super) last_day: Option<NaiveDate>,
}

/// The time expressions of a sentence, from left to right.
pub(super) fn timexes(tokens: &[Token]) -> Vec<Timex> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        match at(tokens, i) {
            Some((when, length)) if length > 0 => {
                let end = tokens[i + length - 1].span.end;
                let span = Span { start: tokens[i].span.start, end };
                let since = i > 0 && tokens[i - 1].eq("since");
                // "For the first time since May" says when something else was.
                if !(since && i > 1 && tokens[i - 2].eq("time")) {
                    found.push(Timex { first: i, span, when, since });
                }
                i += length;
            }
            _ => i += 1,
        }
    }
    found
}

/// The expression that starts at a token, and its length.
fn at(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let token = &tokens[i];
    let word = |k: usize| tokens.get(i + k).map_or("", |t| t.lower.as_str());
    let comma = |k: usize| usize::from(word(k) == ",");
    if let Some(day) = token.capital.then(|| weekday(&token.lower)).flatten() {
        let skip = 1 + comma(1);
        return match tokens.get(i + skip).and_then(|_| calendar(tokens, i + skip)) {
            Some((When::MonthDay(m, d, _), n)) => Some((When::MonthDay(m, d, Some(day)), skip + n)),
            Some((full @ When::Day(_), n)) => Some((full, skip + n)),
            _ => Some((When::Weekday(day), 1)),
        };
    }
    if let Some(found) = calendar(tokens, i) {
        return Some(found);
    }
    let relative = match (token.lower.as_str(), word(1)) {
        ("today" | "tonight", _) => (When::Days(0), 1),
        ("this", "morning" | "afternoon" | "evening") => (When::Days(0), 2),
        ("last", "night") | ("yesterday", "morning" | "afternoon" | "evening" | "night") => {
            (When::Days(-1), 2)
        }
        ("overnight", _) => (When::Days(0), 1),
        ("currently", _) => (When::Now, 1),
        ("last", name) if month(name).is_some() && name.len() > 2 => {
            (When::LastMonth(month(name)?), 2)
        }
        ("early" | "mid" | "late", _) => return part_of_year(tokens, i),
        ("first" | "second" | "third" | "fourth", "quarter") => {
            let quarter = QUARTERS.iter().position(|q| *q == token.lower)?;
            let year = tokens.get(i + 3).filter(|_| word(2) == "of").and_then(year_number)?;
            (When::Quarter(year, u32::try_from(quarter).ok()? + 1), 4)
        }
        ("from" | "between", _) => {
            let (from, to) = (tokens.get(i + 1)?, tokens.get(i + 3)?);
            let joined = matches!(word(2), "to" | "and" | "until" | "through" | "-" | "–");
            let years = year_number(from).zip(year_number(to)).filter(|(a, b)| joined && a < b)?;
            (When::Years2(years.0, years.1), 4)
        }
        (count, unit) if word(2) == "ago" => {
            let count = counted(count)?;
            let less = i32::try_from(count).ok()?.checked_neg()?;
            let when = match unit.trim_end_matches('s') {
                "day" => When::Days(-i64::from(count)),
                "week" => When::Days(-7 * i64::from(count)),
                "month" => When::Months(less),
                "year" => When::Years(less),
                "decade" => When::Years(less.checked_mul(10)?),
                _ => return None,
            };
            (when, 3)
        }
        ("yesterday", _) => (When::Days(-1), 1),
        ("tomorrow", _) => (When::Days(1), 1),
        ("that", "day") => (When::NamedDay(0), 2),
        ("the", "same") if word(2) == "day" => (When::NamedDay(0), 3),
        ("the", "following" | "next") if word(2) == "day" => (When::NamedDay(1), 3),
        ("the", "previous") if word(2) == "day" => (When::NamedDay(-1), 3),
        ("a", "day") if word(2) == "later" => (When::NamedDay(1), 3),
        ("a", "day") if word(2) == "earlier" => (When::NamedDay(-1), 3),
        ("last", "week") => (When::Weeks(-1), 2),
        ("this", "week") => (When::Weeks(0), 2),
        ("next", "week") => (When::Weeks(1), 2),
        ("last", "month") => (When::Months(-1), 2),
        ("this", "month") => (When::Months(0), 2),
        ("next", "month") => (When::Months(1), 2),
        ("last", "year") => (When::Years(-1), 2),
        ("this", "year") => (When::Years(0), 2),
        ("next", "year") => (When::Years(1), 2),
        _ => return None,
    };
    Some(relative)
}

fn calendar(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let token = tokens.get(i)?;
    let number = |k: usize| tokens.get(i + k).and_then(small_number);
    let year = |k: usize| tokens.get(i + k).and_then(year_number);
    let month_at = |k: usize| tokens.get(i + k).filter(|t| t.capital).and_then(|t| month(&t.lower));
    let mark = |k: usize, m: &str| tokens.get(i + k).is_some_and(|t| t.eq(m));
    let full = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(When::Day);
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
    // 14 December 2025; 14 December
    if let (Some(d), Some(m)) = (number(0).filter(|d| (1..=31).contains(d)), month_at(1)) {
        let comma = usize::from(mark(2, ","));
        return match year(2 + comma) {
            Some(y) => full(y, m, d).map(|w| (w, 3 + comma)),
            None => Some((When::MonthDay(m, d, None), 2)),
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
    let led = i > 0 && (tokens[i - 1].is(List::Preposition) || tokens[i - 1].eq("since"));
    let counted =
        tokens.get(i + 1).is_some_and(|t| t.word && t.lower.ends_with('s') && !t.is(List::Be));
    // "A 2004 tsunami", "the 2009 crash".
    let described = i > 0
        && matches!(tokens[i - 1].lower.as_str(), "a" | "the")
        && tokens.get(i + 1).is_some_and(|t| t.word && !t.capital && !t.number());
    (led && !counted || described).then_some((When::Year(y), 1))
}

const QUARTERS: [&str; 4] = ["first", "second", "third", "fourth"];

/// "Early 2014", "mid-2014", "late 2014".
fn part_of_year(tokens: &[Token], i: usize) -> Option<(When, usize)> {
    let dash = usize::from(tokens.get(i + 1).is_some_and(|t| t.eq("-")));
    let year = tokens.get(i + 1 + dash).and_then(year_number)?;
    let part = match tokens.get(i)?.lower.as_str() {
        "early" => 0,
        "mid" => 1,
        _ => 2,
    };
    Some((When::Part(year, part), 2 + dash))
}

/// A small count in digits or words.
fn counted(word: &str) -> Option<u32> {
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

fn small_number(token: &Token) -> Option<u32> {
    let digits = token.lower.trim_end_matches(|c: char| c.is_alphabetic());
    let suffix = &token.lower[digits.len()..];
    (digits.len() <= 2 && matches!(suffix, "" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())
        .flatten()
}

fn year_number(token: &Token) -> Option<i32> {
    let year = (token.lower.len() == 4).then(|| token.lower.parse::<i32>().ok()).flatten()?;
    (1900..2100).contains(&year).then_some(year)
}

fn month(word: &str) -> Option<u32> {
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

fn weekday(word: &str) -> Option<Weekday> {
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

fn plain(value: Calendar) -> Date {
    Date { value, qualifier: Qualifier::Plain }
}

/// "Some time up to that day", for what has long been so.
pub(super) fn until(day: NaiveDate) -> Edtf {
    Edtf::Interval(End::Open, End::Date(plain(Calendar::Day(day))))
}

/// From that day on, for what is going on.
pub(super) fn from(day: NaiveDate) -> Edtf {
    Edtf::Interval(End::Date(plain(Calendar::Day(day))), End::Open)
}

/// About that day: what news tells without a date was shortly before.
pub(super) fn about(day: NaiveDate) -> Edtf {
    Edtf::Date(Date { value: Calendar::Day(day), qualifier: Qualifier::Approximate })
}

/// The date that an expression stands for; none where it needs an anchor that is missing.
/// `future` says that the event is planned, so that a weekday is the next one, not the last.
pub(super) fn resolve(timex: &Timex, anchor: &Anchor, future: bool) -> Option<Edtf> {
    let date = value(timex.when, anchor, future)?;
    Some(match (timex.since, date) {
        (true, Edtf::Date(date)) => Edtf::Interval(End::Date(date), End::Open),
        (_, date) => date,
    })
}

fn value(when: When, anchor: &Anchor, future: bool) -> Option<Edtf> {
    let month = |y, m| {
        let month = u8::try_from(m).ok();
        Edtf::Date(plain(Calendar::Month { year: y, month }))
    };
    let year = |year| Edtf::Date(plain(Calendar::Year { year, masked: 0 }));
    let published = anchor.published;
    Some(match when {
        When::Day(day) => Edtf::day(day),
        When::Month(y, m) => month(y, m),
        When::Year(y) => year(y),
        When::MonthDay(m, d, weekday) => Edtf::day(month_day(m, d, weekday, published?)?),
        When::MonthOnly(m) => {
            let near = month_day(m, 1, None, published?)?;
            let past = !future && near > published?;
            month(if past { near.year() - 1 } else { near.year() }, m)
        }
        When::Weekday(day) => {
            let today = published?;
            let back = i64::from(today.weekday().days_since(day));
            // A weekday in news of that day means that day, or the last one before.
            let shift = if future && back > 0 { 7 - back } else { -back };
            Edtf::day(shifted(today, shift)?)
        }
        When::Days(n) => Edtf::day(shifted(published?, n)?),
        When::Weeks(n) => {
            let day = shifted(published?, i64::from(n) * 7)?;
            let monday = shifted(day, -i64::from(day.weekday().num_days_from_monday()))?;
            Edtf::between(Some(monday), shifted(monday, 6)).ok()??
        }
        When::Months(n) => {
            let months = Months::new(n.unsigned_abs());
            let day = published?;
            let day = if n < 0 {
                day.checked_sub_months(months)
            } else {
                day.checked_add_months(months)
            }?;
            month(day.year(), day.month())
        }
        When::Years(n) => year(published?.year() + n),
        When::NamedDay(n) => Edtf::day(shifted(anchor.last_day?, n)?),
        When::LastMonth(m) => {
            let today = published?;
            month(if m < today.month() { today.year() } else { today.year() - 1 }, m)
        }
        When::Quarter(y, q) => span_of_months(y, 3 * q - 2, 3)?,
        When::Part(y, third) => span_of_months(y, 4 * third + 1, 4)?,
        When::Decade(y) => Edtf::Date(plain(Calendar::Year { year: y, masked: 1 })),
        When::Years2(from, to) => {
            let end = |year| End::Date(plain(Calendar::Year { year, masked: 0 }));
            Edtf::Interval(end(from), end(to))
        }
        When::Now => from(published?),
    })
}

/// So many months of a year from one on.
fn span_of_months(year: i32, first: u32, count: u32) -> Option<Edtf> {
    let start = NaiveDate::from_ymd_opt(year, first, 1)?;
    let end = shifted(start.checked_add_months(Months::new(count))?, -1)?;
    Edtf::between(Some(start), Some(end)).ok()?
}

fn shifted(day: NaiveDate, by: i64) -> Option<NaiveDate> {
    let days = Days::new(by.unsigned_abs());
    if by < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}

/// The day of that month nearest to the publication, of those that fall on the weekday if one is
/// given.
fn month_day(m: u32, d: u32, weekday: Option<Weekday>, near: NaiveDate) -> Option<NaiveDate> {
    (near.year() - 1..=near.year() + 1)
        .filter_map(|y| NaiveDate::from_ymd_opt(y, m, d))
        .filter(|day| weekday.is_none_or(|w| day.weekday() == w))
        .min_by_key(|day| (*day - near).num_days().abs())
}

/// The day of publication as the text lets one infer it: the latest dated post, else the first
/// full day in the text, else a weekday with a month and day in the year that the text names.
pub(super) fn infer(posts: &[Timex], first_lines: &[Timex], all: &[Timex]) -> Option<NaiveDate> {
    let days = |list: &[Timex]| {
        list.iter().filter_map(|t| if let When::Day(d) = t.when { Some(d) } else { None }).max()
    };
    days(posts).or_else(|| days(first_lines)).or_else(|| {
        let year = all.iter().filter_map(|t| match t.when {
            When::Day(d) => Some(d.year()),
            When::Month(y, _) | When::Year(y) => Some(y),
            _ => None,
        });
        let middle = NaiveDate::from_ymd_opt(year.max()?, 7, 1)?;
        all.iter().find_map(|t| match t.when {
            When::MonthDay(m, d, Some(w)) => {
                month_day(m, d, Some(w), middle).filter(|day| day.year() == middle.year())
            }
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::text::tokens;
    use super::*;

    fn dates(text: &str, future: bool) -> Vec<String> {
        let published = NaiveDate::from_ymd_opt(2025, 12, 14); // a Sunday
        let anchor = Anchor { published, last_day: NaiveDate::from_ymd_opt(2025, 12, 10) };
        let tokens = tokens(text, Span { start: 0, end: text.len() });
        timexes(&tokens)
            .iter()
            .filter_map(|t| resolve(t, &anchor, future))
            .map(|d| d.to_string())
            .collect()
    }

    #[test]
    fn explicit_dates_are_read() {
        for (text, date) in [
            ("on 14 December 2025", "2025-12-14"),
            ("December 14, 2025", "2025-12-14"),
            ("on Monday, December 15", "2025-12-15"),
            ("in April 2022", "2022-04"),
            ("in 2014", "2014"),
            ("on January 3", "2026-01-03"),
            ("at 2022-02-24 already", "2022-02-24"),
            ("since 2014", "2014/.."),
            ("in the third quarter of 2024", "2024-07-01/2024-09-30"),
            ("in early 2014", "2014-01-01/2014-04-30"),
            ("in the 1990s", "199X"),
            ("from 2014 to 2022", "2014/2022"),
        ] {
            assert_eq!(dates(text, false), [date], "{text}");
        }
    }

    #[test]
    fn relative_dates_go_by_the_publication() {
        for (text, future, date) in [
            ("yesterday", false, "2025-12-13"),
            ("on Friday", false, "2025-12-12"),
            ("on Friday", true, "2025-12-19"),
            ("last month", false, "2025-11"),
            ("last night", false, "2025-12-13"),
            ("last February", false, "2025-02"),
            ("three days ago", false, "2025-12-11"),
            ("two months ago", false, "2025-10"),
            ("next week", true, "2025-12-15/2025-12-21"),
            ("that day", false, "2025-12-10"),
        ] {
            assert_eq!(dates(text, future), [date], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        assert!(
            dates("Article 5, five hours, Awards 2025, 2014 people, he may march", false)
                .is_empty()
        );
    }
}
