//! Calendar: a row a year, a column a day of the year, so that anniversaries stand over each
//! other.

use super::Canvas;
use super::font::{self, Weight};
use super::frame::{self, Legend, Sizes};
use super::phrases::{
    EVENTS, EVENTS_A_DAY, EVENTS_WITH_SCORE as EVENTS_HEAD, IN_YEARS, NONE_THAT_DAY, YEARS,
};
use super::plot;
use super::scene::{Align, Rect, Scene, Type};
use super::style::{Rgb, Theme};
use crate::domain::Class;
use crate::report::view::Calendar;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The highest row in pixels.
const HIGH: f64 = 44.0;
/// Days of a leap year: all have a column.
const COLUMNS: f64 = 366.0;

/// Lays a calendar out.
pub(crate) fn scene(view: &Calendar, canvas: &Canvas) -> Scene {
    let mut scene = Scene::new(canvas);
    let (width, height, lang, theme) = (scene.width, scene.height, scene.lang, scene.theme);
    let sizes = Sizes::of(width, height);
    let total: u64 = view.days.iter().map(|(_, n)| n).sum();
    let most = view.days.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let mut legend = Legend::default();
    if most > 0 {
        legend.words(format!("{}:", lang.say(EVENTS_A_DAY)));
        legend.swatch(theme.band.over(theme.grid, 0.5), lang.say(NONE_THAT_DAY));
        let mut steps = vec![1, 2, 5, 10, 100, 1000, 10_000, 100_000];
        steps.retain(|n| *n < most);
        steps.push(most);
        for n in steps {
            legend.swatch(shade(theme, n, most), lang.number(n));
        }
    }
    let top = frame::head(&mut scene, &view.caption, &legend, sizes);
    let months = sizes.small + 10.0;
    let bottom = height - frame::foot_height(sizes) - sizes.small * 0.9 - months;
    let years = sizes.small * 5.2;
    let counts = sizes.small * 4.4;
    let plot = Rect::new(sizes.margin + years, top, width - sizes.margin - counts, bottom);
    if view.days.is_empty() {
        frame::empty(&mut scene, plot, &frame::why_empty(&view.caption, lang), sizes);
    } else {
        let words = if view.anniversaries.is_empty() { 0.02 } else { 0.36 };
        let grid = Grid::new(view, plot, words, sizes);
        grid.draw(&mut scene, view, most);
        grid.draw_anniversaries(&mut scene, view, plot.top);
    }
    let mut notes = vec![lang.count(total, EVENTS)];
    notes.extend(frame::unplaced(view.vague, view.outside, lang));
    frame::foot(&mut scene, &view.caption, &notes, sizes);
    describe(&mut scene, view, total);
    scene
}

/// The colour of a day with so many events.
fn shade(theme: &Theme, n: u64, most: u64) -> Rgb {
    let part = (n as f64).ln_1p() / (most as f64).ln_1p().max(f64::MIN_POSITIVE);
    let end = theme.class(Class::VerbalCooperation);
    if part > 0.75 {
        theme.ink.over(end, (part - 0.75) * 2.4)
    } else {
        end.over(theme.paper, 0.3 + part * 0.93)
    }
}

/// The rows and columns.
struct Grid {
    area: Rect,
    row: f64,
    /// How many years share a row.
    step: i32,
    first: NaiveDate,
    last: NaiveDate,
    sizes: Sizes,
}

impl Grid {
    fn new(view: &Calendar, plot: Rect, words: f64, sizes: Sizes) -> Grid {
        let first = view.days.first().map_or(NaiveDate::MIN, |day| day.0);
        let last = view.days.last().map_or(NaiveDate::MAX, |day| day.0);
        let room = plot.height() * (1.0 - words);
        let years = f64::from(last.year()) - f64::from(first.year()) + 1.0;
        let fits = |step: &i32| years / f64::from(*step) + 1.0 <= room / (sizes.small * 1.2);
        let steps = [1, 2, 5, 10, 25, 50, 100, 500, 1000];
        let step = steps.into_iter().find(fits).unwrap_or(10_000);
        let rows = f64::from(number(last.year(), step) - number(first.year(), step)) + 1.0;
        let row = (room / rows).min(HIGH);
        // A few rows stand near the middle.
        let spare = (room - row * rows).max(0.0) * 0.55;
        let bottom = plot.bottom - spare;
        let area = Rect::new(plot.left, bottom - row * rows, plot.right, bottom);
        Grid { area, row, step, first, last, sizes }
    }

    fn column(&self) -> f64 {
        self.area.width() / COLUMNS
    }

    fn x(&self, month: u32, day: u32) -> f64 {
        self.area.left + self.column() * ordinal(month, day)
    }

    fn draw(&self, scene: &mut Scene, view: &Calendar, most: u64) {
        let (theme, lang, size) = (scene.theme, scene.lang, self.sizes.small);
        let Rect { left, top, right, bottom } = self.area;
        let empty = theme.band.over(theme.grid, 0.5);
        let grey = Type { size, weight: Weight::Regular, rgb: theme.grey_ink };
        let mut rows: BTreeMap<i32, u64> = BTreeMap::new();
        let mut cells: BTreeMap<(i32, u32, u32), Vec<(NaiveDate, u64)>> = BTreeMap::new();
        for (day, n) in &view.days {
            let row = number(day.year(), self.step);
            *rows.entry(row).or_default() += n;
            cells.entry((row, day.month(), day.day())).or_default().push((*day, *n));
        }
        let gap = (self.row * 0.12).clamp(0.6, 3.0);
        let (first_row, last_row) =
            (number(self.first.year(), self.step), number(self.last.year(), self.step));
        for row in first_row..=last_row {
            let y = top + self.row * f64::from(row - first_row);
            // Before the first event and after the last nothing is known to have been recorded.
            let from = if row == first_row && self.step == 1 {
                self.x(self.first.month(), self.first.day())
            } else {
                left
            };
            let to = if row == last_row && self.step == 1 {
                self.x(self.last.month(), self.last.day()) + self.column()
            } else {
                right
            };
            scene.block(Rect::new(from, y, to, y + self.row - gap), empty, 1.0);
            let base = y + (self.row - gap) / 2.0 + size * 0.35;
            let words = match row * self.step {
                year if self.step == 1 => lang.year(year),
                0 => "1–".to_owned(),
                first if first > 0 => format!("{first}–"),
                first => lang.year(first),
            };
            scene.text((left - 9.0, base), Align::Right, &words, Type { rgb: theme.ink, ..grey });
            let sum = rows.get(&row).copied().unwrap_or(0);
            scene.text(
                (right + self.sizes.small * 4.0, base),
                Align::Right,
                &lang.number(sum),
                grey,
            );
        }
        for ((row, month, day), on) in &cells {
            let n: u64 = on.iter().map(|(_, n)| n).sum();
            let (x, y) = (self.x(*month, *day), top + self.row * f64::from(row - first_row));
            let dates: Vec<String> =
                on.iter().map(|(date, _)| lang.date(*date, "%-d %B %Y")).collect();
            let tooltip = format!("{}: {}", dates.join(", "), lang.count(n, EVENTS));
            let dates: Vec<String> = on.iter().map(|(date, _)| date.to_string()).collect();
            let data = vec![("day", dates.join(" ")), ("events", n.to_string())];
            let rect = Rect::new(x, y, x + self.column().max(1.6), y + self.row - gap);
            scene.group(tooltip, data, |scene| {
                scene.block(rect, shade(theme, n, most), 1.0);
            });
        }
        let head = font::shorten(lang.say(EVENTS_HEAD), size * 5.2, size, Weight::Regular);
        scene.text((right + size * 4.0, top - size * 0.7), Align::Right, &head, grey);
        for month in 1..=12 {
            let x = self.x(month, 1);
            if month > 1 {
                scene.upright(x, (top, bottom + 4.0), 0.9, theme.line);
            }
            let next = if month == 12 { right } else { self.x(month + 1, 1) };
            let named = NaiveDate::from_ymd_opt(2000, month, 1).unwrap_or_default();
            let whole = lang.date(named, "%B");
            let fits = font::width(&whole, size, Weight::Regular) + 8.0 < next - x;
            let words = if fits { whole } else { lang.date(named, "%b") };
            scene.text(((x + next) / 2.0, bottom + size + 5.0), Align::Centre, &words, grey);
        }
    }

    /// Names the days that recur, over their columns.
    fn draw_anniversaries(&self, scene: &mut Scene, view: &Calendar, top: f64) {
        let lang = scene.lang;
        let notes: Vec<_> = view
            .anniversaries
            .iter()
            .map(|recurring| {
                let x = self.x(recurring.month, recurring.day) + self.column() / 2.0;
                let named = NaiveDate::from_ymd_opt(2000, recurring.month, recurring.day);
                let day = lang.date(named.unwrap_or_default(), "%-d %b");
                let years = lang.count(recurring.years.len() as u64, YEARS);
                let head = lang.fill(IN_YEARS, &[&day, &years]);
                ((x, self.area.top), head, recurring.mark.title.as_str())
            })
            .collect();
        let above = Rect::new(self.area.left, top, self.area.right, self.area.top - 9.0);
        plot::draw_notes(scene, &notes, above, self.sizes.small);
    }
}

/// The number of the row that holds a year where `step` years share one.
fn number(year: i32, step: i32) -> i32 {
    year.div_euclid(step)
}

/// How many days of a leap year come before.
fn ordinal(month: u32, day: u32) -> f64 {
    let date = NaiveDate::from_ymd_opt(2000, month, day);
    date.map_or(0.0, |date| f64::from(date.ordinal0()))
}

/// The text alternative.
fn describe(scene: &mut Scene, view: &Calendar, total: u64) {
    let lang = scene.lang;
    let told: Vec<String> = view
        .anniversaries
        .iter()
        .map(|recurring| {
            let years: Vec<String> = recurring.years.iter().map(|year| lang.year(*year)).collect();
            let named = NaiveDate::from_ymd_opt(2000, recurring.month, recurring.day);
            let day = lang.date(named.unwrap_or_default(), "%-d %B");
            format!("{day}: {}; {}", years.join(", "), recurring.mark.title)
        })
        .collect();
    scene.title.clone_from(&view.caption.title);
    scene.description = format!("{}. {}", lang.count(total, EVENTS), told.join("; "));
}
