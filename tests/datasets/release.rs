use crate::{Desk, UCDP, counts, real};
use annalist::domain::{Difference, Event, Verification};
use std::collections::BTreeMap;
use std::path::Path;

/// UCDP's file with other rows in it: a map from the event's id, as it stands there, to its cells.
struct Release {
    header: csv::StringRecord,
    rows: BTreeMap<String, Vec<String>>,
}

impl Release {
    fn of(path: &Path) -> Release {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().clone();
        let rows = reader.records().map(|row| {
            let cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            (cells[0].clone(), cells)
        });
        Release { header, rows: rows.collect() }
    }

    fn column(&self, name: &str) -> usize {
        self.header.iter().position(|column| column == name).unwrap()
    }

    /// The ids of the rows of a month.
    fn month(&self, month: &str) -> Vec<String> {
        let start = self.column("date_start");
        let of_month = |row: &&Vec<String>| row[start].starts_with(month);
        self.rows.values().filter(of_month).map(|row| row[0].clone()).collect()
    }

    fn write(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).unwrap();
        self.rows.values().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }
}

const CHANGED: usize = 40;
const DROPPED: usize = 25;
const NEW: usize = 10;

fn uid(id: &str) -> String {
    format!("ucdp:{}", id.trim_end_matches(".0"))
}

/// The newer release, and the uids of what it changes, drops and adds.
fn newer(old: &Path) -> (Release, [Vec<String>; 3]) {
    let mut release = Release::of(old);
    let [best, high] = ["best", "high"].map(|name| release.column(name));
    let changed = release.month("2022-11")[..CHANGED].to_vec();
    for id in &changed {
        let row = release.rows.get_mut(id).unwrap();
        row[best] = "999".to_owned();
        row[high] = "1000".to_owned();
    }
    let dropped = release.month("2023-03")[..DROPPED].to_vec();
    dropped.iter().for_each(|id| {
        release.rows.remove(id);
    });
    let like: Vec<Vec<String>> = release.rows.values().take(NEW).cloned().collect();
    let mut added = Vec::new();
    for (n, mut row) in like.into_iter().enumerate() {
        row[0] = format!("{}.0", 900_000 + n);
        added.push(row[0].clone());
        release.rows.insert(row[0].clone(), row);
    }
    let uids = [changed, dropped, added].map(|ids| ids.iter().map(|id| uid(id)).collect());
    (release, uids)
}

fn find<'e>(events: &'e [Event], uid: &str) -> &'e Event {
    &events[events.binary_search_by(|event| event.uid.as_str().cmp(uid)).unwrap()]
}

#[test]
fn a_newer_release_says_what_it_changes_and_withdraws() {
    let Some(old) = real(UCDP) else { return };
    let mut desk = Desk::new();
    let (release, [changed, dropped, added]) = newer(&old);
    let new = desk.file("newer.csv", release.write());
    let [all, k, m, n] = [7374, CHANGED, DROPPED, NEW].map(|n| n as u64);

    let first = desk.import(&old);
    let as_old = desk.events();
    let second = desk.import(&new);
    assert_eq!(counts(&second), [n, k, all - k - m, m]);
    desk.check();
    let as_new = desk.events();
    assert_eq!(as_new.len() as u64, all + n);
    for before in &as_old {
        let after = find(&as_new, &before.uid);
        let mut expected = before.clone();
        if changed.contains(&before.uid) {
            let deaths = expected.deaths.as_mut().unwrap();
            (deaths.best, deaths.high) = (Some(999), Some(1000));
            // A bound that contradicted the old estimate need not contradict the new one.
            (deaths.low, expected.extras) = (after.deaths.unwrap().low, after.extras.clone());
        }
        if dropped.contains(&before.uid) {
            expected.verification = Verification::Retracted;
        }
        assert_eq!(*after, expected);
    }
    let retracted = "status:retracted since:2023-03 until:2023-03".parse().unwrap();
    assert_eq!(desk.store.count(&retracted).unwrap(), m);
    let has_new = |uid: &String| as_new.iter().any(|event| event.uid == *uid);
    assert!(added.iter().all(has_new));

    // Field by field.
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let json = |event: &Event| serde_json::to_value(event).unwrap();
    desk.store
        .changed_by(second.id, |before, after| {
            let fields = Difference::between(&json(before), &json(after)).into_iter();
            told.insert(after.uid.clone(), fields.map(|one| one.field).collect());
            true
        })
        .unwrap();
    assert_eq!(told.len(), CHANGED + DROPPED);
    for uid in &changed {
        assert!(told[uid].iter().any(|field| field == "deaths.best"), "{:?}", told[uid]);
        let of_deaths = |field: &String| {
            field.starts_with("deaths.") || ["extras.high", "extras.low"].contains(&field.as_str())
        };
        assert!(told[uid].iter().all(of_deaths), "{:?}", told[uid]);
    }
    assert!(dropped.iter().all(|uid| told[uid] == ["verification"]));

    // The old release again: what it tells stands again; what only the newer told is withdrawn.
    let third = desk.import(&old);
    assert_eq!(counts(&third), [0, k + m, all - k - m, n]);
    let again = desk.events();
    assert!(as_old.iter().all(|event| find(&again, &event.uid) == event));
    assert!(added.iter().all(|uid| { find(&again, uid).verification == Verification::Retracted }));
    desk.check();
    desk.store.undo_import(third.id).unwrap();
    assert_eq!(desk.events(), as_new);
    desk.store.undo_import(second.id).unwrap();
    assert_eq!(desk.events(), as_old);
    desk.check();
    desk.store.undo_import(first.id).unwrap();
    assert_eq!(desk.events(), []);
    desk.check();
}

#[test]
fn a_release_between_two_others_is_taken_back() {
    let Some(old) = real(UCDP) else { return };
    let mut desk = Desk::new();
    let (release, _) = newer(&old);
    let new = desk.file("newer.csv", release.write());
    let first = desk.import(&old);
    let as_old = desk.events();
    let second = desk.import(&new);
    let third = desk.import(&old);
    desk.store.undo_import(second.id).unwrap();
    assert_eq!(desk.events(), as_old);
    desk.store.undo_import(first.id).unwrap();
    assert_eq!(desk.events(), as_old);
    desk.check();
    desk.store.undo_import(third.id).unwrap();
    assert_eq!(desk.events(), []);
    desk.check();
}

#[test]
fn the_newer_release_alone_is_what_is_left_without_the_older() {
    let Some(old) = real(UCDP) else { return };
    let (release, _) = newer(&old);
    let (mut alone, mut both) = (Desk::new(), Desk::new());
    let new = alone.file("newer.csv", release.write());
    alone.import(&new);
    let first = both.import(&old);
    both.import(&new);
    both.store.undo_import(first.id).unwrap();
    both.check();
    assert_eq!(both.events(), alone.events());
}

#[test]
fn an_analysts_word_on_a_withdrawn_event_outlasts_the_next_release() {
    let header = "id,type_of_violence,side_a,side_b,country,date_start,date_end,best\n";
    let row = |id: u32, best: u32| format!("{id},1,A,B,Mali,2024-02-0{id},2024-02-0{id},{best}\n");
    let release = |rows: &[String]| format!("{header}{}", rows.concat());
    let mut desk = Desk::new();
    let first = desk.file("1.csv", release(&[row(1, 5), row(2, 6), row(3, 7)]));
    let second = desk.file("2.csv", release(&[row(1, 5), row(3, 7)]));
    let third = desk.file("3.csv", release(&[row(1, 8), row(3, 7)]));
    desk.import(&first);
    assert_eq!(counts(&desk.import(&second)), [0, 0, 2, 1]);
    let mut entry = desk.store.resolve("ucdp:2").unwrap();
    assert_eq!(entry.event.verification, Verification::Retracted);
    entry.event.verification = Verification::Unverified;
    desk.store.change("tester", "edit", |writer| writer.replace(entry.id, &entry.event)).unwrap();
    assert_eq!(counts(&desk.import(&third)), [0, 1, 1, 0]);
    assert_eq!(desk.store.resolve("ucdp:2").unwrap(), entry);
    desk.check();
}

#[test]
fn a_list_of_deleted_events_withdraws_them() {
    let mut desk = Desk::new();
    let rows = "event_id_cnty,event_date,event_type,sub_event_type,actor1,fatalities\n\
        AAA1,2024-02-29,Battles,Armed clash,A,3\n\
        AAA2,2024-03-01,Protests,Peaceful protest,B,0\n\
        AAA3,2024-03-02,Battles,Armed clash,A,1\n";
    let events = desk.file("acled.csv", rows);
    let list =
        "event_id_cnty,deleted_timestamp\nAAA2,1708900000\nZZZ9,1708900001\nAAA2,1708900002\n";
    let list = desk.file("deleted.csv", list);
    desk.import(&events);
    let before = desk.events();
    let deleted = desk.import(&list);
    assert_eq!(counts(&deleted), [0, 0, 2, 1]);
    let mut expected = before.clone();
    expected[1].verification = Verification::Retracted;
    assert_eq!(desk.events(), expected);
    // Told again by the list, nothing more; told again by the dataset, it stands again.
    assert_eq!(counts(&desk.import(&list)), [0, 0, 3, 0]);
    let back = desk.import(&events);
    assert_eq!(counts(&back), [0, 1, 2, 0]);
    assert_eq!(desk.events(), before);
    desk.store.undo_import(back.id).unwrap();
    assert_eq!(desk.events(), expected);
    desk.store.undo_import(deleted.id).unwrap();
    assert_eq!(desk.events(), before);
    desk.check();
}
