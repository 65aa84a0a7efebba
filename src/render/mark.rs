//! Draws one event: a mark, its bar or whisker, and what it says of its modality.

use super::lang::Lang;
use super::scale::TimeScale;
use super::scene::{Data, Point, Rect, Scene};
use super::style::{Outline, Rgb, outline};
use crate::domain::{Kind, Modality};
use crate::report::view::Mark;
use chrono::NaiveDate;
use std::f64::consts::TAU;

/// How strong the colour of an event with an uncertain date is, 0 to 1.
const FADED: f64 = 0.5;

/// The days on which the marks are.
pub(crate) fn busy<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Vec<(NaiveDate, NaiveDate)> {
    let days = |mark: &Mark| {
        let (first, last) = (mark.earliest.or(mark.latest)?, mark.latest.or(mark.earliest)?);
        Some((first, last))
    };
    marks.into_iter().filter_map(days).collect()
}

/// Where an event lies on the axis, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// The middle of its mark.
    pub(crate) x: f64,
    /// The ends of its bar or whisker, cut to the axis; both `x` if it has none.
    pub(crate) reach: (f64, f64),
    /// Whether time goes on beyond the left and the right end.
    pub(crate) open: (bool, bool),
}

/// Places the marks: dated by the day in the middle of the day or, where days are wide, side by
/// side in it; longer ones with a bar or a whisker. None for what the axis does not show.
pub(crate) fn places(marks: &[&Mark], scale: &TimeScale, radius: f64) -> Vec<Option<Place>> {
    let single = |mark: &Mark| mark.earliest.filter(|first| mark.latest == Some(*first));
    let mut counts = std::collections::HashMap::new();
    for day in marks.iter().filter_map(|mark| single(mark)) {
        *counts.entry(day).or_insert(0_usize) += 1;
    }
    let room = (scale.day() / (2.0 * radius + 3.0)).floor();
    let mut seen = std::collections::HashMap::new();
    marks
        .iter()
        .map(|mark| {
            if (mark.earliest, mark.latest) == (None, None)
                || !scale.shows(mark.earliest, mark.latest)
            {
                return None;
            }
            if let Some(day) = single(mark) {
                let columns = (counts[&day] as f64).min(room).max(1.0);
                let nth = seen.entry(day).or_insert(0_usize);
                let column = *nth as f64 % columns;
                *nth += 1;
                let x = scale.start(day) + scale.day() * (column + 0.5) / columns;
                return Some(Place { x, reach: (x, x), open: (false, false) });
            }
            Some(stretch(mark, scale, radius))
        })
        .collect()
}

fn stretch(mark: &Mark, scale: &TimeScale, radius: f64) -> Place {
    let (left, right) = scale.ends();
    let to = mark.latest.map_or(right, |day| scale.clamp(scale.end(day)));
    // What goes on runs to the end of the axis; but of what was there by a day nobody says that it
    // was always there, so an open start is a short tail.
    let tail = (to - (right - left) * 0.05).max(left);
    let from = mark.earliest.map_or(tail, |day| scale.clamp(scale.start(day)));
    let beyond = |day, edge: f64| day < edge - 0.01;
    let open = (
        mark.earliest.is_none_or(|day| beyond(scale.start(day), left)),
        mark.latest.is_none_or(|day| beyond(right, scale.end(day))),
    );
    // A stated period is marked where it starts, a vague date in the middle of what it may be, an
    // open one at the end that is known.
    let x = match (mark.earliest, mark.latest) {
        (None, _) => to - radius.min((to - from) / 2.0),
        (_, None) => from + radius.min((to - from) / 2.0),
        _ if mark.is_period() => from + radius.min((to - from) / 2.0),
        _ => (from + to) / 2.0,
    };
    // A stretch narrower than its mark is not seen.
    let reach = if to - from <= 2.0 * radius + 2.0 { (x, x) } else { (from, to) };
    Place { x, reach, open }
}

impl Place {
    /// What it covers on the axis, with the mark and a little air.
    pub(crate) fn extent(&self, radius: f64) -> (f64, f64) {
        ((self.x - radius - 1.0).min(self.reach.0), (self.x + radius + 1.0).max(self.reach.1))
    }
}

/// Draws an event at its place: its mark of `radius` pixels at the first height, its bar or whisker
/// at the second, which is lower, and thinner, where words stand in between.
pub(crate) fn draw(
    scene: &mut Scene,
    mark: &Mark,
    place: &Place,
    (middle, y): (f64, f64),
    radius: f64,
) {
    let full = scene.theme.of(mark.kind);
    let rgb = if mark.certain { full } else { full.over(scene.theme.paper, FADED) };
    let (from, to) = place.reach;
    if to > from {
        let half = if y > middle { 1.5 } else { (radius * 0.5).max(1.5) };
        let tick = if y > middle { 2.0 } else { radius * 0.6 };
        if mark.is_period() {
            bar(scene, mark, place, y, half);
        } else {
            let pale = full.over(scene.theme.paper, 0.7);
            scene.level((from, to), y, 1.2, pale);
            for (x, open, ahead) in [(from, place.open.0, -1.0), (to, place.open.1, 1.0)] {
                if open {
                    arrow(scene, (x, y), ahead, tick, pale);
                } else {
                    scene.upright(x - ahead * 0.6, (y - tick, y + tick), 1.2, pale);
                }
            }
        }
    }
    symbol(scene, (place.x, middle), radius, mark.kind, mark.modality, rgb);
}

/// A bar over a stated period: pale, so that marks stand out; it fades where time goes on.
fn bar(scene: &mut Scene, mark: &Mark, place: &Place, y: f64, half: f64) {
    let rgb = scene.theme.of(mark.kind);
    let (from, to) = place.reach;
    let pale = rgb.over(scene.theme.paper, if mark.certain { 0.38 } else { 0.22 });
    if mark.modality != Modality::Actual {
        // It has not happened: a line to be filled in.
        scene.dashes(&[(from, y), (to, y)], (5.0, 3.5), (1.5, rgb, 0.8));
        return;
    }
    let fade = ((to - from) * 0.5).min(42.0);
    let left = if place.open.0 { from + fade } else { from };
    let right = if place.open.1 { to - fade } else { to };
    scene.block(Rect::new(left, y - half, right, y + half), pale, 1.0);
    let steps = 12;
    for step in 0..steps {
        let part = |n: i32| f64::from(n) / f64::from(steps) * fade;
        let alpha = 1.0 - (f64::from(step) + 0.5) / f64::from(steps);
        if place.open.0 {
            let (near, far) = (left - part(step), left - part(step + 1));
            scene.block(Rect::new(far, y - half, near, y + half), pale, alpha);
        }
        if place.open.1 {
            let (near, far) = (right + part(step), right + part(step + 1));
            scene.block(Rect::new(near, y - half, far, y + half), pale, alpha);
        }
    }
    if place.open.0 {
        arrow(scene, (from, y), -1.0, half + 1.0, pale);
    }
    if place.open.1 {
        arrow(scene, (to, y), 1.0, half + 1.0, pale);
    }
}

/// A small arrowhead whose tip is at a point; `ahead` is 1 to the right, -1 to the left.
fn arrow(scene: &mut Scene, (x, y): Point, ahead: f64, size: f64, rgb: Rgb) {
    let back = x - ahead * size * 1.4;
    scene.polygon(vec![(x, y), (back, y - size), (back, y + size)], rgb);
}

/// Draws the mark alone, also for legends and labels.
pub(crate) fn symbol(
    scene: &mut Scene,
    at: Point,
    radius: f64,
    kind: Kind,
    modality: Modality,
    rgb: Rgb,
) {
    let outline = outline(kind);
    let line = (radius * 0.26).clamp(1.0, 2.2);
    // A rim of paper keeps neighbours apart.
    scene.polygon(corners(outline, at, radius + 1.0, 0.0), scene.theme.paper);
    match modality {
        Modality::Actual => scene.polygon(corners(outline, at, radius, 0.0), rgb),
        Modality::Planned | Modality::Hypothetical | Modality::Denied => {
            scene.polygon(corners(outline, at, radius, 0.0), rgb);
            scene.polygon(corners(outline, at, radius, line), scene.theme.paper);
        }
    }
    if modality == Modality::Hypothetical {
        scene.polygon(corners(Outline::Circle, at, radius * 0.34, 0.0), rgb);
    }
    if modality == Modality::Denied {
        let r = radius + 1.5;
        scene.path(
            vec![(at.0 - r, at.1 + r), (at.0 + r, at.1 - r)],
            line,
            scene.theme.grey_ink,
            1.0,
        );
    }
}

/// Draws an outline, filled.
pub(crate) fn shape(scene: &mut Scene, at: Point, radius: f64, outline: Outline, rgb: Rgb) {
    scene.polygon(corners(outline, at, radius, 0.0), rgb);
}

/// The corners of an outline, as large to the eye as a disc of that radius, drawn in by `inset`.
fn corners(outline: Outline, (x, y): Point, radius: f64, inset: f64) -> Vec<Point> {
    // Of a regular polygon the radius to a corner shrinks faster than that to a side.
    let regular = |sides: u32, turn: f64, swell: f64| -> Vec<Point> {
        let shrink = inset / (TAU / 2.0 / f64::from(sides)).cos();
        let r = (radius * swell - shrink).max(0.0);
        (0..sides)
            .map(|n| {
                let angle = TAU * (f64::from(n) / f64::from(sides) + turn);
                (x + r * angle.sin(), y - r * angle.cos())
            })
            .collect()
    };
    match outline {
        Outline::Circle => regular(28, 0.0, 0.96),
        Outline::Square => regular(4, 0.125, 1.22),
        Outline::Diamond => regular(4, 0.0, 1.2),
        // A triangle's middle is a little off, so that its box is centred.
        Outline::Up => shift(regular(3, 0.0, 1.22), 0.0, radius * 0.2),
        Outline::Down => shift(regular(3, 0.5, 1.22), 0.0, -radius * 0.2),
        Outline::Left => shift(regular(3, 0.75, 1.22), radius * 0.2, 0.0),
        Outline::Right => shift(regular(3, 0.25, 1.22), -radius * 0.2, 0.0),
        Outline::Pentagon => regular(5, 0.0, 1.08),
        Outline::Hexagon => regular(6, 0.0, 1.06),
        Outline::Plus => cross((x, y), radius * 1.05 - inset, radius * 0.4 - inset * 0.75, 0.0),
        Outline::Saltire => {
            cross((x, y), radius * 1.15 - inset, radius * 0.38 - inset * 0.75, TAU / 8.0)
        }
        Outline::Star => (0..16)
            .map(|n| {
                let r = if n % 2 == 0 {
                    radius * 1.22 - inset * 1.5
                } else {
                    radius * 0.68 - inset * 0.8
                };
                let angle = TAU * f64::from(n) / 16.0;
                (x + r * angle.sin(), y - r * angle.cos())
            })
            .collect(),
    }
}

fn shift(points: Vec<Point>, dx: f64, dy: f64) -> Vec<Point> {
    points.into_iter().map(|(x, y)| (x + dx, y + dy)).collect()
}

/// A cross with arms of a length and half a width, turned by an angle.
fn cross((x, y): Point, long: f64, half: f64, turn: f64) -> Vec<Point> {
    let (sin, cos) = turn.sin_cos();
    let (l, h) = (long.max(0.0), half.max(0.2));
    [
        (-h, -l),
        (h, -l),
        (h, -h),
        (l, -h),
        (l, h),
        (h, h),
        (h, l),
        (-h, l),
        (-h, h),
        (-l, h),
        (-l, -h),
        (-h, -h),
    ]
    .into_iter()
    .map(|(dx, dy)| (x + dx * cos - dy * sin, y + dx * sin + dy * cos))
    .collect()
}

/// What a pointer over the mark, or a screen reader, tells.
pub(crate) fn tooltip(mark: &Mark, lang: Lang) -> String {
    let modality = match mark.modality {
        Modality::Actual => String::new(),
        other => format!(", {}", lang.modality(other)),
    };
    format!("{}: {} ({}{modality}, {})", mark.date, mark.title, lang.kind(mark.kind), mark.id)
}

/// What a program may read of it.
pub(crate) fn data(mark: &Mark) -> Data {
    vec![
        ("id", mark.id.to_string()),
        ("date", mark.date.clone()),
        ("kind", mark.kind.to_string()),
        ("modality", mark.modality.to_string()),
    ]
}
