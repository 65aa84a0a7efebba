use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// What a dataset says beyond the words of this model: its own column names with its own values,
/// letter for letter. In the order of the names, none twice.
///
/// ```
/// use annalist::domain::Extras;
/// let mut extras = Extras::default();
/// extras.insert("NumMentions", "12");
/// extras.insert("AvgTone", "-2.50");
/// assert_eq!(serde_json::to_string(&extras).unwrap(), r#"{"AvgTone":"-2.50","NumMentions":"12"}"#);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Extras(Vec<(Cow<'static, str>, String)>);

impl Extras {
    /// Sets a value; an empty one says nothing and is left out. Quickest in the order of the names.
    pub fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        if value.is_empty() {
            return;
        }
        if self.0.last().is_none_or(|(last, _)| *last < name) {
            return self.0.push((name, value));
        }
        match self.0.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        Some(&self.0[at].1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<String>> FromIterator<(N, V)> for Extras {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Extras {
        let values = values.into_iter();
        let mut extras = Extras(Vec::with_capacity(values.size_hint().0));
        values.for_each(|(name, value)| extras.insert(name, value));
        extras
    }
}

impl Serialize for Extras {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Extras {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Extras, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Extras;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extras, A::Error> {
                let mut extras = Extras::default();
                while let Some((name, value)) = map.next_entry::<String, String>()? {
                    extras.insert(name, value);
                }
                Ok(extras)
            }
        }
        deserializer.deserialize_map(Values)
    }
}
