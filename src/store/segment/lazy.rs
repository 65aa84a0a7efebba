//! Columns of which a few rows are read: only the blocks that hold them are decompressed.

use super::blob::Blob;
use super::codes;
use super::codes::COUNTS_UP;
use super::pack::Unpack;
use std::borrow::Cow;

/// A stretch of what a blob holds.
#[derive(Clone, Copy)]
pub(super) struct View<'b> {
    blob: &'b Blob<'b>,
    start: usize,
    end: usize,
}

impl<'b> View<'b> {
    pub(super) fn all(blob: &'b Blob<'b>) -> View<'b> {
        View { blob, start: 0, end: blob.len() }
    }

    /// Some bytes; none if they are beyond the end.
    fn get(&self, from: usize, count: usize) -> Option<Cow<'b, [u8]>> {
        let start = self.start.checked_add(from)?;
        let end = start.checked_add(count).filter(|end| *end <= self.end)?;
        self.blob.get(start..end)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// A part that stands under its length, and what comes after.
    pub(super) fn part(self) -> Option<(View<'b>, View<'b>)> {
        let most = (self.end - self.start).min(10);
        let head = self.get(0, most)?;
        let mut unpack = Unpack(&head);
        let length = usize::try_from(unpack.number()?).ok()?;
        let start = self.start + most - unpack.0.len();
        let end = start.checked_add(length).filter(|end| *end <= self.end)?;
        Some((View { start, end, ..self }, View { start: end, ..self }))
    }

    pub(super) fn text(&self) -> Option<String> {
        let bytes = self.get(0, self.end - self.start)?;
        std::str::from_utf8(&bytes).ok().map(str::to_owned)
    }
}

/// A column of numbers.
pub(super) struct Numbers<'b> {
    view: View<'b>,
    count: usize,
    width: u8,
    least: u64,
}

impl<'b> Numbers<'b> {
    pub(super) fn of(view: View<'b>) -> Option<Numbers<'b>> {
        let head = view.get(0, codes::HEAD)?;
        let (count, rest) = head.split_first_chunk()?;
        let (width, least) = rest.split_first()?;
        let least = u64::from_le_bytes(least.try_into().ok()?);
        Some(Numbers { view, count: u32::from_le_bytes(*count) as usize, width: *width, least })
    }

    /// The number at a place; none beyond the end.
    pub(super) fn at(&self, place: usize) -> Option<u64> {
        let distance = match self.width {
            _ if place >= self.count => return None,
            0 => 0,
            COUNTS_UP => place as u64,
            width @ 1..=8 => {
                let width = usize::from(width);
                let bytes = self.view.get(codes::HEAD + place.checked_mul(width)?, width)?;
                let mut number = [0; 8];
                number.iter_mut().zip(bytes.iter()).for_each(|(to, from)| *to = *from);
                u64::from_le_bytes(number)
            }
            _ => return None,
        };
        Some(self.least.wrapping_add(distance))
    }

    /// The same as a place.
    pub(super) fn place(&self, place: usize) -> Option<usize> {
        usize::try_from(self.at(place)?).ok()
    }
}

/// The words of a dictionary.
pub(super) struct Texts<'b> {
    heap: View<'b>,
    ends: Vec<u32>,
}

impl<'b> Texts<'b> {
    pub(super) fn of(view: View<'b>) -> Option<Texts<'b>> {
        let length = view.get(0, 4)?;
        let length = u32::from_le_bytes(length.as_ref().try_into().ok()?) as usize;
        let ends = super::intern::ends(&view.get(4, length)?)?;
        let heap = View { start: view.start + 4 + length, ..view };
        let fits = ends.last().map_or(0, |end| *end as usize) == heap.end - heap.start;
        fits.then_some(Texts { heap, ends })
    }

    /// The word of a number.
    pub(super) fn get(&self, code: usize) -> Option<Cow<'b, [u8]>> {
        let end = *self.ends.get(code)?;
        let start = code.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.heap.get(start as usize, (end - start) as usize)
    }
}

/// A column whose numbers stand for words.
pub(super) struct Column<'b> {
    pub(super) codes: Numbers<'b>,
    pub(super) words: Texts<'b>,
}

impl<'b> Column<'b> {
    /// The word of a row.
    pub(super) fn at(&self, row: usize) -> Option<Cow<'b, [u8]>> {
        self.words.get(self.codes.place(row)?)
    }
}

/// A list for each row, of words of a dictionary.
pub(super) struct Listed<'b> {
    starts: Vec<u32>,
    pub(super) codes: Numbers<'b>,
    pub(super) words: Texts<'b>,
}

impl<'b> Listed<'b> {
    pub(super) fn of(counts: View<'b>, codes: View<'b>, words: View<'b>) -> Option<Listed<'b>> {
        let counts: Vec<u32> = codes::decode(&counts.get(0, counts.end)?)?;
        let codes = Numbers::of(codes)?;
        let mut starts = Vec::with_capacity(counts.len() + 1);
        starts.push(0);
        let mut start = 0_u32;
        for count in counts {
            start = start.checked_add(count)?;
            starts.push(start);
        }
        let fits = start as usize == codes.count;
        fits.then_some(Listed { starts, codes, words: Texts::of(words)? })
    }

    /// The codes of a row.
    pub(super) fn of_row(&self, row: usize) -> Option<Vec<usize>> {
        let (start, end) = (*self.starts.get(row)?, *self.starts.get(row + 1)?);
        (start..end).map(|place| self.codes.place(place as usize)).collect()
    }
}
