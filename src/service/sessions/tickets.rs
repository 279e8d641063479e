//! Tickets: each opens one socket, once.

use super::secret::Bearer;
use super::stored::StoredTicket;
use super::who::{Session, Ticket, Unauthenticated};
use super::{Sessions, TICKET_MAX};
use crate::service::failure::Failure;
use crate::storage::Expected;

impl Sessions {
    /// A ticket that opens one socket for `session`.
    ///
    /// # Errors
    /// As the store.
    pub async fn socket_ticket(&self, session: &Session) -> Result<Ticket, Failure> {
        let bearer = Bearer::new(self.0.clock.new_id());
        let ticket = StoredTicket {
            secret: bearer.digest(),
            session: session.id,
        };
        let until = self.0.clock.now().plus(TICKET_MAX);
        let blob = self.0.ticket_blob(&bearer);
        let written = self
            .0
            .blobs
            .put_if(&blob, Expected::Absent, ticket.to_bytes(), Some(until))
            .await?;
        written.ok_or(Failure::Internal)?;
        Ok(Ticket(bearer))
    }

    /// Uses a ticket up: of several who try, one hears whose session it is for.
    ///
    /// # Errors
    /// [`Unauthenticated::TicketUsed`] if it was used or has run out, or why its session
    /// does not stand.
    pub async fn redeem(&self, ticket: &str) -> Result<Session, Unauthenticated> {
        let bearer = Bearer::parse(ticket).ok_or(Unauthenticated::Unknown)?;
        let blob = self.0.ticket_blob(&bearer);
        let stored = self.0.blobs.get(&blob).await.map_err(Failure::from)?;
        let stored = stored.ok_or(Unauthenticated::TicketUsed)?;
        let ticket = StoredTicket::from_bytes(&stored.bytes).ok_or(Unauthenticated::Unknown)?;
        if ticket.secret != bearer.digest() {
            return Err(Unauthenticated::Unknown);
        }
        let deleted = self
            .0
            .blobs
            .delete_if(&blob, stored.version)
            .await
            .map_err(Failure::from)?;
        if !deleted {
            return Err(Unauthenticated::TicketUsed);
        }
        let live = self.live(ticket.session).await?;
        self.used(ticket.session, live).await
    }
}
