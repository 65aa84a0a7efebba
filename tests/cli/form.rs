use crate::Desk;
use insta::assert_snapshot;
use std::process::Output;

/// A desk with an editor that does what a script says; `$1` is the form.
fn edited(desk: &Desk, script: &str, arguments: &[&str]) -> Output {
    desk.file("editor.sh", script);
    let editor = format!("sh {}", desk.path("editor.sh").display());
    desk.command(arguments).env("EDITOR", editor).env("PATH", "/usr/bin:/bin").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_event_is_changed_in_a_form() {
    let desk = Desk::with_talks();
    let script = "cp \"$1\" form.toml; sed -i -e 's/^why = \"\"/why = \"the list\"/' -e 's/^date = .*/date = \"2014-04-07\"/' \"$1\"";
    let output = edited(&desk, script, &["edit", "t-5"]);
    assert_snapshot!(said(&output), @"e1 “Protest in an unnamed town” changed");
    let form = std::fs::read_to_string(desk.path("form.toml")).unwrap();
    assert_snapshot!(form.lines().take(7).collect::<Vec<_>>().join("\n"), @r#"
# Change e1 “Protest in an unnamed town”.
# Save to do so. Left as it is, nothing is done; an empty value is none.

why = ""  # for the history

title = "Protest in an unnamed town"
kind = "protest"  # statement, appeal, agree, consult, support, cooperate, aid, concede, retreat, request, accuse, reject, threaten, protest, sanction, mobilize, coerce, assault, other
"#);
    assert!(desk.ok(&["show", "t-5"]).contains("2014-04-07 (day)"));
    assert!(desk.ok(&["history", "t-5", "--format", "json"]).contains("edit e1 date: the list"));
    desk.ok(&["undo"]);
    assert!(desk.ok(&["show", "t-5"]).contains("2014-04~"));
}

#[test]
fn a_form_left_as_it_is_does_nothing() {
    let desk = Desk::with_talks();
    assert_snapshot!(said(&edited(&desk, "true", &["edit", "t-5"])), @"nothing was changed");
    assert_snapshot!(said(&edited(&desk, "sed -i 's/^why = \"\"/why = \"so\"/' \"$1\"", &["edit", "t-5"])), @"nothing was changed");
    assert_snapshot!(said(&edited(&desk, ": > \"$1\"", &["add"])), @"nothing was added");
    assert_eq!(
        said(&edited(&desk, "exit 3", &["edit", "t-5"])).matches("nothing was changed").count(),
        1
    );
    assert_snapshot!(desk.err(&["edit", "t-5"]), @"error: name fields as FIELD=VALUE, or set $EDITOR to fill a form");
}

#[test]
fn what_is_wrong_is_told_in_the_form_again() {
    let desk = Desk::with_talks();
    // First a slip in TOML, then a date that is none, then right.
    let script = "\
if [ ! -e one ]; then touch one; sed -i 's/^date = .*/date = \"2014/' \"$1\"
elif [ ! -e two ]; then touch two; head -n 1 \"$1\" > first; sed -i 's/^date = .*/date = \"April\"/' \"$1\"
else head -n 1 \"$1\" > second; sed -i 's/^date = .*/date = \"2014-04-07\"/' \"$1\"; fi";
    let output = edited(&desk, script, &["edit", "t-5"]);
    assert!(output.status.success(), "{}", said(&output));
    let read = |name: &str| std::fs::read_to_string(desk.path(name)).unwrap();
    assert_snapshot!(read("first"), @r#"#! line 10, column 13: invalid basic string, expected `"`"#);
    assert_snapshot!(read("second"), @r#"#! line 10, column 1: date: "April" is not a date: column 1: expected a year of four digits, as in 2025, 201X or -0044"#);
    assert!(desk.ok(&["show", "t-5"]).contains("2014-04-07 (day)"));
    // Saved as it was, it ends.
    let output = edited(&desk, "sed -i 's/^date = .*/date = \"April\"/' \"$1\"", &["edit", "t-5"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(said(&output), @r#"error: nothing was changed: date: "April" is not a date: column 1: expected a year of four digits, as in 2025, 201X or -0044"#);
}

#[test]
fn an_event_is_added_in_a_form() {
    let desk = Desk::with_talks();
    let script = "sed -i -e 's/^title = \"\"/title = \"A \\\\\"ceasefire\\\\\" holds\"/' -e 's/^kind = \"\"/kind = \"agree\"/' \"$1\"";
    let output = edited(&desk, script, &["add"]);
    assert_snapshot!(said(&output), @r#"added e7 “A "ceasefire" holds”"#);
    assert!(desk.ok(&["list", "ceasefire"]).contains("A \"ceasefire\" holds"));
}
