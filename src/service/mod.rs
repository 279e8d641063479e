//! The use cases: load, decide, append, publish, and never show what is not logged.
//!
//! [`Service`] is what the doors hold. [`Waiting`] is the county's waiting room: it takes
//! commands, publishes confirmed log positions, rebuilds views and discloses content after
//! the access logs have it. [`Sessions`] knows who is calling. [`audit`] proves that no line
//! of an access log was changed.

pub mod audit;
pub mod county;
pub mod failure;
pub mod presence;
pub mod sessions;
pub mod vault;

mod calls;
mod disclosure;

pub use self::calls::CallPass;
pub use self::county::{Ack, Published, StartError, Waiting};
pub use self::disclosure::{Disclosed, DiaryLine, GivenAnswer, GivenReadBack, GivenSupplement};
pub use self::failure::Failure;
pub use self::presence::PresenceGuard;
pub use self::sessions::{Session, Sessions, SignInError, Ticket, Token, Unauthenticated};
pub use self::vault::{CountyKey, Part};

/// Everything of one county that the doors call. Clones share it.
#[derive(Debug, Clone)]
pub struct Service {
    /// The waiting room.
    pub waiting: Waiting,
    /// Who is signed in.
    pub sessions: Sessions,
}
