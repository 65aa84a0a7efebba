use crate::coding;
use crate::domain::Actor;
use crate::source::{self, Input, Record, Row};
use crate::store;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The tables of actors that are part of the program.
const TABLES: &[&str] = &[
    include_str!("../../data/actors/governments.csv"),
    include_str!("../../data/actors/organisations.csv"),
    include_str!("../../data/actors/groups.csv"),
    include_str!("../../data/actors/persons.csv"),
    include_str!("../../data/actors/companies.csv"),
];

/// The actors that the program knows without a database: countries, and those of `data/actors`.
pub struct Directory {
    actors: Vec<Actor>,
    by_name: HashMap<String, usize>,
}

impl Directory {
    /// The program's own, read when it is first asked.
    pub fn built_in() -> &'static Directory {
        static BUILT_IN: LazyLock<Directory> = LazyLock::new(Directory::read);
        &BUILT_IN
    }

    fn read() -> Directory {
        let tables = TABLES.iter().flat_map(|table| {
            let reader = Box::new(table.as_bytes());
            let rows = (source::actors_csv::FORMAT.open)(Input { reader, published: None });
            rows.into_iter().flatten().filter_map(|row| match row {
                Ok(Row { record: Record::Actor(actor), .. }) => Some(actor),
                _ => None,
            })
        });
        let actors = coding::countries().iter().map(Actor::from).chain(tables).collect();
        Directory::of(actors)
    }

    fn of(actors: Vec<Actor>) -> Directory {
        let mut by_name = HashMap::new();
        // An alias of two actors names neither; a proper name always names its own.
        let mut shared = Vec::new();
        for (at, actor) in actors.iter().enumerate() {
            for alias in actor.aliases.iter().filter(|alias| alias.dates.is_none()) {
                if by_name.insert(alias.name.clone(), at).is_some_and(|other| other != at) {
                    shared.push(alias.name.clone());
                }
            }
        }
        shared.iter().for_each(|alias| {
            by_name.remove(alias);
        });
        for (at, actor) in actors.iter().enumerate() {
            by_name.insert(actor.name.clone(), at);
        }
        for country in coding::countries() {
            if let Some(at) = by_name.get(&country.name).copied() {
                by_name.insert(country.iso3.clone(), at);
            }
        }
        Directory { actors, by_name }
    }

    /// All of them.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }
}

/// [`Directory::built_in`] for a store that may never ask it.
pub struct BuiltIn;

impl store::Directory for BuiltIn {
    fn actor(&self, name: &str) -> Option<Actor> {
        let Directory { actors, by_name } = Directory::built_in();
        by_name.get(name).map(|at| actors[*at].clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Directory as _;

    #[test]
    fn knows_by_name_alias_and_code() {
        let name = |name: &str| BuiltIn.actor(name).map(|actor| actor.name);
        assert_eq!(name("Zelensky").as_deref(), Some("Volodymyr Zelenskyy"));
        assert_eq!(name("USA").as_deref(), Some("United States"));
        assert_eq!(name("UKR").as_deref(), Some("Ukraine"));
        assert_eq!(name("Nobody at all"), None);
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines = |table: &&str| table.lines().count() - 1;
        let rows: usize = TABLES.iter().map(lines).sum();
        let countries = coding::countries().len();
        assert_eq!(Directory::built_in().actors().len(), rows + countries);
    }
}
