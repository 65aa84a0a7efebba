use crate::{Desk, GDELT_SAMPLE, UCDP, counts, real};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use insta::assert_snapshot;
use std::io::Write;
use std::path::Path;

const HEADER: &str = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,\
    fatalities,location,latitude,longitude,notes";

/// Rows of an ACLED table with line ends as spreadsheets write them, a byte order mark, and every
/// slip that there is.
fn hostile() -> Vec<u8> {
    let good =
        |n: usize| format!("X{n},2024-02-2{n},1,Battles,Armed clash,A,3,Town,1.5,2.5,a note");
    let mut rows: Vec<Vec<u8>> = vec![
        good(1).into_bytes(),
        good(2).replace(",a note", "").into_bytes(),
        good(3).replace(",3,", ",three,").into_bytes(),
        good(4).replace("2024-02-24", "2023-02-30").into_bytes(),
        good(5).replace(",1.5,", ",95,").into_bytes(),
        good(6).replace("a note", "a n\u{0}te").into_bytes(),
        good(7).replace("a note", "\"two\r\nlines, \"\"quoted\"\"\"").into_bytes(),
        good(8).replace("a note", "\"not closed").into_bytes(),
        good(9).into_bytes(),
    ];
    let latin1 = good(0).replace("X0", "X10").replace("2024-02-20", "2024-02-19");
    rows.push([latin1.replace("Town", "Z").as_bytes(), b""].concat());
    let at = rows[9].windows(3).position(|three| three == b",Z,").unwrap();
    rows[9].splice(at + 1..at + 2, *b"Z\xfcrich");
    let header = [b"\xef\xbb\xbf", HEADER.as_bytes()].concat();
    rows.insert(0, header);
    rows.join(b"\r\n".as_slice())
}

/// A rejects file with every slip mended.
fn mended(rejects: &[u8]) -> Vec<u8> {
    let latin1: String = rejects.iter().map(|byte| char::from(*byte)).collect();
    let text = latin1
        .replace("2.5\r\n", "2.5,a note\r\n")
        .replace("2.5\n", "2.5,a note\n")
        .replace(",three,", ",3,")
        .replace("2023-02-30", "2024-02-24")
        .replace(",95,", ",1.5,")
        .replace('\0', "o")
        .replace("\"not closed", "not closed");
    text.into_bytes()
}

#[test]
fn bad_rows_never_stop_the_good_ones() {
    let mut desk = Desk::new();
    let file = desk.file("acled.csv", hostile());
    let outcome = desk.try_import(&file, 0.2).unwrap();
    let import = &outcome.import;
    assert_eq!((import.format.as_str(), counts(import)), ("acled", [3, 0, 0, 0]));
    assert_eq!((import.counts.read, import.counts.rejected), (10, 7));
    let rejects = std::fs::read(outcome.rejects.unwrap()).unwrap();
    let readable = String::from_utf8_lossy(&rejects).replace('\0', "<NUL>").replace('\r', "");
    assert_snapshot!(readable, @r#"
    event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,fatalities,location,latitude,longitude,notes
    # line 3: 10 columns where the header has 11
    X2,2024-02-22,1,Battles,Armed clash,A,3,Town,1.5,2.5
    # line 4, column 7: fatalities "three": expected a whole number, 0 or more
    X3,2024-02-23,1,Battles,Armed clash,A,three,Town,1.5,2.5,a note
    # line 5, column 2: event_date "2023-02-30": expected a day of the calendar, as in 2024-01-31
    X4,2023-02-30,1,Battles,Armed clash,A,3,Town,1.5,2.5,a note
    # line 6, column 9: place.lat "95": expected -90 to 90
    X5,2024-02-25,1,Battles,Armed clash,A,3,Town,95,2.5,a note
    # line 7: byte 56 of the row is NUL
    X6,2024-02-26,1,Battles,Armed clash,A,3,Town,1.5,2.5,a n<NUL>te
    # line 10: a quote is opened here and not closed
    X8,2024-02-28,1,Battles,Armed clash,A,3,Town,1.5,2.5,"not closed
    # line 12: byte 42 of the row is not UTF-8
    X10,2024-02-19,1,Battles,Armed clash,A,3,Z�rich,1.5,2.5,a note
    "#);
    let uids = |desk: &mut Desk| {
        desk.events().into_iter().map(|event| event.uid).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(uids(&mut desk), "acled:X1 acled:X7 acled:X9");
    let quote = desk.events()[1].citations[0].quote.clone();
    assert_eq!(quote.as_deref(), Some("two\r\nlines, \"quoted\""));

    // Mended, the rejects complete the set.
    let again = desk.file("mended.csv", mended(&rejects));
    assert_eq!(counts(&desk.import(&again)), [7, 0, 0, 0]);
    let all = "acled:X1 acled:X10 acled:X2 acled:X3 acled:X4 acled:X5 acled:X6 acled:X7 acled:X8 acled:X9";
    assert_eq!(uids(&mut desk), all);
    desk.check();
}

#[test]
fn a_file_of_too_many_bad_rows_is_refused() {
    let mut desk = Desk::new();
    let talks = desk.file("a.csv", "uid,title,kind\na,Talks,talks\n");
    desk.import(&talks);
    let (before, size) = (desk.events(), desk.store.imports().unwrap().len());
    let rows = (0..1500).map(|n| match n % 4 {
        0 => format!("X{n},2024-02-30,1,Battles,Armed clash,A,3,Town,1,2,\n"),
        _ => format!("X{n},2024-02-28,1,Battles,Armed clash,A,3,Town,1,2,\n"),
    });
    let file = desk.file("acled.csv", format!("{HEADER}\n{}", rows.collect::<String>()));
    let error = desk.try_import(&file, 0.2).unwrap_err().to_string();
    let error = error.replace(&desk.path("").display().to_string(), "DIR/");
    assert_snapshot!(error, @r#"
    375 of 1500 records were rejected, so nothing was imported
      line 2, column 2: event_date "2024-02-30": expected a day of the calendar, as in 2024-01-31
      line 6, column 2: event_date "2024-02-30": expected a day of the calendar, as in 2024-01-31
      line 10, column 2: event_date "2024-02-30": expected a day of the calendar, as in 2024-01-31
      line 14, column 2: event_date "2024-02-30": expected a day of the calendar, as in 2024-01-31
      line 18, column 2: event_date "2024-02-30": expected a day of the calendar, as in 2024-01-31
    it was read as acled and looks like a table of 11 columns; if it is something else, name its format with --as; if not, mend what is in DIR/rejects, or take what is good in it with --most-rejects 100
    "#);
    assert_eq!((desk.events(), desk.store.imports().unwrap().len()), (before, size));
    desk.check();
    let outcome = desk.try_import(&file, 1.0).unwrap();
    assert_eq!((counts(&outcome.import), outcome.import.counts.rejected), ([1125, 0, 0, 0], 375));
    assert_eq!(desk.events().len(), 1126);
    desk.check();
}

#[test]
fn what_a_spreadsheet_has_saved_again_leaves_no_trace() {
    let Some(path) = real("gdelt/hostile-resaved-by-spreadsheet.CSV") else { return };
    let mut desk = Desk::new();
    let error = desk.try_import(&path, 1.0).unwrap_err().to_string();
    assert!(error.contains("a GDELT table that a spreadsheet has saved again"), "{error}");
    assert_eq!((desk.events(), desk.store.imports().unwrap()), (vec![], vec![]));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// An archive of one file.
fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    let packed = packed.finish().unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    let mut header = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0".to_vec();
    for word in [crc.sum(), packed.len() as u32, bytes.len() as u32, name.len() as u32] {
        header.extend(word.to_le_bytes());
    }
    [&header, name.as_bytes(), &packed, b"PK\x01\x02 and so on"].concat()
}

#[test]
fn packed_files_are_imported_like_plain_ones() {
    let (Some(gdelt), Some(ucdp)) = (real(GDELT_SAMPLE), real(UCDP)) else { return };
    for path in [gdelt, ucdp] {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let mut desk = Desk::new();
        let n = desk.import(&path).counts.added;
        let again = |desk: &mut Desk, file: &Path| {
            assert_eq!(counts(&desk.import(file)), [0, 0, n, 0], "{}", file.display());
        };
        let gz = desk.file(&format!("{name}.gz"), gzip(&bytes));
        again(&mut desk, &gz);
        let zip = desk.file(&format!("{name}.zip"), zip(name, &bytes));
        again(&mut desk, &zip);
    }
}
