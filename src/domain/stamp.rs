use super::Relation;

/// What a link says besides its words, in four bytes, for graphs of millions of links: its relation,
/// whether it is merely suggested, and its confidence to the nearest 7e-9.
///
/// ```
/// use annalist::domain::{Relation, Stamp};
/// let stamp = Stamp::new(Relation::Follows, true, 0.9);
/// assert_eq!(stamp.relation(), Relation::Follows);
/// assert!(stamp.is_suggested());
/// assert!((stamp.confidence() - 0.9).abs() < 1e-8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp(u32);

/// Confidence 1: all 27 bits that are left beside the relation and the state.
const CERTAIN: u32 = (1 << 27) - 1;
const SUGGESTED: u32 = 1 << 27;

impl Stamp {
    /// The stamp of a link of this relation, suggested or not, of this confidence from 0 to 1.
    pub fn new(relation: Relation, suggested: bool, confidence: f64) -> Stamp {
        let confidence = (confidence.clamp(0.0, 1.0) * f64::from(CERTAIN)).round() as u32;
        let state = if suggested { SUGGESTED } else { 0 };
        Stamp((relation as u32) << 28 | state | confidence)
    }

    /// How the first event stands to the second.
    pub fn relation(self) -> Relation {
        Relation::ALL.get((self.0 >> 28) as usize).copied().unwrap_or(Relation::RelatedTo)
    }

    /// Whether a rule proposes the link and nobody has decided.
    pub fn is_suggested(self) -> bool {
        self.0 & SUGGESTED != 0
    }

    /// How sure it is, 0 to 1.
    pub fn confidence(self) -> f64 {
        f64::from(self.0 & CERTAIN) / f64::from(CERTAIN)
    }

    /// The four bytes as a number, for files.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The stamp of four bytes; none if they name no relation.
    pub fn from_bits(bits: u32) -> Option<Stamp> {
        ((bits >> 28) < Relation::ALL.len() as u32).then_some(Stamp(bits))
    }
}
