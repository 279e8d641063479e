//! Contacts by telephone: registered afterwards, listed, read.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use signaling::wire::http as wire;

use super::Doors;
use super::body;
use super::commands::replayed;
use super::error::Refused;
use super::key::Key;
use super::path::NamedPhoneContact;
use super::session::SignedIn;
use crate::present::{Action, phone_contact, problem};
use crate::service::{PhoneContactContent, PhoneContactSaid, fingerprint};

/// `POST /phone-contacts`
pub(super) async fn register(
    SignedIn { session }: SignedIn,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::NewPhoneContact>,
) -> Result<Response, Refused> {
    problem::allowed(session.role, Action::RegisterPhoneContact)?;
    let viewer = Doors::viewer(&session);
    let (wanted, said) = doors
        .with_names(|names| phone_contact::registered(body.value, &viewer, session.role, names))?;
    let said = PhoneContactContent {
        patient: said.patient,
        doctor: said.doctor,
        answer: said.answer,
    };
    let print = fingerprint("phone_contact", &body.bytes);
    let waiting = &doors.service.waiting;
    let registered = waiting.register_phone_contact(&session, key, print, wanted, said);
    let (contact, ack) = registered.await?;
    let created = Json(wire::PhoneContactCreated {
        id: contact.to_string(),
        seq: ack.seq,
    });
    Ok(replayed(
        (StatusCode::CREATED, created).into_response(),
        &ack,
    ))
}

/// `GET /phone-contacts`
pub(super) async fn list(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<wire::PhoneContactList>, Refused> {
    problem::allowed(session.role, Action::ListPhoneContacts)?;
    let (seq, lines) = doors.service.waiting.phone_contacts(&session);
    let viewer = Doors::viewer(&session);
    let list = doors.with_names(|names| {
        let row = |line: &std::sync::Arc<crate::service::PhoneLine>| {
            phone_contact::row(&line.registered, &line.by, line.at, &viewer, names)
        };
        wire::PhoneContactList {
            seq,
            contacts: lines.iter().map(row).collect(),
            units: phone_contact::units(&viewer, names),
        }
    });
    Ok(Json(list))
}

/// `GET /phone-contacts/{id}`
pub(super) async fn read(
    SignedIn { session }: SignedIn,
    NamedPhoneContact(contact): NamedPhoneContact,
    State(doors): State<Doors>,
) -> Result<Json<wire::PhoneContactContent>, Refused> {
    let found = doors
        .service
        .waiting
        .phone_contact(&session, contact)
        .await?;
    let line = &found.line;
    let viewer = Doors::viewer(&session);
    let row = doors.with_names(|names| {
        phone_contact::row(&line.registered, &line.by, line.at, &viewer, names)
    });
    let said = match &found.said {
        PhoneContactSaid::Shown(said) => Some((&said.patient, &said.doctor, &said.answer)),
        PhoneContactSaid::NotHers => None,
    };
    Ok(Json(phone_contact::shown(row, said, doors.clock.now())))
}
