//! The parts of an event as words of dictionaries, and back.

use super::pack::{Pack, Unpack};
use crate::domain::{
    Citation, Deaths, Edtf, Extras, Modality, NativeCode, Participation, Place, Review, Role,
    Section, Verification,
};
use chrono::{Datelike, NaiveDate};

/// The place of a value among all of its vocabulary.
pub(super) fn index<T: PartialEq>(all: &[T], value: &T) -> u8 {
    all.iter().position(|known| known == value).unwrap_or_default() as u8
}

fn word<T: Copy>(all: &[T], unpack: &mut Unpack) -> Option<T> {
    all.get(usize::from(unpack.byte()?)).copied()
}

/// When an event was, as the database asks of it: days are counted from the first of year 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct When {
    /// The date as EDTF.
    pub(in crate::store) date: Option<String>,
    pub(in crate::store) words: Option<String>,
    pub(in crate::store) earliest: Option<i32>,
    pub(in crate::store) latest: Option<i32>,
    /// Without `?`, `~` and `%`.
    pub(in crate::store) certain: bool,
}

/// The order of dates: dated before undated; by start, open starts first; by end, open ends last;
/// by text.
pub(in crate::store) type WhenKey = (bool, Option<i32>, bool, Option<i32>, Option<String>);

/// Where a date stands in that order.
pub(in crate::store) fn key_of(date: Option<&Edtf>) -> WhenKey {
    let bounds = date.map(Edtf::bounds).unwrap_or_default();
    let (earliest, latest) = (bounds.earliest.map(day_number), bounds.latest.map(day_number));
    (date.is_none(), earliest, latest.is_none(), latest, date.map(Edtf::to_string))
}

/// The number of a day.
pub(in crate::store) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The day of a number.
pub(in crate::store) fn day_of(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

/// A whole number so that it is small if it is near zero.
pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

pub(super) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

impl When {
    pub(super) fn pack(date: Option<&Edtf>, words: Option<&str>, bytes: &mut Vec<u8>) {
        let bounds = date.map(Edtf::bounds).unwrap_or_default();
        let day = |day: Option<NaiveDate>| day.map(|day| zigzag(i64::from(day_number(day))));
        let mut pack = Pack(bytes);
        pack.number(u64::from(date.is_some_and(Edtf::is_certain)));
        pack.maybe_number(day(bounds.earliest));
        pack.maybe_number(day(bounds.latest));
        pack.maybe_text(date.map(Edtf::to_string).as_deref());
        pack.maybe_text(words);
    }

    pub(super) fn unpack(bytes: &[u8]) -> Option<When> {
        let mut unpack = Unpack(bytes);
        let certain = unpack.number()? == 1;
        let mut day = || match unpack.maybe_number()? {
            Some(day) => i32::try_from(unzigzag(day)).ok().map(Some),
            None => Some(None),
        };
        let (earliest, latest) = (day()?, day()?);
        let (date, words) = (unpack.maybe_owned()?, unpack.maybe_owned()?);
        Some(When { date, words, earliest, latest, certain })
    }

    pub(in crate::store) fn key(&self) -> WhenKey {
        (self.date.is_none(), self.earliest, self.latest.is_none(), self.latest, self.date.clone())
    }
}

pub(super) fn pack_place(place: Option<&Place>, bytes: &mut Vec<u8>) {
    let Some(place) = place else { return };
    let mut pack = Pack(bytes);
    pack.text(&place.name);
    pack.maybe_text(place.country.as_deref());
    pack.maybe_text(place.admin1.as_deref());
    pack.maybe_text(place.admin2.as_deref());
    pack.maybe_float(place.lat);
    pack.maybe_float(place.lon);
    pack.maybe_float(place.radius_km);
}

/// What a question asks of a place, without copies of its names.
pub(super) struct Spot<'a> {
    pub(super) name: &'a str,
    pub(super) country: Option<&'a str>,
    pub(super) admin1: Option<&'a str>,
    admin2: Option<&'a str>,
    /// The latitude and the longitude.
    pub(super) at: Option<(f64, f64)>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_km: Option<f64>,
}

/// The place, as it stands there; none inside for an event without one.
pub(super) fn spot(bytes: &[u8]) -> Option<Option<Spot<'_>>> {
    if bytes.is_empty() {
        return Some(None);
    }
    let mut unpack = Unpack(bytes);
    let (name, country) = (unpack.text()?, unpack.maybe_text()?);
    let (admin1, admin2) = (unpack.maybe_text()?, unpack.maybe_text()?);
    let (lat, lon, radius_km) =
        (unpack.maybe_float()?, unpack.maybe_float()?, unpack.maybe_float()?);
    Some(Some(Spot { name, country, admin1, admin2, at: lat.zip(lon), lat, lon, radius_km }))
}

/// The place; none inside for an event without one.
pub(in crate::store) fn unpack_place(bytes: &[u8]) -> Option<Option<Place>> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(spot(bytes)?.map(|spot| Place {
        name: spot.name.to_owned(),
        country: owned(spot.country),
        admin1: owned(spot.admin1),
        admin2: owned(spot.admin2),
        lat: spot.lat,
        lon: spot.lon,
        radius_km: spot.radius_km,
    }))
}

/// What is settled of an event beside what it says.
pub(in crate::store) type Status = (Modality, Review, Verification);

pub(super) fn pack_status((modality, review, verification): Status) -> [u8; 3] {
    [
        index(Modality::ALL, &modality),
        index(Review::ALL, &review),
        index(Verification::ALL, &verification),
    ]
}

pub(in crate::store) fn unpack_status(bytes: &[u8]) -> Option<Status> {
    let mut unpack = Unpack(bytes);
    Some((
        word(Modality::ALL, &mut unpack)?,
        word(Review::ALL, &mut unpack)?,
        word(Verification::ALL, &mut unpack)?,
    ))
}

pub(super) fn pack_code(code: Option<&NativeCode>, bytes: &mut Vec<u8>) {
    if let Some(code) = code {
        let mut pack = Pack(bytes);
        pack.text(&code.scheme);
        pack.text(&code.value);
    }
}

pub(super) fn unpack_code(bytes: &[u8]) -> Option<Option<NativeCode>> {
    if bytes.is_empty() {
        return Some(None);
    }
    let mut unpack = Unpack(bytes);
    let (scheme, value) = (unpack.text()?.to_owned(), unpack.text()?.to_owned());
    Some(Some(NativeCode { scheme: scheme.into(), value: value.into() }))
}

pub(super) fn pack_deaths(deaths: Option<Deaths>, bytes: &mut Vec<u8>) {
    if let Some(Deaths { low, best, high }) = deaths {
        let mut pack = Pack(bytes);
        [low, best, high].iter().for_each(|n| pack.maybe_number(n.map(u64::from)));
    }
}

pub(in crate::store) fn unpack_deaths(bytes: &[u8]) -> Option<Option<Deaths>> {
    if bytes.is_empty() {
        return Some(None);
    }
    let mut unpack = Unpack(bytes);
    let mut number = || maybe_u32(&mut unpack);
    Some(Some(Deaths { low: number()?, best: number()?, high: number()? }))
}

fn maybe_u32(unpack: &mut Unpack) -> Option<Option<u32>> {
    match unpack.maybe_number()? {
        Some(number) => u32::try_from(number).ok().map(Some),
        None => Some(None),
    }
}

pub(super) fn pack_float(value: Option<f64>, bytes: &mut Vec<u8>) {
    if let Some(value) = value {
        bytes.extend_from_slice(&value.to_bits().to_le_bytes());
    }
}

pub(in crate::store) fn unpack_float(bytes: &[u8]) -> Option<Option<f64>> {
    match bytes.try_into() {
        Ok(bits) => Some(Some(f64::from_bits(u64::from_le_bytes(bits)))),
        Err(_) => bytes.is_empty().then_some(None),
    }
}

pub(super) fn pack_tags(tags: &[String], bytes: &mut Vec<u8>) {
    let mut pack = Pack(bytes);
    tags.iter().for_each(|tag| pack.text(tag));
}

pub(in crate::store) fn unpack_tags(bytes: &[u8]) -> Option<Vec<String>> {
    let mut unpack = Unpack(bytes);
    let mut tags = Vec::new();
    while !unpack.0.is_empty() {
        tags.push(unpack.text()?.to_owned());
    }
    Some(tags)
}

/// The role stands first, so that it can be told without the rest.
pub(super) fn pack_part(part: &Participation, bytes: &mut Vec<u8>) {
    bytes.push(index(Role::ALL, &part.role));
    bytes.push(part.kind.map_or(0, |kind| 1 + index(crate::domain::ActorKind::ALL, &kind)));
    let mut pack = Pack(bytes);
    pack.text(&part.name);
    pack.maybe_text(part.country.as_deref());
    pack.maybe_text(part.surface.as_deref());
    pack.maybe_number(part.deaths.map(u64::from));
}

pub(in crate::store) fn unpack_part(bytes: &[u8]) -> Option<Participation> {
    let mut unpack = Unpack(bytes);
    let role = word(Role::ALL, &mut unpack)?;
    let kind = match unpack.byte()? {
        0 => None,
        kind => Some(*crate::domain::ActorKind::ALL.get(usize::from(kind) - 1)?),
    };
    Some(Participation {
        role,
        kind,
        name: unpack.text()?.to_owned(),
        country: unpack.maybe_owned()?,
        surface: unpack.maybe_owned()?,
        deaths: maybe_u32(&mut unpack)?,
    })
}

/// The role, name and surface of a participation alone, which are asked of many.
pub(super) fn names_of_part(bytes: &[u8]) -> Option<(u8, &str, Option<&str>)> {
    let mut unpack = Unpack(bytes);
    let (role, _kind) = (unpack.byte()?, unpack.byte()?);
    let (name, _country) = (unpack.text()?, unpack.maybe_text()?);
    Some((role, name, unpack.maybe_text()?))
}

/// `published` is the date of publication as text, which the caller keeps from one to the next.
pub(super) fn pack_citation(citation: &Citation, published: Option<&str>, bytes: &mut Vec<u8>) {
    let mut pack = Pack(bytes);
    pack.maybe_text(citation.publisher.as_deref());
    pack.maybe_text(citation.title.as_deref());
    pack.maybe_text(citation.url.as_deref());
    pack.maybe_text(published);
    pack.maybe_text(citation.hash.as_deref());
    pack.maybe_text(citation.quote.as_deref());
    pack.maybe_number(citation.start.map(u64::from));
    pack.maybe_number(citation.end.map(u64::from));
    pack.number(citation.section.map_or(0, |s| 1 + u64::from(index(Section::ALL, &s))));
    for (name, value) in citation.extras.iter() {
        pack.text(name);
        pack.text(value);
    }
}

pub(in crate::store) fn unpack_citation(bytes: &[u8]) -> Option<Citation> {
    let mut unpack = Unpack(bytes);
    let mut citation = Citation {
        publisher: unpack.maybe_owned()?,
        title: unpack.maybe_owned()?,
        url: unpack.maybe_owned()?,
        published: match unpack.maybe_text()? {
            Some(date) => Some(date.parse().ok()?),
            None => None,
        },
        hash: unpack.maybe_owned()?,
        quote: unpack.maybe_owned()?,
        start: maybe_u32(&mut unpack)?,
        end: maybe_u32(&mut unpack)?,
        section: match unpack.number()?.checked_sub(1) {
            Some(at) => Some(*Section::ALL.get(usize::try_from(at).ok()?)?),
            None => None,
        },
        extras: Extras::default(),
    };
    while !unpack.0.is_empty() {
        let name = unpack.text()?.to_owned();
        citation.extras.insert(name, unpack.text()?);
    }
    Some(citation)
}

/// The publisher alone, which is asked of many.
pub(in crate::store) fn publisher_of(citation: &[u8]) -> Option<&str> {
    Unpack(citation).maybe_text().flatten()
}

/// The date of publication alone: none if it has none, nothing if the bytes are no citation.
pub(in crate::store) fn published_of(citation: &[u8]) -> Option<Option<Edtf>> {
    let mut unpack = Unpack(citation);
    let (_publisher, _title, _url) =
        (unpack.maybe_text()?, unpack.maybe_text()?, unpack.maybe_text()?);
    match unpack.maybe_text()? {
        Some(date) => Some(Some(date.parse().ok()?)),
        None => Some(None),
    }
}

/// The title and the quote alone, which are searched.
pub(super) fn texts_of_citation(bytes: &[u8]) -> Option<(Option<&str>, Option<&str>)> {
    let mut unpack = Unpack(bytes);
    let (_publisher, title, _url) =
        (unpack.maybe_text()?, unpack.maybe_text()?, unpack.maybe_text()?);
    let (_published, _hash) = (unpack.maybe_text()?, unpack.maybe_text()?);
    Some((title, unpack.maybe_text()?))
}

/// A uid as what it shares with others and its number: `gdelt:` and 410412347. One that does not
/// end in a number that is written so is all prefix.
pub(in crate::store) fn split_uid(uid: &str) -> (&str, Option<u64>) {
    let digits = uid.len() - uid.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (prefix, number) = uid.split_at(uid.len() - digits);
    if digits == 0 || digits > 18 || (digits > 1 && number.starts_with('0')) {
        return (uid, None);
    }
    (prefix, number.parse().ok())
}

/// What stands for an event's title: its text, under a 0; or, under a 1, its text with the names
/// that it repeats left out, so that titles made by one rule are one.
pub(super) fn pack_title(
    title: &str,
    parts: &[Participation],
    place: Option<&Place>,
    bytes: &mut Vec<u8>,
) {
    if title.bytes().any(|byte| byte < b' ') {
        bytes.push(0);
        return bytes.extend_from_slice(title.as_bytes());
    }
    bytes.push(1);
    let start = bytes.len();
    bytes.extend_from_slice(title.as_bytes());
    for (mark, name) in (1..).zip(names(parts, place)) {
        if name.len() < 2 || name.len() > bytes.len() - start {
            continue;
        }
        if let Some(at) = found(&bytes[start..], name.as_bytes()) {
            bytes[start + at] = mark;
            bytes.drain(start + at + 1..start + at + name.len());
        }
    }
}

/// Where a name stands in a short text. To look for its first byte is quicker here than to prepare
/// a search.
fn found(text: &[u8], name: &[u8]) -> Option<usize> {
    let (first, rest) = name.split_first()?;
    memchr::memchr_iter(*first, text).find(|at| text[at + 1..].starts_with(rest))
}

pub(super) fn unpack_title(
    bytes: &[u8],
    parts: &[Participation],
    place: Option<&Place>,
) -> Option<String> {
    let (form, text) = bytes.split_first()?;
    let text = std::str::from_utf8(text).ok()?;
    if *form == 0 {
        return Some(text.to_owned());
    }
    let mut title = String::with_capacity(text.len() + 32);
    for c in text.chars() {
        match (c as u32).checked_sub(1) {
            Some(mark) if c < ' ' => title.push_str(names(parts, place).nth(mark as usize)?),
            _ => title.push(c),
        }
    }
    Some(title)
}

/// The names that a title may repeat and that are searched for anyway: the place's and those of the
/// first actors, unless they are merely mentioned.
fn names<'a>(
    parts: &'a [Participation],
    place: Option<&'a Place>,
) -> impl Iterator<Item = &'a str> {
    let place = place.map_or("", |place| place.name.as_str());
    let acting = parts.iter().filter(|part| !part.is_mentioned()).take(8);
    std::iter::once(place).chain(acting.map(|part| part.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn uids_split_where_a_number_starts() {
        assert_eq!(split_uid("gdelt:410412347"), ("gdelt:", Some(410_412_347)));
        assert_eq!(split_uid("wce-2025-12-14-03"), ("wce-2025-12-14-03", None));
        assert_eq!(split_uid("x-0"), ("x-", Some(0)));
        assert_eq!(split_uid("x"), ("x", None));
        assert_eq!(split_uid(&format!("x{}", u64::MAX)), (format!("x{}", u64::MAX).as_str(), None));
    }

    proptest! {
        #[test]
        fn titles_come_back(
            words in proptest::collection::vec("[abÜ ]{0,4}|\u{1}", 0..6),
            names in proptest::collection::vec("[abÜ ]{0,3}", 0..10),
            place in proptest::option::of("[abÜ]{1,3}"),
        ) {
            let title = words.concat();
            let parts: Vec<Participation> =
                names.iter().map(|name| Participation::new(name, Role::Party)).collect();
            let place = place.map(Place::named);
            let mut bytes = Vec::new();
            pack_title(&title, &parts, place.as_ref(), &mut bytes);
            prop_assert_eq!(unpack_title(&bytes, &parts, place.as_ref()), Some(title));
        }
    }
}
