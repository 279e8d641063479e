//! Who may do what to whose consult.

use super::bench::{Bench, answer, close, read_back, seen};
use crate::domain::clinical::{AnswerMode, Level, WithdrawReason};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{By, Command, Deadline, Refusal, Supplement};

#[test]
fn consult_of_other_owners_does_not_exist() {
    let (mut bench, consult) = Bench::answered(true);
    let missing = ConsultId(bench.fresh_id());
    for who in ["wera", "hans"] {
        for command in everything(consult) {
            assert_eq!(bench.refused(who, command), Refusal::NotFound, "{who}");
        }
        for command in everything(missing) {
            assert_eq!(bench.refused(who, command), Refusal::NotFound, "{who}");
        }
    }
}

#[test]
fn nurse_of_the_unit_may_go_on_where_another_began() {
    let (mut bench, consult) = Bench::answered(true);
    bench.act("elin", Command::OpenAnswer { consult });
    bench.act("elin", read_back(consult));
}

#[test]
fn nurse_does_not_do_the_doctors_part_nor_the_doctor_the_nurses() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    for command in [
        Command::Claim { consult },
        Command::Release { consult },
        answer(consult, AnswerMode::Text, false),
        Command::ConfirmReadBack {
            consult,
            matches: true,
            rev: None,
        },
    ] {
        assert_eq!(bench.refused("eva", command), Refusal::Forbidden);
    }
    for command in [
        Command::Supplement(Box::new(Supplement::to(consult))),
        Command::Withdraw {
            consult,
            reason: WithdrawReason::Mistake,
        },
        Command::OpenAnswer { consult },
        seen(consult),
        close(consult),
    ] {
        assert_eq!(bench.refused("nils", command), Refusal::Forbidden);
    }
    let ask = bench.request("north", Level::P2);
    assert_eq!(
        bench.refused("nils", Command::Ask(Box::new(ask))),
        Refusal::Forbidden
    );
}

#[test]
fn only_the_holder_releases_answers_judges_and_sends_on() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    for command in [
        Command::Claim { consult },
        Command::Release { consult },
        answer(consult, AnswerMode::Text, false),
        Command::Triage {
            consult,
            level: Level::P1,
        },
        Command::Redirect {
            consult,
            centre: "south".parse().unwrap(),
        },
    ] {
        assert_eq!(bench.refused("nora", command), Refusal::AlreadyTaken);
    }
    assert_eq!(
        bench.refused("siv", Command::Claim { consult }),
        Refusal::NotEligible
    );
}

#[test]
fn staff_without_a_part_in_care_does_nothing() {
    let (mut bench, consult) = Bench::answered(true);
    for who in ["carl", "asta", "rut", "olle", "emil", "maja", "hedda"] {
        for command in everything(consult) {
            assert_eq!(bench.refused(who, command), Refusal::Forbidden, "{who}");
        }
    }
}

#[test]
fn nurse_asks_only_centres_that_answer_for_her_unit() {
    let mut bench = Bench::new();
    let ask = bench.request("harbour", Level::P1);
    assert_eq!(
        bench.refused("wera", Command::Ask(Box::new(ask))),
        Refusal::NotEligible
    );
    let ask = bench.request("nowhere", Level::P1);
    let refusal = bench.refused("wera", Command::Ask(Box::new(ask)));
    assert!(matches!(
        refusal,
        Refusal::InvalidValue {
            field: "centre",
            ..
        }
    ));
}

#[test]
fn commission_of_another_is_no_commission() {
    let mut bench = Bench::new();
    let ask = bench.request("north", Level::P1);
    let mut envelope = bench.envelope("eva", Command::Ask(Box::new(ask)));
    let By::Person(actor) = &mut envelope.by else {
        panic!("a person")
    };
    actor.person = "wera".parse().unwrap();
    assert_eq!(bench.submit(&envelope), Err(Refusal::Forbidden));
}

#[test]
fn system_and_staff_do_not_speak_for_each_other() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let at = bench.now;
    for command in [
        Command::MediaFlows { consult },
        Command::Due {
            deadline: Deadline::ContactDue(consult),
            at,
        },
        Command::LinkLost {
            person: "eva".parse().unwrap(),
            since: at,
        },
    ] {
        assert_eq!(bench.refused("nils", command), Refusal::Forbidden);
    }
    assert_eq!(
        bench.refused("system", Command::Release { consult }),
        Refusal::Forbidden
    );
    assert_eq!(bench.refused("system", close(consult)), Refusal::Forbidden);
}

fn everything(consult: ConsultId) -> Vec<Command> {
    vec![
        Command::Supplement(Box::new(Supplement::to(consult))),
        Command::Triage {
            consult,
            level: Level::P1,
        },
        Command::Redirect {
            consult,
            centre: "south".parse().unwrap(),
        },
        Command::Withdraw {
            consult,
            reason: WithdrawReason::Mistake,
        },
        Command::Claim { consult },
        Command::Release { consult },
        answer(consult, AnswerMode::Text, false),
        Command::OpenAnswer { consult },
        seen(consult),
        read_back(consult),
        Command::ConfirmReadBack {
            consult,
            matches: true,
            rev: None,
        },
        close(consult),
    ]
}
