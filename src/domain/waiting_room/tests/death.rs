//! A death: what is asked, who may establish it on what, and what it is not counted in.

use std::time::Duration;

use super::bench::{Bench, answer_codes, seen};
use crate::domain::clinical::{
    AnswerMode, AssessedBy, CLOCK_SLACK, DeathAnswerCodes, DeathBasis, DeathCodes, DoneBy,
    Expected, Has, Level, LevelOfCare, Participation, Reason, RequestCodes, Stance, WouldOtherwise,
};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    AnswerCodes, Ask, Command, ConsultState, FollowUp, Refusal, Supplement,
};

#[test]
fn death_is_asked_about_without_values_or_limits_or_the_patients_part() {
    let mut bench = Bench::new();
    let ask = death(&mut bench, Level::P3, EXPECTED);
    let id = bench.ask_with("eva", ask);
    assert_eq!(bench.stands(id), ConsultState::Queued);
    let bare = |bench: &mut Bench, spoil: fn(&mut Ask)| {
        let mut ask = death(bench, Level::P3, EXPECTED);
        spoil(&mut ask);
        bench.refused("eva", Command::Ask(Box::new(ask)))
    };
    let field = "death";
    assert_eq!(
        bare(&mut bench, |ask| ask.death = None),
        Refusal::MissingField { field }
    );
    let why = "it is about one who has died";
    for (field, spoil) in [
        ("vitals", (|ask| ask.has.vitals = true) as fn(&mut Ask)),
        ("patient_takes_part", |ask| {
            ask.codes.patient_takes_part = Some(false);
        }),
    ] {
        assert_eq!(
            bare(&mut bench, spoil),
            Refusal::InvalidValue { field, why }
        );
    }
    let mut living = bench.request("north", Level::P3);
    living.death = Some(EXPECTED);
    assert_eq!(
        bench.refused("eva", Command::Ask(Box::new(living))),
        Refusal::InvalidValue {
            field: "death",
            why: "it is not about a death"
        }
    );
}

#[test]
fn acute_death_is_sent_by_its_reason_alone_and_told_of_while_it_waits() {
    let mut bench = Bench::new();
    let mut ask = death(&mut bench, Level::P1, EXPECTED);
    ask.death = None;
    let consult = bench.ask_with("eva", ask);
    for told in [
        DeathCodes {
            expected: None,
            ..EXPECTED
        },
        DeathCodes {
            all_signs: None,
            ..EXPECTED
        },
    ] {
        let added = Supplement {
            death: Some(told),
            ..Supplement::to(consult)
        };
        bench.act("eva", Command::Supplement(Box::new(added)));
    }
    assert_eq!(bench.of(consult).death, Some(EXPECTED));
}

#[test]
fn doctor_relies_on_the_nurse_only_for_an_expected_death() {
    for (expected, all_signs, relies) in [
        (Expected::Yes, true, true),
        (Expected::Yes, false, false),
        (Expected::No, true, false),
        (Expected::Unknown, true, false),
    ] {
        let told = DeathCodes {
            expected: Some(expected),
            all_signs: Some(all_signs),
        };
        let (mut bench, consult) = taken(told);
        let codes = established(&bench, consult, DeathBasis::NurseExamination);
        if relies {
            bench.act("nils", Command::Answer(Box::new(codes)));
            assert_eq!(bench.stands(consult), ConsultState::Answered);
            continue;
        }
        let refusal = bench.refused("nils", Command::Answer(Box::new(codes)));
        assert!(
            matches!(refusal, Refusal::InvalidValue { field, .. } if field == "death.established.basis"),
            "{expected} {all_signs}: {refusal}"
        );
        let plain = established(&bench, consult, DeathBasis::ObviousSigns);
        bench.act("nils", Command::Answer(Box::new(plain)));
    }
}

#[test]
fn own_examination_is_that_of_one_who_saw_the_body() {
    let (mut bench, consult) = taken(UNEXPECTED);
    let mut codes = established(&bench, consult, DeathBasis::OwnExamination);
    codes.assessed_by = AssessedBy::ViaNurse;
    let refusal = bench.refused("nils", Command::Answer(Box::new(codes.clone())));
    assert!(matches!(refusal, Refusal::InvalidValue { field, .. } if field == "assessed_by"));
    codes.assessed_by = AssessedBy::SawPatient;
    bench.act("nils", Command::Answer(Box::new(codes)));
}

#[test]
fn answer_about_a_death_says_whether_it_is_established() {
    let (mut bench, consult) = taken(EXPECTED);
    let silent = AnswerCodes {
        death: None,
        ..established(&bench, consult, DeathBasis::ObviousSigns)
    };
    let field = "death";
    assert_eq!(
        bench.refused("nils", Command::Answer(Box::new(silent))),
        Refusal::MissingField { field }
    );
    let (mut other, living) = Bench::claimed(Level::P3);
    let codes = AnswerCodes {
        consult: living,
        ..established(&other, living, DeathBasis::ObviousSigns)
    };
    let refusal = other.refused("nils", Command::Answer(Box::new(codes)));
    assert!(matches!(refusal, Refusal::InvalidValue { field, .. } if field == "death"));
}

#[test]
fn death_nobody_has_established_is_followed_up_by_somebody() {
    let (mut bench, consult) = taken(UNEXPECTED);
    let mut codes = AnswerCodes {
        death: Some(DeathAnswerCodes::NotYet),
        ..established(&bench, consult, DeathBasis::ObviousSigns)
    };
    let field = "follow_up";
    assert_eq!(
        bench.refused("nils", Command::Answer(Box::new(codes.clone()))),
        Refusal::MissingField { field }
    );
    codes.follow_up = Some(FollowUp {
        due: bench.now.plus(Duration::from_secs(3_600)),
        owner: DoneBy::Doctor,
    });
    bench.act("nils", Command::Answer(Box::new(codes)));
    assert_eq!(bench.stands(consult), ConsultState::Answered);
}

#[test]
fn death_is_not_established_in_the_future() {
    let (mut bench, consult) = taken(EXPECTED);
    let at = |at: Timestamp| {
        let basis = DeathBasis::NurseExamination;
        Some(DeathAnswerCodes::Established { at, basis })
    };
    let mut codes = established(&bench, consult, DeathBasis::NurseExamination);
    let latest = bench.now.plus(CLOCK_SLACK);
    codes.death = at(latest.plus(Duration::from_millis(1)));
    let refusal = bench.refused("nils", Command::Answer(Box::new(codes.clone())));
    assert!(
        matches!(refusal, Refusal::InvalidValue { field, .. } if field == "death.established.at")
    );
    codes.death = at(latest);
    bench.act("nils", Command::Answer(Box::new(codes)));
}

#[test]
fn death_counts_in_no_avoided_visit() {
    let (mut bench, consult) = taken(EXPECTED);
    let added = Supplement {
        codes: RequestCodes {
            would_otherwise: Some(WouldOtherwise::Ambulance),
            ..RequestCodes::default()
        },
        ..Supplement::to(consult)
    };
    let why = "it is about one who has died";
    assert_eq!(
        bench.refused("eva", Command::Supplement(Box::new(added))),
        Refusal::InvalidValue {
            field: "would_otherwise",
            why
        }
    );
    for care in LevelOfCare::ALL.iter().copied() {
        let codes = AnswerCodes {
            level_of_care: care,
            transport_by: Some(DoneBy::Doctor),
            report_by: Some(DoneBy::Doctor),
            ..established(&bench, consult, DeathBasis::NurseExamination)
        };
        let command = Command::Answer(Box::new(codes));
        if care == LevelOfCare::Other {
            continue;
        }
        let refusal = bench.refused("nils", command);
        assert!(
            matches!(refusal, Refusal::InvalidValue { field, .. } if field == "level_of_care"),
            "{care}: {refusal}"
        );
    }
    let codes = established(&bench, consult, DeathBasis::NurseExamination);
    bench.act("nils", Command::Answer(Box::new(codes)));
    let consult = bench.of(consult);
    assert_eq!(consult.codes.would_otherwise, None);
    let answered = consult.stage.answered().unwrap();
    assert_eq!(answered.codes.level_of_care, LevelOfCare::Other);
}

#[test]
fn nobody_is_asked_at_the_end_whether_one_who_has_died_took_part() {
    let (mut bench, consult) = taken(EXPECTED);
    let codes = established(&bench, consult, DeathBasis::NurseExamination);
    bench.act("nils", Command::Answer(Box::new(codes)));
    bench.act("eva", seen(consult));
    let close = |participation, stance| Command::Close {
        consult,
        participation,
        stance,
        exception: None,
    };
    for (field, command) in [
        (
            "participation",
            close(Some(Participation::NotPossible), None),
        ),
        ("stance", close(None, Some(Stance::CannotExpress))),
    ] {
        let why = "it is about one who has died";
        assert_eq!(
            bench.refused("eva", command),
            Refusal::InvalidValue { field, why }
        );
    }
    bench.act("eva", close(None, None));
    assert_eq!(bench.stands(consult), ConsultState::Closed);
}

#[test]
fn end_of_any_other_case_says_whether_the_patient_took_part() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("eva", seen(consult));
    let close = Command::Close {
        consult,
        participation: None,
        stance: None,
        exception: None,
    };
    let field = "participation";
    assert_eq!(bench.refused("eva", close), Refusal::MissingField { field });
}

const EXPECTED: DeathCodes = DeathCodes {
    expected: Some(Expected::Yes),
    all_signs: Some(true),
};

const UNEXPECTED: DeathCodes = DeathCodes {
    expected: Some(Expected::No),
    all_signs: Some(true),
};

fn death(bench: &mut Bench, level: Level, told: DeathCodes) -> Ask {
    let ask = bench.request("north", level);
    Ask {
        reason: Reason::Death,
        codes: RequestCodes {
            patient_takes_part: None,
            ..ask.codes
        },
        has: Has {
            sbar: true,
            ..Has::default()
        },
        death: Some(told),
        ..ask
    }
}

/// A death that Nils has taken.
fn taken(told: DeathCodes) -> (Bench, ConsultId) {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let ask = death(&mut bench, Level::P3, told);
    let consult = bench.ask_with("eva", ask);
    bench.act("nils", Command::Claim { consult });
    (bench, consult)
}

fn established(bench: &Bench, consult: ConsultId, basis: DeathBasis) -> AnswerCodes {
    AnswerCodes {
        assessed_by: AssessedBy::SawPatient,
        level_of_care: LevelOfCare::Other,
        contingency: false,
        death: Some(DeathAnswerCodes::Established {
            at: bench.now,
            basis,
        }),
        ..answer_codes(consult, AnswerMode::Video, false)
    }
}
