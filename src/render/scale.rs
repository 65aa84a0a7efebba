//! From days to pixels, with breaks where nothing is dated for a long time.

use chrono::{Datelike, Days, NaiveDate};

/// Width of a break in pixels: room for how many years it leaves out.
const BREAK: f64 = 64.0;
/// The shortest time that is left out, in days: ten years.
const LONG: i64 = 3652;
/// Most breaks on one axis.
const BREAKS: usize = 3;
/// Fewer dates than these are no stretch worth enlarging.
const FEW: usize = 5;

/// Where days lie on a level axis, in pixels.
#[derive(Debug, Clone)]
pub(crate) struct TimeScale {
    /// Days that are shown, in order: first and last day, x of the first. At least one.
    stretches: Vec<(NaiveDate, NaiveDate, f64)>,
    day: f64,
    left: f64,
    right: f64,
}

impl TimeScale {
    /// The days of `span`, both whole, between two x in pixels. Ends in the wrong order are
    /// swapped.
    #[cfg(test)]
    pub(crate) fn new(span: (NaiveDate, NaiveDate), left: f64, right: f64) -> Self {
        TimeScale::over(vec![(span.0.min(span.1), span.0.max(span.1))], left, right)
    }

    /// The same, but with a break where there is nothing for ten years and longer than everything
    /// that would be left. `busy` are the days with something on them.
    pub(crate) fn broken(
        span: (NaiveDate, NaiveDate),
        busy: &[(NaiveDate, NaiveDate)],
        left: f64,
        right: f64,
    ) -> Self {
        TimeScale::over(shown((span.0.min(span.1), span.0.max(span.1)), busy), left, right)
    }

    fn over(shown: Vec<(NaiveDate, NaiveDate)>, left: f64, right: f64) -> Self {
        let length = |(first, last): &(NaiveDate, NaiveDate)| (*last - *first).num_days() + 1;
        let days: i64 = shown.iter().map(length).sum();
        let breaks = BREAK * (shown.len() - 1) as f64;
        let day = (right - left - breaks) / days as f64;
        let mut x = left;
        let stretches = shown
            .iter()
            .map(|stretch| {
                let start = x;
                x += length(stretch) as f64 * day + BREAK;
                (stretch.0, stretch.1, start)
            })
            .collect();
        TimeScale { stretches, day, left, right }
    }

    /// The width of a day in pixels.
    pub(crate) fn day(&self) -> f64 {
        self.day
    }

    /// Where a day begins, also outside of the span; one that is left out lies in its break.
    pub(crate) fn start(&self, day: NaiveDate) -> f64 {
        let at = self.stretches.partition_point(|(first, _, _)| *first <= day).saturating_sub(1);
        let (first, last, left) = self.stretches[at];
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days() as f64;
        match self.stretches.get(at + 1) {
            Some((next, _, right)) if day > last => {
                let part = (days(last, day) - 1.0) / (days(last, *next) - 1.0).max(1.0);
                right - BREAK + BREAK * part
            }
            _ => left + days(first, day) * self.day,
        }
    }

    /// Where a day ends.
    pub(crate) fn end(&self, day: NaiveDate) -> f64 {
        day.succ_opt().map_or(self.right, |next| self.start(next).min(self.start(day) + self.day))
    }

    pub(crate) fn ends(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    pub(crate) fn clamp(&self, x: f64) -> f64 {
        x.clamp(self.left, self.right)
    }

    /// What is shown without a break: first and last day, x of both ends.
    pub(crate) fn stretches(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate, f64, f64)> {
        let day = self.day;
        self.stretches.iter().map(move |(first, last, left)| {
            let days = (*last - *first).num_days() as f64 + 1.0;
            (*first, *last, *left, left + days * day)
        })
    }

    /// The breaks: x of both ends, and how many years are left out.
    pub(crate) fn breaks(&self) -> Vec<(f64, f64, u64)> {
        let pairs = self.stretches.windows(2);
        pairs
            .map(|pair| {
                let years = (pair[1].0 - pair[0].1).num_days() as f64 / 365.25;
                (pair[1].2 - BREAK, pair[1].2, years.round() as u64)
            })
            .collect()
    }

    /// Whether any of the days between the two (none is open) is shown.
    pub(crate) fn shows(&self, earliest: Option<NaiveDate>, latest: Option<NaiveDate>) -> bool {
        let (first, last) = self.span();
        earliest.is_none_or(|day| day <= last) && latest.is_none_or(|day| day >= first)
    }

    /// The year that goes without saying, if the axis shows one only.
    pub(crate) fn year(&self) -> Option<i32> {
        let (first, last) = self.span();
        (first.year() == last.year()).then(|| first.year())
    }

    fn span(&self) -> (NaiveDate, NaiveDate) {
        (self.stretches[0].0, self.stretches[self.stretches.len() - 1].1)
    }
}

/// What of the span is worth showing, in order.
fn shown(
    span: (NaiveDate, NaiveDate),
    busy: &[(NaiveDate, NaiveDate)],
) -> Vec<(NaiveDate, NaiveDate)> {
    let whole = vec![span];
    let mut busy: Vec<_> =
        busy.iter().filter(|days| days.1 >= span.0 && days.0 <= span.1).collect();
    busy.sort();
    let mut gaps: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    let mut until = span.0;
    for (first, last) in busy.iter().copied() {
        if (*first - until).num_days() > LONG {
            gaps.push((until, *first));
        }
        until = until.max(*last);
    }
    let length = |(from, to): &(NaiveDate, NaiveDate)| (*to - *from).num_days();
    let rest = length(&span) - gaps.iter().map(length).sum::<i64>();
    gaps.retain(|gap| length(gap) > rest);
    if gaps.is_empty() || gaps.len() > BREAKS || busy.len() < FEW {
        return whole;
    }
    // A little of the empty time stays, so that marks do not stand on the edge.
    let pad = Days::new(1 + (rest / 30).unsigned_abs());
    let mut from = span.0;
    let mut shown = Vec::new();
    for (start, end) in gaps {
        let (Some(last), Some(next)) = (start.checked_add_days(pad), end.checked_sub_days(pad))
        else {
            return whole;
        };
        shown.push((from, last));
        from = next;
    }
    shown.push((from, span.1));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn scale(years: &[i32]) -> TimeScale {
        let days: Vec<_> = years
            .iter()
            .map(|year| NaiveDate::from_ymd_opt(*year, 6, 1).unwrap())
            .map(|day| (day, day))
            .collect();
        TimeScale::broken((days[0].0, days[days.len() - 1].1), &days, 0.0, 1000.0)
    }

    #[test]
    fn a_span_of_one_day_has_a_width() {
        let day = day("2025-12-14");
        let scale = TimeScale::new((day, day), 0.0, 100.0);
        assert_eq!((scale.start(day), scale.end(day)), (0.0, 100.0));
    }

    #[test]
    fn long_gaps_break_the_axis() {
        let broken = scale(&[2000, 2001, 2002, 2013, 2014, 2015]);
        let breaks = broken.breaks();
        assert_eq!(breaks.len(), 1);
        assert_eq!(breaks[0].2, 11);
        let mut last = f64::MIN;
        for year in 2000..=2015 {
            let x = broken.start(day(&format!("{year}-06-01")));
            assert!(x > last && (0.0..1000.0).contains(&x), "{year}: {x}");
            last = x;
        }
        assert!(broken.start(day("2007-06-01")) > breaks[0].0);
        assert!((broken.end(day("2015-06-01")) - 1000.0).abs() < 0.01);
    }

    #[test]
    fn time_in_common_use_has_no_break() {
        for years in [
            &[2000, 2001, 2002, 2003, 2012, 2014][..],
            &[2000, 2040],
            &[1, 200, 500, 900, 1500, 2000],
        ] {
            assert!(scale(years).breaks().is_empty(), "{years:?}");
        }
    }
}
