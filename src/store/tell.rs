//! What an import tells of events: which are new, which say something else than before, which
//! repeat it.

use super::connection::Db;
use super::schema::repeats;
use super::segment::{
    Batch, Coverage, Encoded, Field, Layer, Meant, Meta, Needs, Owner, Owners, UidRange, column,
    pack_numbers, uid_hash,
};
use super::write::Writer;
use super::{Result, shelf};
use crate::domain::Event;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// What is known of an event by its uid.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    id: i64,
    /// What files say of it, latest.
    told: Option<Told>,
    /// An analyst has said something else.
    edited: bool,
}

/// The latest that files say of an event.
#[derive(Debug, Clone, Copy)]
struct Told {
    change: i64,
    digest: u64,
    withdrawn: bool,
}

/// A batch of this import that is not written yet: the uid, number and digest of each event.
type Pending = (UidRange, Vec<(u64, i64, u64)>);

/// Which uids there are. Segments are looked into only when a batch may meet their uids, so that
/// what comes in the order of its numbers costs nothing.
pub(super) struct Uids {
    /// Segments not looked into.
    closed: Vec<Meta>,
    pending: VecDeque<Pending>,
    known: HashMap<u64, Known>,
    /// Further sources' words: the uid and what is said, and the change that says it.
    cited: HashMap<(u64, u64), i64>,
    /// What this import covers, and the known events that it tells of.
    pub(super) coverage: Coverage,
    pub(super) told: HashSet<i64>,
    pub(super) prefixes: BTreeSet<String>,
}

/// A batch of which the database has said what is new in it. What is left to do needs no database.
pub struct Settled {
    batch: Batch,
    layer: Layer,
    new: Vec<u32>,
    first: i64,
    again: Vec<(u32, Owner)>,
    meant: Vec<Meant>,
    change: i64,
    edited: Vec<i64>,
}

/// A batch ready to be written.
pub struct Block {
    encoded: Vec<Encoded>,
    /// Events of which something was said before.
    known: Vec<i64>,
    /// Those of them that an analyst has changed.
    edited: Vec<i64>,
}

impl Settled {
    /// Makes it ready to be written: the larger part of the work of an import.
    pub fn encode(self) -> Block {
        let Settled { batch, layer, new, first, again, meant, change, edited } = self;
        let (rows, owners): (Vec<u32>, Vec<Owner>) = again.into_iter().unzip();
        let new = batch.encode(layer, &new, &Owners::New { first, change }, &meant);
        let again = batch.encode(layer, &rows, &Owners::Known(&owners), &meant);
        let known = owners.iter().map(|owner| owner.id).collect();
        Block { encoded: new.into_iter().chain(again).collect(), known, edited }
    }
}

/// Repeated words by the change that said them first: the numbers of the events, and what is said
/// where that is needed to tell which.
type Repeated = BTreeMap<i64, (Vec<u64>, Vec<u64>)>;

impl Writer<'_> {
    /// Finds out what is new in a batch, and which of its rows cannot be, and why.
    ///
    /// # Errors
    /// Those of the database.
    pub fn settle(&mut self, mut batch: Batch) -> Result<(Settled, Vec<(u32, String)>)> {
        let meant = self.meant(&mut batch)?;
        let range = batch.uid_range(&batch.all());
        let mut uids = self.open_uids(&range)?;
        uids.coverage.include(&batch.coverage());
        uids.prefixes.extend(batch.prefixes());
        let mut rejected = Vec::new();
        let mut repeated = Repeated::new();
        let (mut new, mut again, mut edited) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen: HashMap<u64, u64> = HashMap::new();
        let ascending = batch.uids_ascend();
        for row in 0..batch.len() {
            let (at, uid, digest) = (row as u32, batch.uids[row], batch.digests[row]);
            match (!ascending).then(|| seen.insert(uid, digest)).flatten() {
                Some(earlier) if earlier == digest => {
                    self.counts.unchanged += 1;
                    continue;
                }
                Some(_) => {
                    rejected.push((at, twice(&batch.uid(row))));
                    continue;
                }
                None => {}
            }
            let Some(known) = uids.known.get(&uid).copied() else {
                new.push(at);
                continue;
            };
            uids.told.insert(known.id);
            let owner = Owner { id: known.id, change: self.change };
            match known.told {
                Some(told) if told.digest == digest && !told.withdrawn => {
                    if told.change != self.change {
                        repeated.entry(told.change).or_default().0.push(known.id as u64);
                    }
                    self.counts.unchanged += 1;
                }
                Some(told) if told.change == self.change => {
                    rejected.push((at, twice(&batch.uid(row))));
                }
                told => {
                    again.push((at, owner));
                    edited.extend(known.edited.then_some(known.id));
                    let count = match told {
                        _ if known.edited => &mut self.counts.unchanged,
                        Some(_) => &mut self.counts.updated,
                        None => &mut self.counts.added,
                    };
                    *count += 1;
                }
            }
        }
        let new = batch.in_order(&new);
        let first = self.next_event;
        self.next_event += new.len() as i64;
        self.counts.added += new.len() as u64;
        let numbered = (first..).zip(&new).map(|(id, row)| (*row, id));
        let told = numbered.chain(again.iter().map(|(row, owner)| (*row, owner.id)));
        let pending =
            told.map(|(row, id)| (batch.uids[row as usize], id, batch.digests[row as usize]));
        uids.pending.push_back((range, pending.collect()));
        self.uids = Some(uids);
        self.repeat(repeated)?;
        let change = self.change;
        let settled =
            Settled { batch, layer: Layer::Told, new, first, again, meant, change, edited };
        Ok((settled, rejected))
    }

    /// The same for further sources' words for events: of each event of the batch its uid says
    /// which is meant, and its citations what is said of it. The event itself may come later.
    ///
    /// # Errors
    /// Those of the database.
    pub fn settle_citations(&mut self, mut batch: Batch) -> Result<Settled> {
        let meant = self.meant(&mut batch)?;
        let range = batch.uid_range(&batch.all());
        let mut uids = self.open_uids(&range)?;
        let mut repeated = Repeated::new();
        let mut again = Vec::new();
        for row in 0..batch.len() {
            let (uid, digest) = (batch.uids[row], batch.digests[row]);
            let next = &mut self.next_event;
            let known = uids.known.entry(uid).or_insert_with(|| {
                *next += 1;
                Known { id: *next - 1, ..Known::default() }
            });
            match uids.cited.get(&(uid, digest)) {
                Some(change) => {
                    if *change != self.change {
                        let (ids, digests) = repeated.entry(*change).or_default();
                        ids.push(known.id as u64);
                        digests.push(digest);
                    }
                    self.counts.unchanged += 1;
                }
                None => {
                    uids.cited.insert((uid, digest), self.change);
                    again.push((row as u32, Owner { id: known.id, change: self.change }));
                    self.counts.added += 1;
                }
            }
        }
        uids.pending.push_back((range, Vec::new()));
        self.uids = Some(uids);
        self.repeat(repeated)?;
        let (layer, new, edited, change) = (Layer::Cited, Vec::new(), Vec::new(), self.change);
        Ok(Settled { batch, layer, new, first: 0, again, meant, change, edited })
    }

    /// Writes a settled batch: in the order in which they were settled.
    ///
    /// # Errors
    /// Those of the database.
    pub fn write(&mut self, block: Block) -> Result<()> {
        let mut written = Vec::new();
        for encoded in &block.encoded {
            let id = self.put(encoded)?;
            written.push(Meta { id, ..encoded.meta.clone() });
            self.touched = true;
        }
        if let Some(uids) = &mut self.uids {
            // What was looked into while it waited need not be looked into again.
            let looked_into = uids.pending.pop_front().is_some_and(|(_, rows)| rows.is_empty());
            if !looked_into {
                uids.closed.extend(written);
            }
        }
        self.reveal(&block.known)?;
        for id in block.edited {
            self.reconsider(id)?;
        }
        Ok(())
    }

    /// Tells of events at once, and says which of them cannot be, and why.
    ///
    /// # Errors
    /// Those of the database.
    pub fn tell(&mut self, events: &[Event]) -> Result<Vec<(u32, String)>> {
        let mut rejected = Vec::new();
        for (events, start) in events.chunks(Batch::MOST).zip((0..).step_by(Batch::MOST)) {
            let mut batch = Batch::default();
            events.iter().for_each(|event| batch.push(event));
            let (settled, wrong) = self.settle(batch)?;
            self.write(settled.encode())?;
            rejected.extend(wrong.into_iter().map(|(at, why)| (start + at, why)));
        }
        Ok(rejected)
    }

    /// The number of the event of that uid, if files tell of it and have not withdrawn it.
    pub(super) fn told_of(&mut self, uid: &str) -> Result<Option<i64>> {
        let uids = self.open_uids(&UidRange::of(uid))?;
        let known = uids.known.get(&uid_hash(uid)).copied();
        self.uids = Some(uids);
        Ok(known.filter(|known| known.told.is_some_and(|told| !told.withdrawn)).map(|k| k.id))
    }

    /// What is known of uids, with all that a range may meet.
    fn open_uids(&mut self, range: &UidRange) -> Result<Uids> {
        let mut uids = match self.uids.take() {
            Some(uids) => uids,
            None => Uids::new(shelf::metas(self.db)?),
        };
        let meets = |meta: &Meta| meta.uids.meets(range);
        let (open, closed): (Vec<Meta>, Vec<Meta>) = uids.closed.drain(..).partition(meets);
        uids.closed = closed;
        for meta in open {
            uids.look_into(self.db, &meta)?;
        }
        let change = self.change;
        let Uids { pending, known, .. } = &mut uids;
        for (_, rows) in pending.iter_mut().filter(|(waiting, _)| waiting.meets(range)) {
            for (uid, id, digest) in rows.drain(..) {
                let known = known.entry(uid).or_default();
                known.id = id;
                known.told = Some(Told { change, digest, withdrawn: false });
            }
        }
        Ok(uids)
    }

    /// Notes what this change says again of events.
    fn repeat(&mut self, repeated: Repeated) -> Result<()> {
        for (of_change, (mut ids, digests)) in repeated {
            if digests.is_empty() {
                ids.sort_unstable();
            }
            diesel::insert_into(repeats::table)
                .values((
                    repeats::change_id.eq(self.change),
                    repeats::seq.eq(self.next_repeat),
                    repeats::of_change.eq(of_change),
                    repeats::ids.eq(pack_numbers(&ids)),
                    repeats::digests.eq(pack_numbers(&digests)),
                ))
                .execute(self.db)?;
            self.next_repeat += 1;
            self.touched = true;
        }
        Ok(())
    }
}

impl Uids {
    fn new(closed: Vec<Meta>) -> Uids {
        Uids {
            closed,
            pending: VecDeque::new(),
            known: HashMap::new(),
            cited: HashMap::new(),
            coverage: Coverage::default(),
            told: HashSet::new(),
            prefixes: BTreeSet::new(),
        }
    }

    fn look_into(&mut self, db: &mut Db, meta: &Meta) -> Result<()> {
        let mut needs = Needs::default();
        needs.field(Field::Prefix);
        needs.columns.extend([column::NUMBERS, column::DIGESTS, column::IDS, column::CHANGES]);
        let segment = shelf::read(db, meta, &needs)?;
        let digests: Vec<u64> = segment.numbers(column::DIGESTS)?;
        for ((uid, owner), digest) in segment.uids()?.iter().zip(segment.owners()?).zip(digests) {
            let uid = uid_hash(uid);
            let known = self.known.entry(uid).or_default();
            known.id = owner.id;
            match meta.layer {
                Layer::Edited => known.edited = true,
                Layer::Cited => {
                    self.cited.insert((uid, digest), owner.change);
                }
                Layer::Told | Layer::Withdrawn => {
                    if known.told.is_none_or(|told| told.change <= owner.change) {
                        let withdrawn = meta.layer == Layer::Withdrawn;
                        known.told = Some(Told { change: owner.change, digest, withdrawn });
                    }
                }
            }
        }
        Ok(())
    }
}

fn twice(uid: &str) -> String {
    format!("uid \"{uid}\" stands twice in the file and says something else the second time")
}
