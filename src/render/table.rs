//! Aligned tables for the terminal.

use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a column behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Text, flush left.
    Left(&'static str),
    /// Numbers, flush right.
    Right(&'static str),
    /// Text, flush left, shortened with "…" when the table is wider than the terminal. Where there
    /// are several, the widest gives way first.
    Flexible(&'static str),
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Column::Left(name) | Column::Right(name) | Column::Flexible(name) => name,
        }
    }
}

/// Rows under named columns.
///
/// ```
/// use annalist::render::table::{Column, Table};
/// let mut table = Table::new([Column::Left("kind"), Column::Right("events")]);
/// table.row(["consult", "12"]);
/// table.row(["assault", "7"]);
/// let mut text = Vec::new();
/// table.write(&mut text, Some(80)).unwrap();
/// let text = String::from_utf8(text).unwrap();
/// assert!(text.ends_with("consult      12\nassault       7\n"));
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Spaces between columns.
const GAP: usize = 2;
/// Flexible columns are never made narrower, in cells.
const LEAST: usize = 12;

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Table {
        let columns: Vec<Column> = columns.into_iter().collect();
        let names = columns.iter().map(|column| column.name().to_owned()).collect();
        Table { columns, names, rows: Vec::new() }
    }

    /// A table without rows whose columns are known only now; they are [`Column::Flexible`].
    pub fn named(names: Vec<String>) -> Table {
        Table { columns: vec![Column::Flexible(""); names.len()], names, rows: Vec::new() }
    }

    /// Adds a column that is named by the data, before any row.
    pub fn column(&mut self, column: Column, name: &str) {
        self.columns.push(column);
        self.names.push(clean(name));
    }

    /// Adds a row; missing cells are empty. Line breaks and control characters become spaces, so
    /// that no text from a file can move the cursor.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(|cell| clean(&cell.into())).collect());
    }

    /// Writes the header, in bold, and the rows; `width` is the terminal's in cells, none where
    /// the table may be as wide as it is.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write, width: Option<usize>) -> io::Result<()> {
        let widths = self.widths(width);
        let bold = anstyle::Style::new().bold();
        let header: Vec<&str> = self.names.iter().map(String::as_str).collect();
        writeln!(out, "{bold}{}{bold:#}", self.line(&header, &widths))?;
        for row in &self.rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            writeln!(out, "{}", self.line(&cells, &widths))?;
        }
        Ok(())
    }

    fn widths(&self, most: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.names.iter().map(|name| name.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let Some(most) = most else { return widths };
        let total =
            |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        while total(&widths) > most {
            let flexible = (0..widths.len())
                .filter(|&i| matches!(self.columns[i], Column::Flexible(_)) && widths[i] > LEAST)
                .max_by_key(|&i| widths[i]);
            match flexible {
                Some(widest) => widths[widest] -= 1,
                None => break,
            }
        }
        widths
    }

    fn line(&self, cells: &[&str], widths: &[usize]) -> String {
        let mut line = String::new();
        for (i, (column, &width)) in self.columns.iter().zip(widths).enumerate() {
            let cell = shortened(cells.get(i).copied().unwrap_or_default(), width);
            let space = " ".repeat(width.saturating_sub(cell.width()));
            if i > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            match column {
                Column::Right(_) => line.extend([space.as_str(), cell.as_str()]),
                _ => line.extend([cell.as_str(), space.as_str()]),
            }
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// The text in one line that moves no cursor.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The text in at most `width` cells, with "…" where something was left out.
pub fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 0;
    let mut short = String::new();
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        short.push(c);
    }
    let mut short = short.trim_end().to_owned();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_give_way_to_the_terminal() {
        let mut table =
            Table::new([Column::Left("id"), Column::Flexible("title"), Column::Right("n")]);
        table.row(["e1", "Переговоры в Берлине\nпродолжались пять часов", "12"]);
        table.row(["e22", "Short", "3"]);
        let mut text = Vec::new();
        table.write(&mut text, Some(30)).unwrap();
        let text = String::from_utf8(text).unwrap().replace("\x1b[1m", "").replace("\x1b[0m", "");
        insta::assert_snapshot!(text, @r"
        id   title                   n
        e1   Переговоры в Берлине…  12
        e22  Short                   3
        ");
    }
}
