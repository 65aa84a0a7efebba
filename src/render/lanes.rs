//! Lanes: one an actor, all on one axis.

use super::axis::{Axis, TimeScale};
use super::date;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::mark::{self, Place};
use super::scene::{Align, Rect, Scene, Type};
use super::style::{GREY_INK, GRID, INK};
use crate::report::view::{Lane, Lanes, Mark};

/// Most rows that one lane gets.
const MOST_ROWS: usize = 9;
/// Radius of a mark in pixels.
const RADIUS: f64 = 5.0;

/// Where a mark lies in its lane.
#[derive(Debug, Clone)]
struct Spot {
    mark: usize,
    row: usize,
    /// The label, if it has one, and the x at which it starts.
    label: Option<(f64, Label)>,
}

/// The words beside a mark.
#[derive(Debug, Clone)]
struct Label {
    date: String,
    title: String,
    width: f64,
}

/// A lane with all that it could place in a number of rows.
#[derive(Debug, Clone)]
struct Fill {
    spots: Vec<Spot>,
    /// Marks without a row, by index.
    rest: Vec<usize>,
    /// How many marks stand without a label.
    bare: usize,
    rows: usize,
}

/// Lays lanes out.
pub(crate) fn scene(view: &Lanes, width: f64, height: f64) -> Scene {
    let sizes = Sizes::of(width, height);
    let mut scene = Scene::new(width, height);
    let names = (width * 0.13).clamp(96.0, 220.0);
    let left = sizes.margin + names;
    let scale = TimeScale::new(view.span, left, width - sizes.margin);
    let lanes: Vec<(&Lane, Vec<Option<Place>>)> = view
        .lanes
        .iter()
        .map(|lane| {
            let marks: Vec<&Mark> = lane.marks.iter().collect();
            (lane, mark::places(&marks, &scale, RADIUS))
        })
        .filter(|(_, places)| places.iter().any(Option::is_some))
        .collect();
    let mut legend = Legend::default();
    for (lane, places) in &lanes {
        for (mark, _) in lane.marks.iter().zip(places).filter(|(_, place)| place.is_some()) {
            legend.note(mark);
        }
    }
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let axis = Axis::new(&scale, sizes.small);
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.9 - axis.height();
    let plot = Rect::new(left, top, width - sizes.margin, bottom);
    let mut notes = Vec::new();
    if lanes.is_empty() {
        axis.draw_bands(&mut scene, plot.top, plot.bottom);
        axis.draw_labels(&mut scene, plot.bottom);
        frame::empty(&mut scene, plot, "No dated event matches", sizes);
    } else {
        let mut drawer = Drawer { scene: &mut scene, scale: &scale, sizes };
        notes = drawer.draw(&lanes, plot, &axis);
    }
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

    /// Draws the lanes; notes for the footer come back.
    fn draw(
        &mut self,
        lanes: &[(&Lane, Vec<Option<Place>>)],
        plot: Rect,
        axis: &Axis,
    ) -> Vec<String> {
        let (least, more_line) = (2.0 * self.pitch() + self.air(), self.sizes.small * 1.9);
        let mut count = lanes.len();
        if count as f64 * least > plot.height() {
            count = (((plot.height() - more_line) / least) as usize).max(1);
        }
        let hidden = lanes.len() - count;
        let room = plot.height() - if hidden > 0 { more_line } else { 0.0 };
        let fills = self.share(&lanes[..count], room);
        let used: f64 = fills.iter().map(|fill| fill.rows as f64 * self.pitch() + self.air()).sum();
        // What is left over is spread among the lanes, within reason.
        let spread = ((room - used) / count as f64).clamp(0.0, self.pitch() * 2.2);
        let end =
            plot.top + used + spread * count as f64 + if hidden > 0 { more_line } else { 0.0 };
        axis.draw_bands(self.scene, plot.top, end.min(plot.bottom));
        axis.draw_labels(self.scene, end.min(plot.bottom));
        let mut y = plot.top;
        let mut labelled = 0;
        let mut drawn = 0;
        for ((lane, places), fill) in lanes.iter().zip(&fills) {
            let height = fill.rows as f64 * self.pitch() + self.air() + spread;
            let area = Rect::new(plot.left, y, plot.right, y + height);
            self.draw_lane(lane, places, fill, area);
            drawn += places.iter().flatten().count();
            labelled += fill.spots.iter().filter(|spot| spot.label.is_some()).count();
            y += height;
        }
        self.scene.level((self.sizes.margin, plot.right), y, 1.0, GRID);
        if hidden > 0 {
            let text = Type { size: self.sizes.small, weight: Weight::Regular, rgb: GREY_INK };
            let words = format!("and {}", frame::count(hidden, "more actor", "more actors"));
            self.scene.text((self.sizes.margin, y + more_line * 0.66), Align::Left, &words, text);
        }
        let mut notes = vec![format!(
            "{} in {}",
            frame::count(drawn, "mark", "marks"),
            frame::count(count, "lane", "lanes"),
        )];
        if labelled < drawn {
            notes[0] += &format!(", {} labelled", frame::thousands(labelled));
        }
        notes
    }

    /// Gives each lane two rows or as few as it needs, and what is left to those that gain most.
    fn share(&self, lanes: &[(&Lane, Vec<Option<Place>>)], room: f64) -> Vec<Fill> {
        let mut fills: Vec<Fill> =
            lanes.iter().map(|(lane, places)| self.fill(lane, places, 2)).collect();
        let height = |fills: &[Fill]| -> f64 {
            fills.iter().map(|fill| fill.rows as f64 * self.pitch() + self.air()).sum()
        };
        let mut full = vec![false; fills.len()];
        while height(&fills) + self.pitch() <= room {
            // Lost marks weigh more than missing labels.
            let want = (0..fills.len())
                .filter(|at| !full[*at] && fills[*at].rows < MOST_ROWS)
                .max_by_key(|at| {
                    let fill = &fills[*at];
                    let need = fill.rest.len() * 4 + fill.bare;
                    (need / fill.rows, need, usize::MAX - at)
                })
                .filter(|at| fills[*at].rest.len() + fills[*at].bare > 0);
            let Some(at) = want else { break };
            let (lane, places) = &lanes[at];
            let more = self.fill(lane, places, fills[at].rows + 1);
            if more.rows == fills[at].rows {
                full[at] = true;
            }
            fills[at] = more;
        }
        fills
    }

    /// Places a lane's marks in so many rows: first each mark alone, so that few are lost, then
    /// labels, the weightiest first, where marks leave room.
    fn fill(&self, lane: &Lane, places: &[Option<Place>], rows: usize) -> Fill {
        let mut order: Vec<usize> = (0..places.len()).filter(|at| places[*at].is_some()).collect();
        order
            .sort_by(|a, b| lane.marks[*b].weight.total_cmp(&lane.marks[*a].weight).then(a.cmp(b)));
        let extent = |at: usize| places[at].map_or((0.0, 0.0), |place| place.extent(RADIUS + 1.0));
        let labels: Vec<Option<Label>> =
            order.iter().map(|at| self.label(&lane.marks[*at])).collect();
        let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); rows];
        let free = |taken: &[(f64, f64)], (left, right): (f64, f64)| {
            taken.iter().all(|(l, r)| *r <= left || right <= *l)
        };
        let mut spots: Vec<Spot> = Vec::new();
        let mut waiting: Vec<usize> = Vec::new();
        // The marks alone need this many rows; labels may use the others freely.
        let stretches: Vec<(f64, f64)> = order.iter().map(|at| extent(*at)).collect();
        let alone = super::pack::rows(&stretches, rows);
        let reserved = alone.iter().flatten().max().map_or(1, |row| row + 1).min(rows.max(2) / 2);
        for (at, label) in order.iter().zip(labels) {
            let (left, right) = extent(*at);
            let placed = label.and_then(|label| {
                let start = right.max(places[*at].map_or(right, |place| place.x + RADIUS)) + 3.0;
                let end = start + label.width;
                let row = (0..rows.saturating_sub(reserved).max(1)).find(|row| {
                    end <= self.scale.ends().1 && free(&taken[*row], (left, end + 8.0))
                })?;
                Some((row, start, label, end))
            });
            match placed {
                Some((row, start, label, end)) => {
                    taken[row].push((left, end + 8.0));
                    spots.push(Spot { mark: *at, row, label: Some((start, label)) });
                }
                None => waiting.push(*at),
            }
        }
        let mut rest = Vec::new();
        let mut bare = 0;
        for at in waiting {
            let reach = extent(at);
            match (0..rows).rev().find(|row| free(&taken[*row], reach)) {
                Some(row) => {
                    taken[row].push(reach);
                    spots.push(Spot { mark: at, row, label: None });
                    bare += 1;
                }
                None => rest.push(at),
            }
        }
        // Marks that found a row late may still have room for their words.
        for at in 0..spots.len() {
            if spots[at].label.is_some() {
                continue;
            }
            let (mark, row) = (spots[at].mark, spots[at].row);
            let (left, right) = extent(mark);
            if let Some(label) = self.label(&lane.marks[mark]) {
                let (start, end) = (right + 3.0, right + 3.0 + label.width);
                let others = taken[row].iter().filter(|(l, _)| *l != left);
                let clear = others.copied().collect::<Vec<_>>();
                if end <= self.scale.ends().1 && free(&clear, (left, end + 8.0)) {
                    taken[row].push((start, end + 8.0));
                    spots[at].label = Some((start, label));
                    bare -= 1;
                }
            }
        }
        Fill { spots, rest, bare, rows }
    }

    fn label(&self, mark: &Mark) -> Option<Label> {
        let size = self.sizes.small;
        let date = date::say(mark, self.scale.spans_years());
        let head = font::width(&date, size, Weight::Semibold) + 5.0;
        let title = font::shorten(&mark.title, size * 17.0, size, Weight::Regular);
        let width = head + font::width(&title, size, Weight::Regular);
        (!title.is_empty()).then_some(Label { date, title, width })
    }

    fn draw_lane(&mut self, lane: &Lane, places: &[Option<Place>], fill: &Fill, area: Rect) {
        let Sizes { margin, body, small, .. } = self.sizes;
        self.scene.level((margin, area.right), area.top, 1.0, GRID);
        let name = Type { size: body, weight: Weight::Semibold, rgb: INK };
        let badge = Type { size: small, weight: Weight::Regular, rgb: GREY_INK };
        let limit = area.left - margin - 14.0;
        let most = (((area.height() - small * 1.6) / (body * 1.2)) as usize).clamp(1, 4);
        let mut y = area.top + self.air() * 0.5 + body;
        for line in font::wrap(&lane.name, limit, most, name.size, name.weight) {
            self.scene.text((margin, y), Align::Left, &line, name);
            y += body * 1.2;
        }
        let count = places.iter().flatten().count();
        let mut words = frame::count(count, "event", "events");
        if !fill.rest.is_empty() {
            words += &format!(", {} not drawn", fill.rest.len());
        }
        if y < area.bottom - 1.0 {
            let words = font::shorten(&words, limit, badge.size, badge.weight);
            self.scene.text((margin, y), Align::Left, &words, badge);
        }
        let rows = fill.rows as f64;
        let first = area.top + (area.height() - rows * self.pitch()) / 2.0 + self.pitch() / 2.0;
        for spot in &fill.spots {
            let mark = &lane.marks[spot.mark];
            let Some(place) = &places[spot.mark] else { continue };
            let y = first + spot.row as f64 * self.pitch();
            self.scene.group(mark::tooltip(mark), |scene| {
                mark::draw(scene, mark, place, y, RADIUS);
                if let Some((x, label)) = &spot.label {
                    let bold = Type { size: small, weight: Weight::Semibold, rgb: INK };
                    let baseline = y + small * 0.35;
                    let wide = scene.text((*x, baseline), Align::Left, &label.date, bold);
                    let plain = Type { weight: Weight::Regular, ..bold };
                    scene.text((x + wide + 5.0, baseline), Align::Left, &label.title, plain);
                }
            });
        }
    }
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Lanes) {
    let (first, last) = view.span;
    let lanes: Vec<String> = view
        .lanes
        .iter()
        .take(30)
        .map(|lane| {
            format!("{} ({})", lane.name, frame::count(lane.marks.len(), "event", "events"))
        })
        .collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!(
        "Events of {} from {first} to {last}: {}.",
        frame::count(view.lanes.len(), "actor", "actors"),
        lanes.join(", "),
    );
}
