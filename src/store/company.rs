//! Events counted by who acts on whom, and by who takes part with whom. All are gone through twice:
//! first to see who has most of them, then to count the pairs of those alone, so that memory does not
//! grow with the events.

use super::connection::Db;
use super::filter::question;
use super::read::{Named, names_of};
use super::segment::{Bits, Field, Needs, Question, Segment, unpack_float};
use super::{Result, Store, shelf};
use crate::domain::{ActorKind, Kind, Role, Score};
use crate::query::Filter;
use std::collections::HashMap;

/// By what those who act are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// By their names.
    Actor,
    /// By the codes of their countries; who has none is left out.
    Country,
}

/// Who has to do with whom, how often and in what tone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    /// All of whom there is an event, from the busiest down.
    pub all: Vec<Busy>,
    /// The first and the second of each pair among the busiest, by their places among all, and
    /// their events.
    pub pairs: Vec<(usize, usize, Score)>,
    /// How many events match.
    pub matching: u64,
}

/// Someone with events.
#[derive(Debug, Clone, PartialEq)]
pub struct Busy {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// In how many events it has to do with others; if who takes part is asked, in how many it does.
    pub events: u64,
}

/// Those who take part in an event, by numbers, and how.
pub(super) type Takers = [(u32, Role)];

/// Gives the pairs among those who take part, and all who count for the event.
type Bonds = fn(&Takers, &mut Vec<(u32, u32)>, &mut Vec<u32>);

impl Store {
    /// Counts the events that match by who acts on whom, each pair once an event; parties, who have
    /// no direction, act on each other. Pairs are those of the `most` busiest.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn acts(&mut self, filter: &Filter, who: Who, most: usize) -> Result<Pairs> {
        self.pairs(filter, who, most, acts)
    }

    /// Counts who takes part together in the events that match, each two once. Pairs are those of
    /// the `most` busiest.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn company(&mut self, filter: &Filter, most: usize) -> Result<Pairs> {
        self.pairs(filter, Who::Actor, most, company)
    }

    fn pairs(&mut self, filter: &Filter, who: Who, most: usize, bonds: Bonds) -> Result<Pairs> {
        let question = question(&mut self.db, filter)?;
        let mut people = People::new(who);
        let (mut pairs, mut present) = (Vec::new(), Vec::new());
        let mut events: Vec<u64> = Vec::new();
        let everyone = |number: u32| Some(number);
        let each = |takers: &Takers, _: Option<f64>, _| {
            pairs.clear();
            present.clear();
            bonds(takers, &mut pairs, &mut present);
            for who in &present {
                let at = *who as usize;
                if at >= events.len() {
                    events.resize(at + 1, 0);
                }
                events[at] += 1;
            }
        };
        let matching = each_company(&mut self.db, &question, &mut people, everyone, each)?;
        let (all, place) = people.ranked(&events);
        let side = most.min(all.len());
        let mut scores = vec![Score::default(); side * side];
        let busiest =
            |number: u32| place.get(number as usize).copied().filter(|at| *at < side as u32);
        let each = |takers: &Takers, score: Option<f64>, _| {
            if takers.len() > 1 {
                pairs.clear();
                present.clear();
                bonds(takers, &mut pairs, &mut present);
                for (a, b) in &pairs {
                    scores[*a as usize * side + *b as usize].add(score);
                }
            }
        };
        each_company(&mut self.db, &question, &mut people, busiest, each)?;
        let pairs = (scores.into_iter().enumerate())
            .filter(|(_, score)| score.events > 0)
            .map(|(at, score)| (at / side, at % side, score))
            .collect();
        Ok(Pairs { all, pairs, matching })
    }
}

fn acts(takers: &Takers, pairs: &mut Vec<(u32, u32)>, present: &mut Vec<u32>) {
    for (a, role) in takers {
        for (b, other) in takers {
            let acts = match role {
                Role::Initiator => matches!(other, Role::Recipient | Role::Victim),
                Role::Party => *other == Role::Party,
                _ => false,
            };
            if acts && a != b && !pairs.contains(&(*a, *b)) {
                pairs.push((*a, *b));
                add(present, *a);
                add(present, *b);
            }
        }
    }
}

fn company(takers: &Takers, pairs: &mut Vec<(u32, u32)>, present: &mut Vec<u32>) {
    let taking_part = takers.iter().filter(|(_, role)| *role != Role::Mentioned);
    taking_part.for_each(|(who, _)| add(present, *who));
    for (at, a) in present.iter().enumerate() {
        pairs.extend(present[at + 1..].iter().map(|b| (*a.min(b), *a.max(b))));
    }
}

/// Adds who is not there yet; they are few.
fn add(present: &mut Vec<u32>, who: u32) {
    if !present.contains(&who) {
        present.push(who);
    }
}

/// Gives who takes part in each event that a question asks for, as far as `named` gives those a number
/// in place of their own, its score and its kind; how many events these are comes back.
pub(super) fn each_company(
    db: &mut Db,
    question: &Question,
    people: &mut People,
    named: impl Fn(u32) -> Option<u32>,
    mut each: impl FnMut(&Takers, Option<f64>, Kind),
) -> Result<u64> {
    let mut needs = Needs::default();
    needs.parts();
    [Field::Goldstein, Field::Kind].iter().for_each(|field| needs.field(*field));
    let mut matching = 0;
    shelf::ask(db, question, needs, |db, segment, rows| {
        matching += rows.count() as u64;
        people.of_segment(db, segment, &rows, &named, &mut each)?;
        Ok(true)
    })?;
    Ok(matching)
}

/// Those who act, by numbers in the order in which they are met.
pub(super) struct People {
    who: Who,
    numbers: HashMap<String, u32>,
    names: Vec<(String, ActorKind)>,
    /// The numbers of actors; none for those that are left out.
    of_actors: HashMap<i64, Option<u32>>,
}

impl People {
    pub(super) fn new(who: Who) -> People {
        People { who, numbers: HashMap::new(), names: Vec::new(), of_actors: HashMap::new() }
    }

    fn learn(&mut self, db: &mut Db, meant: &[u64]) -> Result<()> {
        let new = |id: &i64| !self.of_actors.contains_key(id);
        let missing: Vec<i64> = meant.iter().map(|id| *id as i64).filter(new).collect();
        for (id, Named { name, kind, country }) in names_of(db, &missing)? {
            let name = match self.who {
                Who::Actor => Some(name),
                Who::Country => country,
            };
            let number = name.map(|name| {
                *self.numbers.entry(name).or_insert_with_key(|name| {
                    self.names.push((name.clone(), kind));
                    self.names.len() as u32 - 1
                })
            });
            self.of_actors.insert(id, number);
        }
        Ok(())
    }

    fn of_segment(
        &mut self,
        db: &mut Db,
        segment: &Segment,
        rows: &Bits,
        named: &impl Fn(u32) -> Option<u32>,
        each: &mut impl FnMut(&Takers, Option<f64>, Kind),
    ) -> Result<()> {
        let (meant, roles) = segment.meant()?;
        self.learn(db, &meant)?;
        let word = |(id, role): (&u64, u8)| {
            let number = self.of_actors.get(&(*id as i64)).copied().flatten();
            number.and_then(named).zip(Role::ALL.get(usize::from(role)).copied())
        };
        let words: Vec<Option<(u32, Role)>> = meant.iter().zip(roles).map(word).collect();
        let scores = segment.of_words(Field::Goldstein.words(), unpack_float)?;
        let codes = segment.codes(Field::Goldstein, scores.len())?;
        let kinds = segment.kinds()?;
        let kind = segment.codes(Field::Kind, kinds.len())?;
        let lists = segment.parts(words.len())?;
        let mut takers = Vec::new();
        for row in rows.iter() {
            takers.clear();
            takers.extend(lists.of(row).iter().filter_map(|code| words[*code as usize]));
            each(&takers, scores[codes[row] as usize], kinds[kind[row] as usize]);
        }
        Ok(())
    }

    /// Those with events, from the busiest down, and of each by its number the place among them.
    pub(super) fn ranked(&self, events: &[u64]) -> (Vec<Busy>, Vec<u32>) {
        let mut order: Vec<usize> = (0..events.len()).filter(|at| events[*at] > 0).collect();
        let name = |at: usize| &self.names[at].0;
        order.sort_by(|a, b| events[*b].cmp(&events[*a]).then_with(|| name(*a).cmp(name(*b))));
        let mut place = vec![u32::MAX; self.names.len()];
        let busy = |(rank, at): (usize, usize)| {
            place[at] = rank as u32;
            let (name, kind) = self.names[at].clone();
            Busy { name, kind, events: events[at] }
        };
        (order.into_iter().enumerate().map(busy).collect(), place)
    }
}
