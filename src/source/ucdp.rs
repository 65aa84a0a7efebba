//! The Uppsala Conflict Data Program's Georeferenced Event Dataset (GED), its older form of fewer
//! columns, and its monthly candidate events: CSV with a header.
//!
//! | columns | go to |
//! |---|---|
//! | id | uid, `ucdp:ID` |
//! | type_of_violence | code, scheme `ucdp`; kind by the crosswalk |
//! | date_start, date_end | date: a day; a month or a year where date_prec says no more and the bounds are whole; else an interval. Its bounds are always theirs |
//! | where_coordinates, else adm_2, adm_1, country | the place's name |
//! | adm_1, adm_2, latitude, longitude, where_prec | place; where_prec as a radius |
//! | side_a, side_b, deaths_a, deaths_b, deaths_civilians | actors and how many of each died |
//! | low, best, high (older: low_est ...) | deaths |
//! | source_article, _office, _date, _headline | citations, one a report |
//!
//! All others are extras, and so are those that are held in part: country, date_prec, where_prec. The
//! sides of armed conflict (1, 2) are parties; of one-sided violence (3) side a is the initiator and
//! civilians the victim. Governments and civilians go by the names that annalist knows them by.
//!
//! where_prec as a radius: 1, an exact place, has none; 2, near a known place, is 25 km by the
//! codebook; 3, a district, 4, a province, and 6, a country, are as large as such units on average.
//! Lines, fuzzy areas (5) and the high seas (7) have no size that could be told.
//!
//! A bound of deaths that contradicts the best estimate (some rows have a best above high) is kept
//! among the extras and left out of the event's deaths.

use super::columns::{Cells, Column, Shape, blame, columns, day};
use super::table::{self, Blame};
use super::{Format, Head, Holds, Input, Rows, parties, radius};
use crate::coding;
use crate::domain::{
    ActorKind, Citation, Deaths, Edtf, Event, Extras, NativeCode, Participation, Place, Role, edtf,
};
use chrono::{Datelike, NaiveDate};

/// UCDP GED.
pub const FORMAT: Format = Format {
    name: "ucdp",
    about: "UCDP Georeferenced Event Dataset, CSV",
    recognise: |head| SHAPE.fits(head),
    open,
    header: true,
    complete: true,
    holds: Holds::Records,
};

/// UCDP candidate events.
pub const CANDIDATE: Format = Format {
    name: "ucdp-candidate",
    about: "UCDP candidate events of a month, CSV",
    recognise: |head| SHAPE.fits(head) && any_unclear(head),
    open,
    header: true,
    complete: true,
    holds: Holds::Records,
};

/// Candidate events have the columns of the GED. Only there codes wait for a check, and conflicts
/// for their number.
fn any_unclear(head: &Head) -> bool {
    let header = head.header();
    let at = |name: &str| header.iter().position(|cell| cell == name);
    let (status, relid) = (at("code_status"), at("relid"));
    head.text.lines().skip(1).any(|line| {
        let Ok(cells) = table::cells(line.as_bytes(), table::CSV) else { return false };
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell);
        let unclear = |status: &str| !status.is_empty() && status != "Clear";
        cells.len() == header.len() && (unclear(cell(status)) || cell(relid).contains("-XXX"))
    })
}

fn open(input: Input) -> Result<Rows, String> {
    SHAPE.events(input, Ucdp::find, Ucdp::event)
}

columns! {
    struct Ucdp {
        id: take ["id"],
        violence: take ["type_of_violence"],
        side_a: take ["side_a"],
        side_b: take ["side_b"],
        article: take ["source_article"],
        office: take ["source_office"],
        date: take ["source_date"],
        headline: take ["source_headline"],
        where_prec: see ["where_prec"],
        coordinates: take ["where_coordinates"],
        adm_1: take ["adm_1"],
        adm_2: take ["adm_2"],
        latitude: take ["latitude"],
        longitude: take ["longitude"],
        country: see ["country"],
        date_prec: see ["date_prec"],
        date_start: take ["date_start"],
        date_end: take ["date_end"],
        deaths_a: take ["deaths_a"],
        deaths_b: take ["deaths_b"],
        deaths_civilians: take ["deaths_civilians"],
        low: take ["low", "low_est"],
        best: take ["best", "best_est"],
        high: take ["high", "high_est"],
    }
}

static SHAPE: Shape = Shape {
    dialect: table::CSV,
    needed: &["id", "type_of_violence", "side_a", "side_b", "date_start", "date_end"],
    missing: &[],
    extras: &[
        "active_year",
        "code_status",
        "conflict_dset_id",
        "conflict_name",
        "conflict_new_id",
        "country",
        "country_id",
        "date_prec",
        "deaths_unknown",
        "dyad_dset_id",
        "dyad_name",
        "dyad_new_id",
        "event_clarity",
        "geom_wkt",
        "gwnoa",
        "gwnob",
        "number_of_sources",
        "priogrid_gid",
        "region",
        "relid",
        "side_a_dset_id",
        "side_a_new_id",
        "side_b_dset_id",
        "side_b_new_id",
        "source_original",
        "where_description",
        "where_prec",
        "year",
    ],
};

/// The type of violence against civilians by one side.
const ONE_SIDED: u32 = 3;

impl Ucdp {
    fn event(&self, row: Cells, mut extras: Extras) -> Result<Event, Blame> {
        let needed = |column: Column| {
            row.count(column)?.ok_or_else(|| column.rejected("", "every event has one"))
        };
        let id = needed(self.id)?;
        let violence = needed(self.violence)?;
        let known = u8::try_from(violence)
            .ok()
            .and_then(coding::ucdp_violence)
            .ok_or_else(|| self.violence.rejected(row.text(self.violence), "expected 1, 2 or 3"))?;
        let mut event = Event::new("", known.kind);
        event.uid = format!("ucdp:{id}");
        event.code = Some(NativeCode { scheme: "ucdp".into(), value: violence.to_string().into() });
        event.date = Some(self.when(row)?);
        event.place = self.place(row)?;
        event.actors = self.actors(row, violence, &mut extras)?;
        event.deaths = self.deaths(row, &mut extras)?;
        event.citations = self.citations(row, &mut extras);
        event.title = self.title(row, violence, &event)?;
        event.extras = extras;
        let columns = [
            ("place.lat", self.latitude),
            ("place.lon", self.longitude),
            ("place", self.latitude),
            ("actors", self.side_a),
        ];
        event.checked().map_err(|error| blame(&error, &columns))
    }

    fn when(&self, row: Cells) -> Result<Edtf, Blame> {
        let needed = |column: Column| {
            row.day(column)?.ok_or_else(|| column.rejected("", "every event has one"))
        };
        let (start, end) = (needed(self.date_start)?, needed(self.date_end)?);
        if row.count(self.date_prec)?.is_some_and(|precision| precision >= 4)
            && let Some(whole) = whole(start, end)
        {
            return Ok(whole);
        }
        match Edtf::between(Some(start), Some(end)) {
            Ok(Some(date)) => Ok(date),
            _ => Err(self.date_end.rejected(row.text(self.date_end), "is before date_start")),
        }
    }

    fn place(&self, row: Cells) -> Result<Option<Place>, Blame> {
        let country = row.text(self.country);
        let names = [self.coordinates, self.adm_2, self.adm_1, self.country];
        let name = names.into_iter().map(|column| row.text(column)).find(|name| !name.is_empty());
        let Some(name) = name else { return Ok(None) };
        Ok(Some(Place {
            country: parties::iso3(country),
            admin1: row.some(self.adm_1),
            admin2: row.some(self.adm_2),
            lat: row.decimal(self.latitude)?,
            lon: row.decimal(self.longitude)?,
            radius_km: match row.count(self.where_prec)? {
                Some(2) => Some(25.0),
                Some(3) => Some(radius::DISTRICT),
                Some(4) => Some(radius::PROVINCE),
                Some(6) => Some(radius::COUNTRY),
                _ => None,
            },
            ..Place::named(name)
        }))
    }

    fn actors(
        &self,
        row: Cells,
        violence: u32,
        extras: &mut Extras,
    ) -> Result<Vec<Participation>, Blame> {
        let country = row.text(self.country);
        let civilians_died = row.count(self.deaths_civilians)?;
        let side = |column: Column, died: Column, role: Role, extras: &mut Extras| {
            let count = row.count(died)?;
            let mut side = parties_of(row.text(column), role);
            match side.as_mut_slice() {
                [one] => one.deaths = count,
                // Nobody says how many of which.
                _ => extras.insert(died.name(), row.text(died)),
            }
            Ok(side)
        };
        let one_sided = violence == ONE_SIDED;
        let first = if one_sided { Role::Initiator } else { Role::Party };
        let mut actors = side(self.side_a, self.deaths_a, first, extras)?;
        let are_side_b = one_sided && row.text(self.side_b) == "Civilians";
        if are_side_b {
            if row.count(self.deaths_b)?.is_some_and(|count| count > 0) {
                extras.insert(self.deaths_b.name(), row.text(self.deaths_b));
            }
        } else {
            let second = if one_sided { Role::Victim } else { Role::Party };
            actors.extend(side(self.side_b, self.deaths_b, second, extras)?);
        }
        if are_side_b || civilians_died.is_some_and(|count| count > 0) {
            let civilians = parties::civilians(country, Role::Victim);
            actors.push(Participation { deaths: civilians_died, ..civilians });
        }
        Ok(actors)
    }

    fn deaths(&self, row: Cells, extras: &mut Extras) -> Result<Option<Deaths>, Blame> {
        let best = row.count(self.best)?;
        let mut bound = |column: Column, fits: fn(u32, u32) -> bool| {
            let value = row.count(column)?;
            if value.zip(best).is_some_and(|(value, best)| !fits(value, best)) {
                extras.insert(column.name(), row.text(column));
                return Ok(None);
            }
            Ok(value)
        };
        let low = bound(self.low, |low, best| low <= best)?;
        let high = bound(self.high, |high, best| high >= best)?;
        let deaths = Deaths { low, best, high };
        Ok(Some(deaths).filter(|deaths| *deaths != Deaths::default()))
    }

    /// One a report: `source_article` has `"OFFICE,DATE,HEADLINE";"..."` of which the other columns
    /// repeat the parts. Where these do not agree, the other columns are extras.
    fn citations(&self, row: Cells, extras: &mut Extras) -> Vec<Citation> {
        let reports = reports(row.text(self.article));
        let parts = |column: Column| row.text(column).split(';').map(str::trim);
        let told = reports.iter().zip(parts(self.office)).zip(parts(self.date));
        let told: Option<Vec<Citation>> = told
            .map(|((report, office), date)| {
                let rest = report.strip_prefix(office)?.strip_prefix(',')?.trim_start();
                let headline = rest.strip_prefix(date)?.strip_prefix(',')?.trim_start();
                Some(cited(office, date, headline))
            })
            .collect();
        let agree = |told: &Vec<Citation>| {
            let headlines = told.iter().map(|one| one.title.as_deref().unwrap_or_default());
            told.len() == reports.len()
                && parts(self.office).count() == reports.len()
                && parts(self.date).count() == reports.len()
                && headlines
                    .flat_map(|title| title.split(';'))
                    .map(str::trim)
                    .eq(parts(self.headline))
        };
        if let Some(told) = told.filter(agree) {
            return told;
        }
        for column in [self.office, self.date, self.headline] {
            extras.insert(column.name(), row.text(column));
        }
        let titled =
            |title: &str| Citation { title: Some(title.to_owned()), ..Citation::default() };
        reports.into_iter().map(titled).collect()
    }

    fn title(&self, row: Cells, violence: u32, event: &Event) -> Result<String, Blame> {
        let civilians = violence == ONE_SIDED && row.text(self.side_b) == "Civilians";
        let of = |role: Role| {
            let names = event.actors.iter().filter(|actor| actor.role == role);
            names.map(|actor| actor.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let mut title = match (violence, civilians) {
            (ONE_SIDED, true) => format!("{} attacks civilians", of(Role::Initiator)),
            (ONE_SIDED, false) => format!("{} attacks {}", of(Role::Initiator), of(Role::Victim)),
            _ => {
                let sides = event.actors.iter().filter(|actor| actor.role == Role::Party);
                let sides: Vec<&str> = sides.map(|actor| actor.name.as_str()).collect();
                format!("{} fight", sides.join(" and "))
            }
        };
        if let Some(place) = &event.place {
            let near = row.count(self.where_prec)? == Some(2);
            title = format!("{title} {} {}", if near { "near" } else { "in" }, place.name);
        }
        Ok(title)
    }
}

/// The month or the year that two days are the bounds of.
fn whole(start: NaiveDate, end: NaiveDate) -> Option<Edtf> {
    let ends_month = end.succ_opt().is_none_or(|next| next.day() == 1);
    if start.day() != 1 || !ends_month || start.year() != end.year() {
        return None;
    }
    let year = start.year();
    let value = match (start.month(), end.month()) {
        (1, 12) => edtf::Calendar::Year { year, masked: 0 },
        (first, last) if first == last => {
            edtf::Calendar::Month { year, month: u8::try_from(first).ok() }
        }
        _ => return None,
    };
    Some(Edtf::Date(edtf::Date { value, qualifier: edtf::Qualifier::Plain }))
}

/// A side: a group, or one or several governments.
fn parties_of(side: &str, role: Role) -> Vec<Participation> {
    if side.starts_with("Government of ") {
        let mut parts = side.split(", Government of ");
        let first = parts.next().map(str::to_owned);
        let more = parts.map(|of| format!("Government of {of}"));
        return first
            .into_iter()
            .chain(more)
            .filter_map(|g| parties::government(&g, role))
            .collect();
    }
    let kind = Some(ActorKind::ArmedGroup);
    vec![Participation { kind, ..Participation::new(side, role) }]
}

/// The reports in `source_article`.
fn reports(cell: &str) -> Vec<&str> {
    let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match quoted {
        Some(inside) => inside.split("\";\"").collect(),
        None => super::columns::list(cell, ';').collect(),
    }
}

fn cited(office: &str, date: &str, headline: &str) -> Citation {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let published = day(date).map(Edtf::day).or_else(|| date.parse().ok());
    let mut citation = Citation {
        publisher: text(office),
        title: text(headline),
        published,
        ..Citation::default()
    };
    if citation.published.is_none() {
        citation.extras.insert("source_date", date);
    }
    citation
}

#[cfg(test)]
mod tests;
