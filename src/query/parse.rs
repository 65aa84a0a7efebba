use super::{Compare, Filter, Part, Term, Test};
use crate::domain::{Edtf, Modality, Review, Verification, nearest};
use std::fmt;
use std::str::FromStr;

/// The keys of the language; `certainly` stands alone.
const KEYS: &[&str] = &[
    "actor", "exactly", "by", "on", "dyad", "kind", "since", "until", "place", "near", "source",
    "tag", "deaths", "status",
];

/// A query that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The column, in characters from 1, at which it cannot.
    pub column: usize,
    /// What is wrong there and what was expected.
    pub why: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "query, column {}: {}", self.column, self.why)
    }
}

impl std::error::Error for QueryError {}

impl FromStr for Filter {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Filter, QueryError> {
        let mut filter = Filter::default();
        let mut scanner = Scanner { text, at: 0 };
        while let Some(term) = scanner.term()? {
            if !term.negated && term.any == [Piece::Word("certainly".to_owned())] {
                filter.certainly = true;
                continue;
            }
            let column = term.column;
            let any = tests(term.any).map_err(|why| QueryError { column, why })?;
            filter.terms.push(Term { negated: term.negated, any });
        }
        Ok(filter)
    }
}

impl Filter {
    /// The query of command line arguments, joined by spaces. The shell has taken quotes away, so
    /// an argument that is one key and a value with spaces, such as `actor:United States`, means
    /// that whole value; an argument with several keys, or with quotes, is read as it stands.
    ///
    /// ```
    /// use annalist::query::Filter;
    /// let args = ["actor:United States".to_owned(), "since:2025 until:2026".to_owned()];
    /// let filter = Filter::from_args(&args)?;
    /// assert_eq!(filter.to_string(), r#"actor:"United States" since:2025 until:2026"#);
    /// # Ok::<(), annalist::query::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// A [`QueryError`] whose column counts in the joined text.
    pub fn from_args(args: &[String]) -> Result<Filter, QueryError> {
        let quoted: Vec<String> = args.iter().map(|arg| requoted(arg)).collect();
        quoted.join(" ").parse()
    }
}

/// The argument with the quotes that the shell took away.
fn requoted(arg: &str) -> String {
    let starts_with_key = |word: &str| {
        let word = word.strip_prefix('-').unwrap_or(word);
        word.split_once(':').is_some_and(|(key, _)| is_key_like(key))
    };
    let words: Vec<&str> = arg.split_whitespace().collect();
    let one_key = words.first().is_some_and(|word| starts_with_key(word))
        && !words.iter().skip(1).any(|word| starts_with_key(word) || *word == "certainly");
    match arg.split_once(':') {
        Some((key, value)) if one_key && words.len() > 1 && !arg.contains('"') => {
            let values: Vec<String> =
                value.split('|').map(|value| format!("\"{}\"", value.trim())).collect();
            format!("{key}:{}", values.join("|"))
        }
        _ => arg.to_owned(),
    }
}

/// A colon makes a key of letters before it; `12:30` and `e-mail:` are text.
fn is_key_like(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}

/// A term as it stands in the text.
struct RawTerm {
    column: usize,
    negated: bool,
    any: Vec<Piece>,
}

/// An alternative as it stands in the text.
#[derive(PartialEq)]
enum Piece {
    /// `key:value`
    Keyed(String, String),
    /// A word without quotes.
    Word(String),
    /// `"words in quotes"`
    Quoted(String),
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn error(&self, why: impl Into<String>) -> QueryError {
        let column = self.text.get(..self.at).unwrap_or(self.text).chars().count() + 1;
        QueryError { column, why: why.into() }
    }

    fn term(&mut self) -> Result<Option<RawTerm>, QueryError> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        if self.peek().is_none() {
            return Ok(None);
        }
        let column = self.error("").column;
        let negated = self.peek() == Some('-');
        if negated {
            self.next();
        }
        let mut any = vec![self.piece()?];
        while self.peek() == Some('|') {
            self.next();
            any.push(self.piece()?);
        }
        Ok(Some(RawTerm { column, negated, any }))
    }

    fn piece(&mut self) -> Result<Piece, QueryError> {
        if self.peek() == Some('"') {
            return Ok(Piece::Quoted(self.quoted()?));
        }
        let mut word = String::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() || c == '|' {
                break;
            }
            self.next();
            if c == ':' && is_key_like(&word) {
                let key = word.to_lowercase();
                let value =
                    if self.peek() == Some('"') { self.quoted()? } else { self.bare_value() };
                if value.is_empty() {
                    return Err(self.error(format!("{key}: needs a value, as in {key}:value")));
                }
                return Ok(Piece::Keyed(key, value));
            }
            word.push(c);
        }
        if word.is_empty() {
            return Err(self.error("expected a word, a \"phrase\" or key:value"));
        }
        Ok(Piece::Word(word))
    }

    fn bare_value(&mut self) -> String {
        let mut value = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && *c != '|') {
            value.push(c);
            self.next();
        }
        value
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        let open = self.error("a quote is opened here and not closed");
        self.next();
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                '"' => return Ok(text),
                '\\' => text.extend(self.next()),
                _ => text.push(c),
            }
        }
        Err(open)
    }
}

/// The tests of a term. A word after a keyed alternative is one more value of that key:
/// `kind:talks|attack`.
fn tests(pieces: Vec<Piece>) -> Result<Vec<Test>, String> {
    let mut key: Option<String> = None;
    pieces
        .into_iter()
        .map(|piece| match (piece, &key) {
            (Piece::Keyed(name, value), _) => {
                let test = test(&name, &value)?;
                key = Some(name);
                Ok(test)
            }
            (Piece::Word(value) | Piece::Quoted(value), Some(name)) => test(name, &value),
            (Piece::Word(text) | Piece::Quoted(text), None) => {
                if text.chars().any(char::is_alphanumeric) {
                    Ok(Test::Text(text))
                } else {
                    Err(format!("\"{text}\" has no letter or digit to search for"))
                }
            }
        })
        .collect()
}

fn test(key: &str, value: &str) -> Result<Test, String> {
    let text = || value.to_owned();
    let date = || {
        value
            .parse::<Edtf>()
            .map_err(|error| format!("{key}: {error}, as in 2025-12 or 2025-12-14"))
    };
    match key {
        "actor" => Ok(Test::Actor(Part::Any, text())),
        "by" => Ok(Test::Actor(Part::By, text())),
        "on" => Ok(Test::Actor(Part::On, text())),
        "exactly" => Ok(Test::Exactly(text())),
        "dyad" => dyad(value),
        "kind" => value.parse().map(Test::Kind).map_err(|error| error.to_string()),
        "since" => date().map(Test::Since),
        "until" => date().map(Test::Until),
        "place" => Ok(Test::Place(text())),
        "near" => near(value),
        "source" => Ok(Test::Source(text())),
        "tag" => Ok(Test::Tag(value.to_lowercase())),
        "deaths" => deaths(value),
        "status" => status(value),
        _ => Err(match nearest(key, KEYS.iter().copied()) {
            Some(near) => format!(
                "unknown key {key}:; did you mean {near}:{value}? (quote \"{key}:{value}\" to search for the text)"
            ),
            None => format!(
                "unknown key {key}:; known: {} (quote \"{key}:{value}\" to search for the text)",
                KEYS.join(", ")
            ),
        }),
    }
}

fn dyad(value: &str) -> Result<Test, String> {
    let directed = value.contains('>');
    match value.split_once(if directed { '>' } else { '-' }) {
        Some((first, second)) if !first.is_empty() && !second.is_empty() => Ok(Test::Dyad {
            first: first.trim().to_owned(),
            second: second.trim().to_owned(),
            directed,
        }),
        _ => Err(format!(
            "dyad:{value}: expected UKR>RUS (the first on the second) or UKR-RUS (either way)"
        )),
    }
}

fn near(value: &str) -> Result<Test, String> {
    let expected = || format!("near:{value}: expected LAT,LON,KM, as in near:52.52,13.40,50km");
    let parts: Vec<&str> = value.split(',').map(str::trim).collect();
    let &[lat, lon, km] = parts.as_slice() else { return Err(expected()) };
    let number = |text: &str| text.parse::<f64>().map_err(|_| expected());
    let (lat, lon) = (number(lat)?, number(lon)?);
    let km = number(km.trim_end_matches("km").trim_end())?;
    if !(-90.0..=90.0).contains(&lat)
        || !(-180.0..=180.0).contains(&lon)
        || !(0.0..=20_040.0).contains(&km)
    {
        return Err(format!(
            "near:{value}: expected latitude -90 to 90, longitude -180 to 180, 0 to 20040 km"
        ));
    }
    Ok(Test::Near { lat, lon, km })
}

fn deaths(value: &str) -> Result<Test, String> {
    let signs = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Equal),
        ("", Compare::Equal),
    ];
    signs
        .iter()
        .find_map(|(sign, compare)| Some((value.strip_prefix(sign)?, *compare)))
        .and_then(|(number, compare)| Some(Test::Deaths(compare, number.trim().parse().ok()?)))
        .ok_or_else(|| format!("deaths:{value}: expected a number, as in deaths:10 or deaths:>=10"))
}

fn status(value: &str) -> Result<Test, String> {
    let verification = value.parse().map(Test::Verification).ok();
    let review = || value.parse().map(Test::Review).ok();
    let modality = || value.parse().map(Test::Modality).ok();
    verification.or_else(review).or_else(modality).ok_or_else(|| {
        let words: Vec<&str> = Verification::ALL
            .iter()
            .map(|word| word.as_str())
            .chain(Review::ALL.iter().map(|word| word.as_str()))
            .chain(Modality::ALL.iter().map(|word| word.as_str()))
            .collect();
        match nearest(value, words.iter().copied()) {
            Some(near) => format!("unknown status \"{value}\"; did you mean \"{near}\"?"),
            None => format!("unknown status \"{value}\"; known: {}", words.join(", ")),
        }
    })
}
