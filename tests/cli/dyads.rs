use crate::Desk;
use insta::assert_snapshot;

/// A desk on which two blocs deal among themselves, and two envoys between them.
fn blocs() -> Desk {
    let desk = Desk::new();
    desk.file(
        "blocs.csv",
        "uid,title,kind,date,actors,goldstein\n\
         b-1,Strike,assault,2025-01-01,Alpha (initiator); Beta (victim),-10\n\
         b-2,Reply,assault,2025-01-02,Beta (initiator); Alpha (recipient),-9\n\
         b-3,Second strike,assault,2025-01-03,Alpha (initiator); Beta (victim),-10\n\
         b-4,Accusation,accuse,2025-01-04,Alpha (initiator); Beta (recipient),-2\n\
         b-5,Talks,talks,2025-01-05,Alpha (party); Beta (party); Envoy (mediator),1\n\
         b-6,Round table,talks,2025-02-01,Alpha (party); Beta (party); Gamma (party),1\n\
         b-7,Aid,aid,2025-03-01,Delta (initiator); Epsilon (recipient),7\n\
         b-8,Summit,talks,2025-03-02,Delta (party); Epsilon (party); Zeta (party),\n\
         b-9,Visit,talks,2025-04-01,Gamma (party); Delta (party),1\n",
    );
    desk.ok(&["import", "blocs.csv"]);
    desk
}

#[test]
fn what_two_have_done_to_each_other() {
    let desk = blocs();
    assert_snapshot!(desk.ok(&["dyads"]), @"
    events  first    second   →  ←  both  cooperation  conflict  tone →  tone ←  tone
         6  Alpha    Beta     3  1     2        2 + 0     1 + 3    -7.3    -9.0  -4.8
         2  Delta    Epsilon  1  0     1        1 + 1     0 + 0    +7.0          +7.0
         1  Alpha    Gamma    0  0     1        1 + 0     0 + 0                  +1.0
         1  Beta     Gamma    0  0     1        1 + 0     0 + 0                  +1.0
         1  Delta    Gamma    0  0     1        1 + 0     0 + 0                  +1.0
         1  Delta    Zeta     0  0     1        1 + 0     0 + 0
         1  Epsilon  Zeta     0  0     1        1 + 0     0 + 0
    ");
    assert_snapshot!(desk.ok(&["dyads", "--of", "Beta", "until:2025-01", "--format", "csv"]), @"
    first,second,events,first_acts,second_acts,together,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,neutral,goldstein,first_goldstein,second_goldstein
    Beta,Alpha,5,1,3,1,1,0,1,3,0,-6.0,-9.0,-7.33
    ");
    assert_snapshot!(desk.err(&["dyads", "--of", "Betta"]), @r#"error: no actor is named "Betta"; did you mean "Beta"?"#);
    assert_snapshot!(desk.err(&["dyads", "--of", "Betta", "--by", "country"]), @"error: --of Betta: no such country; name it or its ISO code");
}

#[test]
fn between_countries() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.ok(&["dyads", "--by", "country", "--of", "UKR", "--format", "csv"]), @"
    first,second,events,first_acts,second_acts,together,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,neutral,goldstein,first_goldstein,second_goldstein
    Ukraine,Russia,2,0,1,1,1,0,0,1,0,,,
    Ukraine,United States,2,0,0,2,2,0,0,0,0,,,
    ");
}

#[test]
fn who_stands_where() {
    let desk = blocs();
    assert_snapshot!(desk.ok(&["actors", "--rank", "betweenness"]), @"
    events  degree  pagerank  betweenness  community  name     kind
         2       3    0.1031       0.6000          1  Gamma    other
         3       3    0.1648       0.5333          2  Delta    other
         6       3    0.2195       0.1333          1  Alpha    other
         6       3    0.2195       0.1333          1  Beta     other
         2       2    0.1313       0.0000          2  Epsilon  other
         1       2    0.0681       0.0000          1  Envoy    other
         1       2    0.0937       0.0000          2  Zeta     other
    ");
    assert_snapshot!(desk.ok(&["actors", "--rank", "community"]), @"
    events  degree  pagerank  betweenness  community  name     kind
         6       3    0.2195                       1  Alpha    other
         6       3    0.2195                       1  Beta     other
         2       3    0.1031                       1  Gamma    other
         1       2    0.0681                       1  Envoy    other
         3       3    0.1648                       2  Delta    other
         2       2    0.1313                       2  Epsilon  other
         1       2    0.0937                       2  Zeta     other
    ");
    assert_snapshot!(desk.said(&["actors", "--rank", "community"]), @"2 communities, modularity 0.35");
    assert_snapshot!(desk.ok(&["actors", "--rank", "pagerank", "kind:aid", "--format", "jsonl"]), @r#"
    {"name":"Delta","kind":"other","events":1,"degree":1,"pagerank":0.5,"betweenness":null,"community":1}
    {"name":"Epsilon","kind":"other","events":1,"degree":1,"pagerank":0.5,"betweenness":null,"community":1}
    "#);
    assert_snapshot!(desk.ok(&["actors", "--bridges"]), @"
    events  first  second
         1  Delta  Gamma
    ");
}
