use crate::domain::Edtf;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use std::str::FromStr;

/// The moment as of which the database is shown: a time, or the end of a day, month or year, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AsOf(pub(super) DateTime<Utc>);

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<AsOf, String> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Ok(AsOf(time.to_utc()));
        }
        for form in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f"] {
            if let Ok(time) = NaiveDateTime::parse_from_str(text, form) {
                return Ok(AsOf(time.and_utc()));
            }
        }
        let date: Edtf = text.parse().map_err(|error| format!("{error}"))?;
        let Some(day) = date.bounds().latest else {
            return Err(
                "it has no end; expected a day or a time, as in 2025-12-14T10:30".to_owned()
            );
        };
        let end = NaiveTime::from_hms_nano_opt(23, 59, 59, 999_999_999).unwrap_or_default();
        Ok(AsOf(day.and_time(end).and_utc()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_and_a_time_is_itself() {
        let at = |text: &str| text.parse::<AsOf>().map(|at| at.0.to_rfc3339());
        assert_eq!(at("2025-12-14T12:30:00+02:00").unwrap(), "2025-12-14T10:30:00+00:00");
        assert_eq!(at("2025-12-14T10:30").unwrap(), "2025-12-14T10:30:00+00:00");
        assert_eq!(at("2025-02").unwrap(), "2025-02-28T23:59:59.999999999+00:00");
        assert!(at("../..").is_err() && at("yesterday").is_err());
    }
}
