use super::Run;
use super::claims::RuleArg;
use super::error::CliError;
use super::query::QueryArg;
use super::ui::Ui;
use crate::domain::{EventId, LinkState, Relation};
use crate::store::Store;
use std::collections::BTreeMap;

/// Make one event of several records of one occurrence
///
/// The first takes in the sources and actors of the others, which stay, marked as merged. Where they
/// differ in date, deaths or roles, `show` prints what each says, and --rule decides which is shown.
/// `split` takes one out again, and `undo` takes all of a merge back.
#[derive(clap::Args)]
pub(super) struct Merge {
    /// The event that stays, then those that it takes in; with --suggested, a query
    #[arg(value_name = "EVENT")]
    events: Vec<String>,

    /// Merge what `suggest` takes for one occurrence
    #[arg(long)]
    suggested: bool,

    /// With --suggested, only what is at least so sure, 0 to 1
    #[arg(long, default_value_t = 0.9, value_name = "0..1", requires = "suggested")]
    at_least: f64,

    /// Why they are one
    #[arg(long, value_name = "TEXT", default_value = "the same occurrence")]
    why: String,

    #[command(flatten)]
    rule: RuleArg,
}

impl Run for Merge {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let mut store = ui.store()?;
        let ruling = self.rule.ruling();
        if self.suggested {
            let query = QueryArg::of(self.events);
            let groups = suggested(&mut store, &query, self.at_least)?;
            let merged: usize = groups.values().map(Vec::len).sum();
            store.change(&ui.author(), "merge suggested", |writer| {
                groups.iter().try_for_each(|(keep, others)| {
                    let ids: Vec<EventId> = others.iter().map(|(id, _)| *id).collect();
                    let why = others.first().map_or(self.why.as_str(), |(_, why)| why.as_str());
                    writer.merge(*keep, &ids, why, &ruling)
                })
            })?;
            ui.say(format!("{merged} records merged into {} events", groups.len()));
            return Ok(());
        }
        let ids: Vec<EventId> = self
            .events
            .iter()
            .map(|name| Ok(store.resolve(name)?.id))
            .collect::<Result<_, CliError>>()?;
        let Some((keep, others)) = ids.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Err(CliError::new("name the event that stays and at least one that it takes in"));
        };
        let action = format!("merge into {keep}: {}", self.why);
        store.change(&ui.author(), &action, |writer| {
            writer.merge(*keep, others, &self.why, &ruling)
        })?;
        ui.say(format!("{} now tells of {} records", keep, ids.len()));
        Ok(())
    }
}

/// The events that suggested links make one, by the earliest of each, with the reasons.
fn suggested(
    store: &mut Store,
    query: &QueryArg,
    at_least: f64,
) -> Result<BTreeMap<EventId, Vec<(EventId, String)>>, CliError> {
    let links = store.links(&query.filter()?.standing())?;
    let mut first: BTreeMap<EventId, EventId> = BTreeMap::new();
    let of = |id: EventId, first: &BTreeMap<EventId, EventId>| {
        let mut id = id;
        while let Some(earlier) = first.get(&id) {
            id = *earlier;
        }
        id
    };
    let mut reasons: BTreeMap<EventId, String> = BTreeMap::new();
    for link in links.iter().filter(|link| {
        link.relation == Relation::SameAs
            && link.state == LinkState::Suggested
            && link.confidence >= at_least
    }) {
        let (a, b) = (of(link.from, &first), of(link.to, &first));
        if a != b {
            first.insert(a.max(b), a.min(b));
        }
        reasons.entry(link.from.max(link.to)).or_insert_with(|| link.rationale.clone());
    }
    let mut groups: BTreeMap<EventId, Vec<(EventId, String)>> = BTreeMap::new();
    for &id in first.keys() {
        let why = reasons.get(&id).cloned().unwrap_or_default();
        groups.entry(of(id, &first)).or_default().push((id, why));
    }
    Ok(groups)
}
