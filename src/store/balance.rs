//! What each two have done to each other, and who shares events with whom: of all, so that memory
//! grows with the pairs that there are.

use super::company::{Busy, Pairs, People, Who, each_company};
use super::filter::question;
use super::{Result, Store};
use crate::domain::{Class, Role, Score};
use crate::query::Filter;
use std::collections::HashMap;

/// What two have done to each other and together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Balance {
    /// The events in which the first acts on the second.
    pub first: Score,
    /// Those in which the second acts on the first.
    pub second: Score,
    /// Those to which both are parties, without a direction.
    pub together: Score,
    /// All of these events, each once.
    pub all: Score,
    /// How many there are of each class, in the order of [`Class::ALL`].
    pub classes: [u64; Class::ALL.len()],
}

/// Who has dealt with whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Balances {
    /// All who have dealt with anybody, from the busiest down.
    pub all: Vec<Busy>,
    /// Each two who have dealt with each other, once, by their places among all, the busier first.
    pub pairs: Vec<(usize, usize, Balance)>,
}

impl Store {
    /// Weighs what each two who act on each other, or are parties to the same, have done, by the
    /// classes of the events and by their scores.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn balances(&mut self, filter: &Filter, who: Who) -> Result<Balances> {
        let question = question(&mut self.db, filter)?;
        let mut people = People::new(who);
        let mut events: Vec<u64> = Vec::new();
        let mut pairs: HashMap<(u32, u32), Balance> = HashMap::new();
        // Which of the three ways of dealing there are between two.
        let mut found: Vec<((u32, u32), usize)> = Vec::new();
        let mut present: Vec<u32> = Vec::new();
        each_company(&mut self.db, &question, &mut people, Some, |takers, score, kind| {
            found.clear();
            for (a, role) in takers {
                for (b, other) in takers.iter().filter(|(b, _)| b != a) {
                    let pair = (*a.min(b), *a.max(b));
                    match (role, other) {
                        (Role::Initiator, Role::Recipient | Role::Victim) => {
                            found.push((pair, usize::from(a > b)));
                        }
                        (Role::Party, Role::Party) => found.push((pair, 2)),
                        _ => {}
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            for dealt in found.chunk_by(|(a, _), (b, _)| a == b) {
                let Some((pair, _)) = dealt.first() else { continue };
                let balance = pairs.entry(*pair).or_default();
                let Balance { first, second, together, all, classes } = balance;
                let mut ways = [first, second, together];
                dealt.iter().for_each(|(_, way)| ways[*way].add(score));
                all.add(score);
                classes[Class::of(kind) as usize] += 1;
            }
            present.clear();
            present.extend(found.iter().flat_map(|((a, b), _)| [*a, *b]));
            count(&mut present, &mut events);
        })?;
        let (all, place) = people.ranked(&events);
        let mut placed = Vec::with_capacity(pairs.len());
        for ((a, b), balance) in pairs {
            let (a, b) = (place[a as usize] as usize, place[b as usize] as usize);
            let turned = Balance { first: balance.second, second: balance.first, ..balance };
            placed.push(if a < b { (a, b, balance) } else { (b, a, turned) });
        }
        placed.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        Ok(Balances { all, pairs: placed })
    }

    /// Counts who takes part together in the events that match, each two once, as
    /// [`Store::company`] does, but of all: the busier of two first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn ties(&mut self, filter: &Filter) -> Result<Pairs> {
        let question = question(&mut self.db, filter)?;
        let mut people = People::new(Who::Actor);
        let mut events: Vec<u64> = Vec::new();
        let mut pairs: HashMap<(u32, u32), Score> = HashMap::new();
        let mut present: Vec<u32> = Vec::new();
        let matching =
            each_company(&mut self.db, &question, &mut people, Some, |takers, score, _| {
                present.clear();
                let taking_part = takers.iter().filter(|(_, role)| *role != Role::Mentioned);
                present.extend(taking_part.map(|(who, _)| *who));
                count(&mut present, &mut events);
                for (at, a) in present.iter().enumerate() {
                    for b in &present[at + 1..] {
                        pairs.entry((*a, *b)).or_default().add(score);
                    }
                }
            })?;
        let (all, place) = people.ranked(&events);
        let placed = |((a, b), score): ((u32, u32), Score)| {
            let (a, b) = (place[a as usize] as usize, place[b as usize] as usize);
            (a.min(b), a.max(b), score)
        };
        let mut pairs: Vec<(usize, usize, Score)> = pairs.into_iter().map(placed).collect();
        pairs.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        Ok(Pairs { all, pairs, matching })
    }
}

/// Puts those who are present in order, each once, and counts an event for each.
fn count(present: &mut Vec<u32>, events: &mut Vec<u64>) {
    present.sort_unstable();
    present.dedup();
    if let Some(last) = present.last() {
        events.resize(events.len().max(*last as usize + 1), 0);
    }
    present.iter().for_each(|who| events[*who as usize] += 1);
}
