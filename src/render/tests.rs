//! Whole charts: facts that hold for every view and size.

use super::*;
use crate::domain::{Kind, Modality};
use crate::render::sample::{day, mark, strewn};
use crate::report::view::{Split, Timeline};
use scene::{Rect, Shape};

const SIZES: [(u32, u32); 4] = [(640, 420), (900, 600), (1600, 900), (2400, 1000)];

fn canvas(width: u32, height: u32) -> Canvas {
    Canvas { width, height, scale: 1, ..Canvas::default() }
}

/// Every chart of a view.
fn scenes(view: &Timeline, canvas: &Canvas) -> Vec<(&'static str, Scene)> {
    vec![
        ("timeline", timeline::scene(view, canvas)),
        ("lanes", lanes::scene(&sample::lanes(view, 5), canvas)),
        ("activity", activity::scene(&sample::activity(view, Split::Class), canvas)),
        ("activity by kind", activity::scene(&sample::activity(view, Split::Kind), canvas)),
        ("tone", tone::scene(&sample::tone(view), canvas)),
        ("dyads", dyads::scene(&sample::dyads(view, view.marks.len().min(22)), canvas)),
        ("calendar", calendar::scene(&sample::calendar(view), canvas)),
        ("network", network::scene(&sample::network(view, view.marks.len().min(30)), canvas)),
        ("story", story::scene(&sample::story(view, 9), canvas)),
        ("map", map::scene(&sample::map(view, 40, Split::Class, false), canvas)),
        ("maps", map::scene(&sample::map(view, 40, Split::Tone, true), canvas)),
    ]
}

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
    odd.caption.subtitle = Some("And a subtitle that goes on and on ".repeat(9));
    odd.eras = ["The first era", "An era with a name that is much longer than it lasted itself"]
        .map(|title| crate::report::view::Era {
            title: title.to_owned(),
            earliest: Some(day("2025-12-02")),
            latest: Some(day("2025-12-05")),
        })
        .to_vec();
    views.push(odd);
    let mut long = strewn("2025-12-01", "2025-12-31", 0);
    long.marks = (0..10)
        .map(|n| mark(n, "Once in a long time", &format!("{:04}-05-{:02}", 10 + n * 220, n + 1)))
        .collect();
    long.span = (day("0010-05-01"), day("1990-05-10"));
    views.push(long);
    let mut early = strewn("2025-12-01", "2025-12-31", 0);
    early.marks = vec![
        mark(1, "Caesar is killed", "-0043-03-15"),
        mark(2, "Battle of Actium", "-0030-09-02"),
        mark(3, "Teutoburg Forest", "0009-09"),
    ];
    early.span = (day("-0043-03-15"), day("0009-09-30"));
    views.push(early);
    let mut gap = strewn("2000-01-01", "2001-12-31", 30);
    gap.marks.extend(strewn("2015-01-01", "2016-06-30", 30).marks);
    gap.span.1 = day("2016-06-30");
    views.push(gap);
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
            for (name, scene) in scenes(view, &canvas(width, height)) {
                apart(&scene, &format!("{name} of view {at} at {width} by {height}"));
            }
        }
        // Many lanes at one size only: that is slow without optimisation.
        for actors in (1..41).step_by(13) {
            let lanes = sample::lanes(view, actors);
            apart(&lanes::scene(&lanes, &canvas(900, 600)), &format!("{actors} lanes of {at}"));
        }
    }
}

#[test]
fn no_text_overlaps_in_any_language() {
    let view = strewn("2025-01-01", "2025-12-31", 25);
    for lang in Lang::ALL {
        for (width, height) in [(640, 420), (1600, 900)] {
            let canvas = Canvas { lang: *lang, ..canvas(width, height) };
            for (name, scene) in scenes(&view, &canvas) {
                apart(&scene, &format!("{name} in {lang} at {width} by {height}"));
            }
        }
    }
}

#[test]
fn millions_have_room_beside_their_scale() {
    let view = strewn("2025-01-01", "2025-12-31", 120);
    let mut activity = sample::activity(&view, Split::Class);
    activity.bars.iter_mut().flat_map(|bar| &mut bar.kinds).for_each(|n| *n *= 1_000_000);
    let mut tone = sample::tone(&view);
    tone.points.iter_mut().for_each(|(.., score)| score.scored *= 1_000_000);
    for (width, height) in SIZES {
        let canvas = canvas(width, height);
        apart(&activity::scene(&activity, &canvas), &format!("activity at {width} by {height}"));
        apart(&tone::scene(&tone, &canvas), &format!("tone at {width} by {height}"));
    }
}

#[test]
fn shapes_stay_on_the_sheet() {
    for view in views() {
        for (name, scene) in scenes(&view, &canvas(1200, 675)) {
            for shape in &scene.shapes {
                let points = match shape {
                    Shape::Block { rect, .. } => {
                        vec![(rect.left, rect.top), (rect.right, rect.bottom)]
                    }
                    Shape::Polygon { points, .. } | Shape::Path { points, .. } => points.clone(),
                    Shape::Text { .. } | Shape::Open { .. } | Shape::Close => Vec::new(),
                };
                for (x, y) in points {
                    let inside = (-0.5..=1200.5).contains(&x) && (-0.5..=675.5).contains(&y);
                    assert!(inside, "{name}: {x} {y} of {shape:?}");
                }
            }
        }
    }
}

/// What the marks of a chart say to programs, by the name of the attribute.
fn data(scene: &Scene, name: &str) -> Vec<String> {
    let data = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Open { data, .. } => Some(data),
        _ => None,
    });
    data.flatten().filter(|(n, _)| *n == name).map(|(_, value)| value.clone()).collect()
}

#[test]
fn counts_add_up_to_all_events() {
    for view in views() {
        let canvas = canvas(1600, 900);
        let sum = |scene: &Scene| {
            data(scene, "events").iter().map(|n| n.parse::<usize>().unwrap()).sum::<usize>()
        };
        let dated = view.marks.iter().filter(|mark| mark.earliest.is_some()).count();
        for split in [Split::Class, Split::Kind] {
            let scene = activity::scene(&sample::activity(&view, split), &canvas);
            assert_eq!(sum(&scene), dated);
        }
        assert_eq!(sum(&calendar::scene(&sample::calendar(&view), &canvas)), dated);
        for split in [Split::Class, Split::Tone] {
            let scene = map::scene(&sample::map(&view, 40, split, false), &canvas);
            assert_eq!(sum(&scene), dated);
        }
        let scored = data(&tone::scene(&sample::tone(&view), &canvas), "scored");
        assert_eq!(scored.iter().map(|n| n.parse::<usize>().unwrap()).sum::<usize>(), dated);
    }
}

#[test]
fn actors_without_room_are_counted() {
    let view = strewn("2025-01-01", "2025-12-31", 10);
    let (dyads, network) = (sample::dyads(&view, 200), sample::network(&view, 200));
    let says = |scene: &Scene, words: &str| {
        scene.text_boxes().iter().any(|(_, text)| text.contains(words))
    };
    for (width, height) in SIZES {
        let canvas = canvas(width, height);
        let scene = dyads::scene(&dyads, &canvas);
        let mut rows = data(&scene, "from");
        rows.sort();
        rows.dedup();
        assert!(says(&scene, &format!("and {} more actors", 200 - rows.len())), "{}", rows.len());
        let scene = network::scene(&network, &canvas);
        let drawn = data(&scene, "actor").len();
        assert!(says(&scene, &format!("and {} more actors", 200 - drawn)), "{drawn}");
        apart(&scene, "200 actors");
    }
}

#[test]
fn a_story_has_each_event_once_or_counts_it() {
    for (count, actors) in [(1, 2), (40, 9), (600, 30)] {
        let view = sample::story(&strewn("2025-01-01", "2025-12-31", count), actors);
        for (width, height) in SIZES {
            let scene = story::scene(&view, &canvas(width, height));
            let what = format!("{count} events, {actors} actors at {width} by {height}");
            apart(&scene, &what);
            let mut drawn = data(&scene, "id");
            let shown = drawn.len();
            drawn.sort();
            drawn.dedup();
            assert_eq!(drawn.len(), shown, "{what}");
            let lines = data(&scene, "actor").len();
            let says = |n: usize, words: &str| {
                let words = format!("and {n} more {words}");
                n == 0 || scene.text_boxes().iter().any(|(_, text)| text.contains(&words))
            };
            // Narrow sheets have no room for all counts.
            assert!(width < 900 || says(count - shown, "events"), "{what}: {shown}");
            assert!(width < 1600 || says(view.threads.len() - lines, "actors"), "{what}: {lines}");
        }
    }
}

#[test]
fn an_actors_line_breaks_where_it_is_absent() {
    let mut view = sample::story(&strewn("2025-01-01", "2025-12-31", 30), 1);
    let widths = |marks: &[usize]| {
        let mut view = view.clone();
        view.threads[0].marks = marks.to_vec();
        let scene = story::scene(&view, &canvas(1600, 900));
        let lines = scene.shapes.iter().filter(|shape| {
            matches!(shape, Shape::Path { points, width, .. } if *width > 2.0 && points.len() > 10)
        });
        lines.count()
    };
    assert_eq!(widths(&[3, 5, 8]), 1);
    assert_eq!(widths(&[3, 5, 25, 27]), 2);
    view.threads.clear();
    assert_eq!(data(&story::scene(&view, &canvas(1600, 900)), "id").len(), 30);
}

#[test]
fn no_event_vanishes() {
    for view in views() {
        let scene = timeline::scene(&view, &canvas(1200, 675));
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
        let canvas = Canvas { format, ..canvas(800, 500) };
        let bytes = || -> Vec<Vec<u8>> {
            scenes(&view, &canvas).iter().map(|(_, scene)| canvas.draw(scene).unwrap()).collect()
        };
        assert_eq!(bytes(), bytes());
    }
}

#[test]
fn a_png_has_its_size_and_is_not_blank() {
    let view = strewn("2025-01-01", "2025-12-31", 30);
    for scale in [1, 2, 3] {
        let canvas = Canvas { scale, ..canvas(640, 420) };
        let bytes = canvas.draw(&timeline::scene(&view, &canvas)).unwrap();
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
    for (name, scene) in scenes(&view, &canvas) {
        let svg = String::from_utf8(canvas.draw(&scene).unwrap()).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{name}");
        assert!(svg.contains(r#"width="1600" height="900" viewBox="0 0 16000 9000" role="img""#));
        assert!(svg.contains("<title id=\"chart-title\">A timeline</title>"), "{name}");
        assert!(svg.contains("<desc id=\"chart-description\">"), "{name}");
        assert!(svg.contains("@font-face") && svg.contains("font/woff2"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("<g data-").count(), svg.matches("</g>").count(), "{name}");
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        assert!(svg.matches("<title>").count() >= 7, "{name}: a tooltip a mark");
        if name == "timeline" {
            assert!(svg.contains("Talks &lt;in&gt; &quot;Geneva&quot; &amp; Київ"));
        }
    }
}

#[test]
fn every_chart_says_query_sources_date_and_what_is_left_out() {
    let mut view = strewn("2025-12-01", "2025-12-31", 12);
    view.caption.subtitle = Some("Under the headline".to_owned());
    for (name, scene) in scenes(&view, &canvas(1600, 900)) {
        let texts: Vec<String> = scene.text_boxes().into_iter().map(|(_, text)| text).collect();
        let all = texts.join("\n");
        for part in [
            "A timeline",
            "Under the headline",
            "Query: actor:Ukraine",
            "Sources: Reuters (31)",
            "12 undated events not drawn",
            "as of 31 December 2025",
        ] {
            assert!(all.contains(part), "{name}: {part}");
        }
    }
}

#[test]
fn an_empty_chart_says_why() {
    let mut view = strewn("2025-12-01", "2025-12-31", 0);
    let says = |view: &Timeline, words: &str| {
        for (name, scene) in scenes(view, &canvas(900, 600)) {
            let texts: Vec<String> = scene.text_boxes().into_iter().map(|(_, text)| text).collect();
            assert!(texts.iter().any(|text| text.contains(words)), "{name}: {texts:?}");
        }
    };
    (view.caption.matching, view.caption.held) = (0, 701);
    says(&view, "No event matches this query");
    says(&view, "The database holds 701 events");
    view.caption.held = 0;
    says(&view, "The database holds no events");
    view.caption.matching = 7;
    let scene = timeline::scene(&view, &canvas(900, 600));
    let texts = scene.text_boxes();
    assert!(texts.iter().any(|(_, text)| text == "No date is known of 7 events that match"));
}

#[test]
fn a_png_says_which_letters_it_lacks() {
    let mut view = strewn("2025-12-01", "2025-12-31", 1);
    view.marks[0].title = "王毅 meets محمد".to_owned();
    let says = |format: Format| {
        let scene = timeline::scene(&view, &Canvas { format, ..Canvas::default() });
        scene.text_boxes().iter().any(|(_, text)| {
            text.contains(
                "not in the font, in Latin letters here: U+062D, U+062F, U+0645 and 2 more",
            )
        })
    };
    assert!(says(Format::Png) && !says(Format::Svg));
}

#[test]
fn a_canvas_too_small_or_too_large_is_refused() {
    let small = Canvas { width: 300, ..Canvas::default() };
    let error = small.check().unwrap_err().to_string();
    assert!(error.contains("640 by 420"), "{error}");
    let large = Canvas { width: 5000, ..Canvas::default() };
    let error = large.check().unwrap_err().to_string();
    assert!(error.contains("8192"), "{error}");
    assert!(Canvas { scale: 0, ..Canvas::default() }.check().is_err());
}

#[test]
fn modalities_are_drawn_apart() {
    let drawn: Vec<Vec<Shape>> = Modality::ALL
        .iter()
        .map(|modality| {
            let mut scene = Scene::new(&canvas(640, 420));
            let rgb = style::LIGHT.of(Kind::Consult);
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
    let scene = timeline::scene(&view, &canvas(1200, 675));
    let texts = scene.text_boxes();
    assert!(texts.iter().any(|(_, text)| text.contains("2 events outside of the axis")));
    view.span = (day("2025-12-31"), day("2025-12-01"));
    timeline::scene(&view, &canvas(1200, 675));
}

/// A drawing in words: how many shapes, what each mark tells, and where each text stands.
fn told(scene: &Scene) -> String {
    let mut lines = vec![format!("{} shapes", scene.shapes.len())];
    for shape in &scene.shapes {
        match shape {
            Shape::Open { data, .. } => {
                let data: Vec<String> =
                    data.iter().map(|(name, value)| format!("{name}={value}")).collect();
                lines.push(format!("[{}]", data.join(" ")));
            }
            Shape::Text { at, text, .. } => {
                lines.push(format!("{:.0},{:.0} {text}", at.0, at.1));
            }
            _ => {}
        }
    }
    lines.join("\n")
}

/// How light each sixteenth of a picture is, row by row, as hexadecimal digits.
fn thumbnail(png: &[u8]) -> Vec<String> {
    let mut reader = png::Decoder::new(png).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let (wide, high) = (info.width as usize, info.height as usize);
    let mean = |row: usize, column: usize| {
        let (mut sum, mut n) = (0_usize, 0);
        for y in row * high / 8..(row + 1) * high / 8 {
            for x in column * wide / 16..(column + 1) * wide / 16 {
                sum += pixels[(y * wide + x) * 3 + 1] as usize;
                n += 1;
            }
        }
        sum / n / 16
    };
    (0..8).map(|row| (0..16).map(|column| format!("{:x}", mean(row, column))).collect()).collect()
}

/// The snapshots stand in `snapshots/`; `INSTA_UPDATE=always` writes them anew.
#[test]
fn each_chart_of_a_small_set_is_as_it_was() {
    let view = strewn("2025-11-20", "2025-12-10", 6);
    let canvas = canvas(640, 420);
    for (name, scene) in scenes(&view, &canvas) {
        let name = name.replace(' ', "-");
        insta::assert_snapshot!(name.as_str(), told(&scene));
        // Another processor may round a pixel otherwise: a digit may be one off.
        let picture = thumbnail(&canvas.draw(&scene).unwrap());
        let path = format!("{}/src/render/snapshots/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::write(&path, picture.join("\n") + "\n").unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap();
        assert_eq!(kept.lines().count(), picture.len());
        for (line, kept) in picture.iter().zip(kept.lines()) {
            for (a, b) in line.chars().zip(kept.chars()) {
                let apart = a.to_digit(16).unwrap().abs_diff(b.to_digit(16).unwrap());
                assert!(apart <= 1, "{name}: {line} was {kept}");
            }
        }
    }
}
