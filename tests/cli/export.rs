use crate::Desk;

#[test]
fn what_is_exported_is_imported_whole() {
    let desk = Desk::with_talks();
    for format in ["jsonl", "csv"] {
        let file = format!("out.{format}");
        desk.ok(&["export", "--to", format, "-o", &file]);
        desk.ok(&["--db", &format!("{format}.db"), "import", &file]);
        assert_eq!(
            desk.ok(&["--db", &format!("{format}.db"), "export", "--to", "jsonl"]),
            desk.ok(&["export", "--to", "jsonl"]),
            "{format}"
        );
    }
}
