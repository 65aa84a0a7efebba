//! Archives: what a `.gz` or `.zip` file holds is read as if it lay there unpacked, as a stream.

use flate2::Crc;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use std::io::{self, BufRead, Read, Take};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is in a file, whether packed or not.
pub struct Unpacked<R: BufRead> {
    inner: Inner<R>,
    /// What it broke at, to be told when all before it has been read.
    broken: Option<io::Error>,
    /// The name of the first file in the archive, where it tells names.
    pub name: Option<String>,
    /// How many files of the archive were begun so far.
    pub files: Arc<AtomicUsize>,
}

enum Inner<R: BufRead> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<R>>),
    Zip(Box<Zip<R>>),
}

/// Unpacks a file if it is an archive, which its first bytes tell.
///
/// # Errors
/// A damaged archive, one with a password, or one that holds no data; a file that cannot be read.
pub fn unpack<R: BufRead>(mut file: R) -> io::Result<Unpacked<R>> {
    let start = file.fill_buf()?;
    if start.starts_with(b"\x1f\x8b") {
        let inner = Inner::Gzip(Box::new(MultiGzDecoder::new(file)));
        return Ok(Unpacked { inner, broken: None, name: None, files: Arc::default() });
    }
    if start.starts_with(b"PK\x05\x06") {
        return Err(bad("the zip archive is empty"));
    }
    if start.starts_with(MEMBER) {
        let files = Arc::<AtomicUsize>::default();
        let mut zip =
            Zip { at: At::Between(file), first: None, last: b'\n', files: Arc::clone(&files) };
        zip.next_member()?;
        let name = zip.first.clone();
        return Ok(Unpacked { inner: Inner::Zip(Box::new(zip)), broken: None, name, files });
    }
    Ok(Unpacked { inner: Inner::Plain(file), broken: None, name: None, files: Arc::default() })
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Filled, so that what recognises a format sees enough of it.
        let mut filled = 0;
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        while filled < buffer.len() {
            let rest = &mut buffer[filled..];
            let read = match &mut self.inner {
                Inner::Plain(file) => file.read(rest),
                Inner::Gzip(file) => file.read(rest).map_err(|error| damaged("gzip", &error)),
                Inner::Zip(zip) => zip.read(rest),
            };
            match read {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if filled > 0 => {
                    self.broken = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

fn bad(why: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.into())
}

fn damaged(archive: &str, why: &io::Error) -> io::Error {
    let why = match why.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => why.to_string(),
        // The disk's matter, not the archive's.
        kind => return io::Error::new(kind, why.to_string()),
    };
    bad(format!("the {archive} archive is damaged ({why}); get it again"))
}

/// Starts the header of a file in a zip archive.
const MEMBER: &[u8] = b"PK\x03\x04";
/// Starts what may follow the data of a file.
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// Sizes that an archive leaves to a field of its own.
const ZIP64: u32 = u32::MAX;

/// The files in a zip archive, one after the other. Their headers stand before them, so that the
/// list at the end of the archive is not needed and the archive can be hashed as it passes.
struct Zip<R> {
    at: At<R>,
    /// The name of the first file: the others have to be of its kind.
    first: Option<String>,
    /// The last byte that came of a file.
    last: u8,
    files: Arc<AtomicUsize>,
}

enum At<R> {
    /// Before a header, or before the list at the end.
    Between(R),
    Stored(Member, Take<R>),
    Packed(Member, DeflateDecoder<R>),
    /// At the end, or where it is damaged.
    Done,
}

/// What a header says, and what came of it so far.
struct Member {
    crc: Crc,
    expected: u32,
    /// The checksum follows the data, and sizes of 4 or 8 bytes.
    descriptor: Option<u64>,
    /// Whether it is a folder or another program's notes.
    skipped: bool,
}

impl<R: BufRead> Zip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let (member, read) = match &mut self.at {
                At::Done => return Ok(0),
                At::Between(_) => {
                    self.next_member()?;
                    // The next file starts on a line of its own.
                    let joined = self.last != b'\n' && !matches!(self.at, At::Done);
                    if !joined || buffer.is_empty() {
                        continue;
                    }
                    (self.last, buffer[0]) = (b'\n', b'\n');
                    return Ok(1);
                }
                At::Stored(member, data) => (member, data.read(buffer)),
                At::Packed(member, data) => (member, data.read(buffer)),
            };
            let n = read.map_err(|error| damaged("zip", &error))?;
            member.crc.update(&buffer[..n]);
            if n == 0 {
                self.end_member()?;
            } else if !member.skipped {
                self.last = buffer[n - 1];
                return Ok(n);
            }
        }
    }

    /// Checks what came of a file against its checksum.
    fn end_member(&mut self) -> io::Result<()> {
        let (mut member, mut file) = match std::mem::replace(&mut self.at, At::Done) {
            At::Stored(_, data) if data.limit() > 0 => {
                return Err(damaged("zip", &io::ErrorKind::UnexpectedEof.into()));
            }
            At::Stored(member, data) => (member, data.into_inner()),
            At::Packed(member, data) => (member, data.into_inner()),
            other => {
                self.at = other;
                return Ok(());
            }
        };
        if let Some(sizes) = member.descriptor {
            let mut word: [u8; 4] = array(&mut file)?;
            if word == DESCRIPTOR {
                word = array(&mut file)?;
            }
            member.expected = u32::from_le_bytes(word);
            io::copy(&mut file.by_ref().take(sizes), &mut io::sink())?;
        }
        if member.crc.sum() != member.expected {
            return Err(bad("the zip archive is damaged (a checksum is wrong); get it again"));
        }
        self.at = At::Between(file);
        Ok(())
    }

    /// Reads the header of the next file; at the last, passes over the list at the end.
    fn next_member(&mut self) -> io::Result<()> {
        let At::Between(mut file) = std::mem::replace(&mut self.at, At::Done) else {
            return Ok(());
        };
        let start: [u8; 4] = array(&mut file)?;
        if start != MEMBER {
            io::copy(&mut file, &mut io::sink())?;
            return match self.first {
                Some(_) => Ok(()),
                None => Err(bad("the zip archive holds no file")),
            };
        }
        let header: [u8; 26] = array(&mut file)?;
        let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let (flags, method, expected, size) = (short(2), short(4), long(10), long(14));
        let name = bytes(&mut file, short(22))?;
        let name = String::from_utf8_lossy(&name).into_owned();
        let fields = bytes(&mut file, short(24))?;
        if flags & 1 != 0 {
            return Err(bad("the zip archive has a password; unpack it first"));
        }
        let skipped = self.skips(&name)?;
        self.files.fetch_add(usize::from(!skipped), Ordering::Relaxed);
        let zip64 = size == ZIP64 || has_zip64(&fields);
        let descriptor = (flags & 8 != 0).then_some(if zip64 { 16 } else { 8 });
        let member = Member { crc: Crc::new(), expected, descriptor, skipped };
        self.at = match method {
            0 if descriptor.is_none() && size != ZIP64 => {
                At::Stored(member, file.take(u64::from(size)))
            }
            8 => At::Packed(member, DeflateDecoder::new(file)),
            _ => {
                return Err(bad(format!("{name} is packed in a way that is not read; unpack it")));
            }
        };
        Ok(())
    }

    /// Whether a file is none of the data. Those that are have to be of one kind.
    fn skips(&mut self, name: &str) -> io::Result<bool> {
        let base = name.rsplit('/').next().unwrap_or_default();
        if base.is_empty() || base.starts_with('.') || name.starts_with("__MACOSX/") {
            return Ok(true);
        }
        if matches!(name, "[Content_Types].xml" | "mimetype") {
            return Err(bad("it is a spreadsheet or an office document; save it as CSV"));
        }
        let ending = |name: &str| name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
        match &self.first {
            Some(first) if ending(first) != ending(name) => Err(bad(format!(
                "the zip archive holds files of several kinds, {first} and {name}; unpack it"
            ))),
            // Markup has one root.
            Some(_) if matches!(ending(name).as_deref(), Some("xml" | "rss" | "atom")) => {
                Err(bad("the zip archive holds several feeds; unpack it into a folder"))
            }
            Some(_) => Ok(false),
            None => {
                self.first = Some(name.to_owned());
                Ok(false)
            }
        }
    }
}

/// Whether one of a header's fields, each an id, a length and so many bytes, is that of long sizes.
fn has_zip64(mut fields: &[u8]) -> bool {
    while let [id, zero, low, high, rest @ ..] = fields {
        if (*id, *zero) == (1, 0) {
            return true;
        }
        fields = rest.get(u16::from_le_bytes([*low, *high]).into()..).unwrap_or_default();
    }
    false
}

fn array<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes).map_err(|error| damaged("zip", &error))?;
    Ok(bytes)
}

fn bytes(file: &mut impl Read, length: u16) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length.into()];
    file.read_exact(&mut bytes).map_err(|error| damaged("zip", &error))?;
    Ok(bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder};
    use std::io::Write;

    /// What comes of a file, and the error that it ends in.
    fn unpacked(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut all = Vec::new();
        let read = unpack(bytes).and_then(|mut file| file.read_to_end(&mut all));
        (all, read.err().map(|error| error.to_string()))
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    }

    /// A file in an archive: stored, packed, or packed as a program does that cannot go back.
    pub(in crate::source) fn member(name: &str, text: &[u8], flags: u16, method: u16) -> Vec<u8> {
        let mut crc = Crc::new();
        crc.update(text);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text).unwrap();
        let data = if method == 8 { packed.finish().unwrap() } else { text.to_vec() };
        let told = if flags & 8 == 0 { [crc.sum(), data.len() as u32] } else { [0, 0] };
        let mut bytes = b"PK\x03\x04\x14\0".to_vec();
        bytes.extend(flags.to_le_bytes());
        bytes.extend(method.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(told.iter().flat_map(|word| word.to_le_bytes()));
        bytes.extend((text.len() as u32).to_le_bytes());
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
        bytes.extend(&data);
        if flags & 8 != 0 {
            bytes.extend(b"PK\x07\x08");
            bytes.extend(crc.sum().to_le_bytes());
            bytes.extend([0; 8]);
        }
        bytes
    }

    pub(in crate::source) fn zip(members: &[Vec<u8>]) -> Vec<u8> {
        [members.concat(), b"PK\x01\x02 and so on".to_vec()].concat()
    }

    #[test]
    fn every_packing_gives_the_same_text() {
        let text = "one\ntwo\n".repeat(40_000).into_bytes();
        let two = [gzip(&text[..1000]), gzip(&text[1000..])].concat();
        let files = [
            member("data/", b"", 0, 0),
            member("data/a.CSV", &text[..100_000], 0, 8),
            member("__MACOSX/data/a.CSV", b"\0\0", 0, 8),
            member("b.csv", &text[100_000..200_000], 0, 0),
            member("c.csv", &text[200_000..], 8, 8),
        ];
        for packed in [text.clone(), gzip(&text), two, zip(&files)] {
            let (all, error) = unpacked(&packed);
            assert!(all == text && error.is_none(), "{error:?}");
        }
        let files = [member("a.csv", b"a", 0, 8), member("b.csv", b"b", 0, 8)];
        assert_eq!(unpacked(&zip(&files)), (b"a\nb".to_vec(), None));
        assert_eq!(unpack(zip(&files).as_slice()).unwrap().name.as_deref(), Some("a.csv"));
    }

    #[test]
    fn what_is_damaged_says_so() {
        let error = |bytes: &[u8]| unpacked(bytes).1.unwrap();
        let (packed, file) = (gzip(b"a text"), member("a.csv", b"a text", 0, 0));
        assert!(error(&packed[..packed.len() - 3]).starts_with("the gzip archive is damaged"));
        assert!(error(&packed[..5]).contains("it ends too early"));
        assert!(error(&file[..38]).contains("it ends too early"));
        let mut wrong = zip(std::slice::from_ref(&file));
        wrong[35] ^= 1;
        assert_eq!(unpacked(&wrong).0, b"` text");
        assert!(error(&wrong).contains("a checksum is wrong"));
        let locked = member("a.csv", b"a text", 1, 8);
        assert_eq!(error(&locked), "the zip archive has a password; unpack it first");
        assert!(error(&zip(&[file, member("b.pdf", b"", 0, 0)])).contains("a.csv and b.pdf"));
        let feeds = [member("a.xml", b"a", 0, 8), member("b.xml", b"b", 0, 8)];
        assert!(error(&zip(&feeds)).ends_with("several feeds; unpack it into a folder"));
        assert!(error(&member("mimetype", b"", 0, 0)).contains("save it as CSV"));
        assert!(error(&member("a.csv", b"", 0, 12)).contains("in a way that is not read"));
        assert!(error(b"PK\x05\x06").contains("is empty"));
    }

    proptest::proptest! {
        #[test]
        fn no_damage_panics(at in 0..90usize, byte: u8, deflated: bool) {
            let file = member("a.csv", b"a text", 8, if deflated { 8 } else { 0 });
            for mut packed in [zip(&[file]), gzip(b"a text, and one more")] {
                if let Some(old) = packed.get_mut(at) {
                    *old = byte;
                }
                unpacked(&packed);
            }
        }
    }
}
