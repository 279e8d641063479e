//! How often things happen in the synthetic county, and how long they take.
//!
//! The mix is reasoned from national counts, not measured: 150 requests on a weekday in a
//! county of seven municipalities, most of them between nine and three, a third answered
//! in writing.

use super::chance::Chance;
use crate::domain::clinical::{
    AgeBand, Level, LevelOfCare, LivingForm, Readiness, Reason, ReplyWish, Sex, WithdrawReason,
};

/// Requests on an ordinary weekday.
pub(super) const REQUESTS_A_DAY: u64 = 150;
/// Of a thousand requests, how many are answered in writing.
pub(super) const IN_WRITING: u64 = 300;
/// Of a thousand answers, how many hold orders.
pub(super) const WITH_ORDERS: u64 = 420;
/// Of a thousand read-backs, how many the doctor rejects at first.
pub(super) const READ_WRONGLY: u64 = 25;
/// Of a thousand requests, how many the nurse takes back.
pub(super) const TAKEN_BACK: u64 = 40;
/// Of a thousand requests, how many are sent on to another centre.
pub(super) const SENT_ON: u64 = 60;
/// Of a thousand doctors, how many are on duty on a given day.
pub(super) const ON_DUTY: u64 = 850;

const HOURS: &[(u64, u64)] = &[
    (7, 2),
    (8, 9),
    (9, 13),
    (10, 16),
    (11, 12),
    (12, 6),
    (13, 12),
    (14, 13),
    (15, 9),
];

const LEVELS: &[(Level, u64)] = &[
    (Level::P1, 3),
    (Level::P2, 17),
    (Level::P3, 45),
    (Level::P4, 35),
];

const REASONS: &[(Reason, u64)] = &[
    (Reason::Medication, 20),
    (Reason::InfectionFever, 14),
    (Reason::WoundSkin, 13),
    (Reason::Pain, 11),
    (Reason::FallInjury, 8),
    (Reason::Breathing, 7),
    (Reason::AbdomenUrinary, 7),
    (Reason::TestResult, 6),
    (Reason::Diabetes, 5),
    (Reason::ConfusionBehaviour, 4),
    (Reason::Palliative, 3),
    (Reason::ChestHeart, 2),
];

const AGES: &[(AgeBand, u64)] = &[
    (AgeBand::Age65To79, 30),
    (AgeBand::Age80To89, 45),
    (AgeBand::Age90Plus, 18),
    (AgeBand::Age18To64, 7),
];

const CARE: &[(LevelOfCare, u64)] = &[
    (LevelOfCare::StayHome, 70),
    (LevelOfCare::CentreVisit, 10),
    (LevelOfCare::DoctorHomeVisit, 8),
    (LevelOfCare::EmergencyDepartment, 6),
    (LevelOfCare::MobileTeam, 4),
    (LevelOfCare::DirectAdmission, 2),
];

pub(super) fn hour(chance: &mut Chance) -> u64 {
    chance.weighted(HOURS).unwrap_or(10)
}

pub(super) fn level(chance: &mut Chance) -> Level {
    chance.weighted(LEVELS).unwrap_or(Level::P3)
}

pub(super) fn reason(chance: &mut Chance) -> Reason {
    chance.weighted(REASONS).unwrap_or(Reason::Other)
}

pub(super) fn age(chance: &mut Chance) -> Option<AgeBand> {
    chance.weighted(AGES)
}

pub(super) fn sex(chance: &mut Chance) -> Option<Sex> {
    chance.weighted(&[(Sex::Woman, 62), (Sex::Man, 38)])
}

pub(super) fn level_of_care(chance: &mut Chance) -> LevelOfCare {
    chance.weighted(CARE).unwrap_or(LevelOfCare::StayHome)
}

pub(super) fn living_form(chance: &mut Chance) -> Option<LivingForm> {
    chance.weighted(&[
        (LivingForm::OwnHome, 50),
        (LivingForm::CareHome, 45),
        (LivingForm::ShortTermStay, 5),
    ])
}

pub(super) fn ready(chance: &mut Chance) -> Readiness {
    chance
        .weighted(&[
            (Readiness::Now, 80),
            (Readiness::RingMe, 12),
            (Readiness::Driving, 8),
        ])
        .unwrap_or(Readiness::Now)
}

pub(super) fn reply(chance: &mut Chance, in_writing: bool) -> ReplyWish {
    if in_writing && chance.happens(700) {
        ReplyWish::TextOk
    } else {
        ReplyWish::DoctorDecides
    }
}

pub(super) fn withdrawal(chance: &mut Chance) -> WithdrawReason {
    chance
        .weighted(&[
            (WithdrawReason::Solved, 50),
            (WithdrawReason::Phoned, 30),
            (WithdrawReason::Mistake, 12),
            (WithdrawReason::Duplicate, 8),
        ])
        .unwrap_or(WithdrawReason::Solved)
}

/// How many working days a planned request waits for its turn.
pub(super) fn days_until_planned(chance: &mut Chance) -> usize {
    chance
        .weighted(&[(0, 66), (1, 22), (2, 8), (3, 4)])
        .unwrap_or(0)
}

/// How long until a doctor who is free looks at a new request, in seconds. What is planned
/// draws nobody's attention.
pub(super) const fn notice(level: Level) -> (u64, u64) {
    match level {
        Level::P1 => (15, 300),
        Level::P2 => (60, 3_000),
        Level::P3 | Level::P4 => (240, 11_500),
    }
}
