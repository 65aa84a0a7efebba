//! Code tables: countries, places, and the words that event coding goes by.

mod countries;
mod places;
mod table;

pub use countries::{Country, countries, country, country_named};
pub use places::{City, cities};
pub(crate) use table::rows;
