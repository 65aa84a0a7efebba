use super::Question;
use super::tally::begun;
use super::view::{Map, Panel, Split, Spot, Step};
use crate::domain::{Bounds, Edtf};
use crate::store::{Located, StoreError};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Most small maps that can be told apart on one sheet.
const PANELS: usize = 24;
/// Places nearer than this, in parts of a degree, are one: a kilometre.
const FINE: f64 = 100.0;

/// Where an event belongs in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// On the map of all, or of the unit with this first day.
    On(NaiveDate),
    Vague,
    Outside,
    Undated,
}

impl Question<'_> {
    /// The events where they happened: on one map, or on one for each unit of time.
    ///
    /// # Errors
    /// Those of the store.
    pub fn map(&mut self) -> Result<Map, StoreError> {
        let window = self.filter.window();
        let units = self.units()?;
        let step = units.as_ref().map(|(step, _)| *step);
        let filter = self.filter.clone().standing();
        let located = self.store.located(&filter, |date| when(date, &window, step))?;
        let matching = located.iter().map(|counted| counted.score.events).sum();
        let firsts = units.map_or_else(|| vec![NaiveDate::MIN], |(_, firsts)| firsts);
        let mut map = Map {
            caption: self.caption_counted(matching, 0)?,
            split: self.wording.by.unwrap_or(Split::Class),
            panels: Vec::new(),
            unplaced: 0,
            vague: 0,
            outside: 0,
        };
        let mut spots: Vec<Vec<Located<When>>> = firsts.iter().map(|_| Vec::new()).collect();
        for counted in located {
            let events = counted.score.events;
            match counted.unit {
                When::Vague => map.vague += events,
                When::Outside => map.outside += events,
                When::Undated => map.caption.undated += events,
                When::On(first) => match firsts.binary_search(&first) {
                    Ok(panel) if point(&counted).is_some() => spots[panel].push(counted),
                    _ => map.unplaced += events,
                },
            }
        }
        for (first, located) in firsts.into_iter().zip(spots) {
            let span = step.map(|step| (first, step.last(first)));
            map.panels.push(Panel { span, spots: joined(located) });
        }
        Ok(map)
    }

    /// The units of the small maps that were asked for, by their first days, without a gap; longer
    /// ones than asked for where these would be too many.
    fn units(&mut self) -> Result<Option<(Step, Vec<NaiveDate>)>, StoreError> {
        let Some(mut step) = self.wording.each else { return Ok(None) };
        let tally = self.tally()?;
        loop {
            let held = tally.dates.keys().filter(|(first, last)| step.holds(*first, *last));
            let firsts = || held.clone().map(|(first, _)| step.floor(*first));
            let (Some(first), Some(last)) = (firsts().min(), firsts().max()) else {
                return Ok(Some((step, Vec::new())));
            };
            let next = |day: &NaiveDate| step.next(*day).filter(|next| *next <= last);
            let units: Vec<NaiveDate> =
                std::iter::successors(Some(first), next).take(PANELS + 1).collect();
            match step.coarser() {
                Some(coarser) if units.len() > PANELS => step = coarser,
                _ => return Ok(Some((step, units))),
            }
        }
    }
}

fn when(date: Option<&Edtf>, window: &Bounds, step: Option<Step>) -> When {
    let Some(step) = step else { return When::On(NaiveDate::MIN) };
    let Some(date) = date else { return When::Undated };
    match begun(date, window) {
        None => When::Outside,
        Some((first, last)) if step.holds(first, last) => When::On(step.floor(first)),
        Some(_) => When::Vague,
    }
}

/// Degrees east and north.
fn point(located: &Located<When>) -> Option<(f64, f64)> {
    let place = located.place.as_ref()?;
    let (lon, lat) = (place.lon?, place.lat?);
    let there = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
    there.then_some((lon, lat))
}

/// Spots by where they are, the busiest first, each called as most of its events call it.
fn joined(located: Vec<Located<When>>) -> Vec<Spot> {
    let mut by_point: HashMap<(i32, i32), BTreeMap<String, Spot>> = HashMap::new();
    for counted in located {
        let (Some((lon, lat)), Some(place)) = (point(&counted), counted.place) else { continue };
        let cell = ((lon * FINE).round() as i32, (lat * FINE).round() as i32);
        let names = by_point.entry(cell).or_default();
        let spot = names.entry(place.name.clone()).or_insert_with(|| Spot {
            name: place.name,
            lon,
            lat,
            radius_km: place.radius_km.unwrap_or(0.0),
            kinds: counted.kinds.map(|_| 0),
            score: Default::default(),
        });
        spot.add(&counted.kinds, &counted.score);
    }
    let mut spots: Vec<Spot> = Vec::with_capacity(by_point.len());
    for names in by_point.into_values() {
        let mut names: Vec<Spot> = names.into_values().collect();
        names.sort_by(|a, b| b.score.events.cmp(&a.score.events).then_with(|| a.name.cmp(&b.name)));
        let mut names = names.into_iter();
        if let Some(mut first) = names.next() {
            names.for_each(|other| first.add(&other.kinds, &other.score));
            spots.push(first);
        }
    }
    let place = |spot: &Spot| (spot.lat, spot.lon);
    spots.sort_by(|a, b| {
        let by_events = b.score.events.cmp(&a.score.events);
        by_events.then_with(|| a.name.cmp(&b.name)).then_with(|| {
            let ((a_lat, a_lon), (b_lat, b_lon)) = (place(a), place(b));
            a_lat.total_cmp(&b_lat).then(a_lon.total_cmp(&b_lon))
        })
    });
    spots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Kind, Place, Score};

    fn at(name: &str, lat: f64, lon: f64, events: u64) -> Located<When> {
        let mut place = Place::named(name);
        (place.lat, place.lon) = (Some(lat), Some(lon));
        let mut score = Score::default();
        (0..events).for_each(|_| score.add(None));
        let mut kinds = [0; Kind::ALL.len()];
        kinds[3] = events;
        Located { place: Some(place), unit: When::On(NaiveDate::MIN), kinds, score }
    }

    #[test]
    fn a_place_is_called_as_most_call_it() {
        let located = vec![
            at("Kiev", 50.4501, 30.52, 2),
            at("Kyiv", 50.45, 30.5199, 3),
            at("Lviv", 49.84, 24.03, 4),
        ];
        let spots = joined(located);
        let told: Vec<_> =
            spots.iter().map(|s| (s.name.as_str(), s.score.events, s.kinds[3])).collect();
        assert_eq!(told, [("Kyiv", 5, 5), ("Lviv", 4, 4)]);
    }

    #[test]
    fn what_is_on_no_globe_has_no_point() {
        assert_eq!(point(&at("Nowhere", 91.0, 0.0, 1)), None);
        assert_eq!(point(&at("Nowhere", f64::NAN, 0.0, 1)), None);
        assert_eq!(point(&at("Apia", -13.83, -171.77, 1)), Some((-171.77, -13.83)));
    }

    #[test]
    fn an_event_is_on_the_map_of_its_unit() {
        let when =
            |date: &str, step| super::when(Some(&date.parse().unwrap()), &Bounds::default(), step);
        let day = |text: &str| When::On(text.parse().unwrap());
        assert_eq!(when("2025-03-07", Some(Step::Years(1))), day("2025-01-01"));
        assert_eq!(when("2025-03", Some(Step::Quarter)), day("2025-01-01"));
        assert_eq!(when("2025", Some(Step::Quarter)), When::Vague);
        assert_eq!(when("../2025", Some(Step::Quarter)), When::Outside);
        assert_eq!(when("2025", None), When::On(NaiveDate::MIN));
    }
}
