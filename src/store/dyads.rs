//! Who acts on whom, by country.

use super::Result;
use super::connection::Db;
use super::read::names_of;
use super::segment::{Bits, Lists, Segment};
use crate::domain::Role;
use std::collections::HashMap;

/// The countries of actors, as far as they were asked for.
#[derive(Default)]
pub(super) struct Countries(HashMap<i64, Option<String>>);

impl Countries {
    fn learn(&mut self, db: &mut Db, ids: &[u64]) -> Result<()> {
        let missing: Vec<i64> =
            ids.iter().map(|id| *id as i64).filter(|id| !self.0.contains_key(id)).collect();
        for (id, actor) in names_of(db, &missing)? {
            self.0.insert(id, actor.country);
        }
        Ok(())
    }
}

/// On which side of an event a participation stands.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Acting,
    ActedOn,
    /// Of several that have no direction.
    Party,
}

/// The dyads of a segment's events: countries as numbers in the order of the alphabet, so that most
/// of the work is counting in a row.
pub(super) struct Dyads<'c> {
    countries: Vec<&'c str>,
    /// Of each word of the participations the side and the country.
    of_code: Vec<Option<(Side, u32)>>,
    lists: Lists,
}

impl<'c> Dyads<'c> {
    pub(super) fn of(
        db: &mut Db,
        segment: &Segment,
        known: &'c mut Countries,
    ) -> Result<Dyads<'c>> {
        let (meant, roles) = segment.meant()?;
        known.learn(db, &meant)?;
        let country = |id: &u64| known.0.get(&(*id as i64)).and_then(Option::as_deref);
        let of_code: Vec<Option<&str>> = meant.iter().map(country).collect();
        let mut countries: Vec<&str> = of_code.iter().copied().flatten().collect();
        countries.sort_unstable();
        countries.dedup();
        let side = |role: u8| match Role::ALL.get(usize::from(role))? {
            Role::Initiator => Some(Side::Acting),
            Role::Recipient | Role::Victim => Some(Side::ActedOn),
            Role::Party => Some(Side::Party),
            _ => None,
        };
        let number = |country: &str| Some(countries.binary_search(&country).ok()? as u32);
        let placed = |(country, role): (Option<&str>, u8)| Some((side(role)?, number(country?)?));
        let of_code = of_code.into_iter().zip(roles).map(placed).collect::<Vec<_>>();
        Ok(Dyads { lists: segment.parts(of_code.len())?, countries, of_code })
    }

    /// Counts some events by dyad and gives those of each first country: `RUS` and `>UKR` where it
    /// acts on the second; parties of one event, in the order of the alphabet, as `RUS` and `-UKR`.
    pub(super) fn count(&self, rows: &Bits, mut each: impl FnMut(&str, &[(String, u64)])) {
        let (mut acting, mut acted_on, mut parties) = (Vec::new(), Vec::new(), Vec::new());
        let mut found: Vec<(u32, u32, char)> = Vec::new();
        for row in rows.iter() {
            acting.clear();
            acted_on.clear();
            parties.clear();
            for code in self.lists.of(row) {
                let Some((side, country)) = self.of_code[*code as usize] else { continue };
                let of_side: &mut Vec<u32> = match side {
                    Side::Acting => &mut acting,
                    Side::ActedOn => &mut acted_on,
                    Side::Party => &mut parties,
                };
                if !of_side.contains(&country) {
                    of_side.push(country);
                }
            }
            for a in &acting {
                found.extend(acted_on.iter().filter(|b| *b != a).map(|b| (*a, *b, '>')));
            }
            for (i, a) in parties.iter().enumerate() {
                found.extend(parties[i + 1..].iter().map(|b| (*a.min(b), *a.max(b), '-')));
            }
        }
        found.sort_unstable();
        let name = |at: u32| self.countries[at as usize];
        for of_first in found.chunk_by(|a, b| a.0 == b.0) {
            let seconds: Vec<(String, u64)> = (of_first.chunk_by(|a, b| a == b))
                .map(|same| (format!("{}{}", same[0].2, name(same[0].1)), same.len() as u64))
                .collect();
            each(name(of_first[0].0), &seconds);
        }
    }
}
