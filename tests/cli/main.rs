//! The program as its users meet it: one file a command.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod articles;
mod asof;
mod bad_input;
mod build;
mod chart;
mod claims;
mod coder;
mod codes;
mod config;
mod count;
mod dyads;
mod edit;
mod export;
mod form;
mod import;
mod imports;
#[cfg(unix)]
mod interrupt;
mod link;
mod list;
mod merge;
mod path;
mod review;
mod saved;
mod show;
mod sql;
mod stories;
mod timeline;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// An empty folder with a database of its own, in which the program is run.
struct Desk {
    folder: TempDir,
}

/// Six events as an analyst would keep them.
const TALKS: &str = "\
uid,title,kind,modality,date,place,country,lat,lon,actors,confidence,publisher,published,quote,tags
t-1,Istanbul talks on a peace treaty,talks,,2022-03-29,Istanbul,TUR,41.01,28.98,Russia (party); Ukraine (party); Turkey (host),0.9,Reuters,2022-03-30,,peace-talks
t-2,Missile strike on Kramatorsk station,attack,,2022-04-08,Kramatorsk,UKR,48.73,37.57,Russia (initiator); Ukraine (victim),0.8,BBC,2022-04-08,,
t-3,Envoys meet in Berlin,talks,,2025-12-14,Berlin,DEU,52.52,13.4,Steve Witkoff (party); Volodymyr Zelenskyy (party),0.95,Orda.kz,2025-12-15,lasted over five hours,peace-talks; security-guarantees
t-4,Berlin talks continue,talks,planned,2025-12-15,Berlin,DEU,52.52,13.4,United States (party); Ukraine (party),,Orda.kz,2025-12-15,,peace-talks
t-5,Protest in an unnamed town,protest,,2014-04~,,,,,Protesters (initiator),,,,,
t-6,Undated appeal for aid,appeal,,,,,,,United Nations (initiator),,,,,
";

impl Desk {
    fn new() -> Desk {
        Desk { folder: TempDir::new().expect("a temporary folder") }
    }

    /// A desk whose database holds [`TALKS`].
    fn with_talks() -> Desk {
        let desk = Desk::new();
        desk.file("talks.csv", TALKS);
        desk.ok(&["import", "talks.csv"]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a file to write");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annalist"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("ANNALIST_AUTHOR", "tester")
            .env("COLUMNS", "110")
            .args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// Standard output of a run that must succeed.
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Messages of a run that must succeed.
    fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    /// The error of a run that must end with code 1.
    fn err(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {error}");
        error.replace(&self.folder.path().display().to_string(), "DIR")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8 output")
}

/// The folder of public data that is no part of this repository; none where it may be missing.
fn real() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let folder = std::env::var_os("ANNALIST_REAL").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    println!("skipped: {} is missing", folder.display());
    None
}
