//! POLECAT, the Political Event Classification, Attributes and Types data: tab-separated with a
//! header, quotes around cells that need them. Columns go by name; several values stand between `;`.
//!
//! | columns | go to |
//! |---|---|
//! | Event ID | uid, `polecat:ID` |
//! | Event Date | date |
//! | Event Type, Event Mode | code, scheme `plover`, as in `ASSAULT/beat`; kind by the crosswalk; title |
//! | Contexts | tags |
//! | Actor Name, Recipient Name and their Raw, Country, Title, Primary Sector | initiators, recipients |
//! | Placename, City, District, Province, Country, Latitude, Longitude | place; as uncertain as the finest unit is large |
//! | Source, Publication Date, Language | citation, the last as its extra |
//!
//! All others are extras, and so are those that are held in part. Among them is Intensity: it is on
//! POLECAT's own scale, not Goldstein's.

use super::columns::{Cells, Column, Shape, blame, columns, list};
use super::table::{Blame, Dialect};
use super::{Format, Holds, parties, radius};
use crate::coding::{self, Country};
use crate::domain::{
    ActorKind, Citation, Edtf, Event, Extras, NativeCode, Participation, Place, Role,
};

/// POLECAT.
pub const FORMAT: Format = Format {
    name: "polecat",
    about: "POLECAT coded events, separated by tabs",
    recognise: |head| SHAPE.fits(head),
    open: |input| SHAPE.events(input, Polecat::find, Polecat::event),
    header: true,
    complete: false,
    holds: Holds::Records,
};

columns! {
    struct Polecat {
        id: take ["Event ID"],
        date: take ["Event Date"],
        event_type: take ["Event Type"],
        mode: take ["Event Mode"],
        contexts: take ["Contexts"],
        actor: take ["Actor Name"],
        actor_raw: take ["Actor Name Raw"],
        actor_country: see ["Actor Country"],
        actor_sector: see ["Primary Actor Sector"],
        actor_title: see ["Actor Title"],
        recipient: take ["Recipient Name"],
        recipient_raw: take ["Recipient Name Raw"],
        recipient_country: see ["Recipient Country"],
        recipient_sector: see ["Primary Recipient Sector"],
        recipient_title: see ["Recipient Title"],
        placename: take ["Placename"],
        city: see ["City"],
        district: take ["District"],
        province: take ["Province"],
        country: see ["Country"],
        latitude: take ["Latitude"],
        longitude: take ["Longitude"],
        source: take ["Source"],
        published: take ["Publication Date"],
        language: take ["Language"],
    }
}

static SHAPE: Shape = Shape {
    dialect: Dialect { separator: b'\t', quotes: true },
    needed: &["Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name"],
    missing: &["NA", "None", "nan"],
    extras: &[
        "Actor COW",
        "Actor Country",
        "Actor Sectors",
        "Actor Title",
        "City",
        "Country",
        "Feature Type",
        "GeoNames ID",
        "Intensity",
        "Primary Actor Sector",
        "Primary Recipient Sector",
        "Quad Code",
        "Raw Placename",
        "Recipient COW",
        "Recipient Country",
        "Recipient Sectors",
        "Recipient Title",
        "Story Locations",
        "Story Organizations",
        "Story People",
        "Version",
        "Wikipedia Actor ID",
        "Wikipedia Recipient ID",
    ],
};

impl Polecat {
    fn event(&self, row: Cells, mut extras: Extras) -> Result<Event, Blame> {
        let id = row.text(self.id);
        if id.is_empty() {
            return Err(self.id.rejected(id, "every event has one"));
        }
        let (event_type, mode) = (row.text(self.event_type), row.text(self.mode));
        let (known, _) = coding::plover(event_type, mode)
            .ok_or_else(|| self.event_type.rejected(event_type, "is no event type of PLOVER"))?;
        let mut event = Event::new("", known.kind);
        event.uid = format!("polecat:{id}");
        let value =
            if mode.is_empty() { event_type.to_owned() } else { format!("{event_type}/{mode}") };
        event.code = Some(NativeCode { scheme: "plover".into(), value: value.into() });
        event.date = row.day(self.date)?.map(Edtf::day);
        event.place = self.place(row, &mut extras)?;
        let acting =
            [self.actor, self.actor_raw, self.actor_country, self.actor_sector, self.actor_title];
        event.actors = parties(row, acting, Role::Initiator, &mut extras);
        let acted_on = [
            self.recipient,
            self.recipient_raw,
            self.recipient_country,
            self.recipient_sector,
            self.recipient_title,
        ];
        event.actors.extend(parties(row, acted_on, Role::Recipient, &mut extras));
        event.citations = self.citation(row)?.into_iter().collect();
        event.tags = list(row.text(self.contexts), ';').map(str::to_owned).collect();
        event.title = title(&event, mode);
        event.extras = extras;
        let columns = [
            ("place.lat", self.latitude),
            ("place.lon", self.longitude),
            ("place", self.latitude),
            ("actors", self.actor),
        ];
        event.checked().map_err(|error| blame(&error, &columns))
    }

    fn place(&self, row: Cells, extras: &mut Extras) -> Result<Option<Place>, Blame> {
        // What is known of the finest unit says how far off the coordinates may be.
        let units = [
            (self.city, None),
            (self.district, Some(radius::DISTRICT)),
            (self.province, Some(radius::PROVINCE)),
            (self.country, Some(radius::COUNTRY)),
        ];
        let finest = units.into_iter().find(|(column, _)| !row.text(*column).is_empty());
        let (unit, radius_km) = finest.unwrap_or((self.placename, None));
        let named = [self.placename, unit].into_iter().map(|column| row.text(column));
        let Some(name) = named.into_iter().find(|name| !name.is_empty()) else {
            for column in [self.latitude, self.longitude] {
                extras.insert(column.name(), row.text(column));
            }
            return Ok(None);
        };
        // A country may be given by its code.
        let country = country_of(row.text(self.country));
        let name = match country {
            Some(country) if country.iso3 == name => &country.name,
            _ => name,
        };
        let (lat, lon) = (row.decimal(self.latitude)?, row.decimal(self.longitude)?);
        Ok(Some(Place {
            country: country.map(|country| country.iso3.clone()),
            admin1: row.some(self.province),
            admin2: row.some(self.district),
            lat,
            lon,
            radius_km: radius_km.filter(|_| lat.is_some()),
            ..Place::named(name)
        }))
    }

    fn citation(&self, row: Cells) -> Result<Option<Citation>, Blame> {
        let mut citation = Citation {
            publisher: row.some(self.source),
            published: row.day(self.published)?.map(Edtf::day),
            ..Citation::default()
        };
        citation.extras.insert(self.language.name(), row.text(self.language));
        Ok(Some(citation).filter(|citation| *citation != Citation::default()))
    }
}

/// The actors of a side. What is told of them by lists of another length than that of the names
/// cannot be told apart: it stays among the extras.
fn parties(row: Cells, side: [Column; 5], role: Role, extras: &mut Extras) -> Vec<Participation> {
    let [name, raw, country, sector, title] = side;
    let names: Vec<&str> = list(row.text(name), ';').collect();
    let parts = |column: Column| -> Vec<&str> {
        let parts: Vec<&str> = row.text(column).split(';').map(str::trim).collect();
        if parts.len() == names.len() { parts } else { Vec::new() }
    };
    let [raws, countries, sectors, titles] = [raw, country, sector, title].map(parts);
    if raws.is_empty() {
        extras.insert(raw.name(), row.text(raw));
    }
    let party = |(at, name): (usize, &&str)| Participation {
        kind: kind(name, part(&sectors, at), part(&titles, at)),
        country: country_of(part(&countries, at)).map(|country| country.iso3.clone()),
        surface: Some(part(&raws, at))
            .filter(|raw| !raw.is_empty() && raw != name)
            .map(str::to_owned),
        ..Participation::new(*name, role)
    };
    names.iter().enumerate().map(party).collect()
}

fn part<'a>(parts: &[&'a str], at: usize) -> &'a str {
    parts.get(at).copied().unwrap_or_default()
}

/// A country by its code or name.
fn country_of(words: &str) -> Option<&'static Country> {
    let coded = (words.len() == 3).then(|| coding::country(words)).flatten();
    coded.or_else(|| parties::country(words))
}

/// What sort of actor a name stands for: a country, a person with an office, or a sector's.
fn kind(name: &str, sector: &str, title: &str) -> Option<ActorKind> {
    if coding::country_named(name).is_some() {
        Some(ActorKind::Country)
    } else if !title.is_empty() {
        Some(ActorKind::Person)
    } else if sector.is_empty() {
        None
    } else {
        Some(coding::cameo_actor(sector).kind)
    }
}

fn title(event: &Event, mode: &str) -> String {
    let side = |role: Role| {
        let names = event.actors.iter().filter(|actor| actor.role == role);
        names.map(|actor| actor.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let what = match mode {
        "" => event.kind.to_string(),
        mode => format!("{}, {mode}", event.kind),
    };
    match (side(Role::Initiator), side(Role::Recipient)) {
        (first, second) if first.is_empty() && second.is_empty() => what,
        (first, second) if second.is_empty() => format!("{first}: {what}"),
        (first, second) if first.is_empty() => format!("{what}: {second}"),
        (first, second) => format!("{first} to {second}: {what}"),
    }
}

#[cfg(test)]
mod tests;
