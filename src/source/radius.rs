//! How far from the given point an event may have been, in kilometres, where a dataset only says in
//! what sort of unit it was. The numbers are the radius of a circle as large as the mean unit: the
//! world's land without Antarctica, 134 million square kilometres, over the number of units.

/// Some 45,000 districts of the second level.
pub(super) const DISTRICT: f64 = 30.0;
/// Some 3,500 provinces of the first level.
pub(super) const PROVINCE: f64 = 110.0;
/// Some 195 countries.
pub(super) const COUNTRY: f64 = 470.0;
