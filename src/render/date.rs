//! Dates in the words of a caption.

use super::mark::is_period;
use crate::report::view::Mark;
use chrono::{Datelike, Days, Months, NaiveDate};

/// The mark's date as readers say it: `14 Dec`, `3–12 Dec`, `Dec 2025`, `about 2014`,
/// `by 22 Feb`, `from 24 Feb`. The year that is `understood`, if any, is left out.
pub(crate) fn say(mark: &Mark, understood: Option<i32>) -> String {
    let day = |day: NaiveDate| day_words(day, understood);
    let plain = match (mark.earliest, mark.latest) {
        (None, None) => return "date unknown".to_owned(),
        (None, Some(last)) => format!("by {}", day(last)),
        (Some(first), None) => format!("from {}", day(first)),
        (Some(first), Some(last)) if first == last => day(first),
        (Some(first), Some(last)) => match (is_period(mark), whole(first, last)) {
            (false, Some(words)) => words,
            (false, None) => {
                format!("between {} and {}", start_words(first, last, understood), day(last))
            }
            (true, _) => format!("{}–{}", start_words(first, last, understood), day(last)),
        },
    };
    match (mark.date.contains(['~', '%']), mark.date.contains(['?', '%'])) {
        (true, true) => format!("about {plain}?"),
        (true, false) => format!("about {plain}"),
        (false, true) => format!("{plain}?"),
        (false, false) => plain,
    }
}

fn day_words(day: NaiveDate, understood: Option<i32>) -> String {
    let format = if understood == Some(day.year()) { "%-d %b" } else { "%-d %b %Y" };
    day.format(format).to_string()
}

/// The first day of a range, without what its last day says too.
fn start_words(first: NaiveDate, last: NaiveDate, understood: Option<i32>) -> String {
    if first.year() != last.year() {
        day_words(first, understood)
    } else if first.month() != last.month() {
        day_words(first, Some(first.year()))
    } else {
        first.day().to_string()
    }
}

/// The name of a range that is a whole month or year, or several years.
fn whole(first: NaiveDate, last: NaiveDate) -> Option<String> {
    let after = last.checked_add_days(Days::new(1))?;
    if first.day() != 1 || after.day() != 1 {
        return None;
    }
    if first.checked_add_months(Months::new(1)) == Some(after) {
        return Some(first.format("%b %Y").to_string());
    }
    if first.month() != 1 || after.month() != 1 {
        return None;
    }
    if first.year() == last.year() {
        Some(first.year().to_string())
    } else {
        Some(format!("between {} and {}", first.year(), last.year()))
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
        ] {
            let understood = (!years).then_some(2025);
            assert_eq!(say(&mark(1, "x", edtf), understood), said, "{edtf}");
        }
    }
}
