use super::super::tests::{lines, read, reasons, survives};
use super::*;
use proptest::prelude::*;

const HEADER: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t\
    CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\t\
    Publisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

/// A meeting told twice, a statement to one whom nobody names between its halves.
const ROWS: &str = "\
20718170\t1995-01-01\tExtremist \"A\" (Russia)\tRadicals,Dissident\tRussian Federation\tConsult\t40\t1.0\t\
Boris Yeltsin\tElite,Executive\tRussian Federation\t28235806\t5\tThe Toronto Star\tMoscow\tNA\tMoskva\t\
Russian Federation\t55.7522\t37.6156\r
20718171\t1995-01-01\tGovernment (Bosnia and Herzegovina)\t\tBosnia and Herzegovina\tMake statement\t010\t\
0.0\tNA\tNA\tNA\t28235807\t1\tNA\tNA\tNA\tNA\tBosnia and Herzegovina\t44.0\t18.0
20718172\t1995-01-01\tBoris Yeltsin\tElite,Executive\tRussian Federation\tConsult\t40\t1.0\t\
Extremist \"A\" (Russia)\tRadicals,Dissident\tRussian Federation\t28235806\t5\tThe Toronto Star\tMoscow\t\
NA\tMoskva\tRussian Federation\t55.7522\t37.6156\n";

#[test]
fn a_meeting_told_twice_is_one_event_of_two_parties() {
    insta::assert_snapshot!(lines(&FORMAT, &format!("{HEADER}{ROWS}")), @r#"
    {"uid":"icews:20718170","title":"Extremist \"A\" (Russia) consults with Boris Yeltsin","kind":"consult","modality":"actual","date":"1995-01-01","earliest":"1995-01-01","latest":"1995-01-01","precision":"day","place":{"name":"Moscow","country":"RUS","admin1":"Moskva","lat":55.7522,"lon":37.6156},"actors":[{"name":"Extremist \"A\" (Russia)","role":"party","country":"RUS"},{"name":"Boris Yeltsin","role":"party","country":"RUS"}],"code":{"scheme":"cameo","value":"040"},"goldstein":1.0,"deaths":null,"confidence":null,"review":"accepted","verification":"unverified","citations":[{"publisher":"The Toronto Star","extras":{"Sentence Number":"5","Story ID":"28235806"}}],"tags":[],"extras":{"Country":"Russian Federation","Event ID (mirrored)":"20718172","Event Text":"Consult","Source Sectors":"Radicals,Dissident","Target Sectors":"Elite,Executive"}}
    {"uid":"icews:20718171","title":"Government (Bosnia and Herzegovina) makes a statement","kind":"statement","modality":"actual","date":"1995-01-01","earliest":"1995-01-01","latest":"1995-01-01","precision":"day","place":{"name":"Bosnia and Herzegovina","country":"BIH","lat":44.0,"lon":18.0,"radius_km":470.0},"actors":[{"name":"Government (Bosnia and Herzegovina)","role":"initiator","kind":"government","country":"BIH"}],"code":{"scheme":"cameo","value":"010"},"goldstein":0.0,"deaths":null,"confidence":null,"review":"accepted","verification":"unverified","citations":[{"extras":{"Sentence Number":"1","Story ID":"28235807"}}],"tags":[],"extras":{"Country":"Bosnia and Herzegovina","Event Text":"Make statement"}}
    "#);
}

/// A row of a story: who, to whom, and about what.
fn row(id: usize, source: &str, target: &str, story: usize) -> String {
    format!(
        "{id}\t2020-01-01\t{source}\t\t\tConsult\t040\t1\t{target}\t\t\t{story}\t1\t\t\t\t\t\t\t\n"
    )
}

fn parties(text: &str) -> Vec<(String, usize)> {
    let rows = read(&FORMAT, text.as_bytes()).into_iter();
    let events = rows.map(|row| match row.unwrap().record {
        Record::Event(event) => *event,
        other => panic!("{other:?}"),
    });
    events
        .map(|event| {
            let both = event.actors.iter().filter(|actor| actor.role == Role::Party);
            (event.uid, both.count())
        })
        .collect()
}

#[test]
fn mirrors_are_looked_for_so_far_and_no_farther() {
    for (between, mirrored) in [(0, true), (AHEAD - 1, true), (AHEAD + 1, false)] {
        let others = (0..between).map(|i| row(10 + i, "C", "D", i));
        let text: String = [HEADER.to_owned(), row(1, "A", "B", 5_000)]
            .into_iter()
            .chain(others)
            .chain([row(2, "B", "A", 5_000)])
            .collect();
        let events = parties(&text);
        assert_eq!(events[0], ("icews:1".to_owned(), if mirrored { 2 } else { 0 }), "{between}");
        assert_eq!(events.len(), between + if mirrored { 1 } else { 2 });
    }
}

#[test]
fn each_row_mirrors_one_and_nobody_meets_himself() {
    let text = [
        HEADER.to_owned(),
        row(1, "A", "B", 1),
        row(2, "A", "B", 1),
        row(3, "B", "A", 1),
        row(4, "B", "A", 1),
        row(5, "A", "A", 1),
        row(6, "A", "A", 1),
        row(7, "B", "A", 2),
    ];
    let counts: Vec<usize> = parties(&text.concat()).into_iter().map(|(_, both)| both).collect();
    assert_eq!(counts, [2, 2, 0, 0, 0]);
}

proptest! {
    #[test]
    fn no_row_is_lost(pairs in proptest::collection::vec((0..3usize, 0..3usize, 0..2usize), 0..40)) {
        let names = ["A", "B", "C"];
        let rows = pairs.iter().enumerate().map(|(i, (a, b, story))| row(i, names[*a], names[*b], *story));
        let text: String = [HEADER.to_owned()].into_iter().chain(rows).collect();
        let events = parties(&text);
        let rows: usize = events.iter().map(|(_, both)| if *both == 2 { 2 } else { 1 }).sum();
        prop_assert_eq!(rows, pairs.len());
    }
}

#[test]
fn bad_rows_say_what_and_where() {
    let good = row(1, "A", "B", 1);
    let rows = [
        good.clone(),
        good.replace("040", "999"),
        good.replace("2020-01-01", "2020-13-01"),
        good.replace("\t1\tB", "\t11\tB"),
        good.replace('\t', ","),
    ];
    insta::assert_snapshot!(reasons(&FORMAT, format!("{HEADER}{}", rows.concat()).as_bytes()), @r#"
    line 3, column 7: CAMEO Code "999": is no code of CAMEO
    line 4, column 2: Event Date "2020-13-01": expected a day of the calendar, as in 2024-01-31
    line 5, column 8: goldstein "11": expected -10 to 10
    line 6: 1 columns where the header has 20
    "#);
}

#[test]
fn nothing_panics() {
    survives(&FORMAT, HEADER, "\t");
}
