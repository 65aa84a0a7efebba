//! The land of the earth and the borders on it: Natural Earth, as `data/map/derive.py` packs it.

use super::scene::Point;
use std::sync::LazyLock;

/// Outlines in degrees east and north.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// Closed lines around land, or around water in it, the largest first, so that what is drawn
    /// later lies in what was drawn before.
    pub(crate) rings: Vec<Ring>,
    /// Lines between two countries.
    pub(crate) borders: Vec<Vec<Point>>,
    /// Lines of which the countries on their two sides do not agree that they are borders.
    pub(crate) disputed: Vec<Vec<Point>>,
}

/// A closed line.
#[derive(Debug)]
pub(crate) struct Ring {
    /// Around land, not around water.
    pub(crate) land: bool,
    /// The last is the first. What crosses the date line goes on beyond 180 degrees.
    pub(crate) points: Vec<Point>,
}

/// The outlines; empty only if the file in the program were broken, which a test rules out.
pub(crate) static WORLD: LazyLock<World> =
    LazyLock::new(|| unpack(include_bytes!("../../data/map/world.bin")).unwrap_or_default());

/// Numbers of seven bits a byte, one after the other.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..28).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// Zigzag: 0, -1, 1, -2, ...
    fn signed(&mut self) -> Option<i64> {
        let value = self.next()? as i64;
        Some(value >> 1 ^ -(value & 1))
    }

    fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.next()?).map(|_| each(self)).collect()
    }
}

fn unpack(bytes: &[u8]) -> Option<World> {
    let mut numbers = Numbers(bytes);
    let arcs: Vec<Vec<Point>> = numbers.list(|numbers| {
        let (mut x, mut y) = (0, 0);
        numbers.list(|numbers| {
            x += numbers.signed()?;
            y += numbers.signed()?;
            Some((x as f64 / 100.0, y as f64 / 100.0))
        })
    })?;
    let rings = numbers.list(|numbers| {
        let land = numbers.next()? == 1;
        let mut points: Vec<Point> = Vec::new();
        for arc in numbers.list(Numbers::next)? {
            let line = arcs.get(arc / 2)?;
            if arc % 2 == 0 {
                points.extend(line);
            } else {
                points.extend(line.iter().rev());
            }
        }
        points.dedup();
        unroll(&mut points);
        Some(Ring { land, points })
    })?;
    let mut lines = || numbers.list(|numbers| arcs.get(numbers.next()?).cloned());
    let (borders, disputed) = (lines()?, lines()?);
    numbers.0.is_empty().then_some(World { rings, borders, disputed })
}

/// Takes out the jumps of a ring from one side of the date line to the other. What is left open then
/// goes around a pole, which closes it.
fn unroll(points: &mut Vec<Point>) {
    let mut last = points.first().map_or(0.0, |first| first.0);
    for (lon, _) in points.iter_mut() {
        *lon -= 360.0 * ((*lon - last) / 360.0).round();
        last = *lon;
    }
    if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied())
        && (last.0 - first.0).abs() > 180.0
    {
        let pole = 90.0_f64.copysign(first.1);
        points.extend([(last.0, pole), (first.0, pole), first]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a point lies in a ring: a ray from it to the east crosses the ring an odd number of
    /// times.
    fn holds(ring: &Ring, (x, y): Point) -> bool {
        let crosses = |pair: &&[Point]| {
            let (a, b) = (pair[0], pair[1]);
            (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
        };
        ring.points.windows(2).filter(crosses).count() % 2 == 1
    }

    #[test]
    fn the_embedded_file_is_the_earth() {
        let world = &*WORLD;
        let holds = |ring: &Ring, (x, y): Point| {
            [-360.0, 0.0, 360.0].iter().any(|shift| holds(ring, (x + shift, y)))
        };
        let on_land = |at: Point| {
            world.rings.iter().rev().find(|ring| holds(ring, at)).is_some_and(|ring| ring.land)
        };
        // Kyiv, Moscow, Saitama, both ends of Chukotka, the South Pole.
        let land = [
            (30.5, 50.4),
            (37.6, 55.7),
            (139.6, 35.8),
            (178.0, 67.5),
            (-175.0, 67.0),
            (50.0, -89.0),
        ];
        assert!(land.into_iter().all(on_land));
        // The Black Sea, the Caspian, the Atlantic, the Pacific on both sides of 180 degrees.
        let seas = [(34.0, 43.5), (51.0, 42.0), (-40.0, 30.0), (179.0, 30.0), (-179.0, 30.0)];
        assert!(!seas.into_iter().any(on_land));
        let closed =
            |ring: &Ring| ring.points.len() >= 4 && ring.points.first() == ring.points.last();
        assert!(world.rings.iter().all(closed));
        let inside = |(x, y): &Point| (-540.0..=540.0).contains(x) && (-90.0..=90.0).contains(y);
        let lines = world.borders.iter().chain(&world.disputed);
        assert!(lines.chain(world.rings.iter().map(|ring| &ring.points)).flatten().all(inside));
        let crimea = |line: &&Vec<Point>| {
            line.iter().all(|(x, y)| (33.0..36.0).contains(x) && (45.0..47.0).contains(y))
        };
        assert_eq!(world.disputed.iter().filter(crimea).count(), 1);
        assert!(!world.borders.iter().any(|line| crimea(&line)));
    }

    #[test]
    fn bytes_that_end_early_are_no_world() {
        let whole = include_bytes!("../../data/map/world.bin");
        for end in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
            assert!(unpack(&whole[..end]).is_none(), "{end}");
        }
    }
}
