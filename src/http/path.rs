//! Ids in a path. What is no id names nothing, so it is not found.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::Doors;
use super::error::Refused;
use crate::present::{ConsultId, Form, ImageId, OwnForm, PhoneContactId};

/// The consult that the path names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named(pub ConsultId);

impl FromRequestParts<Doors> for Named {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let Ok(Path(text)) = Path::<String>::from_request_parts(parts, doors).await else {
            return Err(Refused::not_found());
        };
        text.parse()
            .map(Self)
            .map_err(|_not_an_id| Refused::not_found())
    }
}

/// The contact by telephone that the path names.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedPhoneContact(pub PhoneContactId);

impl FromRequestParts<Doors> for NamedPhoneContact {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let Named(ConsultId(id)) = Named::from_request_parts(parts, doors).await?;
        Ok(Self(PhoneContactId(id)))
    }
}

/// The consult that the path names, and the picture of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedImage(pub ConsultId, pub ImageId);

impl FromRequestParts<Doors> for NamedImage {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let named = Path::<(String, String)>::from_request_parts(parts, doors).await;
        let Ok(Path((consult, image))) = named else {
            return Err(Refused::not_found());
        };
        match (consult.parse(), image.parse()) {
            (Ok(consult), Ok(image)) => Ok(Self(consult, image)),
            (Err(_), _) | (_, Err(_)) => Err(Refused::not_found()),
        }
    }
}

/// The consult that the path names, and the form of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedDraft(pub ConsultId, pub Form);

impl FromRequestParts<Doors> for NamedDraft {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let named = Path::<(String, String)>::from_request_parts(parts, doors).await;
        let Ok(Path((consult, form))) = named else {
            return Err(Refused::not_found());
        };
        match (consult.parse(), Form::from_word(&form)) {
            (Ok(consult), Some(form)) => Ok(Self(consult, form)),
            (Err(_), _) | (_, None) => Err(Refused::not_found()),
        }
    }
}

/// The form that the path names, of those that begin something.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedOwnDraft(pub OwnForm);

impl FromRequestParts<Doors> for NamedOwnDraft {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Refused> {
        let Ok(Path(form)) = Path::<String>::from_request_parts(parts, doors).await else {
            return Err(Refused::not_found());
        };
        OwnForm::from_word(&form)
            .map(Self)
            .ok_or_else(Refused::not_found)
    }
}
