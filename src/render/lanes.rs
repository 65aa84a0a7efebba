//! Lanes: one an actor, all on one axis.

use super::Canvas;
use super::axis::Axis;
use super::date;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::lang::Lang;
use super::mark::{self, Place};
use super::pack::{self, Row};
use super::phrases::{
    ACTORS, EVENTS, LABELLED, LANES, MARKS, MARKS_IN, MORE, MORE_ACTORS, SAME_EVENT,
};
use super::plot::Eras;
use super::scale::TimeScale;
use super::scene::{Align, Rect, Scene, Type};
use crate::domain::EventId;
use crate::report::view::{Lane, Lanes, Mark};
use std::collections::BTreeMap;

/// Most rows that one lane gets.
const MOST_ROWS: usize = 9;
/// Radius of a mark in pixels.
const RADIUS: f64 = 5.0;

/// Where a mark lies in its lane.
#[derive(Debug, Clone)]
struct Spot {
    mark: usize,
    row: usize,
    /// Whether words stand beside it.
    labelled: bool,
}

/// A lane's marks, measured.
struct Ready<'a> {
    lane: &'a Lane,
    places: Vec<Option<Place>>,
    /// What each mark covers, in pixels.
    extents: Vec<(f64, f64)>,
    /// Where its words start and end.
    words: Vec<(f64, f64)>,
    /// The drawn marks, the weightiest first.
    order: Vec<usize>,
    /// Rows that the marks need without any words.
    alone: usize,
    /// Where the axis ends.
    right: f64,
}

/// A lane with all that it could place in a number of rows.
#[derive(Debug, Clone)]
struct Fill {
    spots: Vec<Spot>,
    taken: Vec<Row>,
    /// Marks without a row, by index.
    rest: Vec<usize>,
    /// How many marks stand without words.
    bare: usize,
}

/// Lays lanes out.
pub(crate) fn scene(view: &Lanes, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang) = (scene.width, scene.height, scene.lang);
    let sizes = Sizes::of(width, height);
    let names = (width * 0.13).clamp(96.0, 220.0);
    let left = sizes.margin + names;
    let busy = mark::busy(view.lanes.iter().flat_map(|lane| &lane.marks));
    let scale = TimeScale::broken(view.span, &busy, left, width - sizes.margin);
    let lanes: Vec<Ready<'_>> = view
        .lanes
        .iter()
        .map(|lane| Ready::new(lane, &scale, sizes, lang))
        .filter(|ready| !ready.order.is_empty())
        .collect();
    let mut legend = Legend::default();
    for ready in &lanes {
        ready.order.iter().for_each(|at| legend.note(&ready.lane.marks[*at]));
    }
    let mut ids: Vec<EventId> = lanes
        .iter()
        .flat_map(|ready| ready.order.iter().map(|at| ready.lane.marks[*at].id))
        .collect();
    ids.sort();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        legend.line(scene.theme.line, lang.say(SAME_EVENT));
    }
    let mut fullest = legend.clone();
    fullest.note_more();
    // As in the timeline: measured with all words it may need.
    let top = frame::head(&mut scene.clone(), &view.caption, &fullest, sizes);
    let axis = Axis::new(&scale, sizes.small, lang);
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.9 - axis.height();
    let plot = Rect::new(left, top, width - sizes.margin, bottom);
    let mut notes = Vec::new();
    if lanes.is_empty() {
        axis.draw_bands(&mut scene, plot.top, plot.bottom);
        axis.draw_labels(&mut scene, plot.bottom);
        frame::empty(&mut scene, plot, &frame::why_empty(&view.caption, lang), sizes);
    } else {
        let eras = Eras::new(&view.eras, &scale, sizes.small);
        let mut drawer = Drawer { scene: &mut scene, scale: &scale, sizes };
        let (told, rest) = drawer.draw(&lanes, plot, &axis, &eras);
        notes = told;
        if rest > 0 {
            legend.note_more();
        }
    }
    frame::head(&mut scene, &view.caption, &legend, sizes);
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view);
    scene
}

struct Drawer<'a> {
    scene: &'a mut Scene,
    scale: &'a TimeScale,
    sizes: Sizes,
}

impl Drawer<'_> {
    fn pitch(&self) -> f64 {
        (self.sizes.small * 1.42).max(2.0 * RADIUS + 5.0)
    }

    /// Space above and below a lane's rows, both together.
    fn air(&self) -> f64 {
        self.sizes.small * 0.9
    }

    /// The height of a lane with so many rows.
    fn height(&self, rows: usize, rest: bool) -> f64 {
        let strip = if rest { self.strip() } else { 0.0 };
        rows as f64 * self.pitch() + self.air() + strip
    }

    /// Draws the lanes; notes for the footer come back, and how many marks were only counted.
    fn draw(
        &mut self,
        lanes: &[Ready<'_>],
        whole: Rect,
        axis: &Axis,
        eras: &Eras<'_>,
    ) -> (Vec<String>, usize) {
        let plot = Rect { top: whole.top + eras.height(), ..whole };
        let lang = self.scene.lang;
        let more_line = self.sizes.small * 1.9;
        let fills = self.share(lanes, plot.height(), more_line);
        let count = fills.len();
        let hidden = lanes.len() - count;
        let end_line = if hidden > 0 { more_line } else { 0.0 };
        let tall = |fill: &Fill| self.height(fill.taken.len(), !fill.rest.is_empty());
        let used: f64 = fills.iter().map(tall).sum();
        // What is left over is spread among the lanes, within reason.
        let spare = (plot.height() - end_line - used) / count.max(1) as f64;
        let spread = spare.clamp(0.0, self.pitch() * 2.2);
        let end = (plot.top + used + spread * count as f64 + end_line).min(plot.bottom);
        let heights: Vec<f64> = fills.iter().map(|fill| tall(fill) + spread).collect();
        axis.draw_bands(self.scene, whole.top, end);
        eras.draw(self.scene, Rect { bottom: end, ..whole });
        axis.draw_labels(self.scene, end);
        self.join(lanes, &fills, &heights, plot.top);
        let (mut y, mut labelled, mut drawn, mut rest) = (plot.top, 0, 0, 0);
        for ((ready, fill), height) in lanes.iter().zip(&fills).zip(heights) {
            self.draw_lane(ready, fill, Rect::new(plot.left, y, plot.right, y + height));
            drawn += fill.spots.len();
            labelled += fill.spots.len() - fill.bare;
            rest += fill.rest.len();
            y += height;
        }
        self.scene.level((self.sizes.margin, plot.right), y, 1.0, self.scene.theme.grid);
        if hidden > 0 {
            let text = Type {
                size: self.sizes.small,
                weight: Weight::Regular,
                rgb: self.scene.theme.grey_ink,
            };
            let words = lang.fill(MORE, &[&lang.count(hidden as u64, MORE_ACTORS)]);
            self.scene.text((self.sizes.margin, y + more_line * 0.66), Align::Left, &words, text);
        }
        let (marks, in_lanes) = (lang.count(drawn as u64, MARKS), lang.count(count as u64, LANES));
        let mut notes = vec![lang.fill(MARKS_IN, &[&marks, &in_lanes])];
        if labelled < drawn {
            notes.push(lang.fill(LABELLED, &[&lang.number(labelled as u64)]));
        }
        (notes, rest)
    }

    /// Joins the marks of an event that stands in several lanes by a thin line from each to the next
    /// below.
    fn join(&mut self, lanes: &[Ready<'_>], fills: &[Fill], heights: &[f64], top: f64) {
        let mut spots: BTreeMap<EventId, Vec<(f64, f64)>> = BTreeMap::new();
        let mut y = top;
        for ((ready, fill), height) in lanes.iter().zip(fills).zip(heights) {
            let first = self.first_row(fill, Rect::new(0.0, y, 0.0, y + height));
            for spot in &fill.spots {
                let Some(place) = &ready.places[spot.mark] else { continue };
                let at = (place.x, first + spot.row as f64 * self.pitch());
                spots.entry(ready.lane.marks[spot.mark].id).or_default().push(at);
            }
            y += height;
        }
        let rgb = self.scene.theme.line;
        for pair in spots.values().flat_map(|at| at.windows(2)) {
            self.scene.path(pair.to_vec(), 0.9, rgb, 0.75);
        }
    }

    /// The height of the marks in the first row of a lane.
    fn first_row(&self, fill: &Fill, area: Rect) -> f64 {
        let rows = fill.taken.len() as f64 * self.pitch();
        let strip = if fill.rest.is_empty() { 0.0 } else { self.strip() };
        area.top + (area.height() - rows - strip) / 2.0 + self.pitch() / 2.0
    }

    /// The height of the strip for what finds no place in the rows.
    fn strip(&self) -> f64 {
        self.sizes.small * 2.1
    }

    /// As many lanes as have room with the rows that their marks need, or fewer rows where that
    /// would be too few lanes; then the rows that are left over, to those that gain most.
    fn share(&self, lanes: &[Ready<'_>], room: f64, more_line: f64) -> Vec<Fill> {
        let mut fills: Vec<Fill> = Vec::new();
        let total = |fills: &[Fill]| -> f64 {
            fills.iter().map(|fill| self.height(fill.taken.len(), !fill.rest.is_empty())).sum()
        };
        let mut limit = room;
        for cap in [6, 4, 3, 2] {
            let all: Vec<Fill> =
                lanes.iter().take(60).map(|ready| ready.fill(ready.alone.clamp(2, cap))).collect();
            let fits = |count: &usize| {
                let end = if *count < lanes.len() { more_line } else { 0.0 };
                total(&all[..*count]) + end <= room
            };
            let count = (1..=all.len()).rev().find(fits).unwrap_or(1);
            limit = room - if count < lanes.len() { more_line } else { 0.0 };
            fills = all;
            fills.truncate(count);
            if count >= lanes.len().min(6) {
                break;
            }
        }
        let mut full = vec![false; fills.len()];
        loop {
            // Lost marks weigh more than missing words.
            let need = |at: usize| fills[at].rest.len() * 4 + fills[at].bare;
            let open =
                |at: &usize| !full[*at] && need(*at) > 0 && fills[*at].taken.len() < MOST_ROWS;
            let want = (0..fills.len())
                .filter(open)
                .max_by_key(|at| (need(*at) / fills[*at].taken.len(), need(*at), usize::MAX - at));
            let Some(at) = want else { break };
            let (old, wanted) = (fills[at].clone(), need(at));
            fills[at] = lanes[at].fill(old.taken.len() + 1);
            // Words at the end of the axis find no room in any row.
            let helps = fills[at].rest.len() * 4 + fills[at].bare < wanted;
            if !helps || total(&fills) > limit {
                fills[at] = old;
                full[at] = true;
            }
        }
        fills
    }

    fn draw_lane(&mut self, ready: &Ready<'_>, fill: &Fill, area: Rect) {
        let Sizes { margin, body, small, .. } = self.sizes;
        self.scene.level((margin, area.right), area.top, 1.0, self.scene.theme.grid);
        let name = Type { size: body, weight: Weight::Semibold, rgb: self.scene.theme.ink };
        let grey = Type { size: small, weight: Weight::Regular, rgb: self.scene.theme.grey_ink };
        let limit = area.left - margin - 14.0;
        let most = (((area.height() - small * 1.6) / (body * 1.2)) as usize).clamp(1, 4);
        let mut y = area.top + self.air() * 0.5 + body;
        for line in font::wrap(&ready.lane.name, limit, most, name.size, name.weight) {
            self.scene.text((margin, y), Align::Left, &line, name);
            y += body * 1.2;
        }
        if y < area.bottom - 1.0 {
            let words = self.scene.lang.count(ready.order.len() as u64, EVENTS);
            self.scene.text((margin, y), Align::Left, &words, grey);
        }
        let rows = fill.taken.len() as f64 * self.pitch();
        let first = self.first_row(fill, area);
        for spot in &fill.spots {
            let mark = &ready.lane.marks[spot.mark];
            let Some(place) = &ready.places[spot.mark] else { continue };
            let y = first + spot.row as f64 * self.pitch();
            let line = if spot.labelled { y + self.pitch() * 0.47 } else { y };
            let from = ready.words[spot.mark].0;
            let end = fill.taken[spot.row].next(from).unwrap_or(area.right).min(area.right);
            let lang = self.scene.lang;
            self.scene.group(mark::tooltip(mark, lang), mark::data(mark), |scene| {
                mark::draw(scene, mark, place, (y, line), RADIUS);
                if spot.labelled {
                    // What joins other lanes passes behind the words.
                    let words = (from - 2.0, ready.words[spot.mark].1.min(end));
                    let behind = Rect::new(words.0, y - small * 0.6, words.1, y + small * 0.6);
                    scene.block(behind, scene.theme.paper, 0.8);
                    let bold = Type { weight: Weight::Semibold, rgb: self.scene.theme.ink, ..grey };
                    let baseline = y + small * 0.35;
                    let date = date::say(mark, self.scale.year(), lang);
                    let x = from + scene.text((from, baseline), Align::Left, &date, bold) + 5.0;
                    // The words may be longer than was asked for where the row stays free.
                    let room = (end - 8.0 - x).max(least_title(mark, small) + 0.01);
                    let room = room.min(small * 34.0);
                    let title = font::shorten(&mark.title, room, small, Weight::Regular);
                    scene.text(
                        (x, baseline),
                        Align::Left,
                        &title,
                        Type { rgb: self.scene.theme.ink, ..grey },
                    );
                }
            });
        }
        let mut lost: Vec<f64> =
            fill.rest.iter().filter_map(|at| ready.places[*at].map(|place| place.x)).collect();
        lost.sort_by(f64::total_cmp);
        let top = first + rows - self.pitch() / 2.0;
        self.draw_density(&lost, (top, top + small));
        for (x, count) in pack::clusters(&lost, small, (area.left, area.right)) {
            let at = (x, top + small * 1.95);
            self.scene.text(at, Align::Centre, &format!("+{count}"), grey);
        }
    }

    /// Draws how many of the marks without a row lie where: the higher the more.
    fn draw_density(&mut self, xs: &[f64], (top, bottom): (f64, f64)) {
        const BIN: f64 = 5.0;
        let mut bins: BTreeMap<i64, u32> = BTreeMap::new();
        for x in xs {
            *bins.entry((x / BIN).floor() as i64).or_default() += 1;
        }
        let most = bins.values().copied().max().unwrap_or(1);
        let rgb = self.scene.theme.grey_ink.over(self.scene.theme.paper, 0.55);
        for (bin, n) in bins {
            let x = bin as f64 * BIN;
            let high = (bottom - top) * f64::from(n) / f64::from(most);
            self.scene.block(Rect::new(x, bottom - high, x + BIN - 0.5, bottom), rgb, 1.0);
        }
    }
}

/// The width that a title asks for: all of it, or a readable beginning.
fn least_title(mark: &Mark, size: f64) -> f64 {
    let title = font::shorten(&mark.title, size * 15.0, size, Weight::Regular);
    font::width(&title, size, Weight::Regular)
}

impl<'a> Ready<'a> {
    fn new(lane: &'a Lane, scale: &TimeScale, sizes: Sizes, lang: Lang) -> Self {
        let marks: Vec<&Mark> = lane.marks.iter().collect();
        let places = mark::places(&marks, scale, RADIUS);
        let mut order: Vec<usize> = (0..places.len()).filter(|at| places[*at].is_some()).collect();
        order.sort_by(|a, b| marks[*b].weight.total_cmp(&marks[*a].weight).then(a.cmp(b)));
        let nowhere = (0.0, 0.0);
        let extents: Vec<_> = places
            .iter()
            .map(|place| place.map_or(nowhere, |place| place.extent(RADIUS + 1.0)))
            .collect();
        let words = marks
            .iter()
            .zip(&places)
            .map(|(mark, place)| {
                let start = place.map_or(0.0, |place| place.x) + RADIUS + 5.0;
                let date = date::say(mark, scale.year(), lang);
                let date = font::width(&date, sizes.small, Weight::Semibold);
                (start, start + date + 5.0 + least_title(mark, sizes.small))
            })
            .collect();
        let mut ready =
            Ready { lane, places, extents, words, order, alone: 0, right: scale.ends().1 };
        let stretches: Vec<_> = ready.longest().map(|at| ready.extents[at]).collect();
        ready.alone = pack::rows(&stretches, 40).iter().flatten().max().map_or(1, |row| row + 1);
        ready
    }

    /// Places the marks in so many rows with as many words as leave no mark without a place.
    fn fill(&self, rows: usize) -> Fill {
        let mut worded = self.order.len();
        let least = self.fill_with(rows, 0);
        loop {
            let fill = self.fill_with(rows, worded);
            if worded == 0 || fill.rest.len() <= least.rest.len() {
                return fill;
            }
            worded /= 2;
        }
    }

    /// Places marks so that the weightiest `worded` get words, if there is room; then the others;
    /// then words where there is room beside these.
    fn fill_with(&self, rows: usize, worded: usize) -> Fill {
        let mut fill = Fill {
            spots: Vec::new(),
            taken: vec![Row::default(); rows],
            rest: Vec::new(),
            bare: 0,
        };
        let mut done = vec![false; self.extents.len()];
        for mark in self.order.iter().copied().take(worded) {
            let stretch = self.with_words(mark);
            let fits = stretch.1 <= self.right + 8.0;
            let row = fill.taken.iter().position(|row| fits && row.is_free(stretch));
            if let Some(row) = row {
                fill.taken[row].take(stretch);
                fill.spots.push(Spot { mark, row, labelled: true });
                done[mark] = true;
            }
        }
        for mark in self.longest().filter(|at| !done[*at]) {
            let stretch = self.extents[mark];
            match fill.taken.iter().position(|row| row.is_free(stretch)) {
                Some(row) => {
                    fill.taken[row].take(stretch);
                    fill.spots.push(Spot { mark, row, labelled: false });
                }
                None => fill.rest.push(mark),
            }
        }
        for spot in fill.spots.iter_mut().filter(|spot| !spot.labelled) {
            let row = &mut fill.taken[spot.row];
            let (start, end) = (self.extents[spot.mark].1, self.with_words(spot.mark).1);
            if end <= self.right + 8.0 && (end <= start || row.is_free((start, end))) {
                if end > start {
                    row.take((start, end));
                }
                spot.labelled = true;
            }
        }
        fill.bare = fill.spots.iter().filter(|spot| !spot.labelled).count();
        fill
    }

    /// What a mark covers with its words.
    fn with_words(&self, at: usize) -> (f64, f64) {
        let (left, right) = self.extents[at];
        (left, right.max(self.words[at].1 + 8.0))
    }

    /// The drawn marks, the longest first.
    fn longest(&self) -> impl Iterator<Item = usize> {
        let mut order = self.order.clone();
        let length = |at: usize| self.extents[at].1 - self.extents[at].0;
        order.sort_by(|a, b| length(*b).total_cmp(&length(*a)));
        order.into_iter()
    }
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Lanes) {
    let (first, last) = view.span;
    let lang = scene.lang;
    let count = |lane: &Lane| lang.count(lane.marks.len() as u64, EVENTS);
    let lanes: Vec<String> =
        view.lanes.iter().take(30).map(|lane| format!("{} ({})", lane.name, count(lane))).collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!(
        "{first} – {last}: {}: {}.",
        lang.count(view.lanes.len() as u64, ACTORS),
        lanes.join(", "),
    );
}
