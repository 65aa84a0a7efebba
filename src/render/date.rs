//! Dates in the words of a caption.

use super::lang::Lang;
use super::phrases::{ABOUT, BETWEEN, BY_DAY, DATE_UNKNOWN, FROM_DAY};
use crate::report::view::Mark;
use chrono::{Datelike, Days, Months, NaiveDate};

/// The mark's date as readers say it: `14 Dec`, `3–12 Dec`, `Dec 2025`, `about 2014`,
/// `by 22 Feb`, `from 24 Feb`. The year that is `understood`, if any, is left out.
pub(crate) fn say(mark: &Mark, understood: Option<i32>, lang: Lang) -> String {
    let day = |day: NaiveDate| day_words(day, understood, lang);
    let plain = match (mark.earliest, mark.latest) {
        (None, None) => return lang.say(DATE_UNKNOWN).to_owned(),
        (None, Some(last)) => lang.fill(BY_DAY, &[&day(last)]),
        (Some(first), None) => lang.fill(FROM_DAY, &[&day(first)]),
        (Some(first), Some(last)) if mark.is_period() => days(first, last, understood, lang),
        (Some(first), Some(last)) if first == last => day(first),
        (Some(first), Some(last)) => whole(first, last, lang).unwrap_or_else(|| {
            lang.fill(BETWEEN, &[&start_words(first, last, understood, lang), &day(last)])
        }),
    };
    let doubt = if mark.date.contains(['?', '%']) { "?" } else { "" };
    if mark.date.contains(['~', '%']) {
        lang.fill(ABOUT, &[&format!("{plain}{doubt}")])
    } else {
        format!("{plain}{doubt}")
    }
}

/// A stretch of days, both ends included: `14 Dec`, `3–12 Dec`, `30 Nov–12 Dec`.
pub(crate) fn days(
    first: NaiveDate,
    last: NaiveDate,
    understood: Option<i32>,
    lang: Lang,
) -> String {
    let end = day_words(last, understood, lang);
    if first == last {
        return end;
    }
    format!("{}–{end}", start_words(first, last, understood, lang))
}

/// A stretch of days by the name of the month or years that it is, if it is one.
pub(crate) fn unit(
    first: NaiveDate,
    last: NaiveDate,
    understood: Option<i32>,
    lang: Lang,
) -> String {
    let years = first.year() != last.year();
    match whole(first, last, lang) {
        Some(_) if years => format!("{}–{}", lang.year(first.year()), lang.year(last.year())),
        Some(words) => words,
        None => days(first, last, understood, lang),
    }
}

fn day_words(day: NaiveDate, understood: Option<i32>, lang: Lang) -> String {
    lang.date(day, if understood == Some(day.year()) { "%-d %b" } else { "%-d %b %Y" })
}

/// The first day of a range, without what its last day says too.
fn start_words(first: NaiveDate, last: NaiveDate, understood: Option<i32>, lang: Lang) -> String {
    if first.year() != last.year() {
        day_words(first, understood, lang)
    } else if first.month() != last.month() {
        day_words(first, Some(first.year()), lang)
    } else {
        first.day().to_string()
    }
}

/// The name of a range that is a whole month or year, or several years.
fn whole(first: NaiveDate, last: NaiveDate, lang: Lang) -> Option<String> {
    let after = last.checked_add_days(Days::new(1))?;
    if first.day() != 1 || after.day() != 1 {
        return None;
    }
    if first.checked_add_months(Months::new(1)) == Some(after) {
        return Some(lang.date(first, "%b %Y"));
    }
    if first.month() != 1 || after.month() != 1 {
        return None;
    }
    if first.year() == last.year() {
        Some(lang.year(first.year()))
    } else {
        Some(lang.fill(BETWEEN, &[&lang.year(first.year()), &lang.year(last.year())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::mark;

    #[test]
    fn says_what_is_known() {
        for (edtf, years, said) in [
            ("2025-12-14", false, "14 Dec"),
            ("2025-12-14", true, "14 Dec 2025"),
            ("2025-12-03/2025-12-12", true, "3–12 Dec 2025"),
            ("2025-11-30/2025-12-12", false, "30 Nov–12 Dec"),
            ("2024-11-30/2025-12-12", true, "30 Nov 2024–12 Dec 2025"),
            ("2024-11-30/2025-12-12", false, "30 Nov 2024–12 Dec"),
            ("2025-12", false, "Dec 2025"),
            ("2014~", true, "about 2014"),
            ("2014-04-06~/2022-02-24", true, "about 6 Apr 2014–24 Feb 2022"),
            ("2014-04?", true, "Apr 2014?"),
            ("[2022-03-29,2022-04-05]", true, "between 29 Mar and 5 Apr 2022"),
            ("../2013-11-24", true, "by 24 Nov 2013"),
            ("2022-02-24/..", true, "from 24 Feb 2022"),
            ("-0043-03-15", true, "15 Mar 44 BC"),
            ("-0043", true, "44 BC"),
        ] {
            let understood = (!years).then_some(2025);
            assert_eq!(say(&mark(1, "x", edtf), understood, Lang::English), said, "{edtf}");
        }
    }
}
