//! Compressed bytes.

/// How much of long bytes is tried to see whether they can be compressed.
const SAMPLE: usize = 4096;

/// The bytes as they are, under a 0, or compressed with LZ4, under a 1, where that is shorter.
pub(super) fn compress(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() >= 64 && is_compressible(bytes) {
        let packed = lz4_flex::compress_prepend_size(bytes);
        if packed.len() < bytes.len() - bytes.len() / 16 {
            return [&[1], packed.as_slice()].concat();
        }
    }
    [&[0], bytes].concat()
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
    match bytes.split_first()? {
        (0, rest) => Some(rest.to_vec()),
        (1, rest) => {
            // LZ4 makes of a byte 255 at most: what claims to be longer is damaged.
            let (size, packed) = rest.split_first_chunk()?;
            let size = u32::from_le_bytes(*size) as usize;
            let possible = size <= packed.len().saturating_mul(255);
            possible.then(|| lz4_flex::decompress(packed, size).ok()).flatten()
        }
        _ => None,
    }
}
