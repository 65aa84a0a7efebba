use super::*;

const ACTORS: &str = "\
ARNOR [ARN]
+ARNORIAN
GONDOR [GON] # a comment
+MINAS_TIRITH
THE_SHIRE [FRO/BIL]
GOLLUM
+SMEAGOL
\t[HOB < 950601]
\t[HOBGOV 19950601 - 19990815]
BOROMIR [---]
";
const AGENTS: &str = "\
!MINIST! = MINISTER, MINISTRY
FOREIGN_!MINIST! [~GOV]
POLICE {} [~COP]
SOLDIER [~MIL]
MSF {} [NGO~]
";
const VERBS: &str = "\
&TIES
+DIPLOMATIC
+&OTHER
&OTHER
+CULTURAL
--- RESTORE [050] ---
RESTORE
- * &TIES TIES [057]
- % * TIES [057:057]
--- VISIT [042:043] ---
VISIT
--- FREE [084] ---
FREE
- + * FROM $ [0841]
--- CONDEMN [111] ---
CONDEMN
DENOUNCE [112]
GIVE {GIVES GAVE GIVEN GIVING} [070]
- NOT_* [120]
";

fn coded(sentence: &str) -> Vec<String> {
    let on = NaiveDate::from_ymd_opt(1996, 1, 1);
    let records = Dictionaries::read(ACTORS, AGENTS, VERBS).code(sentence, on);
    records.into_iter().map(|r| format!("{} {} {}", r.source, r.code, r.target)).collect()
}

#[test]
fn actors_have_the_code_of_the_day_and_of_their_people() {
    assert_eq!(coded("Smeagol visited Gondor."), ["HOBGOV 042 GON", "GON 043 HOBGOV"]);
    assert_eq!(
        coded("Gondor's foreign ministers denounced Arnorian police."),
        ["GONGOV 112 ARNCOP"]
    );
    assert_eq!(
        coded("Soldiers from Minas Tirith condemned an MSF Arnor team."),
        ["GONMIL 111 NGOARN"]
    );
    assert_eq!(coded("Boromir condemned Gondor."), [""; 0]);
}

#[test]
fn lists_and_coded_lists_make_several_records() {
    assert_eq!(coded("Gondor condemned the Shire."), ["GON 111 FRO", "GON 111 BIL"]);
    assert_eq!(coded("Arnor and Gondor restored full ties."), ["ARN 057 GON", "GON 057 ARN"]);
}

#[test]
fn patterns_name_sets_and_sides() {
    assert_eq!(coded("Arnor will restore full cultural ties with Gondor."), ["ARN 057 GON"]);
    assert_eq!(coded("Arnor was freed from Gondor."), ["GON 0841 ARN"]);
    assert_eq!(coded("Arnor did not condemn Gondor."), ["ARN 120 GON"]);
    assert_eq!(coded("Arnor was condemned by Gondor."), ["GON 111 ARN"]);
}

#[test]
fn nouns_are_no_verbs_and_half_an_event_is_none() {
    assert_eq!(coded("The visit to Gondor pleased Arnor."), [""; 0]);
    assert_eq!(coded("Arnor condemned the weather."), [""; 0]);
}
