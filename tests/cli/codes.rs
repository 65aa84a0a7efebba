use crate::Desk;
use insta::assert_snapshot;

#[test]
fn schemes_and_their_codes() {
    let desk = Desk::new();
    assert_snapshot!(desk.ok(&["codes"]), @r"
    scheme  codes  of
    kind       19  annalist itself
    cameo     318  GDELT, ICEWS, Phoenix
    plover     84  POLECAT: types and their modes
    acled      39  ACLED: event types and sub-event types, old names too
    ucdp        3  UCDP GED: types of violence
    ");
    assert_snapshot!(desk.ok(&["codes", "ucdp"]), @r"
    scheme  code  label                 kind     mode  Goldstein  quad
    ucdp    1     State-based conflict  assault
    ucdp    2     Non-state conflict    assault
    ucdp    3     One-sided violence    assault
    ");
    assert_snapshot!(desk.ok(&["codes", "ucdp", "--format", "jsonl"]), @r#"
    {"scheme":"ucdp","code":"1","label":"State-based conflict","kind":"assault","mode":null,"goldstein":null,"quad":null,"parent":null}
    {"scheme":"ucdp","code":"2","label":"Non-state conflict","kind":"assault","mode":null,"goldstein":null,"quad":null,"parent":null}
    {"scheme":"ucdp","code":"3","label":"One-sided violence","kind":"assault","mode":null,"goldstein":null,"quad":null,"parent":null}
    "#);
    let cameo = desk.ok(&["codes", "cameo", "--format", "csv"]);
    assert_snapshot!(cameo.lines().take(4).collect::<Vec<_>>().join("\n"), @r"
    scheme,code,label,kind,mode,goldstein,quad,parent
    cameo,01,Public statement,statement,,0.0,1,
    cameo,010,Statement,statement,,0.0,1,01
    cameo,011,No comment,statement,,-0.1,1,01
    ");
    assert_eq!(cameo.lines().count(), 319);
    assert!(!desk.path("annalist.db").exists(), "it needs no database");
}

#[test]
fn a_code_in_every_scheme() {
    let desk = Desk::new();
    assert_snapshot!(desk.ok(&["codes", "190"]), @r"
    cameo 190  Military force
      kind        assault
      Goldstein   -10
      quad class  4, conflict in deeds
      title       Ruritania uses military force against Borduria
      above       19 Fighting
      PLOVER      ASSAULT
      ACLED       Battles
                  Battles: Armed clash
                  Battles: Government regains territory
                  Battles: Non-state actor overtakes territory
                  Explosions/Remote violence
                  Battle-No change of territory
                  Battle-Government regains territory
                  Battle-Non-state actor overtakes territory
                  Remote violence
      UCDP        1 State-based conflict
                  2 Non-state conflict
    ");
    assert_snapshot!(desk.ok(&["codes", "087"]), @r"
    cameo 087  De-escalation
      kind        retreat
      mode        disarm
      Goldstein   9
      quad class  2, cooperation in deeds
      title       Ruritania eases military pressure on Borduria
      above       08 Concession
      below       0871 Truce declared
                  0872 Blockade eased
                  0873 Forces demobilised
                  0874 Military retreat or surrender
      PLOVER      RETREAT disarm
      ACLED       Strategic developments: Non-violent transfer of territory
                  Non-violent transfer of territory
    ");
    assert_snapshot!(desk.ok(&["codes", "acled:Air/drone strike"]), @r"
    acled Explosions/Remote violence: Air/drone strike  An attack from the air
      kind        assault
      mode        heavy-weapons
      above       Explosions/Remote violence
      CAMEO       195 Air strike
      PLOVER      ASSAULT heavy-weapons
      UCDP        1 State-based conflict
                  2 Non-state conflict
                  3 One-sided violence
    ");
    assert_snapshot!(desk.ok(&["codes", "plover:coerce"]), @r"
    plover COERCE  Force short of attack
      kind        coerce
      quad class  4, conflict in deeds
      below       COERCE seize
                  COERCE restrict
                  COERCE ban
                  COERCE censor
                  COERCE curfew
                  COERCE martial-law
                  COERCE arrest
                  COERCE deport
                  COERCE withhold
                  COERCE misinformation
      CAMEO       17 Coercion
                  170 Coercion
                  176 Cyber attack
    ");
    assert_snapshot!(desk.ok(&["codes", "cameo:173", "--format", "csv"]), @r"
    relation,scheme,code,label,kind,mode,goldstein,quad
    itself,cameo,173,Arrest or charge,coerce,arrest,-5.0,4
    above,cameo,17,Coercion,coerce,,-7.0,4
    elsewhere,plover,COERCE arrest,Force short of attack: arrest,coerce,arrest,,4
    elsewhere,acled,Strategic developments: Arrests,Arrests that matter to a conflict,coerce,arrest,,
    ");
    assert_snapshot!(desk.ok(&["codes", "kind:talks"]), @r"
    kind consult  Talks, a visit, a call
      CAMEO       04 Consultation
                  040 Consultation
                  041 Telephone call
                  042 Visit
                  043 Visit hosted
                  044 Meeting on neutral ground
                  045 Mediation
                  046 Negotiation
      PLOVER      CONSULT
                  CONSULT visit
                  CONSULT third-party
                  CONSULT multilateral
                  CONSULT phone
    ");
    assert_eq!(desk.ok(&["codes", "assault"]), desk.ok(&["codes", "kind:attack"]));
    assert_eq!(desk.ok(&["codes", "riots: mob violence"]), desk.ok(&["codes", "Mob violence"]));
}

#[test]
fn words_find_codes_and_what_finds_none_is_told() {
    let desk = Desk::new();
    assert_snapshot!(desk.ok(&["codes", "blockade"]), @r"
    scheme  code  label                 kind      mode      Goldstein  quad
    cameo   0872  Blockade eased        retreat   withdraw          9     2
    cameo   1381  Threat of a blockade  threaten  restrict         -7     3
    cameo   191   Blockade              coerce    restrict       -9.5     4
    ");
    assert_snapshot!(desk.ok(&["codes", "acled:territory"]), @r"
    scheme  code                                                       label         kind     mode      Goldstein  quad
    acled   Battles: Government regains territory                      A fight in…   assault
    acled   Battles: Non-state actor overtakes territory               A fight in…   assault
    acled   Strategic developments: Non-violent transfer of territory  Ground that…  retreat  withdraw
    acled   Battle-No change of territory                              A fight in…   assault
    acled   Battle-Government regains territory                        A fight in…   assault
    acled   Battle-Non-state actor overtakes territory                 A fight in…   assault
    acled   Non-violent transfer of territory                          Ground that…  retreat  withdraw
    ");
    assert_snapshot!(desk.err(&["codes", "1999"]), @r#"error: no scheme has a code "1999"; did you mean "19"?"#);
    assert_snapshot!(desk.err(&["codes", "acled:Armed clush"]), @r#"error: no scheme has a code "acled:Armed clush"; did you mean "Armed clash"?"#);
    assert_snapshot!(desk.err(&["codes", "xyzzy"]), @r#"error: no scheme has a code "xyzzy"; `annalist codes` lists the schemes"#);
    assert_snapshot!(desk.err(&["codes", "cameo:"]), @r#"error: no scheme has a code "cameo:"; `annalist codes` lists the schemes"#);
}
