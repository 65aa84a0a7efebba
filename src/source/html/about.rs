//! What a page says of itself: title, author, publisher, language, address, day of publication.

use super::super::day;
use super::page::{Given, Page};
use crate::domain::Edtf;
use serde_json::Value;
use std::collections::VecDeque;

/// Objects of JSON-LD that are looked at, at most.
const OBJECTS: usize = 1000;

/// What a page says of itself.
#[derive(Debug, Default, PartialEq)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    /// The day of publication, and where that is said.
    pub(super) published: Option<(Edtf, String)>,
    /// The text, as JSON-LD gives it.
    pub(super) text: Option<String>,
}

impl About {
    /// What a page says of itself.
    pub(super) fn of(page: &Page) -> About {
        let data = Data::read(&page.json_ld);
        let article = data.article();
        let url = url(page, article);
        let publisher = page
            .meta(&["og:site_name"])
            .or_else(|| data.publisher())
            .or_else(|| page.meta(&["application-name", "dc.publisher"]))
            .or_else(|| url.as_deref().and_then(host));
        let title = page
            .meta(&["og:title"])
            .or_else(|| text_at(article, "headline"))
            .or_else(|| page.meta(&["twitter:title", "dc.title", "parsely-title"]));
        let title = title.or_else(|| words(&page.title));
        About {
            title: title.map(|title| without_site(title, publisher.as_deref())),
            author: author(page, article),
            language: language(page, article),
            published: published(page, &data, url.as_deref()),
            text: text_at(article, "articleBody"),
            publisher,
            url,
        }
    }
}

impl Page {
    /// The content of the first of these `meta` elements that is there.
    fn meta(&self, names: &[&str]) -> Option<String> {
        let find = |name: &&str| self.meta.iter().find(|(known, _)| known == name);
        names.iter().filter_map(find).find_map(|(_, content)| words(content))
    }
}

/// The objects of a page's JSON-LD.
struct Data(Vec<Value>);

impl Data {
    fn read(scripts: &[String]) -> Data {
        Data(scripts.iter().filter_map(|script| json(script)).collect())
    }

    /// All objects, those that stand in others after them.
    fn objects(&self) -> Vec<&Value> {
        let mut found = Vec::new();
        let mut next: VecDeque<&Value> = self.0.iter().collect();
        while let Some(value) = next.pop_front() {
            match value {
                Value::Array(values) => next.extend(values),
                Value::Object(fields) if found.len() < OBJECTS => {
                    found.push(value);
                    next.extend(fields.values().filter(|v| v.is_object() || v.is_array()));
                }
                _ => {}
            }
        }
        found
    }

    /// The object that is the article.
    fn article(&self) -> Option<&Value> {
        let objects = self.objects();
        let is = |object: &&&Value, kind: fn(&str) -> bool| types(object).any(kind);
        let article = |kind: &str| {
            kind.ends_with("Article") || kind.ends_with("Posting") || kind == "ReportageNewsArticle"
        };
        let first = objects.iter().find(|object| is(object, article));
        let dated = || objects.iter().find(|object| object.get("datePublished").is_some());
        first.or_else(dated).copied()
    }

    fn publisher(&self) -> Option<String> {
        let named = |object: &&Value| name_of(object.get("publisher")?);
        let article = self.article();
        article.as_ref().and_then(named).or_else(|| self.objects().iter().find_map(named))
    }
}

/// The value of a script. Some pages wrap it in a comment or CDATA, or end lines within strings.
fn json(script: &str) -> Option<Value> {
    let mut script = script.trim();
    while let Some(rest) =
        ["<!--", "//", "/*", "*/", "<![CDATA["].iter().find_map(|s| script.strip_prefix(s))
    {
        script = rest.trim_start();
    }
    while let Some(rest) =
        ["-->", "//", "/*", "*/", "]]>", ";"].iter().find_map(|s| script.strip_suffix(s))
    {
        script = rest.trim_end();
    }
    let clean = || script.replace(|c: char| c.is_control(), " ");
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&clean())).ok()
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let kind = object.get("@type");
    let several = kind.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    kind.and_then(Value::as_str).into_iter().chain(several.iter().filter_map(Value::as_str))
}

fn text_at(object: Option<&Value>, name: &str) -> Option<String> {
    let value = object?.get(name)?;
    let value = value.as_array().and_then(|values| values.first()).unwrap_or(value);
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The name of a person or organisation: a text, an object, or several of them.
fn name_of(value: &Value) -> Option<String> {
    let one = |value: &Value| match value {
        Value::String(name) => words(name),
        object => object.get("name").and_then(Value::as_str).and_then(words),
    };
    let names: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(one).take(10).collect(),
        value => one(value).into_iter().collect(),
    };
    (!names.is_empty()).then(|| names.join(", "))
}

/// The words of a value with one space between them; none where there are none. A page may have
/// escaped it once too often.
fn words(text: &str) -> Option<String> {
    let text = text.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// A title without the name of the site at its end.
fn without_site(title: String, publisher: Option<&str>) -> String {
    let Some(site) = publisher else { return title };
    let cut = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "].iter().find_map(|mark| {
        let (head, tail) = title.rsplit_once(mark)?;
        let (tail, site) = (tail.trim().to_lowercase(), site.to_lowercase());
        let same = tail.contains(&site) || site.contains(&tail);
        (same && !head.trim().is_empty()).then(|| head.trim().to_owned())
    });
    cut.unwrap_or(title)
}

fn author(page: &Page, article: Option<&Value>) -> Option<String> {
    let address = |name: &String| !name.starts_with("http") && !name.starts_with('@');
    let told = article.and_then(|article| name_of(article.get("author")?)).filter(address);
    let meta =
        ["author", "parsely-author", "article:author", "dc.creator", "sailthru.author", "byl"];
    let meta = || meta.iter().filter_map(|name| page.meta(&[name])).find(address);
    let author = told.or_else(meta).or_else(|| page.byline.clone())?;
    let by = author.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    words(if by { &author[3..] } else { &author })
}

/// The ISO 639 code before regions and scripts.
fn language(page: &Page, article: Option<&Value>) -> Option<String> {
    let told = page.language.clone().and_then(|language| words(&language));
    let meta = ["og:locale", "content-language", "language", "dc.language"];
    let told = told.or_else(|| page.meta(&meta)).or_else(|| text_at(article, "inLanguage"))?;
    language_code(&told)
}

/// The code of a language that stands before its region and script, as in `en-GB` or `en_US`.
pub(in crate::source) fn language_code(told: &str) -> Option<String> {
    let code = told.trim().split(['-', '_', ',']).next().unwrap_or_default().to_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    is_code.then_some(code)
}

fn url(page: &Page, article: Option<&Value>) -> Option<String> {
    let whole = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let told = page.canonical.as_deref().and_then(words).filter(whole);
    let main = || {
        let main = article?.get("mainEntityOfPage")?;
        main.as_str().or_else(|| main.get("@id")?.as_str()).map(str::to_owned)
    };
    told.or_else(|| page.meta(&["og:url"]).filter(whole))
        .or_else(|| text_at(article, "url").filter(whole))
        .or_else(|| main().filter(whole))
        .or_else(|| page.saved_from.clone())
}

/// The host of an address, as people name the site.
pub(in crate::source) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_lowercase())
}

/// `meta` elements that give the day of publication, the surest first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "datepublished",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "pubdate",
    "pub_date",
    "date.created",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "citation_publication_date",
    "date",
    "created",
];

fn published(page: &Page, data: &Data, url: Option<&str>) -> Option<(Edtf, String)> {
    let told = |value: Option<&Value>| value.and_then(Value::as_str).and_then(day::day);
    let article = data.article();
    let json_ld = || {
        let published = article.and_then(|article| told(article.get("datePublished")));
        let created = || article.and_then(|article| told(article.get("dateCreated")));
        published.or_else(created).map(|day| (day, "JSON-LD".to_owned()))
    };
    let meta = || {
        DATES
            .iter()
            .find_map(|name| Some((day::day(&page.meta(&[name])?)?, format!("meta {name}"))))
    };
    let moment = |how: Given, from: &str| {
        let mut moments = page.moments.iter().filter(move |moment| moment.given == how);
        moments.find_map(|moment| day::day(&moment.value)).map(|day| (day, from.to_owned()))
    };
    let address = || url.and_then(day::in_address).map(|day| (day, "address".to_owned()));
    json_ld()
        .or_else(meta)
        .or_else(|| moment(Given::Published, "time element"))
        .or_else(address)
        .or_else(|| moment(Given::Time, "time element"))
        .or_else(|| moment(Given::Words, "words on the page"))
}
