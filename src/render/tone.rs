//! Tone: mean Goldstein scores over time with their confidence, and how many events are behind
//! them.

use super::Canvas;
use super::date;
use super::font::Weight;
use super::frame::{self, Legend, Sizes};
use super::mark;
use super::phrases::{
    BAND_95, CONFLICT, COOPERATION, EVENTS, EVENTS_WITH_SCORE, FEWER, GOLDSTEIN, MEAN_OF,
    MEAN_OVER, NO_TONE, SCORED,
};
use super::plot;
use super::scale::TimeScale;
use super::scene::{Align, Point, Rect, Scene, Type};
use super::style::Outline;
use crate::report::view::{Score, Tone};
use chrono::NaiveDate;

/// Lays tone out.
pub(crate) fn scene(view: &Tone, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang, theme) = (scene.width, scene.height, scene.lang, scene.theme);
    let sizes = Sizes::of(width, height);
    let scored: u64 = view.points.iter().map(|point| point.2.scored).sum();
    let band = theme.grey_ink.over(theme.paper, 0.2);
    let mut legend = Legend::default();
    if scored > 0 {
        let smoothing = if view.window > 1 {
            lang.fill(MEAN_OVER, &[&view.window.to_string(), lang.steps(view.step)])
        } else {
            lang.fill(MEAN_OF, &[&lang.step(view.step)])
        };
        legend.line(theme.ink, smoothing);
        legend.swatch(band, lang.say(BAND_95));
        if view.smooth.iter().any(|(.., score)| (1..Score::FEWEST).contains(&score.scored)) {
            legend.dashes(lang.say(FEWER));
        }
        if view.window > 1 {
            let dot = lang.fill(MEAN_OF, &[&lang.step(view.step)]);
            legend.dot(theme.grey_ink.over(theme.paper, 0.7), dot);
        }
        legend.words(lang.say(GOLDSTEIN));
    }
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let room = plot::scale_room(&count_ticks(view), sizes.small, lang);
    let left = sizes.margin + room.max(sizes.small * 5.0);
    let busy: Vec<_> = view.points.iter().map(|(first, last, _)| (*first, *last)).collect();
    let scale = TimeScale::broken(view.span, &busy, left, width - sizes.margin);
    let (plot, eras) = plot::over_time(&mut scene, &scale, &view.eras, (left, top), sizes);
    if scored == 0 {
        let why = if view.points.is_empty() {
            frame::why_empty(&view.caption, lang)
        } else {
            vec![lang.fill(NO_TONE, &[&lang.count(view.caption.matching, EVENTS)])]
        };
        frame::empty(&mut scene, plot, &why, sizes);
    } else {
        let middle = plot.bottom - plot.height() * 0.2;
        let upper = Rect::new(left, plot.top + eras + 6.0, plot.right, middle - sizes.small * 2.2);
        let lower = Rect::new(left, middle, plot.right, plot.bottom);
        let panel = Panel { view, scale: &scale, sizes, upper, ends: reach(view) };
        panel.draw(&mut scene, band);
        draw_counts(&mut scene, view, &scale, lower, sizes);
    }
    let mut notes = vec![lang.fill(SCORED, &[&lang.count(scored, EVENTS)])];
    notes.extend(frame::unplaced(view.vague, view.outside, lang));
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view, scored);
    scene
}

/// The lowest and highest score of the axis: even numbers around all means and 0.
fn reach(view: &Tone) -> (f64, f64) {
    let means = view.smooth.iter().chain(&view.points).filter_map(|(.., score)| score.mean());
    let edges = view.smooth.iter().filter_map(|(.., score)| score.mean().zip(score.margin()));
    let edges = edges.flat_map(|(mean, margin)| [mean - margin, mean + margin]);
    let (low, high) = means
        .chain(edges)
        .fold((-2.0, 2.0), |(low, high), x| (f64::min(low, x), f64::max(high, x)));
    ((low / 2.0).floor().max(-5.0) * 2.0, (high / 2.0).ceil().min(5.0) * 2.0)
}

/// The scores.
struct Panel<'a> {
    view: &'a Tone,
    scale: &'a TimeScale,
    sizes: Sizes,
    upper: Rect,
    ends: (f64, f64),
}

impl Panel<'_> {
    fn y(&self, score: f64) -> f64 {
        let (low, high) = self.ends;
        let part = (score.clamp(low, high) - low) / (high - low);
        self.upper.bottom - self.upper.height() * part
    }

    fn x(&self, first: NaiveDate, last: NaiveDate) -> f64 {
        let (from, to) = (self.scale.start(first), self.scale.end(last));
        (self.scale.clamp(from) + self.scale.clamp(to)) / 2.0
    }

    fn draw(&self, scene: &mut Scene, band: super::style::Rgb) {
        let (theme, lang, size) = (scene.theme, scene.lang, self.sizes.small);
        let text = Type { size, weight: Weight::Regular, rgb: theme.grey_ink };
        let Rect { left, right, .. } = self.upper;
        for run in self.runs(|score| score.margin().is_some()) {
            let edge = |sign: f64| {
                run.iter().filter_map(move |(x, score)| {
                    Some((*x, self.y(score.mean()? + sign * score.margin()?)))
                })
            };
            let lower: Vec<Point> = edge(-1.0).collect();
            scene.polygon(edge(1.0).chain(lower.into_iter().rev()).collect(), band);
        }
        let apart = |step: &f64| self.y(0.0) - self.y(*step) >= size * 1.4;
        let step = [2.0, 5.0].into_iter().find(apart).unwrap_or(10.0);
        let mut score = (self.ends.0 / step).ceil() * step;
        while score <= self.ends.1 {
            let y = self.y(score);
            scene.level((left, right), y, 0.8, theme.grid);
            let sign = if score > 0.0 { "+" } else { "" };
            let words =
                format!("{sign}{score:.0}").replace('-', "\u{2212}").replace("\u{2212}0", "0");
            scene.text((left - 7.0, y + size * 0.35), Align::Right, &words, text);
            score += step;
        }
        scene.level((left, right), self.y(0.0), 1.4, theme.grey_ink);
        self.draw_sides(scene, text);
        let most = self.view.points.iter().map(|point| point.2.scored).max().unwrap_or(1);
        for (first, last, score) in &self.view.points {
            let Some(mean) = score.mean() else { continue };
            let when = date::unit(*first, *last, None, lang);
            let tooltip =
                format!("{when}: {} ({})", lang.decimal(mean), lang.count(score.scored, EVENTS));
            let data = vec![
                ("first", first.to_string()),
                ("last", last.to_string()),
                ("mean", format!("{mean:.4}")),
                ("scored", score.scored.to_string()),
            ];
            let radius = 1.4 + 2.6 * (score.scored as f64 / most as f64).sqrt();
            let rgb = theme.tone(mean).over(theme.paper, 0.75);
            scene.group(tooltip, data, |scene| {
                let at = (self.x(*first, *last), self.y(mean));
                mark::shape(scene, at, radius, Outline::Circle, rgb);
            });
        }
        // Of very few events nobody can say how sure the mean is: a thin line in dashes.
        for run in self.runs(|score| score.mean().is_some()) {
            let points: Vec<Point> =
                run.iter().filter_map(|(x, score)| Some((*x, self.y(score.mean()?)))).collect();
            match points.as_slice() {
                [alone] => mark::shape(scene, *alone, 2.6, Outline::Circle, theme.ink),
                _ => scene.dashes(&points, (4.0, 3.5), (1.1, theme.grey_ink, 1.0)),
            }
        }
        for run in self.runs(|score| score.margin().is_some()) {
            let points: Vec<Point> =
                run.iter().filter_map(|(x, score)| Some((*x, self.y(score.mean()?)))).collect();
            if points.len() > 1 {
                scene.path(points, 2.2, theme.ink, 1.0);
            }
        }
    }

    /// What is up and what is down, beside the scale.
    fn draw_sides(&self, scene: &mut Scene, text: Type) {
        let lang = scene.lang;
        let x = self.sizes.margin + text.size * 0.8;
        let sides = [(COOPERATION, (0.0, self.ends.1)), (CONFLICT, (self.ends.0, 0.0))];
        for (phrase, (low, high)) in sides {
            let room = self.y(low) - self.y(high);
            plot::draw_side(scene, (x, self.y(low)), room, lang.say(phrase), text);
        }
    }

    /// The stretches of the smoothed line without a hole, as x and scores.
    fn runs(&self, keep: impl Fn(&Score) -> bool) -> Vec<Vec<(f64, Score)>> {
        let mut runs: Vec<Vec<(f64, Score)>> = vec![Vec::new()];
        let breaks = self.scale.breaks();
        let mut last_x = f64::NEG_INFINITY;
        for (first, last, score) in &self.view.smooth {
            let x = self.x(*first, *last);
            let broken =
                breaks.iter().any(|(left, right, _)| last_x < *left + 0.5 && x > *right - 0.5);
            let hidden = breaks.iter().any(|(left, right, _)| x > *left && x < *right);
            if !keep(score) || hidden {
                runs.push(Vec::new());
                continue;
            }
            if broken {
                runs.push(Vec::new());
            }
            last_x = x;
            if let Some(run) = runs.last_mut() {
                run.push((x, *score));
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }
}

/// The scale of how many events have scores.
fn count_ticks(view: &Tone) -> Vec<u64> {
    plot::ticks(view.points.iter().map(|point| point.2.scored).max().unwrap_or(1), 2)
}

/// How many events have scores, in bars of their own below.
fn draw_counts(scene: &mut Scene, view: &Tone, scale: &TimeScale, area: Rect, sizes: Sizes) {
    let (theme, lang) = (scene.theme, scene.lang);
    let ticks = count_ticks(view);
    let highest = ticks.last().copied().unwrap_or(1) as f64;
    let y = |n: u64| area.bottom - area.height() * n as f64 / highest;
    let text = Type { size: sizes.small, weight: Weight::Regular, rgb: theme.grey_ink };
    for tick in &ticks {
        scene.level((area.left, area.right), y(*tick), 0.8, theme.grid);
        let at = (area.left - 7.0, y(*tick) + sizes.small * 0.35);
        scene.text(at, Align::Right, &lang.number(*tick), text);
    }
    for (first, last, score) in view.points.iter().filter(|point| point.2.scored > 0) {
        let (from, to) = plot::bar(scale, *first, *last);
        let rect = Rect::new(from, y(score.scored), to, area.bottom);
        scene.block(rect, theme.grey_ink.over(theme.paper, 0.55), 1.0);
    }
    let at = (sizes.margin + text.size * 0.8, area.bottom);
    plot::draw_side(scene, at, area.height(), lang.say(EVENTS_WITH_SCORE), text);
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Tone, scored: u64) {
    let lang = scene.lang;
    let means = || view.smooth.iter().filter_map(|point| Some((point, point.2.mean()?)));
    let by_mean = |a: &(&_, f64), b: &(&_, f64)| a.1.total_cmp(&b.1);
    let ends: Vec<String> = [means().min_by(by_mean), means().max_by(by_mean)]
        .into_iter()
        .flatten()
        .map(|((first, last, _), mean)| {
            format!("{}: {}", date::unit(*first, *last, None, lang), lang.decimal(mean))
        })
        .collect();
    scene.title.clone_from(&view.caption.title);
    let what = lang.say(GOLDSTEIN);
    scene.description = format!("{what}; {}. {}", lang.count(scored, EVENTS), ends.join("; "));
}
