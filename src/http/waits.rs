//! What is done while a request waits or is held: put aside and taken up, more wanted, nobody
//! there, the doctor called away, a colleague who takes over, the telephone, 112.

use axum::extract::State;
use axum::response::Response;
use signaling::wire::http as wire;

use super::Doors;
use super::body::{self, Nothing};
use super::commands::on;
use super::error::Refused;
use super::key::Key;
use super::path::Named;
use super::session::SignedIn;
use crate::present::command;
use crate::service::Part;

/// `POST /consults/{id}/need_more`
pub(super) async fn need_more(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::NeedMore>,
) -> Result<Response, Refused> {
    let (command, what) = command::need_more(&body.value, id)?;
    let part = Some(Part::WantedMore(what));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/must_go`
pub(super) async fn must_go(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::MustGo>,
) -> Result<Response, Refused> {
    let (command, draft) = command::must_go(&body.value, id)?;
    let part = draft.map(Part::Draft);
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/handover`
pub(super) async fn handover(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Handover>,
) -> Result<Response, Refused> {
    let (command, draft) = command::handover(&body.value, id)?;
    let part = draft.map(Part::Draft);
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

macro_rules! without_words {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        pub(super) async fn $name(
            SignedIn { session }: SignedIn,
            Named(id): Named,
            Key(key): Key,
            State(doors): State<Doors>,
            Nothing: Nothing,
        ) -> Result<Response, Refused> {
            on(&doors, &session, key, id, b"", command::$name(id), None).await
        }
    )+};
}

without_words! {
    /// `POST /consults/{id}/park`
    park,
    /// `POST /consults/{id}/resume`
    resume,
    /// `POST /consults/{id}/awaiting_nurse`
    await_nurse,
    /// `POST /consults/{id}/phoning`
    phone,
    /// `POST /consults/{id}/emergency_called`
    call_emergency,
    /// `POST /consults/{id}/peek`
    peek,
    /// `POST /consults/{id}/accept_handover`
    accept_handover,
}
