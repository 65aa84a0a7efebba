//! What reports to read have in common: events gathered by month, and the links between them.

use super::About;
use crate::domain::{Citation, Edtf, Event, Link, dataset_of};
use std::collections::{BTreeMap, HashMap};

/// What is written once all of it is there.
pub(super) struct Gathered<'a> {
    pub(super) about: &'a About,
    pub(super) events: Vec<Event>,
    /// The links from each event.
    pub(super) links: HashMap<String, Vec<Link<String>>>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(about: &'a About) -> Gathered<'a> {
        Gathered { about, events: Vec::new(), links: HashMap::new() }
    }

    pub(super) fn link(&mut self, link: &Link<String>) {
        self.links.entry(link.from.clone()).or_default().push(link.clone());
    }

    /// The events by the month in which they begin, undated ones last, each with its place among
    /// all, from 1.
    pub(super) fn months(&self) -> Vec<(String, Vec<(usize, &Event)>)> {
        let mut months: BTreeMap<(bool, String), Vec<(usize, &Event)>> = BTreeMap::new();
        for (at, event) in self.events.iter().enumerate() {
            let key = match event.date.as_ref().map(Edtf::bounds) {
                None => (true, "Undated".to_owned()),
                Some(bounds) => {
                    let day = bounds.earliest.or(bounds.latest);
                    let month = day.map(|day| day.format("%Y-%m").to_string());
                    (false, month.unwrap_or_else(|| "Open".to_owned()))
                }
            };
            months.entry(key).or_default().push((at + 1, event));
        }
        months.into_iter().map(|((_, month), events)| (month, events)).collect()
    }

    /// The place of each event among all, from 1, by its uid.
    pub(super) fn places(&self) -> HashMap<&str, usize> {
        self.events.iter().enumerate().map(|(at, event)| (event.uid.as_str(), at + 1)).collect()
    }

    /// Who tells of the events, the most first: a dataset by its name, others by their publishers.
    pub(super) fn sources(&self) -> Vec<(String, usize)> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for event in &self.events {
            let mut names: Vec<&str> = match dataset_of(&event.uid) {
                Some(dataset) => vec![dataset],
                None => event.citations.iter().filter_map(|c| c.publisher.as_deref()).collect(),
            };
            names.sort_unstable();
            names.dedup();
            names.into_iter().for_each(|name| *counts.entry(name.to_owned()).or_default() += 1);
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }
}

/// The facts of an event in one line: kind, who, where, and what is not plain.
pub(super) fn facts(event: &Event) -> String {
    let place = event.place.as_ref().map(|place| place.name.clone());
    let deaths = event.deaths.and_then(|deaths| deaths.best.or(deaths.low).or(deaths.high));
    let deaths = deaths.filter(|n| *n > 0).map(|n| format!("{n} dead"));
    let modality =
        (event.modality != crate::domain::Modality::Actual).then(|| event.modality.to_string());
    let facts = [Some(event.kind.to_string()), modality, Some(super::who(event)), place, deaths];
    facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Where a citation is from, without its quote and address.
pub(super) fn cited(citation: &Citation) -> String {
    let published = citation.published.as_ref().map(ToString::to_string);
    let parts = [citation.publisher.clone(), citation.title.clone(), published];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "source".to_owned() } else { parts.join(", ") }
}

/// The address of a citation, where it is one that a reader may be sent to.
pub(super) fn address(citation: &Citation) -> Option<String> {
    let url = citation.url.as_deref()?;
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"');
    (web && url.chars().all(plain)).then(|| url.to_owned())
}

/// The date as it is known.
pub(super) fn date(event: &Event) -> String {
    event.date.as_ref().map_or_else(|| "undated".to_owned(), ToString::to_string)
}
