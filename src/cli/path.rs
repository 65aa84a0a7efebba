use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{Entry, LinkState};
use crate::render::table::Table;
use crate::report::{self, Course};
use anstyle::Style;
use serde::Serialize;
use std::io::{self, Write};

/// Show the most trustworthy way over links from one event to another
#[derive(clap::Args)]
pub(super) struct Path {
    /// Where it starts: e42, or a uid
    from: String,

    /// Where it ends
    to: String,

    #[command(flatten)]
    query: QueryArg,

    /// Only go forward in time: from causes to effects, from what is answered to the answer
    #[arg(long)]
    forward: bool,

    /// Only over links that were accepted, not those that a rule merely suggests
    #[arg(long)]
    accepted: bool,

    #[command(flatten)]
    format: FormatArg,
}

/// A step, for programs.
#[derive(Serialize)]
struct Row<'p> {
    step: usize,
    from: &'p str,
    reads: &'static str,
    to: &'p str,
    confidence: f64,
    state: LinkState,
    method: &'p str,
    rationale: &'p str,
}

impl Run for Path {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let (from, to) = (store.resolve(&self.from)?, store.resolve(&self.to)?);
        let course = Course { forward: self.forward, accepted: self.accepted };
        let Some(path) = report::path(&mut store, &from, &to, &filter, course)? else {
            let forward = if self.forward { " forward in time" } else { "" };
            return Err(CliError::new(format!(
                "no links lead{forward} from {} to {}; `annalist suggest` proposes links",
                from.id, to.id
            )));
        };
        if self.format.format == Format::Table {
            return Ok(print(&mut ui.out, &path)?);
        }
        let mut rows = Vec::new();
        let mut from = &path.start;
        for (step, stage) in (1..).zip(&path.stages) {
            rows.push(Row {
                step,
                from: &from.event.uid,
                reads: stage.link.relation.read(stage.along),
                to: &stage.to.event.uid,
                confidence: stage.link.confidence,
                state: stage.link.state,
                method: &stage.link.method,
                rationale: &stage.link.rationale,
            });
            from = &stage.to;
        }
        self.format.format.print(ui, &rows, |_| Table::new([]))
    }
}

fn print(out: &mut dyn Write, path: &report::Path) -> io::Result<()> {
    let dim = Style::new().dimmed();
    writeln!(out, "{}", line(&path.start))?;
    for stage in &path.stages {
        let (arrow, sure) = arrow(&stage.link, stage.along);
        writeln!(out, "  {arrow}{sure}  {dim}{}{dim:#}", stage.link.rationale)?;
        writeln!(out, "{}", line(&stage.to))?;
    }
    let steps = path.stages.len();
    let s = if steps == 1 { "" } else { "s" };
    writeln!(out, "{dim}{steps} step{s}, confidence {:.2} in all{dim:#}", path.confidence)
}

/// An event in one line.
pub(super) fn line(Entry { id, event }: &Entry) -> String {
    let bold = Style::new().bold();
    let date = event.date.as_ref().map_or("undated".to_owned(), ToString::to_string);
    format!("{bold}{id}{bold:#}  {date}  {}", event.title)
}

/// How a link reads the way it is walked, and how sure it is where it is not certain.
pub(super) fn arrow(link: &crate::domain::Link, along: bool) -> (String, String) {
    let arrow = if along { "→" } else { "←" };
    let suggested = if link.state == LinkState::Suggested { ", suggested" } else { "" };
    let sure = match (suggested, link.confidence < 1.0) {
        ("", false) => String::new(),
        _ => format!(" ({:.2}{suggested})", link.confidence),
    };
    (format!("{arrow} {}", link.relation.read(along)), sure)
}
