//! All that was told of an event.

use super::connection::Db;
use super::read::{holding, shown};
use super::segment::{Layer, Needs, column, telling_columns};
use super::{Result, shelf};
use crate::domain::Event;

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
    let metas = shelf::metas(db)?;
    let of_events = metas.iter().filter(|meta| meta.layer.is_of_events());
    let mut needs = Needs { columns: telling_columns().into_iter().collect(), ..Needs::default() };
    needs.columns.extend([column::IDS, column::CHANGES]);
    let mut versions = Vec::new();
    for (meta, rows) in holding(db, of_events, &[id], true)? {
        let segment = shelf::read(db, &meta, &needs)?;
        let owners = segment.owners()?;
        let rows: Vec<usize> = rows.into_iter().map(|(_, row)| row).collect();
        let tellings = segment.tellings(&rows)?.into_iter().map(|telling| (id, telling));
        for (row, (_, event)) in rows.iter().zip(shown(db, tellings.collect())?) {
            versions.push(Version { layer: meta.layer, change: owners[*row].change, event });
        }
    }
    versions.sort_by_key(|version| rank(version.layer, version.change));
    Ok(versions)
}
