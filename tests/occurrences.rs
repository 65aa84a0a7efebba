//! One occurrence told by GDELT, by UCDP and by an article is found to be one: a hundred of them, among
//! as many other events of the same countries, places and days.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use annalist::coding::{cities, country};
use annalist::domain::{EventId, Relation};
use annalist::graph::suggest;
use annalist::ingest::{self, Options};
use annalist::query::Filter;
use annalist::store::Store;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

const OCCURRENCES: usize = 100;

/// What happened.
struct Attack {
    day: NaiveDate,
    city: &'static annalist::coding::City,
    /// Who attacked: ISO 3166 alpha-3.
    by: &'static str,
    dead: u32,
}

/// Numbers that look random and are the same on every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

fn attacks() -> Vec<Attack> {
    let attackers = ["RUS", "ISR", "IRN", "TUR", "SAU", "ETH", "PAK"];
    let mut numbers = Numbers(2026);
    // Cities whose name is theirs alone and no country's.
    let mut names: HashMap<&str, usize> = HashMap::new();
    cities().iter().for_each(|city| *names.entry(city.name.as_str()).or_default() += 1);
    let usable: Vec<_> = cities()
        .iter()
        .filter(|city| names[city.name.as_str()] == 1)
        .filter(|city| city.name.chars().all(|c| c.is_ascii_alphabetic()))
        .filter(|city| annalist::coding::country_named(&city.name).is_none())
        .filter(|city| !attackers.contains(&city.country.as_str()))
        .filter(|city| country(&city.country).is_some_and(|c| !c.adjectives.is_empty()))
        .collect();
    let start = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();
    (0..OCCURRENCES)
        .map(|_| Attack {
            day: start + Days::new(numbers.below(700) as u64),
            city: usable[numbers.below(usable.len())],
            by: attackers[numbers.below(attackers.len())],
            dead: 2 + numbers.below(40) as u32,
        })
        .collect()
}

fn gdelt(out: &mut String, id: usize, attack: &Attack, day: NaiveDate) {
    let mut cells = vec![String::new(); 61];
    let mut put = |at: usize, value: &str| cells[at] = value.to_owned();
    let (day, iso3) = (day.format("%Y%m%d").to_string(), &attack.city.country);
    put(0, &id.to_string());
    put(1, &day);
    put(2, &day[..6]);
    put(3, &day[..4]);
    put(4, "2022.5");
    put(5, attack.by);
    put(6, &country(attack.by).unwrap().name.to_uppercase());
    put(7, attack.by);
    put(15, iso3);
    put(16, &country(iso3).unwrap().name.to_uppercase());
    put(17, iso3);
    put(25, "1");
    ["190", "190", "19", "4", "-10.0", "4", "1", "4", "-6.5"]
        .iter()
        .enumerate()
        .for_each(|(n, value)| put(26 + n, value));
    put(35, "0");
    put(43, "0");
    put(51, "4");
    put(52, &format!("{}, {}", attack.city.name, country(iso3).unwrap().name));
    // Geocoders differ a little.
    put(56, &format!("{:.4}", attack.city.lat + 0.03));
    put(57, &format!("{:.4}", attack.city.lon - 0.02));
    put(59, &format!("{day}120000"));
    put(60, &format!("https://news.example.org/{id}"));
    writeln!(out, "{}", cells.join("\t")).unwrap();
}

const UCDP: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

fn ucdp(out: &mut String, id: usize, attack: &Attack, day: NaiveDate) {
    let (by, at) = (country(attack.by).unwrap(), country(&attack.city.country).unwrap());
    let side = format!("Government of {}", by.name);
    let value = |column: &str| match column {
        "id" => id.to_string(),
        "relid" => format!("X-{id}"),
        "year" => day.format("%Y").to_string(),
        "active_year" => "1".to_owned(),
        "code_status" => "Clear".to_owned(),
        "type_of_violence" => "3".to_owned(),
        "side_a" => side.clone(),
        "side_b" => "Civilians".to_owned(),
        "dyad_name" | "conflict_name" => format!("{side} - Civilians"),
        "number_of_sources" | "where_prec" | "event_clarity" | "date_prec" => "1".to_owned(),
        "where_coordinates" => format!("{} town", attack.city.name),
        "latitude" => attack.city.lat.to_string(),
        "longitude" => attack.city.lon.to_string(),
        "country" => at.name.clone(),
        "date_start" | "date_end" => day.to_string(),
        "deaths_a" | "deaths_b" | "deaths_unknown" => "0".to_owned(),
        "deaths_civilians" | "best" => attack.dead.to_string(),
        "low" => (attack.dead - 1).to_string(),
        "high" => (attack.dead + 2).to_string(),
        _ => String::new(),
    };
    let cells: Vec<String> =
        UCDP.split(',').map(|column| format!("\"{}\"", value(column))).collect();
    writeln!(out, "{}", cells.join(",")).unwrap();
}

fn article(out: &mut String, id: usize, attack: &Attack) {
    let (by, at) = (country(attack.by).unwrap(), country(&attack.city.country).unwrap());
    let text = format!(
        "{} forces shelled {} on {}, killing {} people, {} officials said.",
        by.adjectives[0],
        attack.city.name,
        attack.day.format("%-d %B %Y"),
        attack.dead,
        at.adjectives[0],
    );
    let published = attack.day + Days::new(1);
    let item =
        serde_json::json!({"id": format!("news-{id}"), "published": published, "text": text});
    writeln!(out, "{item}").unwrap();
}

#[test]
fn records_of_one_occurrence_are_found() {
    let attacks = attacks();
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(":memory:").unwrap();
    store.set_directory(&ingest::BuiltIn);
    let mut import = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let outcome = ingest::import(&mut store, &path, &Options::default(), &mut |_| ()).unwrap();
        assert_eq!(outcome.import.counts.rejected, 0, "{}", path.display());
    };
    let (mut gdelt_rows, mut ucdp_rows) = (String::new(), format!("{UCDP}\n"));
    let mut news = String::new();
    for (n, attack) in attacks.iter().enumerate() {
        gdelt(&mut gdelt_rows, 1000 + n, attack, attack.day);
        ucdp(&mut ucdp_rows, 1000 + n, attack, attack.day);
        article(&mut news, n, attack);
        // Another attack of the same two, elsewhere on the day, or there some days after.
        let other = &attacks[(n + 7) % attacks.len()];
        let elsewhere = Attack { city: other.city, dead: attack.dead + 60, ..*attack };
        gdelt(&mut gdelt_rows, 3000 + n, &elsewhere, attack.day);
        ucdp(&mut ucdp_rows, 3000 + n, attack, attack.day + Days::new(4));
    }
    import("rows.export.CSV", &gdelt_rows);
    import("ged.csv", &ucdp_rows);
    import("news.jsonl", &news);

    let events = store.events(&Filter::default(), None).unwrap();
    // Which attack each record tells of.
    let mut of: HashMap<EventId, usize> = HashMap::new();
    for entry in &events {
        let uid = &entry.event.uid;
        let number = |prefix: &str| uid.strip_prefix(prefix)?.parse::<usize>().ok();
        let row = number("gdelt:").or_else(|| number("ucdp:"));
        let news = uid.strip_prefix("news-").and_then(|rest| rest.strip_suffix("#1")?.parse().ok());
        match (row, news) {
            (Some(row @ 1000..=1999), _) => drop(of.insert(entry.id, row - 1000)),
            (_, Some(news)) => drop(of.insert(entry.id, news)),
            _ => {}
        }
    }
    let mut truth: BTreeSet<(EventId, EventId)> = BTreeSet::new();
    for (a, x) in &of {
        truth.extend(of.iter().filter(|(b, y)| a < b && x == *y).map(|(b, _)| (*a, *b)));
    }
    let found: BTreeSet<(EventId, EventId)> = suggest(&events, &[])
        .iter()
        .filter(|link| link.relation == Relation::SameAs)
        .map(|link| (link.from.min(link.to), link.from.max(link.to)))
        .collect();
    let right = found.intersection(&truth).count() as f64;
    // Each occurrence has three records, and so three pairs, whether the article was read or not.
    let (precision, recall) = (right / found.len() as f64, right / (3 * OCCURRENCES) as f64);
    println!(
        "{} records, {} of {OCCURRENCES} articles read; {} pairs found: precision {precision:.3}, recall {recall:.3}",
        events.len(),
        of.len() - 2 * OCCURRENCES,
        found.len(),
    );
    assert!(precision >= 0.98, "{precision}");
    assert!(recall >= 0.90, "{recall}");
}
