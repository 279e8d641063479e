//! What links, calls, deadlines and new directories mean. What is so already, or no longer
//! matters, means nothing: the system may say it twice, late or from two nodes.

use super::replies::contact;
use super::{Scene, due, slots};
use crate::domain::ids::{ConsultId, PersonId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::command::Command;
use crate::domain::waiting_room::entry::DirectoryHash;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{
    CallBegan, ContactBy, DirectoryAdopted, LinkBack, LinkLost, MediaBegan, MediaEnded,
};
use crate::domain::waiting_room::refusal::Refusal;
use crate::domain::waiting_room::stage::{Media, Stage};

pub(super) fn decide(scene: Scene<'_>, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::LinkLost { person, since } => Ok(link_lost(scene, person, *since)),
        Command::LinkBack { person } => Ok(link_back(scene, person)),
        Command::CallJoined { consult } => Ok(call_joined(scene, *consult)),
        Command::MediaFlows { consult } => Ok(media_flows(scene, *consult)),
        Command::MediaEnded { consult, at } => Ok(media_ended(scene, *consult, *at)),
        Command::Due { deadline, at } => Ok(due::decide(scene, deadline, *at)),
        Command::AdoptDirectory { hash, valid_from } => Ok(adopt(scene, *hash, *valid_from)),
        Command::Ask(_)
        | Command::Supplement(_)
        | Command::Triage { .. }
        | Command::Redirect { .. }
        | Command::Withdraw { .. }
        | Command::Claim { .. }
        | Command::Release { .. }
        | Command::Answer(_)
        | Command::OpenAnswer { .. }
        | Command::Acknowledge { .. }
        | Command::ConfirmReadBack { .. }
        | Command::Close { .. }
        | Command::AskBack { .. }
        | Command::Addend { .. }
        | Command::CorrectPatient { .. }
        | Command::Void { .. }
        | Command::Park { .. }
        | Command::Resume { .. }
        | Command::NeedMore { .. }
        | Command::AwaitNurse { .. }
        | Command::MustGo { .. }
        | Command::Phone { .. }
        | Command::Write { .. }
        | Command::AnswerInstead { .. }
        | Command::CallEmergency { .. }
        | Command::Peek { .. }
        | Command::Handover { .. }
        | Command::AcceptHandover { .. }
        | Command::TaskDone { .. }
        | Command::ReportIncident { .. }
        | Command::RegisterPhoneContact(_)
        | Command::SetDuty(_) => Err(Refusal::Forbidden),
    }
}

fn link_lost(scene: Scene<'_>, person: &PersonId, since: Timestamp) -> Vec<Event> {
    let known = scene.state.lost_since(person).is_some();
    if known || !scene.state.watches(person) {
        return Vec::new();
    }
    let since = since.min(scene.at);
    vec![
        LinkLost {
            person: person.clone(),
            since,
        }
        .into(),
    ]
}

fn link_back(scene: Scene<'_>, person: &PersonId) -> Vec<Event> {
    if scene.state.lost_since(person).is_none() {
        return Vec::new();
    }
    vec![
        LinkBack {
            person: person.clone(),
        }
        .into(),
    ]
}

fn call_joined(scene: Scene<'_>, consult: ConsultId) -> Vec<Event> {
    match scene.state.consult(consult) {
        Some(found) if matches!(found.stage, Stage::Claimed(_)) => {
            vec![CallBegan { consult }.into()]
        }
        Some(_) | None => Vec::new(),
    }
}

/// Media in both directions is a call and a contact, also where the answer came first.
fn media_flows(scene: Scene<'_>, id: ConsultId) -> Vec<Event> {
    let Some(consult) = scene.state.consult(id) else {
        return Vec::new();
    };
    let contact = contact(scene, consult, ContactBy::Media);
    let began = MediaBegan { consult: id }.into();
    match &consult.stage {
        Stage::Claimed(_) => {
            let call = CallBegan { consult: id }.into();
            [call, began].into_iter().chain(contact).collect()
        }
        Stage::InCall(claim) => match claim.media {
            Media::Flows => Vec::new(),
            Media::Quiet { .. } => [began].into_iter().chain(contact).collect(),
        },
        Stage::Answered(_) | Stage::ReadBack(_) | Stage::Acknowledged(_) => {
            contact.into_iter().collect()
        }
        Stage::Queued
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => Vec::new(),
    }
}

fn media_ended(scene: Scene<'_>, consult: ConsultId, at: Timestamp) -> Vec<Event> {
    let found = scene.state.consult(consult);
    let claim = found.and_then(|found| found.stage.claim());
    match claim {
        Some(claim) if claim.media == Media::Flows => {
            let at = at.clamp(claim.claimed_at, scene.at);
            vec![MediaEnded { consult, at }.into()]
        }
        Some(_) | None => Vec::new(),
    }
}

fn adopt(scene: Scene<'_>, hash: DirectoryHash, valid_from: Timestamp) -> Vec<Event> {
    if scene
        .state
        .directory()
        .is_some_and(|adopted| adopted.hash == hash)
    {
        return Vec::new();
    }
    let slots = slots::adopted(scene).map(Event::from);
    let adopted = DirectoryAdopted { hash, valid_from }.into();
    [adopted].into_iter().chain(slots).collect()
}
