//! Input formats, one file each: a stream of bytes becomes a stream of records.
//!
//! Reading never stops at a bad row: it comes out as a [`Reject`] with its line, the reason and its
//! bytes, and the next row follows. Memory does not grow with the file: rows longer than
//! [`lines::LONGEST`] are rejected without being read whole.

pub mod acled;
pub mod actors_csv;
mod charset;
mod columns;
pub mod csv;
mod day;
pub mod eras;
pub mod feed;
mod folder;
pub mod gdelt;
mod head;
pub mod html;
pub mod icews;
pub mod jsonl;
pub mod lines;
pub mod links_csv;
pub mod mapping;
mod parties;
pub mod polecat;
mod radius;
mod rejects;
mod rows;
pub mod rss;
mod table;
pub mod text;
pub mod ucdp;
mod unpack;

pub use folder::Folder;
pub use head::Head;
pub use rejects::Rejects;
pub use rows::{Raw, ReadRow, Rows, read};
pub use unpack::{Unpacked, unpack};

use crate::domain::{Actor, Article, Citation, Edtf, Event, Link, nearest};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The name under which an article's source keeps who wrote it.
pub const AUTHOR: &str = "author";
/// The name under which it keeps what its day of publication was read from.
pub const DATED_BY: &str = "dated_by";
/// The name under which it keeps its character set, where that is not UTF-8.
pub const CHARSET: &str = "charset";
/// The name under which it keeps how many characters could not be read; each is U+FFFD in the text.
pub const UNREADABLE: &str = "unreadable";

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
    /// A further source's word for an event.
    Citation {
        /// The event's uid.
        uid: String,
        /// The word.
        citation: Box<Citation>,
    },
    /// The dataset no longer stands by the event of that uid.
    Withdrawal(String),
}

/// A row that was understood, with where and how it stood, should it prove impossible later.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its line and bytes.
    pub raw: Raw,
    /// What it says.
    pub record: Record,
}

/// A row that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Its line in the file, from 1; the first, if it has several; 0 for the file as a whole.
    pub line: u64,
    /// The file, where it is one of a folder.
    pub file: Option<PathBuf>,
    /// The column, from 1, where one is to blame: a field of a table, a character of other rows.
    pub column: Option<u64>,
    /// What is wrong with which value, and what was expected.
    pub why: String,
    /// The row as it stood, without its line end; shortened if it was too long to read.
    pub raw: Vec<u8>,
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", file.display())?;
        }
        match (self.line, self.column) {
            (0, _) => {}
            (line, None) => write!(f, "line {line}: ")?,
            (line, Some(column)) => write!(f, "line {line}, column {column}: ")?,
        }
        f.write_str(&self.why)
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
    pub reader: Box<dyn BufRead + Send>,
    /// When an article was published, if the user says so.
    pub published: Option<Edtf>,
}

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
    /// Whether a file is a whole release: an event of the dataset from a country and a time that
    /// it covers and that it does not tell has been withdrawn.
    pub complete: bool,
    /// What a file in it holds.
    pub holds: Holds,
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// Records of a dataset, in UTF-8.
    Records,
    /// Articles, in any character set.
    Articles,
    /// One article, which this makes of the file's bytes; published then, if it does not say when.
    Article(fn(&[u8], Option<&Edtf>) -> Result<Article, String>),
}

impl Format {
    /// Whether it holds one article or more. Those of a folder are one import.
    pub fn is_of_articles(&self) -> bool {
        !matches!(self.holds, Holds::Records)
    }
}

/// Every format; a new one is a file and a line here. The first that recognises a file reads it.
pub const ALL: &[&Format] = &[
    &jsonl::FORMAT,
    &feed::FORMAT,
    &csv::FORMAT,
    &links_csv::FORMAT,
    &actors_csv::FORMAT,
    &gdelt::EVENTS_1,
    &gdelt::EVENTS_2,
    &gdelt::MENTIONS,
    &ucdp::CANDIDATE,
    &ucdp::FORMAT,
    &acled::FORMAT,
    &acled::DELETED,
    &icews::FORMAT,
    &polecat::FORMAT,
    &mapping::FORMAT,
    &html::FORMAT,
    &rss::FORMAT,
    &text::FORMAT,
];

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
    /// What its start looks like, for whoever finds that it is not what it was taken for.
    pub looks_like: String,
    /// Whether it is a whole release, as [`Format::complete`] or the mapping says.
    pub complete: bool,
    path: PathBuf,
    meter: Arc<Mutex<Meter>>,
}

impl Opened {
    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        locked(&self.meter).bytes
    }

    /// Tells how many bytes were read, while others read them.
    pub fn meter(&self) -> impl Fn() -> u64 + Send + use<> {
        let meter = Arc::clone(&self.meter);
        move || locked(&meter).bytes
    }

    /// SHA-256 of the bytes read so far, in hex: of the file, when all rows have been read.
    pub fn hash(&self) -> String {
        hex(&locked(&self.meter).hash.clone().finalize())
    }

    /// Whether the file could be read to its end; asked when all rows have been read. Where it
    /// could not, its last row may be cut short: nothing of it should be kept.
    ///
    /// # Errors
    /// What kept it from being read on.
    pub fn finish(&self) -> Result<(), SourceError> {
        match locked(&self.meter).failed {
            Some((kind, ref why)) => {
                let why = io::Error::new(kind, why.clone());
                Err(SourceError::Io { path: self.path.clone(), why })
            }
            None => Ok(()),
        }
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
    failed: Option<(io::ErrorKind, String)>,
}

/// Counts and hashes what passes.
struct Metered<R> {
    inner: R,
    meter: Arc<Mutex<Meter>>,
}

/// A meter that another thread dropped in a panic still tells what it has counted.
fn locked(meter: &Mutex<Meter>) -> std::sync::MutexGuard<'_, Meter> {
    meter.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let mut meter = locked(&self.meter);
        meter.bytes += n as u64;
        meter.hash.update(&buffer[..n]);
        Ok(n)
    }
}

/// Notes what keeps a file, or what is packed in it, from being read on.
struct Watched<R> {
    inner: R,
    meter: Arc<Mutex<Meter>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer);
        if let Err(error) = &read
            && error.kind() != io::ErrorKind::Interrupted
        {
            locked(&self.meter).failed = Some((error.kind(), error.to_string()));
        }
        read
    }
}

/// How much of a file is looked at to recognise it.
const HEAD: usize = 64 << 10;

/// A file whose format is known.
struct Started {
    reader: Box<dyn BufRead + Send>,
    format: &'static Format,
    header: Option<String>,
    size: u64,
    looks_like: String,
    /// How many files of an archive were begun so far.
    files: Arc<AtomicUsize>,
}

/// Of an archive whose files are one article each, the first alone would be told from the rest.
fn one_article(format: &Format, files: &AtomicUsize) -> Result<(), String> {
    if matches!(format.holds, Holds::Article(_)) && files.load(Ordering::Relaxed) > 1 {
        return Err("the zip archive holds several articles; unpack it into a folder".to_owned());
    }
    Ok(())
}

/// Opens a file, packed or not, and finds its format, if it is not told.
fn start(
    path: &Path,
    format: Option<&'static Format>,
    meter: &Arc<Mutex<Meter>>,
) -> Result<Started, SourceError> {
    let io = |why: io::Error| SourceError::Io { path: path.to_owned(), why };
    let content = |why: String| SourceError::Content { path: path.to_owned(), why };
    let metadata = std::fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(content("is a folder".to_owned()));
    }
    let file = Metered { inner: File::open(path).map_err(io)?, meter: Arc::clone(meter) };
    let file = BufReader::with_capacity(HEAD, file);
    let unpacked = unpack(file).map_err(io)?;
    // What a packed file is called tells more than what its archive is called.
    let name = unpacked.name.as_ref().map_or(path, Path::new);
    let name = if name.extension() == Some("gz".as_ref()) {
        name.with_extension("")
    } else {
        name.to_owned()
    };
    let files = Arc::clone(&unpacked.files);
    let mut reader =
        BufReader::with_capacity(HEAD, Watched { inner: unpacked, meter: Arc::clone(meter) });
    let head = reader.fill_buf().map_err(io)?.to_vec();
    if head.is_empty() {
        return Err(content("is empty".to_owned()));
    }
    let ending = name.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let (text, wide) = charset::start(&head);
    let binary = head::binary(&head, wide);
    let head = Head { text: &text, ending };
    let format = format.or_else(|| ALL.iter().copied().find(|f| (f.recognise)(&head)));
    // Articles are read in any character set.
    if let Some(why) = binary.filter(|_| !(wide && format.is_some_and(Format::is_of_articles))) {
        return Err(content(why));
    }
    let Some(format) = format else { return Err(content(head::unrecognised(&head))) };
    let header = format.header.then(|| head.first_line().to_owned());
    let looks_like = head.looks_like().unwrap_or_else(|| "looks like running text".to_owned());
    let (reader, size) = (Box::new(reader), metadata.len());
    Ok(Started { reader, format, header, size, looks_like, files })
}

/// Opens a file, packed or not, in the format of that name, or in the one that recognises it. A name
/// that ends in `.toml` is that of a [`mapping`] file.
///
/// # Errors
/// A file that is not there, not readable, a folder, empty, binary, or in no known format.
pub fn open(
    path: &Path,
    format: Option<&str>,
    published: Option<Edtf>,
) -> Result<Opened, SourceError> {
    let mapping = format.filter(|name| name.ends_with(".toml"));
    let mapping = mapping.map(|file| mapping::Mapping::load(Path::new(file))).transpose()?;
    let format = match mapping {
        Some(_) => Some(&mapping::FORMAT),
        None => format.map(by_name).transpose()?,
    };
    let meter = Arc::new(Mutex::new(Meter::default()));
    let Started { reader, format, header, size, looks_like, files } = start(path, format, &meter)?;
    let input = Input { reader, published };
    let complete = mapping.as_ref().map_or(format.complete, |mapping| mapping.complete);
    let rows = match mapping {
        Some(mapping) => mapping.open(input),
        None => (format.open)(input),
    };
    let rows = rows.and_then(|rows| one_article(format, &files).map(|()| rows));
    let rows = rows.map_err(|why| SourceError::Content { path: path.to_owned(), why })?;
    Ok(Opened { format, rows, header, size, looks_like, complete, path: path.to_owned(), meter })
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of a text in a format.
    pub(super) fn read(format: &Format, bytes: &[u8]) -> Vec<Result<Row, Reject>> {
        let reader = Box::new(io::Cursor::new(bytes.to_vec()));
        (format.open)(Input { reader, published: None }).unwrap().collect()
    }

    /// The only record of a text in a format.
    pub(super) fn one(format: &Format, text: &str) -> Record {
        let mut rows = read(format, text.as_bytes());
        assert_eq!(rows.len(), 1, "{rows:#?}");
        rows.remove(0).unwrap().record
    }

    /// The events of a text in a format, as JSON Lines.
    pub(super) fn lines(format: &Format, text: &str) -> String {
        let lines =
            read(format, text.as_bytes()).into_iter().map(|row| match row.unwrap().record {
                Record::Event(event) => serde_json::to_string(&event).unwrap(),
                other => panic!("{other:?}"),
            });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Why rows of a text in a format are rejected.
    pub(super) fn reasons(format: &Format, bytes: &[u8]) -> String {
        let rejects = read(format, bytes).into_iter().filter_map(Result::err);
        rejects.map(|reject| reject.to_string()).collect::<Vec<_>>().join("\n")
    }

    /// Rows of a table with cells of all sorts come out, none lost, and stop nothing.
    pub(super) fn survives(format: &Format, header: &str, separator: &str) {
        const CELLS: &[&str] = &[
            "",
            "1",
            "2.0",
            "3",
            "-1",
            "1e300",
            "NaN",
            "2020-02-29",
            "2020-02-30",
            "0000-01-01",
            "9999-12-31",
            "190",
            "ASSAULT",
            "Battles",
            "Armed clash",
            "Civilians",
            "Civilians (",
            "Government of ",
            "Government of Mali, Government of Chad",
            "Forces of Mali (2020-)",
            ";",
            "a;b",
            "\\",
            "\"a\"",
            "\"\"\"\"",
            "é",
            "(",
            ")",
            "/",
            "Mali",
            "MLI",
            "NA",
            "{}",
            "# ",
        ];
        let columns = header.trim_end().split(separator).count();
        let cell = proptest::sample::select(CELLS);
        let rows = proptest::collection::vec(proptest::collection::vec(cell, columns), 1..8);
        proptest!(ProptestConfig::with_cases(500), |(rows in rows)| {
            let lines: Vec<String> = rows.iter().map(|cells| cells.join(separator)).collect();
            let text = format!("{}\n{}\n", header.trim_end(), lines.join("\n"));
            let said = |line: &&String| !line.starts_with("# ") && !line.trim().is_empty();
            let read = read(format, text.as_bytes());
            prop_assert!(read.len() <= lines.iter().filter(said).count());
            prop_assert!(!read.is_empty() || lines.iter().filter(said).count() == 0);
        });
    }

    #[test]
    fn files_that_are_refused_say_why() {
        let folder = tempfile::tempdir().unwrap();
        let error = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            open(&path, None, None).err().unwrap().to_string()
        };
        let pages = ["a.html", "b.html"]
            .map(|name| unpack::tests::member(name, b"<html><p>They met in Geneva.", 0, 8));
        let pages = unpack::tests::zip(&pages);
        let gkg = [b"20150218230000-0".as_slice(), &[b'\t'; 26]].concat();
        for (name, bytes, why) in [
            ("a.csv", b"".as_slice(), "is empty"),
            ("a.csv", b"\xff\xfea\0", "UTF-16"),
            ("a.csv", b"\x1f\x8b\x08\0", "gzip archive is damaged"),
            ("a.csv", b"a\x01\x02\x03", "is no text: byte 1 is 0x01"),
            ("a.csv", b"a;b;c;d\n", "4 columns separated by semicolons"),
            ("a.txt", b"a\tb\tc\n", "3 columns separated by tabs"),
            ("a.txt", b"[{}]", "JSON array"),
            ("a.csv", b"<!DOCTYPE html>\n<html><title>Not found", "is a web page"),
            ("a.csv", b"GLOBALEVENTID;SQLDATE\n1;2;2.02E+13\n", "rounded, as in 2.02E+13"),
            ("a.csv", b"GLOBALEVENTID,SQLDATE\n1,2\n", "between commas"),
            ("a.csv", b"GLOBALEVENTID\tSQLDATE\n1\t2\n", "under a header line"),
            ("a.csv", &gkg, "Global Knowledge Graph"),
            ("a.zip", &pages, "several articles; unpack it into a folder"),
            ("a.jsonl", b"{\"id\":1}", "not like records of annalist"),
            ("a.csv", b"title,knd,date\n", "table of 3 columns"),
            ("a.csv", b"title,kind,dat\nA,talks,\n", "line 1: column \"dat\": no such column; did"),
            ("a.csv", b"from,to,relation,to\n", "stands twice"),
        ] {
            let error = error(name, bytes);
            assert!(error.contains(why) && error.contains(name), "{error}");
        }
        assert!(open(folder.path(), None, None).err().unwrap().to_string().contains("folder"));
        assert!(open(&folder.path().join("none"), None, None).is_err());
    }

    #[test]
    fn what_was_rejected_can_be_mended_and_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "\n# mine\ntitle,kind\nA,talks\n\"B\r\nb\",tals\nC,\0\n").unwrap();
        let mut opened = open(&path, None, None).unwrap();
        let again = folder.path().join("a.rejects.csv");
        let mut rejects = Rejects::new(&again, opened.header.clone());
        for reject in opened.rows.by_ref().filter_map(Result::err) {
            rejects.write(&reject).unwrap();
        }
        opened.finish().unwrap();
        assert_eq!(opened.hash(), hex(&Sha256::digest(std::fs::read(&path).unwrap())));
        let written = rejects.finish().unwrap().unwrap();
        let text = std::fs::read_to_string(&written).unwrap();
        assert!(
            text.starts_with("title,kind\n# line 5, column 2: kind: unknown kind \"tals\""),
            "{text}"
        );
        std::fs::write(&written, text.replace("tals", "talks").replace('\0', "aid")).unwrap();
        assert_eq!(open(&written, None, None).unwrap().rows.filter(Result::is_ok).count(), 2);
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
