//! Events.

use super::actor::Actor;
use super::codes::{COLUMNS, columns};
use super::geo::Geo;
use super::row::{Bad, Layout, Number, Row};
use super::title::title;
use crate::coding::{Cameo, cameo};
use crate::domain::{ActorKind, Citation, Edtf, Event, Extras, NativeCode, Role};
use crate::source::{Raw, Record};
use chrono::{Datelike, NaiveDate};

const DATE: usize = 1;
const MONTH: usize = 2;
const YEAR: usize = 3;
const FRACTION: usize = 4;
/// An actor's code; its name and eight more columns follow.
const ACTORS: [usize; 2] = [5, 15];
const IS_ROOT: usize = 25;
const CODE: usize = 26;
const BASE: usize = 27;
const ROOT: usize = 28;
const QUAD: usize = 29;
const GOLDSTEIN: usize = 30;
const MENTIONS: usize = 31;
const SOURCES: usize = 32;
const ARTICLES: usize = 33;
const TONE: usize = 34;
/// Where the places start: of the first actor, of the second, of the action.
const GEO: usize = 35;

/// Reads a row.
pub(super) fn read(layout: &'static Layout, raw: &Raw) -> Result<Record, Bad> {
    let row = Row::new(layout, &raw.bytes)?;
    let uid = row.uid()?;
    let date = row.day(DATE)?;
    let code = row.at(CODE);
    let cameo = cameo(code).ok_or_else(|| row.bad(CODE, "no event code of CAMEO"))?;
    let goldstein = row.within(GOLDSTEIN, -10.0, 10.0, "expected a number from -10 to 10")?;
    let action = Geo::read(&row, GEO + 2 * layout.geo, None)?;
    let geo = |i: usize| Geo::read(&row, GEO + i * layout.geo, Some(&action));
    let places = [geo(0)?, geo(1)?];
    let added = GEO + 3 * layout.geo;
    let published = if layout.geo == 7 { Edtf::day(row.day(added)?) } else { row.time(added)? };
    let citations = citations(row.at(added + 1), published);

    let actors = actors(&row, &places, &action);
    let named = action.name_and_unit();
    let title = title(cameo, &actors, &action, named.0);
    let place = action.place(named);
    let mut extras = Extras::with_capacity(16, 192);
    if !action.is_none() {
        extras.write("ActionGeo", |text| action.push_rest(place.as_ref(), text));
    }
    for i in [0, 1] {
        actor_extras(&row, i, actors[i].as_ref(), &places[i], &action, &mut extras);
    }
    extras.insert("AvgTone", row.number(TONE)?);
    if citations.is_empty() {
        extras.insert("DATEADDED", row.at(added));
    }
    let derived = Derived::new(&row, date, cameo);
    derived.rest(&row, BASE, &mut extras)?;
    derived.rest(&row, ROOT, &mut extras)?;
    derived.rest(&row, FRACTION, &mut extras)?;
    if !goldstein.is_none_or(|number| is_as_printed(&number, layout)) {
        extras.insert("GoldsteinScale", row.at(GOLDSTEIN));
    }
    if !matches!(row.bytes(IS_ROOT), b"" | b"0" | b"1") {
        return Err(row.bad(IS_ROOT, "expected 0 or 1"));
    }
    extras.insert("IsRootEvent", row.at(IS_ROOT));
    derived.rest(&row, MONTH, &mut extras)?;
    extras.insert("NumArticles", row.count(ARTICLES)?);
    extras.insert("NumMentions", row.count(MENTIONS)?);
    extras.insert("NumSources", row.count(SOURCES)?);
    derived.rest(&row, QUAD, &mut extras)?;
    derived.rest(&row, YEAR, &mut extras)?;

    let mut event = Box::new(Event::new(title, cameo.kind));
    event.uid = uid;
    event.date = Some(Edtf::day(date));
    event.place = place;
    event.actors = Vec::with_capacity(actors.iter().flatten().count());
    for actor in actors.into_iter().flatten() {
        event.actors.push(actor.participation);
    }
    event.code = Some(NativeCode { scheme: "cameo".into(), value: cameo.code.as_str().into() });
    event.goldstein = goldstein.map(|number| number.value);
    event.citations = citations;
    event.extras = extras;
    match event.check() {
        Ok(()) => Ok(Record::Event(event)),
        Err(error) => Err((None, error.to_string())),
    }
}

/// Whether GDELT writes the number so, where it writes it as it is in floating point: 2.0 prints
/// Goldstein's scale with one decimal.
fn is_as_printed(number: &Number, layout: &Layout) -> bool {
    if layout.geo == 7 { number.shortest } else { number.plain && number.decimals == 1 }
}

/// The document; none in the first years of GDELT 1.0. What is not on the web has a name only.
fn citations(source: &str, published: Edtf) -> Vec<Citation> {
    if source.is_empty() {
        return Vec::new();
    }
    let (publisher, url) = match host(source) {
        Some(host) => (host.to_ascii_lowercase(), Some(source.to_owned())),
        None => (source.to_owned(), None),
    };
    let (publisher, published) = (Some(publisher), Some(published));
    vec![Citation { publisher, url, published, ..Citation::default() }]
}

/// Where an address leads, without `www.`.
fn host(url: &str) -> Option<&str> {
    // Mostly the sixth byte or so, which a search for long ways is slow to find.
    let scheme = url.bytes().position(|byte| byte == b':')?;
    let rest = url[scheme..].strip_prefix("://")?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b':' | b'?' | b'#'));
    let host = &rest[..end.unwrap_or(rest.len())];
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

fn actors(row: &Row, places: &[Geo; 2], action: &Geo) -> [Option<Actor>; 2] {
    // Mostly the places are one, which need not be looked at again.
    let other = |i: usize| if places[i].is(action) { "" } else { places[i].full_name() };
    let names = [action.full_name(), other(0), other(1)];
    let actor = |i: usize, role| {
        let at = ACTORS[i];
        Actor::new(role, row.at(at), row.at(at + 1), places[i].country(), names)
    };
    [actor(0, Role::Initiator), actor(1, Role::Recipient)]
}

/// Keeps what the participation does not tell of an actor, and its place.
fn actor_extras(
    row: &Row,
    i: usize,
    actor: Option<&Actor>,
    place: &Geo,
    action: &Geo,
    extras: &mut Extras,
) {
    const NAMES: [[&str; 3]; 2] =
        [["Actor1Code", "Actor1Codes", "Actor1Geo"], ["Actor2Code", "Actor2Codes", "Actor2Geo"]];
    let names = NAMES[i];
    let code = row.at(ACTORS[i]);
    let told = actor.is_some_and(|actor| {
        let actor = &actor.participation;
        actor.kind == Some(ActorKind::Country) && actor.country.as_deref() == Some(code)
    });
    if !told {
        extras.insert(names[0], code);
    }
    let first = ACTORS[i] + 2;
    let (mut length, mut follow) = (COLUMNS - 1, true);
    for (column, letters) in columns(code) {
        length += letters.len();
        follow &= row.bytes(first + column) == letters.as_bytes();
    }
    // Where the lengths are the same, all other columns are empty.
    if !follow || row.range(first, COLUMNS).len() != length {
        extras.write(names[1], |text| row.push_joined(first, COLUMNS, text));
    }
    if place.is(action) {
        extras.insert(names[2], if action.is_none() { "" } else { "ActionGeo" });
    } else if !place.is_none() {
        extras.write(names[2], |text| place.push_all(text));
    }
}

/// The columns that follow from others.
struct Derived<'a> {
    code: &'a str,
    date: &'a str,
    fraction: [u8; 9],
    fraction_length: usize,
    quad: u8,
}

impl<'a> Derived<'a> {
    fn new(row: &Row<'a>, date: NaiveDate, cameo: &Cameo) -> Derived<'a> {
        let date_text = row.at(DATE);
        // Each month counts 30 days of 365, as GDELT has it.
        let tenths = ((date.month0() * 30 + date.day()) * 10_000 + 182) / 365;
        let mut fraction = *b"0000.0000";
        fraction[..4].copy_from_slice(&date_text.as_bytes()[..4]);
        let mut rest = tenths;
        for digit in fraction[5..].iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        let zeros = fraction.iter().rev().take_while(|digit| **digit == b'0').count();
        Derived {
            code: row.at(CODE),
            date: date_text,
            fraction,
            fraction_length: 9 - zeros,
            quad: b'0' + cameo.quad,
        }
    }

    /// Keeps a column if it holds something else than what follows.
    fn rest(&self, row: &Row, column: usize, extras: &mut Extras) -> Result<(), Bad> {
        let quad = [self.quad];
        let derived = match column {
            MONTH => &self.date.as_bytes()[..6],
            YEAR => &self.date.as_bytes()[..4],
            FRACTION => &self.fraction[..self.fraction_length],
            BASE => &self.code.as_bytes()[..self.code.len().min(3)],
            ROOT => &self.code.as_bytes()[..2],
            _ => &quad,
        };
        if row.bytes(column) != derived {
            let other = row.number(column)?;
            if other.is_empty() {
                // What is missing could not be told from what follows.
                return Err(row.bad(column, "expected a number"));
            }
            extras.insert(row.layout.names[column], other);
        }
        Ok(())
    }
}
