//! The languages of dates, numbers and fixed words on charts. Titles, names and queries stay as
//! they are in the database.

use super::phrases::{Phrase, Plural};
use crate::domain::words;
use chrono::{Datelike, NaiveDate};

words! {
    /// A language of charts.
    pub enum Lang ("language") {
        /// English.
        English = "en" | "english",
        /// Russian.
        Russian = "ru" | "russian",
        /// Kazakh.
        Kazakh = "kk" | "kazakh",
        /// Ukrainian.
        Ukrainian = "uk" | "ukrainian",
    }
}

/// Names of months by language: alone, after a day, short.
const MONTHS: [[[&str; 12]; 3]; 4] = [
    [
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ],
    [
        [
            "январь",
            "февраль",
            "март",
            "апрель",
            "май",
            "июнь",
            "июль",
            "август",
            "сентябрь",
            "октябрь",
            "ноябрь",
            "декабрь",
        ],
        [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
        ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    ],
    [
        [
            "қаңтар",
            "ақпан",
            "наурыз",
            "сәуір",
            "мамыр",
            "маусым",
            "шілде",
            "тамыз",
            "қыркүйек",
            "қазан",
            "қараша",
            "желтоқсан",
        ],
        [
            "қаңтар",
            "ақпан",
            "наурыз",
            "сәуір",
            "мамыр",
            "маусым",
            "шілде",
            "тамыз",
            "қыркүйек",
            "қазан",
            "қараша",
            "желтоқсан",
        ],
        ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"],
    ],
    [
        [
            "січень",
            "лютий",
            "березень",
            "квітень",
            "травень",
            "червень",
            "липень",
            "серпень",
            "вересень",
            "жовтень",
            "листопад",
            "грудень",
        ],
        [
            "січня",
            "лютого",
            "березня",
            "квітня",
            "травня",
            "червня",
            "липня",
            "серпня",
            "вересня",
            "жовтня",
            "листопада",
            "грудня",
        ],
        ["січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру"],
    ],
];

/// Days of the week by language, from Monday: whole, short.
const WEEKDAYS: [[[&str; 7]; 2]; 4] = [
    [
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ],
    [
        ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
        ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    ],
    [
        ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"],
        ["дс", "сс", "ср", "бс", "жм", "сн", "жс"],
    ],
    [
        ["понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"],
        ["пн", "вт", "ср", "чт", "пт", "сб", "нд"],
    ],
];

/// Years before the first of our era.
const BEFORE: Phrase = Phrase(["{} BC", "{} до н. э.", "б. з. д. {}", "{} до н. е."]);

impl Lang {
    /// The words of a phrase.
    pub(crate) fn say(self, phrase: Phrase) -> &'static str {
        phrase.0[self as usize]
    }

    /// A phrase with its `{}` filled.
    pub(crate) fn fill(self, phrase: Phrase, parts: &[&str]) -> String {
        let mut out = String::new();
        let mut parts = parts.iter();
        for (at, piece) in self.say(phrase).split("{}").enumerate() {
            if at > 0 {
                out.push_str(parts.next().copied().unwrap_or_default());
            }
            out.push_str(piece);
        }
        out
    }

    /// "1 event", "2 events".
    pub(crate) fn count(self, n: u64, what: Plural) -> String {
        let (ten, hundred) = (n % 10, n % 100);
        let form = match self {
            Lang::English => usize::from(n != 1) * 2,
            Lang::Kazakh => 0,
            Lang::Russian | Lang::Ukrainian if (11..15).contains(&hundred) => 2,
            Lang::Russian | Lang::Ukrainian if ten == 1 => 0,
            Lang::Russian | Lang::Ukrainian if (2..5).contains(&ten) => 1,
            Lang::Russian | Lang::Ukrainian => 2,
        };
        format!("{} {}", self.number(n), what.0[self as usize][form])
    }

    /// A whole number in groups of three digits.
    pub(crate) fn number(self, n: u64) -> String {
        let between = if self == Lang::English { ',' } else { '\u{a0}' };
        let digits = n.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(between);
            }
            out.push(digit);
        }
        out
    }

    /// A number with one decimal and a true minus sign.
    pub(crate) fn decimal(self, x: f64) -> String {
        // What rounds to nothing has no sign.
        let x = if x.abs() < 0.05 { 0.0 } else { x };
        let text = format!("{x:.1}").replace('-', "\u{2212}");
        if self == Lang::English { text } else { text.replace('.', ",") }
    }

    /// A year as it is counted by people: there is none between 1 BC and 1.
    pub(crate) fn year(self, year: i32) -> String {
        if year > 0 { year.to_string() } else { self.fill(BEFORE, &[&(1 - year).to_string()]) }
    }

    /// A date by a pattern: `%-d` day, `%A` and `%a` weekday, `%B` and `%b` month, `%Y` year.
    pub(crate) fn date(self, day: NaiveDate, pattern: &str) -> String {
        let month = day.month0() as usize;
        let weekday = day.weekday().num_days_from_monday() as usize;
        let [alone, of, short] = &MONTHS[self as usize];
        // After a day the name of a month bends.
        let long = if pattern.contains("%-d") { of } else { alone };
        // May is short enough alone, where it must not bend.
        let short = if pattern.contains("%-d")
            || short[month].chars().count() != alone[month].chars().count()
        {
            short[month]
        } else {
            alone[month]
        };
        // Kazakh names the year first.
        let pattern = match (self, pattern.strip_suffix(" %Y")) {
            (Lang::Kazakh, Some(rest)) => &format!("%Y ж. {rest}"),
            _ => pattern,
        };
        pattern
            .replace("%-d", &day.day().to_string())
            .replace("%A", WEEKDAYS[self as usize][0][weekday])
            .replace("%a", WEEKDAYS[self as usize][1][weekday])
            .replace("%B", long[month])
            .replace("%b", short)
            .replace("%Y", &self.year(day.year()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::phrases::EVENTS;

    #[test]
    fn counts_bend_as_the_language_has_it() {
        let said = |lang: Lang| {
            [1, 3, 5, 11, 21, 112, 1234]
                .map(|n| lang.count(n, EVENTS))
                .join(", ")
                .replace('\u{a0}', "_")
        };
        insta::assert_snapshot!(said(Lang::English), @"1 event, 3 events, 5 events, 11 events, 21 events, 112 events, 1,234 events");
        insta::assert_snapshot!(said(Lang::Russian), @"1 событие, 3 события, 5 событий, 11 событий, 21 событие, 112 событий, 1_234 события");
        insta::assert_snapshot!(said(Lang::Ukrainian), @"1 подія, 3 події, 5 подій, 11 подій, 21 подія, 112 подій, 1_234 події");
        insta::assert_snapshot!(said(Lang::Kazakh), @"1 оқиға, 3 оқиға, 5 оқиға, 11 оқиға, 21 оқиға, 112 оқиға, 1_234 оқиға");
    }

    #[test]
    fn dates_in_four_languages() {
        let said = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            Lang::ALL
                .iter()
                .flat_map(|lang| ["%-d %B %Y", "%b %Y", "%a %-d"].map(|p| lang.date(day, p)))
                .collect::<Vec<_>>()
                .join(" | ")
        };
        insta::assert_snapshot!(said("2025-05-09"), @"9 May 2025 | May 2025 | Fri 9 | 9 мая 2025 | май 2025 | пт 9 | 2025 ж. 9 мамыр | 2025 ж. мам | жм 9 | 9 травня 2025 | тра 2025 | пт 9");
        insta::assert_snapshot!(said("-0043-03-15"), @"15 March 44 BC | Mar 44 BC | Fri 15 | 15 марта 44 до н. э. | мар 44 до н. э. | пт 15 | б. з. д. 44 ж. 15 наурыз | б. з. д. 44 ж. нау | жм 15 | 15 березня 44 до н. е. | бер 44 до н. е. | пт 15");
    }

    #[test]
    fn decimals_have_a_true_minus() {
        assert_eq!(Lang::English.decimal(-3.26), "−3.3");
        assert_eq!(Lang::Russian.decimal(-0.04), "0,0");
    }
}
