use super::{Calendar, Choice, Date, Edtf, End, Qualifier};
use chrono::{Datelike, NaiveDate, Timelike};
use std::fmt;

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edtf::Date(date) => date.fmt(f),
            Edtf::Interval(start, end) => write!(f, "{start}/{end}"),
            Edtf::OneOf(choices) => {
                f.write_str("[")?;
                for (i, choice) in choices.iter().enumerate() {
                    if i > 0 {
                        f.write_str(",")?;
                    }
                    choice.fmt(f)?;
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Date(date) => date.fmt(f),
            End::Open => f.write_str(".."),
            End::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |f: &mut fmt::Formatter<'_>, date: &Option<Date>| {
            date.as_ref().map_or(Ok(()), |date| date.fmt(f))
        };
        match self {
            Choice::One(date) => date.fmt(f),
            Choice::Range(from, to) => {
                end(f, from)?;
                f.write_str("..")?;
                end(f, to)
            }
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        f.write_str(match self.qualifier {
            Qualifier::Plain => "",
            Qualifier::Uncertain => "?",
            Qualifier::Approximate => "~",
            Qualifier::UncertainApproximate => "%",
        })
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Calendar::Year { year, masked } => {
                let digits = format!("{:04}", year.unsigned_abs());
                let known = digits.len().saturating_sub(usize::from(masked));
                let sign = if year < 0 { "-" } else { "" };
                let long = if digits.len() > 4 { "Y" } else { "" };
                write!(f, "{long}{sign}{}{}", &digits[..known], "X".repeat(masked.into()))
            }
            Calendar::Season { year, season } => write!(f, "{}-{season}", Year(year)),
            Calendar::Month { year, month } => write!(f, "{}-{}", Year(year), Part(month)),
            Calendar::SomeDay { year, month } => write!(f, "{}-{}-XX", Year(year), Part(month)),
            Calendar::Day(day) => write!(f, "{}", Day(day)),
            Calendar::Time { day, time, offset } => {
                write!(
                    f,
                    "{}T{:02}:{:02}:{:02}",
                    Day(day),
                    time.hour(),
                    time.minute(),
                    time.second()
                )?;
                match offset {
                    Some(offset) if offset.local_minus_utc() == 0 => f.write_str("Z"),
                    Some(offset) => write!(f, "{offset}"),
                    None => Ok(()),
                }
            }
        }
    }
}

struct Year(i32);
struct Part(Option<u8>);
struct Day(NaiveDate);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Calendar::Year { year: self.0, masked: 0 }.fmt(f)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(part) => write!(f, "{part:02}"),
            None => f.write_str("XX"),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-{:02}", Year(self.0.year()), self.0.month(), self.0.day())
    }
}
