//! No bytes in any format stop the reading but by an error.
#![no_main]

use annalist::source::{ALL, Input, unpack};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Read, copy, sink};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = unpack(bytes) {
        // A small archive may hold much.
        let _ = copy(&mut file.take(1 << 20), &mut sink());
    }
    for format in ALL {
        let reader = Box::new(Cursor::new(bytes.to_vec()));
        if let Ok(rows) = (format.open)(Input { reader, published: None }) {
            rows.for_each(drop);
        }
    }
});
