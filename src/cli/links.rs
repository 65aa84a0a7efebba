use super::Run;
use super::error::CliError;
use super::output::{Format, FormatArg};
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{Entry, EventId, Link, LinkState, Relation};
use crate::render::table::{Column, Table};
use crate::store::{Store, StoreError};
use std::collections::HashMap;

/// List links that touch the events of a query, and decide on them
///
/// What a rule suggests waits for a decision: `annalist links --state suggested --at-least 0.5` lists
/// it, with --accept or --reject it is decided at once. One link is accepted by `annalist link` and
/// rejected by `annalist unlink`. What was rejected is not suggested again.
#[derive(clap::Args)]
pub(super) struct Links {
    #[command(flatten)]
    query: QueryArg,

    /// Only those that are suggested, accepted or rejected
    #[arg(long, value_name = "STATE")]
    state: Option<LinkState>,

    /// Only those of this relation
    #[arg(long = "as", value_name = "RELATION")]
    relation: Option<Relation>,

    /// Only those that are at least so sure, 0 to 1
    #[arg(long, value_name = "0..1")]
    at_least: Option<f64>,

    /// Accept those of them that are suggested
    #[arg(long, conflicts_with = "reject")]
    accept: bool,

    /// Reject those of them that are suggested
    #[arg(long)]
    reject: bool,

    #[command(flatten)]
    format: FormatArg,
}

impl Run for Links {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let filter = self.query.filter()?.standing();
        let mut store = ui.store()?;
        let mut links = store.links(&filter)?;
        links.retain(|link| self.asks_for(link));
        let mut ids: Vec<EventId> = links.iter().flat_map(|link| [link.from, link.to]).collect();
        ids.sort();
        ids.dedup();
        let ends = store.entries(&ids)?;
        if self.accept || self.reject {
            self.decide(ui, &mut store, &mut links, &ends)?;
        }
        if links.is_empty() {
            ui.say("no link");
        }
        print_links(ui, self.format.format, &links, &ends)
    }
}

impl Links {
    fn asks_for(&self, link: &Link) -> bool {
        let waits = !(self.accept || self.reject) || link.state == LinkState::Suggested;
        waits
            && self.state.is_none_or(|state| link.state == state)
            && self.relation.is_none_or(|relation| link.relation == relation)
            && self.at_least.is_none_or(|least| link.confidence >= least)
    }

    /// Decides on all of these links, in one change.
    fn decide(
        &self,
        ui: &mut Ui,
        store: &mut Store,
        links: &mut [Link],
        ends: &[Entry],
    ) -> Result<(), CliError> {
        let (state, done) = match self.accept {
            true => (LinkState::Accepted, "accepted"),
            false => (LinkState::Rejected, "rejected"),
        };
        for link in links.iter_mut() {
            link.state = state;
        }
        keep(store, &ui.author(), &format!("links {done}"), links, ends)?;
        ui.say(format!("{} links {done}", links.len()));
        Ok(())
    }
}

/// Writes links between these events, in one change.
pub(super) fn keep(
    store: &mut Store,
    author: &str,
    action: &str,
    links: &[Link],
    ends: &[Entry],
) -> Result<(), CliError> {
    let links = by_uid(links, ends);
    store.change(author, action, |writer| match writer.links(&links)?.into_iter().next() {
        Some((_, why)) => Err(StoreError::Record(why)),
        None => Ok(()),
    })?;
    Ok(())
}

/// The links by the uids of these events.
fn by_uid(links: &[Link], ends: &[Entry]) -> Vec<Link<String>> {
    let ends: HashMap<EventId, &str> =
        ends.iter().map(|entry| (entry.id, entry.event.uid.as_str())).collect();
    let uid = |id: EventId| ends.get(&id).map_or_else(|| id.to_string(), |uid| (*uid).to_owned());
    links.iter().map(|link| link.clone().between(uid(link.from), uid(link.to))).collect()
}

/// Prints links: by number and title for people, by uid for programs.
pub(super) fn print_links(
    ui: &mut Ui,
    format: Format,
    links: &[Link],
    ends: &[Entry],
) -> Result<(), CliError> {
    let records = by_uid(links, ends);
    let ends: HashMap<EventId, &Entry> = ends.iter().map(|entry| (entry.id, entry)).collect();
    format.print(ui, &records, |_| {
        let title = |id: EventId| {
            let name = ends.get(&id).map_or("", |entry| entry.event.title.as_str());
            format!("{id} {name}")
        };
        let mut table = Table::new([
            Column::Flexible("from"),
            Column::Left("relation"),
            Column::Flexible("to"),
            Column::Right("conf."),
            Column::Left("state"),
            Column::Flexible("why"),
        ]);
        for link in links {
            table.row([
                title(link.from),
                link.relation.to_string(),
                title(link.to),
                format!("{:.2}", link.confidence),
                link.state.to_string(),
                link.rationale.clone(),
            ]);
        }
        table
    })
}
