//! GDELT's files as it publishes them, and one that a spreadsheet has spoiled.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may panic.

use annalist::domain::Event;
use annalist::source::{self, Record};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file of the real inputs, which are not part of the project.
fn real(name: &str) -> Option<PathBuf> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let mut folders = given.into_iter().chain(above.map(|dir| dir.join("shared/real")));
    let folder = folders.find(|dir| dir.is_dir());
    assert!(folder.is_some() || std::env::var_os("CI").is_none(), "the real inputs are missing");
    if folder.is_none() {
        println!("skipped: set ANNALIST_REAL to the folder of real inputs");
    }
    folder.map(|folder| folder.join("gdelt").join(name))
}

/// The format that a file is recognised as, and its records; all of it has to be good.
fn read(path: &Path) -> (&'static str, Vec<Record>) {
    let mut opened = source::open(path, None, None).unwrap();
    let records = opened.rows.by_ref().map(|row| row.unwrap().record).collect();
    opened.finish().unwrap();
    let bytes = fs::read(path).unwrap();
    assert_eq!(opened.bytes(), bytes.len() as u64);
    assert_eq!(opened.hash(), source::hex(&Sha256::digest(bytes)));
    (opened.format.name, records)
}

fn events(records: &[Record]) -> Vec<&Event> {
    let mut events = Vec::new();
    for record in records {
        match record {
            Record::Event(event) => events.push(&**event),
            other => panic!("{other:?}"),
        }
    }
    events
}

#[test]
fn real_files_are_recognised_and_read_whole() {
    for (name, format, rows) in [
        ("20180101000000.export.CSV", "gdelt2", 2414),
        ("gdelt2-sample.export.CSV", "gdelt2", 100),
        ("gdelt2-sample.mentions.CSV", "gdelt2-mentions", 100),
        ("gdelt1-sample-57-and-58-columns.export.CSV", "gdelt1", 100),
    ] {
        let Some(path) = real(name) else { return };
        let (recognised, records) = read(&path);
        assert_eq!((recognised, records.len()), (format, rows), "{name}");
    }
}

#[test]
fn packed_files_are_read_as_if_they_were_not() {
    let Some(path) = real("gdelt2-sample.export.CSV") else { return };
    let (bytes, plain) = (fs::read(&path).unwrap(), read(&path));
    let folder = tempfile::tempdir().unwrap();
    let gzip = folder.path().join("a.CSV.gz");
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&bytes).unwrap();
    fs::write(&gzip, packed.finish().unwrap()).unwrap();
    assert!(read(&gzip) == plain);

    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&bytes).unwrap();
    let packed = packed.finish().unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(&bytes);
    let mut header = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    for word in [crc.sum(), packed.len() as u32, bytes.len() as u32, 5] {
        header.extend(word.to_le_bytes());
    }
    let zip = folder.path().join("a.zip");
    fs::write(&zip, [&header, b"a.CSV".as_slice(), &packed, b"PK\x01\x02 and so on"].concat())
        .unwrap();
    assert!(read(&zip) == plain);

    // What is cut off is told, after all that could be read.
    fs::write(&gzip, &fs::read(&gzip).unwrap()[..5000]).unwrap();
    let mut opened = source::open(&gzip, None, None).unwrap();
    assert!(opened.rows.by_ref().filter(Result::is_ok).count() > 10);
    let error = opened.finish().unwrap_err().to_string();
    assert!(error.contains("the gzip archive is damaged (it ends too early)"), "{error}");
}

#[test]
fn what_a_spreadsheet_has_saved_again_is_refused() {
    let Some(path) = real("hostile-resaved-by-spreadsheet.CSV") else { return };
    let error = source::open(&path, None, None).err().unwrap().to_string();
    let why = error.split_once(": ").unwrap().1;
    insta::assert_snapshot!(why, @"is a GDELT table that a spreadsheet has saved again: it has a header line, columns between semicolons, and long numbers are rounded, as in 2.02E+13; what is lost cannot be read, so get the original file");
}

#[test]
fn no_common_noun_is_an_actor_of_all_the_world() {
    let Some(path) = real("20180101000000.export.CSV") else { return };
    let records = read(&path).1;
    let police: BTreeSet<&str> = events(&records)
        .iter()
        .flat_map(|event| &event.actors)
        .filter(|actor| actor.surface.as_deref() == Some("POLICE"))
        .map(|actor| actor.name.as_str())
        .collect();
    assert!(police.len() > 5 && police.iter().all(|name| name.starts_with("Police (")));
}

#[test]
fn many_rows_of_one_document_cite_one_source() {
    let Some(path) = real("20180101000000.export.CSV") else { return };
    let records = read(&path).1;
    let cited = events(&records).into_iter().flat_map(|event| &event.citations);
    let keys: BTreeSet<String> = cited.filter_map(|citation| citation.source().key()).collect();
    assert_eq!((records.len(), keys.len()), (2414, 372));
}
