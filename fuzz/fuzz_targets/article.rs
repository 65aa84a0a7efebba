//! Every quote of an event stands in what its article's hash is of, at the bytes it says; so do the
//! parts of a page.
#![no_main]

use annalist::domain::Article;
use annalist::extract::Extractor;
use annalist::ingest::Directory;
use annalist::source::{html, text};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(Directory::built_in().actors()));

fn holds(article: &Article, file: &[u8]) {
    for event in EXTRACTOR.events(article) {
        for citation in &event.citations {
            if let (Some(quote), Some(start), Some(end)) = (&citation.quote, citation.start, citation.end) {
                assert_eq!(&file[start as usize..end as usize], quote.as_bytes());
            }
        }
    }
    let text = article.source.text.as_deref().unwrap_or_default();
    assert!(article.parts.iter().all(|part| text.get(part.start..part.end).is_some()));
}

fuzz_target!(|bytes: &[u8]| {
    if std::str::from_utf8(bytes).is_ok()
        && let Ok(article) = text::article(bytes, None)
    {
        holds(&article, bytes);
    }
    if let Ok(article) = html::article(bytes, None) {
        holds(&article, article.source.text.clone().unwrap_or_default().as_bytes());
    }
});
