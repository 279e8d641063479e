//! A consult as rows without identity, and as content for those entitled.

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::death::Death;
use super::handing::{Gap, HandoverWanted};
use super::image::ImageContent;
use super::news2::News2;
use super::request::{CareLimits, Sbar, ToldCodes, Vitals};
use crate::wire::WireTime;
use crate::wire::vocabulary::{
    ConsultState, Flag, IdType, Level, Mark, Readiness, Reason, ReplyWish, Sex, Stance, StepKind,
};

/// A member of staff, as others see her.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct StaffRef {
    /// Her id in the directory.
    pub id: String,
    /// Her name.
    pub name: String,
    /// The unit or centre for which she acts.
    pub unit: String,
}

/// A consult without identity: what a list, a queue and the socket carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ConsultRow {
    /// The consult.
    pub id: String,
    /// The case it belongs to.
    pub case: String,
    /// The log position of its last change.
    pub rev: u64,
    /// Where it stands.
    pub state: ConsultState,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// Coded signs.
    pub signals: Vec<String>,
    /// The centre asked.
    pub centre: String,
    /// The asking unit; empty where it is hidden because the patient's data is protected.
    pub unit: String,
    /// The asking unit's name; empty as `unit`.
    pub unit_name: String,
    /// The asking unit's municipality; empty as `unit`.
    pub municipality: String,
    /// The municipality's name; empty as `unit`.
    pub municipality_name: String,
    /// The patient's age in tens of years (`80-89`), where known.
    pub age_band: Option<String>,
    /// The patient's registered sex, where known: in rows of the caller's own unit alone, and
    /// never of whoever's data is protected.
    pub sex: Option<Sex>,
    /// How the nurse can be met.
    pub ready: Readiness,
    /// How she would like the answer.
    pub reply: ReplyWish,
    /// True things beside the state.
    pub marks: Vec<Mark>,
    /// When it first entered the queue. Never changes.
    pub queued_at: WireTime,
    /// When a doctor of the centre asked now first read it without taking it.
    pub seen_at: Option<WireTime>,
    /// Whether the caller may read it without taking it.
    pub may_peek: bool,
    /// When a doctor is to have been in contact at the latest.
    pub due_at: WireTime,
    /// To whom it was told that this time had passed; absent until then.
    pub told: Option<Told>,
    /// When a claim without contact goes back.
    pub contact_due_at: Option<WireTime>,
    /// When the two first met.
    pub first_contact_at: Option<WireTime>,
    /// When the nurse must leave.
    pub must_leave_at: Option<WireTime>,
    /// When a decision must exist.
    pub decide_by: Option<WireTime>,
    /// When the doctor answered.
    pub answered_at: Option<WireTime>,
    /// When it ended.
    pub ended_at: Option<WireTime>,
    /// 1 + the requests before it to the same centre, while it waits.
    pub position: Option<u32>,
    /// Who asked; absent for a doctor who has not taken it.
    pub nurse: Option<StaffRef>,
    /// When she took it over from a colleague.
    pub taken_over_at: Option<WireTime>,
    /// From which colleague.
    pub taken_over_from: Option<StaffRef>,
    /// That somebody on the caller's side is wanted to take over.
    pub handover: Option<HandoverWanted>,
    /// Who holds or has answered it.
    pub doctor: Option<StaffRef>,
    /// Whether the answer holds orders that must be read back.
    pub has_orders: bool,
    /// The last meeting with a doctor that was broken off, while no other has begun.
    pub interrupted: Option<Interrupted>,
    /// The doctor who wants something of the nurse: that she comes, or to know more.
    pub wanted_by: Option<StaffRef>,
    /// When she hopes to know more at the latest.
    pub wanted_until: Option<WireTime>,
    /// When 112 was called for the patient.
    pub emergency_called_at: Option<WireTime>,
    /// What the answer leaves to be done.
    pub gaps: Vec<Gap>,
    /// What the system does by itself, and when.
    pub next_steps: Vec<NextStep>,
}

/// To whose screens the alarm went that the longest time had passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Told {
    /// How many doctors on duty in the county had a link then.
    pub doctors: u32,
    /// Whether it went to the county's coordinator too.
    pub coordinator: bool,
}

/// A meeting of nurse and doctor that was broken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Interrupted {
    /// The doctor.
    pub doctor: StaffRef,
    /// When.
    pub at: WireTime,
    /// For how long the two had talked.
    pub talked_seconds: u64,
    /// Whether the doctor had to leave at once.
    pub must_go: bool,
    /// Until when she may take it up again before others do.
    pub first_right_until: Option<WireTime>,
}

/// What the system does by itself at a time on the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct NextStep {
    /// When.
    pub at: WireTime,
    /// What.
    pub what: StepKind,
}

/// A range of expected wait. Absent wherever there is no estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Wait {
    /// Shortest likely wait.
    pub low_seconds: u64,
    /// Longest likely wait.
    pub high_seconds: u64,
    /// When it was estimated.
    pub as_of: WireTime,
}

/// The server has the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ConsultCreated {
    /// The consult.
    pub id: String,
    /// The case it belongs to.
    pub case: String,
    /// The log position of its last change.
    pub rev: u64,
    /// The log position of the acknowledgement.
    pub seq: u64,
    /// Where it stands.
    pub state: ConsultState,
    /// 1 + the requests before it to the same centre.
    pub position: Option<u32>,
    /// The expected wait, or `null`: no estimate.
    pub wait: Option<Wait>,
    /// When a doctor is to have been in contact at the latest.
    pub due_at: WireTime,
    /// What the system does by itself, and when.
    pub next_steps: Vec<NextStep>,
    /// How many doctors can be reached at the centre.
    pub reachable: u32,
    /// The number to phone when nobody answers.
    pub phone: String,
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Outcome {
    /// Where the consult stands now.
    pub state: ConsultState,
    /// The log position of its last change.
    pub rev: u64,
    /// The log position of the acknowledgement.
    pub seq: u64,
}

/// Rows without identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ConsultList {
    /// The log position of this answer.
    pub seq: u64,
    /// The rows, in the order in which they are to be shown.
    pub consults: Vec<ConsultRow>,
}

/// One case with the content that the caller may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ConsultContent {
    /// The case without identity.
    pub consult: ConsultRow,
    /// Whether content follows; false for a doctor who has not taken the case.
    pub disclosed: bool,
    /// Whether what follows is what a doctor may read before she takes it: situation, state,
    /// values and pictures, without who it is about. Then `disclosed` is false.
    pub peeked: bool,
    /// Who it is about, if said.
    pub patient: Option<Patient>,
    /// The report, with what was added since.
    pub sbar: Option<Sbar>,
    /// All measured values, oldest first.
    pub vitals: Vec<Vitals>,
    /// The NEWS2 of each of `vitals`, in their order; none where the county has it off.
    pub news2: Vec<News2>,
    /// The pictures, oldest first.
    pub images: Vec<ImageContent>,
    /// Decided limits of care.
    pub care_limits: Option<CareLimits>,
    /// What is worth knowing.
    pub flags: Vec<Flag>,
    /// What the patient says to the contact.
    pub stance: Option<Stance>,
    /// What the nurse said in codes.
    #[serde(flatten)]
    pub codes: ToldCodes,
    /// The number on which the nurse is reached.
    pub callback_phone: Option<String>,
    /// What was added after the request was sent, oldest first.
    pub supplements: Vec<SupplementContent>,
    /// The answer, once there is one.
    pub answer: Option<AnswerContent>,
    /// Answers after which the nurse asked once more, oldest first.
    pub earlier_answers: Vec<AnswerContent>,
    /// What was added after the answer, oldest first.
    pub addenda: Vec<ReasonContent>,
    /// The read-backs, oldest first.
    pub read_backs: Vec<ReadBackContent>,
    /// Why it was judged anew, sent on or given back, oldest first.
    pub reasons: Vec<ReasonContent>,
    /// What happened, oldest first, without content.
    pub diary: Vec<DiaryEntry>,
    /// What is told of a death, with what was added since.
    pub death: Option<Death>,
    /// Where the doctor who holds it can send it on: wherever an agreement lets the unit that
    /// asked ask, her own centres first, then by name. Empty for everybody else.
    pub onward: Vec<OnwardCentre>,
}

/// A centre to which a case can be sent on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct OnwardCentre {
    /// The centre.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The municipality it lies in.
    pub municipality_name: String,
    /// Whether the doctor answers for it herself.
    pub own: bool,
    /// Who owns the answers of its doctors.
    pub answer_owner: String,
}

/// What somebody wrote when she changed the level or the centre, gave the case back or wanted
/// to know more; the diary has what was done at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ReasonContent {
    /// When.
    pub at: WireTime,
    /// By whom.
    pub by: StaffRef,
    /// To what.
    pub of: ReasonOf,
    /// In her words.
    pub text: String,
}

/// To what some words belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonOf {
    /// Why the level was changed.
    Triaged,
    /// Why it was sent on.
    Redirected,
    /// Why it was given back.
    Released,
    /// What the doctor must know.
    MoreNeeded,
    /// What a doctor who had to leave had said and written so far.
    Draft,
    /// What the nurse asked after an answer.
    AskedBack,
    /// How another patient came to be named.
    PatientCorrected,
    /// What happened when the answer was declared void.
    Voided,
    /// What was added after the answer.
    Addendum,
}

/// Who it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Patient {
    /// The kind of number.
    pub id_type: IdType,
    /// The number.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// Whether the person's data is protected.
    pub protected_identity: bool,
    /// Age in whole years, where the number tells.
    pub age_years: Option<u32>,
}

/// What was added at one time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct SupplementContent {
    /// When.
    pub at: WireTime,
    /// The parts of the report that were added.
    pub sbar: Option<Sbar>,
    /// The values that were added.
    pub vitals: Option<Vitals>,
    /// Their NEWS2; absent where the county has it off.
    pub news2: Option<News2>,
    /// What else was said.
    pub note: Option<String>,
    /// Whether the patient was named then.
    pub patient_named: bool,
}

/// The answer and who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct AnswerContent {
    /// When.
    pub at: WireTime,
    /// By whom.
    pub by: StaffRef,
    /// When the nurse or her unit first opened it.
    pub opened_at: Option<WireTime>,
    /// What was decided.
    pub answer: Answer,
}

/// One read-back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ReadBackContent {
    /// When.
    pub at: WireTime,
    /// By whom.
    pub by: StaffRef,
    /// What the nurse read.
    pub text: String,
    /// Whether the doctor found it right; `null` until the doctor has said.
    pub matches: Option<bool>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DiaryEntry {
    /// When.
    pub at: WireTime,
    /// What.
    pub what: DiaryKind,
    /// By whom; `null` for the system.
    pub by: Option<StaffRef>,
}

/// What can happen to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DiaryKind {
    /// It entered the queue.
    Queued,
    /// Something was added.
    Supplemented,
    /// Its level was changed.
    Triaged,
    /// It was sent on to another centre.
    Redirected,
    /// It moved one level up after a long wait.
    Promoted,
    /// The longest time passed without contact.
    TargetMissed,
    /// A doctor took it.
    Claimed,
    /// A claim went back.
    Released,
    /// The call began.
    CallBegan,
    /// The two met for the first time.
    FirstContact,
    /// The call ended.
    CallEnded,
    /// The doctor answered.
    Answered,
    /// The answer was opened.
    AnswerOpened,
    /// The order was read back.
    ReadBack,
    /// The doctor said that the read-back did not match.
    ReadBackRejected,
    /// Both sides agreed on the answer.
    Acknowledged,
    /// It was ended.
    Closed,
    /// It was taken back.
    Withdrawn,
    /// The nurse's link was lost.
    LinkLost,
    /// The nurse's link came back.
    LinkBack,
    /// The nurse put it aside.
    Parked,
    /// The nurse was back.
    Resumed,
    /// The doctor needed to know more.
    MoreNeeded,
    /// Nobody answered the doctor's rings.
    NurseAwaited,
    /// Nurse or doctor took to the telephone.
    Phoning,
    /// 112 was called.
    EmergencyCalled,
    /// A colleague of the nurse answered the call in her place.
    AnsweredInstead,
    /// The nurse asked the doctor once more.
    AskedBack,
    /// Something was added after the answer.
    AddendumWritten,
    /// Another patient was named.
    PatientCorrected,
    /// The answer was for another patient.
    Voided,
    /// A doctor read it without taking it.
    Seen,
    /// A colleague was wanted to take over.
    HandoverOffered,
    /// A colleague took over.
    HandoverAccepted,
    /// Something was done that the answer had left to be done.
    TaskDone,
    /// Something that the answer left to be done was not done in time.
    GapOverdue,
    /// Media began to flow in both directions. In a dossier alone, as what follows.
    MediaBegan,
    /// Media stopped.
    MediaEnded,
    /// Somebody said that something went wrong.
    IncidentReported,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn outcome_names_state_and_log_position() {
        pinned(
            &Outcome {
                state: ConsultState::Claimed,
                rev: 7,
                seq: 9,
            },
            &json!({ "state": "claimed", "rev": 7, "seq": 9 }),
        );
    }

    #[test]
    fn row_says_null_where_nothing_is_known_and_names_no_patient() {
        let time = || WireTime("2026-11-21T10:00:00.000Z".to_owned());
        pinned(
            &ConsultRow {
                id: "i".to_owned(),
                case: "c".to_owned(),
                rev: 3,
                state: ConsultState::Queued,
                level: Level::P2,
                reason: Reason::Pain,
                signals: vec![],
                centre: "hc".to_owned(),
                unit: "u".to_owned(),
                unit_name: "U".to_owned(),
                municipality: "m".to_owned(),
                municipality_name: "M".to_owned(),
                age_band: Some("80-89".to_owned()),
                sex: Some(Sex::Woman),
                ready: Readiness::Now,
                reply: ReplyWish::DoctorDecides,
                marks: vec![Mark::Overdue],
                queued_at: time(),
                seen_at: None,
                may_peek: true,
                due_at: time(),
                told: Some(Told {
                    doctors: 2,
                    coordinator: true,
                }),
                contact_due_at: None,
                first_contact_at: None,
                must_leave_at: None,
                decide_by: None,
                answered_at: None,
                ended_at: None,
                position: Some(1),
                nurse: None,
                taken_over_at: None,
                taken_over_from: None,
                handover: None,
                doctor: None,
                has_orders: false,
                interrupted: None,
                wanted_by: None,
                wanted_until: None,
                emergency_called_at: None,
                gaps: vec![],
                next_steps: vec![NextStep {
                    at: time(),
                    what: StepKind::TargetMissed,
                }],
            },
            // As text: a macro does not take that many fields.
            &serde_json::from_str(
                r#"{
                "id": "i", "case": "c", "rev": 3, "state": "queued", "level": "P2", "reason": "pain",
                "signals": [], "centre": "hc", "unit": "u", "unit_name": "U", "municipality": "m",
                "municipality_name": "M", "age_band": "80-89", "sex": "woman", "ready": "now",
                "reply": "doctor_decides", "marks": ["overdue"],
                "queued_at": "2026-11-21T10:00:00.000Z", "due_at": "2026-11-21T10:00:00.000Z",
                "contact_due_at": null, "first_contact_at": null, "must_leave_at": null,
                "decide_by": null, "answered_at": null, "ended_at": null, "position": 1, "nurse": null,
                "told": { "doctors": 2, "coordinator": true },
                "seen_at": null, "may_peek": true, "taken_over_at": null, "taken_over_from": null, "handover": null, "gaps": [],
                "doctor": null, "has_orders": false, "interrupted": null,
                "wanted_by": null, "wanted_until": null, "emergency_called_at": null,
                "next_steps": [{ "at": "2026-11-21T10:00:00.000Z", "what": "target_missed" }]
                }"#,
            )
            .unwrap(),
        );
    }
}
