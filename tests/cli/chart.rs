use crate::Desk;
use insta::assert_snapshot;

#[test]
fn svg_and_png() {
    let desk = Desk::with_talks();
    for chart in ["timeline", "lanes"] {
        let svg = format!("{chart}.svg");
        desk.ok(&["chart", chart, "since:2022", "-o", &svg]);
        let text = std::fs::read_to_string(desk.path(&svg)).expect("an SVG");
        assert!(text.starts_with("<svg") || text.starts_with("<?xml"), "{chart}");
        assert!(text.contains("Berlin talks continue"), "{chart}");
        assert!(text.contains("since:2022"), "{chart} names its query");
        let png = format!("{chart}.png");
        desk.ok(&["chart", chart, "-o", &png]);
        let bytes = std::fs::read(desk.path(&png)).expect("a PNG");
        assert!(bytes.starts_with(b"\x89PNG"), "{chart}");
    }
}

#[test]
fn what_cannot_be_drawn() {
    let desk = Desk::with_talks();
    assert_snapshot!(desk.err(&["chart", "timeline", "-o", "t.gif"]), @"error: t.gif: a chart is drawn as .svg or .png; end the file's name so");
    assert_snapshot!(desk.err(&["chart", "timeline", "-o", "no/such/t.svg"]), @"error: cannot write no/such/t.svg: No such file or directory (os error 2)");
    assert_snapshot!(desk.err(&["chart", "timeline", "--size", "20x20", "-o", "t.svg"]), @"error: a chart of 20 by 20 pixels has no room; the smallest is 640 by 420");
}
