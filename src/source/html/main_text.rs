//! Which blocks of a page are its article.
//!
//! Paragraphs speak for the element that holds them, half as much for the one around it, and so on:
//! the longer they are and the more commas they have, the louder. Names and links speak for and
//! against. The idea is that of Arc90's Readability; that what is short and full of links is no text
//! is shown by Kohlschütter, Fankhauser and Nejdl (2010), Boilerplate Detection using Shallow Text
//! Features.

use super::page::{Block, Page};
use crate::domain::Section;

/// Paragraphs shorter than this, in characters, say nothing of where the text is.
const TELLING: usize = 25;
/// Scopes that a paragraph speaks for.
const REACH: usize = 5;
/// A sibling of the best scope is part of the text from this share of its score on.
const SIBLING: f64 = 0.2;
/// How much more of prose there has to be around the best scope, and how far it is looked for.
const MORE: f64 = 1.3;
const CLIMB: usize = 6;
/// A block is a link, not text, from this share of it on.
const LINK: f64 = 0.8;
/// Texts shorter than this, in characters, may be no article: then more of the page is looked at.
const SHORT: usize = 250;

/// A block of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Its number on the page.
    pub(super) block: usize,
    pub(super) section: Section,
}

/// The blocks of the article, in the order of the page.
pub(super) fn choose(page: &Page) -> Vec<Chosen> {
    let strict = chosen(page, false);
    if length(page, &strict) >= SHORT {
        return strict;
    }
    // What names call beside the text may be all that there is.
    let lax = chosen(page, true);
    if length(page, &lax) > 2 * length(page, &strict) { lax } else { strict }
}

/// Characters of body and posts.
pub(super) fn length(page: &Page, chosen: &[Chosen]) -> usize {
    let text = chosen.iter().filter(|c| matches!(c.section, Section::Body | Section::Post));
    text.filter_map(|c| page.blocks.get(c.block)).map(|block| block.text.chars().count()).sum()
}

fn chosen(page: &Page, lax: bool) -> Vec<Chosen> {
    let scores = scores(page, lax);
    let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    let best = best.filter(|(_, score)| **score > 0.0).map_or(0, |(best, _)| best);
    let best = widened(page, best, lax);
    let inside = inside(page, &scores, best);
    let parent = page.scopes.get(best).map_or(0, |scope| scope.parent);
    let blocks = page.blocks.iter().enumerate();
    let mut found: Vec<Chosen> = blocks
        .filter(|(_, block)| {
            let whole = || block.scope == parent && density(block) < 0.25 && is_prose(block);
            inside.get(block.scope).copied().unwrap_or_default() || whole()
        })
        .filter_map(|(at, block)| section(block, lax).map(|section| Chosen { block: at, section }))
        .collect();
    // A heading over nothing is one of what was left out.
    let heads = |found: &[Chosen]| {
        let last = found.last().and_then(|last| page.blocks.get(last.block));
        last.is_some_and(|block| block.heading.is_some()) && found.len() > 1
    };
    while heads(&found) {
        found.pop();
    }
    found
}

/// How much speaks for each scope as the one that holds the text.
fn scores(page: &Page, lax: bool) -> Vec<f64> {
    let mut scores: Vec<Option<f64>> = vec![None; page.scopes.len()];
    let (mut all, mut linked) = (vec![0_usize; scores.len()], vec![0_usize; scores.len()]);
    for block in &page.blocks {
        if let (Some(all), Some(linked)) = (all.get_mut(block.scope), linked.get_mut(block.scope)) {
            *all += block.text.len();
            *linked += block.linked;
        }
        let length = block.text.chars().count();
        if length < TELLING || block.heading.is_some() || block.byline || block.beside && !lax {
            continue;
        }
        let commas = block.text.matches([',', '،', '、', '，']).count();
        let points = 1.0 + commas as f64 + (length as f64 / 100.0).min(3.0);
        let mut scope = block.scope;
        for level in 0..REACH {
            let share = if level < 2 { 1.0 + level as f64 } else { 3.0 * level as f64 };
            let Some(at) = page.scopes.get(scope) else { break };
            if let Some(score) = scores.get_mut(scope) {
                *score = Some(score.unwrap_or(at.worth) + points / share);
            }
            if at.parent == scope {
                break;
            }
            scope = at.parent;
        }
    }
    // Those around come before those within.
    for (at, scope) in page.scopes.iter().enumerate().skip(1).rev() {
        all[scope.parent] += all[at];
        linked[scope.parent] += linked[at];
    }
    let scores = scores.into_iter().enumerate();
    scores
        .map(|(at, score)| score.unwrap_or(0.0) * (1.0 - linked[at] as f64 / all[at].max(1) as f64))
        .collect()
}

/// The scope, or the one around it while that holds much more of prose: a text may be cut into parts
/// that stand side by side.
fn widened(page: &Page, best: usize, lax: bool) -> usize {
    let mut prose = vec![0_usize; page.scopes.len()];
    for block in
        page.blocks.iter().filter(|b| (lax || !b.beside) && density(b) < 0.25 && is_prose(b))
    {
        if let Some(prose) = prose.get_mut(block.scope) {
            *prose += block.text.len();
        }
    }
    for (at, scope) in page.scopes.iter().enumerate().skip(1).rev() {
        prose[scope.parent] += prose[at];
    }
    let mut headed = vec![false; page.scopes.len()];
    for heading in page.blocks.iter().filter(|block| block.heading == Some(1) && !block.beside) {
        let mut at = heading.scope;
        while !std::mem::replace(&mut headed[at], true) {
            at = page.scopes[at].parent;
        }
    }
    let mut at = best;
    let mut best = best;
    for _ in 0..CLIMB {
        // Beyond its main heading a text does not go on.
        if headed[at] {
            break;
        }
        at = page.scopes.get(at).map_or(0, |scope| scope.parent);
        if prose[at] as f64 > MORE * prose[best] as f64 {
            best = at;
        }
    }
    best
}

/// Which scopes are part of the best, or of a sibling that is much like it.
fn inside(page: &Page, scores: &[f64], best: usize) -> Vec<bool> {
    let score = scores.get(best).copied().unwrap_or_default();
    let parent = page.scopes.get(best).map_or(0, |scope| scope.parent);
    let mut inside: Vec<bool> = Vec::with_capacity(page.scopes.len());
    for (at, scope) in page.scopes.iter().enumerate() {
        let sibling = scope.parent == parent && best != 0 && at != parent;
        let like = scores.get(at).is_some_and(|own| *own >= (score * SIBLING).max(10.0));
        let around = at > 0 && inside.get(scope.parent).copied().unwrap_or_default();
        inside.push(at == best || around || sibling && like);
    }
    inside
}

fn density(block: &Block) -> f64 {
    block.linked as f64 / block.text.len().max(1) as f64
}

fn is_prose(block: &Block) -> bool {
    let ends = block.text.trim_end_matches(['"', '”', '’', '»', '\'', ')']);
    block.text.chars().count() >= 80 && ends.ends_with(['.', '!', '?', '…', '。'])
}

/// What a block of a text without anything beside it is; none where it is a link such as "Read more".
pub(super) fn fragment(block: &Block) -> Option<Section> {
    match density(block) >= LINK {
        true => section(block, true),
        false => Some(block.section.unwrap_or(Section::Body)),
    }
}

/// What a block of the article is; none where it is no part of it.
fn section(block: &Block, lax: bool) -> Option<Section> {
    let length = block.text.chars().count();
    let words = block.text.split_whitespace().count();
    if density(block) >= LINK {
        // What is nothing but a link is another article's headline, or a tag or button.
        let headline = length >= TELLING && (words >= 4 || !block.text.contains(' '));
        return headline.then_some(Section::Headlines);
    }
    if block.beside && !lax || block.byline && length < 150 {
        return None;
    }
    if block.section.is_some() {
        return block.section;
    }
    let ends = block.text.ends_with(['.', '!', '?', '…', '"', '”', '»', ':', ')', '。']);
    // "Share", "Advertisement", "5 min read".
    (block.heading.is_some() || ends || length >= TELLING).then_some(Section::Body)
}
