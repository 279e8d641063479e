//! A second, naive account of the rules: lists that are searched, no index, no events. It
//! says what each step must lead to; the real one must agree.

use crate::domain::clinical::{AnswerMode, Level};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{ConsultState, DutyState, ReleaseCause};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// One step of a history. People and consults are numbers that wrap around what there is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Ask {
        nurse: usize,
        centre: usize,
        level: Level,
        leaves_in: Option<i64>,
        exercise: bool,
        text: bool,
    },
    Leave {
        nurse: usize,
        consult: usize,
        in_ms: i64,
    },
    Triage {
        who: usize,
        consult: usize,
        level: Level,
    },
    Redirect {
        who: usize,
        consult: usize,
        centre: usize,
    },
    Withdraw {
        nurse: usize,
        consult: usize,
    },
    Claim {
        doctor: usize,
        consult: usize,
    },
    Release {
        doctor: usize,
        consult: usize,
    },
    Answer {
        doctor: usize,
        consult: usize,
        mode: AnswerMode,
        orders: bool,
    },
    Open {
        nurse: usize,
        consult: usize,
    },
    Acknowledge {
        nurse: usize,
        consult: usize,
        read_back: bool,
        /// Says that she looked at it before anybody had read back.
        late: bool,
    },
    Confirm {
        doctor: usize,
        consult: usize,
        matches: bool,
        late: bool,
    },
    Close {
        nurse: usize,
        consult: usize,
    },
    AskBack {
        nurse: usize,
        consult: usize,
    },
    Addend {
        who: usize,
        consult: usize,
    },
    Incident {
        who: usize,
        consult: usize,
    },
    Void {
        who: usize,
        consult: usize,
    },
    CloseAnyway {
        nurse: usize,
        consult: usize,
        died: bool,
    },
    Correct {
        nurse: usize,
        consult: usize,
    },
    Park {
        nurse: usize,
        consult: usize,
    },
    Resume {
        nurse: usize,
        consult: usize,
    },
    NeedMore {
        doctor: usize,
        consult: usize,
    },
    Await {
        doctor: usize,
        consult: usize,
    },
    MustGo {
        doctor: usize,
        consult: usize,
    },
    Write {
        doctor: usize,
        consult: usize,
    },
    Phone {
        who: usize,
        consult: usize,
    },
    Instead {
        who: usize,
        consult: usize,
    },
    Emergency {
        who: usize,
        consult: usize,
    },
    Peek {
        doctor: usize,
        consult: usize,
    },
    Handover {
        who: usize,
        consult: usize,
    },
    TakeOver {
        who: usize,
        consult: usize,
    },
    Journal {
        who: usize,
        consult: usize,
    },
    Duty {
        doctor: usize,
        state: DutyState,
        centres: usize,
        practice: bool,
    },
    Lost {
        who: usize,
        ago: i64,
    },
    Back {
        who: usize,
    },
    Joined {
        consult: usize,
    },
    Flows {
        consult: usize,
    },
    Quiet {
        consult: usize,
        ago: i64,
    },
    /// Time passes, each deadline carried out when it comes.
    Pass {
        ms: i64,
    },
    /// Time passes, and deadlines are late.
    Sleep {
        ms: i64,
    },
    /// Deadlines that have come are carried out.
    Settle,
    /// An earlier command arrives again.
    Repeat {
        command: usize,
    },
    /// Its key arrives with another body.
    Reuse {
        command: usize,
    },
}

/// Who is who: nurses first, then doctors, as [`Model`] counts them.
pub(super) const NURSES: [(&str, &str); 3] = [
    ("eva", "east-home"),
    ("elin", "east-home"),
    ("wera", "west-home"),
];
pub(super) const DOCTORS: [(&str, &[&str]); 4] = [
    ("nils", &["north"]),
    ("nora", &["north", "south"]),
    ("siv", &["south"]),
    ("hans", &["harbour"]),
];
pub(super) const CENTRES: [&str; 3] = ["north", "south", "harbour"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) id: ConsultId,
    pub(super) nurse: &'static str,
    pub(super) unit: &'static str,
    pub(super) centre: &'static str,
    pub(super) state: ConsultState,
    pub(super) level: Level,
    pub(super) exercise: bool,
    pub(super) queued_at: i64,
    pub(super) due_at: i64,
    pub(super) leaves_at: Option<i64>,
    pub(super) promoted_at: Option<i64>,
    pub(super) missed: bool,
    pub(super) contact_at: Option<i64>,
    pub(super) doctor: Option<&'static str>,
    claimed_at: i64,
    answered_at: i64,
    asked_back: bool,
    contact_due: i64,
    /// Until when writing keeps the claim.
    written_until: i64,
    /// Whether an answer in writing is enough.
    text: bool,
    met: bool,
    /// Since when the holding doctor phones.
    doctor_phones: Option<i64>,
    nurse_phones: bool,
    emergency: bool,
    /// The last meeting that was broken off.
    broken: Option<Broken>,
    /// When media stopped, or the claim or call began without; nothing while it flows.
    quiet_since: Option<i64>,
    orders: bool,
    /// Which doctors have read it while it waited.
    pub(super) peeked: Vec<&'static str>,
    /// Whether a nurse, or the doctor who holds it, wants a colleague to take over.
    nurse_offers: bool,
    doctor_offers: bool,
    /// Whether the nurse's side and the doctor's have it in their journals.
    written: [bool; 2],
    mode: AnswerMode,
    opened: bool,
    /// Read-backs that the doctor has not judged, or has found right.
    read_backs: usize,
    /// Doctors who lost hold of it and have not taken it again.
    pub(super) lost_by: Vec<&'static str>,
    pub(super) confirmed_by: Option<&'static str>,
    pub(super) ended_at: Option<i64>,
    pub(super) incidents: u32,
}

/// A claim that ended after a meeting, or because the doctor had to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Broken {
    doctor: &'static str,
    centre: &'static str,
    at: i64,
    cause: ReleaseCause,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) cases: Vec<Case>,
    /// Doctor, state and centres.
    duties: Vec<(&'static str, DutyState, Vec<&'static str>)>,
    /// Doctors who take part in exercises.
    pub(super) practise: Vec<&'static str>,
    lost: Vec<(&'static str, i64)>,
    takes: Vec<(&'static str, u32)>,
    /// Whether it was night when that was looked at last, and until when it stays so.
    night: (bool, i64),
    pub(super) now: i64,
}

/// Level, goal, longest time and time to contact, as promised.
fn promised(level: Level, centre: &str) -> (i64, i64, i64) {
    match (level, centre) {
        (Level::P1, _) => (2 * MINUTE, 5 * MINUTE, MINUTE),
        (Level::P2, _) => (10 * MINUTE, 30 * MINUTE, 3 * MINUTE),
        (Level::P3, "harbour") => (30 * MINUTE, HOUR, 10 * MINUTE),
        (Level::P3, _) => (HOUR, 2 * HOUR, 10 * MINUTE),
        (Level::P4, _) => (8 * HOUR, 72 * HOUR, 30 * MINUTE),
    }
}

/// Whether it is night at `now`, from 17 to 8 in winter, and until when that is so.
fn night(now: i64) -> (bool, i64) {
    let of_day = (now + HOUR).rem_euclid(24 * HOUR);
    let midnight = now - of_day;
    match of_day / HOUR {
        0..8 => (true, midnight + 8 * HOUR),
        8..17 => (false, midnight + 17 * HOUR),
        _ => (true, midnight + 32 * HOUR),
    }
}

fn may_ask(unit: &str, centre: &str) -> bool {
    unit == "east-home" || centre != "harbour"
}

impl Case {
    fn due(&self) -> i64 {
        let (goal, longest, _) = promised(self.level, self.centre);
        if let Some(promoted_at) = self.promoted_at {
            return promoted_at + longest;
        }
        let mut due = self.queued_at + longest;
        if let Some(leaves_at) = self.leaves_at {
            due = due.min(leaves_at - 15 * MINUTE);
        }
        due.max(self.queued_at + goal / 2)
    }

    pub(super) fn is_held(&self) -> bool {
        matches!(self.state, ConsultState::Claimed | ConsultState::InCall)
    }

    fn is_unanswered(&self) -> bool {
        self.is_held() || self.state == ConsultState::Queued || self.waits_for_nurse()
    }

    fn waits_for_nurse(&self) -> bool {
        matches!(
            self.state,
            ConsultState::Parked | ConsultState::AwaitingNurse | ConsultState::NeedMore
        )
    }

    /// Whoever holds it does so no more, without having answered.
    fn lose(&mut self) {
        if let Some(doctor) = self.doctor.filter(|_| self.is_held()) {
            self.lost_by.retain(|lost| *lost != doctor);
            self.lost_by.push(doctor);
        }
    }

    fn gain(&mut self, doctor: &'static str) {
        self.lost_by.retain(|lost| *lost != doctor);
    }

    fn released(&mut self, cause: ReleaseCause, now: i64) {
        self.lose();
        let left = cause == ReleaseCause::MustGo;
        self.broken = self
            .doctor
            .filter(|_| left || self.met)
            .map(|doctor| Broken {
                doctor,
                centre: self.centre,
                at: now,
                cause,
            });
        self.queue_again();
    }

    fn queue_again(&mut self) {
        self.state = ConsultState::Queued;
        self.doctor = None;
    }

    /// The doctor for whom it is kept, at `now`.
    fn kept_for(&self, now: i64) -> Option<&'static str> {
        let broken = self.broken?;
        let off = matches!(broken.cause, ReleaseCause::MustGo | ReleaseCause::LinkLost);
        let can_wait = matches!(self.level, Level::P3 | Level::P4);
        let holds = off && can_wait && broken.centre == self.centre;
        (holds && now < broken.at + 10 * MINUTE).then_some(broken.doctor)
    }

    /// Two rings of half a minute, and the two have not met.
    fn may_be_awaited(&self, now: i64) -> bool {
        self.is_held() && !self.met && self.claimed_at + MINUTE <= now
    }

    /// Whether the claim waits for a call.
    fn owes_call(&self) -> bool {
        self.is_held() && !self.met && (self.asked_back || !self.text)
    }

    fn lapses(&self) -> i64 {
        self.contact_due.max(self.written_until)
    }

    /// Two minutes from now, and ten minutes in all, in P1 one.
    fn kept_by_writing(&self, now: i64) -> i64 {
        let most = if self.level == Level::P1 { 1 } else { 10 };
        (now + 120_000).min(self.contact_due + most * MINUTE)
    }

    /// Whether writing makes a difference: no more than a minute is left.
    fn is_near(&self, now: i64) -> bool {
        let lapses = self.lapses();
        self.owes_call() && lapses <= now + 60_000 && lapses < self.kept_by_writing(now)
    }

    /// Another level gives who holds it another time.
    fn judged(&mut self, level: Level, now: i64) {
        let before = std::mem::replace(&mut self.level, level);
        self.promoted_at = None;
        self.due_at = self.due();
        if before != level && self.is_held() && !self.met {
            let (goal, _, contact) = promised(level, self.centre);
            self.contact_due = now + if self.asked_back { goal } else { contact };
            self.written_until = 0;
        }
    }

    fn was_left(&self) -> bool {
        self.broken
            .is_some_and(|broken| broken.cause == ReleaseCause::MustGo)
    }

    fn met_now(&mut self, now: i64) {
        if self.contact_at.is_none() {
            self.contact_at = Some(now);
            self.nurse_phones = false;
        }
    }
}

impl Model {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            now: now.as_millis(),
            night: night(now.as_millis()),
            ..Self::default()
        }
    }

    /// Who is on call by telephone for `centre`, as far as that was looked at.
    pub(super) fn on_call(&self, centre: &str) -> Option<&'static str> {
        (self.night.0 && centre != "harbour").then_some("night")
    }

    fn case(&mut self, index: usize) -> Option<&mut Case> {
        let count = self.cases.len();
        (count > 0).then(|| &mut self.cases[index % count])
    }

    fn is_lost(&self, who: &str) -> bool {
        self.lost.iter().any(|(person, _)| *person == who)
    }

    fn on_duty(&self, doctor: &str, centre: &str) -> bool {
        self.duties.iter().any(|(who, state, centres)| {
            *who == doctor && *state == DutyState::On && centres.contains(&centre)
        })
    }

    fn stays(&self, doctor: &str) -> bool {
        let on = |(who, state, _): &(&str, DutyState, Vec<_>)| {
            *who == doctor && *state != DutyState::Off
        };
        self.duties.iter().any(on)
    }

    fn holds(&self, doctor: &str) -> bool {
        self.cases
            .iter()
            .any(|case| case.is_held() && !case.asked_back && case.doctor == Some(doctor))
    }

    /// Whether what she has taken keeps her from `case`: an exercise keeps her from none that
    /// is real.
    fn is_bound(&self, doctor: &str, case: &Case) -> bool {
        let mut taken = self
            .cases
            .iter()
            .filter(|held| held.is_held() && !held.asked_back && held.doctor == Some(doctor));
        taken.any(|held| !held.exercise || case.exercise)
    }

    fn gives_back_exercise(&mut self, doctor: &str) {
        let now = self.now;
        for case in &mut self.cases {
            if case.is_held() && !case.asked_back && case.doctor == Some(doctor) {
                case.released(ReleaseCause::RealFirst, now);
            }
        }
    }

    fn has_any(&self, doctor: &str) -> bool {
        self.cases
            .iter()
            .any(|case| case.is_held() && case.doctor == Some(doctor))
    }

    fn watches(&self, who: &str) -> bool {
        let asks = |case: &Case| case.nurse == who && case.ended_at.is_none();
        let duty = |(person, state, _): &(&str, DutyState, Vec<_>)| {
            *person == who && *state != DutyState::Off
        };
        self.has_any(who) || self.cases.iter().any(asks) || self.duties.iter().any(duty)
    }

    /// The step as somebody would take it who knows what she does: mostly the case is open,
    /// and the one who acts is the one who may. Wholly random steps seldom get anywhere.
    pub(super) fn aimed(&self, step: Step) -> Step {
        let among = |consult: usize, fits: &dyn Fn(&Case) -> bool| {
            let fitting: Vec<usize> = (0..self.cases.len())
                .filter(|place| fits(&self.cases[*place]))
                .collect();
            let aims = consult > 1 && !fitting.is_empty();
            if aims {
                fitting[consult % fitting.len()]
            } else {
                consult
            }
        };
        let aim = |consult: usize| among(consult, &|case| case.ended_at.is_none());
        let at = |consult: usize, state: ConsultState| among(consult, &|case| case.state == state);
        let called = |consult: usize| among(consult, &Case::is_held);
        let case = |consult: usize| self.cases.get(consult);
        let by_nurse = |nurse: usize, consult: usize| {
            let right = case(consult)
                .and_then(|case| NURSES.iter().position(|(name, _)| *name == case.nurse));
            right.filter(|_| nurse > 15).unwrap_or(nurse)
        };
        let by_doctor = |doctor: usize, consult: usize| {
            let right = case(consult).and_then(|case| {
                DOCTORS.iter().position(|(name, centres)| {
                    let may = case.state == ConsultState::Queued
                        && centres.contains(&case.centre)
                        && (doctor.is_multiple_of(4) || !self.holds(name));
                    case.doctor == Some(*name) || may
                })
            });
            right.filter(|_| doctor > 15).unwrap_or(doctor)
        };
        match step {
            Step::Leave {
                nurse,
                consult,
                in_ms,
            } => {
                let consult = aim(consult);
                Step::Leave {
                    nurse: by_nurse(nurse, consult),
                    consult,
                    in_ms,
                }
            }
            Step::Withdraw { nurse, consult } => {
                let consult = aim(consult);
                Step::Withdraw {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::Claim { doctor, consult } => {
                let consult = at(consult, ConsultState::Queued);
                Step::Claim {
                    doctor: by_doctor(doctor, consult),
                    consult,
                }
            }
            Step::Release { doctor, consult } => {
                let consult = called(consult);
                Step::Release {
                    doctor: by_doctor(doctor, consult),
                    consult,
                }
            }
            Step::Answer {
                doctor,
                consult,
                mode,
                orders,
            } => {
                let consult = called(consult);
                Step::Answer {
                    doctor: by_doctor(doctor, consult),
                    consult,
                    mode,
                    orders,
                }
            }
            Step::Open { nurse, consult } => {
                let consult = at(consult, ConsultState::Answered);
                Step::Open {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::Acknowledge {
                nurse,
                consult,
                read_back,
                late,
            } => {
                let again = nurse.is_multiple_of(3);
                let consult = among(consult, &|case| {
                    case.state == ConsultState::Answered
                        || again && case.state == ConsultState::ReadBack
                });
                let right = case(consult).map(|case| case.orders).filter(|_| nurse > 15);
                let read_back = right.unwrap_or(read_back);
                Step::Acknowledge {
                    nurse: by_nurse(nurse, consult),
                    consult,
                    read_back,
                    late,
                }
            }
            Step::Confirm {
                doctor,
                consult,
                matches,
                late,
            } => {
                let consult = at(consult, ConsultState::ReadBack);
                Step::Confirm {
                    doctor: by_doctor(doctor, consult),
                    consult,
                    matches,
                    late,
                }
            }
            Step::Close { nurse, consult } => {
                let consult = at(consult, ConsultState::Acknowledged);
                Step::Close {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::AskBack { nurse, consult } => {
                let consult = at(consult, ConsultState::Answered);
                Step::AskBack {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::CloseAnyway {
                nurse,
                consult,
                died,
            } => {
                let consult = at(consult, ConsultState::ReadBack);
                Step::CloseAnyway {
                    nurse: by_nurse(nurse, consult),
                    consult,
                    died,
                }
            }
            Step::Correct { nurse, consult } => {
                let consult = aim(consult);
                Step::Correct {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::Addend { who, consult } => Step::Addend {
                who,
                consult: among(consult, &Case::is_answered_at_all),
            },
            Step::Void { who, consult } => Step::Void {
                who,
                consult: among(consult, &Case::is_answered_at_all),
            },
            Step::Park { nurse, consult } => {
                let consult = at(consult, ConsultState::Queued);
                Step::Park {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::Resume { nurse, consult } => {
                let consult = among(consult, &Case::waits_for_nurse);
                Step::Resume {
                    nurse: by_nurse(nurse, consult),
                    consult,
                }
            }
            Step::NeedMore { doctor, consult } => {
                let consult = called(consult);
                Step::NeedMore {
                    doctor: by_doctor(doctor, consult),
                    consult,
                }
            }
            Step::Await { doctor, consult } => {
                let consult = among(consult, &|case| case.may_be_awaited(self.now));
                Step::Await {
                    doctor: by_doctor(doctor, consult),
                    consult,
                }
            }
            Step::MustGo { doctor, consult } => {
                let consult = called(consult);
                Step::MustGo {
                    doctor: by_doctor(doctor, consult),
                    consult,
                }
            }
            Step::Write { doctor, consult } => {
                let consult = among(consult, &|case| case.is_near(self.now));
                Step::Write {
                    doctor: by_doctor(doctor, consult),
                    consult,
                }
            }
            Step::Phone { who, consult } => Step::Phone {
                who,
                consult: called(consult),
            },
            Step::Instead { who, consult } => Step::Instead {
                who,
                consult: called(consult),
            },
            Step::Emergency { who, consult } => Step::Emergency {
                who,
                consult: aim(consult),
            },
            Step::Peek { doctor, consult } => Step::Peek {
                doctor,
                consult: at(consult, ConsultState::Queued),
            },
            Step::Handover { who, consult } => Step::Handover {
                who,
                consult: called(consult),
            },
            Step::TakeOver { who, consult } => Step::TakeOver {
                who,
                consult: among(consult, &|case| case.doctor_offers || case.nurse_offers),
            },
            Step::Journal { who, consult } => Step::Journal {
                who,
                consult: among(consult, &Case::is_answered_at_all),
            },
            Step::Triage {
                who,
                consult,
                level,
            } => Step::Triage {
                who,
                consult: aim(consult),
                level,
            },
            Step::Redirect {
                who,
                consult,
                centre,
            } => Step::Redirect {
                who,
                consult: aim(consult),
                centre,
            },
            Step::Joined { consult } => Step::Joined {
                consult: called(consult),
            },
            Step::Flows { consult } => Step::Flows {
                consult: called(consult),
            },
            Step::Quiet { consult, ago } => Step::Quiet {
                consult: called(consult),
                ago,
            },
            // In whatever state, and also about one that is not hers.
            Step::Incident { .. }
            | Step::Ask { .. }
            | Step::Duty { .. }
            | Step::Lost { .. }
            | Step::Back { .. }
            | Step::Pass { .. }
            | Step::Sleep { .. }
            | Step::Settle
            | Step::Repeat { .. }
            | Step::Reuse { .. } => step,
        }
    }

    /// Takes the step. Whether it was carried out: neither refused nor without meaning.
    #[expect(
        clippy::too_many_lines,
        reason = "one rule after the other, as they are told"
    )]
    pub(super) fn take(&mut self, step: Step, id: Option<ConsultId>) -> bool {
        let now = self.now;
        match step {
            Step::Ask {
                nurse,
                centre,
                level,
                leaves_in,
                exercise,
                text,
            } => {
                let (nurse, unit) = NURSES[nurse % NURSES.len()];
                let centre = CENTRES[centre % CENTRES.len()];
                if !may_ask(unit, centre) {
                    return false;
                }
                let mut case = Case {
                    id: id.unwrap(),
                    nurse,
                    unit,
                    centre,
                    state: ConsultState::Queued,
                    level,
                    exercise,
                    queued_at: now,
                    due_at: 0,
                    leaves_at: leaves_in.map(|ms| now + ms),
                    promoted_at: None,
                    missed: false,
                    contact_at: None,
                    doctor: None,
                    claimed_at: 0,
                    answered_at: 0,
                    asked_back: false,
                    contact_due: 0,
                    written_until: 0,
                    text,
                    met: false,
                    doctor_phones: None,
                    nurse_phones: false,
                    emergency: false,
                    broken: None,
                    quiet_since: None,
                    orders: false,
                    peeked: Vec::new(),
                    nurse_offers: false,
                    doctor_offers: false,
                    written: [false; 2],
                    mode: AnswerMode::Text,
                    opened: false,
                    read_backs: 0,
                    lost_by: Vec::new(),
                    confirmed_by: None,
                    ended_at: None,
                    incidents: 0,
                };
                case.due_at = case.due();
                self.cases.push(case);
                true
            }
            Step::Leave {
                nurse,
                consult,
                in_ms,
            } => self.by_nurse(nurse, consult, Case::is_unanswered, |case, _| {
                case.leaves_at = Some(now + in_ms);
                case.due_at = case.due();
            }),
            Step::Triage {
                who,
                consult,
                level,
            } => self.by_either(who, consult, |case| {
                if case.emergency && level != Level::P1 {
                    return false;
                }
                case.judged(level, now);
                true
            }),
            Step::Redirect {
                who,
                consult,
                centre,
            } => self.by_either(who, consult, |case| {
                let centre = CENTRES[centre % CENTRES.len()];
                if centre == case.centre || !may_ask(case.unit, centre) {
                    return false;
                }
                case.lose();
                case.centre = centre;
                case.due_at = case.due();
                case.queue_again();
                true
            }),
            Step::Withdraw { nurse, consult } => {
                self.by_nurse(nurse, consult, Case::is_unanswered, |case, _| {
                    case.lose();
                    case.state = ConsultState::Withdrawn;
                    case.doctor = None;
                    case.ended_at = Some(now);
                })
            }
            Step::Claim { doctor, consult } => {
                let (doctor, centres) = DOCTORS[doctor % DOCTORS.len()];
                let Some(case) = self.case(consult).cloned() else {
                    return false;
                };
                let may = case.state == ConsultState::Queued
                    && centres.contains(&case.centre)
                    && self.on_duty(doctor, case.centre)
                    && !self.is_bound(doctor, &case)
                    && case
                        .kept_for(now)
                        .is_none_or(|other| other == doctor || !self.stays(other));
                if !may {
                    return false;
                }
                self.gives_back_exercise(doctor);
                let takes = self.takes_of(case.centre);
                *takes = match (case.exercise, case.promoted_at) {
                    (true, _) => *takes,
                    (false, Some(_)) => 0,
                    (false, None) => *takes + 1,
                };
                if let Some(case) = self.case(consult) {
                    case.gain(doctor);
                    case.state = ConsultState::Claimed;
                    case.doctor = Some(doctor);
                    case.claimed_at = now;
                    case.doctor_offers = false;
                    case.asked_back = false;
                    case.contact_due = now + promised(case.level, case.centre).2;
                    case.written_until = 0;
                    case.met = false;
                    case.doctor_phones = None;
                    case.quiet_since = Some(now);
                }
                true
            }
            Step::Release { doctor, consult } => {
                self.by_doctor(doctor, consult, Case::is_held, |case, _| {
                    case.released(ReleaseCause::Doctor, now);
                })
            }
            Step::Answer {
                doctor,
                consult,
                mode,
                orders,
            } => self.by_doctor(doctor, consult, Case::is_held, |case, _| {
                case.state = ConsultState::Answered;
                case.mode = mode;
                case.orders = orders;
                case.answered_at = now;
                case.opened = false;
                case.read_backs = 0;
                case.written = [false; 2];
            }),
            Step::Open { nurse, consult } => {
                let unopened = |case: &Case| case.is_answered_at_all() && !case.opened;
                self.by_nurse(nurse, consult, unopened, |case, _| open(case, now))
            }
            Step::Acknowledge {
                nurse,
                consult,
                read_back,
                late,
            } => {
                let fits = |case: &Case| {
                    let beside = read_back && !late && case.read_backs < 8;
                    case.state == ConsultState::Answered && case.orders == read_back
                        || case.state == ConsultState::ReadBack && beside
                };
                self.by_nurse(nurse, consult, fits, |case, _| {
                    open(case, now);
                    case.met_now(now);
                    if read_back {
                        case.state = ConsultState::ReadBack;
                        case.read_backs += 1;
                    } else {
                        case.state = ConsultState::Acknowledged;
                    }
                })
            }
            Step::Confirm {
                doctor,
                consult,
                matches,
                late,
            } => {
                let fits = |case: &Case| case.state == ConsultState::ReadBack && !late;
                self.by_doctor(doctor, consult, fits, |case, doctor| {
                    if matches {
                        case.state = ConsultState::Acknowledged;
                        case.confirmed_by = Some(doctor);
                    } else {
                        case.state = ConsultState::Answered;
                        case.read_backs = 0;
                    }
                })
            }
            Step::Close { nurse, consult } => {
                let fits = |case: &Case| case.state == ConsultState::Acknowledged;
                self.by_nurse(nurse, consult, fits, |case, _| {
                    case.state = ConsultState::Closed;
                    case.ended_at = Some(now);
                })
            }
            Step::AskBack { nurse, consult } => {
                let fits = |case: &Case| case.state == ConsultState::Answered;
                self.by_nurse(nurse, consult, fits, |case, _| {
                    let (goal, _, _) = promised(case.level, case.centre);
                    if let Some(doctor) = case.doctor {
                        case.gain(doctor);
                    }
                    case.state = ConsultState::Claimed;
                    case.asked_back = true;
                    case.doctor_offers = false;
                    case.claimed_at = now;
                    case.contact_due = now + goal;
                    case.written_until = 0;
                    case.met = false;
                    case.doctor_phones = None;
                    case.quiet_since = Some(now);
                })
            }
            Step::Addend { who, consult } => self.by_answered(who, consult, |_| true),
            Step::Incident { who, consult } => self.by_anybody(who, consult, |case| {
                // It leaves with this entry.
                let gone = case.ended_at.is_some_and(|ended| ended + 24 * HOUR <= now);
                let room = !gone && case.incidents < 20;
                case.incidents += u32::from(room);
                room
            }),
            Step::Void { who, consult } => self.by_answered(who, consult, |case| {
                let news = case.state != ConsultState::Void;
                case.state = ConsultState::Void;
                if news {
                    case.ended_at = Some(now);
                }
                news
            }),
            Step::CloseAnyway {
                nurse,
                consult,
                died,
            } => {
                let fits = |case: &Case| {
                    matches!(case.state, ConsultState::Answered | ConsultState::ReadBack)
                        && (died || case.answered_at + 24 * HOUR <= now)
                };
                self.by_nurse(nurse, consult, fits, |case, _| {
                    case.state = ConsultState::Closed;
                    case.ended_at = Some(now);
                })
            }
            Step::Correct { nurse, consult } => {
                self.by_nurse(nurse, consult, Case::is_unanswered, |_, _| ())
            }
            Step::Park { nurse, consult } => {
                let fits = |case: &Case| case.state == ConsultState::Queued;
                self.by_nurse(nurse, consult, fits, |case, _| {
                    case.state = ConsultState::Parked;
                })
            }
            Step::Resume { nurse, consult } => {
                self.by_nurse(nurse, consult, Case::waits_for_nurse, |case, _| {
                    case.queue_again();
                })
            }
            Step::NeedMore { doctor, consult } => {
                self.by_doctor(doctor, consult, Case::is_held, |case, _| {
                    case.lose();
                    case.state = ConsultState::NeedMore;
                    case.doctor = None;
                    case.broken = None;
                })
            }
            Step::Await { doctor, consult } => {
                let fits = |case: &Case| case.may_be_awaited(now);
                self.by_doctor(doctor, consult, fits, |case, _| {
                    case.lose();
                    case.state = ConsultState::AwaitingNurse;
                    case.doctor = None;
                    case.broken = None;
                })
            }
            Step::MustGo { doctor, consult } => {
                self.by_doctor(doctor, consult, Case::is_held, |case, _| {
                    case.released(ReleaseCause::MustGo, now);
                })
            }
            Step::Write { doctor, consult } => {
                let fits = |case: &Case| case.is_near(now);
                self.by_doctor(doctor, consult, fits, |case, _| {
                    case.written_until = case.kept_by_writing(now);
                })
            }
            Step::Phone { who, consult } => {
                let nurse = NURSES.iter().any(|(name, _)| *name == person(who));
                self.by_either(who, consult, |case| {
                    if nurse {
                        let news = !case.nurse_phones;
                        case.nurse_phones = true;
                        return news;
                    }
                    let news = case.doctor_phones.is_none();
                    case.doctor_phones.get_or_insert(now);
                    news
                })
            }
            Step::Instead { who, consult } => {
                let who = person(who);
                let Some(case) = self.case(consult) else {
                    return false;
                };
                let with_doctor = case.is_held()
                    || matches!(
                        case.state,
                        ConsultState::Answered
                            | ConsultState::ReadBack
                            | ConsultState::Acknowledged
                    );
                with_doctor && case.nurse != who && NURSES.contains(&(who, case.unit))
            }
            Step::Emergency { who, consult } => self.by_either(who, consult, |case| {
                if case.emergency {
                    return false;
                }
                case.emergency = true;
                if case.level != Level::P1 {
                    case.judged(Level::P1, now);
                }
                true
            }),
            Step::Peek { doctor, consult } => {
                let (doctor, centres) = DOCTORS[doctor % DOCTORS.len()];
                let Some(case) = self.case(consult) else {
                    return false;
                };
                let waits = case.state == ConsultState::Queued || case.waits_for_nurse();
                let may = waits && centres.contains(&case.centre);
                let news = may && !case.peeked.contains(&doctor);
                if news {
                    case.peeked.push(doctor);
                }
                news
            }
            Step::Handover { who, consult } => {
                let who = person(who);
                let Some(case) = self.case(consult) else {
                    return false;
                };
                let asks = NURSES.contains(&(who, case.unit)) && case.ended_at.is_none();
                let holds = case.is_held() && case.doctor == Some(who);
                let news = asks && !case.nurse_offers || holds && !case.doctor_offers;
                case.nurse_offers |= asks;
                case.doctor_offers |= holds;
                news
            }
            Step::TakeOver { who, consult } => self.take_over(person(who), consult),
            Step::Journal { who, consult } => {
                let nurse = NURSES.iter().any(|(name, _)| *name == person(who));
                self.by_answered(who, consult, |case| {
                    let side = &mut case.written[usize::from(nurse)];
                    let news = case.state != ConsultState::Void && !*side;
                    *side |= news;
                    news
                })
            }
            Step::Duty {
                doctor,
                state,
                centres,
                practice,
            } => {
                let (doctor, own) = DOCTORS[doctor % DOCTORS.len()];
                let centres = own[..=centres % own.len()].to_vec();
                self.duties.retain(|(who, _, _)| *who != doctor);
                self.duties.push((doctor, state, centres));
                self.practise.retain(|who| *who != doctor);
                if practice && state != DutyState::Off {
                    self.practise.push(doctor);
                }
                true
            }
            Step::Lost { who, ago } => {
                let who = person(who);
                let news = self.watches(who) && !self.is_lost(who);
                if news {
                    self.lost.push((who, now - ago));
                }
                news
            }
            Step::Back { who } => {
                let who = person(who);
                let news = self.is_lost(who);
                self.lost.retain(|(person, _)| *person != who);
                news
            }
            Step::Joined { consult } => {
                let Some(case) = self.case(consult) else {
                    return false;
                };
                let news = case.state == ConsultState::Claimed;
                if news {
                    case.state = ConsultState::InCall;
                    case.quiet_since = case.quiet_since.map(|_| now);
                }
                news
            }
            Step::Flows { consult } => {
                let Some(case) = self.case(consult) else {
                    return false;
                };
                let answered = case.is_answered_at_all() && case.ended_at.is_none();
                let news = case.is_held() && case.quiet_since.is_some()
                    || answered && case.contact_at.is_none();
                if case.is_held() {
                    case.state = ConsultState::InCall;
                    case.quiet_since = None;
                    case.met = true;
                }
                if news {
                    case.met_now(now);
                }
                news
            }
            Step::Quiet { consult, ago } => {
                let Some(case) = self.case(consult) else {
                    return false;
                };
                let news = case.is_held() && case.quiet_since.is_none();
                if news {
                    // Media cannot have stopped before the claim.
                    case.quiet_since = Some((now - ago).max(case.claimed_at));
                }
                news
            }
            Step::Pass { .. }
            | Step::Sleep { .. }
            | Step::Settle
            | Step::Repeat { .. }
            | Step::Reuse { .. } => unreachable!("time and repeats are the history's"),
        }
    }

    fn take_over(&mut self, who: &'static str, consult: usize) -> bool {
        let now = self.now;
        let Some(case) = self.case(consult).cloned() else {
            return false;
        };
        if NURSES.contains(&(who, case.unit)) {
            let may = case.ended_at.is_none() && case.state != ConsultState::InCall;
            let news = may && (case.nurse != who || case.nurse_offers);
            if let Some(case) = self.case(consult).filter(|_| news) {
                case.nurse = who;
                case.nurse_offers = false;
            }
            return news;
        }
        let offered = case.is_held() && case.doctor_offers;
        let herself = case.doctor == Some(who);
        let answers_there = DOCTORS
            .iter()
            .any(|(name, centres)| *name == who && centres.contains(&case.centre));
        let may = answers_there && self.on_duty(who, case.centre) && !self.is_bound(who, &case);
        let news = offered && (herself || may);
        if news && !herself {
            self.gives_back_exercise(who);
        }
        if let Some(case) = self.case(consult).filter(|_| news) {
            case.doctor_offers = false;
            if !herself {
                case.broken = case.doctor.filter(|_| case.met).map(|doctor| Broken {
                    doctor,
                    centre: case.centre,
                    at: now,
                    cause: ReleaseCause::Handover,
                });
                case.lose();
                case.gain(who);
                case.state = ConsultState::Claimed;
                case.doctor = Some(who);
                case.claimed_at = now;
                case.asked_back = false;
                case.contact_due = now + promised(case.level, case.centre).2;
                case.written_until = 0;
                case.met = false;
                case.doctor_phones = None;
                case.quiet_since = Some(now);
            }
        }
        news
    }

    fn by_nurse(
        &mut self,
        nurse: usize,
        consult: usize,
        fits: impl Fn(&Case) -> bool,
        how: impl FnOnce(&mut Case, &'static str),
    ) -> bool {
        let (nurse, unit) = NURSES[nurse % NURSES.len()];
        match self.case(consult) {
            Some(case) if case.unit == unit && fits(case) => {
                how(case, nurse);
                true
            }
            _ => false,
        }
    }

    fn by_doctor(
        &mut self,
        doctor: usize,
        consult: usize,
        fits: impl Fn(&Case) -> bool,
        how: impl FnOnce(&mut Case, &'static str),
    ) -> bool {
        let (doctor, _) = DOCTORS[doctor % DOCTORS.len()];
        match self.case(consult) {
            Some(case) if case.doctor == Some(doctor) && fits(case) => {
                how(case, doctor);
                true
            }
            _ => false,
        }
    }

    fn by_either(
        &mut self,
        who: usize,
        consult: usize,
        how: impl FnOnce(&mut Case) -> bool,
    ) -> bool {
        let who = person(who);
        let Some(case) = self.case(consult) else {
            return false;
        };
        let asks = NURSES.contains(&(who, case.unit)) && case.is_unanswered();
        let holds = case.is_held() && case.doctor == Some(who);
        (asks || holds) && how(case)
    }

    /// A nurse of the unit, or a doctor of the centre, wherever it stands.
    fn by_anybody(
        &mut self,
        who: usize,
        consult: usize,
        how: impl FnOnce(&mut Case) -> bool,
    ) -> bool {
        let who = person(who);
        let Some(case) = self.case(consult) else {
            return false;
        };
        let asks = NURSES.contains(&(who, case.unit));
        let answers = DOCTORS
            .iter()
            .any(|(name, centres)| *name == who && centres.contains(&case.centre));
        (asks || answers) && how(case)
    }

    fn by_answered(
        &mut self,
        who: usize,
        consult: usize,
        how: impl FnOnce(&mut Case) -> bool,
    ) -> bool {
        let who = person(who);
        let Some(case) = self.case(consult) else {
            return false;
        };
        let asked = NURSES.contains(&(who, case.unit));
        let may = asked || case.doctor == Some(who);
        may && case.is_answered_at_all() && how(case)
    }

    fn takes_of(&mut self, centre: &'static str) -> &mut u32 {
        if !self.takes.iter().any(|(name, _)| *name == centre) {
            self.takes.push((centre, 0));
        }
        let found = self.takes.iter_mut().find(|(name, _)| *name == centre);
        &mut found.unwrap().1
    }

    /// The next thing that happens by itself: when, which case, and what (in the order in
    /// which things of one moment happen).
    pub(super) fn next_by_itself(&self) -> Option<(i64, u8, ConsultId)> {
        let mut all = vec![(self.night.1, 5, ConsultId(uuid::Uuid::nil()))];
        for case in &self.cases {
            let (_, longest, _) = promised(case.level, case.centre);
            if case.ended_at.is_none() && case.contact_at.is_none() && !case.missed {
                all.push((case.queued_at + longest, 0, case.id));
            }
            let may_rise =
                matches!(case.level, Level::P3 | Level::P4) && case.promoted_at.is_none();
            if case.state == ConsultState::Queued && may_rise {
                all.push((case.queued_at + 2 * longest, 1, case.id));
            }
            if !case.is_held() {
                continue;
            }
            let phoning = case
                .doctor_phones
                .map_or(case.claimed_at, |since| since + 15 * MINUTE);
            if case.owes_call() {
                all.push((case.lapses().max(phoning), 2, case.id));
            }
            let Some(quiet_since) = case.quiet_since else {
                continue;
            };
            let lost = self.lost.iter().find(|(who, _)| Some(*who) == case.doctor);
            if let Some((_, since)) = lost {
                let gone = quiet_since.max(*since) + MINUTE;
                all.push((gone.max(phoning), 3, case.id));
            }
            if case.state == ConsultState::InCall {
                all.push((quiet_since + MINUTE, 4, case.id));
            }
        }
        all.into_iter().min()
    }

    /// Carries out everything that has come.
    pub(super) fn settle(&mut self) {
        while let Some((at, what, id)) = self.next_by_itself() {
            if at > self.now {
                return;
            }
            let now = self.now;
            if what == 5 {
                self.night = night(now);
                continue;
            }
            let case = self.cases.iter_mut().find(|case| case.id == id).unwrap();
            match what {
                0 => case.missed = true,
                1 => {
                    case.level = if case.level == Level::P4 {
                        Level::P3
                    } else {
                        Level::P2
                    };
                    case.promoted_at = Some(now);
                    case.due_at = case.due();
                }
                2 => case.released(ReleaseCause::ContactDue, now),
                3 => case.released(ReleaseCause::LinkLost, now),
                _ => case.state = ConsultState::Claimed,
            }
        }
    }

    /// The order by taking the first again and again; exercises when nothing real is left.
    pub(super) fn queue(&self, centre: &str) -> Vec<ConsultId> {
        let waiting = self
            .cases
            .iter()
            .filter(|case| case.state == ConsultState::Queued && case.centre == centre);
        let (mut exercises, mut left): (Vec<&Case>, Vec<&Case>) =
            waiting.partition(|case| case.exercise);
        exercises.sort_by_key(|case| {
            (
                case.level,
                !case.was_left(),
                case.due_at,
                case.queued_at,
                case.id,
            )
        });
        let mut takes = self
            .takes
            .iter()
            .find(|(name, _)| *name == centre)
            .map_or(0, |found| found.1);
        let mut order = Vec::new();
        while !left.is_empty() {
            let first = |promoted: bool| {
                left.iter()
                    .filter(|case| case.promoted_at.is_some() == promoted)
                    .min_by_key(|case| {
                        let (level, left) = if promoted {
                            (Level::P1, false)
                        } else {
                            (case.level, case.was_left())
                        };
                        (level, !left, case.due_at, case.queued_at, case.id)
                    })
                    .copied()
            };
            let next = match (first(false), first(true)) {
                (Some(native), Some(_)) if native.level == Level::P1 || takes < 2 => native,
                (Some(_), Some(promoted)) => promoted,
                (Some(only), None) | (None, Some(only)) => only,
                (None, None) => unreachable!("something is left"),
            };
            takes = if next.promoted_at.is_some() {
                0
            } else {
                takes + 1
            };
            left.retain(|case| case.id != next.id);
            order.push(next.id);
        }
        order.extend(exercises.iter().map(|case| case.id));
        order
    }
}

impl Case {
    fn is_answered_at_all(&self) -> bool {
        matches!(
            self.state,
            ConsultState::Answered
                | ConsultState::ReadBack
                | ConsultState::Acknowledged
                | ConsultState::Closed
                | ConsultState::Void
        )
    }
}

fn open(case: &mut Case, now: i64) {
    if !case.opened {
        case.opened = true;
        if case.mode == AnswerMode::Text {
            case.met_now(now);
        }
    }
}

pub(super) fn person(who: usize) -> &'static str {
    let nurses = NURSES.iter().map(|(name, _)| *name);
    let everyone: Vec<_> = nurses
        .chain(DOCTORS.iter().map(|(name, _)| *name))
        .collect();
    everyone[who % everyone.len()]
}
