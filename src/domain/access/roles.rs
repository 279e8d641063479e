//! What each role may do, action by action.

use super::rules::{
    Answered, answering_side, asking_side, heads_asking_unit, holder, nobody, oneself, own_half,
    prescriber, whole_county,
};
use super::{Action, Denied, Relation};

/// Asks, and answers for what her unit has asked.
pub(super) const fn nurse(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::UploadImage => oneself(relation),
        Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::ExportJournal
        | Action::ReportIncident
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Acknowledge
        | Action::Close
        | Action::AskBack
        | Action::Addend
        | Action::CorrectPatient
        | Action::Void
        | Action::CloseAnyway
        | Action::Park
        | Action::Resume
        | Action::Phone
        | Action::CallEmergency
        | Action::Handover
        | Action::AcceptHandover
        | Action::TaskDone
        | Action::AnswerInstead
        | Action::JoinCall => asking_side(relation),
        Action::ViewQueue
        | Action::SetDuty
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::ConfirmReadBack
        | Action::Peek
        | Action::ReadAccessLog
        | Action::ListIncidents
        | Action::ReadDossier
        | Action::KeepPhrases => nobody(relation),
    }
}

/// Takes what waits at her centres; sees who it is about once she holds it.
pub(super) const fn doctor(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::SetDuty
        | Action::KeepPhrases => oneself(relation),
        Action::ViewCase
        | Action::Claim
        | Action::Peek
        | Action::AcceptHandover
        | Action::ReportIncident => answering_side(relation),
        Action::ViewContent | Action::ViewIdentity | Action::ExportJournal | Action::JoinCall => {
            holder(relation, Answered::Too)
        }
        Action::Redirect
        | Action::Triage
        | Action::Release
        | Action::Answer
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::Phone
        | Action::CallEmergency
        | Action::Handover => holder(relation, Answered::No),
        Action::ConfirmReadBack | Action::Addend | Action::Void | Action::TaskDone => {
            prescriber(relation)
        }
        Action::CreateConsult
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::UploadImage
        | Action::Supplement
        | Action::Withdraw
        | Action::Acknowledge
        | Action::Close
        | Action::AskBack
        | Action::CorrectPatient
        | Action::CloseAnyway
        | Action::Park
        | Action::Resume
        | Action::ReadAccessLog
        | Action::ListIncidents
        | Action::AnswerInstead
        | Action::ReadDossier => nobody(relation),
    }
}

/// Head of a unit or centre, and MAS: figures, and the rows behind them, of their own.
pub(super) const fn overseer(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ListConsults | Action::ViewIndicators | Action::ViewLive => oneself(relation),
        Action::ViewCase | Action::ReportIncident => own_half(relation),
        Action::CloseAnyway => heads_asking_unit(relation),
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::UploadImage
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::AskBack
        | Action::Addend
        | Action::CorrectPatient
        | Action::Void
        | Action::Park
        | Action::Resume
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::Phone
        | Action::CallEmergency
        | Action::Peek
        | Action::Handover
        | Action::AcceptHandover
        | Action::TaskDone
        | Action::AnswerInstead
        | Action::JoinCall
        | Action::ReadAccessLog
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::ExportJournal
        | Action::ListIncidents
        | Action::ReadDossier
        | Action::KeepPhrases => nobody(relation),
    }
}

/// Figures, never a case. That something went wrong in one is for anybody to say who hears of it.
pub(super) const fn administrator(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ViewIndicators | Action::ViewLive => oneself(relation),
        Action::ReportIncident => own_half(relation),
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::UploadImage
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::AskBack
        | Action::Addend
        | Action::CorrectPatient
        | Action::Void
        | Action::CloseAnyway
        | Action::Park
        | Action::Resume
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::Phone
        | Action::CallEmergency
        | Action::Peek
        | Action::Handover
        | Action::AcceptHandover
        | Action::TaskDone
        | Action::AnswerInstead
        | Action::JoinCall
        | Action::ReadAccessLog
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::ExportJournal
        | Action::ListIncidents
        | Action::ReadDossier
        | Action::KeepPhrases => nobody(relation),
    }
}

/// Hears of every missed target of the county, so sees its row; never whom it is about.
pub(super) const fn coordinator(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ViewCentres | Action::ViewIndicators | Action::ViewLive => oneself(relation),
        Action::ViewCase => whole_county(relation),
        Action::CreateConsult
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::UploadImage
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::AskBack
        | Action::Addend
        | Action::CorrectPatient
        | Action::Void
        | Action::CloseAnyway
        | Action::Park
        | Action::Resume
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::Phone
        | Action::CallEmergency
        | Action::Peek
        | Action::Handover
        | Action::AcceptHandover
        | Action::TaskDone
        | Action::AnswerInstead
        | Action::JoinCall
        | Action::ReadAccessLog
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::ExportJournal
        | Action::ReportIncident
        | Action::ListIncidents
        | Action::ReadDossier
        | Action::KeepPhrases => nobody(relation),
    }
}

/// The access log of her own controller, and what went wrong in its cases.
pub(super) const fn reviewer(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ListIncidents => oneself(relation),
        Action::ReadAccessLog | Action::ReadDossier => own_half(relation),
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::UploadImage
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::AskBack
        | Action::Addend
        | Action::CorrectPatient
        | Action::Void
        | Action::CloseAnyway
        | Action::Park
        | Action::Resume
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::Phone
        | Action::CallEmergency
        | Action::Peek
        | Action::Handover
        | Action::AcceptHandover
        | Action::TaskDone
        | Action::AnswerInstead
        | Action::JoinCall
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::ExportJournal
        | Action::ReportIncident
        | Action::KeepPhrases => nobody(relation),
    }
}

/// Keeps the system running from outside of it.
pub(super) const fn operator(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::UploadImage
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::AskBack
        | Action::Addend
        | Action::CorrectPatient
        | Action::Void
        | Action::CloseAnyway
        | Action::Park
        | Action::Resume
        | Action::NeedMore
        | Action::AwaitNurse
        | Action::MustGo
        | Action::Phone
        | Action::CallEmergency
        | Action::Peek
        | Action::Handover
        | Action::AcceptHandover
        | Action::TaskDone
        | Action::AnswerInstead
        | Action::JoinCall
        | Action::ReadAccessLog
        | Action::RegisterPhoneContact
        | Action::ListPhoneContacts
        | Action::ExportJournal
        | Action::ReportIncident
        | Action::ListIncidents
        | Action::ReadDossier
        | Action::KeepPhrases => nobody(relation),
    }
}
