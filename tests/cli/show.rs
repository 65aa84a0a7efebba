use crate::Desk;
use insta::assert_snapshot;

#[test]
fn one_event_whole() {
    let desk = Desk::with_talks();
    desk.ok(&["link", "t-4", "t-3", "--as", "follows", "--why", "The second day of one meeting."]);
    assert_snapshot!(desk.ok(&["show", "t-3"]), @"
    e4  Envoys meet in Berlin
      date        2025-12-14 (day)
      place       Berlin, DEU  52.52, 13.4
      kind        consult
      state       actual, accepted, unverified, confidence 0.95
      tags        peace-talks, security-guarantees
      uid         t-3
      actors      Steve Witkoff (party)
                  Volodymyr Zelenskyy (party)
      source      Orda.kz, 2025-12-15
                  “lasted over five hours”
      link        ← followed by e5  2025-12-15  Berlin talks continue
                    The second day of one meeting.
    ");
}

#[test]
fn no_such_event() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["show", "e99"]), @"error: no event e99");
    assert_snapshot!(desk.err(&["show", "t-33"]), @"error: no event t-33; did you mean t-3?");
}
