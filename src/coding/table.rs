/// The rows of a table that is built into the program, without its header. The tables are tested,
/// so that a row that does not parse cannot ship; at run time it is left out.
pub(crate) fn rows(text: &'static str) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes())
        .records()
        .filter_map(Result::ok)
        .collect()
}

/// The parts of a field that holds several, separated by semicolons.
pub(super) fn several(field: Option<&str>) -> Vec<String> {
    field
        .unwrap_or_default()
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A text without white space around it; that there is none is seen at a glance.
pub(crate) fn trimmed(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_graphic());
    let bytes = text.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { text } else { text.trim() }
}
