//! The use cases: load, decide, append, publish, and never show what is not logged.
//!
//! [`Service`] is what the doors hold. [`Waiting`] is the county's waiting room: it takes
//! commands, publishes confirmed log positions, rebuilds views and discloses content after
//! the access logs have it. [`Sessions`] knows who is calling. [`audit`] proves that no line
//! of an access log was changed.

pub mod audit;
pub mod county;
pub mod failure;
pub mod pictures;
pub mod presence;
pub mod reach;
pub mod sessions;
pub mod vault;

mod call_rooms;
mod disclosure;
mod drafts;
mod phrases;
mod waiting;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::call_rooms::CallPass;
use self::call_rooms::CallRooms;
pub use self::county::{
    Ack, DiaryLine, FirstStart, Health, PhoneLine, Published, StartError, fingerprint,
};
use self::disclosure::Disclosure;
pub use self::disclosure::{
    Disclosed, GivenAnswer, GivenImage, GivenReadBack, GivenReason, GivenSupplement, Merged,
    OpenCase, PhoneContact, PhoneContactSaid, ReadDossier, ReadIncidents, ReasonOf,
};
use self::drafts::Drafts;
pub use self::failure::Failure;
pub use self::phrases::{PhraseBook, PhrasesNotKept};
pub use self::pictures::{NotKept, Picture, PictureKind, Pictures};
pub use self::presence::PresenceGuard;
use self::presence::{Presence, Watcher};
use self::reach::Alarms;
pub use self::reach::{FileReach, Reach, TraceReach};
pub use self::sessions::{
    Session, Sessions, SignInError, StaysLocked, Ticket, Token, Unauthenticated,
};
pub use self::vault::{
    CountyKey, Draft, KeptPhrases, Part, PartKind, PatientCorrection, PhoneContactContent,
    TriageReason,
};
pub use self::waiting::Waiting;
use crate::calls::{CallEvent, Calls};
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::storage::Storage;

/// What a county is opened with.
#[derive(Debug)]
pub struct Opening {
    /// Where it is kept. The service does not close it.
    pub storage: Storage,
    /// The time.
    pub clock: Clock,
    /// The county's secret.
    pub key: CountyKey,
    /// The county as it is to be from now on.
    pub directory: Arc<Directory>,
    /// What to do when the store has no such county.
    pub first: FirstStart,
    /// Live calls, and what they have to tell.
    pub calls: (Calls, mpsc::Receiver<CallEvent>),
    /// The way to telephones.
    pub reach: Arc<dyn Reach>,
}

/// Everything of one county that the doors call. Clones share it.
#[derive(Debug, Clone)]
pub struct Service {
    /// The waiting room.
    pub waiting: Waiting,
    /// Who is signed in.
    pub sessions: Sessions,
    /// Pictures on their way into a case.
    pub pictures: Pictures,
    /// What doctors keep for themselves.
    pub phrases: PhraseBook,
    calls: Calls,
    tasks: TaskTracker,
    /// Ends what watches; then the last call news are told.
    stop_watching: CancellationToken,
    /// Ends what tells.
    stop_telling: CancellationToken,
    /// Ends the county task, once it has answered what is under way.
    draining: CancellationToken,
}

impl Service {
    /// Opens a county: checks its journal, adopts its directory, begins to watch over it.
    ///
    /// # Errors
    /// Why the county cannot be opened; then nothing is left running.
    pub async fn open(opening: Opening) -> Result<Self, StartError> {
        let Opening {
            storage,
            clock,
            key,
            directory,
            first,
            calls: (calls, news),
            reach,
        } = opening;
        let draining = CancellationToken::new();
        let blobs = Arc::clone(&storage.blob);
        let (county, running) = county::open(
            storage,
            clock.clone(),
            key,
            directory,
            first,
            draining.clone(),
        )
        .await?;
        let sessions = Sessions::new(Arc::clone(&blobs), clock.clone(), county.directories());
        let alarms = Alarms::new(county.clone(), blobs, reach, clock.clone());
        let presence = Presence::new(clock);
        let rooms = CallRooms::new(calls.clone(), county.clone());
        let service = Self {
            waiting: Waiting {
                disclosure: Disclosure::new(county.clone(), sessions.clone()),
                drafts: Drafts::new(county.clone(), sessions.clone()),
                sessions: sessions.clone(),
                presence: presence.clone(),
                rooms: rooms.clone(),
                county: county.clone(),
            },
            sessions: sessions.clone(),
            pictures: Pictures::new(county.clone(), sessions.clone()),
            phrases: PhraseBook::new(county.clone(), sessions.clone()),
            calls,
            tasks: TaskTracker::new(),
            stop_watching: CancellationToken::new(),
            stop_telling: CancellationToken::new(),
            draining,
        };
        let watcher = Watcher::new(presence, county, sessions);
        let stop = &service.stop_watching;
        service.tasks.spawn(watcher.run(stop.clone()));
        service.tasks.spawn(alarms.run(stop.clone()));
        service
            .tasks
            .spawn(rooms.clone().follow_county(stop.clone()));
        let stop = service.stop_telling.clone();
        service.tasks.spawn(rooms.tell_news(news, stop));
        service.tasks.spawn(async move {
            if let Err(error) = running.await {
                tracing::error!(%error, "The county task ended by a defect");
            }
        });
        service.tasks.close();
        Ok(service)
    }

    /// Ends calls, tells what is left to tell, answers the commands under way, and waits for
    /// every task. Commands that come later are refused as [`Failure::Draining`].
    pub async fn shutdown(&self) {
        self.stop_watching.cancel();
        self.calls.shutdown().await;
        self.stop_telling.cancel();
        self.draining.cancel();
        self.tasks.wait().await;
    }
}
