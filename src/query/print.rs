use super::parse::{MODES, is_like_a_date};
use super::{Compare, Degrees, Filter, Part, Term, Test};
use std::fmt;

/// The canonical text, which parses to the same filter.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, term) in self.terms.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            term.fmt(f)?;
        }
        if self.certainly {
            f.write_str(if self.terms.is_empty() { "certainly" } else { " certainly" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        let mut keyed = false;
        for (i, test) in self.any.iter().enumerate() {
            if i > 0 {
                f.write_str("|")?;
            }
            // After a key, a bare alternative would be one more value of that key.
            if matches!(test, Test::Text(_) | Test::Saved(_) | Test::Prefix(_)) {
                f.write_str(if keyed { "text:" } else { "" })?;
            } else {
                keyed = true;
            }
            test.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Actor(Part::Any, name) => write!(f, "actor:{}", value(name)),
            Test::Actor(Part::By, name) => write!(f, "by:{}", value(name)),
            // Quoted, what looks like a date is a name.
            Test::Actor(Part::On, name) if is_like_a_date(name) => write!(f, "on:{}", quoted(name)),
            Test::Actor(Part::On, name) => write!(f, "on:{}", value(name)),
            Test::Exactly(name) => write!(f, "exactly:{}", value(name)),
            Test::Dyad { first, second, directed } => {
                let sign = if *directed { ">" } else { "-" };
                write!(f, "dyad:{}{sign}{}", end(first), end(second))
            }
            Test::Kind(kind) => write!(f, "kind:{kind}"),
            Test::Since(date) => write!(f, "since:{date}"),
            Test::Until(date) => write!(f, "until:{date}"),
            Test::Date(date) => write!(f, "date:{date}"),
            Test::In(area) => write!(f, "in:{}", value(&area.name)),
            Test::Box(Degrees { west, south, east, north }) => {
                write!(f, "bbox:{west},{south},{east},{north}")
            }
            Test::Place(name) => write!(f, "place:{}", value(name)),
            Test::Near { lat, lon, km } => write!(f, "near:{lat},{lon},{km}km"),
            Test::Source(name) => write!(f, "source:{}", value(name)),
            Test::Known(date) => write!(f, "known:{date}"),
            Test::Saved(name) => write!(f, "@{name}"),
            Test::Prefix(start) => write!(f, "{start}*"),
            Test::Story(id) => write!(f, "story:{}", id.0),
            Test::Tag(tag) => write!(f, "tag:{}", value(tag)),
            Test::Deaths(compare, number) => {
                let sign = match compare {
                    Compare::Less => "<",
                    Compare::AtMost => "<=",
                    Compare::Equal => "",
                    Compare::AtLeast => ">=",
                    Compare::More => ">",
                };
                write!(f, "deaths:{sign}{number}")
            }
            Test::Verification(word) => write!(f, "status:{word}"),
            Test::Review(word) => write!(f, "status:{word}"),
            Test::Modality(word) => write!(f, "status:{word}"),
            Test::Text(text) if is_plain_word(text) => f.write_str(text),
            Test::Text(text) => write!(f, "{}", quoted(text)),
        }
    }
}

/// A word that reads as itself without quotes.
fn is_plain_word(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric) && !MODES.contains(&text)
}

/// A value, in quotes where it needs them.
fn value(text: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '|' | '"' | '“' | '”' | '„');
    if text.chars().all(plain) { text.to_owned() } else { quoted(text) }
}

/// One end of a dyad, in quotes where it has a sign of its own.
fn end(text: &str) -> String {
    if text.contains(['-', '>']) { quoted(text) } else { value(text) }
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
