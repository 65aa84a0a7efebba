//! Story: its events in steps from left to right, and the actors as lines that come together where
//! they take part in one. After Tanahashi and Ma 2012, "Design considerations for optimizing
//! storyline visualizations": who meets often has neighbouring lines, and at an event the others come
//! to one of its actors, whose line stays straight, so that lines wiggle and cross little.

use super::Canvas;
use super::arcs::{self, Hung};
use super::date;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::mark;
use super::phrases::{
    ACTORS, EVENTS, LABELLED, MORE, MORE_ACTORS, MORE_LINKED, STEPS_NOT_TIME, THREAD,
};
use super::plot;
use super::scene::{Align, Point, Rect, Scene, Type};
use super::seriate;
use super::style::{Family, Rgb, Theme};
use crate::report::view::{Mark, Storyline};
use chrono::Datelike;
use std::collections::BTreeSet;

/// The narrowest step, in pixels.
const STEP: f64 = 15.0;
/// The widest step.
const WIDEST: f64 = 120.0;
/// Radius of an event's mark.
const RADIUS: f64 = 5.0;

/// Lays a story out.
pub(crate) fn scene(view: &Storyline, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang) = (scene.width, scene.height, scene.lang);
    let sizes = Sizes::of(width, height);
    let gutter = (width * 0.13).clamp(96.0, 220.0);
    let plot_width = width - 2.0 * sizes.margin - gutter;
    let shown = shown(&view.marks, (plot_width / STEP) as usize);
    let mut legend = Legend::default();
    let steps: Vec<&Mark> = shown.iter().map(|at| &view.marks[*at]).collect();
    steps.iter().for_each(|mark| legend.note_kind(mark.kind));
    steps.iter().for_each(|mark| legend.note_modality(mark.modality));
    let step_of = |mark: usize| shown.binary_search(&mark).ok();
    let links: Vec<(usize, usize, usize)> = (view.arcs.iter().enumerate())
        .filter_map(|(nth, arc)| Some((nth, step_of(arc.from)?, step_of(arc.to)?)))
        .collect();
    for (nth, ..) in &links {
        let arc = &view.arcs[*nth];
        legend.note_arc(Family::of(arc.relation), arc.suggested);
    }
    if !steps.is_empty() {
        legend.line(thread_rgb(scene.theme, 0), lang.say(THREAD));
        legend.words(lang.say(STEPS_NOT_TIME));
    }
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.6;
    let plot = Rect::new(sizes.margin + gutter, top, width - sizes.margin, bottom);
    let mut notes = Vec::new();
    if steps.is_empty() {
        frame::empty(&mut scene, plot, &frame::why_empty(&view.caption, lang), sizes);
    } else {
        let threads = threads(view, &shown, plot.height() * 0.42, sizes);
        let layout = Layout::new(&steps, threads, plot, links.len(), sizes);
        layout.draw(&mut scene, gutter);
        layout.draw_links(&mut scene, view, &links);
        let labelled = layout.draw_labels(&mut scene, plot.top);
        notes.push(lang.count(steps.len() as u64, EVENTS));
        if labelled < steps.len() {
            notes.push(lang.fill(LABELLED, &[&lang.number(labelled as u64)]));
        }
        if steps.len() < view.marks.len() {
            let more = lang.count((view.marks.len() - steps.len()) as u64, MORE_LINKED);
            notes.push(lang.fill(MORE, &[&more]));
        }
        notes.push(lang.count(layout.threads.len() as u64, ACTORS));
        if layout.threads.len() < view.threads.len() {
            let more = (view.threads.len() - layout.threads.len()) as u64;
            notes.push(lang.fill(MORE, &[&lang.count(more, MORE_ACTORS)]));
        }
    }
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view);
    scene
}

/// The events that have room, by index: of very many the weightiest.
fn shown(marks: &[Mark], most: usize) -> Vec<usize> {
    let mut order = by_weight(marks.iter());
    order.truncate(most.max(1));
    order.sort_unstable();
    order
}

/// The weightiest first; among equals bits in reverse, which spread over all of the story.
fn by_weight<'m>(marks: impl Iterator<Item = &'m Mark>) -> Vec<usize> {
    let weights: Vec<f64> = marks.map(|mark| mark.weight).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let spread = |at: usize| (at as u64).reverse_bits();
    order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(spread(*a).cmp(&spread(*b))));
    order
}

/// A line of an actor: the steps at which it takes part.
struct Line<'a> {
    name: &'a str,
    steps: Vec<usize>,
}

/// The lines that have room, from the top down, so that those who meet are neighbours. Who takes part
/// once only has a line where there is room to spare.
fn threads<'a>(view: &'a Storyline, shown: &[usize], room: f64, sizes: Sizes) -> Vec<Line<'a>> {
    let most = ((room / (sizes.small * 1.7)) as usize).max(1);
    let lines: Vec<Line<'a>> = view
        .threads
        .iter()
        .map(|thread| Line {
            name: &thread.name,
            steps: thread.marks.iter().filter_map(|at| shown.binary_search(at).ok()).collect(),
        })
        .filter(|line| !line.steps.is_empty())
        .take(most)
        .collect();
    let mut weights = vec![vec![0.0; lines.len()]; lines.len()];
    for (a, line) in lines.iter().enumerate() {
        let own: BTreeSet<usize> = line.steps.iter().copied().collect();
        for (b, other) in lines.iter().enumerate().filter(|(b, _)| *b != a) {
            weights[a][b] = other.steps.iter().filter(|step| own.contains(step)).count() as f64;
        }
    }
    let mut lines: Vec<Option<Line<'a>>> = lines.into_iter().map(Some).collect();
    seriate::order(&weights).into_iter().filter_map(|at| lines[at].take()).collect()
}

/// Where everything goes.
struct Layout<'a> {
    steps: &'a [&'a Mark],
    threads: Vec<Line<'a>>,
    /// The middles of the steps.
    xs: Vec<f64>,
    /// How far apart lines are where these are alone.
    pitch: f64,
    /// Their heights there.
    rows: Vec<f64>,
    /// For each step the lines that meet there and their heights, from the top down.
    meetings: Vec<Vec<(usize, f64)>>,
    /// The height of each event's mark.
    ys: Vec<f64>,
    /// The rule under the lines.
    ground: f64,
    /// How deep arcs may hang under it.
    depth: f64,
    plot: Rect,
    sizes: Sizes,
}

impl<'a> Layout<'a> {
    fn new(
        steps: &'a [&'a Mark],
        threads: Vec<Line<'a>>,
        plot: Rect,
        links: usize,
        sizes: Sizes,
    ) -> Layout<'a> {
        let step = (plot.width() / steps.len() as f64).min(WIDEST);
        let left = plot.left + (plot.width() - step * steps.len() as f64) / 2.0;
        let xs = (0..steps.len()).map(|nth| left + step * (nth as f64 + 0.5)).collect();
        let depth = if links == 0 { 0.0 } else { (plot.height() * 0.16).min(110.0) };
        let dates = sizes.small * 1.9;
        // A short story stands near the middle: its words take a row or two for each event.
        let words = sizes.small * 3.6 * (steps.len() as f64).min(8.0);
        let lines = sizes.small * 3.4 * (threads.len() as f64 + 1.6);
        let spare = (plot.height() - dates - depth - words - lines).max(0.0);
        let ground = plot.bottom - dates - depth - spare * 0.5;
        // An event without any line has the row under all lines.
        let most = plot.height() * 0.42 / (threads.len() as f64 + 1.0);
        let pitch = most.min(sizes.small * 3.4);
        let first = ground - pitch * (threads.len() as f64 + 0.6);
        let rows: Vec<f64> = (0..threads.len()).map(|nth| first + pitch * nth as f64).collect();
        let mut meetings: Vec<Vec<(usize, f64)>> = vec![Vec::new(); steps.len()];
        for (nth, thread) in threads.iter().enumerate() {
            thread.steps.iter().for_each(|step| meetings[*step].push((nth, rows[nth])));
        }
        let close = (pitch * 0.42).min(8.0);
        for meeting in &mut meetings {
            // The others come to the one who is nearest to the middle of all.
            let mean = meeting.iter().map(|(_, y)| y).sum::<f64>() / meeting.len().max(1) as f64;
            let far = |at: &usize| ((meeting[*at].1 - mean).abs() * 1000.0) as u64;
            let Some(host) = (0..meeting.len()).min_by_key(far) else { continue };
            let y = meeting[host].1;
            for (nth, (_, height)) in meeting.iter_mut().enumerate() {
                *height = y + close * (nth as f64 - host as f64);
            }
        }
        let lone = ground - pitch * 0.6;
        let middle = |meeting: &Vec<(usize, f64)>| match (meeting.first(), meeting.last()) {
            (Some((_, first)), Some((_, last))) => (first + last) / 2.0,
            _ => lone,
        };
        let ys = meetings.iter().map(middle).collect();
        Layout { steps, threads, xs, pitch, rows, meetings, ys, ground, depth, plot, sizes }
    }

    fn step(&self) -> f64 {
        self.xs.windows(2).next().map_or(WIDEST, |pair| pair[1] - pair[0])
    }

    /// Draws lines, names, events and dates.
    fn draw(&self, scene: &mut Scene, gutter: f64) {
        let theme = scene.theme;
        scene.level((self.plot.left, self.plot.right), self.ground, 1.2, theme.grey_ink);
        let name = Type { size: self.sizes.small, weight: Weight::Regular, rgb: theme.ink };
        for (nth, thread) in self.threads.iter().enumerate() {
            let (y, rgb) = (self.rows[nth], thread_rgb(theme, nth));
            let most = ((self.pitch / (name.size * 1.2)) as usize).clamp(1, 2);
            let words = font::wrap(thread.name, gutter - 12.0, most, name.size, name.weight);
            let mut base = y + name.size * (0.35 - 0.6 * (words.len() as f64 - 1.0));
            for line in &words {
                scene.text((self.plot.left - 10.0, base), Align::Right, line, name);
                base += name.size * 1.2;
            }
            let n = scene.lang.count(thread.steps.len() as u64, EVENTS);
            let tooltip = format!("{}: {n}", thread.name);
            let data =
                vec![("actor", thread.name.to_owned()), ("events", thread.steps.len().to_string())];
            scene.group(tooltip, data, |scene| {
                scene.level((self.plot.left, self.plot.right), y, 0.8, theme.grid);
                for stretch in self.stretches(nth) {
                    scene.path(self.path(nth, stretch), 2.6, rgb, 1.0);
                }
            });
        }
        for (nth, mark) in self.steps.iter().enumerate() {
            let (x, y) = (self.xs[nth], self.ys[nth]);
            scene.group(mark::tooltip(mark, scene.lang), mark::data(mark), |scene| {
                let rgb = theme.of(mark.kind);
                if let [(_, first), .., (_, last)] = self.meetings[nth].as_slice() {
                    scene.upright(x, (first - 3.0, last + 3.0), 6.5, theme.paper);
                    scene.upright(x, (first - 2.2, last + 2.2), 3.4, rgb);
                }
                mark::symbol(scene, (x, y), RADIUS, mark.kind, mark.modality, rgb);
            });
        }
        self.draw_dates(scene);
    }

    /// The parts of a line: it breaks where the actor is absent for long, by index into its steps.
    fn stretches(&self, thread: usize) -> Vec<&[usize]> {
        let long = (self.steps.len() / 6).max(6);
        let steps = &self.threads[thread].steps;
        steps.chunk_by(|a, b| b - a <= long).collect()
    }

    /// A stretch of a line: it comes from its own row, is level at events, goes home between them where
    /// there is room, and ends in its row.
    fn path(&self, thread: usize, steps: &[usize]) -> Vec<Point> {
        let (step, row) = (self.step(), self.rows[thread]);
        let level = (step * 0.16).min(9.0);
        let bend = (step * 0.84).min(46.0);
        let at = |step: usize| {
            let own = self.meetings[step].iter().find(|(line, _)| *line == thread);
            (self.xs[step], own.map_or(row, |(_, y)| *y))
        };
        let mut points: Vec<Point> = Vec::new();
        if let Some((x, y)) = steps.first().map(|step| at(*step)) {
            let start = ((x - level - bend).max(self.plot.left), row);
            points.push(start);
            curve(&mut points, start, (x - level, y));
        }
        for pair in steps.windows(2) {
            let ((x, y), (to_x, to_y)) = (at(pair[0]), at(pair[1]));
            points.push((x + level, y));
            let room = (to_x - x) / 2.0 - level;
            if pair[1] - pair[0] > 1 && room > 0.0 {
                let by = bend.min(room);
                curve(&mut points, (x + level, y), (x + level + by, row));
                points.push((to_x - level - by, row));
                curve(&mut points, (to_x - level - by, row), (to_x - level, to_y));
            } else {
                curve(&mut points, (x + level, y), (to_x - level, to_y));
            }
        }
        if let Some((x, y)) = steps.last().map(|step| at(*step)) {
            points.push((x + level, y));
            curve(&mut points, (x + level, y), ((x + level + bend).min(self.plot.right), row));
        }
        points
    }

    /// The days under the steps, as far as there is room, the year where it is a new one.
    fn draw_dates(&self, scene: &mut Scene) {
        let style =
            Type { size: self.sizes.small, weight: Weight::Regular, rgb: scene.theme.grey_ink };
        let base = self.ground + self.depth + style.size * 1.5;
        let (mut year, mut free, mut said) = (None, f64::NEG_INFINITY, String::new());
        for (mark, x) in self.steps.iter().zip(&self.xs) {
            scene.upright(*x, (self.ground, self.ground + 4.0), 1.0, scene.theme.line);
            let words = date::say(mark, year, scene.lang);
            let wide = font::width(&words, style.size, style.weight);
            let left = (x - wide / 2.0).max(self.plot.left).min(self.plot.right - wide);
            if words != said && left >= free {
                scene.text((left, base), Align::Left, &words, style);
                free = left + wide + style.size * 0.9;
                year = mark.earliest.or(mark.latest).map(|day| day.year());
                said = date::say(mark, year, scene.lang);
            }
        }
    }

    /// How events follow each other, as arcs under the rule.
    fn draw_links(&self, scene: &mut Scene, view: &Storyline, links: &[(usize, usize, usize)]) {
        let hung: Vec<Hung<'_>> = links
            .iter()
            .map(|(nth, from, to)| Hung {
                arc: &view.arcs[*nth],
                from: self.xs[*from],
                to: self.xs[*to],
            })
            .collect();
        let titles: Vec<&str> = view.marks.iter().map(|mark| mark.title.as_str()).collect();
        arcs::draw(scene, &hung, &titles, self.ground, self.depth - 6.0);
    }

    /// Says what happened, over the events, the weightiest first; how many have words comes back.
    fn draw_labels(&self, scene: &mut Scene, top: f64) -> usize {
        let order = by_weight(self.steps.iter().copied());
        let notes: Vec<(Point, String, &str)> = order
            .iter()
            .map(|at| {
                let mark = self.steps[*at];
                let top = self.meetings[*at].first().map_or(self.ys[*at], |(_, y)| *y);
                let head = date::say(mark, None, scene.lang);
                ((self.xs[*at], top - RADIUS - 3.0), head, mark.title.as_str())
            })
            .collect();
        let over = self.rows.first().copied().unwrap_or(self.ground).min(self.top_of_all());
        let area = Rect::new(self.plot.left, top, self.plot.right, over - self.sizes.small * 1.2);
        plot::draw_notes(scene, &notes, area, self.sizes.small)
    }

    /// The highest point of any line.
    fn top_of_all(&self) -> f64 {
        let heights = self.meetings.iter().flatten().map(|(_, y)| *y);
        heights.chain(self.ys.iter().copied()).fold(f64::INFINITY, f64::min)
    }
}

/// An S between two points that starts and ends level.
fn curve(points: &mut Vec<Point>, from: Point, to: Point) {
    const PARTS: usize = 12;
    for nth in 1..=PARTS {
        let t = nth as f64 / PARTS as f64;
        let ease = t * t * (3.0 - 2.0 * t);
        points.push((from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * ease));
    }
}

/// Greys in turn, so that neighbours can be told apart; colours mean kinds.
fn thread_rgb(theme: &Theme, nth: usize) -> Rgb {
    theme.ink.over(theme.paper, [0.55, 0.3, 0.42][nth % 3])
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Storyline) {
    let lang = scene.lang;
    let told: Vec<String> = view
        .marks
        .iter()
        .take(40)
        .map(|mark| format!("{}: {}", date::say(mark, None, lang), mark.title))
        .collect();
    let names: Vec<&str> = view.threads.iter().take(20).map(|t| t.name.as_str()).collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!(
        "{}; {}: {}. {}",
        lang.count(view.marks.len() as u64, EVENTS),
        lang.count(view.threads.len() as u64, ACTORS),
        names.join(", "),
        told.join("; ")
    );
}
