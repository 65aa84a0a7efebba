//! Dictionaries of actors, agents and verbs in the format of the KEDS, TABARI and PETRARCH coders.
//!
//! Many analysts have their own, or use published ones for CAMEO. Sentences are coded by them as
//! those programs do it, by sparse parsing: actors are names with codes, verbs have patterns of
//! words, and who acts on whom is read from the order of names around the verb, with voice, clause
//! and lists taken in. After Schrodt, "TABARI manual" (2014), and Norris, Schrodt and Beieler,
//! "PETRARCH2: Another event coding program", Journal of Open Source Software 2 (2017); no parse
//! tree is needed.

mod actors;
mod coder;
mod groups;
mod patterns;
mod read;
mod verbs;

use super::text::{Span, tokens};
use actors::{Actors, Agents};
use chrono::NaiveDate;
use std::ops::Range;
use verbs::Verbs;

/// Dictionaries of actors, agents and verbs.
///
/// ```
/// use annalist::extract::Dictionaries;
/// let dictionaries = Dictionaries::read(
///     "ARNOR [ARN]\n+ARNORIAN\nGONDOR [GON]",
///     "SOLDIER [~MIL]",
///     "--- RESTORE [050] ---\nRESTORE\n- * DIPLOMATIC_TIES [057:057]",
/// );
/// let records = dictionaries.code("Arnorian soldiers restored order in Gondor.", None);
/// let [record] = &records[..] else { unreachable!() };
/// assert_eq!((&*record.source, &*record.target, &*record.code), ("ARNMIL", "GON", "050"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Dictionaries {
    actors: Actors,
    agents: Agents,
    verbs: Verbs,
}

/// An event as dictionaries code it: who did what to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The code of the one who acts, such as `USAGOV`; `---GOV` is a government of nobody knows
    /// where.
    pub source: String,
    /// The code of the one acted upon.
    pub target: String,
    /// The code of the event, such as `057`.
    pub code: String,
    /// The bytes of the verb.
    pub verb: Range<usize>,
}

impl Dictionaries {
    /// Reads the texts of three dictionaries. A line that says nothing is passed over, as the
    /// coders that the format is from do; an empty text is an empty dictionary.
    pub fn read(actors: &str, agents: &str, verbs: &str) -> Dictionaries {
        Dictionaries {
            actors: Actors::read(actors),
            agents: Agents::read(agents),
            verbs: Verbs::read(verbs),
        }
    }

    /// The events of a sentence, from left to right, with the codes that actors had on that day.
    pub fn code(&self, sentence: &str, on: Option<NaiveDate>) -> Vec<Record> {
        // Texts that were prepared for such coders have `_` in names.
        let text = sentence.replace('_', " ");
        let tokens = tokens(&text, Span { start: 0, end: text.len() });
        let groups = groups::groups(self, &tokens, on);
        coder::records(self, &tokens, &groups)
    }
}

#[cfg(test)]
mod tests;
