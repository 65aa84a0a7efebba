//! Which of several tellings of an event is shown: an analyst's before a file's, a later before an
//! earlier one. What a newer file says is merged into what an analyst has made of the older one.

use super::read::holding;
use super::schema::imports;
use super::segment::{Field, Layer, Needs, Owner, column, unpack_place};
use super::versions::{Version, rank, versions};
use super::write::Writer;
use super::{Result, StoreError, shelf};
use crate::domain::{Event, EventId, Subject};
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

impl Writer<'_> {
    /// Settles which telling of these events is shown.
    pub(super) fn reveal(&mut self, ids: &[i64]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let metas = shelf::metas(self.db)?;
        let of_events = metas.iter().filter(|meta| meta.layer.is_of_events());
        let mut segments = Vec::new();
        let mut best: HashMap<i64, ((bool, i64), i64)> = HashMap::new();
        let mut needs = Needs::default();
        needs.owners();
        needs.columns.insert(column::HIDDEN);
        for (meta, rows) in holding(self.db, of_events, ids, true)? {
            let segment = shelf::read(self.db, &meta, &needs)?;
            let owners = segment.owners()?;
            for (id, row) in &rows {
                let rank = rank(meta.layer, owners[*row].change);
                let known = best.entry(*id).or_insert((rank, meta.id));
                *known = (*known).max((rank, meta.id));
            }
            segments.push((segment, rows));
        }
        for (segment, rows) in segments {
            let before = segment.shown()?;
            let mut after = before.clone();
            for (id, row) in rows {
                match best.get(&id) {
                    Some((_, shown)) if *shown == segment.meta.id => after.set(row),
                    _ => after.clear(row),
                }
            }
            if after != before {
                self.hide(&segment.meta, &after.not())?;
            }
        }
        Ok(())
    }

    /// Brings what a file now says of an event that an analyst has changed into that, field by
    /// field: what the analyst has left alone follows the file.
    pub(super) fn reconsider(&mut self, id: i64) -> Result<()> {
        let versions = versions(self.db, id)?;
        let edited = |version: &&Version| version.layer == Layer::Edited;
        let told: Vec<&Version> = versions.iter().filter(|version| !edited(version)).collect();
        let [.., base, theirs] = told.as_slice() else { return Ok(()) };
        let Some(ours) = versions.iter().rfind(edited) else { return Ok(()) };
        let merged = merged(&base.event, &ours.event, &theirs.event)?;
        if merged != ours.event {
            self.edit(id, &merged)?;
            let after = self.standing(EventId(id))?;
            self.revise(Subject::Event, &ours.event.uid, Some(&ours.event), Some(&after))?;
            self.counts.unchanged = self.counts.unchanged.saturating_sub(1);
            self.counts.updated += 1;
        }
        Ok(())
    }

    /// Marks events as withdrawn by their dataset; they stay, as retracted. Those that are not here,
    /// or are withdrawn already, are left as they are.
    ///
    /// # Errors
    /// Those of the database.
    pub fn withdraw(&mut self, uids: &[String]) -> Result<()> {
        let mut ids = Vec::new();
        for uid in uids {
            ids.extend(self.told_of(uid)?);
        }
        ids.sort_unstable();
        ids.dedup();
        self.counts.unchanged += (uids.len() - ids.len()) as u64;
        self.withdraw_events(&ids)
    }

    /// Writes of these events what files said of them last, as retracted.
    fn withdraw_events(&mut self, ids: &[i64]) -> Result<()> {
        let metas = shelf::metas(self.db)?;
        let of_events = metas.iter().filter(|meta| meta.layer.is_of_events());
        let mut last: BTreeMap<i64, (i64, bool, i64, usize)> = BTreeMap::new();
        let mut edited = Vec::new();
        for (meta, rows) in holding(self.db, of_events, ids, true)? {
            if meta.layer == Layer::Edited {
                edited.extend(rows.into_iter().map(|(id, _)| id));
                continue;
            }
            let owners = self.owners(&meta)?;
            for (id, row) in rows {
                let told = (owners[row].change, meta.layer == Layer::Withdrawn, meta.id, row);
                let known = last.entry(id).or_insert(told);
                *known = (*known).max(told);
            }
        }
        last.retain(|_, (_, withdrawn, ..)| !*withdrawn);
        // What an analyst has said of one that is withdrawn already stands.
        edited.retain(|id| last.contains_key(id));
        let mut rows: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        last.values().for_each(|(.., segment, row)| rows.entry(*segment).or_default().push(*row));
        for meta in metas.iter().filter(|meta| rows.contains_key(&meta.id)) {
            self.retract(meta, &rows[&meta.id])?;
        }
        self.counts.withdrawn += last.len() as u64;
        let withdrawn: Vec<i64> = last.into_keys().collect();
        self.reveal(&withdrawn)?;
        for id in edited {
            let counts = self.counts;
            self.reconsider(id)?;
            self.counts = counts;
        }
        Ok(())
    }

    /// Marks as withdrawn what this import, a whole release of its dataset, covers and does not
    /// tell: events of its days and countries whose uids start like its own and that an earlier
    /// import in the same format told. (Datasets share names: UCDP's candidate events are not
    /// withdrawn by its yearly release of others.)
    ///
    /// # Errors
    /// Those of the database.
    pub fn withdraw_missing(&mut self, format: &str) -> Result<()> {
        let Some(uids) = &self.uids else { return Ok(()) };
        let (told, coverage) = (uids.told.clone(), uids.coverage.clone());
        let prefixes = uids.prefixes.clone();
        let releases: HashSet<i64> = imports::table
            .filter(imports::format.eq(format))
            .select(imports::change_id)
            .load(self.db)?
            .into_iter()
            .collect();
        let mut needs = Needs::default();
        needs.field(Field::Prefix);
        needs.field(Field::When);
        needs.field(Field::Place);
        needs.owners();
        let mut missing = HashSet::new();
        for meta in shelf::metas(self.db)? {
            let alike = |prefix: &String| prefix.starts_with(&meta.uids.prefix);
            if meta.layer != Layer::Told || !prefixes.iter().any(alike) {
                continue;
            }
            let segment = shelf::read(self.db, &meta, &needs)?;
            let of_dataset = segment.of_words(Field::Prefix.words(), |word| {
                std::str::from_utf8(word).ok().map(|prefix| prefixes.contains(prefix))
            })?;
            let covered_days: Vec<bool> = (segment.whens()?.iter())
                .map(|when| {
                    when.earliest.zip(when.latest).is_some_and(|(first, last)| {
                        coverage.first.is_some_and(|from| first >= from)
                            && coverage.last.is_some_and(|to| last <= to)
                    })
                })
                .collect();
            let covered_places = segment.of_words(Field::Place.words(), |word| {
                let country = unpack_place(word)?.and_then(|place| place.country);
                Some(country.is_some_and(|country| coverage.countries.contains(&country)))
            })?;
            let prefix = segment.codes(Field::Prefix, of_dataset.len())?;
            let when = segment.codes(Field::When, covered_days.len())?;
            let place = segment.codes(Field::Place, covered_places.len())?;
            for (row, Owner { id, change }) in segment.owners()?.into_iter().enumerate() {
                let covered = of_dataset[prefix[row] as usize]
                    && covered_days[when[row] as usize]
                    && covered_places[place[row] as usize];
                if covered && releases.contains(&change) && !told.contains(&id) {
                    missing.insert(id);
                }
            }
        }
        let mut missing: Vec<i64> = missing.into_iter().collect();
        missing.sort_unstable();
        self.withdraw_events(&missing)
    }
}

/// What becomes of an analyst's version of an event when its file says something new: each field
/// that the analyst has left as the file had it takes the file's new value.
fn merged(base: &Event, ours: &Event, theirs: &Event) -> Result<Event> {
    let fields = |event: &Event| match serde_json::to_value(event) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields),
        _ => Err(StoreError::Corrupt(format!("{} is no record", event.uid))),
    };
    let (base, mut merged, theirs) = (fields(base)?, fields(ours)?, fields(theirs)?);
    // What is derived from the date comes with it.
    for derived in ["earliest", "latest", "precision"] {
        merged.remove(derived);
    }
    let names: HashSet<&String> = base.keys().chain(theirs.keys()).collect();
    for name in names {
        let derived = matches!(name.as_str(), "earliest" | "latest" | "precision");
        if !derived && merged.get(name) == base.get(name) {
            match theirs.get(name) {
                Some(value) => merged.insert(name.clone(), value.clone()),
                None => merged.remove(name),
            };
        }
    }
    serde_json::from_value(merged.into()).map_err(|error| StoreError::Corrupt(error.to_string()))
}
