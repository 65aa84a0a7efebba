//! News feeds in XML, an article an item: RSS 0.9x and 2.0, RSS 1.0 (RDF) and Atom.
//!
//! Items are found as they stand, one by one; `item` reads them. What the feed says of itself
//! before its first item holds for all.

mod item;

use super::lines::LONGEST;
use super::{Format, Head, Holds, Input, Raw, Record, Reject, Rows, charset};
use item::Channel;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::BufRead;
use std::sync::{Arc, OnceLock};

/// A news feed.
pub const FORMAT: Format = Format {
    name: "rss",
    about: "a news feed in RSS or Atom, an article an item, to be read for events (.xml, .rss)",
    recognise: |head: &Head| {
        const ROOTS: [&str; 6] = ["<rss", "<rdf:RDF", "<RDF", "<feed", "<!DOCTYPE rss", "<channel"];
        // As items stand in a file of rejected ones.
        let items = ["<item", "<entry"];
        let root = head.root();
        ROOTS.iter().any(|name| root.starts_with(name))
            || items.iter().any(|name| head.first_line().starts_with(name))
    },
    open,
    header: false,
    complete: false,
    holds: Holds::Articles,
};

fn open(input: Input) -> Result<Rows, String> {
    let channel = Arc::new(OnceLock::new());
    let (reader, charset) =
        charset::reader(input.reader).map_err(|why| format!("cannot read on: {why}"))?;
    let mut xml = Reader::from_reader(reader);
    let config = xml.config_mut();
    // Feeds are written by hand, too.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let items = Items {
        xml,
        buffer: Vec::new(),
        line: 1,
        around: Vec::new(),
        seen: Channel::default(),
        channel: Arc::clone(&channel),
        done: false,
    };
    let published = input.published;
    Ok(Rows::new(items, move |raw| {
        let nothing = Channel::default();
        let channel = channel.get().unwrap_or(&nothing);
        let article = item::article(&raw.bytes, channel, charset, published.as_ref());
        article.map(|article| Record::Article(Box::new(article))).map_err(|why| (None, why))
    }))
}

/// Finds items.
struct Items<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    line: u64,
    /// The elements around, by their names.
    around: Vec<String>,
    seen: Channel,
    /// What the feed says of itself, from the first item on.
    channel: Arc<OnceLock<Channel>>,
    done: bool,
}

/// Elements in elements that are told apart.
const DEEPEST: usize = 64;

impl<R: BufRead> Iterator for Items<R> {
    type Item = Result<Raw, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let mut item: Option<Item> = None;
        loop {
            self.buffer.clear();
            let event = match self.xml.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => {
                    self.done = true;
                    let item = item.unwrap_or(Item::at(self.line, String::new()));
                    let why = format!("from line {} on it is no XML: {error}", self.line);
                    return Some(Err(item.raw().rejected(None, why)));
                }
            };
            let at = self.line;
            self.line += memchr::memchr_iter(b'\n', event.as_bytes()).count() as u64;
            match (&mut item, event) {
                (Some(item), Event::Eof) => {
                    self.done = true;
                    let item = std::mem::replace(item, Item::at(at, String::new()));
                    return Some(Err(item.raw().rejected(None, "the file ends within the item")));
                }
                (None, Event::Eof) => {
                    self.done = true;
                    return None;
                }
                (Some(open), event) => {
                    if open.take(&event) {
                        let whole = item.take()?;
                        return Some(whole.checked());
                    }
                }
                (None, Event::Start(start)) => {
                    let name = start.local_name().as_ref().to_owned();
                    if matches!(name.as_str(), "item" | "entry") {
                        let mut found = Item::at(at, name);
                        found.take(&Event::Start(start));
                        item = Some(found);
                        let _ = self.channel.set(self.seen.clone());
                    } else if self.around.len() < DEEPEST {
                        self.seen.attributes(&name, &start);
                        self.around.push(name);
                    }
                }
                (None, Event::Empty(start)) => {
                    self.seen.attributes(start.local_name().as_ref(), &start);
                }
                (None, Event::End(_)) => {
                    self.around.pop();
                }
                (None, Event::Text(text)) => self.seen.text(&self.around, &text.into_inner()),
                (None, Event::CData(text)) => self.seen.text(&self.around, &text.into_inner()),
                (None, Event::GeneralRef(name)) => {
                    self.seen.text(&self.around, &item::meant(&name));
                }
                (None, _) => {}
            }
        }
    }
}

/// An item as it stands in the file.
struct Item {
    line: u64,
    name: String,
    /// Items of that name that are open in it, itself included.
    open: usize,
    bytes: Vec<u8>,
}

impl Item {
    fn at(line: u64, name: String) -> Item {
        Item { line, name, open: 0, bytes: Vec::new() }
    }

    /// Takes what comes next, and says whether that is the end of it.
    fn take(&mut self, event: &Event<'_>) -> bool {
        let (before, after) = match event {
            Event::Start(start) => {
                self.open += usize::from(start.local_name().as_ref() == self.name);
                ("<", ">")
            }
            Event::Empty(_) => ("<", "/>"),
            Event::End(end) => {
                self.open -= usize::from(end.local_name().as_ref() == self.name);
                ("</", ">")
            }
            Event::CData(_) => ("<![CDATA[", "]]>"),
            Event::GeneralRef(_) => ("&", ";"),
            Event::Text(_) => ("", ""),
            _ => return false,
        };
        // One that is too long is passed over, not kept.
        if self.bytes.len() <= LONGEST {
            for part in [before.as_bytes(), event.as_bytes(), after.as_bytes()] {
                self.bytes.extend_from_slice(part);
            }
        }
        self.open == 0
    }

    fn raw(self) -> Raw {
        Raw::new(self.line, self.bytes)
    }

    fn checked(mut self) -> Result<Raw, Reject> {
        if self.bytes.len() <= LONGEST {
            return Ok(self.raw());
        }
        self.bytes.clear();
        let why = format!("the item has more than {} MiB, the most that is read", LONGEST >> 20);
        Err(self.raw().rejected(None, why))
    }
}

#[cfg(test)]
mod tests;
