//! The text that is made of blocks, with its parts.

use crate::domain::{Part, Section};

/// A text, block by block, an empty line between them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::source) struct Written {
    pub(in crate::source) text: String,
    /// Its parts that are not body, in their order.
    pub(in crate::source) parts: Vec<Part>,
    post: usize,
}

impl Written {
    /// Adds a block; those of one post are one part.
    pub(in crate::source) fn add(&mut self, section: Section, block: &str, post: usize) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(block);
        let end = self.text.len();
        if section == Section::Body {
            return;
        }
        let same = section == Section::Post && self.post == post;
        match self.parts.last_mut().filter(|part| same && part.section == section) {
            Some(part) => part.end = end,
            None => self.parts.push(Part { section, start, end }),
        }
        self.post = post;
    }

    /// Whether there is more than a title.
    pub(in crate::source) fn goes_beyond_title(&self) -> bool {
        self.parts.iter().any(|part| part.section != Section::Title)
            || self.text.len() > self.parts.last().map_or(0, |part| part.end)
    }
}
