//! Events counted for charts: by their dates, by who acts on whom, by who takes part with whom. Each
//! row is looked at as numbers; what they stand for is read once a segment.

use super::connection::Db;
use super::filter::question;
use super::read::{Named, names_of};
use super::segment::{Bits, Field, Needs, Segment, unpack_float};
use super::{Result, Store, shelf};
use crate::domain::{ActorKind, Edtf, Kind, Role, Score};
use crate::query::Filter;
use std::collections::{BTreeMap, HashMap};

/// What is counted of the events of one date.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dated {
    /// The date; none for undated events.
    pub date: Option<Edtf>,
    /// How many of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u64; Kind::ALL.len()],
    /// Their scores.
    pub score: Score,
}

/// By what those who act are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// By their names.
    Actor,
    /// By the codes of their countries; who has none is left out.
    Country,
}

/// Who has to do with whom, how often and in what tone. All are told by their places among the
/// names, which are in no certain order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    /// What they are called, and of what kind they are.
    pub names: Vec<(String, ActorKind)>,
    /// The first and the second of each pair, and their events.
    pub pairs: Vec<(u32, u32, Score)>,
    /// How many events match.
    pub matching: u64,
}

impl Store {
    /// Counts the events that match by their dates and kinds, in no certain order.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn tally(&mut self, filter: &Filter) -> Result<Vec<Dated>> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        [Field::When, Field::Kind, Field::Goldstein].iter().for_each(|field| needs.field(*field));
        let mut dates: BTreeMap<Option<String>, Dated> = BTreeMap::new();
        shelf::ask(&mut self.db, &question, needs, |_, segment, rows| {
            let whens = segment.whens()?;
            let kinds: Vec<usize> = segment.kinds()?.iter().map(|kind| *kind as usize).collect();
            let scores = segment.of_words(Field::Goldstein.words(), unpack_float)?;
            let when = segment.codes(Field::When, whens.len())?;
            let kind = segment.codes(Field::Kind, kinds.len())?;
            let score = segment.codes(Field::Goldstein, scores.len())?;
            let mut of_code: Vec<Dated> = vec![Dated::default(); whens.len()];
            for row in rows.iter() {
                let dated = &mut of_code[when[row] as usize];
                dated.kinds[kinds[kind[row] as usize]] += 1;
                dated.score.add(scores[score[row] as usize]);
            }
            for (when, dated) in whens.into_iter().zip(of_code) {
                if dated.score.events > 0 {
                    let known = dates.entry(when.date).or_default();
                    known.score.join(&dated.score);
                    known.kinds.iter_mut().zip(dated.kinds).for_each(|(a, b)| *a += b);
                }
            }
            Ok(true)
        })?;
        let dated = |(date, dated): (Option<String>, Dated)| {
            let date = super::rows::words(date.as_deref())?;
            Ok(Dated { date, ..dated })
        };
        dates.into_iter().map(dated).collect()
    }

    /// Counts the events that match by who acts on whom, each pair once an event; parties, who have
    /// no direction, act on each other.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn acts(&mut self, filter: &Filter, who: Who) -> Result<Pairs> {
        let mut people = People::new(who);
        let mut pairs: HashMap<(u32, u32), Score> = HashMap::new();
        let mut found: Vec<(u32, u32)> = Vec::new();
        let matching = self.each_company(filter, &mut people, |takers, score| {
            found.clear();
            for (a, role) in takers {
                for (b, other) in takers {
                    let acts = match role {
                        Role::Initiator => matches!(other, Role::Recipient | Role::Victim),
                        Role::Party => *other == Role::Party,
                        _ => false,
                    };
                    if acts && a != b {
                        found.push((*a, *b));
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            for pair in &found {
                pairs.entry(*pair).or_default().add(score);
            }
        })?;
        Ok(people.pairs(pairs, matching))
    }

    /// Counts who takes part together in the events that match, each two once. A pair of someone
    /// with himself says in how many he takes part.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn company(&mut self, filter: &Filter) -> Result<Pairs> {
        let mut people = People::new(Who::Actor);
        let mut pairs: HashMap<(u32, u32), Score> = HashMap::new();
        let mut present: Vec<u32> = Vec::new();
        let matching = self.each_company(filter, &mut people, |takers, score| {
            present.clear();
            let taking_part = takers.iter().filter(|(_, role)| *role != Role::Mentioned);
            present.extend(taking_part.map(|(who, _)| *who));
            present.sort_unstable();
            present.dedup();
            for (at, a) in present.iter().enumerate() {
                for b in &present[at..] {
                    pairs.entry((*a, *b)).or_default().add(score);
                }
            }
        })?;
        Ok(people.pairs(pairs, matching))
    }

    /// Gives who takes part in each event that matches, and its score; how many match comes back.
    fn each_company(
        &mut self,
        filter: &Filter,
        people: &mut People,
        mut each: impl FnMut(&[(u32, Role)], Option<f64>),
    ) -> Result<u64> {
        let question = question(&mut self.db, filter)?;
        let mut needs = Needs::default();
        needs.parts();
        needs.field(Field::Goldstein);
        let mut matching = 0;
        shelf::ask(&mut self.db, &question, needs, |db, segment, rows| {
            matching += rows.count() as u64;
            people.of_segment(db, segment, &rows, &mut each)?;
            Ok(true)
        })?;
        Ok(matching)
    }
}

/// Those who act, by numbers in the order in which they are met.
struct People {
    who: Who,
    numbers: HashMap<String, u32>,
    names: Vec<(String, ActorKind)>,
    /// The numbers of actors; none for those that are left out.
    of_actors: HashMap<i64, Option<u32>>,
}

impl People {
    fn new(who: Who) -> People {
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
        each: &mut impl FnMut(&[(u32, Role)], Option<f64>),
    ) -> Result<()> {
        let (meant, roles) = segment.meant()?;
        self.learn(db, &meant)?;
        let words: Vec<Option<(u32, Role)>> = (meant.iter().zip(roles))
            .map(|(id, role)| {
                let number = self.of_actors.get(&(*id as i64)).copied().flatten();
                number.zip(Role::ALL.get(usize::from(role)).copied())
            })
            .collect();
        let scores = segment.of_words(Field::Goldstein.words(), unpack_float)?;
        let codes = segment.codes(Field::Goldstein, scores.len())?;
        let lists = segment.parts(words.len())?;
        let mut takers = Vec::new();
        for row in rows.iter() {
            takers.clear();
            takers.extend(lists.of(row).iter().filter_map(|code| words[*code as usize]));
            each(&takers, scores[codes[row] as usize]);
        }
        Ok(())
    }

    fn pairs(self, pairs: HashMap<(u32, u32), Score>, matching: u64) -> Pairs {
        let pairs = pairs.into_iter().map(|((a, b), score)| (a, b, score)).collect();
        Pairs { names: self.names, pairs, matching }
    }
}
