//! An item of a feed as an article.

use super::super::charset::{self, Charset};
use super::super::html::{self, Written};
use super::super::{AUTHOR, DATED_BY, day, hex};
use crate::domain::{Article, Edtf, Extras, Section, Source};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use sha2::{Digest, Sha256};

/// What a feed says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Channel {
    title: String,
    link: String,
    language: String,
}

impl Channel {
    /// Takes what an element of the feed says by its attributes.
    pub(super) fn attributes(&mut self, name: &str, start: &BytesStart<'_>) {
        let language = attribute(start, "xml:lang").filter(|_| self.language.is_empty());
        self.language.extend(language);
        let page = |rel: Option<String>| rel.is_none_or(|rel| rel == "alternate");
        if name == "link" && self.link.is_empty() && page(attribute(start, "rel")) {
            self.link.extend(attribute(start, "href"));
        }
    }

    /// Takes text of the feed that stands in these elements.
    pub(super) fn text(&mut self, around: &[String], text: &str) {
        let [.., parent, name] = around else { return };
        if !matches!(parent.as_str(), "channel" | "feed") {
            return;
        }
        match name.as_str() {
            "title" => self.title.push_str(text),
            "link" => self.link.push_str(text.trim()),
            "language" => self.language.push_str(text.trim()),
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.html_attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(plain(&found.value)).filter(|value| !value.is_empty())
}

/// A part of an item.
#[derive(Debug, Default)]
struct Field {
    name: String,
    href: Option<String>,
    rel: Option<String>,
    /// Its content as HTML: text that is escaped, or markup as it stands.
    html: String,
}

/// The fields of an item, in its order.
fn fields(item: &str) -> Result<Vec<Field>, String> {
    let mut xml = Reader::from_str(item);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut fields: Vec<Field> = Vec::new();
    let mut depth = 0_usize;
    loop {
        let event = xml.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Eof => return Ok(fields),
            Event::Start(start) => {
                depth += 1;
                match depth {
                    1 => fields.extend(about(&start)),
                    2 => fields.push(field(&start)),
                    _ => add(&mut fields, &format!("<{}>", &*start)),
                }
            }
            Event::Empty(start) if depth == 1 => fields.push(field(&start)),
            Event::Empty(start) => add(&mut fields, &format!("<{}/>", &*start)),
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if depth > 1 {
                    add(&mut fields, &format!("</{}>", &*end));
                }
            }
            Event::Text(text) if depth > 1 => add(&mut fields, &text),
            Event::CData(text) if depth > 1 => add(&mut fields, &text),
            Event::GeneralRef(name) if depth > 1 => add(&mut fields, &meant(&name)),
            _ => {}
        }
    }
}

/// What a reference stands for; one that HTML alone knows stays as it is.
pub(super) fn meant(reference: &BytesRef<'_>) -> String {
    match (&**reference, reference.resolve_char_ref()) {
        (_, Ok(Some(c))) => c.to_string(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("amp", _) => "&".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (name, _) => format!("&{name};"),
    }
}

/// The address that RSS 1.0 gives an item as an attribute.
fn about(item: &BytesStart<'_>) -> Option<Field> {
    let html = attribute(item, "rdf:about")?;
    Some(Field { name: "about".to_owned(), html, ..Field::default() })
}

fn field(start: &BytesStart<'_>) -> Field {
    Field {
        name: start.name().as_ref().to_owned(),
        href: attribute(start, "href"),
        rel: attribute(start, "rel"),
        html: String::new(),
    }
}

fn add(fields: &mut [Field], html: &str) {
    if let Some(field) = fields.last_mut() {
        field.html.push_str(html);
    }
}

/// Names of what gives the text, the fuller first.
const TEXTS: &[&str] = &["content:encoded", "content", "description", "summary", "atom:summary"];
/// Names of what gives the day, the surer first.
const DATES: &[&str] =
    &["pubDate", "published", "dc:date", "dcterms:issued", "issued", "date", "updated", "modified"];
const AUTHORS: &[&str] = &["dc:creator", "author", "creator", "itunes:author"];

/// The article of an item.
///
/// # Errors
/// An item without title and text, or whose day cannot be read.
pub(super) fn article(
    bytes: &[u8],
    channel: &Channel,
    charset: Option<Charset>,
    published: Option<&Edtf>,
) -> Result<Article, String> {
    let item = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let fields = fields(item)?;
    let get = |name: &str| {
        let found = fields.iter().find(|field| field.name == name && !field.html.trim().is_empty());
        found.map(|field| field.html.trim())
    };
    let first = |names: &[&str]| names.iter().find_map(|name| get(name));
    let title = get("title").map(plain).filter(|title| !title.is_empty());
    let Written { text, parts, .. } = written(title.as_deref(), first(TEXTS));
    if text.is_empty() {
        return Err("an item needs a title or a text".to_owned());
    }
    let link = link(&fields);
    let day = DATES.iter().find_map(|name| Some((*name, get(name)?)));
    let mut extras = Extras::default();
    extras.insert(AUTHOR, first(AUTHORS).map(named).unwrap_or_default());
    let day = match day {
        Some((name, words)) => {
            let day = day::day(words).ok_or_else(|| format!("{name}: \"{words}\" is no date"))?;
            extras.insert(DATED_BY, name);
            Some(day)
        }
        None => published.cloned(),
    };
    let language = first(&["dc:language", "language"]).unwrap_or(&channel.language);
    let host = link.as_deref().or(Some(channel.link.as_str())).and_then(html::host);
    // Feeds of several publishers name that of each item.
    let publisher = get("source").map(plain).filter(|name| !name.is_empty());
    let publisher = publisher.or_else(|| Some(plain(&channel.title)).filter(|n| !n.is_empty()));
    let hash = hex(&Sha256::digest(super::super::text::checked(&text)?));
    let uid = first(&["guid", "id", "about"]).map(plain).filter(|uid| !uid.is_empty());
    // A number alone names an item within its feed.
    let uid = uid.map(|uid| match &host {
        Some(host) if !uid.contains(':') => format!("{host}:{uid}"),
        _ => uid,
    });
    let uid = uid.or_else(|| link.clone()).unwrap_or_else(|| format!("article:{}", &hash[..12]));
    let mut source = Source {
        publisher: publisher.or(host),
        title,
        url: link,
        published: day,
        language: html::language_code(language),
        hash: Some(hash),
        text: Some(text),
        extras,
        ..Source::default()
    };
    charset::note(&mut source, charset);
    Ok(Article { uid, source, offset: 0, parts })
}

fn written(title: Option<&str>, html: Option<&str>) -> Written {
    let mut written = Written::default();
    if let Some(title) = title {
        written.add(Section::Title, title, 0);
    }
    html::add_fragment(&mut written, html.unwrap_or_default(), title);
    written
}

/// The page of an item.
fn link(fields: &[Field]) -> Option<String> {
    let links = fields.iter().filter(|field| matches!(field.name.as_str(), "link" | "atom:link"));
    let links = links.filter(|field| field.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let mut addresses = links.filter_map(|field| {
        let address = field.href.clone().unwrap_or_else(|| plain(&field.html));
        address.starts_with("http").then_some(address)
    });
    let permanent = || fields.iter().find(|field| field.name == "guid").map(|f| plain(&f.html));
    addresses.next().or_else(|| permanent().filter(|guid| guid.starts_with("http")))
}

/// Who is named, in RSS as words, perhaps after an address, in Atom as an element.
fn named(html: &str) -> String {
    let name = html.split_once("<name>").and_then(|(_, rest)| rest.split_once("</name>"));
    let name = plain(name.map_or(html, |(name, _)| name));
    match name.split_once(" (").and_then(|(_, name)| name.strip_suffix(')')) {
        Some(name) => name.to_owned(),
        None => name,
    }
}

/// HTML as words in a line.
fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    html::plain(html)
}
