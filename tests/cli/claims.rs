use crate::Desk;
use insta::assert_snapshot;

/// One strike as three sources tell it.
const STRIKES: &str = "\
uid,title,kind,date,place,country,actors,deaths_low,deaths_best,deaths_high,publisher,published
x:1,Strike on Kramatorsk station,attack,2022-04-08,Kramatorsk,UKR,Russia (initiator),,52,,Reuters,2022-04-08
y:7,Missiles hit Kramatorsk,attack,2022-04,Kramatorsk,UKR,Russia (party),57,60,63,UCDP,2023-01
z:3,Station is hit,attack,2022-04-08,Kramatorsk,UKR,Russia (initiator),,52,,BBC,2022-04-09
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("strikes.csv", STRIKES);
    desk.ok(&["import", "strikes.csv"]);
    desk
}

#[test]
fn sources_that_differ_stand_side_by_side() {
    let desk = desk();
    desk.ok(&["merge", "e1", "e2", "e3", "--why", "One strike."]);
    assert_snapshot!(desk.ok(&["show", "e1"]), @r"
e1  Missiles hit Kramatorsk
  date        2022-04 (month)
  place       Kramatorsk, UKR
  kind        assault
  state       actual, accepted, corroborated
  deaths      57 low, 60 best, 63 high
  uid         y:7
  actors      Russia (party)
  source      UCDP, 2023-01
  source      Reuters, 2022-04-08
  source      BBC, 2022-04-09
  differ      date: 2022-04 (UCDP), 2022-04-08 (Reuters, BBC); shown: 2022-04, by rule 'latest'
  differ      deaths: 60 [57-63] (UCDP), 52 (Reuters, BBC); shown: 60 [57-63], by rule 'latest'
  differ      Russia: party (UCDP), initiator (Reuters, BBC); shown: party, by rule 'latest'
  link        ← same_as e2  2022-04-08  Strike on Kramatorsk station
                One strike.
  link        ← same_as e3  2022-04-08  Station is hit
                One strike.
");
    assert_snapshot!(desk.ok(&["list", "deaths:>=60"]), @r"
id  date     kind     title                    actors  place
e1  2022-04  assault  Missiles hit Kramatorsk  Russia  Kramatorsk
");
    assert_snapshot!(desk.said(&["settle", "e1", "--rule", "sources"]), @"1 of 1 events changed, by rule 'sources'");
    assert_snapshot!(desk.said(&["settle", "--where", "kind:attack", "--rule", "trusted", "--trusted", "bbc"]), @"0 of 3 events changed, by rule 'trusted'");
    let json =
        desk.ok(&["show", "e1", "--rule", "trusted", "--trusted", "BBC,UCDP", "--format", "json"]);
    let record: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(record[0]["claims"].as_array().unwrap().len(), 3);
    assert_snapshot!(record[0]["disagreements"], @r#"[{"about":"date","claims":[{"sources":["UCDP"],"value":"2022-04"},{"sources":["Reuters","BBC"],"value":"2022-04-08"}],"shown":"2022-04-08","why":"by rule 'trusted'"},{"about":"deaths","claims":[{"sources":["UCDP"],"value":"60 [57-63]"},{"sources":["Reuters","BBC"],"value":"52"}],"shown":"52","why":"by rule 'trusted'"},{"about":"Russia","claims":[{"sources":["UCDP"],"value":"party"},{"sources":["Reuters","BBC"],"value":"initiator"}],"shown":"initiator","why":"by rule 'trusted'"}]"#);
    let output = desk.run(&["show", "e1", "--rule", "newest"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("known: latest, precise"));
}
