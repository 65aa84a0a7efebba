//! Counts by a name and a number as bytes.

use super::blob::{compress, decompress};
use super::form::{unzigzag, zigzag};
use super::pack::{Pack, Unpack};
use std::collections::BTreeMap;

/// Counts by a name and a number.
type Entries = BTreeMap<(String, i64), u64>;

/// Under each name how many numbers it has, then each one's distance from the one before and its
/// count.
pub(in crate::store) fn pack_entries(entries: &Entries) -> Vec<u8> {
    let entries: Vec<(&(String, i64), &u64)> = entries.iter().collect();
    let mut bytes = Vec::new();
    let mut pack = Pack(&mut bytes);
    for named in entries.chunk_by(|((a, _), _), ((b, _), _)| a == b) {
        named.iter().take(1).for_each(|((name, _), _)| pack.text(name));
        pack.number(named.len() as u64);
        let mut before = 0_i64;
        for ((_, number), count) in named {
            pack.number(zigzag(number.wrapping_sub(before)));
            pack.number(**count);
            before = *number;
        }
    }
    compress(&bytes)
}

/// Gives each count that the bytes hold with its name and number; none if they are no counts.
pub(in crate::store) fn each_entry(
    bytes: &[u8],
    mut each: impl FnMut(&str, i64, u64),
) -> Option<()> {
    let bytes = decompress(bytes)?;
    let mut unpack = Unpack(&bytes);
    while !unpack.0.is_empty() {
        let name = unpack.text()?;
        let mut number = 0_i64;
        for _ in 0..unpack.number()? {
            number = number.wrapping_add(unzigzag(unpack.number()?));
            each(name, number, unpack.number()?);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back(entries in proptest::collection::btree_map(
            (".{0,2}", prop_oneof![any::<i64>(), -9..9_i64]), any::<u64>(), 0..20)
        ) {
            let mut back = Entries::new();
            let put = |name: &str, number, count| {
                back.insert((name.to_owned(), number), count);
            };
            prop_assert_eq!(each_entry(&pack_entries(&entries), put), Some(()));
            prop_assert_eq!(back, entries);
        }
    }
}
