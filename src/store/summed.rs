//! Which counts the summaries answer: of one country, of one dyad or of all events, in whole months.

use super::Result;
use super::connection::Db;
use super::count::{By, Counts, OPEN, UNDATED, date_name};
use super::names;
use super::segment::day_of;
use super::summaries::{self, LOOSE, What, is_whole, month_of, read};
use crate::domain::{Bounds, Class, Kind};
use crate::query::{Filter, Term, Test};
use chrono::Datelike;
use std::collections::BTreeMap;

/// What a filter asks of the summaries.
#[derive(Default)]
struct Asked<'f> {
    /// The codes of countries.
    countries: Option<&'f [String]>,
    dyad: Option<(&'f str, &'f str)>,
    /// The first and the last month.
    since: Option<i64>,
    until: Option<i64>,
}

/// How many events there are of each value, or of all under no name; none where only the events
/// themselves tell.
pub(super) fn counts(db: &mut Db, filter: &Filter, by: Option<By>) -> Result<Option<Counts>> {
    let Some(asked) = Asked::of(filter) else { return Ok(None) };
    let Some(what) = asked.what(by) else { return Ok(None) };
    if !is_whole(db)? {
        return Ok(None);
    }
    let mut second = None;
    let mut keys = asked.countries.map(<[String]>::to_vec);
    if let Some((a, b)) = asked.dyad {
        let (a, b) = (names::counted(db, a)?.country, names::counted(db, b)?.country);
        let Some((a, b)) = a.zip(b).filter(|(a, b)| a != b) else { return Ok(None) };
        keys = Some(vec![a]);
        second = Some(format!(">{b}"));
    }
    let mut months = (i64::MIN, i64::MAX);
    if asked.since.is_some() || asked.until.is_some() {
        // Vague dates may lie in the months or not.
        let mut vague = false;
        read(db, what, keys.as_deref(), (LOOSE, LOOSE), |_| vague = true)?;
        if vague {
            return Ok(None);
        }
        months = (asked.since.unwrap_or(LOOSE + 1), asked.until.unwrap_or(summaries::UNDATED - 1));
    }
    // By what they are before they get their names, of which many events have one.
    let mut days: BTreeMap<(i64, i64), u64> = BTreeMap::new();
    let mut counts = Counts::new();
    read(db, what, keys.as_deref(), months, |(key, month, name, day, n)| match by {
        _ if second.as_ref().is_some_and(|second| second != name) => {}
        Some(By::Country) => add(&mut counts, key.to_owned(), n),
        Some(By::Dyad) => add(&mut counts, format!("{key}{name}"), n),
        Some(By::Kind) => add(&mut counts, name.to_owned(), n),
        Some(By::Class) => {
            let class = name.parse().map(|kind: Kind| Class::of(kind).to_string());
            add(&mut counts, class.unwrap_or_else(|_| name.to_owned()), n);
        }
        _ => *days.entry((i64::from(month == summaries::UNDATED), day)).or_default() += n,
    })?;
    for ((undated, day), n) in days {
        let day = i32::try_from(day).ok().and_then(day_of);
        match by.zip(day) {
            None if by.is_none() => add(&mut counts, String::new(), n),
            Some((by, day)) => add(&mut counts, date_name(by, day), n),
            None if undated == 1 => add(&mut counts, UNDATED.to_owned(), n),
            None => add(&mut counts, OPEN.to_owned(), n),
        }
    }
    Ok(Some(counts))
}

fn add(counts: &mut Counts, name: String, n: u64) {
    *counts.entry(name).or_default() += n;
}

impl<'f> Asked<'f> {
    fn of(filter: &'f Filter) -> Option<Asked<'f>> {
        let fallen = Filter::fallen().terms;
        let is_fallen = |term: &Term| term.negated && fallen.iter().any(|f| f.any == term.any);
        if !filter.terms.iter().any(is_fallen) {
            return None;
        }
        let mut asked = Asked::default();
        for term in filter.terms.iter().filter(|term| !is_fallen(term)) {
            let [test] = term.any.as_slice() else { return None };
            let is_about_all = asked.countries.is_none() && asked.dyad.is_none();
            match test {
                _ if term.negated => return None,
                Test::In(area) if is_about_all => asked.countries = Some(&area.countries),
                Test::Dyad { first, second, directed: true } if is_about_all => {
                    asked.dyad = Some((first, second));
                }
                // Certainty is not kept.
                _ if filter.certainly => return None,
                Test::Since(date) => asked.since(date.bounds())?,
                Test::Until(date) => asked.until(date.bounds())?,
                Test::Date(date) => {
                    asked.since(date.bounds())?;
                    asked.until(date.bounds())?;
                }
                _ => return None,
            }
        }
        Some(asked)
    }

    /// Takes a start; none if it is not that of a month.
    fn since(&mut self, bounds: Bounds) -> Option<()> {
        let day = bounds.earliest.filter(|day| day.day() == 1)?;
        self.since = self.since.max(Some(month_of(day)));
        Some(())
    }

    /// Takes an end; none if it is not that of a month.
    fn until(&mut self, bounds: Bounds) -> Option<()> {
        let day = bounds.latest.filter(|day| day.succ_opt().is_some_and(|next| next.day() == 1))?;
        let month = month_of(day);
        self.until = Some(self.until.map_or(month, |until| until.min(month)));
        Some(())
    }

    /// What must be read to count by that.
    fn what(&self, by: Option<By>) -> Option<What> {
        let is_of_days = matches!(by, None | Some(By::Year | By::Month | By::Week | By::Day));
        match by {
            _ if self.countries.is_some() => {
                (is_of_days || by == Some(By::Country)).then_some(What::Places)
            }
            None | Some(By::Year | By::Month) if self.dyad.is_some() => Some(What::Dyads),
            _ if self.dyad.is_some() => None,
            Some(By::Dyad) => Some(What::Dyads),
            Some(By::Country) => Some(What::Places),
            Some(By::Kind | By::Class) => Some(What::Kinds),
            _ => is_of_days.then_some(What::Kinds),
        }
    }
}
