use super::super::tests::{lines, read, reasons, survives};
use super::*;

/// The columns of today.
const HEADER: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,\
    conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,\
    side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,\
    source_date,source_headline,source_original,where_prec,where_coordinates,where_description,\
    adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,\
    date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,\
    gwnoa,gwnob";

/// One-sided violence told by two reports, in a month; a battle of two governments near a town.
const ROWS: &str = "\
900001,MLI-2019-3-1-1,2019,1,Clear,3,77,77,Government of Mali - Civilians,88,88,Government of Mali - \
Civilians,72,72,Government of Mali,9999,9999,Civilians,2,\"\"\"Le Jour,2019-03-04,Deux morts; un \
blessé\"\";\"\"Radio X,2019-03,Village, attacked\"\"\",Le Jour;Radio X,2019-03-04;2019-03,\"Deux morts; un \
blessé;Village, attacked\",villagers,3,Djenné,Djenné (in the cercle),Mopti region,Djenné cercle,\
13.9,-4.55,POINT (-4.55 13.9),149752,Mali,432,Africa,2,4,2019-03-01 00:00:00.000,2019-03-31 00:00:00.000,\
0,0,2,0,2,5,2,432,\r
900002.0,IRQ-2003-1-1-1,2003.0,True,Clear,1.0,1,1.0,Australia - Iraq,2,2.0,\"Government of Australia, \
Government of United Kingdom - Government of Iraq\",3,3.0,\"Government of Australia, Government of \
United Kingdom\",4,4.0,Government of Iraq,-1.0,AP 2003-03-22;AFP 2003-03-23,,,,,2.0,Umm Qasr,,Basra \
province,,30.03,47.92,,172895.0,Iraq,645.0,Middle East,1.0,2.0,2003-03-21,2003-03-23,1.0,10.0,3.0,1.0,\
15.0,14.0,16.0,900,645\n";

#[test]
fn one_sided_violence_and_a_battle() {
    insta::assert_snapshot!(lines(&FORMAT, &format!("\u{feff}{HEADER}\r\n{ROWS}")), @r#"
    {"uid":"ucdp:900001","title":"Government of Mali attacks civilians in Djenné","kind":"assault","modality":"actual","date":"2019-03","earliest":"2019-03-01","latest":"2019-03-31","precision":"month","place":{"name":"Djenné","country":"MLI","admin1":"Mopti region","admin2":"Djenné cercle","lat":13.9,"lon":-4.55,"radius_km":30.0},"actors":[{"name":"Government of Mali","role":"initiator","kind":"government","country":"MLI","deaths":0},{"name":"Civilians (Mali)","role":"victim","kind":"other","country":"MLI","surface":"Civilians","deaths":2}],"code":{"scheme":"ucdp","value":"3"},"goldstein":null,"deaths":{"low":2,"best":2,"high":5},"confidence":null,"review":"accepted","verification":"unverified","citations":[{"publisher":"Le Jour","title":"Deux morts; un blessé","published":"2019-03-04"},{"publisher":"Radio X","title":"Village, attacked","published":"2019-03"}],"tags":[],"extras":{"active_year":"1","code_status":"Clear","conflict_dset_id":"77","conflict_name":"Government of Mali - Civilians","conflict_new_id":"77","country":"Mali","country_id":"432","date_prec":"4","deaths_unknown":"0","dyad_dset_id":"88","dyad_name":"Government of Mali - Civilians","dyad_new_id":"88","event_clarity":"2","geom_wkt":"POINT (-4.55 13.9)","gwnoa":"432","number_of_sources":"2","priogrid_gid":"149752","region":"Africa","relid":"MLI-2019-3-1-1","side_a_dset_id":"72","side_a_new_id":"72","side_b_dset_id":"9999","side_b_new_id":"9999","source_original":"villagers","where_description":"Djenné (in the cercle)","where_prec":"3","year":"2019"}}
    {"uid":"ucdp:900002","title":"Government of Australia and Government of the United Kingdom and Government of Iraq fight near Umm Qasr","kind":"assault","modality":"actual","date":"2003-03-21/2003-03-23","earliest":"2003-03-21","latest":"2003-03-23","precision":"day","place":{"name":"Umm Qasr","country":"IRQ","admin1":"Basra province","lat":30.03,"lon":47.92,"radius_km":25.0},"actors":[{"name":"Government of Australia","role":"party","kind":"government","country":"AUS"},{"name":"Government of the United Kingdom","role":"party","kind":"government","country":"GBR","surface":"Government of United Kingdom"},{"name":"Government of Iraq","role":"party","kind":"government","country":"IRQ","deaths":10},{"name":"Civilians (Iraq)","role":"victim","kind":"other","country":"IRQ","surface":"Civilians","deaths":3}],"code":{"scheme":"ucdp","value":"1"},"goldstein":null,"deaths":{"best":15},"confidence":null,"review":"accepted","verification":"unverified","citations":[{"title":"AP 2003-03-22"},{"title":"AFP 2003-03-23"}],"tags":[],"extras":{"active_year":"True","code_status":"Clear","conflict_dset_id":"1","conflict_name":"Australia - Iraq","conflict_new_id":"1.0","country":"Iraq","country_id":"645.0","date_prec":"2.0","deaths_a":"1.0","deaths_unknown":"1.0","dyad_dset_id":"2","dyad_name":"Government of Australia, Government of United Kingdom - Government of Iraq","dyad_new_id":"2.0","event_clarity":"1.0","gwnoa":"900","gwnob":"645","high":"14.0","low":"16.0","number_of_sources":"-1.0","priogrid_gid":"172895.0","region":"Middle East","relid":"IRQ-2003-1-1-1","side_a_dset_id":"3","side_a_new_id":"3.0","side_b_dset_id":"4","side_b_new_id":"4.0","where_prec":"2.0","year":"2003.0"}}
    "#);
}

#[test]
fn the_older_form_and_candidates_are_known_by_their_columns_and_codes() {
    let old = "id,year,type_of_violence,side_a,side_b,date_prec,date_start,date_end,country,best_est,high_est,low_est";
    let row = "7,1991,2,Clan A,Clan B,5,1991-01-01,1991-12-31,Somalia,3,3,1";
    insta::assert_snapshot!(lines(&FORMAT, &format!("{old}\n{row}\n")), @r#"{"uid":"ucdp:7","title":"Clan A and Clan B fight in Somalia","kind":"assault","modality":"actual","date":"1991","earliest":"1991-01-01","latest":"1991-12-31","precision":"year","place":{"name":"Somalia","country":"SOM"},"actors":[{"name":"Clan A","role":"party","kind":"armed group"},{"name":"Clan B","role":"party","kind":"armed group"}],"code":{"scheme":"ucdp","value":"2"},"goldstein":null,"deaths":{"low":1,"best":3,"high":3},"confidence":null,"review":"accepted","verification":"unverified","citations":[],"tags":[],"extras":{"country":"Somalia","date_prec":"5","year":"1991"}}"#);
    let head = |text: &str| {
        let head = Head { text, ending: "csv".to_owned() };
        super::super::ALL.iter().find(|format| (format.recognise)(&head)).map(|format| format.name)
    };
    let text = format!("{HEADER}\n{ROWS}");
    assert_eq!(head(&format!("{old}\n{row}\n")), Some("ucdp"));
    assert_eq!(head(&text), Some("ucdp"));
    assert_eq!(head(&text.replace("1,Clear", "1,Check deaths")), Some("ucdp-candidate"));
    assert_eq!(head(&text.replace("MLI-2019-3-1-1", "MLI-2019-3-XXX1-1")), Some("ucdp-candidate"));
}

#[test]
fn bad_rows_say_what_and_where() {
    let header = "id,type_of_violence,side_a,side_b,date_start,date_end,country,latitude,longitude,best,deaths_a";
    let good = "1,1,A,B,2020-01-01,2020-01-02,Mali,1,2,3,1";
    let rows = [
        good.to_owned(),
        good.replace("1,1,A", "1.5,1,A"),
        good.replace("1,1,A", ",1,A"),
        good.replace("1,1,A", "1,4,A"),
        good.replace("2020-01-02", "2020-02-30"),
        good.replace("2020-01-02", "2019-12-31"),
        good.replace("Mali,1,2", "Mali,91,2"),
        good.replace("Mali,1,2", "Mali,1,"),
        good.replace("2,3,1", "2,-3,1"),
        good.replace("2,3,1", "2,3,99999999999"),
        good.replace(",A,", ",,"),
        format!("{good},more"),
        good.replace('A', "\0"),
    ];
    let mut text = format!("{header}\n{}\n", rows.join("\n")).into_bytes();
    text.extend(b"2,1,\xff,B,2020-01-01,2020-01-02,Mali,1,2,3,1\n");
    text.extend(good.as_bytes());
    insta::assert_snapshot!(reasons(&FORMAT, &text), @r#"
    line 3, column 1: id "1.5": expected a whole number, 0 or more
    line 4, column 1: id: every event has one
    line 5, column 2: type_of_violence "4": expected 1, 2 or 3
    line 6, column 6: date_end "2020-02-30": expected a day of the calendar, as in 2024-01-31
    line 7, column 6: date_end "2019-12-31": is before date_start
    line 8, column 8: place.lat "91": expected -90 to 90
    line 9, column 8: place "Mali": lat and lon come together
    line 10, column 10: best "-3": expected a whole number, 0 or more
    line 11, column 11: deaths_a "99999999999": expected a whole number, 0 or more
    line 12, column 3: actors: an actor needs a name
    line 13: 12 columns where the header has 11
    line 14: byte 4 of the row is NUL
    line 15: byte 4 of the row is not UTF-8
    "#);
    assert_eq!(read(&FORMAT, &text).iter().filter(|row| row.is_ok()).count(), 2);
}

#[test]
fn nothing_panics() {
    survives(&FORMAT, HEADER, ",");
}
