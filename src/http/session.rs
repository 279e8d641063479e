//! Who is calling: the bearer secret, or else the session cookie with proof that our own
//! page sends it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use signaling::wire::error::{ErrorCode, Problem};

use super::Doors;
use super::accept::Peer;
use super::error::Refused;
use crate::present::origin;
use crate::service::{Session, Unauthenticated};

/// The session cookie. The prefix makes browsers refuse it without TLS, for other paths
/// and from other hosts.
pub(super) const COOKIE: &str = "__Host-vantrum";

/// Beside it, for scripts to read: that the browser keeps a session, and nothing of it. A page
/// that finds none need not ask to be told that nobody is signed in.
const KEPT: &str = "__Host-vantrum-kept";

/// The header that only our own page can send, because another's needs leave first.
pub(super) const OWN_PAGE_HEADER: &str = "x-vantrum-request";

/// What proved who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// A secret that the page itself sent.
    Bearer,
    /// A cookie that the browser sent.
    Cookie,
}

/// A caller who is signed in, whose screen is open, and who may call from where the request
/// comes.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    /// The session.
    pub session: Session,
}

/// The same with the screen locked or open: for what a locked screen goes on with, which is to
/// wait, to be rung and to talk.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The session.
    pub session: Session,
    /// How it was proved.
    pub proof: Proof,
}

impl FromRequestParts<Doors> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let Known { session, .. } = Known::from_request_parts(parts, doors).await?;
        if session.locked {
            let detail = "The screen is locked. Prove again who you are, then go on.";
            return Err(Refused::new(ErrorCode::SessionLocked, detail));
        }
        Ok(Self { session })
    }
}

impl FromRequestParts<Doors> for Known {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let (token, proof) = match (bearer(&parts.headers), cookie(&parts.headers)) {
            (Some(token), _) => (token.to_owned(), Proof::Bearer),
            (None, Some(token)) => {
                own_page(&parts.method, &parts.headers, doors)?;
                (token.to_owned(), Proof::Cookie)
            }
            (None, None) => return Err(nobody()),
        };
        let peer = parts.extensions.get::<Peer>();
        match doors.service.sessions.authenticate(&token).await {
            Ok(session) => {
                if let Some(peer) = peer {
                    peer.vouch();
                }
                Ok(Self { session, proof })
            }
            Err(Unauthenticated::Unknown) => Err(stranger(peer, doors)),
            Err(Unauthenticated::Revoked) => Err(Refused::new(
                ErrorCode::SessionRevoked,
                "The session has been ended. Sign in again.",
            )),
            Err(Unauthenticated::TicketUsed) => Err(nobody()),
            Err(Unauthenticated::Failed(failure)) => Err(failure.into()),
        }
    }
}

fn nobody() -> Refused {
    Refused::new(
        ErrorCode::Unauthenticated,
        "Sign in, then send the session's secret as Authorization: Bearer.",
    )
}

/// Somebody tried a secret that opens nothing: counted, and told to wait after too many.
fn stranger(peer: Option<&Peer>, doors: &Doors) -> Refused {
    let Some(peer) = peer else { return nobody() };
    match may_try(peer, doors) {
        Ok(()) => {
            doors.gate.failed(peer.address(), doors.clock.now());
            nobody()
        }
        Err(wait) => wait,
    }
}

/// Whether somebody at `peer` may try to sign in now.
///
/// # Errors
/// `rate_limited` after too many failures from that address. Sessions that exist are never
/// asked.
pub(super) fn may_try(peer: &Peer, doors: &Doors) -> Result<(), Refused> {
    match doors.gate.must_wait(peer.address(), doors.clock.now()) {
        None => Ok(()),
        Some(wait) => {
            let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "Signing in failed too often from your address. Wait, then try again.";
            let problem = Problem::new(ErrorCode::RateLimited, detail).retry_after_ms(millis);
            Err(problem.into())
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

/// A cookie is sent by the browser whoever asks for it, so a write needs proof of our page.
fn own_page(method: &Method, headers: &HeaderMap, doors: &Doors) -> Result<(), Refused> {
    if method.is_safe() {
        return Ok(());
    }
    same_origin(headers, doors)?;
    if headers.get(OWN_PAGE_HEADER).map(HeaderValue::as_bytes) != Some(b"1") {
        return Err(Refused::new(
            ErrorCode::Csrf,
            "Send X-Vantrum-Request: 1 with every write that a cookie signs.",
        ));
    }
    Ok(())
}

/// Refuses a request that a browser sends for another site's page.
///
/// # Errors
/// `bad_origin`.
pub(super) fn same_origin(headers: &HeaderMap, doors: &Doors) -> Result<(), Refused> {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or(""))
    };
    let host = text(header::HOST);
    let foreign = text(header::ORIGIN)
        .is_some_and(|origin| !origin::is_ours(origin, host, &doors.rules.origins));
    let other_site = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none");
    if foreign || other_site {
        let detail = "Only our own page may send this.";
        return Err(Refused::new(ErrorCode::BadOrigin, detail));
    }
    Ok(())
}

/// Lets the browser keep `token` until it is closed.
pub(super) fn keep(headers: &mut HeaderMap, token: &str) {
    let text = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict");
    let mark = format!("{KEPT}=1; Path=/; Secure; SameSite=Strict");
    let (Ok(mut session), Ok(mark)) = (HeaderValue::from_str(&text), HeaderValue::from_str(&mark))
    else {
        // A secret of ours is hexadecimal: it is always a header's value.
        return;
    };
    session.set_sensitive(true);
    headers.append(header::SET_COOKIE, session);
    headers.append(header::SET_COOKIE, mark);
}

/// Ends what [`keep`] began.
pub(super) fn keep_no_longer(headers: &mut HeaderMap) {
    for ended in [
        "__Host-vantrum=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
        "__Host-vantrum-kept=; Path=/; Secure; SameSite=Strict; Max-Age=0",
    ] {
        headers.append(header::SET_COOKIE, HeaderValue::from_static(ended));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mark_beside_a_kept_secret_is_for_scripts_to_read() {
        let mut headers = HeaderMap::new();
        keep(&mut headers, "secret");
        let open: Vec<_> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .filter(|value| !value.contains("HttpOnly"))
            .collect();
        let mark = "__Host-vantrum-kept=1; Path=/; Secure; SameSite=Strict";
        assert_eq!(open, [mark]);
    }

    #[test]
    fn what_is_kept_and_what_ends_it_are_the_same_cookies() {
        let names = |write: &dyn Fn(&mut HeaderMap)| {
            let mut headers = HeaderMap::new();
            write(&mut headers);
            let written = headers.get_all(header::SET_COOKIE).iter();
            written
                .map(|value| {
                    value
                        .to_str()
                        .unwrap()
                        .split('=')
                        .next()
                        .unwrap()
                        .to_owned()
                })
                .collect::<Vec<_>>()
        };
        let kept = names(&|headers| keep(headers, "secret"));
        assert_eq!(kept, names(&keep_no_longer));
        assert_eq!(kept, [COOKIE, KEPT]);
    }

    #[test]
    fn cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=1; __Host-vantrum=secret; b=2"),
        );
        assert_eq!(cookie(&headers), Some("secret"));
        assert_eq!(bearer(&headers), None);
        headers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_static("bearer other"),
        );
        assert_eq!(bearer(&headers), Some("other"));
    }
}
