//! Where the nodes of a graph go: springs along the edges, every node pushing every other away.

use super::scene::{Point, Rect};

/// How often all move.
const ROUNDS: usize = 400;
/// The golden angle in radians: nodes on a spiral of it are spread evenly.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// Places nodes of given radii inside `area`, heavy bonds `(from, to, weight)` close: Fruchterman
/// and Reingold 1991, with a pull to the middle that keeps loose parts near. They start on a spiral
/// in their order, the first in the middle, so that there is no chance in it.
pub(crate) fn layout(radii: &[f64], bonds: &[(usize, usize, f64)], area: Rect) -> Vec<Point> {
    let n = radii.len();
    // The layout is done in a square, then stretched to the area.
    let ideal = (1.0 / n.max(1) as f64).sqrt();
    let mut at: Vec<Point> = (0..n)
        .map(|nth| {
            let (angle, far) = (GOLDEN * nth as f64, 0.5 * (nth as f64 / n.max(1) as f64).sqrt());
            (far * angle.cos(), far * angle.sin())
        })
        .collect();
    let heaviest = bonds.iter().map(|bond| bond.2).fold(f64::MIN_POSITIVE, f64::max);
    for round in 0..ROUNDS {
        let mut push = vec![(0.0, 0.0); n];
        for a in 0..n {
            for b in a + 1..n {
                let (dx, dy) = (at[a].0 - at[b].0, at[a].1 - at[b].1);
                let square = (dx * dx + dy * dy).max(1e-6);
                let force = ideal * ideal / square;
                push[a].0 += dx * force;
                push[a].1 += dy * force;
                push[b].0 -= dx * force;
                push[b].1 -= dy * force;
            }
        }
        for (a, b, weight) in bonds {
            let (dx, dy) = (at[*a].0 - at[*b].0, at[*a].1 - at[*b].1);
            let force = dx.hypot(dy) / ideal * (0.15 + 0.85 * weight / heaviest);
            push[*a].0 -= dx * force;
            push[*a].1 -= dy * force;
            push[*b].0 += dx * force;
            push[*b].1 += dy * force;
        }
        let heat = 0.12 * (1.0 - round as f64 / ROUNDS as f64).powi(2) + 0.0005;
        for (point, push) in at.iter_mut().zip(&push) {
            let (x, y) = (push.0 - point.0 * 0.9, push.1 - point.1 * 0.9);
            let long = x.hypot(y).max(1e-9);
            let far = long.min(heat);
            point.0 += x / long * far;
            point.1 += y / long * far;
        }
    }
    let mut at = stretch(&at, area);
    part(&mut at, radii, area);
    at
}

/// Spreads the points over the area, each way by itself, half by place and half by rank: so that
/// neither crowds nor loose ends take all of it.
fn stretch(at: &[Point], area: Rect) -> Vec<Point> {
    let along = |values: Vec<f64>, from: f64, to: f64| -> Vec<f64> {
        let (low, high) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
        let mut rank = vec![0.5; values.len()];
        for (nth, at) in order.iter().enumerate().filter(|_| values.len() > 1) {
            rank[*at] = nth as f64 / (values.len() - 1) as f64;
        }
        let place = |v: f64| if high > low { (v - low) / (high - low) } else { 0.5 };
        let mixed = values.iter().zip(rank).map(|(v, rank)| 0.5 * place(*v) + 0.5 * rank);
        mixed.map(|part| from + (to - from) * part).collect()
    };
    let xs = along(at.iter().map(|p| p.0).collect(), area.left, area.right);
    let ys = along(at.iter().map(|p| p.1).collect(), area.top, area.bottom);
    xs.into_iter().zip(ys).collect()
}

/// Moves nodes apart that cover each other.
fn part(at: &mut [Point], radii: &[f64], area: Rect) {
    for _ in 0..60 {
        let mut moved = false;
        for a in 0..at.len() {
            for b in a + 1..at.len() {
                let least = radii[a] + radii[b] + 7.0;
                let (mut dx, dy) = (at[b].0 - at[a].0, at[b].1 - at[a].1);
                if dx.hypot(dy) >= least {
                    continue;
                }
                if dx.hypot(dy) < 0.01 {
                    dx = 0.01;
                }
                let long = dx.hypot(dy);
                let by = (least - long) / 2.0 + 0.1;
                let (x, y) = (dx / long * by, dy / long * by);
                at[a] = (at[a].0 - x, at[a].1 - y);
                at[b] = (at[b].0 + x, at[b].1 + y);
                moved = true;
            }
        }
        for (point, r) in at.iter_mut().zip(radii) {
            point.0 = point.0.clamp(area.left + r, area.right - r);
            point.1 = point.1.clamp(area.top + r, area.bottom - r);
        }
        if !moved {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect { left: 0.0, top: 0.0, right: 900.0, bottom: 500.0 };

    #[test]
    fn bonds_are_short_and_nodes_apart() {
        let radii = vec![6.0; 20];
        // Two rings of ten.
        let bonds: Vec<_> = (0..20).map(|n| (n, n / 10 * 10 + (n + 1) % 10, 1.0)).collect();
        let at = layout(&radii, &bonds, AREA);
        let far = |a: usize, b: usize| (at[a].0 - at[b].0).hypot(at[a].1 - at[b].1);
        let bound: f64 = bonds.iter().map(|(a, b, _)| far(*a, *b)).sum::<f64>() / 20.0;
        let across: f64 = (0..10).map(|n| far(n, n + 10)).sum::<f64>() / 10.0;
        assert!(bound < across, "{bound} {across}");
        for (a, (x, y)) in at.iter().enumerate() {
            assert!((6.0..=894.0).contains(x) && (6.0..=494.0).contains(y));
            for b in a + 1..20 {
                assert!(far(a, b) >= 12.0, "{a} {b}");
            }
        }
    }

    #[test]
    fn one_node_stands_in_the_middle_and_none_does_no_harm() {
        assert_eq!(layout(&[5.0], &[], AREA), [(450.0, 250.0)]);
        assert!(layout(&[], &[], AREA).is_empty());
    }
}
