//! Which event a toll belongs to.

use super::draft::{Draft, Sentence};
use super::toll::Told;
use crate::domain::{Kind, Modality};
use chrono::Days;

/// Tolls of days this long before the publication are of another event than today's news.
const NEWS: Days = Days::new(7);

impl Sentence<'_> {
    /// Gives the tolls of the sentence to its deeds, each to the one told nearest to it of a date that
    /// agrees. A sentence without a deed of its own tells more of the last one before it.
    pub(super) fn give(&self, tolls: &[Told], own: &mut [(Draft, usize)], before: &mut [Draft]) {
        let deeds = own.iter().any(|(draft, _)| draft.is_deed());
        for (i, told) in tolls.iter().enumerate() {
            let draft = if deeds {
                let fits = own.iter_mut().filter(|(d, _)| d.is_deed() && self.agrees(told, d));
                fits.min_by_key(|(_, at)| at.abs_diff(told.at)).map(|(draft, _)| draft)
            } else {
                before.last_mut().filter(|d| d.is_deed() && self.agrees(told, d))
            };
            let Some(draft) = draft else { continue };
            if told.further && i > 0 {
                draft.toll.add(told.toll);
            } else {
                draft.toll.raise(told.toll);
            }
        }
    }

    /// Whether a toll can be that of an event: "killed 300 in 2014" is none of today's.
    fn agrees(&self, told: &Told, draft: &Draft) -> bool {
        let Some(date) = &told.date else { return true };
        let bounds = date.bounds();
        if draft.dated && draft.date.as_ref().is_some_and(|d| d.bounds().overlap(&bounds)) {
            return true;
        }
        let news = self.anchor.published.and_then(|day| day.checked_sub_days(NEWS));
        !draft.dated && bounds.earliest.zip(news).is_some_and(|(earliest, news)| earliest >= news)
    }
}

impl Draft {
    /// Whether people may have come to harm in it.
    pub(super) fn is_deed(&self) -> bool {
        let harm = [Kind::Assault, Kind::Protest, Kind::Other];
        harm.contains(&self.kind) && self.modality == Modality::Actual && !self.speech
    }
}
