use crate::Desk;
use insta::assert_snapshot;

#[test]
fn one_event_whole() {
    let desk = Desk::with_talks();
    desk.ok(&["link", "t-4", "t-3", "--as", "follows", "--why", "The second day of one meeting."]);
    assert_snapshot!(desk.ok(&["show", "t-3"]), @"");
}

#[test]
fn no_such_event() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["show", "e99"]), @"");
    assert_snapshot!(desk.err(&["show", "t-33"]), @"");
}
