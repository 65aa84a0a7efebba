use super::words::words;
use super::{Edtf, FieldError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

words! {
    /// What sort of actor it is.
    pub enum ActorKind ("actor kind") {
        /// A country as a whole.
        Country = "country",
        /// A country's government, or an office or ministry of it.
        Government = "government",
        /// An international body, an army, a party, an agency.
        Organisation = "organisation" | "organization",
        /// A group under arms that no state commands.
        ArmedGroup = "armed group" | "armed-group",
        /// A person.
        Person = "person",
        /// A company.
        Company = "company",
        /// Anything else, or not known.
        Other = "other",
    }
}

words! {
    /// The part that an actor has in an event.
    pub enum Role ("role") {
        /// It acts.
        Initiator = "initiator" | "source",
        /// It is acted upon or spoken to.
        Recipient = "recipient" | "target",
        /// It takes part, without a direction.
        Party = "party",
        /// It mediates.
        Mediator = "mediator",
        /// It hosts.
        Host = "host",
        /// It suffers.
        Victim = "victim",
        /// It is named, no more.
        Mentioned = "mentioned",
    }
}

/// One actor's part in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// The actor's name, as in [`Actor::name`].
    pub name: String,
    /// Its part.
    pub role: Role,
    /// What sort of actor it is, where the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ActorKind>,
    /// Its country, ISO 3166 alpha-3, where the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The words of the source that stand for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// How many of its own died, by the best estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deaths: Option<u32>,
}

impl Participation {
    /// A participation of which only the actor's name and part are known.
    pub fn new(name: impl Into<String>, role: Role) -> Participation {
        Participation {
            name: name.into(),
            role,
            kind: None,
            country: None,
            surface: None,
            deaths: None,
        }
    }

    /// Whether it is named, no more.
    pub fn is_mentioned(&self) -> bool {
        self.role == Role::Mentioned
    }
}

/// A country, government, organisation, armed group, person, company or other that takes part in
/// events. Its name is unique in a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The name it is shown under.
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its country, ISO 3166 alpha-3; none for international bodies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Its other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// Its offices and memberships.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<Membership>,
}

/// Another name of an actor, perhaps only for a time. Written `Leningrad [1924/1991]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The other name.
    pub name: String,
    /// When it holds; none for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Edtf>,
}

/// A person's office in, or an organisation's membership of, another actor, so that its acts count
/// for that actor. Written `president @ Government of Ukraine [2019-05-20/..]`.
///
/// ```
/// use annalist::domain::Membership;
/// let text = "special envoy @ Government of the United States [2025-01/..]";
/// let envoy: Membership = text.parse().unwrap();
/// assert_eq!(envoy.organisation, "Government of the United States");
/// assert_eq!(envoy.to_string(), text);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The office or part, as in "president" or "member".
    pub office: String,
    /// The name of the actor it belongs to.
    pub organisation: String,
    /// When; none for always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Edtf>,
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        self.dates.as_ref().map_or(Ok(()), |dates| write!(f, " [{dates}]"))
    }
}

impl FromStr for Alias {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let (name, dates) = dated("aliases", text)?;
        if name.is_empty() {
            return Err(FieldError::new("aliases", text, "expected NAME or NAME [DATES]"));
        }
        Ok(Alias { name: name.to_owned(), dates })
    }
}

impl fmt::Display for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} @ {}", self.office, self.organisation)?;
        self.dates.as_ref().map_or(Ok(()), |dates| write!(f, " [{dates}]"))
    }
}

impl FromStr for Membership {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let (head, dates) = dated("memberships", text)?;
        match head.split_once(" @ ") {
            Some((office, organisation)) if !organisation.trim().is_empty() => Ok(Membership {
                office: office.trim().to_owned(),
                organisation: organisation.trim().to_owned(),
                dates,
            }),
            _ => Err(FieldError::new(
                "memberships",
                text,
                "expected OFFICE @ ORGANISATION or OFFICE @ ORGANISATION [DATES]",
            )),
        }
    }
}

/// Splits `words [dates]`.
fn dated<'a>(field: &'static str, text: &'a str) -> Result<(&'a str, Option<Edtf>), FieldError> {
    let text = text.trim();
    let Some((head, dates)) = text.strip_suffix(']').and_then(|t| t.rsplit_once('[')) else {
        return Ok((text, None));
    };
    let dates = dates.parse().map_err(|e| FieldError::new(field, text, e))?;
    Ok((head.trim_end(), Some(dates)))
}
