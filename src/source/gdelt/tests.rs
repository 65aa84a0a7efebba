use super::super::tests::read;
use super::*;
use crate::domain::{ActorKind, Edtf, Event, Place, Role};
use crate::source::{Reject, Row};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of real files, which are not part of the project.
fn real(name: &str) -> Option<Vec<u8>> {
    let given = std::env::var_os("ANNALIST_REAL").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let mut folders = given.into_iter().chain(above.map(|dir| dir.join("shared/real")));
    let file = folders.find(|dir| dir.is_dir()).map(|dir| dir.join("gdelt").join(name));
    assert!(file.is_some() || std::env::var_os("CI").is_none(), "the real files are missing");
    if file.is_none() {
        println!("skipped: set ANNALIST_REAL to the folder of real files");
    }
    file.map(|file| fs::read(file).unwrap())
}

fn event(row: Result<Row, Reject>) -> Event {
    match row.unwrap().record {
        Record::Event(event) => *event,
        other => panic!("{other:?}"),
    }
}

/// The columns of a place in a row: its own text, or what stands for it.
fn place_columns(event: &Event, name: &str, width: usize) -> Vec<String> {
    let text = event.extras.get(name).unwrap_or_default();
    if text.is_empty() {
        let none = "0".to_owned();
        return std::iter::once(none).chain(vec![String::new(); width - 1]).collect();
    }
    if text == "ActionGeo" {
        return place_columns(event, text, width);
    }
    // The name may hold `|` itself.
    let (sort, rest) = text.split_once('|').unwrap();
    let mut cells: Vec<String> = rest.rsplitn(width - 1, '|').map(str::to_owned).collect();
    cells.push(sort.to_owned());
    cells.reverse();
    if let Some(place) =
        event.place.as_ref().filter(|_| name == "ActionGeo" && !matches!(sort, "" | "0"))
    {
        let mut told = |i: usize, text: String| {
            if cells[i].is_empty() {
                cells[i] = text;
            }
        };
        told(1, full_name(place, sort));
        told(width - 3, place.lat.map(|lat| lat.to_string()).unwrap_or_default());
        told(width - 2, place.lon.map(|lon| lon.to_string()).unwrap_or_default());
    }
    cells
}

fn full_name(place: &Place, sort: &str) -> String {
    let unit =
        place.admin1.as_deref().filter(|unit| !matches!(sort, "2" | "5") || *unit != place.name);
    let country = place.country.as_deref().and_then(crate::coding::country);
    let country = country.map(|country| country.name.as_str()).filter(|_| sort != "1");
    [Some(place.name.as_str()), unit, country].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The row that an event was read from, from nothing but the event.
fn columns(event: &Event, layout: &row::Layout) -> Vec<String> {
    let extra = |name: &str| event.extras.get(name).unwrap_or_default().to_owned();
    let or = |name: &str, derived: String| match event.extras.get(name) {
        Some(value) => value.to_owned(),
        None => derived,
    };
    let date = event.date.as_ref().unwrap().to_string().replace('-', "");
    let [month, day] = [4, 6].map(|at| date[at..at + 2].parse::<u32>().unwrap());
    let fraction = f64::from((month - 1) * 30 + day) / 365.0;
    let fraction = format!("{}{}", &date[..4], &format!("{fraction:.4}")[1..]);
    let mut row = vec![
        event.uid.strip_prefix("gdelt:").unwrap().to_owned(),
        date.clone(),
        or("MonthYear", date[..6].to_owned()),
        or("Year", date[..4].to_owned()),
        or("FractionDate", fraction.trim_end_matches('0').to_owned()),
    ];
    for (role, i) in [(Role::Initiator, 1), (Role::Recipient, 2)] {
        let actor = event.actors.iter().find(|actor| actor.role == role);
        let country = actor
            .filter(|actor| actor.kind == Some(ActorKind::Country))
            .and_then(|actor| actor.country.clone());
        let code = or(&format!("Actor{i}Code"), country.unwrap_or_default());
        let mut derived = [""; codes::COLUMNS];
        codes::columns(&code).for_each(|(column, letters)| derived[column] = letters);
        row.push(code.clone());
        row.push(actor.and_then(|actor| actor.surface.clone()).unwrap_or_default());
        let rest = or(&format!("Actor{i}Codes"), derived.join("|"));
        row.extend(rest.split('|').map(str::to_owned));
    }
    let code = event.code.as_ref().unwrap().value.clone();
    let goldstein = |number: f64| match layout.geo {
        7 => number.to_string(),
        _ => format!("{number:.1}"),
    };
    row.extend([
        extra("IsRootEvent"),
        code.to_string(),
        or("EventBaseCode", code[..code.len().min(3)].to_owned()),
        or("EventRootCode", code[..2].to_owned()),
        or("QuadClass", crate::coding::cameo(&code).unwrap().quad.to_string()),
        or("GoldsteinScale", event.goldstein.map(goldstein).unwrap_or_default()),
        extra("NumMentions"),
        extra("NumSources"),
        extra("NumArticles"),
        extra("AvgTone"),
    ]);
    for name in ["Actor1Geo", "Actor2Geo", "ActionGeo"] {
        row.extend(place_columns(event, name, layout.geo));
    }
    match event.citations.first() {
        Some(citation) => {
            let added = citation.published.as_ref().unwrap().to_string();
            row.push(added.chars().filter(char::is_ascii_digit).collect());
            row.push(citation.url.clone().or(citation.publisher.clone()).unwrap());
        }
        None => row.push(extra("DATEADDED")),
    }
    row
}

/// Reads a file of events whole and writes it again.
fn comes_back(format: &Format, layout: &row::Layout, file: &str, rows: usize) -> Vec<Event> {
    let Some(bytes) = real(file) else { return Vec::new() };
    let events: Vec<Event> = read(format, &bytes).into_iter().map(event).collect();
    assert_eq!(events.len(), rows);
    let text = String::from_utf8(bytes).unwrap();
    for (line, event) in text.lines().zip(&events) {
        let row = columns(event, layout);
        let given: Vec<&str> = line.split('\t').collect();
        for (i, (ours, theirs)) in row.iter().zip(&given).enumerate() {
            assert_eq!(ours, theirs, "{} {}\n{event:#?}", given[0], layout.names[i]);
        }
        assert_eq!(row.len(), given.len());
    }
    events
}

#[test]
fn every_column_of_every_real_row_comes_back() {
    comes_back(&EVENTS_2, &row::EVENTS_2, "20180101000000.export.CSV", 2414);
    comes_back(&EVENTS_2, &row::EVENTS_2, "gdelt2-sample.export.CSV", 100);
    comes_back(&EVENTS_1, &row::EVENTS_1, "gdelt1-sample-57-and-58-columns.export.CSV", 100);
}

/// A row of GDELT 2.0 with some columns, from 1, set otherwise.
fn row_with(changes: &[(usize, &str)]) -> Vec<u8> {
    let row = "719024876\t20171202\t201712\t2017\t2017.9096\tCOP\tPOLICE\t\t\t\t\t\tCOP\t\t\tAUS\tMELBOURNE\t\
        AUS\t\t\t\t\t\t\t\t0\t130\t130\t13\t3\t-4.4\t2\t1\t2\t-9.765625\t1\tAustralia\tAS\tAS\t\t-27\t133\tAS\t0\t\
        \t\t\t\t\t\t\t1\tAustralia\tAS\tAS\t\t-27\t133\tAS\t20180101000000\thttp://www.example.org/a";
    let mut cells: Vec<&str> = row.split('\t').collect();
    for (column, value) in changes {
        cells[column - 1] = value;
    }
    cells.join("\t").into_bytes()
}

/// The reasons for which the rows of a text are rejected.
fn reasons(format: &Format, text: &[u8]) -> String {
    let rejects = read(format, text).into_iter().filter_map(Result::err);
    rejects.map(|reject| reject.to_string()).collect::<Vec<_>>().join("\n")
}

#[test]
fn bad_rows_say_what_and_where_and_the_others_are_read() {
    let mut text = b"\xef\xbb\xbf".to_vec();
    let good = row_with(&[]);
    for row in [
        good.clone(),
        row_with(&[(1, "x1")]),
        row_with(&[(2, "20171302")]),
        row_with(&[(2, "2017-12-02")]),
        row_with(&[(4, "twenty")]),
        row_with(&[(5, "")]),
        row_with(&[(26, "2")]),
        row_with(&[(27, "---")]),
        row_with(&[(27, "")]),
        row_with(&[(31, "-10.5")]),
        row_with(&[(32, "1.5")]),
        row_with(&[(35, "NaN")]),
        row_with(&[(41, "95")]),
        row_with(&[(52, "7")]),
        row_with(&[(58, "-180.5")]),
        row_with(&[(60, "20180101250000")]),
        row_with(&[(61, "a\tb")]),
        good[..200].to_vec(),
        b"\"quoted\"".to_vec(),
        [&good[..30], b"\xff", &good[30..]].concat(),
        [&good[..60], b"\0", &good[60..]].concat(),
        row_with(&[(7, "\"POLICE\""), (61, "a \"b\"")]),
        good,
    ] {
        text.extend(row);
        text.extend(b"\r\n");
    }
    insta::assert_snapshot!(reasons(&EVENTS_2, &text), @r#"
    line 2, column 1: GLOBALEVENTID "x1": expected a number
    line 3, column 2: SQLDATE "20171302": expected a day as YYYYMMDD
    line 4, column 2: SQLDATE "2017-12-02": expected a day as YYYYMMDD
    line 5, column 4: Year "twenty": expected a number
    line 6, column 5: FractionDate "": expected a number
    line 7, column 26: IsRootEvent "2": expected 0 or 1
    line 8, column 27: EventCode "---": no event code of CAMEO
    line 9, column 27: EventCode "": no event code of CAMEO
    line 10, column 31: GoldsteinScale "-10.5": expected a number from -10 to 10
    line 11, column 32: NumMentions "1.5": expected a whole number
    line 12, column 35: AvgTone "NaN": expected a number
    line 13, column 41: Actor1Geo_Lat "95": expected degrees from -90 to 90
    line 14, column 52: ActionGeo_Type "7": expected 1 to 5, or 0 for no place
    line 15, column 58: ActionGeo_Long "-180.5": expected degrees from -180 to 180
    line 16, column 60: DATEADDED "20180101250000": expected a time as YYYYMMDDHHMMSS
    line 17: 62 columns between tabs where a GDELT 2.0 event has 61
    line 18: 60 columns between tabs where a GDELT 2.0 event has 61
    line 19: 1 column between tabs where a GDELT 2.0 event has 61
    line 20, column 4: Year: byte 30 of the row is not UTF-8
    line 21, column 13: Actor1Type1Code: byte 60 of the row is NUL
    "#);
    let good: Vec<Event> =
        read(&EVENTS_2, &text).into_iter().filter(Result::is_ok).map(event).collect();
    assert_eq!(good.len(), 3);
    assert_eq!(good[1].actors[0].surface.as_deref(), Some("\"POLICE\""));
    assert_eq!(good[1].citations[0].publisher.as_deref(), Some("a \"b\""));
}

#[test]
fn titles_and_actors() {
    let lines: Vec<String> = [
        row_with(&[]),
        row_with(&[(6, "USA"), (7, "WASHINGTON"), (27, "112"), (16, "RUSGOV"), (17, "RUSSIA")]),
        row_with(&[(6, "USAGOV"), (7, "BARACK OBAMA"), (27, "042"), (16, ""), (17, "")]),
        row_with(&[(6, ""), (7, ""), (27, "173"), (16, "EDU"), (17, "STUDENT")]),
        row_with(&[(6, "IGOUNO"), (7, "THE UN"), (27, "0231"), (16, "kur"), (17, "KURD")]),
        row_with(&[(6, "CHRCTH"), (7, "THE POPE"), (38, ""), (16, "GOV"), (17, "INTERIOR MINIST")]),
        row_with(&[(6, "USACOP"), (7, "DENVER"), (37, "Denver, Colorado, United States")]),
        row_with(&[
            (6, ""),
            (7, ""),
            (16, ""),
            (17, ""),
            (52, "4"),
            (53, "Perth, Western Australia, Australia"),
        ]),
    ]
    .into_iter()
    .map(|row| {
        let event = event(read(&EVENTS_2, &row).remove(0));
        let names: Vec<&str> = event.actors.iter().map(|actor| actor.name.as_str()).collect();
        format!("{} ({})", event.title, names.join("; "))
    })
    .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    Police threaten Australia (Police (Australia); Australia)
    United States accuses Government of Russia in Australia (United States; Government of Russia)
    Barack Obama makes a visit in Australia (Barack Obama)
    Arrest or charge: student in Australia (Student (country unknown))
    UN seeks economic aid from Kurd in Australia (UN; Kurd)
    Pope threatens interior ministry in Australia (Pope; Interior ministry (country unknown))
    Police threaten Australia (Police (United States); Australia)
    Threat in Perth, Australia ()
    ");
}

#[test]
fn a_row_of_each_table() {
    let shown = |format: &Format, row: &[u8]| match read(format, row).remove(0).unwrap().record {
        Record::Event(event) => serde_json::to_string_pretty(&event).unwrap(),
        Record::Citation { uid, citation } => {
            format!("{uid} {}", serde_json::to_string_pretty(&citation).unwrap())
        }
        other => panic!("{other:?}"),
    };
    insta::assert_snapshot!(shown(&EVENTS_2, &row_with(&[])), @r#"
    {
      "uid": "gdelt:719024876",
      "title": "Police threaten Australia",
      "kind": "threaten",
      "modality": "actual",
      "date": "2017-12-02",
      "earliest": "2017-12-02",
      "latest": "2017-12-02",
      "precision": "day",
      "place": {
        "name": "Australia",
        "country": "AUS",
        "lat": -27.0,
        "lon": 133.0,
        "radius_km": 500.0
      },
      "actors": [
        {
          "name": "Police (Australia)",
          "role": "initiator",
          "kind": "organisation",
          "country": "AUS",
          "surface": "POLICE"
        },
        {
          "name": "Australia",
          "role": "recipient",
          "kind": "country",
          "country": "AUS",
          "surface": "MELBOURNE"
        }
      ],
      "code": {
        "scheme": "cameo",
        "value": "130"
      },
      "goldstein": -4.4,
      "deaths": null,
      "confidence": null,
      "review": "accepted",
      "verification": "unverified",
      "citations": [
        {
          "publisher": "example.org",
          "url": "http://www.example.org/a",
          "published": "2018-01-01T00:00:00Z"
        }
      ],
      "tags": [],
      "extras": {
        "ActionGeo": "1||AS|AS||||AS",
        "Actor1Code": "COP",
        "Actor1Geo": "ActionGeo",
        "AvgTone": "-9.765625",
        "IsRootEvent": "0",
        "NumArticles": "2",
        "NumMentions": "2",
        "NumSources": "1"
      }
    }
    "#);
    let first = "253488869\t20130402\t201304\t2013\t2013.2521\tSCGSRB\tSERBIA\tSRB\t\t\t\t\t\t\t\t srp\tSERBS\t\t\t\
        srp\t\t\t\t\t\t1\t141\t141\t14\t3\t-6.5\t6\t1\t6\t0\t4\tTajura, Libya (general), Libya\tLY\tLY00\t\
        32.8817\t13.3506\t-3178548\t4\tTajura, Libya (general), Libya\tLY\tLY00\t32.8817\t13.3506\t-3178548\t\
        4\tTataouine, Tatawin, Tunisia\tTS\tTS34\t32.9297\t10.4518\t-731465\t20130401\tBBC Monitoring";
    insta::assert_snapshot!(shown(&EVENTS_1, first.as_bytes()), @r#"
    {
      "uid": "gdelt:253488869",
      "title": "Serbia demonstrates against Serbs in Tataouine, Tunisia",
      "kind": "protest",
      "modality": "actual",
      "date": "2013-04-02",
      "earliest": "2013-04-02",
      "latest": "2013-04-02",
      "precision": "day",
      "place": {
        "name": "Tataouine",
        "country": "TUN",
        "admin1": "Tatawin",
        "lat": 32.9297,
        "lon": 10.4518,
        "radius_km": 10.0
      },
      "actors": [
        {
          "name": "Serbia",
          "role": "initiator",
          "kind": "country",
          "country": "SRB",
          "surface": "SERBIA"
        },
        {
          "name": "Serbs",
          "role": "recipient",
          "kind": "other",
          "surface": "SERBS"
        }
      ],
      "code": {
        "scheme": "cameo",
        "value": "141"
      },
      "goldstein": -6.5,
      "deaths": null,
      "confidence": null,
      "review": "accepted",
      "verification": "unverified",
      "citations": [
        {
          "publisher": "BBC Monitoring",
          "published": "2013-04-01"
        }
      ],
      "tags": [],
      "extras": {
        "ActionGeo": "4||TS|TS34|||-731465",
        "Actor1Code": "SCGSRB",
        "Actor1Codes": "SRB|||||||",
        "Actor1Geo": "4|Tajura, Libya (general), Libya|LY|LY00|32.8817|13.3506|-3178548",
        "Actor2Code": " srp",
        "Actor2Geo": "4|Tajura, Libya (general), Libya|LY|LY00|32.8817|13.3506|-3178548",
        "AvgTone": "0",
        "IsRootEvent": "1",
        "NumArticles": "6",
        "NumMentions": "6",
        "NumSources": "1"
      }
    }
    "#);
    let mention = "410412347\t20150218230000\t20150218231500\t1\texample.org\thttp://www.example.org/a\t19\t-1\t\
        4594\t4634\t1\t50\t6665\t-4.4776119402985\t\t";
    insta::assert_snapshot!(shown(&MENTIONS, mention.as_bytes()), @r#"
    gdelt:410412347 {
      "publisher": "example.org",
      "url": "http://www.example.org/a",
      "published": "2015-02-18T23:15:00Z",
      "extras": {
        "ActionCharOffset": "4634",
        "Actor1CharOffset": "-1",
        "Actor2CharOffset": "4594",
        "Confidence": "50",
        "EventTimeDate": "20150218230000",
        "InRawText": "1",
        "MentionDocLen": "6665",
        "MentionDocTone": "-4.4776119402985",
        "MentionType": "1",
        "SentenceID": "19"
      }
    }
    "#);
}

#[test]
fn a_bad_mention_says_what_and_where() {
    let mention =
        "410412347\t20150218230000\t20150229000000\t1\ta\tb\t19\t-1\t1\t1\t1\t50\t1\t0\t\t";
    let word = mention.replace("0229000000", "0218000000").replace("\t19\t", "\tx\t");
    let text = [mention, &word, "1\t2", "a\tb"].join("\n");
    insta::assert_snapshot!(reasons(&MENTIONS, text.as_bytes()), @r#"
    line 1, column 3: MentionTimeDate "20150229000000": expected a time as YYYYMMDDHHMMSS
    line 2, column 7: SentenceID "x": expected a number
    line 3: 2 columns between tabs where a GDELT mention has 16
    line 4: 2 columns between tabs where a GDELT mention has 16
    "#);
}

#[test]
fn real_mentions_are_read_whole() {
    let Some(bytes) = real("gdelt2-sample.mentions.CSV") else { return };
    let records: Vec<Record> =
        read(&MENTIONS, &bytes).into_iter().map(|row| row.unwrap().record).collect();
    assert_eq!(records.len(), 100);
    for (line, record) in String::from_utf8(bytes).unwrap().lines().zip(records) {
        let Record::Citation { uid, citation } = record else { panic!() };
        let digits = |date: &Edtf| date.to_string().chars().filter(char::is_ascii_digit).collect();
        let published: String = digits(citation.published.as_ref().unwrap());
        let given: Vec<&str> = line.split('\t').collect();
        for (name, value) in row::MENTIONS.names.iter().zip(given) {
            let ours = match *name {
                "GLOBALEVENTID" => uid.strip_prefix("gdelt:"),
                "MentionTimeDate" => Some(published.as_str()),
                "MentionSourceName" => citation.publisher.as_deref(),
                "MentionIdentifier" => citation.url.as_deref().or(citation.title.as_deref()),
                "EventTimeDate" => citation.extras.get(name).or(Some(&published)),
                _ => citation.extras.get(name),
            };
            assert_eq!(ours.unwrap_or_default(), value, "{name}");
        }
    }
}

proptest! {
    #[test]
    fn no_value_panics(column in 1..62usize, value in "[ -~\u{0}é\u{300}]{0,12}", cut in 0..400usize) {
        let row = row_with(&[(column, &value)]);
        for format in [&EVENTS_1, &EVENTS_2, &MENTIONS] {
            read(format, &row);
            read(format, &row[..cut.min(row.len())]);
        }
    }
}

/// How fast rows are found and read: `cargo test --release gdelt -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let Some(bytes) = real("20180101000000.export.CSV") else { return };
    let bytes = bytes.repeat(100);
    let input = || Input { reader: Box::new(std::io::Cursor::new(bytes.clone())), published: None };
    let time = |what: &str, rows: usize, work: &mut dyn FnMut()| {
        let start = std::time::Instant::now();
        work();
        let seconds = start.elapsed().as_secs_f64();
        println!("{what}: {:.0} rows a second", rows as f64 / seconds);
    };
    for _ in 0..3 {
        let mut rows = (EVENTS_2.open)(input()).unwrap();
        let reader = rows.reader();
        let mut found = Vec::new();
        time("find", 241_400, &mut || found = std::iter::from_fn(|| rows.next_raw()).collect());
        time("read", 241_400, &mut || {
            for raw in &found {
                std::hint::black_box(reader(raw.as_ref().unwrap()).unwrap());
            }
        });
    }
}
