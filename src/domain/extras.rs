use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The extra of an event that holds how many were injured: `12`, `12 or more`, `up to 30`, `20 to 30`.
pub const INJURED: &str = "injured";

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
pub struct Extras {
    /// The names, and where each value ends in the text.
    ends: Vec<(Cow<'static, str>, usize)>,
    /// The values, one after the other: files of millions of rows hold a dozen in each.
    text: String,
}

impl Extras {
    /// Nothing, with room for so many values of so many bytes together.
    pub fn with_capacity(values: usize, bytes: usize) -> Extras {
        Extras { ends: Vec::with_capacity(values), text: String::with_capacity(bytes) }
    }

    /// Sets a value; an empty one says nothing and is left out. Quickest in the order of the names.
    #[inline]
    pub fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: impl AsRef<str>) {
        let (name, value) = (name.into(), value.as_ref());
        if value.is_empty() {
            return;
        }
        if self.is_last(&name) {
            self.text.push_str(value);
            return self.ends.push((name, self.text.len()));
        }
        self.insert_between(name, value);
    }

    /// Sets a value under a name that does not come after all others.
    #[cold]
    fn insert_between(&mut self, name: Cow<'static, str>, value: &str) {
        let at = match self.place(&name) {
            Ok(at) => at,
            Err(at) => {
                self.ends.insert(at, (name, self.start(at)));
                at
            }
        };
        let old = self.start(at)..self.ends[at].1;
        for (_, end) in &mut self.ends[at..] {
            *end = *end - old.len() + value.len();
        }
        self.text.replace_range(old, value);
    }

    /// Sets a value that is written in parts.
    pub fn write(&mut self, name: &'static str, value: impl FnOnce(&mut String)) {
        if self.is_last(name) {
            value(&mut self.text);
            if self.text.len() > self.start(self.ends.len()) {
                self.ends.push((name.into(), self.text.len()));
            }
        } else {
            let mut text = String::new();
            value(&mut text);
            self.insert(name, text);
        }
    }

    /// Whether a name comes after all that are there.
    fn is_last(&self, name: &str) -> bool {
        self.ends.last().is_none_or(|(last, _)| last.as_ref() < name)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.ends.binary_search_by(|(known, _)| known.as_ref().cmp(name))
    }

    /// Where the value at a place starts: where the one before it ends.
    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before].1)
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.place(name).ok()?;
        Some(&self.text[self.start(at)..self.ends[at].1])
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |(name, end)| {
            let value = &self.text[start..*end];
            start = *end;
            (name.as_ref(), value)
        })
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<N: Into<Cow<'static, str>>, V: AsRef<str>> FromIterator<(N, V)> for Extras {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Extras {
        let values = values.into_iter();
        let mut extras = Extras::with_capacity(values.size_hint().0, 0);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn they_are_a_sorted_map_without_empty_values(
            values in proptest::collection::vec(("[a-e]", "[xyz]{0,3}"), 0..12),
        ) {
            let mut map = BTreeMap::new();
            for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
                map.insert(name.as_str(), value.as_str());
            }
            let extras: Extras = values.iter().map(|(name, value)| (name.clone(), value)).collect();
            let mut written = Extras::default();
            for (name, value) in &values {
                let name = ["a", "b", "c", "d", "e"].into_iter().find(|n| n == name).unwrap();
                written.write(name, |text| text.push_str(value));
            }
            prop_assert_eq!(&written, &extras);
            prop_assert_eq!(extras.iter().collect::<Vec<_>>(), map.clone().into_iter().collect::<Vec<_>>());
            prop_assert!(map.iter().all(|(name, value)| extras.get(name) == Some(value)));
            let sorted: Extras = map.iter().map(|(name, value)| ((*name).to_owned(), value)).collect();
            prop_assert_eq!(sorted, extras);
        }
    }
}
