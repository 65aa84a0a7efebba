//! The parts of an article: title, captions, body, embedded posts, lists of other headlines.

use super::text::Span;
use crate::domain::{Part, Section};

/// A line of the article and the part that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) section: Section,
    pub(super) span: Span,
    /// Lines of one embedded post share a number.
    pub(super) post: Option<usize>,
}

const BULLETS: [&str; 5] = ["- ", "• ", "* ", "– ", "· "];
const LIST_HEADS: [&str; 10] = [
    "latest news",
    "related",
    "read also",
    "read more",
    "see also",
    "most read",
    "more news",
    "more from",
    "other news",
    "top stories",
];
const CAPTIONS: [&str; 10] = [
    "photo:",
    "photo by",
    "photos:",
    "image:",
    "picture:",
    "credit:",
    "file photo",
    "(photo",
    "caption:",
    "illustration:",
];

/// Cuts the text into its lines, each with its part: as its file marks it, else as the lines look.
pub(super) fn sections(text: &str, marked: &[Part]) -> Vec<Block> {
    let mut blocks = if marked.is_empty() { guessed(text) } else { told(text, marked) };
    mark_posts(text, &mut blocks);
    blocks
}

/// The lines with the parts that are marked; all others are body.
fn told(text: &str, marked: &[Part]) -> Vec<Block> {
    let mut marked = marked.iter().enumerate().peekable();
    let mut blocks = Vec::new();
    for span in lines(text) {
        while marked.next_if(|(_, part)| part.end <= span.start).is_some() {}
        let block = match marked.peek() {
            Some((at, part)) if part.start <= span.start => {
                let post = (part.section == Section::Post).then_some(*at);
                Block { section: part.section, span, post }
            }
            _ if starts_with_any(span.of(text), &CAPTIONS) => {
                Block { section: Section::Caption, span, post: None }
            }
            _ => Block { section: Section::Body, span, post: None },
        };
        blocks.push(block);
    }
    blocks
}

/// The lines with the parts that they look like.
fn guessed(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let bulleted = |span: &Span| BULLETS.iter().any(|b| span.of(text).starts_with(b));
    let list_from = headlines_from(text, &lines, bulleted);
    let mut blocks = Vec::with_capacity(lines.len());
    for (i, span) in lines.iter().enumerate() {
        let line = span.of(text);
        let mut span = *span;
        let section = if i >= list_from {
            if let Some(bullet) = BULLETS.iter().find(|b| line.starts_with(**b)) {
                span.start += bullet.len();
            }
            Section::Headlines
        } else if i == 0 && lines.len() > 1 && line.len() < 250 && !ends_sentence(line) {
            Section::Title
        } else if starts_with_any(line, &CAPTIONS) {
            Section::Caption
        } else {
            Section::Body
        };
        blocks.push(Block { section, span, post: None });
    }
    blocks
}

/// The lines that are not blank, without the white space around them.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            found.push(Span { start, end: start + trimmed.len() });
        }
        at += line.len();
    }
    found
}

fn starts_with_any(line: &str, heads: &[&str]) -> bool {
    let lower: String = line.chars().take(24).collect::<String>().to_lowercase();
    heads.iter().any(|h| lower.starts_with(h))
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?'])
}

/// The index of the line with which the list of other headlines starts: three bulleted lines or
/// more without full stops to the end of the text, with the heading over them.
fn headlines_from(text: &str, lines: &[Span], bulleted: impl Fn(&Span) -> bool) -> usize {
    let run = lines.iter().rev().take_while(|l| bulleted(l) && !ends_sentence(l.of(text))).count();
    let first = lines.len() - run;
    let headed = first > 0 && starts_with_any(lines[first - 1].of(text), &LIST_HEADS);
    match (run, headed) {
        (1.., true) => first - 1,
        (3.., false) => first,
        _ => lines.len(),
    }
}

/// A post is known by its signature, `— Name (@handle) Date`. Its text stands around that line:
/// before it when it was embedded as is, after it when a reader took the page apart; the lines
/// that belong to it lead to a shortened address, or are a heading without a full stop.
fn mark_posts(text: &str, blocks: &mut [Block]) {
    let line = |b: &Block| b.span.of(text);
    let linked = |s: &str| s.contains("pic.twitter.com/") || s.contains("https://t.co/");
    for i in 0..blocks.len() {
        let here = line(&blocks[i]);
        if blocks[i].section != Section::Body
            || !here.contains("(@")
            || !here.starts_with(['—', '-', '–'])
        {
            continue;
        }
        let mut mark = vec![i];
        if i > 0 && (linked(line(&blocks[i - 1])) || !ends_sentence(line(&blocks[i - 1]))) {
            mark.push(i - 1);
        }
        if let Some(last) = (i + 1..blocks.len().min(i + 5)).find(|j| linked(line(&blocks[*j]))) {
            mark.extend(i + 1..=last);
        }
        for j in mark {
            if blocks[j].section == Section::Body {
                blocks[j].section = Section::Post;
                blocks[j].post = Some(i);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_has_its_parts() {
        let text = "Leaders Meet\nPhoto: the palace\nThey met. All went well.\n\
                    HERE IS THE READOUT:\n— A Person (@person) May 2, 2024\nGood pic.twitter.com/x\n\
                    More came.\nLatest news\n- One Thing\n- Another";
        let got: Vec<Section> = sections(text, &[]).iter().map(|b| b.section).collect();
        use Section::*;
        assert_eq!(
            got,
            [Title, Caption, Body, Post, Post, Post, Body, Headlines, Headlines, Headlines]
        );
    }

    #[test]
    fn what_a_file_marks_is_not_guessed() {
        let text = "They met\n\nBody text\n\nOne Thing Happened\n\nOn it goes.\nPhoto: A";
        let part = |section, of: &str| {
            let start = text.find(of).unwrap();
            Part { section, start, end: start + of.len() }
        };
        let marked =
            [part(Section::Title, "They met"), part(Section::Headlines, "One Thing Happened")];
        let got: Vec<Section> = sections(text, &marked).iter().map(|b| b.section).collect();
        use Section::*;
        assert_eq!(got, [Title, Body, Headlines, Body, Caption]);
    }

    #[test]
    fn one_paragraph_is_body() {
        assert_eq!(sections("A meets B in C.", &[])[0].section, Section::Body);
        assert!(sections(" \n\n", &[]).is_empty());
    }
}
