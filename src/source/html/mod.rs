//! A saved web page, which is one article:
//!
//! - `page` reads it from start to end into blocks of text,
//! - `main_text` tells the article's from the rest,
//! - `about` finds what the page says of itself.
//!
//! The text that is made of it is the title and the blocks, an empty line between them. Offsets of
//! quotes count in that text, and the hash is its.

mod about;
mod attributes;
mod main_text;
mod page;
mod tags;
mod written;

pub(super) use about::{host, language_code};
pub(super) use written::Written;

use super::charset;
use super::{AUTHOR, DATED_BY, Format, Head, Holds, Input, Rows, hex};
use crate::domain::{Article, Edtf, Extras, Section, Source};
use about::About;
use main_text::Chosen;
use page::{Block, Page};
use sha2::{Digest, Sha256};

/// A saved web page.
pub const FORMAT: Format = Format {
    name: "html",
    about: "a saved web page, to be read for events (.html, .htm)",
    recognise: |head: &Head| {
        // A table that is a page is a server's error.
        let table =
            matches!(head.ending.as_str(), "csv" | "tsv" | "tab" | "json" | "jsonl" | "xls");
        !table && is_page(head.root())
    },
    open,
    header: false,
    complete: false,
    holds: Holds::Article(article),
};

fn is_page(root: &str) -> bool {
    const STARTS: [&str; 5] = ["<!doctype html", "<html", "<head", "<body", "<title"];
    let starts =
        |start: &&str| root.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start));
    STARTS.iter().any(starts)
}

fn open(input: Input) -> Result<Rows, String> {
    super::text::whole(input, article)
}

/// The article of a page. Its title is a line of its own before the text.
///
/// # Errors
/// A page without text.
pub fn article(bytes: &[u8], published: Option<&Edtf>) -> Result<Article, String> {
    let decoded = charset::decode(bytes, charset::declared(bytes));
    let page = page::read(&decoded.text);
    let about = About::of(&page);
    let Written { text, parts, .. } = written(&page, &about).ok_or("the page has no text")?;
    let hash = hex(&Sha256::digest(super::text::checked(&text)?));
    let mut extras = Extras::default();
    extras.insert(AUTHOR, about.author.unwrap_or_default());
    let day = match about.published {
        Some((day, from)) => {
            extras.insert(DATED_BY, from);
            Some(day)
        }
        None => published.cloned(),
    };
    let uid = format!("article:{}", &hash[..12]);
    let mut source = Source {
        publisher: about.publisher,
        title: about.title.or_else(|| text.lines().next().map(str::to_owned)),
        url: about.url,
        published: day,
        language: about.language,
        hash: Some(hash),
        text: Some(text),
        extras,
        ..Source::default()
    };
    charset::note(&mut source, decoded.charset);
    Ok(Article { uid, source, offset: 0, parts })
}

/// The article's text with its parts; none where there is no word of it.
fn written(page: &Page, about: &About) -> Option<Written> {
    let mut chosen = main_text::choose(page);
    let title = about.title.as_deref().or_else(|| main_heading(page, &chosen));
    let mut written = Written::default();
    if let Some(title) = title {
        written.add(Section::Title, title, 0);
    }
    // A page that draws its text with a program may hold it as data besides.
    let drawn = about
        .text
        .as_deref()
        .filter(|text| text.chars().count() > 2 * main_text::length(page, &chosen));
    if let Some(text) = drawn {
        chosen.clear();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.for_each(|line| written.add(Section::Body, line, 0));
    }
    let same = |text: &str| title.is_some_and(|title| title.eq_ignore_ascii_case(text));
    for Chosen { block, section } in chosen {
        let Some(block) = page.blocks.get(block).filter(|block| !same(&block.text)) else {
            continue;
        };
        written.add(section, &block.text, block.post);
    }
    written.goes_beyond_title().then_some(written)
}

/// Adds a stretch of HTML to a text, as it stands in an item of a feed: all its blocks but those that
/// repeat the title.
pub(super) fn add_fragment(written: &mut Written, html: &str, title: Option<&str>) {
    for block in page::read(html).blocks.iter().filter(|block| title != Some(&block.text)) {
        if let Some(section) = main_text::fragment(block) {
            written.add(section, &block.text, block.post);
        }
    }
}

/// The words of a stretch of HTML in a line.
pub(super) fn plain(html: &str) -> String {
    let blocks: Vec<String> = page::read(html).blocks.into_iter().map(|block| block.text).collect();
    blocks.join(" ")
}

/// The first heading of the article, else of the page.
fn main_heading<'a>(page: &'a Page, chosen: &[Chosen]) -> Option<&'a str> {
    let heads = |block: &&Block| block.heading.is_some() && !block.beside;
    let mut own = chosen.iter().filter_map(|chosen| page.blocks.get(chosen.block));
    let first = own.find(heads).or_else(|| page.blocks.iter().find(heads));
    first.map(|block| block.text.as_str())
}

#[cfg(test)]
mod tests;
