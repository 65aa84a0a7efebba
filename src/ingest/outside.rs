//! A program that reads articles for events: an article a JSON line to its standard input, drafts as
//! JSON lines from its standard output, an empty line after those of each article.
//!
//! As many of it run as articles are read at once. One that fails, says nothing for too long or too
//! much ends the import, which then has changed nothing.

use super::coder::Coded;
use crate::domain::{Article, Citation, Event, Review};
use crate::source::{Reject, jsonl};
use serde_json::json;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The longest line that a coder may write, in bytes.
const LONGEST: u64 = 1 << 20;
/// How many drafts an article may have.
const MOST: usize = 10_000;
/// How long a coder has to end after its last article.
const GRACE: Duration = Duration::from_secs(2);
/// How often a coder that is waited for looks whether the import goes on.
const GLANCE: Duration = Duration::from_millis(50);
/// The extra of an event that names the program that found it.
const CODER: &str = "coder";

/// Why a coder's work cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the coder {program}: {why}")]
pub struct OutsideError {
    /// The program.
    program: String,
    /// What went wrong, and what to do.
    why: String,
}

/// A program that takes the place of the built-in coder.
#[derive(Debug)]
pub struct Outside {
    command: Vec<String>,
    timeout: Duration,
    stop: Option<&'static AtomicBool>,
    /// Processes that wait for an article.
    idle: Mutex<Vec<Process>>,
    /// One has failed; the others need not go on.
    failed: AtomicBool,
}

impl Outside {
    /// The program of a command line: words divided by spaces, of which quotes keep some together.
    /// It has so long for each article. It ends when `stop` is set.
    ///
    /// # Errors
    /// A command of no word, or with a quote that is not closed.
    pub fn new(
        command: &str,
        timeout: Duration,
        stop: Option<&'static AtomicBool>,
    ) -> Result<Outside, OutsideError> {
        let wrong = |why: &str| OutsideError { program: command.to_owned(), why: why.to_owned() };
        let words = words(command).ok_or_else(|| wrong("a quote is opened and not closed"))?;
        if words.is_empty() {
            return Err(wrong("expected a command, as in \"python3 coder.py\""));
        }
        let (idle, failed) = (Mutex::default(), AtomicBool::new(false));
        Ok(Outside { command: words, timeout, stop, idle, failed })
    }

    pub(super) fn read(&self, article: &Article) -> Result<Coded, OutsideError> {
        let read = self.ask(article);
        if read.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        read
    }

    fn ask(&self, article: &Article) -> Result<Coded, OutsideError> {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let process = waiting.map_or_else(|| self.start(), Ok)?;
        let source = &article.source;
        let mut request = json!({
            "uid": article.uid,
            "publisher": source.publisher,
            "title": source.title,
            "url": source.url,
            "published": source.published,
            "language": source.language,
            "text": source.text,
        })
        .to_string();
        request.push('\n');
        // That a process has ended is seen by what it does not answer.
        let _ = process.requests.as_ref().map(|requests| requests.send(request.into_bytes()));
        let deadline = Instant::now() + self.timeout;
        let mut coded = Coded::default();
        for number in 1.. {
            let line = self.line(&process, deadline, &article.uid)?;
            if line.is_empty() {
                break;
            }
            if number > MOST {
                return Err(self.fails(format!("told more than {MOST} drafts of {}", article.uid)));
            }
            match draft(&line, article, number) {
                Ok(mut event) => {
                    event.extras.insert(CODER, self.name());
                    coded.events.push(event);
                }
                Err((column, why)) => {
                    let at = column.map_or(String::new(), |column| format!(", column {column}"));
                    let draft = format!("draft {number} of {}{at}", article.uid);
                    let why = format!("{}, {draft}: {why}", self.name());
                    coded.rejects.push(Reject {
                        line: 0,
                        file: None,
                        column: None,
                        why,
                        raw: line,
                    });
                }
            }
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        Ok(coded)
    }

    /// The next line that it writes, without its end.
    fn line(
        &self,
        process: &Process,
        deadline: Instant,
        uid: &str,
    ) -> Result<Vec<u8>, OutsideError> {
        loop {
            let stopped = self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
            if stopped || self.failed.load(Ordering::Relaxed) {
                return Err(self.fails("was stopped".to_owned()));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match process.lines.recv_timeout(left.min(GLANCE)) {
                Ok(Ok(line)) => return Ok(line),
                Ok(Err(why)) => return Err(self.fails(format!("cannot be read at {uid}: {why}"))),
                Err(RecvTimeoutError::Disconnected) => {
                    let why = format!(
                        "ended before it had told all of {uid}; what it said stands above, and \
                         `echo '{{\"uid\": \"x\", \"text\": \"...\"}}' | {}` shows what it does",
                        self.command.join(" ")
                    );
                    return Err(self.fails(why));
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    let why = format!(
                        "has not told all of {uid} within {} s; it ends the drafts of each article \
                         with an empty line, written at once (flushed); --coder-timeout gives it \
                         longer",
                        self.timeout.as_secs_f64()
                    );
                    return Err(self.fails(why));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn start(&self) -> Result<Process, OutsideError> {
        let [program, arguments @ ..] = self.command.as_slice() else {
            return Err(self.fails("no command".to_owned()));
        };
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|why| self.fails(format!("cannot be started: {why}")))?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(self.fails("has no standard input or output".to_owned()));
        };
        // Written and read by threads of their own, so that neither side waits for the other.
        let (requests, to_write) = channel::<Vec<u8>>();
        thread::spawn(move || {
            for request in to_write {
                if input.write_all(&request).and_then(|()| input.flush()).is_err() {
                    break;
                }
            }
        });
        let (read, lines) = sync_channel(64);
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(line) = next_line(&mut output).transpose() {
                let failed = line.is_err();
                if read.send(line).is_err() || failed {
                    break;
                }
            }
        });
        Ok(Process { child, requests: Some(requests), lines })
    }

    /// What it is called in messages and on events: the last part of the program, and of the script
    /// that an interpreter runs.
    fn name(&self) -> String {
        let last = |word: &String| word.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let script = self.command.iter().skip(1).find(|word| !word.starts_with('-'));
        let names: Vec<String> =
            [self.command.first(), script].into_iter().flatten().map(last).collect();
        names.join(" ")
    }

    fn fails(&self, why: String) -> OutsideError {
        OutsideError { program: self.name(), why }
    }
}

/// A running coder. It is killed when it goes, if it does not end by itself.
#[derive(Debug)]
struct Process {
    child: Child,
    /// Closed before the process is waited for.
    requests: Option<Sender<Vec<u8>>>,
    lines: Receiver<io::Result<Vec<u8>>>,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.requests = None;
        let deadline = Instant::now() + GRACE;
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        // What cannot be killed has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The next line without its end; none at the end.
fn next_line(output: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if output.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && line.len() as u64 >= LONGEST {
        return Err(io::Error::other(format!("a line of more than {LONGEST} bytes")));
    }
    Ok(Some(line.trim_ascii().to_vec()))
}

/// The event of a draft, numbered within its article: proposed, with the article's own words.
fn draft(line: &[u8], article: &Article, number: usize) -> Result<Event, (Option<u64>, String)> {
    let mut event = jsonl::event(line)?;
    event.uid = format!("{}#{number}", article.uid);
    event.review = Review::Proposed;
    if event.citations.is_empty() {
        event.citations.push(Citation::default());
    }
    for (at, citation) in event.citations.iter_mut().enumerate() {
        cite(citation, article).map_err(|why| (None, format!("citations[{at}]: {why}")))?;
    }
    Ok(event)
}

/// Completes a citation by what is known of the article. Its offsets count in the text that the coder
/// was given; they come to count in the file.
fn cite(citation: &mut Citation, article: &Article) -> Result<(), String> {
    let source = &article.source;
    let text = source.text.as_deref().unwrap_or_default();
    let bytes = |at: Option<u32>| at.and_then(|at| usize::try_from(at).ok());
    let span = match (bytes(citation.start), bytes(citation.end), &citation.quote) {
        (Some(start), Some(end), quote) => {
            let Some(words) = text.get(start..end) else {
                return Err(format!(
                    "bytes {start} to {end} are not in the text, which has {}, or part a character",
                    text.len()
                ));
            };
            if quote.as_ref().is_some_and(|quote| quote != words) {
                return Err(format!("bytes {start} to {end} are \"{words}\", not the quote"));
            }
            Some((start, end))
        }
        (None, None, Some(quote)) => match text.find(quote.as_str()) {
            Some(start) => Some((start, start + quote.len())),
            None => {
                return Err(format!("the quote \"{quote}\" is not in the text, letter for letter"));
            }
        },
        (None, None, None) => None,
        _ => return Err("start and end come together".to_owned()),
    };
    if let Some((start, end)) = span {
        citation.quote = text.get(start..end).map(str::to_owned);
        let offset = |at: usize| u32::try_from(at + article.offset).ok();
        (citation.start, citation.end) = (offset(start), offset(end));
    }
    citation.publisher.clone_from(&source.publisher);
    citation.title.clone_from(&source.title);
    citation.url.clone_from(&source.url);
    citation.published.clone_from(&source.published);
    citation.hash.clone_from(&source.hash);
    citation.extras.clone_from(&source.extras);
    Ok(())
}

/// The words of a command line; none if a quote is not closed.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_words_together() {
        let said = |command| words(command).map(|words| words.join("|"));
        assert_eq!(
            said(" python3  'my coder.py' --x=\"a b\" ").unwrap(),
            "python3|my coder.py|--x=a b"
        );
        assert_eq!(said("''").unwrap(), "");
        assert_eq!(said("a 'b"), None);
    }
}
