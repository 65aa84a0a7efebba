use super::super::tests::{lines, one, reasons, survives};
use super::*;

const HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,\
    sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,\
    civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,\
    geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

/// A battle as told today; a protest as told until 2023, its day a guess.
const ROWS: &str = "\
UKR1,2024-02-17,2024,1,Political violence,Battles,Armed clash,Military Forces of Ukraine (2019-),,State \
forces,Military Forces of Russia (2000-) Air Force,Wagner Group; Civilians (Russia),External/Other \
forces,State forces-External/Other forces,,804,Europe,Ukraine,Donetsk,Pokrovskyi,Avdiivska,Avdiivka,\
48.14,37.74,2,Facebook; Suspilne Media,Local partner-Other,\"On 17 February, forces \"\"clashed\"\";\nno \
numbers.\",0,,1708900000\r
MLI2,04 March 2019,2019,3,Demonstrations,Protests,Peaceful protest,Protesters (Mali),Women (Mali);Labor \
Group (Mali),6,Civilians (Democratic Republic of Congo),,7,60,Civilian targeting,466,Western Africa,\
Mali,Bamako,,,,12.6,-8,3,,,,,crowd size=About 100;Women Targeted,1552000000\n";

#[test]
fn a_battle_and_a_protest() {
    insta::assert_snapshot!(lines(&FORMAT, &format!("\u{feff}{HEADER}\n{ROWS}")), @r#"
    {"uid":"acled:UKR1","title":"Armed clash in Avdiivka: Military Forces of Ukraine (2019-) and Military Forces of Russia (2000-) Air Force","kind":"assault","modality":"actual","date":"2024-02-17","earliest":"2024-02-17","latest":"2024-02-17","precision":"day","place":{"name":"Avdiivka","country":"UKR","admin1":"Donetsk","admin2":"Pokrovskyi","lat":48.14,"lon":37.74,"radius_km":30.0},"actors":[{"name":"Military Forces of Ukraine (2019-)","role":"party","kind":"organisation","country":"UKR"},{"name":"Military Forces of Russia (2000-) Air Force","role":"party","kind":"organisation","country":"RUS"},{"name":"Wagner Group","role":"party"},{"name":"Civilians (Russia)","role":"party","kind":"other","country":"RUS"}],"code":{"scheme":"acled","value":"Battles/Armed clash"},"goldstein":null,"deaths":{"best":0},"confidence":null,"review":"accepted","verification":"unverified","citations":[{"publisher":"Facebook","quote":"On 17 February, forces \"clashed\";\nno numbers."},{"publisher":"Suspilne Media"}],"tags":[],"extras":{"admin3":"Avdiivska","assoc_actor_2":"Wagner Group; Civilians (Russia)","country":"Ukraine","disorder_type":"Political violence","geo_precision":"2","inter1":"State forces","inter2":"External/Other forces","interaction":"State forces-External/Other forces","iso":"804","region":"Europe","source_scale":"Local partner-Other","timestamp":"1708900000","year":"2024"}}
    {"uid":"acled:MLI2","title":"Peaceful protest in Bamako: Protesters (Mali) and Civilians (Democratic Republic of Congo)","kind":"protest","modality":"actual","date":"2019-03","earliest":"2019-03-01","latest":"2019-03-31","precision":"month","place":{"name":"Bamako","country":"MLI","admin1":"Bamako","lat":12.6,"lon":-8.0,"radius_km":110.0},"actors":[{"name":"Protesters (Mali)","role":"party","kind":"other","country":"MLI"},{"name":"Women (Mali)","role":"party","country":"MLI"},{"name":"Labor Group (Mali)","role":"party","country":"MLI"},{"name":"Civilians (DR Congo)","role":"party","kind":"other","country":"COD","surface":"Civilians (Democratic Republic of Congo)"}],"code":{"scheme":"acled","value":"Protests/Peaceful protest"},"goldstein":null,"deaths":null,"confidence":null,"review":"accepted","verification":"unverified","citations":[],"tags":["crowd size=about 100","women targeted"],"extras":{"assoc_actor_1":"Women (Mali);Labor Group (Mali)","civilian_targeting":"Civilian targeting","country":"Mali","disorder_type":"Demonstrations","event_date":"04 March 2019","geo_precision":"3","inter1":"6","inter2":"7","interaction":"60","iso":"466","region":"Western Africa","timestamp":"1552000000","year":"2019"}}
    "#);
}

#[test]
fn deleted_events_are_withdrawn() {
    let text = "event_id_cnty,deleted_timestamp\nUKR1,1708900001\n";
    assert_eq!(one(&DELETED, text), Record::Withdrawal("acled:UKR1".to_owned()));
    insta::assert_snapshot!(reasons(&DELETED, b"event_id_cnty,deleted_timestamp\n,1\n"), @"line 2, column 1: event_id_cnty: every event has one");
}

#[test]
fn bad_rows_say_what_and_where() {
    let header = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,fatalities,location,latitude,longitude";
    let good = "X1,2024-02-29,2,Battles,Armed clash,A,3,Town,1,2";
    let rows = [
        good.to_owned(),
        good.replace("2024-02-29", "2023-02-29"),
        good.replace(",2,Battles", ",4,Battles"),
        good.replace("Battles", "Battle royal"),
        good.replace(",3,", ",some,"),
        good.replace(",1,2", ",1,181"),
        good.replace("X1", ""),
    ];
    let text = format!("{header}\n{}", rows.join("\n"));
    insta::assert_snapshot!(reasons(&FORMAT, text.as_bytes()), @r#"
    line 3, column 2: event_date "2023-02-29": expected a day of the calendar, as in 2024-01-31
    line 4, column 3: time_precision "4": expected 1, 2 or 3
    line 5, column 4: event_type "Battle royal": is no event type of ACLED
    line 6, column 7: fatalities "some": expected a whole number, 0 or more
    line 7, column 10: place.lon "181": expected -180 to 180
    line 8, column 1: event_id_cnty: every event has one
    "#);
}

#[test]
fn nothing_panics() {
    survives(&FORMAT, HEADER, ",");
}
