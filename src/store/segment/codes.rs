//! Columns of whole numbers as bytes: the least value once, then each value's distance from it in
//! as few bytes as the greatest needs; none at all where all are equal or count up by one.

/// A whole number of a column.
pub(in crate::store) trait Number: Copy {
    fn to_u64(self) -> u64;
    fn from_u64(value: u64) -> Self;
}

impl Number for u32 {
    #[inline]
    fn to_u64(self) -> u64 {
        u64::from(self)
    }
    #[inline]
    fn from_u64(value: u64) -> u32 {
        value as u32
    }
}

impl Number for u64 {
    #[inline]
    fn to_u64(self) -> u64 {
        self
    }
    #[inline]
    fn from_u64(value: u64) -> u64 {
        value
    }
}

/// How many bytes stand for one value; a column that counts up needs none either.
pub(super) const COUNTS_UP: u8 = 0xff;

/// How many bytes stand before the values: how many there are, how wide each is, and the least.
pub(super) const HEAD: usize = 4 + 1 + 8;

/// No column is longer: bytes that say so are damaged, and not to be believed.
const MOST: usize = 1 << 24;

/// The column as bytes.
pub(super) fn encode<N: Number>(values: &[N]) -> Vec<u8> {
    let (least, most) = values.iter().fold((u64::MAX, 0), |(least, most), value| {
        let value = value.to_u64();
        (least.min(value), most.max(value))
    });
    let least = least.min(most);
    let counts_up = values.len() > 1
        && most - least == values.len() as u64 - 1
        && (least..).zip(values).all(|(expected, value)| value.to_u64() == expected);
    let width = match most - least {
        _ if counts_up => COUNTS_UP,
        0 => 0,
        1..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    let mut bytes = Vec::with_capacity(HEAD + values.len() * usize::from(width.min(8)));
    bytes.extend_from_slice(&(values.len() as u32).to_le_bytes());
    bytes.push(width);
    bytes.extend_from_slice(&least.to_le_bytes());
    match width {
        1 => fill(&mut bytes, values, |value| [(value.to_u64() - least) as u8]),
        2 => fill(&mut bytes, values, |value| ((value.to_u64() - least) as u16).to_le_bytes()),
        4 => fill(&mut bytes, values, |value| ((value.to_u64() - least) as u32).to_le_bytes()),
        8 => fill(&mut bytes, values, |value| (value.to_u64() - least).to_le_bytes()),
        _ => {}
    }
    bytes
}

/// Adds a few bytes for each value.
fn fill<N: Number, const W: usize>(bytes: &mut Vec<u8>, values: &[N], of: impl Fn(N) -> [u8; W]) {
    let start = bytes.len();
    bytes.resize(start + W * values.len(), 0);
    let places = bytes[start..].as_chunks_mut().0;
    places.iter_mut().zip(values).for_each(|(place, value)| *place = of(*value));
}

/// The column that the bytes hold; none if they hold no column.
pub(super) fn decode<N: Number>(bytes: &[u8]) -> Option<Vec<N>> {
    let (count, rest) = bytes.split_first_chunk()?;
    let count = u32::from_le_bytes(*count) as usize;
    if count > MOST {
        return None;
    }
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
            prop_assert_eq!(decode::<u64>(&encode(&values)), Some(values));
        }

        #[test]
        fn counting_up_takes_no_room(first in 0..u64::MAX / 2, count in 2..100_u64) {
            let values: Vec<u64> = (first..first + count).collect();
            let bytes = encode(&values);
            prop_assert_eq!(bytes.len(), 13);
            prop_assert_eq!(decode::<u64>(&bytes), Some(values));
        }
    }
}
