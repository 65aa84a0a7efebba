//! A feed of news items as JSON Lines, an article a line:
//!
//! ```text
//! {"id": "wire-1", "published": "2025-12-14", "publisher": "The Daily", "text": "Envoys met ..."}
//! ```
//!
//! `text` (or `body`, `content`) is needed, the rest is welcome; fields of other names are passed
//! over. Offsets of quotes are bytes of the text itself, without JSON's escapes.

use super::lines::{Line, Lines};
use super::table::next_line;
use super::{Format, Head, Holds, Record, Rows, charset, hex};
use crate::domain::{Article, Edtf, FieldError, Source};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// News items.
pub const FORMAT: Format = Format {
    name: "feed",
    about: "news items to be read for events, as JSON, one a line (text, id, published, ...)",
    recognise: |head: &Head| {
        let line = head.first_line();
        let has = |name: &str| line.contains(&format!("\"{name}\""));
        let text = has("text") || has("body") || has("content");
        line.starts_with('{') && text && !has("kind") && !has("relation")
    },
    open: |input| {
        let (reader, charset) =
            charset::reader(input.reader).map_err(|why| format!("cannot read on: {why}"))?;
        let mut lines = Lines::new(Box::new(reader));
        let published = input.published;
        let found =
            std::iter::from_fn(move || next_line(&mut lines).map(|line| line.map(Line::raw)));
        Ok(Rows::new(found, move |raw| {
            let mut article = article(&raw.bytes, published.as_ref()).map_err(|why| (None, why))?;
            charset::note(&mut article.source, charset);
            Ok(Record::Article(Box::new(article)))
        }))
    },
    header: false,
    complete: false,
    holds: Holds::Articles,
};

#[derive(Deserialize)]
struct Item {
    #[serde(alias = "uid", alias = "guid")]
    id: Option<String>,
    #[serde(alias = "body", alias = "content")]
    text: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    #[serde(alias = "date")]
    published: Option<String>,
    #[serde(alias = "link")]
    url: Option<String>,
    #[serde(alias = "lang")]
    language: Option<String>,
}

/// The article of an item; `published` is its date if it does not tell one.
fn article(line: &[u8], published: Option<&Edtf>) -> Result<Article, String> {
    let item: Item = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let text = item.text.filter(|text| !text.trim().is_empty()).ok_or("text: an item needs one")?;
    if text.contains('\0') {
        return Err("text: holds a NUL character; texts hold none".to_owned());
    }
    let date = |day: &str| {
        // A time of day is more than events need: the date before it counts.
        let day = day.split_once('T').map_or(day, |(day, _)| day);
        day.parse::<Edtf>().map_err(|why| FieldError::new("published", day, why).to_string())
    };
    let told = item.published.as_deref().filter(|day| !day.is_empty()).map(date).transpose()?;
    let hash = hex(&Sha256::digest(super::text::checked(&text)?));
    let uid = item.id.filter(|id| !id.trim().is_empty());
    let some = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    Ok(Article {
        uid: uid.unwrap_or_else(|| format!("article:{}", &hash[..12])),
        source: Source {
            publisher: some(item.publisher),
            title: some(item.title),
            url: some(item.url),
            published: told.or_else(|| published.cloned()),
            language: some(item.language),
            hash: Some(hash),
            text: Some(text),
            ..Source::default()
        },
        offset: 0,
        parts: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_an_article() {
        let line = br#"{"id":"w-1","published":"2025-12-14T08:00:00Z","text":"They met.","x":[1]}"#;
        let article = article(line, None).unwrap();
        assert_eq!(article.uid, "w-1");
        assert_eq!(article.source.text.as_deref(), Some("They met."));
        assert_eq!(article.source.published.unwrap().to_string(), "2025-12-14");
    }

    #[test]
    fn errors_say_which_field() {
        let error = |line: &[u8]| article(line, None).unwrap_err();
        assert_eq!(error(br#"{"id":"w-1"}"#), "text: an item needs one");
        assert!(error(br#"{"text":"a","published":"May"}"#).starts_with("published: \"May\""));
        assert!(error(br#"{"text":5}"#).contains("expected a string"));
    }
}
