//! Joins calls and the waiting room: a claim opens a call, and what happens in the call is
//! told back as commands.
//!
//! A call can be had as long as nurse and doctor have something to say about the case: from
//! the claim, over the answer and its read-back, until the case ends. What both agree on
//! meanwhile ends no call. It ends when nurse or doctor of the case is another, and when the
//! claim goes back or the request is withdrawn.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::county::{County, system_id};
use super::failure::Failure;
use crate::calls::{CallEvent, CallNews, CallRole, Calls, EndReason, OpenRefusal, Seat, Ticket};
use crate::domain::ids::{ConsultId, PersonId, Redacted, RoomId, SeatId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Command, Consult, Media, Refusal, Stage, WaitingRoom};

/// How long to wait before news that the waiting room could not take are told again.
const TELL_AGAIN: Duration = Duration::from_millis(500);

/// The way into a call: for one person, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallPass {
    /// The call.
    pub room: RoomId,
    /// The seat it is for.
    pub seat: SeatId,
    /// The secret, and until when it can be used.
    pub ticket: Ticket,
}

/// The calls of one county. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct CallRooms(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    calls: Calls,
    county: County,
    open: Mutex<BTreeMap<ConsultId, Meeting>>,
}

/// The call about one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meeting {
    room: RoomId,
    nurse: PersonId,
    doctor: PersonId,
}

impl CallRooms {
    pub(super) fn new(calls: Calls, county: County) -> Self {
        Self(Arc::new(Inner {
            calls,
            county,
            open: Mutex::default(),
        }))
    }

    /// A pass for `person`, who asked or holds or has answered.
    pub(super) fn pass(&self, consult: &Consult, person: &PersonId) -> Result<CallPass, Failure> {
        self.follow();
        let meeting = self.meetings().get(&consult.id).cloned();
        let meeting = meeting.ok_or_else(|| no_call(consult))?;
        let seat = if *person == meeting.nurse {
            nurse_seat(meeting.room)
        } else if *person == meeting.doctor {
            doctor_seat(meeting.room)
        } else {
            return Err(Failure::Forbidden);
        };
        let ticket = self.0.calls.ticket(meeting.room, seat);
        let ticket = ticket.ok_or(Failure::Overloaded)?;
        let room = meeting.room;
        Ok(CallPass { room, seat, ticket })
    }

    /// The call about a consult, while there is one.
    pub(super) fn room(&self, consult: ConsultId) -> Option<RoomId> {
        self.follow();
        self.room_of(consult)
    }

    /// A pass for `person`, who is on record as answering in the nurse's place.
    pub(super) fn pass_instead(
        &self,
        consult: &Consult,
        person: &PersonId,
    ) -> Result<CallPass, Failure> {
        let now = self.0.county.clock().now();
        let name = self.0.county.read(|_, directory| {
            let row = directory.person(person, now);
            Redacted::new(row.map_or_else(String::new, |row| row.name.clone()))
        });
        let room = self.room(consult.id).ok_or_else(|| no_call(consult))?;
        let seat = nurse_seat(room);
        self.0.calls.stand_in(room, seat, person, name);
        let ticket = self.0.calls.ticket(room, seat);
        let ticket = ticket.ok_or(Failure::Overloaded)?;
        Ok(CallPass { room, seat, ticket })
    }

    /// Opens a call for each claim and ends those whose consult needs none.
    fn follow(&self) {
        let mut meetings = self.meetings();
        let wanted = self.0.county.read(|room, directory| {
            let ended = meetings
                .iter()
                .filter_map(|(id, meeting)| Some((*id, end_of(room, *id, meeting)?)))
                .collect::<Vec<_>>();
            let now = self.0.county.clock().now();
            let begun = room
                .consults()
                .filter_map(|consult| Some((consult.id, meeting_of(consult)?)))
                .filter(|(id, _)| {
                    let stays = |id| ended.iter().all(|(gone, _)| gone != id);
                    !(meetings.contains_key(id) && stays(id))
                })
                .map(|(id, meeting)| {
                    let name = |person: &PersonId| {
                        let row = directory.person(person, now);
                        Redacted::new(row.map_or_else(String::new, |row| row.name.clone()))
                    };
                    let seats = seats(&meeting, name);
                    (id, meeting, seats)
                })
                .collect::<Vec<_>>();
            (ended, begun)
        });
        let (ended, begun) = wanted;
        for (consult, reason) in ended {
            if let Some(meeting) = meetings.remove(&consult) {
                self.0.calls.end(meeting.room, reason);
            }
        }
        for (consult, meeting, seats) in begun {
            match self.0.calls.open(consult, meeting.room, seats) {
                Ok(()) => {
                    meetings.insert(consult, meeting);
                }
                Err(OpenRefusal::Draining) => {}
                Err(why @ (OpenRefusal::Full | OpenRefusal::Over)) => {
                    tracing::error!(%consult, %why, "A call could not be opened");
                }
            }
        }
    }

    fn meetings(&self) -> MutexGuard<'_, BTreeMap<ConsultId, Meeting>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows the waiting room until it is told to stop.
    pub(super) async fn follow_county(self, stop: CancellationToken) {
        self.quiet_the_unheard().await;
        let mut published = self.0.county.published();
        loop {
            published.mark_unchanged();
            self.follow();
            tokio::select! {
                () = stop.cancelled() => return,
                changed = published.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// Media of calls that an earlier process held is not heard any more: it counts as
    /// stopped, until both sides have joined again and say that it flows.
    async fn quiet_the_unheard(&self) {
        let at = self.0.county.clock().now();
        let flowing: Vec<ConsultId> = self.0.county.read(|room, _| {
            let flows = |consult: &&Consult| {
                let claim = consult.stage.claim();
                claim.is_some_and(|claim| claim.media == Media::Flows)
            };
            room.consults()
                .filter(flows)
                .map(|consult| consult.id)
                .collect()
        });
        for consult in flowing {
            self.tell("unheard", consult, at, Command::MediaEnded { consult, at })
                .await;
        }
    }

    /// Tells the waiting room what happens in calls, in order, until the last one is over.
    pub(super) async fn tell_news(
        self,
        mut news: mpsc::Receiver<CallEvent>,
        stop: CancellationToken,
    ) {
        loop {
            let event = tokio::select! {
                biased;
                event = news.recv() => event,
                () = stop.cancelled() => None,
            };
            let Some(CallEvent {
                consult,
                room,
                at,
                news,
            }) = event
            else {
                return;
            };
            if self.room_of(consult) != Some(room) {
                continue;
            }
            match news {
                CallNews::BothJoined => {
                    self.tell_until(
                        "joined",
                        consult,
                        at,
                        Command::CallJoined { consult },
                        &stop,
                    )
                    .await;
                }
                CallNews::MediaFlowing { .. } => {
                    self.tell_until("flows", consult, at, Command::MediaFlows { consult }, &stop)
                        .await;
                }
                CallNews::MediaStopped { at: seen } => {
                    let command = Command::MediaEnded { consult, at: seen };
                    self.tell_until("stopped", consult, at, command, &stop)
                        .await;
                }
                // Whose socket is gone is told by presence, for every socket alike.
                CallNews::SeatLost { .. }
                | CallNews::SeatBack { .. }
                | CallNews::SeatLeft { .. } => {}
            }
        }
    }

    fn room_of(&self, consult: ConsultId) -> Option<RoomId> {
        self.meetings().get(&consult).map(|meeting| meeting.room)
    }

    /// Tells again until the waiting room has heard, for as long as this process lives.
    async fn tell_until(
        &self,
        what: &str,
        consult: ConsultId,
        at: Timestamp,
        command: Command,
        stop: &CancellationToken,
    ) {
        while !self.tell(what, consult, at, command.clone()).await {
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.0.county.clock().sleep(TELL_AGAIN) => {}
            }
        }
    }

    /// Whether the waiting room has heard; a refusal is an answer too.
    async fn tell(&self, what: &str, consult: ConsultId, at: Timestamp, command: Command) -> bool {
        let id = system_id(&format!("call/{consult}/{what}/{}", at.as_millis()));
        match self.0.county.submit_system(id, command).await {
            Ok(_) => true,
            Err(Failure::Refused(refusal)) => {
                tracing::debug!(%consult, what, %refusal, "Call news came too late");
                true
            }
            Err(Failure::Draining) => true,
            Err(failure) => {
                tracing::warn!(%consult, what, %failure, "Call news could not be told");
                false
            }
        }
    }
}

/// The call that a consult with a doctor needs. The same two have the same call under the same
/// claim, or about the same answer, in every process, so that pages find it again after a
/// restart.
fn meeting_of(consult: &Consult) -> Option<Meeting> {
    let (doctor, since) = match &consult.stage {
        Stage::Claimed(claim) | Stage::InCall(claim) => (&claim.doctor, claim.claimed_at),
        Stage::Answered(answered) | Stage::ReadBack(answered) | Stage::Acknowledged(answered) => {
            (&answered.doctor, answered.at)
        }
        Stage::Queued
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => return None,
    };
    let nurse = &consult.nurse;
    let mut name = format!("call/{nurse}/{doctor}/{}", since.as_millis());
    if let Some(taken_over) = consult.taken_over_at {
        // She may have had the case before a colleague had it.
        name = format!("{name}/{}", taken_over.as_millis());
    }
    Some(Meeting {
        room: RoomId(Uuid::new_v5(&consult.id.0, name.as_bytes())),
        nurse: nurse.clone(),
        doctor: doctor.clone(),
    })
}

/// Why an open call is to end, if it is.
fn end_of(room: &WaitingRoom, id: ConsultId, meeting: &Meeting) -> Option<EndReason> {
    let Some(consult) = room.consult(id) else {
        return Some(EndReason::Over);
    };
    let same = meeting_of(consult).is_some_and(|now| now.is_of(meeting));
    match &consult.stage {
        Stage::Queued | Stage::Parked { .. } | Stage::AwaitingNurse(_) | Stage::NeedMore { .. } => {
            Some(EndReason::Returned)
        }
        Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_) => (!same).then_some(EndReason::Returned),
        Stage::Closed { .. } | Stage::Void { .. } | Stage::Withdrawn { .. } => {
            Some(EndReason::Over)
        }
    }
}

impl Meeting {
    /// Whether the same two meet in `other`: then the one call goes on for as long as they
    /// have the case, from the claim over the answer to a question asked once more.
    fn is_of(&self, other: &Self) -> bool {
        self.nurse == other.nurse && self.doctor == other.doctor
    }
}

/// Why there is no call about a consult.
const fn no_call(consult: &Consult) -> Failure {
    Failure::Refused(if consult.is_over() {
        Refusal::ConsultOver
    } else {
        let now = consult.state();
        Refusal::WrongState { now }
    })
}

/// The doctor is the one who gives way when offers cross.
fn seats(meeting: &Meeting, name: impl Fn(&PersonId) -> Redacted<String>) -> [Seat; 2] {
    [
        Seat {
            id: nurse_seat(meeting.room),
            name: name(&meeting.nurse),
            person: meeting.nurse.clone(),
            role: CallRole::Nurse,
        },
        Seat {
            id: doctor_seat(meeting.room),
            name: name(&meeting.doctor),
            person: meeting.doctor.clone(),
            role: CallRole::Doctor,
        },
    ]
}

fn nurse_seat(room: RoomId) -> SeatId {
    SeatId(Uuid::new_v5(&room.0, b"nurse"))
}

fn doctor_seat(room: RoomId) -> SeatId {
    SeatId(Uuid::new_v5(&room.0, b"doctor"))
}
