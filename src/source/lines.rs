//! Lines of a file, bounded.

use super::Raw;
use std::collections::VecDeque;
use std::io::{self, BufRead};

/// The longest line that is read, in bytes; longer ones are passed over.
pub const LONGEST: usize = 16 << 20;

/// How much of a line that is too long is kept to show.
const SHOWN: usize = 200;

/// A line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes; the first few if it was too long.
    pub bytes: Vec<u8>,
    /// Its end: a line feed, perhaps after a carriage return; none at the end of the file.
    pub end: &'static [u8],
    /// Its length in bytes where that was too much.
    pub too_long: Option<u64>,
}

impl Line {
    /// The line as a row.
    pub fn raw(self) -> Raw {
        Raw::new(self.number, self.bytes)
    }
}

/// Reads lines one by one, past a byte order mark, with `\n` or `\r\n` at their ends.
pub struct Lines {
    reader: Box<dyn BufRead + Send>,
    number: u64,
    given_back: VecDeque<Line>,
    /// Reading failed; what follows cannot be known.
    failed: bool,
}

impl Lines {
    /// The lines of a file.
    pub fn new(reader: Box<dyn BufRead + Send>) -> Lines {
        Lines { reader, number: 0, given_back: VecDeque::new(), failed: false }
    }

    /// Gives lines back, to be read again in their order.
    pub fn give_back(&mut self, lines: impl DoubleEndedIterator<Item = Line>) {
        for line in lines.rev() {
            self.given_back.push_front(line);
        }
    }

    /// The next line; none at the end, and after an error.
    ///
    /// # Errors
    /// Those of the file.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        if self.failed {
            return Ok(None);
        }
        let line = self.read_line();
        self.failed = line.is_err();
        line
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.given_back.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = self.read_bytes()?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        let mut too_long = None;
        if bytes.len() > LONGEST && !bytes.ends_with(b"\n") {
            too_long = Some(bytes.len() as u64 + self.skip_line()?);
            bytes.truncate(SHOWN);
        }
        let ends: [&[u8]; 3] = [b"\r\n", b"\n", b""];
        let end = ends.into_iter().find(|end| bytes.ends_with(end)).unwrap_or_default();
        bytes.truncate(bytes.len() - end.len());
        if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        Ok(Some(Line { number: self.number, bytes, end, too_long }))
    }

    /// A line with its end, or more of it than may be. Mostly all of it is in the buffer, so that
    /// it gets as much room as it needs.
    fn read_bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let end = memchr::memchr(b'\n', buffer).map_or(buffer.len(), |at| at + 1);
            let n = end.min(LONGEST + 1 - bytes.len());
            if bytes.is_empty() {
                bytes.reserve_exact(n);
            }
            bytes.extend_from_slice(&buffer[..n]);
            self.reader.consume(n);
            if n == 0 || bytes.ends_with(b"\n") {
                return Ok(bytes);
            }
        }
    }

    /// Passes over the rest of a line and says how long it was.
    fn skip_line(&mut self) -> io::Result<u64> {
        let mut skipped = 0;
        loop {
            let buffer = self.reader.fill_buf()?;
            let (n, done) = match memchr::memchr(b'\n', buffer) {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(n);
            skipped += n as u64;
            if done {
                return Ok(skipped);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut text = b"\xef\xbb\xbfone\r\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LONGEST + 5));
        text.extend(b"\nthree");
        let mut lines = Lines::new(Box::new(io::Cursor::new(text)));
        let mut next = || lines.next_line().unwrap();
        assert_eq!(next().unwrap().bytes, b"one");
        let long = next().unwrap();
        assert_eq!((long.number, long.too_long), (2, Some(LONGEST as u64 + 6)));
        assert_eq!(long.bytes.len(), SHOWN);
        let last = next().unwrap();
        assert_eq!((last.number, last.bytes.as_slice()), (3, b"three".as_slice()));
        assert_eq!(next(), None);
    }
}
