use super::balance::called;
use super::view::{Cell, Dyads, Split};
use super::{BUSIEST, Question};
use crate::store::{StoreError, Who};

impl Question<'_> {
    /// Who acts on whom, by actor or by country: the pairs of the busiest.
    ///
    /// # Errors
    /// Those of the store.
    pub fn dyads(&mut self) -> Result<Dyads, StoreError> {
        let who = match self.wording.by {
            Some(Split::Country) => Who::Country,
            _ => Who::Actor,
        };
        let filter = self.filter.clone().standing();
        let found = self.store.acts(&filter, who, BUSIEST)?;
        let names = found.all.into_iter().map(|busy| called(busy, who)).collect();
        let cell = |(from, to, score)| Cell { from, to, score };
        let cells = found.pairs.into_iter().map(cell).collect();
        Ok(Dyads { caption: self.caption_counted(found.matching, 0)?, names, cells })
    }
}
