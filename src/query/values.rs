//! Values of keys: dates, areas and points.

use super::parse::Value;
use super::{Area, Degrees, QueryError, Test};
use crate::coding::{countries, country, country_named, region, regions};
use crate::domain::{Edtf, nearest};
use chrono::{Days, Months, NaiveDate, Utc};

/// A date as EDTF, or as said from today on.
pub(super) fn date(key: &str, value: &Value) -> Result<Edtf, QueryError> {
    date_at(key, &value.text, value.column)
}

fn date_at(key: &str, text: &str, column: usize) -> Result<Edtf, QueryError> {
    if let Some(day) = relative(text, Utc::now().date_naive()) {
        return Ok(Edtf::day(day));
    }
    text.parse::<Edtf>().map_err(|error| QueryError {
        column: column + error.column - 1,
        why: format!("{key}: \"{}\" is not a date: expected {}", error.text, error.expected),
    })
}

/// The day that `today`, `yesterday` or so many days, weeks, months or years ago means, as in `2w`.
pub(super) fn relative(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text {
        "today" => return Some(today),
        "yesterday" => return today.pred_opt(),
        _ => {}
    }
    let number = text.get(..text.len().checked_sub(1)?)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let n: u32 = number.parse().ok()?;
    match text.get(number.len()..)? {
        "d" => today.checked_sub_days(Days::new(n.into())),
        "w" => today.checked_sub_days(Days::new(u64::from(n) * 7)),
        "m" => today.checked_sub_months(Months::new(n)),
        "y" => today.checked_sub_months(Months::new(n.checked_mul(12)?)),
        _ => None,
    }
}

/// Two dates with `..` between them, either of which may be left out.
pub(super) fn between(key: &str, value: &Value) -> Result<Edtf, QueryError> {
    let text = value.text.as_str();
    let wrong = |why: String| QueryError { column: value.column, why };
    let Some((first, last)) = text.split_once("..").filter(|ends| *ends != ("", "")) else {
        return Err(wrong(format!(
            "{key}:{text}: expected two dates, as in {key}:2022-02..2022-04"
        )));
    };
    let end = |text: &str, column: usize| match text {
        "" => Ok("..".to_owned()),
        _ => date_at(key, text, column).map(|date| date.to_string()),
    };
    let second = value.column + first.chars().count() + 2;
    let interval = format!("{}/{}", end(first, value.column)?, end(last, second)?);
    interval.parse::<Edtf>().map_err(|error| {
        wrong(format!("{key}:{text}: no stretch of time: expected {}", error.expected))
    })
}

/// A region, or a country by name or code.
pub(super) fn area(name: &str) -> Result<Area, String> {
    if let Some(region) = region(name) {
        return Ok(Area { name: region.name.clone(), countries: region.countries.clone() });
    }
    if let Some(country) = country_named(name).or_else(|| country(name)) {
        return Ok(Area { name: country.name.clone(), countries: vec![country.iso3.clone()] });
    }
    let known = regions().iter().map(|region| region.name.as_str());
    match nearest(name, known.chain(countries().iter().map(|country| country.name.as_str()))) {
        Some(near) => {
            Err(format!("in:{name}: no such country or region; did you mean \"{near}\"?"))
        }
        None => Err(format!(
            "in:{name}: no such country or region; for other places use place:, near: or bbox:"
        )),
    }
}

/// Comma-separated numbers, as many as asked for.
fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    numbers?.try_into().ok()
}

pub(super) fn degrees(value: &str) -> Result<Degrees, String> {
    let Some([west, south, east, north]) = numbers(value) else {
        return Err(format!(
            "bbox:{value}: expected WEST,SOUTH,EAST,NORTH in degrees, as in bbox:22,44,40,52"
        ));
    };
    let (lon, lat) = (-180.0..=180.0, -90.0..=90.0);
    if ![west, east].iter().all(|degrees| lon.contains(degrees))
        || ![south, north].iter().all(|degrees| lat.contains(degrees))
        || south > north
    {
        return Err(format!(
            "bbox:{value}: expected longitudes -180 to 180, latitudes -90 to 90, south before north"
        ));
    }
    Ok(Degrees { west, south, east, north })
}

pub(super) fn near(value: &str) -> Result<Test, String> {
    let expected = || format!("near:{value}: expected LAT,LON,KM, as in near:52.52,13.40,50km");
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    let &[lat, lon, km] = parts.as_slice() else { return Err(expected()) };
    let number = |text: &str| text.parse::<f64>().map_err(|_| expected());
    let (lat, lon) = (number(lat)?, number(lon)?);
    let km = number(km.trim_end_matches("km").trim_end())?;
    if !(-90.0..=90.0).contains(&lat)
        || !(-180.0..=180.0).contains(&lon)
        || !(0.0..=20_040.0).contains(&km)
    {
        return Err(format!(
            "near:{value}: expected latitude -90 to 90, longitude -180 to 180, 0 to 20040 km"
        ));
    }
    Ok(Test::Near { lat, lon, km })
}
