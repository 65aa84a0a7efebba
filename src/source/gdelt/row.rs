//! The columns of a row, and the values that they can hold.

use super::super::charset;
use crate::domain::Edtf;
use chrono::{NaiveDate, NaiveTime};

/// Why a row is rejected: the column, from 1, and the reason.
pub(super) type Bad = (Option<u64>, String);

/// The columns of a table.
pub(super) struct Layout {
    /// What has them.
    pub what: &'static str,
    /// Their names.
    pub names: &'static [&'static str],
    /// How many a row has at least.
    pub least: usize,
    /// How many each of the three places has.
    pub geo: usize,
}

/// The most columns that a table has.
const MOST: usize = 61;

macro_rules! names {
    ($($name:literal)+; $($geo:literal)+) => {
        &[
            "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
            "Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode",
            "Actor1EthnicCode", "Actor1Religion1Code", "Actor1Religion2Code",
            "Actor1Type1Code", "Actor1Type2Code", "Actor1Type3Code",
            "Actor2Code", "Actor2Name", "Actor2CountryCode", "Actor2KnownGroupCode",
            "Actor2EthnicCode", "Actor2Religion1Code", "Actor2Religion2Code",
            "Actor2Type1Code", "Actor2Type2Code", "Actor2Type3Code",
            "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
            "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
            $(concat!("Actor1Geo_", $geo),)+
            $(concat!("Actor2Geo_", $geo),)+
            $(concat!("ActionGeo_", $geo),)+
            $($name,)+
        ]
    };
}

/// Events of GDELT 1.0. The rows of its first years have no `SOURCEURL`.
pub(super) static EVENTS_1: Layout = Layout {
    what: "a GDELT 1.0 event has 57 or 58",
    names: names!("DATEADDED" "SOURCEURL";
        "Type" "FullName" "CountryCode" "ADM1Code" "Lat" "Long" "FeatureID"),
    least: 57,
    geo: 7,
};

/// Events of GDELT 2.0.
pub(super) static EVENTS_2: Layout = Layout {
    what: "a GDELT 2.0 event has 61",
    names: names!("DATEADDED" "SOURCEURL";
        "Type" "FullName" "CountryCode" "ADM1Code" "ADM2Code" "Lat" "Long" "FeatureID"),
    least: 61,
    geo: 8,
};

/// Mentions of GDELT 2.0.
pub(super) static MENTIONS: Layout = Layout {
    what: "a GDELT mention has 16",
    names: &[
        "GLOBALEVENTID",
        "EventTimeDate",
        "MentionTimeDate",
        "MentionType",
        "MentionSourceName",
        "MentionIdentifier",
        "SentenceID",
        "Actor1CharOffset",
        "Actor2CharOffset",
        "ActionCharOffset",
        "InRawText",
        "Confidence",
        "MentionDocLen",
        "MentionDocTone",
        "MentionDocTranslationInfo",
        "Extras",
    ],
    least: 16,
    geo: 0,
};

/// A row in its columns.
pub(super) struct Row<'a> {
    pub layout: &'static Layout,
    text: &'a str,
    /// Where each column starts, and one past where the last one's tab would be.
    starts: [u32; MOST + 1],
}

impl<'a> Row<'a> {
    /// Splits a row.
    pub(super) fn new(layout: &'static Layout, bytes: &'a [u8]) -> Result<Row<'a>, Bad> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            no_text(layout, bytes, at, charset::not_utf8(bytes, at))
        })?;
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(no_text(layout, bytes, at, format!("byte {at} of the row is NUL")));
        }
        let mut row = Row { layout, text, starts: [u32::MAX; MOST + 1] };
        row.starts[0] = 0;
        let mut last = 0;
        for_each_tab(bytes, |at| {
            last += 1;
            if let Some(start) = row.starts.get_mut(last) {
                *start = at + 1;
            }
        });
        if last + 1 < layout.least || last >= layout.names.len() {
            return Err(miscounted(layout, last + 1));
        }
        row.starts[last + 1] = u32::try_from(bytes.len()).unwrap_or(u32::MAX).saturating_add(1);
        Ok(row)
    }

    /// The text in a column, from 0; none in one that the row does not reach.
    pub(super) fn at(&self, column: usize) -> &'a str {
        self.range(column, 1)
    }

    /// The bytes in a column, where it need not be text.
    #[inline]
    pub(super) fn bytes(&self, column: usize) -> &'a [u8] {
        let end = self.starts[column + 1].wrapping_sub(1) as usize;
        self.text.as_bytes().get(self.starts[column] as usize..end).unwrap_or_default()
    }

    /// The text of several columns with the tabs between them.
    pub(super) fn range(&self, start: usize, length: usize) -> &'a str {
        let end = self.starts[start + length].wrapping_sub(1) as usize;
        self.text.get(self.starts[start] as usize..end).unwrap_or_default()
    }

    /// Appends several columns with `|` between them.
    pub(super) fn push_joined(&self, start: usize, length: usize, text: &mut String) {
        for column in start..start + length {
            if column > start {
                text.push('|');
            }
            text.push_str(self.at(column));
        }
    }

    /// Rejects the row for what a column holds.
    #[cold]
    pub(super) fn bad(&self, column: usize, why: &str) -> Bad {
        let (name, value) = (self.layout.names[column], self.at(column));
        let shown: String = value.chars().take(SHOWN).collect();
        let more = if shown.len() < value.len() { "..." } else { "" };
        (Some(column as u64 + 1), format!("{name} \"{shown}{more}\": {why}"))
    }

    /// The name that the event has here, from the first column.
    pub(super) fn uid(&self) -> Result<String, Bad> {
        let id = self.at(0);
        if id.len() <= 20 && is_digits(id) {
            let mut uid = String::with_capacity(26);
            uid.push_str("gdelt:");
            uid.push_str(id);
            return Ok(uid);
        }
        Err(self.bad(0, "expected a number"))
    }

    /// A whole number, if one is given.
    pub(super) fn count(&self, column: usize) -> Result<&'a str, Bad> {
        let text = self.at(column);
        if text.is_empty() || is_digits(text) {
            return Ok(text);
        }
        Err(self.bad(column, "expected a whole number"))
    }

    /// A number, if one is given, with its text.
    pub(super) fn number(&self, column: usize) -> Result<&'a str, Bad> {
        let text = self.at(column);
        if text.is_empty() || is_number(text) {
            return Ok(text);
        }
        Err(self.bad(column, "expected a number"))
    }

    /// A number in a range, if one is given.
    pub(super) fn within(
        &self,
        column: usize,
        low: f64,
        high: f64,
        expected: &str,
    ) -> Result<Option<Number>, Bad> {
        let text = self.at(column);
        if text.is_empty() {
            return Ok(None);
        }
        match Number::read(text) {
            Some(number) if (low..=high).contains(&number.value) => Ok(Some(number)),
            _ => Err(self.bad(column, expected)),
        }
    }

    /// A day of the calendar: YYYYMMDD.
    pub(super) fn day(&self, column: usize) -> Result<NaiveDate, Bad> {
        let bytes = self.bytes(column);
        let day = || (bytes.len() == 8).then(|| day(bytes)).flatten();
        day().ok_or_else(|| self.bad(column, "expected a day as YYYYMMDD"))
    }

    /// A time in UTC: YYYYMMDDHHMMSS.
    pub(super) fn time(&self, column: usize) -> Result<Edtf, Bad> {
        let bytes = self.bytes(column);
        let time = || {
            let (date, time) = bytes.split_at_checked(8).filter(|(_, time)| time.len() == 6)?;
            let part = |i: usize| number(&time[i..i + 2]);
            let time = NaiveTime::from_hms_opt(part(0)?, part(2)?, part(4)?)?;
            Some(Edtf::utc(day(date)?.and_time(time)))
        };
        time().ok_or_else(|| self.bad(column, "expected a time as YYYYMMDDHHMMSS"))
    }
}

/// Finds the tabs, 64 bytes at a time: with one every few bytes, that is several times as quick as
/// a search for the next one, which is made for long ways.
fn for_each_tab(bytes: &[u8], mut found: impl FnMut(u32)) {
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut last = [0; 64];
    last[..rest.len()].copy_from_slice(rest);
    let mut at = 0;
    for block in blocks.iter().chain([&last]) {
        let mut tabs = tabs_among(block);
        while tabs != 0 {
            found(at + tabs.trailing_zeros());
            tabs &= tabs - 1;
        }
        at += 64;
    }
}

/// Which bytes are tabs, a bit each.
fn tabs_among(bytes: &[u8; 64]) -> u64 {
    // Of eight bytes, each that is a tab becomes the bit of its place, and the product adds them up
    // in the highest.
    let mut bits = [0_u8; 64];
    for (at, (bit, byte)) in bits.iter_mut().zip(bytes).enumerate() {
        *bit = u8::from(*byte == b'\t') << (at % 8);
    }
    let sum = |word: &[u8; 8]| u64::from_le_bytes(*word).wrapping_mul(u64::MAX / 255) >> 56;
    bits.as_chunks().0.iter().rev().fold(0, |tabs, word| tabs << 8 | sum(word))
}

/// How much of a value a reason shows, in characters.
const SHOWN: usize = 60;

#[cold]
fn no_text(layout: &Layout, bytes: &[u8], at: usize, why: String) -> Bad {
    let column = memchr::memchr_iter(b'\t', &bytes[..at]).count();
    let name = layout.names.get(column).copied().unwrap_or("past the last column");
    (Some(column as u64 + 1), format!("{name}: {why}"))
}

#[cold]
fn miscounted(layout: &Layout, count: usize) -> Bad {
    let columns = if count == 1 { "column" } else { "columns" };
    (None, format!("{count} {columns} between tabs where {}", layout.what))
}

/// The calendar day of eight digits.
fn day(digits: &[u8]) -> Option<NaiveDate> {
    let year = i32::try_from(number(&digits[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&digits[4..6])?, number(&digits[6..8])?)
}

/// The number that a few digits make.
fn number(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |n, digit| digit.is_ascii_digit().then(|| n * 10 + u32::from(digit - b'0')))
}

/// Whether it is digits and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a decimal number, perhaps with an exponent.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mut digits, mut points) = (0, 0);
    for byte in unsigned.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            // `parse` knows the rest, and more than numbers.
            _ => {
                return unsigned.starts_with(|c: char| c.is_ascii_digit())
                    && text.parse::<f64>().is_ok();
            }
        }
    }
    digits > 0 && points <= 1
}

/// A number, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    /// Digits after the point.
    pub decimals: usize,
    /// Whether it is written as programs print it: without `+`, needless zeros and exponent.
    pub plain: bool,
    /// Whether it is written with as few digits as it needs.
    pub shortest: bool,
}

/// Powers of ten that a float holds exactly, as far as they are needed.
const POWERS: [f64; 16] =
    [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl Number {
    pub(super) fn read(text: &str) -> Option<Number> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, after) = leading_digits(0, unsigned.as_bytes());
        let (whole, rest, decimals) = match after {
            [b'.', fraction @ ..] => {
                let (whole, rest) = leading_digits(whole, fraction);
                (whole, rest, Some(fraction.len() - rest.len()))
            }
            _ => (whole, after, None),
        };
        let places = decimals.unwrap_or(0);
        let digits = unsigned.len() - after.len() + places;
        // Up to 15 digits both parts are exact, so that the quotient is the nearest float.
        if !rest.is_empty() || digits == 0 || digits > 15 {
            let value: f64 = text.parse().ok().filter(|_| is_number(text))?;
            return Some(Number { value, decimals: 0, plain: false, shortest: false });
        }
        let value = whole as f64 / POWERS[places];
        let value = if unsigned.len() < text.len() { -value } else { value };
        let lead = unsigned.as_bytes()[0];
        let plain = lead != b'.'
            && (lead != b'0' || digits == places + 1)
            && decimals != Some(0)
            && (whole > 0 || unsigned.len() == text.len());
        let shortest = plain && (places == 0 || !text.ends_with('0'));
        Some(Number { value, decimals: places, plain, shortest })
    }
}

/// Digits appended to a number, and what follows them.
fn leading_digits(mut number: u64, mut bytes: &[u8]) -> (u64, &[u8]) {
    while let [digit @ b'0'..=b'9', rest @ ..] = bytes {
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        bytes = rest;
    }
    (number, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tabs_are_found(text in "[\t\n\u{0}aé\u{89}]{0,200}") {
            let mut ours = Vec::new();
            for_each_tab(text.as_bytes(), |at| ours.push(at as usize));
            let theirs: Vec<usize> = memchr::memchr_iter(b'\t', text.as_bytes()).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn numbers_are_those_of_the_standard_library(text in "-?[0-9]{0,12}([.][0-9]{0,8})?(e[0-9])?") {
            let theirs = text.parse::<f64>().ok().filter(|_| !text.trim_start_matches('-').is_empty());
            let ours = Number::read(&text);
            prop_assert_eq!(ours.map(|n| n.value), theirs.filter(|_| ours.is_some()));
            prop_assert!(ours.is_some() || !is_number(&text));
            if let Some(number) = ours {
                prop_assert!(!number.shortest || number.value.to_string() == text);
                let printed = format!("{:.*}", number.decimals, number.value);
                prop_assert!(!number.plain || printed == text, "{}", printed);
            }
        }
    }
}
