//! Who is meant by a name in a query.

use super::connection::Db;
use super::rows::words;
use super::schema::{actor_aliases, actors, memberships};
use super::{Result, StoreError};
use crate::domain::{ActorKind, Bounds, Edtf, nearest};
use diesel::prelude::*;

/// The actors, their aliases and memberships: small tables, read whole.
pub(super) struct Names {
    actors: Vec<(i64, String, String, Option<String>)>,
    aliases: Vec<(i64, String)>,
    /// Member, organisation, dates.
    memberships: Vec<(i64, i64, Option<Edtf>)>,
}

/// An actor that counts for a name, inside some dates if it does so only for a time.
pub(super) type Counted = (i64, Option<Bounds>);

impl Names {
    pub(super) fn load(db: &mut Db) -> Result<Names> {
        let members: Vec<(i64, i64, Option<String>)> = memberships::table
            .select((memberships::actor_id, memberships::organisation_id, memberships::dates))
            .load(db)?;
        Ok(Names {
            actors: actors::table
                .select((actors::id, actors::name, actors::kind, actors::country))
                .load(db)?,
            aliases: actor_aliases::table
                .select((actor_aliases::actor_id, actor_aliases::name))
                .load(db)?,
            memberships: members
                .into_iter()
                .map(|(member, of, dates)| Ok((member, of, words(dates.as_deref())?)))
                .collect::<Result<_>>()?,
        })
    }

    /// The actors of that name or alias; failing that, persons of that surname; failing that, the
    /// actors of that country code.
    pub(super) fn named(&self, name: &str) -> Result<Vec<i64>> {
        let wanted = name.trim().to_lowercase();
        let same = |text: &str| text.to_lowercase() == wanted;
        let mut found: Vec<i64> = self
            .actors
            .iter()
            .filter(|(_, name, ..)| same(name))
            .map(|(id, ..)| *id)
            .chain(self.aliases.iter().filter(|(_, alias)| same(alias)).map(|(id, _)| *id))
            .collect();
        if found.is_empty() {
            let surname = |name: &str| name.rsplit(' ').next().is_some_and(same);
            found = self
                .actors
                .iter()
                .filter(|(_, name, kind, _)| kind == ActorKind::Person.as_str() && surname(name))
                .map(|(id, ..)| *id)
                .collect();
        }
        if found.is_empty() && wanted.len() == 3 {
            let of_code = |country: &Option<String>| country.as_deref().is_some_and(same);
            found = self.actors.iter().filter(|a| of_code(&a.3)).map(|(id, ..)| *id).collect();
        }
        if found.is_empty() {
            let names = self.actors.iter().map(|(_, name, ..)| name.as_str());
            let all = names.chain(self.aliases.iter().map(|(_, alias)| alias.as_str()));
            let hint = nearest(name, all)
                .map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
            return Err(StoreError::NoActor { name: name.to_owned(), hint });
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The actors whose acts count for that name: a country stands for all of that country, and
    /// whatever has members for them while they are.
    pub(super) fn counted(&self, name: &str) -> Result<Vec<Counted>> {
        let mut whole: Vec<i64> = Vec::new();
        for id in self.named(name)? {
            whole.push(id);
            let actor = self.actors.iter().find(|actor| actor.0 == id);
            if let Some((_, _, kind, Some(country))) = actor
                && kind == ActorKind::Country.as_str()
            {
                let of = self.actors.iter().filter(|a| a.3.as_ref() == Some(country));
                whole.extend(of.map(|actor| actor.0));
            }
        }
        whole.sort_unstable();
        whole.dedup();
        let members = self
            .memberships
            .iter()
            .filter(|(member, of, _)| {
                whole.binary_search(of).is_ok() && whole.binary_search(member).is_err()
            })
            .map(|(member, _, dates)| (*member, dates.as_ref().map(Edtf::bounds)));
        let mut counted: Vec<Counted> = members.collect();
        counted.extend(whole.into_iter().map(|id| (id, None)));
        Ok(counted)
    }
}
