//! A damaged database is an error, never a crash.

use crate::{Backend, Place, event, import};
use annalist::domain::{Kind, Role};
use annalist::query::Filter;
use annalist::store::By;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, SmallInt};
use proptest::prelude::*;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = BigInt)]
    segment_id: i64,
    #[diesel(sql_type = SmallInt)]
    name: i16,
    #[diesel(sql_type = Binary)]
    data: Vec<u8>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_byte_that_has_flipped_is_no_crash(
        which in any::<proptest::sample::Index>(),
        at in any::<proptest::sample::Index>(),
        mask in 1..=255_u8,
    ) {
        let place = Place::new(Backend::Sqlite, "damage").unwrap();
        let events: Vec<_> = (1..=9)
            .map(|n| {
                let parties = [("Russia", Role::Initiator), ("Ukraine", Role::Victim)];
                let mut one = event(&format!("x:{n}"), "A drone hits a rail yard", Kind::ALL[n], "", &[]);
                one.date = format!("2025-12-0{n}").parse().ok();
                one.actors = event("", "", Kind::Other, "", &parties[..n % 3]).actors;
                one.tags = vec![format!("t{n}")];
                one
            })
            .collect();
        import(&mut place.open(), &events, &[]);

        let mut connection = SqliteConnection::establish(&place.url).unwrap();
        let columns: Vec<Column> = diesel::sql_query("SELECT segment_id, name, data FROM segment_columns")
            .load(&mut connection)
            .unwrap();
        let Column { segment_id, name, mut data } = columns.into_iter().nth(which.index(22)).unwrap();
        let at = at.index(data.len());
        data[at] ^= mask;
        diesel::sql_query("UPDATE segment_columns SET data = $1 WHERE segment_id = $2 AND name = $3")
            .bind::<Binary, _>(data)
            .bind::<BigInt, _>(segment_id)
            .bind::<SmallInt, _>(name)
            .execute(&mut connection)
            .unwrap();
        drop(connection);

        // Wrong answers cannot be excluded; that nothing panics can.
        let mut store = place.open();
        let all = Filter::everything();
        for query in ["", "actor:Ukraine", "since:2025-12-05", "drone", "\"rail yard\"", "tag:t3", "source:x"] {
            if let Ok(filter) = query.parse() {
                let _ = store.events(&filter, None);
            }
        }
        for by in By::ALL {
            let _ = store.count_by(&all, *by);
            let _ = store.count_by_two(&all, *by, By::Month);
        }
        let _ = (store.tally(&all), store.company(&all, 9), store.check(), store.find("x:3"));
        let _ = (store.undo(), store.events(&all, None));
    }
}
