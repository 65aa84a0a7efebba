//! Makes a GDELT 2.0 events file of any size out of a small real one, to measure imports with.
//!
//! Articles are the unit: each new one takes the shape of a random article of the sample (how many
//! events it has, which of them share an actor or a place, how far back their days lie) and fills
//! it with actors, places and events drawn as often as the sample has them. Ids are fresh, time
//! runs evenly from `--since` to `--until`, and names and hosts go on after the sample's own by the
//! power law of their ranks. The same sample, seed and number of rows give the same bytes.

#![allow(clippy::print_stderr)] // A program, whose messages go there.

mod draw;
mod sample;

use chrono::{Datelike, Days, NaiveDate};
use clap::Parser;
use draw::Rng;
use sample::{DATEADDED, SQLDATE, URL, World};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// GDELT publishes a file every 15 minutes.
const FILES_A_DAY: u64 = 24 * 4;
/// The id of the first event of GDELT 2.0.
const FIRST_ID: u64 = 410_412_347;
/// How far the tone of an article may lie from that of the article whose shape it takes.
const TONE_SPREAD: f64 = 1.5;

const NO_ACTOR: &str = "\t\t\t\t\t\t\t\t\t";
const NO_PLACE: &str = "0\t\t\t\t\t\t\t";

/// Make a GDELT 2.0 events file of any size out of a small real one
#[derive(Parser)]
struct Options {
    /// A GDELT 2.0 export file as published: 61 columns, tabs, no header
    sample: PathBuf,

    /// The file to write
    out: PathBuf,

    /// How many rows to write
    #[arg(long, default_value_t = 5_000_000)]
    rows: u64,

    /// Another seed gives another file
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// The first day, by default that of GDELT 2.0
    #[arg(long, value_name = "DATE", default_value = "2015-02-18")]
    since: NaiveDate,

    /// The last day
    #[arg(long, value_name = "DATE", default_value = "2025-12-31")]
    until: NaiveDate,

    /// How many names actors have
    #[arg(long, default_value_t = 10_000)]
    names: usize,

    /// The share of rows, 0 to 1, to spoil in ways that an import has to notice
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    malformed: f64,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    if options.until < options.since {
        return Err(
            format!("--until {} lies before --since {}", options.until, options.since).into()
        );
    }
    let sample = &options.sample.display();
    let text = fs::read_to_string(&options.sample).map_err(|e| format!("{sample}: {e}"))?;
    let mut rng = Rng(options.seed);
    let world = World::of(&text, options.names, &mut rng).map_err(|e| format!("{sample}:{e}"))?;

    let out = &options.out.display();
    let file = fs::File::create(&options.out).map_err(|e| format!("{out}: {e}"))?;
    let mut file = BufWriter::with_capacity(1 << 20, file);
    let start = Instant::now();
    let done = write(&world, options, &mut rng, &mut file).map_err(|e| format!("{out}: {e}"))?;
    file.into_inner()?.sync_all()?;
    let seconds = start.elapsed().as_secs_f64();

    let per_second = done.rows as f64 / seconds / 1e6;
    eprintln!(
        "{out}: {} rows, {} bytes, {seconds:.1} s, {per_second:.2} million rows a second",
        done.rows, done.bytes
    );
    eprintln!(
        "articles {} ({:.2} events each; sample {:.2}), actor names {} (sample {}), spoiled rows {}",
        done.articles,
        done.rows as f64 / done.articles.max(1) as f64,
        world.events.len() as f64 / world.articles.len() as f64,
        done.names.len(),
        world.sample_names,
        done.spoiled,
    );
    Ok(())
}

/// What was written.
#[derive(Default)]
struct Done {
    rows: u64,
    bytes: u64,
    articles: u64,
    spoiled: u64,
    names: BTreeSet<String>,
}

fn write(
    world: &World,
    options: &Options,
    rng: &mut Rng,
    out: &mut impl Write,
) -> Result<Done, Box<dyn Error>> {
    let days = u64::try_from((options.until - options.since).num_days() + 1).unwrap_or(0);
    let files = days * FILES_A_DAY;
    let mut done = Done::default();
    let mut used = vec![false; world.actors.items.len()];
    let (mut url, mut line) = (String::new(), Vec::new());
    while done.rows < options.rows {
        let article = rng.pick(&world.articles);
        let file = (u128::from(done.rows) * u128::from(files) / u128::from(options.rows)) as u64;
        let day = options.since + Days::new(file / FILES_A_DAY);
        let minutes = file % FILES_A_DAY * 15;
        let added = format!("{}{:02}{:02}00", day.format("%Y%m%d"), minutes / 60, minutes % 60);
        article.url.write(&mut url, world, day, done.articles, rng);
        let dates: Vec<String> =
            article.days_back.iter().map(|&back| date_columns(day - Days::new(back))).collect();
        let shift = (rng.share() * 2.0 - 1.0) * TONE_SPREAD;
        let tones: Vec<String> = article.tones.iter().map(|tone| shifted(*tone, shift)).collect();
        let actors: Vec<usize> = (0..article.actors).map(|_| world.actors.draw(rng)).collect();
        actors.iter().for_each(|&actor| used[actor] = true);
        let places: Vec<&String> = (0..article.places).map(|_| world.places.get(rng)).collect();
        let actor = |i: Option<usize>| i.map_or(NO_ACTOR, |i| &world.actors.items[actors[i]]);
        let place = |i: Option<usize>| i.map_or(NO_PLACE, |i| places[i]);
        for event in article.events.iter().take((options.rows - done.rows) as usize) {
            line.clear();
            write!(line, "{}", FIRST_ID + done.rows)?;
            let columns = [
                &dates[event.day],
                actor(event.actors[0]),
                actor(event.actors[1]),
                rng.pick(&world.events),
                &tones[event.tone],
                place(event.places[0]),
                place(event.places[1]),
                place(event.places[2]),
                &added,
                &url,
            ];
            for column in columns {
                line.push(b'\t');
                line.extend_from_slice(column.as_bytes());
            }
            if options.malformed > 0.0 && rng.share() < options.malformed {
                spoil(&mut line, rng);
                done.spoiled += 1;
            }
            line.push(b'\n');
            out.write_all(&line)?;
            done.rows += 1;
            done.bytes += line.len() as u64;
        }
        done.articles += 1;
    }
    let used = world.actors.items.iter().zip(used).filter(|(_, used)| *used);
    done.names =
        used.filter_map(|(block, _)| block.split('\t').nth(1)).map(str::to_owned).collect();
    Ok(done)
}

/// SQLDATE, MonthYear, Year and FractionDate, the last as GDELT reckons it.
fn date_columns(day: NaiveDate) -> String {
    let (year, month) = (day.year(), day.month());
    let fraction = f64::from(year) + f64::from((month - 1) * 30 + day.day()) / 365.0;
    format!("{year}{month:02}{:02}\t{year}{month:02}\t{year}\t{fraction:.4}", day.day())
}

/// A tone with as many digits as GDELT gives; none stays none.
fn shifted(tone: f64, by: f64) -> String {
    if tone == 0.0 {
        return "0".to_owned();
    }
    let tone = tone + by;
    let decimals = if tone.abs() < 10.0 { 14 } else { 13 };
    format!("{tone:.decimals$}")
}

/// Makes a row one that must be rejected, in one of several ways.
fn spoil(line: &mut Vec<u8>, rng: &mut Rng) {
    let mut columns: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    const WAYS: &[(usize, &[u8])] = &[
        (0, b"none"),                            // an id that is no number
        (SQLDATE, b"20180231"),                  // a day that does not exist
        (6, b"K\xd6LN"),                         // Latin-1, not UTF-8
        (26, b"ABC"),                            // a code that is not in CAMEO
        (30, b"n/a"),                            // a Goldstein score that is no number
        (56, b"95.1"),                           // a latitude beyond the pole
        (DATEADDED, b"2.01801E+13"),             // as spreadsheets write it
        (URL, b"https://example.org/\tsurplus"), // a column too many
        (URL, b""),                              // stands for a row that breaks off
    ];
    let &(column, value) = rng.pick(WAYS);
    if value.is_empty() {
        columns.truncate(40);
    } else {
        columns[column] = value;
    }
    *line = columns.join(&b'\t');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::collections::HashMap;
    use std::path::Path;

    const ROWS: usize = 20_000;

    /// A file of `ROWS` rows and what was said of it; none without the real inputs, which are not
    /// part of the project.
    fn made(arguments: &[&str]) -> Option<(String, Done, f64)> {
        let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
        let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
        let mut folders = given.into_iter().chain(above.map(|dir| dir.join("shared/real")));
        let Some(real) = folders.find(|dir| dir.is_dir()) else {
            assert!(std::env::var_os("CI").is_none(), "no real inputs: set ANNALIST_REAL");
            eprintln!("skipped: no real inputs; set ANNALIST_REAL to their folder");
            return None;
        };
        let sample = real.join("gdelt/20180101000000.export.CSV");
        let rows = ROWS.to_string();
        let given = ["gdelt-generate", sample.to_str().unwrap(), "out", "--rows", &rows];
        let options = Options::parse_from(given.iter().chain(arguments));
        let text = fs::read_to_string(&options.sample).unwrap();
        let mut rng = Rng(options.seed);
        let world = World::of(&text, options.names, &mut rng).unwrap();
        let mut out = Vec::new();
        let done = write(&world, &options, &mut rng, &mut out).unwrap();
        let events = world.events.len() as f64 / world.articles.len() as f64;
        Some((String::from_utf8_lossy(&out).into_owned(), done, events))
    }

    #[test]
    fn rows_agree_with_themselves_and_with_the_sample() {
        let Some((text, done, events)) = made(&[]) else { return };
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!((rows.len(), done.spoiled), (ROWS, 0));
        let mut articles: HashMap<&str, (u64, &str)> = HashMap::new();
        for (id, row) in (FIRST_ID..).zip(&rows) {
            assert_eq!((row.len(), row[0]), (sample::COLUMNS, id.to_string().as_str()));
            let day = NaiveDate::parse_from_str(row[SQLDATE], "%Y%m%d").unwrap();
            assert_eq!(row[SQLDATE..5].join("\t"), date_columns(day));
            assert!(row[SQLDATE] <= &row[DATEADDED][..8]);
            let article = articles.entry(row[URL]).or_insert((0, row[DATEADDED]));
            article.0 += 1;
            assert_eq!(article.1, row[DATEADDED], "an article appears once");
        }
        assert!(rows.is_sorted_by_key(|row| row[DATEADDED]));
        assert_eq!(articles.len() as u64, done.articles, "every article has a URL of its own");
        let mean = ROWS as f64 / articles.len() as f64;
        assert!(
            (mean / events - 1.0).abs() < 0.1,
            "{mean} events an article, {events} in the sample"
        );
        assert!(done.names.len() > 2_000, "{} names", done.names.len());
    }

    #[test]
    fn a_seed_gives_one_file_and_the_share_asked_for_is_spoiled() {
        let Some((text, ..)) = made(&["--seed", "7"]) else { return };
        assert!(made(&["--seed", "7"]).is_some_and(|(again, ..)| again == text));
        assert!(made(&["--seed", "8"]).is_some_and(|(other, ..)| other != text));
        let (_, done, _) = made(&["--malformed", "0.1"]).unwrap();
        assert!((1_800..2_200).contains(&done.spoiled), "{} rows spoiled", done.spoiled);
    }
}
