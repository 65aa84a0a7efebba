//! Character sets: articles are read in any, other files in UTF-8 alone.

use super::{CHARSET, UNREADABLE};
use crate::domain::Source;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

/// Bytes of a file by which its character set is guessed.
const ENOUGH: usize = 1 << 20;

/// A text, and the character set that it was in.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// None for UTF-8.
    pub(super) charset: Option<Charset>,
}

/// Notes of a source which character set it was in, and how many characters could not be read.
pub(super) fn note(source: &mut Source, charset: Option<Charset>) {
    if let Some(charset) = charset {
        source.extras.insert(CHARSET, charset.to_string());
    }
    let text = source.text.as_deref().unwrap_or_default();
    let unreadable = text.matches(char::REPLACEMENT_CHARACTER).count();
    if unreadable > 0 {
        source.extras.insert(UNREADABLE, unreadable.to_string());
    }
}

/// A character set other than UTF-8, and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Charset {
    pub(super) encoding: &'static Encoding,
    /// A guess from the bytes; else the file says so.
    pub(super) guessed: bool,
}

impl std::fmt::Display for Charset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let guessed = if self.guessed { " (guessed)" } else { "" };
        write!(f, "{}{guessed}", self.encoding.name())
    }
}

/// The character set of bytes, of which a file starts with `head`: as its byte order mark says, else
/// UTF-8 if it can be that, else as the file declares, else the likeliest. None for UTF-8. What
/// cannot be UTF-8 is not, whatever it declares; and what can, almost surely is.
pub(super) fn find(head: &[u8], declared: Option<&str>) -> Option<Charset> {
    let sure = |encoding| Some(Charset { encoding, guessed: false });
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return sure(encoding).filter(|charset| charset.encoding != UTF_8);
    }
    if let Some(encoding) = wide(head) {
        return Some(Charset { encoding, guessed: true });
    }
    let declared =
        declared.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    // Its bytes are those of ASCII.
    let escaped = declared == Some(ISO_2022_JP) && head.contains(&0x1b);
    if is_utf8(head) && !escaped {
        return None;
    }
    match declared {
        Some(encoding) if encoding != UTF_8 && !encoding.name().starts_with("UTF-16") => {
            sure(encoding)
        }
        _ => guess(head).map(|encoding| Charset { encoding, guessed: true }),
    }
}

/// The text of a whole file; what cannot be read is U+FFFD there.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    match find(bytes, declared) {
        None => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            Decoded { text: String::from_utf8_lossy(bytes), charset: None }
        }
        Some(charset) => Decoded { text: charset.encoding.decode(bytes).0, charset: Some(charset) },
    }
}

/// A file as UTF-8, and the character set that it is in, as its start tells.
///
/// # Errors
/// Those of the file.
pub(super) fn reader(
    mut file: Box<dyn BufRead + Send>,
) -> io::Result<(impl BufRead + Send, Option<Charset>)> {
    let head = file.fill_buf()?;
    let charset = find(head, declared(head));
    let decoder = charset.map_or(UTF_8, |charset| charset.encoding).new_decoder();
    let decoding = Decoding { file, decoder, done: false };
    Ok((BufReader::with_capacity(64 << 10, decoding), charset))
}

/// Decodes a file as it is read.
struct Decoding {
    file: Box<dyn BufRead + Send>,
    decoder: Decoder,
    done: bool,
}

impl Read for Decoding {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.done {
            let bytes = self.file.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, buffer, last);
            self.file.consume(read);
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 || result == CoderResult::OutputFull {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// The likeliest character set of bytes that are not UTF-8; none where nothing speaks for one.
pub(super) fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(ENOUGH)], true);
    Some(detector.guess(None, Utf8Detection::Deny)).filter(|encoding| *encoding != UTF_8)
}

/// Whether bytes are UTF-8, perhaps with a few that are damaged, or cut at the end.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad, mut rest) = (0_usize, 0_usize, bytes);
    loop {
        let (valid, after) = match std::str::from_utf8(rest) {
            Ok(text) => (text.as_bytes(), &[] as &[u8]),
            Err(error) => {
                let (valid, after) = rest.split_at(error.valid_up_to());
                let skipped = error.error_len();
                bad += usize::from(skipped.is_some());
                (valid, &after[skipped.unwrap_or(after.len())..])
            }
        };
        good += valid.iter().filter(|byte| **byte >= 0xc0).count();
        if after.is_empty() {
            // In other sets, bytes seldom look like letters of UTF-8.
            return bad == 0 || good > 2 * bad;
        }
        rest = after;
    }
}

/// UTF-16 without a mark: of Latin text each other byte is zero, of any some are.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096)];
    if head.len() < 32 {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match head.len() / 20 {
        least if odd > least && even == 0 => Some(UTF_16LE),
        least if even > least && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The start of a file as text, and whether it is UTF-16; other bytes than those of UTF-8 are replaced.
pub(super) fn start(head: &[u8]) -> (Cow<'_, str>, bool) {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    match marked.filter(|encoding| *encoding != UTF_8).or_else(|| wide(head)) {
        Some(encoding) => (encoding.decode(head).0, true),
        None => {
            let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
            (String::from_utf8_lossy(head), false)
        }
    }
}

/// What a page declares in its `meta` elements, or a file in its XML declaration.
pub(super) fn declared(head: &[u8]) -> Option<&str> {
    let head = &head[..head.len().min(4096)];
    let at = |word: &[u8]| {
        head.windows(word.len())
            .position(|part| part.eq_ignore_ascii_case(word))
            .map(|at| at + word.len())
    };
    let start = if head.starts_with(b"<?xml") { at(b"encoding=") } else { None };
    let value = head.get(start.or_else(|| at(b"charset="))?..)?;
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let ends = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_.:".contains(byte);
    let end = value.iter().position(ends).unwrap_or(value.len());
    std::str::from_utf8(&value[..end]).ok().filter(|label| !label.is_empty())
}

/// That a byte of a row is not UTF-8, and what the row may be instead.
pub(super) fn not_utf8(row: &[u8], at: usize) -> String {
    // A letter or two may be anything.
    let telling = row.iter().filter(|byte| !byte.is_ascii()).count() > 2;
    let likely = guess(row).filter(|_| telling).map_or_else(String::new, |encoding| {
        let name = encoding.name().to_lowercase();
        format!(", perhaps {name}: convert the file first, as with iconv -f {name} -t UTF-8")
    });
    format!("byte {at} of the row is not UTF-8{likely}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GBK, KOI8_R, KOI8_U, WINDOWS_1251, WINDOWS_1252};

    const RUSSIAN: &str = "Переговоры в Берлине продолжались более пяти часов, сообщил советник.";

    #[test]
    fn a_charset_is_found_with_and_without_a_word_of_it() {
        let french = "Le président a déclaré que la réunion s’était déroulée à l’Élysée.";
        let chinese = "外交部发言人星期一表示，会谈在柏林举行，双方同意继续对话。";
        for (encoding, text) in
            [(WINDOWS_1251, RUSSIAN), (KOI8_R, RUSSIAN), (WINDOWS_1252, french), (GBK, chinese)]
        {
            let bytes = encoding.encode(text).0;
            for declared in [None, Some(encoding.name()), Some("utf-8")] {
                let decoded = decode(&bytes, declared);
                assert_eq!(decoded.text, text);
                let charset = decoded.charset.unwrap();
                assert_eq!(charset.guessed, declared != Some(encoding.name()));
                // KOI8-U differs in frames alone.
                let same = charset.encoding == encoding
                    || (charset.encoding, encoding) == (KOI8_U, KOI8_R);
                assert!(same, "{charset}");
            }
        }
        for text in [RUSSIAN, french] {
            let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
                text.encode_utf16().chain([10]).flat_map(bytes).collect()
            };
            for (mark, bytes) in
                [(b"\xff\xfe", wide(u16::to_le_bytes)), (b"\xfe\xff", wide(u16::to_be_bytes))]
            {
                assert_eq!(decode(&[mark.as_slice(), &bytes].concat(), None).text.trim(), text);
                assert_eq!(decode(&bytes, Some("utf-8")).text.trim(), text);
            }
        }
    }

    #[test]
    fn utf8_stays_so_whatever_is_declared() {
        assert_eq!(
            decode(RUSSIAN.as_bytes(), Some("windows-1251")).charset.map(|c| c.encoding),
            None
        );
        let cut = &RUSSIAN.as_bytes()[..RUSSIAN.len() - 2];
        assert!(find(&cut[..cut.len() - 1], None).is_none());
        let mut damaged = RUSSIAN.as_bytes().to_vec();
        damaged.push(0xff);
        let decoded = decode(&damaged, None);
        assert!(decoded.charset.is_none() && decoded.text.ends_with('\u{fffd}'));
    }

    #[test]
    fn declarations_are_read() {
        assert_eq!(declared(b"<?xml version='1.0' encoding='koi8-r'?><rss>"), Some("koi8-r"));
        assert_eq!(declared(b"<meta CHARSET=\"GBK\">"), Some("GBK"));
        let old = b"<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">";
        assert_eq!(declared(old), Some("windows-1251"));
        assert_eq!(declared(b"<p>charset=\""), None);
    }
}
