//! Leases in the server, on the server's clock.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::logs::own;
use super::reply::Reply;
use super::scripts::{LEASE_RELEASE, LEASE_RENEW, LEASE_TAKE};
use super::{Redis, keys};
use crate::storage::{Lease, LeaseId, StoreError, Token};

pub(super) fn token(token: Token) -> String {
    format!("{}:{}", token.ep, token.counter)
}

impl Lease for Redis {
    fn take<'a>(
        &'a self,
        lease: &'a LeaseId,
        span: Duration,
    ) -> BoxFuture<'a, Result<Option<Token>, StoreError>> {
        async move {
            let keys = [keys::epoch(&lease.county), keys::lease(lease)];
            let mut reopened = false;
            loop {
                let value = self.write.run(&LEASE_TAKE, &keys, &[millis(span)]).await;
                let mut reply = Reply::read(value.map_err(super::link::Failure::of_write)?)?;
                match reply.word.as_str() {
                    "ok" => return reply.token().map(Some),
                    "refused" => return Ok(None),
                    "reopen" if !reopened => {
                        self.reopen(&lease.county).await?;
                        reopened = true;
                    }
                    _ => return Err(reply.refusal()),
                }
            }
        }
        .boxed()
    }

    fn renew<'a>(
        &'a self,
        lease: &'a LeaseId,
        held: Token,
        span: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let arguments = [own(token(held)), millis(span)];
            self.done(&LEASE_RENEW, keys::lease(lease), &arguments)
                .await
        }
        .boxed()
    }

    fn release<'a>(
        &'a self,
        lease: &'a LeaseId,
        held: Token,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move {
            let arguments = [own(token(held))];
            self.done(&LEASE_RELEASE, keys::lease(lease), &arguments)
                .await
        }
        .boxed()
    }
}

/// The server refuses a lease of no time at all.
fn millis(span: Duration) -> std::borrow::Cow<'static, [u8]> {
    own(span.as_millis().max(1))
}
