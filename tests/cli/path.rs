use crate::Desk;
use insta::assert_snapshot;

/// A desk whose events hang together: the strike answers the talks, much later talks refer to it.
fn linked() -> Desk {
    let desk = Desk::with_talks();
    for (from, to, relation, sure, why) in [
        ("t-2", "t-1", "responds_to", "0.5", "It came ten days after the talks."),
        ("t-3", "t-2", "refers_to", "0.8", "The envoys spoke of the strike."),
        ("t-3", "t-1", "related_to", "0.3", "Both are talks."),
        ("t-4", "t-3", "follows", "1", "The second day."),
        ("t-1", "t-6", "enables", "0.9", "The appeal rests on the talks."),
    ] {
        desk.ok(&["link", from, to, "--as", relation, "--confidence", sure, "--why", why]);
    }
    desk
}

#[test]
fn the_most_trustworthy_path_explains_its_steps() {
    let desk = linked();
    assert_snapshot!(desk.ok(&["path", "t-1", "t-4"]), @"
    e2  2022-03-29  Istanbul talks on a peace treaty
      ← answered by (0.50)  It came ten days after the talks.
    e3  2022-04-08  Missile strike on Kramatorsk station
      ← referred to by (0.80)  The envoys spoke of the strike.
    e4  2025-12-14  Envoys meet in Berlin
      ← followed by  The second day.
    e5  2025-12-15  Berlin talks continue
    3 steps, confidence 0.40 in all
    ");
    assert_snapshot!(desk.ok(&["path", "t-4", "t-1", "-kind:attack"]), @"
    e5  2025-12-15  Berlin talks continue
      → follows  The second day.
    e4  2025-12-14  Envoys meet in Berlin
      → related_to (0.30)  Both are talks.
    e2  2022-03-29  Istanbul talks on a peace treaty
    2 steps, confidence 0.30 in all
    ");
    assert_snapshot!(desk.ok(&["path", "t-1", "t-4", "--format", "csv"]), @"
    step,from,reads,to,confidence,state,method,rationale
    1,t-1,answered by,t-2,0.5,accepted,analyst,It came ten days after the talks.
    2,t-2,referred to by,t-3,0.8,accepted,analyst,The envoys spoke of the strike.
    3,t-3,followed by,t-4,1.0,accepted,analyst,The second day.
    ");
}

#[test]
fn a_path_forward_in_time_does_not_turn_back() {
    let desk = linked();
    assert_snapshot!(desk.ok(&["path", "t-1", "t-3", "--forward"]), @"
    e2  2022-03-29  Istanbul talks on a peace treaty
      ← answered by (0.50)  It came ten days after the talks.
    e3  2022-04-08  Missile strike on Kramatorsk station
      ← referred to by (0.80)  The envoys spoke of the strike.
    e4  2025-12-14  Envoys meet in Berlin
    2 steps, confidence 0.40 in all
    ");
    assert_snapshot!(desk.err(&["path", "t-3", "t-1", "--forward"]), @"error: no links lead forward in time from e4 to e2; `annalist suggest` proposes links");
    assert_snapshot!(desk.err(&["path", "t-1", "t-5"]), @"error: no links lead from e2 to e1; `annalist suggest` proposes links");
}

#[test]
fn what_led_to_it_and_what_followed() {
    let desk = linked();
    assert_snapshot!(desk.ok(&["trace", "t-2"]), @"
    e3  2022-04-08  Missile strike on Kramatorsk station
    what led to it
      └ → responds_to (0.50) e2  2022-03-29  Istanbul talks on a peace treaty
          It came ten days after the talks.
    what followed from it
      └ ← referred to by (0.80) e4  2025-12-14  Envoys meet in Berlin
        │ The envoys spoke of the strike.
        └ ← followed by e5  2025-12-15  Berlin talks continue
            The second day.
    ");
    assert_snapshot!(desk.ok(&["trace", "t-4", "--back"]), @"
    e5  2025-12-15  Berlin talks continue
    what led to it
      └ → follows e4  2025-12-14  Envoys meet in Berlin
        │ The second day.
        └ → refers_to (0.80) e3  2022-04-08  Missile strike on Kramatorsk station
          │ The envoys spoke of the strike.
          └ → responds_to (0.50) e2  2022-03-29  Istanbul talks on a peace treaty
              It came ten days after the talks.
    ");
    assert_snapshot!(desk.ok(&["trace", "t-1", "--forward", "--depth", "1", "--format", "jsonl"]), @r#"
    {"direction":"forward","depth":1,"from":"t-1","reads":"answered by","to":"t-2","date":"2022-04-08","title":"Missile strike on Kramatorsk station","confidence":0.5,"state":"accepted","rationale":"It came ten days after the talks."}
    {"direction":"forward","depth":1,"from":"t-1","reads":"enables","to":"t-6","date":"","title":"Undated appeal for aid","confidence":0.9,"state":"accepted","rationale":"The appeal rests on the talks."}
    "#);
    assert_snapshot!(desk.ok(&["trace", "t-1", "kind:talks", "--forward"]), @"
    e2  2022-03-29  Istanbul talks on a peace treaty
    what followed from it: no link says
    ");
}

#[test]
fn circles_of_causes_and_repeats_are_reported() {
    let desk = Desk::with_talks();
    let link = |from, to, relation| {
        desk.ok(&["link", from, to, "--as", relation, "--why", "So it is."]);
    };
    link("t-6", "t-5", "causes");
    link("t-5", "t-6", "enables");
    link("t-4", "t-3", "follows");
    link("t-3", "t-1", "follows");
    link("t-4", "t-1", "follows");
    let output = desk.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(crate::text(&output.stdout), @"
    links: these cause each other in a circle: e1 “Protest in an unnamed town”, e6 “Undated appeal for aid”
    links: e5 “Berlin talks continue” follows e2 “Istanbul talks on a peace treaty” only repeats what a chain of links says
    ");
}

#[test]
fn what_is_merely_suggested_is_marked_and_can_be_left_out() {
    let desk = Desk::with_talks();
    desk.file(
        "links.csv",
        "from,to,relation,confidence,rationale,method,state\n\
         t-2,t-1,responds_to,0.6,Ten days later.,a-rule,suggested\n",
    );
    desk.ok(&["import", "links.csv"]);
    assert_snapshot!(desk.ok(&["path", "t-2", "t-1"]), @"
    e3  2022-04-08  Missile strike on Kramatorsk station
      → responds_to (0.60, suggested)  Ten days later.
    e2  2022-03-29  Istanbul talks on a peace treaty
    1 step, confidence 0.60 in all
    ");
    assert_snapshot!(desk.err(&["path", "t-2", "t-1", "--accepted"]), @"error: no links lead from e3 to e2; `annalist suggest` proposes links");
    assert_snapshot!(desk.ok(&["trace", "t-2", "--back", "--accepted"]), @"
    e3  2022-04-08  Missile strike on Kramatorsk station
    what led to it: no link says
    ");
}
