//! The cast of an article: the actors that the lexicon knows, and those that the article brings.

use super::lexicon::Lexicon;
use crate::domain::{Actor, ActorKind};
use std::collections::HashMap;

/// The actors of an article, by number: first the lexicon's, then new ones.
pub(super) struct Cast<'a> {
    pub(super) lexicon: &'a Lexicon,
    new: Vec<Actor>,
    by_name: HashMap<String, usize>,
    by_surname: HashMap<String, usize>,
}

impl<'a> Cast<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Cast<'a> {
        Cast { lexicon, new: Vec::new(), by_name: HashMap::new(), by_surname: HashMap::new() }
    }

    pub(super) fn actor(&self, index: usize) -> Option<&Actor> {
        let known = &self.lexicon.actors;
        known.get(index).or_else(|| self.new.get(index.checked_sub(known.len())?))
    }

    pub(super) fn kind(&self, index: usize) -> Option<ActorKind> {
        self.actor(index).map(|a| a.kind)
    }

    /// The country of an actor, by code.
    pub(super) fn country_of(&self, index: usize) -> Option<&str> {
        self.actor(index)?.country.as_deref()
    }

    /// Whether nobody in particular is meant: "officials", "gunmen".
    pub(super) fn nameless(&self, index: usize) -> bool {
        self.actor(index)
            .is_some_and(|a| a.country.is_none() && a.name.starts_with(char::is_lowercase))
    }

    /// Whom the article itself has brought by this name, or by this surname.
    pub(super) fn known(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.by_name.get(&name).or_else(|| self.by_surname.get(&name)).copied()
    }

    /// The number of a new actor; one of the same name is the same, and learns its country.
    pub(super) fn add(&mut self, name: &str, kind: ActorKind, country: Option<&str>) -> usize {
        let key = name.to_lowercase();
        let base = self.lexicon.actors.len();
        if let Some(index) = self.by_name.get(&key) {
            if let Some(actor) = index.checked_sub(base).and_then(|i| self.new.get_mut(i))
                && actor.country.is_none()
            {
                actor.country = country.map(str::to_owned);
            }
            return *index;
        }
        let index = base + self.new.len();
        if kind == ActorKind::Person
            && let Some(surname) = key.split_whitespace().next_back()
        {
            self.by_surname.insert(surname.to_owned(), index);
        }
        self.by_name.insert(key, index);
        self.new.push(Actor {
            name: name.to_owned(),
            kind,
            country: country.map(str::to_owned),
            aliases: Vec::new(),
            memberships: Vec::new(),
        });
        index
    }
}
