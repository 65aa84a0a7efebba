//! A drawing as a list of shapes, before any format is chosen.
//!
//! Charts are laid out once, in logical pixels with fractions; [`super::paint`] plays the list to
//! a plotters backend. Tests look at the list itself.

use super::font::{self, Weight};
use super::lang::Lang;
use super::style::{Rgb, Theme};
use super::{Canvas, Format};

/// A point in logical pixels, y downwards.
pub(crate) type Point = (f64, f64);

/// An upright rectangle in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Rect { left, top, right, bottom }
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the two share more than an edge.
    #[cfg(test)]
    pub(crate) fn meets(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A filled rectangle; alpha 0 to 1.
    Block { rect: Rect, rgb: Rgb, alpha: f64 },
    /// A filled polygon.
    Polygon { points: Vec<Point>, rgb: Rgb },
    /// An open line; width in pixels.
    Path { points: Vec<Point>, width: f64, rgb: Rgb, alpha: f64 },
    /// One line of text, from its left end on its baseline; upright, from its lower end upwards.
    Text { at: Point, size: f64, weight: Weight, rgb: Rgb, upright: bool, text: String },
    /// What follows, up to `Close`, is one thing with this tooltip.
    Open { tooltip: String, data: Data },
    /// Ends the last `Open`.
    Close,
}

/// What programs may read of a mark in an SVG: names of attributes without `data-`, and values.
pub(crate) type Data = Vec<(&'static str, String)>;

/// The shapes of a chart in the order of drawing, with what a reader who cannot see them is told.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) theme: &'static Theme,
    /// What it will become.
    pub(crate) format: Format,
    /// The language of dates and fixed words.
    pub(crate) lang: Lang,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) shapes: Vec<Shape>,
}

/// Where a text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) rgb: Rgb,
}

impl Scene {
    /// A sheet of paper.
    pub(crate) fn new(canvas: &Canvas) -> Self {
        let (width, height) = (f64::from(canvas.width), f64::from(canvas.height));
        let mut scene = Scene {
            width,
            height,
            theme: canvas.theme,
            format: canvas.format,
            lang: canvas.lang,
            title: String::new(),
            description: String::new(),
            shapes: Vec::new(),
        };
        scene.block(Rect::new(0.0, 0.0, width, height), canvas.theme.paper, 1.0);
        scene
    }

    pub(crate) fn block(&mut self, rect: Rect, rgb: Rgb, alpha: f64) {
        self.shapes.push(Shape::Block { rect, rgb, alpha });
    }

    pub(crate) fn polygon(&mut self, points: Vec<Point>, rgb: Rgb) {
        self.shapes.push(Shape::Polygon { points, rgb });
    }

    pub(crate) fn path(&mut self, points: Vec<Point>, width: f64, rgb: Rgb, alpha: f64) {
        self.shapes.push(Shape::Path { points, width, rgb, alpha });
    }

    /// An upright hairline.
    pub(crate) fn upright(&mut self, x: f64, (top, bottom): (f64, f64), width: f64, rgb: Rgb) {
        self.block(Rect::new(x - width / 2.0, top, x + width / 2.0, bottom), rgb, 1.0);
    }

    /// A level hairline.
    pub(crate) fn level(&mut self, (left, right): (f64, f64), y: f64, width: f64, rgb: Rgb) {
        self.block(Rect::new(left, y - width / 2.0, right, y + width / 2.0), rgb, 1.0);
    }

    /// A line in dashes of `on` pixels with `off` between; plotters draws whole lines only.
    pub(crate) fn dashes(
        &mut self,
        points: &[Point],
        (on, off): (f64, f64),
        line: (f64, Rgb, f64),
    ) {
        let (width, rgb, alpha) = line;
        let mut dash: Vec<Point> = Vec::new();
        let (mut drawing, mut left) = (true, on);
        for pair in points.windows(2) {
            let (mut from, to) = (pair[0], pair[1]);
            if drawing && dash.is_empty() {
                dash.push(from);
            }
            loop {
                let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                let length = dx.hypot(dy);
                if length <= left {
                    left -= length;
                    if drawing {
                        dash.push(to);
                    }
                    break;
                }
                let part = left / length;
                from = (from.0 + dx * part, from.1 + dy * part);
                if drawing {
                    dash.push(from);
                    self.path(std::mem::take(&mut dash), width, rgb, alpha);
                } else {
                    dash = vec![from];
                }
                drawing = !drawing;
                left = if drawing { on } else { off };
            }
        }
        if drawing && dash.len() > 1 {
            self.path(dash, width, rgb, alpha);
        }
    }

    /// A line of text; its width in pixels comes back.
    pub(crate) fn text(&mut self, (x, y): Point, align: Align, text: &str, style: Type) -> f64 {
        let text = font::clean(text);
        let width = font::width(&text, style.size, style.weight);
        let x = match align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        if !text.is_empty() {
            let Type { size, weight, rgb } = style;
            self.shapes.push(Shape::Text { at: (x, y), size, weight, rgb, upright: false, text });
        }
        width
    }

    /// A line of text that reads upwards from a point on its baseline.
    pub(crate) fn text_upwards(&mut self, at: Point, text: &str, style: Type) {
        let Type { size, weight, rgb } = style;
        let text = font::clean(text);
        if !text.is_empty() {
            self.shapes.push(Shape::Text { at, size, weight, rgb, upright: true, text });
        }
    }

    /// Every character on the sheet that the font lacks, each once, in their order.
    pub(crate) fn missing(&self) -> Vec<char> {
        let texts = self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        let mut missing: Vec<char> = texts.flat_map(font::missing).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Draws inside one group with a tooltip and data.
    pub(crate) fn group(&mut self, tooltip: String, data: Data, draw: impl FnOnce(&mut Scene)) {
        self.shapes.push(Shape::Open { tooltip, data });
        draw(self);
        self.shapes.push(Shape::Close);
    }

    /// The boxes of all texts, from the top of a capital to the foot of a `p`.
    #[cfg(test)]
    pub(crate) fn text_boxes(&self) -> Vec<(Rect, String)> {
        self.shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text { at, size, weight, upright, text, .. } => {
                    let width = font::width(text, *size, *weight);
                    let (up, down) = (0.72 * size, 0.22 * size);
                    let rect = if *upright {
                        Rect::new(at.0 - up, at.1 - width, at.0 + down, at.1)
                    } else {
                        Rect::new(at.0, at.1 - up, at.0 + width, at.1 + down)
                    };
                    Some((rect, text.clone()))
                }
                _ => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_the_line_in_parts() {
        let mut scene = Scene::new(&Canvas::default());
        let line = (1.0, Rgb(0, 0, 0), 1.0);
        scene.dashes(&[(0.0, 0.0), (7.0, 0.0), (20.0, 0.0)], (4.0, 2.0), line);
        let parts: Vec<_> = scene
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Path { points, .. } => Some((points[0].0, points[points.len() - 1].0)),
                _ => None,
            })
            .collect();
        assert_eq!(parts, [(0.0, 4.0), (6.0, 10.0), (12.0, 16.0), (18.0, 20.0)]);
    }
}
