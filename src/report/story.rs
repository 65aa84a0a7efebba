//! Storylines as they unfold: life span, shape and branches.

use crate::domain::{Entry, EventId, StoryId, Storyline};
use crate::query::Filter;
use crate::store::{Store, StoreError};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Parts into which a story's life is cut for its curve.
const CURVE: usize = 12;
/// A pause between two events is a silence from this many days on.
const SILENCE: i64 = 30;
/// A branch has at least this many events.
const BRANCH: usize = 2;

/// A storyline with its events and what can be seen of it at a glance.
#[derive(Debug, Clone)]
pub struct Story {
    /// The storyline.
    pub line: Storyline,
    /// Its events, as in the storyline.
    pub events: Vec<Entry>,
    /// Its first and last day, if an event is dated.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Events in each twelfth of the span.
    pub curve: Vec<u32>,
    /// The week with most events, by its first day, and how many, if it has at least three and
    /// more than any other.
    pub peak: Option<(NaiveDate, usize)>,
    /// The longest time without an event, from the last day before to the first after, if it is a
    /// month or more.
    pub silence: Option<(NaiveDate, NaiveDate)>,
    /// Events from which the story goes on in several ways, each with the first events of those.
    pub branches: Vec<(EventId, Vec<EventId>)>,
    /// Events, other than the first, that begin a thread of their own, which runs into the story
    /// later.
    pub threads: Vec<EventId>,
}

impl Story {
    /// A storyline seen with its events, which may be more than it has and in any order.
    pub fn new(line: Storyline, events: &HashMap<EventId, Entry>) -> Story {
        let events: Vec<Entry> =
            line.members.iter().filter_map(|m| events.get(&m.event)).cloned().collect();
        let mut days: Vec<NaiveDate> = events.iter().filter_map(first_day).collect();
        days.sort_unstable();
        let last = events.iter().filter_map(last_day).max();
        let span = days.first().copied().zip(last);
        let (branches, threads) = shape(&line);
        Story {
            curve: curve(&days, span),
            peak: peak(&days),
            silence: silence(&days),
            line,
            events,
            span,
            branches,
            threads,
        }
    }
}

/// The storylines that have an event of a query, the longest first.
///
/// # Errors
/// Those of the database.
pub fn stories(store: &mut Store, filter: &Filter) -> Result<Vec<Story>, StoreError> {
    let mut lines = store.stories()?;
    if !filter.is_all_standing() {
        let among: HashSet<EventId> =
            store.events(filter, None)?.into_iter().map(|entry| entry.id).collect();
        lines.retain(|line| line.members.iter().any(|member| among.contains(&member.event)));
    }
    let mut stories = seen(store, lines)?;
    stories.sort_by_key(|story| (std::cmp::Reverse(story.events.len()), story.line.id));
    Ok(stories)
}

/// A storyline with its events.
///
/// # Errors
/// No storyline has the number; those of the database.
pub fn story(store: &mut Store, id: StoryId) -> Result<Story, StoreError> {
    let line = store.story(id)?;
    Ok(seen(store, vec![line.clone()])?.pop().unwrap_or_else(|| Story::new(line, &HashMap::new())))
}

fn seen(store: &mut Store, lines: Vec<Storyline>) -> Result<Vec<Story>, StoreError> {
    let mut ids: Vec<EventId> =
        lines.iter().flat_map(|line| line.members.iter().map(|member| member.event)).collect();
    ids.sort_unstable();
    ids.dedup();
    let events: HashMap<EventId, Entry> =
        store.entries(&ids)?.into_iter().map(|entry| (entry.id, entry)).collect();
    Ok(lines.into_iter().map(|line| Story::new(line, &events)).collect())
}

fn first_day(entry: &Entry) -> Option<NaiveDate> {
    let bounds = entry.event.date.as_ref()?.bounds();
    bounds.earliest.or(bounds.latest)
}

fn last_day(entry: &Entry) -> Option<NaiveDate> {
    let bounds = entry.event.date.as_ref()?.bounds();
    bounds.latest.or(bounds.earliest)
}

/// How many days lie in each twelfth of the span.
fn curve(days: &[NaiveDate], span: Option<(NaiveDate, NaiveDate)>) -> Vec<u32> {
    let Some((first, last)) = span else { return Vec::new() };
    let length = (last - first).num_days() + 1;
    let parts = CURVE.min(usize::try_from(length).unwrap_or(CURVE));
    let mut curve = vec![0; parts];
    for day in days {
        let at = (*day - first).num_days() * parts as i64 / length;
        if let Some(count) = usize::try_from(at).ok().and_then(|at| curve.get_mut(at)) {
            *count += 1;
        }
    }
    curve
}

fn peak(days: &[NaiveDate]) -> Option<(NaiveDate, usize)> {
    let in_week = |&from: &NaiveDate| {
        let until = from.checked_add_days(Days::new(6)).unwrap_or(from);
        (from, days.iter().filter(|day| (from..=until).contains(*day)).count())
    };
    let mut firsts = days.to_vec();
    firsts.dedup();
    let weeks: Vec<(NaiveDate, usize)> = firsts.iter().map(in_week).collect();
    let best = weeks.iter().copied().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let elsewhere = days.len() - best.1;
    (best.1 >= 3 && elsewhere > 0).then_some(best)
}

fn silence(days: &[NaiveDate]) -> Option<(NaiveDate, NaiveDate)> {
    let pauses = days.windows(2).map(|pair| (pair[1] - pair[0], pair[0], pair[1]));
    let (pause, from, to) =
        pauses.max_by_key(|(pause, from, _)| (*pause, std::cmp::Reverse(*from)))?;
    (pause.num_days() >= SILENCE).then_some((from, to))
}

type Branch = (EventId, Vec<EventId>);

/// Where a story branches, and which events begin threads of their own.
fn shape(line: &Storyline) -> (Vec<Branch>, Vec<EventId>) {
    let mut after: BTreeMap<EventId, Vec<EventId>> = BTreeMap::new();
    let mut sizes: HashMap<EventId, usize> = HashMap::new();
    // An event comes after one before it in order, so that from the end all that follow an event
    // have been counted when it is reached.
    for member in line.members.iter().rev() {
        let own = *sizes.entry(member.event).or_insert(1);
        if let Some(earlier) = member.after {
            *sizes.entry(earlier).or_insert(1) += own;
            after.entry(earlier).or_default().push(member.event);
        }
    }
    let large = |event: &EventId| sizes.get(event).is_some_and(|size| *size >= BRANCH);
    let branches = line.members.iter().filter_map(|member| {
        let mut ways: Vec<EventId> =
            after.get(&member.event)?.iter().copied().filter(large).collect();
        ways.reverse();
        (ways.len() > 1).then_some((member.event, ways))
    });
    let threads = line.members.iter().skip(1).filter(|m| m.after.is_none()).map(|m| m.event);
    (branches.collect(), threads.filter(large).collect())
}
