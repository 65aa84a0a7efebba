//! Columns of whole numbers as bytes: the least value once, then each value's distance from it in
//! as few bytes as the greatest needs; none at all where all are equal or count up by one.

/// A whole number of a column.
pub(in crate::store) trait Number: Copy {
    fn to_u64(self) -> u64;
    fn from_u64(value: u64) -> Self;
}

impl Number for u32 {
    fn to_u64(self) -> u64 {
        u64::from(self)
    }
    fn from_u64(value: u64) -> u32 {
        value as u32
    }
}

impl Number for u64 {
    fn to_u64(self) -> u64 {
        self
    }
    fn from_u64(value: u64) -> u64 {
        value
    }
}

/// How many bytes stand for one value; a column that counts up needs none either.
const COUNTS_UP: u8 = 0xff;

/// The column as bytes.
pub(super) fn encode<N: Number>(values: impl ExactSizeIterator<Item = N> + Clone) -> Vec<u8> {
    let count = values.len();
    let each = || values.clone().map(N::to_u64);
    let (least, most) = each().fold((u64::MAX, 0), |(a, b), v| (a.min(v), b.max(v)));
    let least = least.min(most);
    let first = each().next().unwrap_or(0);
    let counts_up = count > 1 && each().enumerate().all(|(i, v)| v == first.wrapping_add(i as u64));
    let width = match most - least {
        _ if counts_up => COUNTS_UP,
        0 => 0,
        1..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    let mut bytes = Vec::with_capacity(13 + count * usize::from(width.min(8)));
    bytes.extend_from_slice(&(count as u32).to_le_bytes());
    bytes.push(width);
    bytes.extend_from_slice(&least.to_le_bytes());
    match width {
        1 => bytes.extend(each().map(|v| (v - least) as u8)),
        2 => each().for_each(|v| bytes.extend_from_slice(&((v - least) as u16).to_le_bytes())),
        4 => each().for_each(|v| bytes.extend_from_slice(&((v - least) as u32).to_le_bytes())),
        8 => each().for_each(|v| bytes.extend_from_slice(&(v - least).to_le_bytes())),
        _ => {}
    }
    bytes
}

/// The column that the bytes hold; none if they hold no column.
pub(super) fn decode<N: Number>(bytes: &[u8]) -> Option<Vec<N>> {
    let (count, rest) = bytes.split_first_chunk()?;
    let count = u32::from_le_bytes(*count) as usize;
    let (width, rest) = rest.split_first()?;
    let (least, rest) = rest.split_first_chunk()?;
    let least = u64::from_le_bytes(*least);
    let from = |distance: u64| N::from_u64(least.wrapping_add(distance));
    let values = match width {
        0 => vec![from(0); count],
        1 => rest.iter().map(|byte| from(u64::from(*byte))).collect(),
        2 => rest.as_chunks().0.iter().map(|b| from(u64::from(u16::from_le_bytes(*b)))).collect(),
        4 => rest.as_chunks().0.iter().map(|b| from(u64::from(u32::from_le_bytes(*b)))).collect(),
        8 => rest.as_chunks().0.iter().map(|b| from(u64::from_le_bytes(*b))).collect(),
        &COUNTS_UP => (0..count as u64).map(from).collect(),
        _ => return None,
    };
    (values.len() == count).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back(values in proptest::collection::vec(any::<u64>(), 0..50), shift in 0..64_u32) {
            let values: Vec<u64> = values.into_iter().map(|v| v >> shift).collect();
            prop_assert_eq!(decode::<u64>(&encode(values.iter().copied())), Some(values));
        }

        #[test]
        fn counting_up_takes_no_room(first in 0..u64::MAX / 2, count in 2..100_u64) {
            let values: Vec<u64> = (first..first + count).collect();
            let bytes = encode(values.iter().copied());
            prop_assert_eq!(bytes.len(), 13);
            prop_assert_eq!(decode::<u64>(&bytes), Some(values));
        }
    }
}
