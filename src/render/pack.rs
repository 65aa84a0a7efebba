//! Finding room: for labels on poles over an axis, and for marks in rows.

use super::scene::Rect;

/// Least distance between two labels, in pixels.
const GAP: f64 = 7.0;
/// Least distance between two poles, or a pole and a foreign label, in pixels.
const POLE_GAP: f64 = 6.0;

/// A label that wants to stand over the axis at `x`, with its size in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) x: f64,
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

    /// The other's pole cannot pass this flag.
    fn blocks_pole(&self, other: &Flag) -> bool {
        self.rect.bottom > other.rect.bottom
            && other.x > self.rect.left - POLE_GAP
            && other.x < self.rect.right + POLE_GAP
    }

    fn conflicts(&self, other: &Flag) -> bool {
        if self.shares_pole(other) {
            return self.rect.top < other.rect.bottom + GAP
                && other.rect.top < self.rect.bottom + GAP;
        }
        if (self.x - other.x).abs() < POLE_GAP {
            return true;
        }
        let near = Rect::new(
            self.rect.left - GAP,
            self.rect.top - GAP,
            self.rect.right + GAP,
            self.rect.bottom + GAP,
        );
        near.meets(&other.rect) || self.blocks_pole(other) || other.blocks_pole(self)
    }
}

/// Places as many of the wishes over the lower edge of `area` as there is room for, the first ones
/// first. No two flags overlap, and no flag stands in the way of a pole.
///
/// Each flag is hung as high as it goes, which keeps the poles' feet free for those to come; in
/// the end all are let down as far as they go, so that poles are no longer than they must be.
pub(crate) fn pack(wishes: &[Wish], area: Rect) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    for (wish, want) in wishes.iter().enumerate() {
        if want.height > area.height() {
            continue;
        }
        let sides = [true, false].map(|rightward| {
            let left = if rightward { want.x } else { want.x - want.width };
            (rightward, left, left + want.width)
        });
        let best = sides
            .into_iter()
            .filter(|(_, left, right)| *left >= area.left && *right <= area.right)
            .filter_map(|(rightward, left, right)| {
                let at = |top: f64| Flag {
                    wish,
                    x: want.x,
                    rect: Rect::new(left, top, right, top + want.height),
                    rightward,
                };
                highest(&flags, area, at)
            })
            // A tie goes to the right side, which comes first.
            .min_by(|a, b| a.rect.top.total_cmp(&b.rect.top));
        flags.extend(best);
    }
    settle(&mut flags, area);
    flags
}

fn fits(flags: &[Flag], flag: &Flag) -> bool {
    !flags.iter().any(|other| flag.conflicts(other))
}

/// The highest place where a flag fits: at the top of the area or just below another flag.
fn highest(flags: &[Flag], area: Rect, at: impl Fn(f64) -> Flag) -> Option<Flag> {
    let probe = at(area.top);
    let mut tops: Vec<f64> = flags
        .iter()
        .filter(|other| {
            other.rect.left < probe.rect.right + GAP && probe.rect.left < other.rect.right + GAP
        })
        .map(|other| other.rect.bottom + GAP)
        .filter(|top| top + probe.rect.height() <= area.bottom)
        .collect();
    tops.push(area.top);
    tops.sort_by(f64::total_cmp);
    tops.into_iter().map(at).find(|flag| fits(flags, flag))
}

/// Lets every flag down as far as it goes, the lowest first.
fn settle(flags: &mut Vec<Flag>, area: Rect) {
    flags.sort_by(|a, b| b.rect.bottom.total_cmp(&a.rect.bottom).then(a.wish.cmp(&b.wish)));
    for at in 0..flags.len() {
        let flag = flags.remove(at);
        let height = flag.rect.height();
        let lowered =
            |bottom: f64| Flag { rect: Rect { top: bottom - height, bottom, ..flag.rect }, ..flag };
        let mut bottoms: Vec<f64> = flags.iter().map(|other| other.rect.top - GAP).collect();
        bottoms.push(area.bottom);
        bottoms.retain(|bottom| *bottom > flag.rect.bottom);
        bottoms.sort_by(|a, b| b.total_cmp(a));
        let place = bottoms.into_iter().map(lowered).find(|low| fits(flags, low));
        flags.insert(at, place.unwrap_or(flag));
    }
}

/// Puts stretches of one axis into rows so that none overlap, each into the first row with room
/// for it, the first ones first; none where all rows are taken.
pub(crate) fn rows(stretches: &[(f64, f64)], most: usize) -> Vec<Option<usize>> {
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); most];
    stretches
        .iter()
        .map(|(left, right)| {
            let row = taken
                .iter()
                .position(|row| row.iter().all(|(l, r)| *r <= *left || *right <= *l))?;
            taken[row].push((*left, *right));
            Some(row)
        })
        .collect()
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
                    x: x.into(),
                    width: width.into(),
                    height: height.into(),
                })
                .collect();
            sound(&pack(&wishes, AREA));
        }
    }

    #[test]
    fn labels_of_one_day_share_a_pole() {
        let wish = Wish { x: 700.0, width: 150.0, height: 50.0 };
        let flags = pack(&[wish; 12], AREA);
        sound(&flags);
        assert!(flags.len() >= 7, "{}", flags.len());
    }

    #[test]
    fn a_lone_label_stands_low() {
        let flags = pack(&[Wish { x: 1480.0, width: 150.0, height: 50.0 }], AREA);
        assert_eq!(flags[0].rect, Rect::new(1330.0, 370.0, 1480.0, 420.0));
    }

    #[test]
    fn rows_fill_from_the_first() {
        let placed = rows(&[(0.0, 10.0), (5.0, 8.0), (10.0, 12.0), (6.0, 7.0)], 2);
        assert_eq!(placed, [Some(0), Some(1), Some(0), None]);
    }
}
