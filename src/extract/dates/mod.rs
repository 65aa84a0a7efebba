//! Time expressions of a sentence, and the EDTF dates they stand for.

mod calendar;
mod read;
mod resolve;

use super::text::{Span, Token};
use chrono::{Datelike, NaiveDate, Weekday};

pub(super) use resolve::{about, from, resolve, until};

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
    /// The last or next such day that is not the day of publication: "last Friday".
    OtherWeekday(Weekday, Turn),
    /// The unit so many units from the publication: "three days ago", "last week".
    Units(i32, Unit),
    /// So many units up to the publication: "over the past two weeks".
    Past(i32, Unit),
    /// The part of this unit that is over, or is to come: "earlier this month", "later this year".
    PartOfThis(Unit, Turn),
    /// The last days of the unit, so many from that of the publication: "the end of next year".
    EndOf(i32, Unit),
    /// A Saturday and Sunday: "over the weekend", "next weekend".
    Weekend(Turn),
    /// Days from the last day that the text has named: "that day", "the following day".
    NamedDay(i32),
    /// The last such month that is over: "last February".
    LastMonth(u32),
    /// Three months of a year, 1 to 4: "the third quarter of 2024".
    Quarter(i32, u32),
    /// Six months of a year, 1 or 2: "the first half of 2024".
    Half(i32, u32),
    /// A third of a year: "early 2014", "mid-2014", "late 2014".
    Part(i32, u32),
    /// A third of a year so many from that of the publication: "late last year".
    PartOfYear(i32, u32),
    /// A third of a month, perhaps without its year: "early March 2022", "mid-December".
    PartOfMonth(Option<i32>, u32, u32),
    /// Spring to winter, 21 to 24: "the summer of 2023".
    Season(i32, u8),
    /// A decade by its first year: "the 1990s".
    Decade(i32),
    /// From one day to another: "3 to 5 May 2024".
    Range(NaiveDate, NaiveDate),
    /// Days of a month without its year: "May 3-5".
    MonthDays(u32, u32, u32),
    /// From one weekday to another: "from Monday to Wednesday".
    Weekdays(Weekday, Weekday),
    /// Months of one year: "from March to June 2023".
    Months(i32, u32, u32),
    /// From one year to another: "from 2014 to 2022".
    Years(i32, i32),
    /// Goes on at the time of publication.
    Now,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Before or after the publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Last,
    /// The one that is or that the tense tells.
    This,
    Next,
}

/// What is meant by a time: itself, or an end of the time of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    At,
    /// It has gone on from then: "since 2014".
    Since,
    /// It goes on up to then, or comes before: "until 2022", "by Friday".
    Until,
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
            When::OtherWeekday(..) => "last or next such weekday from the publication",
            When::Units(_, Unit::Day) => "days from the publication",
            When::Units(_, Unit::Week) => "weeks from the publication",
            When::Units(_, Unit::Month) => "months from the publication",
            When::Units(_, Unit::Year) => "years from the publication",
            When::Past(..) => "duration up to the publication",
            When::PartOfThis(..) => "part of the unit that the publication is in",
            When::EndOf(..) => "end of a unit, counted from the publication",
            When::Weekend(_) => "weekend, by tense from the publication",
            When::NamedDay(_) => "days from the day named before",
            When::LastMonth(_) => "last such month before the publication",
            When::Quarter(..) => "quarter of a year",
            When::Half(..) => "half of a year",
            When::Part(..) => "part of a year",
            When::PartOfYear(..) => "part of a year, counted from the publication",
            When::PartOfMonth(..) => "part of a month",
            When::Season(..) => "season",
            When::Decade(_) => "decade",
            When::Range(..) => "range of days",
            When::MonthDays(..) => "range of days, nearest to the publication",
            When::Weekdays(..) => "range of weekdays, by tense from the publication",
            When::Months(..) => "range of months",
            When::Years(..) => "range of years",
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
    pub(super) edge: Edge,
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
        match read::at(tokens, i) {
            Some((when, length)) if length > 0 => {
                let end = tokens[i + length - 1].span.end;
                let span = Span { start: tokens[i].span.start, end };
                let mut before = tokens[..i].iter().rev().filter(|t| !t.eq("the"));
                let edge = match before.next().map_or("", |t| t.lower.as_str()) {
                    "since" => Edge::Since,
                    "until" | "till" | "by" => Edge::Until,
                    _ => Edge::At,
                };
                // "For the first time since May" says when something else was.
                if !(edge == Edge::Since && before.next().is_some_and(|t| t.eq("time"))) {
                    found.push(Timex { first: i, span, when, edge });
                }
                i += length;
            }
            _ => i += 1,
        }
    }
    found
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
                resolve::month_day(m, d, Some(w), middle).filter(|day| day.year() == middle.year())
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
            ("the 14th of December 2025", "2025-12-14"),
            ("at 2022-02-24 already", "2022-02-24"),
            ("in April 2022", "2022-04"),
            ("in 2014", "2014"),
            ("in the 1990s", "199X"),
            ("in the summer of 2023", "2023-22"),
            ("in the third quarter of 2024", "2024-07-01/2024-09-30"),
            ("in Q1 2024", "2024-01-01/2024-03-31"),
            ("in the first half of 2024", "2024-01-01/2024-06-30"),
            ("in early 2014", "2014-01-01/2014-04-30"),
            ("in mid-2014", "2014-05-01/2014-08-31"),
            ("in late 2014", "2014-09-01/2014-12-31"),
            ("in early March 2022", "2022-03-01/2022-03-10"),
            ("at the end of February 2024", "2024-02-21/2024-02-29"),
            // Ranges.
            ("from 2014 to 2022", "2014/2022"),
            ("between March and June 2023", "2023-03/2023-06"),
            ("from 3 to 5 May 2024", "2024-05-03/2024-05-05"),
            ("on May 3-5, 2024", "2024-05-03/2024-05-05"),
            // Ends.
            ("since 2014", "2014/.."),
            ("since April 2022", "2022-04/.."),
            ("since early 2014", "2014-01-01/.."),
            ("until 2022", "../2022"),
            ("by 14 December 2025", "../2025-12-14"),
            ("by the end of 2030", "../2030-12-31"),
        ] {
            assert_eq!(dates(text, false), [date], "{text}");
        }
    }

    #[test]
    fn relative_dates_go_by_the_publication() {
        for (text, future, date) in [
            ("yesterday", false, "2025-12-13"),
            ("the day before yesterday", false, "2025-12-12"),
            ("last night", false, "2025-12-13"),
            ("three hours ago", false, "2025-12-14"),
            ("three days ago", false, "2025-12-11"),
            ("two weeks ago", false, "2025-11-24/2025-11-30"),
            ("two months ago", false, "2025-10"),
            ("ten years ago", false, "2015"),
            // Weekdays, by tense; the day of publication is a Sunday.
            ("on Friday", false, "2025-12-12"),
            ("on Friday", true, "2025-12-19"),
            ("on Sunday", false, "2025-12-14"),
            ("last Sunday", false, "2025-12-07"),
            ("next Friday", false, "2025-12-19"),
            ("on Monday, December 15", false, "2025-12-15"),
            ("from Monday to Wednesday", false, "2025-12-08/2025-12-10"),
            ("from Monday to Wednesday", true, "2025-12-15/2025-12-17"),
            ("over the weekend", false, "2025-12-13/2025-12-14"),
            ("last weekend", false, "2025-12-06/2025-12-07"),
            // Days and months without a year.
            ("on January 3", false, "2026-01-03"),
            ("on December 3-5", false, "2025-12-03/2025-12-05"),
            ("in mid-December", false, "2025-12-11/2025-12-20"),
            ("last February", false, "2025-02"),
            // Units.
            ("last week", false, "2025-12-01/2025-12-07"),
            ("next week", true, "2025-12-15/2025-12-21"),
            ("last month", false, "2025-11"),
            ("next year", true, "2026"),
            ("earlier this month", false, "2025-12-01/2025-12-14"),
            ("later this year", true, "2025-12-14/2025-12-31"),
            ("late last year", false, "2024-09-01/2024-12-31"),
            ("at the end of the year", true, "2025-09-01/2025-12-31"),
            // Durations up to the publication.
            ("over the past two weeks", false, "2025-11-30/2025-12-14"),
            ("in the last 24 hours", false, "2025-12-13/2025-12-14"),
            ("for the past five years", false, "2020-12-14/2025-12-14"),
            // Ends.
            ("since Friday", false, "2025-12-12/.."),
            ("since last week", false, "2025-12-01/.."),
            ("until Friday", true, "../2025-12-19"),
            ("by Friday", true, "../2025-12-19"),
            ("by next week", true, "../2025-12-21"),
            ("currently", false, "2025-12-14/.."),
            // The day that the text has named.
            ("that day", false, "2025-12-10"),
            ("the following day", false, "2025-12-11"),
            ("two days later", false, "2025-12-12"),
            ("a week earlier", false, "2025-12-03"),
        ] {
            assert_eq!(dates(text, future), [date], "{text}");
        }
    }

    #[test]
    fn without_a_publication_what_hangs_on_it_has_no_date() {
        let text = "on Friday, last week, in April 2022";
        let tokens = tokens(text, Span { start: 0, end: text.len() });
        let read: Vec<_> =
            timexes(&tokens).iter().map(|t| resolve(t, &Anchor::default(), false)).collect();
        assert_eq!(read.len(), 3);
        assert_eq!(read[..2], [None, None]);
        assert_eq!(read[2].as_ref().unwrap().to_string(), "2022-04");
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        assert!(
            dates(
                "Article 5, five hours, Awards 2025, 2014 people, he may march, a 3-5 win",
                false
            )
            .is_empty()
        );
    }
}
