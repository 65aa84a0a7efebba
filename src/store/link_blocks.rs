//! Links without their words, packed block by block: what graphs are made of.
//!
//! A block holds the links from a stretch of event numbers as three columns. It says just what its
//! rows say: whoever writes a link takes out its block in the same transaction, which packs it anew
//! at its end. What has no block is read from its rows.

use super::connection::Db;
use super::rows::word;
use super::schema::{link_blocks, links};
use super::segment::{pack_numbers, unpack_numbers};
use super::write::Writer;
use super::{Result, Store, StoreError};
use crate::domain::{LinkState, Relation, Stamp};
use diesel::dsl::max;
use diesel::prelude::*;

/// How many event numbers a block spans: 2^14.
const SPAN: u32 = 14;
/// How many links a part of a block holds at most.
const PART: usize = 1 << 20;

/// A link without its words: the numbers of its events, and what it says.
type Bare = (u32, u32, Stamp);

impl Store {
    /// How many links are packed, which is about how many there are.
    ///
    /// # Errors
    /// Those of the database.
    pub fn packed_links(&mut self) -> Result<usize> {
        let sizes: Vec<i64> = link_blocks::table.select(link_blocks::size).load(&mut self.db)?;
        Ok(sizes.into_iter().filter_map(|size| usize::try_from(size).ok()).sum())
    }

    /// Gives the links that were not rejected, without their words, in the order of the numbers of
    /// the events that they go from and to.
    ///
    /// # Errors
    /// A number that no event can have; those of the database.
    pub fn each_stamp(&mut self, mut each: impl FnMut(u32, u32, Stamp)) -> Result<()> {
        self.db.transaction(|db| {
            each_block(db, |db, block| {
                if !unpack(db, block, &mut each)? {
                    for (from, to, stamp) in read(db, block)? {
                        each(from, to, stamp);
                    }
                }
                Ok(())
            })
        })
    }
}

impl Writer<'_> {
    /// Takes out the blocks of the links from these events, which are about to change.
    pub(super) fn loosen(&mut self, from_ids: impl IntoIterator<Item = i64>) -> Result<()> {
        for block in from_ids.into_iter().map(|id| id >> SPAN) {
            if self.loose.insert(block) {
                let of_block = link_blocks::table.filter(link_blocks::block.eq(block));
                diesel::delete(of_block).execute(self.db)?;
            }
        }
        Ok(())
    }

    /// Packs what was taken out anew.
    pub(super) fn pack_links(&mut self) -> Result<()> {
        for block in std::mem::take(&mut self.loose) {
            for (part, bare) in (0_i64..).zip(read(self.db, block)?.chunks(PART)) {
                let column = |of: fn(&Bare) -> u32| -> Vec<u8> {
                    pack_numbers(&bare.iter().map(of).collect::<Vec<u32>>())
                };
                diesel::insert_into(link_blocks::table)
                    .values((
                        link_blocks::block.eq(block),
                        link_blocks::part.eq(part),
                        link_blocks::size.eq(bare.len() as i64),
                        link_blocks::from_ids.eq(column(|(from, ..)| *from)),
                        link_blocks::to_ids.eq(column(|(_, to, _)| *to)),
                        link_blocks::stamps.eq(column(|(.., stamp)| stamp.bits())),
                    ))
                    .execute(self.db)?;
            }
        }
        Ok(())
    }
}

/// Gives the number of each block that there may be links of, in their order.
pub(super) fn each_block(
    db: &mut Db,
    mut each: impl FnMut(&mut Db, i64) -> Result<()>,
) -> Result<()> {
    let last: Option<i64> = links::table.select(max(links::from_id)).first(db)?;
    let last = number(last.unwrap_or(0))?;
    (0..=i64::from(last >> SPAN)).try_for_each(|block| each(db, block))
}

/// A part of a block: its numbers, how many links it holds, and their columns.
type Columns = (i64, i64, i64, Vec<u8>, Vec<u8>, Vec<u8>);

/// Gives what a block holds; false if there is none.
pub(super) fn unpack(
    db: &mut Db,
    block: i64,
    each: &mut impl FnMut(u32, u32, Stamp),
) -> Result<bool> {
    let mut found = false;
    for part in 0.. {
        let columns: Option<Columns> =
            link_blocks::table.find((block, part)).first(db).optional()?;
        let Some((_, _, size, from_ids, to_ids, stamps)) = columns else { break };
        found = true;
        let torn = || StoreError::Corrupt(format!("block {block} of the links"));
        let column = |bytes: &[u8]| {
            let numbers = unpack_numbers::<u32>(bytes);
            numbers.filter(|numbers| numbers.len() as i64 == size).ok_or_else(torn)
        };
        let (from_ids, to_ids) = (column(&from_ids)?, column(&to_ids)?);
        for ((from, to), bits) in from_ids.into_iter().zip(to_ids).zip(column(&stamps)?) {
            each(from, to, Stamp::from_bits(bits).ok_or_else(torn)?);
        }
    }
    Ok(found)
}

/// The links of a block, as its rows have them.
pub(super) fn read(db: &mut Db, block: i64) -> Result<Vec<Bare>> {
    let rows: Vec<(i64, i64, String, f64, String)> = links::table
        .filter(links::from_id.ge(block << SPAN))
        .filter(links::from_id.lt((block + 1) << SPAN))
        .filter(links::state.ne(LinkState::Rejected.as_str()))
        .select((links::from_id, links::to_id, links::relation, links::confidence, links::state))
        .load(db)?;
    let mut bare = Vec::with_capacity(rows.len());
    for (from, to, relation, confidence, state) in rows {
        let suggested = state == LinkState::Suggested.as_str();
        let stamp = Stamp::new(word::<Relation>(&relation)?, suggested, confidence);
        bare.push((number(from)?, number(to)?, stamp));
    }
    bare.sort_unstable();
    Ok(bare)
}

/// The number of an event as it is packed.
fn number(id: i64) -> Result<u32> {
    u32::try_from(id).map_err(|_| StoreError::Corrupt(format!("a link of event {id}")))
}
