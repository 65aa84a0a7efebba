use super::Question;
use super::view::{Cell, Dyads, Split};
use crate::store::StoreError;
use std::collections::HashMap;

impl Question<'_> {
    /// Who acts on whom, by actor or by country.
    ///
    /// # Errors
    /// Those of the store.
    pub fn dyads(&mut self) -> Result<Dyads, StoreError> {
        let (pairs, matching) = self.pairs(self.wording.by.unwrap_or(Split::Actor))?;
        let mut involved: HashMap<&str, u64> = HashMap::new();
        for ((from, to), score) in &pairs {
            *involved.entry(from).or_default() += score.events;
            *involved.entry(to).or_default() += score.events;
        }
        let mut names: Vec<(&str, u64)> = involved.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let place: HashMap<&str, usize> =
            names.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
        let cells = pairs
            .iter()
            .map(|((from, to), score)| Cell {
                from: place[from.as_str()],
                to: place[to.as_str()],
                score: *score,
            })
            .collect();
        let names = names.iter().map(|(name, _)| (*name).to_owned()).collect();
        Ok(Dyads { caption: self.caption_counted("Who to whom", matching, 0)?, names, cells })
    }
}
