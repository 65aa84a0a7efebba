//! How well articles are coded, scored on public data that is not part of the project.
//!
//! Every suite prints its scores and has floors that only rise. Rules are tuned on the even half of
//! each set, counted from 0 in the order of its file; both halves are scored, and the floors stand
//! on the odd half, which nobody has tuned on, and the errors of which are not printed.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test may panic, and prints its score.

mod casualties;
mod current_events;
mod petrarch;
mod plover;
mod seed;
mod wikinews;

use annalist::domain::{Article, Event, Role, Source};
use annalist::extract::Extractor;
use annalist::ingest::Directory;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(Directory::built_in().actors()));

/// The folder of real inputs; none where there is none, which is an error in CI.
fn real() -> Option<PathBuf> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let folder =
        given.into_iter().chain(above.map(|dir| dir.join("shared/real"))).find(|dir| dir.is_dir());
    if folder.is_none() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "the real inputs are missing");
        println!("skipped: there is no folder of real inputs");
    }
    folder
}

fn article(text: &str, published: Option<&str>) -> Article {
    let source = Source {
        text: Some(text.to_owned()),
        published: published.map(|date| date.parse().unwrap()),
        ..Source::default()
    };
    Article { uid: "a".to_owned(), source, offset: 0, parts: vec![] }
}

fn events(text: &str, published: Option<&str>) -> Vec<Event> {
    EXTRACTOR.events(&article(text, published))
}

/// The event that leads: of the surest, the first in the text.
fn leading(events: &[Event]) -> Option<&Event> {
    let sure = |e: &Event| e.confidence.unwrap_or(0.0);
    events.iter().rev().max_by(|a, b| sure(a).total_cmp(&sure(b)))
}

/// The participants in one of these roles.
fn who(event: &Event, roles: &[Role]) -> Vec<(String, Option<String>)> {
    let fits = event.actors.iter().filter(|a| roles.contains(&a.role));
    fits.map(|a| (a.name.clone(), a.country.clone())).collect()
}

const ACTING: &[Role] = &[Role::Initiator, Role::Party, Role::Host, Role::Mediator];
const ACTED_UPON: &[Role] = &[Role::Recipient, Role::Party, Role::Host, Role::Victim];

/// Whether rules may be tuned on this one.
fn tuned(index: usize) -> bool {
    index.is_multiple_of(2)
}

/// Right ones of all, for each half of a set.
#[derive(Default)]
struct Halves([(usize, usize); 2]);

impl Halves {
    fn count(&mut self, index: usize, right: bool) {
        let half = &mut self.0[index % 2];
        half.0 += usize::from(right);
        half.1 += 1;
    }

    /// The share of right ones, of the half that was tuned on and of the other.
    fn shares(&self) -> [f64; 2] {
        self.0.map(|(right, all)| right as f64 / all.max(1) as f64)
    }

    fn print(&self, what: &str) {
        let [tuned, held] = self.shares();
        println!("{what}: {tuned:.3} of the half tuned on, {held:.3} of the other ({:?})", self.0);
    }
}

/// True positives, found ones and wanted ones, for each half of a set.
#[derive(Default)]
struct Overlap([(usize, usize, usize); 2]);

impl Overlap {
    fn count(&mut self, index: usize, both: usize, found: usize, wanted: usize) {
        let half = &mut self.0[index % 2];
        (half.0, half.1, half.2) = (half.0 + both, half.1 + found, half.2 + wanted);
    }

    fn f1(&self) -> [f64; 2] {
        self.0.map(|(both, found, wanted)| 2.0 * both as f64 / (found + wanted).max(1) as f64)
    }

    fn print(&self, what: &str) {
        let [tuned, held] = self.f1();
        println!(
            "{what} F1: {tuned:.3} of the half tuned on, {held:.3} of the other ({:?})",
            self.0
        );
    }
}
