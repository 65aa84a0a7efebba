//! No bytes in any format stop the reading but by an error.
#![no_main]

use annalist::source::{ALL, Input};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    for format in ALL {
        let reader = Box::new(Cursor::new(bytes.to_vec()));
        if let Ok(rows) = (format.open)(Input { reader, published: None }) {
            rows.for_each(drop);
        }
    }
});
