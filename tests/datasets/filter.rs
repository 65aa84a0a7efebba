//! The store's answers beside those of plain code that looks at each event.

use crate::{Desk, GDELT, GDELT_1, GDELT_MENTIONS, GDELT_SAMPLE, UCDP, real};
use annalist::domain::{Actor, ActorKind, Bounds, Class, Edtf, Event, Participation, Role};
use annalist::ingest::BuiltIn;
use annalist::query::{Compare, Filter, Part, Test};
use annalist::store::{By, Directory};
use chrono::Datelike;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const QUERIES: &[&str] = &[
    "",
    "actor:Myanmar",
    "actor:Russia",
    "actor:RUS",
    "actor:Ukraine",
    "actor:\"United States\"",
    "actor:UN",
    "actor:Zelenskyy",
    "exactly:Russia",
    "exactly:\"Vladimir Putin\"",
    "exactly:\"Government of Myanmar\"",
    "by:Russia",
    "on:Ukraine",
    "by:\"United States\" on:Russia",
    "dyad:RUS>UKR",
    "dyad:RUS-UKR",
    "dyad:\"United States\">Israel",
    "-actor:Myanmar -kind:assault",
    "kind:talks",
    "kind:talks|attack|statement",
    "-kind:assault",
    "since:2022-03 until:2022-04-15",
    "since:2022-03 until:2022-04-15 certainly",
    "until:1990 kind:assault",
    "-since:2018",
    "certainly until:2017",
    "date:2022-03",
    "-date:2022-03-01/2022-04-15",
    "date:2022-03 certainly",
    "between:2018..2022-03-10",
    "between:..1990|2022-05..",
    "in:Ukraine",
    "-in:\"South-eastern Asia\"|EU",
    "bbox:22,44,40.2,52.4",
    "bbox:90,-20,-60,60 kind:assault",
    "place:Kyiv",
    "place:MMR",
    "place:rakhine",
    "-place:MMR|UKR",
    "near:50.45,30.52,100km",
    "near:16.8,96.15,250km kind:assault",
    "source:reuters",
    "source:ucdp",
    "source:gdelt",
    "source:voxy",
    "source:indiatimes",
    "-source:indiatimes source:gdelt since:2014 until:2015",
    "tag:ceasefire|sanctions",
    "-tag:ceasefire source:bbc",
    "deaths:>=10",
    "deaths:<3",
    "deaths:0|1",
    "deaths:>100|<=1 since:2021",
    "status:unverified kind:aid",
    "status:corroborated|disputed",
    "status:proposed",
    "status:planned|actual place:UKR",
    "talks",
    "drones",
    "ceasefires|protest",
    "-government",
    "\"security guarantees\"",
    "\"free burma rangers\"",
    "\"government of myanmar\"",
    "kachin -\"kachin state\"",
    "text:police actor:\"United States\"|Russia",
    "zürich|geneva",
    "shel*",
    "-gov* kind:assault",
    "kyi*|text:mya* status:accepted",
    "known:..2018",
    "known:2022-03 kind:assault",
    "-known:2015..",
    "possibly since:2022",
];

/// An event and the stems of its texts.
struct Told {
    event: Event,
    texts: Vec<Vec<String>>,
}

/// The events, and the actors that may be asked for.
struct Oracle {
    told: Vec<Told>,
    actors: Vec<Actor>,
}

/// Whether an event passes.
type Check<'o> = Box<dyn Fn(&Told) -> bool + 'o>;

/// The actors that count for a name, each in some time.
type Counting<'o> = HashMap<&'o str, Vec<Bounds>>;

const ACTS: &[Role] = &[Role::Initiator, Role::Party];
const SUFFERS: &[Role] = &[Role::Recipient, Role::Victim, Role::Party];
const TAKES_PART: &[Role] =
    &[Role::Initiator, Role::Recipient, Role::Party, Role::Mediator, Role::Host, Role::Victim];

impl Oracle {
    fn new(events: Vec<Event>) -> Oracle {
        let mut actors: BTreeMap<String, Actor> = BTreeMap::new();
        let mut add = |actor: Actor| {
            actors.insert(actor.name.clone(), actor);
        };
        annalist::coding::countries().iter().for_each(|country| add(Actor::from(country)));
        for part in events.iter().flat_map(|event| &event.actors) {
            let known = BuiltIn.actor(&part.name).filter(|actor| actor.name == part.name);
            add(known.unwrap_or_else(|| Actor {
                name: part.name.clone(),
                kind: part.kind.unwrap(),
                country: part.country.clone(),
                aliases: Vec::new(),
                memberships: Vec::new(),
            }));
        }
        let told = events.into_iter().map(|event| Told { texts: texts(&event), event });
        Oracle { told: told.collect(), actors: actors.into_values().collect() }
    }

    /// The actors of that name, alias, surname or country code.
    fn named(&self, name: &str) -> Vec<&Actor> {
        let same = |text: &str| text.to_lowercase() == name.to_lowercase();
        let by = |holds: &dyn Fn(&Actor) -> bool| -> Vec<&Actor> {
            self.actors.iter().filter(|actor| holds(actor)).collect()
        };
        let named = by(&|a| same(&a.name) || a.aliases.iter().any(|alias| same(&alias.name)));
        let surname = |actor: &Actor| same(actor.name.rsplit(' ').next().unwrap());
        let persons = by(&|a| a.kind == ActorKind::Person && surname(a));
        let of_code = by(&|a| name.len() == 3 && a.country.as_deref().is_some_and(same));
        [named, persons, of_code].into_iter().find(|found| !found.is_empty()).unwrap()
    }

    /// Those of the name, those of a country of the name, and the members of either.
    fn counting(&self, name: &str) -> Counting<'_> {
        let named = self.named(name);
        let mut counting = Counting::new();
        for actor in &self.actors {
            let of_country = |of: &&Actor| {
                of.kind == ActorKind::Country && of.country.is_some() && of.country == actor.country
            };
            if named.iter().any(|of| of.name == actor.name || of_country(of)) {
                counting.insert(&actor.name, vec![Bounds::default()]);
            }
        }
        let whole: Vec<&str> = counting.keys().copied().collect();
        for actor in self.actors.iter().filter(|actor| !whole.contains(&actor.name.as_str())) {
            for membership in &actor.memberships {
                if whole.contains(&membership.organisation.as_str()) {
                    let dates = membership.dates.as_ref().map_or(Bounds::default(), Edtf::bounds);
                    counting.entry(&actor.name).or_default().push(dates);
                }
            }
        }
        counting
    }

    fn check<'o>(&'o self, test: &'o Test, certainly: bool) -> Check<'o> {
        match test {
            Test::Actor(part, name) => {
                let counting = self.counting(name);
                let roles = match part {
                    Part::Any => TAKES_PART,
                    Part::By => ACTS,
                    Part::On => SUFFERS,
                };
                Box::new(move |told| takes_part(&told.event, &counting, roles))
            }
            Test::Exactly(name) => {
                let named = self.named(name);
                let is = move |part: &Participation| named.iter().any(|a| a.name == part.name);
                Box::new(move |told| told.event.actors.iter().any(&is))
            }
            Test::Dyad { first, second, directed } => {
                let (first, second) = (self.counting(first), self.counting(second));
                let directed = *directed;
                Box::new(move |Told { event, .. }| {
                    let acts = |a: &Counting, b: &Counting| {
                        takes_part(event, a, &[Role::Initiator])
                            && takes_part(event, b, &[Role::Recipient, Role::Victim])
                    };
                    let party = |of: &Counting| takes_part(event, of, &[Role::Party]);
                    acts(&first, &second)
                        || !directed && (acts(&second, &first) || party(&first) && party(&second))
                })
            }
            Test::Text(text) => {
                let wanted = stems(text);
                let says = move |text: &Vec<String>| {
                    text.windows(wanted.len()).any(|stems| stems == wanted)
                };
                Box::new(move |told| told.texts.iter().any(&says))
            }
            Test::Prefix(start) => {
                let start = start.clone();
                let starts =
                    move |text: &Vec<String>| text.iter().any(|stem| stem.starts_with(&start));
                Box::new(move |told| told.texts.iter().any(&starts))
            }
            _ => Box::new(move |told| passes(&told.event, test, certainly)),
        }
    }

    fn matching(&self, filter: &Filter) -> BTreeSet<String> {
        let mut terms: Vec<(bool, Vec<Check>)> = Vec::new();
        for term in &filter.terms {
            let any = term.any.iter().map(|test| self.check(test, filter.certainly));
            terms.push((term.negated, any.collect()));
        }
        let matches = |told: &&Told| {
            terms.iter().all(|(negated, any)| any.iter().any(|check| check(told)) != *negated)
        };
        self.told.iter().filter(matches).map(|told| told.event.uid.clone()).collect()
    }
}

fn takes_part(event: &Event, counting: &Counting, roles: &[Role]) -> bool {
    let then = event.date.as_ref().map_or(Bounds::default(), Edtf::bounds);
    event.actors.iter().filter(|part| roles.contains(&part.role)).any(|part| {
        let times = counting.get(part.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        times.iter().any(|time| time.overlap(&then))
    })
}

/// What no name is needed for.
fn passes(event: &Event, test: &Test, certainly: bool) -> bool {
    let bounds = event.date.as_ref().map(Edtf::bounds);
    let certain = event.date.as_ref().is_some_and(Edtf::is_certain);
    let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
    match test {
        Test::Kind(kind) => event.kind == *kind,
        Test::Since(date) => bounds.is_some_and(|bounds| {
            let day = date.bounds().earliest.unwrap();
            match certainly {
                true => certain && bounds.earliest.is_some_and(|first| first >= day),
                false => bounds.latest.is_none_or(|last| last >= day),
            }
        }),
        Test::Until(date) => bounds.is_some_and(|bounds| {
            let day = date.bounds().latest.unwrap();
            match certainly {
                true => certain && bounds.latest.is_some_and(|last| last <= day),
                false => bounds.earliest.is_none_or(|first| first <= day),
            }
        }),
        Test::Date(date) => bounds.is_some_and(|bounds| {
            let range = date.bounds();
            if certainly { certain && bounds.inside(&range) } else { bounds.overlap(&range) }
        }),
        Test::In(area) => {
            let country = event.place.as_ref().and_then(|place| place.country.as_deref());
            area.countries.iter().any(|code| Some(code.as_str()) == country)
        }
        Test::Box(degrees) => event.place.as_ref().is_some_and(|place| {
            // How far east of the western edge, once around the earth.
            let east_of = |lon: f64| (lon - degrees.west).rem_euclid(360.0);
            let beside = |lon: f64| east_of(lon) <= east_of(degrees.east);
            place.lat.is_some_and(|lat| lat >= degrees.south && lat <= degrees.north)
                && place.lon.is_some_and(beside)
        }),
        Test::Place(name) => event.place.as_ref().is_some_and(|place| {
            holds(&place.name, name)
                || place.admin1.as_deref().is_some_and(|admin1| holds(admin1, name))
                || place.country.as_ref() == Some(name)
        }),
        Test::Near { lat, lon, km } => {
            let at = event.place.as_ref().and_then(|place| place.lat.zip(place.lon));
            at.is_some_and(|at| distance((*lat, *lon), at) <= *km)
        }
        Test::Source(name) => {
            let publishers = event.citations.iter().filter_map(|one| one.publisher.as_deref());
            event.uid.starts_with(&format!("{name}:"))
                || publishers.into_iter().any(|publisher| holds(publisher, name))
        }
        Test::Tag(tag) => event.tags.contains(tag),
        Test::Deaths(compare, number) => {
            let dead = event.deaths.and_then(|deaths| deaths.best.or(deaths.high).or(deaths.low));
            dead.is_some_and(|dead| match compare {
                Compare::Less => dead < *number,
                Compare::AtMost => dead <= *number,
                Compare::Equal => dead == *number,
                Compare::AtLeast => dead >= *number,
                Compare::More => dead > *number,
            })
        }
        Test::Verification(word) => event.verification == *word,
        Test::Review(word) => event.review == *word,
        Test::Modality(word) => event.modality == *word,
        Test::Known(date) => {
            let published = event.citations.iter().filter_map(|one| one.published.as_ref());
            let day = published.filter_map(|date| date.bounds().earliest).min();
            // What no source dates was recorded today.
            let day = day.unwrap_or_else(|| chrono::Utc::now().date_naive());
            Bounds { earliest: Some(day), latest: Some(day) }.inside(&date.bounds())
        }
        Test::Actor(..)
        | Test::Exactly(_)
        | Test::Dyad { .. }
        | Test::Story(_)
        | Test::Saved(_)
        | Test::Prefix(_)
        | Test::Text(_) => unreachable!(),
    }
}

fn texts(event: &Event) -> Vec<Vec<String>> {
    let mut texts: Vec<&str> = vec![&event.title];
    if let Some(place) = &event.place {
        texts.push(&place.name);
        texts.extend(place.admin1.as_deref());
    }
    texts.extend(event.tags.iter().map(String::as_str));
    for part in event.actors.iter().filter(|part| part.role != Role::Mentioned) {
        texts.push(&part.name);
        texts.extend(part.surface.as_deref());
    }
    for citation in &event.citations {
        texts.extend(citation.title.as_deref());
        texts.extend(citation.quote.as_deref());
    }
    texts.into_iter().map(stems).collect()
}

fn stems(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let folded: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = |word: &str| {
        let word = word.to_lowercase();
        let latin = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if latin { stemmer.stem(&word).into_owned() } else { word }
    };
    words.map(stem).collect()
}

/// Kilometres between two points, by the angle between them as seen from the centre of the earth.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let vector = |(lat, lon): (f64, f64)| {
        let (lat, lon) = (lat.to_radians(), lon.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let dot: f64 = vector(a).iter().zip(vector(b)).map(|(a, b)| a * b).sum();
    6371.0 * dot.clamp(-1.0, 1.0).acos()
}

/// The values that an event is counted under.
fn values(event: &Event, by: By) -> BTreeSet<String> {
    let start = event.date.as_ref().map(|date| date.bounds().earliest);
    let by_date = |text: fn(chrono::NaiveDate) -> String| match start {
        None => "undated".to_owned(),
        Some(None) => "open".to_owned(),
        Some(Some(day)) => text(day),
    };
    let countries = |roles: &[Role]| -> BTreeSet<String> {
        let of = event.actors.iter().filter(|part| roles.contains(&part.role));
        of.filter_map(|part| part.country.clone()).collect()
    };
    match by {
        By::Year => [by_date(|day| format!("{:04}", day.year()))].into(),
        By::Month => [by_date(|day| day.format("%Y-%m").to_string())].into(),
        By::Week => [by_date(|day| day.format("%G-W%V").to_string())].into(),
        By::Day => [by_date(|day| day.to_string())].into(),
        By::Kind => [event.kind.to_string()].into(),
        By::Class => [Class::of(event.kind).to_string()].into(),
        By::Actor => {
            let taking_part = event.actors.iter().filter(|part| part.role != Role::Mentioned);
            taking_part.map(|part| part.name.clone()).collect()
        }
        By::Country => {
            let country = event.place.as_ref().and_then(|place| place.country.clone());
            [country.unwrap_or_else(|| "(none)".to_owned())].into()
        }
        By::Place => {
            let name = event.place.as_ref().map(|place| place.name.clone());
            [name.unwrap_or_else(|| "(none)".to_owned())].into()
        }
        By::Source => {
            event.citations.iter().filter_map(|citation| citation.publisher.clone()).collect()
        }
        // Nothing here is in a story.
        By::Story => BTreeSet::new(),
        By::Tag => event.tags.iter().cloned().collect(),
        By::Review => [event.review.to_string()].into(),
        By::Status => [event.verification.to_string()].into(),
        By::Dyad => {
            let mut pairs = BTreeSet::new();
            let acted_on = countries(&[Role::Recipient, Role::Victim]);
            for a in countries(&[Role::Initiator]) {
                pairs.extend(acted_on.iter().filter(|b| **b != a).map(|b| format!("{a}>{b}")));
            }
            let parties = countries(&[Role::Party]);
            for a in &parties {
                pairs.extend(parties.iter().filter(|b| a < *b).map(|b| format!("{a}-{b}")));
            }
            pairs
        }
    }
}

/// A database of all real files and the demonstration set.
fn union() -> Option<Desk> {
    let real = [GDELT, GDELT_MENTIONS, GDELT_SAMPLE, GDELT_1, UCDP].map(real);
    let real: Vec<_> = real.into_iter().collect::<Option<_>>()?;
    let mut desk = Desk::new();
    real.iter().for_each(|path| drop(desk.import(path)));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/events");
    for name in ["ukraine-2013-2022.csv", "ukraine-2022-2025.csv"] {
        desk.import(&own.join(name));
    }
    Some(desk)
}

#[test]
fn the_store_finds_and_counts_what_plain_code_does() {
    let Some(mut desk) = union() else { return };
    let oracle = Oracle::new(desk.events());
    let mut wrong = Vec::new();
    for query in QUERIES {
        let filter: Filter = query.parse().unwrap();
        let expected = oracle.matching(&filter);
        let found = desk.store.events(&filter, None).unwrap();
        let found: BTreeSet<String> = found.into_iter().map(|entry| entry.event.uid).collect();
        println!("{:>5} {query}", found.len());
        if found != expected {
            let some = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                let differ: Vec<_> = a.difference(b).collect();
                format!("{} as {:?}", differ.len(), &differ[..differ.len().min(3)])
            };
            let (over, missing) = (some(&found, &expected), some(&expected, &found));
            wrong.push(format!("{query}: {over} too many; {missing} missing"));
        }
        let count = desk.store.count(&filter).unwrap();
        assert_eq!(count as usize, found.len(), "{query}");
    }
    for by in By::ALL {
        let mut expected: BTreeMap<String, u64> = BTreeMap::new();
        for value in oracle.told.iter().flat_map(|told| values(&told.event, *by)) {
            *expected.entry(value).or_default() += 1;
        }
        let found = desk.store.count_by(&Filter::everything(), *by).unwrap();
        let found: BTreeMap<String, u64> = found.into_iter().collect();
        if found != expected {
            let differ = expected.iter().filter(|(value, n)| found.get(*value) != Some(*n));
            let some: Vec<_> = differ.take(5).map(|(v, n)| (v, n, found.get(v))).collect();
            wrong.push(format!("by {by}: {} for {}, {some:?}", found.len(), expected.len()));
        }
    }
    for (first, second) in [
        (By::Month, By::Kind),
        (By::Kind, By::Year),
        (By::Actor, By::Week),
        (By::Actor, By::Dyad),
        (By::Country, By::Source),
        (By::Tag, By::Review),
        (By::Place, By::Class),
        (By::Status, By::Day),
    ] {
        let mut expected: BTreeMap<(String, String), u64> = BTreeMap::new();
        for told in &oracle.told {
            for a in values(&told.event, first) {
                for b in values(&told.event, second) {
                    *expected.entry((a.clone(), b)).or_default() += 1;
                }
            }
        }
        let crossed = desk.store.count_by_two(&Filter::everything(), first, second).unwrap();
        let named = |(a, b, n): (usize, usize, u64)| {
            ((crossed.first[a].0.clone(), crossed.second[b].0.clone()), n)
        };
        let found: BTreeMap<_, u64> = crossed.pairs.iter().copied().map(named).collect();
        assert!(found == expected, "{first},{second}: {} for {}", found.len(), expected.len());
        let alone = desk.store.count_by(&Filter::everything(), first).unwrap();
        assert_eq!(crossed.first, alone, "{first},{second}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
