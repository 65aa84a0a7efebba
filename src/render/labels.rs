//! Names beside what they name, where they cover nothing else.

use super::font::{self, Weight};
use super::scene::{Align, Point, Rect, Scene, Type};

/// What no further name may cover.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    area: Rect,
    rects: Vec<Rect>,
}

/// A name broken into lines.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) lines: Vec<String>,
    pub(crate) size: f64,
    pub(crate) weight: Weight,
}

impl Name {
    /// In at most `lines` lines of `wide` pixels.
    pub(crate) fn new(text: &str, (wide, lines): (f64, usize), size: f64, weight: Weight) -> Name {
        let lines = match weight {
            Weight::Regular => font::balanced(text, wide, lines, size),
            Weight::Semibold => font::wrap(text, wide, lines, size, weight),
        };
        Name { lines, size, weight }
    }

    fn extent(&self) -> (f64, f64) {
        let width = |line: &String| font::width(line, self.size, self.weight);
        let wide = self.lines.iter().map(width).fold(0.0, f64::max);
        (wide, self.size * 1.15 * self.lines.len() as f64)
    }
}

impl Taken {
    /// Nothing yet, of an area that no name may leave.
    pub(crate) fn new(area: Rect) -> Taken {
        Taken { area, rects: Vec::new() }
    }

    /// Keeps a box free of names.
    pub(crate) fn take(&mut self, rect: Rect) {
        self.rects.push(rect);
    }

    /// Keeps a disc free of names.
    pub(crate) fn take_disc(&mut self, (x, y): Point, r: f64) {
        self.take(Rect::new(x - r, y - r, x + r, y + r));
    }

    fn is_free(&self, rect: &Rect, own: Option<usize>) -> bool {
        let inside = rect.left >= self.area.left
            && rect.right <= self.area.right
            && rect.top >= self.area.top
            && rect.bottom <= self.area.bottom;
        let meets = |other: &Rect| {
            rect.left < other.right + 3.0
                && other.left < rect.right + 3.0
                && rect.top < other.bottom + 1.0
                && other.top < rect.bottom + 1.0
        };
        inside
            && !self.rects.iter().enumerate().any(|(nth, other)| own != Some(nth) && meets(other))
    }

    /// Writes a name beside a disc, whose own box is the one taken as number `own`. False if it
    /// finds no room.
    pub(crate) fn beside(
        &mut self,
        scene: &mut Scene,
        name: &Name,
        ((x, y), radius): (Point, f64),
        own: usize,
    ) -> bool {
        let (wide, high) = name.extent();
        // Corners reach farther than discs.
        let r = radius * 1.15 + 4.0;
        let places = [
            (x + r, y - high / 2.0, Align::Left),
            (x - r - wide, y - high / 2.0, Align::Right),
            (x - wide / 2.0, y + r, Align::Centre),
            (x - wide / 2.0, y - r - high, Align::Centre),
            (x + r * 0.78, y + r * 0.66, Align::Left),
            (x + r * 0.78, y - r * 0.66 - high, Align::Left),
            (x - r * 0.78 - wide, y + r * 0.66, Align::Right),
            (x - r * 0.78 - wide, y - r * 0.66 - high, Align::Right),
        ];
        let free = places.into_iter().find_map(|(left, top, align)| {
            let rect = Rect::new(left, top, left + wide, top + high);
            self.is_free(&rect, Some(own)).then_some((rect, align))
        });
        let Some((rect, align)) = free else { return false };
        self.take(rect);
        let halo = Rect::new(rect.left - 1.5, rect.top, rect.right + 1.5, rect.bottom);
        scene.block(halo, scene.theme.paper, 0.72);
        write(scene, name, rect, align, scene.theme.ink);
        true
    }

    /// Writes a name around a point, in grey, without anything behind it. False if it finds no room.
    pub(crate) fn around(&mut self, scene: &mut Scene, name: &Name, (x, y): Point) -> bool {
        let (wide, high) = name.extent();
        let rect = Rect::new(x - wide / 2.0, y - high / 2.0, x + wide / 2.0, y + high / 2.0);
        let free = self.is_free(&rect, None);
        if free {
            self.take(rect);
            write(scene, name, rect, Align::Centre, scene.theme.grey_ink);
        }
        free
    }
}

fn write(scene: &mut Scene, name: &Name, rect: Rect, align: Align, rgb: super::style::Rgb) {
    let style = Type { size: name.size, weight: name.weight, rgb };
    let x = match align {
        Align::Left => rect.left,
        Align::Centre => (rect.left + rect.right) / 2.0,
        Align::Right => rect.right,
    };
    for (nth, line) in name.lines.iter().enumerate() {
        let y = rect.top + name.size * (0.9 + 1.15 * nth as f64);
        scene.text((x, y), align, line, style);
    }
}
