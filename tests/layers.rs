//! Holds the layers: each may use only those that stand beside it here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer, and the layers that it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("coding", &["domain"]),
    ("query", &["domain", "coding"]),
    ("source", &["domain", "coding"]),
    ("extract", &["domain", "coding"]),
    ("store", &["domain", "query"]),
    ("graph", &["domain", "coding"]),
    ("report", &["domain", "coding", "query", "store", "graph"]),
    ("render", &["domain", "coding", "report"]),
    ("ingest", &["source", "extract", "store", "coding", "domain"]),
    (
        "cli",
        &[
            "domain", "coding", "query", "source", "extract", "store", "graph", "report", "render",
            "ingest",
        ],
    ),
];

/// A library that only one layer may name, and that layer.
const DOORS: &[(&str, &str)] = &[
    ("diesel", "store"),
    ("petgraph", "graph"),
    ("plotters", "render"),
    ("clap", "cli"),
    ("indicatif", "cli"),
    ("anstream", "cli"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

fn layer_of(path: &Path, src: &Path) -> String {
    let first = path.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The words that follow `before` in the code, comments and strings' contents included only where
/// they look like paths.
fn named_after<'a>(code: &'a str, before: &str) -> BTreeSet<&'a str> {
    code.match_indices(before)
        .filter(|(at, _)| {
            !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
        })
        .map(|(at, _)| {
            let rest = &code[at + before.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// The code without comments, which may speak of anything.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_layer_uses_only_those_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&src);
    assert!(files.len() > 20, "the sources were not found");
    let mut wrong = Vec::new();
    for path in files {
        let layer = layer_of(&path, &src);
        if layer == "lib" || layer == "main" {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{}: {layer} is not a layer", path.display()));
            continue;
        };
        let code = code_of(&path);
        if code.contains("crate::{") {
            wrong.push(format!("{}: write crate:: paths one a line", path.display()));
        }
        for used in named_after(&code, "crate::") {
            let known = LAYERS.iter().any(|(name, _)| *name == used);
            if used != layer && (!known || !allowed.contains(&used)) {
                wrong.push(format!("{}: {layer} may not use {used}", path.display()));
            }
        }
        for (library, door) in DOORS {
            if layer != *door && code.contains(&format!("{library}::")) {
                wrong.push(format!("{}: only {door} may use {library}", path.display()));
            }
        }
        if layer != "cli" && (code.contains("println!") || code.contains("eprintln!")) {
            let tests = code.find("#[cfg(test)]").unwrap_or(code.len());
            let test_file = path.file_name().is_some_and(|name| name == "tests.rs")
                || path.components().any(|c| c.as_os_str() == "tests");
            if !test_file && code.find("println!").is_some_and(|at| at < tests) {
                wrong.push(format!("{}: only cli prints", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
