use super::Reject;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file of rejected rows, each under its reason in a comment, in the format that they came in:
/// mended, it can be imported. It is made with the first of them.
pub struct Rejects {
    path: PathBuf,
    header: Option<String>,
    file: Option<BufWriter<File>>,
}

impl Rejects {
    /// Rejects go to `path`, under `header` if the format has one.
    pub fn new(path: &Path, header: Option<String>) -> Rejects {
        Rejects { path: path.to_owned(), header, file: None }
    }

    /// Writes one.
    ///
    /// # Errors
    /// Those of the file.
    pub fn write(&mut self, reject: &Reject) -> io::Result<()> {
        if self.file.is_none() {
            let mut file = BufWriter::new(File::create(&self.path)?);
            if let Some(header) = &self.header {
                writeln!(file, "{header}")?;
            }
            self.file = Some(file);
        }
        if let Some(file) = &mut self.file {
            // A reason is one line, whatever the value in it.
            writeln!(file, "# {}", reject.to_string().replace(['\n', '\r'], " "))?;
            file.write_all(&reject.raw)?;
            file.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Makes sure that all is written; the path, if there were any.
    ///
    /// # Errors
    /// Those of the file.
    pub fn finish(self) -> io::Result<Option<PathBuf>> {
        match self.file {
            Some(mut file) => file.flush().map(|()| Some(self.path)),
            None => Ok(None),
        }
    }
}
