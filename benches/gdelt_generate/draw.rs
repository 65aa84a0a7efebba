//! Drawing at random, as often as a sample has things.

use std::collections::BTreeMap;

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same everywhere.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to, not including, 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Things, each drawn as often as its weight says.
pub(crate) struct Pool<T> {
    pub(crate) items: Vec<T>,
    up_to: Vec<f64>,
}

impl<T> Pool<T> {
    pub(crate) fn of(weighted: impl IntoIterator<Item = (T, f64)>) -> Self {
        let mut sum = 0.0;
        let (items, up_to) = weighted
            .into_iter()
            .map(|(item, weight)| {
                sum += weight;
                (item, sum)
            })
            .unzip();
        Pool { items, up_to }
    }

    /// The place of the drawn item among all.
    pub(crate) fn draw(&self, rng: &mut Rng) -> usize {
        let at = rng.share() * self.up_to.last().copied().unwrap_or(0.0);
        self.up_to.partition_point(|&up_to| up_to <= at).min(self.items.len() - 1)
    }

    pub(crate) fn get(&self, rng: &mut Rng) -> &T {
        &self.items[self.draw(rng)]
    }
}

pub(crate) fn count<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, f64> {
    let mut counts = BTreeMap::new();
    items.for_each(|item| *counts.entry(item).or_insert(0.0) += 1.0);
    counts
}

/// The weights of the ranks after the sample's own, up to `total`: the power law fitted to its
/// ranks (least squares in logarithms), starting from its rarest.
pub(crate) fn tail(counts: impl Iterator<Item = f64>, total: usize) -> impl Iterator<Item = f64> {
    let mut counts: Vec<f64> = counts.collect();
    counts.sort_by(|a, b| b.total_cmp(a));
    let n = counts.len() as f64;
    let points: Vec<(f64, f64)> =
        (1u32..).zip(&counts).map(|(rank, count)| (f64::from(rank).ln(), count.ln())).collect();
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>()
        / points.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>();
    let last = counts.last().copied().unwrap_or(1.0);
    (counts.len() + 1..=total).map(move |rank| last * (rank as f64 / n).powf(slope))
}
