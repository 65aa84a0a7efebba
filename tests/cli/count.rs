use crate::Desk;
use insta::assert_snapshot;

#[test]
fn two_keys_make_a_table() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["count", "--by", "year", "--by", "kind"]), @r"
year     consult  appeal  assault  protest  all
2014           ·       ·        ·        1    1
2022           1       ·        1        ·    2
2025           2       ·        ·        ·    2
undated        ·       1        ·        ·    1
all            3       1        1        1    6
");
    assert_snapshot!(desk.ok(&["count", "--by", "actor,kind", "since:2022"]), @r"
actor                consult  assault  all
Ukraine                    2        1    3
Russia                     1        1    2
Steve Witkoff              1        ·    1
Turkey                     1        ·    1
United States              1        ·    1
Volodymyr Zelenskyy        1        ·    1
all                        7        2    9
");
    assert_snapshot!(desk.ok(&["count", "--by", "year,kind", "--format", "csv", "since:2022"]), @r"
year,kind,events
2022,consult,1
2022,assault,1
2025,consult,2
");
    assert_snapshot!(desk.ok(&["count", "--by", "country,class", "--format", "jsonl", "in:Germany"]), @r#"{"country":"DEU","class":"verbal cooperation","events":2}"#);
    assert_snapshot!(desk.ok(&["count", "--by", "tag,status"]), @r"
tag                  unverified  all
peace-talks                   3    3
security-guarantees           1    1
all                           4    4
");
    assert_snapshot!(desk.err(&["count", "--by", "year,year"]), @"error: --by year is given twice; name two keys");
    assert_snapshot!(desk.err(&["count", "--by", "year,kind,day"]), @"error: --by takes one key or two, not 3");
}

#[test]
fn a_narrow_terminal_has_fewer_columns() {
    let desk = Desk::with_talks();
    let output =
        desk.command(&["count", "--by", "year,kind"]).env("COLUMNS", "34").output().unwrap();
    let table = crate::text(&output.stdout);
    assert!(table.lines().all(|line| line.chars().count() <= 34), "{table}");
    assert!(table.lines().next().unwrap().contains("others"), "{table}");
    assert!(table.lines().last().unwrap().ends_with(" 6"), "{table}");
}

#[test]
fn stories_are_counted() {
    let desk = Desk::with_talks();
    desk.ok(&["story", "--new", "Peace talks", "--add", "t-1", "t-3"]);
    assert_snapshot!(desk.ok(&["count", "--by", "story,year"]), @r"
story           2014  2022  2025  undated  all
s1 Peace talks     ·     1     1        ·    2
");
}

#[test]
fn facets_are_terms_that_find_what_they_count() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["count", "--facets"]), @r#"
6 events

kind
  kind:consult                   3  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  kind:appeal                    1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  kind:assault                   1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  kind:protest                   1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇

actor
  exactly:Ukraine                3  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:Russia                 2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:Protesters             1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:"Steve Witkoff"        1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:Turkey                 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:"United Nations"       1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:"United States"        1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  exactly:"Volodymyr Zelenskyy"  1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇

country
  in:DEU                         2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  in:TUR                         1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  in:UKR                         1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇

source
  source:Orda.kz                 2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  source:BBC                     1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  source:Reuters                 1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇

tag
  tag:peace-talks                3  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  tag:security-guarantees        1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇

year
  date:2025                      2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  date:2022                      2  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
  date:2014                      1  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
"#);
    let rows = desk.ok(&["count", "--facets", "--format", "jsonl", "since:2022"]);
    assert!(rows.lines().count() > 12, "{rows}");
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let term = row["term"].as_str().unwrap();
        let count = desk.ok(&["count", "--format", "csv", "since:2022", term]);
        assert_eq!(count.lines().last().unwrap(), format!("all,{}", row["events"]), "{term}");
    }
}
