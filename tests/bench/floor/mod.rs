//! What each store is compared with: the least that keeps the same bytes as safely.

mod file;
mod stream;

pub(crate) use self::file::PlainFile;
pub(crate) use self::stream::RawStream;

use bytes::Bytes;

/// The records and blobs of one append, as they came to the store.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    /// Stored entries.
    pub(crate) records: Vec<Bytes>,
    /// Sealed content.
    pub(crate) blobs: Vec<Bytes>,
}
