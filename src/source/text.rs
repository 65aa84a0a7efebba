//! An article in plain text, perhaps under header lines and an empty line:
//!
//! ```text
//! Title: Envoys meet in Berlin
//! Publisher: The Daily
//! Published: 2025-12-14
//! URL: https://example.org/berlin
//!
//! The text.
//! ```
//!
//! Without them the first line is the title.

use super::{Format, Head, Holds, Input, Raw, Record, Rows, charset, hex};
use crate::domain::{Article, Edtf, FieldError, Source, nearest};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::Read;

/// An article.
pub const FORMAT: Format = Format {
    name: "text",
    about: "an article in plain text, to be read for events (.txt, .md)",
    // Any text may be an article, so its name decides; but tables and code have names in .txt too.
    recognise: |head: &Head| {
        let named = matches!(head.ending.as_str(), "txt" | "text" | "md");
        header_line(head.first_line()).is_some() || named && head.looks_like().is_none()
    },
    open,
    header: false,
    complete: false,
    holds: Holds::Article(article),
};

const FIELDS: &[&str] = &["title", "publisher", "published", "retrieved", "url", "language"];

fn open(input: Input) -> Result<Rows, String> {
    whole(input, article)
}

/// The one row of a file that is one article as a whole.
pub(super) fn whole(
    input: Input,
    article: fn(&[u8], Option<&Edtf>) -> Result<Article, String>,
) -> Result<Rows, String> {
    let bytes = all(input.reader)?;
    let record = Record::Article(Box::new(article(&bytes, input.published.as_ref())?));
    // An article is never rejected by line; its bytes need not be kept twice.
    let found = std::iter::once(Ok(Raw::new(1, Vec::new())));
    Ok(Rows::new(found, move |_| Ok(record.clone())))
}

/// The most that is read of an article's file, in bytes: a page may hold its pictures.
const MOST: usize = 64 << 20;

/// All bytes of an article's file.
pub(super) fn all(reader: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = reader.take(MOST as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read on: {error}"))?;
    if bytes.len() > MOST {
        return Err(too_long(MOST));
    }
    Ok(bytes)
}

fn too_long(most: usize) -> String {
    format!("is no article: it has more than {} MiB", most >> 20)
}

/// The longest text of an article, in bytes: that of two novels. What is read of it is compared with
/// all that was read before.
const LONGEST: usize = 2 << 20;

/// The text of an article, if it is not too long for one.
pub(super) fn checked(text: &str) -> Result<&str, String> {
    if text.len() > LONGEST { Err(format!("{} of text", too_long(LONGEST))) } else { Ok(text) }
}

/// The article that a file's bytes hold, published then if it does not say when. Where they are not
/// UTF-8, offsets count in the text that is made of them, and the hash is its.
///
/// # Errors
/// What is wrong with its header, or that it has no text.
pub fn article(bytes: &[u8], published: Option<&Edtf>) -> Result<Article, String> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return of_text(text, published);
    }
    let decoded = charset::decode(bytes, None);
    let mut article = of_text(&decoded.text, published)?;
    charset::note(&mut article.source, decoded.charset);
    Ok(article)
}

fn of_text(text: &str, published: Option<&Edtf>) -> Result<Article, String> {
    let bytes = checked(text)?.as_bytes();
    if let Some(at) = memchr::memchr(0, bytes) {
        let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
        return Err(format!("line {line}: byte {at} is NUL; a text holds none"));
    }
    let hash = hex(&Sha256::digest(bytes));
    let uid = format!("article:{}", &hash[..12]);
    let mut source = Source { hash: Some(hash), ..Source::default() };
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let offset = start + header(&text[start..], &mut source)?;
    let body = &text[offset..];
    if source.title.is_none() {
        let first = body.lines().map(str::trim).find(|line| !line.is_empty());
        source.title = Some(first.ok_or("has no text")?.to_owned());
    }
    if body.trim().is_empty() {
        return Err("has no text under its header lines".to_owned());
    }
    source.text = Some(body.to_owned());
    source.published = source.published.or_else(|| published.cloned());
    Ok(Article { uid, source, offset, parts: Vec::new() })
}

/// Reads the header lines into the source and gives the byte at which the text starts: 0 where
/// there is no header.
fn header(text: &str, source: &mut Source) -> Result<usize, String> {
    let mut at = 0;
    let mut fields = Vec::new();
    for line in text.split_inclusive('\n') {
        at += line.len();
        match header_line(line) {
            Some(field) => fields.push(field),
            None if line.trim().is_empty() && !fields.is_empty() => break,
            // A colon in running text is no header, but under a header line it is a slip.
            None if fields.is_empty() => return Ok(0),
            None => {
                let (number, name) = (fields.len() + 1, line.split(':').next().unwrap_or_default());
                let hint = match nearest(name, FIELDS.iter().copied()) {
                    Some(near) if line.contains(':') => format!("did you mean {near}:?"),
                    _ => format!("known: {}", FIELDS.join(", ")),
                };
                return Err(format!(
                    "line {number} is no header line ({hint}); an empty line ends the header"
                ));
            }
        }
    }
    let mut seen = HashSet::new();
    for (number, (name, value)) in fields.into_iter().enumerate() {
        let line = number + 1;
        if !seen.insert(name.clone()) {
            return Err(format!("line {line}: {name} stands twice in the header"));
        }
        let date = || {
            value
                .parse::<Edtf>()
                .map_err(|why| format!("line {line}: {}", FieldError::new("Published", value, why)))
        };
        match name.as_str() {
            "title" => source.title = Some(value.to_owned()),
            "publisher" => source.publisher = Some(value.to_owned()),
            "url" => source.url = Some(value.to_owned()),
            "language" => source.language = Some(value.to_owned()),
            "published" => source.published = Some(date()?),
            _ => source.retrieved = Some(date()?),
        }
    }
    Ok(at)
}

/// The field and value of a line like `Title: Envoys meet`; the field as in [`FIELDS`].
fn header_line(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    let lower = name.to_lowercase();
    let known = FIELDS.iter().any(|field| *field == lower);
    (known && !value.trim().is_empty()).then(|| (lower, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_header() {
        let text = "Title: Envoys meet\r\nPublished: 2025-12-14\r\n\r\nThey met.\n";
        let with = article(text.as_bytes(), None).unwrap();
        assert_eq!(with.source.title.as_deref(), Some("Envoys meet"));
        assert_eq!(with.source.text.as_deref(), Some("They met.\n"));
        assert_eq!(&text[with.offset..], "They met.\n");

        let text = "\u{feff}Kyiv: a city\n\nTalks: none were held.\n";
        let without = article(text.as_bytes(), None).unwrap();
        assert_eq!((without.offset, without.source.title.as_deref()), (3, Some("Kyiv: a city")));
    }

    #[test]
    fn errors_say_where() {
        let error = |bytes: &[u8]| article(bytes, None).unwrap_err();
        assert!(
            error(b"Title: A\nPublished: May\n\nB").starts_with("line 2: Published: \"May\" is")
        );
        assert_eq!(error(b" \n\n"), "has no text");
        assert_eq!(error(b"a\nb\0"), "line 2: byte 3 is NUL; a text holds none");
        assert_eq!(error(b"Title: A\n\n \n"), "has no text under its header lines");
        assert!(error(b"Title: A\nPublised: 2025\n\nB").contains("did you mean published:?"));
        assert!(error(b"Title: A\ntitle: B\n\nB").starts_with("line 2: title stands twice"));
    }
}
