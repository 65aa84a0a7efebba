//! Finding room: for labels on poles over an axis, and for marks in rows.

use super::font::{self, Weight};
use super::scene::Rect;

/// Least distance between two labels, in pixels.
const GAP: f64 = 7.0;
/// Least distance between two poles, or a pole and a foreign label, in pixels.
const POLE_GAP: f64 = 6.0;
/// After so many labels in a row without room, the lighter ones are not tried.
const GIVE_UP: usize = 150;

/// A label that wants to stand over the axis, with its size in pixels.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// Where its pole may stand, the best place first.
    pub(crate) xs: Vec<f64>,
    /// How far from the first of these a pole that stands already may serve it too.
    pub(crate) slack: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A label that got its place, like a flag on a pole that stands on the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Flag {
    /// Which wish it is.
    pub(crate) wish: usize,
    /// Where the pole stands.
    pub(crate) x: f64,
    /// The flag itself; the pole is its left or right side.
    pub(crate) rect: Rect,
    /// Whether the flag flies to the right of its pole.
    pub(crate) rightward: bool,
}

impl Flag {
    /// Whether both fly from one pole: the same place, the same side.
    fn shares_pole(&self, other: &Flag) -> bool {
        (self.x - other.x).abs() < 0.01 && self.rightward == other.rightward
    }

    /// Whether this flag has to fly above the other, whose pole it would else cut.
    fn above(&self, other: &Flag) -> bool {
        other.x > self.rect.left - POLE_GAP
            && other.x < self.rect.right + POLE_GAP
            && !self.shares_pole(other)
    }

    /// Whether one of the two has to be above the other.
    fn beside(&self, other: &Flag) -> bool {
        self.rect.left < other.rect.right + GAP && other.rect.left < self.rect.right + GAP
    }
}

/// Places as many of the wishes over the lower edge of `area` as there is room for, the first ones
/// first. No two flags overlap, and no flag stands in the way of a pole.
///
/// Which flag is above which follows from their poles alone, so a set of flags either has an order
/// that works or has none; heights are found anew for each set, from the ground up, so that poles
/// are no longer than they must be.
pub(crate) fn pack(wishes: &[Wish], area: Rect) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    let mut missed = 0;
    for (wish, want) in wishes.iter().enumerate() {
        let near = |flag: &&Flag| want.xs.first().is_some_and(|x| (flag.x - x).abs() <= want.slack);
        let shared = flags.iter().filter(near).map(|flag| flag.x);
        let mut xs: Vec<f64> = want.xs.iter().copied().chain(shared).collect();
        xs.dedup();
        let tries = xs.into_iter().flat_map(|x| [(x, true), (x, false)]);
        let grown = tries
            .filter_map(|(x, rightward)| {
                let left = if rightward { x } else { x - want.width };
                let right = left + want.width;
                let rect = Rect::new(left, area.bottom - want.height, right, area.bottom);
                let inside = left >= area.left && right <= area.right;
                inside.then_some(Flag { wish, x, rect, rightward })
            })
            .filter_map(|flag| stack(&flags, flag, area))
            // The lowest skyline wins; a tie goes to the first.
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match grown {
            Some((higher, _)) => {
                flags = higher;
                missed = 0;
            }
            None => missed += 1,
        }
        if missed > GIVE_UP {
            break;
        }
    }
    flags
}

/// The flags with one more, all at their heights, and how much height they use in all; none if the
/// new one has no room.
fn stack(flags: &[Flag], new: Flag, area: Rect) -> Option<(Vec<Flag>, f64)> {
    // Two that both have to be above the other never go together.
    if flags.iter().any(|flag| flag.above(&new) && new.above(flag)) {
        return None;
    }
    let mut waiting: Vec<Flag> = flags.to_vec();
    waiting.push(new);
    let mut placed: Vec<Flag> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let (mut ready, mut rest) = (Vec::new(), Vec::new());
        for flag in &waiting {
            let free = waiting.iter().all(|other| std::ptr::eq(flag, other) || !flag.above(other));
            if free { ready.push(*flag) } else { rest.push(*flag) }
        }
        if ready.is_empty() {
            return None;
        }
        for flag in ready {
            placed.push(lowest(&placed, flag, area)?);
        }
        waiting = rest;
    }
    let used = placed.iter().map(|flag| area.bottom - flag.rect.top).sum();
    Some((placed, used))
}

/// The flag at the lowest height where it meets no other and cuts no pole; none above the area.
fn lowest(placed: &[Flag], flag: Flag, area: Rect) -> Option<Flag> {
    let height = flag.rect.height();
    let floor = placed
        .iter()
        .filter(|other| flag.above(other))
        .map(|other| other.rect.top - GAP)
        .fold(area.bottom, f64::min);
    let mut near: Vec<&Rect> =
        placed.iter().filter(|other| flag.beside(other)).map(|other| &other.rect).collect();
    near.sort_by(|a, b| b.bottom.total_cmp(&a.bottom));
    let mut bottom = floor;
    for rect in near {
        if rect.top < bottom + GAP && bottom - height < rect.bottom + GAP {
            bottom = rect.top - GAP;
        }
    }
    let top = bottom - height;
    (top >= area.top).then_some(Flag { rect: Rect { top, bottom, ..flag.rect }, ..flag })
}

/// What of one row is taken, from left to right.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row(Vec<(f64, f64)>);

impl Row {
    /// Whether nothing in the row overlaps the stretch.
    pub(crate) fn is_free(&self, (left, right): (f64, f64)) -> bool {
        let at = self.0.partition_point(|taken| taken.0 < right);
        at == 0 || self.0[at - 1].1 <= left
    }

    /// Takes a stretch that is free.
    pub(crate) fn take(&mut self, stretch: (f64, f64)) {
        let at = self.0.partition_point(|taken| taken.0 < stretch.0);
        self.0.insert(at, stretch);
    }

    /// Where the next thing to the right of an x starts.
    pub(crate) fn next(&self, x: f64) -> Option<f64> {
        self.0.get(self.0.partition_point(|taken| taken.0 <= x)).map(|taken| taken.0)
    }
}

/// Puts stretches of one axis into rows so that none overlap, each into the first row with room
/// for it, the first ones first; none where all rows are taken.
pub(crate) fn rows(stretches: &[(f64, f64)], most: usize) -> Vec<Option<usize>> {
    let mut rows: Vec<Row> = vec![Row::default(); most];
    stretches
        .iter()
        .map(|stretch| {
            let row = rows.iter().position(|row| row.is_free(*stretch))?;
            rows[row].take(*stretch);
            Some(row)
        })
        .collect()
}

/// Joins sorted positions into numbers that have room beside each other: middle and count.
pub(crate) fn clusters(sorted: &[f64], size: f64, ends: (f64, f64)) -> Vec<(f64, usize)> {
    let width = |count: usize| font::width(&format!("+{count}"), size, Weight::Regular) + 6.0;
    let middle = |from: f64, to: f64, count: usize| {
        let half = width(count) / 2.0;
        ((from + to) / 2.0).clamp(ends.0 + half, (ends.1 - half).max(ends.0 + half))
    };
    let mut out: Vec<(f64, f64, usize)> = Vec::new();
    for x in sorted {
        let mut new = (*x, *x, 1);
        // A joined number may be wider and meet the one before it in turn.
        while let Some(last) = out.last().copied() {
            let gap = middle(new.0, new.1, new.2) - middle(last.0, last.1, last.2);
            if gap >= (width(new.2) + width(last.2)) / 2.0 {
                break;
            }
            new = (last.0, new.1, last.2 + new.2);
            out.pop();
        }
        out.push(new);
    }
    out.into_iter().map(|(from, to, count)| (middle(from, to, count), count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AREA: Rect = Rect { left: 0.0, top: 0.0, right: 1500.0, bottom: 420.0 };

    fn sound(flags: &[Flag]) {
        for (at, a) in flags.iter().enumerate() {
            assert!(a.rect.left >= 0.0 && a.rect.right <= 1500.0 && a.rect.top >= 0.0);
            assert!(a.rect.bottom <= 420.0);
            for b in &flags[at + 1..] {
                assert!(!a.rect.meets(&b.rect), "{a:?} {b:?}");
                for (pole, flag) in [(a, b), (b, a)] {
                    let pole_rect = Rect::new(pole.x - 0.5, pole.rect.bottom, pole.x + 0.5, 420.0);
                    assert!(pole.shares_pole(flag) || !pole_rect.meets(&flag.rect));
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn hundreds_of_labels_never_overlap(
            wishes in prop::collection::vec((0_u32..1500, 40_u32..200, 14_u32..70), 1..400)
        ) {
            let wishes: Vec<Wish> = wishes
                .into_iter()
                .map(|(x, width, height)| Wish {
                    xs: vec![x.into()],
                    slack: 4.0,
                    width: width.into(),
                    height: height.into(),
                })
                .collect();
            sound(&pack(&wishes, AREA));
        }
    }

    #[test]
    fn labels_of_one_day_share_a_pole() {
        let wish = Wish { xs: vec![700.0], slack: 0.0, width: 150.0, height: 50.0 };
        let flags = pack(&vec![wish; 12], AREA);
        sound(&flags);
        assert!(flags.len() >= 7, "{}", flags.len());
    }

    #[test]
    fn a_lone_label_stands_low() {
        let flags =
            pack(&[Wish { xs: vec![1480.0], slack: 0.0, width: 150.0, height: 50.0 }], AREA);
        assert_eq!(flags[0].rect, Rect::new(1330.0, 370.0, 1480.0, 420.0));
    }

    #[test]
    fn rows_fill_from_the_first() {
        let placed = rows(&[(0.0, 10.0), (5.0, 8.0), (10.0, 12.0), (6.0, 7.0)], 2);
        assert_eq!(placed, [Some(0), Some(1), Some(0), None]);
    }
}
