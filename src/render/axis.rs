//! Calendar time on a level axis: where a day lies, and which ticks and labels it gets.
//!
//! The finest unit is the day, since no event is dated closer: hours on the axis would pretend to.

use super::font::{self, Weight};
use super::scene::{Align, Rect, Scene, Type};
use super::style::{BAND, GREY_INK, GRID, INK, LINE};
use chrono::{Datelike, Days, Months, NaiveDate};

/// Space that a tick label keeps to the ends of its cell, both together, in pixels.
const AIR: f64 = 9.0;

/// From days to pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeScale {
    first: NaiveDate,
    last: NaiveDate,
    left: f64,
    right: f64,
}

impl TimeScale {
    /// The days of `span`, both whole, between two x in pixels. Ends in the wrong order are
    /// swapped.
    pub(crate) fn new(span: (NaiveDate, NaiveDate), left: f64, right: f64) -> Self {
        TimeScale { first: span.0.min(span.1), last: span.0.max(span.1), left, right }
    }

    /// How many days it shows, at least 1.
    pub(crate) fn days(&self) -> f64 {
        (self.last - self.first).num_days() as f64 + 1.0
    }

    /// The width of a day in pixels.
    pub(crate) fn day(&self) -> f64 {
        (self.right - self.left) / self.days()
    }

    /// Where a day begins, also outside of the span.
    pub(crate) fn start(&self, day: NaiveDate) -> f64 {
        self.left + (day - self.first).num_days() as f64 * self.day()
    }

    /// Where a day ends.
    pub(crate) fn end(&self, day: NaiveDate) -> f64 {
        self.start(day) + self.day()
    }

    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    pub(crate) fn clamp(&self, x: f64) -> f64 {
        x.clamp(self.left, self.right)
    }

    /// Whether any of the days between the two (none is open) is shown.
    pub(crate) fn shows(&self, earliest: Option<NaiveDate>, latest: Option<NaiveDate>) -> bool {
        earliest.is_none_or(|day| day <= self.last) && latest.is_none_or(|day| day >= self.first)
    }

    /// The year that goes without saying, if the axis shows one only.
    pub(crate) fn year(&self) -> Option<i32> {
        (self.first.year() == self.last.year()).then(|| self.first.year())
    }
}

/// A unit of the calendar that ticks can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Years(i32),
}

impl Unit {
    const ALL: [Unit; 12] = [
        Unit::Day,
        Unit::Week,
        Unit::Month,
        Unit::Quarter,
        Unit::Years(1),
        Unit::Years(2),
        Unit::Years(5),
        Unit::Years(10),
        Unit::Years(25),
        Unit::Years(100),
        Unit::Years(500),
        Unit::Years(1000),
    ];

    /// The first day of the unit in which a day lies.
    fn floor(self, day: NaiveDate) -> NaiveDate {
        let (year, month) = (day.year(), day.month());
        let floor = match self {
            Unit::Day => Some(day),
            Unit::Week => {
                day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
            }
            Unit::Month => NaiveDate::from_ymd_opt(year, month, 1),
            Unit::Quarter => NaiveDate::from_ymd_opt(year, (month - 1) / 3 * 3 + 1, 1),
            Unit::Years(step) => NaiveDate::from_ymd_opt(year.div_euclid(step) * step, 1, 1),
        };
        // Only at the ends of the calendar.
        floor.unwrap_or(day)
    }

    /// The first day of the unit after the one that starts on `day`.
    fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Unit::Day => day.checked_add_days(Days::new(1)),
            Unit::Week => day.checked_add_days(Days::new(7)),
            Unit::Month => day.checked_add_months(Months::new(1)),
            Unit::Quarter => day.checked_add_months(Months::new(3)),
            Unit::Years(step) => NaiveDate::from_ymd_opt(day.year() + step, 1, 1),
        }
    }

    /// Ways to write it as a minor label, the longest first.
    fn minor(self) -> &'static [&'static str] {
        match self {
            Unit::Day => &["%A %-d", "%a %-d", "%-d"],
            Unit::Week => &["%-d %b", "%-d"],
            Unit::Month => &["%B", "%b"],
            Unit::Quarter => &["Q%q"],
            Unit::Years(_) => &["%Y"],
        }
    }

    /// Ways to write it as a major label, the longest first.
    fn major(self) -> &'static [&'static str] {
        match self {
            Unit::Month => &["%B %Y", "%b %Y", "%b"],
            Unit::Years(_) => &["%Y"],
            _ => &[],
        }
    }

    /// What stands under it.
    fn parent(self) -> Option<Unit> {
        match self {
            Unit::Day | Unit::Week => Some(Unit::Month),
            Unit::Month | Unit::Quarter => Some(Unit::Years(1)),
            Unit::Years(_) => None,
        }
    }

    /// What divides it by small ticks without labels, where there is room for them.
    fn child(self) -> Option<Unit> {
        match self {
            Unit::Day => None,
            Unit::Week => Some(Unit::Day),
            Unit::Month => Some(Unit::Week),
            Unit::Quarter => Some(Unit::Month),
            Unit::Years(1) => Some(Unit::Quarter),
            Unit::Years(step) => Some(if step <= 10 { Unit::Years(1) } else { Unit::Years(10) }),
        }
    }

    /// The narrowest cell that may carry it, in pixels, whatever its label.
    fn least(self) -> f64 {
        match self {
            Unit::Day => 0.0,
            Unit::Week => 46.0,
            Unit::Month => 26.0,
            Unit::Quarter => 44.0,
            Unit::Years(_) => 0.0,
        }
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
}

impl Axis {
    /// The finest ticks whose labels all have room, in type of `size` pixels.
    pub(crate) fn new(scale: &TimeScale, size: f64) -> Self {
        let mut chosen = (Unit::Years(1000), "%Y");
        'units: for unit in Unit::ALL {
            // A unit so fine that it cannot be told apart is not even measured.
            if width_of(unit) * scale.day() < unit.least().max(size) {
                continue;
            }
            for format in unit.minor() {
                let mut cells = cells(scale, unit).peekable();
                let fits = |(start, left, right): (NaiveDate, f64, f64)| {
                    let label = write(start, format);
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
        let minor = label(scale, unit, &[format], size);
        let major =
            unit.parent().map_or(Vec::new(), |parent| label(scale, parent, parent.major(), size));
        let small = unit.child().filter(|child| width_of(*child) * scale.day() >= 4.0);
        let small = small.map_or(Vec::new(), |child| {
            cells(scale, child).map(|(_, left, _)| left).filter(|x| *x > scale.left).collect()
        });
        Axis { minor, major, small, size, ends: scale.ends() }
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
            scene.block(Rect::new(cell.left, top, cell.right, bottom), BAND, 1.0);
        }
        // Where the tint changes with each tick, lines would say it twice.
        let lines = if self.major.len() > 1 { self.minor.as_slice() } else { &[] };
        for cell in lines {
            if cell.left > self.ends.0 + 0.5 {
                scene.upright(cell.left, (top, bottom), 0.8, GRID);
            }
        }
    }

    /// Draws ticks and labels below `top`.
    pub(crate) fn draw_labels(&self, scene: &mut Scene, top: f64) {
        let style = |rgb, weight| Type { size: self.size, weight, rgb };
        scene.level(self.ends, top, 1.0, LINE);
        for x in &self.small {
            scene.upright(*x, (top, top + 3.0), 1.0, LINE);
        }
        let baseline = top + 5.0 + self.size;
        for cell in &self.minor {
            if cell.left > self.ends.0 + 0.5 {
                scene.upright(cell.left, (top, top + 6.0), 1.0, LINE);
            }
            let weight = if self.major.is_empty() { Weight::Semibold } else { Weight::Regular };
            let rgb = if self.major.is_empty() { INK } else { GREY_INK };
            scene.text(middle(cell, baseline), Align::Centre, &cell.label, style(rgb, weight));
        }
        let second = baseline + self.size + 7.0;
        for cell in &self.major {
            if cell.left > self.ends.0 + 0.5 {
                scene.upright(cell.left, (top, second + 3.0), 1.0, LINE);
            }
            scene.text(
                middle(cell, second),
                Align::Centre,
                &cell.label,
                style(INK, Weight::Semibold),
            );
        }
    }
}

fn middle(cell: &Cell, y: f64) -> (f64, f64) {
    ((cell.left + cell.right) / 2.0, y)
}

/// The usual width in days.
fn width_of(unit: Unit) -> f64 {
    match unit {
        Unit::Day => 1.0,
        Unit::Week => 7.0,
        Unit::Month => 30.4,
        Unit::Quarter => 91.3,
        Unit::Years(years) => 365.25 * f64::from(years),
    }
}

fn whole_width(scale: &TimeScale, unit: Unit, start: NaiveDate) -> f64 {
    unit.next(start).map_or(f64::INFINITY, |next| scale.start(next) - scale.start(start))
}

fn text_width(label: &str, size: f64) -> f64 {
    font::width(label, size, Weight::Semibold)
}

/// The units that the scale shows: first day, and x of both ends cut to the scale.
fn cells(scale: &TimeScale, unit: Unit) -> impl Iterator<Item = (NaiveDate, f64, f64)> {
    let mut next = Some(unit.floor(scale.first));
    std::iter::from_fn(move || {
        let start = next.filter(|start| *start <= scale.last)?;
        next = unit.next(start);
        let end = next.map_or(scale.right, |next| scale.start(next));
        Some((start, scale.clamp(scale.start(start)), scale.clamp(end)))
    })
}

/// The cells of a unit, each with the longest label that fits into it; a cell too narrow for any
/// goes without, which happens at the ends of the axis.
fn label(scale: &TimeScale, unit: Unit, formats: &[&str], size: f64) -> Vec<Cell> {
    cells(scale, unit)
        .map(|(start, left, right)| {
            let label = formats
                .iter()
                .map(|format| write(start, format))
                .find(|label| text_width(label, size) + AIR <= right - left)
                .unwrap_or_default();
            Cell { left, right, even: number(unit, start) % 2 == 0, label }
        })
        .collect()
}

/// The running number of a unit.
fn number(unit: Unit, start: NaiveDate) -> i32 {
    match unit {
        Unit::Day => start.num_days_from_ce(),
        Unit::Week => start.num_days_from_ce() / 7,
        Unit::Month => start.year() * 12 + start.month0() as i32,
        Unit::Quarter => start.year() * 4 + start.month0() as i32 / 3,
        Unit::Years(step) => start.year().div_euclid(step),
    }
}

fn write(start: NaiveDate, format: &str) -> String {
    match format {
        "Q%q" => format!("Q{}", start.month0() / 3 + 1),
        // chrono pads years and signs those beyond four digits.
        "%Y" => start.year().to_string(),
        _ => start.format(format).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(from: &str, to: &str, width: f64) -> Axis {
        let span = (from.parse().unwrap(), to.parse().unwrap());
        Axis::new(&TimeScale::new(span, 40.0, 40.0 + width), 12.0)
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
                let axis = Axis::new(&TimeScale::new(span, 40.0, 40.0 + width), 12.0);
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

    #[test]
    fn a_span_of_one_day_has_a_width() {
        let day = "2025-12-14".parse().unwrap();
        let scale = TimeScale::new((day, day), 0.0, 100.0);
        assert_eq!((scale.start(day), scale.end(day)), (0.0, 100.0));
    }
}
