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
