//! Colour, progress and messages: the only place that knows about terminals.

use super::asof::AsOf;
use super::config::Setting;
use super::error::CliError;
use crate::ingest::{BuiltIn, Progress};
use crate::store::{Store, StoreError};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What holds beside what a command is asked.
pub(super) struct Surroundings {
    pub(super) author: Option<String>,
    pub(super) as_of: Option<AsOf>,
    pub(super) settings: Vec<Setting>,
}

/// Where a command reads its surroundings from and writes to.
pub(super) struct Ui {
    /// The database as given.
    pub(super) db: String,
    /// Data.
    pub(super) out: BufWriter<AutoStream<Stdout>>,
    messages: AutoStream<Stderr>,
    /// The options that are set, and where.
    pub(super) settings: Vec<Setting>,
    author: Option<String>,
    as_of: Option<AsOf>,
    quiet: bool,
}

impl Ui {
    pub(super) fn new(db: String, color: When, quiet: bool, surroundings: Surroundings) -> Ui {
        let Surroundings { author, as_of, settings } = surroundings;
        let choice = match color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Ui {
            db,
            out: BufWriter::new(AutoStream::new(io::stdout(), choice)),
            messages: AutoStream::new(io::stderr(), choice),
            quiet,
            settings,
            author,
            as_of,
        }
    }

    /// Opens the database, which must be there.
    pub(super) fn store(&self) -> Result<Store, StoreError> {
        self.as_known(Store::open_existing(&self.db)?)
    }

    /// The store with all that the program knows of actors, as it is or was known.
    fn as_known(&self, mut store: Store) -> Result<Store, StoreError> {
        store.set_directory(&BuiltIn);
        if let Some(AsOf(moment)) = self.as_of {
            for change in store.rewind(moment)? {
                let _ = writeln!(
                    io::stderr(),
                    "warning: change {} ({}) stood then and was taken back since; what it told is \
                     no longer kept",
                    change.id,
                    change.action
                );
            }
        }
        Ok(store)
    }

    /// Opens the database, or makes it.
    pub(super) fn store_or_new(&self) -> Result<Store, StoreError> {
        self.as_known(Store::open(&self.db)?)
    }

    /// What Ctrl-C sets from now on, for work that takes itself back when it is told to stop. A
    /// second Ctrl-C ends the program.
    pub(super) fn stop(&self) -> &'static AtomicBool {
        static STOP: AtomicBool = AtomicBool::new(false);
        // Without a handler Ctrl-C ends the program, and the database undoes what was half done.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        &STOP
    }

    /// Who is at work, for the record of changes.
    pub(super) fn author(&self) -> String {
        let given = self.author.clone().filter(|name| !name.is_empty());
        let user = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
        given
            .or_else(|| ["USER", "USERNAME"].iter().find_map(user))
            .unwrap_or_else(|| "analyst".to_owned())
    }

    /// A message on standard error. A terminal that has gone is no reason to stop.
    pub(super) fn say(&mut self, message: impl std::fmt::Display) {
        if !self.quiet {
            let _ = writeln!(self.messages, "{message}");
        }
    }

    /// The error that ends the command.
    pub(super) fn error(&mut self, error: &CliError) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let _ = self.out.flush();
        let _ = writeln!(self.messages, "{red}error:{red:#} {error}");
    }

    /// A warning, told even when quiet.
    pub(super) fn warn(&mut self, message: impl std::fmt::Display) {
        let yellow = Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()));
        let _ = writeln!(self.messages, "{yellow}warning:{yellow:#} {message}");
    }

    /// The terminal's width in cells; none when the output goes elsewhere.
    pub(super) fn width(&self) -> Option<usize> {
        let told = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        if !io::stdout().is_terminal() {
            return told();
        }
        let size = terminal_size::terminal_size().map(|(width, _)| width.0.into());
        size.filter(|width| *width > 0).or_else(told).or(Some(80))
    }

    /// A progress bar over bytes, which shows itself only after a second and only on a terminal.
    pub(super) fn progress(&self, label: &str) -> Bar {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template(
            "{prefix:.bold} [{bar:30}] {percent:>3} %  {msg}  {eta} left",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(label.to_owned());
        Bar { bar, started: std::time::Instant::now() }
    }

    /// Writes out what is buffered.
    pub(super) fn finish(&mut self) -> Result<(), CliError> {
        Ok(self.out.flush()?)
    }
}

/// Progress over one file.
pub(super) struct Bar {
    bar: ProgressBar,
    started: std::time::Instant,
}

impl Bar {
    pub(super) fn show(&self, at: Progress) {
        let seconds = self.started.elapsed().as_secs_f64();
        if seconds < 1.0 {
            return;
        }
        self.bar.set_length(at.total);
        self.bar.set_message(format!(
            "{} records ({:.0} a second), {} rejected ({:.0} a second)",
            at.records,
            at.records as f64 / seconds,
            at.rejected,
            at.rejected as f64 / seconds
        ));
        self.bar.set_position(at.bytes);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A last word where there is no [`Ui`].
pub(super) fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}
