//! Measures the graph of links in a database: loading it, neighbours, paths, PageRank, memory. Prints
//! one JSON object of seconds and megabytes.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A program, whose results go there.

use annalist::domain::EventId;
use annalist::report;
use annalist::store::Store;
use clap::Parser;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

/// Measure the graph of links in a database
#[derive(Parser)]
struct Options {
    /// A database that annalist has imported links into
    db: String,

    /// Between events of these numbers, two a path: 1,2,3,4 are two paths
    #[arg(long, value_delimiter = ',')]
    ends: Vec<i64>,

    /// How many iterations of PageRank
    #[arg(long, default_value_t = 10)]
    iterations: usize,
}

/// Iterations after which PageRank changes by no more than 1e-10: 0.85 to that power.
const SETTLED: usize = 142;
/// So many paths are compared with those of others.
const COMPARED: usize = 8;

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
    let before = megabytes("VmRSS")?;
    let start = Instant::now();
    let graph = report::graph(&mut store)?;
    let load = start.elapsed().as_secs_f64();
    let (after, peak) = (megabytes("VmRSS")?, megabytes("VmHWM")?);

    let ids: Vec<EventId> = options.ends.iter().map(|id| EventId(*id)).collect();
    let mut found = 0;
    let neighbours = each(&ids, |id| found += graph.neighbours(*id).count());
    let from_rows = each(&ids, |id| found += store.links_of(*id).map_or(0, |links| links.len()));
    let pairs: Vec<&[EventId]> = ids.chunks_exact(2).collect();
    let mut steps = Vec::new();
    let mut sures = Vec::new();
    let paths = each(&pairs, |pair| {
        if let [from, to] = pair
            && let Some(path) = graph.path(*from, *to, |_| true)
        {
            steps.push(path.len());
            sures.push(path.iter().map(|step| step.stamp.confidence()).product::<f64>());
        }
    });
    let start = Instant::now();
    let ranks = graph.page_rank(options.iterations);
    let page_rank = start.elapsed().as_secs_f64();
    let start = Instant::now();
    graph.page_rank(SETTLED);
    let settled = start.elapsed().as_secs_f64();
    let top = ranks.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(id, _)| id.0);
    println!(
        "{}",
        serde_json::json!({
            "events": graph.events(), "links": graph.links(),
            "load_s": load, "graph_mb": after - before, "peak_mb": peak,
            "neighbours_s": median(neighbours), "neighbours_rows_s": median(from_rows),
            "path_s": median(paths.clone()), "path_worst_s": paths.iter().copied().fold(0.0, f64::max),
            "paths": steps.len(), "steps": steps.iter().sum::<usize>() as f64 / steps.len() as f64,
            "confidence": sures.iter().take(COMPARED).sum::<f64>(),
            "page_rank_s": page_rank, "page_rank_settled_s": settled, "page_rank_top": top, "found": found,
        })
    );
    Ok(())
}

/// How many seconds each takes.
fn each<T>(all: &[T], mut work: impl FnMut(&T)) -> Vec<f64> {
    all.iter()
        .map(|one| {
            let start = Instant::now();
            work(one);
            start.elapsed().as_secs_f64()
        })
        .collect()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A line of /proc/self/status, in megabytes.
fn megabytes(name: &str) -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).ok_or("no such line")?;
    let kb = line.split_whitespace().nth(1).ok_or("no number")?;
    Ok(kb.parse::<f64>()? * 1024.0 / 1e6)
}
