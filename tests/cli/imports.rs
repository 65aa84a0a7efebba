use crate::Desk;
use insta::assert_snapshot;

/// Incidents as a release has them.
const MAPPING: &str = "\
complete = true
uid = \"x:{id}\"
title = \"{what} in {place}\"
kind = \"assault\"
date = \"{day}\"

[place]
name = \"{place}\"
country = \"{country}\"

[deaths]
best = \"{dead}\"
";

const FIRST: &str = "\
id,what,place,country,day,dead,note
1,Shelling,Aleppo,Syria,2024-02-01,3,by night
2,Ambush,Homs,Syria,2024-02-05,1,
3,Raid,Hama,Syria,2024-02-07,,
4,Raid,Idlib,Syria,2024-02-29,2,
";

/// One changed in two fields, one dropped, one new.
const SECOND: &str = "\
id,what,place,country,day,dead,note
1,Shelling,Aleppo,Syria,2024-02-01,5,at dawn
3,Raid,Hama,Syria,2024-02-07,,
4,Raid,Idlib,Syria,2024-02-29,2,
5,Raid,Idlib,Syria,2024-02-20,4,
";

fn two_releases() -> Desk {
    let desk = Desk::new();
    for (name, content) in [("x.toml", MAPPING), ("first.csv", FIRST), ("second.csv", SECOND)] {
        desk.file(name, content);
    }
    desk.ok(&["import", "first.csv", "--as", "x.toml"]);
    desk
}

#[test]
fn what_a_newer_release_changes_is_told_field_by_field() {
    let desk = two_releases();
    assert_snapshot!(desk.said(&["import", "second.csv", "--as", "x.toml"]), @"
    second.csv: 4 read as mapping, 1 added, 1 updated, 2 unchanged, 1 withdrawn, 0 rejected
    annalist imports show 2 lists the changes
    ");
    assert_snapshot!(desk.ok(&["imports", "show", "2"]), @"
    record  field         from        to
    x:1     deaths.best   3           5
            extras.note   by night    at dawn
    x:2     verification  unverified  retracted
    ");
    assert_snapshot!(desk.said(&["imports", "show", "2"]), @"import 2 of second.csv as mapping: 1 added, 1 updated, 1 withdrawn, 2 repeated, 0 rejected");
    assert_snapshot!(desk.ok(&["imports", "show", "2", "--format", "csv"]), @"
    record,field,from,to
    x:1,deaths.best,3,5
    x:1,extras.note,by night,at dawn
    x:2,verification,unverified,retracted
    ");
    assert_snapshot!(desk.ok(&["imports", "show", "2", "--format", "jsonl", "-n", "1"]), @r#"
    {"record":"x:1","field":"deaths.best","from":3,"to":5}
    {"record":"x:1","field":"extras.note","from":"by night","to":"at dawn"}
    "#);
    assert_snapshot!(desk.said(&["imports", "show", "2", "-n", "1"]), @"
    import 2 of second.csv as mapping: 1 added, 1 updated, 1 withdrawn, 2 repeated, 0 rejected
    the first 1 of the changed records; --limit 0 lists all
    ");
    assert_snapshot!(desk.said(&["imports", "show", "1"]), @"import 1 of first.csv as mapping: 4 added, 0 updated, 0 withdrawn, 0 repeated, 0 rejected");
    assert_eq!(desk.ok(&["imports", "show", "1"]), "");
    assert_snapshot!(desk.err(&["imports", "show", "7"]), @"error: no import 7; `annalist imports` lists them");
    let list = desk.ok(&["imports", "--format", "csv"]);
    let columns = |line: &str| {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        cells[5..].join(",")
    };
    let lines: Vec<String> = list.lines().map(columns).collect();
    assert_snapshot!(lines.join("\n"), @"
    read,added,updated,unchanged,withdrawn,rejected,undone
    4,4,0,0,0,0,
    4,1,1,2,1,0,
    ");
    let table = desk.ok(&["imports"]);
    assert!(table.contains("withdrawn"), "{table}");
}

#[test]
fn taking_an_import_back_says_what_went() {
    let desk = two_releases();
    let before = desk.ok(&["export", "--to", "jsonl"]);
    desk.ok(&["import", "second.csv", "--as", "x.toml"]);
    assert!(desk.ok(&["list", "status:retracted"]).contains("Ambush"));
    assert_snapshot!(desk.said(&["imports", "undo", "2"]), @"took back import 2 of second.csv; events: 1 gone, 4 left");
    assert_eq!(desk.ok(&["export", "--to", "jsonl"]), before);
    assert_snapshot!(desk.err(&["imports", "undo", "2"]), @"error: change 2 was taken back before");
    assert_snapshot!(desk.said(&["imports", "undo", "1"]), @"took back import 1 of first.csv; events: 4 gone, 0 left");
    desk.ok(&["check"]);
}

#[test]
fn actors_and_links_that_an_import_changed_are_told_too() {
    let desk = Desk::with_talks();
    desk.file("one.csv", "name,kind,country,aliases,memberships\nRuritania,country,,,\n");
    desk.file("two.csv", "name,kind,country,aliases,memberships\nRuritania,country,,Strelsau,\n");
    desk.ok(&["import", "one.csv", "two.csv"]);
    assert_snapshot!(desk.ok(&["imports", "show", "3"]), @"
    record           field            from  to
    actor Ruritania  aliases[0].name  none  Strelsau
    ");
}
