//! From degrees to the plane, and what part of the plane holds a set of places.

use super::scene::{Point, Rect};

/// How the globe is laid flat, with the meridian in the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Projection {
    /// Degrees as they are, those to the east shortened as at the parallel `at`, where it is true
    /// to scale: for regions.
    Equirectangular { middle: f64, at: f64 },
    /// Equal Earth (Šavrič, Patterson and Jenny 2018): areas are true; for the world.
    EqualEarth { middle: f64 },
}

/// The widest region that is drawn as if flat, in degrees east and north.
const REGION: (f64, f64) = (100.0, 50.0);
/// The farthest north or south of its middle.
const FAR: f64 = 68.0;
/// The least height of a map in degrees, so that there is land to be known by.
const LEAST: f64 = 7.0;
/// The middle of maps of half the world and more: they are cut through the Bering Strait, where there
/// is the least land.
const WHOLE: f64 = 11.0;

impl Projection {
    /// The meridian in the middle.
    pub(crate) fn middle(self) -> f64 {
        match self {
            Projection::Equirectangular { middle, .. } | Projection::EqualEarth { middle } => {
                middle
            }
        }
    }

    /// A point in degrees as one on the plane, y downwards; within 180 degrees of the middle.
    pub(crate) fn project(self, (lon, lat): Point) -> Point {
        let east = lon - self.middle();
        match self {
            Projection::Equirectangular { at, .. } => (east * at.to_radians().cos(), -lat),
            Projection::EqualEarth { .. } => {
                const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
                let root = 3_f64.sqrt() / 2.0;
                let t = (root * lat.to_radians().sin()).clamp(-1.0, 1.0).asin();
                let (t2, t6) = (t * t, t.powi(6));
                let slope = 9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0];
                let x = east.to_radians() * t.cos() / (root * slope);
                let y = t * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0]);
                (x.to_degrees(), -y.to_degrees())
            }
        }
    }

    /// The same point between 180 degrees west and east of the middle.
    pub(crate) fn near(self, (lon, lat): Point) -> Point {
        (lon - 360.0 * ((lon - self.middle()) / 360.0).round(), lat)
    }
}

/// A projection, and the part of its plane that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Window {
    pub(crate) projection: Projection,
    /// In the units of the plane.
    pub(crate) shown: Rect,
}

impl Window {
    /// For these places in degrees, with a margin, so that what is shown is `aspect` times as wide
    /// as high.
    pub(crate) fn new(places: &[Point], aspect: f64) -> Window {
        let (west, wide) = stretch(places);
        let (south, north) = places
            .iter()
            .fold((90.0_f64, -90.0_f64), |(low, high), (_, lat)| (low.min(*lat), high.max(*lat)));
        let (south, north) = if places.is_empty() { (-60.0, 80.0) } else { (south, north) };
        let at = (south + north) / 2.0;
        let middle = if wide > 180.0 { WHOLE } else { west + wide / 2.0 };
        let is_region = wide <= REGION.0 && north - south <= REGION.1 && at.abs() <= FAR;
        let projection = if is_region {
            Projection::Equirectangular { middle, at: at.round() }
        } else {
            Projection::EqualEarth { middle }
        };
        let mut low = (f64::INFINITY, f64::INFINITY);
        let mut high = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for place in places {
            let (x, y) = projection.project(projection.near(*place));
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        if places.is_empty() {
            (low, high) = ((-90.0, -60.0), (90.0, 60.0));
        }
        let (centre, size) = (
            ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0),
            ((high.0 - low.0) * 1.16, (high.1 - low.1) * 1.2),
        );
        let tall = size.1.max(size.0 / aspect).max(LEAST);
        let mut shown = Rect::new(
            centre.0 - tall * aspect / 2.0,
            centre.1 - tall / 2.0,
            centre.0 + tall * aspect / 2.0,
            centre.1 + tall / 2.0,
        );
        // There is nothing beyond the poles: the map moves rather than show it.
        let pole = -projection.project((middle, 90.0)).1;
        if shown.height() >= 2.0 * pole {
            let by = (shown.top + shown.bottom) / 2.0;
            (shown.top, shown.bottom) = (shown.top - by, shown.bottom - by);
        } else {
            let by = (-pole - shown.top).max(0.0) - (shown.bottom - pole).max(0.0);
            (shown.top, shown.bottom) = (shown.top + by, shown.bottom + by);
        }
        Window { projection, shown }
    }

    /// Where a point in degrees is on a map that fills `area`.
    pub(crate) fn place(&self, at: Point, area: Rect) -> Point {
        let (x, y) = self.projection.project(at);
        let k = area.width() / self.shown.width();
        (area.left + (x - self.shown.left) * k, area.top + (y - self.shown.top) * k)
    }
}

/// The shortest stretch of degrees east that holds all places: where it starts, and its length.
fn stretch(places: &[Point]) -> (f64, f64) {
    let mut lons: Vec<f64> = places.iter().map(|(lon, _)| lon.rem_euclid(360.0)).collect();
    lons.sort_by(f64::total_cmp);
    let (Some(first), Some(last)) = (lons.first(), lons.last()) else { return (-180.0, 360.0) };
    // The widest gap between neighbours lies outside; the first's other neighbour is the last.
    let mut best = (*first, first + 360.0 - last);
    for pair in lons.windows(2) {
        if pair[1] - pair[0] > best.1 {
            best = (pair[1], pair[1] - pair[0]);
        }
    }
    let (start, gap) = best;
    let start = if start > 180.0 { start - 360.0 } else { start };
    (start, 360.0 - gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AREA: Rect = Rect { left: 0.0, top: 0.0, right: 1600.0, bottom: 800.0 };

    #[test]
    fn equal_earth_is_as_its_authors_have_it() {
        let world = Projection::EqualEarth { middle: 0.0 };
        // Half the width and height of the map of a globe with a radius of 1.
        let (x, _) = world.project((180.0, 0.0));
        let (_, y) = world.project((0.0, 90.0));
        assert!((x.to_radians() - 2.7066).abs() < 1e-4 && (y.to_radians() + 1.3173).abs() < 1e-4);
    }

    #[test]
    fn the_date_line_is_no_edge() {
        assert_eq!(stretch(&[(179.0, 0.0), (-178.0, 0.0)]), (179.0, 3.0));
        let fiji_and_samoa = [(178.0, -18.0), (-172.0, -14.0)];
        let window = Window::new(&fiji_and_samoa, 2.0);
        assert_eq!(window.projection.middle(), 183.0);
        let at = |place| window.place(window.projection.near(place), AREA);
        let (fiji, samoa) = (at(fiji_and_samoa[0]), at(fiji_and_samoa[1]));
        assert!(fiji.0 < samoa.0 && fiji.1 > samoa.1);
    }

    #[test]
    fn a_region_is_flat_and_the_world_is_not() {
        let of = |places: &[Point]| Window::new(places, 2.0).projection;
        assert!(
            matches!(of(&[(24.0, 49.8), (37.8, 48.0)]), Projection::Equirectangular { at, .. } if at == 49.0)
        );
        assert!(matches!(of(&[(30.5, 50.4), (-77.0, 38.9)]), Projection::EqualEarth { .. }));
        assert_eq!(of(&[]), Projection::EqualEarth { middle: WHOLE });
    }

    proptest! {
        #[test]
        fn all_places_are_shown(
            places in proptest::collection::vec((-180.0..180.0_f64, -90.0..90.0_f64), 0..20),
            aspect in 0.6..3.0_f64,
        ) {
            let window = Window::new(&places, aspect);
            let area = Rect::new(0.0, 0.0, 800.0 * aspect, 800.0);
            for place in places {
                let (x, y) = window.place(window.projection.near(place), area);
                prop_assert!((-1e-6..=area.right + 1e-6).contains(&x), "{x}");
                prop_assert!((-1e-6..=area.bottom + 1e-6).contains(&y), "{y}");
            }
        }
    }
}
