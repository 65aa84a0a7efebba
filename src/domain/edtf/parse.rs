use super::{Calendar, Choice, Date, Edtf, End, Qualifier};
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use std::fmt;
use std::str::FromStr;

/// Text that is not a date: where it stops being one, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdtfError {
    /// The whole text.
    pub text: String,
    /// The column, in characters from 1, at which it stops being a date.
    pub column: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl EdtfError {
    pub(super) fn reversed(text: &str) -> EdtfError {
        EdtfError {
            text: text.to_owned(),
            column: 1,
            expected: "an end that is not before the start",
        }
    }
}

impl fmt::Display for EdtfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EdtfError { text, column, expected } = self;
        write!(f, "\"{text}\" is not a date: column {column}: expected {expected}")
    }
}

impl std::error::Error for EdtfError {}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let mut cursor = Cursor { text, at: 0 };
        let parsed = if cursor.eat("[") { cursor.one_of() } else { cursor.date_or_interval() };
        parsed.map_err(|expected| EdtfError {
            text: text.to_owned(),
            column: text.get(..cursor.at).unwrap_or(text).chars().count() + 1,
            expected,
        })
    }
}

/// What was expected where the cursor stands.
type Expected<T> = Result<T, &'static str>;

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn date_or_interval(&mut self) -> Expected<Edtf> {
        let start = self.interval_end()?;
        if self.end()
            && let End::Date(date) = start
        {
            return Ok(Edtf::Date(date));
        }
        if !self.eat("/") {
            return Err("the end of the date, or / and the end of an interval");
        }
        let end = if self.end() { End::Unknown } else { self.interval_end()? };
        if !self.end() {
            return Err("the end of the interval");
        }
        if !matches!(start, End::Date(_)) && !matches!(end, End::Date(_)) {
            self.at = 0;
            return Err("a date at one end of the interval at least");
        }
        self.in_order(Edtf::Interval(start, end))
    }

    fn in_order(&mut self, date: Edtf) -> Expected<Edtf> {
        if let Edtf::Interval(End::Date(start), End::Date(end)) = &date
            && start.first_day() > end.last_day()
        {
            self.at = 0;
            return Err("an end that is not before the start");
        }
        Ok(date)
    }

    fn interval_end(&mut self) -> Expected<End> {
        if self.eat("..") {
            Ok(End::Open)
        } else if self.rest().starts_with('/') {
            Ok(End::Unknown)
        } else {
            self.date().map(End::Date)
        }
    }

    fn one_of(&mut self) -> Expected<Edtf> {
        let mut choices = Vec::new();
        loop {
            let from = if self.rest().starts_with("..") { None } else { Some(self.date()?) };
            let at = self.at;
            if self.eat("..") {
                let open = self.rest().starts_with([',', ']']);
                let to = if open { None } else { Some(self.date()?) };
                if from.is_none() && to.is_none() {
                    return Err("a date at one end of the range at least");
                }
                if from.zip(to).is_some_and(|(a, b)| a.first_day() > b.last_day()) {
                    self.at = at;
                    return Err("a range whose end is not before its start");
                }
                choices.push(Choice::Range(from, to));
            } else if let Some(date) = from {
                choices.push(Choice::One(date));
            }
            if self.eat("]") {
                break;
            }
            if !self.eat(",") {
                return Err("a comma or ]");
            }
        }
        if self.end() { Ok(Edtf::OneOf(choices)) } else { Err("the end of the date after ]") }
    }

    fn date(&mut self) -> Expected<Date> {
        let value = self.calendar()?;
        let qualifier = if self.eat("?") {
            Qualifier::Uncertain
        } else if self.eat("~") {
            Qualifier::Approximate
        } else if self.eat("%") {
            Qualifier::UncertainApproximate
        } else {
            Qualifier::Plain
        };
        Ok(Date { value, qualifier })
    }

    fn calendar(&mut self) -> Expected<Calendar> {
        let (year, masked) = self.year()?;
        if masked > 0 || !self.eat("-") {
            return Ok(Calendar::Year { year, masked });
        }
        let at = self.at;
        let Some(month) = self.two_or_masked("a month 01 to 12, a season 21 to 24, or XX")? else {
            return Ok(if self.eat("-XX") {
                Calendar::SomeDay { year, month: None }
            } else {
                Calendar::Month { year, month: None }
            });
        };
        if (21..=24).contains(&month) {
            return Ok(Calendar::Season { year, season: month });
        }
        if !(1..=12).contains(&month) {
            self.at = at;
            return Err("a month 01 to 12, a season 21 to 24, or XX");
        }
        if !self.eat("-") {
            return Ok(Calendar::Month { year, month: Some(month) });
        }
        let at = self.at;
        let Some(day) = self.two_or_masked("a day 01 to 31, or XX")? else {
            return Ok(Calendar::SomeDay { year, month: Some(month) });
        };
        let Some(day) = NaiveDate::from_ymd_opt(year, month.into(), day.into()) else {
            self.at = at;
            return Err("a day that the month has");
        };
        if !self.eat("T") {
            return Ok(Calendar::Day(day));
        }
        let (time, offset) = self.time()?;
        Ok(Calendar::Time { day, time, offset })
    }

    fn year(&mut self) -> Expected<(i32, u8)> {
        const YEAR: &str = "a year of four digits, as in 2025, 201X or -0044";
        let at = self.at;
        let long = self.eat("Y");
        let negative = self.eat("-");
        let digits: String = self.rest().chars().take_while(char::is_ascii_digit).collect();
        let masked = self.rest()[digits.len()..].chars().take_while(|c| *c == 'X').count();
        let length = digits.len() + masked;
        let right = if long { masked == 0 && digits.len() > 4 } else { length == 4 && masked < 4 };
        if !right {
            return Err(if long { "Y and a year of more than four digits" } else { YEAR });
        }
        const LIMITS: &str = "a year from -262142 to 262141, and 0000 without a sign";
        let known: i32 = digits.parse().map_err(|_| LIMITS)?;
        let scale = 10_i32.pow(u32::try_from(masked).map_err(|_| YEAR)?);
        let year = if negative { -known * scale } else { known * scale };
        // The calendar's own limits, less a year at each side for reckoning across its edges.
        if !(-262_142..=262_141).contains(&year) || (negative && year == 0) {
            self.at = at;
            return Err(LIMITS);
        }
        self.at += length;
        Ok((year, u8::try_from(masked).map_err(|_| YEAR)?))
    }

    /// Two digits, or none for `XX`.
    fn two_or_masked(&mut self, expected: &'static str) -> Expected<Option<u8>> {
        if self.eat("XX") { Ok(None) } else { self.two(expected).map(Some) }
    }

    fn two(&mut self, expected: &'static str) -> Expected<u8> {
        let digits = self.rest().get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let value = digits.and_then(|d| d.parse().ok()).ok_or(expected)?;
        self.at += 2;
        Ok(value)
    }

    fn time(&mut self) -> Expected<(NaiveTime, Option<FixedOffset>)> {
        const TIME: &str = "a time hh:mm or hh:mm:ss, then Z, an offset like +02:00, or nothing";
        let at = self.at;
        let hour = self.two(TIME)?;
        if !self.eat(":") {
            return Err(TIME);
        }
        let minute = self.two(TIME)?;
        let second = if self.eat(":") { self.two(TIME)? } else { 0 };
        let Some(time) = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into()) else {
            self.at = at;
            return Err("a time 00:00:00 to 23:59:59");
        };
        let sign = if self.eat("Z") {
            return Ok((time, FixedOffset::east_opt(0)));
        } else if self.eat("+") {
            1
        } else if self.eat("-") {
            -1
        } else {
            return Ok((time, None));
        };
        let at = self.at;
        let hours = i32::from(self.two(TIME)?);
        let minutes = if self.eat(":") { i32::from(self.two(TIME)?) } else { 0 };
        if hours > 14 || minutes > 59 {
            self.at = at;
            return Err("an offset up to 14:59");
        }
        Ok((time, FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))))
    }
}
