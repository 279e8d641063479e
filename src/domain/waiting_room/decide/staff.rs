//! Which rule answers which command of a member of staff.

use super::{
    Caller, Scene, afterwards, claims, duty, handovers, incidents, phone, replies, requests, waits,
};
use crate::domain::waiting_room::command::Command;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::ReleaseCause;
use crate::domain::waiting_room::refusal::Refusal;

pub(super) fn decide(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    command: &Command,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Ask(ask) => requests::ask(scene, caller, ask),
        Command::Supplement(supplement) => requests::supplement(scene, caller, supplement),
        Command::Triage { consult, level } => requests::triage(scene, caller, *consult, *level),
        Command::Redirect { consult, centre } => {
            requests::redirect(scene, caller, *consult, centre)
        }
        Command::Withdraw { consult, reason } => {
            requests::withdraw(scene, caller, *consult, *reason)
        }
        Command::Claim { consult } => replies::claim(scene, caller, *consult),
        Command::Release { consult } => {
            replies::release(scene, caller, *consult, ReleaseCause::Doctor)
        }
        Command::Answer(answer) => replies::answer(scene, caller, answer),
        Command::OpenAnswer { consult } => replies::open(scene, caller, *consult),
        Command::Acknowledge {
            consult,
            read_back,
            rev,
        } => replies::acknowledge(scene, caller, *consult, *read_back, *rev),
        Command::ConfirmReadBack {
            consult,
            matches,
            rev,
        } => replies::confirm(scene, caller, *consult, *matches, *rev),
        Command::Close {
            consult,
            participation,
            stance,
            exception,
        } => {
            let said = (*participation, *stance);
            replies::close(scene, caller, *consult, said, *exception)
        }
        Command::AskBack { consult } => afterwards::ask_back(scene, caller, *consult),
        Command::Addend { consult } => afterwards::addend(scene, caller, *consult),
        Command::CorrectPatient { consult, patient } => {
            afterwards::correct_patient(scene, caller, *consult, patient)
        }
        Command::Void {
            consult,
            reason,
            words,
        } => afterwards::void(scene, caller, *consult, *reason, *words),
        Command::Park { consult } => waits::park(scene, caller, *consult),
        Command::Resume { consult } => waits::resume(scene, caller, *consult),
        Command::NeedMore { consult, until } => waits::need_more(scene, caller, *consult, *until),
        Command::AwaitNurse { consult } => waits::await_nurse(scene, caller, *consult),
        Command::MustGo { consult } => {
            replies::release(scene, caller, *consult, ReleaseCause::MustGo)
        }
        Command::Phone { consult } => waits::phone(scene, caller, *consult),
        Command::Write { consult } => claims::write(scene, caller, *consult),
        Command::AnswerInstead { consult } => waits::answer_instead(scene, caller, *consult),
        Command::CallEmergency { consult } => waits::call_emergency(scene, caller, *consult),
        Command::Peek { consult } => waits::peek(scene, caller, *consult),
        Command::Handover { consult, words } => handovers::offer(scene, caller, *consult, *words),
        Command::AcceptHandover { consult } => handovers::accept(scene, caller, *consult),
        Command::TaskDone { consult, task } => {
            afterwards::task_done(scene, caller, *consult, *task)
        }
        Command::ReportIncident { consult } => incidents::report(scene, caller, *consult),
        Command::RegisterPhoneContact(wanted) => phone::register(scene, caller, wanted),
        Command::SetDuty(wanted) => duty::set(scene, caller, wanted),
        Command::LinkLost { .. }
        | Command::LinkBack { .. }
        | Command::CallJoined { .. }
        | Command::MediaFlows { .. }
        | Command::MediaEnded { .. }
        | Command::Due { .. }
        | Command::AdoptDirectory { .. } => Err(Refusal::Forbidden),
    }
}
