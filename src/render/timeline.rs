//! The timeline: labels on poles above, marks on the axis, link arcs below.

use super::Canvas;
use super::arcs::{self, Hung};
use super::axis::Axis;
use super::date;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::lang::Lang;
use super::mark::{self, Place};
use super::pack::{self, Flag, Wish};
use super::phrases::{EVENTS, LABELLED, LINKS, OUTSIDE};
use super::plot::Eras;
use super::scale::TimeScale;
use super::scene::{Align, Rect, Scene, Type};
use super::style::Family;
use crate::report::view::{Arc, Mark, Timeline};

/// Height of the strip on the axis that holds the `+N`, in pixels.
const STRIP: f64 = 17.0;

/// The least that a label takes, in squares of its type size.
const LEAST_LABEL: f64 = 36.0;

/// A label's text, broken into lines.
#[derive(Clone)]
struct Label {
    date: String,
    lines: Vec<String>,
    width: f64,
    height: f64,
}

/// Lays a timeline out.
pub(crate) fn scene(view: &Timeline, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang) = (scene.width, scene.height, scene.lang);
    let sizes = Sizes::of(width, height);
    let busy = mark::busy(&view.marks);
    let scale = TimeScale::broken(view.span, &busy, sizes.margin, width - sizes.margin);
    let marks: Vec<&Mark> = view.marks.iter().collect();
    let shown = mark::places(&marks, &scale, 6.0);
    let mut legend = Legend::default();
    for (mark, place) in view.marks.iter().zip(&shown) {
        if place.is_some() {
            legend.note(mark);
        }
    }
    let drawn = shown.iter().flatten().count();
    let linked = |at: usize| shown.get(at).is_some_and(Option::is_some);
    let links: Vec<_> = view.arcs.iter().filter(|arc| linked(arc.from) && linked(arc.to)).collect();
    for arc in &links {
        legend.note_arc(Family::of(arc.relation), arc.suggested);
    }
    // Whether all labels find room is known only when the head is: it is measured with the words
    // that it may need, and drawn in the end with those that it does.
    let mut fullest = legend.clone();
    fullest.note_more();
    let top = frame::head(&mut scene.clone(), &view.caption, &fullest, sizes);
    let axis = Axis::new(&scale, sizes.small, lang);
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.9 - axis.height();
    let plot = Rect::new(sizes.margin, top, width - sizes.margin, bottom);
    let mut notes = vec![lang.count(drawn as u64, EVENTS)];
    if drawn == 0 {
        axis.draw_bands(&mut scene, plot.top, plot.bottom);
        axis.draw_labels(&mut scene, plot.bottom);
        frame::empty(&mut scene, plot, &frame::why_empty(&view.caption, lang), sizes);
    } else {
        let eras = Eras::new(&view.eras, &scale, sizes.small);
        let below = Rect { top: plot.top + eras.height(), ..plot };
        let layout = Layout::new(&marks, (&scale, lang), below, &links, sizes);
        axis.draw_bands(&mut scene, plot.top, layout.bottom());
        eras.draw(&mut scene, Rect { bottom: layout.bottom(), ..plot });
        axis.draw_labels(&mut scene, layout.bottom());
        let labelled = layout.draw(&mut scene, &links, sizes);
        if labelled < drawn {
            notes.push(lang.fill(LABELLED, &[&lang.number(labelled as u64)]));
            legend.note_more();
        }
    }
    frame::head(&mut scene, &view.caption, &legend, sizes);
    if !links.is_empty() {
        notes.push(lang.count(links.len() as u64, LINKS));
    }
    if drawn < view.marks.len() {
        let out = lang.count((view.marks.len() - drawn) as u64, EVENTS);
        notes.push(lang.fill(OUTSIDE, &[&out]));
    }
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view);
    scene
}

/// Where everything between head and axis labels goes.
struct Layout<'a> {
    marks: &'a [&'a Mark],
    scale: &'a TimeScale,
    plot: Rect,
    places: Vec<Option<Place>>,
    rows: Vec<Option<usize>>,
    radius: f64,
    size: f64,
    labels: Vec<Option<Label>>,
    flags: Vec<Flag>,
    /// Upper edge of the strip.
    ground: f64,
    /// Height of the strip: next to nothing if all events have labels.
    strip: f64,
    /// How deep arcs may hang below the strip.
    depth: f64,
}

impl<'a> Layout<'a> {
    fn new(
        marks: &'a [&'a Mark],
        (scale, lang): (&'a TimeScale, Lang),
        plot: Rect,
        links: &[&Arc],
        sizes: Sizes,
    ) -> Self {
        let (radius, places, rows) = swarm(marks, scale, plot.height() * 0.2);
        // Arcs take as much room as the widest needs, and few of them not much.
        let span = |link: &&Arc| {
            let (from, to) = (places[link.from]?, places[link.to]?);
            Some((from.x - to.x).abs())
        };
        let widest = links.iter().filter_map(span).fold(0.0, f64::max);
        let most = (plot.height() * 0.24).min(210.0).min(48.0 + 6.0 * links.len() as f64);
        let depth = if links.is_empty() { 0.0 } else { arcs::depth(widest, widest, most) };
        let high = rows.iter().flatten().max().map_or(0, |row| row + 1) as f64;
        let band = high * pitch(radius) + 4.0;
        let below = STRIP + if depth > 0.0 { depth + 8.0 } else { 0.0 };
        let ground = plot.bottom - below;
        let area = Rect::new(plot.left, plot.top + 6.0, plot.right, ground - band - 6.0);
        let order = by_weight(marks, &places, &rows);
        // Of very many events the light ones would find no room for words anyway.
        let fit = area.width() * area.height() / (sizes.body * sizes.body * LEAST_LABEL);
        let worded = &order[..order.len().min(40 + 3 * fit as usize)];
        // Generous labels where all have room, closer set ones where they have not.
        let tries: &[(f64, f64, usize)] = if order.len() > 60 {
            &[(1.0, 11.5, 3)]
        } else {
            &[(1.3, 17.0, 4), (1.15, 15.0, 4), (1.08, 13.5, 3), (1.0, 12.5, 3), (1.0, 11.0, 3)]
        };
        let (mut labels, mut flags, mut size) = (Vec::new(), Vec::new(), sizes.body);
        for (grow, wide, lines) in tries {
            size = sizes.body * grow;
            labels = vec![None; marks.len()];
            for at in worded {
                let label = label(marks[*at], (scale.year(), lang), size, size * wide, *lines);
                labels[*at] = Some(label);
            }
            flags = hang(worded, &labels, &places, area, (size, radius.max(3.5)));
            if flags.len() == order.len() {
                break;
            }
        }
        let strip = if flags.len() < places.iter().flatten().count() {
            STRIP
        } else if links.is_empty() {
            0.0
        } else {
            5.0
        };
        let mut layout = Layout {
            marks,
            scale,
            plot,
            places,
            rows,
            radius,
            size,
            labels,
            flags,
            ground,
            strip,
            depth,
        };
        layout.raise_labelled();
        layout.centre(area);
        layout
    }

    /// Of marks that are stacked over one day, puts the labelled ones on top, so that their poles
    /// end in them.
    fn raise_labelled(&mut self) {
        let key = |at: usize| {
            let place = self.places[at]?;
            (place.reach.0 == place.reach.1).then_some(place.x.to_bits())
        };
        let mut stacks = std::collections::BTreeMap::<u64, Vec<usize>>::new();
        for at in 0..self.marks.len() {
            if let (Some(key), Some(_)) = (key(at), self.rows[at]) {
                stacks.entry(key).or_default().push(at);
            }
        }
        let height = |at: usize| {
            let flag = self.flags.iter().find(|flag| flag.wish == at);
            flag.map_or(f64::NEG_INFINITY, |flag| -flag.rect.bottom)
        };
        for mut stack in stacks.into_values().filter(|stack| stack.len() > 1) {
            let mut rows: Vec<Option<usize>> = stack.iter().map(|at| self.rows[*at]).collect();
            rows.sort();
            // Low flags fly from high marks: the poles of the others pass beside no text.
            stack.sort_by(|a, b| height(*a).total_cmp(&height(*b)).then(a.cmp(b)));
            for (at, row) in stack.into_iter().zip(rows) {
                self.rows[at] = row;
            }
        }
    }

    /// Moves all down or up to the middle where labels leave the height unused.
    fn centre(&mut self, area: Rect) {
        let top = self.flags.iter().map(|flag| flag.rect.top).fold(area.bottom, f64::min);
        let spare = ((top - area.top) * 0.45).max(0.0);
        let up = if spare > 12.0 { spare } else { 0.0 } - (STRIP - self.strip);
        self.ground -= up;
        for flag in &mut self.flags {
            flag.rect.top -= up;
            flag.rect.bottom -= up;
        }
        if spare > 12.0 {
            self.depth = if self.depth > 0.0 {
                (self.depth + spare * 0.5).min(self.depth * 1.3)
            } else {
                0.0
            };
        }
    }

    /// Where the ticks stand: below the arcs, or on the strip if there are none.
    fn bottom(&self) -> f64 {
        let arcs = if self.depth > 0.0 { self.depth + 8.0 } else { 0.0 };
        (self.ground + self.strip + arcs).min(self.plot.bottom)
    }

    fn y(&self, row: usize) -> f64 {
        self.ground - 3.0 - pitch(self.radius) * (row as f64 + 0.5)
    }

    /// Draws all; the number of labels comes back.
    fn draw(&self, scene: &mut Scene, links: &[&Arc], sizes: Sizes) -> usize {
        for flag in &self.flags {
            let row = self.rows[flag.wish].unwrap_or(0);
            scene.upright(flag.x, (flag.rect.top, self.y(row)), 1.0, scene.theme.line);
        }
        let (left, right) = self.scale.ends();
        let strip = Rect::new(left, self.ground, right, self.ground + self.strip);
        scene.block(strip, scene.theme.paper, 1.0);
        scene.level((left, right), strip.top, 1.2, scene.theme.grey_ink);
        if self.depth > 0.0 {
            scene.level((left, right), strip.bottom, 0.8, scene.theme.line);
        }
        self.draw_arcs(scene, links, strip.bottom);
        for (at, mark) in self.marks.iter().enumerate() {
            if let (Some(place), Some(row)) = (&self.places[at], self.rows[at]) {
                let y = self.y(row);
                scene.group(mark::tooltip(mark, scene.lang), mark::data(mark), |scene| {
                    mark::draw(scene, mark, place, (y, y), self.radius);
                });
            }
        }
        for flag in &self.flags {
            if let Some(label) = &self.labels[flag.wish] {
                self.draw_label(scene, flag, label);
            }
        }
        self.draw_rest(scene, strip, sizes);
        self.flags.len()
    }

    fn draw_arcs(&self, scene: &mut Scene, links: &[&Arc], top: f64) {
        let hung: Vec<Hung<'_>> = links
            .iter()
            .filter_map(|arc| {
                let (from, to) = (self.places[arc.from]?, self.places[arc.to]?);
                Some(Hung { arc, from: from.x, to: to.x })
            })
            .collect();
        let titles: Vec<&str> = self.marks.iter().map(|mark| mark.title.as_str()).collect();
        let most = self.depth.min(self.plot.bottom - top - 8.0);
        arcs::draw(scene, &hung, &titles, top, most);
    }

    fn draw_label(&self, scene: &mut Scene, flag: &Flag, label: &Label) {
        let mark = self.marks[flag.wish];
        let bold = Type { size: self.size, weight: Weight::Semibold, rgb: scene.theme.ink };
        let plain = Type { weight: Weight::Regular, ..bold };
        let rgb = scene.theme.of(mark.kind);
        let (side, align, ahead) = if flag.rightward {
            (flag.rect.left, Align::Left, 1.0)
        } else {
            (flag.rect.right, Align::Right, -1.0)
        };
        scene.group(mark::tooltip(mark, scene.lang), mark::data(mark), |scene| {
            scene.upright(side + ahead * 0.5, (flag.rect.top, flag.rect.bottom), 2.0, rgb);
            let r = self.size * 0.36;
            let x = side + ahead * 7.0;
            let mut y = flag.rect.top + self.size * 0.92;
            let at = (x + ahead * r, y - self.size * 0.35);
            mark::symbol(scene, at, r, mark.kind, mark.modality, rgb);
            scene.text((x + ahead * (2.0 * r + 5.0), y), align, &label.date, bold);
            for line in &label.lines {
                y += self.size * 1.22;
                scene.text((x, y), align, line, plain);
            }
        });
    }

    /// Writes into the strip how many events go without a label, each number where they are.
    fn draw_rest(&self, scene: &mut Scene, strip: Rect, sizes: Sizes) {
        let mut labelled = vec![false; self.marks.len()];
        for flag in &self.flags {
            labelled[flag.wish] = true;
        }
        let mut rest: Vec<f64> = self
            .places
            .iter()
            .zip(&labelled)
            .filter_map(|(place, labelled)| place.filter(|_| !labelled).map(|place| place.x))
            .collect();
        rest.sort_by(f64::total_cmp);
        let size = (sizes.small * 0.95).min(STRIP * 0.78);
        let text = Type { size, weight: Weight::Regular, rgb: scene.theme.grey_ink };
        for (x, count) in pack::clusters(&rest, size, (strip.left, strip.right)) {
            scene.text((x, strip.bottom - 4.5), Align::Centre, &format!("+{count}"), text);
        }
    }
}

/// The height of a row of marks.
fn pitch(radius: f64) -> f64 {
    2.0 * radius + 3.0
}

/// The largest marks that all find a place in rows not higher than `most` pixels in all, and what
/// places these are. If even the smallest do not, the lightest go without.
fn swarm(
    marks: &[&Mark],
    scale: &TimeScale,
    most: f64,
) -> (f64, Vec<Option<Place>>, Vec<Option<usize>>) {
    let mut result = (0.0, Vec::new(), Vec::new());
    for radius in [6.0, 5.0, 4.0, 3.2, 2.5] {
        let places = mark::places(marks, scale, radius);
        let mut order: Vec<usize> = (0..marks.len()).filter(|at| places[*at].is_some()).collect();
        // Bars lie lowest, the longest first; then marks, the weightiest first.
        order.sort_by(|a, b| {
            let length =
                |at: usize| places[at].map_or(0.0, |place: Place| place.reach.1 - place.reach.0);
            let heavy = marks[*b].weight.total_cmp(&marks[*a].weight);
            length(*b).total_cmp(&length(*a)).then(heavy).then(a.cmp(b))
        });
        let stretches: Vec<(f64, f64)> =
            order.iter().filter_map(|at| places[*at].map(|place| place.extent(radius))).collect();
        let count = ((most / pitch(radius)) as usize).max(2);
        let taken = pack::rows(&stretches, count);
        let all = taken.iter().all(Option::is_some);
        let mut rows = vec![None; marks.len()];
        for (at, row) in order.iter().zip(taken) {
            rows[*at] = row;
        }
        result = (radius, places, rows);
        if all {
            break;
        }
    }
    result
}

/// The drawn marks, the weightiest first.
fn by_weight(marks: &[&Mark], places: &[Option<Place>], rows: &[Option<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..marks.len()).filter(|at| places[*at].is_some() && rows[*at].is_some()).collect();
    // Among equals, bits in reverse: these spread over all of the axis instead of filling its start.
    let spread = |at: usize| (at as u64).reverse_bits();
    order.sort_by(|a, b| {
        marks[*b].weight.total_cmp(&marks[*a].weight).then(spread(*a).cmp(&spread(*b)))
    });
    order
}

fn label(
    mark: &Mark,
    (year, lang): (Option<i32>, Lang),
    size: f64,
    wide: f64,
    lines: usize,
) -> Label {
    let date = date::say(mark, year, lang);
    let lines = font::balanced(&mark.title, wide, lines, size);
    let head = size * 0.72 + 5.0 + font::width(&date, size, Weight::Semibold);
    let body = lines.iter().map(|line| font::width(line, size, Weight::Regular));
    let width = body.fold(head, f64::max) + 8.0;
    let height = size * (1.22 * (lines.len() as f64 + 1.0) + 0.02);
    Label { date, lines, width, height }
}

/// Packs the labels; flags come back with the marks' indices.
fn hang(
    order: &[usize],
    labels: &[Option<Label>],
    places: &[Option<Place>],
    area: Rect,
    (size, slack): (f64, f64),
) -> Vec<Flag> {
    let mut asked = Vec::new();
    let wishes: Vec<Wish> = order
        .iter()
        .filter_map(|at| {
            let (label, place) = (labels[*at].as_ref()?, places[*at]?);
            asked.push(*at);
            Some(Wish { xs: poles(&place), slack, width: label.width, height: label.height })
        })
        .collect();
    // More labels than could ever fit need not be tried.
    let most = (area.width() * area.height() / (size * size * 20.0)) as usize + 200;
    let wishes = &wishes[..wishes.len().min(most)];
    pack::pack(wishes, area)
        .into_iter()
        .map(|flag| Flag { wish: asked[flag.wish], ..flag })
        .collect()
}

/// Where the pole of a label may stand: at the mark, or anywhere on a long bar.
fn poles(place: &Place) -> Vec<f64> {
    let (from, to) = place.reach;
    let spare = to - from - 60.0;
    let along = (1..=6).map(|n| from + 30.0 + spare * f64::from(n) / 6.0);
    std::iter::once(place.x).chain(along.filter(|_| spare > 0.0)).collect()
}

/// The text alternative: what the chart shows and its weightiest events.
fn describe(scene: &mut Scene, view: &Timeline) {
    let (first, last) = view.span;
    let mut telling: Vec<&Mark> = view.marks.iter().collect();
    telling.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.id.cmp(&b.id)));
    telling.truncate(12);
    telling.sort_by_key(|mark| (mark.earliest, mark.id));
    let events: Vec<String> =
        telling.iter().map(|mark| format!("{}: {}", mark.date, mark.title)).collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!(
        "{first} – {last}: {}, {}. {}",
        scene.lang.count(view.marks.len() as u64, EVENTS),
        scene.lang.count(view.arcs.len() as u64, LINKS),
        events.join("; "),
    );
}
