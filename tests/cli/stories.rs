use crate::Desk;
use insta::assert_snapshot;

const NEWS: &str = "\
uid,title,kind,date
n-1,Mahsa Amini dies in Tehran after her arrest by Iran's morality police,coerce,2022-09-16
n-2,Mount Semeru erupts in East Java,other,2022-09-17
n-3,Protests over the death of Mahsa Amini spread to Tehran,protest,2022-09-19
n-4,Volcanic ash from Mount Semeru closes an airport in Java,other,2022-09-20
n-5,Iran's police fire on protesters in Tehran who mourn Mahsa Amini,assault,2022-09-22
n-6,A bank fails in Iceland,other,2022-09-30
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("news.csv", NEWS);
    desk.ok(&["import", "news.csv"]);
    desk
}

#[test]
fn stories_are_found_listed_and_shown() {
    let desk = desk();
    assert_snapshot!(desk.said(&["stories"]), @"no story; `annalist stories --find` looks for them");
    assert_snapshot!(desk.ok(&["stories", "--find"]), @r"
id  events  from        to          course   story
s1       3  2022-09-16  2022-09-22  █  █  █  Mahsa Amini, Tehran: police, protests
s2       2  2022-09-17  2022-09-20  █  █     Mount Semeru, East Java: erupts, volcanic
");
    assert_snapshot!(desk.ok(&["stories", "kind:protest", "--format", "jsonl"]), @r#"{"story":1,"title":"Mahsa Amini, Tehran: police, protests","from":"2022-09-16","to":"2022-09-22","events":["n-1","n-3","n-5"]}"#);
    assert_snapshot!(desk.ok(&["story", "s1"]), @r"
s1  Mahsa Amini, Tehran: police, protests
  story       3 events, found by the program
  life        2022-09-16 to 2022-09-22  █  █  █

id  date        kind     title                                after  prob.  why
e1  2022-09-16  coerce   Mahsa Amini dies in Tehran after h…
e3  2022-09-19  protest  Protests over the death of Mahsa A…     e1   0.86  both name Mahsa Amini and Tehran;…
e5  2022-09-22  assault  Iran's police fire on protesters i…     e1   0.97  both name Iran, Mahsa Amini and T…
");
    assert_snapshot!(desk.ok(&["story", "2", "--format", "csv"]), @r#"
story,title,event,date,event_title,after,probability,reason
2,"Mount Semeru, East Java: erupts, volcanic",n-2,2022-09-17,Mount Semeru erupts in East Java,,1.0,
2,"Mount Semeru, East Java: erupts, volcanic",n-4,2022-09-20,Volcanic ash from Mount Semeru closes an airport in Java,n-2,0.64,both name Mount Semeru and Java; 3 days apart
"#);
    assert_snapshot!(desk.ok(&["list", "story:s2"]), @r"
id  date        kind   title                                                     actors  place
e2  2022-09-17  other  Mount Semeru erupts in East Java
e4  2022-09-20  other  Volcanic ash from Mount Semeru closes an airport in Java
");
    assert_snapshot!(desk.err(&["story", "s9"]), @"error: no story s9; `annalist stories` lists them");
    assert_snapshot!(desk.err(&["list", "story:9"]), @"error: no story s9; `annalist stories` lists them");
    desk.ok(&["chart", "story", "story:s1", "-o", "s.svg", "--data", "s.csv"]);
    let numbers = std::fs::read_to_string(desk.path("s.csv")).expect("numbers");
    assert_snapshot!(numbers, @r"
    id,date,kind,modality,title,links,actors
    e1,2022-09-16,coerce,actual,Mahsa Amini dies in Tehran after her arrest by Iran's morality police,,
    e3,2022-09-19,protest,actual,Protests over the death of Mahsa Amini spread to Tehran,follows e1,
    e5,2022-09-22,assault,actual,Iran's police fire on protesters in Tehran who mourn Mahsa Amini,follows e1,
    ");
    let picture = std::fs::read_to_string(desk.path("s.svg")).expect("an SVG");
    assert!(picture.contains("Mahsa Amini, Tehran: police, protests"));
}

#[test]
fn stories_go_on_when_news_arrive() {
    let desk = desk();
    desk.ok(&["stories", "--find"]);
    desk.file("more.csv", "uid,title,kind,date\nn-7,Crowds in Tehran chant the name of Mahsa Amini,protest,2022-10-26\n");
    desk.ok(&["import", "more.csv"]);
    assert_snapshot!(desk.said(&["stories", "--find"]), @"0 stories found, 1 continued, 0 became part of another, among 7 events");
    assert_snapshot!(desk.said(&["stories", "--find"]), @"0 stories found, 0 continued, 0 became part of another, among 7 events");
    assert!(desk.ok(&["list", "story:1"]).contains("Crowds in Tehran"));
    // The import goes, and with it its event from the story that the program found.
    desk.ok(&["imports", "undo", "3"]);
    assert!(!desk.ok(&["list", "story:1"]).contains("Crowds in Tehran"));
    assert_snapshot!(desk.ok(&["check"]), @"");
}

#[test]
fn an_analyst_makes_changes_and_takes_them_back() {
    let desk = desk();
    desk.ok(&["stories", "--find"]);
    let before = desk.ok(&["stories", "--format", "csv"]);
    let made = desk.ok(&["story", "--new", "Banks", "--add", "n-6", "--format", "jsonl"]);
    assert_snapshot!(made, @r#"{"story":3,"title":"Banks","from":"2022-09-30","to":"2022-09-30","events":["n-6"]}"#);
    desk.ok(&["story", "s1", "--rename", "Mahsa Amini", "--remove", "n-5", "--split", "Mourners"]);
    desk.ok(&["story", "s2", "--join", "s3"]);
    assert_snapshot!(desk.ok(&["stories"]), @r"
id  events  from        to          course        story
s2       3  2022-09-17  2022-09-30  █ █        █  Mount Semeru, East Java: erupts, volcanic (curated)
s1       2  2022-09-16  2022-09-19  █  █          Mahsa Amini (curated)
s4       1  2022-09-22  2022-09-22  █             Mourners (curated)
");
    // What an analyst curated is left alone.
    assert_snapshot!(desk.said(&["stories", "--find"]), @"0 stories found, 0 continued, 0 became part of another, among 6 events");
    assert!(desk.ok(&["history", "s2"]).contains("curated: false -> true"));
    for _ in 0..3 {
        desk.ok(&["undo"]);
    }
    assert_eq!(desk.ok(&["stories", "--format", "csv"]), before);
    assert_snapshot!(desk.err(&["story", "s1", "--remove", "n-6"]), @"error: e6 is not in the story");
}
