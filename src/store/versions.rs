//! All that was told of an event.

use super::connection::Db;
use super::read::{holding, shown};
use super::segment::{Layer, Needs};
use super::{Result, shelf};
use crate::domain::Event;
use std::collections::BTreeMap;

/// One telling of an event.
pub(super) struct Version {
    pub(super) layer: Layer,
    pub(super) change: i64,
    /// As it is shown.
    pub(super) event: Event,
}

/// What decides between two tellings: the greater is shown.
pub(super) fn rank(layer: Layer, change: i64) -> (bool, i64) {
    (layer == Layer::Edited, change)
}

/// All tellings of an event, the one that is shown last.
pub(super) fn versions(db: &mut Db, id: i64) -> Result<Vec<Version>> {
    Ok(versions_of(db, &[id])?.remove(&id).unwrap_or_default())
}

/// All tellings of these events by their numbers, of each the one that is shown last.
pub(super) fn versions_of(db: &mut Db, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Version>>> {
    let metas = shelf::metas(db)?;
    let of_events = metas.iter().filter(|meta| meta.layer.is_of_events());
    let mut needs = Needs::tellings();
    needs.owners();
    let mut versions: BTreeMap<i64, Vec<Version>> = BTreeMap::new();
    for (meta, found) in holding(db, of_events, ids, true)? {
        let segment = shelf::read(db, &meta, &needs)?;
        let owners = segment.owners()?;
        let rows: Vec<usize> = found.iter().map(|(_, row)| *row).collect();
        let tellings = found.iter().map(|(id, _)| *id).zip(segment.tellings(&rows)?);
        for (row, (id, event)) in rows.iter().zip(shown(db, tellings.collect())?) {
            let version = Version { layer: meta.layer, change: owners[*row].change, event };
            versions.entry(id).or_default().push(version);
        }
    }
    for versions in versions.values_mut() {
        versions.sort_by_key(|version| rank(version.layer, version.change));
    }
    Ok(versions)
}
