//! Charts fit for publication, as SVG or PNG: the only user of plotters.
//!
//! A chart is laid out as a list of shapes in logical pixels, text measured with the embedded font; then
//! the list is played to plotters as SVG, or drawn as pixels. What a chart cannot show it counts: labels without room become
//! `+N` at their place on the axis, undated events a number in the footer.

mod activity;
mod arcs;
mod axis;
mod calendar;
pub mod charts;
pub mod cross;
mod date;
pub mod daybook;
mod dyads;
pub mod export;
mod font;
mod force;
mod frame;
mod labels;
mod land;
mod lanes;
pub mod lang;
mod map;
mod mark;
mod network;
pub mod numbers;
mod pack;
mod paint;
mod phrases;
mod plot;
mod project;
mod raster;
#[cfg(test)]
mod sample;
mod scale;
mod scene;
mod seriate;
mod spark;
mod spots;
mod story;
pub mod style;
mod svg;
pub mod table;
#[cfg(test)]
mod tests;
mod timeline;
mod tone;
mod world;

pub use spark::spark;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lang::Lang;
use scene::Scene;
use std::io::Write;
use style::Theme;

/// The file format of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Vector graphics with the font, tooltips and a text alternative inside.
    Svg,
    /// Pixels.
    Png,
}

/// What a chart is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Canvas {
    /// Width in logical pixels, the unit of type sizes.
    pub width: u32,
    /// Height in logical pixels.
    pub height: u32,
    /// The file format.
    pub format: Format,
    /// Pixels of a PNG to a logical pixel, 1 to 4; SVG needs none.
    pub scale: u32,
    /// The colours.
    pub theme: &'static Theme,
    /// The language of dates, numbers and fixed words.
    pub lang: Lang,
}

impl Default for Canvas {
    /// A PNG of 1600 by 900 logical pixels, drawn at twice that for sharp print and screens.
    fn default() -> Self {
        Canvas {
            width: 1600,
            height: 900,
            format: Format::Png,
            scale: 2,
            theme: &style::LIGHT,
            lang: Lang::English,
        }
    }
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The canvas has no room for a chart.
    #[error("a chart of {width} by {height} pixels has no room; the smallest is {} by {}", MIN.0, MIN.1)]
    TooSmall {
        /// The width asked for.
        width: u32,
        /// The height asked for.
        height: u32,
    },
    /// The picture would not fit into memory.
    #[error(
        "a chart of {width} by {height} pixels at scale {scale} is too large; \
             the largest is {MAX} pixels a side"
    )]
    TooLarge {
        /// The width asked for.
        width: u32,
        /// The height asked for.
        height: u32,
        /// The scale asked for.
        scale: u32,
    },
    /// The drawing library failed.
    #[error("drawing failed: {0}")]
    Drawing(String),
    /// The picture could not be encoded.
    #[error("encoding the PNG failed: {0}")]
    Encoding(#[from] png::EncodingError),
    /// The pixels could not be packed.
    #[error("packing the pixels failed: {0}")]
    Packing(#[from] std::io::Error),
}

/// The smallest canvas, in logical pixels.
pub const MIN: (u32, u32) = (640, 420);
/// The longest side of a picture, in its own pixels.
pub const MAX: u32 = 8192;

impl Canvas {
    fn check(&self) -> Result<(), RenderError> {
        let Canvas { width, height, scale, format, .. } = *self;
        if width < MIN.0 || height < MIN.1 {
            return Err(RenderError::TooSmall { width, height });
        }
        let scale = if format == Format::Png { scale } else { 1 };
        if !(1..=4).contains(&scale) || width.max(height).saturating_mul(scale) > MAX {
            return Err(RenderError::TooLarge { width, height, scale });
        }
        Ok(())
    }

    /// The drawing as a file.
    fn draw(&self, scene: &Scene) -> Result<Vec<u8>, RenderError> {
        match self.format {
            Format::Svg => Ok(svg::document(scene, &paint::svg_body(scene)?).into_bytes()),
            Format::Png => {
                let (pixels, width, height) = raster::pixels(scene, self.scale);
                let mut out = Vec::new();
                let mut encoder = png::Encoder::new(&mut out, width, height);
                encoder.set_color(png::ColorType::Rgb);
                encoder.set_depth(png::BitDepth::Eight);
                // 96 logical pixels to an inch, so that word processors place it in its size.
                let dots = (f64::from(self.scale) * 96.0 / 0.0254).round() as u32;
                encoder.set_pixel_dims(Some(png::PixelDimensions {
                    xppu: dots,
                    yppu: dots,
                    unit: png::Unit::Meter,
                }));
                encoder.add_text_chunk("Title".to_owned(), latin(&scene.title))?;
                encoder.add_text_chunk("Description".to_owned(), latin(&scene.description))?;
                let packed = packed(&pixels, width as usize * 3)?;
                encoder.write_header()?.write_chunk(png::chunk::IDAT, &packed)?;
                Ok(out)
            }
        }
    }
}

/// Rows of pixels as PNG has them. Flat colours pack best as they are, and the fastest way to look for
/// repetition finds most of it: so not the encoder's own ways, of which one is slow and one is large.
fn packed(pixels: &[u8], row: usize) -> std::io::Result<Vec<u8>> {
    const AS_THEY_ARE: &[u8] = &[0];
    let mut out = ZlibEncoder::new(Vec::with_capacity(pixels.len() / 8), Compression::fast());
    for row in pixels.chunks(row) {
        out.write_all(AS_THEY_ARE)?;
        out.write_all(row)?;
    }
    out.finish()
}

/// PNG text chunks hold Latin-1 only.
fn latin(text: &str) -> String {
    text.chars().map(|c| if u32::from(c) < 256 && !c.is_control() { c } else { '?' }).collect()
}
