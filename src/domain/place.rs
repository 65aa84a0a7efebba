use serde::{Deserialize, Serialize};

/// Where an event happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The name as shown, as in "Berlin".
    pub name: String,
    /// ISO 3166 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// First-level unit: province, oblast, state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// Second-level unit: district, raion, county.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin2: Option<String>,
    /// Latitude in degrees north, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Longitude in degrees east, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// How far from there it may have been, in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
}

impl Place {
    /// A place of which only the name is known.
    pub fn named(name: impl Into<String>) -> Place {
        Place {
            name: name.into(),
            country: None,
            admin1: None,
            admin2: None,
            lat: None,
            lon: None,
            radius_km: None,
        }
    }
}
