//! Shapes as pixels, each pixel as strong as the part of it that a shape covers: exact areas, so that
//! nothing has to be drawn larger and averaged.

use super::font;
use super::scene::{Point, Rect, Scene, Shape};
use super::style::Rgb;
use ab_glyph_rasterizer::{Rasterizer, point};

/// A picture that grows shape by shape.
pub(crate) struct Sheet {
    width: usize,
    height: usize,
    /// Red, green and blue, row by row.
    pixels: Vec<[u8; 3]>,
    /// Kept from shape to shape, since making one takes memory.
    raster: Rasterizer,
}

/// Draws a scene with `scale` pixels to each of its own; RGB, with width and height.
pub(crate) fn pixels(scene: &Scene, scale: u32) -> (Vec<u8>, u32, u32) {
    let (width, height) = (scene.width as u32 * scale, scene.height as u32 * scale);
    let mut sheet = Sheet::new(width as usize, height as usize);
    scene.shapes.iter().for_each(|shape| sheet.draw(shape, f64::from(scale)));
    (sheet.pixels.into_flattened(), width, height)
}

impl Sheet {
    fn new(width: usize, height: usize) -> Sheet {
        let raster = Rasterizer::new(0, 0);
        Sheet { width, height, pixels: vec![[0; 3]; width * height], raster }
    }

    /// Draws a shape, enlarged by `k`.
    fn draw(&mut self, shape: &Shape, k: f64) {
        let large = |points: &[Point]| -> Vec<Point> {
            points.iter().map(|(x, y)| (x * k, y * k)).collect()
        };
        match shape {
            Shape::Block { rect, rgb, alpha } => {
                let Rect { left, top, right, bottom } = *rect;
                self.block(Rect::new(left * k, top * k, right * k, bottom * k), *rgb, *alpha);
            }
            Shape::Polygon { points, rgb } => self.fill(&[large(points)], *rgb, 1.0),
            Shape::Path { points, width, rgb, alpha } => {
                let parts = stroke(&large(points), (width * k).max(0.7));
                self.fill(&parts, *rgb, *alpha);
            }
            Shape::Text { at, size, weight, rgb, upright, text } => {
                let (left, base) = (at.0 * k, at.1 * k);
                // Upright text is drawn from the origin and turned by a quarter.
                let from = if *upright { (0.0, 0.0) } else { (left, base) };
                let turned = (left.round() as i32, base.round() as i32);
                font::raster(text, from, size * k, *weight, |x, y, cover| {
                    let (x, y) = if *upright { (turned.0 + y, turned.1 - x) } else { (x, y) };
                    self.blend(x, y, *rgb, cover);
                });
            }
            Shape::Open { .. } | Shape::Close => {}
        }
    }

    /// Lays a colour over a pixel, as far as there is one.
    fn blend(&mut self, x: i32, y: i32, rgb: Rgb, alpha: f64) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < self.width && y < self.height {
            lay(&mut self.pixels[y * self.width + x], rgb, weight(alpha));
        }
    }

    /// An upright rectangle.
    fn block(&mut self, rect: Rect, rgb: Rgb, alpha: f64) {
        let columns = covers(rect.left, rect.right, self.width);
        let Some((first, _)) = columns.first() else { return };
        for (y, down) in covers(rect.top, rect.bottom, self.height) {
            let row = &mut self.pixels[y * self.width + first..(y + 1) * self.width];
            for (pixel, (_, across)) in row.iter_mut().zip(&columns) {
                lay(pixel, rgb, weight(alpha * down * across));
            }
        }
    }

    /// The union of polygons that all turn the same way round.
    fn fill(&mut self, polygons: &[Vec<Point>], rgb: Rgb, alpha: f64) {
        let (right, bottom) = (self.width as f64, self.height as f64);
        let inside = |(x, y): &Point| (x.clamp(0.0, right), y.clamp(0.0, bottom));
        let mut low = (f64::INFINITY, f64::INFINITY);
        let mut high = (0.0_f64, 0.0_f64);
        for (x, y) in polygons.iter().flatten().map(inside) {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        if low.0 >= high.0 || low.1 >= high.1 {
            return;
        }
        let (left, top) = (low.0.floor(), low.1.floor());
        // A column to spare: rounding may put an edge on the far side of the last.
        let wide = ((high.0 - left).ceil() as usize + 1).max(1);
        let tall = ((high.1 - top).ceil() as usize).max(1);
        self.raster.reset(wide, tall);
        let near = |at: &Point| {
            let (x, y) = inside(at);
            point((x - left) as f32, (y - top) as f32)
        };
        for polygon in polygons {
            let Some(mut from) = polygon.last() else { continue };
            for to in polygon {
                self.raster.draw_line(near(from), near(to));
                from = to;
            }
        }
        let (left, top) = (left as usize, top as usize);
        let Sheet { width, height, pixels, raster } = self;
        raster.for_each_pixel_2d(|x, y, cover| {
            let (x, y) = (left + x as usize, top + y as usize);
            if cover > 0.002 && x < *width && y < *height {
                lay(&mut pixels[y * *width + x], rgb, weight(f64::from(cover.min(1.0)) * alpha));
            }
        });
    }
}

/// How strong a colour is in parts of 256.
fn weight(alpha: f64) -> u32 {
    (alpha * 256.0 + 0.5) as u32
}

/// Lays a colour over a pixel.
fn lay(pixel: &mut [u8; 3], Rgb(red, green, blue): Rgb, weight: u32) {
    if weight >= 256 {
        *pixel = [red, green, blue];
        return;
    }
    for (under, over) in pixel.iter_mut().zip([red, green, blue]) {
        *under = ((u32::from(*under) * (256 - weight) + u32::from(over) * weight + 128) >> 8) as u8;
    }
}

/// The pixels between two points of a line of `count`, and the part of each that lies between them.
fn covers(from: f64, to: f64, count: usize) -> Vec<(usize, f64)> {
    let (from, to) = (from.max(0.0), to.min(count as f64));
    if from >= to {
        return Vec::new();
    }
    let part = |at: usize| (to.min(at as f64 + 1.0) - from.max(at as f64)).min(1.0);
    (from as usize..to.ceil() as usize).map(|at| (at, part(at))).collect()
}

/// A line of a width as polygons that turn the same way round: a bar for each stretch, and a disc
/// at each bend of a line that is wide enough to show a gap there.
fn stroke(points: &[Point], width: f64) -> Vec<Vec<Point>> {
    const SHOWS: f64 = 1.4;
    let half = width / 2.0;
    let mut parts = Vec::with_capacity(2 * points.len());
    for pair in points.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let length = (to_x - x).hypot(to_y - y);
        if length > 0.0 {
            let (dx, dy) = ((to_y - y) / length * half, (x - to_x) / length * half);
            parts.push(vec![
                (x + dx, y + dy),
                (to_x + dx, to_y + dy),
                (to_x - dx, to_y - dy),
                (x - dx, y - dy),
            ]);
        }
    }
    if width > SHOWS && points.len() > 2 {
        let steps = (4.0 + width).min(24.0) as usize;
        for (x, y) in &points[1..points.len() - 1] {
            let on_rim = |nth: usize| {
                let angle = std::f64::consts::TAU * nth as f64 / steps as f64;
                (x + half * angle.cos(), y + half * angle.sin())
            };
            parts.push((0..steps).map(on_rim).collect());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Rgb = Rgb(200, 100, 0);

    fn sum(sheet: &Sheet) -> u32 {
        sheet.pixels.iter().map(|pixel| u32::from(pixel[0])).sum()
    }

    /// How many whole pixels a drawing covers, whatever their places.
    fn area(draw: impl FnOnce(&mut Sheet)) -> f64 {
        let mut sheet = Sheet::new(40, 30);
        draw(&mut sheet);
        f64::from(sum(&sheet)) / 200.0
    }

    #[test]
    fn areas_are_exact() {
        let block = area(|sheet| sheet.block(Rect::new(2.25, 3.5, 8.75, 4.25), INK, 1.0));
        assert!((block - 6.5 * 0.75).abs() < 0.05, "{block}");
        let inside_one = area(|sheet| sheet.block(Rect::new(2.25, 3.5, 2.5, 3.75), INK, 1.0));
        assert!((inside_one - 0.0625).abs() < 0.01, "{inside_one}");
        let triangle =
            area(|sheet| sheet.fill(&[vec![(1.0, 1.0), (11.0, 1.0), (1.0, 9.0)]], INK, 1.0));
        assert!((triangle - 40.0).abs() < 0.4, "{triangle}");
        let half = area(|sheet| sheet.fill(&[vec![(1.0, 1.0), (11.0, 1.0), (1.0, 9.0)]], INK, 0.5));
        assert!((half - 20.0).abs() < 0.4, "{half}");
    }

    #[test]
    fn bends_of_a_line_are_drawn_once() {
        let line = [(5.0, 5.0), (25.0, 5.0), (25.0, 25.0)];
        let whole = area(|sheet| sheet.fill(&stroke(&line, 4.0), INK, 1.0));
        let pale = area(|sheet| sheet.fill(&stroke(&line, 4.0), INK, 0.5));
        // Two bars of 20 by 4 share a quarter of the square at the bend, which a disc rounds off.
        assert!((whole - 159.0).abs() < 2.0 && (pale - whole / 2.0).abs() < 1.0, "{whole} {pale}");
    }

    #[test]
    fn what_leaves_the_sheet_is_cut() {
        let all = area(|sheet| {
            sheet.fill(&[vec![(-9.0, -9.0), (99.0, -9.0), (99.0, 99.0), (-9.0, 99.0)]], INK, 1.0)
        });
        assert!((all - 1200.0).abs() < 1.0, "{all}");
        assert_eq!(area(|sheet| sheet.block(Rect::new(-5.0, -5.0, -1.0, 9.0), INK, 1.0)), 0.0);
        assert_eq!(area(|sheet| sheet.fill(&[vec![(3.0, 3.0)]], INK, 1.0)), 0.0);
        assert_eq!(area(|sheet| sheet.blend(-1, 99, INK, 1.0)), 0.0);
    }
}
