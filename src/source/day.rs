//! Dates of publication as pages and feeds write them.

use crate::domain::Edtf;
use chrono::{DateTime, Datelike, NaiveDate};

/// Names of months in English, Russian, Ukrainian, French, German and Spanish, whole and short.
const MONTHS: [&str; 12] = [
    "january jan января январь янв січня січ janvier janv januar enero ene",
    "february feb февраля февраль фев лютого лют février févr februar febrero",
    "march mar марта март мар березня бер mars märz marzo",
    "april apr апреля апрель апр квітня кві avril avr abril abr",
    "may мая май травня тра mai mayo",
    "june jun июня июнь июн червня чер juin juni junio",
    "july jul июля июль июл липня лип juillet juil juli julio",
    "august aug августа август авг серпня сер août agosto ago",
    "september sep sept сентября сентябрь сен сент вересня вер septembre septiembre",
    "october oct октября октябрь окт жовтня жов octobre oktober okt octubre",
    "november nov ноября ноябрь ноя нояб листопада лис novembre noviembre",
    "december dec декабря декабрь дек грудня гру décembre déc dezember dez diciembre dic",
];

/// The day that a moment names where it was written, or the month or year if it names no day:
/// ISO 8601, RFC 822 and what is like them, names of months, day.month.year, seconds of an epoch.
/// None for other words, and for days that stand for none, as in 1970-01-01.
pub(super) fn day(text: &str) -> Option<Edtf> {
    let text = text.trim();
    iso(text)
        .or_else(|| epoch(text))
        .or_else(|| named(text))
        .or_else(|| marked(text))
        .or_else(|| dotted(text))
}

/// The day in an address, as in `/2025/12/14/`, `/2025-12-14-` or `/20251214/`.
pub(super) fn in_address(url: &str) -> Option<Edtf> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let three = |parts: &[&str]| match parts {
        [y, m, d] if y.len() == 4 && m.len() <= 3 && d.len() <= 2 => date(y, month(m)?, d),
        _ => None,
    };
    let one = |part: &&str| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(part.len());
        let digits = part[..end].trim_end_matches('-');
        let whole = digits.len() == 8 || digits.len() >= 10 && digits.as_bytes()[4] == b'-';
        iso(digits.get(..digits.len().min(10))?).filter(|_| whole)
    };
    parts.windows(3).find_map(three).or_else(|| parts.iter().find_map(one))
}

fn iso(text: &str) -> Option<Edtf> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !"-/".contains(c)).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    // After a day stands its hour, or nothing.
    if !rest.is_empty() && !rest.starts_with(['T', 't', ' ', '+', 'Z']) {
        return None;
    }
    let parts: Vec<&str> = digits.trim_end_matches(['-', '/']).split(['-', '/']).collect();
    match *parts.as_slice() {
        [y, m, d] if y.len() == 4 => date(y, m.parse().ok()?, d),
        [all] if all.len() == 8 => date(&all[..4], all[4..6].parse().ok()?, &all[6..]),
        [y, m] if y.len() == 4 && m.len() == 2 && rest.is_empty() => {
            sensible(y.parse().ok()?).then(|| format!("{y}-{m}").parse().ok())?
        }
        [y] if y.len() == 4 && rest.is_empty() => {
            sensible(y.parse().ok()?).then(|| y.parse().ok())?
        }
        _ => None,
    }
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Edtf> {
    let number: i64 = text.parse().ok()?;
    let moment = match text.len() {
        10 => DateTime::from_timestamp(number, 0)?,
        13 => DateTime::from_timestamp_millis(number)?,
        _ => return None,
    };
    Some(Edtf::day(moment.date_naive()))
}

/// A date with the month's name.
fn named(text: &str) -> Option<Edtf> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !matches!(*w, "" | "de")).collect();
    let at = words.iter().position(|word| {
        !word.starts_with(|c: char| c.is_ascii_digit()) && month(word).is_some()
    })?;
    let number = |at: usize| {
        words.get(at).map(|word| word.trim_end_matches(char::is_alphabetic)).filter(|word| {
            (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        })
    };
    let before = at.checked_sub(1).and_then(number);
    let day = before.or_else(|| number(at + 1))?;
    let year = words.iter().find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    match year {
        Some(year) => date(year, month(words[at])?, day),
        // RFC 850 has two digits.
        None => {
            date(&format!("20{}", before.and_then(|_| number(at + 1))?), month(words[at])?, day)
        }
    }
}

/// Year, month and day with the marks of Chinese and Japanese after them.
fn marked(text: &str) -> Option<Edtf> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    let year = year.get(year.len().checked_sub(4)?..)?;
    date(year, month.trim().parse().ok()?, day.trim())
}

/// Day before month; with slashes only where the day cannot be a month.
fn dotted(text: &str) -> Option<Edtf> {
    let first = text.split_whitespace().find(|word| word.contains(['.', '/']))?;
    let first = first.trim_end_matches([',', '.']);
    match *first.split(['.', '/']).collect::<Vec<_>>().as_slice() {
        [d, m, y] if y.len() == 4 => {
            let (d, m): (u32, u32) = (d.parse().ok()?, m.parse().ok()?);
            match (d > 12, m > 12) {
                (_, true) if first.contains('/') => date(y, d, &m.to_string()),
                (false, _) if first.contains('/') => None,
                _ => date(y, m, &d.to_string()),
            }
        }
        _ => None,
    }
}

/// 1 to 12, of a number or a name.
fn month(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return (1..=12).contains(&number).then_some(number);
    }
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    Some(at as u32 + 1)
}

fn date(year: &str, month: u32, day: &str) -> Option<Edtf> {
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)?;
    let placeholder = (day.month(), day.day()) == (1, 1) && matches!(day.year(), 1900 | 1970);
    (sensible(day.year()) && !placeholder).then(|| Edtf::day(day))
}

fn sensible(year: i32) -> bool {
    (1800..2100).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for text in [
            "2025-12-14",
            "2025-12-14T23:30:00-05:00",
            "2025-12-14 10:00:00",
            "20251214T100000Z",
            "2025/12/14",
            "Sun, 14 Dec 2025 10:00:00 GMT",
            "Sunday, 14-Dec-25 10:00:00 GMT",
            "Sun Dec 14 10:00:00 2025",
            "Sun Dec 14 2025 10:00:00 GMT+0000 (UTC)",
            "December 14, 2025",
            "Dec. 14th, 2025 at 10:00",
            "14 December 2025",
            "воскресенье, 14 декабря 2025 г., 10:00",
            "14 грудня 2025",
            "le 14 décembre 2025 à 10h00",
            "14. Dezember 2025",
            "14 de diciembre de 2025",
            "发布时间：2025年12月14日 10:00",
            // The weekday is wrong, the date is not.
            "Mon, 14 Dec 2025 10:00:00 +0000",
            "14.12.2025 10:00",
            "14/12/2025",
            "12/14/2025",
            "1765706400",
            "1765706400000",
        ] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), Some("2025-12-14"), "{text}");
        }
        assert_eq!(day("2025-12").unwrap().to_string(), "2025-12");
        assert_eq!(day("2025").unwrap().to_string(), "2025");
    }

    #[test]
    fn what_names_no_day_is_none() {
        for text in [
            "",
            "today",
            "1970-01-01T00:00:00Z",
            "0001-01-01",
            "2025-13-01",
            "2025-02-30",
            "9999",
            "12/11/2025",
            "5 minutes ago",
            "Marching on",
            "20251399",
            "99999999999999999999",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_have_days() {
        let day = |url: &str| in_address(url).map(|d| d.to_string());
        let found = Some("2025-12-14".to_owned());
        assert_eq!(day("https://a.example/2025/12/14/berlin"), found);
        assert_eq!(day("https://a.example/2025/dec/14/berlin"), found);
        assert_eq!(day("https://a.example/news/2025-12-14-berlin?x=2024/01/01"), found);
        assert_eq!(day("https://a.example/20251214/berlin"), found);
        assert_eq!(day("https://a.example/news-20251214"), None);
        assert_eq!(day("https://a.example/2025/12/berlin-14"), None);
        assert_eq!(day("https://a.example/id/12345678"), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,40}", dated in "[0-9A-Za-zé,./: -]{0,30}") {
            day(&text);
            day(&dated);
            in_address(&text);
            in_address(&format!("https://a.example/{dated}"));
        }
    }
}
