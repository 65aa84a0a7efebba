//! Counts by two keys as a table for the terminal.

use super::table::{Column, Table, shortened};
use unicode_width::UnicodeWidthStr;

/// Values of a key, each with how many events it has.
type Values = [(String, u64)];

/// Cells for the name of a row or a column, at most, where the terminal is narrow.
const NAME: usize = 24;
const HEAD: usize = 14;

/// A table of counts: a row for each value of the first key, a column for the most frequent values
/// of the second, as many as `width` cells have room for, the rest under "others". `pairs` are
/// places in `first` and `second` with their counts; totals add up what stands in the table.
pub fn table(
    key: &'static str,
    first: &Values,
    second: &Values,
    pairs: &[(usize, usize, u64)],
    width: Option<usize>,
) -> Table {
    let mut of_column = vec![0; second.len()];
    pairs.iter().for_each(|(_, b, n)| of_column[*b] += n);
    let columns = chosen(first, second, &of_column, width);
    let others = columns.len() < second.len();
    let mut place = vec![columns.len(); second.len()];
    columns.iter().enumerate().for_each(|(at, column)| place[*column] = at);

    let mut table = Table::new([Column::Flexible(key)]);
    for column in &columns {
        table.column(Column::Right(""), &head(&second[*column].0, width));
    }
    if others {
        table.column(Column::Right(""), "others");
    }
    table.column(Column::Right(""), "all");
    let fields = columns.len() + usize::from(others);
    let mut totals = vec![0; fields];
    let mut pairs = pairs.iter().peekable();
    for (at, (name, _)) in first.iter().enumerate() {
        let mut counts = vec![0; fields];
        while let Some((_, column, n)) = pairs.next_if(|(row, _, _)| *row == at) {
            counts[place[*column]] += n;
        }
        totals.iter_mut().zip(&counts).for_each(|(total, n)| *total += n);
        table.row(cells(name, &counts));
    }
    if first.len() > 1 {
        table.row(cells("all", &totals));
    }
    table
}

fn head(name: &str, width: Option<usize>) -> String {
    if width.is_some() { shortened(name, HEAD) } else { name.to_owned() }
}

/// The counts of a row and what they add up to; nothing is a dot, so that the eye finds what is
/// there.
fn cells(name: &str, counts: &[u64]) -> Vec<String> {
    let all: u64 = counts.iter().sum();
    let shown = |n: &u64| if *n == 0 { "·".to_owned() } else { n.to_string() };
    std::iter::once(name.to_owned()).chain(counts.iter().chain([&all]).map(shown)).collect()
}

/// The columns that there is room for, in their order: the most frequent first in.
fn chosen(first: &Values, second: &Values, counts: &[u64], width: Option<usize>) -> Vec<usize> {
    let mut all: Vec<usize> = (0..second.len()).collect();
    let Some(width) = width else { return all };
    let digits = |n: u64| n.to_string().len();
    let names = first.iter().map(|(name, _)| name.width()).max().unwrap_or(0).clamp(5, NAME);
    let everything: u64 = counts.iter().sum();
    let total = digits(everything).max("all".len()) + 2;
    let cells = |column: &usize| {
        head(&second[*column].0, Some(width)).width().max(digits(counts[*column])) + 2
    };
    if names + total + all.iter().map(cells).sum::<usize>() <= width {
        return all;
    }
    all.sort_by_key(|column| std::cmp::Reverse(counts[*column]));
    let mut room = width.saturating_sub(names + total + digits(everything).max("others".len()) + 2);
    let fits = |column: &usize| {
        let left = room.checked_sub(cells(column));
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut chosen: Vec<usize> = all.into_iter().take_while(fits).collect();
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_among_others() {
        let named = |names: &[(&str, u64)]| -> Vec<(String, u64)> {
            names.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect()
        };
        let months = named(&[("2025-01", 7), ("2025-02", 12), ("undated", 1)]);
        let kinds = named(&[("consult", 11), ("assault", 6), ("yield", 2), ("aid", 1)]);
        let pairs = [(0, 0, 5), (0, 1, 2), (1, 0, 6), (1, 1, 3), (1, 2, 2), (1, 3, 1), (2, 1, 1)];
        let text = |width: Option<usize>| {
            let mut text = Vec::new();
            table("month", &months, &kinds, &pairs, width).write(&mut text, width).unwrap();
            String::from_utf8(text).unwrap().replace("\x1b[1m", "").replace("\x1b[0m", "")
        };
        insta::assert_snapshot!(text(None), @r"
        month    consult  assault  yield  aid  all
        2025-01        5        2      ·    ·    7
        2025-02        6        3      2    1   12
        undated        ·        1      ·    ·    1
        all           11        6      2    1   20
        ");
        insta::assert_snapshot!(text(Some(40)), @r"
        month    consult  assault  others  all
        2025-01        5        2       ·    7
        2025-02        6        3       3   12
        undated        ·        1       ·    1
        all           11        6       3   20
        ");
        assert!(text(Some(40)).lines().all(|line| line.width() <= 40));
        assert!(text(Some(30)).lines().all(|line| line.width() <= 30));
    }
}
