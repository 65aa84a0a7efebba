//! GeoJSON (RFC 7946): placed events as points, for QGIS, Leaflet, kepler.gl and the like.

use super::{Export, Format};
use crate::domain::{Class, Event};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// A collection of points.
pub const FORMAT: Format = Format {
    name: "geojson",
    about: "placed events as points, for maps (RFC 7946)",
    start: |out, _| {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Box::new(GeoJson { out, bounds: None, unplaced: 0 }))
    },
    graph: None,
    report: false,
};

struct GeoJson<'w> {
    out: &'w mut dyn Write,
    /// West, south, east, north.
    bounds: Option<[f64; 4]>,
    unplaced: u64,
}

impl Export for GeoJson<'_> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let point = event.place.as_ref().and_then(|place| place.lon.zip(place.lat));
        let Some((lon, lat)) = point else {
            self.unplaced += 1;
            return Ok(());
        };
        self.out.write_all(if self.bounds.is_none() { b"\n" } else { b",\n" })?;
        let [west, south, east, north] = self.bounds.unwrap_or([lon, lat, lon, lat]);
        self.bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
        let feature = json!({
            "type": "Feature",
            "id": event.uid,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": properties(event),
        });
        Ok(serde_json::to_writer(&mut *self.out, &feature)?)
    }

    fn left_out(&self) -> Option<(u64, &'static str)> {
        Some((self.unplaced, "have no coordinates"))
    }

    fn finish(&mut self) -> io::Result<()> {
        match self.bounds {
            Some(bounds) => writeln!(self.out, "\n],\"bbox\":{}}}", json!(bounds)),
            None => self.out.write_all(b"]}\n"),
        }
    }
}

/// What is said of an event, flat, so that every program can filter by it; what is not known is
/// left out.
fn properties(event: &Event) -> Map<String, Value> {
    let bounds = event.date.as_ref().map(crate::domain::Edtf::bounds);
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let place = event.place.as_ref();
    let publishers: Vec<&str> =
        event.citations.iter().filter_map(|citation| citation.publisher.as_deref()).collect();
    let all = [
        ("title", json!(event.title)),
        ("kind", json!(event.kind)),
        ("class", json!(Class::of(event.kind).as_str())),
        ("modality", json!(event.modality)),
        ("date", json!(event.date)),
        ("earliest", json!(bounds.and_then(|bounds| day(bounds.earliest)))),
        ("latest", json!(bounds.and_then(|bounds| day(bounds.latest)))),
        ("place", json!(place.map(|place| &place.name))),
        ("country", json!(place.and_then(|place| place.country.as_ref()))),
        ("radius_km", json!(place.and_then(|place| place.radius_km))),
        ("actors", json!(super::who(event))),
        ("code", json!(event.code.as_ref().map(ToString::to_string))),
        ("goldstein", json!(event.goldstein)),
        ("deaths", json!(event.deaths.and_then(|dead| dead.shown()))),
        ("confidence", json!(event.confidence)),
        ("review", json!(event.review)),
        ("verification", json!(event.verification)),
        ("sources", json!(publishers.join("; "))),
        ("url", json!(event.citations.iter().find_map(|citation| citation.url.as_ref()))),
        ("tags", json!(event.tags.join("; "))),
    ];
    let empty = |value: &Value| value.is_null() || value.as_str() == Some("");
    all.into_iter()
        .filter(|(_, value)| !empty(value))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
