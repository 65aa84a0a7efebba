use crate::domain::{FieldError, UnknownWord};
use crate::ingest::IngestError;
use crate::query::QueryError;
use crate::render::charts::ChartError;
use crate::source::SourceError;
use crate::store::StoreError;
use std::fmt;
use std::io;

/// What went wrong, in words for a person: what, where, why, and what to do.
#[derive(Debug)]
pub(super) struct CliError {
    message: String,
    broken_pipe: bool,
}

impl CliError {
    pub(super) fn new(message: impl fmt::Display) -> CliError {
        CliError { message: message.to_string(), broken_pipe: false }
    }

    /// Whether the reader of our output has gone, which is its good right.
    pub(super) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        CliError {
            broken_pipe: is_broken_pipe(&error),
            message: format!("cannot write the output: {error}"),
        }
    }
}

/// Also where the CSV library has wrapped it.
fn is_broken_pipe(error: &io::Error) -> bool {
    let wrapped = error.get_ref().and_then(|inner| inner.downcast_ref::<csv::Error>());
    match wrapped.map(csv::Error::kind) {
        Some(csv::ErrorKind::Io(inner)) => is_broken_pipe(inner),
        _ => error.kind() == io::ErrorKind::BrokenPipe,
    }
}

macro_rules! from {
    ($($Error:ty),+ $(,)?) => {
        $(impl From<$Error> for CliError {
            fn from(error: $Error) -> Self {
                CliError::new(error)
            }
        })+
    };
}
from!(FieldError, UnknownWord, IngestError, QueryError, ChartError, SourceError, StoreError);
