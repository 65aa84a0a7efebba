//! Activity: how many events began in each unit of time, as stacked bars, and what led the peaks.

use super::Canvas;
use super::date;
use super::font::Weight;
use super::frame::{self, Legend, Sizes};
use super::phrases::{EVENTS, EVENTS_PER};
use super::plot;
use super::scale::TimeScale;
use super::scene::{Align, Data, Rect, Scene, Type};
use super::style::{Rgb, Theme};
use crate::domain::{Class, Kind};
use crate::report::view::{Activity, Bar, Split};

/// A part of the bars: its kinds, its colour, its words.
struct Part {
    kinds: Vec<Kind>,
    rgb: Rgb,
    name: &'static str,
    words: &'static str,
}

impl Part {
    fn of(&self, bar: &Bar) -> u64 {
        self.kinds.iter().map(|kind| bar.kinds[*kind as usize]).sum()
    }
}

/// Lays activity out.
pub(crate) fn scene(view: &Activity, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang, theme) = (scene.width, scene.height, scene.lang, scene.theme);
    let sizes = Sizes::of(width, height);
    let parts = parts(view, &scene);
    let total: u64 = view.bars.iter().map(Bar::total).sum();
    let mut legend = Legend::default();
    for part in &parts {
        legend.swatch(part.rgb, part.words);
    }
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let highest = view.bars.iter().map(Bar::total).max().unwrap_or(0);
    let ticks = plot::ticks(highest, 5);
    let left = sizes.margin + plot::scale_room(&ticks, sizes.small, lang);
    let busy: Vec<_> = view.bars.iter().map(|bar| (bar.first, bar.last)).collect();
    let scale = TimeScale::broken(view.span, &busy, left, width - sizes.margin);
    let (plot, eras) = plot::over_time(&mut scene, &scale, &view.eras, (left, top), sizes);
    if view.bars.is_empty() {
        frame::empty(&mut scene, plot, &frame::why_empty(&view.caption, lang), sizes);
    } else {
        let room = plot.height() - eras;
        let words = if view.peaks.is_empty() { 0.06 } else { 0.36 };
        let bars = Rect::new(left, plot.bottom - room * (1.0 - words), plot.right, plot.bottom);
        let most = ticks.last().copied().unwrap_or(1) as f64;
        let y = |n: u64| bars.bottom - bars.height() * n as f64 / most;
        let text = Type { size: sizes.small, weight: Weight::Regular, rgb: theme.grey_ink };
        for tick in &ticks {
            if *tick > 0 {
                scene.level((plot.left, plot.right), y(*tick), 0.8, theme.grid);
            }
            let at = (left - 7.0, y(*tick) + sizes.small * 0.35);
            scene.text(at, Align::Right, &lang.number(*tick), text);
        }
        let per = lang.fill(EVENTS_PER, &[&lang.step(view.step)]);
        let at = (sizes.margin + sizes.small * 0.8, bars.bottom);
        plot::draw_side(&mut scene, at, bars.height(), &per, text);
        for bar in &view.bars {
            draw_bar(&mut scene, bar, &parts, &scale, &y);
        }
        let notes: Vec<_> = view
            .peaks
            .iter()
            .map(|peak| {
                let bar = &view.bars[peak.bar];
                let when = date::unit(bar.first, bar.last, scale.year(), lang);
                let head = format!("{when} · {}", lang.count(bar.total(), EVENTS));
                let ends = (scale.start(bar.first), scale.end(bar.last));
                let x = (scale.clamp(ends.0) + scale.clamp(ends.1)) / 2.0;
                ((x, y(bar.total()) - 2.0), head, peak.mark.title.as_str())
            })
            .collect();
        let above = Rect::new(plot.left, plot.top + eras + 4.0, plot.right, y(highest) - 9.0);
        plot::draw_notes(&mut scene, &notes, above, sizes.small);
    }
    let mut notes = vec![lang.count(total, EVENTS)];
    notes.extend(frame::unplaced(view.vague, view.outside, lang));
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view, total);
    scene
}

/// The parts that occur, in the order of the legend.
fn parts(view: &Activity, scene: &Scene) -> Vec<Part> {
    let (theme, lang) = (scene.theme, scene.lang);
    let mut parts: Vec<Part> = Vec::new();
    for class in Class::ALL {
        let kinds = Kind::ALL.iter().copied().filter(|kind| Class::of(*kind) == *class);
        match view.split {
            Split::Kind => parts.extend(kinds.enumerate().map(|(nth, kind)| Part {
                kinds: vec![kind],
                rgb: shade(theme, *class, nth),
                name: kind.as_str(),
                words: lang.kind(kind),
            })),
            _ => parts.push(Part {
                kinds: kinds.collect(),
                rgb: theme.class(*class),
                name: class.as_str(),
                words: lang.class(*class),
            }),
        }
    }
    parts.retain(|part| view.bars.iter().any(|bar| part.of(bar) > 0));
    parts
}

/// The colour of a class for one of its kinds, paler ones for the others.
fn shade(theme: &Theme, class: Class, nth: usize) -> Rgb {
    let strength = [1.0, 0.74, 0.54, 0.38];
    // The last kinds of conflict are the gravest.
    let conflict = matches!(class, Class::VerbalConflict | Class::MaterialConflict);
    let nth = if conflict { 3 - nth.min(3) } else { nth.min(3) };
    theme.class(class).over(theme.paper, strength[nth])
}

fn draw_bar(
    scene: &mut Scene,
    bar: &Bar,
    parts: &[Part],
    scale: &TimeScale,
    y: &dyn Fn(u64) -> f64,
) {
    let lang = scene.lang;
    let (from, to) = plot::bar(scale, bar.first, bar.last);
    let counts: Vec<(u64, &Part)> = parts.iter().map(|part| (part.of(bar), part)).collect();
    let told: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, part)| format!("{}: {}", part.words, lang.number(*n)))
        .collect();
    let when = date::unit(bar.first, bar.last, None, lang);
    let tooltip = format!("{when}: {} ({})", lang.count(bar.total(), EVENTS), told.join(", "));
    let parts = counts.iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> = parts.map(|(n, part)| format!("{}={n}", part.name)).collect();
    let data: Data = vec![
        ("first", bar.first.to_string()),
        ("last", bar.last.to_string()),
        ("events", bar.total().to_string()),
        ("parts", parts.join("; ")),
    ];
    scene.group(tooltip, data, |scene| {
        // The last of the legend, deeds of conflict, stands on the ground.
        let mut below = 0;
        for (n, part) in counts.iter().rev().filter(|(n, _)| *n > 0) {
            scene.block(Rect::new(from, y(below + n), to, y(below)), part.rgb, 1.0);
            below += n;
        }
    });
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Activity, total: u64) {
    let lang = scene.lang;
    let peaks: Vec<String> = view
        .peaks
        .iter()
        .map(|peak| {
            let bar = &view.bars[peak.bar];
            let when = date::unit(bar.first, bar.last, None, lang);
            format!("{when}: {}, {}", lang.count(bar.total(), EVENTS), peak.mark.title)
        })
        .collect();
    scene.title.clone_from(&view.caption.title);
    let per = lang.fill(EVENTS_PER, &[&lang.step(view.step)]);
    scene.description = format!("{per}: {}. {}", lang.count(total, EVENTS), peaks.join("; "));
}
