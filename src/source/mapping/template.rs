use super::super::columns::Header;
use crate::domain::nearest;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Text with holes that a row's cells fill: `{actor1} meets {actor2}`. Two braces stand for one.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    /// A column by its name, and its place once the header is known.
    Column(String, usize),
}

impl Template {
    /// Understands a text.
    pub(super) fn new(text: &str) -> Result<Template, String> {
        let wrong = |why: &str| Err(format!("\"{text}\": {why}"));
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(brace) = ["{{", "}}"].into_iter().find(|brace| from.starts_with(brace)) {
                plain.push_str(&brace[1..]);
                rest = &from[2..];
                continue;
            }
            let Some(hole) = from.strip_prefix('{') else {
                return wrong("a brace is closed that was not opened");
            };
            let Some((name, after)) = hole.split_once('}') else {
                return wrong("a brace is opened and not closed");
            };
            if name.trim().is_empty() {
                return wrong("a column's name is missing in braces");
            }
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Column(name.trim().to_owned(), usize::MAX));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Template { parts })
    }

    /// Whether it never says anything.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Finds the columns in a header.
    ///
    /// # Errors
    /// A column that is not there, with the nearest that is.
    pub(super) fn find(&mut self, header: &Header) -> Result<(), String> {
        for part in &mut self.parts {
            if let Part::Column(name, at) = part {
                *at = header.place(name).ok_or_else(|| {
                    let names: Vec<&str> = header.names().collect();
                    let hint = match nearest(name, header.names()) {
                        _ if names.len() == 1 => {
                            "it has only one: is the delimiter right?".to_owned()
                        }
                        Some(near) => format!("did you mean {{{near}}}?"),
                        None => format!("it has {}", names.join(", ")),
                    };
                    format!("the file has no column \"{name}\"; {hint}")
                })?;
            }
        }
        Ok(())
    }

    /// The place of the first column, which is to blame for a value that cannot be.
    pub(super) fn first(&self) -> Option<usize> {
        self.parts.iter().find_map(|part| match part {
            Part::Column(_, at) => Some(*at),
            Part::Text(_) => None,
        })
    }

    /// The place of the column that a value holds in full: the only hole.
    pub(super) fn only(&self) -> Option<usize> {
        let mut columns = self.parts.iter().filter(|part| matches!(part, Part::Column(..)));
        columns.next().filter(|_| columns.next().is_none()).and(self.first())
    }

    /// The text for a row; empty where every hole is. Text around holes says nothing by itself.
    pub(super) fn fill<'a>(&'a self, cell: impl Fn(usize) -> &'a str) -> Cow<'a, str> {
        match self.parts.as_slice() {
            [] => "".into(),
            [Part::Text(text)] => text.into(),
            [Part::Column(_, at)] => cell(*at).into(),
            parts => {
                let mut text = String::new();
                let mut says = false;
                for part in parts {
                    let piece = match part {
                        Part::Text(text) => text,
                        Part::Column(_, at) => cell(*at),
                    };
                    says |= matches!(part, Part::Column(..)) && !piece.is_empty();
                    text.push_str(piece);
                }
                if says { text.into() } else { "".into() }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Template, D::Error> {
        struct Value;
        impl Visitor<'_> for Value {
            type Value = Template;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a number")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Template, E> {
                Template::new(text).map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Template, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Template, E> {
                self.visit_str(&number.to_string())
            }
        }
        deserializer.deserialize_any(Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_braces_kept() {
        let header = ["a", "b"];
        let header = Header::new(&header);
        let fill = |text: &str, cells: [&'static str; 2]| {
            let mut template = Template::new(text).unwrap();
            template.find(&header).unwrap();
            template.fill(|at| cells[at]).into_owned()
        };
        assert_eq!(fill("{a} meets {B}", ["X", "Y"]), "X meets Y");
        assert_eq!(fill("{{{a}}}", ["X", ""]), "{X}");
        assert_eq!(fill("in {a}, {b}", ["", ""]), "");
        assert_eq!(fill("constant", ["", ""]), "constant");
        for (text, why) in [
            ("{}", "missing"),
            ("a}", "not opened"),
            ("{a", "not closed"),
            ("{c}", "no column \"c\""),
        ] {
            let error = Template::new(text).and_then(|mut template| template.find(&header));
            assert!(error.unwrap_err().contains(why), "{text}");
        }
    }
}
