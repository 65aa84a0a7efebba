//! Documents into the database.

use super::rows::SourceRow;
use super::schema::{source_imports, sources};
use super::write::Writer;
use super::{Result, Store};
use crate::domain::Source;
use diesel::prelude::*;

impl Store {
    /// The text of the document with that hash, where it is kept.
    ///
    /// # Errors
    /// Those of the database.
    pub fn source_text(&mut self, hash: &str) -> Result<Option<String>> {
        let of_hash = sources::table.filter(sources::key.eq(format!("sha256:{hash}")));
        let text: Option<Option<String>> =
            of_hash.select(sources::text).first(&mut self.db).optional()?;
        Ok(text.flatten())
    }
}

impl Writer<'_> {
    /// Keeps a document, with its text if it has one; what was known of it stays, what was not is
    /// filled in.
    ///
    /// # Errors
    /// Those of the database.
    pub fn source(&mut self, source: &Source) -> Result<()> {
        let Some(key) = source.key() else { return Ok(()) };
        let known: Option<SourceRow> =
            sources::table.filter(sources::key.eq(&key)).first(self.db).optional()?;
        let id = match known {
            None => {
                let id = self.next_source;
                self.next_source += 1;
                diesel::insert_into(sources::table)
                    .values(SourceRow::new(id, key, source))
                    .execute(self.db)?;
                id
            }
            Some(row) => {
                let id = row.id;
                if let Some(filled) = fills(&row.source()?, source) {
                    diesel::update(sources::table.find(id))
                        .set(SourceRow::new(id, key, &filled))
                        .execute(self.db)?;
                }
                id
            }
        };
        let told = (source_imports::source_id.eq(id), source_imports::change_id.eq(self.change));
        let known: i64 = source_imports::table
            .filter(source_imports::source_id.eq(id))
            .filter(source_imports::change_id.eq(self.change))
            .count()
            .get_result(self.db)?;
        if known == 0 {
            diesel::insert_into(source_imports::table).values(told).execute(self.db)?;
        }
        self.touched = true;
        Ok(())
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
    for (name, value) in told.extras.iter().filter(|(name, _)| known.extras.get(name).is_none()) {
        filled.extras.insert(name.to_owned(), value);
    }
    (filled != *known).then_some(filled)
}
