//! Prints what `benches/links/fit.py` fits the weights of suggested links to: for each pair of events
//! of a database that is compared, how analysts have linked it, and the evidence.
//!
//! ```sh
//! link-pairs annalist.db > pairs.csv
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use annalist::domain::{EventId, LinkState};
use annalist::graph::{evidence_names, link_pairs};
use annalist::query::Filter;
use annalist::store::Store;
use std::collections::HashMap;
use std::io::{BufWriter, Write, stdout};

fn main() {
    let file = std::env::args().nth(1).unwrap_or_else(|| "annalist.db".into());
    let mut store = Store::open_existing(&file).unwrap();
    let links: HashMap<(EventId, EventId), &str> = store
        .links(&Filter::default())
        .unwrap()
        .into_iter()
        .filter(|link| link.method == "analyst" && link.state == LinkState::Accepted)
        .flat_map(|link| {
            let relation = link.relation.as_str();
            [((link.from, link.to), relation), ((link.to, link.from), relation)]
        })
        .collect();
    let filter = "status:accepted".parse().unwrap();
    let events = store.events(&filter, None).unwrap();
    let mut out = BufWriter::new(stdout().lock());
    writeln!(out, "later,earlier,relation,{}", evidence_names().join(",")).unwrap();
    for (later, earlier, evidence) in link_pairs(&events) {
        let (a, b) = (events[later].id, events[earlier].id);
        let relation = links.get(&(a, b)).copied().unwrap_or("none");
        let numbers: Vec<String> = evidence.iter().map(|n| format!("{n:.4}")).collect();
        writeln!(out, "{},{},{relation},{}", a.0, b.0, numbers.join(",")).unwrap();
    }
    out.flush().unwrap();
}
