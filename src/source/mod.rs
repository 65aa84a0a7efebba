//! Input formats, one file each: a stream of bytes becomes a stream of records.
