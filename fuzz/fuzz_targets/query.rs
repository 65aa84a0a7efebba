//! A query that parses prints to itself.
#![no_main]

use annalist::query::Filter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(filter) = text.parse::<Filter>() {
        assert_eq!(filter.to_string().parse().as_ref(), Ok(&filter));
    }
});
