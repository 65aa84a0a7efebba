//! Asks a database questions through the library and times them: reads one JSON object a line from
//! standard input, prints one a line, with the seconds of each time and the answer.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A program, whose results go there.

use annalist::query::Filter;
use annalist::store::{By, Store};
use clap::Parser;
use serde::Deserialize;
use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::time::Instant;

/// Time questions to a database
#[derive(Parser)]
struct Options {
    /// A database that annalist has imported events into
    db: String,

    /// How often each is asked
    #[arg(long, default_value_t = 7)]
    repeat: usize,
}

/// A question: a list of events, counts by something, or a count.
#[derive(Deserialize)]
struct Question {
    query: String,
    limit: Option<u64>,
    by: Option<String>,
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
    let mut store = Store::open_existing(&options.db)?;
    for line in io::stdin().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let mut seconds = Vec::new();
        let mut answer = serde_json::Value::Null;
        // The first asking warms.
        for _ in 0..=options.repeat {
            let start = Instant::now();
            answer = ask(&mut store, &question)?;
            seconds.push(start.elapsed().as_secs_f64());
        }
        println!("{}", serde_json::json!({ "seconds": seconds[1..], "answer": answer }));
    }
    Ok(())
}

fn ask(store: &mut Store, question: &Question) -> Result<serde_json::Value, Box<dyn Error>> {
    let filter: Filter = question.query.parse::<Filter>()?.standing();
    Ok(match (&question.by, question.limit) {
        (Some(by), _) => serde_json::to_value(store.count_by(&filter, by.parse::<By>()?)?)?,
        (None, Some(limit)) => {
            let events = store.events(&filter, Some(limit))?;
            serde_json::to_value(events.iter().map(|e| &e.event.uid).collect::<Vec<_>>())?
        }
        (None, None) => serde_json::to_value(store.count(&filter)?)?,
    })
}
