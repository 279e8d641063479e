//! The hash chain: every record seals all before it, so an edited one shows.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::log::{Head, Record};
use crate::domain::ids::InvalidId;

/// A chain hash: SHA-256 over the hash before and the record's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first record of a log is chained to.
    pub const GENESIS: Self = Self([0; 32]);
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        read_hex(text).map(Self).ok_or(InvalidId)
    }
}

/// The chain hash of a record with these bytes that follows `previous`.
#[must_use]
pub fn next_hash(previous: &Hash, bytes: &[u8]) -> Hash {
    let mut sum = Sha256::new();
    sum.update(previous.0);
    sum.update(bytes);
    Hash(sum.finalize().into())
}

/// A chain that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The records have a gap or stand out of order.
    #[error("sequence {expected} is missing: {found} stands in its place")]
    Gap {
        /// The first bad sequence.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// A record's bytes do not give the hash that its successor or the head has for it.
    #[error("sequence {seq} does not hash to what was recorded for it")]
    Hash {
        /// The first bad sequence.
        seq: u64,
    },
    /// The records end before the head that was published.
    #[error("the records end at sequence {last}, before the head")]
    Short {
        /// The last sequence there is.
        last: u64,
    },
}

/// What the first record of a log follows.
pub const START: (u64, Hash) = (0, Hash::GENESIS);

/// Recomputes the chain over `records`, which follow the record `from`.
///
/// Answers the last sequence and its hash. `link` reads the predecessor's hash that an entry
/// carries in its own bytes; each is compared, so an edit shows at the very next record.
///
/// # Errors
/// What is wrong, with the first bad sequence.
pub fn extend<'a>(
    from: (u64, Hash),
    records: impl IntoIterator<Item = &'a Record>,
    link: impl Fn(&Record) -> Option<Hash>,
) -> Result<(u64, Hash), Broken> {
    let (mut seq, mut hash) = from;
    for record in records {
        let expected = seq.saturating_add(1);
        if record.seq != expected {
            let found = record.seq;
            return Err(Broken::Gap { expected, found });
        }
        if link(record).is_some_and(|link| link != hash) {
            let seq = if seq == from.0 { record.seq } else { seq };
            return Err(Broken::Hash { seq });
        }
        hash = next_hash(&hash, &record.bytes);
        seq = record.seq;
    }
    Ok((seq, hash))
}

/// Whether `records`, which follow `from`, end in `head`: what [`extend`] checks, and that
/// neither the last record was edited nor the end cut off.
///
/// # Errors
/// What is wrong, with the first bad sequence.
pub fn verify<'a>(
    from: (u64, Hash),
    records: impl IntoIterator<Item = &'a Record>,
    link: impl Fn(&Record) -> Option<Hash>,
    head: &Head,
) -> Result<(), Broken> {
    let (last, hash) = extend(from, records, link)?;
    if last < head.seq {
        return Err(Broken::Short { last });
    }
    if (last, hash) != (head.seq, head.hash) {
        return Err(Broken::Hash { seq: last });
    }
    Ok(())
}

/// The stored records after sequence `after`, whose hash is `hash`, if each follows the one
/// before and has the hash that was stored for it.
pub(super) fn checked(
    after: u64,
    mut hash: Hash,
    rows: Vec<(Record, Hash)>,
) -> Result<Vec<Record>, StoreError> {
    let mut expected = after;
    let mut records = Vec::with_capacity(rows.len());
    for (record, stored) in rows {
        expected = expected.saturating_add(1);
        if record.seq != expected {
            return Err(missing(expected));
        }
        hash = next_hash(&hash, &record.bytes);
        if hash != stored {
            return Err(StoreError::Corrupt {
                seq: expected,
                what: "its bytes do not give its hash".to_owned(),
            });
        }
        records.push(record);
    }
    Ok(records)
}

/// A record that should be there.
pub(super) fn missing(seq: u64) -> StoreError {
    let what = "it is missing".to_owned();
    StoreError::Corrupt { seq, what }
}

/// Writes bytes as lower-case hexadecimal.
pub(crate) fn write_hex<const N: usize>(
    f: &mut fmt::Formatter<'_>,
    bytes: &[u8; N],
) -> fmt::Result {
    f.write_str(const_hex::Buffer::<N>::new().format(bytes))
}

/// Reads exactly `N` bytes of hexadecimal.
pub(crate) fn read_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N.checked_mul(2)? {
        return None;
    }
    let mut bytes = [0; N];
    const_hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::Incarnation;
    use super::*;
    use crate::domain::time::Timestamp;

    #[test]
    fn edited_record_is_named() {
        let (mut records, head) = chain_of(5);
        verify(START, &records, link, &head).unwrap();
        let mut edited = records[2].bytes.to_vec();
        edited.push(b'!');
        records[2].bytes = edited.into();
        assert_eq!(
            verify(START, &records, link, &head),
            Err(Broken::Hash { seq: 3 })
        );
    }

    #[test]
    fn edited_last_record_shows_at_the_head() {
        let (mut records, head) = chain_of(5);
        let mut edited = records[4].bytes.to_vec();
        edited.push(b'!');
        records[4].bytes = edited.into();
        assert_eq!(
            verify(START, &records, link, &head),
            Err(Broken::Hash { seq: 5 })
        );
    }

    #[test]
    fn missing_record_and_missing_end_are_named() {
        let (mut records, head) = chain_of(5);
        records.pop();
        assert_eq!(
            verify(START, &records, link, &head),
            Err(Broken::Short { last: 4 })
        );
        records.remove(1);
        let (expected, found) = (2, 3);
        assert_eq!(
            verify(START, &records, link, &head),
            Err(Broken::Gap { expected, found })
        );
    }

    #[test]
    fn chain_can_be_checked_from_the_middle() {
        let (records, head) = chain_of(5);
        let middle = extend(START, &records[..2], link).unwrap();
        verify(middle, &records[2..], link, &head).unwrap();
        let wrong = (middle.0, Hash([9; 32]));
        assert_eq!(
            verify(wrong, &records[2..], link, &head),
            Err(Broken::Hash { seq: 3 })
        );
    }

    #[test]
    fn hash_is_read_back_as_written() {
        let hash = next_hash(&Hash::GENESIS, b"entry");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in ["", "0", &"+1".repeat(32), &"zz".repeat(32)] {
            assert_eq!(bad.parse::<Hash>(), Err(InvalidId), "{bad}");
        }
    }

    fn chain_of(length: u64) -> (Vec<Record>, Head) {
        let mut hash = Hash::GENESIS;
        let mut records = Vec::new();
        for seq in 1..=length {
            let bytes = Bytes::from(format!("{hash} entry {seq}"));
            hash = next_hash(&hash, &bytes);
            let at = Timestamp::from_millis(0);
            records.push(Record { seq, at, bytes });
        }
        let head = Head {
            incarnation: Incarnation([1; 16]),
            ep: 1,
            seq: length,
            hash,
            at: Timestamp::from_millis(0),
        };
        (records, head)
    }

    fn link(record: &Record) -> Option<Hash> {
        let text = std::str::from_utf8(&record.bytes).ok()?;
        text.split(' ').next()?.parse().ok()
    }
}
