//! Land and borders as they lie on one map: projected, thinned to what can be seen, cut to its edges.

use super::project::{Projection, Window};
use super::scene::{Point, Rect, Scene};
use super::world::WORLD;

/// Points nearer to the one before than this, in pixels, cannot be seen.
const SEEN: f64 = 0.6;
/// Along lines that a projection bends there is a point every so many degrees.
const BEND: f64 = 2.0;

/// What is drawn of the earth, in pixels from the upper left corner of a map.
#[derive(Debug, Default)]
pub(crate) struct Land {
    /// In the order of drawing; true for land, false for water in it.
    areas: Vec<(bool, Vec<Point>)>,
    borders: Vec<Vec<Point>>,
    disputed: Vec<Vec<Point>>,
}

impl Land {
    /// For a map of so many pixels.
    pub(crate) fn new(window: &Window, (width, height): (f64, f64)) -> Land {
        let area = Rect::new(0.0, 0.0, width, height);
        let placed = |points: Vec<Point>| {
            let placed = points.into_iter().map(|point| window.place(point, area));
            thinned(placed)
        };
        let middle = window.projection.middle();
        let (west, east) = (middle - 180.0, middle + 180.0);
        let mut land = Land::default();
        for ring in &WORLD.rings {
            for shift in [-360.0, 0.0, 360.0] {
                let shifted: Vec<Point> =
                    ring.points.iter().map(|(lon, lat)| (lon + shift, *lat)).collect();
                if shifted.iter().all(|p| p.0 < west) || shifted.iter().all(|p| p.0 > east) {
                    continue;
                }
                let mut ring_points = cut(&shifted, |p| p.0 - west);
                ring_points = cut(&ring_points, |p| east - p.0);
                if let Projection::EqualEarth { .. } = window.projection {
                    ring_points = bent(&ring_points);
                }
                let mut points = placed(ring_points);
                for side in 0..4 {
                    points = cut(&points, |(x, y)| match side {
                        0 => *x,
                        1 => width - x,
                        2 => *y,
                        _ => height - y,
                    });
                }
                if points.len() > 2 {
                    land.areas.push((ring.land, points));
                }
            }
        }
        let lines = |lines: &[Vec<Point>]| {
            let mut out = Vec::new();
            for line in lines {
                for shift in [-360.0, 0.0, 360.0] {
                    let shifted: Vec<Point> =
                        line.iter().map(|(lon, lat)| (lon + shift, *lat)).collect();
                    if shifted.iter().all(|p| (west..=east).contains(&p.0)) {
                        out.extend(inside(&placed(shifted), area));
                    }
                }
            }
            out
        };
        land.borders = lines(&WORLD.borders);
        land.disputed = lines(&WORLD.disputed);
        land
    }

    /// Whether a disputed border is on the map.
    pub(crate) fn is_disputed(&self) -> bool {
        !self.disputed.is_empty()
    }

    /// Draws it with its upper left corner at a point.
    pub(crate) fn draw(&self, scene: &mut Scene, (left, top): Point) {
        let theme = scene.theme;
        let moved = |points: &[Point]| points.iter().map(|(x, y)| (x + left, y + top)).collect();
        for (is_land, points) in &self.areas {
            scene.polygon(moved(points), if *is_land { theme.grid } else { theme.paper });
        }
        for line in &self.borders {
            scene.path(moved(line), 1.0, theme.paper, 1.0);
        }
        for line in &self.disputed {
            let line: Vec<Point> = moved(line);
            scene.dashes(&line, (3.0, 2.5), (1.0, theme.paper, 1.0));
        }
    }
}

/// The points without those too near to the one before; the last stays.
fn thinned(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    let mut skipped = None;
    for point in points {
        let near = |last: &Point| (point.0 - last.0).abs().max((point.1 - last.1).abs()) < SEEN;
        if out.last().is_some_and(near) {
            skipped = Some(point);
        } else {
            out.push(point);
            skipped = None;
        }
    }
    out.extend(skipped);
    out
}

/// The part of a polygon where `depth` is not below 0 (Sutherland and Hodgman 1974).
fn cut(points: &[Point], depth: impl Fn(&Point) -> f64) -> Vec<Point> {
    let mut out = Vec::with_capacity(points.len());
    let Some(mut from) = points.last() else { return out };
    for to in points {
        let (a, b) = (depth(from), depth(to));
        if (a < 0.0) != (b < 0.0) {
            let part = a / (a - b);
            out.push((from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
        }
        if b >= 0.0 {
            out.push(*to);
        }
        from = to;
    }
    out
}

/// A polygon with points along its long sides.
fn bent(points: &[Point]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for (nth, to) in points.iter().enumerate() {
        let from = points[(nth + points.len() - 1) % points.len()];
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let parts = (dx.abs().max(dy.abs()) / BEND).ceil().clamp(1.0, 360.0);
        for part in 1..parts as usize {
            let part = part as f64 / parts;
            out.push((from.0 + dx * part, from.1 + dy * part));
        }
        out.push(*to);
    }
    out
}

/// The stretches of a line that lie in an area (Liang and Barsky 1984).
fn inside(line: &[Point], area: Rect) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut stretch: Vec<Point> = Vec::new();
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (-dx, from.0 - area.left),
            (dx, area.right - from.0),
            (-dy, from.1 - area.top),
            (dy, area.bottom - from.1),
        ] {
            let part = room / step;
            if step < 0.0 {
                start = start.max(part);
            } else if step > 0.0 {
                end = end.min(part);
            } else if room < 0.0 {
                end = -1.0;
            }
        }
        let at = |part: f64| (from.0 + dx * part, from.1 + dy * part);
        if start < end {
            if stretch.is_empty() || start > 0.0 {
                out.extend((stretch.len() > 1).then(|| std::mem::take(&mut stretch)));
                stretch = vec![at(start)];
            }
            stretch.push(at(end));
        }
        if start >= end || end < 1.0 {
            out.extend((stretch.len() > 1).then(|| std::mem::take(&mut stretch)));
            stretch.clear();
        }
    }
    out.extend((stretch.len() > 1).then_some(stretch));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Canvas;
    use crate::render::scene::Shape;

    const AREA: Rect = Rect { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };

    #[test]
    fn lines_are_cut_to_stretches() {
        let line = [(-5.0, 5.0), (5.0, 5.0), (5.0, 20.0), (8.0, 20.0), (8.0, 2.0), (9.0, 2.0)];
        let cut = inside(&line, AREA);
        assert_eq!(
            cut,
            [vec![(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)], vec![(8.0, 10.0), (8.0, 2.0), (9.0, 2.0)]]
        );
        assert!(inside(&[(-5.0, 1.0), (-5.0, 9.0)], AREA).is_empty());
    }

    #[test]
    fn polygons_are_cut_to_a_side() {
        let square = [(-2.0, 0.0), (2.0, 0.0), (2.0, 2.0), (-2.0, 2.0)];
        assert_eq!(cut(&square, |p| p.0), [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]);
        assert!(cut(&square, |p| p.0 - 9.0).is_empty());
    }

    #[test]
    fn land_stays_on_its_map_wherever_that_is() {
        for places in [
            vec![],
            vec![(30.5, 50.4)],
            vec![(178.0, -18.0), (-172.0, -14.0)],
            vec![(0.0, 89.0)],
            vec![(-70.0, -55.0), (151.0, -33.0), (20.0, 60.0)],
        ] {
            let window = Window::new(&places, 2.0);
            let mut scene = Scene::new(&Canvas::default());
            let land = Land::new(&window, (800.0, 400.0));
            assert!(!land.areas.is_empty(), "{places:?}");
            land.draw(&mut scene, (100.0, 50.0));
            for shape in &scene.shapes[1..] {
                let (Shape::Polygon { points, .. } | Shape::Path { points, .. }) = shape else {
                    continue;
                };
                for (x, y) in points {
                    let there = (99.9..=900.1).contains(x) && (49.9..=450.1).contains(y);
                    assert!(there, "{places:?}: {x} {y}");
                }
            }
        }
    }
}
