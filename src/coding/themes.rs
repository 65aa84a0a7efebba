use super::table::{rows, several};
use std::sync::LazyLock;

/// What news is about, coarser than kinds of events: war, an election, a disease, a court case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Words that speak of it, lower case, as a dictionary lists them.
    pub words: Vec<String>,
}

static THEMES: LazyLock<Vec<Theme>> = LazyLock::new(|| {
    rows(include_str!("../../data/coding/themes.csv"))
        .iter()
        .filter_map(|row| Some(Theme { name: row.get(0)?.to_owned(), words: several(row.get(1)) }))
        .collect()
});

/// All themes, each with its words.
pub fn themes() -> &'static [Theme] {
    &THEMES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_words_in_lower_case_and_none_twice() {
        assert!(themes().len() > 10);
        for theme in themes() {
            let mut words = theme.words.clone();
            words.dedup();
            assert_eq!(words, theme.words, "{}", theme.name);
            assert!(theme.words.iter().all(|w| *w == w.to_lowercase()), "{}", theme.name);
            assert!(theme.words.len() >= 6, "{}", theme.name);
        }
    }
}
