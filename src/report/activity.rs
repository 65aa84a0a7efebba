use super::Question;
use super::tally::{Counted, Tally};
use super::view::{Activity, Bar, Peak, Split, Step};
use crate::store::StoreError;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most peaks that are named.
const PEAKS: usize = 9;
/// So few bars may all be named.
const FEW: usize = 12;

impl Question<'_> {
    /// The events by day, week, month or year, as the span asks for, each where it began; with the
    /// peaks and what leads them.
    ///
    /// # Errors
    /// Those of the store.
    pub fn activity(&mut self) -> Result<Activity, StoreError> {
        let tally = self.tally()?;
        let step = step(&tally);
        let (units, vague) = by_unit(&tally, step);
        let bars: Vec<Bar> = units
            .into_iter()
            .map(|(first, counted)| Bar { first, last: step.last(first), kinds: counted.kinds })
            .collect();
        let high = standing_out(&bars);
        let units: Vec<_> =
            high.iter().map(|bar| vec![(bars[*bar].first, bars[*bar].last)]).collect();
        let leaders = self.leading(&units)?;
        let peak = |(bar, mark): (usize, Option<_>)| mark.map(|mark| Peak { bar, mark });
        let peaks = high.into_iter().zip(leaders).filter_map(peak).collect();
        let ends = bars.first().zip(bars.last());
        let span = self.span_of(ends.map(|(first, last)| (first.first, last.last)));
        let eras = self.eras(span)?;
        Ok(Activity {
            caption: self.caption_counted(tally.matching, tally.undated)?,
            span,
            step,
            split: self.wording.by.unwrap_or(Split::Class),
            bars,
            peaks,
            vague,
            outside: tally.outside,
            eras,
        })
    }
}

/// The unit that suits the span of what is dated closely enough; dates that are vaguer than most
/// do not stretch it.
pub(super) fn step(tally: &Tally) -> Step {
    let days = |close: i64| {
        let near = tally.dates.keys().filter(move |(a, b)| (*b - *a).num_days() <= close);
        let first = near.clone().map(|(first, _)| *first).min();
        let last = near.map(|(first, _)| *first).max();
        first.zip(last).map(|(first, last)| (last - first).num_days())
    };
    // Where nothing is known by the month, by the year; else as it may be.
    let span = [31, 366].into_iter().find_map(days).or_else(|| days(i64::MAX));
    let step = Step::for_days(span.unwrap_or(0));
    // Units finer than any date would leave all out.
    let finest = tally.dates.keys().any(|(first, last)| step.holds(*first, *last));
    if finest { step } else { Step::Years(100) }
}

/// The counts by unit, by its first day, and how many events may lie in several.
pub(super) fn by_unit(tally: &Tally, step: Step) -> (BTreeMap<NaiveDate, Counted>, u64) {
    let (mut units, mut vague) = (BTreeMap::<NaiveDate, Counted>::new(), 0);
    for ((first, last), counted) in &tally.dates {
        if step.holds(*first, *last) {
            let unit = units.entry(step.floor(*first)).or_default();
            unit.score.join(&counted.score);
            for (sum, n) in unit.kinds.iter_mut().zip(&counted.kinds) {
                *sum += n;
            }
        } else {
            vague += counted.kinds.iter().sum::<u64>();
        }
    }
    (units, vague)
}

/// The highest bars that stand out from the mean and are no one's shoulder, the highest first; of
/// few bars any.
fn standing_out(bars: &[Bar]) -> Vec<usize> {
    let few = bars.len() <= FEW;
    let total: u64 = bars.iter().map(Bar::total).sum();
    let mean = total as f64 / bars.len().max(1) as f64;
    let mut order: Vec<usize> =
        (0..bars.len()).filter(|at| few || bars[*at].total() as f64 >= 1.5 * mean).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(bars[*at].total()), *at));
    let mut peaks: Vec<usize> = Vec::new();
    for at in order {
        let higher = |other: Option<&Bar>| other.is_some_and(|bar| bar.total() > bars[at].total());
        let shoulder = higher(bars.get(at + 1)) || at > 0 && higher(bars.get(at - 1));
        let near = peaks.iter().any(|peak| peak.abs_diff(at) < 2);
        if few || !near && !shoulder {
            peaks.push(at);
        }
    }
    peaks.truncate(if few { FEW } else { PEAKS });
    peaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(totals: &[u64]) -> Vec<Bar> {
        let bar = |n: &u64| Bar {
            first: NaiveDate::MIN,
            last: NaiveDate::MIN,
            kinds: std::array::from_fn(|kind| if kind == 0 { *n } else { 0 }),
        };
        totals.iter().map(bar).collect()
    }

    #[test]
    fn peaks_stand_out_and_are_no_shoulders() {
        let totals = [1, 1, 9, 8, 1, 1, 1, 1, 5, 1, 1, 1, 1, 2, 1];
        assert_eq!(standing_out(&bars(&totals)), [2, 8]);
        assert_eq!(standing_out(&bars(&[1, 3, 2])), [1, 2, 0]);
        assert!(standing_out(&bars(&[4; 40])).is_empty());
    }

    #[test]
    fn dates_vaguer_than_the_unit_are_counted_apart() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut tally = Tally::default();
        let one = Counted {
            kinds: std::array::from_fn(|kind| u64::from(kind == 3)),
            ..Counted::default()
        };
        for (first, last) in [
            ("2025-03-01", "2025-03-01"),
            ("2025-03-04", "2025-03-04"),
            ("2025-03-01", "2025-03-31"),
            ("2025-01-01", "2025-12-31"),
        ] {
            tally.dates.insert((day(first), day(last)), one);
        }
        assert_eq!(step(&tally), Step::Day);
        let (units, vague) = by_unit(&tally, Step::Day);
        assert_eq!((units.len(), vague), (2, 2));
        let (units, vague) = by_unit(&tally, Step::Month);
        assert_eq!((units.len(), vague), (1, 1));
        assert_eq!(units[&day("2025-03-01")].kinds[3], 3);
    }
}
