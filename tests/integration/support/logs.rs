//! Everything that the process logs during the tests, kept to be searched.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn kept() -> &'static Kept {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    KEPT.get_or_init(|| {
        let kept = Kept::default();
        tracing_subscriber::fmt()
            .json()
            .with_env_filter(EnvFilter::new("info,vantrum=trace,signaling=trace"))
            .with_writer(kept.clone())
            .init();
        kept
    })
}

/// Begins to keep what is logged.
pub(super) fn keep() {
    kept();
}

/// Everything that was logged so far.
pub fn captured() -> String {
    String::from_utf8(kept().0.lock().unwrap().clone()).unwrap()
}
