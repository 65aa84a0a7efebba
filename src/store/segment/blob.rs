//! Compressed bytes. Long ones are compressed block by block, so that what stands at one place can be
//! read without the rest.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// How much of long bytes is tried to see whether they can be compressed.
const SAMPLE: usize = 4096;
/// How many bytes make a block.
const BLOCK: usize = 1 << 14;

/// The bytes as they are, under a 0; or compressed with LZ4, where that is shorter, under a 1; or
/// block by block under a 2: their number, what each block takes, and the blocks, of which one that
/// takes all of its room is not compressed.
pub(super) fn compress(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() >= 64 && is_compressible(bytes) {
        let packed = if bytes.len() < 2 * BLOCK {
            [&[1], lz4_flex::compress_prepend_size(bytes).as_slice()].concat()
        } else {
            compress_blocks(bytes)
        };
        if packed.len() < bytes.len() - bytes.len() / 16 {
            return packed;
        }
    }
    [&[0], bytes].concat()
}

fn compress_blocks(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![2];
    packed.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    let mut blocks = Vec::with_capacity(bytes.len() / 2);
    for block in bytes.chunks(BLOCK) {
        let start = blocks.len();
        blocks.extend_from_slice(&lz4_flex::compress(block));
        if blocks.len() - start >= block.len() {
            blocks.truncate(start);
            blocks.extend_from_slice(block);
        }
        packed.extend_from_slice(&((blocks.len() - start) as u32).to_le_bytes());
    }
    packed.append(&mut blocks);
    packed
}

/// Hashes and the like are not worth the time: what stands in the middle tells.
fn is_compressible(bytes: &[u8]) -> bool {
    let start = bytes.len() / 2;
    match bytes.get(start..start + SAMPLE) {
        Some(sample) => lz4_flex::compress(sample).len() < SAMPLE - SAMPLE / 10,
        None => true,
    }
}

/// What was compressed; none if the bytes are no such thing.
pub(super) fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let blob = Blob::of(bytes)?;
    let mut whole = vec![0; blob.len];
    let mut rest = whole.as_mut_slice();
    for block in &blob.blocks {
        let (room, after) = rest.split_at_mut_checked(block.size)?;
        block.unpack(room)?;
        rest = after;
    }
    Some(whole)
}

/// Bytes that were compressed, of which some can be read without the rest.
pub(super) struct Blob<'s> {
    len: usize,
    /// How many bytes are in each block but the last.
    each: usize,
    blocks: Vec<Block<'s>>,
}

struct Block<'s> {
    stored: &'s [u8],
    size: usize,
    bytes: OnceCell<Vec<u8>>,
}

impl Block<'_> {
    /// Puts what it holds there; none if that is something else.
    fn unpack(&self, room: &mut [u8]) -> Option<()> {
        if self.stored.len() == self.size {
            room.copy_from_slice(self.stored);
            return Some(());
        }
        let size = lz4_flex::decompress_into(self.stored, room).ok()?;
        (size == self.size).then_some(())
    }

    fn bytes(&self) -> Option<&[u8]> {
        if self.stored.len() == self.size {
            return Some(self.stored);
        }
        if self.bytes.get().is_none() {
            let mut room = vec![0; self.size];
            self.unpack(&mut room)?;
            self.bytes.get_or_init(|| room);
        }
        self.bytes.get().map(Vec::as_slice)
    }
}

impl<'s> Blob<'s> {
    /// None if the bytes are not what was written.
    pub(super) fn of(bytes: &'s [u8]) -> Option<Blob<'s>> {
        let (form, rest) = bytes.split_first()?;
        let block = |stored, size| Block { stored, size, bytes: OnceCell::new() };
        if *form == 0 {
            let (len, blocks) = (rest.len(), vec![block(rest, rest.len())]);
            return Some(Blob { len, each: len, blocks });
        }
        let (len, mut rest) = rest.split_first_chunk()?;
        let len = u32::from_le_bytes(*len) as usize;
        // LZ4 makes of a byte 255 at most: what claims to be longer is damaged.
        if len > rest.len().saturating_mul(255) {
            return None;
        }
        if *form == 1 {
            return Some(Blob { len, each: len, blocks: vec![block(rest, len)] });
        }
        let (sizes, after) = rest.split_at_checked(4 * len.div_ceil(BLOCK))?;
        rest = after;
        let mut blocks = Vec::with_capacity(sizes.len() / 4);
        for (at, taken) in sizes.as_chunks().0.iter().enumerate() {
            let (stored, after) = rest.split_at_checked(u32::from_le_bytes(*taken) as usize)?;
            blocks.push(block(stored, BLOCK.min(len - at * BLOCK)));
            rest = after;
        }
        (*form == 2 && rest.is_empty()).then_some(Blob { len, each: BLOCK, blocks })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Some of the bytes; none if they are beyond the end or damaged.
    pub(super) fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        if range.end > self.len || range.start > range.end {
            return None;
        }
        if range.is_empty() {
            return Some(Cow::Borrowed(&[]));
        }
        let (first, last) = (range.start / self.each, (range.end - 1) / self.each);
        let start = first * self.each;
        let Range { start: from, end: to } = range.start - start..range.end - start;
        if first == last {
            return self.blocks.get(first)?.bytes()?.get(from..to).map(Cow::Borrowed);
        }
        let mut joined = Vec::with_capacity((last - first + 1) * self.each);
        for block in self.blocks.get(first..=last)? {
            joined.extend_from_slice(block.bytes()?);
        }
        Some(Cow::Owned(joined.get(from..to)?.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_back_whole_and_in_part(
            seed in proptest::collection::vec(any::<u8>(), 0..300),
            times in 0..300_usize,
            noise in any::<u8>(),
            range in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        ) {
            let mut bytes = seed.repeat(times);
            bytes.iter_mut().enumerate().for_each(|(at, byte)| {
                if at % 7 == 0 { *byte ^= (at as u8).wrapping_mul(noise) }
            });
            let stored = compress(&bytes);
            prop_assert_eq!(decompress(&stored), Some(bytes.clone()));
            let blob = Blob::of(&stored).unwrap();
            let (a, b) = (range.0.index(bytes.len() + 1), range.1.index(bytes.len() + 1));
            let (a, b) = (a.min(b), a.max(b));
            prop_assert_eq!(blob.get(a..b).map(Cow::into_owned), Some(bytes[a..b].to_vec()));
            prop_assert_eq!(blob.get(b..bytes.len() + 1), None);
        }
    }
}
