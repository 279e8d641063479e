//! Values by name in the server, each as `version:expires:bytes`.
//!
//! The clock that opened the store decides when a value has expired; the server's own expiry
//! only clears away, later, what nobody can see any more.

use std::borrow::Cow;
use std::time::Duration;

use bytes::{Buf, Bytes};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use redis::{Value, cmd};

use super::logs::own;
use super::reply::{Reply, bytes, odd, parsed};
use super::scripts::{BLOB_DELETE, BLOB_PUT};
use super::{Redis, fresh, keys};
use crate::domain::time::Timestamp;
use crate::storage::{Blob, BlobId, Expected, StoreError, Stored, Version};

/// How much longer than its time the server keeps a value: more than clocks differ.
const KEPT_LONGER: Duration = Duration::from_secs(60);

pub(super) fn value(version: Version, expires: Option<Timestamp>, content: &Bytes) -> Vec<u8> {
    let expires = expires.map_or(0, Timestamp::as_millis).max(0);
    let mut value = format!("{}:{expires}:", version.0).into_bytes();
    value.extend_from_slice(content);
    value
}

fn stored(mut value: Bytes) -> Result<Stored, StoreError> {
    let version = number(&mut value)?;
    let expires = i64::try_from(number(&mut value)?).unwrap_or(i64::MAX);
    Ok(Stored {
        version: Version(version),
        expires: (expires > 0).then(|| Timestamp::from_millis(expires)),
        bytes: value,
    })
}

/// Takes a number and its colon off the front.
fn number(value: &mut Bytes) -> Result<u64, StoreError> {
    let colon = value
        .iter()
        .position(|byte| *byte == b':')
        .ok_or_else(odd)?;
    let digits = value.split_to(colon);
    value.advance(1);
    parsed(std::str::from_utf8(&digits).map_err(|_other| odd())?)
}

impl Blob for Redis {
    fn get<'a>(&'a self, id: &'a BlobId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        async move {
            let mut command = cmd("GET");
            command.arg(keys::blob(id));
            let found = self.look(&command).await?;
            if found == Value::Nil {
                return Ok(None);
            }
            let found = stored(bytes(found)?)?;
            let now = self.clock.now();
            Ok(Some(found).filter(|found| found.expires.is_none_or(|expires| expires > now)))
        }
        .boxed()
    }

    fn put_if<'a>(
        &'a self,
        id: &'a BlobId,
        expected: Expected,
        bytes: Bytes,
        expires: Option<Timestamp>,
    ) -> BoxFuture<'a, Result<Option<Version>, StoreError>> {
        async move {
            let (now, version) = (self.clock.now(), fresh());
            let keep = expires.map_or_else(String::new, |expires| {
                let kept = expires.since(now).saturating_add(KEPT_LONGER);
                kept.as_millis().to_string()
            });
            let arguments = [
                match expected {
                    Expected::Absent => own(""),
                    Expected::At(version) => own(version.0),
                },
                own(now.as_millis()),
                Cow::Owned(value(version, expires, &bytes)),
                own(keep),
            ];
            let done = self.done(&BLOB_PUT, keys::blob(id), &arguments).await?;
            Ok(done.then_some(version))
        }
        .boxed()
    }

    fn delete_if<'a>(
        &'a self,
        id: &'a BlobId,
        version: Version,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let arguments = [own(version.0), own(self.clock.now().as_millis())];
            self.done(&BLOB_DELETE, keys::blob(id), &arguments).await
        }
        .boxed()
    }
}

impl Redis {
    /// A script on one key that does its work or refuses.
    pub(super) async fn done(
        &self,
        script: &super::scripts::Script,
        key: String,
        arguments: &[Cow<'_, [u8]>],
    ) -> Result<bool, StoreError> {
        let value = self.write.run(script, &[key], arguments).await;
        let reply = Reply::read(value.map_err(super::link::Failure::of_write)?)?;
        match reply.word.as_str() {
            "ok" => Ok(true),
            "refused" => Ok(false),
            _ => Err(reply.refusal()),
        }
    }
}
