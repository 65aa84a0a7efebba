use super::words::words;
use super::{Edtf, Extras};
use serde::{Deserialize, Serialize};

words! {
    /// Which part of an article a quote stands in.
    pub enum Section ("section") {
        /// The headline.
        Title = "title",
        /// A caption or credit of a picture.
        Caption = "caption",
        /// The text.
        Body = "body",
        /// An embedded or quoted post.
        Post = "post",
        /// A list of other articles' headlines.
        Headlines = "headlines",
    }
}

/// A document that speaks of events. An article is a source with its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Edtf>,
    /// When it was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<Edtf>,
    /// ISO 639 code of its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// SHA-256, in hex, of what offsets of quotes count in: its file, or its text where a file's
    /// bytes are not those of the text, as in a web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What its file says of it beyond that, such as its author, and how that was found.
    #[serde(skip_serializing_if = "Extras::is_empty")]
    pub extras: Extras,
}

impl Source {
    /// What tells two sources apart: the hash of the text, else the address, else publisher, title
    /// and date together. None for a source of which nothing is known.
    pub fn key(&self) -> Option<String> {
        if let Some(hash) = &self.hash {
            return Some(format!("sha256:{hash}"));
        }
        if let Some(url) = &self.url {
            return Some(url.clone());
        }
        let published = self.published.as_ref().map(Edtf::to_string);
        let parts = [&self.publisher, &self.title, &published];
        parts
            .iter()
            .any(|p| p.is_some())
            .then(|| parts.map(|p| p.as_deref().unwrap_or_default().to_owned()).join("\u{1f}"))
    }
}

/// The words of a source that support an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Citation {
    /// Who published the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The source's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The source's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When the source was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Edtf>,
    /// [`Source::hash`], where the source's text is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Where the quote starts in what the hash is of, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// Where the quote ends, in bytes, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The part of the article that it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// What its dataset says of it beyond that.
    #[serde(skip_serializing_if = "Extras::is_empty")]
    pub extras: Extras,
}

impl Citation {
    /// The source that is cited, without its text.
    pub fn source(&self) -> Source {
        Source {
            publisher: self.publisher.clone(),
            title: self.title.clone(),
            url: self.url.clone(),
            published: self.published.clone(),
            hash: self.hash.clone(),
            ..Source::default()
        }
    }
}

/// A news text to be read for events: a source with its text, under the name that its events'
/// names start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its stable name; the first event found in it is `<uid>#1`.
    pub uid: String,
    /// The document; its text is there.
    pub source: Source,
    /// Where `source.text` starts in what its hash is of, in bytes: past a byte order mark and header
    /// lines of its file.
    pub offset: usize,
    /// The parts of the text that its file marks as other than body, in their order; none where the
    /// text alone has to tell.
    pub parts: Vec<Part>,
}

/// A part of an article's text, as its file marks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub section: Section,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}
