//! The database, behind one door: [`Store`]. SQLite in a file, or PostgreSQL.
//!
//! Everything goes in and comes out as values of [`crate::domain`]. Every change is one
//! transaction and one row in `changes`; [`Store::undo`] takes it back.

mod balance;
mod change;
mod check;
mod claims;
mod company;
mod connection;
mod count;
mod drop_actor;
mod dyads;
mod error;
mod filter;
mod history;
mod keys;
mod layers;
mod link_blocks;
mod located;
mod merge;
mod names;
mod notes;
mod publishers;
mod read;
mod read_actor;
mod read_link;
mod rewind;
mod rewrite;
mod rows;
mod saved;
mod schema;
mod segment;
mod shelf;
mod sql;
mod stories;
mod summaries;
mod summed;
mod tally;
mod tell;
mod tell_links;
mod undo;
mod versions;
mod weightiest;
mod when;
mod write;
mod write_actor;
mod write_link;
mod write_source;

pub use balance::{Balance, Balances};
pub use change::{NewImport, Tally};
pub use check::Problem;
pub use company::{Busy, Pairs, Who};
pub use connection::{file_of, shown};
pub use count::{By, Crossed, Values};
pub use error::StoreError;
pub use history::Change;
pub use located::Located;
pub use segment::Batch;
pub use sql::{Answer, sql_schema};
pub use tally::Dated;
pub use tell::{Block, Settled};
pub use weightiest::Traits;
pub use write::{Directory, Outcome, Writer};

use connection::Db;

/// An open database.
pub struct Store {
    db: Db,
    directory: Option<&'static dyn Directory>,
    /// The moment as of which it is read; it is not written to then.
    past: Option<chrono::DateTime<chrono::Utc>>,
}

/// What the store gives.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens the database at a path or `postgres://` URL, makes it if it is not there, and brings
    /// its schema up to date. `:memory:` is a database that goes with the value.
    ///
    /// # Errors
    /// [`StoreError::Open`] for what cannot be opened, is no database, is another program's, or
    /// was written by a newer annalist; it is not touched then.
    pub fn open(db: &str) -> Result<Store> {
        Store::of(connection::open(db, true)?)
    }

    /// Opens a database that must be there.
    ///
    /// # Errors
    /// As [`Store::open`], and for a file that is not there.
    pub fn open_existing(db: &str) -> Result<Store> {
        Store::of(connection::open(db, false)?)
    }

    fn of(mut db: Db) -> Result<Store> {
        names::fold_all(&mut db)?;
        Ok(Store { db, directory: None, past: None })
    }

    /// Asks `directory` for actors that the database does not have.
    pub fn set_directory(&mut self, directory: &'static dyn Directory) {
        self.directory = Some(directory);
    }
}
