use super::view::Mark;
use super::{Question, mark, weight};
use crate::domain::{Bounds, EventId, LinkState};
use crate::store::StoreError;
use chrono::NaiveDate;
use std::collections::HashMap;

/// So many events of each stretch of days are compared by their links, too.
const COMPARED: usize = 20;

impl Question<'_> {
    /// The weightiest of the events that match and began in one of the days of each group, in the
    /// order of the groups; a group is stretches of days, which do not meet.
    pub(super) fn leading(
        &mut self,
        groups: &[Vec<(NaiveDate, NaiveDate)>],
    ) -> Result<Vec<Option<Mark>>, StoreError> {
        let filter = self.filter.clone().standing();
        let weighed = self.store.weightiest(&filter, &groups.concat(), COMPARED, |traits| {
            weight(traits.deaths, traits.citations, traits.confidence)
        })?;
        let heavier =
            |a: &(EventId, f64), b: &(EventId, f64)| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0));
        let mut weighed = weighed.into_iter();
        let mut leaders: Vec<Option<EventId>> = Vec::with_capacity(groups.len());
        for group in groups {
            let mut best: Vec<_> = weighed.by_ref().take(group.len()).flatten().collect();
            best.sort_by(|a, b| heavier(b, a));
            best.truncate(COMPARED);
            for (id, weight) in &mut best {
                let links = self.store.links_of(*id)?;
                let accepted = links.iter().filter(|link| link.state == LinkState::Accepted);
                *weight += accepted.count() as f64;
            }
            leaders.push(best.into_iter().max_by(heavier).map(|(id, _)| id));
        }
        let ids: Vec<EventId> = leaders.iter().flatten().copied().collect();
        let entries = self.store.entries(&ids)?;
        let marks: HashMap<EventId, Mark> = entries
            .iter()
            .filter_map(|entry| Some((entry.id, mark(entry, 0, &Bounds::default())?)))
            .collect();
        Ok(leaders.into_iter().map(|id| marks.get(&id?).cloned()).collect())
    }
}
