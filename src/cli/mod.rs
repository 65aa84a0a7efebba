//! The command line: parses arguments, calls the library, prints. One file a command.

mod asof;
mod choice;
mod claims;
mod error;
mod form;
mod output;
mod query;
mod ui;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use error::CliError;
use std::ffi::OsString;
use std::process::ExitCode;
use ui::{Surroundings, Ui, When};

/// A database of geopolitical events: who did what to whom, where, when and according to whom.
#[derive(Parser)]
#[command(name = "annalist", version, about, max_term_width = 100)]
#[command(after_help = "Queries, as in `annalist list actor:Ukraine kind:talks since:2025-12`: \
    see `annalist help query`.\n\
    Exit codes: 0 done, 1 you can fix it, 2 wrong usage, 255 a bug.")]
struct Cli {
    /// The database: a file, or postgres://... for a team
    #[arg(
        long,
        global = true,
        env = "ANNALIST_DB",
        default_value = "annalist.db",
        value_name = "URL|FILE"
    )]
    db: String,

    /// Whether to colour what is printed
    #[arg(long, global = true, value_enum, default_value_t = When::Auto)]
    color: When,

    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    quiet: bool,

    /// Who changes, for the record of changes; else the name you are logged in under
    #[arg(long, global = true, env = "ANNALIST_AUTHOR", value_name = "NAME")]
    author: Option<String>,

    /// Show the database as it was known then: at a time, or at the end of a day
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<asof::AsOf>,

    /// Where options are set; `annalist config` tells how
    #[arg(long, global = true, env = "ANNALIST_CONFIG", value_name = "FILE")]
    config: Option<std::path::PathBuf>,

    #[command(subcommand)]
    command: Command,
}

/// What a command does.
trait Run {
    /// Does it. Data goes to `ui.out`, messages to `ui.say`.
    fn run(self, ui: &mut Ui) -> Result<(), CliError>;
}

/// Declares the commands: a module and a type each, in the order in which help lists them.
macro_rules! commands {
    ($($module:ident :: $Name:ident),+ $(,)?) => {
        $(mod $module;)+

        #[derive(Subcommand)]
        enum Command { $($Name($module::$Name),)+ }

        impl Run for Command {
            fn run(self, ui: &mut Ui) -> Result<(), CliError> {
                match self { $(Command::$Name(command) => command.run(ui),)+ }
            }
        }
    };
}

commands! {
    build::Build,
    import::Import,
    imports::Imports,
    add::Add,
    edit::Edit,
    tag::Tag,
    note::Note,
    merge::Merge,
    split::Split,
    settle::Settle,
    review::Review,
    list::List,
    saved::Query,
    show::Show,
    count::Count,
    timeline::Timeline,
    actors::Actors,
    dyads::Dyads,
    actor::Actor,
    link::Link,
    unlink::Unlink,
    links::Links,
    path::Path,
    trace::Trace,
    suggest::Suggest,
    stories::Stories,
    story::Story,
    chart::Chart,
    export::Export,
    sql::Sql,
    history::History,
    undo::Undo,
    check::Check,
    codes::Codes,
    config::Config,
    completions::Completions,
    man::Man,
}

/// The program's grammar, for completions and the manual.
fn grammar() -> clap::Command {
    Cli::command()
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    // A panic is a bug, whatever the input was; its code differs from what the user can fix.
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        ui::complain("this is a bug in annalist; the database is as it was before the command");
        std::process::exit(255);
    }));
    let arguments: Vec<OsString> = std::env::args_os().map(query::shielded).collect();
    let (cli, settings) = match parsed(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            ui::complain(&error.to_string());
            return ExitCode::from(1);
        }
    };
    let surroundings = Surroundings { author: cli.author, as_of: cli.as_of, settings };
    let mut ui = Ui::new(cli.db, cli.color, cli.quiet, surroundings);
    let done = cli.command.run(&mut ui).and_then(|()| ui.finish());
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            ui.error(&error);
            ExitCode::from(1)
        }
    }
}

/// The arguments as the grammar understands them, with what the configuration sets.
fn parsed(arguments: &[OsString]) -> Result<(Cli, Vec<config::Setting>), CliError> {
    let grammar = grammar();
    let settings = config::Settings::load(arguments, &grammar)?;
    let matches = match settings.apply(grammar.clone()).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return Err(settings.blamed(&error).unwrap_or_else(|| error.exit())),
    };
    let listed = settings.list(&matches, &grammar);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    Ok((cli, listed))
}
