//! What one client is shown: the difference that each log position makes to her view.

use signaling::wire::socket::{Change, Changes, ServerMessage, Snapshot};

use super::SNAPSHOT_PART_BYTES;
use crate::clock::Clock;
use crate::present::{Names, View, Viewer, rows};
use crate::service::Waiting;

/// How one client follows the log.
#[derive(Debug)]
pub(super) struct Feed {
    waiting: Waiting,
    clock: Clock,
    viewer: Viewer,
    view: View,
    seq: u64,
}

impl Feed {
    /// Begins at the position that is confirmed now; the client has nothing yet.
    pub(super) fn new(waiting: Waiting, clock: Clock, viewer: Viewer) -> Self {
        let (seq, view) = waiting.view_now(&viewer);
        Self {
            waiting,
            clock,
            viewer,
            view,
            seq,
        }
    }

    /// The position that the client is shown.
    pub(super) const fn seq(&self) -> u64 {
        self.seq
    }

    /// What the client sees.
    pub(super) const fn view(&self) -> &View {
        &self.view
    }

    /// What brings a client that has stopped reading at `resume` to the present: one frame
    /// of changes while that position is remembered, else everything in parts.
    pub(super) fn catch_up(&self, resume: Option<u64>) -> Vec<ServerMessage> {
        let before = resume.and_then(|seq| self.waiting.view_at(seq, &self.viewer));
        match before {
            Some(before) => vec![ServerMessage::Changes(Changes {
                seq: self.seq,
                items: self.difference(&before, &self.view, self.seq),
            })],
            None => self.snapshot(),
        }
    }

    /// Follows the log up to `confirmed`: one frame for each position.
    ///
    /// Positions that are no longer remembered one by one are told in a single frame.
    pub(super) fn follow(&mut self, confirmed: u64) -> Vec<ServerMessage> {
        let mut frames = Vec::new();
        while self.seq < confirmed {
            let next = self.seq.saturating_add(1);
            let (seq, view) = match self.waiting.view_at(next, &self.viewer) {
                Some(view) => (next, view),
                None => self.waiting.view_now(&self.viewer),
            };
            if seq <= self.seq {
                break;
            }
            frames.push(ServerMessage::Changes(Changes {
                seq,
                items: self.difference(&self.view, &view, seq),
            }));
            self.seq = seq;
            self.view = view;
        }
        frames
    }

    fn difference(&self, before: &View, after: &View, seq: u64) -> Vec<Change> {
        let directory = self.waiting.directory();
        let names = Names::new(&directory, self.clock.now());
        rows::changes(before, after, seq, &self.viewer, names, |consult| {
            self.waiting.gone_at(seq, &self.viewer, consult)
        })
    }

    fn snapshot(&self) -> Vec<ServerMessage> {
        let items = self.difference(&View::default(), &self.view, self.seq);
        let mut parts: Vec<Vec<Change>> = vec![Vec::new()];
        let mut bytes = 0_usize;
        for item in items {
            let size = written(&item).len().saturating_add(1);
            if bytes.saturating_add(size) > PART_ITEMS_BYTES && bytes > 0 {
                parts.push(Vec::new());
                bytes = 0;
            }
            bytes = bytes.saturating_add(size);
            if let Some(part) = parts.last_mut() {
                part.push(item);
            }
        }
        let last = parts.len().saturating_sub(1);
        parts
            .into_iter()
            .enumerate()
            .map(|(place, items)| {
                ServerMessage::Snapshot(Snapshot {
                    seq: self.seq,
                    items,
                    complete: place == last,
                })
            })
            .collect()
    }
}

/// Room for the items of a part: what is left beside its own fields.
const PART_ITEMS_BYTES: usize = SNAPSHOT_PART_BYTES - 128;

/// A message as it is sent. Wire types are text, numbers and lists, so this cannot fail.
pub(super) fn written<T: serde::Serialize>(message: &T) -> String {
    serde_json::to_string(message).unwrap_or_else(|error| {
        tracing::error!(%error, "A message could not be written");
        "{}".to_owned()
    })
}
