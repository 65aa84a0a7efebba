//! A folder: what of it is read, and its files of articles as one.

use super::rows::Member;
use super::{
    Format, Holds, Input, Meter, Opened, Raw, ReadRow, Record, Reject, Rows, SourceError, Started,
    by_name, locked, one_article, start, text,
};
use crate::domain::Edtf;
use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What a folder holds, all that is in folders of it included.
#[derive(Default)]
pub struct Folder {
    path: PathBuf,
    articles: Vec<(PathBuf, &'static Format)>,
    size: u64,
    /// Files of datasets and other records, in the order of their names.
    pub datasets: Vec<PathBuf>,
    /// Files that are in no known format, and why.
    pub passed_over: Vec<(PathBuf, String)>,
}

/// The articles of a folder, as an import names them.
const FORMAT: Format = Format {
    name: "articles",
    about: "the articles of a folder",
    recognise: |_| false,
    open: |_| Err("is no folder".to_owned()),
    header: false,
    complete: false,
    holds: Holds::Articles,
};

impl Folder {
    /// Looks through a folder in the order of names; what is hidden is left out, and so is what a
    /// browser has saved beside a page. All files are taken to be in the format of that name, if one
    /// is named.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn read(path: &Path, format: Option<&str>) -> Result<Folder, SourceError> {
        let mapped = format.is_some_and(|name| name.ends_with(".toml"));
        let format = format.filter(|_| !mapped).map(by_name).transpose()?;
        let mut folder = Folder { path: path.to_owned(), ..Folder::default() };
        let mut next = vec![path.to_owned()];
        while let Some(path) = next.pop() {
            if path.is_dir() {
                let mut inside = entries(&path)?;
                // The last is taken first.
                inside.reverse();
                next.append(&mut inside);
            } else if mapped {
                folder.datasets.push(path);
            } else {
                folder.sort_in(path, format);
            }
        }
        Ok(folder)
    }

    fn sort_in(&mut self, path: PathBuf, format: Option<&'static Format>) {
        // What is read here is read again: it is not counted.
        match start(&path, format, &Arc::default()) {
            Ok(started) if started.format.is_of_articles() => {
                self.size += started.size;
                self.articles.push((path, started.format));
            }
            Ok(_) => self.datasets.push(path),
            Err(SourceError::Content { why, .. }) => self.passed_over.push((path, why)),
            Err(error) => self.passed_over.push((path, error.to_string())),
        }
    }

    /// How many files of articles there are.
    pub fn articles(&self) -> usize {
        self.articles.len()
    }

    /// Its articles as one file: a row that cannot be read says in which file it stands.
    pub fn open(self, published: Option<Edtf>) -> Opened {
        let meter = Arc::new(Mutex::new(Meter::default()));
        let files = Files {
            folder: self.path.clone(),
            files: self.articles.into_iter(),
            current: None,
            published,
            meter: Arc::clone(&meter),
        };
        let read = |raw: &Raw| match &raw.file {
            Some(file) => (file.read)(raw),
            None => Err((None, "stands in no file".to_owned())),
        };
        Opened {
            format: &FORMAT,
            rows: Rows::new(files, read),
            header: None,
            size: self.size,
            looks_like: "is a folder".to_owned(),
            complete: false,
            path: self.path,
            meter,
        }
    }
}

/// What is in a folder, in the order of names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let io = |why| SourceError::Io { path: folder.to_owned(), why };
    let entries = std::fs::read_dir(folder).map_err(io)?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io)?;
        let kind = entry.file_type().map_err(io)?;
        let name = entry.file_name();
        // A link to a folder may lead back to where it stands.
        let loops = kind.is_symlink() && entry.path().is_dir();
        if !name.to_string_lossy().starts_with('.') && !loops {
            names.push(name);
        }
    }
    names.sort();
    let pages: HashSet<OsString> =
        names.iter().filter_map(|name| beside(Path::new(name))).collect();
    names.retain(|name| !pages.contains(name));
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// The folder that browsers save what a page shows in.
fn beside(page: &Path) -> Option<OsString> {
    let ending = page.extension()?.to_string_lossy().to_lowercase();
    let mut folder =
        page.file_stem().filter(|_| matches!(ending.as_str(), "html" | "htm"))?.to_owned();
    folder.push("_files");
    Some(folder)
}

/// The rows of the files, one file after the other.
struct Files {
    folder: PathBuf,
    files: std::vec::IntoIter<(PathBuf, &'static Format)>,
    /// The file of several articles that is being read.
    current: Option<(Arc<Member>, Rows)>,
    published: Option<Edtf>,
    meter: Arc<Mutex<Meter>>,
}

impl Iterator for Files {
    type Item = Result<Raw, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((file, rows)) = &mut self.current {
                match rows.next_raw() {
                    Some(Ok(raw)) => return Some(Ok(Raw { file: Some(Arc::clone(file)), ..raw })),
                    Some(Err(reject)) => {
                        return Some(Err(Reject { file: Some(file.path.clone()), ..reject }));
                    }
                    None => {
                        let file = Arc::clone(file);
                        self.current = None;
                        // What came of it before stands; the rest of the folder follows.
                        if let Some((_, why)) = locked(&self.meter).failed.take() {
                            let raw = Raw { file: Some(file), ..Raw::new(0, Vec::new()) };
                            return Some(Err(raw.rejected(None, format!("cannot read on: {why}"))));
                        }
                    }
                }
                continue;
            }
            let (path, format) = self.files.next()?;
            if let Some(row) = self.start(&path, format) {
                return Some(row);
            }
        }
    }
}

impl Files {
    /// Starts a file: gives the row that is all of it, or goes on to its rows.
    fn start(&mut self, path: &Path, format: &'static Format) -> Option<Result<Raw, Reject>> {
        let name = path.strip_prefix(&self.folder).unwrap_or(path).to_owned();
        let member =
            |read: Arc<ReadRow>, whole| Arc::new(Member { path: name.clone(), read, whole });
        let rejected = |why: String| {
            let file = member(Arc::new(|_| Err((None, String::new()))), true);
            Some(Err(Raw { file: Some(file), ..Raw::new(0, Vec::new()) }.rejected(None, why)))
        };
        let Started { reader, files, .. } = match start(path, Some(format), &self.meter) {
            Ok(started) => started,
            // It has changed since it was found.
            Err(SourceError::Content { why, .. }) => return rejected(why),
            Err(error) => return rejected(error.to_string()),
        };
        let published = self.published.clone();
        if let Holds::Article(article) = format.holds {
            let bytes = text::all(reader);
            let bytes = bytes.and_then(|bytes| one_article(format, &files).map(|()| bytes));
            locked(&self.meter).failed = None;
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(why) => return rejected(why),
            };
            let read = move |raw: &Raw| {
                let article = article(&raw.bytes, published.as_ref()).map_err(|why| (None, why))?;
                Ok(Record::Article(Box::new(article)))
            };
            return Some(Ok(Raw {
                file: Some(member(Arc::new(read), true)),
                ..Raw::new(1, bytes)
            }));
        }
        match (format.open)(Input { reader, published }) {
            Ok(rows) => {
                self.current = Some((member(rows.reader(), false), rows));
                None
            }
            Err(why) => rejected(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_of_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        };
        file("b.txt", "They met.");
        file("a/z.html", "<html><p>They met in Geneva on Sunday.</p>");
        file("a/z_files/ad.html", "<html><p>Buy, buy, buy, buy, buy, buy!</p>");
        file("a/feed.xml", "<rss><item><title>A</title></item><item/><item>");
        file("a/none.html", "<html></html>");
        file("a/table.csv", "title,kind\nA,talks\n");
        file("a/picture.jpg", "\u{1}\u{2}\u{3}");
        file(".hidden/c.txt", "They met.");
        file("a/empty.txt", "");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/round")).unwrap();
        let found = Folder::read(folder.path(), None).unwrap();
        let names = |paths: &mut dyn Iterator<Item = &PathBuf>| -> Vec<String> {
            let name =
                |path: &PathBuf| path.strip_prefix(folder.path()).unwrap().display().to_string();
            paths.map(name).collect()
        };
        assert_eq!(
            names(&mut found.articles.iter().map(|(path, _)| path)),
            ["a/feed.xml", "a/none.html", "a/z.html", "b.txt"]
        );
        assert_eq!(names(&mut found.datasets.iter()), ["a/table.csv"]);
        let passed = names(&mut found.passed_over.iter().map(|(path, _)| path));
        assert_eq!(passed, ["a/empty.txt", "a/picture.jpg"]);
        let mut opened = found.open(None);
        let (good, bad): (Vec<_>, Vec<_>) = opened.rows.by_ref().partition(Result::is_ok);
        let files = good
            .iter()
            .flatten()
            .map(|row| row.raw.file.as_ref().unwrap().path.display().to_string());
        assert_eq!(files.collect::<Vec<_>>(), ["a/feed.xml", "a/z.html", "b.txt"]);
        let bad: Vec<String> =
            bad.into_iter().filter_map(Result::err).map(|bad| bad.to_string()).collect();
        assert_eq!(
            bad,
            [
                "a/feed.xml: line 1: the file ends within the item",
                "a/none.html: the page has no text"
            ]
        );
        opened.finish().unwrap();
        let csv = Folder::read(folder.path(), Some("csv")).unwrap();
        assert_eq!((csv.articles(), csv.datasets.len()), (0, 5));
        assert!(Folder::read(&folder.path().join("nowhere"), None).unwrap().passed_over.len() == 1);
    }
}
