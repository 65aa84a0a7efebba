//! Calendar time on a level axis: where a day lies, and which ticks and labels it gets.
//!
//! The finest unit is the day, since no event is dated closer: hours on the axis would pretend to.

use super::font::{self, Weight};
use super::lang::Lang;
use super::phrases::YEARS;
use super::scale::TimeScale;
use super::scene::{Align, Rect, Scene, Type};
use crate::report::view::Step;
use chrono::{Datelike, NaiveDate};

/// Space that a tick label keeps to the ends of its cell, both together, in pixels.
const AIR: f64 = 9.0;

/// The units that ticks can follow, from the finest.
const UNITS: [Step; 13] = [
    Step::Day,
    Step::Week,
    Step::Month,
    Step::Quarter,
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(25),
    Step::Years(100),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(10_000),
];

/// Ways to write a unit as a minor label, the longest first.
fn minor(unit: Step) -> &'static [&'static str] {
    match unit {
        Step::Day => &["%A %-d", "%a %-d", "%-d"],
        Step::Week => &["%-d %b", "%-d"],
        Step::Month => &["%B", "%b"],
        Step::Quarter => &["Q%q"],
        Step::Years(_) => &["%Y"],
    }
}

/// Ways to write a unit as a major label, the longest first.
fn major(unit: Step) -> &'static [&'static str] {
    match unit {
        Step::Month => &["%B %Y", "%b %Y", "%b"],
        Step::Years(_) => &["%Y"],
        _ => &[],
    }
}

/// What stands under a unit.
fn parent(unit: Step) -> Option<Step> {
    match unit {
        Step::Day | Step::Week => Some(Step::Month),
        Step::Month | Step::Quarter => Some(Step::Years(1)),
        Step::Years(_) => None,
    }
}

/// What divides a unit by small ticks without labels, where there is room for them.
fn child(unit: Step) -> Option<Step> {
    match unit {
        Step::Day => None,
        Step::Week => Some(Step::Day),
        Step::Month => Some(Step::Week),
        Step::Quarter => Some(Step::Month),
        Step::Years(1) => Some(Step::Quarter),
        Step::Years(step) => Some(Step::Years(match step {
            ..=10 => 1,
            11..=500 => 10,
            _ => 100,
        })),
    }
}

/// The narrowest cell that may carry a unit, in pixels, whatever its label.
fn least(unit: Step) -> f64 {
    match unit {
        Step::Week => 46.0,
        Step::Month => 26.0,
        Step::Quarter => 44.0,
        Step::Day | Step::Years(_) => 0.0,
    }
}

/// A stretch of the axis between two ticks, with its label if it has room for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// Counts units from a fixed one, so that every second one can be tinted.
    pub(crate) even: bool,
    pub(crate) label: String,
}

/// Two rows of ticks and labels.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    pub(crate) minor: Vec<Cell>,
    pub(crate) major: Vec<Cell>,
    /// Where small ticks stand.
    pub(crate) small: Vec<f64>,
    size: f64,
    ends: (f64, f64),
    /// What is left out, and how many years that is.
    breaks: Vec<(f64, f64, u64)>,
}

impl Axis {
    /// The finest ticks whose labels all have room, in type of `size` pixels.
    pub(crate) fn new(scale: &TimeScale, size: f64, lang: Lang) -> Self {
        let mut chosen = (Step::Years(10_000), "%Y");
        'units: for unit in UNITS {
            // A unit so fine that it cannot be told apart is not even measured.
            if width_of(unit) * scale.day() < least(unit).max(size) {
                continue;
            }
            for format in minor(unit) {
                let mut cells = cells(scale, unit).into_iter().peekable();
                let fits = |(start, left, right): (NaiveDate, f64, f64)| {
                    let label = write(start, format, lang);
                    let whole = right - left + 0.5 >= whole_width(scale, unit, start);
                    !whole || text_width(&label, size) + AIR <= right - left
                };
                if cells.peek().is_some() && cells.all(fits) {
                    chosen = (unit, format);
                    break 'units;
                }
            }
        }
        let (unit, format) = chosen;
        // Labelling one lone day or month "14" would leave out the rest of its name.
        let minor = label(scale, unit, &[format], size, lang);
        let major = parent(unit)
            .map_or(Vec::new(), |parent| label(scale, parent, major(parent), size, lang));
        let small = child(unit).filter(|child| width_of(*child) * scale.day() >= 4.0);
        let small = small.map_or(Vec::new(), |child| {
            let ticks = cells(scale, child).into_iter().map(|(_, left, _)| left);
            ticks.filter(|x| *x > scale.ends().0).collect()
        });
        Axis { minor, major, small, size, ends: scale.ends(), breaks: scale.breaks() }
    }

    /// The height of its labels in pixels.
    pub(crate) fn height(&self) -> f64 {
        let rows = if self.major.is_empty() { 1.0 } else { 2.0 };
        8.0 + rows * (self.size + 7.0)
    }

    /// Tints every second stretch and draws the grid, from `top` to `bottom`.
    pub(crate) fn draw_bands(&self, scene: &mut Scene, top: f64, bottom: f64) {
        let bands = if self.major.len() > 1 { &self.major } else { &self.minor };
        for cell in bands.iter().filter(|cell| cell.even) {
            scene.block(Rect::new(cell.left, top, cell.right, bottom), scene.theme.band, 1.0);
        }
        // Where the tint changes with each tick, lines would say it twice.
        let lines = if self.major.len() > 1 { self.minor.as_slice() } else { &[] };
        for cell in lines {
            if cell.left > self.ends.0 + 0.5 {
                scene.upright(cell.left, (top, bottom), 0.8, scene.theme.grid);
            }
        }
    }

    /// Draws ticks and labels below `top`.
    pub(crate) fn draw_labels(&self, scene: &mut Scene, top: f64) {
        let style = |rgb, weight| Type { size: self.size, weight, rgb };
        scene.level(self.ends, top, 1.0, scene.theme.line);
        for (left, right, years) in &self.breaks {
            self.draw_break(scene, (*left, *right), top, *years);
        }
        for x in &self.small {
            scene.upright(*x, (top, top + 3.0), 1.0, scene.theme.line);
        }
        let baseline = top + 5.0 + self.size;
        for cell in &self.minor {
            if cell.left > self.ends.0 + 0.5 {
                scene.upright(cell.left, (top, top + 6.0), 1.0, scene.theme.line);
            }
            let weight = if self.major.is_empty() { Weight::Semibold } else { Weight::Regular };
            let rgb = if self.major.is_empty() { scene.theme.ink } else { scene.theme.grey_ink };
            scene.text(middle(cell, baseline), Align::Centre, &cell.label, style(rgb, weight));
        }
        let second = baseline + self.size + 7.0;
        for cell in &self.major {
            if cell.left > self.ends.0 + 0.5 {
                scene.upright(cell.left, (top, second + 3.0), 1.0, scene.theme.line);
            }
            scene.text(
                middle(cell, second),
                Align::Centre,
                &cell.label,
                style(scene.theme.ink, Weight::Semibold),
            );
        }
    }
}

impl Axis {
    /// Two strokes across the axis where time is left out, and how much.
    fn draw_break(&self, scene: &mut Scene, (left, right): (f64, f64), top: f64, years: u64) {
        let theme = scene.theme;
        scene.block(Rect::new(left, top - 1.5, right, top + 1.5), theme.paper, 1.0);
        for x in [left, right] {
            scene.path(vec![(x - 3.0, top + 6.0), (x + 3.0, top - 6.0)], 1.2, theme.grey_ink, 1.0);
        }
        let text = Type { size: self.size * 0.92, weight: Weight::Regular, rgb: theme.grey_ink };
        let words = font::shorten(
            &scene.lang.count(years, YEARS),
            right - left + 14.0,
            text.size,
            text.weight,
        );
        let at = ((left + right) / 2.0, top + 5.0 + self.size);
        scene.text(at, Align::Centre, &words, text);
    }
}

fn middle(cell: &Cell, y: f64) -> (f64, f64) {
    ((cell.left + cell.right) / 2.0, y)
}

/// The usual width in days.
fn width_of(unit: Step) -> f64 {
    match unit {
        Step::Day => 1.0,
        Step::Week => 7.0,
        Step::Month => 30.4,
        Step::Quarter => 91.3,
        Step::Years(years) => 365.25 * f64::from(years),
    }
}

fn whole_width(scale: &TimeScale, unit: Step, start: NaiveDate) -> f64 {
    unit.next(start).map_or(f64::INFINITY, |next| scale.start(next) - scale.start(start))
}

fn text_width(label: &str, size: f64) -> f64 {
    font::width(label, size, Weight::Semibold)
}

/// The units that the scale shows: first day, and x of both ends cut to the scale and its breaks.
fn cells(scale: &TimeScale, unit: Step) -> Vec<(NaiveDate, f64, f64)> {
    let mut cells = Vec::new();
    for (first, last, left, right) in scale.stretches() {
        let mut next = Some(unit.floor(first));
        while let Some(start) = next.filter(|start| *start <= last) {
            next = unit.next(start);
            let end = next.map_or(right, |next| scale.start(next));
            cells.push((start, scale.start(start).clamp(left, right), end.clamp(left, right)));
        }
    }
    cells
}

/// The cells of a unit, each with the longest label that fits into it; a cell too narrow for any
/// goes without, which happens at the ends of the axis.
fn label(scale: &TimeScale, unit: Step, formats: &[&str], size: f64, lang: Lang) -> Vec<Cell> {
    cells(scale, unit)
        .into_iter()
        .map(|(start, left, right)| {
            let label = formats
                .iter()
                .map(|format| write(start, format, lang))
                .find(|label| text_width(label, size) + AIR <= right - left)
                .unwrap_or_default();
            Cell { left, right, even: number(unit, start) % 2 == 0, label }
        })
        .collect()
}

/// The running number of a unit.
fn number(unit: Step, start: NaiveDate) -> i32 {
    match unit {
        Step::Day => start.num_days_from_ce(),
        Step::Week => start.num_days_from_ce() / 7,
        Step::Month => start.year() * 12 + start.month0() as i32,
        Step::Quarter => start.year() * 4 + start.month0() as i32 / 3,
        Step::Years(step) => start.year().div_euclid(step),
    }
}

fn write(start: NaiveDate, format: &str, lang: Lang) -> String {
    match format {
        "Q%q" => format!("Q{}", start.month0() / 3 + 1),
        _ => lang.date(start, format),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    fn axis(from: &str, to: &str, width: f64) -> Axis {
        let span = (from.parse().unwrap(), to.parse().unwrap());
        Axis::new(&TimeScale::new(span, 40.0, 40.0 + width), 12.0, Lang::English)
    }

    fn labels(cells: &[Cell]) -> Vec<&str> {
        cells.iter().map(|cell| cell.label.as_str()).collect()
    }

    #[test]
    fn the_unit_follows_the_span() {
        let day = axis("2025-12-14", "2025-12-14", 1500.0);
        assert_eq!(
            (labels(&day.minor), labels(&day.major)),
            (vec!["Sunday 14"], vec!["December 2025"])
        );
        let month = axis("2025-12-01", "2025-12-31", 1500.0);
        assert_eq!(month.minor.len(), 31);
        assert_eq!(labels(&month.major), ["December 2025"]);
        let half = axis("2025-01-01", "2025-06-30", 1500.0);
        assert!(
            half.minor[1].label == "6 Jan" || half.minor[1].label == "6",
            "{:?}",
            half.minor[1]
        );
        let year = axis("2025-01-01", "2025-12-31", 1500.0);
        assert_eq!(labels(&year.minor)[..2], ["January", "February"]);
        assert_eq!(labels(&year.major), ["2025"]);
        let dozen = axis("2013-11-01", "2025-12-31", 1500.0);
        assert_eq!(labels(&dozen.minor)[1..3], ["2014", "2015"]);
        let long = axis("1500-01-01", "2025-12-31", 1500.0);
        assert!(labels(&long.minor).contains(&"1525"), "{:?}", labels(&long.minor));
    }

    #[test]
    fn labels_stay_in_their_cells_at_any_span_and_width() {
        for days in [0, 1, 2, 6, 13, 30, 45, 90, 200, 365, 800, 2000, 4500, 40_000, 400_000] {
            for width in [200.0, 420.0, 700.0, 1520.0, 3000.0] {
                let first: NaiveDate = "1013-11-24".parse().unwrap();
                let span = (first, first + Days::new(days));
                let axis =
                    Axis::new(&TimeScale::new(span, 40.0, 40.0 + width), 12.0, Lang::English);
                assert!(axis.minor.len() < 1000, "{days} days on {width} px");
                for cell in axis.minor.iter().chain(&axis.major) {
                    let text = text_width(&cell.label, 12.0);
                    assert!(
                        cell.label.is_empty() || text <= cell.right - cell.left,
                        "{days} days on {width} px: {cell:?}"
                    );
                }
                let named = axis.minor.iter().chain(&axis.major).any(|cell| !cell.label.is_empty());
                assert!(named, "{days} days on {width} px");
            }
        }
    }
}
