//! What the elements of a page are for a reader of its text.

use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashMap;
use std::sync::LazyLock;

/// An element that is known; others are as if they were not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) class: Class,
}

/// How an element stands in the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// In a line.
    Inline,
    /// It has no content and no end.
    Void,
    /// Its content is no text of the page.
    Skipped,
    /// A paragraph, heading or item: text of its own.
    Block,
    /// It holds blocks.
    Scope,
}

const TAGS: &[(Class, &str)] = &[
    (
        Class::Inline,
        "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp \
         small span strike strong sub sup time title tt u var",
    ),
    (Class::Void, "area base br col embed hr img input link meta param source track wbr"),
    (
        Class::Skipped,
        "amp-ad amp-consent amp-sidebar audio button canvas datalist dialog iframe math menu \
         nav noembed noframes noscript object script select style svg template textarea video \
         xmp",
    ),
    (Class::Block, "address dd dt figcaption h1 h2 h3 h4 h5 h6 li p pre summary caption"),
    (
        Class::Scope,
        "article aside blockquote body center details div dl fieldset figure footer form head \
         header hgroup html main ol section table tbody td tfoot th thead tr ul",
    ),
];

static BY_NAME: LazyLock<HashMap<&'static [u8], Tag>> = LazyLock::new(|| {
    let tags = TAGS.iter().flat_map(|(class, names)| {
        names.split(' ').map(|name| (name.as_bytes(), Tag { name, class: *class }))
    });
    tags.collect()
});

impl Tag {
    /// The element of that name, in lower case.
    pub(super) fn named(name: &[u8]) -> Option<Tag> {
        BY_NAME.get(name).copied()
    }

    /// Whether text before and after it is on other lines.
    pub(super) fn breaks(self) -> bool {
        matches!(self.class, Class::Block | Class::Scope | Class::Skipped) || self.name == "hr"
    }

    /// 1 to 6, of a heading.
    pub(super) fn level(self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }

    /// The elements that end where this one starts, though nothing says so, and those beyond which
    /// none is looked for.
    pub(super) fn ends_before(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self.name {
            "li" => (&["li"], &["ul", "ol", "table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "a" => (&["a"], &["td", "div", "p", "li", "section", "article"]),
            _ => (&[], &[]),
        }
    }

    /// What an element is worth as the one that holds the text, before its text is looked at.
    pub(super) fn worth(self) -> f64 {
        match self.name {
            "article" => 15.0,
            "main" => 8.0,
            "div" | "section" => 5.0,
            "td" | "blockquote" => 3.0,
            "ul" | "ol" | "dl" | "form" | "footer" | "aside" | "header" => -3.0,
            _ => 0.0,
        }
    }
}

/// What the words of an element's `class` and `id` say of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Names {
    /// It speaks of a text.
    pub(super) text: bool,
    /// It speaks of what stands beside a text, whatever else it says.
    pub(super) beside: bool,
    /// It speaks of what stands beside a text, if nothing else.
    pub(super) rather_beside: bool,
    pub(super) caption: bool,
    pub(super) byline: bool,
    pub(super) date: bool,
    pub(super) post: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Says {
    Text,
    Beside,
    RatherBeside,
    Caption,
    Byline,
    Date,
    Post,
}

/// Words by their start.
const WORDS: &[(Says, &str)] = &[
    (
        Says::Text,
        "article blog body content entry hentry main news page post story text column \
         commentary",
    ),
    (
        Says::Beside,
        "adsby advert breadcrumb comment cookie consent disqus gdpr mostread most-read \
         most-popular newsletter outbrain pagination promo recirc recommend related share \
         sharing social sponsor subscri taboola trending signup paywall",
    ),
    (
        Says::RatherBeside,
        "banner footer masthead menu meta modal nav popular popup rail sidebar tags teaser \
         toolbar widget copyright login",
    ),
    (Says::Caption, "caption credit photo-desc wp-caption-text image-desc"),
    (Says::Byline, "byline author dateline-author"),
    (Says::Date, "date datestamp dateline timestamp published pubdate posted"),
    (
        Says::Post,
        "twitter-tweet twitter-video instagram-media tiktok-embed bluesky-embed \
         mastodon-embed fb-post telegram-post tgme_widget_message truthsocial-embed \
         embedded-post vk-post",
    ),
];

static FOUND: LazyLock<Option<(AhoCorasick, Vec<Says>)>> = LazyLock::new(|| {
    let words = WORDS.iter().flat_map(|(says, words)| words.split(' ').map(|word| (word, *says)));
    let (words, says): (Vec<&str>, Vec<Says>) = words.unzip();
    // Where two words start at one place, the longer tells more.
    let found = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .ok()?;
    Some((found, says))
});

impl Names {
    /// Reads the values of `class` and `id`, one after the other.
    pub(super) fn of(values: &str) -> Names {
        let mut names = Names::default();
        let Some((found, says)) = FOUND.as_ref() else { return names };
        for hit in found.find_iter(values) {
            let before = values.as_bytes().get(hit.start().wrapping_sub(1));
            let first = values.as_bytes().get(hit.start());
            // A word starts after a mark, or with a capital, as in `articleBody`.
            let starts = before.is_none_or(|b| !b.is_ascii_alphanumeric())
                || first.is_some_and(u8::is_ascii_uppercase);
            let after = values.as_bytes().get(hit.end()..).unwrap_or_default();
            // An author, no authority.
            let whole = !after.first().is_some_and(u8::is_ascii_lowercase)
                || matches!(after, [b's', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_lowercase));
            match says.get(hit.pattern().as_usize()) {
                Some(_) if !starts => {}
                Some(Says::Byline | Says::Date) if !whole => {}
                Some(Says::Text) => names.text = true,
                Some(Says::Beside) => names.beside = true,
                Some(Says::RatherBeside) => names.rather_beside = true,
                Some(Says::Caption) => names.caption = true,
                Some(Says::Byline) => names.byline = true,
                Some(Says::Date) => names.date = true,
                Some(Says::Post) => names.post = true,
                None => {}
            }
        }
        names
    }

    /// What they add to an element's worth.
    pub(super) fn worth(self) -> f64 {
        let text = if self.text { 25.0 } else { 0.0 };
        let beside = if self.beside || self.rather_beside { 25.0 } else { 0.0 };
        text - beside
    }

    /// Whether what is in the element stands beside the text.
    pub(super) fn is_beside(self) -> bool {
        self.beside || self.rather_beside && !self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_an_element_is() {
        assert!(Names::of("story-body articleBody").text);
        assert!(Names::of("related-articles").is_beside());
        assert!(!Names::of("content has-sidebar").is_beside());
        assert!(Names::of("left-sidebar").is_beside());
        assert!(!Names::of("unshared").is_beside());
        assert!(Names::of("wp-caption-text").caption);
        assert!(Names::of("twitter-tweet").post);
    }

    #[test]
    fn elements_are_known_once() {
        let names: Vec<_> = TAGS.iter().flat_map(|(_, names)| names.split(' ')).collect();
        assert_eq!(BY_NAME.len(), names.len());
    }
}
