use crate::Desk;
use insta::assert_snapshot;

#[test]
fn link_list_and_unlink() {
    let desk = Desk::with_talks();
    assert_snapshot!(
        desk.said(&["link", "t-4", "t-3", "--as", "follows", "--why", "The second day."]), @"");
    assert_snapshot!(desk.ok(&["links", "--format", "jsonl"]), @"");
    assert_snapshot!(desk.said(&["unlink", "t-4", "t-3"]), @"");
    assert_snapshot!(desk.err(&["unlink", "t-4", "t-3"]), @"");
}

#[test]
fn a_link_against_time_is_refused() {
    let desk = Desk::with_talks();
    assert_snapshot!(
        desk.err(&["link", "t-3", "t-1", "--as", "causes", "--why", "Wrong way round."]), @"");
    assert_snapshot!(
        desk.err(&["link", "t-3", "t-3", "--as", "follows", "--why", "Itself."]), @"");
}

#[test]
fn suggestions_are_explained_and_a_rejected_one_does_not_come_back() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["suggest", "--format", "jsonl"]), @"");
    desk.ok(&["unlink", "t-4", "t-3"]);
    assert_eq!(desk.ok(&["suggest", "--format", "jsonl"]), "");
}
