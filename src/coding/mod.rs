//! Code tables: countries, places, and the words that event coding goes by.

mod countries;
mod governments;
mod places;
mod table;

pub use countries::{Country, countries, country, country_named};
pub use governments::government;
pub use places::{City, cities};
pub(crate) use table::rows;
