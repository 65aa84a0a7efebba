//! Curated eras as CSV: `title,date`, the date as EDTF.

use crate::domain::Era;
use std::path::Path;

/// Reads a list of eras.
///
/// # Errors
/// What cannot be read or is no such list: the place, as file:line:column, and why.
pub fn read(path: &Path) -> Result<Vec<Era>, String> {
    let file = path.display();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|why| format!("{file}: {why}"))?;
    let header = reader.headers().map_err(|why| format!("{file}:1: {why}"))?;
    let column = |name: &str| {
        let found = header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        found.ok_or_else(|| format!("{file}:1: no column {name}; a list of eras has title,date"))
    };
    let (title, date) = (column("title")?, column("date")?);
    let mut eras = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|why| format!("{file}: {why}"))?;
        let line = row.position().map_or(0, csv::Position::line);
        let (title, text) = (row.get(title).unwrap_or(""), row.get(date).unwrap_or(""));
        if title.is_empty() {
            return Err(format!("{file}:{line}: an era needs a title"));
        }
        let wrong = |why| format!("{file}:{line}:{}: date \"{text}\": {why}", date + 1);
        eras.push(Era { title: title.to_owned(), date: text.parse().map_err(wrong)? });
    }
    Ok(eras)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<Era>, String> {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("eras.csv");
        std::fs::write(&path, text).unwrap();
        read(&path).map_err(|why| why.replace(&path.display().to_string(), "eras.csv"))
    }

    #[test]
    fn a_list_and_what_is_none() {
        let eras = read_text("Title,Date\nEuromaidan, 2013-11-21/2014-02-22\n\"A, B\",2022/..\n");
        let eras = eras.unwrap();
        assert_eq!((eras.len(), eras[1].title.as_str()), (2, "A, B"));
        assert_eq!(eras[0].date.to_string(), "2013-11-21/2014-02-22");
        insta::assert_snapshot!(read_text("name,date\n").unwrap_err(), @"eras.csv:1: no column title; a list of eras has title,date");
        insta::assert_snapshot!(read_text("title,date\n,2022\n").unwrap_err(), @"eras.csv:2: an era needs a title");
        let wrong = read_text("title,date\nx,2022\ny,soon\n").unwrap_err();
        assert!(wrong.starts_with("eras.csv:3:2: date \"soon\": "), "{wrong}");
    }
}
