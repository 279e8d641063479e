//! Replies of the server, read into the port's types.

use bytes::Bytes;
use redis::Value;

use crate::domain::time::Timestamp;
use crate::storage::chain::Hash;
use crate::storage::{Head, Record, StoreError, Token};

/// A script's reply: a word, and what belongs to it.
pub(super) struct Reply {
    pub(super) word: String,
    parts: std::vec::IntoIter<Value>,
}

impl Reply {
    pub(super) fn read(value: Value) -> Result<Self, StoreError> {
        let mut parts = array(value)?.into_iter();
        let word = parts.next().map(text).ok_or_else(odd)??;
        Ok(Self { word, parts })
    }

    /// The next part.
    pub(super) fn next(&mut self) -> Result<Value, StoreError> {
        self.parts.next().ok_or_else(odd)
    }

    /// The next part as a head.
    pub(super) fn head(&mut self) -> Result<Head, StoreError> {
        let fields = array(self.next()?)?;
        let [incarnation, ep, seq, hash, at] = texts(fields)?;
        Ok(Head {
            incarnation: parsed(&incarnation)?,
            ep: parsed(&ep)?,
            seq: parsed(&seq)?,
            hash: parsed(&hash)?,
            at: Timestamp::from_millis(parsed(&at)?),
        })
    }

    /// The next part as a lease's token.
    pub(super) fn token(&mut self) -> Result<Token, StoreError> {
        let [ep, counter] = texts(array(self.next()?)?)?;
        Ok(Token {
            ep: parsed(&ep)?,
            counter: parsed(&counter)?,
        })
    }

    /// What every script may say instead of doing its work.
    pub(super) fn refusal(mut self) -> StoreError {
        match self.word.as_str() {
            "gone" => StoreError::Missing,
            "ahead" => StoreError::ClockAhead,
            "reopen" => StoreError::Unavailable("the server restarted again".to_owned()),
            "replica" => StoreError::Unavailable("the server is a replica".to_owned()),
            "headless" => StoreError::Corrupt {
                seq: 0,
                what: "there are records without a head".to_owned(),
            },
            "incarnation" => match self.next().and_then(text).and_then(|it| parsed(&it)) {
                Ok(found) => StoreError::Incarnation { found },
                Err(error) => error,
            },
            _ => odd(),
        }
    }
}

/// Records of a stream, each with the hash stored for it.
pub(super) fn records(value: Value) -> Result<Vec<(Record, Hash)>, StoreError> {
    array(value)?.into_iter().map(record).collect()
}

fn record(value: Value) -> Result<(Record, Hash), StoreError> {
    let mut parts = array(value)?.into_iter();
    let id = parts.next().map(text).ok_or_else(odd)??;
    let seq = id.strip_suffix("-0").map(parsed).ok_or_else(odd)??;
    let (mut at, mut hash, mut entry) = (None, None, None);
    let mut fields = array(parts.next().ok_or_else(odd)?)?.into_iter();
    while let (Some(name), Some(value)) = (fields.next(), fields.next()) {
        match text(name)?.as_str() {
            "t" => at = Some(Timestamp::from_millis(parsed(&text(value)?)?)),
            "h" => hash = Some(parsed(&text(value)?)?),
            "e" => entry = Some(bytes(value)?),
            // A later version may add fields; these three stay.
            _ => {}
        }
    }
    match (at, hash, entry) {
        (Some(at), Some(hash), Some(bytes)) => Ok((Record { seq, at, bytes }, hash)),
        _ => Err(StoreError::Corrupt {
            seq,
            what: "it lacks a field".to_owned(),
        }),
    }
}

pub(super) fn array(value: Value) -> Result<Vec<Value>, StoreError> {
    redis::from_redis_value(value).map_err(|_other| odd())
}

pub(super) fn text(value: Value) -> Result<String, StoreError> {
    redis::from_redis_value(value).map_err(|_other| odd())
}

pub(super) fn bytes(value: Value) -> Result<Bytes, StoreError> {
    let bytes: Vec<u8> = redis::from_redis_value(value).map_err(|_other| odd())?;
    Ok(bytes.into())
}

pub(super) fn texts<const N: usize>(values: Vec<Value>) -> Result<[String; N], StoreError> {
    let texts: Vec<String> = values.into_iter().map(text).collect::<Result<_, _>>()?;
    texts.try_into().map_err(|_other| odd())
}

pub(super) fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_other| odd())
}

pub(super) fn odd() -> StoreError {
    StoreError::Corrupt {
        seq: 0,
        what: "the server's answer has another form".to_owned(),
    }
}
