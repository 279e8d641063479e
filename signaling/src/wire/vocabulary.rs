//! Coded words: what a client and the server mean by a level, a reason or a state.

use serde::{Deserialize, Serialize};

// A text is taken as a token: one taken as a literal comes wrapped, and whoever describes the
// type from its attributes would not see it.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word),+
        }

        impl $name {
            /// Every word, in the order of its meaning.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// The word as it stands in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// How urgent, as the nurse judged it.
    Level {
        /// Akut: a doctor's voice at once.
        P1 = "P1",
        /// Brådskande: risk of getting worse.
        P2 = "P2",
        /// Idag: needs a decision during the shift.
        P3 = "P3",
        /// Planerad: may wait for the own doctor or a booked time.
        P4 = "P4",
    }
}

words! {
    /// How whoever is on call is reached.
    Channel {
        /// On the screen alone.
        Screen = "screen",
        /// By telephone alone.
        Phone = "phone",
        /// On the screen and by telephone.
        Both = "both",
    }
}

words! {
    /// What it is about, without saying about whom.
    Reason {
        /// Breathing trouble.
        Breathing = "breathing",
        /// Chest pain or heart.
        ChestHeart = "chest_heart",
        /// Neurology or stroke signs.
        NeuroStroke = "neuro_stroke",
        /// Infection or fever.
        InfectionFever = "infection_fever",
        /// Pain.
        Pain = "pain",
        /// A fall or an injury.
        FallInjury = "fall_injury",
        /// Abdomen or urinary tract.
        AbdomenUrinary = "abdomen_urinary",
        /// Wound or skin.
        WoundSkin = "wound_skin",
        /// Confusion or changed behaviour.
        ConfusionBehaviour = "confusion_behaviour",
        /// Mental health.
        MentalHealth = "mental_health",
        /// Medication.
        Medication = "medication",
        /// Diabetes.
        Diabetes = "diabetes",
        /// Nutrition or fluid.
        NutritionFluid = "nutrition_fluid",
        /// Palliative care.
        Palliative = "palliative",
        /// A test result.
        TestResult = "test_result",
        /// A certificate or an aid.
        CertificateAid = "certificate_aid",
        /// A death.
        Death = "death",
        /// Care planning.
        CarePlanning = "care_planning",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Where a consult stands.
    ConsultState {
        /// Waits in the centre's queue.
        Queued = "queued",
        /// A doctor has taken it.
        Claimed = "claimed",
        /// Both seats of the call are taken.
        InCall = "in_call",
        /// The doctor has answered; the nurse is to read.
        Answered = "answered",
        /// The nurse has read the order back; the doctor is to confirm.
        ReadBack = "read_back",
        /// Both sides agree on the answer.
        Acknowledged = "acknowledged",
        /// Ended by the nurse.
        Closed = "closed",
        /// Taken back by the nurse before an answer.
        Withdrawn = "withdrawn",
        /// Ended as void: the answer was for another patient.
        Void = "void",
        /// Put aside by the nurse; place and clock are kept.
        Parked = "parked",
        /// A doctor rang and nobody answered: the nurse is to come back.
        AwaitingNurse = "awaiting_nurse",
        /// A doctor must know more: the nurse is to find it out.
        NeedMore = "need_more",
    }
}

words! {
    /// Something true of a consult beside its state.
    Mark {
        /// The level's longest time passed without contact.
        Overdue = "overdue",
        /// The nurse's link is gone; the place is kept.
        Away = "away",
        /// A practice case, outside all figures.
        Exercise = "exercise",
        /// Moved one level up after a long wait.
        Promoted = "promoted",
        /// A doctor gave it back.
        Released = "released",
        /// The nurse sent it on to another centre.
        Redirected = "redirected",
        /// Nobody could be reached when it was sent.
        NobodyReachable = "nobody_reachable",
        /// The doctor said that the read-back did not match: do not give.
        ReadBackRejected = "read_back_rejected",
        /// More content was added after the request was sent.
        Supplemented = "supplemented",
        /// 112 was called for the patient.
        EmergencyCalled = "emergency_called",
        /// The nurse is on the telephone about it.
        Phoning = "phoning",
        /// The doctor who holds it is on the telephone about it.
        DoctorPhoning = "doctor_phoning",
        /// The nurse has asked the doctor who answered once more.
        AskedBack = "asked_back",
        /// Something was added after the answer.
        Addended = "addended",
        /// It ended with orders that not both sides have confirmed.
        NotConfirmed = "not_confirmed",
        /// A doctor had to leave, or the call was broken off.
        Interrupted = "interrupted",
        /// An order was given by word of mouth in a call that was broken off, and nobody has
        /// written it down.
        OralOrder = "oral_order",
        /// There are pictures.
        HasImages = "has_images",
        /// Somebody has said that something went wrong.
        Incident = "incident",
    }
}

words! {
    /// A member of staff's role under the commission in use.
    Role {
        /// Municipal nurse.
        Nurse = "nurse",
        /// Doctor at a health centre.
        Doctor = "doctor",
        /// Administrator of the region or a municipality.
        Administrator = "administrator",
        /// MAS: the municipality's responsible nurse.
        ChiefNurse = "chief_nurse",
        /// Head of a unit or centre.
        HeadOfUnit = "head_of_unit",
        /// Coordinator of the county.
        Coordinator = "coordinator",
        /// Reviewer of access logs.
        Reviewer = "reviewer",
        /// Operator of the system.
        Operator = "operator",
    }
}

words! {
    /// Whether a doctor takes requests.
    DutyState {
        /// Takes requests.
        On = "on",
        /// Back soon: sees the queue, is not alerted.
        Paused = "paused",
        /// Takes none.
        Off = "off",
    }
}

words! {
    /// How a doctor is given requests.
    DutyMode {
        /// The doctor picks from the queue.
        Pick = "pick",
    }
}

words! {
    /// The kind of number or note by which a patient is named.
    IdType {
        /// Swedish personal identity number.
        Personnummer = "personnummer",
        /// Swedish coordination number.
        Samordningsnummer = "samordningsnummer",
        /// A provider's own number.
        Reserve = "reserve",
        /// The patient is not known.
        Unknown = "unknown",
        /// A general question: who it is about is not said.
        Withheld = "withheld",
    }
}

words! {
    /// What the nurse asks for.
    RecommendationKind {
        /// Advice.
        Advice = "advice",
        /// An order.
        Order = "order",
        /// A home visit by a doctor.
        HomeVisit = "home_visit",
        /// Assessment on the spot.
        OnSite = "on_site",
        /// Transport.
        Transport = "transport",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// A limit of care that is already decided.
    CareLimitKind {
        /// None is known.
        NoneKnown = "none_known",
        /// No resuscitation.
        NoCpr = "no_cpr",
        /// No hospital care.
        NoHospital = "no_hospital",
        /// No intensive care.
        NoIcu = "no_icu",
        /// Palliative care.
        Palliative = "palliative",
        /// The nurse does not know.
        Unknown = "unknown",
    }
}

words! {
    /// Something worth knowing before any order.
    Flag {
        /// Takes an anticoagulant.
        Anticoagulant = "anticoagulant",
        /// Has an allergy.
        Allergy = "allergy",
        /// Takes insulin.
        Insulin = "insulin",
        /// Has kidney failure.
        Kidney = "kidney",
        /// May infect others.
        Infection = "infection",
        /// Needs an interpreter.
        Interpreter = "interpreter",
        /// Is hard of hearing.
        Hearing = "hearing",
    }
}

words! {
    /// What the patient says to the contact or the proposed care.
    Stance {
        /// Agrees.
        Agrees = "agrees",
        /// Wants no picture.
        DeclinesVideo = "declines_video",
        /// Wants nothing disclosed.
        DeclinesDisclosure = "declines_disclosure",
        /// Wants no such care.
        DeclinesCare = "declines_care",
        /// Cannot express a will.
        CannotExpress = "cannot_express",
    }
}

words! {
    /// The legal ground on which the nurse's controller discloses to the doctor's.
    DisclosureBasis {
        /// The patient consents.
        Consent = "consent",
        /// A harm test lets it pass.
        HarmTest = "harm_test",
        /// The patient cannot consent and needs care.
        CannotConsentNecessaryCare = "cannot_consent_necessary_care",
        /// A minor, or a person on the statute's list.
        MinorOrListed = "minor_or_listed",
        /// Both belong to the same authority.
        SameAuthority = "same_authority",
        /// A statute demands it.
        StatutoryDuty = "statutory_duty",
        /// An emergency.
        Emergency = "emergency",
    }
}

words! {
    /// Whether a doctor has decided beforehand that a death is to be expected.
    Expected {
        /// There is such a decision.
        Yes = "yes",
        /// There is none.
        No = "no",
        /// It is not known.
        Unknown = "unknown",
    }
}

words! {
    /// What a nurse found when she looked for one of the signs of death.
    SignFound {
        /// She looked for it, and it is there.
        Found = "found",
        /// She looked for it, and it is not there.
        NotFound = "not_found",
        /// She did not look for it.
        NotExamined = "not_examined",
    }
}

words! {
    /// Whether the body holds a pacemaker or another device, which bursts in a cremation.
    Implant {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// It is not known.
        Unknown = "unknown",
    }
}

words! {
    /// Whether those close to the patient know of the death.
    RelativesTold {
        /// They have been told.
        Yes = "yes",
        /// They have not been told yet.
        No = "no",
        /// There are none.
        NoRelatives = "none",
    }
}

words! {
    /// On what a doctor establishes a death.
    DeathBasis {
        /// The doctor's own examination of the body.
        OwnExamination = "own_examination",
        /// A nurse's examination, where the death was expected.
        NurseExamination = "nurse_examination",
        /// A nurse's examination of a body with changes that no living one can have.
        ObviousSigns = "obvious_signs",
    }
}

words! {
    /// How the nurse would like the answer.
    ReplyWish {
        /// The doctor decides.
        DoctorDecides = "doctor_decides",
        /// A call.
        Call = "call",
        /// Text is enough.
        TextOk = "text_ok",
    }
}

words! {
    /// Registered sex, by which a unit tells its cases apart; no rule of care depends on it.
    Sex {
        /// Registered as a woman.
        Woman = "woman",
        /// Registered as a man.
        Man = "man",
    }
}

words! {
    /// How the nurse can be met right now.
    Readiness {
        /// Ready.
        Now = "now",
        /// Driving.
        Driving = "driving",
        /// Wants to be phoned.
        RingMe = "ring_me",
        /// Text is enough.
        TextEnough = "text_enough",
    }
}

words! {
    /// Where the patient lives.
    LivingForm {
        /// An own home.
        OwnHome = "own_home",
        /// A care home.
        CareHome = "care_home",
        /// A short-term stay.
        ShortTermStay = "short_term_stay",
    }
}

words! {
    /// Alert, confused, or answering only to voice, to pain or to nothing.
    Consciousness {
        /// Alert.
        A = "A",
        /// Newly confused.
        C = "C",
        /// Answers to voice.
        V = "V",
        /// Answers to pain.
        P = "P",
        /// Unresponsive.
        U = "U",
    }
}

words! {
    /// What the nurse would have done without this contact.
    WouldOtherwise {
        /// Sent the patient to the emergency department.
        EmergencyDepartment = "emergency_department",
        /// Called an ambulance.
        Ambulance = "ambulance",
        /// Waited.
        Waited = "waited",
        /// Phoned the health centre.
        Phoned = "phoned",
        /// Booked a visit.
        Booked = "booked",
    }
}

words! {
    /// Why nurse and doctor spoke by telephone.
    PhoneBecause {
        /// The call in the system did not hold.
        LinkFailed = "link_failed",
        /// The system was down.
        Downtime = "downtime",
        /// One of them would rather.
        Preferred = "preferred",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Why a consult is ended although not both sides have agreed on its answer.
    CloseException {
        /// The patient died.
        PatientDied = "patient_died",
        /// A day has passed, and the other side does not answer.
        NotConfirmed = "not_confirmed",
    }
}

words! {
    /// Why an answer is void.
    VoidReason {
        /// It was about another patient.
        WrongPatient = "wrong_patient",
    }
}

words! {
    /// Why a nurse takes her request back.
    WithdrawReason {
        /// It has resolved itself.
        Solved = "solved",
        /// A doctor was reached by telephone.
        Phoned = "phoned",
        /// The same matter stands in another request.
        Duplicate = "duplicate",
        /// The patient refused.
        PatientRefused = "patient_refused",
        /// The patient died.
        Died = "died",
        /// Sent by mistake.
        Mistake = "mistake",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// By which means doctor and nurse met.
    AnswerMode {
        /// Video.
        Video = "video",
        /// Sound only.
        Audio = "audio",
        /// In writing.
        Text = "text",
        /// By telephone.
        Phone = "phone",
    }
}

words! {
    /// On what the doctor's assessment rests.
    AssessedBy {
        /// The doctor saw the patient.
        SawPatient = "saw_patient",
        /// The doctor talked to the patient.
        HeardPatient = "heard_patient",
        /// Through the nurse.
        ViaNurse = "via_nurse",
    }
}

words! {
    /// Where the patient is to be cared for.
    LevelOfCare {
        /// Stays at home.
        StayHome = "stay_home",
        /// A doctor visits the home.
        DoctorHomeVisit = "doctor_home_visit",
        /// The mobile team comes.
        MobileTeam = "mobile_team",
        /// A visit to the health centre.
        CentreVisit = "centre_visit",
        /// The emergency department.
        EmergencyDepartment = "emergency_department",
        /// Direct admission to a ward.
        DirectAdmission = "direct_admission",
        /// An ambulance.
        Ambulance = "ambulance",
        /// Palliative care at home.
        PalliativeHome = "palliative_home",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// Something that an answer leaves to be done, and that is ticked off.
    Task {
        /// The transport is ordered.
        Transport = "transport",
        /// The receiving unit has a report.
        Report = "report",
        /// The orders stand in the medication list.
        OrderEntered = "order_entered",
        /// What was to be followed up has been.
        FollowUp = "follow_up",
        /// The contact stands in one's own journal.
        Journal = "journal",
    }
}

words! {
    /// Something that is open after an answer.
    GapKind {
        /// Nobody on the nurse's side has opened the answer.
        Unopened = "unopened",
        /// An order has not been read back and confirmed.
        Unconfirmed = "unconfirmed",
        /// The transport is not ordered.
        Transport = "transport",
        /// The receiving unit has no report.
        Report = "report",
        /// An order given does not stand in the medication list.
        OrderEntered = "order_entered",
        /// A follow-up has not been done.
        FollowUp = "follow_up",
        /// The contact does not stand in one's journal.
        Journal = "journal",
    }
}

words! {
    /// Which of the two does a task.
    DoneBy {
        /// The doctor.
        Doctor = "doctor",
        /// The nurse.
        Nurse = "nurse",
    }
}

words! {
    /// What an order is about.
    OrderKind {
        /// A medicine.
        Medicine = "medicine",
        /// Anything else that is done for the patient.
        Care = "care",
    }
}

words! {
    /// Who has entered the order in the medication list.
    OrderEntered {
        /// The doctor.
        ByMe = "by_me",
        /// The nurse, by a given time.
        ByNurse = "by_nurse",
        /// Nobody yet.
        No = "no",
    }
}

words! {
    /// Whether the patient took part in the decision.
    Participation {
        /// Was present.
        Present = "present",
        /// Was informed.
        Informed = "informed",
        /// It was not possible.
        NotPossible = "not_possible",
    }
}

words! {
    /// Where a request is that was in a doctor's queue and no longer is.
    GoneTo {
        /// A colleague has taken it.
        Taken = "taken",
        /// It waits at another centre.
        Redirected = "redirected",
        /// It waits for the nurse herself.
        Aside = "aside",
        /// The nurse took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What the system does by itself at a given time.
    StepKind {
        /// The longest time passes: doctors on duty and the coordinator are alarmed.
        TargetMissed = "target_missed",
        /// The request moves one level up.
        Promoted = "promoted",
        /// A claim without contact goes back to the queue.
        ClaimReturns = "claim_returns",
    }
}

words! {
    /// What came between a person and what she was about to do.
    Between {
        /// The nurse took the request back.
        Withdrawn = "withdrawn",
        /// It was sent to another centre.
        Redirected = "redirected",
        /// A colleague took it over.
        TakenOver = "taken_over",
        /// There was no contact in time.
        ContactDue = "contact_due",
        /// The doctor's link was lost and no media flowed.
        LinkLost = "link_lost",
        /// The doctor gave it back.
        Released = "released",
        /// The doctor had to leave at once.
        MustGo = "must_go",
        /// The doctor wanted to know more.
        MoreNeeded = "more_needed",
        /// Nobody answered the doctor.
        NurseAwaited = "nurse_awaited",
        /// It was an exercise, and the doctor took a real case.
        RealFirst = "real_first",
        /// The orders were read back.
        ReadBack = "read_back",
        /// The doctor found that the read-back did not match.
        ReadBackRejected = "read_back_rejected",
        /// A doctor took it.
        Taken = "taken",
        /// The doctor answered.
        Answered = "answered",
        /// Both sides agreed on the answer.
        Acknowledged = "acknowledged",
        /// The doctor was asked once more.
        AskedBack = "asked_back",
        /// The answer was declared void.
        Voided = "voided",
        /// It was ended.
        Closed = "closed",
    }
}

words! {
    /// Why a claim went back to the queue.
    ReleaseCause {
        /// The doctor gave it back.
        Doctor = "doctor",
        /// There was no contact in time.
        ContactDue = "contact_due",
        /// The doctor's link was lost and no media flowed.
        LinkLost = "link_lost",
        /// The doctor had to leave at once.
        MustGo = "must_go",
        /// A colleague took it over.
        Handover = "handover",
        /// It was an exercise, and the doctor took a real case.
        RealFirst = "real_first",
    }
}

words! {
    /// A form of a case in which somebody writes, and whose draft is kept.
    DraftForm {
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
    /// A form that begins something, and whose draft is kept.
    OwnDraftForm {
        /// A new question.
        Request = "request",
        /// A new acute question.
        UrgentRequest = "urgent_request",
        /// A contact by telephone, afterwards.
        PhoneContact = "phone_contact",
    }
}

words! {
    /// What somebody waited for.
    WaitKind {
        /// In the queue, for a doctor to take it.
        Taken = "taken",
        /// After that, for her to be in contact.
        Met = "met",
        /// From the first queueing until the two met for the first time.
        FirstContact = "first_contact",
        /// For the answer to be opened.
        Opened = "opened",
        /// For both sides to agree on the answer.
        Agreed = "agreed",
    }
}

words! {
    /// What failed between nurse and doctor.
    FailureKind {
        /// The nurse did not answer the doctor's rings.
        RingUnanswered = "ring_unanswered",
        /// A doctor took it and was not in contact in time.
        NoContact = "no_contact",
        /// The nurse's link was lost.
        NurseLinkLost = "nurse_link_lost",
        /// The link of the doctor who held it was lost.
        DoctorLinkLost = "doctor_link_lost",
        /// It went back because the doctor's link was lost.
        ClaimLost = "claim_lost",
        /// Sound and picture stopped while the doctor held it.
        MediaStopped = "media_stopped",
        /// The call ended because nothing was heard or seen any more.
        CallBroken = "call_broken",
        /// The doctor had to leave at once.
        DoctorLeft = "doctor_left",
    }
}

words! {
    /// In what way somebody was on duty.
    DutyPresence {
        /// Could be reached on the screen.
        Reachable = "reachable",
        /// On duty, but the link was lost or the sound not tested.
        OnDuty = "on_duty",
        /// Paused.
        Paused = "paused",
        /// On call by telephone.
        OnCall = "on_call",
    }
}

words! {
    /// What a row of figures stands for.
    GroupBy {
        /// One row for each health centre.
        Centre = "centre",
        /// One row for each municipality.
        Municipality = "municipality",
        /// One row for each level.
        Level = "level",
        /// One row for each hour of the local day.
        Hour = "hour",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_in_json_as_it_prints() {
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
        }
        for state in ConsultState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        assert_eq!(serde_json::to_value(Level::P1).unwrap(), "P1");
        assert_eq!(Reason::ALL.len(), 19);
    }
}
