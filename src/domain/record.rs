//! The shape of an event in JSON Lines, and the checks between that shape and an [`Event`].

use super::{
    Citation, Deaths, Edtf, Event, Extras, FieldError, Kind, Modality, NativeCode, Participation,
    Place, Precision, Review, Verification,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventRecord {
    #[serde(default)]
    uid: String,
    title: String,
    kind: Kind,
    #[serde(default = "actual")]
    modality: Modality,
    #[serde(default)]
    date: Option<Edtf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date_words: Option<String>,
    #[serde(default)]
    earliest: Option<NaiveDate>,
    #[serde(default)]
    latest: Option<NaiveDate>,
    #[serde(default)]
    precision: Option<Precision>,
    #[serde(default)]
    place: Option<Place>,
    #[serde(default)]
    actors: Vec<Participation>,
    #[serde(default)]
    code: Option<NativeCode>,
    #[serde(default)]
    goldstein: Option<f64>,
    #[serde(default)]
    deaths: Option<Deaths>,
    #[serde(default)]
    confidence: Option<f64>,
    #[serde(default = "accepted")]
    review: Review,
    #[serde(default = "unverified")]
    verification: Verification,
    #[serde(default)]
    citations: Vec<Citation>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Extras::is_empty")]
    extras: Extras,
}

fn actual() -> Modality {
    Modality::Actual
}
fn accepted() -> Review {
    Review::Accepted
}
fn unverified() -> Verification {
    Verification::Unverified
}

impl From<Event> for EventRecord {
    fn from(event: Event) -> Self {
        let bounds = event.date.as_ref().map(Edtf::bounds);
        EventRecord {
            earliest: bounds.and_then(|b| b.earliest),
            latest: bounds.and_then(|b| b.latest),
            precision: event.date.as_ref().map(Edtf::precision),
            uid: event.uid,
            title: event.title,
            kind: event.kind,
            modality: event.modality,
            date: event.date,
            date_words: event.date_words,
            place: event.place,
            actors: event.actors,
            code: event.code,
            goldstein: event.goldstein,
            deaths: event.deaths,
            confidence: event.confidence,
            review: event.review,
            verification: event.verification,
            citations: event.citations,
            tags: event.tags,
            extras: event.extras,
        }
    }
}

impl TryFrom<EventRecord> for Event {
    type Error = FieldError;

    fn try_from(record: EventRecord) -> Result<Self, FieldError> {
        let date =
            Edtf::with_bounds(record.date, record.earliest, record.latest, record.precision)?;
        let event = Event {
            uid: record.uid,
            title: record.title,
            kind: record.kind,
            modality: record.modality,
            date,
            date_words: record.date_words,
            place: record.place,
            actors: record.actors,
            code: record.code,
            goldstein: record.goldstein,
            deaths: record.deaths,
            confidence: record.confidence,
            review: record.review,
            verification: record.verification,
            citations: record.citations,
            tags: record.tags,
            extras: record.extras,
        };
        event.checked()
    }
}

impl Edtf {
    /// The date, which `earliest`, `latest` and `precision` may repeat but not contradict; without a
    /// date of its own, a record's bounds make one.
    ///
    /// # Errors
    /// A [`FieldError`] that names the field that contradicts the date.
    pub fn with_bounds(
        date: Option<Edtf>,
        earliest: Option<NaiveDate>,
        latest: Option<NaiveDate>,
        precision: Option<Precision>,
    ) -> Result<Option<Edtf>, FieldError> {
        let Some(date) = date else {
            if precision.is_some_and(|p| p != Precision::Open) && earliest.or(latest).is_none() {
                return Err(FieldError::new("precision", "", "given without a date"));
            }
            return Edtf::between(earliest, latest).map_err(|e| FieldError::new("date", "", e));
        };
        let bounds = date.bounds();
        let differs = |field, given: Option<NaiveDate>, own: Option<NaiveDate>| match given {
            Some(day) if Some(day) != own => {
                let own = own.map_or("open".to_owned(), |d| d.to_string());
                Err(FieldError::new(
                    field,
                    day.to_string(),
                    format!("the date {date} says {own}; leave it out, it is derived"),
                ))
            }
            _ => Ok(()),
        };
        differs("earliest", earliest, bounds.earliest)?;
        differs("latest", latest, bounds.latest)?;
        if let Some(given) = precision.filter(|p| *p != date.precision()) {
            return Err(FieldError::new(
                "precision",
                given.as_str(),
                format!("the date {date} has precision {}", date.precision()),
            ));
        }
        Ok(Some(date))
    }
}

impl Event {
    /// The event if its values are possible; tags come back lower case, sorted, none twice.
    ///
    /// # Errors
    /// A [`FieldError`] that names the first field whose value cannot be.
    pub fn checked(mut self) -> Result<Event, FieldError> {
        self.check().map(|()| self)
    }

    /// [`checked`](Event::checked) in place.
    ///
    /// # Errors
    /// The same.
    pub fn check(&mut self) -> Result<(), FieldError> {
        if !is_one_line(&self.title) {
            self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if self.title.is_empty() {
            return Err(FieldError::new("title", "", "an event needs a title of one line"));
        }
        within("confidence", self.confidence, 0.0, 1.0)?;
        within("goldstein", self.goldstein, -10.0, 10.0)?;
        if let Some(place) = &self.place {
            country("place.country", place.country.as_deref())?;
            within("place.lat", place.lat, -90.0, 90.0)?;
            within("place.lon", place.lon, -180.0, 180.0)?;
            within("place.radius_km", place.radius_km, 0.0, 20_040.0)?;
            if place.lat.is_some() != place.lon.is_some() {
                return Err(FieldError::new("place", &place.name, "lat and lon come together"));
            }
        }
        if let Some(Deaths { low, best, high }) = self.deaths {
            let given = || [low, best, high].into_iter().flatten();
            if !given().is_sorted() {
                return Err(FieldError::new(
                    "deaths",
                    format!("{:?}", given().collect::<Vec<_>>()),
                    "expected low <= best <= high",
                ));
            }
        }
        for actor in &self.actors {
            // Most start with a letter, so that they need not be trimmed.
            let blank = |name: &str| name.trim().is_empty();
            if !actor.name.starts_with(|c: char| c.is_ascii_graphic()) && blank(&actor.name) {
                return Err(FieldError::new("actors", "", "an actor needs a name"));
            }
            country("actors", actor.country.as_deref())?;
        }
        for citation in &self.citations {
            if citation.start.zip(citation.end).is_some_and(|(start, end)| start > end) {
                return Err(FieldError::new(
                    "citations",
                    citation.quote.as_deref().unwrap_or_default(),
                    "start is after end",
                ));
            }
        }
        for tag in &mut self.tags {
            *tag = tag.trim().to_lowercase();
        }
        self.tags.retain(|tag| !tag.is_empty());
        self.tags.sort();
        self.tags.dedup();
        Ok(())
    }
}

/// Whether words stand in it with one space between them and nothing around them. It may say no
/// where another alphabet is used.
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((last, _)) = bytes.split_last() else { return false };
    let is_word = |byte: u8| (b'!'..0x7f).contains(&byte);
    let words = bytes
        .iter()
        .zip(&bytes[1..])
        .fold(true, |all, (a, b)| all & (is_word(*a) | ((*a == b' ') & is_word(*b))));
    words && is_word(*last) && is_word(bytes[0])
}

fn country(field: &'static str, code: Option<&str>) -> Result<(), FieldError> {
    match code {
        Some(code) if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) => {
            Err(FieldError::new(field, code, "expected an ISO 3166 alpha-3 code, as in UKR"))
        }
        _ => Ok(()),
    }
}

fn within(field: &'static str, value: Option<f64>, low: f64, high: f64) -> Result<(), FieldError> {
    match value {
        Some(v) if !(low..=high).contains(&v) => {
            Err(FieldError::new(field, v.to_string(), format!("expected {low} to {high}")))
        }
        _ => Ok(()),
    }
}
