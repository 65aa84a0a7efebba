//! The Armed Conflict Location and Event Data project (ACLED): CSV with a header, and its list of
//! deleted events.
//!
//! | columns | go to |
//! |---|---|
//! | event_id_cnty | uid, `acled:ID` |
//! | event_date, time_precision | date: 1 the day, 2 about that day (some day of its week), 3 its month |
//! | event_type, sub_event_type | code, scheme `acled`, as in `Battles/Armed clash`; kind by the crosswalk; title |
//! | actor1, actor2, assoc_actor_1, assoc_actor_2, inter1, inter2 | actors |
//! | country, admin1, admin2, location, latitude, longitude, geo_precision | place; geo_precision as a radius: 2 that of a district, 3 that of a province |
//! | source, notes | citations, one a source; the first quotes the notes |
//! | fatalities | deaths, best |
//! | tags | tags |
//!
//! All others are extras, and so are those that are held in part. All actors are parties: ACLED's
//! order of actors means no direction. Associated actors are parties too, since they take part on a
//! side; on which one, the extras say. The kind of an actor follows inter, a number in old files:
//! forces of a state are an organisation, rebels and militias armed groups.

use super::columns::{Cells, Column, Header, Shape, blame, columns, list};
use super::table::{self, Blame, ReadCells};
use super::{Format, Holds, Record, parties, radius};
use crate::coding;
use crate::domain::{
    ActorKind, Citation, Deaths, Edtf, Event, Extras, NativeCode, Participation, Place, Role, edtf,
};
use chrono::{Datelike, NaiveDate};

/// ACLED's events.
pub const FORMAT: Format = Format {
    name: "acled",
    about: "ACLED events, CSV",
    recognise: |head| SHAPE.fits(head),
    open: |input| SHAPE.events(input, Acled::find, Acled::event),
    header: true,
    complete: false,
    holds: Holds::Records,
};

/// ACLED's list of deleted events.
pub const DELETED: Format = Format {
    name: "acled-deleted",
    about: "ACLED's list of deleted events: event_id_cnty,deleted_timestamp",
    recognise: |head| LIST.fits(head),
    open: |input| {
        table::rows(input, table::CSV, |names| {
            let mut header = Header::new(names);
            header.require(LIST.needed)?;
            let id = header.take(&["event_id_cnty"]);
            let read: ReadCells =
                Box::new(move |cells| uid(Cells::new(cells, &[]), id).map(Record::Withdrawal));
            Ok(read)
        })
    },
    header: true,
    complete: false,
    holds: Holds::Records,
};

columns! {
    struct Acled {
        id: take ["event_id_cnty"],
        date: take ["event_date"],
        time_precision: take ["time_precision"],
        event_type: take ["event_type"],
        sub_event_type: take ["sub_event_type"],
        actor1: take ["actor1"],
        actor2: take ["actor2"],
        assoc1: see ["assoc_actor_1"],
        assoc2: see ["assoc_actor_2"],
        inter1: see ["inter1"],
        inter2: see ["inter2"],
        country: see ["country"],
        admin1: take ["admin1"],
        admin2: take ["admin2"],
        location: take ["location"],
        latitude: take ["latitude"],
        longitude: take ["longitude"],
        geo_precision: see ["geo_precision"],
        source: take ["source"],
        notes: take ["notes"],
        fatalities: take ["fatalities"],
        tags: take ["tags"],
    }
}

static SHAPE: Shape = Shape {
    dialect: table::CSV,
    needed: &["event_id_cnty", "event_date", "event_type", "actor1"],
    missing: &[],
    extras: &[
        "admin3",
        "assoc_actor_1",
        "assoc_actor_2",
        "civilian_targeting",
        "country",
        "disorder_type",
        "geo_precision",
        "inter1",
        "inter2",
        "interaction",
        "iso",
        "region",
        "source_scale",
        "timestamp",
        "year",
    ],
};

static LIST: Shape = Shape {
    dialect: table::CSV,
    needed: &["event_id_cnty", "deleted_timestamp"],
    missing: &[],
    extras: &[],
};

fn uid(row: Cells, id: Column) -> Result<String, Blame> {
    match row.text(id) {
        "" => Err(id.rejected("", "every event has one")),
        id => Ok(format!("acled:{id}")),
    }
}

impl Acled {
    fn event(&self, row: Cells, mut extras: Extras) -> Result<Event, Blame> {
        let (event_type, sub) = (row.text(self.event_type), row.text(self.sub_event_type));
        let known = coding::acled(event_type, sub)
            .ok_or_else(|| self.event_type.rejected(event_type, "is no event type of ACLED"))?;
        let mut event = Event::new("", known.kind);
        event.uid = uid(row, self.id)?;
        let value =
            if sub.is_empty() { event_type.to_owned() } else { format!("{event_type}/{sub}") };
        event.code = Some(NativeCode { scheme: "acled".into(), value: value.into() });
        event.date = Some(self.when(row, &mut extras)?);
        event.place = self.place(row)?;
        event.actors = self.actors(row);
        let best = row.count(self.fatalities)?;
        event.deaths = best.map(|_| Deaths { best, ..Deaths::default() });
        event.citations = self.citations(row);
        event.tags = list(row.text(self.tags), ';').map(str::to_owned).collect();
        event.title = title(known.name(), &event, [row.text(self.actor1), row.text(self.actor2)]);
        event.extras = extras;
        let columns = [
            ("place.lat", self.latitude),
            ("place.lon", self.longitude),
            ("place", self.latitude),
            ("actors", self.actor1),
        ];
        event.checked().map_err(|error| blame(&error, &columns))
    }

    fn when(&self, row: Cells, extras: &mut Extras) -> Result<Edtf, Blame> {
        let text = row.text(self.date);
        // Until 2023 days were written out.
        let written = || NaiveDate::parse_from_str(text, "%d %B %Y").ok();
        let day = super::columns::day(text).or_else(written).ok_or_else(|| {
            self.date.rejected(text, "expected a day of the calendar, as in 2024-01-31")
        })?;
        let date = |value, qualifier| Edtf::Date(edtf::Date { value, qualifier });
        match row.text(self.time_precision) {
            "" | "1" => Ok(Edtf::day(day)),
            "2" => Ok(date(edtf::Calendar::Day(day), edtf::Qualifier::Approximate)),
            "3" => {
                extras.insert(self.date.name(), text);
                let month = edtf::Calendar::Month {
                    year: day.year(),
                    month: u8::try_from(day.month()).ok(),
                };
                Ok(date(month, edtf::Qualifier::Plain))
            }
            other => Err(self.time_precision.rejected(other, "expected 1, 2 or 3")),
        }
    }

    fn place(&self, row: Cells) -> Result<Option<Place>, Blame> {
        let names = [self.location, self.admin2, self.admin1, self.country];
        let name = names.into_iter().map(|column| row.text(column)).find(|name| !name.is_empty());
        let Some(name) = name else { return Ok(None) };
        Ok(Some(Place {
            country: parties::iso3(row.text(self.country)),
            admin1: row.some(self.admin1),
            admin2: row.some(self.admin2),
            lat: row.decimal(self.latitude)?,
            lon: row.decimal(self.longitude)?,
            radius_km: match row.text(self.geo_precision) {
                "2" => Some(radius::DISTRICT),
                "3" => Some(radius::PROVINCE),
                _ => None,
            },
            ..Place::named(name)
        }))
    }

    fn actors(&self, row: Cells) -> Vec<Participation> {
        let sides =
            [(self.actor1, self.inter1, self.assoc1), (self.actor2, self.inter2, self.assoc2)];
        let mut actors: Vec<Participation> = Vec::new();
        for (main, inter, associated) in sides {
            let main = list(row.text(main), '\n').map(|name| party(name, kind(row.text(inter))));
            let associated = list(row.text(associated), ';').map(|name| party(name, None));
            for party in main.chain(associated) {
                // Two groups of a side may have one associate, and both sides one actor.
                if !actors.iter().any(|known| known.name == party.name) {
                    actors.push(party);
                }
            }
        }
        actors
    }

    fn citations(&self, row: Cells) -> Vec<Citation> {
        let publishers = list(row.text(self.source), ';').map(|publisher| Citation {
            publisher: Some(publisher.to_owned()),
            ..Citation::default()
        });
        let mut citations: Vec<Citation> = publishers.collect();
        let quote = row.some(self.notes);
        match citations.first_mut() {
            Some(first) => first.quote = quote,
            None => citations
                .extend(quote.map(|quote| Citation { quote: Some(quote), ..Citation::default() })),
        }
        citations
    }
}

fn title(what: &str, event: &Event, actors: [&str; 2]) -> String {
    let actors: Vec<&str> = actors.into_iter().filter(|actor| !actor.is_empty()).collect();
    let place = event.place.as_ref().map_or(String::new(), |place| format!(" in {}", place.name));
    if actors.is_empty() {
        return format!("{what}{place}");
    }
    format!("{what}{place}: {}", actors.join(" and "))
}

/// What inter says of an actor.
fn kind(inter: &str) -> Option<ActorKind> {
    match inter {
        "1" | "8" => Some(ActorKind::Organisation),
        "2" | "3" | "4" => Some(ActorKind::ArmedGroup),
        "5" | "6" | "7" => Some(ActorKind::Other),
        _ => {
            let inter = inter.to_lowercase();
            let says = |words: &[&str]| words.iter().any(|word| inter.contains(word));
            if says(&["force"]) {
                Some(ActorKind::Organisation)
            } else if says(&["rebel", "militia"]) {
                Some(ActorKind::ArmedGroup)
            } else if says(&["rioter", "protester", "civilian"]) {
                Some(ActorKind::Other)
            } else {
                None
            }
        }
    }
}

fn party(name: &str, kind: Option<ActorKind>) -> Participation {
    let (head, tail) = name.split_once(" (").unwrap_or((name, ""));
    let within = tail.split(')').next().unwrap_or_default();
    if head == "Civilians" {
        let civilians = parties::civilians(within, Role::Party);
        let surface = Some(name.to_owned()).filter(|name| *name != civilians.name);
        return Participation { surface, ..civilians };
    }
    // `Military Forces of Mali (2020-2021)`: the years are a government's.
    let of = head.rsplit_once(" of ").map_or("", |(_, of)| of);
    let country = parties::iso3(within).or_else(|| parties::iso3(of));
    let government = head.starts_with("Government of ");
    let kind = if government { Some(ActorKind::Government) } else { kind };
    Participation { kind, country, ..Participation::new(name, Role::Party) }
}

#[cfg(test)]
mod tests;
