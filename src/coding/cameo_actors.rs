use super::countries;
use super::table::{rows, trimmed};
use crate::domain::ActorKind;
use std::sync::LazyLock;

/// What a CAMEO actor code says: `USAGOV` is the government of the United States, `IGOUNO` the
/// United Nations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameoActor {
    /// Its country, ISO 3166 alpha-3. None for international bodies and for regions.
    pub country: Option<&'static str>,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its part in society: "government", "rebels", "media"; a faith or a region where the code
    /// says no more.
    pub role: Option<&'static str>,
    /// The name of the organisation, where the code has one of its own.
    pub group: Option<&'static str>,
}

/// Three letters of CAMEO's that are no country of ISO 3166.
#[derive(Debug, Clone, PartialEq)]
pub struct CameoActorCode {
    /// The letters.
    pub code: String,
    /// What they name.
    pub sort: CameoActorSort,
    /// What they mean.
    pub label: String,
    /// The sort of actor.
    pub kind: ActorKind,
    /// For a state, the country of today, ISO 3166 alpha-3.
    pub country: Option<String>,
}

/// What a part of a CAMEO actor code names; the first of these that a code has tells most of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CameoActorSort {
    /// A part in society.
    Role,
    /// An organisation.
    Group,
    /// A faith and those who hold it.
    Faith,
    /// A region of several countries.
    Region,
    /// A state of the past, or one that CAMEO writes otherwise than ISO 3166.
    State,
}

static CODES: LazyLock<Vec<CameoActorCode>> = LazyLock::new(|| {
    let listed = rows(include_str!("../../data/coding/cameo_actors.csv"));
    let codes = listed.iter().filter_map(|row| {
        Some(CameoActorCode {
            code: row.get(0)?.to_owned(),
            sort: match row.get(1)? {
                "role" => CameoActorSort::Role,
                "faith" => CameoActorSort::Faith,
                "group" => CameoActorSort::Group,
                "region" => CameoActorSort::Region,
                "state" => CameoActorSort::State,
                _ => return None,
            },
            label: row.get(2)?.to_owned(),
            kind: row.get(3)?.parse().ok()?,
            country: row.get(4).filter(|iso3| !iso3.is_empty()).map(str::to_owned),
        })
    });
    codes.collect()
});

/// Every part of an actor code that is no country of ISO 3166.
pub fn cameo_actor_codes() -> &'static [CameoActorCode] {
    &CODES
}

/// What three letters may stand for: SUN is the Soviet Union, or Sunni Muslims.
#[derive(Clone, Copy, Default)]
struct Letters {
    country: Option<&'static str>,
    code: Option<&'static CameoActorCode>,
}

/// The meanings of all triples of capitals, so that reading a code costs an array access a part.
static LETTERS: LazyLock<Vec<Letters>> = LazyLock::new(|| {
    let mut letters = vec![Letters::default(); 26 * 26 * 26];
    for country in countries() {
        if let Some(slot) = slot(country.iso3.as_bytes()) {
            letters[slot].country = Some(&country.iso3);
        }
    }
    for code in cameo_actor_codes() {
        if let Some(slot) = slot(code.code.as_bytes()) {
            match &code.country {
                Some(iso3) => letters[slot].country = Some(iso3),
                None => letters[slot].code = Some(code),
            }
        }
    }
    letters
});

fn slot(letters: &[u8]) -> Option<usize> {
    if letters.len() != 3 {
        return None;
    }
    letters.iter().try_fold(0, |slot, letter| {
        letter.is_ascii_uppercase().then(|| slot * 26 + usize::from(letter - b'A'))
    })
}

/// Reads a CAMEO actor code: three letters a part, the first perhaps a country. Its first role
/// decides; without one, an organisation, a faith or a region. What is not known is passed over: GDELT writes peoples in lower case.
///
/// ```
/// use annalist::coding::cameo_actor;
/// use annalist::domain::ActorKind;
/// let actor = cameo_actor("SYRREB");
/// assert_eq!((actor.country, actor.kind), (Some("SYR"), ActorKind::ArmedGroup));
/// assert_eq!(actor.role, Some("rebels"));
/// assert_eq!(cameo_actor("IGOUNO").group, Some("United Nations"));
/// assert_eq!(cameo_actor("ROM").country, Some("ROU"));
/// assert_eq!(cameo_actor("EUR").country, None);
/// ```
pub fn cameo_actor(code: &str) -> CameoActor {
    let mut actor = CameoActor { country: None, kind: ActorKind::Other, role: None, group: None };
    let mut best: Option<&CameoActorCode> = None;
    for (i, part) in trimmed(code).as_bytes().chunks(3).enumerate() {
        let Some(meaning) = slot(part).and_then(|slot| LETTERS.get(slot)) else { continue };
        // Letters that are both a country and something else are a country in the first place.
        let is_country = meaning.country.is_some() && (i == 0 || meaning.code.is_none());
        match meaning.code {
            _ if is_country => actor.country = actor.country.or(meaning.country),
            Some(code) => {
                if code.sort == CameoActorSort::Group {
                    // The last is the finest: IGOUNODEVWBK is the World Bank.
                    actor.group = Some(&code.label);
                }
                if best.is_none_or(|best| code.sort < best.sort) {
                    best = Some(code);
                }
            }
            None => {}
        }
    }
    match best {
        Some(best) => {
            actor.kind = best.kind;
            actor.role = (best.sort != CameoActorSort::Group).then_some(&best.label);
        }
        None if actor.country.is_some() => actor.kind = ActorKind::Country,
        None => {}
    }
    actor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::country;

    #[test]
    fn every_row_is_read_once_and_every_state_is_a_country() {
        let text = include_str!("../../data/coding/cameo_actors.csv");
        assert_eq!(cameo_actor_codes().len(), text.lines().count() - 1);
        let mut seen = std::collections::HashSet::new();
        for code in cameo_actor_codes() {
            assert!(seen.insert((&code.code, code.sort)), "{} twice", code.code);
            assert!(slot(code.code.as_bytes()).is_some(), "{}", code.code);
            assert_eq!(code.country.is_some(), code.sort == CameoActorSort::State, "{}", code.code);
            assert!(code.country.as_deref().is_none_or(|iso3| country(iso3).is_some()));
        }
    }

    #[test]
    fn parts_come_together() {
        let read = |code| {
            let CameoActor { country, kind, role, group } = cameo_actor(code);
            let part = |part: Option<&str>| part.unwrap_or("-").to_owned();
            format!("{code}: {} {kind}, {}, {}", part(country), part(role), part(group))
        };
        let codes = [
            "USA",
            "USAGOV",
            "UKRMIL",
            "IGOUNO",
            "IGOUNODEVWBK",
            "IGOWSTNAT",
            "SYRREB",
            "PSEGOV",
            "AFGINSTALUAF",
            "IMGMOSALQ",
            "MNCUSAMED",
            "CHRCTH",
            "SCGSRB",
            "EUR",
            "SUN",
            "MOSSUN",
            "REBMUS",
            "kur",
            "scoGOV",
            " SAUMED",
            "CHRPRO210EDU",
            "",
            "US",
            "ÄÖÜ",
        ];
        insta::assert_snapshot!(codes.map(read).join("\n"), @r"
        USA: USA country, -, -
        USAGOV: USA government, government, -
        UKRMIL: UKR organisation, military, -
        IGOUNO: - organisation, intergovernmental organisation, United Nations
        IGOUNODEVWBK: - organisation, intergovernmental organisation, World Bank
        IGOWSTNAT: - organisation, intergovernmental organisation, NATO
        SYRREB: SYR armed group, rebels, -
        PSEGOV: PSE government, government, -
        AFGINSTALUAF: AFG armed group, insurgents, Taliban
        IMGMOSALQ: - armed group, international armed group, al-Qaida
        MNCUSAMED: USA company, multinational company, -
        CHRCTH: - other, Christians, -
        SCGSRB: SRB country, -, -
        EUR: - other, Europe, -
        SUN: RUS country, -, -
        MOSSUN: - other, Muslims, -
        REBMUS: - armed group, rebels, -
        kur: - other, -, -
        scoGOV: - government, government, -
         SAUMED: SAU organisation, media, -
        CHRPRO210EDU: - organisation, education, -
        : - other, -, -
        US: - other, -, -
        ÄÖÜ: - other, -, -
        ");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_read_is_a_known_country(code in "([A-Z]{3}|\\PC){0,6}") {
            let actor = cameo_actor(&code);
            proptest::prop_assert!(actor.country.is_none_or(|iso3| country(iso3).is_some()));
            let is_country = actor.kind == ActorKind::Country;
            proptest::prop_assert_eq!(is_country, actor.role.is_none() && actor.group.is_none() && actor.country.is_some());
        }
    }
}
