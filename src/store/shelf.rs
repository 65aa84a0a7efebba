//! Segments in the database: listed, read as far as is asked, written, taken out.

use super::connection::Db;
use super::rows::word;
use super::schema::{segment_columns, segment_pages, segments};
use super::segment::{
    Bits, Encoded, Hits, Meta, Needs, Question, Segment, UidRange, column, look_up, look_up_start,
};
use super::{Result, StoreError};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

/// A segment's line in the database.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = segments)]
struct Row {
    id: i64,
    layer: String,
    size: i64,
    first_id: i64,
    last_id: i64,
    first_day: Option<i64>,
    last_day: Option<i64>,
    uid_prefix: String,
    first_uid: Option<i64>,
    last_uid: Option<i64>,
    first_change: i64,
    last_change: i64,
    hidden: i64,
}

impl Row {
    fn new(meta: &Meta) -> Row {
        Row {
            id: meta.id,
            layer: meta.layer.to_string(),
            size: meta.rows as i64,
            first_id: meta.first_id,
            last_id: meta.last_id,
            first_day: meta.first_day.map(i64::from),
            last_day: meta.last_day.map(i64::from),
            uid_prefix: meta.uids.prefix.clone(),
            first_uid: meta.uids.numbers.map(|(first, _)| first),
            last_uid: meta.uids.numbers.map(|(_, last)| last),
            first_change: meta.first_change,
            last_change: meta.last_change,
            hidden: meta.hidden as i64,
        }
    }

    fn meta(self) -> Result<Meta> {
        let day = |day: Option<i64>| day.and_then(|day| i32::try_from(day).ok());
        let size = |n: i64| {
            usize::try_from(n).map_err(|_| StoreError::Corrupt(format!("segment {}", self.id)))
        };
        Ok(Meta {
            id: self.id,
            layer: word(&self.layer)?,
            rows: size(self.size)?,
            first_id: self.first_id,
            last_id: self.last_id,
            first_day: day(self.first_day),
            last_day: day(self.last_day),
            uids: UidRange { prefix: self.uid_prefix, numbers: self.first_uid.zip(self.last_uid) },
            first_change: self.first_change,
            last_change: self.last_change,
            hidden: size(self.hidden)?,
        })
    }
}

/// All segments, in the order of their first days.
pub(super) fn metas(db: &mut Db) -> Result<Vec<Meta>> {
    let rows: Vec<Row> = segments::table.order_by((segments::first_day, segments::id)).load(db)?;
    let mut metas: Vec<Meta> = rows.into_iter().map(Row::meta).collect::<Result<_>>()?;
    // Backends put what is missing first or last.
    metas.sort_by_key(|meta| meta.first_day);
    Ok(metas)
}

/// A segment with what is needed of it.
pub(super) fn read(db: &mut Db, meta: &Meta, needs: &Needs) -> Result<Segment> {
    let mut hits = HashMap::new();
    for stem in &needs.stems {
        if let Some(start) = stem.strip_suffix('*') {
            hits.insert(stem.clone(), starting(db, meta, start)?);
            continue;
        }
        let page: Option<Vec<u8>> = segment_pages::table
            .filter(segment_pages::segment_id.eq(meta.id))
            .filter(segment_pages::first_stem.le(stem.as_bytes().to_vec()))
            .order_by(segment_pages::first_stem.desc())
            .select(segment_pages::data)
            .first(db)
            .optional()?;
        if let Some(page) = page {
            let found = look_up(&page, stem);
            let torn = || StoreError::Corrupt(format!("segment {}, stem {stem}", meta.id));
            hits.insert(stem.clone(), found.ok_or_else(torn)?);
        }
    }
    let mut needs = needs.clone();
    needs.hits(hits.values());
    let names: Vec<i16> = needs.columns.into_iter().collect();
    let columns: Vec<(i16, Vec<u8>)> = segment_columns::table
        .filter(segment_columns::segment_id.eq(meta.id))
        .filter(segment_columns::name.eq_any(names))
        .select((segment_columns::name, segment_columns::data))
        .load(db)?;
    Ok(Segment::new(meta.clone(), columns.into_iter().collect(), hits))
}

/// Where stems stand in a segment that start so.
fn starting(db: &mut Db, meta: &Meta, start: &str) -> Result<Hits> {
    let torn = || StoreError::Corrupt(format!("segment {}, stems {start}*", meta.id));
    let own = || segment_pages::table.filter(segment_pages::segment_id.eq(meta.id));
    // The page in which such stems begin, and those that begin with such stems.
    let first: Option<Vec<u8>> = own()
        .filter(segment_pages::first_stem.le(start.as_bytes().to_vec()))
        .order_by(segment_pages::first_stem.desc())
        .select(segment_pages::data)
        .first(db)
        .optional()?;
    let mut end = start.as_bytes().to_vec();
    end.push(0xff); // no byte of UTF-8
    let rest: Vec<Vec<u8>> = own()
        .filter(segment_pages::first_stem.gt(start.as_bytes().to_vec()))
        .filter(segment_pages::first_stem.lt(end))
        .select(segment_pages::data)
        .load(db)?;
    let mut found = Hits::new();
    for page in first.iter().chain(&rest) {
        found.extend(look_up_start(page, start).ok_or_else(torn)?);
    }
    Ok(found)
}

/// Puts a question to each segment that may answer it, in the order of their first days, with what
/// else is needed of those; stops where `each` says so.
pub(super) fn ask(
    db: &mut Db,
    question: &Question,
    mut needs: Needs,
    mut each: impl FnMut(&mut Db, &Segment, Bits) -> Result<bool>,
) -> Result<()> {
    let asked = question.needs();
    needs.columns.extend(&asked.columns);
    needs.stems.extend(asked.stems);
    needs.phrases |= asked.phrases;
    for meta in metas(db)? {
        if !meta.layer.is_of_events()
            || meta.hidden == meta.rows
            || question.passes_over(meta.first_day, meta.last_day)
        {
            continue;
        }
        let segment = read(db, &meta, &needs)?;
        let rows = question.rows(&segment)?;
        if !rows.is_empty() && !each(db, &segment, rows)? {
            break;
        }
    }
    Ok(())
}

/// Writes a segment and gives its number.
pub(super) fn write(db: &mut Db, encoded: &Encoded) -> Result<i64> {
    let last: Option<i64> = segments::table.select(max(segments::id)).first(db)?;
    let id = last.unwrap_or(0) + 1;
    let row = Row::new(&Meta { id, ..encoded.meta.clone() });
    diesel::insert_into(segments::table).values(row).execute(db)?;
    for (name, data) in &encoded.columns {
        diesel::insert_into(segment_columns::table)
            .values((
                segment_columns::segment_id.eq(id),
                segment_columns::name.eq(name),
                segment_columns::data.eq(data),
            ))
            .execute(db)?;
    }
    for (first, data) in &encoded.pages {
        diesel::insert_into(segment_pages::table)
            .values((
                segment_pages::segment_id.eq(id),
                segment_pages::first_stem.eq(first),
                segment_pages::data.eq(data),
            ))
            .execute(db)?;
    }
    Ok(id)
}

/// Takes a segment out.
pub(super) fn delete(db: &mut Db, id: i64) -> Result<()> {
    diesel::delete(segment_pages::table.filter(segment_pages::segment_id.eq(id))).execute(db)?;
    diesel::delete(segment_columns::table.filter(segment_columns::segment_id.eq(id)))
        .execute(db)?;
    diesel::delete(segments::table.find(id)).execute(db)?;
    Ok(())
}

/// Says which rows of a segment a later telling hides.
pub(super) fn hide(db: &mut Db, id: i64, hidden: &Bits) -> Result<()> {
    let at = segment_columns::table.find((id, column::HIDDEN));
    diesel::delete(at).execute(db)?;
    if !hidden.is_empty() {
        diesel::insert_into(segment_columns::table)
            .values((
                segment_columns::segment_id.eq(id),
                segment_columns::name.eq(column::HIDDEN),
                segment_columns::data.eq(hidden.to_bytes()),
            ))
            .execute(db)?;
    }
    diesel::update(segments::table.find(id))
        .set(segments::hidden.eq(hidden.count() as i64))
        .execute(db)?;
    Ok(())
}
