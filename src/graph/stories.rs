//! Storylines: which events tell one story.
//!
//! Online clustering (Allan, Papka and Lavrenko 1998, doi:10.1145/290941.290954): events come in the
//! order of their dates; each joins the story that it most probably belongs to, or opens one. The
//! probability that two events belong together is that of a logistic regression over what they
//! share ([`super::common`]). A story's claim to an event is the sum of these over its events,
//! divided by the number of them to the power [`CROWD`]: between the mean, for which long stories
//! are too diverse, and the sum, for which they take all. Two stories whose claim to each other
//! grows as strong become one.

use super::candidates::compared;
use super::common::{Common, FEATURES};
use super::profile::Profiles;
use super::title::Titles;
use crate::domain::{Entry, EventId, Member, Storyline};
use std::collections::{BTreeMap, HashMap};

/// Between 1, the mean of the probabilities, and 0, their sum.
const CROWD: f64 = 0.7;
/// The claim from which an event joins a story, and from which two stories become one.
const JOIN: f64 = 0.15;
/// Pairs less probable than this do not count.
const FAINT: f64 = 0.02;

/// The stories that these events tell, the earliest first, each of at least two events.
///
/// `known` are the stories so far: their events stay together and they keep their numbers and, if
/// they have not changed, their names; events that are in none join them or open others, and two
/// of them may become one, under the lower number. Curated ones are left as they are, and their
/// events are not in the answer.
///
/// Near linear: each event is compared with the latest few hundred that share a name or a country.
pub fn stories(events: &[Entry], known: &[Storyline]) -> Vec<Storyline> {
    let profiles = Profiles::of(events.iter().map(|entry| &entry.event));
    let index: HashMap<EventId, usize> =
        events.iter().enumerate().map(|(at, entry)| (entry.id, at)).collect();
    let mut home: Vec<Home> = vec![Home::Open; events.len()];
    for (number, story) in known.iter().enumerate() {
        for at in story.members.iter().filter_map(|member| index.get(&member.event)) {
            home[*at] = if story.curated { Home::Curated } else { Home::Known(number) };
        }
    }
    let order = profiles.in_order();
    let mut rank = vec![0; events.len()];
    order.iter().enumerate().for_each(|(place, &at)| rank[at] = place);
    let mut clusters = Clusters::new(&profiles);
    let open = order.into_iter().filter(|&at| home[at] != Home::Curated);
    compared(&profiles, open, |at, earlier| clusters.place(at, home[at], &earlier));
    // Of the stories before that are now one, the one of the lowest number.
    let mut before: HashMap<usize, &Storyline> = HashMap::new();
    for (&number, &story) in &clusters.of_known {
        let old = before.entry(story).or_insert(&known[number]);
        *old = std::cmp::min_by_key(*old, &known[number], |story| story.id);
    }
    let titles = Titles::new(&profiles);
    let mut found: Vec<Storyline> = std::mem::take(&mut clusters.stories)
        .into_iter()
        .filter(|(_, story)| story.members.len() > 1)
        .map(|(number, mut story)| {
            story.members.sort_by_key(|&at| rank[at]);
            let old = before.get(&number);
            let same = old.is_some_and(|old| old.members.len() == story.members.len());
            Storyline {
                id: old.and_then(|old| old.id),
                title: match old {
                    Some(old) if same => old.title.clone(),
                    _ => titles.of(&story.members),
                },
                members: story.members.iter().map(|&at| clusters.member(at, events)).collect(),
                curated: false,
            }
        })
        .collect();
    let first =
        |story: &Storyline| story.members.first().and_then(|m| index.get(&m.event)).copied();
    let day = |story: &Storyline| first(story).and_then(|at| profiles.all[at].days);
    found.sort_by_cached_key(|story| (day(story).is_none(), day(story), first(story)));
    found
}

/// The numbers that describe each pair of events that is compared, by their places in `events`, the
/// later first: what the weights are fitted to.
pub fn story_pairs(events: &[Entry]) -> Vec<(usize, usize, [f64; FEATURES])> {
    let profiles = Profiles::of(events.iter().map(|entry| &entry.event));
    let mut pairs = Vec::new();
    compared(&profiles, profiles.in_order(), |at, earlier| {
        pairs.extend(earlier.into_iter().map(|(other, common)| (at, other, common.features)));
    });
    pairs
}

/// Where an event belongs before it is placed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Home {
    Open,
    Known(usize),
    Curated,
}

#[derive(Debug, Default)]
struct Story {
    members: Vec<usize>,
    /// The sums of the probabilities between its events and those of other stories.
    ties: HashMap<usize, f64>,
}

/// The stories so far.
struct Clusters<'p> {
    profiles: &'p Profiles,
    /// The story of each event, by number.
    story_of: Vec<Option<usize>>,
    /// By number; those that became part of another are gone.
    stories: BTreeMap<usize, Story>,
    /// The number of each story that was there before.
    of_known: HashMap<usize, usize>,
    /// For each event, the earlier ones that it may belong to, and how probably.
    earlier: Vec<Vec<(u32, f32)>>,
}

impl<'p> Clusters<'p> {
    fn new(profiles: &'p Profiles) -> Clusters<'p> {
        Clusters {
            profiles,
            story_of: vec![None; profiles.all.len()],
            stories: BTreeMap::new(),
            of_known: HashMap::new(),
            earlier: vec![Vec::new(); profiles.all.len()],
        }
    }

    /// Places an event, by what it has in common with earlier ones: where it belongs, or else in the
    /// story with the strongest claim.
    fn place(&mut self, at: usize, home: Home, earlier: &[(usize, Common)]) {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
        for (other, Common { probability, .. }) in earlier {
            if let Some(story) = self.story_of[*other]
                && *probability >= FAINT
            {
                *sums.entry(story).or_default() += probability;
                self.earlier[at].push((*other as u32, *probability as f32));
            }
        }
        let next = self.next();
        let story = match home {
            Home::Known(number) => *self.of_known.entry(number).or_insert(next),
            _ => self.strongest(&sums).unwrap_or(next),
        };
        self.stories.entry(story).or_default().members.push(at);
        self.story_of[at] = Some(story);
        for (other, sum) in sums {
            if other != story {
                self.tie(story, other, sum);
            }
        }
        self.join(story);
    }

    /// An event of a story, and why it is there: the earlier event that it most probably belongs
    /// to, of those as probable the later.
    fn member(&self, at: usize, events: &[Entry]) -> Member {
        let same = |(other, _): &&(u32, f32)| self.story_of[*other as usize] == self.story_of[at];
        let nearest = self.earlier[at].iter().filter(same).max_by(|a, b| a.1.total_cmp(&b.1));
        let after = nearest.map(|&(other, _)| other as usize);
        let common = after.and_then(|other| self.profiles.common(at, other));
        Member {
            event: events[at].id,
            after: after.map(|other| events[other].id),
            probability: common.as_ref().map_or(1.0, |c| (c.probability * 100.0).round() / 100.0),
            reason: common.map_or_else(String::new, |common| common.words(self.profiles)),
        }
    }

    fn next(&self) -> usize {
        self.stories.last_key_value().map_or(0, |(last, _)| last + 1)
    }

    /// The story with the strongest claim, if that is strong enough.
    fn strongest(&self, sums: &BTreeMap<usize, f64>) -> Option<usize> {
        let claim = |(&story, &sum): (&usize, &f64)| {
            let size = self.stories.get(&story)?.members.len() as f64;
            Some((story, sum / size.powf(CROWD)))
        };
        let best = sums.iter().filter_map(claim).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (best.1 > JOIN).then_some(best.0)
    }

    fn tie(&mut self, a: usize, b: usize, sum: f64) {
        for (from, to) in [(a, b), (b, a)] {
            if let Some(story) = self.stories.get_mut(&from) {
                *story.ties.entry(to).or_default() += sum;
            }
        }
    }

    /// Makes one of a story and those that have a strong claim to it.
    fn join(&mut self, mut story: usize) {
        while let Some(other) = self.closest(story) {
            let (keep, gone) = (story.min(other), story.max(other));
            let Some(lost) = self.stories.remove(&gone) else { return };
            for &at in &lost.members {
                self.story_of[at] = Some(keep);
            }
            for (third, sum) in &lost.ties {
                if let Some(third) = self.stories.get_mut(third) {
                    third.ties.remove(&gone);
                }
                if *third != keep {
                    self.tie(keep, *third, *sum);
                }
            }
            for to in self.of_known.values_mut().filter(|to| **to == gone) {
                *to = keep;
            }
            if let Some(kept) = self.stories.get_mut(&keep) {
                kept.ties.remove(&gone);
                kept.members.extend(lost.members);
            }
            story = keep;
        }
    }

    /// The story with the strongest claim to another, if that is strong enough.
    fn closest(&self, story: usize) -> Option<usize> {
        let this = self.stories.get(&story)?;
        let claim = |(&other, &sum): (&usize, &f64)| {
            let sizes = this.members.len() * self.stories.get(&other)?.members.len();
            Some((other, sum / (sizes as f64).powf(CROWD)))
        };
        let ties = this.ties.iter().filter_map(claim);
        let best = ties.max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a)))?;
        (best.1 > JOIN).then_some(best.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Event, Kind, StoryId};

    fn entries(of: &[(&str, &str)]) -> Vec<Entry> {
        (1..)
            .zip(of)
            .map(|(id, (date, title))| {
                let mut event = Event::new(*title, Kind::Other);
                event.uid = format!("t-{id}");
                event.date = date.parse().ok();
                Entry { id: EventId(id), event }
            })
            .collect()
    }

    fn news() -> Vec<Entry> {
        entries(&[
            (
                "2022-09-16",
                "Mahsa Amini dies in Tehran after her arrest by Iran's morality police.",
            ),
            ("2022-09-17", "Mount Semeru erupts in East Java, Indonesia."),
            ("2022-09-19", "Protests over the death of Mahsa Amini spread to Tehran, Iran."),
            ("2022-09-20", "Volcanic ash from Mount Semeru closes an airport in Java, Indonesia."),
            ("2022-09-22", "Iran's police fire on protesters in Tehran who mourn Mahsa Amini."),
            ("2022-09-30", "A bank fails in Iceland."),
        ])
    }

    fn ids(story: &Storyline) -> Vec<i64> {
        story.members.iter().map(|member| member.event.0).collect()
    }

    #[test]
    fn events_that_share_who_and_where_are_one_story() {
        let found = stories(&news(), &[]);
        assert_eq!(found.iter().map(ids).collect::<Vec<_>>(), [vec![1, 3, 5], vec![2, 4]]);
        let titles: Vec<&str> = found.iter().map(|story| story.title.as_str()).collect();
        insta::assert_snapshot!(titles.join("; "), @"Mahsa Amini, Tehran: police, protests; Mount Semeru, Indonesia: java, erupts");
        let second = &found[0].members[1];
        assert_eq!(second.after, Some(EventId(1)));
        insta::assert_snapshot!(second.reason, @"both name Mahsa Amini, Tehran and Iran; 3 days apart");
    }

    #[test]
    fn a_story_is_continued_under_its_number() {
        let all = news();
        let mut known = stories(&all[..4], &[]);
        for (number, story) in (7..).zip(&mut known) {
            story.id = Some(StoryId(number));
        }
        let found = stories(&all, &known);
        let numbers: Vec<_> = found.iter().map(|story| (story.id, ids(story))).collect();
        let expected = [(Some(StoryId(7)), vec![1, 3, 5]), (Some(StoryId(8)), vec![2, 4])];
        assert_eq!(numbers, expected);
        // Found again, nothing changes, not even the reasons.
        assert_eq!(stories(&all, &found), found);
    }

    #[test]
    fn what_is_curated_is_left_alone() {
        let all = news();
        let mut curated = stories(&all, &[]).remove(0);
        curated.id = Some(StoryId(1));
        curated.curated = true;
        curated.members.truncate(2);
        let found = stories(&all, &[curated]);
        assert_eq!(found.iter().map(ids).collect::<Vec<_>>(), [[2, 4]]);
    }

    #[test]
    fn two_stories_that_grow_together_become_one() {
        let all = news();
        let line = |id: i64, events: &[i64]| Storyline {
            id: Some(StoryId(id)),
            title: format!("story {id}"),
            members: events
                .iter()
                .map(|id| Member {
                    event: EventId(*id),
                    after: None,
                    probability: 1.0,
                    reason: String::new(),
                })
                .collect(),
            curated: false,
        };
        let found = stories(&all, &[line(4, &[3, 5]), line(2, &[1])]);
        assert_eq!(found[0].id, Some(StoryId(2)));
        assert_eq!(ids(&found[0]), [1, 3, 5]);
    }
}
