use super::Run;
use super::error::CliError;
use super::output::FormatArg;
use super::ui::Ui;
use crate::domain::nearest;
use crate::render::table::{Column, Table};
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

/// Show what is set, and where
///
/// Options stand on the command line, else in the environment, else in the file of --config, else in
/// ~/.config/annalist/config.toml, under the same names:
///
///   db = "/data/ukraine.db"
///   author = "Ana"
///   rule = "trusted"
///   trusted = ["UCDP", "Reuters"]
///
///   [list]
///   limit = 50
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Config {
    #[command(flatten)]
    format: FormatArg,
}

/// An option that is set.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Setting {
    option: String,
    value: String,
    from: String,
}

impl Run for Config {
    fn run(self, ui: &mut Ui) -> Result<(), CliError> {
        let settings = ui.settings.clone();
        self.format.format.print(ui, &settings, |settings| {
            let mut table =
                Table::new([Column::Left("option"), Column::Flexible("value"), Column::Left("from")]);
            for Setting { option, value, from } in settings {
                table.row([option.clone(), value.clone(), from.clone()]);
            }
            table
        })
    }
}

/// What a configuration file sets: options of all commands that have them, and of single commands.
#[derive(Debug, Default)]
pub(super) struct Settings {
    path: PathBuf,
    /// By the command, none for all, and the option.
    values: BTreeMap<(Option<String>, String), Vec<String>>,
}

impl Settings {
    /// Reads the file that the arguments or the environment name, else the user's own if there is one.
    pub(super) fn load(arguments: &[OsString], grammar: &Command) -> Result<Settings, CliError> {
        let named = named(arguments).or_else(|| set("ANNALIST_CONFIG").map(PathBuf::from));
        let path = match named.clone().or_else(own) {
            Some(path) if named.is_some() || path.is_file() => path,
            _ => return Ok(Settings::default()),
        };
        let cannot = |why: String| CliError::new(format!("{}: {why}", path.display()));
        let text = std::fs::read_to_string(&path).map_err(|error| {
            cannot(format!("cannot read the configuration: {error}"))
        })?;
        let read: toml::Table = toml::from_str(&text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let (line, column) = place(&text, at);
            CliError::new(format!("{}:{line}:{column}: {}", path.display(), error.message()))
        })?;
        let mut settings = Settings { path: path.clone(), values: BTreeMap::new() };
        for (name, value) in read {
            match value {
                toml::Value::Table(of_command) => {
                    let Some(command) = grammar.find_subcommand(&name) else {
                        let commands = grammar.get_subcommands().map(Command::get_name);
                        return Err(cannot(unknown("command", &name, commands.collect())));
                    };
                    for (option, value) in of_command {
                        let known = options(command);
                        settings.put(Some(&name), &option, value, &known).map_err(&cannot)?;
                    }
                }
                value => {
                    let mut known = options(grammar);
                    known.extend(grammar.get_subcommands().flat_map(options));
                    settings.put(None, &name, value, &known).map_err(&cannot)?;
                }
            }
        }
        Ok(settings)
    }

    fn put(
        &mut self,
        command: Option<&str>,
        option: &str,
        value: toml::Value,
        known: &[String],
    ) -> Result<(), String> {
        if !known.iter().any(|name| name == option) {
            return Err(unknown("option", option, known.iter().map(String::as_str).collect()));
        }
        let word = |value: toml::Value| match value {
            toml::Value::String(text) => Ok(text),
            toml::Value::Integer(number) => Ok(number.to_string()),
            toml::Value::Float(number) => Ok(number.to_string()),
            toml::Value::Boolean(yes) => Ok(yes.to_string()),
            toml::Value::Datetime(date) => Ok(date.to_string()),
            _ => Err(format!("{option}: expected a text, a number, or true or false")),
        };
        let values = match value {
            toml::Value::Array(values) => values.into_iter().map(word).collect::<Result<_, _>>()?,
            value => vec![word(value)?],
        };
        self.values.insert((command.map(str::to_owned), option.to_owned()), values);
        Ok(())
    }

    /// The grammar with these settings in the place of its defaults.
    pub(super) fn apply(&self, grammar: Command) -> Command {
        let grammar = grammar.mut_args(|argument| self.set(None, argument));
        grammar.mut_subcommands(|command| {
            let name = command.get_name().to_owned();
            command.mut_args(|argument| self.set(Some(&name), argument))
        })
    }

    fn set(&self, command: Option<&str>, argument: clap::Arg) -> clap::Arg {
        match argument.get_long().and_then(|option| self.of(command, option)) {
            Some(values) => argument.default_values(values.iter().map(clap::builder::OsStr::from)),
            None => argument,
        }
    }

    /// The error, if it is about a value that the file sets.
    pub(super) fn blamed(&self, error: &clap::Error) -> Option<CliError> {
        let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue) else {
            return None;
        };
        let ((_, option), _) = self.values.iter().find(|(_, values)| values.contains(value))?;
        let path = self.path.display();
        let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else {
            return None;
        };
        argument.contains(&format!("--{option}")).then(|| {
            CliError::new(format!("{path}: {option} cannot be \"{value}\"; see `--help` for it"))
        })
    }

    fn of(&self, command: Option<&str>, option: &str) -> Option<&Vec<String>> {
        let own = |command: Option<&str>| {
            self.values.get(&(command.map(str::to_owned), option.to_owned()))
        };
        own(command).or_else(|| own(None))
    }

    /// What holds for options of all commands, and what the file sets for single ones.
    pub(super) fn list(&self, matches: &ArgMatches, grammar: &Command) -> Vec<Setting> {
        let mut settings = Vec::new();
        for argument in grammar.get_arguments() {
            let (id, Some(option)) = (argument.get_id().as_str(), argument.get_long()) else {
                continue;
            };
            let Ok(Some(raw)) = matches.try_get_raw(id) else { continue };
            let value: Vec<String> = raw.map(|value| value.to_string_lossy().into_owned()).collect();
            let from = match matches.value_source(id) {
                Some(ValueSource::CommandLine) => "command line".to_owned(),
                Some(ValueSource::EnvVariable) => {
                    let name = argument.get_env().map(|name| name.to_string_lossy().into_owned());
                    format!("${}", name.unwrap_or_default())
                }
                _ if self.of(None, option).is_some() => self.path.display().to_string(),
                _ => "default".to_owned(),
            };
            let value = match option {
                "db" => value.iter().map(|db| crate::store::shown(db)).collect::<Vec<_>>().join(", "),
                _ => value.join(", "),
            };
            settings.push(Setting { option: option.to_owned(), value, from });
        }
        for ((command, option), values) in &self.values {
            let known = settings.iter().any(|setting| setting.option == *option);
            if command.is_some() || !known {
                let option = command.iter().chain([option]).cloned().collect::<Vec<_>>().join(".");
                let from = self.path.display().to_string();
                settings.push(Setting { option, value: values.join(", "), from });
            }
        }
        settings
    }
}

/// The long names of a command's options.
fn options(command: &Command) -> Vec<String> {
    let options = command.get_arguments().filter_map(clap::Arg::get_long);
    options.filter(|name| !matches!(*name, "config" | "help" | "version")).map(str::to_owned).collect()
}

fn unknown(what: &str, name: &str, known: Vec<&str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("unknown {what} {name}; did you mean {near}?"),
        None => format!("unknown {what} {name}; `annalist --help` lists them"),
    }
}

/// The file that `--config` names.
fn named(arguments: &[OsString]) -> Option<PathBuf> {
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--") => return None,
            Some("--config") => return arguments.next().map(PathBuf::from),
            Some(text) => {
                if let Some(path) = text.strip_prefix("--config=") {
                    return Some(PathBuf::from(path));
                }
            }
            None => {}
        }
    }
    None
}

/// The user's own file.
fn own() -> Option<PathBuf> {
    let home = || set("HOME").map(|home| PathBuf::from(home).join(".config"));
    let folder = set("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home)?;
    Some(folder.join("annalist").join("config.toml"))
}

fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The line and column of a byte, from 1.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (line, column)
}
