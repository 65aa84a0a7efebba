use crate::Desk;
use insta::assert_snapshot;

#[test]
fn link_list_and_unlink() {
    let desk = Desk::with_talks();
    assert_snapshot!(
        desk.said(&["link", "t-4", "t-3", "--as", "follows", "--why", "The second day."]), @"e5 “Berlin talks continue” follows e4 “Envoys meet in Berlin”");
    assert_snapshot!(desk.ok(&["links", "--format", "jsonl"]), @r#"{"from":"t-4","to":"t-3","relation":"follows","confidence":1.0,"rationale":"The second day.","method":"analyst","state":"accepted"}"#);
    assert_snapshot!(desk.said(&["unlink", "t-4", "t-3"]), @"took 1 link from e5 to e4 away");
    assert_snapshot!(desk.err(&["unlink", "t-4", "t-3"]), @"error: no such link goes from e5 to e4; `annalist show e5` lists its links");
}

#[test]
fn a_link_against_time_is_refused() {
    let desk = Desk::with_talks();
    assert_snapshot!(
        desk.err(&["link", "t-3", "t-1", "--as", "causes", "--why", "Wrong way round."]), @"error: e4 causes e2: the cause (2025-12-14) starts after its effect (2022-03-29); is the link the wrong way round?");
    assert_snapshot!(
        desk.err(&["link", "t-3", "t-3", "--as", "follows", "--why", "Itself."]), @"error: e4 cannot be linked to itself");
}

#[test]
fn suggestions_are_explained_and_a_rejected_one_does_not_come_back() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["suggest", "--format", "jsonl"]), @r#"
{"from":"t-2","to":"t-1","relation":"related_to","confidence":0.09,"rationale":"Both have Russia and Ukraine; 10 days apart","method":"evidence","state":"suggested"}
{"from":"t-4","to":"t-3","relation":"follows","confidence":0.95,"rationale":"Both are consult events; both at Berlin; both name Berlin; both are tagged peace-talks; both speak of Germany, United States and Ukraine; 1 day apart","method":"evidence","state":"suggested"}
{"from":"t-4","to":"t-1","relation":"follows","confidence":0.08,"rationale":"Both are consult events; both have Ukraine; both are tagged peace-talks; both say “talks”; 1357 days apart","method":"evidence","state":"suggested"}
"#);
    desk.ok(&["unlink", "t-2", "t-1"]);
    assert_eq!(desk.ok(&["suggest", "--format", "jsonl"]), "");
}

#[test]
fn an_import_whose_link_was_changed_by_hand_stays() {
    let desk = Desk::with_talks();
    desk.file("links.csv", "from,to,relation,rationale\nt-2,t-1,responds_to,Ten days later.\n");
    desk.ok(&["import", "links.csv"]);
    desk.ok(&[
        "link",
        "t-2",
        "t-1",
        "--as",
        "responds_to",
        "--confidence",
        "0.4",
        "--why",
        "Maybe.",
    ]);
    assert_snapshot!(desk.err(&["imports", "undo", "2"]), @"error: change 2 cannot be taken back: “link e3 responds_to e2” has changed t-2 responds_to t-1 since; take back change 3 first");
    desk.ok(&["undo"]);
    desk.ok(&["imports", "undo", "2"]);
    assert_eq!(desk.ok(&["links", "--format", "jsonl"]), "");
}

#[test]
fn suggestions_are_decided_on_at_once() {
    let desk = Desk::with_talks();
    desk.ok(&["suggest"]);
    assert_snapshot!(desk.said(&["links", "--at-least", "0.5", "--accept"]), @"1 links accepted");
    assert_snapshot!(desk.said(&["links", "--reject"]), @"2 links rejected");
    assert_snapshot!(desk.ok(&["links"]), @r"
from                        relation    to                          conf.  state     why
e3 Missile strike on Kram…  related_to  e2 Istanbul talks on a pe…   0.09  rejected  Both have Russia and Ukr…
e5 Berlin talks continue    follows     e2 Istanbul talks on a pe…   0.08  rejected  Both are consult events;…
e5 Berlin talks continue    follows     e4 Envoys meet in Berlin     0.95  accepted  Both are consult events;…
");
    assert_eq!(desk.ok(&["suggest", "--format", "jsonl"]), "");
    desk.ok(&["undo"]);
    assert!(desk.ok(&["links", "--state", "suggested"]).contains("e3"));
    assert_eq!(desk.ok(&["links", "--as", "causes", "--format", "jsonl"]), "");
}
