//! Coded words of care: the closed lists that nurse and doctor choose from.
//!
//! Each word has one spelling, in stored content, in the county file and on the wire.
//! None has a default: a clinical word nobody chose must not exist.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word),+
        }

        impl $name {
            /// Every word, in the order of its meaning.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// The word as it is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text),+
                }
            }

            /// The word that is spelt `text`, if there is one.
            #[must_use]
            pub fn from_word(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+};
}
pub(crate) use words;

words! {
    /// How urgent, as the nurse judged it. The most urgent sorts first.
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

    /// The kind of number or note by which a patient is named.
    IdType {
        /// Swedish personal identity number.
        Personnummer = "personnummer",
        /// Swedish coordination number.
        Samordningsnummer = "samordningsnummer",
        /// A care provider's own number.
        Reserve = "reserve",
        /// The patient is not known.
        Unknown = "unknown",
        /// A general question: who it is about is not said.
        Withheld = "withheld",
    }

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

    /// The legal ground on which the nurse's controller discloses to the doctor's.
    ///
    /// Secrecy holds between a municipality and a region (OSL 2009:400), so every request
    /// with a patient has one.
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

    /// How the nurse would like the answer.
    ReplyWish {
        /// The doctor decides.
        DoctorDecides = "doctor_decides",
        /// A call.
        Call = "call",
        /// Text is enough.
        TextOk = "text_ok",
    }

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

    /// Where the patient lives.
    LivingForm {
        /// An own home (ordinärt boende).
        OwnHome = "own_home",
        /// A care home (särskilt boende).
        CareHome = "care_home",
        /// A short-term stay (korttidsboende).
        ShortTermStay = "short_term_stay",
    }

    /// A group whose care the county follows. Never moves a request to another level.
    Tag {
        /// 65 or older with extensive loss of function (mest sjuka äldre).
        FrailElderly = "frail_elderly",
        /// Often at the emergency department (mångbesökare).
        FrequentAttender = "frequent_attender",
        /// Children and young people.
        ChildrenAndYoung = "children_and_young",
        /// Needs of several kinds at once (komplexa behov).
        ComplexNeeds = "complex_needs",
        /// Another group at risk, defined by the county.
        RiskGroup = "risk_group",
    }

    /// Level of consciousness, ACVPU.
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

    /// Why a consult is ended although not both sides have agreed on its answer.
    CloseException {
        /// The patient died.
        PatientDied = "patient_died",
        /// A day has passed, and the other side does not answer.
        NotConfirmed = "not_confirmed",
    }

    /// Why an answer is void.
    VoidReason {
        /// It was about another patient.
        WrongPatient = "wrong_patient",
    }

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

    /// On what the doctor's assessment rests.
    AssessedBy {
        /// The doctor saw the patient.
        SawPatient = "saw_patient",
        /// The doctor talked to the patient.
        HeardPatient = "heard_patient",
        /// Through the nurse.
        ViaNurse = "via_nurse",
    }

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

    /// Which of the two does a task.
    DoneBy {
        /// The doctor.
        Doctor = "doctor",
        /// The nurse.
        Nurse = "nurse",
    }

    /// What an order is about.
    OrderKind {
        /// A medicine.
        Medicine = "medicine",
        /// Anything else that is done for the patient.
        Care = "care",
    }

    /// Who has entered the order in the medication list.
    OrderEntered {
        /// The doctor.
        ByMe = "by_me",
        /// The nurse, by a given time.
        ByNurse = "by_nurse",
        /// Nobody yet.
        No = "no",
    }

    /// Whether the patient took part in the decision.
    Participation {
        /// Was present.
        Present = "present",
        /// Was informed.
        Informed = "informed",
        /// It was not possible.
        NotPossible = "not_possible",
    }

    /// Age as a row of the queue and a figure may show it, never finer.
    AgeBand {
        /// A child.
        Age0To17 = "0-17",
        /// An adult below 65.
        Age18To64 = "18-64",
        /// 65 to 79 years.
        Age65To79 = "65-79",
        /// 80 to 89 years.
        Age80To89 = "80-89",
        /// 90 years and above.
        Age90Plus = "90+",
    }

    /// Registered sex, for figures and for a unit's own list: no rule of care depends on it.
    Sex {
        /// Registered as a woman.
        Woman = "woman",
        /// Registered as a man.
        Man = "man",
    }

    /// Whether a doctor has decided beforehand that a death is to be expected.
    Expected {
        /// There is such a decision.
        Yes = "yes",
        /// There is none.
        No = "no",
        /// It is not known.
        Unknown = "unknown",
    }

    /// What a nurse found when she looked for one of the signs of death.
    SignFound {
        /// She looked for it, and it is there.
        Found = "found",
        /// She looked for it, and it is not there.
        NotFound = "not_found",
        /// She did not look for it.
        NotExamined = "not_examined",
    }

    /// Whether the body holds a pacemaker or another device, which bursts in a cremation.
    Implant {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// It is not known.
        Unknown = "unknown",
    }

    /// Whether those close to the patient know of the death.
    RelativesTold {
        /// They have been told.
        Yes = "yes",
        /// They have not been told yet.
        No = "no",
        /// There are none.
        NoRelatives = "none",
    }

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

impl Level {
    /// The level above, but never into P1: only a person makes something acute.
    #[must_use]
    pub const fn promoted(self) -> Option<Self> {
        match self {
            Self::P4 => Some(Self::P3),
            Self::P3 => Some(Self::P2),
            Self::P2 | Self::P1 => None,
        }
    }
}

impl LevelOfCare {
    /// Whether the patient leaves for hospital, so that somebody must be named who orders
    /// the transport and who reports: else both may assume that the other did.
    #[must_use]
    pub const fn is_hospital(self) -> bool {
        match self {
            Self::EmergencyDepartment | Self::DirectAdmission | Self::Ambulance => true,
            Self::StayHome
            | Self::DoctorHomeVisit
            | Self::MobileTeam
            | Self::CentreVisit
            | Self::PalliativeHome
            | Self::Other => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_is_read_back_as_it_was_written() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_word(reason.as_str()), Some(*reason));
            let json = serde_json::to_value(reason).unwrap();
            assert_eq!(json, reason.as_str());
        }
        assert_eq!(Reason::ALL.len(), 19);
        assert_eq!(Reason::from_word("Breathing"), None);
    }

    #[test]
    fn nothing_is_promoted_into_acute() {
        for level in Level::ALL {
            assert_ne!(level.promoted(), Some(Level::P1));
        }
    }

    #[test]
    fn most_urgent_level_sorts_first() {
        let mut levels = [Level::P3, Level::P1, Level::P4, Level::P2];
        levels.sort();
        assert_eq!(levels, [Level::P1, Level::P2, Level::P3, Level::P4]);
    }
}
