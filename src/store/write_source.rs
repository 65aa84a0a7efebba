//! Places and sources into the database.

use super::Result;
use super::read::source_row;
use super::rows::{PlaceRow, SourceRow};
use super::schema::{places, sources};
use super::write::Writer;
use crate::domain::{Place, Source};
use diesel::prelude::*;

impl Writer<'_> {
    /// The number of a place; equal places are one.
    pub(super) fn place(&mut self, place: Option<&Place>) -> Result<Option<i64>> {
        let Some(place) = place else { return Ok(None) };
        let key = format!("{place:?}");
        if let Some(id) = self.places.get(&key) {
            return Ok(Some(*id));
        }
        let same_name: Vec<PlaceRow> =
            places::table.filter(places::name.eq(&place.name)).load(self.db)?;
        let known = same_name.into_iter().find(|row| Place::from(row.clone()) == *place);
        let id = match known {
            Some(row) => row.id,
            None => {
                let id = self.next_place;
                self.next_place += 1;
                diesel::insert_into(places::table)
                    .values(PlaceRow::new(id, place, self.change))
                    .execute(self.db)?;
                id
            }
        };
        self.places.insert(key, id);
        Ok(Some(id))
    }

    /// Writes a source, perhaps with its text; what was known of it stays, what was not is filled
    /// in.
    ///
    /// # Errors
    /// Those of the database.
    pub fn source(&mut self, source: &Source) -> Result<()> {
        self.source_for(source).map(drop)
    }

    /// What is known of a source after it has been written; its text left out.
    pub(super) fn source_for(&mut self, source: &Source) -> Result<Source> {
        let Some(key) = source.key() else { return Ok(Source::default()) };
        if let Some((_, known)) = self.sources.get(&key)
            && source.text.is_none()
            && fills(known, source).is_none()
        {
            return Ok(known.clone());
        }
        let (id, mut whole) = match source_row(self.db, &key)? {
            None => {
                let id = self.next_source;
                self.next_source += 1;
                diesel::insert_into(sources::table)
                    .values(SourceRow::new(id, key.clone(), source, self.change))
                    .execute(self.db)?;
                self.touched = true;
                (id, source.clone())
            }
            Some(row) => {
                let (id, added_by) = (row.id, row.added_by);
                let known = row.source()?;
                match fills(&known, source) {
                    None => (id, known),
                    Some(filled) => {
                        diesel::update(sources::table.find(id))
                            .set(SourceRow::new(id, key.clone(), &filled, added_by))
                            .execute(self.db)?;
                        self.touched = true;
                        (id, filled)
                    }
                }
            }
        };
        whole.text = None;
        self.sources.insert(key, (id, whole.clone()));
        Ok(whole)
    }
}

/// The known source with what another telling adds to it; none if it adds nothing.
fn fills(known: &Source, told: &Source) -> Option<Source> {
    let mut filled = known.clone();
    let fill = |to: &mut Option<String>, from: &Option<String>| {
        if to.is_none() {
            to.clone_from(from);
        }
    };
    fill(&mut filled.publisher, &told.publisher);
    fill(&mut filled.title, &told.title);
    fill(&mut filled.url, &told.url);
    fill(&mut filled.language, &told.language);
    fill(&mut filled.hash, &told.hash);
    fill(&mut filled.text, &told.text);
    filled.published = filled.published.or_else(|| told.published.clone());
    filled.retrieved = filled.retrieved.or_else(|| told.retrieved.clone());
    (filled != *known).then_some(filled)
}
