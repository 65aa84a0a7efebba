//! From an article to the events it tells of.
//!
//! A pipeline of small steps over sentences, all rules and word tables: sections, sentences,
//! mentions of actors and places, dates, actions, roles, events. It proposes; a person decides:
//! every event is `proposed`, has a confidence, and quotes the sentence that it was read from.

mod actions;
mod assemble;
mod cast;
mod circumstances;
mod dates;
mod dictionaries;
mod draft;
mod grouping;
mod happenings;
mod harmed;
mod lexicon;
mod names;
mod newcomers;
mod numerals;
mod parties;
mod roles;
mod sections;
mod sentences;
mod tags;
mod text;
mod toll;
mod words;

use crate::domain::{Actor, ActorKind, Article, Edtf, Event, Section};
use cast::Cast;
use chrono::NaiveDate;
use dates::{Anchor, Timex, When};
pub use dictionaries::{Dictionaries, Record};
use draft::{Draft, Sentence};
use lexicon::{Lexicon, Sense};
use names::Memory;
use text::{Span, Token};

/// The extra of an event that holds the day of publication where the text alone tells it.
pub const PUBLISHED_INFERRED: &str = "published_inferred";
/// The extra of an event that names the rule by which its date was found.
pub const DATE_RULE: &str = "date_rule";

/// Reads articles for events. Building it indexes all names; reading an article then takes a
/// fraction of a millisecond.
///
/// ```
/// use annalist::domain::{Article, Kind, Source};
/// use annalist::extract::Extractor;
/// let text = "German and French officials met in Geneva on 3 May 2024.".to_owned();
/// let source = Source { text: Some(text), ..Source::default() };
/// let article = Article { uid: "note".to_owned(), source, offset: 0, parts: vec![] };
/// let events = Extractor::new(&[]).events(&article);
/// assert_eq!(events[0].kind, Kind::Consult);
/// assert_eq!(events[0].uid, "note#1");
/// ```
#[derive(Debug)]
pub struct Extractor {
    lexicon: Lexicon,
}

/// A time expression of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its first byte in the article's text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it stands for; none where that hangs on a day that the article does not tell.
    pub date: Option<Edtf>,
    /// The name of the rule that read it.
    pub rule: &'static str,
}

/// A sentence before names are read.
struct Line {
    section: Section,
    span: Span,
    post: Option<usize>,
    tokens: Vec<Token>,
    timexes: Vec<Timex>,
}

impl Extractor {
    /// An extractor that knows these actors, and all countries with their capitals.
    pub fn new(actors: &[Actor]) -> Extractor {
        Extractor { lexicon: Lexicon::new(actors) }
    }

    /// The events that an article tells of, in the order of its text.
    pub fn events(&self, article: &Article) -> Vec<Event> {
        let text = article.source.text.as_deref().unwrap_or_default();
        let lines = lines(article);
        let published = published(article, &lines);
        let inferred = published.filter(|_| article.source.published.is_none());
        let mut memory = self.remember(text, &lines, published);
        let mut cast = Cast::new(&self.lexicon);
        let mut drafts: Vec<Draft> = Vec::new();
        let mut last_day = None;
        for line in lines.iter().filter(|l| l.section != Section::Caption) {
            let mentions =
                names::mentions(&mut cast, text, line.span, &line.tokens, &memory, published);
            let actions = actions::actions(&line.tokens, &mentions);
            let posted = line.post.and_then(|post| {
                lines
                    .iter()
                    .filter(|l| l.post == Some(post))
                    .flat_map(|l| &l.timexes)
                    .find(|t| matches!(t.when, When::Day(_)))
                    .copied()
            });
            let anchor = Anchor { published, last_day };
            let sentence = Sentence {
                section: line.section,
                span: line.span,
                tokens: &line.tokens,
                mentions: &mentions,
                timexes: &line.timexes,
                anchor,
                posted,
            };
            let found = draft::drafts(&cast, &sentence, &actions, &mut drafts);
            drafts.extend(found);
            if line.section == Section::Body {
                last_day = last_named_day(&line.timexes, &anchor).or(last_day);
                let person = |a: &usize| cast.kind(*a) == Some(ActorKind::Person);
                let named = mentions.iter().filter(|m| m.prep.is_none()).filter_map(|m| m.actor);
                memory.last = named.into_iter().find(person).or(memory.last);
            }
        }
        let mut merged = assemble::merged(&cast, drafts);
        merged.sort_by_key(|d| d.evidence.iter().map(|e| e.0.start).min());
        let event = |(n, draft)| {
            let mut event = assemble::event(&cast, article, draft, n);
            if let Some(day) = inferred {
                event.extras.insert(PUBLISHED_INFERRED, day.to_string());
            }
            event
        };
        (1..).zip(&merged).map(event).collect()
    }

    /// The time expressions of an article, in the order of its text, as what has happened; a
    /// planned event reads a weekday as the next one.
    pub fn times(&self, article: &Article) -> Vec<TimeExpression> {
        let lines = lines(article);
        let published = published(article, &lines);
        let mut last_day = None;
        let mut found = Vec::new();
        for line in &lines {
            let anchor = Anchor { published, last_day };
            found.extend(line.timexes.iter().map(|t| TimeExpression {
                start: t.span.start,
                end: t.span.end,
                date: dates::resolve(t, &anchor, false),
                rule: t.when.rule(),
            }));
            if line.section == Section::Body {
                last_day = last_named_day(&line.timexes, &anchor).or(last_day);
            }
        }
        found
    }

    /// Who is named in full anywhere in the article, so that a surname alone means that person.
    fn remember(&self, text: &str, lines: &[Line], on: Option<NaiveDate>) -> Memory {
        let mut memory = Memory::default();
        for line in lines.iter().filter(|l| l.section != Section::Headlines) {
            for found in self.lexicon.find(text, line.span, on) {
                for sense in found.senses {
                    if let Sense::Actor(a) = sense
                        && self.lexicon.actors[a].kind == ActorKind::Person
                    {
                        memory.named.insert(a);
                    }
                }
            }
        }
        memory
    }
}

fn lines(article: &Article) -> Vec<Line> {
    let text = article.source.text.as_deref().unwrap_or_default();
    let mut lines = Vec::new();
    for block in sections::sections(text, &article.parts) {
        for span in sentences::sentences(text, &block) {
            let tokens = text::tokens(text, span);
            let (section, post) = (block.section, block.post);
            let mut add = |tokens: Vec<Token>| {
                let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
                let span = Span { start: first.span.start, end: span.end.min(last.span.end) };
                let timexes = dates::timexes(&tokens);
                lines.push(Line { section, span, post, tokens, timexes });
            };
            match sentences::dateline(&tokens).filter(|_| section == Section::Body) {
                Some(end) => {
                    add(tokens[..end].to_vec());
                    add(tokens[end + 1..].to_vec());
                }
                None => add(tokens),
            }
        }
    }
    lines
}

/// The day of publication: as the source says, else as the text lets one infer it.
fn published(article: &Article, lines: &[Line]) -> Option<NaiveDate> {
    let bounds = article.source.published.as_ref().map(|d| d.bounds());
    if let Some(bounds) = bounds {
        // Of a longer span, the end: nothing told is later.
        return bounds.latest.or(bounds.earliest);
    }
    let of = |keep: &dyn Fn(usize, &Line) -> bool| -> Vec<Timex> {
        let kept = lines.iter().enumerate().filter(|(i, l)| keep(*i, l));
        kept.flat_map(|(_, l)| l.timexes.iter().copied()).collect()
    };
    let news = |l: &Line| l.section != Section::Headlines;
    // A line that is hardly more than its date is a dateline.
    let dateline = |i: usize, l: &Line| i < 4 && l.tokens.len() <= sentences::DATELINE && news(l);
    dates::infer(&of(&|_, l| l.post.is_some()), &of(&dateline), &of(&|_, l| news(l)))
}

/// The last full day that a sentence names, for "that day" in the next ones.
fn last_named_day(timexes: &[Timex], anchor: &Anchor) -> Option<NaiveDate> {
    timexes.iter().rev().find_map(|t| match t.when {
        When::Day(_) | When::MonthDay(..) => {
            dates::resolve(t, anchor, false).and_then(|d| d.bounds().earliest)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests;
