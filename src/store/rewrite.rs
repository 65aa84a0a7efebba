//! Segments written anew: without some rows, under other owners, or several as one.

use super::read::names_of;
use super::segment::{Batch, Layer, Meant, Meta, Needs, Owner, Telling};
use super::write::Writer;
use super::{Result, shelf};
use crate::domain::Verification;
use std::collections::{BTreeMap, BTreeSet};

impl Writer<'_> {
    /// Puts segments of few rows together, so that a database that is changed often does not fall
    /// into crumbs.
    pub(super) fn tidy(&mut self) -> Result<()> {
        const SMALL: usize = Batch::MOST / 8;
        const MANY: usize = 12;
        let metas = shelf::metas(self.db)?;
        for layer in Layer::ALL {
            let small: Vec<&Meta> =
                (metas.iter()).filter(|meta| meta.layer == *layer && meta.rows < SMALL).collect();
            if small.len() > MANY {
                self.put_together(*layer, &small)?;
            }
        }
        Ok(())
    }

    /// Puts the rows of several segments of a layer into as few as can be.
    fn put_together(&mut self, layer: Layer, metas: &[&Meta]) -> Result<()> {
        let mut gathered: Vec<Gathered> = Vec::new();
        for meta in metas {
            for (row, owner) in self.owners(meta)?.into_iter().enumerate() {
                gathered.push((meta.id, row, owner));
            }
        }
        gathered.sort_by_key(|(_, _, owner)| (owner.id, owner.change));
        let ids: BTreeSet<i64> = gathered.iter().map(|(.., owner)| owner.id).collect();
        self.write_gathered(layer, &gathered, metas)?;
        for meta in metas {
            self.take_out(meta)?;
        }
        self.reveal(&ids.into_iter().collect::<Vec<_>>())
    }

    /// Writes a segment anew with only these rows, each under its owner. Which of them are hidden
    /// is to be settled afterwards.
    pub(super) fn keep(&mut self, meta: &Meta, rows: &[(usize, Owner)]) -> Result<()> {
        let rows: Vec<Gathered> = rows.iter().map(|(row, owner)| (meta.id, *row, *owner)).collect();
        self.write_gathered(meta.layer, &rows, &[meta])?;
        self.take_out(meta)
    }

    /// Whose the rows of a segment are.
    pub(super) fn owners(&mut self, meta: &Meta) -> Result<Vec<Owner>> {
        let mut needs = Needs::default();
        needs.owners();
        shelf::read(self.db, meta, &needs)?.owners()
    }

    fn write_gathered(
        &mut self,
        layer: Layer,
        gathered: &[Gathered],
        metas: &[&Meta],
    ) -> Result<()> {
        let needs = Needs::tellings();
        for rows in gathered.chunks(Batch::MOST) {
            let mut tellings: BTreeMap<usize, Telling> = BTreeMap::new();
            for meta in metas {
                let places: Vec<usize> =
                    (0..rows.len()).filter(|place| rows[*place].0 == meta.id).collect();
                if places.is_empty() {
                    continue;
                }
                let segment = shelf::read(self.db, meta, &needs)?;
                let wanted: Vec<usize> = places.iter().map(|place| rows[*place].1).collect();
                tellings.extend(places.into_iter().zip(segment.tellings(&wanted)?));
            }
            let (batch, meant) = self.gathered(tellings.values())?;
            let owned: Vec<(u32, Owner)> =
                (0..).zip(rows).map(|(at, (.., owner))| (at, *owner)).collect();
            self.write_rows(&batch, layer, &owned, &meant)?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// What rows tell as a batch, with the actors that they mean.
    fn gathered<'t>(
        &mut self,
        tellings: impl Iterator<Item = &'t Telling>,
    ) -> Result<(Batch, Vec<Meant>)> {
        let mut batch = Batch::default();
        let mut meant: Vec<i64> = Vec::new();
        tellings.for_each(|telling| push(&mut batch, &mut meant, telling));
        let named = names_of(self.db, &meant)?;
        let name = |id: i64| named.get(&id).map_or(String::new(), |named| named.name.clone());
        let meant = meant.into_iter().map(|id| Meant { id, name: name(id) }).collect();
        Ok((batch, meant))
    }

    /// Writes what some rows of a segment tell once more, as withdrawn by this change.
    pub(super) fn retract(&mut self, meta: &Meta, rows: &[usize]) -> Result<()> {
        let mut needs = Needs::tellings();
        needs.owners();
        let segment = shelf::read(self.db, meta, &needs)?;
        let (mut tellings, owners) = (segment.tellings(rows)?, segment.owners()?);
        for telling in &mut tellings {
            telling.event.verification = Verification::Retracted;
        }
        let (batch, meant) = self.gathered(tellings.iter())?;
        let change = self.change;
        let owned: Vec<(u32, Owner)> =
            (0..).zip(rows).map(|(at, row)| (at, Owner { id: owners[*row].id, change })).collect();
        self.write_rows(&batch, Layer::Withdrawn, &owned, &meant)
    }
}

/// A row to be written anew: its segment, its place there, and whose it is.
type Gathered = (i64, usize, Owner);

/// Adds what a row tells to a batch, with the actors that it means: a word that means one actor in
/// this row and another in an earlier one becomes two.
fn push(batch: &mut Batch, meant: &mut Vec<i64>, telling: &Telling) {
    batch.push(&telling.event);
    let (codes, start) = batch.last_parts();
    let codes = codes.to_vec();
    for ((place, code), actor) in (start..).zip(codes).zip(&telling.actors) {
        match meant.get(code as usize) {
            None => meant.push(*actor),
            Some(known) if known == actor => {}
            Some(_) => {
                let same = (0..meant.len() as u32).find(|other| {
                    meant[*other as usize] == *actor
                        && batch.part_words().get(*other) == batch.part_words().get(code)
                });
                match same {
                    Some(other) => batch.set_part(place, other),
                    None => {
                        batch.fork_part(code, &[place]);
                        meant.push(*actor);
                    }
                }
            }
        }
    }
}
