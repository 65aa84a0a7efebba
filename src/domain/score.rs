/// Goldstein scores of several events, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// How many events, with a score or without.
    pub events: u64,
    /// How many have a score.
    pub scored: u64,
    /// The sum of the scores.
    pub sum: f64,
    /// The sum of their squares.
    pub squares: f64,
}

impl Score {
    /// The fewest scores that have a confidence interval.
    pub const FEWEST: u64 = 5;

    /// Adds an event.
    pub fn add(&mut self, score: Option<f64>) {
        self.add_times(score, 1);
    }

    /// Adds so many events of one score.
    pub fn add_times(&mut self, score: Option<f64>, times: u64) {
        self.events += times;
        if let Some(score) = score {
            self.scored += times;
            self.sum += score * times as f64;
            self.squares += score * score * times as f64;
        }
    }

    /// Adds the events of another.
    pub fn join(&mut self, other: &Score) {
        self.events += other.events;
        self.scored += other.scored;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The mean score; none without scores.
    pub fn mean(&self) -> Option<f64> {
        (self.scored > 0).then(|| self.sum / self.scored as f64)
    }

    /// Half the width of the 95 % confidence interval of the mean, by the normal approximation;
    /// none for fewer scores than [`Score::FEWEST`], which say too little about their spread.
    pub fn margin(&self) -> Option<f64> {
        let n = self.scored as f64;
        let mean = self.mean().filter(|_| self.scored >= Score::FEWEST)?;
        let variance = ((self.squares - n * mean * mean) / (n - 1.0)).max(0.0);
        Some(1.96 * (variance / n).sqrt())
    }
}
