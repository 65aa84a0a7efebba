//! A page read from start to end: its blocks of text with what stands around them, and what it says
//! of itself. What it takes does not grow with how deep elements stand in each other.

use super::attributes::Attribute;
use super::tags::{Class, Names, Tag};
use crate::domain::Section;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// A stretch of text that breaks no line.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    /// The innermost scope that it stands in.
    pub(super) scope: usize,
    /// How many of its bytes are in links.
    pub(super) linked: usize,
    /// 1 to 6, of a heading.
    pub(super) heading: Option<u8>,
    /// It stands in something that is named as beside the text.
    pub(super) beside: bool,
    pub(super) byline: bool,
    /// Caption or post, where the page marks it so; blocks of one post share a number.
    pub(super) section: Option<Section>,
    pub(super) post: usize,
}

/// An element that holds blocks.
#[derive(Debug)]
pub(super) struct Scope {
    /// The one around it; the first is in itself.
    pub(super) parent: usize,
    /// What it is worth by its name alone.
    pub(super) worth: f64,
}

/// A moment that an element gives, in words that may be none of a moment.
#[derive(Debug)]
pub(super) struct Moment {
    pub(super) value: String,
    pub(super) given: Given,
}

/// How an element gives a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// It says of itself that it is that of publication.
    Published,
    /// As a `time`.
    Time,
    /// In its text alone.
    Words,
}

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) blocks: Vec<Block>,
    pub(super) scopes: Vec<Scope>,
    pub(super) title: String,
    pub(super) language: Option<String>,
    /// `meta` elements: name in lower case, and content.
    pub(super) meta: Vec<(String, String)>,
    pub(super) json_ld: Vec<String>,
    pub(super) moments: Vec<Moment>,
    /// What `link rel=canonical` says.
    pub(super) canonical: Option<String>,
    /// The address that whoever saved the page has noted in it.
    pub(super) saved_from: Option<String>,
    pub(super) byline: Option<String>,
}

/// Elements in elements beyond which they are no longer told apart.
const DEEPEST: usize = 256;
/// The longest value of an attribute that is read, in bytes.
const LONGEST: usize = 16 << 10;
/// The longest byline, and the longest date, in bytes.
const BYLINE: usize = 200;
const DATE: usize = 120;

/// Reads a page.
pub(super) fn read(html: &str) -> Page {
    let root = Scope { parent: 0, worth: 0.0 };
    let page = Page { scopes: vec![root], ..Page::default() };
    let mut reader = Reader { page, ..Reader::default() };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        reader.take(event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    // A string cannot fail to be read, and the reader gives no tokens.
    let _ = Tokenizer::new_with_emitter(html, emitter).finish();
    reader.end_block();
    reader.end_words(0);
    reader.page
}

/// An open element, with what holds for all in it.
#[derive(Debug, Clone, Copy)]
struct Open {
    tag: Tag,
    scope: usize,
    skipped: bool,
    linked: bool,
    beside: bool,
    byline: bool,
    section: Option<Section>,
}

/// The text of an element that is open, as far as it may be long.
#[derive(Debug)]
struct Words {
    /// The element's number among those that are open.
    element: usize,
    text: String,
    longest: usize,
}

impl Words {
    fn add(&mut self, text: &str) {
        if self.text.len() <= self.longest {
            self.text.push_str(text);
            self.text.push(' ');
        }
    }

    /// Its words with one space between them, if there are any and they are not too many.
    fn done(self) -> Option<String> {
        let words = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(words).filter(|words| !words.is_empty() && words.len() <= self.longest)
    }
}

#[derive(Debug, Default)]
struct Reader {
    page: Page,
    open: Vec<Open>,
    /// Elements that are open beyond the deepest.
    deeper: usize,
    block: Block,
    /// Line breaks since the last text.
    breaks: usize,
    posts: usize,
    byline: Option<Words>,
    date: Option<Words>,
    tag: Option<Tag>,
    attributes: Vec<(Attribute, String)>,
    attribute: Option<Attribute>,
}

impl Reader {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag::named(name);
                self.attributes.clear();
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                let known = Attribute::named(name);
                // Of two with one name the first counts.
                self.attribute = known.filter(|known| self.attribute(*known).is_none());
                if let Some(known) = self.attribute {
                    self.attributes.push((known, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if self.attribute.is_some()
                    && let Some((_, all)) = self.attributes.last_mut()
                    && all.len() + value.len() <= LONGEST
                {
                    all.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(tag) = self.tag.take() {
                    self.start(tag, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => {
                if let Some(tag) = Tag::named(name) {
                    self.end(tag);
                }
            }
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { value } => self.comment(&String::from_utf8_lossy(value)),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn attribute(&self, name: Attribute) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn start(&mut self, tag: Tag, self_closing: bool) {
        self.note(tag);
        if tag.breaks() {
            self.end_block();
        }
        if tag.class == Class::Void {
            if tag.name == "br" {
                self.breaks += 1;
                self.words(" ", None);
                // As in old pages, two of them make a paragraph.
                if self.breaks > 1 {
                    self.end_block();
                }
            }
            return;
        }
        // SVG and MathML have elements that end at once; in HTML the slash says nothing.
        if self_closing && tag.class == Class::Skipped && matches!(tag.name, "svg" | "math") {
            return;
        }
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        self.end_implied(tag);
        let around = self.open.last().copied().unwrap_or(Open {
            tag,
            scope: 0,
            skipped: false,
            linked: false,
            beside: false,
            byline: false,
            section: None,
        });
        let names = format!(
            "{} {}",
            self.attribute(Attribute::Class).unwrap_or_default(),
            self.attribute(Attribute::Id).unwrap_or_default()
        );
        let names = if names.len() > 1 { Names::of(&names) } else { Names::default() };
        let mut open = Open { tag, ..around };
        open.skipped |= tag.class == Class::Skipped || self.is_hidden();
        open.linked |= tag.name == "a" && self.attribute(Attribute::Href).is_some();
        let whole = matches!(tag.name, "html" | "body" | "main" | "article");
        let role = self.attribute(Attribute::Role).unwrap_or_default();
        open.beside |= matches!(tag.name, "aside" | "footer")
            || !whole && names.is_beside() && tag.class != Class::Inline
            || matches!(role, "navigation" | "complementary" | "contentinfo" | "search" | "dialog");
        open.section = self.section(tag, names, around.section);
        self.start_words(tag, names, &mut open);
        if tag.class == Class::Scope {
            let body = self.attribute(Attribute::Itemprop) == Some("articleBody");
            let worth = tag.worth() + names.worth() + if body { 60.0 } else { 0.0 };
            open.scope = self.page.scopes.len();
            self.page.scopes.push(Scope { parent: around.scope, worth });
        }
        self.open.push(open);
    }

    /// What an element says of the page.
    fn note(&mut self, tag: Tag) {
        let get = |name| self.attribute(name);
        let content = get(Attribute::Content).filter(|content| !content.trim().is_empty());
        let itemprop = get(Attribute::Itemprop).unwrap_or_default();
        let moment = get(Attribute::Datetime).or(content).map(str::to_owned);
        let published = itemprop.contains("datePublished")
            || get(Attribute::Pubdate).is_some()
            || get(Attribute::Class).is_some_and(|class| class.contains("publish"));
        let given = if published { Given::Published } else { Given::Time };
        let changed = itemprop.contains("dateModified");
        let moment = moment
            .filter(|_| (tag.name == "time" || itemprop.contains("datePublished")) && !changed)
            .map(|value| Moment { value, given });
        match tag.name {
            "html" | "body" => {
                let language = get(Attribute::Lang).map(str::to_owned);
                self.page.language = self.page.language.take().or(language);
            }
            "meta" => {
                let name = [Attribute::Property, Attribute::Name, Attribute::HttpEquiv];
                let name = name.into_iter().find_map(get).map(str::to_lowercase);
                let meta = name.zip(content.map(str::to_owned));
                self.page.meta.extend(meta);
            }
            "link" => {
                let canonical = get(Attribute::Rel).is_some_and(|rel| rel == "canonical");
                let href = get(Attribute::Href).filter(|_| canonical).map(str::to_owned);
                self.page.canonical = self.page.canonical.take().or(href);
            }
            "script" if get(Attribute::Type).is_some_and(|t| t.contains("ld+json")) => {
                self.page.json_ld.push(String::new());
            }
            _ => {}
        }
        let beside = self.open.last().is_some_and(|open| open.beside || open.skipped);
        self.page.moments.extend(moment.filter(|_| published || !beside));
    }

    fn is_hidden(&self) -> bool {
        let style = self.attribute(Attribute::Style).unwrap_or_default();
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        self.attribute(Attribute::Hidden).is_some()
            || self.attribute(Attribute::AriaHidden) == Some("true")
            || style.contains("display:none")
            || style.contains("visibility:hidden")
    }

    fn section(&mut self, tag: Tag, names: Names, around: Option<Section>) -> Option<Section> {
        let quoted = matches!(tag.name, "blockquote" | "div" | "section" | "article");
        if quoted && names.post && around != Some(Section::Post) {
            self.posts += 1;
            return Some(Section::Post);
        }
        let caption = matches!(tag.name, "figcaption" | "caption")
            || names.caption && matches!(tag.class, Class::Block | Class::Scope | Class::Inline);
        around.or(caption.then_some(Section::Caption))
    }

    fn start_words(&mut self, tag: Tag, names: Names, open: &mut Open) {
        let rel = self.attribute(Attribute::Rel) == Some("author");
        let itemprop = self.attribute(Attribute::Itemprop) == Some("author");
        let named = names.byline && tag.name != "article" && tag.name != "a";
        open.byline |= rel || itemprop || named;
        let (element, shown) = (self.open.len(), !open.skipped && !open.beside);
        if open.byline && self.byline.is_none() && self.page.byline.is_none() && shown {
            self.byline = Some(Words { element, text: String::new(), longest: BYLINE });
        }
        let told = self.attribute(Attribute::Datetime).is_some();
        let date = tag.name == "time" && !told || names.date && tag.class != Class::Void;
        // The innermost says it with the fewest other words.
        if date && shown {
            self.date = Some(Words { element, text: String::new(), longest: DATE });
        }
    }

    /// Takes the byline and the date, where the elements that they stand in are no longer open.
    fn end_words(&mut self, open: usize) {
        if let Some(words) = self.byline.take_if(|words| words.element >= open) {
            self.page.byline = words.done().filter(|words| !words.contains('|'));
        }
        if let Some(words) = self.date.take_if(|words| words.element >= open) {
            let moment = words.done().map(|value| Moment { value, given: Given::Words });
            self.page.moments.extend(moment);
        }
    }

    /// Ends the elements that end where another starts.
    fn end_implied(&mut self, tag: Tag) {
        if tag.class != Class::Inline && self.open.last().is_some_and(|open| open.tag.name == "p") {
            self.close_to(self.open.len() - 1);
        }
        let (ends, bounds) = tag.ends_before();
        if ends.is_empty() {
            return;
        }
        let stop = |open: &Open| bounds.contains(&open.tag.name) || ends.contains(&open.tag.name);
        if let Some(at) = self.open.iter().rposition(stop)
            && ends.contains(&self.open[at].tag.name)
        {
            self.close_to(at);
        }
    }

    fn end(&mut self, tag: Tag) {
        if tag.breaks() {
            self.end_block();
        }
        if tag.class == Class::Void {
            return;
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        // An end without a start must not end what is around it.
        let bound = |open: &Open| match tag.class {
            Class::Inline => open.tag.class != Class::Inline,
            _ => matches!(open.tag.name, "table" | "td" | "th") && !tag.name.starts_with('t'),
        };
        let found = self.open.iter().rposition(|open| open.tag == tag || bound(open));
        if let Some(at) = found.filter(|at| self.open[*at].tag == tag) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, at: usize) {
        if self.open.iter().skip(at).any(|open| open.tag.breaks()) {
            self.end_block();
        }
        self.open.truncate(at);
        self.end_words(at);
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last().copied() else { return self.words(text, None) };
        match open.tag.name {
            "title" if !open.skipped => self.page.title.push_str(text),
            "script" => {
                if let Some(json) = self.page.json_ld.last_mut().filter(|json| json.is_empty()) {
                    json.push_str(text);
                }
            }
            _ if open.skipped => {}
            _ => self.words(text, Some(&open)),
        }
    }

    /// Adds words to the block, with one space between them.
    fn words(&mut self, text: &str, open: Option<&Open>) {
        self.byline.iter_mut().chain(&mut self.date).for_each(|words| words.add(text));
        let block = &mut self.block;
        let before = block.text.len();
        let mut said = false;
        for c in text.chars() {
            match c {
                // They say where a line may break, not what it says.
                '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => {}
                c if c.is_whitespace() || c.is_control() => {
                    if !block.text.is_empty() && !block.text.ends_with(' ') {
                        block.text.push(' ');
                    }
                }
                c => {
                    if !said && block.text.trim_start().is_empty() {
                        *block = Block::default();
                        if let Some(open) = open {
                            block.scope = open.scope;
                            block.beside = open.beside;
                            block.section = open.section;
                            block.post = self.posts;
                        }
                    }
                    said = true;
                    block.text.push(c);
                }
            }
        }
        if said {
            self.breaks = 0;
            block.byline |= open.is_some_and(|open| open.byline);
            block.heading = self.open.iter().rev().take(4).find_map(|open| open.tag.level());
            if open.is_some_and(|open| open.linked) {
                block.linked += block.text.len().saturating_sub(before);
            }
        }
    }

    fn end_block(&mut self) {
        self.breaks = 0;
        let mut block = std::mem::take(&mut self.block);
        block.text.truncate(block.text.trim_end().len());
        if !block.text.is_empty() {
            self.page.blocks.push(block);
        }
    }

    /// Browsers and programs that save a page note its address in a comment.
    fn comment(&mut self, comment: &str) {
        let comment = comment.trim();
        let from = comment.strip_prefix("saved from url=(").and_then(|rest| rest.split_once(')'));
        let url = match from {
            Some((_, url)) => Some(url),
            None if comment.contains("SingleFile") => {
                comment.lines().find_map(|line| line.trim().strip_prefix("url:"))
            }
            None => None,
        };
        let url = url.map(str::trim).filter(|url| url.starts_with("http"));
        if self.page.saved_from.is_none() {
            self.page.saved_from = url.map(str::to_owned);
        }
    }
}
