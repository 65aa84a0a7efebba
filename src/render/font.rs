//! The one font: embedded, so that a chart looks the same on every machine and can be measured.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, point};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use unicode_width::UnicodeWidthChar;

/// The family's name in SVG. Not `Open Sans`: the file is cut down, and a viewer that has the
/// whole family must not mix the two.
pub(crate) const FAMILY: &str = "Annalist Sans";
/// What a viewer without embedded fonts falls back to.
pub(crate) const FALLBACK: &str = "'Open Sans', 'Helvetica Neue', Arial, sans-serif";
/// Regular and semibold as WOFF2, for SVG.
pub(crate) const WOFF2: [(&str, &[u8]); 2] = [
    ("normal", include_bytes!("fonts/OpenSans-Regular.woff2")),
    ("bold", include_bytes!("fonts/OpenSans-Semibold.woff2")),
];

static REGULAR: LazyLock<Option<Face>> =
    LazyLock::new(|| Face::read(include_bytes!("fonts/OpenSans-Regular.ttf")));
static SEMIBOLD: LazyLock<Option<Face>> =
    LazyLock::new(|| Face::read(include_bytes!("fonts/OpenSans-Semibold.ttf")));

/// So many characters from the first on have their measures kept: Latin, Greek and Cyrillic.
const COMMON: usize = 0x530;

/// A font with the measures that are asked for again and again, since layout tries many ways to
/// break a text.
struct Face {
    font: FontRef<'static>,
    /// Units of the font to a type size.
    em: f64,
    /// The glyphs of common characters and how far they advance, in units.
    glyphs: Vec<(GlyphId, f32)>,
    /// How much nearer two glyphs stand, in units, as bits; by pairs, as they are met.
    kerns: Vec<AtomicU32>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Face> {
        let font = FontRef::try_from_slice(bytes).ok()?;
        let em = f64::from(font.units_per_em().unwrap_or(2048.0));
        let measured = |code: usize| {
            let glyph = u32::try_from(code).ok().and_then(char::from_u32).map(|c| font.glyph_id(c));
            let glyph = glyph.unwrap_or(GlyphId(0));
            (glyph, font.h_advance_unscaled(glyph))
        };
        let glyphs = (0..COMMON).map(measured).collect();
        let pairs = font.glyph_count() * font.glyph_count();
        let kerns = std::iter::repeat_with(|| AtomicU32::new(UNKNOWN)).take(pairs).collect();
        Some(Face { font, em, glyphs, kerns })
    }

    /// The glyph of a character, number 0 if it has none.
    fn glyph(&self, c: char) -> GlyphId {
        self.glyphs.get(c as usize).map_or_else(|| self.font.glyph_id(c), |(glyph, _)| *glyph)
    }

    /// How far a character advances, in units.
    fn advance(&self, c: char, glyph: GlyphId) -> f32 {
        let known = self.glyphs.get(c as usize).map(|(_, advance)| *advance);
        known.unwrap_or_else(|| self.font.h_advance_unscaled(glyph))
    }

    /// The width of a line in units, and whether the font has all of its characters.
    fn units(&self, text: impl Iterator<Item = char>) -> (f64, bool) {
        let (mut units, mut complete) = (0.0, true);
        let mut last: Option<GlyphId> = None;
        for c in text {
            let glyph = self.glyph(c);
            complete &= glyph.0 != 0;
            units += f64::from(self.advance(c, glyph));
            if let Some(last) = last {
                units += f64::from(self.kern(last, glyph));
            }
            last = Some(glyph);
        }
        (units, complete)
    }

    /// How much farther apart two glyphs stand, in units.
    fn kern(&self, first: GlyphId, second: GlyphId) -> f32 {
        let measure = || self.font.kern_unscaled(first, second);
        let at = usize::from(first.0) * self.font.glyph_count() + usize::from(second.0);
        let Some(kept) = self.kerns.get(at) else { return measure() };
        match kept.load(Ordering::Relaxed) {
            UNKNOWN => {
                let kern = measure();
                kept.store(kern.to_bits(), Ordering::Relaxed);
                kern
            }
            bits => f32::from_bits(bits),
        }
    }
}

/// The bits of no number.
const UNKNOWN: u32 = u32::MAX;

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Semibold,
}

/// None only if the embedded file were broken, which a test rules out.
fn face(weight: Weight) -> Option<&'static Face> {
    match weight {
        Weight::Regular => REGULAR.as_ref(),
        Weight::Semibold => SEMIBOLD.as_ref(),
    }
}

/// ab_glyph scales to the height from ascent to descent; type sizes are those of the em.
fn scale(face: &Face, size: f64) -> PxScale {
    PxScale::from(size as f32 * face.font.height_unscaled() / face.em as f32)
}

/// The text on one line: control characters, line breaks among them, become spaces.
pub(crate) fn clean(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The characters of a text that the font lacks.
pub(crate) fn missing(text: &str) -> impl Iterator<Item = char> + '_ {
    let lacks = |c: char| face(Weight::Regular).is_some_and(|face| face.glyph(c).0 == 0);
    text.chars().filter(move |c| lacks(*c) && !c.is_whitespace() && c.width() != Some(0))
}

/// The characters that are drawn of a text: those of the font, and for others what they are in
/// Latin letters, so that a name in any script can be read. A browser, which has more fonts, draws
/// an SVG's text as it is; Latin letters are rarely narrower, so that it finds room.
fn drawable<'t>(text: &'t str, face: &'t Face) -> impl Iterator<Item = char> + 't {
    let letters = text.chars().flat_map(move |c| {
        let known = (face.glyph(c).0 != 0).then_some(c);
        let latin = if known.is_none() { deunicode::deunicode_char(c).unwrap_or("?") } else { "" };
        // The sign that stands for the Arabic ending of feminine words is no letter.
        known.into_iter().chain(latin.chars().map(|c| if c == '@' { 'a' } else { c }))
    });
    // Syllables come with a space behind them, which may be there already.
    let mut last = None;
    letters.filter(move |c| last.replace(*c) != Some(' ') || *c != ' ')
}

/// The width of a line in pixels at a size in pixels. A character that the font lacks is as wide as
/// its transliteration, at least as another font would draw it in a browser.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let Some(face) = face(weight) else { return size * 0.6 * text.chars().count() as f64 };
    let units = match face.units(text.chars()) {
        (units, true) => units,
        (_, false) => {
            let latin = face.units(drawable(text, face)).0;
            let wide = |c: char| face.em * 0.55 * c.width().unwrap_or(1) as f64;
            // Only a text of such characters alone can be wider in a browser than in Latin letters.
            latin.max(missing(text).map(wide).sum())
        }
    };
    units * size / face.em
}

/// Draws a line of text as pixels with a coverage of 0 to 1; `at` is its left end on the baseline.
pub(crate) fn raster(
    text: &str,
    (mut x, y): (f64, f64),
    size: f64,
    weight: Weight,
    mut pixel: impl FnMut(i32, i32, f64),
) {
    let Some(face) = face(weight) else { return };
    let (scale, unit) = (scale(face, size), size / face.em);
    let mut last: Option<GlyphId> = None;
    for c in drawable(text, face) {
        let id = face.glyph(c);
        if let Some(last) = last {
            x += f64::from(face.kern(last, id)) * unit;
        }
        last = Some(id);
        if let Some(glyph) =
            face.font.outline_glyph(id.with_scale_and_position(scale, point(x as f32, y as f32)))
        {
            let corner = glyph.px_bounds().min;
            glyph.draw(|dx, dy, cover| {
                if cover > 0.0 {
                    let at = (corner.x as i32 + dx as i32, corner.y as i32 + dy as i32);
                    pixel(at.0, at.1, f64::from(cover.min(1.0)));
                }
            });
        }
        x += f64::from(face.advance(c, id)) * unit;
    }
}

/// Breaks a text into at most `lines` lines no wider than `limit` pixels; what is left over ends
/// in an ellipsis after a whole word, and a word wider than a line is broken.
pub(crate) fn wrap(text: &str, limit: f64, lines: usize, size: f64, weight: Weight) -> Vec<String> {
    let text = clean(text);
    let fits = |line: &str| width(line, size, weight) <= limit;
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words: Vec<String> = text.split(' ').rev().map(str::to_owned).collect();
    while let Some(word) = words.pop() {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if line.is_empty() {
            let (head, tail) = break_word(&word, |part| fits(part));
            line = head;
            if !tail.is_empty() {
                words.push(tail);
            }
        } else {
            words.push(word);
        }
        if out.len() + 1 >= lines {
            break;
        }
        if !words.is_empty() {
            out.push(std::mem::take(&mut line));
        }
    }
    if !words.is_empty() {
        line = ellipsize(&line, fits);
    }
    if !line.is_empty() {
        out.push(line);
    }
    out
}

/// A text in regular type in no more lines than that width asks for, but with even ones: no lone last word.
pub(crate) fn balanced(title: &str, wide: f64, most: usize, size: f64) -> Vec<String> {
    let lines = |wide: f64| wrap(title, wide, most, size, Weight::Regular);
    let mut best = lines(wide);
    let whole = best.join(" ").len();
    for part in [0.92, 0.84, 0.76, 0.68] {
        let narrower = lines(wide * part);
        if best.len() < 2 || narrower.len() > best.len() || narrower.join(" ").len() != whole {
            break;
        }
        best = narrower;
    }
    best
}

/// As much of the text as fits on one line, with an ellipsis if that is not all.
pub(crate) fn shorten(text: &str, limit: f64, size: f64, weight: Weight) -> String {
    wrap(text, limit, 1, size, weight).pop().unwrap_or_default()
}

/// The longest head of a word that fits with a hyphen, at least one character, and the rest.
fn break_word(word: &str, fits: impl Fn(&str) -> bool) -> (String, String) {
    let mut head = String::new();
    for (at, c) in word.char_indices() {
        let longer = format!("{head}{c}");
        if at > 0 && !fits(&format!("{longer}-")) {
            return (format!("{head}-"), word[at..].to_owned());
        }
        head = longer;
    }
    (head, String::new())
}

/// The line with an ellipsis, less the words that have to give way to it.
fn ellipsize(line: &str, fits: impl Fn(&str) -> bool) -> String {
    let mut kept = line.trim_end_matches('-');
    loop {
        let whole = format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.', '–', '-']));
        if fits(&whole) || kept.is_empty() {
            return whole;
        }
        kept = match kept.rfind(' ') {
            Some(space) => &kept[..space],
            // A single long word: by the letter.
            None => kept.char_indices().next_back().map_or("", |(at, _)| &kept[..at]),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_fonts_with_latin_and_cyrillic() {
        for weight in [Weight::Regular, Weight::Semibold] {
            let face = face(weight).unwrap();
            for c in "AzÄőЖяїҐ–…’€".chars() {
                assert_ne!(face.glyph(c).0, 0, "{c}");
            }
        }
    }

    #[test]
    fn width_is_what_raster_covers() {
        for text in ["To AV War", "Київ", "illi|"] {
            let mut right = 0;
            raster(text, (0.0, 20.0), 20.0, Weight::Regular, |x, _, cover| {
                if cover > 0.0 {
                    right = right.max(x);
                }
            });
            let width = width(text, 20.0, Weight::Regular);
            assert!((width - f64::from(right)).abs() < 6.0, "{text}: {width} {right}");
        }
    }

    #[test]
    fn wraps_and_ellipsizes_by_words() {
        let text = "Ukraine and Russia exchange prisoners of war after talks in Istanbul";
        let lines = wrap(text, 120.0, 3, 13.0, Weight::Regular);
        assert_eq!(lines.len(), 3);
        for line in &lines {
            assert!(width(line, 13.0, Weight::Regular) <= 120.0, "{line}");
        }
        assert!(lines[2].ends_with('…') && !lines[2].contains(" …"));
        assert_eq!(wrap("short", 120.0, 3, 13.0, Weight::Regular), ["short"]);
        assert!(wrap("", 120.0, 3, 13.0, Weight::Regular).is_empty());
    }

    #[test]
    fn breaks_words_that_are_wider_than_a_line() {
        let word = "Donaudampfschifffahrtsgesellschaftskapitän";
        let lines = wrap(word, 100.0, 9, 13.0, Weight::Regular);
        assert!(lines.len() > 2 && lines[0].ends_with('-'));
        assert_eq!(lines.concat().replace('-', ""), word);
        assert!(shorten(word, 60.0, 13.0, Weight::Regular).ends_with('…'));
    }

    #[test]
    fn what_the_font_lacks_is_read_in_latin_letters() {
        let draw = |text: &str| {
            let mut pixels = Vec::new();
            raster(text, (0.0, 20.0), 20.0, Weight::Regular, |x, y, cover| {
                pixels.push((x, y, cover.to_bits()));
            });
            pixels
        };
        assert!(draw("王毅") == draw("Wang Yi "));
        assert!(draw("غزة") == draw(&deunicode::deunicode("غزة").replace('@', "a")));
        assert!(width("中文", 20.0, Weight::Regular) >= 40.0);
        assert_eq!(missing("Kyiv 王毅").collect::<String>(), "王毅");
        assert_eq!(clean("a\nb\t\u{7}c"), "a b c");
    }
}
