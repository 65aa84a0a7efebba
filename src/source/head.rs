//! The start of a file: what it is, and what it looks like if it is nothing known.

use super::table::{self, Dialect};
use super::{ALL, gdelt};

/// The start of a file, by which its format is recognised.
pub struct Head<'a> {
    /// The text without byte order mark; bytes that are not UTF-8 are replaced.
    pub text: &'a str,
    /// The ending of the file's name, lower case; empty if there is none.
    pub ending: String,
}

impl Head<'_> {
    /// The first line that is neither empty nor a comment.
    pub fn first_line(&self) -> &str {
        let says = |line: &&str| !line.trim().is_empty() && !line.starts_with("# ");
        self.text.lines().find(says).unwrap_or_default()
    }

    /// The text from its first element on, where it is markup: past what may stand before that.
    pub(super) fn root(&self) -> &str {
        let mut rest = self.text.trim_start();
        loop {
            let after = |start: &str, end: &str| {
                rest.strip_prefix(start).and_then(|rest| rest.split_once(end)).map(|(_, rest)| rest)
            };
            match after("<?", "?>").or_else(|| after("<!--", "-->")) {
                Some(after) => rest = after.trim_start(),
                None => return rest,
            }
        }
    }

    /// What it looks like, if not like running text.
    pub(super) fn looks_like(&self) -> Option<String> {
        let line = self.first_line();
        let count = |separator: char| line.matches(separator).count() + 1;
        // In running text a space follows a comma.
        let commas = count(',') - line.matches(", ").count();
        Some(if line.starts_with('[') {
            "looks like a JSON array; annalist reads JSON Lines, a record a line".to_owned()
        } else if line.starts_with('{') {
            "looks like JSON, but not like records of annalist".to_owned()
        } else if is_web_page(line) {
            "is a web page, perhaps a server's error in place of a file; get the file again"
                .to_owned()
        } else if line.starts_with('<') {
            "looks like HTML or XML".to_owned()
        } else if count('\t') > 2 {
            format!("looks like a table of {} columns separated by tabs", count('\t'))
        } else if count(';') > 3 && count(';') > count(',') {
            format!(
                "looks like a table of {} columns separated by semicolons, as spreadsheets save \
                 them; annalist reads commas",
                count(';')
            )
        } else if commas > 2 {
            format!("looks like a table of {commas} columns")
        } else {
            return None;
        })
    }

    /// The names in the first line, if it is a header of comma-separated columns.
    pub fn header(&self) -> Vec<String> {
        self.header_in(table::CSV)
    }

    /// The names in the first line, if it is a header in that dialect.
    pub(super) fn header_in(&self, dialect: Dialect) -> Vec<String> {
        table::cells(self.first_line().as_bytes(), dialect)
            .map(|cells| cells.iter().map(|cell| cell.trim().to_lowercase()).collect())
            .unwrap_or_default()
    }
}

fn is_web_page(line: &str) -> bool {
    let starts =
        |start: &str| line.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start));
    starts("<!doctype html") || starts("<html")
}

/// Why a file is no text, if it is none. A stray control character is its row's matter.
/// `wide` is whether it is UTF-16.
pub(super) fn binary(head: &[u8], wide: bool) -> Option<String> {
    if wide {
        return Some("is UTF-16; save it as UTF-8".to_owned());
    }
    const STARTS: &[(&[u8], &str)] = &[
        (b"\x1f\x8b", "holds an archive in an archive; unpack it first"),
        (b"PK\x03\x04", "holds an archive in an archive; unpack it first"),
        (b"%PDF", "is a PDF; save its text"),
        (b"SQLite format 3\0", "is an SQLite database; export its events, or give it with --db"),
    ];
    if let Some((_, why)) = STARTS.iter().find(|(start, _)| head.starts_with(start)) {
        return Some((*why).to_owned());
    }
    let control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let at = head.iter().position(|byte| control(*byte))?;
    let count = head.iter().filter(|byte| control(**byte)).count();
    (count > 1 && count * 100 > head.len()).then(|| {
        format!(
            "is no text: byte {at} is {:#04x}, and there are more like it; convert it first",
            head[at]
        )
    })
}

/// What a file that no format recognises looks like, and what to do.
pub(super) fn unrecognised(head: &Head) -> String {
    if let Some(why) = gdelt::almost(head) {
        return why;
    }
    let looks = head.looks_like();
    let looks = looks.unwrap_or("is in no format that annalist recognises".to_owned());
    let formats: Vec<String> =
        ALL.iter().map(|format| format!("  {:<11}{}", format.name, format.about)).collect();
    format!("{looks}; name its format with --as if it is one of\n{}", formats.join("\n"))
}
