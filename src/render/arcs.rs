//! Links as arcs that hang below the axis.

use super::scene::{Point, Scene};
use super::style::{Family, Rgb};
use crate::report::view::Arc;

/// The points of an arc that hangs `depth` pixels below its two ends.
pub(crate) fn hanging(from: Point, to: Point, depth: f64) -> Vec<Point> {
    // A cubic whose inner points lie 4/3 of the depth down touches the depth.
    let low = from.1 + depth * 4.0 / 3.0;
    let lean = (to.0 - from.0) * 0.12;
    let (c1, c2) = ((from.0 + lean, low), (to.0 - lean, low));
    let steps = ((to.0 - from.0).abs() / 5.0 + depth / 3.0).clamp(20.0, 140.0) as usize;
    (0..=steps)
        .map(|n| {
            let t = n as f64 / steps as f64;
            let u = 1.0 - t;
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            (mix(from.0, c1.0, c2.0, to.0), mix(from.1, c1.1, c2.1, to.1))
        })
        .collect()
}

/// How deep an arc over `width` pixels hangs where the widest, `widest`, may hang `most`. The root
/// keeps short arcs visible beside long ones.
pub(crate) fn depth(width: f64, widest: f64, most: f64) -> f64 {
    let part = (width / widest.max(1.0)).clamp(0.0, 1.0).sqrt();
    // Deeper than it is wide it would be a needle.
    (most * part).min(width * 0.6 + 5.0).max(most.min(9.0))
}

/// An arc with its ends on the axis, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hung<'a> {
    pub(crate) arc: &'a Arc,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// Draws arcs below `top`, none deeper than `most`, the widest first so that none hides a
/// narrower one.
pub(crate) fn draw(scene: &mut Scene, arcs: &[Hung<'_>], titles: &[&str], top: f64, most: f64) {
    let width = |hung: &Hung<'_>| (hung.from - hung.to).abs();
    let mut order: Vec<&Hung<'_>> = arcs.iter().collect();
    order.sort_by(|a, b| width(b).total_cmp(&width(a)));
    let widest = order.first().map_or(0.0, |hung| width(hung));
    // Many arcs drawn strongly are a smear.
    let alpha = if arcs.len() > 120 {
        0.45
    } else if arcs.len() > 50 {
        0.62
    } else {
        0.85
    };
    for hung in order {
        let family = Family::of(hung.arc.relation);
        let rgb = scene.theme.link(family);
        // Events of one day: a small loop beside the mark.
        let (from, to) = if width(hung) < 6.0 {
            let middle = (hung.from + hung.to) / 2.0;
            (middle - 3.0, middle + 3.0)
        } else {
            (hung.from, hung.to)
        };
        let points = hanging((from, top), (to, top), depth((to - from).abs(), widest, most));
        let name = |at: usize| titles.get(at).copied().unwrap_or_default();
        let why = if hung.arc.rationale.is_empty() {
            String::new()
        } else {
            format!(": {}", hung.arc.rationale)
        };
        let relation = hung.arc.relation.as_str().replace('_', " ");
        let suggested = if hung.arc.suggested { " (suggested)" } else { "" };
        let tooltip =
            format!("{} — {relation}{suggested} — {}{why}", name(hung.arc.from), name(hung.arc.to));
        let data = vec![("relation", hung.arc.relation.to_string())];
        scene.group(tooltip, data, |scene| {
            if hung.arc.suggested {
                scene.dashes(&points, (5.0, 3.5), (1.2, rgb, alpha));
            } else {
                scene.path(points.clone(), 1.2, rgb, alpha);
            }
            if !hung.arc.relation.is_symmetric() {
                head(scene, &points, rgb);
            }
        });
    }
}

/// A small arrowhead on the end of a line.
pub(crate) fn head(scene: &mut Scene, points: &[Point], rgb: Rgb) {
    let Some((tip, back)) = points.last().zip(points.iter().rev().nth(2)) else { return };
    let (dx, dy) = (tip.0 - back.0, tip.1 - back.1);
    let length = dx.hypot(dy).max(0.01);
    let (dx, dy) = (dx / length, dy / length);
    let (long, half) = (6.0, 2.6);
    let base = (tip.0 - dx * long, tip.1 - dy * long);
    scene.polygon(
        vec![
            *tip,
            (base.0 - dy * half, base.1 + dx * half),
            (base.0 + dy * half, base.1 - dx * half),
        ],
        rgb,
    );
}
