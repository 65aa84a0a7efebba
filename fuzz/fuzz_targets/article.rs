//! Every quote of an event stands in its article at the bytes it says.
#![no_main]

use annalist::extract::Extractor;
use annalist::ingest::Directory;
use annalist::source::text;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(Directory::built_in().actors()));

fuzz_target!(|bytes: &[u8]| {
    let Ok(article) = text::article(bytes) else { return };
    for event in EXTRACTOR.events(&article) {
        for citation in &event.citations {
            if let (Some(quote), Some(start), Some(end)) = (&citation.quote, citation.start, citation.end) {
                assert_eq!(&bytes[start as usize..end as usize], quote.as_bytes());
            }
        }
    }
});
