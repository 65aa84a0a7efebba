//! The crosswalk: any code of any scheme, and what it is in the others.

use super::{acled_types, cameo, cameo_codes, plover_types, ucdp_types};
use crate::domain::Kind;
use crate::domain::nearest;
use crate::domain::words;
use serde::Serialize;
use std::fmt;
use std::sync::LazyLock;

words! {
    /// A scheme in which events are coded.
    pub enum Scheme ("scheme") {
        /// annalist's own kinds.
        Kind = "kind",
        /// CAMEO, as in GDELT, ICEWS and Phoenix.
        Cameo = "cameo",
        /// PLOVER, as in POLECAT.
        Plover = "plover",
        /// Event types and sub-event types of ACLED.
        Acled = "acled",
        /// Types of violence of UCDP.
        Ucdp = "ucdp",
    }
}

/// A code of some scheme. Its kind and mode lead to the other schemes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Code {
    /// The scheme.
    pub scheme: Scheme,
    /// The code as the scheme writes it: `190`, `ASSAULT heavy-weapons`, `Riots: Mob violence`.
    pub code: String,
    /// What it is.
    pub label: String,
    /// annalist's kind.
    pub kind: Kind,
    /// The PLOVER mode.
    pub mode: Option<String>,
    /// Goldstein's score, for CAMEO; nobody has published any for the others.
    pub goldstein: Option<f64>,
    /// The quad class by the scheme's own count, 1 to 4.
    pub quad: Option<u8>,
    /// The code above it.
    pub parent: Option<String>,
    /// The CAMEO code that comes nearest, where the scheme's table says.
    #[serde(skip)]
    pub cameo: Option<String>,
}

static CODES: LazyLock<Vec<Code>> = LazyLock::new(|| {
    let kinds = Kind::ALL.iter().map(|&kind| Code::of_kind(kind));
    let cameo = cameo_codes().iter().map(|c| Code {
        mode: c.mode.clone(),
        goldstein: Some(c.goldstein),
        quad: Some(c.quad),
        parent: c.parent().map(|parent| parent.code.clone()),
        ..Code::new(Scheme::Cameo, &c.code, &c.label, c.kind)
    });
    let plover = plover_types().iter().flat_map(|t| {
        let modes = t.modes.iter().map(|mode| Code {
            mode: Some(mode.clone()),
            quad: Some(t.quad),
            parent: Some(t.name.clone()),
            ..Code::new(
                Scheme::Plover,
                &format!("{} {mode}", t.name),
                &format!("{}: {}", t.label, mode.replace('-', " ")),
                t.kind,
            )
        });
        let whole =
            Code { quad: Some(t.quad), ..Code::new(Scheme::Plover, &t.name, &t.label, t.kind) };
        std::iter::once(whole).chain(modes)
    });
    let acled = acled_types().iter().map(|t| {
        let label = format!("{}{}", t.label, if t.current { "" } else { " (until 2019)" });
        Code {
            mode: t.mode.clone(),
            parent: t.sub_event_type.is_some().then(|| t.event_type.clone()),
            cameo: t.cameo.clone(),
            ..Code::new(Scheme::Acled, &t.full_name(), &label, t.kind)
        }
    });
    let ucdp = ucdp_types().iter().map(|t| Code {
        cameo: Some(t.cameo.clone()),
        ..Code::new(Scheme::Ucdp, &t.number.to_string(), &t.label, t.kind)
    });
    kinds.chain(cameo).chain(plover).chain(acled).chain(ucdp).collect()
});

impl Code {
    fn new(scheme: Scheme, code: &str, label: &str, kind: Kind) -> Code {
        Code {
            scheme,
            code: code.to_owned(),
            label: label.to_owned(),
            kind,
            mode: None,
            goldstein: None,
            quad: None,
            parent: None,
            cameo: None,
        }
    }

    fn of_kind(kind: Kind) -> Code {
        let plover = plover_types().iter().find(|t| t.kind == kind);
        // What PLOVER leaves out is a root of CAMEO's, but for what neither has.
        let root = || cameo_codes().iter().find(|c| c.kind == kind);
        let label = plover
            .map(|t| t.label.as_str())
            .or_else(|| root().map(|c| c.label.as_str()))
            .unwrap_or("Accidents, disasters, elections and the rest");
        Code::new(Scheme::Kind, kind.as_str(), label, kind)
    }

    /// The code above it; none for the highest.
    pub fn above(&self) -> Option<&'static Code> {
        let parent = self.parent.as_deref()?;
        codes(self.scheme).find(|c| c.code == parent)
    }

    /// The code without those above it: of ACLED's, the sub-event type.
    fn finest(&self) -> &str {
        self.code.rsplit(": ").next().unwrap_or_default()
    }

    fn is_named(&self, name: &str) -> bool {
        self.code.eq_ignore_ascii_case(name) || self.finest().eq_ignore_ascii_case(name)
    }

    /// The codes directly below it.
    pub fn below(&self) -> impl Iterator<Item = &'static Code> {
        codes(self.scheme).filter(|c| c.parent.as_deref() == Some(&self.code))
    }

    /// What it is in another scheme: of a kind, all codes; to and from CAMEO, what the tables of
    /// ACLED and UCDP say; else the codes of its kind and mode or, where there are none of its
    /// mode, those of its kind that name no mode.
    ///
    /// ```
    /// use annalist::coding::{Scheme, code};
    /// let arrests: Vec<&str> =
    ///     code("173").unwrap().in_scheme(Scheme::Acled).iter().map(|c| c.code.as_str()).collect();
    /// assert_eq!(arrests, ["Strategic developments: Arrests"]);
    /// ```
    pub fn in_scheme(&self, scheme: Scheme) -> Vec<&'static Code> {
        if let (Scheme::Cameo, Some(nearest)) = (scheme, &self.cameo) {
            return codes(scheme).filter(|c| c.code == *nearest).collect();
        }
        let of_kind = || codes(scheme).filter(|c| c.kind == self.kind);
        if self.scheme == Scheme::Kind {
            return of_kind().collect();
        }
        let stated = || codes(scheme).filter(|c| c.cameo.as_ref() == Some(&self.code));
        if self.scheme == Scheme::Cameo && stated().next().is_some() {
            return stated().collect();
        }
        let same: Vec<_> = of_kind().filter(|c| c.mode == self.mode).collect();
        if same.is_empty() { of_kind().filter(|c| c.mode.is_none()).collect() } else { same }
    }

    /// A line in which it says who did it to whom, for CAMEO.
    pub fn title(&self, first: &str, second: &str) -> Option<String> {
        let code = (self.scheme == Scheme::Cameo).then(|| cameo(&self.code)).flatten()?;
        Some(code.title(Some(first), Some(second)))
    }
}

/// A text that names no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// The text as given.
    pub given: String,
    /// The code most like it, where one is near enough to be meant.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no scheme has a code \"{}\"", self.given)?;
        match self.nearest {
            Some(code) => write!(f, "; did you mean \"{code}\"?"),
            None => write!(f, "; `annalist codes` lists the schemes"),
        }
    }
}

impl std::error::Error for UnknownCode {}

/// The codes of a scheme, in its order.
pub fn codes(scheme: Scheme) -> impl Iterator<Item = &'static Code> {
    CODES.iter().filter(move |c| c.scheme == scheme)
}

/// The code that a text names: `190`, `cameo:190`, `ASSAULT heavy-weapons`, `acled:Arrests`,
/// `ucdp:3`, `kind:talks`. Where schemes share a name, kinds come first.
///
/// # Errors
/// [`UnknownCode`], with the nearest one.
pub fn code(text: &str) -> Result<&'static Code, UnknownCode> {
    let (scheme, name) = split(text);
    let listed = || CODES.iter().filter(|c| scheme.is_none_or(|s| s == c.scheme));
    let kind = name.parse::<Kind>().ok().filter(|_| scheme.is_none_or(|s| s == Scheme::Kind));
    kind.and_then(|kind| codes(Scheme::Kind).find(|c| c.kind == kind))
        .or_else(|| listed().find(|c| c.is_named(name)))
        .ok_or_else(|| UnknownCode {
            given: text.to_owned(),
            nearest: nearest(name, listed().map(Code::finest)),
        })
}

/// The codes whose names have all the words of a text in them.
pub fn codes_with(text: &str) -> Vec<&'static Code> {
    let (scheme, words) = split(text);
    let words = words.to_lowercase();
    let listed = CODES.iter().filter(|c| scheme.is_none_or(|s| s == c.scheme));
    let has = |c: &&Code| {
        let names = format!("{} {}", c.code, c.label).to_lowercase();
        words.split_whitespace().all(|word| names.contains(word))
    };
    if words.trim().is_empty() { Vec::new() } else { listed.filter(has).collect() }
}

/// The scheme before the colon, if one is there, and the rest.
fn split(text: &str) -> (Option<Scheme>, &str) {
    let text = text.trim();
    let part = text.split_once(':').and_then(|(s, rest)| Some((s.parse().ok()?, rest.trim())));
    part.map_or((None, text), |(scheme, rest)| (Some(scheme), rest))
}
