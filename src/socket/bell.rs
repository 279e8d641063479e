//! Who sits in the call of a case, and the bell that a doctor's seat rings.
//!
//! A seat is a state of its socket, not an event of the log: it is told to both sides of the
//! case while it lasts. The ring follows the room that was joined; it ends when the doctor
//! leaves or the nurse says that she cannot, and a nurse who comes back hears it again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use signaling::wire::call::CallRole;
use signaling::wire::socket::{CallSeats, CallSitter, Ring};
use tokio::sync::broadcast;

use crate::present::{ConsultId, PersonId, Role, View, rows};

/// News that wait for one slow socket. Beyond it the socket looks at what is so now.
const NEWS_MAX: usize = 64;

/// Somebody who sits in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sitting {
    /// The case that the call is about.
    pub(super) consult: ConsultId,
    /// Who.
    pub(super) person: PersonId,
    /// Her name, as the other side is to see it.
    pub(super) name: String,
    /// On which side.
    pub(super) role: CallRole,
    /// Whom a doctor rings: the nurse of the case.
    pub(super) rings: Option<PersonId>,
}

/// What sockets are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// A nurse is rung.
    Ring(Rung),
    /// Who sits in the call of a case has changed.
    Seats,
}

/// Who is rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rung {
    /// The nurse.
    pub(super) nurse: PersonId,
    /// What she is told.
    pub(super) ring: Ring,
}

/// All who sit in calls of this process. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Bell(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sitting: Mutex<BTreeMap<u64, Seat>>,
    next: Mutex<u64>,
    told: broadcast::Sender<News>,
}

#[derive(Debug)]
struct Seat {
    who: Sitting,
    /// Whether the nurse said that she cannot answer.
    declined: bool,
}

impl Default for Bell {
    fn default() -> Self {
        Self(Arc::new(Inner {
            sitting: Mutex::default(),
            next: Mutex::default(),
            told: broadcast::Sender::new(NEWS_MAX),
        }))
    }
}

/// Keeps somebody in her seat until it is dropped.
#[derive(Debug)]
pub(super) struct Seated {
    bell: Bell,
    number: u64,
}

impl Bell {
    /// Seats somebody, and rings whom she rings, unless that side of the case sits already.
    pub(super) fn seat(&self, who: Sitting) -> Seated {
        let number = {
            let mut next = locked(&self.0.next);
            *next = next.wrapping_add(1);
            *next
        };
        let rung = {
            let mut sitting = locked(&self.0.sitting);
            let seat = Seat {
                who,
                declined: false,
            };
            let rung = rung(&seat, &sitting);
            sitting.insert(number, seat);
            rung
        };
        self.tell(News::Seats);
        if let Some(rung) = rung {
            self.tell(News::Ring(rung));
        }
        Seated {
            bell: self.clone(),
            number,
        }
    }

    /// `nurse`, who is rung about `consult`, cannot answer now.
    pub(super) fn decline(&self, consult: ConsultId, nurse: &PersonId) {
        let rings = |seat: &&mut Seat| {
            seat.who.consult == consult && seat.who.rings.as_ref() == Some(nurse)
        };
        for seat in locked(&self.0.sitting).values_mut().filter(rings) {
            seat.declined = true;
        }
        self.tell(News::Seats);
    }

    /// What rings for `person` now.
    pub(super) fn ringing(&self, person: &PersonId) -> Vec<Ring> {
        let sitting = locked(&self.0.sitting);
        sitting
            .values()
            .filter_map(|seat| rung(seat, &sitting))
            .filter(|rung| rung.nurse == *person)
            .map(|rung| rung.ring)
            .collect()
    }

    /// Who sits in the calls that concern `person`: those of the cases of her unit, or of the
    /// cases that she holds or has answered.
    pub(super) fn seats(
        &self,
        view: &View,
        person: &PersonId,
        role: Role,
    ) -> BTreeMap<ConsultId, CallSeats> {
        let mut found: BTreeMap<ConsultId, CallSeats> = BTreeMap::new();
        for seat in locked(&self.0.sitting).values() {
            let id = seat.who.consult;
            // A nurse sees her unit's requests and no others.
            let concerns = view
                .consults
                .get(&id)
                .is_some_and(|row| role == Role::Nurse || rows::doctor_of(row) == Some(person));
            if !concerns {
                continue;
            }
            let seats = found.entry(id).or_insert_with(|| empty(id));
            let sitter = CallSitter {
                role: seat.who.role,
                person: seat.who.person.to_string(),
                name: seat.who.name.clone(),
            };
            // A page that was loaded anew sits twice for a moment.
            if !seats.seated.contains(&sitter) {
                seats.seated.push(sitter);
            }
            seats.declined |= seat.declined;
        }
        found
    }

    /// All news from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<News> {
        self.0.told.subscribe()
    }

    fn tell(&self, news: News) {
        // Nobody may be listening.
        drop(self.0.told.send(news));
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        locked(&self.bell.0.sitting).remove(&self.number);
        self.bell.tell(News::Seats);
    }
}

/// Nobody in the call of `consult`.
pub(super) fn empty(consult: ConsultId) -> CallSeats {
    CallSeats {
        consult: consult.to_string(),
        seated: Vec::new(),
        declined: false,
    }
}

/// Whom the seat rings: nobody once somebody has answered on the nurse's side.
fn rung(seat: &Seat, sitting: &BTreeMap<u64, Seat>) -> Option<Rung> {
    let nurse = seat.who.rings.clone().filter(|_| !seat.declined)?;
    let answered = sitting
        .values()
        .any(|other| other.who.consult == seat.who.consult && other.who.role == CallRole::Nurse);
    (!answered).then(|| Rung {
        nurse,
        ring: Ring {
            consult: seat.who.consult.to_string(),
            from: seat.who.name.clone(),
        },
    })
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const CONSULT: ConsultId = ConsultId(Uuid::from_u128(7));

    #[test]
    fn nurse_who_comes_back_hears_the_ring_until_the_doctor_leaves() {
        let bell = Bell::default();
        let mut heard = bell.listen();
        let doctor = bell.seat(doctor());
        assert_eq!(heard.try_recv().unwrap(), News::Seats);
        assert!(matches!(heard.try_recv().unwrap(), News::Ring(rung) if rung.nurse == anna()));
        assert_eq!(bell.ringing(&anna()).len(), 1);
        assert!(bell.ringing(&"eva".parse().unwrap()).is_empty());
        drop(doctor);
        assert!(bell.ringing(&anna()).is_empty());
    }

    #[test]
    fn nobody_is_rung_who_sits_already_or_cannot_answer() {
        let bell = Bell::default();
        let nurse = bell.seat(nurse());
        let mut heard = bell.listen();
        let doctor_there = bell.seat(doctor());
        assert_eq!(heard.try_recv().unwrap(), News::Seats);
        assert!(heard.try_recv().is_err(), "she sits there");
        drop(nurse);
        assert_eq!(bell.ringing(&anna()).len(), 1);
        bell.decline(CONSULT, &"eva".parse().unwrap());
        assert_eq!(bell.ringing(&anna()).len(), 1, "not hers to decline");
        bell.decline(CONSULT, &anna());
        assert!(bell.ringing(&anna()).is_empty());
        drop(doctor_there);
        let _again = bell.seat(doctor());
        assert_eq!(
            bell.ringing(&anna()).len(),
            1,
            "a new ring is a new question"
        );
    }

    fn anna() -> PersonId {
        "anna".parse().unwrap()
    }

    fn nurse() -> Sitting {
        Sitting {
            consult: CONSULT,
            person: anna(),
            name: "Anna".to_owned(),
            role: CallRole::Nurse,
            rings: None,
        }
    }

    fn doctor() -> Sitting {
        Sitting {
            consult: CONSULT,
            person: "david".parse().unwrap(),
            name: "David".to_owned(),
            role: CallRole::Doctor,
            rings: Some(anna()),
        }
    }
}
