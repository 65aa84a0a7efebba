use super::super::columns::{Cells, Rest};
use super::super::parties;
use super::super::table::Blame;
use super::{Code, Mapping, Template};
use crate::coding;
use crate::domain::{
    Citation, Deaths, Edtf, Event, FieldError, Kind, NativeCode, Participation, Place,
};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

/// The schemes whose codes the crosswalk knows the kinds of.
pub(super) const SCHEMES: &[&str] = &["acled", "cameo", "plover", "ucdp"];

/// A row under its mapping.
struct Row<'a> {
    mapping: &'a Mapping,
    cells: &'a [&'a str],
}

impl Mapping {
    /// The event that a row's cells describe.
    pub(super) fn event(&self, cells: &[&str], rest: &Rest) -> Result<Event, Blame> {
        let missing: Vec<&str> = self.missing.iter().map(String::as_str).collect();
        let extras = rest.extras(&Cells::new(cells, &missing));
        let row = Row { mapping: self, cells };
        let code = self.code.as_ref().and_then(|code| row.code(code));
        let mut event = Event::new(row.text(&self.title), row.kind(code.as_ref())?);
        event.uid = row.text(&self.uid).into_owned();
        event.date = row.dates()?;
        event.date_words = row.some(&self.date_words);
        event.place = row.place()?;
        event.actors = row.actors()?;
        event.code = code;
        event.goldstein = row.number("goldstein", &self.goldstein)?;
        event.confidence = row.number("confidence", &self.confidence)?;
        event.deaths = row.deaths()?;
        let words = &self.words;
        let modality = row.word("modality", &self.modality, &words.modality)?;
        event.modality = modality.unwrap_or(event.modality);
        let review = row.word("review", &self.review, &words.review)?;
        event.review = review.unwrap_or(event.review);
        let verification = row.word("verification", &self.verification, &words.verification)?;
        event.verification = verification.unwrap_or(event.verification);
        event.citations = row.citations()?;
        for tags in &self.tags {
            event.tags.extend(row.text(tags).split(';').map(str::to_owned));
        }
        event.extras = extras;
        event.checked().map_err(|error| self.blamed(&error))
    }

    /// The column behind a check of the whole event.
    fn blamed(&self, error: &FieldError) -> Blame {
        let place = self.place.as_ref();
        let template = match error.field {
            "title" => Some(&self.title),
            "goldstein" => Some(&self.goldstein),
            "confidence" => Some(&self.confidence),
            "place.lat" | "place" => place.map(|place| &place.lat),
            "place.lon" => place.map(|place| &place.lon),
            "place.radius_km" => place.map(|place| &place.radius_km),
            "deaths" => self.deaths.as_ref().map(|deaths| &deaths.best),
            _ => None,
        };
        (template.and_then(number), error.to_string())
    }
}

/// The number, from 1, of the column that a field goes by.
fn number(template: &Template) -> Option<u64> {
    template.first().map(|at| at as u64 + 1)
}

fn rejected(field: &'static str, template: &Template, value: &str, why: impl Display) -> Blame {
    (number(template), FieldError::new(field, value, why).to_string())
}

/// annalist's word for one of the table's.
fn translated<'a>(word: &'a str, words: &'a HashMap<String, String>) -> &'a str {
    words.get(word).or_else(|| words.get("*")).map_or(word, String::as_str)
}

impl<'a> Row<'a> {
    fn text(&self, template: &'a Template) -> Cow<'a, str> {
        template.fill(|at| {
            let cell = self.cells.get(at).copied().unwrap_or_default();
            if self.mapping.missing.iter().any(|word| word == cell) { "" } else { cell }
        })
    }

    fn some(&self, template: &'a Template) -> Option<String> {
        Some(self.text(template)).filter(|text| !text.is_empty()).map(Cow::into_owned)
    }

    fn word<T: FromStr<Err: Display>>(
        &self,
        field: &'static str,
        template: &'a Template,
        words: &HashMap<String, String>,
    ) -> Result<Option<T>, Blame> {
        let text = self.text(template);
        if text.is_empty() && !words.contains_key("") {
            return Ok(None);
        }
        let word = translated(&text, words);
        word.parse().map(Some).map_err(|why| rejected(field, template, word, why))
    }

    fn number(&self, field: &'static str, template: &'a Template) -> Result<Option<f64>, Blame> {
        let text = self.text(template);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(rejected(field, template, &text, "expected a number")),
        }
    }

    fn count(&self, field: &'static str, template: &'a Template) -> Result<Option<u32>, Blame> {
        let text = self.text(template);
        if text.is_empty() {
            return Ok(None);
        }
        let count = super::super::columns::integer(&text).and_then(|n| u32::try_from(n).ok());
        let why = "expected a whole number, 0 or more";
        count.map(Some).ok_or_else(|| rejected(field, template, &text, why))
    }

    /// The kind that the mapping says, else that of the code.
    fn kind(&self, code: Option<&NativeCode>) -> Result<Kind, Blame> {
        let mapping = self.mapping;
        if let Some(kind) = self.word("kind", &mapping.kind, &mapping.words.kind)? {
            return Ok(kind);
        }
        let unknown = || match (&mapping.code, code) {
            (Some(Code { value, .. }), Some(code)) => {
                rejected("code", value, &code.value, "the scheme has no such code")
            }
            _ => rejected("kind", &mapping.kind, "", "an event needs one"),
        };
        let code = code.ok_or_else(unknown)?;
        let (first, second) = code.value.split_once('/').unwrap_or((&code.value, ""));
        let kind = match &*code.scheme {
            "acled" => coding::acled(first, second).map(|known| known.kind),
            "cameo" => coding::cameo(&code.value).map(|known| known.kind),
            "plover" => coding::plover(first, second).map(|(known, _)| known.kind),
            "ucdp" => code.value.parse().ok().and_then(coding::ucdp_violence).map(|v| v.kind),
            _ => None,
        };
        kind.ok_or_else(unknown)
    }

    fn code(&self, code: &'a Code) -> Option<NativeCode> {
        let value = self.some(&code.value)?;
        Some(NativeCode { scheme: code.scheme.to_lowercase().into(), value: value.into() })
    }

    fn date(&self, field: &'static str, template: &'a Template) -> Result<Option<Edtf>, Blame> {
        let text = self.text(template);
        if text.is_empty() {
            return Ok(None);
        }
        let format = self.mapping.date_format.as_deref();
        let day = |format| chrono::NaiveDate::parse_from_str(&text, format).ok();
        if let Some(day) = format.and_then(day) {
            return Ok(Some(Edtf::day(day)));
        }
        text.parse().map(Some).map_err(|why| match format {
            Some(format) => rejected(field, template, &text, format!("expected {format}")),
            None => rejected(field, template, &text, why),
        })
    }

    fn dates(&self) -> Result<Option<Edtf>, Blame> {
        let mapping = self.mapping;
        let date = self.date("date", &mapping.date)?;
        match (date, self.date("until", &mapping.until)?) {
            (Some(date), Some(until)) if date != until => {
                let text = format!("{date}/{until}");
                let whole = text.parse::<Edtf>();
                whole.map(Some).map_err(|why| rejected("until", &mapping.until, &text, why))
            }
            (date, until) => Ok(date.or(until)),
        }
    }

    fn country(
        &self,
        field: &'static str,
        template: &'a Template,
    ) -> Result<Option<String>, Blame> {
        let text = self.text(template);
        let word = translated(&text, &self.mapping.words.country);
        if text.is_empty() || word.is_empty() {
            return Ok(None);
        }
        let coded = if word.len() <= 3 { coding::country(word) } else { None };
        let iso3 = coded.map(|country| country.iso3.clone()).or_else(|| parties::iso3(word));
        let why = "expected a country's name or ISO 3166 code; words.country may translate it";
        iso3.map(Some).ok_or_else(|| rejected(field, template, word, why))
    }

    fn place(&self) -> Result<Option<Place>, Blame> {
        let Some(place) = &self.mapping.place else { return Ok(None) };
        let country = self.country("place.country", &place.country)?;
        let name = self
            .some(&place.name)
            .or_else(|| coding::country(country.as_deref()?).map(|country| country.name.clone()));
        let (lat, lon) =
            (self.number("place.lat", &place.lat)?, self.number("place.lon", &place.lon)?);
        let Some(name) = name else {
            return match lat {
                None => Ok(None),
                Some(_) => Err(rejected("place.name", &place.name, "", "a place needs its name")),
            };
        };
        Ok(Some(Place {
            country,
            admin1: self.some(&place.admin1),
            admin2: self.some(&place.admin2),
            lat,
            lon,
            radius_km: self.number("place.radius_km", &place.radius_km)?,
            ..Place::named(name)
        }))
    }

    fn deaths(&self) -> Result<Option<Deaths>, Blame> {
        let Some(deaths) = &self.mapping.deaths else { return Ok(None) };
        let deaths = Deaths {
            low: self.count("deaths.low", &deaths.low)?,
            best: self.count("deaths.best", &deaths.best)?,
            high: self.count("deaths.high", &deaths.high)?,
        };
        Ok(Some(deaths).filter(|deaths| *deaths != Deaths::default()))
    }

    fn actors(&self) -> Result<Vec<Participation>, Blame> {
        let words = &self.mapping.words;
        let mut actors = Vec::new();
        for actor in &self.mapping.actors {
            let names = self.text(&actor.name);
            if names.is_empty() {
                continue;
            }
            let role = self.word("actors.role", &actor.role, &words.role)?;
            let role = role.ok_or_else(|| {
                rejected("actors.role", &actor.role, "", "an actor that is named needs one")
            })?;
            let known = Participation {
                kind: self.word("actors.kind", &actor.kind, &words.actor_kind)?,
                country: self.country("actors.country", &actor.country)?,
                deaths: self.count("actors.deaths", &actor.deaths)?,
                ..Participation::new("", role)
            };
            let mut names: Vec<&str> = match &actor.split {
                Some(between) => names.split(between.as_str()).map(str::trim).collect(),
                None => vec![&names],
            };
            names.retain(|name| !name.is_empty());
            actors.extend(
                names
                    .into_iter()
                    .map(|name| Participation { name: name.to_owned(), ..known.clone() }),
            );
        }
        Ok(actors)
    }

    fn citations(&self) -> Result<Vec<Citation>, Blame> {
        let mut citations = Vec::new();
        for told in &self.mapping.citations {
            let citation = Citation {
                publisher: self.some(&told.publisher),
                title: self.some(&told.title),
                url: self.some(&told.url),
                published: self.date("citations.published", &told.published)?,
                quote: self.some(&told.quote),
                ..Citation::default()
            };
            if citation != Citation::default() {
                citations.push(citation);
            }
        }
        Ok(citations)
    }
}
