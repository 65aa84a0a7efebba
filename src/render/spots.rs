//! The discs of a map: as large as there are events, coloured by what these were.

use super::font::{self, Weight};
use super::lang::Lang;
use super::mark;
use super::phrases::{AND_MORE, EVENTS, EVENTS_WITH_SCORE};
use super::scene::{Align, Point, Scene, Type};
use super::style::{Outline, Rgb, Theme};
use crate::domain::{Class, Kind, Score};
use crate::report::view::{Split, Spot};
use std::collections::HashMap;
use std::f64::consts::TAU;

/// From so many kilometres on a place is not a point any more: about the size of a province.
const VAGUE_KM: f64 = 100.0;
/// Most discs on a map; nearer ones are joined until there are no more.
const MOST: usize = 1_200;
/// The smallest disc, in pixels.
const LEAST: f64 = 2.4;
/// The number of events from which on the largest disc is drawn as large as can be.
const MANY: u64 = 20;

/// A disc: a place, or several too near to be told apart.
#[derive(Debug, Clone)]
pub(crate) struct Disc {
    pub(crate) at: Point,
    pub(crate) radius: f64,
    /// What the busiest place is called.
    pub(crate) name: String,
    /// How many places it stands for.
    pub(crate) places: u64,
    vague: bool,
    kinds: [u64; Kind::ALL.len()],
    score: Score,
}

/// Whether a place is no point.
pub(crate) fn is_vague(spot: &Spot) -> bool {
    spot.radius_km >= VAGUE_KM
}

/// How many events of a class there are.
pub(crate) fn of_class(kinds: &[u64; Kind::ALL.len()], class: Class) -> u64 {
    let kinds = Kind::ALL.iter().zip(kinds).filter(|(kind, _)| Class::of(**kind) == class);
    kinds.map(|(_, n)| n).sum()
}

/// The colour of what is not certain.
pub(crate) fn faded(rgb: Rgb, theme: &Theme) -> Rgb {
    rgb.over(theme.paper, 0.5)
}

/// How large discs are: their areas are as their events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// The radius of a disc of one event, in pixels.
    one: f64,
    /// The events of the largest disc.
    most: u64,
}

impl Scale {
    /// For maps of a size in pixels.
    pub(crate) fn new<'s>(
        maps: impl Iterator<Item = &'s [Spot]>,
        (width, height): (f64, f64),
    ) -> Scale {
        let (mut most, mut fullest) = (1, 1);
        for spots in maps {
            most = most.max(spots.iter().map(|spot| spot.score.events).max().unwrap_or(0));
            fullest = fullest.max(spots.iter().map(|spot| spot.score.events).sum());
        }
        // The largest is a part of the map's height; all together cover a part of the map.
        let large = (width.min(height) * 0.075).clamp(6.0, 46.0);
        let by_area = (0.1 * width * height / (TAU / 2.0 * fullest as f64)).sqrt();
        let one = (large / (most.max(MANY) as f64).sqrt()).min(by_area);
        Scale { one, most }
    }

    fn radius(&self, events: u64) -> f64 {
        (self.one * (events as f64).sqrt()).max(LEAST)
    }

    /// Round numbers of events whose discs explain the sizes, the largest first.
    fn steps(&self) -> Vec<u64> {
        let mut steps: Vec<u64> = Vec::new();
        let (mut power, mut round) = (1_u64, Vec::new());
        while power <= self.most {
            round.extend([1, 2, 5].map(|factor| factor * power));
            power = power.saturating_mul(10);
        }
        for n in round.into_iter().rev().filter(|n| *n <= self.most) {
            let apart = |last: &u64| self.radius(n) < self.radius(*last) * 0.62;
            if steps.last().is_none_or(apart) && steps.len() < 3 {
                steps.push(n);
            }
        }
        steps
    }

    /// Width and height of the key in pixels.
    pub(crate) fn key_extent(&self, lang: Lang, size: f64) -> (f64, f64) {
        let steps = self.steps();
        let words = font::width(lang.say(EVENTS_WITH_SCORE), size, Weight::Regular);
        let wide = steps.iter().map(|n| self.step_width(*n, lang, size)).sum::<f64>();
        let high = 2.0 * steps.first().map_or(LEAST, |n| self.radius(*n));
        (wide + words, high.max(size * 1.3))
    }

    fn step_width(&self, n: u64, lang: Lang, size: f64) -> f64 {
        2.0 * self.radius(n) + font::width(&lang.number(n), size, Weight::Regular) + 5.0 + size
    }

    /// Draws discs of round numbers side by side, from their lower left corner.
    pub(crate) fn draw_key(&self, scene: &mut Scene, (mut x, bottom): Point, size: f64) {
        let (theme, lang) = (scene.theme, scene.lang);
        let text = Type { size, weight: Weight::Regular, rgb: theme.grey_ink };
        let high = self.key_extent(lang, size).1;
        let middle = bottom - high / 2.0;
        for n in self.steps() {
            let r = self.radius(n);
            mark::shape(scene, (x + r, middle), r, Outline::Circle, theme.grey_ink);
            mark::shape(scene, (x + r, middle), r - 1.2, Outline::Circle, theme.paper);
            let at = (x + 2.0 * r + 5.0, middle + size * 0.35);
            scene.text(at, Align::Left, &lang.number(n), text);
            x += self.step_width(n, lang, size);
        }
        scene.text((x, middle + size * 0.35), Align::Left, lang.say(EVENTS_WITH_SCORE), text);
    }
}

/// The discs of a map, the largest first: places too near to be told apart are one.
pub(crate) fn discs(spots: &[Spot], at: impl Fn(Point) -> Point, scale: &Scale) -> Vec<Disc> {
    let placed: Vec<(Point, &Spot)> =
        spots.iter().map(|spot| (at((spot.lon, spot.lat)), spot)).collect();
    let mut reach = 4.0;
    loop {
        let discs = joined(&placed, reach, scale);
        if discs.len() <= MOST {
            return discs;
        }
        reach *= 1.4;
    }
}

/// Joins what is no farther than `reach` pixels from a busier place.
fn joined(placed: &[(Point, &Spot)], reach: f64, scale: &Scale) -> Vec<Disc> {
    let cell = |(x, y): Point| ((x / reach).floor() as i64, (y / reach).floor() as i64);
    let mut by_cell: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut discs: Vec<Disc> = Vec::new();
    for (at, spot) in placed {
        let (column, row) = cell(*at);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy)));
        let near = |nth: &&usize| {
            let disc = &discs[**nth];
            let far = (disc.at.0 - at.0).hypot(disc.at.1 - at.1);
            disc.vague == is_vague(spot) && far <= reach
        };
        let found = around.filter_map(|cell| by_cell.get(&cell)).flatten().find(near).copied();
        if let Some(nth) = found {
            let disc = &mut discs[nth];
            disc.places += 1;
            disc.kinds.iter_mut().zip(spot.kinds).for_each(|(all, some)| *all += some);
            disc.score.join(&spot.score);
        } else {
            by_cell.entry((column, row)).or_default().push(discs.len());
            discs.push(Disc {
                at: *at,
                radius: 0.0,
                name: spot.name.clone(),
                places: 1,
                vague: is_vague(spot),
                kinds: spot.kinds,
                score: spot.score,
            });
        }
    }
    for disc in &mut discs {
        disc.radius = scale.radius(disc.score.events);
    }
    discs.sort_by_key(|disc| std::cmp::Reverse(disc.score.events));
    discs
}

/// Draws a disc: by class, a slice for each; by tone, whole.
pub(crate) fn draw(scene: &mut Scene, disc: &Disc, split: Split) {
    let (theme, lang) = (scene.theme, scene.lang);
    let shade = |rgb: Rgb| if disc.vague { faded(rgb, theme) } else { rgb };
    let name = match disc.places - 1 {
        0 => disc.name.clone(),
        more => lang.fill(AND_MORE, &[&disc.name, &lang.number(more)]),
    };
    let tone = disc.score.mean();
    let said = tone.map_or(String::new(), |mean| format!(", {}", lang.decimal(mean)));
    let tooltip = format!("{name}: {}{said}", lang.count(disc.score.events, EVENTS));
    let data = vec![
        ("place", disc.name.clone()),
        ("places", disc.places.to_string()),
        ("events", disc.score.events.to_string()),
        ("mean", tone.map_or(String::new(), |mean| format!("{mean:.4}"))),
    ];
    let (at, r) = (disc.at, disc.radius);
    scene.group(tooltip, data, |scene| {
        mark::shape(scene, at, r + 0.9, Outline::Circle, theme.paper);
        if split == Split::Tone {
            let rgb = tone.map_or(theme.line, |mean| theme.tone(mean));
            mark::shape(scene, at, r, Outline::Circle, shade(rgb));
            return;
        }
        let mut from = 0.0;
        for class in Class::ALL {
            let n = of_class(&disc.kinds, *class);
            let part = n as f64 / disc.score.events.max(1) as f64;
            if n == disc.score.events {
                mark::shape(scene, at, r, Outline::Circle, shade(theme.class(*class)));
            } else if n > 0 {
                scene.polygon(slice(at, r, from, from + part), shade(theme.class(*class)));
            }
            from += part;
        }
    });
}

/// A slice of a disc between two parts of the whole turn, clockwise from the top.
fn slice((x, y): Point, radius: f64, from: f64, to: f64) -> Vec<Point> {
    let steps = ((to - from) * (8.0 + radius * 2.0)).ceil().max(1.0) as usize;
    let on_rim = |nth: usize| {
        let angle = TAU * (from + (to - from) * nth as f64 / steps as f64);
        (x + radius * angle.sin(), y - radius * angle.cos())
    };
    std::iter::once((x, y)).chain((0..=steps).map(on_rim)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, lon: f64, events: u64) -> Spot {
        let mut score = Score::default();
        (0..events).for_each(|_| score.add(None));
        let mut kinds = [0; Kind::ALL.len()];
        kinds[Kind::Assault as usize] = events;
        Spot { name: name.to_owned(), lon, lat: 0.0, radius_km: 0.0, kinds, score }
    }

    #[test]
    fn no_event_is_lost_where_places_are_joined() {
        let spots: Vec<Spot> =
            (0..9_000_u64).map(|n| spot("x", n as f64 * 0.13, 9_001 - n)).collect();
        let scale = Scale::new(std::iter::once(spots.as_slice()), (1500.0, 700.0));
        let discs = discs(&spots, |at| at, &scale);
        assert!(discs.len() <= MOST && discs.len() > 50, "{}", discs.len());
        let events: u64 = discs.iter().map(|disc| disc.score.events).sum();
        assert_eq!(events, 9_001 * 9_000 - 9_000 * 8_999 / 2);
        assert_eq!(discs.iter().map(|disc| disc.places).sum::<u64>(), 9_000);
    }

    #[test]
    fn areas_are_as_events() {
        let spots = [spot("a", 0.0, 400), spot("b", 50.0, 100)];
        let scale = Scale::new(std::iter::once(spots.as_slice()), (1500.0, 700.0));
        let discs = discs(&spots, |at| at, &scale);
        assert!((discs[0].radius / discs[1].radius - 2.0).abs() < 1e-9);
        assert_eq!(scale.steps()[0], 200);
        // One event is no large disc.
        let one = [spot("a", 0.0, 1)];
        assert!(Scale::new(std::iter::once(one.as_slice()), (1500.0, 700.0)).radius(1) < 13.0);
    }
}
