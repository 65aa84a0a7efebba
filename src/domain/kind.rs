use super::words::words;

words! {
    /// What sort of event it is: the PLOVER types, the two that PLOVER drops of CAMEO's
    /// (statement, CAMEO 01; appeal, CAMEO 02), and other.
    ///
    /// The order runs from cooperation to conflict, and charts keep it.
    ///
    /// ```
    /// use annalist::domain::Kind;
    /// assert_eq!("talks".parse(), Ok(Kind::Consult));
    /// assert_eq!("Attack".parse(), Ok(Kind::Assault));
    /// assert!("tals".parse::<Kind>().unwrap_err().to_string().contains("talks"));
    /// ```
    pub enum Kind ("kind") {
        /// A public statement (CAMEO 01).
        Statement = "statement",
        /// An appeal (CAMEO 02).
        Appeal = "appeal",
        /// A promise or an agreement.
        Agree = "agree" | "agreement",
        /// Talks, a meeting, a visit, a call.
        Consult = "consult" | "talks" | "talk" | "meeting",
        /// Diplomatic support, recognition, ratification.
        Support = "support",
        /// Material cooperation, joint exercises.
        Cooperate = "cooperate" | "cooperation",
        /// Aid given.
        Aid = "aid",
        /// A concession: a ceasefire accepted, prisoners released, measures eased.
        Concede = "concede" | "concession",
        /// A withdrawal.
        Retreat = "retreat" | "withdrawal",
        /// A request or a demand.
        Request = "request" | "demand",
        /// An accusation, an investigation, criticism.
        Accuse = "accuse" | "accusation" | "disapprove",
        /// A refusal, a veto.
        Reject = "reject" | "rejection",
        /// A threat.
        Threaten = "threaten" | "threat",
        /// A protest.
        Protest = "protest",
        /// Sanctions, suspended relations.
        Sanction = "sanction" | "sanctions",
        /// Troops moved or raised.
        Mobilize = "mobilize" | "mobilise" | "mobilization",
        /// Force short of attack: arrests, seizure, blockade, expulsion.
        Coerce = "coerce" | "coercion",
        /// An attack, a battle.
        Assault = "assault" | "attack" | "fight",
        /// Anything else: accidents, disasters, elections.
        Other = "other",
    }
}

words! {
    /// The quad class of a kind, words or deeds of cooperation or conflict, and neutral words.
    pub enum Class ("class") {
        /// Statements, appeals, requests, and what is neither cooperation nor conflict.
        Neutral = "neutral",
        /// Cooperation in words: agreements, talks, support.
        VerbalCooperation = "verbal cooperation",
        /// Cooperation in deeds: joint work, aid, concessions, withdrawals.
        MaterialCooperation = "material cooperation",
        /// Conflict in words: accusations, refusals, threats, protests.
        VerbalConflict = "verbal conflict",
        /// Conflict in deeds: sanctions, troops moved, coercion, attacks.
        MaterialConflict = "material conflict",
    }
}

impl Class {
    /// The class of a kind.
    pub const fn of(kind: Kind) -> Class {
        match kind {
            Kind::Statement | Kind::Appeal | Kind::Request | Kind::Other => Class::Neutral,
            Kind::Agree | Kind::Consult | Kind::Support => Class::VerbalCooperation,
            Kind::Cooperate | Kind::Aid | Kind::Concede | Kind::Retreat => {
                Class::MaterialCooperation
            }
            Kind::Accuse | Kind::Reject | Kind::Threaten | Kind::Protest => Class::VerbalConflict,
            Kind::Sanction | Kind::Mobilize | Kind::Coerce | Kind::Assault => {
                Class::MaterialConflict
            }
        }
    }
}
