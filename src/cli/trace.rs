use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::path::{arrow, line};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::LinkState;
use crate::render::table::Table;
use crate::report::{self, Branch, Course};
use anstyle::Style;
use serde::Serialize;
use std::io::{self, Write};

/// Show what led to an event and what followed from it, over links that say so
#[derive(clap::Args)]
pub(super) struct Trace {
    /// The event: e42, or a uid
    event: String,

    #[command(flatten)]
    query: QueryArg,

    /// Only what led to it
    #[arg(long, conflicts_with = "forward")]
    back: bool,

    /// Only what followed from it
    #[arg(long)]
    forward: bool,

    /// At most so many steps away
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=50))]
    depth: u8,

    /// Only over links that were accepted, not those that a rule merely suggests
    #[arg(long)]
    accepted: bool,

    #[command(flatten)]
    format: FormatArg,
}

/// An event that is reached, for programs.
#[derive(Serialize)]
struct Row<'b> {
    direction: &'static str,
    depth: usize,
    from: &'b str,
    reads: &'static str,
    to: &'b str,
    date: String,
    title: &'b str,
    confidence: f64,
    state: LinkState,
    rationale: &'b str,
}

impl Run for Trace {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let start = store.resolve(&self.event)?;
        let mut traced = Vec::new();
        for (forward, wanted) in [(false, !self.forward), (true, !self.back)] {
            if wanted {
                let course = Course { forward, accepted: self.accepted };
                let tree = report::trace(&mut store, start.id, course, self.depth.into(), &filter)?;
                traced.push((forward, tree));
            }
        }
        if self.format.format != Format::Table {
            let mut rows = Vec::new();
            for (forward, tree) in &traced {
                let direction = if *forward { "forward" } else { "back" };
                flatten(direction, &start.event.uid, tree, &mut rows);
            }
            return self.format.format.print(ui, &rows, |_| Table::new([]));
        }
        writeln!(ui.out, "{}", line(&start))?;
        for (forward, tree) in &traced {
            let what = if *forward { "what followed from it" } else { "what led to it" };
            let none = if tree.is_empty() { ": no link says" } else { "" };
            writeln!(ui.out, "{what}{none}")?;
            print(&mut ui.out, tree, "  ")?;
        }
        Ok(())
    }
}

fn print(out: &mut dyn Write, branches: &[Branch], indent: &str) -> io::Result<()> {
    let dim = Style::new().dimmed();
    for (at, branch) in branches.iter().enumerate() {
        let last = at + 1 == branches.len();
        let (knot, rest) = if last { ("└ ", "  ") } else { ("├ ", "│ ") };
        let (arrow, sure) = arrow(&branch.link, branch.along);
        let again = if branch.again { ", as elsewhere here" } else { "" };
        writeln!(out, "{dim}{indent}{knot}{dim:#}{arrow}{sure} {}{again}", line(&branch.entry))?;
        let inside = format!("{indent}{rest}");
        if !branch.link.rationale.is_empty() {
            let bar = if branch.branches.is_empty() { "  " } else { "│ " };
            writeln!(out, "{dim}{inside}{bar}{}{dim:#}", branch.link.rationale)?;
        }
        print(out, &branch.branches, &inside)?;
    }
    Ok(())
}

fn flatten<'b>(
    direction: &'static str,
    from: &'b str,
    branches: &'b [Branch],
    rows: &mut Vec<Row<'b>>,
) {
    for branch in branches {
        let event = &branch.entry.event;
        rows.push(Row {
            direction,
            depth: branch.depth,
            from,
            reads: branch.link.relation.read(branch.along),
            to: &event.uid,
            date: event.date.as_ref().map(ToString::to_string).unwrap_or_default(),
            title: &event.title,
            confidence: branch.link.confidence,
            state: branch.link.state,
            rationale: &branch.link.rationale,
        });
        flatten(direction, &event.uid, &branch.branches, rows);
    }
}
