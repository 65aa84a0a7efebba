use super::super::tests::{lines, reasons, survives};
use super::*;

const HEADER: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\t\
    Actor Name\tActor Name Raw\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\t\
    Actor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Name Raw\t\
    Recipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\t\
    Recipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\t\
    Latitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\t\
    Story People\tStory Organizations\tStory Locations\tLanguage\tVersion\n";

/// Two actors and a recipient in a quoted cell; lists that do not agree.
const ROWS: &str = "\
20230101-1\t2023-01-01\tASSAULT\tbeat\t-8.0\tMATERIAL CONFLICT\tmilitary;human_rights\tPolice;Vladimir \
Putin\tpolice officers;Putin\tRUS;RUS\t365;365\tCOP;GOV\tCOP;GOV\t;president\tpolice officers;Putin\t\
;Q7747\t\"Group \"\"A\"\"\"\tdemonstrators\tRussia\t365\tCVL\tCVL\t\tdemonstrators\t\tMoscow\tMoscow\t\t\
Moscow\tRussia\t55.75\t37.62\t524901\tthe capital\tP\tTASS\t2023-01-02\tVladimir Putin\t\tMoscow\tru\t\
PLOVER 1.0
20230101-2\t2023-01-01\tDISAPPROVE\tNone\tNA\t\t\t\t\t\t\t\t\t\t\t\tUkraine;NATO\tKyiv\tUKR\t\t\t\t\tKyiv\t\t\t\
\t\t\tUKR\t49\t32\t\t\t\t\t\t\t\t\ten\t\n";

#[test]
fn an_assault_and_an_accusation() {
    insta::assert_snapshot!(lines(&FORMAT, &format!("{HEADER}{ROWS}")), @r#"
    {"uid":"polecat:20230101-1","title":"Police, Vladimir Putin to Group \"A\": assault, beat","kind":"assault","modality":"actual","date":"2023-01-01","earliest":"2023-01-01","latest":"2023-01-01","precision":"day","place":{"name":"Moscow","country":"RUS","admin1":"Moscow","lat":55.75,"lon":37.62},"actors":[{"name":"Police","role":"initiator","kind":"organisation","country":"RUS","surface":"police officers"},{"name":"Vladimir Putin","role":"initiator","kind":"person","country":"RUS","surface":"Putin"},{"name":"Group \"A\"","role":"recipient","kind":"other","country":"RUS","surface":"demonstrators"}],"code":{"scheme":"plover","value":"ASSAULT/beat"},"goldstein":null,"deaths":null,"confidence":null,"review":"accepted","verification":"unverified","citations":[{"publisher":"TASS","published":"2023-01-02","extras":{"Language":"ru"}}],"tags":["human_rights","military"],"extras":{"Actor COW":"365;365","Actor Country":"RUS;RUS","Actor Name Raw (2)":"police officers;Putin","Actor Sectors":"COP;GOV","Actor Title":";president","City":"Moscow","Country":"Russia","Feature Type":"P","GeoNames ID":"524901","Intensity":"-8.0","Primary Actor Sector":"COP;GOV","Primary Recipient Sector":"CVL","Quad Code":"MATERIAL CONFLICT","Raw Placename":"the capital","Recipient COW":"365","Recipient Country":"Russia","Recipient Name Raw (2)":"demonstrators","Recipient Sectors":"CVL","Story Locations":"Moscow","Story People":"Vladimir Putin","Version":"PLOVER 1.0","Wikipedia Actor ID":";Q7747"}}
    {"uid":"polecat:20230101-2","title":"accuse: Ukraine, NATO","kind":"accuse","modality":"actual","date":"2023-01-01","earliest":"2023-01-01","latest":"2023-01-01","precision":"day","place":{"name":"Ukraine","country":"UKR","lat":49.0,"lon":32.0,"radius_km":470.0},"actors":[{"name":"Ukraine","role":"recipient","kind":"country"},{"name":"NATO","role":"recipient"}],"code":{"scheme":"plover","value":"DISAPPROVE"},"goldstein":null,"deaths":null,"confidence":null,"review":"accepted","verification":"unverified","citations":[{"extras":{"Language":"en"}}],"tags":[],"extras":{"Country":"UKR","Recipient Country":"UKR","Recipient Name Raw":"Kyiv","Recipient Name Raw (2)":"Kyiv"}}
    "#);
}

#[test]
fn bad_rows_say_what_and_where() {
    let bad = ROWS.replace("ASSAULT", "SKIRMISH").replace("49\t32", "49\tnorth");
    insta::assert_snapshot!(reasons(&FORMAT, format!("{HEADER}{bad}").as_bytes()), @r#"
    line 2, column 3: Event Type "SKIRMISH": is no event type of PLOVER
    line 3, column 32: Longitude "north": expected a number
    "#);
}

#[test]
fn nothing_panics() {
    survives(&FORMAT, HEADER, "\t");
}
