//! What happens elsewhere and concerns this client: a call, a ring, the end of her session.

use std::time::Duration;

use signaling::wire::socket::{ServerMessage, SessionEnd, SessionEnded, close};
use tokio::sync::broadcast;

use super::Talk;
use super::goodbye::Goodbye;
use crate::service::Session;
use crate::socket::bell::{News, empty};
use crate::socket::call::FromCall;

/// Longest life of a session, by which an ended one is told apart from an idle one.
const SESSION_TIME: Duration = Duration::from_secs(12 * 60 * 60);

impl Talk<'_> {
    pub(super) fn heard_from_call(&mut self, said: FromCall) -> Result<(), Goodbye> {
        match said {
            FromCall::Say(message) => Ok(self.say(&message)?),
            FromCall::Superseded => Err(Goodbye::Close(close::SUPERSEDED, "superseded")),
            FromCall::Over => {
                self.seat = None;
                Ok(())
            }
        }
    }

    pub(super) fn heard_of_calls(
        &mut self,
        news: Result<News, broadcast::error::RecvError>,
    ) -> Result<(), Goodbye> {
        let rings = match news {
            Ok(News::Ring(rung)) if rung.nurse == self.session.person => vec![rung.ring],
            Ok(News::Ring(_)) | Err(broadcast::error::RecvError::Closed) => Vec::new(),
            Ok(News::Seats) => return self.tell_seats(),
            Err(broadcast::error::RecvError::Lagged(_)) => {
                self.tell_seats()?;
                self.sockets.bell.ringing(&self.session.person)
            }
        };
        for ring in rings {
            self.say(&ServerMessage::Ring(ring))?;
        }
        Ok(())
    }

    /// Says who sits in the calls of her cases, where that is not what she was told last.
    pub(super) fn tell_seats(&mut self) -> Result<(), Goodbye> {
        let Session { person, role, .. } = &self.session;
        let seats = self.sockets.bell.seats(self.feed.view(), person, *role);
        let before = std::mem::replace(&mut self.seats, seats);
        let gone = before.keys().filter(|id| !self.seats.contains_key(id));
        let gone = gone.map(|id| empty(*id));
        let changed = self
            .seats
            .iter()
            .filter(|(id, seats)| before.get(id) != Some(seats));
        let changed = changed.map(|(_, seats)| seats.clone());
        let told: Vec<_> = gone.chain(changed).collect();
        for seats in told {
            self.say(&ServerMessage::CallSeats(seats))?;
        }
        Ok(())
    }

    pub(super) fn session_ended(
        &mut self,
        ended: &Result<crate::present::SessionId, broadcast::error::RecvError>,
    ) -> Result<(), Goodbye> {
        let mine = match ended {
            Ok(id) => *id == self.session.id,
            Err(broadcast::error::RecvError::Lagged(_)) => {
                !self.sockets.service.sessions.is_live(&self.session)
            }
            Err(broadcast::error::RecvError::Closed) => true,
        };
        if mine {
            Err(self.end_of_session())
        } else {
            Ok(())
        }
    }

    pub(super) fn end_of_session(&mut self) -> Goodbye {
        let live = self.sockets.service.sessions.is_live(&self.session);
        let oldest = self.session.signed_in_at.plus(SESSION_TIME);
        let reason = if !live {
            SessionEnd::SignedOut
        } else if oldest <= self.sockets.clock.now() {
            SessionEnd::TooOld
        } else {
            SessionEnd::Idle
        };
        match self.say(&ServerMessage::SessionEnded(SessionEnded { reason })) {
            Ok(()) => Goodbye::Close(close::UNAUTHENTICATED, "session ended"),
            Err(slow) => slow.into(),
        }
    }
}
