//! The floor under the embedded store: one writer, a plain file, one `fdatasync` a batch.

use std::fs::File;
use std::io::Write as _;

use tempfile::TempDir;

use super::Written;
use crate::cpu::Cpu;
use crate::rounds::{Round, Watch, now};

/// A new file beside the store's own.
#[derive(Debug)]
pub(crate) struct PlainFile(TempDir);

impl PlainFile {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Writes the very same batches. Everyone whose record is in a batch waits for its sync.
    pub(crate) async fn round(&self, batches: &[Written]) -> Round {
        let mut file = File::create(self.0.path().join("floor")).unwrap();
        file.sync_all().unwrap();
        let spent = Cpu::so_far(None).await;
        let begun = now();
        let mut waits = Vec::new();
        for batch in batches {
            let mut watch = Watch::default();
            watch.time_blocking(|| {
                let parts = batch.records.iter().chain(&batch.blobs);
                let bytes: Vec<u8> = parts.flatten().copied().collect();
                file.write_all(&bytes).unwrap();
                file.sync_data().unwrap();
            });
            let wait = watch.waits()[0];
            waits.extend(std::iter::repeat_n(wait, batch.records.len()));
        }
        Round {
            took: begun.elapsed(),
            waits,
            cpu: Cpu::so_far(None).await.since(spent),
        }
    }
}
