//! Code tables: countries, places, the schemes in which others code events, and the crosswalk
//! between them.

mod acled;
mod cameo;
mod cameo_actors;
mod codes;
mod countries;
mod gazetteer;
mod governments;
mod places;
mod plover;
mod regions;
mod states;
mod table;
mod themes;
mod ucdp;

pub use acled::{Acled, acled, acled_types};
pub use cameo::{Cameo, cameo, cameo_codes, cameo_unpadded};
pub use cameo_actors::{CameoActor, CameoActorCode, cameo_actor, cameo_actor_codes};
pub use codes::{Code, Scheme, UnknownCode, code, codes, codes_with};
pub use countries::{Country, countries, country, country_named};
pub use gazetteer::country_meant;
pub use governments::government;
pub use places::{City, cities};
use plover::plover_type;
pub use plover::{PloverType, plover, plover_types};
pub use regions::{Region, region, regions};
pub use states::{cow_country, fips_country, gw_country};
pub(crate) use table::{rows, trimmed};
pub use themes::{Theme, themes};
pub use ucdp::{Violence, ucdp_types, ucdp_violence};
