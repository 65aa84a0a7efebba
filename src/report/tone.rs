use super::Question;
use super::activity::{by_unit, step};
use super::view::{Score, Tone};
use crate::store::StoreError;
use chrono::NaiveDate;

impl Question<'_> {
    /// Mean Goldstein scores over time, smoothed.
    ///
    /// # Errors
    /// Those of the store.
    pub fn tone(&mut self) -> Result<Tone, StoreError> {
        let tally = self.tally()?;
        let step = step(&tally);
        let (units, vague) = by_unit(&tally, step);
        let points: Vec<_> =
            units.iter().map(|(first, unit)| (*first, step.last(*first), unit.score)).collect();
        let mut every: Vec<(NaiveDate, NaiveDate, Score)> = Vec::new();
        let mut next = units.keys().next().copied();
        while let Some(first) = next.filter(|first| units.keys().next_back() >= Some(first)) {
            let score = units.get(&first).map_or_else(Score::default, |unit| unit.score);
            every.push((first, step.last(first), score));
            next = step.next(first);
        }
        let window = window(every.len());
        let smooth = smoothed(&every, window);
        let ends = every.first().zip(every.last());
        let span = self.span_of(ends.map(|(first, last)| (first.0, last.1)));
        let eras = self.eras(span)?;
        Ok(Tone {
            caption: self.caption_counted(tally.matching, tally.undated)?,
            span,
            step,
            points,
            window,
            smooth,
            vague,
            outside: tally.outside,
            eras,
        })
    }
}

/// An odd number of units: about a twentieth of all.
fn window(units: usize) -> usize {
    if units < 12 { 1 } else { (units / 20).clamp(3, 13) | 1 }
}

/// The sums over a window around each unit; events weigh alike, so the mean is by event.
fn smoothed(
    every: &[(NaiveDate, NaiveDate, Score)],
    window: usize,
) -> Vec<(NaiveDate, NaiveDate, Score)> {
    let half = window / 2;
    (0..every.len())
        .map(|at| {
            let mut sum = Score::default();
            for (_, _, score) in &every[at.saturating_sub(half)..(at + half + 1).min(every.len())] {
                sum.join(score);
            }
            (every[at].0, every[at].1, sum)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_odd_and_centred() {
        for units in 0..400 {
            assert!(window(units) % 2 == 1);
        }
        let day = NaiveDate::MIN;
        let one = |score: f64| {
            let mut sum = Score::default();
            sum.add(Some(score));
            (day, day, sum)
        };
        let smooth = smoothed(&[one(1.0), one(2.0), (day, day, Score::default()), one(6.0)], 3);
        let means: Vec<_> = smooth.iter().map(|(_, _, score)| score.mean().unwrap()).collect();
        assert_eq!(means, [1.5, 1.5, 4.0, 6.0]);
    }
}
