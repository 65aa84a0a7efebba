//! Input formats, one file each: a stream of bytes becomes a stream of records.
//!
//! Reading never stops at a bad row: it comes out as a [`Reject`] with its line, the reason and its
//! bytes, and the next row follows. Memory does not grow with the file: rows longer than
//! [`lines::LONGEST`] are rejected without being read whole.

pub mod actors_csv;
pub mod csv;
pub mod jsonl;
pub mod lines;
pub mod links_csv;
mod rejects;
mod table;
pub mod text;

pub use rejects::Rejects;

use crate::domain::{Actor, Article, Edtf, Event, Link, nearest};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// An event.
    Event(Box<Event>),
    /// A link between two events by uid.
    Link(Link<String>),
    /// An actor.
    Actor(Actor),
    /// A news text to be read for events.
    Article(Box<Article>),
}

/// A row that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Its line in the file, from 1; the first, if it has several.
    pub line: u64,
    /// The column, from 1, where one is to blame: a field of a table, a character of other rows.
    pub column: Option<u64>,
    /// What is wrong with which value, and what was expected.
    pub why: String,
    /// The row as it stood, without its line end; shortened if it was too long to read.
    pub raw: Vec<u8>,
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.why)
    }
}

/// A file that cannot be read as what it is.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The operating system says so.
    #[error("cannot read {path}: {why}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        why: io::Error,
    },
    /// Its content says so.
    #[error("{path}: {why}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What it is and what to do.
        why: String,
    },
    /// No format has that name.
    #[error("no format is named \"{name}\"; {hint}")]
    NoFormat {
        /// The name.
        name: String,
        /// The nearest, or all.
        hint: String,
    },
}

/// An open file, ready to be read in a format.
pub struct Input {
    /// The bytes from the start.
    pub reader: Box<dyn BufRead>,
    /// When an article was published, if the user says so.
    pub published: Option<Edtf>,
}

/// The rows of a file, good and bad.
pub type Rows = Box<dyn Iterator<Item = Result<Record, Reject>>>;

/// A format in which records come.
pub struct Format {
    /// Its name, as in `--as csv`.
    pub name: &'static str,
    /// What it holds, one line.
    pub about: &'static str,
    /// Whether a file looks like it.
    pub recognise: fn(&Head) -> bool,
    /// Starts reading; the error says why the file as a whole cannot be read.
    pub open: fn(Input) -> Result<Rows, String>,
    /// Whether the first line is a header, which a rejects file repeats.
    pub header: bool,
}

/// Every format; a new one is a file and a line here. The first that recognises a file reads it.
pub const ALL: &[&Format] =
    &[&jsonl::FORMAT, &csv::FORMAT, &links_csv::FORMAT, &actors_csv::FORMAT, &text::FORMAT];

/// The start of a file, by which its format is recognised.
pub struct Head<'a> {
    /// The text, up to the first bytes that are not UTF-8, without byte order mark.
    pub text: &'a str,
    /// The ending of the file's name, lower case; empty if there is none.
    pub ending: String,
}

impl Head<'_> {
    /// The first line that is no comment.
    pub fn first_line(&self) -> &str {
        self.text.lines().find(|line| !line.starts_with("# ")).unwrap_or_default()
    }

    /// The names in the first line, if it is a header of comma-separated columns.
    pub fn header(&self) -> Vec<String> {
        table::cells(self.first_line().as_bytes())
            .map(|cells| cells.iter().map(|cell| cell.trim().to_lowercase()).collect())
            .unwrap_or_default()
    }
}

/// A file opened by [`open`].
pub struct Opened {
    /// Its format.
    pub format: &'static Format,
    /// Its rows.
    pub rows: Rows,
    /// The first line, where the format has a header.
    pub header: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    meter: Rc<RefCell<Meter>>,
}

impl Opened {
    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.meter.borrow().bytes
    }

    /// SHA-256 of the bytes read so far, in hex: of the file, when all rows have been read.
    pub fn hash(&self) -> String {
        hex(&self.meter.borrow().hash.clone().finalize())
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Default)]
struct Meter {
    bytes: u64,
    hash: Sha256,
}

/// Counts and hashes what passes.
struct Metered<R> {
    inner: R,
    meter: Rc<RefCell<Meter>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let mut meter = self.meter.borrow_mut();
        meter.bytes += n as u64;
        meter.hash.update(&buffer[..n]);
        Ok(n)
    }
}

/// How much of a file is looked at to recognise it.
const HEAD: usize = 64 << 10;

/// Opens a file in the format of that name, or in the one that recognises it.
///
/// # Errors
/// A file that is not there, not readable, a folder, empty, binary, or in no known format.
pub fn open(
    path: &Path,
    format: Option<&str>,
    published: Option<Edtf>,
) -> Result<Opened, SourceError> {
    let io = |why: io::Error| SourceError::Io { path: path.to_owned(), why };
    let content = |why: String| SourceError::Content { path: path.to_owned(), why };
    let format = format.map(by_name).transpose()?;
    let metadata = std::fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(content("is a folder; name the files in it".to_owned()));
    }
    let meter = Rc::new(RefCell::new(Meter::default()));
    let file = Metered { inner: File::open(path).map_err(io)?, meter: Rc::clone(&meter) };
    let mut reader = BufReader::with_capacity(HEAD, file);
    let head = reader.fill_buf().map_err(io)?.to_vec();
    if head.is_empty() {
        return Err(content("is empty".to_owned()));
    }
    if let Some(at) = head.iter().position(|byte| is_binary(*byte)) {
        return Err(content(format!(
            "is no text: byte {at} is {:#04x}; unpack or convert it first",
            head[at]
        )));
    }
    let bytes = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let head = Head { text: valid, ending };
    let format = match format.or_else(|| ALL.iter().copied().find(|f| (f.recognise)(&head))) {
        Some(format) => format,
        None => return Err(content(unrecognised(&head))),
    };
    let header = format.header.then(|| head.first_line().to_owned());
    let input = Input { reader: Box::new(reader), published };
    let rows = (format.open)(input).map_err(content)?;
    Ok(Opened { format, rows, header, size: metadata.len(), meter })
}

/// Bytes that no text has: control characters but tab, line ends, form feed and escape.
fn is_binary(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

/// The format of that name.
///
/// # Errors
/// [`SourceError::NoFormat`] with the nearest name.
pub fn by_name(name: &str) -> Result<&'static Format, SourceError> {
    ALL.iter().copied().find(|format| format.name == name).ok_or_else(|| {
        let names = || ALL.iter().map(|format| format.name);
        SourceError::NoFormat {
            name: name.to_owned(),
            hint: match nearest(name, names()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known: {}", names().collect::<Vec<_>>().join(", ")),
            },
        }
    })
}

/// What a file that no format recognises looks like, and what to do.
fn unrecognised(head: &Head) -> String {
    let line = head.first_line();
    let count = |separator: char| line.matches(separator).count() + 1;
    let looks = if line.trim_start().starts_with('[') {
        "looks like a JSON array; annalist reads JSON Lines, a record a line".to_owned()
    } else if line.trim_start().starts_with('<') {
        "looks like HTML or XML".to_owned()
    } else if count('\t') > 2 {
        format!("looks like a table of {} columns separated by tabs", count('\t'))
    } else if count(';') > 2 && count(';') > count(',') {
        format!(
            "looks like a table of {} columns separated by semicolons, as spreadsheets save them; \
             annalist reads commas",
            count(';')
        )
    } else if count(',') > 2 {
        format!("looks like a table of {} columns, but not one with title and kind", count(','))
    } else {
        "is in no format that annalist recognises".to_owned()
    };
    let formats: Vec<String> =
        ALL.iter().map(|format| format!("  {:<11}{}", format.name, format.about)).collect();
    format!("{looks}; name its format with --as if it is one of\n{}", formats.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of a text in a format.
    pub(super) fn read(format: &Format, bytes: &[u8]) -> Vec<Result<Record, Reject>> {
        let reader = Box::new(io::Cursor::new(bytes.to_vec()));
        (format.open)(Input { reader, published: None }).unwrap().collect()
    }

    /// The only record of a text in a format.
    pub(super) fn one(format: &Format, text: &str) -> Record {
        let mut rows = read(format, text.as_bytes());
        assert_eq!(rows.len(), 1, "{rows:#?}");
        rows.remove(0).unwrap()
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), table in any::<bool>()) {
            let mut text = if table { b"title,kind,date,actors,lat\n".to_vec() } else { Vec::new() };
            text.extend(bytes);
            for format in ALL {
                let reader = Box::new(io::Cursor::new(text.clone()));
                if let Ok(rows) = (format.open)(Input { reader, published: None }) {
                    rows.for_each(drop);
                }
            }
        }
    }
}
