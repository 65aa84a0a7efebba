//! Records of one occurrence made one, and taken apart.

use super::claims::claims;
use super::write::Writer;
use super::{Result, StoreError};
use crate::domain::{EventId, Link, LinkState, Relation, Review, Ruling};

impl Writer<'_> {
    /// Makes one of several records of one occurrence: the first takes in the others
    /// ([`crate::domain::Event::absorb`]), which are marked as merged and linked to it with the
    /// reason. Where they differ, every claim stays with its record, and the rule says which is
    /// shown. What files say of any of them later goes on to be told.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`]; an event given twice, or one that is merged already; those of the
    /// database.
    pub fn merge(
        &mut self,
        keep: EventId,
        others: &[EventId],
        why: &str,
        ruling: &Ruling,
    ) -> Result<()> {
        let mut kept = self.standing(keep)?;
        let mut told = claims(self.db, keep.0)?;
        if kept.review == Review::Merged {
            return Err(StoreError::Record(format!("{keep} is part of another event already")));
        }
        for (at, &other) in others.iter().enumerate() {
            if other == keep || others[..at].contains(&other) {
                return Err(StoreError::Record(format!("{other} cannot be merged with itself")));
            }
            let mut record = self.standing(other)?;
            if record.review == Review::Merged {
                return Err(StoreError::Record(format!(
                    "{other} is part of another event already"
                )));
            }
            kept.absorb(&record);
            told.extend(claims(self.db, other.0)?);
            record.review = Review::Merged;
            self.replace(other, &record)?;
            self.link(&Link {
                from: other,
                to: keep,
                relation: Relation::SameAs,
                confidence: 1.0,
                rationale: why.to_owned(),
                method: "analyst".to_owned(),
                state: LinkState::Accepted,
            })?;
        }
        self.replace(keep, &ruling.settled(&kept, &told, &told))?;
        Ok(())
    }

    /// Takes a merged record out of the one that it was merged into: it stands for itself again, the
    /// other loses what only this one told, shows by the rule what is left, and the link between the two is rejected, so that they
    /// are not proposed again.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`]; a record that is not merged into the other; those of the database.
    pub fn split(&mut self, keep: EventId, other: EventId, ruling: &Ruling) -> Result<()> {
        let told = claims(self.db, keep.0)?;
        let mut record = self.standing(other)?;
        if record.review != Review::Merged {
            return Err(StoreError::Record(format!("{other} is not merged into another event")));
        }
        let rejected = self.unlink(other, keep, Some(Relation::SameAs))?;
        if rejected == 0 {
            return Err(StoreError::Record(format!("{other} is not merged into {keep}")));
        }
        let mut kept = self.standing(keep)?;
        kept.citations.retain(|citation| !record.citations.contains(citation));
        record.review = Review::Accepted;
        self.replace(other, &record)?;
        let left = claims(self.db, keep.0)?;
        self.replace(keep, &ruling.settled(&kept, &told, &left))?;
        Ok(())
    }
}
