use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::stories::print;
use super::ui::Ui;
use crate::domain::{Edtf, EventId, Member, StoryId, Storyline};
use crate::render::spark;
use crate::render::table::{Column, Table};
use crate::report;
use anstyle::Style;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::io::{self, Write};

/// Show a storyline, or make and change one by hand
///
/// What an analyst has changed is curated: `stories --find` leaves it alone.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["story", "new"])))]
pub(super) struct Story {
    /// Its number, as in s3
    #[arg(value_name = "N")]
    story: Option<StoryId>,

    /// Make a story of that name, of the events that --add names
    #[arg(long, value_name = "TITLE", requires = "add")]
    new: Option<String>,

    /// Give it another name
    #[arg(long, value_name = "TITLE", conflicts_with = "new")]
    rename: Option<String>,

    /// Add events
    #[arg(long, value_name = "EVENT", num_args = 1..)]
    add: Vec<String>,

    /// Take events out
    #[arg(long, value_name = "EVENT", num_args = 1..)]
    remove: Vec<String>,

    /// Take in another story, which ends
    #[arg(long, value_name = "N", conflicts_with = "new")]
    join: Option<StoryId>,

    /// Split off these events as a story of that name
    #[arg(long, value_name = "TITLE", requires = "remove", conflicts_with = "new")]
    split: Option<String>,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Story {
    fn run(mut self, ui: &mut Ui) -> Result<(), CliError> {
        let id = if self.changes() { self.change(ui)? } else { self.story };
        let Some(id) = id else {
            return Err(CliError::new("no story is named"));
        };
        let mut store = ui.store()?;
        let story = report::story(&mut store, id)?;
        if self.format.format == Format::Table {
            head(&mut ui.out, &story)?;
        }
        print(ui, self.format.format, &[story], events)
    }
}

impl Story {
    fn changes(&self) -> bool {
        self.new.is_some()
            || self.rename.is_some()
            || self.join.is_some()
            || !(self.add.is_empty() && self.remove.is_empty())
    }

    /// Makes the change, in one, and gives the story's number.
    fn change(&mut self, ui: &mut Ui) -> Result<Option<StoryId>, CliError> {
        let mut store = ui.store()?;
        let mut line = match self.story {
            Some(id) => store.story(id)?,
            None => Storyline {
                id: None,
                title: self.new.take().unwrap_or_default(),
                members: Vec::new(),
                curated: true,
            },
        };
        line.curated = true;
        if let Some(title) = self.rename.take() {
            line.title = title;
        }
        if line.title.trim().is_empty() {
            return Err(CliError::new("the title is empty: say what the story is about"));
        }
        for name in &self.add {
            put(&mut line, store.resolve(name)?.id);
        }
        let mut split = Vec::new();
        for name in &self.remove {
            let event = store.resolve(name)?.id;
            let Some(at) = line.members.iter().position(|member| member.event == event) else {
                return Err(CliError::new(format!("{event} is not in the story")));
            };
            split.push(line.members.remove(at).event);
        }
        if let Some(other) = self.join {
            if Some(other) == line.id {
                return Err(CliError::new(format!("{other} cannot take in itself")));
            }
            for member in store.story(other)?.members {
                if line.members.iter().all(|known| known.event != member.event) {
                    line.members.push(member);
                }
            }
        }
        in_order(&mut line, &mut store)?;
        let part = self.split.take().map(|title| {
            let mut part = Storyline { id: None, title, members: Vec::new(), curated: true };
            split.iter().for_each(|event| put(&mut part, *event));
            part
        });
        let part = part.map(|mut part| in_order(&mut part, &mut store).map(|()| part)).transpose()?;
        let action = match line.id {
            Some(id) => format!("story {id}"),
            None => format!("story “{}”", line.title),
        };
        let id = store.change(&ui.author(), &action, |writer| {
            let id = writer.story(&line)?.id();
            if let Some(other) = self.join {
                writer.drop_story(other)?;
            }
            part.iter().try_for_each(|part| writer.story(part).map(drop))?;
            Ok(id)
        })?;
        Ok(Some(id))
    }
}

/// Adds an event by hand, once.
fn put(line: &mut Storyline, event: EventId) {
    if line.members.iter().all(|member| member.event != event) {
        let reason = "put there by an analyst".to_owned();
        line.members.push(Member { event, after: None, probability: 1.0, reason });
    }
}

/// Puts events in the order of their dates; what came after one that is gone stands by itself.
fn in_order(line: &mut Storyline, store: &mut crate::store::Store) -> Result<(), CliError> {
    let ids: Vec<EventId> = line.members.iter().map(|member| member.event).collect();
    let first = |date: &Edtf| date.bounds().earliest;
    let dates: HashMap<EventId, Option<NaiveDate>> = store
        .entries(&ids)?
        .into_iter()
        .map(|entry| (entry.id, entry.event.date.as_ref().and_then(first)))
        .collect();
    let date = |id: EventId| dates.get(&id).copied().flatten();
    line.members.sort_by_key(|m| (date(m.event).is_none(), date(m.event), m.event));
    for member in &mut line.members {
        if member.after.is_some_and(|after| !ids.contains(&after)) {
            member.after = None;
            member.probability = 1.0;
            member.reason.clear();
        }
    }
    Ok(())
}

fn head(out: &mut dyn Write, story: &report::Story) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let id = story.line.id.map_or_else(String::new, |id| id.to_string());
    writeln!(out, "{bold}{id}  {}{bold:#}", story.line.title)?;
    let origin = if story.line.curated { "curated" } else { "found by the program" };
    let mut facts = vec![("story", format!("{} events, {origin}", story.events.len()))];
    if let Some((from, to)) = story.span {
        let course = if from == to { String::new() } else { format!("  {}", spark(&story.curve)) };
        let until = if from == to { String::new() } else { format!(" to {to}") };
        facts.push(("life", format!("{from}{until}{course}")));
    }
    if let Some((week, count)) = story.peak {
        facts.push(("peak", format!("{count} events in the week from {week}")));
    }
    if let Some((from, to)) = story.silence {
        facts.push(("silence", format!("{} days, {from} to {to}", (to - from).num_days())));
    }
    let list = |events: &[EventId]| {
        events.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    for (event, ways) in &story.branches {
        facts.push(("branches", format!("after {event}, into {}", list(ways))));
    }
    if !story.threads.is_empty() {
        facts.push(("joined by", format!("threads that begin with {}", list(&story.threads))));
    }
    for (name, value) in facts {
        writeln!(out, "  {dim}{name:<12}{dim:#}{value}")?;
    }
    writeln!(out)
}

fn events(stories: &[report::Story]) -> Table {
    let mut table = Table::new([
        Column::Right("id"),
        Column::Left("date"),
        Column::Left("kind"),
        Column::Flexible("title"),
        Column::Right("after"),
        Column::Right("prob."),
        Column::Flexible("why"),
    ]);
    let all = stories.iter().flat_map(|story| story.line.members.iter().zip(&story.events));
    for (member, entry) in all {
        let event = &entry.event;
        table.row([
            entry.id.to_string(),
            event.date.as_ref().map_or("undated".to_owned(), ToString::to_string),
            event.kind.to_string(),
            event.title.clone(),
            member.after.map_or_else(String::new, |after| after.to_string()),
            member.after.map_or_else(String::new, |_| format!("{:.2}", member.probability)),
            member.reason.clone(),
        ]);
    }
    table
}
