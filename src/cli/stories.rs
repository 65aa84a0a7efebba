use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{Entry, StoryId, Storyline};
use crate::graph;
use crate::render::spark;
use crate::render::table::{Column, Table};
use crate::report::{self, Story};
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashSet;

/// List storylines that have an event of a query, or find them
///
/// A story holds events that share who, where and what, told in the order of their dates. Each
/// event says after which earlier one it comes, and why.
#[derive(clap::Args)]
pub(super) struct Stories {
    #[command(flatten)]
    query: QueryArg,

    /// Find the stories of these events first: new events join the stories that are there, or open
    /// others; what an analyst curated is left alone
    #[arg(long)]
    find: bool,

    /// How many at most; 0 for all. A table shows 100 unless told otherwise
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,

    #[command(flatten)]
    format: FormatArg,
}

/// A story as programs read it.
#[derive(Serialize)]
struct Record<'s> {
    story: Option<StoryId>,
    title: &'s str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    events: Vec<&'s str>,
}

impl<'s> Record<'s> {
    fn new(story: &'s Story) -> Record<'s> {
        Record {
            story: story.line.id,
            title: &story.line.title,
            from: story.span.map(|(from, _)| from),
            to: story.span.map(|(_, to)| to),
            events: story.events.iter().map(|entry| entry.event.uid.as_str()).collect(),
        }
    }
}

/// Prints stories: for programs a record each, or a row for each event in CSV.
pub(super) fn print(
    ui: &mut Ui,
    format: Format,
    stories: &[Story],
    table: fn(&[Story]) -> Table,
) -> Result<(), CliError> {
    if format == Format::Csv {
        return format.print(ui, &rows(stories), |_| table(stories));
    }
    let records: Vec<Record> = stories.iter().map(Record::new).collect();
    format.print(ui, &records, |_| table(stories))
}

/// An event of a story, as a row of CSV.
#[derive(Serialize)]
struct Row<'s> {
    story: Option<StoryId>,
    title: &'s str,
    event: &'s str,
    date: String,
    event_title: &'s str,
    after: Option<&'s str>,
    probability: f64,
    reason: &'s str,
}

/// The events of stories, each as a row.
fn rows(stories: &[Story]) -> Vec<Row<'_>> {
    stories
        .iter()
        .flat_map(|story| std::iter::repeat(story).zip(story.line.members.iter().zip(&story.events)))
        .map(|(story, (member, entry))| (story, member, entry))
        .map(|(story, member, entry)| Row {
            story: story.line.id,
            title: &story.line.title,
            event: &entry.event.uid,
            date: entry.event.date.as_ref().map_or_else(String::new, ToString::to_string),
            event_title: &entry.event.title,
            after: member.after.and_then(|after| {
                let earlier = story.events.iter().find(|entry| entry.id == after)?;
                Some(earlier.event.uid.as_str())
            }),
            probability: member.probability,
            reason: &member.reason,
        })
        .collect()
}

impl Run for Stories {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        if self.find {
            let events = store.events(&filter, None)?;
            let found = find(&mut store, &ui.author(), &events)?;
            ui.say(found);
        }
        let mut stories = report::stories(&mut store, &filter)?;
        let all = stories.len();
        if let Some(limit) = self.format.format.limit(self.limit) {
            stories.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        print(ui, self.format.format, &stories, table)?;
        if all == 0 {
            ui.say("no story; `annalist stories --find` looks for them");
        } else if stories.len() < all {
            ui.say(format!("the first {} of {all}; --limit 0 lists all", stories.len()));
        }
        Ok(())
    }
}

fn table(stories: &[Story]) -> Table {
    let mut table = Table::new([
        Column::Right("id"),
        Column::Right("events"),
        Column::Left("from"),
        Column::Left("to"),
        Column::Left("course"),
        Column::Flexible("story"),
    ]);
    for story in stories {
        let day = |day: Option<NaiveDate>| day.map_or("undated".to_owned(), |d| d.to_string());
        let curated = if story.line.curated { " (curated)" } else { "" };
        table.row([
            story.line.id.map_or_else(String::new, |id| id.to_string()),
            story.events.len().to_string(),
            day(story.span.map(|(from, _)| from)),
            day(story.span.map(|(_, to)| to)),
            spark(&story.curve),
            format!("{}{curated}", story.line.title),
        ]);
    }
    table
}

/// Finds the stories of these events, writes them, and says what came of it.
pub(super) fn find(
    store: &mut Store,
    author: &str,
    events: &[Entry],
) -> Result<String, StoreError> {
    let among: HashSet<_> = events.iter().map(|entry| entry.id).collect();
    // A story of which part is outside the query is left as it is, and so are its events.
    let (known, outside): (Vec<Storyline>, Vec<Storyline>) = store
        .stories()?
        .into_iter()
        .partition(|story| story.members.iter().all(|member| among.contains(&member.event)));
    let kept = outside.into_iter().map(|story| Storyline { curated: true, ..story });
    let known: Vec<Storyline> = known.into_iter().chain(kept).collect();
    let found = graph::stories(events, &known);
    let still: HashSet<_> = found.iter().filter_map(|story| story.id).collect();
    let gone: Vec<StoryId> = known
        .iter()
        .filter(|story| !story.curated)
        .filter_map(|story| story.id)
        .filter(|id| !still.contains(id))
        .collect();
    let (mut added, mut changed) = (0, 0);
    store.change(author, "find stories", |writer| {
        for outcome in writer.stories(&found)? {
            match outcome {
                crate::store::Outcome::Added(_) => added += 1,
                crate::store::Outcome::Updated(_) => changed += 1,
                crate::store::Outcome::Unchanged(_) => {}
            }
        }
        gone.iter().try_for_each(|id| writer.drop_story(*id))
    })?;
    Ok(format!(
        "{added} stories found, {changed} continued, {} became part of another, among {} events",
        gone.len(),
        events.len()
    ))
}
