//! An event as a form that is filled in an editor.

use super::config::place;
use super::error::CliError;
use crate::domain::{Event, Kind, Modality, Review, Role, Verification};
use crate::render::export::csv;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

/// An event as the form tells it, and why it is told so.
pub(super) struct Filled {
    pub(super) event: Event,
    /// The fields that were changed.
    pub(super) fields: Vec<String>,
    pub(super) why: Option<String>,
}

/// What marks the line that tells what is wrong.
const WRONG: &str = "#! ";

/// Opens a form with the cells of annalist's CSV in the user's editor until `event` makes an event of
/// the fields that were changed; none if none was.
pub(super) fn fill(
    heading: &str,
    cells: &[String],
    event: impl Fn(&[(String, String)]) -> Result<Event, CliError>,
) -> Result<Option<Filled>, CliError> {
    let editor = editor()?;
    let cannot = |error: std::io::Error| CliError::new(format!("the form: {error}"));
    let folder = std::env::temp_dir().join(format!("annalist-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir(&folder).map_err(cannot)?;
    let file = folder.join("event.toml");
    let filled = || {
        let blank = form(heading, cells);
        let mut given = blank.clone();
        loop {
            std::fs::write(&file, &given).map_err(cannot)?;
            open(&editor, &file)?;
            let text = std::fs::read_to_string(&file).map_err(cannot)?;
            let said = without_errors(&text);
            if said == blank || said.trim().is_empty() {
                return Ok(None);
            }
            let wrong = match read(&said, cells) {
                Ok((fields, _)) if fields.is_empty() => return Ok(None),
                Ok((fields, why)) => match event(&fields) {
                    Ok(event) => {
                        let fields = fields.into_iter().map(|(name, _)| name).collect();
                        return Ok(Some(Filled { event, fields, why }));
                    }
                    Err(error) => {
                        let why = error.to_string();
                        (line_of(&said, &why), 1, why)
                    }
                },
                Err(wrong) => wrong,
            };
            let (line, column, why) = wrong;
            if text == given {
                return Err(CliError::new(format!("nothing was changed: {why}")));
            }
            // The line that says so moves all others down by one.
            let why = why.lines().next().unwrap_or_default();
            given = format!("{WRONG}line {}, column {column}: {why}\n{said}", line + 1);
        }
    };
    let filled = filled();
    let _ = std::fs::remove_dir_all(&folder);
    filled
}

fn editor() -> Result<String, CliError> {
    let named = |name: &&str| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    if let Some(editor) = ["VISUAL", "EDITOR"].iter().find_map(named) {
        return Ok(editor);
    }
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok("vi".to_owned());
    }
    Err(CliError::new("name fields as FIELD=VALUE, or set $EDITOR to fill a form"))
}

fn open(editor: &str, file: &Path) -> Result<(), CliError> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let done = Command::new(program).args(words).arg(file).status();
    match done {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(CliError::new(format!("{editor} ended with {status}; nothing was changed")))
        }
        Err(error) => {
            Err(CliError::new(format!("cannot run {editor}: {error}; set $EDITOR to another")))
        }
    }
}

fn form(heading: &str, cells: &[String]) -> String {
    let mut form = format!(
        "# {heading}\n# Save to do so. Left as it is, nothing is done; an empty value is none.\n\n\
         why = \"\"  # for the history\n\n"
    );
    for (name, cell) in csv::COLUMNS.iter().zip(cells).filter(|(name, _)| **name != "uid") {
        form.push_str(&format!("{name} = {}", quoted(cell)));
        if let Some(help) = help(name) {
            form.push_str(&format!("  # {help}"));
        }
        form.push('\n');
    }
    form
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn help(name: &str) -> Option<String> {
    let words = |words: Vec<&str>| Some(words.join(", "));
    match name {
        "kind" => words(Kind::ALL.iter().map(|kind| kind.as_str()).collect()),
        "modality" => words(Modality::ALL.iter().map(|word| word.as_str()).collect()),
        "review" => words(Review::ALL.iter().map(|word| word.as_str()).collect()),
        "verification" => words(Verification::ALL.iter().map(|word| word.as_str()).collect()),
        "date" => Some("2025-12-14, 2025-12, 2014~, 2022-02-24/2022-04-07".to_owned()),
        "country" => Some("ISO 3166 alpha-3, as in UKR".to_owned()),
        "actors" => {
            let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
            Some(format!("\"United States (party); Ukraine (party)\"; roles: {}", roles.join(", ")))
        }
        "publisher" => Some("several sources: ` | ` between them, here and below".to_owned()),
        "tags" => Some("; between them".to_owned()),
        _ => None,
    }
}

fn without_errors(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with(WRONG)).collect()
}

/// The line of the field that an error starts with.
fn line_of(text: &str, error: &str) -> usize {
    let field = error.split([':', ' ', '"']).next().unwrap_or_default();
    let of = |line: &str| line.split('=').next().is_some_and(|name| name.trim() == field);
    let at = text
        .lines()
        .position(of)
        .or_else(|| text.lines().position(|line| !field.is_empty() && line.starts_with(field)));
    at.map_or(1, |at| at + 1)
}

type Fields = Vec<(String, String)>;

/// The fields that differ from the cells, and the reason; else the line, the column and what is wrong
/// there.
fn read(text: &str, cells: &[String]) -> Result<(Fields, Option<String>), (usize, usize, String)> {
    let table: toml::Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let (line, column) = place(text, error.span().map_or(0, |span| span.start));
        (line, column, error.message().to_owned())
    })?;
    let mut fields = Fields::new();
    let mut why = None;
    let known = |name: &str| csv::COLUMNS.iter().position(|column| *column == name);
    for (name, value) in table {
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(number) => number.to_string(),
            toml::Value::Datetime(date) => date.to_string(),
            _ => {
                return Err((
                    line_of(text, &name),
                    1,
                    format!("{name}: expected a text in quotes"),
                ));
            }
        };
        if name == "why" {
            why = Some(value.trim().to_owned()).filter(|why| !why.is_empty());
        } else if known(&name).and_then(|at| cells.get(at)) != Some(&value) {
            fields.push((name, value));
        }
    }
    // A field whose line is gone is left as it was.
    Ok((fields, why))
}
