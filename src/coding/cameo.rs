use super::table::rows;
use crate::domain::Kind;
use std::sync::LazyLock;

/// An event code of CAMEO, the Conflict and Mediation Event Observations scheme (Gerner, Schrodt
/// and Yilmaz 2009), in which GDELT, ICEWS and Phoenix code.
#[derive(Debug, Clone, PartialEq)]
pub struct Cameo {
    /// Two digits for a root, three for a base code, four below that.
    pub code: String,
    /// What it is, as a noun.
    pub label: String,
    /// What the first actor does to the second: "accuses", "hosts a visit by".
    pub phrase: String,
    /// What the first actor does when no second is known: "hosts a visit".
    pub alone: String,
    /// The kind, and with it the PLOVER type.
    pub kind: Kind,
    /// The PLOVER mode, where CAMEO is as fine as that.
    pub mode: Option<String>,
    /// Goldstein's score (1992) from -10, conflict, to 10, cooperation, as GDELT publishes it by
    /// code; the few codes that it lacks have that of their parent.
    pub goldstein: f64,
    /// From cooperation in words to conflict in deeds, as GDELT counts it by root: 1 to 05, 2 to
    /// 09, 3 to 14, 4 to 20.
    pub quad: u8,
}

impl Cameo {
    /// The PLOVER type; none for statements and appeals, which PLOVER leaves out.
    pub fn plover(&self) -> Option<&'static str> {
        super::plover_type(self.kind)
    }

    /// The code above it; none for a root.
    pub fn parent(&self) -> Option<&'static Cameo> {
        parent(&self.code)
    }

    /// One line that says who did it to whom, as far as that is known.
    ///
    /// ```
    /// let arrest = annalist::coding::cameo("173").unwrap();
    /// assert_eq!(arrest.title(Some("Police"), Some("Protesters")), "Police arrests or detains Protesters");
    /// assert_eq!(arrest.title(Some("Police"), None), "Police makes arrests");
    /// assert_eq!(arrest.title(None, Some("Protesters")), "Arrest or charge: Protesters");
    /// ```
    pub fn title(&self, first: Option<&str>, second: Option<&str>) -> String {
        match (first, second) {
            (Some(first), Some(second)) => format!("{first} {} {second}", self.phrase),
            (Some(first), None) => format!("{first} {}", self.alone),
            (None, Some(second)) => format!("{}: {second}", self.label),
            (None, None) => self.label.clone(),
        }
    }
}

fn parent(code: &str) -> Option<&'static Cameo> {
    // 183 stands for 18, 1831 for 183; a root has none.
    code.get(..code.len().checked_sub(1)?).and_then(cameo)
}

static CODES: LazyLock<Vec<Cameo>> = LazyLock::new(|| {
    let mut codes: Vec<Cameo> = Vec::new();
    for row in &rows(include_str!("../../data/coding/cameo.csv")) {
        let field = |i: usize| row.get(i).filter(|field| !field.is_empty());
        let read = || {
            let code = field(0)?;
            let phrase = field(2)?;
            // Parents stand before their children.
            let above = codes.iter().rev().find(|c| code.starts_with(&c.code));
            Some(Cameo {
                code: code.to_owned(),
                label: field(1)?.to_owned(),
                phrase: phrase.to_owned(),
                alone: field(3).unwrap_or(phrase).to_owned(),
                kind: field(4)?.parse().ok()?,
                mode: field(5).map(str::to_owned),
                goldstein: field(6).and_then(|v| v.parse().ok()).or(above.map(|c| c.goldstein))?,
                quad: match code.get(..2)?.parse::<u8>().ok()? {
                    ..=5 => 1,
                    6..=9 => 2,
                    10..=14 => 3,
                    _ => 4,
                },
            })
        };
        codes.extend(read());
    }
    codes
});

/// For each slot the place of its code in [`CODES`].
static SLOTS: LazyLock<Vec<Option<u16>>> = LazyLock::new(|| {
    let mut slots = vec![None; SLOT_COUNT];
    for (i, cameo) in CODES.iter().enumerate() {
        if let Some(slot) = slot(&cameo.code) {
            slots[slot] = u16::try_from(i).ok();
        }
    }
    slots
});

const SLOT_COUNT: usize = 20_000;

/// A number of its own for each code of two to four digits: the code with a 1 before it, so that
/// leading zeros count.
fn slot(code: &str) -> Option<usize> {
    if !(2..=4).contains(&code.len()) {
        return None;
    }
    code.bytes().try_fold(1, |slot, digit| {
        digit.is_ascii_digit().then(|| slot * 10 + usize::from(digit - b'0'))
    })
}

/// Every CAMEO event code, in order.
pub fn cameo_codes() -> &'static [Cameo] {
    &CODES
}

/// The CAMEO event code, with its leading zeros. It costs one array access, so that a file of
/// millions may ask for each row.
///
/// ```
/// use annalist::coding::cameo;
/// assert_eq!(cameo("010").unwrap().label, "Statement");
/// assert_eq!(cameo("10").unwrap().label, "Demand");
/// assert!(cameo("999").is_none());
/// ```
pub fn cameo(code: &str) -> Option<&'static Cameo> {
    let place = (*SLOTS.get(slot(code)?)?)?;
    CODES.get(usize::from(place))
}

/// The CAMEO event code of a file that has lost the leading zeros to a spreadsheet or a number
/// type, as ICEWS has. No root codes stand in such files, which makes it unambiguous.
///
/// ```
/// use annalist::coding::cameo_unpadded;
/// assert_eq!(cameo_unpadded("42").unwrap().code, "042");
/// assert_eq!(cameo_unpadded("331").unwrap().code, "0331");
/// assert_eq!(cameo_unpadded("190").unwrap().code, "190");
/// ```
pub fn cameo_unpadded(code: &str) -> Option<&'static Cameo> {
    let padded = || cameo(&format!("0{code}"));
    if code.len() == 2 { padded() } else { cameo(code).or_else(padded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_every_code_below_a_root_has_its_parent() {
        let text = include_str!("../../data/coding/cameo.csv");
        assert_eq!(cameo_codes().len(), text.lines().count() - 1);
        for code in cameo_codes() {
            assert_eq!(cameo(&code.code), Some(code));
            assert_eq!(code.parent().is_none(), code.code.len() == 2, "{}", code.code);
        }
        assert_eq!(cameo_codes().iter().filter(|c| c.code.len() == 2).count(), 20);
    }

    #[test]
    fn what_is_no_code_is_none() {
        for code in ["", "1", "0", "9999", "12345", "0x1", "०१०", "-10", "019\u{0}"] {
            assert_eq!(cameo(code), None, "{code:?}");
        }
    }

    #[test]
    fn no_code_without_zeros_is_two_codes() {
        for code in cameo_codes().iter().filter(|c| c.code.len() > 2) {
            assert_eq!(cameo_unpadded(code.code.trim_start_matches('0')), Some(code));
            assert_eq!(cameo_unpadded(&code.code), Some(code));
        }
    }

    #[test]
    fn phrases_lead_to_the_second_actor_and_stand_alone() {
        for code in cameo_codes() {
            let last = code.alone.rsplit(' ').next().unwrap();
            let dangling = ["to", "of", "with", "by", "for", "against", "on", "towards", "about"];
            assert!(!dangling.contains(&last), "{} {}", code.code, code.alone);
        }
    }
}
