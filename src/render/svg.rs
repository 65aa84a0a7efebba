//! Finishes an SVG: its size, what it says to those who cannot see it, and the font it needs.

use super::font::{FALLBACK, FAMILY, WOFF2};
use super::paint::SVG_UNITS;
use super::scene::Scene;
use std::fmt::Write;

/// Wraps the drawn elements into a document.
pub(crate) fn document(scene: &Scene, body: &str) -> String {
    let (width, height) = (scene.width, scene.height);
    let mut out = String::with_capacity(body.len() + 120_000);
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-title chart-description">"#,
        width * SVG_UNITS,
        height * SVG_UNITS,
    );
    out.push_str("<title id=\"chart-title\">");
    escape(&mut out, &scene.title);
    out.push_str("</title>\n<desc id=\"chart-description\">");
    escape(&mut out, &scene.description);
    out.push_str("</desc>\n<style>\n");
    for (weight, bytes) in WOFF2 {
        let _ = write!(
            out,
            "@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/woff2;base64,",
        );
        base64(&mut out, bytes);
        out.push_str(") format('woff2')}\n");
    }
    let _ = writeln!(out, "text{{font-family:'{FAMILY}',{FALLBACK}}}\n</style>");
    out.push_str(body);
    out.push_str("</svg>\n");
    out
}

/// Text as XML has it; what XML cannot hold is left out.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
}

pub(crate) fn base64(out: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            if at > three.len() {
                out.push('=');
            } else {
                out.push(char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_the_rfc_has_it() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            let mut out = String::new();
            base64(&mut out, plain.as_bytes());
            assert_eq!(out, coded);
        }
    }
}
