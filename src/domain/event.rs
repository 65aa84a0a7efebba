use super::extras::INJURED;
use super::words::words;
use super::{Citation, Edtf, Extras, FieldError, Kind, Participation, Place};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The short number of an event in one database; people type it as `e42`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub i64);

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("e{}", self.0))
    }
}

impl FromStr for EventId {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let digits = text.strip_prefix(['e', 'E']).unwrap_or(text);
        match digits.parse::<i64>() {
            Ok(id) if id > 0 => Ok(EventId(id)),
            _ => Err(FieldError::new("event", text, "expected a number like e42")),
        }
    }
}

/// The dataset whose event has this uid: what stands before a colon, as in `gdelt:410412347`. An
/// address, as in `https://example.org/1`, is of none, nor is what was found in an article, whose
/// uid has a `#`.
///
/// ```
/// use annalist::domain::dataset_of;
/// assert_eq!(dataset_of("ucdp:48528"), Some("ucdp"));
/// assert_eq!(dataset_of("ua-2025-12-14-berlin-talks"), None);
/// assert_eq!(dataset_of("article:4f3a#1"), None);
/// ```
pub fn dataset_of(uid: &str) -> Option<&str> {
    let (name, rest) = uid.split_once(':')?;
    (!name.is_empty() && !rest.starts_with("//") && !rest.contains('#')).then_some(name)
}

words! {
    /// Whether the event took place.
    pub enum Modality ("modality") {
        /// It happened, or is reported as having happened.
        Actual = "actual",
        /// It is announced or expected.
        Planned = "planned",
        /// It is spoken of as possible, on a condition.
        Hypothetical = "hypothetical",
        /// It is said not to have happened.
        Denied = "denied",
    }
}

words! {
    /// What an analyst has decided of the event.
    pub enum Review ("review state") {
        /// Nobody has decided yet.
        Proposed = "proposed",
        /// An analyst, or a curated dataset, stands by it.
        Accepted = "accepted",
        /// An analyst has turned it down; it stays so that it does not come back.
        Rejected = "rejected",
        /// It is told as part of another record of the same occurrence.
        Merged = "merged",
    }
}

words! {
    /// How well the event is established.
    pub enum Verification ("verification") {
        /// One source's word.
        Unverified = "unverified",
        /// Several sources agree.
        Corroborated = "corroborated",
        /// Beyond reasonable doubt.
        Verified = "verified",
        /// Sources differ.
        Disputed = "disputed",
        /// Its source has taken it back.
        Retracted = "retracted",
    }
}

/// Deaths as reported: any of the three may be missing; `low <= best <= high`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deaths {
    /// The lowest estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<u32>,
    /// The best estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<u32>,
    /// The highest estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u32>,
}

/// A code in the scheme of the dataset that the event comes from, such as `cameo:190`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NativeCode {
    /// The scheme: cameo, plover, acled, ucdp, ...
    pub scheme: Cow<'static, str>,
    /// The code in that scheme; text, since CAMEO codes start with zeros.
    pub value: Cow<'static, str>,
}

impl fmt::Display for NativeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme, self.value)
    }
}

impl FromStr for NativeCode {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text.split_once(':') {
            Some((scheme, value)) if !scheme.is_empty() && !value.is_empty() => Ok(NativeCode {
                scheme: scheme.to_lowercase().into(),
                value: value.to_owned().into(),
            }),
            _ => Err(FieldError::new("code", text, "expected SCHEME:CODE, as in cameo:190")),
        }
    }
}

/// Something that happened, is planned, or is claimed, with all that is known of it.
///
/// In JSON it is the record that annalist reads and writes, one a line; `earliest`, `latest` and
/// `precision` are derived from the date.
///
/// ```
/// use annalist::domain::{Event, Kind};
/// let line = r#"{"title":"Talks in Berlin","kind":"talks","date":"2025-12-14"}"#;
/// let event: Event = serde_json::from_str(line).unwrap();
/// assert_eq!(event.kind, Kind::Consult);
/// assert!(serde_json::to_string(&event).unwrap().contains(r#""precision":"day""#));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "super::record::EventRecord", into = "super::record::EventRecord")]
pub struct Event {
    /// Its stable name across imports, such as `gdelt:410412347`; empty until it is given one.
    pub uid: String,
    /// One line that says what happened.
    pub title: String,
    /// What sort of event it is.
    pub kind: Kind,
    /// Whether it took place.
    pub modality: Modality,
    /// When; none where nothing is known.
    pub date: Option<Edtf>,
    /// The words of the source that the date was read from.
    pub date_words: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// Who took part, in the order of the source.
    pub actors: Vec<Participation>,
    /// The code of the dataset or coder it comes from.
    pub code: Option<NativeCode>,
    /// Goldstein's scale of conflict and cooperation, -10 to 10.
    pub goldstein: Option<f64>,
    /// Deaths as reported.
    pub deaths: Option<Deaths>,
    /// How sure the recorder is, 0 to 1.
    pub confidence: Option<f64>,
    /// What an analyst has decided.
    pub review: Review,
    /// How well it is established.
    pub verification: Verification,
    /// The sources' words for it.
    pub citations: Vec<Citation>,
    /// Free labels, lower case, in order, none twice.
    pub tags: Vec<String>,
    /// What its dataset says beyond all that.
    pub extras: Extras,
}

impl Event {
    /// An event of which only its title and kind are known.
    pub fn new(title: impl Into<String>, kind: Kind) -> Event {
        Event {
            uid: String::new(),
            title: title.into(),
            kind,
            modality: Modality::Actual,
            date: None,
            date_words: None,
            place: None,
            actors: Vec::new(),
            code: None,
            goldstein: None,
            deaths: None,
            confidence: None,
            review: Review::Accepted,
            verification: Verification::Unverified,
            citations: Vec::new(),
            tags: Vec::new(),
            extras: Extras::default(),
        }
    }
}

impl Event {
    /// Takes in another record of the same occurrence: its sources, who else took part, its tags, and
    /// what this one does not say. Where both say something, this one's word stands.
    ///
    /// ```
    /// use annalist::domain::{Event, Kind};
    /// let mut kept = Event::new("Strike on the station", Kind::Assault);
    /// let mut other = Event::new("Station hit", Kind::Assault);
    /// other.date = "2022-04-08".parse().ok();
    /// other.tags = vec!["railway".into()];
    /// kept.absorb(&other);
    /// assert_eq!(kept.title, "Strike on the station");
    /// assert_eq!(kept.date, other.date);
    /// assert_eq!(kept.tags, ["railway"]);
    /// ```
    pub fn absorb(&mut self, other: &Event) {
        for citation in &other.citations {
            if !self.citations.contains(citation) {
                self.citations.push(citation.clone());
            }
        }
        for part in &other.actors {
            let same = |known: &&mut Participation| known.name == part.name;
            match self.actors.iter_mut().find(same) {
                Some(known) => known.deaths = known.deaths.or(part.deaths),
                None => self.actors.push(part.clone()),
            }
        }
        self.tags.extend(other.tags.iter().cloned());
        self.tags.sort();
        self.tags.dedup();
        self.date = self.date.take().or_else(|| other.date.clone());
        self.date_words = self.date_words.take().or_else(|| other.date_words.clone());
        self.place = self.place.take().or_else(|| other.place.clone());
        self.code = self.code.take().or_else(|| other.code.clone());
        self.goldstein = self.goldstein.or(other.goldstein);
        self.deaths = self.deaths.or(other.deaths);
        // Other extras are what one dataset says of its own record.
        if let Some(injured) =
            other.extras.get(INJURED).filter(|_| self.extras.get(INJURED).is_none())
        {
            self.extras.insert(INJURED, injured);
        }
        self.confidence = self.confidence.or(other.confidence);
        // Two sources that agree corroborate each other.
        if self.verification == Verification::Unverified && self.citations.len() > 1 {
            self.verification = Verification::Corroborated;
        }
    }
}

impl Review {
    /// Whether the event is told for itself: it was neither turned down nor merged into another.
    pub fn stands(self) -> bool {
        !matches!(self, Review::Rejected | Review::Merged)
    }
}

/// An event as it stands in a database, under its short number.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number here.
    pub id: EventId,
    /// The event.
    pub event: Event,
}
