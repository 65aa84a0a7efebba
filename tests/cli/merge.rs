use crate::Desk;
use insta::assert_snapshot;

/// One strike as two datasets tell it, and another.
const STRIKES: &str = "\
uid,title,kind,date,place,country,lat,lon,actors,deaths_best,publisher,url
x:1,Strike on Kramatorsk station,attack,2022-04-08,Kramatorsk,UKR,48.73,37.57,Russia (initiator); Ukraine (victim),57,BBC,https://a.example/1
y:7,Missiles hit Kramatorsk,attack,2022-04-08,Kramatorsk,UKR,48.74,37.58,Russia (initiator),60,Reuters,https://b.example/7
y:8,Missiles hit Odesa,attack,2022-04-09,Odesa,UKR,46.48,30.73,Russia (initiator),8,Reuters,https://b.example/8
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("strikes.csv", STRIKES);
    desk.ok(&["import", "strikes.csv"]);
    desk
}

#[test]
fn what_two_sources_tell_is_offered_as_one_and_merged() {
    let desk = desk();
    let before = desk.ok(&["list", "--format", "jsonl"]);
    assert_snapshot!(desk.ok(&["suggest", "place:Kramatorsk"]), @r"
from                       relation     to                         conf.  state      why
e2 Missiles hit Kramator…  same_as      e1 Strike on Kramatorsk…    0.97  suggested  On the same day; both at…
e2 Missiles hit Kramator…  contradicts  e1 Strike on Kramatorsk…    0.97  suggested  57 dead by the one, 60 b…
");
    assert_snapshot!(desk.said(&["merge", "--suggested"]), @"1 records merged into 1 events");
    assert_snapshot!(desk.ok(&["list"]), @r"
id  date        kind     title                         actors           place
e1  2022-04-08  assault  Strike on Kramatorsk station  Russia, Ukraine  Kramatorsk
e3  2022-04-09  assault  Missiles hit Odesa            Russia           Odesa
");
    assert_snapshot!(desk.ok(&["show", "e1"]), @r"
e1  Strike on Kramatorsk station
  date        2022-04-08 (day)
  place       Kramatorsk, UKR  48.73, 37.57
  kind        assault
  state       actual, accepted, corroborated
  deaths      57 best
  uid         x:1
  actors      Russia (initiator)
              Ukraine (victim)
  source      BBC, https://a.example/1
  source      Reuters, https://b.example/7
  differ      deaths: 57 (BBC), 60 (Reuters); shown: 57, by rule 'latest'
  link        ← same_as e2  2022-04-08  Missiles hit Kramatorsk
                On the same day; both at Kramatorsk; both are assault events; both have Russia
  link        ← contradicts e2  2022-04-08  Missiles hit Kramatorsk, suggested, 0.97
                57 dead by the one, 60 by the other
");
    assert_snapshot!(desk.ok(&["list", "status:merged"]), @r"
id  date        kind              title                    actors  place
e2  2022-04-08  assault (merged)  Missiles hit Kramatorsk  Russia  Kramatorsk
");
    // No way leads over a merged record, nor to it.
    desk.ok(&["link", "e3", "e2", "--as", "follows", "--why", "The next day."]);
    assert!(!desk.ok(&["trace", "e3"]).contains("e2 "));
    desk.err(&["path", "e1", "e3"]);
    desk.ok(&["undo"]);
    // A file that tells the merged record again does not bring it back.
    desk.ok(&["import", "strikes.csv"]);
    assert!(!desk.ok(&["list"]).contains("e2"));
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["list", "--format", "jsonl"]), before);
    assert_snapshot!(desk.ok(&["check"]), @"");
}

#[test]
fn a_merge_is_taken_apart() {
    let desk = desk();
    desk.ok(&["merge", "e1", "e2", "--why", "One strike."]);
    assert_snapshot!(desk.said(&["split", "e1", "e2"]), @"1 records stand for themselves again");
    assert!(desk.ok(&["list"]).contains("Missiles hit Kramatorsk"));
    assert!(!desk.ok(&["show", "e1"]).contains("Reuters"));
    // It was decided: they are not offered as one again.
    assert!(!desk.ok(&["suggest"]).contains("same_as"));
    assert_snapshot!(desk.err(&["split", "e1", "e3"]), @"error: e3 is not merged into another event");
    assert_snapshot!(desk.err(&["merge", "e1"]), @"error: name the event that stays and at least one that it takes in");
    assert_snapshot!(desk.err(&["merge", "e1", "e1"]), @"error: e1 cannot be merged with itself");
}

#[test]
fn one_event_of_two_articles_is_told_once_with_both_as_sources() {
    let desk = Desk::new();
    desk.file(
        "one.txt",
        "Market hit in Kharkiv\n\nKHARKIV, 14 December 2025 (Agency) - Russian forces struck a \
         market in Kharkiv with a missile on Sunday, killing at least 12 people.\n",
    );
    desk.file(
        "two.txt",
        "Strike on Kharkiv market\n\nKharkiv, 14 December 2025\n\nA Russian missile strike on a \
         market in Kharkiv on Sunday killed at least 12 people and injured 30.\n",
    );
    desk.ok(&["import", "one.txt", "two.txt"]);
    desk.ok(&["suggest"]);
    let before = desk.ok(&["list", "--format", "jsonl"]);
    assert_snapshot!(desk.said(&["merge", "--suggested"]), @"1 records merged into 1 events");
    let shown = desk.ok(&["show", "e1"]);
    for word in
        ["corroborated", "12 low", "injured     30", "“Russian forces struck", "“A Russian missile"]
    {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    desk.ok(&["undo"]);
    assert_eq!(desk.ok(&["list", "--format", "jsonl"]), before);
}
