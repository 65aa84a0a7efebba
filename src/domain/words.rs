//! Closed vocabularies: enums whose values are fixed words in files, queries and tables.

use std::fmt;

/// A word that is not in its vocabulary, with the nearest one that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// What the word should have named, as in "kind" or "role".
    pub what: &'static str,
    /// The word as given.
    pub given: String,
    /// The nearest word of the vocabulary, where one is near enough to be meant.
    pub nearest: Option<&'static str>,
    /// The whole vocabulary, in its order.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} \"{}\"", self.what, self.given)?;
        match self.nearest {
            Some(word) => write!(f, "; did you mean \"{word}\"?"),
            None => write!(f, "; known: {}", self.known.join(", ")),
        }
    }
}

impl std::error::Error for UnknownWord {}

/// The candidate most like `given`, if it is alike enough to be a slip of the pen.
///
/// ```
/// use annalist::domain::nearest;
/// assert_eq!(nearest("statment", ["statement", "appeal"]), Some("statement"));
/// assert_eq!(nearest("xyzzy", ["statement", "appeal"]), None);
/// ```
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    candidates
        .into_iter()
        .map(|word| (strsim::jaro_winkler(&given, &word.to_lowercase()), word))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}

/// Declares an enum of fixed words with `ALL`, `as_str`, `Display`, `FromStr` (which knows the
/// aliases and ignores case) and serde as that word.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident ($what:literal) {
            $( $(#[$vmeta:meta])* $Variant:ident = $word:literal $(| $alias:literal)* ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $Name { $( $(#[$vmeta])* $Variant, )+ }

        impl $Name {
            /// Every value, in the order of declaration.
            #[allow(dead_code)]
            $vis const ALL: &'static [$Name] = &[$( $Name::$Variant, )+];

            /// The word as it stands in files, tables and queries.
            $vis const fn as_str(self) -> &'static str {
                match self { $( $Name::$Variant => $word, )+ }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                match text.to_lowercase().as_str() {
                    $( $word $(| $alias)* => Ok($Name::$Variant), )+
                    _ => Err($crate::domain::UnknownWord {
                        what: $what,
                        given: text.to_owned(),
                        nearest: $crate::domain::nearest(text, [$( $word, $( $alias, )* )+]),
                        known: vec![$( $word, )+],
                    }),
                }
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use words;
