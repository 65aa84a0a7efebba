//! A dictionary: byte strings, each once, under numbers from 0.

use super::codes;
use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// A dictionary that grows.
#[derive(Default)]
pub(super) struct Interner {
    words: Words,
    hashes: Vec<u64>,
    /// Numbers, each beside a part of its word's hash, which tells most other words apart without
    /// a look at them.
    table: HashTable<(u32, u32)>,
    last: u32,
}

impl Interner {
    /// The number of a word, which is added if it is new, and its hash, which is the same in every
    /// dictionary.
    #[inline]
    pub(super) fn intern(&mut self, word: &[u8]) -> (u32, u64) {
        let Interner { words, hashes, table, last } = self;
        // Neighbouring rows often say the same.
        if words.is(*last, word) {
            return (*last, hashes[*last as usize]);
        }
        let hash = xxh3_64(word);
        let part = hash as u32;
        *last = match table.find(hash, |(other, code)| *other == part && words.is(*code, word)) {
            Some((_, code)) => *code,
            None => {
                let code = words.push(word);
                hashes.push(hash);
                table.insert_unique(hash, (part, code), |(_, code)| hashes[*code as usize]);
                code
            }
        };
        (*last, hash)
    }

    /// The number of a word, if it is there.
    pub(super) fn code(&self, word: &[u8]) -> Option<u32> {
        let hash = xxh3_64(word);
        let is = |(part, code): &(u32, u32)| *part == hash as u32 && self.words.is(*code, word);
        self.table.find(hash, is).map(|(_, code)| *code)
    }

    /// The same word once more under a number of its own.
    pub(super) fn fork(&mut self, code: u32) -> u32 {
        let word = self.words.get(code).unwrap_or_default().to_vec();
        self.hashes.push(self.hashes[code as usize]);
        self.words.push(&word)
    }

    pub(super) fn hash(&self, code: u32) -> u64 {
        self.hashes[code as usize]
    }

    pub(super) fn words(&self) -> &Words {
        &self.words
    }
}

/// The words of a dictionary, by their numbers.
#[derive(Default, Clone)]
pub(in crate::store) struct Words {
    heap: Vec<u8>,
    ends: Vec<u32>,
}

impl Words {
    pub(super) fn push(&mut self, word: &[u8]) -> u32 {
        self.heap.extend_from_slice(word);
        self.ends.push(self.heap.len() as u32);
        self.ends.len() as u32 - 1
    }

    pub(in crate::store) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(in crate::store) fn get(&self, code: u32) -> Option<&[u8]> {
        let code = code as usize;
        let end = *self.ends.get(code)? as usize;
        let start = code.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.heap.get(start..end)
    }

    /// Whether a word is that.
    fn is(&self, code: u32, word: &[u8]) -> bool {
        self.get(code) == Some(word)
    }

    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len() as u32).filter_map(|code| self.get(code))
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let lengths: Vec<u32> = (0..self.len())
            .map(|i| self.ends[i] - if i == 0 { 0 } else { self.ends[i - 1] })
            .collect();
        let lengths = codes::encode(&lengths);
        let mut bytes = Vec::with_capacity(4 + lengths.len() + self.heap.len());
        bytes.extend_from_slice(&(lengths.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&lengths);
        bytes.extend_from_slice(&self.heap);
        bytes
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Words> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (lengths, heap) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let ends = ends(lengths)?;
        let end = ends.last().map_or(0, |end| *end as usize);
        (end == heap.len()).then(|| Words { heap: heap.to_vec(), ends })
    }
}

/// Where words end whose lengths are given.
pub(super) fn ends(lengths: &[u8]) -> Option<Vec<u32>> {
    let mut ends: Vec<u32> = codes::decode(lengths)?;
    let mut end = 0_u32;
    for length in &mut ends {
        end = end.checked_add(*length)?;
        *length = end;
    }
    Some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_word_once_and_back(words in proptest::collection::vec(".{0,3}", 0..100)) {
            let mut interner = Interner::default();
            let codes: Vec<u32> = words.iter().map(|w| interner.intern(w.as_bytes()).0).collect();
            let mut distinct = words.clone();
            distinct.sort();
            distinct.dedup();
            prop_assert_eq!(interner.words().len(), distinct.len());
            let back = Words::decode(&interner.words().encode()).unwrap();
            for (word, code) in words.iter().zip(codes) {
                prop_assert_eq!(back.get(code), Some(word.as_bytes()));
            }
        }
    }
}
