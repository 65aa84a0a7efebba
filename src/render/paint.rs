//! Plays a scene to plotters, as SVG with a tenth of a pixel as its unit, since it takes whole numbers
//! only.

use super::RenderError;
use super::font::{FAMILY, Weight};
use super::scene::{Point, Scene, Shape};
use super::style::Rgb;
use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontFamily,
    FontStyle, FontTransform,
};

/// Units of an SVG's view box to a logical pixel.
pub(crate) const SVG_UNITS: f64 = 10.0;
/// Colour and stroke as plotters wants them.
struct Pen {
    rgb: Rgb,
    alpha: f64,
    width: u32,
}

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        BackendColor { alpha: self.alpha, rgb: (self.rgb.0, self.rgb.1, self.rgb.2) }
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// Type as plotters wants it. It is laid out before it gets here, so nothing is measured.
struct Face {
    size: f64,
    weight: Weight,
    rgb: Rgb,
    upright: bool,
}

impl BackendTextStyle for Face {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.rgb.0, self.rgb.1, self.rgb.2) }
    }

    fn size(&self) -> f64 {
        // The SVG backend divides by this.
        self.size * 1.24
    }

    fn transform(&self) -> FontTransform {
        if self.upright { FontTransform::Rotate270 } else { FontTransform::None }
    }

    fn style(&self) -> FontStyle {
        match self.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Semibold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        Pos::new(HPos::Left, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILY)
    }

    #[allow(clippy::type_complexity)]
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: D,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}

fn failed<E: std::error::Error + Send + Sync>(error: DrawingErrorKind<E>) -> RenderError {
    RenderError::Drawing(error.to_string())
}

/// One shape other than text, scaled by `k`.
fn play<B: DrawingBackend>(backend: &mut B, shape: &Shape, k: f64) -> Result<(), RenderError> {
    let at = |(x, y): Point| ((x * k).round() as i32, (y * k).round() as i32);
    match shape {
        Shape::Block { rect, rgb, alpha } => {
            let (from, mut to) = (at((rect.left, rect.top)), at((rect.right, rect.bottom)));
            // A hairline must not round to nothing.
            to = (to.0.max(from.0 + 1), to.1.max(from.1 + 1));
            let pen = Pen { rgb: *rgb, alpha: *alpha, width: 0 };
            backend.draw_rect(from, to, &pen, true).map_err(failed)
        }
        Shape::Polygon { points, rgb } => {
            let pen = Pen { rgb: *rgb, alpha: 1.0, width: 0 };
            backend.fill_polygon(points.iter().map(|p| at(*p)), &pen).map_err(failed)
        }
        Shape::Path { points, width, rgb, alpha } => {
            let width = (width * k).round().max(1.0) as u32;
            let pen = Pen { rgb: *rgb, alpha: *alpha, width };
            let mut path: Vec<BackendCoord> = points.iter().map(|p| at(*p)).collect();
            // Equal neighbours have no direction, which a thick line needs.
            path.dedup();
            if path.len() < 2 {
                return Ok(());
            }
            backend.draw_path(path, &pen).map_err(failed)
        }
        Shape::Text { .. } | Shape::Open { .. } | Shape::Close => Ok(()),
    }
}

/// The scene as the elements of an SVG, grouped and titled, without the enclosing `<svg>`.
pub(crate) fn svg_body(scene: &Scene) -> Result<String, RenderError> {
    let size = ((scene.width * SVG_UNITS) as u32, (scene.height * SVG_UNITS) as u32);
    let mut body = String::new();
    // plotters knows no groups: each stretch between two of their ends is its own little document,
    // of which only the inside is kept.
    let ends = |shape: &Shape| matches!(shape, Shape::Open { .. } | Shape::Close);
    for stretch in scene.shapes.chunk_by(|a, b| !ends(a) && !ends(b)) {
        match stretch.first() {
            Some(Shape::Open { tooltip, data }) => {
                body.push_str("<g");
                for (name, value) in data {
                    body.push_str(" data-");
                    body.push_str(name);
                    body.push_str("=\"");
                    super::svg::escape(&mut body, value);
                    body.push('"');
                }
                body.push_str(">\n<title>");
                super::svg::escape(&mut body, tooltip);
                body.push_str("</title>\n");
                continue;
            }
            Some(Shape::Close) => {
                body.push_str("</g>\n");
                continue;
            }
            _ => {}
        }
        let mut text = String::new();
        let mut backend = SVGBackend::with_string(&mut text, size);
        for shape in stretch {
            if let Shape::Text { at, size, weight, rgb, upright, text } = shape {
                let size = size * SVG_UNITS;
                // Top-anchored text is put 0.76 em above its baseline; that is taken back.
                let lift = 0.76 * size;
                let (x, y) = (at.0 * SVG_UNITS, at.1 * SVG_UNITS);
                let (x, y) = if *upright { (x - lift, y) } else { (x, y - lift) };
                let at = (x.round() as i32, y.round() as i32);
                let face = Face { size, weight: *weight, rgb: *rgb, upright: *upright };
                backend.draw_text(text, &face, at).map_err(failed)?;
            } else {
                play(&mut backend, shape, SVG_UNITS)?;
            }
        }
        backend.present().map_err(failed)?;
        drop(backend);
        let inside = text.split_once('\n').map_or("", |(_, rest)| rest);
        body.push_str(inside.trim_end().strip_suffix("</svg>").unwrap_or(inside));
    }
    Ok(body)
}
