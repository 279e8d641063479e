//! Pictures on their way into a case.
//!
//! A nurse brings a picture before the request or addition that names it. Its pixels are
//! written anew, it is sealed, and it waits for 24 hours; it is hers alone. The entry that
//! names it keeps it, in the same step, for as long as its case is kept.

mod clean;
mod pace;
mod picture;

#[cfg(test)]
#[path = "../../../tests/support/photo.rs"]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use self::clean::{BYTES_MAX, PIXELS_MAX, SIDE_MAX, Unusable};
use self::pace::Pace;
pub use self::picture::{Picture, PictureKind};
use super::county::County;
use super::failure::Failure;
use super::sessions::{Session, Sessions};
use super::vault::{Uploader, VaultError};
use crate::domain::ids::ImageId;

/// How long a picture waits for the request or addition that names it.
pub const WAITS: Duration = Duration::from_secs(24 * 60 * 60);

/// Most pictures that are received at once. One more is told to come again: each of them
/// holds a whole file.
pub const RECEIVED_MAX: usize = 16;

/// Most pictures that are worked on at once; the others of [`RECEIVED_MAX`] wait in line.
/// Each of them holds all its pixels.
const WORKED_ON_MAX: usize = 2;

/// Takes pictures in. Clones share what they allow.
#[derive(Debug, Clone)]
pub struct Pictures(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    county: County,
    sessions: Sessions,
    room: Arc<Semaphore>,
    hands: Arc<Semaphore>,
    pace: Mutex<Pace>,
}

/// Room for one picture, until it is dropped.
#[derive(Debug)]
pub struct Room {
    _permit: OwnedSemaphorePermit,
}

/// Why a picture is not there afterwards.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotKept {
    /// This person has brought too many.
    #[error("too many pictures within an hour")]
    TooMany {
        /// When one more is taken.
        wait: Duration,
    },
    /// It is no picture to be kept.
    #[error(transparent)]
    Unusable(#[from] Unusable),
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Pictures {
    pub(super) fn new(county: County, sessions: Sessions) -> Self {
        Self(Arc::new(Inner {
            county,
            sessions,
            room: Arc::new(Semaphore::new(RECEIVED_MAX)),
            hands: Arc::new(Semaphore::new(WORKED_ON_MAX)),
            pace: Mutex::default(),
        }))
    }

    /// Room to receive one more picture of the caller's, asked for before its bytes are.
    ///
    /// # Errors
    /// [`NotKept::TooMany`], or [`Failure::Overloaded`] if [`RECEIVED_MAX`] are on their way.
    pub fn room(&self, session: &Session) -> Result<Room, NotKept> {
        let room = Arc::clone(&self.0.room)
            .try_acquire_owned()
            .map_err(|_full| Failure::Overloaded)?;
        let now = self.0.county.clock().now();
        let mut pace = self.0.pace.lock().unwrap_or_else(PoisonError::into_inner);
        match pace.step(&session.person, now) {
            Ok(()) => Ok(Room { _permit: room }),
            Err(wait) => Err(NotKept::TooMany { wait }),
        }
    }

    /// Takes the pixels out of `file` and keeps them for the caller, for [`WAITS`].
    ///
    /// # Errors
    /// Why it is not kept.
    pub async fn keep(
        &self,
        session: &Session,
        room: Room,
        kind: PictureKind,
        file: Bytes,
    ) -> Result<ImageId, NotKept> {
        let hands = Arc::clone(&self.0.hands).acquire_owned().await;
        let hands = hands.map_err(|_closed| Failure::Draining)?;
        let work = tokio::task::spawn_blocking(move || {
            // Whoever asked may have gone: the work goes on and so does what it takes up.
            let _taken = (room, hands);
            clean::cleaned(kind, &file)
        });
        let picture = work.await.map_err(|error| {
            tracing::error!(%error, "Reading a picture ended by a defect");
            Unusable::NotThatKind
        })??;
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded.into());
        }
        let county = &self.0.county;
        let image = ImageId(county.clock().new_id());
        let until = county.clock().now().plus(WAITS);
        let uploader = Uploader::from(&session.actor);
        let kept = county.vault().keep_image(&uploader, image, &picture, until);
        kept.await.map_err(|error| match error {
            VaultError::Store(store) => Failure::from(store),
            VaultError::Missing
            | VaultError::KeyGone
            | VaultError::Unsealable(_)
            | VaultError::Unreadable(_) => {
                tracing::error!(%image, %error, "A picture cannot be sealed");
                Failure::Internal
            }
        })?;
        Ok(image)
    }
}
