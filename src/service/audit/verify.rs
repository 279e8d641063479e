//! Checking an export without the store it came from.

use std::fmt;
use std::io::BufRead;

use super::{EntryLine, HeadLine, HeadOf};
use crate::storage::Hash;
use crate::storage::chain::{START, next_hash};

/// What an export proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every line is as it was written, and none is missing before the heads.
    Intact {
        /// How many lines were checked.
        lines: u64,
    },
    /// A line was changed, removed, added or moved.
    Broken {
        /// The log, as far as it can be told.
        log: String,
        /// The first bad place in it.
        seq: u64,
    },
    /// The lines hold together, but the end that they were to reach is not there.
    HeadMissing,
}

impl Verdict {
    /// The exit code of the command that found this.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Intact { .. } => 0,
            Self::Broken { .. } => 2,
            Self::HeadMissing => 3,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intact { lines } => write!(f, "intact: {lines} lines"),
            Self::Broken { log, seq } => write!(f, "broken: {log} at sequence {seq}"),
            Self::HeadMissing => f.write_str("head missing: the export ends too early"),
        }
    }
}

/// Checks an export. `head` is a chain hash that was noted elsewhere and must be the end of
/// one of the exported logs.
///
/// # Errors
/// If the input cannot be read.
pub fn verify(input: impl BufRead, head: Option<&str>) -> std::io::Result<Verdict> {
    let mut check = Check::default();
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        if let Err(broken) = check.take(&line) {
            return Ok(broken);
        }
    }
    Ok(check.end(head))
}

/// The lines of one log so far, until its head comes. What the first line follows stands in
/// the head, so the beginning is judged last.
#[derive(Debug, Default)]
struct Check {
    open: Option<Open>,
    heads: Vec<String>,
    lines: u64,
}

#[derive(Debug)]
struct Open {
    log: String,
    first: EntryLine,
    last: (u64, Hash),
}

impl Check {
    fn take(&mut self, line: &str) -> Result<(), Verdict> {
        if let Ok(entry) = serde_json::from_str::<EntryLine>(line) {
            self.entry(entry)
        } else if let Ok(line) = serde_json::from_str::<HeadLine>(line) {
            self.head(&line.head)
        } else {
            Err(self.unreadable())
        }
    }

    fn entry(&mut self, entry: EntryLine) -> Result<(), Verdict> {
        self.lines += 1;
        let stated: Hash = entry.hash.parse().map_err(|_no_hash| broken(&entry))?;
        match &mut self.open {
            Some(open) if open.log == entry.log => {
                let follows = entry.seq == open.last.0.saturating_add(1);
                if !follows {
                    let seq = open.last.0.saturating_add(1);
                    let log = entry.log;
                    return Err(Verdict::Broken { log, seq });
                }
                if next_hash(&open.last.1, entry.entry.get().as_bytes()) != stated {
                    return Err(broken(&entry));
                }
                open.last = (entry.seq, stated);
            }
            // The lines of the log before it end without its head.
            Some(_) => return Err(Verdict::HeadMissing),
            None => {
                self.open = Some(Open {
                    log: entry.log.clone(),
                    last: (entry.seq, stated),
                    first: entry,
                });
            }
        }
        Ok(())
    }

    fn head(&mut self, head: &HeadOf) -> Result<(), Verdict> {
        let bad = |seq| Verdict::Broken {
            log: head.log.clone(),
            seq,
        };
        let next = head.after.saturating_add(1);
        let after: Hash = head.after_hash.parse().map_err(|_no_hash| bad(next))?;
        if head.after == START.0 && after != START.1 {
            return Err(bad(next));
        }
        let last = match self.open.take() {
            Some(open) if open.log == head.log => {
                let bytes = open.first.entry.get().as_bytes();
                let stated = next_hash(&after, bytes).to_string();
                if open.first.seq != next || stated != open.first.hash {
                    return Err(bad(next));
                }
                open.last
            }
            Some(_) => return Err(Verdict::HeadMissing),
            None => (head.after, after),
        };
        if last.0 != head.seq {
            return Err(bad(last.0.saturating_add(1).min(head.seq.max(1))));
        }
        if last.1.to_string() != head.hash {
            return Err(bad(head.seq));
        }
        self.heads.push(head.hash.clone());
        Ok(())
    }

    fn unreadable(&self) -> Verdict {
        match &self.open {
            Some(open) => Verdict::Broken {
                log: open.log.clone(),
                seq: open.last.0.saturating_add(1),
            },
            None => Verdict::Broken {
                log: "the export".to_owned(),
                seq: 1,
            },
        }
    }

    fn end(self, expected: Option<&str>) -> Verdict {
        let unfinished = self.open.is_some() || self.heads.is_empty();
        let expected = expected.map(|head| head.trim().to_ascii_lowercase());
        let missed = expected.is_some_and(|expected| !self.heads.contains(&expected));
        if unfinished || missed {
            Verdict::HeadMissing
        } else {
            Verdict::Intact { lines: self.lines }
        }
    }
}

fn broken(entry: &EntryLine) -> Verdict {
    Verdict::Broken {
        log: entry.log.clone(),
        seq: entry.seq,
    }
}
