//! Pictures: brought as they are, shown as part of a case.

use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::http::ImageCreated;

use super::Doors;
use super::body::{self, Allowance};
use super::error::Refused;
use super::path::NamedImage;
use super::session::SignedIn;
use crate::present::{Action, problem};
use crate::service::pictures::{BYTES_MAX, PIXELS_MAX, SIDE_MAX, Unusable};
use crate::service::{NotKept, PictureKind};

/// A picture may come over the thin link of a farm: 2 MiB in this time are 280 kbit/s.
const ALLOWED: Allowance = Allowance {
    bytes: BYTES_MAX,
    time: Duration::from_secs(60),
};

/// `POST /images`
pub(super) async fn upload(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
    request: Request,
) -> Result<(StatusCode, Json<ImageCreated>), Refused> {
    problem::allowed(session.role, Action::UploadImage)?;
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| PictureKind::of_media_type(value.to_str().ok()?))
        .ok_or_else(|| {
            let detail = "Send the picture as image/jpeg or image/png.";
            Refused::new(ErrorCode::UnsupportedMediaType, detail)
        })?;
    let pictures = &doors.service.pictures;
    let room = pictures.room(&session)?;
    let file = body::read(request, &doors, ALLOWED).await?;
    let image = pictures.keep(&session, room, kind, file).await?.to_string();
    Ok((StatusCode::CREATED, Json(ImageCreated { image })))
}

/// `GET /consults/{id}/images/{image}`
pub(super) async fn show(
    SignedIn { session }: SignedIn,
    NamedImage(consult, image): NamedImage,
    State(doors): State<Doors>,
) -> Result<Response, Refused> {
    let shown = doors
        .service
        .waiting
        .image(&session, consult, image)
        .await?;
    let kind = HeaderValue::from_static(shown.kind.media_type());
    let inline = HeaderValue::from_static("inline");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, inline),
    ];
    Ok((headers, shown.bytes.into_inner()).into_response())
}

impl From<NotKept> for Refused {
    fn from(why: NotKept) -> Self {
        match why {
            NotKept::TooMany { wait } => {
                let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                let detail = "Too many pictures within an hour. Wait, or phone.";
                Problem::new(ErrorCode::RateLimited, detail)
                    .retry_after_ms(wait)
                    .into()
            }
            NotKept::Unusable(Unusable::NotThatKind) => Self::new(
                ErrorCode::InvalidValue,
                "The bytes are not such a picture, or are damaged. Take or choose it again.",
            ),
            NotKept::Unusable(Unusable::TooManyPixels) => Self::new(
                ErrorCode::InvalidValue,
                format!(
                    "A picture has at most {SIDE_MAX} pixels along a side and {PIXELS_MAX} in \
                     all. Make it smaller."
                ),
            ),
            NotKept::Failed(failure) => failure.into(),
        }
    }
}
