//! What each two have done to each other: cooperation and conflict, in words and in deeds.

use crate::coding;
use crate::domain::Class;
use crate::query::Filter;
use crate::store::{Balance, Balances, Busy, Store, StoreError, Who};

/// Two who have dealt with each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Dyad {
    /// The one that acts more on the other, or who was asked about.
    pub first: String,
    /// The other.
    pub second: String,
    /// What they have done.
    pub balance: Balance,
}

impl Dyad {
    /// How many events are of a class.
    pub fn of_class(&self, class: Class) -> u64 {
        self.balance.classes.get(class as usize).copied().unwrap_or_default()
    }
}

/// What each two who act on each other, or are parties to the same, have done in the events that
/// match, from the most events down, equals by name; by actors or by their countries; of one of them
/// only, if it is named as [`Store::actor`] or [`coding::country`] gives it.
///
/// # Errors
/// As [`Store::events`].
pub fn balances(
    store: &mut Store,
    filter: &Filter,
    who: Who,
    of: Option<&str>,
) -> Result<Vec<Dyad>, StoreError> {
    let Balances { all, pairs } = store.balances(filter, who)?;
    let names: Vec<String> = all.into_iter().map(|busy| called(busy, who)).collect();
    let mut dyads = Vec::new();
    for (a, b, balance) in pairs {
        let (a, b) = (&names[a], &names[b]);
        if of.is_some_and(|of| a != of && b != of) {
            continue;
        }
        let acts = (balance.second.events, a).cmp(&(balance.first.events, b));
        let first = match of {
            Some(of) => a == of,
            None => acts.is_lt(),
        };
        dyads.push(if first {
            Dyad { first: a.clone(), second: b.clone(), balance }
        } else {
            Dyad { first: b.clone(), second: a.clone(), balance: turned(balance) }
        });
    }
    dyads.sort_by(|a, b| {
        let events = b.balance.all.events.cmp(&a.balance.all.events);
        events.then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    Ok(dyads)
}

/// What they are called: countries by their names, not by their codes.
pub(super) fn called(busy: Busy, who: Who) -> String {
    match coding::country(&busy.name).filter(|_| who == Who::Country) {
        Some(country) => country.name.clone(),
        None => busy.name,
    }
}

/// The same from the other side.
fn turned(balance: Balance) -> Balance {
    Balance { first: balance.second, second: balance.first, ..balance }
}
