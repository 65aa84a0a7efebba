//! A filter as SQL: one predicate on `events`, built of sub-selects that each stay with one event.

use super::Result;
use super::connection::{Backend, Db};
use super::names::{Counted, Names};
use super::schema::{citations, event_tags, events, participations, places, sources};
use crate::domain::{Bounds, Role};
use crate::query::{Compare, Filter, Part, Term, Test};
use diesel::dsl::sql;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

/// What an event must fulfil.
pub(super) type Predicate = Box<dyn BoxableExpression<events::table, Backend, SqlType = Bool>>;

diesel::define_sql_function! {
    /// Lower case; in SQLite only of ASCII letters.
    fn lower(text: Nullable<Text>) -> Nullable<Text>;
}

const ACTS: &[Role] = &[Role::Initiator, Role::Party];
const SUFFERS: &[Role] = &[Role::Recipient, Role::Victim, Role::Party];
const TAKES_PART: &[Role] =
    &[Role::Initiator, Role::Recipient, Role::Party, Role::Mediator, Role::Host, Role::Victim];

/// The predicate of a filter.
pub(super) fn predicate(db: &mut Db, filter: &Filter) -> Result<Predicate> {
    let mut builder = Builder { db, names: None, certainly: filter.certainly };
    let mut all = constant(true);
    for term in &filter.terms {
        let term = builder.term(term)?;
        all = Box::new(all.and(term));
    }
    Ok(all)
}

/// Whether a column of another table is the number of an event that matches. diesel's own
/// `eq_any` asks of a sub-select that it be written for each backend; this one is written for both.
pub(super) struct Among<C> {
    column: C,
    ids: events::BoxedQuery<'static, Backend, BigInt>,
}

/// Whether `column` is the number of an event that matches.
pub(super) fn among<C>(db: &mut Db, column: C, filter: &Filter) -> Result<Among<C>> {
    let ids = events::table.into_boxed().filter(predicate(db, filter)?).select(events::id);
    Ok(Among { column, ids })
}

impl<C> Expression for Among<C> {
    type SqlType = Bool;
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Among<C> {}

impl<C, G> ValidGrouping<G> for Among<C> {
    type IsAggregate = is_aggregate::Never;
}

impl<C> QueryId for Among<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: QueryFragment<Backend>> QueryFragment<Backend> for Among<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        <_ as QueryFragment<Backend>>::walk_ast(&self.ids, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

fn constant(value: bool) -> Predicate {
    Box::new(sql::<Bool>(if value { "1 = 1" } else { "1 = 0" }))
}

struct Builder<'d> {
    db: &'d mut Db,
    names: Option<Names>,
    certainly: bool,
}

impl Builder<'_> {
    fn term(&mut self, term: &Term) -> Result<Predicate> {
        let mut any = constant(false);
        for test in &term.any {
            let test = self.test(test)?;
            any = Box::new(any.or(test));
        }
        Ok(if term.negated { Box::new(diesel::dsl::not(any)) } else { any })
    }

    fn test(&mut self, test: &Test) -> Result<Predicate> {
        Ok(match test {
            Test::Actor(part, name) => {
                let roles = match part {
                    Part::Any => TAKES_PART,
                    Part::By => ACTS,
                    Part::On => SUFFERS,
                };
                self.takes_part(name, roles)?
            }
            Test::Exactly(name) => {
                let ids = self.names()?.named(name)?;
                takes_part(ids, Role::ALL)
            }
            Test::Dyad { first, second, directed } => self.dyad(first, second, *directed)?,
            Test::Kind(kind) => Box::new(events::kind.eq(kind.as_str())),
            Test::Since(date) => self.since(&date.bounds()),
            Test::Until(date) => self.until(&date.bounds()),
            Test::Place(name) => place(name),
            Test::Near { lat, lon, km } => self.near(*lat, *lon, *km)?,
            Test::Source(name) => source(name),
            Test::Tag(tag) => Box::new(
                events::id.eq_any(
                    event_tags::table
                        .filter(event_tags::tag.eq(tag.clone()))
                        .select(event_tags::event_id),
                ),
            ),
            Test::Deaths(compare, number) => deaths(*compare, i64::from(*number)),
            Test::Verification(word) => Box::new(events::verification.eq(word.as_str())),
            Test::Review(word) => Box::new(events::review.eq(word.as_str())),
            Test::Modality(word) => Box::new(events::modality.eq(word.as_str())),
            Test::Text(text) => self.text(text),
        })
    }

    fn names(&mut self) -> Result<&Names> {
        if self.names.is_none() {
            self.names = Some(Names::load(self.db)?);
        }
        match &self.names {
            Some(names) => Ok(names),
            None => Err(super::StoreError::Corrupt("the actors' names".to_owned())),
        }
    }

    fn takes_part(&mut self, name: &str, roles: &'static [Role]) -> Result<Predicate> {
        let counted = self.names()?.counted(name)?;
        Ok(counted_take_part(&counted, roles))
    }

    fn dyad(&mut self, first: &str, second: &str, directed: bool) -> Result<Predicate> {
        let a = self.names()?.counted(first)?;
        let b = self.names()?.counted(second)?;
        let on = |a: &[Counted], b: &[Counted]| -> Predicate {
            Box::new(
                counted_take_part(a, &[Role::Initiator])
                    .and(counted_take_part(b, &[Role::Recipient, Role::Victim])),
            )
        };
        if directed {
            return Ok(on(&a, &b));
        }
        let parties: Predicate = Box::new(
            counted_take_part(&a, &[Role::Party]).and(counted_take_part(&b, &[Role::Party])),
        );
        Ok(Box::new(on(&a, &b).or(on(&b, &a)).or(parties)))
    }

    /// Possibly: not over before the first day. Certainly: all of it then or later.
    fn since(&self, bounds: &Bounds) -> Predicate {
        let Some(day) = bounds.earliest else { return Box::new(events::date.is_not_null()) };
        if self.certainly {
            let begun = events::earliest.assume_not_null().ge(day);
            return Box::new(events::certain.and(events::earliest.is_not_null()).and(begun));
        }
        let lasting = events::latest.is_null().or(events::latest.assume_not_null().ge(day));
        Box::new(events::date.is_not_null().and(lasting))
    }

    /// Possibly: begun by the last day. Certainly: over by then.
    fn until(&self, bounds: &Bounds) -> Predicate {
        let Some(day) = bounds.latest else { return Box::new(events::date.is_not_null()) };
        if self.certainly {
            let over = events::latest.assume_not_null().le(day);
            return Box::new(events::certain.and(events::latest.is_not_null()).and(over));
        }
        let begun = events::earliest.is_null().or(events::earliest.assume_not_null().le(day));
        Box::new(events::date.is_not_null().and(begun))
    }

    /// Looks in a box around the point, then measures along the great circle.
    fn near(&mut self, lat: f64, lon: f64, km: f64) -> Result<Predicate> {
        const KM_PER_DEGREE: f64 = 111.2;
        let high = km / KM_PER_DEGREE;
        let in_band: Vec<(i64, Option<f64>, Option<f64>)> = places::table
            .filter(places::lat.assume_not_null().between(lat - high, lat + high))
            .filter(places::lat.is_not_null())
            .select((places::id, places::lat, places::lon))
            .load(self.db)?;
        let ids: Vec<Option<i64>> = in_band
            .into_iter()
            .filter(|(_, at_lat, at_lon)| {
                at_lat.zip(*at_lon).is_some_and(|at| great_circle_km((lat, lon), at) <= km)
            })
            .map(|(id, ..)| Some(id))
            .collect();
        Ok(Box::new(
            events::place_id.is_not_null().and(events::place_id.eq_any(ids).assume_not_null()),
        ))
    }

    /// Words in order, in any English inflection. Quoted, so that no word of the user is an operator.
    fn text(&self, text: &str) -> Predicate {
        if self.db.is_sqlite() {
            let phrase = format!("\"{}\"", text.replace('"', " "));
            Box::new(
                sql::<Bool>("events.id IN (SELECT rowid FROM event_words WHERE event_words MATCH ")
                    .bind::<Text, _>(phrase)
                    .sql(")"),
            )
        } else {
            Box::new(
                sql::<Bool>(
                    "events.id IN (SELECT event_id FROM event_texts WHERE \
                     to_tsvector('english', text) @@ phraseto_tsquery('english', ",
                )
                .bind::<Text, _>(text.to_owned())
                .sql("))"),
            )
        }
    }
}

/// Distance between two points in degrees, in kilometres (haversine, on a sphere of the earth's
/// mean radius, 6371.0 km).
fn great_circle_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + lat_a.cos() * lat_b.cos() * half(b.1 - a.1);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

fn takes_part(ids: Vec<i64>, roles: &'static [Role]) -> Predicate {
    let roles: Vec<&'static str> = roles.iter().map(|role| role.as_str()).collect();
    Box::new(
        events::id.eq_any(
            participations::table
                .filter(participations::actor_id.eq_any(ids))
                .filter(participations::role.eq_any(roles))
                .select(participations::event_id),
        ),
    )
}

fn counted_take_part(counted: &[Counted], roles: &'static [Role]) -> Predicate {
    let always = counted.iter().filter(|(_, dates)| dates.is_none()).map(|(id, _)| *id).collect();
    let mut any = takes_part(always, roles);
    for (id, dates) in counted {
        let Some(Bounds { earliest, latest }) = dates else { continue };
        let mut one = takes_part(vec![*id], roles);
        if let Some(from) = *earliest {
            let lasting = events::latest.is_null().or(events::latest.assume_not_null().ge(from));
            one = Box::new(one.and(lasting));
        }
        if let Some(to) = *latest {
            let begun = events::earliest.is_null().or(events::earliest.assume_not_null().le(to));
            one = Box::new(one.and(begun));
        }
        any = Box::new(any.or(one));
    }
    any
}

/// A pattern for LIKE that holds what contains the text. Both sides go through the database's own
/// `lower`, so that they agree on letters that it leaves alone.
fn containing(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{text}%")
}

fn place(name: &str) -> Predicate {
    let pattern = containing(name);
    let of_country = places::country
        .is_not_null()
        .and(places::country.assume_not_null().eq(name.to_uppercase()));
    let like = || lower(Some(pattern.clone())).assume_not_null();
    let ids = places::table
        .filter(
            lower(places::name.nullable())
                .assume_not_null()
                .like(like())
                .escape('\\')
                .or(places::admin1
                    .is_not_null()
                    .and(lower(places::admin1).assume_not_null().like(like()).escape('\\')))
                .or(of_country),
        )
        .select(places::id.nullable());
    Box::new(events::place_id.is_not_null().and(events::place_id.eq_any(ids).assume_not_null()))
}

/// The publisher, or the dataset that the uid starts with.
fn source(name: &str) -> Predicate {
    let pattern = containing(name);
    let told = citations::table
        .inner_join(sources::table.on(citations::source_id.eq(sources::id.nullable())))
        .filter(sources::publisher.is_not_null())
        .filter(
            lower(sources::publisher)
                .assume_not_null()
                .like(lower(Some(pattern)).assume_not_null())
                .escape('\\'),
        )
        .select(citations::event_id);
    let prefix = containing(&format!("{name}:"));
    let dataset = lower(events::uid.nullable())
        .assume_not_null()
        .like(lower(Some(prefix[1..].to_owned())).assume_not_null());
    Box::new(events::id.eq_any(told).or(dataset.escape('\\')))
}

/// The best estimate, or the high one, or the low one, compared.
fn deaths(compare: Compare, number: i64) -> Predicate {
    let dead =
        || sql::<BigInt>("COALESCE(events.deaths_best, events.deaths_high, events.deaths_low, -1)");
    let known: Predicate = Box::new(dead().ge(0));
    let compared: Predicate = match compare {
        Compare::Less => Box::new(dead().lt(number)),
        Compare::AtMost => Box::new(dead().le(number)),
        Compare::Equal => Box::new(dead().eq(number)),
        Compare::AtLeast => Box::new(dead().ge(number)),
        Compare::More => Box::new(dead().gt(number)),
    };
    Box::new(known.and(compared))
}
