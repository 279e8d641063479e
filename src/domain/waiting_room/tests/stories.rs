//! From asking to closing, told in commands.

use std::time::Duration;

use super::bench::{Bench, answer, answer_codes, centre, close, read_back, request, seen};
use crate::domain::clinical::{
    AnswerMode, DoneBy, IdType, Level, LevelOfCare, PatientCodes, Stance, WithdrawReason,
};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    ActsNext, Command, ConsultState, Decision, Envelope, Fingerprint, FollowUp, Refusal,
    Supplement, Task,
};

#[test]
fn order_holds_only_after_both_have_said_so() {
    let (mut bench, consult) = Bench::answered(true);
    assert_eq!(
        bench.refused("eva", seen(consult)),
        Refusal::ReadBackMissing
    );
    assert_eq!(
        bench.refused("eva", close(consult)),
        Refusal::ReadBackMissing
    );
    assert_eq!(
        bench.refused("nils", confirm(consult, true)),
        Refusal::ReadBackMissing
    );

    assert_eq!(
        bench.act("elin", read_back(consult)),
        Some(ConsultState::ReadBack)
    );
    assert_eq!(
        bench.refused("eva", confirm(consult, true)),
        Refusal::Forbidden
    );
    assert_eq!(
        bench.refused("nora", confirm(consult, true)),
        Refusal::AlreadyTaken
    );
    assert_eq!(
        bench.refused("eva", close(consult)),
        Refusal::ReadBackMissing
    );

    assert_eq!(
        bench.act("nils", confirm(consult, true)),
        Some(ConsultState::Acknowledged)
    );
    assert_eq!(bench.act("eva", close(consult)), Some(ConsultState::Closed));
}

#[test]
fn wrong_read_back_sends_the_order_back_with_a_mark() {
    let (mut bench, consult) = Bench::answered(true);
    let given = bench.of(consult).stage.answered().unwrap().codes.clone();
    bench.act("eva", read_back(consult));
    assert_eq!(
        bench.act("nils", confirm(consult, false)),
        Some(ConsultState::Answered)
    );
    let back = bench.of(consult).stage.answered().unwrap();
    assert!(back.rejected);
    assert_eq!(
        back.codes, given,
        "the answer itself stands as it was given"
    );
    assert_eq!(
        bench.refused("eva", close(consult)),
        Refusal::ReadBackMissing
    );

    bench.act("eva", read_back(consult));
    assert!(
        bench.of(consult).stage.answered().unwrap().rejected,
        "until it is confirmed"
    );
    bench.act("nils", confirm(consult, true));
    assert!(!bench.of(consult).stage.answered().unwrap().rejected);
}

#[test]
fn answer_without_orders_is_acknowledged_in_one_tap() {
    let (mut bench, consult) = Bench::answered(false);
    assert!(matches!(
        bench.refused("eva", read_back(consult)),
        Refusal::InvalidValue {
            field: "read_back",
            ..
        }
    ));
    let open = Refusal::WrongState {
        now: ConsultState::Answered,
    };
    assert_eq!(bench.refused("eva", close(consult)), open);
    assert_eq!(
        bench.act("eva", seen(consult)),
        Some(ConsultState::Acknowledged)
    );
    assert_eq!(
        bench.act("elin", close(consult)),
        Some(ConsultState::Closed)
    );
    assert_eq!(bench.refused("elin", close(consult)), Refusal::ConsultOver);
}

#[test]
fn doctor_is_free_again_once_she_has_answered() {
    let (mut bench, first) = Bench::claimed(Level::P3);
    let second = bench.ask("eva", "north", Level::P3);
    assert_eq!(
        bench.refused("nils", Command::Claim { consult: second }),
        Refusal::AlreadyHolding
    );
    bench.act("nils", answer(first, AnswerMode::Text, true));
    bench.act("nils", Command::Claim { consult: second });
    assert_eq!(bench.stands(second), ConsultState::Claimed);
}

#[test]
fn answer_is_given_once() {
    let (mut bench, consult) = Bench::answered(false);
    let before = bench.of(consult).clone();
    let again = bench.refused("nils", answer(consult, AnswerMode::Phone, true));
    assert_eq!(
        again,
        Refusal::WrongState {
            now: ConsultState::Answered
        }
    );
    let added = Command::Supplement(Box::new(Supplement::to(consult)));
    assert!(matches!(
        bench.refused("eva", added),
        Refusal::CameBetween(between) if between.now == ConsultState::Answered
    ));
    assert_eq!(bench.of(consult), &before);
}

#[test]
fn doctor_says_who_orders_transport_and_who_reports() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    let mut codes = answer_codes(consult, AnswerMode::Video, false);
    codes.level_of_care = LevelOfCare::Ambulance;
    for field in ["transport_by", "report_by"] {
        let refusal = bench.refused("nils", Command::Answer(Box::new(codes.clone())));
        assert_eq!(refusal, Refusal::MissingField { field });
        match field {
            "transport_by" => codes.transport_by = Some(DoneBy::Doctor),
            _ => codes.report_by = Some(DoneBy::Nurse),
        }
    }
    bench.act("nils", Command::Answer(Box::new(codes)));
}

#[test]
fn staying_home_when_urgent_needs_a_plan_for_worse() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let mut codes = answer_codes(consult, AnswerMode::Text, true);
    codes.contingency = false;
    let missing = |field| Refusal::MissingField { field };
    let said = |codes: &_| Command::Answer(Box::new(Clone::clone(codes)));
    assert_eq!(bench.refused("nils", said(&codes)), missing("contingency"));
    codes.level_of_care = LevelOfCare::CentreVisit;
    codes.stance = Some(Stance::DeclinesCare);
    assert_eq!(bench.refused("nils", said(&codes)), missing("contingency"));
    codes.stance = None;
    codes.order_entered = None;
    assert_eq!(
        bench.refused("nils", said(&codes)),
        missing("order_entered")
    );
    // Of care alone nothing stands in a medication list.
    codes.care_only = true;
    bench.act("nils", said(&codes));
    let answered = bench.of(consult).stage.answered().unwrap();
    assert_eq!(answered.codes.order_entered, None);
}

#[test]
fn nothing_is_ordered_for_a_patient_who_is_withheld() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let mut ask = bench.request("north", Level::P3);
    ask.codes.patient = Some(PatientCodes {
        patient_ref: None,
        age_band: None,
        sex: None,
        protected: false,
        id_type: Some(IdType::Withheld),
    });
    let consult = bench.ask_with("eva", ask);
    bench.act("nils", Command::Claim { consult });
    for mode in [AnswerMode::Video, AnswerMode::Phone, AnswerMode::Text] {
        let refusal = bench.refused("nils", answer(consult, mode, true));
        assert!(
            matches!(
                refusal,
                Refusal::InvalidValue {
                    field: "orders",
                    ..
                }
            ),
            "{refusal:?}"
        );
    }
    assert_eq!(
        bench.act("nils", answer(consult, AnswerMode::Text, false)),
        Some(ConsultState::Answered)
    );
}

#[test]
fn follow_up_lies_ahead_and_within_a_year() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    let at = |due| {
        let mut codes = answer_codes(consult, AnswerMode::Text, false);
        let owner = DoneBy::Nurse;
        codes.follow_up = Some(FollowUp { due, owner });
        Command::Answer(Box::new(codes))
    };
    let day = Duration::from_secs(24 * 3600);
    let now = bench.now;
    for due in [now, now.minus(day), now.plus(day * 367)] {
        let refusal = bench.refused("nils", at(due));
        assert!(
            matches!(
                refusal,
                Refusal::InvalidValue {
                    field: "follow_up.when",
                    ..
                }
            ),
            "{refusal:?}"
        );
    }
    bench.act("nils", at(now.plus(day * 366)));
}

#[test]
fn acute_request_needs_no_more_than_centre_level_and_reason() {
    let mut bench = Bench::new();
    let mut ask = bench.request("north", Level::P1);
    ask.codes.patient = None;
    ask.has = crate::domain::clinical::Has::default();
    ask.codes.disclosure_basis = None;
    ask.codes.nurse_with_patient = None;
    ask.codes.patient_takes_part = None;
    bench.ask_with("eva", ask.clone());

    ask.level = Level::P2;
    ask.consult = ConsultId(bench.fresh_id());
    let refusal = bench.refused("eva", Command::Ask(Box::new(ask)));
    assert_eq!(refusal, Refusal::MissingField { field: "patient" });
}

#[test]
fn sign_must_belong_to_the_reason() {
    let mut bench = Bench::new();
    let mut ask = bench.request("north", Level::P3);
    ask.codes.signals = ["cannot-stand".parse().unwrap()].into();
    let consult = bench.ask_with("eva", ask);
    let mut added = Supplement::to(consult);
    added.codes.signals = ["new-confusion".parse().unwrap()].into();
    let refusal = bench.refused("eva", Command::Supplement(Box::new(added)));
    assert!(matches!(
        refusal,
        Refusal::InvalidValue {
            field: "signals",
            ..
        }
    ));
}

#[test]
fn nobody_reachable_is_said_and_the_request_is_taken() {
    let mut bench = Bench::new();
    let alone = bench.ask("eva", "north", Level::P2);
    assert!(bench.of(alone).nobody_reachable);
    bench.on_duty("nils", &["north"]);
    let met = bench.ask("eva", "north", Level::P2);
    assert!(!bench.of(met).nobody_reachable);
}

#[test]
fn patient_is_named_later_but_only_once() {
    let mut bench = Bench::new();
    let mut ask = bench.request("north", Level::P1);
    ask.codes.patient = None;
    let consult = bench.ask_with("eva", ask);
    let mut added = Supplement::to(consult);
    added.codes.patient = Some(PatientCodes {
        patient_ref: None,
        age_band: None,
        sex: None,
        protected: true,
        id_type: Some(IdType::Personnummer),
    });
    bench.act("eva", Command::Supplement(Box::new(added.clone())));
    assert!(bench.of(consult).is_protected());
    let refusal = bench.refused("eva", Command::Supplement(Box::new(added)));
    assert!(matches!(
        refusal,
        Refusal::InvalidValue {
            field: "patient",
            ..
        }
    ));
}

#[test]
fn redirect_keeps_the_clock_and_frees_the_doctor() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    let queued_at = bench.of(consult).queued_at;
    bench.pass(120);
    bench.act("nils", redirect(consult, "harbour"));
    let moved = bench.of(consult);
    assert_eq!(
        (moved.state(), &moved.centre),
        (ConsultState::Queued, &centre("harbour"))
    );
    assert_eq!(moved.queued_at, queued_at);
    assert_eq!(
        moved.due_at,
        queued_at.plus(Duration::from_secs(3600)),
        "what harbour promised"
    );
    assert_eq!(moved.answer_owner.as_str(), "harbour-care");
    assert!(bench.state.held_by(&"nils".parse().unwrap()).is_none());
    assert_eq!(
        bench.refused("nils", Command::Claim { consult }),
        Refusal::NotFound
    );
}

#[test]
fn redirect_goes_only_where_the_unit_may_ask() {
    let mut bench = Bench::new();
    let consult = bench.ask("wera", "south", Level::P3);
    assert_eq!(
        bench.refused("wera", redirect(consult, "harbour")),
        Refusal::NotEligible
    );
    for nowhere in ["south", "no-such"] {
        let refusal = bench.refused("wera", redirect(consult, nowhere));
        assert!(matches!(
            refusal,
            Refusal::InvalidValue {
                field: "centre",
                ..
            }
        ));
    }
}

#[test]
fn triage_counts_from_the_first_queueing() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    let queued_at = bench.of(consult).queued_at;
    bench.pass(600);
    bench.act(
        "eva",
        Command::Triage {
            consult,
            level: Level::P2,
        },
    );
    let judged = bench.of(consult);
    assert_eq!(judged.queued_at, queued_at);
    assert_eq!(judged.due_at, queued_at.plus(Duration::from_secs(30 * 60)));
}

#[test]
fn plan_to_leave_makes_it_due_earlier_but_not_before_half_the_goal() {
    let mut bench = Bench::new();
    let minutes = |n: u64| Duration::from_secs(n * 60);
    let start = bench.now;
    let mut ask = bench.request("north", Level::P3);
    ask.codes.must_leave_at = Some(start.plus(minutes(60)));
    let consult = bench.ask_with("eva", ask);
    assert_eq!(bench.of(consult).due_at, start.plus(minutes(45)));

    let mut added = Supplement::to(consult);
    added.codes.decide_by = Some(start.plus(minutes(20)));
    bench.act("eva", Command::Supplement(Box::new(added)));
    assert_eq!(
        bench.of(consult).due_at,
        start.plus(minutes(30)),
        "half of the goal of an hour"
    );
}

#[test]
fn withdrawing_ends_it_and_frees_the_doctor() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("elin", withdraw(consult));
    assert_eq!(bench.stands(consult), ConsultState::Withdrawn);
    assert!(bench.state.held_by(&"nils".parse().unwrap()).is_none());
    assert_eq!(
        bench.refused("nils", Command::Claim { consult }),
        Refusal::ConsultOver
    );
    assert_eq!(
        bench.refused("elin", withdraw(consult)),
        Refusal::ConsultOver
    );
}

#[test]
fn of_withdrawing_and_answering_exactly_one_wins() {
    let (bench, consult) = Bench::claimed(Level::P2);
    let race = [
        ("eva", withdraw(consult)),
        ("nils", answer(consult, AnswerMode::Text, false)),
    ];
    for turn in [0, 1] {
        let mut bench = bench.clone();
        let (first, second) = (&race[turn], &race[1 - turn]);
        bench.act(first.0, first.1.clone());
        let won = bench.stands(consult);
        bench.refused(second.0, second.1.clone());
        assert_eq!(
            bench.stands(consult),
            won,
            "the loser is told and changes nothing"
        );
    }
}

#[test]
fn of_withdrawing_and_taking_a_waiting_request_the_nurse_has_the_last_word() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let consult = bench.ask("eva", "north", Level::P2);
    let mut taken_first = bench.clone();

    bench.act("eva", withdraw(consult));
    assert_eq!(
        bench.refused("nils", Command::Claim { consult }),
        Refusal::ConsultOver
    );

    taken_first.act("nils", Command::Claim { consult });
    taken_first.act("eva", withdraw(consult));
    assert_eq!(taken_first.stands(consult), ConsultState::Withdrawn);
    assert!(
        taken_first
            .state
            .held_by(&"nils".parse().unwrap())
            .is_none()
    );
}

#[test]
fn somebody_is_always_named_to_act_next() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let doctor = ActsNext::Doctor("nils".parse().unwrap());
    let unit = ActsNext::Unit("east-home".parse().unwrap());
    assert_eq!(bench.of(consult).acts_next(), doctor);
    bench.act("nils", Command::Release { consult });
    assert_eq!(
        bench.of(consult).acts_next(),
        ActsNext::Centre(centre("north"))
    );
    bench.act("nils", Command::Claim { consult });
    bench.act("nils", answer(consult, AnswerMode::Phone, true));
    assert_eq!(bench.of(consult).acts_next(), unit);
    bench.act("eva", read_back(consult));
    assert_eq!(bench.of(consult).acts_next(), doctor);
    bench.act("nils", confirm(consult, true));
    assert_eq!(bench.of(consult).acts_next(), unit);
    bench.act("eva", close(consult));
    assert_eq!(bench.of(consult).acts_next(), ActsNext::Nobody);
}

#[test]
fn same_command_twice_is_one_command() {
    let mut bench = Bench::new();
    let ask = bench.request("north", Level::P2);
    let envelope = bench.envelope("eva", Command::Ask(Box::new(ask)));
    let Decision::New(first) = bench.submit(&envelope).unwrap() else {
        panic!("not new")
    };
    bench.pass(60);
    let before = bench.state.clone();
    let Decision::Repeat(again) = bench.submit(&envelope).unwrap() else {
        panic!("not a repeat")
    };
    assert_eq!((again.outcome, again.seq), (first.outcome, 1));
    assert_eq!(bench.state, before);

    let other = Envelope {
        fingerprint: Fingerprint([2; 32]),
        ..envelope.clone()
    };
    assert_eq!(bench.submit(&other), Err(Refusal::KeyReused));

    let elin = Envelope {
        by: bench.envelope("elin", close(ConsultId(envelope.id.0))).by,
        ..envelope
    };
    assert_ne!(
        bench.submit(&elin),
        Err(Refusal::KeyReused),
        "her keys are her own"
    );
}

#[test]
fn outcome_is_remembered_for_a_day_of_entries_and_no_longer() {
    let mut bench = Bench::new();
    let ask = bench.request("north", Level::P4);
    let envelope = bench.envelope("eva", Command::Ask(Box::new(ask)));
    bench.submit(&envelope).unwrap();
    let day = Duration::from_secs(24 * 60 * 60);
    bench.now = bench.now.plus(day).minus(Duration::from_millis(1));
    bench.ask("elin", "north", Level::P4);
    assert!(matches!(bench.submit(&envelope), Ok(Decision::Repeat(_))));
    bench.now = bench.now.plus(Duration::from_millis(1));
    bench.ask("elin", "north", Level::P4);
    let forgotten = bench.submit(&envelope);
    assert!(matches!(
        forgotten,
        Err(Refusal::InvalidValue {
            field: "consult",
            ..
        })
    ));
}

#[test]
fn refusal_is_not_remembered() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    let claim = bench.envelope("nils", Command::Claim { consult });
    assert_eq!(bench.submit(&claim), Err(Refusal::NotOnDuty));
    bench.on_duty("nils", &["north"]);
    assert!(matches!(bench.submit(&claim), Ok(Decision::New(_))));
}

#[test]
fn ended_consult_stays_readable_for_a_day_and_past_its_follow_up() {
    for (follow_up_hours, hours) in [(None, 24), (Some(48), 72)] {
        let (mut bench, consult) = Bench::claimed(Level::P3);
        let hour = |n: u64| Duration::from_secs(n * 3600);
        let mut codes = answer_codes(consult, AnswerMode::Text, false);
        codes.follow_up = follow_up_hours.map(|hours| FollowUp {
            due: bench.now.plus(hour(hours)),
            owner: DoneBy::Nurse,
        });
        bench.act("nils", Command::Answer(Box::new(codes)));
        bench.act("eva", seen(consult));
        bench.act("eva", close(consult));
        if follow_up_hours.is_some() {
            let task = Task::FollowUp;
            bench.act("eva", Command::TaskDone { consult, task });
        }
        let end = bench.now;
        bench.now = end.plus(hour(hours)).minus(Duration::from_millis(1));
        bench.ask("eva", "north", Level::P3);
        assert_eq!(bench.stands(consult), ConsultState::Closed);
        bench.now = end.plus(hour(hours));
        bench.ask("eva", "north", Level::P3);
        assert!(bench.state.consult(consult).is_none());
        assert_eq!(bench.state.counts(), (3, 1));
    }
}

#[test]
fn time_of_an_entry_is_never_before_the_last_one() {
    let mut bench = Bench::new();
    bench.ask("eva", "north", Level::P3);
    let last = bench.now;
    bench.now = last.minus(Duration::from_secs(5));
    let late = bench.ask("eva", "north", Level::P3);
    assert_eq!(bench.of(late).queued_at, last);
    assert_eq!(bench.log.last().unwrap().at, last);
}

#[test]
fn consult_is_asked_once() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    let again = Command::Ask(Box::new(request(consult, "south", Level::P1)));
    let refusal = bench.refused("wera", again);
    assert!(matches!(
        refusal,
        Refusal::InvalidValue {
            field: "consult",
            ..
        }
    ));
}

fn confirm(consult: ConsultId, matches: bool) -> Command {
    Command::ConfirmReadBack {
        consult,
        matches,
        rev: None,
    }
}

fn redirect(consult: ConsultId, to: &str) -> Command {
    Command::Redirect {
        consult,
        centre: centre(to),
    }
}

fn withdraw(consult: ConsultId) -> Command {
    Command::Withdraw {
        consult,
        reason: WithdrawReason::Solved,
    }
}
