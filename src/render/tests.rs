//! Whole charts: facts that hold for every view and size.

use super::*;
use crate::domain::{Kind, Modality};
use crate::render::sample::{day, mark, strewn};
use crate::report::view::Timeline;
use scene::{Rect, Shape};

const SIZES: [(f64, f64); 4] = [(640.0, 420.0), (900.0, 600.0), (1600.0, 900.0), (2400.0, 1000.0)];

fn views() -> Vec<Timeline> {
    let mut views = vec![
        strewn("2025-12-01", "2025-12-31", 60),
        strewn("2025-01-01", "2025-12-31", 120),
        strewn("2013-11-01", "2025-12-31", 250),
        strewn("2025-12-14", "2025-12-14", 1),
        strewn("2025-12-14", "2025-12-14", 40),
        strewn("2025-12-14", "2025-12-15", 30),
        strewn("2025-12-14", "2025-12-15", 0),
    ];
    let mut odd = strewn("2025-12-01", "2025-12-31", 5);
    odd.marks = vec![
        mark(1, "Донаудампфшиффартсгезельшафтскапитенсмютценфабрикантенферайн", "2025-12-02"),
        mark(2, "会谈 停火 جلسة محادثات <&>\"'\u{7}", "2025-12-03"),
        mark(3, "", "2025-12-04"),
        mark(4, "Open at its start", "../2025-12-05"),
        mark(5, "Open at its end", "2025-12-06/.."),
        mark(6, "Some day of a year", "2025~"),
    ];
    odd.arcs.clear();
    odd.caption.title = "A very long headline that has no end ".repeat(12);
    odd.caption.query.clear();
    odd.caption.sources.clear();
    views.push(odd);
    views
}

fn apart(scene: &Scene, what: &str) {
    let boxes = scene.text_boxes();
    let sheet = Rect::new(0.0, 0.0, scene.width, scene.height);
    for (at, (a, text)) in boxes.iter().enumerate() {
        let inside = a.left >= sheet.left && a.right <= sheet.right && a.bottom <= sheet.bottom;
        assert!(inside && a.top >= 0.0, "{what}: \"{text}\" leaves the sheet: {a:?}");
        for (b, other) in &boxes[at + 1..] {
            assert!(!a.meets(b), "{what}: \"{text}\" {a:?} overlaps \"{other}\" {b:?}");
        }
    }
}

#[test]
fn no_text_overlaps_another_or_leaves_the_sheet() {
    for (at, view) in views().iter().enumerate() {
        for (width, height) in SIZES {
            let what = format!("view {at} at {width} by {height}");
            apart(&timeline::scene(view, width, height), &format!("timeline of {what}"));
            // Many lanes at one size only: that is slow without optimisation.
            for actors in if width == 900.0 { 1..41 } else { 3..8 }.step_by(13) {
                let lanes = sample::lanes(view, actors);
                let scene = lanes::scene(&lanes, width, height);
                apart(&scene, &format!("{actors} lanes of {what}"));
            }
        }
    }
}

#[test]
fn no_event_vanishes() {
    for view in views() {
        let scene = timeline::scene(&view, 1200.0, 675.0);
        let flags: usize = scene
            .shapes
            .iter()
            .filter(|shape| {
                matches!(shape, Shape::Text { weight: font::Weight::Semibold, size, .. }
                if *size < 18.0 && *size > 11.0)
            })
            .count();
        let counted: usize = scene
            .text_boxes()
            .iter()
            .filter_map(|(_, text)| text.strip_prefix('+')?.parse::<usize>().ok())
            .sum();
        // The legend's own "+5" is no count; labels and counts make up all events, and the axis
        // may add some semibold words.
        let legend = if counted > 0 { 5 } else { 0 };
        assert!(flags + counted - legend >= view.marks.len(), "{flags} {counted}");
    }
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let view = strewn("2025-01-01", "2025-12-31", 120);
    for format in [Format::Svg, Format::Png] {
        let canvas = Canvas { width: 800, height: 500, format, scale: 1 };
        assert_eq!(timeline(&view, &canvas).unwrap(), timeline(&view, &canvas).unwrap());
        let rows = sample::lanes(&view, 6);
        assert_eq!(lanes(&rows, &canvas).unwrap(), lanes(&rows, &canvas).unwrap());
    }
}

#[test]
fn a_png_has_its_size_and_is_not_blank() {
    let view = strewn("2025-01-01", "2025-12-31", 30);
    for scale in [1, 2, 3] {
        let canvas = Canvas { width: 640, height: 420, format: Format::Png, scale };
        let bytes = timeline(&view, &canvas).unwrap();
        let mut reader = png::Decoder::new(bytes.as_slice()).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (640 * scale, 420 * scale));
        let dark = pixels.chunks(3).filter(|p| p.iter().all(|c| *c < 100)).count();
        assert!(dark > 500, "{dark} dark pixels");
    }
}

#[test]
fn an_svg_speaks_for_itself() {
    let mut view = strewn("2025-12-01", "2025-12-31", 12);
    view.marks[3].title = "Talks <in> \"Geneva\" & Київ".to_owned();
    let canvas = Canvas { format: Format::Svg, ..Canvas::default() };
    let svg = String::from_utf8(timeline(&view, &canvas).unwrap()).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains(r#"width="1600" height="900" viewBox="0 0 16000 9000" role="img""#));
    assert!(svg.contains("<title id=\"chart-title\">A timeline</title>"));
    assert!(svg.contains("<desc id=\"chart-description\">Timeline of 12 events from 2025-12-01"));
    assert!(svg.contains("@font-face") && svg.contains("font/woff2"));
    assert!(svg.contains("Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ"));
    assert_eq!(svg.matches("<svg").count(), 1);
    assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    assert!(svg.matches("<title>").count() >= 12, "a tooltip a mark");
}

#[test]
fn every_chart_says_query_sources_date_and_what_is_left_out() {
    let view = strewn("2025-12-01", "2025-12-31", 12);
    for scene in [
        timeline::scene(&view, 1600.0, 900.0),
        lanes::scene(&sample::lanes(&view, 4), 1600.0, 900.0),
    ] {
        let texts: Vec<String> = scene.text_boxes().into_iter().map(|(_, text)| text).collect();
        let all = texts.join("\n");
        for part in [
            "A timeline",
            "Query: actor:Ukraine",
            "Sources: Reuters (31)",
            "12 undated events not drawn",
            "as of 31 December 2025",
        ] {
            assert!(all.contains(part), "{part}");
        }
    }
}

#[test]
fn an_empty_view_says_so() {
    let view = strewn("2025-12-01", "2025-12-31", 0);
    let says =
        |scene: Scene| scene.text_boxes().iter().any(|(_, text)| text == "No dated event matches");
    assert!(says(timeline::scene(&view, 900.0, 600.0)));
    assert!(says(lanes::scene(&sample::lanes(&view, 0), 900.0, 600.0)));
    assert!(says(lanes::scene(&sample::lanes(&view, 3), 900.0, 600.0)));
}

#[test]
fn a_canvas_too_small_or_too_large_is_refused() {
    let view = strewn("2025-12-01", "2025-12-31", 3);
    let small = Canvas { width: 300, ..Canvas::default() };
    let error = timeline(&view, &small).unwrap_err().to_string();
    assert!(error.contains("640 by 420"), "{error}");
    let large = Canvas { width: 5000, ..Canvas::default() };
    let error = timeline(&view, &large).unwrap_err().to_string();
    assert!(error.contains("8192"), "{error}");
    assert!(timeline(&view, &Canvas { scale: 0, ..Canvas::default() }).is_err());
}

#[test]
fn modalities_are_drawn_apart() {
    let drawn: Vec<Vec<Shape>> = Modality::ALL
        .iter()
        .map(|modality| {
            let mut scene = Scene::new(20.0, 20.0);
            let rgb = style::look(Kind::Consult).0;
            mark::symbol(&mut scene, (10.0, 10.0), 6.0, Kind::Consult, *modality, rgb);
            scene.shapes
        })
        .collect();
    for (at, a) in drawn.iter().enumerate() {
        assert!(drawn[at + 1..].iter().all(|b| a != b));
    }
}

#[test]
fn dates_beyond_the_axis_do_no_harm() {
    let mut view = strewn("2025-12-01", "2025-12-31", 4);
    view.marks.push(mark(90, "Long ago", "1812-06-24"));
    view.marks.push(mark(91, "Far ahead", "2099"));
    view.marks.push(mark(92, "Through it all", "1990/2040"));
    view.arcs.push(crate::report::view::Arc {
        from: 4,
        to: 999,
        relation: crate::domain::Relation::Causes,
        suggested: false,
        rationale: String::new(),
    });
    let scene = timeline::scene(&view, 1200.0, 675.0);
    let texts = scene.text_boxes();
    assert!(texts.iter().any(|(_, text)| text.contains("2 events outside of the axis")));
    view.span = (day("2025-12-31"), day("2025-12-01"));
    timeline::scene(&view, 1200.0, 675.0);
}
