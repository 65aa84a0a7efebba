//! Sets of rows.

/// A set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Bits {
    rows: usize,
    words: Vec<u64>,
}

impl Bits {
    pub(in crate::store) fn none(rows: usize) -> Bits {
        Bits { rows, words: vec![0; rows.div_ceil(64)] }
    }

    pub(in crate::store) fn all(rows: usize) -> Bits {
        Bits::none(rows).not()
    }

    pub(in crate::store) fn from_bytes(rows: usize, bytes: &[u8]) -> Bits {
        let mut bits = Bits::none(rows);
        for (word, bytes) in bits.words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        bits
    }

    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    pub(in crate::store) fn where_(rows: usize, holds: impl Fn(usize) -> bool) -> Bits {
        let mut bits = Bits::none(rows);
        for (at, word) in bits.words.iter_mut().enumerate() {
            let start = at * 64;
            for row in start..rows.min(start + 64) {
                *word |= u64::from(holds(row)) << (row - start);
            }
        }
        bits
    }

    pub(in crate::store) fn set(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    pub(in crate::store) fn clear(&mut self, row: usize) {
        self.words[row / 64] &= !(1 << (row % 64));
    }

    pub(in crate::store) fn has(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }

    pub(in crate::store) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    pub(in crate::store) fn and(mut self, other: &Bits) -> Bits {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
        self
    }

    pub(in crate::store) fn or(mut self, other: &Bits) -> Bits {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
        self
    }

    pub(in crate::store) fn not(mut self) -> Bits {
        self.words.iter_mut().for_each(|word| *word = !*word);
        if let Some(last) = self.words.last_mut()
            && !self.rows.is_multiple_of(64)
        {
            *last &= (1 << (self.rows % 64)) - 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sets_are_what_sets_are(
            a in proptest::collection::btree_set(0..200_usize, 0..50),
            b in proptest::collection::btree_set(0..200_usize, 0..50),
        ) {
            let of = |set: &std::collections::BTreeSet<usize>| Bits::where_(200, |row| set.contains(&row));
            let (x, y) = (of(&a), of(&b));
            prop_assert_eq!(x.iter().collect::<Vec<_>>(), a.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(x.count(), a.len());
            prop_assert_eq!(x.clone().and(&y), of(&a.intersection(&b).copied().collect()));
            prop_assert_eq!(x.clone().or(&y), of(&a.union(&b).copied().collect()));
            prop_assert_eq!(x.clone().not().count(), 200 - a.len());
            prop_assert_eq!(Bits::from_bytes(200, &x.to_bytes()), x);
        }
    }
}
