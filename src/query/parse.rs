use super::values::{area, between, date, degrees, near};
use super::{Compare, Filter, Part, Term, Test};
use crate::domain::{FieldError, Modality, Review, Verification, nearest};
use std::fmt;
use std::str::FromStr;

/// The keys of the language; `certainly` stands alone.
const KEYS: &[&str] = &[
    "actor", "exactly", "by", "on", "dyad", "kind", "since", "until", "date", "between", "place",
    "in", "bbox", "near", "source", "tag", "deaths", "status", "story", "known", "text",
];

/// Words that say how dates hold.
pub(super) const MODES: &[&str] = &["certainly", "possibly"];

/// Keys whose values may have spaces in them.
const SPACED: &[&str] =
    &["actor", "exactly", "by", "on", "dyad", "place", "in", "source", "tag", "text"];

/// What people may call a key that has another name.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("after", "since"),
    ("from", "since"),
    ("before", "until"),
    ("to", "until"),
    ("day", "date"),
    ("when", "date"),
    ("region", "in"),
    ("box", "bbox"),
    ("who", "actor"),
    ("country", "actor"),
    ("type", "kind"),
    ("where", "place"),
    ("location", "place"),
    ("publisher", "source"),
    ("label", "tag"),
    ("killed", "deaths"),
    ("fatalities", "deaths"),
    ("review", "status"),
    ("verification", "status"),
    ("modality", "status"),
    ("published", "known"),
    ("recorded", "known"),
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
        let mut scanner = Scanner { text, at: 0, possibly: false };
        while scanner.term(&mut filter)? {}
        Ok(filter)
    }
}

impl Filter {
    /// The query of command line arguments, joined by spaces. The shell has taken quotes away, so
    /// an argument that is one key and a value with spaces, such as `actor:United States`, means
    /// that whole value; an argument with several keys, with quotes or without a key is a query of its own.
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
    let words: Vec<&str> = arg.split_whitespace().collect();
    let key = |text: &str| {
        let (key, _) = text.strip_prefix('-').unwrap_or(text).split_once(':')?;
        is_key_like(key).then(|| key.to_lowercase())
    };
    let first = words.first().and_then(|word| key(word));
    // Only names and texts have spaces in them: `kind:talks drone` is two terms.
    let spaced = first.is_some_and(|key| SPACED.contains(&key.as_str()));
    let several = words.iter().skip(1).any(|word| key(word).is_some() || MODES.contains(word));
    if words.len() < 2 || !spaced || several || arg.contains(['"', '“', '”', '„']) {
        return arg.to_owned();
    }
    let alternatives: Vec<String> = arg
        .trim()
        .split('|')
        .map(|text| match text.split_once(':') {
            Some((key, value)) if is_key_like(key.strip_prefix('-').unwrap_or(key)) => {
                format!("{key}:{}", super::print::quoted(value.trim()))
            }
            _ => super::print::quoted(text.trim()),
        })
        .collect();
    alternatives.join("|")
}

/// A colon makes a key of letters before it; `12:30` and `e-mail:` are text.
fn is_key_like(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}

/// The value of an alternative as it stands in the text.
pub(super) struct Value {
    pub(super) text: String,
    /// The column at which it starts, past a quote.
    pub(super) column: usize,
    quoted: bool,
    /// Where `>` and `-` stand in it outside of quotes, in bytes: there a dyad falls in two.
    signs: Vec<usize>,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether `possibly` was said.
    possibly: bool,
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

    fn column(&self) -> usize {
        self.text.get(..self.at).unwrap_or(self.text).chars().count() + 1
    }

    fn error<T>(&self, why: impl Into<String>) -> Result<T, QueryError> {
        Err(QueryError { column: self.column(), why: why.into() })
    }

    fn at_end(&self) -> bool {
        self.peek().is_none_or(|c| c.is_whitespace() || c == '|')
    }

    /// Reads a term into the filter; false at the end.
    fn term(&mut self, filter: &mut Filter) -> Result<bool, QueryError> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        if self.peek().is_none() {
            return Ok(false);
        }
        let column = self.column();
        let negated = self.peek() == Some('-');
        if negated {
            self.next();
        }
        let mut any = Vec::new();
        let mut key = None;
        loop {
            let column_of_key = self.column();
            self.no_sign()?;
            if let Some(name) = self.key() {
                if !KEYS.contains(&name.as_str()) {
                    let why = unknown_key(&name);
                    return Err(QueryError { column: column_of_key, why });
                }
                key = Some(name);
            }
            let value = self.value(key.as_deref())?;
            let alone = any.is_empty() && key.is_none() && self.peek() != Some('|');
            if alone && !value.quoted && MODES.contains(&value.text.as_str()) {
                let word = &value.text;
                if negated {
                    let why = format!("{word} cannot be negated; leave it out");
                    return Err(QueryError { column, why });
                }
                filter.certainly |= word == "certainly";
                self.possibly |= word == "possibly";
                if filter.certainly && self.possibly {
                    let why =
                        "dates hold possibly or certainly, not both; leave one out".to_owned();
                    return Err(QueryError { column, why });
                }
                return Ok(true);
            }
            any.push(match key.as_deref() {
                None | Some("text") if !value.quoted => bare(&value)?,
                key => test(key.unwrap_or("text"), &value)?,
            });
            if self.peek() != Some('|') {
                break;
            }
            self.next();
        }
        filter.terms.push(Term { negated, any });
        Ok(true)
    }

    /// A minus negates a whole term; elsewhere only numbers have one.
    fn no_sign(&self) -> Result<(), QueryError> {
        let mut rest = self.text.get(self.at..).unwrap_or_default().chars();
        if rest.next() == Some('-') && !rest.next().is_some_and(|c| c.is_ascii_digit()) {
            return self.error("- negates a whole term and stands once, before it; or quote it");
        }
        Ok(())
    }

    /// The key that starts here, passed over with its colon.
    fn key(&mut self) -> Option<String> {
        let (key, _) = self.text.get(self.at..)?.split_once(':')?;
        let name = is_key_like(key).then(|| key.to_lowercase())?;
        self.at += key.len() + 1;
        Some(name)
    }

    fn value(&mut self, key: Option<&str>) -> Result<Value, QueryError> {
        let quoted = self.peek().is_some_and(is_quote);
        let column = self.column() + usize::from(quoted);
        let mut value = Value { text: String::new(), column, quoted, signs: Vec::new() };
        while !self.at_end() {
            if self.peek().is_some_and(is_quote) {
                if !value.text.is_empty() && key != Some("dyad") {
                    return self.error("quotes go around a whole value");
                }
                self.quoted(&mut value.text)?;
                if !self.at_end() && key != Some("dyad") {
                    return self.error("expected a space or | after the closing quote");
                }
            } else if let Some(c) = self.next() {
                if matches!(c, '>' | '-') {
                    value.signs.push(value.text.len());
                }
                value.text.push(c);
            }
        }
        if value.text.trim().is_empty() {
            return self.error(match key {
                Some(key) => format!("{key}: needs a value, as in {key}:value"),
                None => "expected a word, a \"phrase\" or key:value".to_owned(),
            });
        }
        Ok(value)
    }

    /// Appends what stands between quotes. A backslash keeps a quote or a backslash after it.
    fn quoted(&mut self, text: &mut String) -> Result<(), QueryError> {
        let open = self.error("a quote is opened here and not closed");
        let curly = self.next() != Some('"');
        while let Some(c) = self.next() {
            match c {
                '"' if !curly => return Ok(()),
                '“' | '”' if curly => return Ok(()),
                '\\' if self.peek().is_some_and(|c| c == '\\' || is_quote(c)) => {
                    text.extend(self.next());
                }
                _ => text.push(c),
            }
        }
        open
    }
}

/// Straight quotes, and the curly ones that word processors make of them.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn unknown_key(key: &str) -> String {
    let other = OTHER_WORDS.iter().find(|(word, _)| *word == key).map(|(_, known)| *known);
    let hint = match other.or_else(|| nearest(key, KEYS.iter().copied())) {
        Some(near) => format!("did you mean {near}:?"),
        None => format!("known: {}", KEYS.join(", ")),
    };
    format!("unknown key {key}:; {hint} (quote it, as in \"{key}:...\", to search for the text)")
}

/// A value without a key or quotes: a saved query, the start of a word, or a word.
fn bare(value: &Value) -> Result<Test, QueryError> {
    let Value { text, column, .. } = value;
    if let Some(name) = text.strip_prefix('@') {
        if is_saved_name(name) {
            return Ok(Test::Saved(name.to_owned()));
        }
        let why =
            format!("{text}: expected the name of a saved query, of letters, digits, - and _");
        return Err(QueryError { column: *column, why });
    }
    match text.strip_suffix('*') {
        Some(start) if start.chars().count() > 1 && start.chars().all(char::is_alphanumeric) => {
            Ok(Test::Prefix(start.to_lowercase()))
        }
        Some(_) if text.chars().any(char::is_alphanumeric) => Err(QueryError {
            column: *column,
            why: format!("{text}: expected two letters at least before *, as in dron*"),
        }),
        _ => test("text", value),
    }
}

/// Whether a query can be saved under a name.
pub fn is_saved_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

fn test(key: &str, value: &Value) -> Result<Test, QueryError> {
    let Value { text, column, quoted, .. } = value;
    let name = || text.clone();
    let done = match key {
        "on" if !quoted && is_like_a_date(text) => Err(format!(
            "on:{text}: on: asks who was acted upon; did you mean date:{text}? (quote it if an \
             actor is called that)"
        )),
        "actor" => Ok(Test::Actor(Part::Any, name())),
        "by" => Ok(Test::Actor(Part::By, name())),
        "on" => Ok(Test::Actor(Part::On, name())),
        "exactly" => Ok(Test::Exactly(name())),
        "dyad" => dyad(value),
        "kind" => text.parse().map(Test::Kind).map_err(|error| error.to_string()),
        "since" => return date(key, value).map(Test::Since),
        "until" => return date(key, value).map(Test::Until),
        "date" => return date(key, value).map(Test::Date),
        "between" => return between("between", value).map(Test::Date),
        "known" if text.contains("..") && !text.contains('/') => {
            return between("known", value).map(Test::Known);
        }
        "known" => return date(key, value).map(Test::Known),
        "in" => area(text).map(Test::In),
        "bbox" => degrees(text).map(Test::Box),
        "place" => Ok(Test::Place(name())),
        "near" => near(text),
        "source" => Ok(Test::Source(name())),
        "tag" => Ok(Test::Tag(text.to_lowercase())),
        "deaths" => deaths(text),
        "status" => status(text),
        "story" => text.parse().map(Test::Story).map_err(|error: FieldError| error.to_string()),
        _ if text.chars().any(char::is_alphanumeric) => Ok(Test::Text(name())),
        _ => Err(format!("\"{text}\" has no letter or digit to search for")),
    };
    done.map_err(|why| QueryError { column: *column, why })
}

/// Whether a name is rather a date, as people write it after "on".
pub(super) fn is_like_a_date(text: &str) -> bool {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '~' | '?');
    let said = matches!(text, "today" | "yesterday");
    said || (text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(numeric))
}

/// Two names with `>` or `-` between them. Outside of quotes the sign is plain; a value that is
/// quoted as a whole falls apart at `>`, at a `-` between spaces, or at its only `-`.
fn dyad(value: &Value) -> Result<Test, String> {
    let text = value.text.as_str();
    let sign = |at: usize| text.get(at..=at);
    let outside = |wanted: &str| {
        value.signs.iter().copied().filter(|at| sign(*at) == Some(wanted)).collect::<Vec<_>>()
    };
    let only = |found: &[usize]| if let [at] = found { Some(*at) } else { None };
    let dashes = outside("-");
    let anywhere: Vec<usize> = text.match_indices('-').map(|(at, _)| at).collect();
    let at = if let Some(at) = outside(">").first() {
        Some(*at)
    } else if !dashes.is_empty() {
        only(&dashes)
    } else {
        text.find('>').or_else(|| text.find(" - ").map(|at| at + 1)).or_else(|| only(&anywhere))
    };
    let parts = at.map(|at| {
        // `UKR->RUS` is an arrow too.
        let arrow = at > 0 && sign(at) == Some(">") && dashes.contains(&(at - 1));
        let first = text.get(..at - usize::from(arrow)).unwrap_or_default().trim();
        (first, text.get(at + 1..).unwrap_or_default().trim(), sign(at) == Some(">"))
    });
    match parts {
        Some((first, second, directed)) if !first.is_empty() && !second.is_empty() => {
            Ok(Test::Dyad { first: first.to_owned(), second: second.to_owned(), directed })
        }
        _ if at.is_none() && anywhere.len() > 1 => Err(format!(
            "dyad:{text}: which - is between the two? Quote the names, as in \
             dyad:\"Guinea-Bissau\"-France"
        )),
        _ => Err(format!(
            "dyad:{text}: expected UKR>RUS (the first on the second) or UKR-RUS (either way)"
        )),
    }
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
