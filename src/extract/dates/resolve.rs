//! What time expressions stand for, against the day of publication and the days that the text names.

use super::{Anchor, Edge, Timex, Turn, Unit, When};
use crate::domain::Edtf;
use crate::domain::edtf::{Calendar, Date, End, Qualifier};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The date that an expression stands for; none where it needs an anchor that is missing.
/// `future` says that the event is planned, so that a weekday is the next one, not the last.
pub(in crate::extract) fn resolve(timex: &Timex, anchor: &Anchor, future: bool) -> Option<Edtf> {
    let date = value(timex.when, anchor, future)?;
    Some(match (timex.edge, date) {
        (Edge::At, date) => date,
        (Edge::Since, Edtf::Date(date)) => Edtf::Interval(End::Date(date), End::Open),
        (Edge::Since, Edtf::Interval(first, _)) => Edtf::Interval(first, End::Open),
        (Edge::Until, Edtf::Date(date)) => Edtf::Interval(End::Open, End::Date(date)),
        (Edge::Until, Edtf::Interval(_, last)) => Edtf::Interval(End::Open, last),
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
        When::OtherWeekday(day, turn) => {
            let today = published?;
            let back = i64::from(today.weekday().days_since(day));
            let shift = match turn {
                Turn::Next => 7 - back,
                _ if back == 0 => -7,
                _ => -back,
            };
            Edtf::day(shifted(today, shift)?)
        }
        When::Units(n, Unit::Day) => Edtf::day(shifted(published?, n.into())?),
        When::Units(n, Unit::Month) => {
            let day = months_from(published?, n)?;
            month(day.year(), day.month())
        }
        When::Units(n, Unit::Year) => year(published?.year().checked_add(n)?),
        When::Units(n, Unit::Week) => {
            let (first, last) = unit_around(published?, n, Unit::Week)?;
            days(first, last)?
        }
        When::Past(n, unit) => {
            let today = published?;
            let first = match unit {
                Unit::Day => shifted(today, -i64::from(n))?,
                Unit::Week => shifted(today, -7 * i64::from(n))?,
                Unit::Month => months_from(today, n.checked_neg()?)?,
                Unit::Year => months_from(today, n.checked_mul(-12)?)?,
            };
            days(first, today)?
        }
        When::PartOfThis(unit, turn) => {
            let today = published?;
            let (first, last) = unit_around(today, 0, unit)?;
            if turn == Turn::Next { days(today, last)? } else { days(first, today)? }
        }
        When::EndOf(n, unit) => {
            let (first, last) = unit_around(published?, n, unit)?;
            let third = (last - first).num_days() / 3;
            days(shifted(last, -third)?, last)?
        }
        When::Weekend(turn) => {
            let today = published?;
            let back = i64::from(today.weekday().days_since(Weekday::Sat));
            // On a Saturday or Sunday "the weekend" is that one.
            let now = back < 2;
            let saturday = match turn {
                Turn::Last if now => -back - 7,
                Turn::Next => 7 - back,
                Turn::This if future && !now => 7 - back,
                _ => -back,
            };
            days(shifted(today, saturday)?, shifted(today, saturday + 1)?)?
        }
        When::NamedDay(n) => Edtf::day(shifted(anchor.last_day?, n.into())?),
        When::LastMonth(m) => {
            let today = published?;
            month(if m < today.month() { today.year() } else { today.year() - 1 }, m)
        }
        When::Quarter(y, q) => span_of_months(y, 3 * q - 2, 3)?,
        When::Part(y, third) => span_of_months(y, 4 * third + 1, 4)?,
        When::Decade(y) => Edtf::Date(plain(Calendar::Year { year: y, masked: 1 })),
        When::Half(y, half) => span_of_months(y, 6 * half - 5, 6)?,
        When::PartOfYear(n, third) => {
            span_of_months(published?.year().checked_add(n)?, 4 * third + 1, 4)?
        }
        When::PartOfMonth(y, m, third) => {
            let y = match y {
                Some(y) => y,
                None => month_day(m, 10 * third + 5, None, published?)?.year(),
            };
            let first = NaiveDate::from_ymd_opt(y, m, 10 * third + 1)?;
            let last = if third == 2 { month_end(first)? } else { shifted(first, 9)? };
            days(first, last)?
        }
        When::Season(year, season) => Edtf::Date(plain(Calendar::Season { year, season })),
        When::Range(first, last) => days(first, last)?,
        When::MonthDays(m, first, last) => {
            let first = month_day(m, first, None, published?)?;
            days(first, first.with_day(last)?)?
        }
        When::Weekdays(first, last) => {
            let first_day = value(When::Weekday(first), anchor, future)?.bounds().earliest?;
            let length = i64::from(last.days_since(first));
            let last_day = shifted(first_day, length)?;
            // Of days that are over, the last is not to come.
            let late = !future && last_day > published?;
            let back = if late { -7 } else { 0 };
            days(shifted(first_day, back)?, shifted(last_day, back)?)?
        }
        When::Months(y, first, last) => {
            let end = |m: u32| {
                let month = u8::try_from(m).ok();
                End::Date(plain(Calendar::Month { year: y, month }))
            };
            Edtf::Interval(end(first), end(last))
        }
        When::Years(from, to) => {
            let end = |year| End::Date(plain(Calendar::Year { year, masked: 0 }));
            Edtf::Interval(end(from), end(to))
        }
        When::Now => from(published?),
    })
}

/// A day so many months from another.
fn months_from(day: NaiveDate, n: i32) -> Option<NaiveDate> {
    let months = Months::new(n.unsigned_abs());
    if n < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
}

fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    shifted(months_from(day.with_day(1)?, 1)?, -1)
}

/// The first and last day of a unit, so many from that of a day; weeks start on Monday (ISO 8601).
fn unit_around(day: NaiveDate, n: i32, unit: Unit) -> Option<(NaiveDate, NaiveDate)> {
    Some(match unit {
        Unit::Day => {
            let day = shifted(day, n.into())?;
            (day, day)
        }
        Unit::Week => {
            let back = i64::from(day.weekday().num_days_from_monday());
            let monday = shifted(day, 7 * i64::from(n) - back)?;
            (monday, shifted(monday, 6)?)
        }
        Unit::Month => {
            let first = months_from(day.with_day(1)?, n)?;
            (first, month_end(first)?)
        }
        Unit::Year => {
            let year = day.year().checked_add(n)?;
            (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)
        }
    })
}

/// From one day to another.
fn days(first: NaiveDate, last: NaiveDate) -> Option<Edtf> {
    Edtf::between(Some(first), Some(last)).ok()?
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
pub(super) fn month_day(
    m: u32,
    d: u32,
    weekday: Option<Weekday>,
    near: NaiveDate,
) -> Option<NaiveDate> {
    (near.year() - 1..=near.year() + 1)
        .filter_map(|y| NaiveDate::from_ymd_opt(y, m, d))
        .filter(|day| weekday.is_none_or(|w| day.weekday() == w))
        .min_by_key(|day| (*day - near).num_days().abs())
}

fn plain(value: Calendar) -> Date {
    Date { value, qualifier: Qualifier::Plain }
}

/// "Some time up to that day", for what has long been so.
pub(in crate::extract) fn until(day: NaiveDate) -> Edtf {
    Edtf::Interval(End::Open, End::Date(plain(Calendar::Day(day))))
}

/// From that day on, for what is going on.
pub(in crate::extract) fn from(day: NaiveDate) -> Edtf {
    Edtf::Interval(End::Date(plain(Calendar::Day(day))), End::Open)
}

/// About that day: what news tells without a date was shortly before.
pub(in crate::extract) fn about(day: NaiveDate) -> Edtf {
    Edtf::Date(Date { value: Calendar::Day(day), qualifier: Qualifier::Approximate })
}
