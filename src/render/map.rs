//! Map: where events happened, as discs on the land; one map, or a small one for each unit of time.

use super::Canvas;
use super::date;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::labels::{Name, Taken};
use super::land::Land;
use super::lang::Lang;
use super::phrases::{
    CONFLICT, COOPERATION, DISPUTED, EQUAL_EARTH, EQUIRECTANGULAR, EVENTS, MEAN_TONE,
    NATURAL_EARTH, NO_PLACE, NO_SCORE, PLACES, UNPLACED, WHERE_UNCERTAIN,
};
use super::project::{Projection, Window};
use super::scene::{Align, Point, Rect, Scene, Type};
use super::spots::{self, Disc, Scale};
use crate::coding;
use crate::domain::Class;
use crate::report::view::{Map, Panel, Split};

/// Most names on a map.
const NAMED: usize = 60;

/// Lays a map out.
pub(crate) fn scene(view: &Map, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang) = (scene.width, scene.height, scene.lang);
    let sizes = Sizes::of(width, height);
    let mut legend = Legend::default();
    explain(&mut legend, view, &scene);
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.4;
    let plot = Rect::new(sizes.margin, top, width - sizes.margin, bottom);
    let all = || view.panels.iter().flat_map(|panel| &panel.spots);
    let mut notes = Vec::new();
    if all().next().is_none() {
        let why = if view.caption.matching == 0 || view.unplaced == 0 {
            frame::why_empty(&view.caption, lang)
        } else {
            vec![lang.fill(NO_PLACE, &[&lang.count(view.caption.matching, EVENTS)])]
        };
        frame::empty(&mut scene, plot, &why, sizes);
    } else {
        let drawn = Drawn::new(view, plot, sizes);
        drawn.draw(&mut scene, view);
        let events = all().map(|spot| spot.score.events).sum();
        notes.push(lang.count(events, EVENTS));
        if view.panels.len() == 1 {
            notes.push(lang.count(all().count() as u64, PLACES));
        }
    }
    if view.unplaced > 0 {
        notes.push(lang.fill(UNPLACED, &[&lang.count(view.unplaced, EVENTS)]));
    }
    notes.extend(frame::unplaced(view.vague, view.outside, lang));
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view);
    scene
}

/// What colours mean.
fn explain(legend: &mut Legend, view: &Map, scene: &Scene) {
    let (theme, lang) = (scene.theme, scene.lang);
    let spots = || view.panels.iter().flat_map(|panel| &panel.spots);
    if spots().next().is_none() {
        return;
    }
    if view.split == Split::Tone {
        legend.words(format!("{}:", lang.say(MEAN_TONE)));
        let ends = [
            format!("\u{2212}7 {}", lang.say(CONFLICT)),
            String::from("0"),
            format!("+7 {}", lang.say(COOPERATION)),
        ];
        for (tone, words) in [-7.0, 0.0, 7.0].into_iter().zip(ends) {
            legend.dot(theme.tone(tone), words);
        }
        if spots().any(|spot| spot.score.scored == 0) {
            legend.dot(theme.line, lang.say(NO_SCORE));
        }
    } else {
        for class in Class::ALL {
            if spots().any(|spot| spots::of_class(&spot.kinds, *class) > 0) {
                legend.dot(theme.class(*class), lang.class(*class));
            }
        }
    }
    if spots().any(spots::is_vague) {
        legend.words(lang.say(WHERE_UNCERTAIN));
    }
}

/// The maps, all of one window and scale.
struct Drawn {
    window: Window,
    land: Land,
    scale: Scale,
    /// Where the maps are, in their order.
    areas: Vec<Rect>,
    /// Their discs, the largest first, in pixels of the sheet.
    discs: Vec<Vec<Disc>>,
    sizes: Sizes,
    plot: Rect,
}

impl Drawn {
    fn new(view: &Map, plot: Rect, sizes: Sizes) -> Drawn {
        let places: Vec<Point> =
            view.panels.iter().flat_map(|p| &p.spots).map(|spot| (spot.lon, spot.lat)).collect();
        // Under the maps stand the projection and, where these are small, the scale of the discs.
        let many = view.panels.len() > 1;
        let strip = sizes.small * if many { 3.2 } else { 1.7 };
        let room = Rect::new(plot.left, plot.top, plot.right, plot.bottom - strip);
        let head = if many { sizes.small * 1.6 } else { 0.0 };
        let areas = grid(room, view.panels.len(), head);
        let size = areas.first().map_or((1.0, 1.0), |area| (area.width(), area.height()));
        let window = Window::new(&places, size.0 / size.1);
        let scale = Scale::new(view.panels.iter().map(|panel| panel.spots.as_slice()), size);
        let discs = view
            .panels
            .iter()
            .zip(&areas)
            .map(|(panel, area)| {
                let at = |at: Point| window.place(window.projection.near(at), *area);
                spots::discs(&panel.spots, at, &scale)
            })
            .collect();
        Drawn { window, land: Land::new(&window, size), scale, areas, discs, sizes, plot }
    }

    fn draw(&self, scene: &mut Scene, view: &Map) {
        let many = view.panels.len() > 1;
        for ((panel, area), discs) in view.panels.iter().zip(&self.areas).zip(&self.discs) {
            self.land.draw(scene, (area.left, area.top));
            edge(scene, *area);
            for disc in discs {
                spots::draw(scene, disc, view.split);
            }
            let mut taken = Taken::new(*area);
            discs.iter().for_each(|disc| taken.take_disc(disc.at, disc.radius));
            if many {
                self.head(scene, panel, *area);
            } else {
                self.key_in_a_corner(scene, &mut taken);
            }
            self.names(scene, discs, &mut taken, if many { 4 } else { NAMED });
            if !many && let Projection::Equirectangular { .. } = self.window.projection {
                self.countries(scene, *area, discs, &mut taken);
            }
        }
        self.strip(scene, many);
    }

    /// Names a small map and says how many events it shows.
    fn head(&self, scene: &mut Scene, panel: &Panel, area: Rect) {
        let (theme, lang) = (scene.theme, scene.lang);
        let bold = Type { size: self.sizes.small, weight: Weight::Semibold, rgb: theme.ink };
        let y = area.top - self.sizes.small * 0.45;
        let unit = named(panel, lang).unwrap_or_default();
        let events: u64 = panel.spots.iter().map(|spot| spot.score.events).sum();
        let count = lang.number(events);
        let plain = Type { weight: Weight::Regular, rgb: theme.grey_ink, ..bold };
        let room = area.width() - font::width(&count, plain.size, plain.weight) - 8.0;
        let unit = font::shorten(&unit, room, bold.size, bold.weight);
        scene.text((area.left, y), Align::Left, &unit, bold);
        scene.text((area.right, y), Align::Right, &count, plain);
    }

    /// Writes the names of places, the busiest first.
    fn names(&self, scene: &mut Scene, discs: &[Disc], taken: &mut Taken, most: usize) {
        let small = self.areas.len() > 1;
        let mut named = 0;
        for (nth, disc) in discs.iter().enumerate().take(4 * most) {
            let first = nth < 8 && !small;
            let size = self.sizes.small
                * if small {
                    0.9
                } else if first {
                    1.05
                } else {
                    0.95
                };
            let weight = if first { Weight::Semibold } else { Weight::Regular };
            let name = Name::new(&disc.name, (size * 11.0, 2), size, weight);
            named += usize::from(taken.beside(scene, &name, (disc.at, disc.radius), nth));
            if named == most {
                break;
            }
        }
    }

    /// Writes the names of countries where there is still room.
    fn countries(&self, scene: &mut Scene, area: Rect, discs: &[Disc], taken: &mut Taken) {
        let far = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
        for country in coding::countries() {
            // In the smallest ones the capital is in the middle.
            let Some((lat, lon)) = country.point.filter(|point| {
                country.capital_point.is_some_and(|capital| far(capital, *point) > 0.2)
            }) else {
                continue;
            };
            let at = self.window.place(self.window.projection.near((lon, lat)), area);
            let inside =
                (area.left..area.right).contains(&at.0) && (area.top..area.bottom).contains(&at.1);
            if inside && !discs.iter().any(|disc| disc.name == country.name) {
                let size = self.sizes.small * 0.92;
                let words = country.name.to_uppercase();
                let name = Name::new(&words, (size * 10.0, 2), size, Weight::Regular);
                taken.around(scene, &name, at);
            }
        }
    }

    /// Explains the sizes of discs over the corner of the map that has the fewest of them.
    fn key_in_a_corner(&self, scene: &mut Scene, taken: &mut Taken) {
        let Some(area) = self.areas.first() else { return };
        let (wide, high) = self.scale.key_extent(scene.lang, self.sizes.small);
        let gap = self.sizes.small * 0.8;
        let (left, right) = (area.left + gap, area.right - gap - wide);
        let (top, bottom) = (area.top + gap, area.bottom - gap - high);
        let corners = [(left, bottom), (right, bottom), (left, top), (right, top)];
        let covered = |(x, y): &Point| {
            let near = |disc: &&Disc| {
                let reach = disc.radius + 4.0;
                (x - reach..x + wide + reach).contains(&disc.at.0)
                    && (y - reach..y + high + reach).contains(&disc.at.1)
            };
            self.discs.iter().flatten().filter(near).count()
        };
        let Some((x, y)) = corners.into_iter().min_by_key(covered) else { return };
        let rect = Rect::new(x - 6.0, y - 4.0, x + wide + 6.0, y + high + 4.0);
        scene.block(rect, scene.theme.paper, 0.85);
        self.scale.draw_key(scene, (x, y + high), self.sizes.small);
        taken.take(rect);
    }

    /// Under the maps: the projection, whose outlines these are, and the sizes of the discs.
    fn strip(&self, scene: &mut Scene, many: bool) {
        let lang = scene.lang;
        let size = self.sizes.small * 0.92;
        let grey = Type { size, weight: Weight::Regular, rgb: scene.theme.grey_ink };
        let mut words = vec![match self.window.projection {
            Projection::EqualEarth { .. } => lang.say(EQUAL_EARTH).to_owned(),
            Projection::Equirectangular { at, .. } => {
                lang.fill(EQUIRECTANGULAR, &[&latitude(at, lang)])
            }
        }];
        words.push(lang.say(NATURAL_EARTH).to_owned());
        if self.land.is_disputed() {
            words.push(lang.say(DISPUTED).to_owned());
        }
        let mut left = self.plot.left;
        if many {
            let base = self.plot.bottom - size * 0.2;
            self.scale.draw_key(scene, (left, base), self.sizes.small);
            left += self.scale.key_extent(lang, self.sizes.small).0 + size * 2.0;
        }
        let words = font::shorten(&words.join(" · "), self.plot.right - left, size, grey.weight);
        scene.text((self.plot.right, self.plot.bottom - size * 0.25), Align::Right, &words, grey);
    }
}

/// Degrees of latitude with their half of the earth.
fn latitude(degrees: f64, lang: Lang) -> String {
    let half = if degrees < 0.0 { super::phrases::SOUTH } else { super::phrases::NORTH };
    lang.fill(half, &[&format!("{:.0}", degrees.abs())])
}

/// A hairline around a map.
fn edge(scene: &mut Scene, area: Rect) {
    let rgb = scene.theme.grid;
    for y in [area.top, area.bottom] {
        scene.level((area.left, area.right), y, 1.0, rgb);
    }
    for x in [area.left, area.right] {
        scene.upright(x, (area.top, area.bottom), 1.0, rgb);
    }
}

/// So many maps in rows, under heads of a height, as large and as near to twice as wide as high as
/// there is room for.
fn grid(room: Rect, count: usize, head: f64) -> Vec<Rect> {
    const WIDE: f64 = 1.7;
    let gap = if count > 1 { 12.0 } else { 0.0 };
    let cell = |columns: usize| {
        let rows = count.div_ceil(columns);
        let wide = (room.width() - gap * (columns - 1) as f64) / columns as f64;
        let high = room.height() / rows as f64 - head - gap * 0.4;
        (wide.max(1.0), high.max(1.0))
    };
    // As large as a map of the best form in it.
    let worth = |columns: &usize| {
        let (wide, high) = cell(*columns);
        (wide.min(high * WIDE) * 16.0) as u64
    };
    let columns = (1..=count).max_by_key(|c| (worth(c), std::cmp::Reverse(*c))).unwrap_or(1);
    let (wide, high) = cell(columns);
    (0..count)
        .map(|nth| {
            let left = room.left + (wide + gap) * (nth % columns) as f64;
            let top = room.top + head + (high + head + gap * 0.4) * (nth / columns) as f64;
            Rect::new(left, top, left + wide, top + high)
        })
        .collect()
}

/// The unit of time of a small map.
fn named(panel: &Panel, lang: Lang) -> Option<String> {
    panel.span.map(|(first, last)| date::unit(first, last, None, lang))
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Map) {
    let lang = scene.lang;
    let told = |panel: &Panel| {
        let spots: Vec<String> = panel
            .spots
            .iter()
            .take(if panel.span.is_some() { 5 } else { 20 })
            .map(|spot| format!("{} ({})", spot.name, lang.number(spot.score.events)))
            .collect();
        match named(panel, lang) {
            Some(unit) => format!("{unit}: {}", spots.join(", ")),
            None => spots.join(", "),
        }
    };
    let told: Vec<String> = view.panels.iter().map(told).collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!("{}.", told.join("; "));
}
