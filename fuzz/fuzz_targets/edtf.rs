//! A date that parses prints to itself, and its bounds are in order.
#![no_main]

use annalist::domain::Edtf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(date) = text.parse::<Edtf>() {
        assert_eq!(date.to_string().parse().as_ref(), Ok(&date));
        let bounds = date.bounds();
        assert!(bounds.earliest.zip(bounds.latest).is_none_or(|(first, last)| first <= last));
    }
});
