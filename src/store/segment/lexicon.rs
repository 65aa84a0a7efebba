//! Which words of a segment's dictionaries hold a stem: what full-text search looks up.

use super::intern::Interner;
use super::pack::{Pack, Unpack};

/// The dictionaries that are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::store) enum Text {
    Title,
    Place,
    Tags,
    Parts,
    Citations,
}

const TEXTS: [Text; 5] = [Text::Title, Text::Place, Text::Tags, Text::Parts, Text::Citations];

/// Where a stem stands: words of dictionaries, by dictionary and number.
pub(in crate::store) type Hits = Vec<(Text, u32)>;

/// The bytes of one page, more or less: what a look-up reads of a segment.
const PAGE: usize = 4096;

/// Stems and where they stand, growing.
#[derive(Default)]
pub(super) struct Lexicon {
    stems: Interner,
    hits: Vec<Hits>,
}

impl Lexicon {
    pub(super) fn add(&mut self, stem: &str, text: Text, code: u32) {
        let (at, _) = self.stems.intern(stem.as_bytes());
        if self.hits.len() <= at as usize {
            self.hits.push(Hits::new());
        }
        let hits = &mut self.hits[at as usize];
        // A text may have a stem several times.
        if !hits.iter().rev().take(2).any(|hit| *hit == (text, code)) {
            hits.push((text, code));
        }
    }

    /// Pages in the order of the stems, each under its first.
    pub(super) fn pages(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut stems: Vec<(&[u8], &Hits)> = self.stems.words().iter().zip(&self.hits).collect();
        stems.sort_unstable_by_key(|(stem, _)| *stem);
        let mut pages: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        for (stem, hits) in stems {
            if pages.last().is_none_or(|(_, page)| page.len() >= PAGE) {
                pages.push((stem.to_vec(), Vec::new()));
            }
            if let Some((_, page)) = pages.last_mut() {
                let mut pack = Pack(page);
                pack.number(stem.len() as u64);
                pack.0.extend_from_slice(stem);
                pack.number(hits.len() as u64);
                for (text, code) in hits {
                    pack.number(u64::from(*code) * TEXTS.len() as u64 + *text as u64);
                }
            }
        }
        pages
    }
}

/// Where the stems of a page stand that start so.
pub(in crate::store) fn look_up_start(page: &[u8], start: &str) -> Option<Hits> {
    let mut found = Hits::new();
    let mut unpack = Unpack(page);
    while !unpack.0.is_empty() {
        let here = unpack.text()?.starts_with(start);
        for _ in 0..unpack.number()? {
            let hit = unpack.number()?;
            if here {
                found.push(hit_of(hit));
            }
        }
    }
    Some(found)
}

fn hit_of(hit: u64) -> (Text, u32) {
    let texts = TEXTS.len() as u64;
    (TEXTS[(hit % texts) as usize], (hit / texts) as u32)
}

/// Where a stem stands, from the page that would hold it; none if the page is none.
pub(in crate::store) fn look_up(page: &[u8], stem: &str) -> Option<Hits> {
    let mut unpack = Unpack(page);
    while !unpack.0.is_empty() {
        let here = unpack.text()? == stem;
        let count = unpack.number()?;
        let mut hits = Hits::new();
        for _ in 0..count {
            let hit = unpack.number()?;
            if here {
                hits.push(hit_of(hit));
            }
        }
        if here {
            return Some(hits);
        }
    }
    Some(Hits::new())
}
