//! What waits to be sent on one socket: at most 256 frames and 256 KiB.
//!
//! A client that reads too slowly fills it. Its socket is then closed and it comes back with
//! its log position, so nothing is lost and nothing grows without bound.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Sink;

use super::link::Said;

/// Most frames that wait.
pub(super) const FRAMES_MAX: usize = 256;

/// Most bytes that wait. One frame alone may be larger: it is never split.
pub(super) const BYTES_MAX: usize = 256 * 1024;

/// The client reads too slowly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slow;

/// Frames that wait, in order.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    frames: VecDeque<String>,
    bytes: usize,
    unflushed: bool,
}

impl Outbox {
    /// Puts `frame` last.
    pub(super) fn push(&mut self, frame: String) -> Result<(), Slow> {
        let bytes = self.bytes.saturating_add(frame.len());
        let full = self.frames.len() >= FRAMES_MAX;
        if full || (bytes > BYTES_MAX && !self.frames.is_empty()) {
            return Err(Slow);
        }
        self.bytes = bytes;
        self.frames.push_back(frame);
        Ok(())
    }

    /// Whether everything is sent.
    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty() && !self.unflushed
    }

    /// Drops what waits: there is no time left to send it.
    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.bytes = 0;
    }

    /// Sends what waits. Dropping the future loses nothing: the next call goes on.
    pub(super) async fn drain<S: Sink<Said> + Unpin>(
        &mut self,
        sink: &mut S,
    ) -> Result<(), S::Error> {
        poll_fn(|cx| self.poll_drain(Pin::new(sink), cx)).await
    }

    fn poll_drain<S: Sink<Said>>(
        &mut self,
        mut sink: Pin<&mut S>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), S::Error>> {
        while !self.frames.is_empty() {
            ready!(sink.as_mut().poll_ready(cx))?;
            if let Some(frame) = self.frames.pop_front() {
                self.bytes = self.bytes.saturating_sub(frame.len());
                self.unflushed = true;
                sink.as_mut().start_send(Said::Text(frame))?;
            }
        }
        if self.unflushed {
            ready!(sink.poll_flush(cx))?;
            self.unflushed = false;
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_that_reads_nothing_is_slow_at_257_frames_or_256_kib() {
        let mut outbox = Outbox::default();
        for _ in 0..FRAMES_MAX {
            outbox.push("x".to_owned()).unwrap();
        }
        assert_eq!(outbox.push("x".to_owned()), Err(Slow));

        let mut outbox = Outbox::default();
        for _ in 0..4 {
            outbox.push("x".repeat(BYTES_MAX / 4)).unwrap();
        }
        assert_eq!(outbox.push("x".to_owned()), Err(Slow));
        outbox.clear();
        outbox.push("x".repeat(BYTES_MAX + 1)).unwrap();
    }

    #[tokio::test]
    async fn frames_leave_in_order_and_make_room() {
        let mut outbox = Outbox::default();
        let mut sent = Vec::new();
        let mut sink = Box::pin(futures_util::sink::unfold(&mut sent, |sent, frame| async {
            sent.push(frame);
            Ok::<_, std::convert::Infallible>(sent)
        }));
        for n in 0..FRAMES_MAX {
            outbox.push(n.to_string()).unwrap();
        }
        outbox.drain(&mut sink).await.unwrap();
        assert!(outbox.is_empty());
        outbox.push("next".to_owned()).unwrap();
        outbox.drain(&mut sink).await.unwrap();
        drop(sink);
        assert_eq!(sent.len(), FRAMES_MAX + 1);
        assert_eq!(
            (&sent[0], &sent[256]),
            (&Said::Text("0".to_owned()), &Said::Text("next".to_owned()))
        );
    }
}
