//! Coded words, which are spelt the same inside and outside.

use signaling::wire::vocabulary as wire;

use crate::domain::access::Role;
use crate::domain::{clinical, directory, drafts, incidents, waiting_room};

/// A word as a client reads it.
pub trait ToWire {
    /// Its type on the wire.
    type Wire;

    /// The word outside.
    fn to_wire(self) -> Self::Wire;
}

/// A word as the waiting room means it.
pub trait ToDomain {
    /// Its type inside.
    type Domain;

    /// The word inside.
    fn to_domain(self) -> Self::Domain;
}

macro_rules! out {
    ($($inside:path => $outside:path { $($word:ident),+ $(,)? })+) => {$(
        impl ToWire for $inside {
            type Wire = $outside;

            fn to_wire(self) -> $outside {
                match self {
                    $(<$inside>::$word => <$outside>::$word),+
                }
            }
        }
    )+};
}

macro_rules! both {
    ($($inside:path => $outside:path { $($word:ident),+ $(,)? })+) => {$(
        out! { $inside => $outside { $($word),+ } }

        impl ToDomain for $outside {
            type Domain = $inside;

            fn to_domain(self) -> $inside {
                match self {
                    $(<$outside>::$word => <$inside>::$word),+
                }
            }
        }
    )+};
}

out! {
    directory::Channel => wire::Channel { Screen, Phone, Both }
    clinical::Sex => wire::Sex { Woman, Man }
}

both! {
    clinical::Level => wire::Level { P1, P2, P3, P4 }
    clinical::Reason => wire::Reason {
        Breathing, ChestHeart, NeuroStroke, InfectionFever, Pain, FallInjury, AbdomenUrinary,
        WoundSkin, ConfusionBehaviour, MentalHealth, Medication, Diabetes, NutritionFluid,
        Palliative, TestResult, CertificateAid, Death, CarePlanning, Other,
    }
    clinical::IdType => wire::IdType {
        Personnummer, Samordningsnummer, Reserve, Unknown, Withheld,
    }
    clinical::RecommendationKind => wire::RecommendationKind {
        Advice, Order, HomeVisit, OnSite, Transport, Other,
    }
    clinical::CareLimitKind => wire::CareLimitKind {
        NoneKnown, NoCpr, NoHospital, NoIcu, Palliative, Unknown,
    }
    clinical::Flag => wire::Flag {
        Anticoagulant, Allergy, Insulin, Kidney, Infection, Interpreter, Hearing,
    }
    clinical::Stance => wire::Stance {
        Agrees, DeclinesVideo, DeclinesDisclosure, DeclinesCare, CannotExpress,
    }
    clinical::DisclosureBasis => wire::DisclosureBasis {
        Consent, HarmTest, CannotConsentNecessaryCare, MinorOrListed, SameAuthority,
        StatutoryDuty, Emergency,
    }
    clinical::ReplyWish => wire::ReplyWish { DoctorDecides, Call, TextOk }
    clinical::Readiness => wire::Readiness { Now, Driving, RingMe, TextEnough }
    clinical::LivingForm => wire::LivingForm { OwnHome, CareHome, ShortTermStay }
    clinical::Consciousness => wire::Consciousness { A, C, V, P, U }
    clinical::WouldOtherwise => wire::WouldOtherwise {
        EmergencyDepartment, Ambulance, Waited, Phoned, Booked,
    }
    clinical::WithdrawReason => wire::WithdrawReason {
        Solved, Phoned, Duplicate, PatientRefused, Died, Mistake, Other,
    }
    clinical::CloseException => wire::CloseException { PatientDied, NotConfirmed }
    clinical::VoidReason => wire::VoidReason { WrongPatient }
    clinical::AnswerMode => wire::AnswerMode { Video, Audio, Text, Phone }
    clinical::AssessedBy => wire::AssessedBy { SawPatient, HeardPatient, ViaNurse }
    clinical::LevelOfCare => wire::LevelOfCare {
        StayHome, DoctorHomeVisit, MobileTeam, CentreVisit, EmergencyDepartment,
        DirectAdmission, Ambulance, PalliativeHome, Other,
    }
    clinical::DoneBy => wire::DoneBy { Doctor, Nurse }
    clinical::OrderKind => wire::OrderKind { Medicine, Care }
    clinical::OrderEntered => wire::OrderEntered { ByMe, ByNurse, No }
    clinical::Participation => wire::Participation { Present, Informed, NotPossible }
    clinical::Expected => wire::Expected { Yes, No, Unknown }
    clinical::SignFound => wire::SignFound { Found, NotFound, NotExamined }
    clinical::Implant => wire::Implant { Yes, No, Unknown }
    clinical::RelativesTold => wire::RelativesTold { Yes, No, NoRelatives }
    clinical::DeathBasis => wire::DeathBasis { OwnExamination, NurseExamination, ObviousSigns }
    drafts::Form => wire::DraftForm {
        Supplement, Triage, Redirect, CorrectPatient, AskBack, ReadBack, Void, Addendum, Incident,
        NeedMore, Release, Answer,
    }
    drafts::OwnForm => wire::OwnDraftForm { Request, UrgentRequest, PhoneContact }
    waiting_room::DutyState => wire::DutyState { On, Paused, Off }
    waiting_room::Task => wire::Task { Transport, Report, OrderEntered, FollowUp, Journal }
    waiting_room::PhoneBecause => wire::PhoneBecause { LinkFailed, Downtime, Preferred, Other }
}

out! {
    Role => wire::Role {
        Nurse, Doctor, Administrator, ChiefNurse, HeadOfUnit, Coordinator, Reviewer, Operator,
    }
    waiting_room::ConsultState => wire::ConsultState {
        Queued, Claimed, InCall, Answered, ReadBack, Acknowledged, Closed, Withdrawn, Void, Parked,
        AwaitingNurse, NeedMore,
    }
    waiting_room::Mark => wire::Mark {
        Overdue, Away, Exercise, Promoted, Released, Redirected, NobodyReachable,
        ReadBackRejected, Supplemented, EmergencyCalled, Phoning, DoctorPhoning, AskedBack,
        Addended, NotConfirmed, Interrupted, OralOrder, HasImages, Incident,
    }
    waiting_room::GapKind => wire::GapKind {
        Unopened, Unconfirmed, Transport, Report, OrderEntered, FollowUp, Journal,
    }
    waiting_room::GoneTo => wire::GoneTo { Taken, Redirected, Aside, Withdrawn }
    waiting_room::StepKind => wire::StepKind { TargetMissed, Promoted, ClaimReturns }
    waiting_room::Between => wire::Between {
        Withdrawn, Redirected, TakenOver, ContactDue, LinkLost, Released, MustGo, MoreNeeded,
        NurseAwaited, RealFirst, ReadBack, ReadBackRejected, Taken, Answered, Acknowledged,
        AskedBack, Voided, Closed,
    }
    waiting_room::ReleaseCause => wire::ReleaseCause {
        Doctor, ContactDue, LinkLost, MustGo, Handover, RealFirst,
    }
    incidents::WaitKind => wire::WaitKind { Taken, Met, FirstContact, Opened, Agreed }
    incidents::FailureKind => wire::FailureKind {
        RingUnanswered, NoContact, NurseLinkLost, DoctorLinkLost, ClaimLost, MediaStopped,
        CallBroken, DoctorLeft,
    }
    incidents::Presence => wire::DutyPresence { Reachable, OnDuty, Paused, OnCall }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_spelt_alike_inside_and_outside() {
        for word in clinical::Reason::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
            assert_eq!(word.to_wire().to_domain(), *word);
        }
        for word in waiting_room::ConsultState::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
        }
        for word in waiting_room::Mark::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
        }
        for word in waiting_room::GapKind::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
        }
        for word in waiting_room::Task::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
        }
        for word in clinical::LevelOfCare::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
        }
        for word in Role::ALL {
            assert_eq!(word.as_str(), word.to_wire().as_str());
        }
    }
}
