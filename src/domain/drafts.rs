//! What somebody has written in a form and not sent: one draft per case, form and writer, and
//! of a form that begins no case yet one per form and writer.

use std::time::Duration;

use super::access::Action;
use super::clinical::words;
use super::time::Timestamp;
use super::waiting_room::{CommandKind, Consult};
use serde::{Deserialize, Serialize};

/// How long a draft of no case is kept after its writer has touched it last.
pub const OWN_KEPT: Duration = Duration::from_hours(24);

/// How long a draft outlives the end of its case, so that its writer can still take out of it
/// what belongs elsewhere.
pub const KEPT_AFTER_END: Duration = Duration::from_hours(24);

words! {
    /// A form of a case in which somebody writes.
    Form {
        /// What has changed, or what the doctor asked for.
        Supplement = "supplement",
        /// Why the level is another.
        Triage = "triage",
        /// Why it goes to another centre.
        Redirect = "redirect",
        /// How another patient came to be named.
        CorrectPatient = "correct_patient",
        /// What is asked after an answer.
        AskBack = "ask_back",
        /// The order in the nurse's words.
        ReadBack = "read_back",
        /// What happened when an answer was for another patient.
        Void = "void",
        /// What is added after the answer.
        Addendum = "addendum",
        /// What went wrong.
        Incident = "incident",
        /// What the doctor must know before she can answer.
        NeedMore = "need_more",
        /// Why it is given back.
        Release = "release",
        /// The answer.
        Answer = "answer",
    }
}

words! {
    /// A form that begins something: there is no case yet.
    OwnForm {
        /// A new question.
        Request = "request",
        /// A new acute question.
        UrgentRequest = "urgent_request",
        /// A contact by telephone, afterwards.
        PhoneContact = "phone_contact",
    }
}

impl OwnForm {
    /// What the form is for: who may do that may write in it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Request | Self::UrgentRequest => Action::CreateConsult,
            Self::PhoneContact => Action::RegisterPhoneContact,
        }
    }
}

impl Form {
    /// What the form is for: who may do that may write in it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Supplement => Action::Supplement,
            Self::Triage => Action::Triage,
            Self::Redirect => Action::Redirect,
            Self::CorrectPatient => Action::CorrectPatient,
            Self::AskBack => Action::AskBack,
            Self::ReadBack => Action::Acknowledge,
            Self::Void => Action::Void,
            Self::Addendum => Action::Addend,
            Self::Incident => Action::ReportIncident,
            Self::NeedMore => Action::NeedMore,
            Self::Release => Action::Release,
            Self::Answer => Action::Answer,
        }
    }

    /// The form whose words a command of this kind has sent. A doctor who leaves at once or
    /// hands over sends no answer: what she has written of it stays hers.
    #[must_use]
    pub const fn sent_by(kind: CommandKind) -> Option<Self> {
        match kind {
            CommandKind::Supplement => Some(Self::Supplement),
            CommandKind::Triage => Some(Self::Triage),
            CommandKind::Redirect => Some(Self::Redirect),
            CommandKind::CorrectPatient => Some(Self::CorrectPatient),
            CommandKind::AskBack => Some(Self::AskBack),
            CommandKind::Acknowledge => Some(Self::ReadBack),
            CommandKind::Void => Some(Self::Void),
            CommandKind::Addend => Some(Self::Addendum),
            CommandKind::ReportIncident => Some(Self::Incident),
            CommandKind::NeedMore => Some(Self::NeedMore),
            CommandKind::Release => Some(Self::Release),
            CommandKind::Answer => Some(Self::Answer),
            CommandKind::Ask
            | CommandKind::Withdraw
            | CommandKind::Claim
            | CommandKind::OpenAnswer
            | CommandKind::ConfirmReadBack
            | CommandKind::Close
            | CommandKind::Park
            | CommandKind::Resume
            | CommandKind::AwaitNurse
            | CommandKind::MustGo
            | CommandKind::Phone
            | CommandKind::Write
            | CommandKind::AnswerInstead
            | CommandKind::CallEmergency
            | CommandKind::Peek
            | CommandKind::Handover
            | CommandKind::AcceptHandover
            | CommandKind::TaskDone
            | CommandKind::RegisterPhoneContact
            | CommandKind::SetDuty
            | CommandKind::LinkLost
            | CommandKind::LinkBack
            | CommandKind::CallJoined
            | CommandKind::MediaFlows
            | CommandKind::MediaEnded
            | CommandKind::Due
            | CommandKind::AdoptDirectory => None,
        }
    }
}

/// When the drafts of `consult` go away; nothing while it is open.
#[must_use]
pub fn go_at(consult: &Consult) -> Option<Timestamp> {
    let ended = consult.stage.ended_at()?;
    Some(ended.plus(KEPT_AFTER_END))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::offered;
    use crate::domain::directory::Role;

    #[test]
    fn every_form_is_sent_by_one_command() {
        for form in Form::ALL {
            let sent = CommandKind::ALL.iter();
            let sent = sent.filter(|kind| Form::sent_by(**kind) == Some(*form));
            assert_eq!(sent.count(), 1, "{form}");
        }
        for kept in [CommandKind::MustGo, CommandKind::Handover] {
            assert_eq!(Form::sent_by(kept), None, "{kept}: the answer is not sent");
        }
    }

    #[test]
    fn only_who_may_begin_something_writes_in_its_form() {
        let writes = |role: Role| -> Vec<OwnForm> {
            let forms = OwnForm::ALL.iter().copied();
            forms
                .filter(|form| offered(role).any(|action| action == form.action()))
                .collect()
        };
        assert_eq!(writes(Role::Nurse), OwnForm::ALL);
        assert_eq!(writes(Role::Doctor), [OwnForm::PhoneContact]);
        assert_eq!(writes(Role::Administrator), []);
        assert_eq!(writes(Role::Operator), []);
    }

    #[test]
    fn nobody_writes_in_a_form_that_is_not_offered_to_her() {
        let writes = |role: Role| -> Vec<Form> {
            let forms = Form::ALL.iter().copied();
            forms
                .filter(|form| offered(role).any(|action| action == form.action()))
                .collect()
        };
        assert!(!writes(Role::Nurse).contains(&Form::Answer));
        assert!(!writes(Role::Doctor).contains(&Form::ReadBack));
        assert_eq!(writes(Role::Administrator), [Form::Incident]);
        assert_eq!(writes(Role::Operator), []);
    }
}
