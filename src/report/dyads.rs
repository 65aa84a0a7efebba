use super::Question;
use super::view::{Cell, Dyads, Split};
use crate::domain::{ActorKind, Score};
use crate::store::{Pairs, StoreError};

impl Question<'_> {
    /// Who acts on whom, by actor or by country.
    ///
    /// # Errors
    /// Those of the store.
    pub fn dyads(&mut self) -> Result<Dyads, StoreError> {
        let Pairs { names, pairs, matching } =
            self.pairs(self.wording.by.unwrap_or(Split::Actor))?;
        let mut involved = vec![0; names.len()];
        for (from, to, score) in &pairs {
            involved[*from as usize] += score.events;
            involved[*to as usize] += score.events;
        }
        let (names, place) = ranked(&names, &involved);
        let cell = |(from, to, score): (u32, u32, Score)| {
            Some(Cell { from: place[from as usize]?, to: place[to as usize]?, score })
        };
        let mut cells: Vec<Cell> = pairs.into_iter().filter_map(cell).collect();
        cells.sort_by_key(|cell| (cell.from, cell.to));
        let names = names.into_iter().map(|(name, _)| name).collect();
        Ok(Dyads { caption: self.caption_counted("Who to whom", matching, 0)?, names, cells })
    }
}

/// The names of those who take part in anything, from the busiest down; and the place among them
/// of each of all.
pub(super) fn ranked(
    names: &[(String, ActorKind)],
    events: &[u64],
) -> (Vec<(String, ActorKind)>, Vec<Option<usize>>) {
    let mut order: Vec<usize> = (0..names.len()).filter(|at| events[*at] > 0).collect();
    order.sort_by(|a, b| events[*b].cmp(&events[*a]).then_with(|| names[*a].0.cmp(&names[*b].0)));
    let mut place = vec![None; names.len()];
    for (rank, at) in order.iter().enumerate() {
        place[*at] = Some(rank);
    }
    (order.into_iter().map(|at| names[at].clone()).collect(), place)
}
